# SPDX-License-Identifier: GPL-3.0-or-later
"""What a coordinator took in: cursors, accepted statements, quarantine, and the imported shifts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from outreach_app.domain.report import CountRow, ImportedShift
from outreach_app.domain.summary import Summary
from outreach_app.domain.travel import Accepted, Cursor, own_name
from outreach_app.store.connection import Connection, Row


@dataclass(frozen=True)
class Quarantined:
    """Something refused and kept."""

    object_sha256: str
    name: str
    reason: str


class Inbox:
    """Repository of `inbox_cursor`, `accepted`, `quarantine`. Writing happens inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def cursor(self, box: str) -> Cursor | None:
        """Where reading of a box stands."""
        row = self._db.one("SELECT * FROM inbox_cursor WHERE box = ?", (box,))
        return Cursor(*row) if row else None

    def move_cursor(self, cursor: Cursor) -> None:
        """The box was read up to here."""
        self._db.run(
            "INSERT INTO inbox_cursor VALUES (?, ?, ?, ?, ?) ON CONFLICT (box) DO UPDATE SET "
            "device_id = excluded.device_id, incarnation = excluded.incarnation, "
            "last_sequence = excluded.last_sequence, head = excluded.head",
            (cursor.box, cursor.device_id, cursor.incarnation, cursor.last_sequence, cursor.head),
        )

    def accepted_head(self, box: str, sequence: int) -> str | None:
        """The statement hash accepted at this place, or None."""
        return self._text("SELECT statement_sha256 FROM accepted WHERE box = ? AND sequence = ?", (box, sequence))

    def accepted_objects(self, box: str, first: int) -> dict[int, str]:
        """sha256 of the accepted objects of a box by sequence, from `first` on."""
        rows = self._db.rows(
            "SELECT sequence, object_sha256 FROM accepted WHERE box = ? AND sequence >= ?", (box, first)
        )
        return dict(rows)

    def accept(self, item: Accepted) -> None:
        """Keep a statement as it was signed."""
        self._db.run(
            "INSERT INTO accepted VALUES (?, ?, ?, ?, ?, ?)",
            (item.box, item.sequence, item.object_sha256, item.statement_sha256, item.kind, item.signed),
        )

    def quarantine(self, object_sha256: str, name: str, reason: str, sealed: bytes) -> bool:
        """Keep a refused object with its reason; False when it was there under this name already."""
        return bool(
            self._db.run(
                "INSERT INTO quarantine VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (object_sha256, own_name(name), reason, sealed),
            ).rowcount
        )

    def quarantined(self) -> tuple[Quarantined, ...]:
        """Everything refused so far."""
        return tuple(Quarantined(*row) for row in self._db.rows("SELECT object_sha256, name, reason FROM quarantine"))

    def _text(self, sql: str, values: Sequence[object]) -> str | None:
        value = self._db.value(sql, values)
        return None if value is None else str(value)


class ImportedShifts:
    """Repository of the imported shifts: the highest revision of each shift id, exactly once."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def revision(self, shift_id: str) -> tuple[int, str, str] | None:
        """(revision, device id, statement hash) of what is counted for a shift, or None."""
        row = self._db.one(
            "SELECT revision, device_id, statement_sha256 FROM imported_shift WHERE shift_id = ?", (shift_id,)
        )
        return (row[0], row[1], row[2]) if row else None

    def put(self, summary: Summary, device_id: str, statement_sha256: str) -> None:
        """Inside the caller's transaction: this content, and no other, counts for the shift from now on."""
        shift = summary.shift
        head = shift.head
        self._db.run("DELETE FROM imported_shift WHERE shift_id = ?", (head.shift_id,))
        number = self._db.run(
            "INSERT INTO imported_shift (shift_id, revision, device_id, statement_sha256, operating_date, band, team, "
            "activity, profile_version, measure_set_version, workers, minutes, withdrawn) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                head.shift_id, shift.revision, device_id, statement_sha256, head.operating_date.isoformat(), head.band,
                head.team, head.activity, head.profile_version, head.measure_set_version, shift.workers, shift.minutes,
                int(shift.withdrawn),
            ),
        ).lastrowid  # fmt: skip
        self._db.run_many(
            "INSERT INTO imported_count VALUES (?, ?, ?, ?, ?, ?)",
            [(number, *cell, count) for cell, count in shift.counts.items()],
        )
        self._db.run_many(
            "INSERT INTO imported_breakdown VALUES (?, ?)", [(number, measure) for measure in shift.breakdowns]
        )

    def lines(self) -> tuple[ImportedShift, ...]:
        """Every imported shift, newest first."""
        rows = self._db.rows(
            """
            SELECT s.shift_id, s.revision, s.operating_date, s.band, s.team, s.device_id,
                   coalesce(sum(c.count) FILTER (WHERE c.measure IN ('C_BRIEF', 'C_ENGAGED')), 0),
                   coalesce(sum(c.count) FILTER (WHERE c.measure = 'S_STOPS'), 0),
                   coalesce(sum(c.count) FILTER (WHERE c.measure LIKE 'M\\_%' ESCAPE '\\'), 0),
                   coalesce(sum(c.count) FILTER (WHERE c.measure = 'R_*'), 0),
                   s.minutes, s.workers, s.withdrawn
            FROM imported_shift AS s LEFT JOIN imported_count AS c USING (number)
            GROUP BY s.number ORDER BY s.operating_date DESC, s.shift_id
            """
        )
        return tuple(_imported(row) for row in rows)

    def counts(self, start: date, end: date) -> tuple[CountRow, ...]:
        """Sums over the shifts whose operating date lies in [start, end], by date, zone, measure, option, reason."""
        between = (start.isoformat(), end.isoformat())
        rows = self._db.rows(
            """
            SELECT s.operating_date, c.zone, c.measure, c.option, c.reason, sum(c.count)
            FROM imported_shift AS s JOIN imported_count AS c USING (number)
            WHERE s.operating_date BETWEEN ? AND ? AND NOT s.withdrawn
            GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
            """,
            between,
        )
        effort = self._db.rows(
            """
            SELECT operating_date, '', 'S_HOURS', '', '', sum(minutes) FROM imported_shift
            WHERE operating_date BETWEEN ? AND ? AND NOT withdrawn GROUP BY 1
            UNION ALL
            SELECT operating_date, '', 'S_WORKERS', '', '', sum(workers) FROM imported_shift
            WHERE operating_date BETWEEN ? AND ? AND NOT withdrawn GROUP BY 1
            """,
            between * 2,
        )
        return tuple(CountRow(date.fromisoformat(row[0]), *row[1:]) for row in [*rows, *effort])

    def totals(self) -> tuple[int, int]:
        """(shifts, contacts) that count."""
        row = self._db.one(
            "SELECT count(DISTINCT s.number), coalesce(sum(c.count) FILTER (WHERE c.measure IN "
            "('C_BRIEF', 'C_ENGAGED')), 0) FROM imported_shift AS s LEFT JOIN imported_count AS c USING (number) "
            "WHERE NOT s.withdrawn"
        )
        return (row[0], row[1]) if row else (0, 0)


def _imported(row: Row) -> ImportedShift:
    return ImportedShift(
        shift_id=row[0],
        revision=row[1],
        operating_date=date.fromisoformat(row[2]),
        band=row[3],
        team=row[4],
        device_id=row[5],
        contacts=row[6],
        visits=row[7],
        items=row[8],
        referrals=row[9],
        minutes=row[10],
        workers=row[11],
        withdrawn=bool(row[12]),
    )
