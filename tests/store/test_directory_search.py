# SPDX-License-Identifier: GPL-3.0-or-later
"""A search by sets finds what judging every entry would find: the same page, the same totals, the same hidden."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach_app.domain.content import Content
from outreach_app.domain.directory import FOR_PERSON, STREET_ATTRIBUTES, Entry, Phone, entry_id
from outreach_app.domain.finding import facts_of, mismatch, standing, usefulness
from outreach_app.domain.hours import WEEKDAYS, Schedule
from outreach_app.domain.question import Correction, Question, Term, asking, terms, understand
from outreach_app.domain.ranking import order
from outreach_app.domain.reading import Fields
from outreach_app.domain.words import ASKED_GENDERS, ASKS, LANGUAGE, NEED, TERMS, fold, read_words
from outreach_app.services.directory import DirectoryService
from outreach_app.store import directory_matches
from outreach_app.store.directory_file import DirectoryFolder

KEY = bytes(range(32))
ZONE = ZoneInfo("America/Chicago")
BUILT = date(2026, 5, 15)
WORDS_FILE = Path(__file__).parents[2] / "resources" / "directory" / "words.json"
WORDS = read_words(Fields(json.loads(WORDS_FILE.read_bytes())))
HOLIDAYS = {date(2026, 5, 25), date(2026, 7, 4)}
CODES = ("00011", "00012", "00013")
NEEDS_USED = ("shelter", "food", "housing", "legal")
NAME_WORDS = ("harbor", "harbour", "women", "bed", "Ánne", "house", "spanish", "clinic", "food", "quay")
TEXTS = ("", "A bed for women.", "Hot food, refugio.", "Lawyer at the harbor", "quays and houses")


def moment(text: str, again: int = 0) -> datetime:
    """A wall time of the directory's zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE, fold=again)


MOMENTS = st.one_of(
    st.sampled_from(
        [
            moment("2026-05-15 22:10:30"), moment("2026-05-16 00:05"), moment("2026-05-25 12:00"),
            moment("2026-05-26 01:00"), moment("2026-03-08 01:50"), moment("2026-03-08 03:10"),
            moment("2026-11-01 01:20"), moment("2026-11-01 01:20", again=1), moment("2026-11-01 02:30"),
            moment("2026-06-01 09:00"), moment("2026-06-06 10:07"),
        ]
    ),
    st.integers(0, 60 * 24 * 60).map(
        lambda minutes: (datetime(2026, 5, 1, tzinfo=UTC) + timedelta(minutes=minutes)).astimezone(ZONE)
    ),
)  # fmt: skip
TIMES = st.sampled_from([-1, 0, 7 * 60, 9 * 60, 9 * 60 + 5, 12 * 60, 16 * 60 + 30, 22 * 60, 22 * 60 + 8, 1439, 120])
DAYS = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=7, unique=True).map(tuple)
DATES = st.sampled_from([None, None, date(2026, 5, 10), date(2026, 5, 15), date(2026, 5, 16), date(2026, 6, 1)])
PERIODS = st.tuples(DATES, DATES)


GUESSED = ("self_referral", "takes_women", "id_required", "minimum_age", "languages", "need:shelter")


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:  # noqa: PLR0911 - one for each kind
    """Rows of hours, plain ones and those that only `domain.hours` can tell."""
    kind = draw(
        st.sampled_from(["plain", "plain", "plain", "monthly", "second", "daily", "prose", "closed", "instead"])
    )
    begin, end = draw(PERIODS)
    opens, closes = draw(TIMES), draw(TIMES)
    match kind:
        case "plain":
            return Schedule("WEEKLY", byday=draw(DAYS), opens=opens, closes=closes, valid_from=begin, valid_to=end)
        case "monthly":
            return Schedule("MONTHLY", byday=("1SA", "3FR"), opens=opens, closes=closes, valid_to=end)
        case "second":
            return Schedule("WEEKLY", 2, draw(DAYS), opens=opens, closes=closes, dtstart=date(2026, 5, 4))
        case "daily":
            prose = draw(st.sampled_from(["", "Open on holidays"]))
            return Schedule("DAILY", opens=opens, closes=closes, dtstart=begin, prose=prose)
        case "prose":
            return Schedule(prose="Call us", valid_to=end)
        case "closed":
            return Schedule(kind="closed", valid_from=begin or BUILT, valid_to=max(begin or BUILT, end or BUILT))
        case _:
            first = begin or BUILT
            return Schedule(
                opens=opens, closes=closes, kind="instead", valid_from=first, valid_to=max(first, end or first)
            )


HOURS = st.lists(schedules(), max_size=3).map(tuple)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """An entry, its id still to be given."""
    name = " ".join(draw(st.lists(st.sampled_from(NAME_WORDS), min_size=1, max_size=3)))
    codes = draw(st.lists(st.sampled_from(STREET_ATTRIBUTES), max_size=6, unique=True))
    attributes = {code: draw(st.sampled_from(["yes", "no"])) for code in codes}
    attributes |= draw(st.sampled_from([{}, {"self_referral": "yes"}, {"self_referral": "yes"}]))
    return Entry(
        id="",
        name=name,
        organization=draw(st.sampled_from(["", "Harbor Trust", "Anne Bed"])),
        description=draw(st.sampled_from(TEXTS)),
        needs=tuple(draw(st.lists(st.sampled_from(NEEDS_USED), max_size=2, unique=True))),
        audience=draw(st.sampled_from([FOR_PERSON] * 9 + ["professionals"])),
        phones=tuple(draw(st.sampled_from([(), (Phone("816 555 0142"),), (Phone("816 555 0177"),)]))),
        postal_codes=tuple(draw(st.lists(st.sampled_from(CODES), max_size=2, unique=True))),
        minimum_age=draw(st.sampled_from([None, 12, 18])),
        maximum_age=draw(st.sampled_from([None, 17, 24])),
        languages=tuple(draw(st.lists(st.sampled_from(["en", "es"]), max_size=2, unique=True))),
        opening=draw(HOURS),
        intake=draw(HOURS),
        inside_by=draw(st.sampled_from(["", "", "22:10", "23:00", "00:30", "05:00", "06:00"])),
        attributes=attributes,
        guessed=tuple(draw(st.lists(st.sampled_from(GUESSED), max_size=2, unique=True))),
        verified_on=draw(
            st.sampled_from([None, date(2026, 5, 14), date(2026, 5, 1), date(2026, 1, 20), date(2025, 1, 1)])
        ),
        temporarily_closed=draw(st.sampled_from([False] * 5 + [True])),
    )


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """A question typed, with chips beside it."""
    typed = draw(st.lists(st.sampled_from([
        "bed", "b", "ha", "harbor", "house", "women", "span", "anne", "food", "816", "0142", "quay", "refugio", "xyzzy",
    ]), max_size=3))  # fmt: skip
    question = understand(" ".join(typed), draw(MOMENTS), WORDS)
    question = replace(
        question,
        age=draw(st.sampled_from([None, None, 11, 16, 20, 40])),
        gender=draw(st.sampled_from(["", "", *ASKED_GENDERS])),
        language=draw(st.sampled_from(["", "", "es", "vi"])),
        term=draw(st.sampled_from(("", "", *TERMS))),
        area_codes=frozenset(draw(st.sampled_from([CODES[:0], CODES[:0], CODES[:1]]))),
        near_codes=frozenset(draw(st.sampled_from([CODES[:0], CODES[1:]]))),
    )
    for code in draw(st.lists(st.sampled_from(ASKS), max_size=2)):
        question = asking(question, code)
    if draw(st.booleans()) and question.words:
        readings = tuple(Correction(question.words[0], meant) for meant in ("harbor", "quay"))
        question = replace(question, corrections=readings)
    return question


def text_words(entry: Entry) -> set[str]:
    """Every word of an entry that can be searched."""
    found = set(fold(" ".join((entry.name, entry.organization, entry.description, *entry.postal_codes))))
    for phone in entry.phones:
        found |= {phone.digits, phone.digits[-7:], phone.digits[-4:], *fold(phone.number)}
    return found


def stands_for(entry: Entry, word: str) -> bool:
    """Whether a word is the beginning of one of the entry's, or of a phrase for what it has."""
    had = [(NEED, need) for need in entry.needs] + [(LANGUAGE, code) for code in entry.languages]
    phrases = {one for kind, code in had for phrase in WORDS.of(kind, code) for one in phrase.split()}
    return any(held.startswith(word) for held in text_words(entry) | phrases)


def meets(entry: Entry, term: Term) -> bool:
    """Whether an entry meets a term as it was typed."""
    if not term.need:
        return stands_for(entry, term.typed[0])
    if term.need in entry.needs:
        return True
    names = fold(f"{entry.name} {entry.organization}")
    if term.typed and all(any(name.startswith(word) for name in names) for word in term.typed):
        return True
    held = text_words(entry)
    typed = bool(term.typed) and all(any(one.startswith(word) for one in held) for word in term.typed)
    return not entry.needs and (typed or any(set(phrase) <= held for phrase in term.synonyms))


def meets_loosely(entry: Entry, term: Term) -> bool:
    """Whether it meets a term, a word perhaps read differently."""
    return meets(entry, term) or any(stands_for(entry, word) for word in term.meant)


def judged_one_by_one(
    directory: list[Entry], question: Question, full: frozenset[str]
) -> tuple[list[str], dict[str, int]]:
    """Ids in the order of the page, all of them, and what is hidden."""
    asked = terms(question, WORDS)
    holiday = question.at.date() in HOLIDAYS
    hidden: Counter[str] = Counter()
    ranked = []
    for place, entry in enumerate(sorted(directory, key=usefulness)):
        if entry.audience != FOR_PERSON or not all(meets_loosely(entry, term) for term in asked):
            continue
        reason = mismatch(facts_of(entry), question)
        if reason:
            hidden[reason] += 1
            continue
        corrected = not all(meets(entry, term) for term in asked)
        stands = standing(entry, question, full, holiday=holiday)
        ranked.append((order(entry, stands, question, corrected=corrected), place, entry.id))
    return [one for _, _, one in sorted(ranked)], dict(hidden)


@pytest.fixture(autouse=True)
def nothing_spared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small directories go the way of large ones."""
    monkeypatch.setattr(directory_matches, "_FEW", 0)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(entries(), min_size=1, max_size=40),
    st.lists(questions(), min_size=12, max_size=12),
    st.sampled_from([1, 4, 50]),
)
def test_the_page_is_that_of_judging_every_entry(drawn: list[Entry], asked: list[Question], limit: int) -> None:
    directory = [replace(one, id=entry_id("t", str(number))) for number, one in enumerate(drawn)]
    with TemporaryDirectory() as folder:
        service = DirectoryService(
            DirectoryFolder(Path(folder), WORDS), WORDS, lambda: KEY, holiday=lambda day: day in HOLIDAYS
        )
        service.open(service.install(1, BUILT, Content(directory)))
        full = frozenset(one.id for one in directory[:2])
        for question in asked:
            answer = service.search(question, now=question.at, limit=limit, full_tonight=full)
            assert set(answer.question.words) | set(answer.question.nowhere) == set(question.words)
            for word in answer.question.nowhere:
                alone = Question(question.at, words=(word,), corrections=question.corrections)
                assert judged_one_by_one(directory, alone, full) == ([], {})
            ids, hidden = judged_one_by_one(directory, answer.question, full)
            assert [found.entry.id for found in answer.results] == ids[:limit]
            assert (answer.total, dict(answer.hidden)) == (len(ids), hidden)
            assert {one.verdict.hidden_by for one in service.unfit(answer.question)} == set(hidden)
        service.close()
