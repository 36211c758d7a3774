# SPDX-License-Identifier: GPL-3.0-or-later
"""`desk.db`: the coordinators' working copy of the directory and the materials, with what each source last gave.

Nothing gone from a source is deleted: it stays in use until somebody says otherwise, and then it is set aside.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Final

from outreach_app.domain.content import NO_GUIDE, Content
from outreach_app.domain.desk import SourceLine
from outreach_app.domain.directory import Entry
from outreach_app.domain.directory_import import ImportOrder, Progress
from outreach_app.domain.errors import DeskChanged
from outreach_app.domain.guide import Guide, read_guide
from outreach_app.domain.material import HelpLine, read_help_line
from outreach_app.domain.reading import Fields
from outreach_app.domain.words import read_words
from outreach_app.store.connection import Connection
from outreach_app.store.desk_entries import WorkingEntries
from outreach_app.store.desk_records import Records, decoded
from outreach_app.store.desk_rules import Derive, derive_again
from outreach_app.store.desk_staging import Staging, as_order
from outreach_app.store.migrations import open_migrated

FILE: str = "desk.db"
WORDS: Final = "words"
RULES: Final = "rules"
_PIECE: Final = 500
"""Entries fetched together while a release is built."""
_CACHE_KIB: Final = 32_768
"""Lists of a hundred thousand entries are put in order; the vault's small cache would read every page twice."""

Lane = Callable[[Callable[[], list[tuple[str, bytes]]]], list[tuple[str, bytes]]]
"""Runs an operation where the desk may be used."""


class PublishedEntries:
    """The entries that would be published: counted at once, decoded while somebody goes over them, again and again.

    `fetch` gives (id, bytes) behind an id; it may run on another thread. Raises `DeskChanged` where the working copy
    became another one meanwhile: half of each is neither.
    """

    def __init__(self, count: int, fetch: Callable[[str], list[tuple[str, bytes]]]) -> None:
        self._count = count
        self._fetch = fetch

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Entry]:
        last = ""
        while piece := self._fetch(last):
            for _, body in piece:
                yield decoded(body)
            last = piece[-1][0]


class Desk:
    """The open desk; one thread, but for `stop`."""

    def __init__(self, folder: Path, key: bytes, *, new: bool = False) -> None:
        """Opens the desk in `folder`, or makes it if `new`; see `migrations.open_migrated` for what is raised."""
        self._db: Connection = open_migrated(folder / FILE, key, "desk", new=new)
        self._db.run(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._records = Records(self._db)
        self.staging = Staging(self._db, self._records)
        self.entries = WorkingEntries(self._db, self._records)

    def sources(self) -> tuple[SourceLine, ...]:
        """Every source as it was last taken over, with how many of its entries are in use."""
        rows = self._db.rows(
            "SELECT s.name, s.form, s.location, s.imported_on, count(e.entry_id) FROM source AS s "
            "LEFT JOIN entry AS e ON e.source = s.name AND e.gone_on IS NULL GROUP BY s.name ORDER BY s.name"
        )
        return tuple(
            SourceLine(name, form, where, date.fromisoformat(imported_on), entries)
            for name, form, where, imported_on, entries in rows
        )

    def order_for(self, source: str) -> ImportOrder | None:
        """The last order of a source, to begin from; an address goes on from the day up to which it is known."""
        row = self._db.one("SELECT location, form, name, mapping, reached, '' FROM source WHERE name = ?", (source,))
        return as_order(row) if row and row[0] else None

    def take_over(self, leave: Collection[str], today: date, *, remove_gone: bool) -> tuple[int, int, int]:
        """Take the staged import over in one transaction; returns how many were added, changed and set aside."""
        with self._db.transaction():
            taken = self.staging.take_over().run(leave, today, remove_gone=remove_gone)
            self.entries.changed()
        return taken

    def set_rules(self, rules: object | None, derive: Derive, on_progress: Progress | None) -> None:
        """Keep other rules (None: the shipped ones) and guess anew by them, in one transaction."""
        with self._db.transaction():
            self._put_own_list(RULES, rules)
            derive_again(self._db, self._records, derive, on_progress)
            self.entries.changed()

    def gone(self) -> tuple[Entry, ...]:
        """Entries set aside; kept, not published."""
        lines = self.entries.lines("", "gone", 0, -1).lines
        return tuple(self.entries.one(line.entry_id).entry for line in lines)

    def set_materials(self, lines: tuple[HelpLine, ...], guide: Guide) -> None:
        """Replace the help lines and the guide."""
        rows = [(place, line.id, _text(line.as_json())) for place, line in enumerate(lines, start=1)]
        with self._db.transaction():
            self._db.run("DELETE FROM help_line")
            self._db.run_many("INSERT INTO help_line VALUES (?, ?, ?)", rows)
            self._db.run("INSERT OR REPLACE INTO guide VALUES (1, ?)", (_text(guide.as_json()),))
            self.entries.changed()

    def own_list(self, name: str) -> object | None:
        """The coalition's own version of a list (`words`, `rules`) as JSON; None where the shipped one holds."""
        text = self._db.value("SELECT body FROM own_list WHERE name = ?", (name,))
        return None if text is None else json.loads(text)

    def set_own_list(self, name: str, value: object | None) -> None:
        """Keep an own version of a list; None goes back to the shipped one."""
        with self._db.transaction():
            self._put_own_list(name, value)
            self.entries.changed()

    def content(self, call: Lane = lambda operation: operation()) -> Content:
        """All that would be published now; `call` runs the fetching of entries where the desk may be used."""
        stands = self.said()
        lines = self._db.rows("SELECT body FROM help_line ORDER BY place_in_order")
        guide = self._db.value("SELECT body FROM guide")
        words = self.own_list(WORDS)

        def fetch(last: str) -> list[tuple[str, bytes]]:
            return call(lambda: self._piece(last, stands))

        return Content(
            entries=PublishedEntries(self.entries.count(), fetch),
            lines=tuple(read_help_line(Fields(json.loads(row[0]))) for row in lines),
            guide=read_guide(Fields(json.loads(guide))) if guide else NO_GUIDE,
            words=read_words(Fields(words)) if words is not None else None,
        )

    def said(self) -> str:
        """A hash of all that would be published: it tells whether anything changed."""
        known = self._db.value("SELECT sha256 FROM working_copy")
        return known or self._hash()

    def originals(self) -> Iterator[tuple[Entry, bytes]]:
        """(entry, original) of everything that would be published; an own entry's original is empty."""
        last = ""
        while piece := self.entries.originals_after(last, _PIECE):
            yield from piece
            last = piece[-1][0].id

    def stop(self) -> None:
        """From any thread: whatever is under way ends with `VaultLocked`; what was committed stays."""
        self._db.stop()

    def close(self) -> None:
        """Release the file."""
        self._db.close()

    def _put_own_list(self, name: str, value: object | None) -> None:
        self._db.run("DELETE FROM own_list WHERE name = ?", (name,))
        if value is not None:
            self._db.run("INSERT INTO own_list VALUES (?, ?)", (name, _text(value)))

    def _piece(self, last: str, stands: str) -> list[tuple[str, bytes]]:
        if self.said() != stands:
            raise DeskChanged
        return self.entries.bodies_after(last, _PIECE)

    def _hash(self) -> str:
        found = hashlib.sha256()
        last = ""
        while piece := self.entries.bodies_after(last, _PIECE):
            for _, body in piece:
                found.update(body)
            last = piece[-1][0]
        for sql in (
            "SELECT body FROM help_line ORDER BY place_in_order",
            "SELECT body FROM guide",
            "SELECT body FROM own_list WHERE name = 'words'",
        ):
            for (text,) in self._db.rows(sql):
                found.update(text.encode())
            found.update(b"\0")
        with self._db.transaction():
            self._db.run("UPDATE working_copy SET sha256 = ?", (found.hexdigest(),))
        return found.hexdigest()


class DeskFolder:
    """The vault's folder, as the desk sees it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make(self, key: bytes) -> Desk:
        """An empty desk, at founding."""
        return Desk(self._folder, key, new=True)

    def open(self, key: bytes) -> Desk:
        """The desk; one that is missing is damage: an empty one would be published to every laptop."""
        return Desk(self._folder, key)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
