# SPDX-License-Identifier: GPL-3.0-or-later
"""One import on its way in: written in pieces, compared with the last import of its source, taken over at one stroke.

What is read is committed piece by piece, so that a kill leaves a staged import that can be gone on with; the working
copy is another set of rows and changes in one transaction alone. Memory holds one piece.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from outreach_app.domain.desk import ADDED, CHANGED, CONFLICT, GONE, EntryChange, Preview
from outreach_app.domain.directory import Entry
from outreach_app.domain.directory_import import ImportOrder, Notes, Read, RowProblem, SourceTerm
from outreach_app.domain.errors import NothingStaged
from outreach_app.domain.merging import changes
from outreach_app.store.connection import Connection, Row
from outreach_app.store.desk_records import (
    IN_BLOCK,
    LISTED,
    Listed,
    Originals,
    Records,
    digest,
    encoded,
    encoded_terms,
    listed,
)
from outreach_app.store.desk_takeover import TakeOver

PIECE: Final = 4096
"""Services committed together: fewer would cost the disk's syncs, more would cost memory."""
_SAME: Final = "same"
_INTO_STAGED: Final = (
    f"INSERT INTO staged (entry_id, kind, conflicts, fresh, record, {LISTED}) VALUES (?, ?, 0, ?, ?"
    + ", ?" * len(Listed._fields)
    + ")"
)


class Staging:
    """Repository of `staging`, `staged`, `staged_held`, `staged_gone`."""

    def __init__(self, connection: Connection, records: Records) -> None:
        self._db = connection
        self._records = records

    def order(self) -> ImportOrder | None:
        """What is staged, to be gone on with; None for nothing."""
        row = self._db.one("SELECT location, form, source, mapping, modified_after, reading_point FROM staging")
        return as_order(row) if row else None

    def begin(self, order: ImportOrder, today: date) -> StagingPiece:
        """Make room for an import; what was staged before is thrown away."""
        with self._db.transaction():
            self._clear()
            mapping = json.dumps(order.mapping, ensure_ascii=False) if order.mapping is not None else ""
            self._db.run(
                "INSERT INTO staging VALUES (1, ?, ?, ?, ?, ?, '', ?, 0, 0, 0, 0, '[]')",
                (order.source, order.form, order.where, mapping, order.modified_after, today.isoformat()),
            )
        return StagingPiece(self._db, self._records)

    def go_on(self) -> StagingPiece:
        """Go on with what is staged; raises `NothingStaged`."""
        if self.order() is None:
            raise NothingStaged
        return StagingPiece(self._db, self._records)

    def known(self) -> Notes:
        """What the reading noted so far."""
        row = self._row()
        notes = Notes()
        notes.cursor, notes.partial, notes.skipped, notes.dropped = row[5], bool(row[7]), row[8], row[9]
        for problem in json.loads(row[10]):
            notes.add(*problem)
        return notes

    def preview(self) -> Preview | None:
        """The staged import in figures; None for nothing."""
        if self.order() is None:
            return None
        row = self._row()
        kinds = {
            kind: (count, conflicts, guessed)
            for kind, count, conflicts, guessed in self._db.rows(
                "SELECT kind, count(*), sum(conflicts), sum(guessed) FROM staged GROUP BY kind"
            )
        }
        counts = {kind: kinds.get(kind, (0, 0, 0)) for kind in (ADDED, CHANGED, _SAME)}
        return Preview(
            source=row[0],
            form=row[1],
            where=row[2],
            added=counts[ADDED][0],
            changed=counts[CHANGED][0],
            gone=self._db.value("SELECT count(*) FROM staged_gone"),
            conflicts=counts[CHANGED][1],
            same=counts[_SAME][0],
            skipped=row[8],
            dropped=row[9],
            guessed=sum(count[2] for count in counts.values()),
            problems=tuple(RowProblem(*problem) for problem in json.loads(row[10])),
            complete=bool(row[6]),
            partial=bool(row[7]),
        )

    def changes(self, kind: str, offset: int, limit: int) -> tuple[EntryChange, ...]:
        """Some of what an import would change, in the order of the file."""
        if kind == GONE:
            rows = self._db.rows(
                "SELECT entry_id, name FROM staged_gone JOIN entry USING (entry_id) ORDER BY sought, entry_id "
                "LIMIT ? OFFSET ?",
                (limit, offset),
            )
            return tuple(EntryChange(entry_id, name, GONE) for entry_id, name in rows)
        if kind == ADDED:
            rows = self._db.rows(
                "SELECT entry_id, name FROM staged WHERE kind = 'added' ORDER BY number LIMIT ? OFFSET ?",
                (limit, offset),
            )
            return tuple(EntryChange(entry_id, name, ADDED) for entry_id, name in rows)
        rows = self._db.rows(
            "SELECT s.entry_id, s.name, s.conflicts, s.record, e.record, e.own FROM staged AS s "
            "JOIN entry AS e USING (entry_id) WHERE s.kind = 'changed' AND (s.conflicts OR ?) "
            "ORDER BY s.number LIMIT ? OFFSET ?",
            (kind != CONFLICT, limit, offset),
        )
        return tuple(self._change(row) for row in rows)

    def discard(self) -> None:
        """Throw away what is staged."""
        with self._db.transaction():
            self._clear()

    def take_over(self) -> TakeOver:
        """The staged import, to be taken over inside the caller's transaction."""
        return TakeOver(self._db, self._records)

    def _change(self, row: Row) -> EntryChange:
        entry_id, name, conflicts, new, old, own = row
        ours = self._records.in_use(old, own) if own is not None else None
        fields = changes(self._records.entry(old), self._records.entry(new), ours)
        return EntryChange(entry_id, name, CONFLICT if conflicts else CHANGED, fields)

    def _row(self) -> Row:
        row = self._db.one(
            "SELECT source, form, location, mapping, modified_after, reading_point, complete, partial, skipped, "
            "dropped, problems FROM staging"
        )
        if row is None:
            raise NothingStaged
        return row

    def _clear(self) -> None:
        fresh = self._db.rows("SELECT record FROM staged WHERE fresh")
        self._records.drop([number for (number,) in fresh])
        for table in ("staging", "staged", "staged_held", "staged_gone"):
            self._db.run(f"DELETE FROM {table}")


def as_order(row: Row) -> ImportOrder:
    """An order from (location, form, source, mapping, modified after, cursor)."""
    where, form, source, mapping, modified_after, cursor = row
    return ImportOrder(where, form, source, json.loads(mapping) if mapping else None, modified_after, cursor)


class StagingPiece:
    """What is being read: entries go in one by one and are committed by pieces."""

    def __init__(self, connection: Connection, records: Records) -> None:
        self._db = connection
        self._records = records
        self._last_record, last_block = records.last()
        self._originals = Originals(last_block + 1)
        self._waiting: list[tuple[Entry, bytes, tuple[SourceTerm, ...]]] = []
        self._record_rows: list[tuple[int, int, int, bytes, bytes]] = []
        self._staged_rows: list[tuple[object, ...]] = []
        source = self._db.value("SELECT source FROM staging")
        self._new_source = not self._db.value("SELECT count(*) FROM source WHERE name = ?", (source,))

    def put(self, read: Read) -> None:
        """Stage one service."""
        self._waiting.append((read.entry, read.original, read.terms))
        if len(self._waiting) >= IN_BLOCK:
            self._compare()

    @property
    def full(self) -> bool:
        """Whether a piece is ready to be committed."""
        return len(self._staged_rows) >= PIECE

    def commit(self, notes: Notes) -> None:
        """Make what was put durable, with how far the reading is."""
        self._compare()
        with self._db.transaction():
            self._records.put(self._record_rows, self._originals.ready())
            self._db.run_many(_INTO_STAGED, self._staged_rows)
            self._note(notes, complete=False)
        self._record_rows.clear()
        self._staged_rows.clear()

    def finish(self, notes: Notes, *, complete: bool) -> None:
        """The reading ended (or was stopped): find what is gone and what is in conflict."""
        self.commit(notes)
        with self._db.transaction():
            self._once_each()
            self._db.run_many("INSERT OR IGNORE INTO staged_held VALUES (?)", ((held,) for held in notes.held))
            if complete and not notes.partial:
                self._find_gone()
            TakeOver(self._db, self._records).find_conflicts()
            self._note(notes, complete=complete)

    def close(self) -> None:
        """End the packing; what was not committed is forgotten."""
        self._originals.close()

    def _once_each(self) -> None:
        """Of a service that came twice (a page that was repeated) the last one counts."""
        if self._db.value("SELECT count(*) - count(DISTINCT entry_id) FROM staged"):
            earlier = "number NOT IN (SELECT max(number) FROM staged GROUP BY entry_id)"
            fresh = self._db.rows(f"SELECT record FROM staged WHERE fresh AND {earlier}")
            self._db.run(f"DELETE FROM staged WHERE {earlier}")
            self._records.drop([number for (number,) in fresh])

    def _find_gone(self) -> None:
        self._db.run("DELETE FROM staged_gone")
        self._db.run(
            "INSERT INTO staged_gone SELECT entry_id FROM entry "
            "WHERE source = (SELECT source FROM staging WHERE modified_after = '') "
            "AND gone_on IS NULL AND record IS NOT NULL AND entry_id NOT IN (SELECT entry_id FROM staged) "
            "AND entry_id NOT IN (SELECT entry_id FROM staged_held) ORDER BY entry_id"
        )

    def _note(self, notes: Notes, *, complete: bool) -> None:
        self._db.run(
            "UPDATE staging SET reading_point = ?, complete = ?, partial = ?, skipped = ?, dropped = ?, problems = ?",
            (notes.cursor, complete, notes.partial, notes.skipped, notes.dropped, _listed_problems(notes.all())),
        )

    def _compare(self) -> None:
        """Tell what is new, changed and the same; only what differs is kept a second time."""
        waiting, self._waiting = self._waiting, []
        known = self._known([entry.id for entry, _, _ in waiting])
        fresh: list[bytes] = []
        block = 0
        for entry, original, terms in waiting:
            body, packed_terms = encoded(entry), encoded_terms(terms)
            row = listed(entry, body, digest(original, packed_terms))
            last = known.get(entry.id)
            record, is_fresh = (last[0], 0) if last and last[1:3] == row[:2] else (self._next_record(), 1)
            kind = ADDED if last is None or last[3] else _SAME if last[1] == row.digest else CHANGED
            if is_fresh:
                self._record_rows.append((record, block, len(fresh), packed_terms, body))
                fresh.append(original)
            self._staged_rows.append((entry.id, kind, is_fresh, record, *row))
        if fresh:
            block = self._originals.add(fresh)
            for place in range(len(self._record_rows) - len(fresh), len(self._record_rows)):
                number, _, *rest = self._record_rows[place]
                self._record_rows[place] = (number, block, *rest)  # type: ignore[assignment]

    def _next_record(self) -> int:
        self._last_record += 1
        return self._last_record

    def _known(self, ids: Sequence[str]) -> dict[str, tuple[int, bytes, bytes, bool]]:
        """(record, digest, original's digest, set aside) of those that the working copy holds."""
        if self._new_source or not ids:
            return {}
        rows = self._db.rows(
            "SELECT entry_id, record, digest, original_digest, gone_on IS NOT NULL FROM entry "
            "WHERE record IS NOT NULL AND entry_id IN (SELECT value FROM json_each(?))",
            (json.dumps(ids),),
        )
        return {
            entry_id: (record, bytes(own) or self._digest_now(record), bytes(original), bool(gone))
            for entry_id, record, own, original, gone in rows
        }

    def _digest_now(self, record: int) -> bytes:
        """Of an entry from before there were digests."""
        return digest(encoded(self._records.entry(record)))


def _listed_problems(problems: Iterable[RowProblem]) -> str:
    return json.dumps([list(problem) for problem in problems], ensure_ascii=False, separators=(",", ":"))
