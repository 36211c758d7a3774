# SPDX-License-Identifier: GPL-3.0-or-later
"""This laptop's own shifts: the open one's totals, changed in place, and the closed ones' content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from outreach_app.domain.codes import MAX_COUNT
from outreach_app.domain.errors import BadField, InvariantBroken, NegativeCount, NoOpenShift, ShiftIsOpen, UnknownShift
from outreach_app.domain.shift import ClosedShift, ShiftHead, ShiftLine
from outreach_app.domain.tally import Cell, Changes, Totals
from outreach_app.store.connection import Connection

RAISED: Final = 2**32
"""Added to every open count, so that it always takes six bytes and is changed in place on its page."""

_HEAD_COLUMNS: Final = "shift_id, team, operating_date, band, profile_version, measure_set_version, activity"


@dataclass(frozen=True)
class OpenRow:
    """The open shift as it lies on disk."""

    head: ShiftHead
    started: datetime
    planned_return: datetime | None
    workers: int
    totals: Totals


class OwnShifts:
    """Repository of `shift`, `shift_count`, `shift_breakdown`, `open_count`, `open_clock`."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._slots: dict[Cell, int] = {}

    def start(
        self,
        head: ShiftHead,
        cells: tuple[Cell, ...],
        *,
        started: datetime,
        planned_return: datetime | None,
        workers: int,
    ) -> None:
        """Open a shift: every total is laid down at zero, in one fixed order. Raises `ShiftIsOpen`."""
        with self._db.transaction():
            if self._db.one("SELECT 1 FROM shift WHERE content = 'open'"):
                raise ShiftIsOpen
            self._insert_shift(head, 1, "open", workers, 0)
            self._db.run_many(
                "INSERT INTO open_count VALUES (?, ?, ?, ?, ?, ?)",
                [(slot, *cell, RAISED) for slot, cell in enumerate(cells)],
            )
            planned = planned_return.isoformat() if planned_return else ""
            self._db.run("INSERT INTO open_clock VALUES (1, ?, ?)", (started.isoformat(), planned))

    def open_row(self) -> OpenRow | None:
        """The open shift, or None."""
        row = self._db.one(f"SELECT {_HEAD_COLUMNS}, workers FROM shift WHERE content = 'open'")
        if row is None:
            return None
        clock = self._db.one("SELECT started, planned_return FROM open_clock")
        if clock is None:
            raise InvariantBroken("open shift without a clock")
        planned = datetime.fromisoformat(clock[1]) if clock[1] else None
        return OpenRow(_head(row), datetime.fromisoformat(clock[0]), planned, row[7], self._open_totals())

    def record(self, changes: Changes) -> Totals:
        """One entry as one durable transaction; returns the touched totals as they now stand on disk.

        Raises `NoOpenShift`, `NegativeCount`, `BadField` (too large) with nothing changed.
        """
        slots = self._slots_by_cell()
        for cell, change in changes.items():
            if cell not in slots:
                raise InvariantBroken(f"cell {cell.name()}")
            if abs(change) > MAX_COUNT:  # nothing that large ever reaches the database's arithmetic
                raise NegativeCount(cell.name()) if change < 0 else BadField(cell.name(), "too_large")
        after: Totals = {}
        with self._db.transaction():
            for cell, change in changes.items():
                row = self._db.one(
                    "UPDATE open_count SET raised = raised + ? WHERE slot = ? AND raised + ? BETWEEN ? AND ? "
                    "RETURNING raised",
                    (change, slots[cell], change, RAISED, RAISED + MAX_COUNT),
                )
                if row is None:
                    raise NegativeCount(cell.name()) if change < 0 else BadField(cell.name(), "too_large")
                after[cell] = row[0] - RAISED
        return after

    def close(self, shift: ClosedShift) -> None:
        """Keep the content, sorted, and empty the open shift's tables, the clock among them."""
        with self._db.transaction():
            self._db.run(
                "UPDATE shift SET content = 'closed', workers = ?, minutes = ? WHERE shift_id = ? AND content = 'open'",
                (shift.workers, shift.minutes, shift.head.shift_id),
            )
            self._insert_counts(shift)
            self._db.run("DELETE FROM open_count")
            self._db.run("DELETE FROM open_clock")
            self._slots.clear()

    def add_closed(self, shift: ClosedShift) -> None:
        """Inside the caller's transaction: a whole shift at once, as from paper slips."""
        self._insert_shift(shift.head, shift.revision, "closed", shift.workers, shift.minutes)
        self._insert_counts(shift)

    def closed(self, shift_id: str) -> ClosedShift:
        """The newest revision's content; raises `UnknownShift` (also for the open one)."""
        row = self._db.one(
            f"SELECT {_HEAD_COLUMNS}, workers, minutes, revision, content FROM shift "
            "WHERE shift_id = ? AND content <> 'open' ORDER BY revision DESC LIMIT 1",
            (shift_id,),
        )
        if row is None:
            raise UnknownShift(shift_id)
        revision = row[9]
        counts = self._db.rows(
            "SELECT zone, measure, option, reason, count FROM shift_count WHERE shift_id = ? AND revision = ?",
            (shift_id, revision),
        )
        present = self._db.rows(
            "SELECT measure FROM shift_breakdown WHERE shift_id = ? AND revision = ?", (shift_id, revision)
        )
        return ClosedShift(
            _head(row),
            row[7],
            row[8],
            {Cell(*count[:4]): count[4] for count in counts},
            frozenset(name for (name,) in present),
            revision,
            row[10] == "withdrawn",
        )

    def mark_submitted(self, shift: ClosedShift) -> None:
        """Inside the caller's transaction: the content is sealed and queued; what was left out is left out here too."""
        key = (shift.head.shift_id, shift.revision)
        self._db.run("UPDATE shift SET content = 'submitted' WHERE shift_id = ? AND revision = ?", key)
        self._db.run("DELETE FROM shift_count WHERE shift_id = ? AND revision = ?", key)
        self._db.run("DELETE FROM shift_breakdown WHERE shift_id = ? AND revision = ?", key)
        self._insert_counts(shift)

    def lines(self) -> tuple[ShiftLine, ...]:
        """Every shift's newest revision, newest date first."""
        rows = self._db.rows(
            """
            SELECT s.shift_id, s.revision, s.operating_date, s.band, s.team, s.content,
                   coalesce((SELECT o.delivery FROM outbox AS o
                             WHERE o.shift_id = s.shift_id AND o.revision = s.revision), 'none'),
                   coalesce((SELECT sum(c.count) FROM shift_count AS c
                             WHERE c.shift_id = s.shift_id AND c.revision = s.revision
                               AND c.measure IN ('C_BRIEF', 'C_ENGAGED')), 0)
            FROM shift AS s
            WHERE s.revision = (SELECT max(r.revision) FROM shift AS r WHERE r.shift_id = s.shift_id)
            ORDER BY s.operating_date DESC, s.shift_id
            """
        )
        open_contacts = self._db.value(
            "SELECT coalesce(sum(raised - ?), 0) FROM open_count WHERE measure IN ('C_BRIEF', 'C_ENGAGED')", (RAISED,)
        )
        return tuple(
            ShiftLine(
                row[0], row[1], date.fromisoformat(row[2]), row[3], row[4], row[5], row[6], "none",
                open_contacts if row[5] == "open" else row[7],
            )
            for row in rows
        )  # fmt: skip

    def last_crew(self) -> tuple[str, int] | None:
        """(team, workers) of the newest shift, to fill the next one in."""
        row = self._db.one("SELECT team, workers FROM shift ORDER BY operating_date DESC, shift_id LIMIT 1")
        return (row[0], row[1]) if row else None

    def last_visits(self) -> Mapping[str, date]:
        """The newest operating date with a visit, per zone code."""
        rows = self._db.rows(
            "SELECT c.zone, max(s.operating_date) FROM shift_count AS c JOIN shift AS s USING (shift_id, revision) "
            "WHERE c.measure = 'S_STOPS' AND c.count > 0 GROUP BY c.zone"
        )
        return {zone: date.fromisoformat(day) for zone, day in rows}

    def _open_totals(self) -> Totals:
        rows = self._db.rows("SELECT zone, measure, option, reason, raised FROM open_count ORDER BY slot")
        return {Cell(*row[:4]): row[4] - RAISED for row in rows}

    def _slots_by_cell(self) -> dict[Cell, int]:
        if not self._slots:
            rows = self._db.rows("SELECT zone, measure, option, reason, slot FROM open_count")
            self._slots = {Cell(*row[:4]): row[4] for row in rows}
        if not self._slots:
            raise NoOpenShift
        return self._slots

    def _insert_shift(self, head: ShiftHead, revision: int, content: str, workers: int, minutes: int) -> None:
        self._db.run(
            "INSERT INTO shift (shift_id, revision, content, operating_date, band, team, activity, profile_version, "
            "measure_set_version, workers, minutes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                head.shift_id, revision, content, head.operating_date.isoformat(), head.band, head.team, head.activity,
                head.profile_version, head.measure_set_version, workers, minutes,
            ),
        )  # fmt: skip

    def _insert_counts(self, shift: ClosedShift) -> None:
        key = (shift.head.shift_id, shift.revision)
        self._db.run_many(
            "INSERT INTO shift_count VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(*key, *cell, count) for cell, count in sorted(shift.counts.items())],
        )
        self._db.run_many(
            "INSERT INTO shift_breakdown VALUES (?, ?, ?)", [(*key, measure) for measure in sorted(shift.breakdowns)]
        )


def _head(row: tuple[object, ...]) -> ShiftHead:
    shift_id, team, day, band, profile, measures, activity = row[:7]
    return ShiftHead(
        shift_id=str(shift_id),
        team=str(team),
        operating_date=date.fromisoformat(str(day)),
        band=str(band),
        profile_version=int(str(profile)),
        measure_set_version=int(str(measures)),
        activity=str(activity),
    )
