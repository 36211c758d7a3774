# SPDX-License-Identifier: GPL-3.0-or-later
"""What was asked: words typed, understood where they can be, and the attributes that decide for them.

In memory only: a question lives as long as the page that asks it and is never stored or logged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Final, NamedTuple

from outreach_app.domain.directory import NO, YES
from outreach_app.domain.readings import Readings, Spelling
from outreach_app.domain.words import AGE, FILLER, NEED, TIME, Meaning, Words, fold

TONIGHT: Final = time(21, 0)
"""What *tonight* means while it is still day; in the evening and at night it means now."""
DAY_BEGINS: Final = time(6, 0)
_EVENING: Final = time(18, 0)
_NOON: Final = time(12, 0)
_ADULT: Final = 18
_AGES: Final = range(5, 100)
_CLOCK: Final = re.compile(
    r"(?<![\d:])(?:(?P<hour>1[0-2]|0?[1-9])(?::(?P<minute>[0-5]\d))?\s?(?P<half>[ap]\.?m\b\.?)"
    r"|(?P<h24>[01]?\d|2[0-3]):(?P<m24>[0-5]\d)(?![\d:]))",
    re.IGNORECASE,
)


class Part(NamedTuple):
    """One understood part of what was typed: its kind and code, and the words it stood for."""

    kind: str
    code: str
    typed: str


class Correction(NamedTuple):
    """A typed word and what it was read as; one word may have several readings, each a correction of its own."""

    typed: str
    read_as: str


class TypedWord(NamedTuple):
    """A typed word that may be part of a name, with its readings (itself first) and the need it was understood as."""

    readings: tuple[str, ...]
    need: str


@dataclass(frozen=True)
class Question:
    """What is asked, about the moment `at` (aware, in the directory's zone). In memory only."""

    at: datetime
    words: tuple[str, ...] = ()
    """Folded words that were not understood: searched as text."""
    needs: tuple[str, ...] = ()
    age: int | None = None
    gender: str = ""
    language: str = ""
    no_id: bool = False
    no_police: bool = False
    record_ok: bool = False
    """The person has a record: places that turn people away for one are of no use."""
    asks: tuple[str, ...] = ()
    """Further codes of `words.ASKS`."""
    nowhere: tuple[str, ...] = ()
    """Words that no place holds: passed over, so that one of them does not hide everything, and said."""
    parts: tuple[Part, ...] = ()
    """What was understood, in the order typed."""
    term: str = ""
    """One of `words.TERMS`: help for now, or for months."""
    area: str = ""
    """The label of the zone group whose `area_codes` were chosen."""
    area_codes: frozenset[str] = frozenset()
    """Postal codes: a place whose service area is known and holds none of them is of no use."""
    near_codes: frozenset[str] = frozenset()
    """Postal codes that only rank: a place that serves one of them comes before one that does not."""
    corrections: tuple[Correction, ...] = ()
    """What was read differently from how it was typed."""

    @cached_property
    def typed(self) -> tuple[TypedWord, ...]:
        """Every word typed that could be part of a name."""
        found = [TypedWord(self.readings(word), "") for word in self.words]
        for part in self.parts:
            if part.kind not in (TIME, AGE):
                need = part.code if part.kind == NEED else ""
                found += [TypedWord(self.readings(word), need) for word in fold(part.typed)]
        return tuple(found)

    def readings(self, word: str) -> tuple[str, ...]:
        """A typed word, then what it may have been meant for."""
        return (word, *(one.read_as for one in self.corrections if one.typed == word))

    @cached_property
    def wanted(self) -> tuple[Wanted, ...]:
        """The attributes that decide for this question."""
        codes = [code for code in ("no_id", "no_police", "record_ok") if getattr(self, code)]
        codes += [code for code in (self.gender, *self.asks) if code in WANTED and code not in codes]
        if self.age is not None and self.age < _ADULT:
            codes.append("minor")
        return tuple(WANTED[code] for code in codes)

    @cached_property
    def rests_on(self) -> frozenset[str]:
        """What an answer rests on, as in `Entry.guessed`: where one of these is a guess, calling first is wise."""
        found = {"self_referral", "intake_24h"}
        for wanted in self.wanted:
            found |= {wanted.attribute, wanted.eased_by or wanted.attribute}
        if self.age is not None:
            found |= {"minimum_age", "maximum_age"}
        if self.language:
            found.add("languages")
        return frozenset(found)


class Wanted(NamedTuple):
    """An attribute that must have `value`; its opposite hides with `reason`. `eased_by` = yes settles it too."""

    attribute: str
    value: str
    reason: str
    eased_by: str = ""


WANTED: Final = {
    "no_id": Wanted("id_required", NO, "id_required"),
    "no_police": Wanted("must_talk_to_police", NO, "police"),
    "record_ok": Wanted("turns_away_for_record", NO, "record"),
    "using_ok": Wanted("sober_required", NO, "sober", "currently_using_fine"),
    "sober": Wanted("sober_required", YES, "not_sober"),
    "woman_girl": Wanted("takes_women", YES, "gender"),
    "man_boy": Wanted("takes_men", YES, "gender"),
    "trans_nonbinary": Wanted("takes_trans", YES, "gender"),
    "minor": Wanted("minors_without_guardian", YES, "too_young"),
    "pregnant": Wanted("pregnant", YES, "pregnant"),
    "children": Wanted("children_with_adult", YES, "children_pets"),
    "partner": Wanted("partner_together", YES, "partner"),
    "pets": Wanted("pets", YES, "children_pets"),
    "step_free": Wanted("step_free", YES, "step_free"),
    "storage": Wanted("storage", YES, "storage"),
    "survivor_led": Wanted("survivor_led", YES, "survivor_led"),
    "collects": Wanted("collects_people", YES, "collects"),
}


def understand(text: str, now: datetime, words: Words, spelling: Spelling | None = None) -> Question:
    """What `text` asks at `now` (aware, in the directory's zone); what is not understood is searched as words.

    With `spelling`, typing errors in words of which the directory holds few or none are forgiven.
    """
    question, text = _clock(Question(at=now), text, now)
    typed = fold(text)
    readings = None if spelling is None else Readings(words, spelling)
    while typed:
        found, read = words.match(typed), typed
        if found is None and readings is not None:
            read = tuple(readings.meant(word) for word in typed[: words.longest])
            found = words.match(read)
        if found is None:
            question = _with_word(question, typed[0])
            if readings is not None and typed[0] in question.words:
                question = _corrected(question, typed[0], readings.others(typed[0]))
            typed = typed[1:]
            continue
        size, meaning = found
        question = _with(question, meaning, " ".join(typed[:size]), now)
        for word, meant in zip(typed[:size], read, strict=False):
            question = _corrected(question, word, (meant,))
        typed = typed[size:]
    return question


def _corrected(question: Question, word: str, readings: tuple[str, ...]) -> Question:
    more = [Correction(word, reading) for reading in readings if reading != word]
    return replace(question, corrections=tuple(dict.fromkeys((*question.corrections, *more)))) if more else question


def _clock(question: Question, text: str, now: datetime) -> tuple[Question, str]:
    """A time of day, as in 23:30 or 11 pm, taken out of the text: its next coming is meant."""
    found = _CLOCK.search(text)
    if found is None:
        return question, text
    at = datetime.combine(now.date(), _time_of(found), tzinfo=now.tzinfo)
    if at < now.replace(second=0, microsecond=0):
        at = datetime.combine(now.date() + timedelta(days=1), at.time(), tzinfo=now.tzinfo)
    part = Part(TIME, f"{at:%H:%M}", found.group())
    return replace(question, at=at, parts=(part,)), text[: found.start()] + " " + text[found.end() :]


def _time_of(found: re.Match[str]) -> time:
    if found["half"] is None:
        return time(int(found["h24"]), int(found["m24"]))
    afternoon = 12 if found["half"][0] in "pP" else 0
    return time(int(found["hour"]) % 12 + afternoon, int(found["minute"] or 0))


def _with_word(question: Question, word: str) -> Question:
    """A word of no known meaning; a number may be an age, and a single figure ("2 kids") says nothing."""
    age = _age_of(word) if question.age is None else None
    if age is not None:
        return replace(question, age=age, parts=(*question.parts, Part(AGE, str(age), word)))
    if len(word) == 1 and word.isdecimal():
        return question
    return replace(question, words=_joined(question.words, word))


def _with(question: Question, meaning: Meaning, typed: str, now: datetime) -> Question:
    kind, code = meaning
    if kind == FILLER:
        return question
    question = replace(question, parts=(*question.parts, Part(kind, code, typed)))
    match kind:
        case "need":
            question = replace(question, needs=_joined(question.needs, code))
        case "gender":
            question = replace(question, gender=code)
        case "language":
            question = replace(question, language=code)
        case "time":
            question = replace(question, at=_moment(question, code, now))
        case "term":
            question = replace(question, term=code)
        case _:
            question = asking(question, code)
    return question


def asking(question: Question, code: str) -> Question:
    """The question with one of `words.ASKS` asked as well."""
    return replace(
        question,
        no_id=question.no_id or code == "no_id",
        no_police=question.no_police or code == "no_police",
        record_ok=question.record_ok or code == "record_ok",
        asks=question.asks if code in ("no_id", "no_police", "record_ok") else _joined(question.asks, code),
    )


def _joined(codes: tuple[str, ...], code: str) -> tuple[str, ...]:
    return codes if code in codes else (*codes, code)


class Term(NamedTuple):
    """One thing that a match must hold: a need, or (with `need` empty) a word as typed."""

    need: str
    typed: tuple[str, ...]
    synonyms: tuple[tuple[str, ...], ...] = ()
    """Phrases of the need: looked for in entries of which no need is known."""
    meant: tuple[str, ...] = ()
    """What else the word may have been meant for."""


def terms(question: Question, words: Words) -> tuple[Term, ...]:
    """What the text search looks for: all terms must be met."""
    typed = {part.code: fold(part.typed) for part in question.parts if part.kind == NEED}
    needs = [
        Term(need, typed.get(need, ()), tuple(fold(phrase) for phrase in words.of(NEED, need)))
        for need in question.needs
    ]
    return (*needs, *(Term("", (word,), meant=question.readings(word)[1:]) for word in question.words))


def _moment(question: Question, code: str, now: datetime) -> datetime:
    """The time that a word means; a time of day that was typed as well stays."""
    if question.at == now:
        return moment_meant(code, now)
    tomorrow = now.date() + timedelta(days=1)
    return datetime.combine(tomorrow, question.at.time(), tzinfo=now.tzinfo) if code == "tomorrow" else question.at


def moment_meant(code: str, now: datetime) -> datetime:
    """The moment that *now*, *tonight* or *tomorrow* stands for."""
    if code == "tonight" and DAY_BEGINS <= now.time() < _EVENING:
        return datetime.combine(now.date(), TONIGHT, tzinfo=now.tzinfo)
    if code == "tomorrow":
        return datetime.combine(now.date() + timedelta(days=1), _NOON, tzinfo=now.tzinfo)
    return now


def _age_of(word: str) -> int | None:
    digits = word
    for ending in ("yo", "yrs", "y"):
        digits = digits.removesuffix(ending)
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 2):
        return None
    return int(digits) if int(digits) in _AGES else None
