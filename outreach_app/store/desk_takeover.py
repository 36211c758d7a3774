# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking a staged import over: references move in one transaction; edited entries alone are put together one by one."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import date
from typing import Final, NamedTuple

from outreach_app.domain.directory import Entry
from outreach_app.domain.merging import Merged, edited_fields, merge
from outreach_app.store.connection import Connection
from outreach_app.store.desk_records import LISTED, Listed, Records, encoded, listed

_LEFT: Final = "(SELECT value FROM json_each(:leave))"
_MOVED: Final = ", ".join(f"{name} = s.{name}" for name in ("record", *Listed._fields))


class _Edited(NamedTuple):
    """An entry that both a source and a coordinator changed."""

    number: int
    """Of its staged row."""
    entry_id: str
    old: int
    new: int
    own: bytes


class TakeOver:
    """Works inside the caller's transaction."""

    def __init__(self, connection: Connection, records: Records) -> None:
        self._db = connection
        self._records = records

    def find_conflicts(self) -> None:
        """Mark the staged rows whose changes a coordinator's edits contradict."""
        for edited in self._edited(frozenset()):
            self._db.run(
                "UPDATE staged SET conflicts = ? WHERE number = ?",
                (bool(self._merged(edited).conflicts), edited.number),
            )

    def run(self, leave: Collection[str], today: date, *, remove_gone: bool) -> tuple[int, int, int]:
        """Take everything over but what is left; returns how many were added, changed and set aside."""
        left = json.dumps(sorted(leave))
        self._source(today, whole=not leave)
        counts: dict[str, int] = dict(
            self._db.rows(
                f"SELECT kind, count(*) FROM staged WHERE entry_id NOT IN {_LEFT} GROUP BY kind", {"leave": left}
            )
        )
        unused = self._unused(left)
        for edited in self._edited(leave):
            self._put_together(edited)
        self._move(left)
        gone = self._set_aside(left, today) if remove_gone else 0
        self._records.drop(unused)
        for table in ("staging", "staged", "staged_held", "staged_gone"):
            self._db.run(f"DELETE FROM {table}")
        return counts.get("added", 0), counts.get("changed", 0), gone

    def _source(self, today: date, *, whole: bool) -> None:
        self._db.run(
            "INSERT INTO source (name, form, imported_on, location, mapping, reached) "
            "SELECT source, form, ?, location, mapping, iif(complete AND ?, begun_on, '') FROM staging WHERE true "
            "ON CONFLICT (name) DO UPDATE SET form = excluded.form, imported_on = excluded.imported_on, "
            "location = excluded.location, mapping = excluded.mapping, "
            "reached = iif(excluded.reached = '', reached, excluded.reached)",
            (today.isoformat(), whole),
        )

    def _unused(self, leave: str) -> list[int]:
        """Records that nobody names any more afterwards."""
        rows = self._db.rows(
            "SELECT e.record FROM staged AS s JOIN entry AS e USING (entry_id) "
            f"WHERE s.fresh AND e.record IS NOT NULL AND s.entry_id NOT IN {_LEFT} "
            f"UNION ALL SELECT record FROM staged WHERE fresh AND entry_id IN {_LEFT}",
            {"leave": leave},
        )
        return [number for (number,) in rows]

    def _edited(self, leave: Collection[str]) -> Iterator[_Edited]:
        own = self._db.rows("SELECT entry_id FROM entry WHERE own IS NOT NULL")
        wanted = [entry_id for (entry_id,) in own if entry_id not in leave]
        if not wanted:
            return
        rows = self._db.rows(
            "SELECT s.number, s.entry_id, e.record, s.record, e.own FROM staged AS s JOIN entry AS e USING (entry_id) "
            "WHERE s.fresh AND e.record IS NOT NULL AND s.entry_id IN (SELECT value FROM json_each(?))",
            (json.dumps(wanted),),
        )
        for row in rows:
            yield _Edited(*row)

    def _merged(self, edited: _Edited) -> Merged:
        base, theirs = self._records.entry(edited.old), self._records.entry(edited.new)
        return merge(base, theirs, self._records.in_use(edited.old, edited.own))

    def _put_together(self, edited: _Edited) -> None:
        """Ours stays where both changed; a conflict that was there stays until the two agree."""
        merged = self._merged(edited)
        self._db.run_many(
            "INSERT OR REPLACE INTO conflict VALUES (?, ?, ?)",
            [(edited.entry_id, key, json.dumps(value)) for key, value in merged.conflicts.items()],
        )
        self._db.run(
            "UPDATE entry SET record = s.record, digest = s.digest, original_digest = s.original_digest, "
            "gone_on = NULL FROM staged AS s WHERE s.entry_id = entry.entry_id AND s.number = ?",
            (edited.number,),
        )
        keep_edited(self._db, self._records, merged.entry, edited.new)

    def _move(self, leave: str) -> None:
        self._db.run(
            f"UPDATE entry SET {_MOVED}, gone_on = NULL FROM staged AS s WHERE s.entry_id = entry.entry_id "
            f"AND entry.own IS NULL AND (s.fresh OR entry.gone_on IS NOT NULL) AND s.entry_id NOT IN {_LEFT}",
            {"leave": leave},
        )
        self._db.run(
            f"UPDATE entry SET gone_on = NULL WHERE gone_on IS NOT NULL AND entry_id IN "
            f"(SELECT entry_id FROM staged) AND entry_id NOT IN {_LEFT}",
            {"leave": leave},
        )
        self._db.run(
            f"INSERT INTO entry (entry_id, source, record, {LISTED}) "
            f"SELECT s.entry_id, (SELECT source FROM staging), s.record, {', '.join('s.' + n for n in Listed._fields)} "
            "FROM staged AS s LEFT JOIN entry AS e USING (entry_id) "
            f"WHERE e.entry_id IS NULL AND s.entry_id NOT IN {_LEFT} ORDER BY s.entry_id",
            {"leave": leave},
        )

    def _set_aside(self, leave: str, today: date) -> int:
        return int(
            self._db.run(
                "UPDATE entry SET gone_on = :today WHERE entry_id IN (SELECT entry_id FROM staged_gone) "
                f"AND entry_id NOT IN {_LEFT}",
                {"leave": leave, "today": today.isoformat()},
            ).rowcount
        )


def keep_edited(connection: Connection, records: Records, entry: Entry, record: int | None) -> None:
    """Write an entry as a coordinator left it, inside the caller's transaction.

    Where it is again as its source gave it, it is no longer edited; conflicts in fields that agree again are settled.
    `record` is what its source gave, None for an entry of our own.
    """
    differing = edited_fields(records.entry(record), entry) if record is not None else ()
    own = encoded(entry) if differing or record is None else None
    row = listed(entry, b"", b"")
    connection.run(
        "UPDATE entry SET own = ?, sought = ?, name = ?, organization = ?, verified_on = ?, guessed = ?, "
        "confidential = ? WHERE entry_id = ?",
        (own, *row[2:], entry.id),
    )
    connection.run(
        "DELETE FROM conflict WHERE entry_id = ? AND field NOT IN (SELECT value FROM json_each(?))",
        (entry.id, json.dumps(differing)),
    )
