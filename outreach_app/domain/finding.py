# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding a place: what was asked, and whether an entry takes this person now.

Three bands: *now* (takes people in at the time asked about, and nothing decisive is unknown), *call* (something
decisive is unknown, old, or needs a referral), *later* (closed, full tonight). A definite mismatch hides an entry,
with its reason; an unknown never does.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Final, NamedTuple

from outreach_app.domain.codes import IMMEDIATE_NEEDS, LONG_TERM_NEEDS, NEEDS
from outreach_app.domain.directory import FOR_PERSON, NO, STREET_ATTRIBUTES, YES, Entry
from outreach_app.domain.question import DAY_BEGINS, WANTED, Question
from outreach_app.domain.words import IMMEDIATE, LONG_TERM, fold

NOW: Final = "now"
CALL: Final = "call"
LATER: Final = "later"
FIND_BANDS: Final = (NOW, CALL, LATER)

FRESH_DAYS: Final = 90
STALE_DAYS: Final = 180
"""Checked within 90 days is fresh, to 180 ageing, then stale."""

TOO_YOUNG: Final = "too_young"
TOO_OLD: Final = "too_old"
OUTSIDE_AREA: Final = "outside_area"
OTHER_TERM: Final = "other_term"
PROFESSIONALS: Final = "professionals"
HIDDEN_REASONS: Final = tuple(
    dict.fromkeys((TOO_YOUNG, TOO_OLD, *(wanted.reason for wanted in WANTED.values()), OUTSIDE_AREA, OTHER_TERM))
)
"""Why an entry can be hidden; the coalition's own reason codes where there is one."""

WHY: Final = (
    "full_tonight", "temporarily_closed", "closed", "intake_closed", "inside_by_passed", "intake_open",
    "intake_round_the_clock", "intake_unknown", "referral_needed", "self_referral_unknown", "language_not_listed",
    "language_unknown", "age_unknown", "area_unknown", "need_unknown", "public_holiday", "never_verified", "stale",
    "guessed", "fits_need", *dict.fromkeys(f"unknown_{wanted.attribute}" for wanted in WANTED.values()),
)  # fmt: skip
"""Every reason that a verdict can give."""

TERM_NEEDS: Final = {IMMEDIATE: frozenset(IMMEDIATE_NEEDS), LONG_TERM: frozenset(LONG_TERM_NEEDS)}


class Facts(NamedTuple):
    """What decides on hiding: age limits (-1 unknown), attribute bits, needs, postal codes served."""

    minimum_age: int
    maximum_age: int
    yes: int
    no: int
    needs: tuple[str, ...] = ()
    postal_codes: tuple[str, ...] = ()


class Standing(NamedTuple):
    """Where an entry stands for a question: all that sorting needs."""

    band: str
    intake: str
    """yes, no or unknown at the time asked about."""
    why: tuple[str, ...]
    doubts: int
    """How many decisive things are unknown, old or not settled."""


class Moments:
    """What an entry's hours say of one moment, each told when it is first asked for.

    Hours begin and end on full minutes, so the same answers hold for the whole minute of `at` (aware, in the
    directory's zone).
    """

    def __init__(self, entry: Entry, at: datetime) -> None:
        self._entry = entry
        self._at = at

    @cached_property
    def intake(self) -> str:
        """Whether people are taken in: yes, no or unknown."""
        return YES if self._entry.says("intake_24h") == YES else self._entry.intake_hours.open_at(self._at)

    @cached_property
    def opening(self) -> str:
        """Whether the place is open: yes, no or unknown."""
        return self._entry.opening_hours.open_at(self._at)

    @cached_property
    def intake_until(self) -> datetime | None:
        """When taking people in ends; None stands for round the clock."""
        entry = self._entry
        scheduled = None if entry.says("intake_24h") == YES else entry.intake_hours.state(self._at).until
        ends = [moment for moment in (scheduled, inside_by(entry, self._at)) if moment is not None]
        return min(ends, default=None)

    @cached_property
    def next_opening(self) -> datetime | None:
        """When people are taken in next, or where that is unknown, when the place opens next."""
        entry = self._entry
        if entry.temporarily_closed:
            return None
        return (entry.intake_hours if entry.intake else entry.opening_hours).next_opening(self._at)


class Verdict(NamedTuple):
    """What is to be said of an entry for a question."""

    band: str
    open: str
    """yes, no or unknown at the time asked about."""
    intake_until: datetime | None
    """When taking people in ends; None round the clock, and where nobody is known to be taken in."""
    next_opening: datetime | None
    why: tuple[str, ...]
    hidden_by: str
    """Why the entry is of no use for the question; empty where it may be."""
    doubts: int


def facts_of(entry: Entry) -> Facts:
    """The facts of an entry."""
    bits = {YES: 0, NO: 0}
    for code, value in entry.attributes.items():
        bits[value] |= _BITS[code]
    least = -1 if entry.minimum_age is None else entry.minimum_age
    most = -1 if entry.maximum_age is None else entry.maximum_age
    return Facts(least, most, bits[YES], bits[NO], entry.needs, entry.postal_codes)


_BITS: Final = {code: 1 << index for index, code in enumerate(STREET_ATTRIBUTES)}


def mismatch(facts: Facts, question: Question) -> str:
    """Why an entry of these facts is of no use for the question; empty when it may be."""
    if question.age is not None:
        if question.age < facts.minimum_age:
            return TOO_YOUNG
        if 0 <= facts.maximum_age < question.age:
            return TOO_OLD
    for wanted in question.wanted:
        eased = _BITS[wanted.eased_by] if wanted.eased_by else 0
        against = (facts.no if wanted.value == YES else facts.yes) & _BITS[wanted.attribute]
        if (against and not facts.yes & eased) or facts.no & eased:
            return wanted.reason
    if question.area_codes and facts.postal_codes and question.area_codes.isdisjoint(facts.postal_codes):
        return OUTSIDE_AREA
    if question.term and facts.needs and TERM_NEEDS[question.term].isdisjoint(facts.needs):
        return OTHER_TERM
    return ""


def standing(
    entry: Entry,
    question: Question,
    full_tonight: AbstractSet[str] = frozenset(),
    *,
    holiday: bool = False,
    moments: Moments | None = None,
) -> Standing:
    """Where an entry stands.

    `full_tonight` holds the ids of entries that said so tonight, `holiday` says whether the date asked about is a
    public holiday. `moments`, of the minute asked about, saves asking the hours again.
    """
    told = moments or Moments(entry, question.at)
    closed = _closed(entry, told, question.at, full_tonight)
    doubts = _doubts(entry, told.intake, question, holiday)
    band = LATER if closed else CALL if doubts else NOW
    return Standing(band, told.intake, (*closed, *doubts), len(doubts))


def judge(
    entry: Entry, question: Question, full_tonight: AbstractSet[str] = frozenset(), *, holiday: bool = False
) -> Verdict:
    """The verdict on an entry, a hidden one too; see `standing`."""
    told = Moments(entry, question.at)
    stands = standing(entry, question, full_tonight, holiday=holiday, moments=told)
    hidden_by = mismatch(facts_of(entry), question) if entry.audience == FOR_PERSON else PROFESSIONALS
    return verdict(entry, question, stands, told, hidden_by)


def verdict(entry: Entry, question: Question, stands: Standing, told: Moments, hidden_by: str = "") -> Verdict:
    """What is to be said of an entry whose standing is known."""
    taken = stands.intake == YES and stands.band != LATER
    until = told.intake_until if taken else None
    why = [*stands.why]
    if stands.band == NOW:
        why.insert(0, "intake_open" if until else "intake_round_the_clock")
    if not set(question.needs).isdisjoint(entry.needs):
        why.insert(0, "fits_need")
    always = stands.intake == YES and told.intake_until is None  # full tonight, say: it never closes, so never opens
    waits = stands.band == LATER or told.opening == NO
    upcoming = told.next_opening if waits and not always else None
    return Verdict(stands.band, told.opening, until, upcoming, tuple(why), hidden_by, stands.doubts)


def usefulness(entry: Entry) -> tuple[object, ...]:
    """The static order in which services are numbered: for persons first, then by urgency of the need, something to
    call, how much is known, how lately it was checked."""
    first = min((NEEDS.index(need) for need in entry.needs), default=len(NEEDS))
    checked = -entry.verified_on.toordinal() if entry.verified_on else 0
    known = -len(entry.attributes)
    return entry.audience != FOR_PERSON, first, not entry.phones, known, checked, " ".join(fold(entry.name)), entry.id


def inside_by(entry: Entry, at: datetime) -> datetime | None:
    """The moment by which one must be inside, in the night that `at` belongs to (nights end at 06:00)."""
    if not entry.inside_by:
        return None
    limit = time.fromisoformat(entry.inside_by)
    day = at.date() - timedelta(days=at.time() < DAY_BEGINS) + timedelta(days=limit < DAY_BEGINS)
    return datetime.combine(day, limit, tzinfo=at.tzinfo)


def _closed(entry: Entry, told: Moments, at: datetime, full: AbstractSet[str]) -> list[str]:
    """Reasons for *later*."""
    why = []
    if entry.id in full:
        why.append("full_tonight")
    if entry.temporarily_closed:
        why.append("temporarily_closed")
    limit = inside_by(entry, at)
    if limit is not None and limit <= at:
        why.append("inside_by_passed")
    elif told.intake == NO:
        why.append("intake_closed")
    elif told.intake != YES and told.opening == NO:
        why.append("closed")
    return why


def _doubts(entry: Entry, intake: str, question: Question, holiday: bool) -> list[str]:
    """Reasons for *call first*."""
    why = []
    if intake not in (YES, NO):
        why.append("intake_unknown")
    if entry.says("self_referral") != YES:
        why.append("referral_needed" if entry.says("self_referral") == NO else "self_referral_unknown")
    why += _unanswered(entry, question)
    if not question.rests_on.isdisjoint(entry.guessed):
        why.append("guessed")
    timed = intake == YES and entry.says("intake_24h") != YES
    if holiday and timed and not entry.intake_hours.sure_on_holiday(question.at):
        why.append("public_holiday")
    days = age_days(entry.verified_on, question.at.date())
    if days is None or days > STALE_DAYS:
        why.append("never_verified" if days is None else "stale")
    return why


def _unanswered(entry: Entry, question: Question) -> Iterator[str]:
    """What is asked for and not known of the entry."""
    if question.age is not None and entry.minimum_age is None and entry.maximum_age is None:
        yield "age_unknown"
    if question.language and question.language not in entry.languages:
        yield "language_not_listed" if entry.languages else "language_unknown"
    for wanted in question.wanted:
        eased = wanted.eased_by and entry.says(wanted.eased_by) == YES
        if not entry.says(wanted.attribute) and not eased:
            yield f"unknown_{wanted.attribute}"
    if question.area_codes and not entry.postal_codes:
        yield "area_unknown"
    if question.term and not entry.needs:
        yield "need_unknown"


def age_days(verified_on: date | None, today: date) -> int | None:
    """Days since the last check; a check dated more than a day ahead is none."""
    if verified_on is None or (verified_on - today).days > 1:
        return None
    return max(0, (today - verified_on).days)
