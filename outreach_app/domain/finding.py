# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding a place: what was asked, and whether an entry takes this person now.

Three bands: *now* (takes people in at the time asked about, and nothing decisive is unknown), *call* (something
decisive is unknown, old, or needs a referral), *later* (closed, full tonight). A definite mismatch hides an entry,
with its reason; an unknown never does.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from outreach_app.domain.codes import NEEDS
from outreach_app.domain.directory import FOR_PERSON, NO, STREET_ATTRIBUTES, YES, Entry
from outreach_app.domain.question import DAY_BEGINS, WANTED, Question
from outreach_app.domain.words import fold

NOW: Final = "now"
CALL: Final = "call"
LATER: Final = "later"
FIND_BANDS: Final = (NOW, CALL, LATER)

FRESH_DAYS: Final = 90
STALE_DAYS: Final = 180
"""Checked within 90 days is fresh, to 180 ageing, then stale."""

TOO_YOUNG: Final = "too_young"
TOO_OLD: Final = "too_old"
PROFESSIONALS: Final = "professionals"
HIDDEN_REASONS: Final = tuple(dict.fromkeys((TOO_YOUNG, TOO_OLD, *(wanted.reason for wanted in WANTED.values()))))
"""Why an entry can be hidden; the coalition's own reason codes where there is one."""

WHY: Final = (
    "full_tonight", "temporarily_closed", "closed", "intake_closed", "inside_by_passed", "intake_open",
    "intake_round_the_clock", "intake_unknown", "referral_needed", "self_referral_unknown", "language_not_listed",
    "language_unknown", "age_unknown", "never_verified", "stale", "fits_need",
    *(f"unknown_{wanted.attribute}" for wanted in WANTED.values()),
)  # fmt: skip
"""Every reason that a verdict can give."""


class Facts(NamedTuple):
    """What decides on hiding, small enough to keep for every entry: age limits (-1 unknown) and attribute bits."""

    minimum_age: int
    maximum_age: int
    yes: int
    no: int


class Standing(NamedTuple):
    """Where an entry stands for a question: all that sorting needs."""

    band: str
    intake: str
    """yes, no or unknown at the time asked about."""
    why: tuple[str, ...]
    doubts: int
    """How many decisive things are unknown, old or not settled."""


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
    return Facts(least, most, bits[YES], bits[NO])


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
    return ""


def standing(entry: Entry, question: Question, full_tonight: AbstractSet[str] = frozenset()) -> Standing:
    """Where an entry stands; `full_tonight` holds the ids of entries that said so tonight."""
    at = question.at
    intake = YES if entry.says("intake_24h") == YES else entry.intake_hours.open_at(at)
    closed = _closed(entry, intake, at, full_tonight)
    doubts = _doubts(entry, intake, question)
    band = LATER if closed else CALL if doubts else NOW
    return Standing(band, intake, (*closed, *doubts), len(doubts))


def judge(entry: Entry, question: Question, full_tonight: AbstractSet[str] = frozenset()) -> Verdict:
    """The verdict on an entry, for one that is shown."""
    at = question.at
    stands = standing(entry, question, full_tonight)
    opening = entry.opening_hours.open_at(at)
    taken = stands.intake == YES and stands.band != LATER
    until = _intake_until(entry, at) if taken else None
    why = [*stands.why]
    if stands.band == NOW:
        why.insert(0, "intake_open" if until else "intake_round_the_clock")
    if set(question.needs) & set(entry.needs):
        why.insert(0, "fits_need")
    upcoming = _next(entry, at) if stands.band == LATER or opening == NO else None
    hidden_by = mismatch(facts_of(entry), question) if entry.audience == FOR_PERSON else PROFESSIONALS
    return Verdict(stands.band, opening, until, upcoming, tuple(why), hidden_by, stands.doubts)


def order(entry: Entry, stands: Standing, question: Question) -> tuple[int, int, int, int]:
    """How entries sort: band, fit of name or need, things unknown, age of the last check.

    Ties keep the static order. A word that means something may be a place's name as well ("women", "Hope"): an entry
    so named comes first in its band.
    """
    needs = set(question.needs)
    fit = 0 if not needs or (entry.needs and entry.needs[0] in needs) else 1 if needs & set(entry.needs) else 2
    if question.typed and any(word.startswith(question.typed) for word in entry.name_words):
        fit = -1
    return FIND_BANDS.index(stands.band), fit, stands.doubts, _freshness(entry.verified_on, question.at.date())


def usefulness(entry: Entry) -> tuple[object, ...]:
    """The static order in which services are numbered: for persons first, then by urgency of the need, something to
    call, how much is known, how lately it was checked."""
    first = min((NEEDS.index(need) for need in entry.needs), default=len(NEEDS))
    checked = -entry.verified_on.toordinal() if entry.verified_on else 0
    known = -len(entry.attributes)
    return entry.audience != FOR_PERSON, first, not entry.phones, known, checked, fold(entry.name), entry.id


def inside_by(entry: Entry, at: datetime) -> datetime | None:
    """The moment by which one must be inside, in the night that `at` belongs to (nights end at 06:00)."""
    if not entry.inside_by:
        return None
    limit = time.fromisoformat(entry.inside_by)
    day = at.date() - timedelta(days=at.time() < DAY_BEGINS) + timedelta(days=limit < DAY_BEGINS)
    return datetime.combine(day, limit, tzinfo=at.tzinfo)


def _intake_until(entry: Entry, at: datetime) -> datetime | None:
    """When taking people in ends; None stands for round the clock."""
    scheduled = None if entry.says("intake_24h") == YES else entry.intake_hours.state(at).until
    ends = [moment for moment in (scheduled, inside_by(entry, at)) if moment is not None]
    return min(ends, default=None)


def _closed(entry: Entry, intake: str, at: datetime, full: AbstractSet[str]) -> list[str]:
    """Reasons for *later*."""
    why = []
    if entry.id in full:
        why.append("full_tonight")
    if entry.temporarily_closed:
        why.append("temporarily_closed")
    limit = inside_by(entry, at)
    if limit is not None and limit <= at:
        why.append("inside_by_passed")
    elif intake == NO:
        why.append("intake_closed")
    elif intake != YES and entry.opening_hours.open_at(at) == NO:
        why.append("closed")
    return why


def _doubts(entry: Entry, intake: str, question: Question) -> list[str]:
    """Reasons for *call first*."""
    why = []
    if intake not in (YES, NO):
        why.append("intake_unknown")
    if entry.says("self_referral") != YES:
        why.append("referral_needed" if entry.says("self_referral") == NO else "self_referral_unknown")
    if question.age is not None and entry.minimum_age is None and entry.maximum_age is None:
        why.append("age_unknown")
    if question.language and question.language not in entry.languages:
        why.append("language_not_listed" if entry.languages else "language_unknown")
    for wanted in question.wanted:
        eased = wanted.eased_by and entry.says(wanted.eased_by) == YES
        if not entry.says(wanted.attribute) and not eased:
            why.append(f"unknown_{wanted.attribute}")
    days = _age_days(entry.verified_on, question.at.date())
    if days is None or days > STALE_DAYS:
        why.append("never_verified" if days is None else "stale")
    return why


def _age_days(verified_on: date | None, today: date) -> int | None:
    """Days since the last check; a check dated more than a day ahead is none."""
    if verified_on is None or (verified_on - today).days > 1:
        return None
    return max(0, (today - verified_on).days)


def _freshness(verified_on: date | None, today: date) -> int:
    days = _age_days(verified_on, today)
    return 3 if days is None else (days > FRESH_DAYS) + (days > STALE_DAYS)


def _next(entry: Entry, at: datetime) -> datetime | None:
    if entry.temporarily_closed:
        return None
    return (entry.intake_hours if entry.intake else entry.opening_hours).next_opening(at)
