# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a release's directory file: read-only, by the one thread that opened it. What is searched is never kept.

A search is a matter of sets (`directory_sets`); an entry is read only to be judged or shown.
"""

from __future__ import annotations

import json
import sys
import threading
from array import array
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Final

from outreach_app.domain.content import Content
from outreach_app.domain.directory import Entry
from outreach_app.domain.errors import BadField, DatabaseDamaged, FileMissing, UnknownEntry, VaultNewer
from outreach_app.domain.guide import Guide, read_guide
from outreach_app.domain.material import HelpLine, read_help_line
from outreach_app.domain.question import Question, Term
from outreach_app.domain.reading import Fields
from outreach_app.domain.spelling import Similar, Vocabulary
from outreach_app.domain.words import Words, read_words
from outreach_app.files import disk
from outreach_app.store.connection import Connection, open_database
from outreach_app.store.directory_build import build_directory, file_name
from outreach_app.store.directory_matches import Matches
from outreach_app.store.directory_sets import NOWHERE, Places, Sets
from outreach_app.store.directory_terms import holding, meeting
from outreach_app.store.entry_bytes import entry_of
from outreach_app.store.migrations import scripts, version

_KEPT: Final = 4096
"""Entries kept decoded in memory: what the first pages of common searches need."""


class DirectoryFile:
    """One open release."""

    def __init__(self, path: Path, key: bytes, words: Words) -> None:
        """`words` serve where the release brings none. Raises `FileMissing`, `DatabaseDamaged` (also for a wrong key),
        `VaultNewer`."""
        if not path.is_file():
            raise FileMissing(str(path))
        self._db = open_database(path, key, read_only=True)
        try:
            row = _release(self._db, path)
            self.number: int = row[0]
            self.published_on = date.fromisoformat(row[1])
            self._count: int = row[2]
            self._for_persons: int = row[3]
            self.words = read_words(Fields(json.loads(row[4]))) if row[4] else words
            arrivals, letters = self._db.one("SELECT arrivals, words FROM placing") or (b"", b"")
            self._arrivals = _numbers(arrivals)
            self._vocabulary = Vocabulary(letters.decode().splitlines())
            self._sets = Sets(self._db, self._for_persons)
        except BaseException:
            self._db.close()
            raise
        self._entry_at = lru_cache(maxsize=_KEPT)(self._read_entry)

    def __len__(self) -> int:
        return self._count

    # --- searching ---

    def hits(self, word: str) -> int:
        """How many entries a word stands for, as the beginning of one."""
        return len(holding(self._sets, self.words, word))

    def similar(self, word: str) -> Similar:
        """Words of this release that a word may have been meant for, those with the most entries first."""
        found = self._vocabulary.similar(word)
        return found._replace(words=tuple(sorted(found.words, key=lambda one: (-self.hits(one), one))))

    def matches(
        self,
        question: Question,
        terms: Sequence[Term],
        *,
        full_tonight: AbstractSet[str] = frozenset(),
        recalled: AbstractSet[str] = frozenset(),
        holiday: bool = False,
    ) -> Matches:
        """What meets a question and its terms. `recalled` ids are left out altogether."""
        return Matches(
            self._sets,
            question,
            meeting(self._sets, self.words, terms),
            full=self._places(full_tonight),
            gone=self._places(recalled),
            holiday=holiday,
        )

    def entry_at(self, place: int) -> Entry:
        """The entry at a place in the order."""
        return self._entry_at(place)

    def entry(self, entry_id: str) -> Entry:
        """An entry by its id, one for professionals too; raises `UnknownEntry`."""
        place = self._place(entry_id)
        if place is None:
            raise UnknownEntry(entry_id)
        return self._entry_at(place)

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

    def forget_words(self) -> None:
        """Let go of what is kept of words that were typed."""
        self._sets.forget_words()

    def close(self) -> None:
        """Release the file and forget every entry and every set."""
        self._entry_at.cache_clear()
        self._sets.forget()
        self._db.close()

    def _place(self, entry_id: str) -> int | None:
        place: int | None = self._db.value("SELECT place FROM entry_place WHERE entry_id = ?", (entry_id,))
        return place

    def _places(self, ids: AbstractSet[str]) -> Places:
        """Places of those ids that this release holds."""
        found = [place for place in map(self._place, ids) if place is not None]
        return Places(found) if found else NOWHERE

    def _read_entry(self, place: int) -> Entry:
        arrival = self._arrivals[place - 1]
        body = self._db.value("SELECT body FROM entry WHERE arrival = ?", (arrival,))
        if body is None:
            raise DatabaseDamaged(str(self._db.path))
        try:
            return entry_of(body)
        except BadField:
            raise DatabaseDamaged(str(self._db.path)) from None


class DirectoryFolder:
    """The folder in which releases' files lie."""

    def __init__(self, folder: Path, words: Words) -> None:
        self._folder = folder
        self._words = words
        self._naming = threading.Lock()
        self._being_built: set[str] = set()
        """Names taken by builds under way: sweeping leaves them alone."""

    def build(
        self,
        key: bytes,
        *,
        number: int,
        published_on: date,
        content: Content,
        between: Callable[[], None] = lambda: None,
    ) -> str:
        """See `directory_build.build_directory`; under the first name that is free, on whatever thread."""
        with self._naming:
            name = self._free_name(number)
            self._being_built.add(name)
        try:
            build_directory(
                self._folder / name, key, number=number, published_on=published_on, content=content, between=between
            )
        finally:
            with self._naming:
                self._being_built.discard(name)
        return name

    def open(self, name: str, key: bytes) -> DirectoryFile:
        """Open a release by its file's name."""
        return DirectoryFile(self._folder / Path(name).name, key, self._words)

    def keep_only(self, name: str) -> None:
        """Delete every other release's file, and what was left half-built; what is being built now stays."""
        with self._naming:
            for path in (*self._folder.glob("directory-*.db"), *self._folder.glob("directory-*.part")):
                if path.name != name and path.with_suffix(".db").name not in self._being_built:
                    with disk(path):
                        path.unlink(missing_ok=True)

    def discard(self, name: str) -> None:
        """Delete one file that is not open."""
        path = self._folder / Path(name).name
        with disk(path):
            path.unlink(missing_ok=True)

    def _free_name(self, number: int) -> str:
        with disk(self._folder):
            names = (file_name(number, which) for which in count(1))
            return next(name for name in names if name not in self._being_built and not (self._folder / name).exists())


def _release(connection: Connection, path: Path) -> tuple[int, str, int, int, str]:
    known = len(scripts("directory"))
    found = version(connection)
    if found > known:
        raise VaultNewer(found, known)
    sql = "SELECT number, published_on, entries, for_persons, words FROM release"
    row = connection.one(sql) if found == known else None
    if row is None:
        raise DatabaseDamaged(str(path))
    return row[0], row[1], row[2], row[3], row[4]


def _numbers(data: bytes) -> array[int]:
    found = array("I", data)
    if sys.byteorder == "big":
        found.byteswap()
    return found
