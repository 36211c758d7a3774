# SPDX-License-Identifier: GPL-3.0-or-later
"""In which order the entries that a question finds are shown.

Within a band: as typed before read differently, by name, by how well the need fits, by what is unknown, by how lately
it was checked, near before elsewhere; then the static order of usefulness in which a release numbers its entries.
"""

from __future__ import annotations

from datetime import date
from operator import and_
from typing import Final

from outreach_app.domain.directory import Entry
from outreach_app.domain.finding import FIND_BANDS, FRESH_DAYS, STALE_DAYS, Standing, age_days
from outreach_app.domain.question import Question, TypedWord

WHOLE_NAME: Final = 0
BEGUN_NAME: Final = 1
PART_OF_NAME: Final = 2
NO_NAME: Final = 3
"""How what was typed meets an entry's names: each word as it stands, each as a beginning, one of them, none."""

NEAR: Final = 0
ELSEWHERE: Final = 1
NEAR_UNKNOWN: Final = 2

Rank = tuple[int, int, int, int, int, int, int]
"""Sorting: band, read differently, name, fit of the need, doubts, age of the last check, nearness."""


def order(entry: Entry, stands: Standing, question: Question, *, corrected: bool = False) -> Rank:
    """How entries sort; ties keep the static order.

    `corrected` entries are found by reading a typed word differently: they come after the others of their band.
    """
    return (
        FIND_BANDS.index(stands.band),
        int(corrected),
        name_match(entry, question),
        fit(entry.needs, question),
        stands.doubts,
        freshness(entry.verified_on, question.at.date()),
        nearness(entry.postal_codes, question),
    )


def name_match(entry: Entry, question: Question) -> int:
    """How what was typed meets the names of an entry and its organization.

    A word that means something may be a place's name as well ("women", "Hope"). Only a word for a need, alone, says
    nothing of a place that does not answer that need: "bed" does not mean the Bed Outlet.
    """
    typed = question.typed
    if not typed:
        return NO_NAME
    line = entry.name_line
    begun = [_begun(one, line) for one in typed]
    if not any(begun):
        return NO_NAME
    counts = [not one.need or one.need in entry.needs for one in typed]
    if all(begun) and (len(typed) > 1 or counts[0]):
        return WHOLE_NAME if all(_whole(one, line) for one in typed) else BEGUN_NAME
    return PART_OF_NAME if any(map(and_, begun, counts)) else NO_NAME


def _whole(one: TypedWord, line: str) -> bool:
    return any(f" {word} " in line for word in one.readings)


def _begun(one: TypedWord, line: str) -> bool:
    return any(f" {word}" in line for word in one.readings)


def fit(needs: tuple[str, ...], question: Question) -> int:
    """0 where the first need is asked for (or none is), 1 where another is, 2 where none is."""
    if not question.needs or (needs and needs[0] in question.needs):
        return 0
    return 2 if set(question.needs).isdisjoint(needs) else 1


def nearness(postal_codes: tuple[str, ...], question: Question) -> int:
    """Whether the place serves where the question is asked; unknown comes last."""
    if not question.near_codes:
        return NEAR
    if not postal_codes:
        return NEAR_UNKNOWN
    return ELSEWHERE if question.near_codes.isdisjoint(postal_codes) else NEAR


def freshness(verified_on: date | None, today: date) -> int:
    """0 checked within 90 days, 1 ageing, 2 stale, 3 never."""
    days = age_days(verified_on, today)
    return 3 if days is None else (days > FRESH_DAYS) + (days > STALE_DAYS)
