# SPDX-License-Identifier: GPL-3.0-or-later
"""What calls showed of listings: FULL tonight, reports that wait, and reports that came in.

A row's place on its page would tell when it was written; so what this laptop holds itself is written anew each time,
in the order of its key.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from outreach_app.domain.listing import ListingKey, ListingLine
from outreach_app.store.connection import Connection


class Listings:
    """Repository of `full_tonight`, `listing_waiting`, `listing_received`; inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def full(self) -> dict[str, date]:
        """Entries that were full, with the night they were it in."""
        rows = self._db.rows("SELECT entry_id, operating_date FROM full_tonight")
        return {entry_id: date.fromisoformat(night) for entry_id, night in rows}

    def set_full(self, full: Mapping[str, date]) -> None:
        """Hold these, and no others."""
        self._db.run("DELETE FROM full_tonight")
        rows = [(entry_id, full[entry_id].isoformat()) for entry_id in sorted(full)]
        self._db.run_many("INSERT INTO full_tonight VALUES (?, ?)", rows)

    def waiting(self) -> dict[ListingKey, int]:
        """Reports of this laptop that were not sealed yet."""
        return {ListingKey(entry_id, code, day): count for entry_id, code, day, count in self._rows("listing_waiting")}

    def set_waiting(self, waiting: Mapping[ListingKey, int]) -> None:
        """Hold these, and no others."""
        self._db.run("DELETE FROM listing_waiting")
        self._db.run_many("INSERT INTO listing_waiting VALUES (?, ?, ?, ?)", _texts(waiting))

    def receive(self, rows: Mapping[ListingKey, int]) -> None:
        """Add what another laptop reported."""
        self._db.run_many(
            "INSERT INTO listing_received VALUES (?, ?, ?, ?) ON CONFLICT (entry_id, code, operating_date) "
            "DO UPDATE SET count = count + excluded.count",
            _texts(rows),
        )

    def received(self) -> tuple[ListingLine, ...]:
        """Everything reported, by entry, code and date."""
        return tuple(ListingLine(*row) for row in self._rows("listing_received"))

    def _rows(self, table: str) -> list[tuple[str, str, date, int]]:
        rows = self._db.rows(
            f"SELECT entry_id, code, operating_date, count FROM {table} ORDER BY entry_id, code, operating_date"
        )
        return [(entry_id, code, date.fromisoformat(day), count) for entry_id, code, day, count in rows]


def _texts(rows: Mapping[ListingKey, int]) -> list[tuple[str, str, str, int]]:
    return [(key.entry_id, key.code, key.operating_date.isoformat(), rows[key]) for key in sorted(rows)]
