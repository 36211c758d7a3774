# SPDX-License-Identifier: GPL-3.0-or-later
"""Ages as words say them: "18 and over", "ages 12–17", "youth under 21", "mayores de 18".

Whole years, both ends inclusive. A number counts only with a word of age beside it. Ages of somebody's children, of
who comes along, and of who pays less are not the age of who is taken in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from outreach_app.domain.claims import FILLER, NEGATION, Clause
from outreach_app.domain.phrases import Found

ROLES: Final = (
    "mark", "years", "over", "older_before", "older_after", "under_before", "under_after", "up_to", "to", "unit",
    "others", "adults",
)  # fmt: skip
"""Roles of words around a number: `mark` (ages, aged), `years` (years old), `over` (over), `older_before` (at least),
`older_after` (and over), `under_before` (under), `under_after` (and under), `up_to` (up to), `to` (to, through),
`unit` (hours, days: then it is no age), `others` (with children, accompanied, discount), `adults` (adults only)."""
_YOUNGEST_ADULT: Final = 18
_OLDEST: Final = 99
_SLOTS: Final = 3
"""Words that may stand between `between the ages of` and its number."""


class Ages(NamedTuple):
    """Either end may be open (None)."""

    minimum: int | None
    maximum: int | None


def spoken_ages(clause: Clause) -> list[Ages]:
    """The ages that one sentence part names."""
    if any("others" in found.sense.ages for found in clause):
        return []
    negated = unclear = False
    result: list[Ages | None] = []
    skip = -1
    for index, found in enumerate(clause):
        unclear = unclear or (negated and bool(found.sense.topics))
        negated = negated or bool(found.sense.roles & NEGATION)
        if "adults" in found.sense.ages and not negated:
            result.append(Ages(_YOUNGEST_ADULT, None))
        if found.sense.number >= 0 and index > skip:
            ages, used = _at(clause, index, negated=negated)
            skip = index + used
            if ages is not None and not unclear:  # "no ID needed for 18 and over": the no is not about the age
                result.append(_turned(ages) if negated else ages)
    return [ages for ages in result if ages is not None]


def agreed(found: Iterable[Ages]) -> Ages:
    """All of them together; where two do not agree, nothing."""
    kept = [ages for ages in found if ages != (None, None)]
    lows = {ages.minimum for ages in kept if ages.minimum is not None}
    highs = {ages.maximum for ages in kept if ages.maximum is not None}
    if len(lows) > 1 or len(highs) > 1:
        return Ages(None, None)
    low, high = next(iter(lows), None), next(iter(highs), None)
    if low is not None and high is not None and low > high:
        return Ages(None, None)
    return Ages(low, high)


def _turned(ages: Ages) -> Ages | None:
    """What "nobody under 18" leaves: 18 and over. A range that is not taken leaves two ends: nothing is said."""
    if ages.minimum is None and ages.maximum is not None:
        return Ages(ages.maximum + 1, None)
    if ages.maximum is None and ages.minimum is not None:
        return Ages(None, ages.minimum)  # "no one over 24" takes those who are 24
    return None


def _at(clause: Clause, index: int, *, negated: bool) -> tuple[Ages | None, int]:
    """The ages that begin with the number at `index`, and how many phrases more they take."""
    number = clause[index].sense.number
    before = _touching(clause, index)
    upper = _range_end(clause, index)
    if upper:
        years = "years" in _next(clause, index + upper)
        high = clause[index + upper].sense.number
        marked = years or "mark" in before
        return (Ages(number, high) if marked and number < high <= _OLDEST else None), upper
    after = _next(clause, index)
    used = 0
    if "years" in after:
        used = 1
        after = _next(clause, index + 1) | {"years"}
    if "unit" in after:
        return None, 0
    return _one_end(number, before, after, negated=negated), used


def _one_end(number: int, before: set[str], after: set[str], *, negated: bool) -> Ages | None:
    """ "Under 18" alone is often the beginning of an exception: it counts with a word of age, or behind a no."""
    if not 1 <= number <= _OLDEST:
        return None
    sure = negated or "mark" in before or "years" in after
    if "older_after" in after or "older_before" in before or ("over" in before and sure):
        return Ages(number, None)
    if "under_after" in after:
        return Ages(None, number)
    if "under_before" in before and sure:
        return Ages(None, number - 1)
    if "up_to" in before and ("years" in after or "mark" in before):
        return Ages(None, number)
    return None


def _touching(clause: Clause, index: int) -> set[str]:
    """Roles of what stands right before a number, through `the age of` and the like."""
    found: set[str] = set()
    start = clause[index].start
    for part in reversed(clause[max(0, index - _SLOTS) : index]):
        if part.end != start or not (part.sense.ages or part.sense.roles & FILLER):
            break
        found |= part.sense.ages
        start = part.start
    return found


def _next(clause: Clause, index: int) -> set[str]:
    """Roles of what stands right after."""
    at = index + 1
    if at < len(clause) and clause[at].start == clause[index].end:
        return set(clause[at].sense.ages)
    return set()


def _range_end(clause: Sequence[Found], index: int) -> int:
    """How many phrases on the other end of a range stands: 2, or 3 as in `12 years to 17`; 0 for none."""
    if "years" in _next(clause, index) and _is_upper(clause, index + 1):
        return 3
    return 2 if _is_upper(clause, index) else 0


def _is_upper(clause: Clause, index: int) -> bool:
    if index + 2 >= len(clause) or "to" not in _next(clause, index):
        return False
    upper = clause[index + 2]
    return upper.start == clause[index + 1].end and upper.sense.number > 0
