# SPDX-License-Identifier: GPL-3.0-or-later
"""The working copy entry by entry: lists, one entry with its history, edits, checks, conflicts, recalls."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Final

from outreach_app.domain.desk import OWN_SOURCE, THEIRS, Conflict, DeskEntry, DeskLine, DeskPage
from outreach_app.domain.directory import Entry
from outreach_app.domain.errors import UnknownEntry
from outreach_app.domain.merging import Fact, as_set_by_a_person, edited_fields, facts_of, with_fact
from outreach_app.store.connection import Connection, Row
from outreach_app.store.desk_records import LISTED, Records, encoded, listed, sought
from outreach_app.store.desk_takeover import keep_edited

_SHOWN: Final = {
    "all": "gone_on IS NULL",
    "edited": "gone_on IS NULL AND own IS NOT NULL",
    "recalled": "recalled_on IS NOT NULL",
    "guessed": "gone_on IS NULL AND guessed",
    "never_verified": "gone_on IS NULL AND verified_on = ''",
    "gone": "gone_on IS NOT NULL",
    "conflict": "entry_id IN (SELECT entry_id FROM conflict)",
}
_LINE: Final = (
    "entry_id, name, organization, source, verified_on, recalled_on IS NOT NULL, own IS NOT NULL, "
    "gone_on IS NOT NULL, guessed, confidential"
)
IN_USE: Final = "gone_on IS NULL AND recalled_on IS NULL"
"""What is published."""


class WorkingEntries:
    """Repository of `entry` and `conflict`; each writing is one transaction."""

    def __init__(self, connection: Connection, records: Records) -> None:
        self._db = connection
        self._records = records

    def lines(self, text: str, show: str, offset: int, limit: int) -> DeskPage:
        """Lines whose name or organisation holds every word of `text`, in order of name."""
        where, values = _SHOWN[show], []
        for word in sought(text).split():
            where += " AND instr(sought, ?)"
            values.append(word)
        total = self._db.value(f"SELECT count(*) FROM entry WHERE {where}", values)
        rows = self._db.rows(
            f"SELECT {_LINE} FROM entry WHERE entry_id IN (SELECT entry_id FROM entry WHERE {where} "
            "ORDER BY sought, entry_id LIMIT ? OFFSET ?) ORDER BY sought, entry_id",
            (*values, limit, offset),
        )
        return DeskPage(tuple(_line(row) for row in rows), total)

    def one(self, entry_id: str) -> DeskEntry:
        """One entry; raises `UnknownEntry`."""
        source, record, own, recalled_on, gone_on = self._row(entry_id)
        entry = self._records.in_use(record, own)
        imported = self._records.entry(record) if record is not None else None
        return DeskEntry(
            entry=entry,
            source=source,
            imported=imported,
            edited=edited_fields(imported, entry) if imported is not None and own is not None else (),
            conflicts=self._conflicts(entry),
            recalled_on=_day(recalled_on),
            gone_on=_day(gone_on),
        )

    def save(self, entry: Entry, today: date) -> None:
        """Keep a local edit; an id that is not there yet is an entry of our own."""
        with self._db.transaction():
            row = self._db.one("SELECT record, own FROM entry WHERE entry_id = ?", (entry.id,))
            if row is None:
                self._add(as_set_by_a_person(entry, None), today)
            else:
                before = self._records.in_use(*row)
                kept = as_set_by_a_person(entry, before)
                self._settle_changed(before, kept)
                keep_edited(self._db, self._records, kept, row[0])
            self.changed()

    def settle(self, entry_id: str, key: str, take: str) -> None:
        """Settle a conflict with our value or with theirs; raises `UnknownEntry`."""
        with self._db.transaction():
            _, record, own, *_ = self._row(entry_id)
            text = self._db.value("SELECT theirs FROM conflict WHERE entry_id = ? AND field = ?", (entry_id, key))
            self._db.run("DELETE FROM conflict WHERE entry_id = ? AND field = ?", (entry_id, key))
            if take == THEIRS and text is not None:
                entry = self._records.in_use(record, own)
                theirs = self._theirs(record, key, json.loads(text))
                keep_edited(self._db, self._records, with_fact(entry, key, theirs), record)
            self.changed()

    def recall(self, entry_id: str, day: date | None) -> None:
        """Recall an entry, or with None take that (and its being set aside) back; raises `UnknownEntry`."""
        with self._db.transaction():
            self._row(entry_id)
            if day is None:
                self._db.run("UPDATE entry SET recalled_on = NULL, gone_on = NULL WHERE entry_id = ?", (entry_id,))
            else:
                self._db.run("UPDATE entry SET recalled_on = ? WHERE entry_id = ?", (day.isoformat(), entry_id))
            self.changed()

    def recalled(self) -> frozenset[str]:
        """Ids of everything recalled."""
        return frozenset(row[0] for row in self._db.rows("SELECT entry_id FROM entry WHERE recalled_on IS NOT NULL"))

    def some(self, ids: Sequence[str]) -> tuple[Entry, ...]:
        """Those of these entries that would be published, in order of name."""
        rows = self._db.rows(
            f"SELECT record, own FROM entry WHERE {IN_USE} AND entry_id IN (SELECT value FROM json_each(?)) "
            "ORDER BY sought, entry_id",
            (json.dumps(list(ids)),),
        )
        return tuple(self._records.in_use(*row) for row in rows)

    def to_check(self, stale: date, ageing: date, limit: int) -> tuple[tuple[Entry, str], ...]:
        """(entry, why) of what should be checked: never, before `stale`, guessed in part, before `ageing`."""
        days = {"stale": stale.isoformat(), "ageing": ageing.isoformat(), "limit": limit}
        rows = self._db.rows(
            "SELECT record, own, CASE WHEN verified_on = '' THEN 'never' WHEN verified_on < :stale THEN 'stale' "
            f"WHEN guessed THEN 'guessed' ELSE 'ageing' END AS why FROM entry WHERE {IN_USE} "
            "AND (guessed OR verified_on < :ageing) "
            "ORDER BY CASE why WHEN 'never' THEN 0 WHEN 'stale' THEN 1 WHEN 'guessed' THEN 2 ELSE 3 END, "
            "verified_on, guessed DESC, sought, entry_id LIMIT :limit",
            days,
        )
        return tuple((self._records.in_use(record, own), why) for record, own, why in rows)

    def count(self) -> int:
        """How many would be published."""
        return int(self._db.value(f"SELECT count(*) FROM entry WHERE {IN_USE}"))

    def bodies_after(self, entry_id: str, limit: int) -> list[tuple[str, bytes]]:
        """(id, bytes) of entries to be published, in order of id from behind `entry_id`."""
        rows = self._db.rows(
            "SELECT entry_id, coalesce(own, (SELECT body FROM record WHERE number = record)) FROM entry "
            f"WHERE {IN_USE} AND entry_id > ? ORDER BY entry_id LIMIT ?",
            (entry_id, limit),
        )
        return [(row[0], bytes(row[1])) for row in rows]

    def originals_after(self, entry_id: str, limit: int) -> list[tuple[Entry, bytes]]:
        """(entry, original) of what would be published, in order of id; an own entry's original is empty."""
        rows = self._db.rows(
            f"SELECT record, own FROM entry WHERE {IN_USE} AND entry_id > ? ORDER BY entry_id LIMIT ?",
            (entry_id, limit),
        )
        return [
            (self._records.in_use(record, own), self._records.original(record) if record is not None else b"")
            for record, own in rows
        ]

    def original(self, entry_id: str) -> bytes:
        """A service as its source gave it; empty for an entry of our own. Raises `UnknownEntry`."""
        _, record, *_ = self._row(entry_id)
        return self._records.original(record) if record is not None else b""

    def changed(self) -> None:
        """The working copy says something else now."""
        self._db.run("UPDATE working_copy SET sha256 = ''")

    def _theirs(self, record: int | None, key: str, value: object) -> Fact:
        """Their value with its mark, if it is still what the source says."""
        if record is not None:
            fact = facts_of(self._records.entry(record)).get(key, Fact(None))
            if fact.value == value:
                return fact
        return Fact(value)

    def _settle_changed(self, before: Entry, after: Entry) -> None:
        """A field that a coordinator set anew is settled by that."""
        was, now = facts_of(before), facts_of(after)
        touched = [key for key in {*was, *now} if was.get(key) != now.get(key)]
        self._db.run(
            "DELETE FROM conflict WHERE entry_id = ? AND field IN (SELECT value FROM json_each(?))",
            (after.id, json.dumps(touched)),
        )

    def _add(self, entry: Entry, today: date) -> None:
        self._db.run(
            "INSERT OR IGNORE INTO source (name, form, imported_on) VALUES (?, ?, ?)",
            (OWN_SOURCE, OWN_SOURCE, today.isoformat()),
        )
        body = encoded(entry)
        self._db.run(
            f"INSERT INTO entry (entry_id, source, own, {LISTED}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (entry.id, OWN_SOURCE, body, *listed(entry, body, b"")),
        )

    def _conflicts(self, entry: Entry) -> tuple[Conflict, ...]:
        ours = facts_of(entry)
        rows = self._db.rows("SELECT field, theirs FROM conflict WHERE entry_id = ? ORDER BY field", (entry.id,))
        return tuple(Conflict(key, ours.get(key, Fact(None)).value, json.loads(theirs)) for key, theirs in rows)

    def _row(self, entry_id: str) -> Row:
        row = self._db.one(
            "SELECT source, record, own, recalled_on, gone_on FROM entry WHERE entry_id = ?", (entry_id,)
        )
        if row is None:
            raise UnknownEntry(entry_id)
        return row


def _line(row: Row) -> DeskLine:
    entry_id, name, organization, source, verified_on, *marks = row
    recalled, edited, gone, guessed, confidential = map(bool, marks)
    return DeskLine(
        entry_id, name, organization, source, _day(verified_on), recalled, edited, gone, guessed, confidential
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
