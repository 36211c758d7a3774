# SPDX-License-Identifier: GPL-3.0-or-later
"""Separate totals: which cells a shift can count, and how an entry changes them.

A contact leaves no record of its own: it adds one to several totals. Nothing here knows an order of taps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from outreach_app.domain.codes import (
    AGE,
    AGES,
    BANDS,
    CONTACT_MEASURES,
    GENDER,
    GENDERS,
    LANGUAGE,
    MAX_COUNT,
    MINUTES,
    NEEDS,
    NOT_MET,
    REASONS,
    REFERRED,
    UNKNOWN,
    VISITS,
    WORKERS,
)
from outreach_app.domain.errors import BadField, InvariantBroken, NegativeCount
from outreach_app.domain.measures import Measure
from outreach_app.domain.profile import Profile

LANGUAGES = ("es", "zh", "vi", "ko", "ar", "fr", "pt", "ru", "so", "tl", "other")
"""Languages a shift can count, ISO 639 codes, the rest together: small counts per language name a person."""


class Cell(NamedTuple):
    """One total. Zone cells: zone, measure and, for visits, the band as option. Shift cells: zone empty."""

    zone: str
    measure: str
    option: str = ""
    reason: str = ""

    def name(self) -> str:
        """The cell as a person can find it in a form: `Z01.C_BRIEF`, `U_*.shelter.full`."""
        return ".".join(part for part in self if part)


Changes = Mapping[Cell, int]
Totals = dict[Cell, int]


def cells(profile: Profile) -> tuple[Cell, ...]:
    """Every total that a shift under this profile can hold, in one fixed order."""
    found = [
        cell
        for zone in profile.active_zones
        for measure in profile.measure_set.at_level("zone")
        for cell in _zone_cells(zone.code, measure)
    ]
    for measure in profile.measure_set.at_level("shift"):
        found.extend(_shift_cells(measure))
    return tuple(sorted(found))


def _zone_cells(zone: str, measure: Measure) -> Iterable[Cell]:
    if measure.code == VISITS:
        return [Cell(zone, VISITS, band) for band in BANDS]
    return [Cell(zone, measure.code)]


def _shift_cells(measure: Measure) -> Iterable[Cell]:
    if measure.code in {MINUTES, WORKERS}:
        return []  # minutes and workers stand in the shift's head, not in a total
    options = {REFERRED: NEEDS, AGE: AGES, GENDER: GENDERS, LANGUAGE: LANGUAGES}.get(measure.code)
    if measure.code == NOT_MET:
        return [Cell("", NOT_MET, need, reason) for need in NEEDS for reason in REASONS]
    if options is not None:
        return [Cell("", measure.code, option) for option in options]
    return [Cell("", measure.code)]


def contacts(totals: Mapping[Cell, int]) -> int:
    """Quick hellos and talks over all zones."""
    return sum(count for cell, count in totals.items() if cell.measure in CONTACT_MEASURES)


def measure_total(totals: Mapping[Cell, int], measure: str, *, zone: str = "") -> int:
    """The sum of one measure's cells, over all zones or in one."""
    return sum(count for cell, count in totals.items() if cell.measure == measure and zone in {"", cell.zone})


def apply(totals: Mapping[Cell, int], changes: Changes) -> Totals:
    """The totals after an entry; raises `NegativeCount`, `BadField` (too large), nothing half done."""
    after = dict(totals)
    for cell, change in changes.items():
        if cell not in after:
            raise InvariantBroken(f"cell {cell.name()}")
        after[cell] += change
        if after[cell] < 0:
            raise NegativeCount(cell.name())
        if after[cell] > MAX_COUNT:
            raise BadField(cell.name(), "too_large")
    return after


def inverse(changes: Changes) -> Totals:
    """What takes an entry back."""
    return {cell: -change for cell, change in changes.items()}


def merged(*entries: Changes) -> Totals:
    """Several changes as one, cells that cancel out left away."""
    total: Totals = {}
    for entry in entries:
        for cell, change in entry.items():
            total[cell] = total.get(cell, 0) + change
    return {cell: change for cell, change in total.items() if change}


def age_cell(age: str = UNKNOWN) -> Cell:
    """The shift's total of one looked age."""
    return Cell("", AGE, age)
