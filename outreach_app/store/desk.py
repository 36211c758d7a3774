# SPDX-License-Identifier: GPL-3.0-or-later
"""`desk.db`: the coordinators' working copy of the directory and the materials.

Every entry is kept three times: as it is used, as its source last gave it (to tell an edit from a change), and the
source's own JSON (to give back what this program does not know). Nothing gone from a source is deleted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from outreach_app.domain.content import NO_GUIDE, Content
from outreach_app.domain.directory import Entry, read_entry
from outreach_app.domain.directory_import import Difference, Import
from outreach_app.domain.errors import UnknownEntry
from outreach_app.domain.guide import Guide, read_guide
from outreach_app.domain.material import HelpLine, read_help_line
from outreach_app.domain.reading import Fields
from outreach_app.store.migrations import open_migrated

FILE: str = "desk.db"
_PUT = """INSERT INTO entry VALUES (?, ?, ?, ?, ?, NULL) ON CONFLICT (entry_id) DO UPDATE SET
          source = excluded.source, body = excluded.body, imported = excluded.imported, original = excluded.original,
          gone_on = NULL"""


class Desk:
    """The open desk; one thread."""

    def __init__(self, folder: Path, key: bytes, *, new: bool = False) -> None:
        """Opens the desk in `folder`, or makes it if `new`; see `migrations.open_migrated` for what is raised."""
        self._db = open_migrated(folder / FILE, key, "desk", new=new)

    def last_import(self, source: str) -> Mapping[str, Entry]:
        """A source's entries as it last gave them, by id; those that it gave no more are left out."""
        rows = self._db.rows("SELECT imported FROM entry WHERE source = ? AND gone_on IS NULL", (source,))
        return {entry.id: entry for entry in map(_entry, rows)}

    def sources(self) -> tuple[tuple[str, str, date], ...]:
        """(name, form, date of the last import) of every source."""
        rows = self._db.rows("SELECT name, form, imported_on FROM source ORDER BY name")
        return tuple((row[0], row[1], date.fromisoformat(row[2])) for row in rows)

    def take_over(self, difference: Difference, today: date) -> None:
        """Accept a difference whole: what was added and changed comes in, what is gone is marked."""
        wanted = {*difference.added, *difference.changed}
        with self._db.transaction():
            self._db.run(
                "INSERT INTO source VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET form = excluded.form, "
                "imported_on = excluded.imported_on",
                (difference.source, difference.form, today.isoformat()),
            )
            self._db.run_many(_PUT, _rows(difference.read, difference.source, wanted))
            marks = [(today.isoformat(), entry_id) for entry_id in difference.gone]
            self._db.run_many("UPDATE entry SET gone_on = ? WHERE entry_id = ?", marks)

    def entries(self) -> tuple[Entry, ...]:
        """The working copy: what would be published, in order of name."""
        rows = self._db.rows("SELECT body FROM entry WHERE gone_on IS NULL")
        return tuple(sorted(map(_entry, rows), key=lambda entry: (entry.name.casefold(), entry.id)))

    def gone(self) -> tuple[Entry, ...]:
        """Entries whose source does not hold them any more; kept, not published."""
        return tuple(map(_entry, self._db.rows("SELECT body FROM entry WHERE gone_on IS NOT NULL ORDER BY entry_id")))

    def original(self, entry_id: str) -> object:
        """A service's JSON as its source gave it; raises `UnknownEntry`."""
        text = self._db.value("SELECT original FROM entry WHERE entry_id = ?", (entry_id,))
        if text is None:
            raise UnknownEntry(entry_id)
        return json.loads(text)

    def set_materials(self, lines: tuple[HelpLine, ...], guide: Guide) -> None:
        """Replace the help lines and the guide."""
        rows = [(place, line.id, _text(line.as_json())) for place, line in enumerate(lines, start=1)]
        with self._db.transaction():
            self._db.run("DELETE FROM help_line")
            self._db.run_many("INSERT INTO help_line VALUES (?, ?, ?)", rows)
            self._db.run("INSERT OR REPLACE INTO guide VALUES (1, ?)", (_text(guide.as_json()),))

    def content(self) -> Content:
        """All that would be published now."""
        lines = self._db.rows("SELECT body FROM help_line ORDER BY place_in_order")
        guide = self._db.value("SELECT body FROM guide")
        return Content(
            entries=self.entries(),
            lines=tuple(read_help_line(Fields(json.loads(row[0]))) for row in lines),
            guide=read_guide(Fields(json.loads(guide))) if guide else NO_GUIDE,
        )

    def close(self) -> None:
        """Release the file."""
        self._db.close()


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


def _rows(read: Import, source: str, wanted: set[str]) -> Iterator[tuple[str, str, str, str, str]]:
    for entry in read.entries:
        if entry.id in wanted:
            body = _text(entry.as_json())
            yield entry.id, source, body, body, read.originals[entry.id]


def _entry(row: tuple[str]) -> Entry:
    return read_entry(Fields(json.loads(row[0])))


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
