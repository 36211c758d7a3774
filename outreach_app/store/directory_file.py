# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a release's directory file: read-only, by the one thread that opened it. What is searched is never kept.

Text search is SQLite's FTS5 over folded words, each taken as a prefix, all of them required. Matches come in the
static order of usefulness in which the entries are numbered.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from outreach_app.domain.content import Content
from outreach_app.domain.directory import Entry, read_entry
from outreach_app.domain.errors import DatabaseDamaged, FileMissing, UnknownEntry, VaultNewer
from outreach_app.domain.finding import Facts
from outreach_app.domain.guide import Guide, read_guide
from outreach_app.domain.material import HelpLine, read_help_line
from outreach_app.domain.question import Term
from outreach_app.domain.reading import Fields
from outreach_app.domain.words import Words
from outreach_app.files import disk
from outreach_app.store.connection import Connection, open_database
from outreach_app.store.directory_build import NO_NEED, build_directory, need_token
from outreach_app.store.migrations import scripts, version

_KEPT: Final = 4096
"""Entries kept decoded in memory: what the first pages of common searches need."""
_NAMES: Final = "{name organization}"


class DirectoryFile:
    """One open release."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Raises `FileMissing`, `DatabaseDamaged` (also for a wrong key), `VaultNewer`."""
        if not path.is_file():
            raise FileMissing(str(path))
        self._db = open_database(path, key, read_only=True)
        try:
            row = _release(self._db, path)
        except BaseException:
            self._db.close()
            raise
        self.number: int = row[0]
        self.published_on = date.fromisoformat(row[1])
        self._count: int = row[2]
        self._for_persons: int = row[3]
        self._facts: tuple[Facts, ...] | None = None
        self._entry_at = lru_cache(maxsize=_KEPT)(self._read_entry)

    def __len__(self) -> int:
        return self._count

    @property
    def facts(self) -> tuple[Facts, ...]:
        """Facts of every entry that a worker's search may show, in order."""
        if self._facts is None:
            sql = (
                "SELECT minimum_age, maximum_age, yes, no FROM entry WHERE place_in_order <= ? ORDER BY place_in_order"
            )
            self._facts = tuple(Facts(*row) for row in self._db.rows(sql, (self._for_persons,)))
        return self._facts

    def matching(self, terms: Sequence[Term]) -> Sequence[int]:
        """Places in order (from 1) of the entries for persons that meet every term; all of them without terms."""
        if not terms:
            return range(1, self._for_persons + 1)
        query = " AND ".join(_match(term) for term in terms)
        rows = self._db.rows("SELECT rowid FROM find WHERE find MATCH ? ORDER BY rowid", (query,))
        return [row[0] for row in rows if row[0] <= self._for_persons]

    def entry_at(self, place: int) -> Entry:
        """The entry at a place in the order."""
        return self._entry_at(place)

    def entry(self, entry_id: str) -> Entry:
        """An entry by its id, one for professionals too; raises `UnknownEntry`."""
        place = self._db.value("SELECT place_in_order FROM entry WHERE entry_id = ?", (entry_id,))
        if place is None:
            raise UnknownEntry(entry_id)
        return self._entry_at(int(place))

    def for_professionals(self) -> tuple[Entry, ...]:
        """Entries that never stand in a worker's search."""
        return tuple(self._entry_at(place) for place in range(self._for_persons + 1, self._count + 1))

    def lines(self) -> tuple[HelpLine, ...]:
        """The help lines, in the order published."""
        rows = self._db.rows("SELECT body FROM help_line ORDER BY place_in_order")
        return tuple(read_help_line(Fields(json.loads(row[0]))) for row in rows)

    def guide(self) -> Guide:
        """The national guide."""
        return read_guide(Fields(json.loads(self._db.value("SELECT guide FROM release"))))

    def close(self) -> None:
        """Release the file and forget every entry."""
        self._entry_at.cache_clear()
        self._facts = None
        self._db.close()

    def _read_entry(self, place: int) -> Entry:
        body = self._db.value("SELECT body FROM entry WHERE place_in_order = ?", (place,))
        if body is None:
            raise DatabaseDamaged(str(self._db.path))
        return read_entry(Fields(json.loads(body)))


class DirectoryFolder:
    """The folder in which releases' files lie."""

    def __init__(self, folder: Path, words: Words) -> None:
        self._folder = folder
        self._words = words

    def build(self, key: bytes, *, number: int, published_on: date, content: Content) -> str:
        """See `directory_build.build_directory`."""
        return build_directory(
            self._folder, key, number=number, published_on=published_on, content=content, words=self._words
        )

    def open(self, name: str, key: bytes) -> DirectoryFile:
        """Open a release by its file's name."""
        return DirectoryFile(self._folder / Path(name).name, key)

    def keep_only(self, name: str) -> None:
        """Delete the files of other releases, half-built ones too."""
        for path in (*self._folder.glob("directory-*.db"), *self._folder.glob("directory-*.part")):
            if path.name != name:
                with disk(path):
                    path.unlink(missing_ok=True)


def _release(connection: Connection, path: Path) -> tuple[int, str, int, int]:
    known = len(scripts("directory"))
    found = version(connection)
    if found > known:
        raise VaultNewer(found, known)
    row = connection.one("SELECT number, published_on, entries, for_persons FROM release") if found == known else None
    if row is None:
        raise DatabaseDamaged(str(path))
    return row[0], row[1], row[2], row[3]


def _match(term: Term) -> str:
    """The FTS5 query of one term; words are folded, so they hold neither quotes nor operators."""
    typed = _all(term.typed)
    if not term.need:
        return typed
    ways = [f"needs : {need_token(term.need)}"]
    if term.typed:
        ways.append(f"{_NAMES} : {typed}")
    loose = [typed, *(_all(phrase) for phrase in term.synonyms)]
    either = " OR ".join(dict.fromkeys(way for way in loose if way))
    if either:
        ways.append(f"(needs : {NO_NEED} AND ({either}))")
    return "(" + " OR ".join(ways) + ")"


def _all(words: Sequence[str]) -> str:
    """Every word, as a prefix."""
    return "(" + " AND ".join(f'"{word}"*' for word in words) + ")" if words else ""
