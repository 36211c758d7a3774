# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside figures: imported counts summed by period, zone and measure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

DIMENSIONS: Final = ("month", "zone", "measure")


@dataclass(frozen=True)
class ImportedShift:
    """One imported shift in a coordinator's table."""

    shift_id: str
    revision: int
    operating_date: date
    band: str
    team: str
    device_id: str
    contacts: int
    visits: int
    items: int
    referrals: int
    minutes: int
    workers: int
    withdrawn: bool = False


@dataclass(frozen=True)
class CountRow:
    """One sum of imported counts on one operating date."""

    operating_date: date
    zone: str
    measure: str
    option: str
    reason: str
    count: int


@dataclass(frozen=True)
class ReportQuery:
    """Operating dates from `start` to `end`, both included; `by` names the dimensions kept apart."""

    start: date
    end: date
    by: tuple[str, ...] = DIMENSIONS


@dataclass(frozen=True)
class ReportRow:
    """One line of a tidy report; an empty dimension means all of it."""

    period: str
    zone: str
    measure: str
    option: str
    reason: str
    value: int


def summed(rows: Iterable[CountRow], query: ReportQuery) -> tuple[ReportRow, ...]:
    """The rows summed over every dimension that the query does not keep apart.

    Without `measure` the contacts (quick hellos and talks) are what is summed: different units never are.
    """
    totals: dict[tuple[str, str, str, str, str], int] = {}
    for row in rows:
        if "measure" not in query.by and row.measure not in {"C_BRIEF", "C_ENGAGED"}:
            continue
        period = row.operating_date.isoformat()[:7] if "month" in query.by else f"{query.start}/{query.end}"
        zone = row.zone if "zone" in query.by else ""
        cell = (row.measure, row.option, row.reason) if "measure" in query.by else ("C_TOTAL", "", "")
        key = (period, zone, *cell)
        totals[key] = totals.get(key, 0) + row.count
    return tuple(ReportRow(*key, value) for key, value in sorted(totals.items()))
