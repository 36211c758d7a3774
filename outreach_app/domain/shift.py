# SPDX-License-Identifier: GPL-3.0-or-later
"""A shift: its head, its open clock, its closed content, and the three axes of its state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from outreach_app.domain.codes import (
    AGE,
    GENDER,
    LANGUAGE,
    LOOKED_GENDERS,
    NOT_MET,
    REFERRED,
)
from outreach_app.domain.errors import Unbalanced, UnknownTeam
from outreach_app.domain.profile import Profile
from outreach_app.domain.reading import as_count
from outreach_app.domain.tally import Cell, Totals, contacts

MOST_WORKERS: Final = 100
MOST_MINUTES: Final = 48 * 60
"""Bounds of a shift's effort; a laptop that stood open over a weekend proposes more, and is asked."""
BREAKDOWNS: Final = (AGE, GENDER, LANGUAGE, REFERRED, NOT_MET)


@dataclass(frozen=True)
class ShiftHead:
    """What is fixed about a shift; `shift_id` is 128 random bits as hex."""

    shift_id: str
    team: str
    operating_date: date
    band: str
    profile_version: int
    measure_set_version: int
    activity: str = "street"


@dataclass(frozen=True)
class OpenShift:
    """The open shift as the pad shows it. The clock times never leave the vault and go at closing."""

    head: ShiftHead
    profile: Profile
    started: datetime
    planned_return: datetime | None
    workers: int
    totals: Totals
    resumed: bool = False
    """Found open at unlocking: the page says so."""


@dataclass(frozen=True)
class ClosedShift:
    """A shift's content: separate totals and nothing crossed. `minutes` are rounded to 15."""

    head: ShiftHead
    workers: int
    minutes: int
    counts: Mapping[Cell, int] = field(default_factory=dict)
    breakdowns: frozenset[str] = frozenset()
    """Shift-level breakdowns that are reported; one that is absent was not counted, which is not zero."""
    revision: int = 1
    withdrawn: bool = False

    @property
    def contacts(self) -> int:
        """Quick hellos and talks."""
        return contacts(self.counts)

    def zones(self) -> tuple[str, ...]:
        """Zones that were visited or counted in, sorted by code."""
        return tuple(sorted({cell.zone for cell, count in self.counts.items() if cell.zone and count}))


@dataclass(frozen=True)
class ShiftLine:
    """One shift in a list: the three axes stand apart."""

    shift_id: str
    revision: int
    operating_date: date
    band: str
    team: str
    content: str
    delivery: str
    review: str
    contacts: int


def check(shift: ClosedShift, profile: Profile) -> None:
    """What cannot be true is refused, with the field; raises `UnknownTeam`, `Unbalanced`, `BadField`."""
    as_count(shift.workers, "workers", most=MOST_WORKERS)
    as_count(shift.minutes, "minutes", most=MOST_MINUTES)
    if not profile.has_team(shift.head.team):
        raise UnknownTeam("team", shift.head.team)
    people = shift.contacts
    ages = [count for cell, count in shift.counts.items() if cell.measure == AGE]
    if AGE in shift.breakdowns and sum(ages) != people:
        raise Unbalanced("age", sum(ages), people)
    looked = [count for cell, count in shift.counts.items() if cell.measure == GENDER and cell.option in LOOKED_GENDERS]
    if GENDER in shift.breakdowns and sum(looked) != people:
        raise Unbalanced("gender", sum(looked), people)
    told = sum(c for cell, c in shift.counts.items() if cell.measure == GENDER and cell.option not in LOOKED_GENDERS)
    spoken = sum(count for cell, count in shift.counts.items() if cell.measure == LANGUAGE)
    for name, total in (("gender.trans_nonbinary", told), ("language", spoken)):
        if total > people:
            raise Unbalanced(name, total, people)
    _check_subsets(shift, profile)


def _check_subsets(shift: ClosedShift, profile: Profile) -> None:
    totals: dict[str, int] = {}
    for cell, count in shift.counts.items():
        totals[cell.measure] = totals.get(cell.measure, 0) + count
    for measure in profile.measure_set.at_level("shift"):
        if not measure.subset_of or measure.code in BREAKDOWNS:
            continue
        whole = shift.contacts if measure.subset_of == "C_TOTAL" else totals.get(measure.subset_of, 0)
        if totals.get(measure.code, 0) > whole:
            raise Unbalanced(f"measures.{measure.code}", totals[measure.code], whole)


def is_breakdown(cell: Cell) -> bool:
    """Whether a total says something about the people met or what they asked for."""
    return cell.measure in BREAKDOWNS or (not cell.zone and cell.measure.startswith("R_"))


def without_breakdowns(shift: ClosedShift) -> ClosedShift:
    """The same shift with age, gender, language, referrals and needs not met left out, as one unit."""
    kept = {cell: count for cell, count in shift.counts.items() if not is_breakdown(cell)}
    return replace(shift, counts=kept, breakdowns=frozenset())
