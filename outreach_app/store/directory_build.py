# SPDX-License-Identifier: GPL-3.0-or-later
"""Building a release's directory file aside: written, checked, synced, and only then put in place under its name.

A kill at any step leaves the old files as they were and at most a part file, which the next build removes.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from pyroaring import BitMap

from outreach_app.domain.content import Content
from outreach_app.domain.directory import FOR_PERSON, Entry
from outreach_app.domain.errors import DatabaseDamaged
from outreach_app.domain.finding import usefulness
from outreach_app.domain.week import WEEK_SLOTS
from outreach_app.files import disk, private_folder, sync_folder
from outreach_app.store.connection import Connection, Row, integrity_problems, open_database
from outreach_app.store.directory_postings import HOUR_SLOTS, SERIES, Lists, Postings, WordSets, beginnings
from outreach_app.store.entry_bytes import entry_bytes
from outreach_app.store.migrations import migrate

ALWAYS_LETTERS: Final = 3
"""Beginnings of so many letters have their sets ready-made."""
MANY_WORDS: Final = 16
"""So have longer ones that more words share; of fewer the sets are united when asked for."""
_LOOKS_UP: Final = 16
"""Rows between two looks at whether building should go on."""
_JOURNAL: Final = "MEMORY"
"""A part file that a kill leaves behind is thrown away whole, so it needs no journal on disk."""


def file_name(number: int, which: int = 1) -> str:
    """The name of the `which`-th file of a release: what is built never takes the name of what is open."""
    return f"directory-{number}-{which}.db"


def build_directory(
    final: Path, key: bytes, *, number: int, published_on: date, content: Content, between: Callable[[], None]
) -> None:
    """Build release `number` as `final`, which is not there yet.

    The entries are gone through once, one at a time. `key` is the raw 32-byte key of the directory; `between` is called
    every few milliseconds, and what it raises ends the building and leaves nothing behind. Raises the disk's errors, or
    `DatabaseDamaged` when what was written does not read back.
    """
    private_folder(final.parent)
    aside = final.with_suffix(".part")
    _remove(aside)
    try:
        _write(aside, key, number, published_on, content, between)
        between()
        _check(aside, key, len(content.entries))
        between()
        with disk(final):
            aside.replace(final)
    finally:
        _remove(aside)
    sync_folder(final.parent)


def _remove(path: Path) -> None:
    with disk(path):
        path.unlink(missing_ok=True)


def _write(
    path: Path, key: bytes, number: int, published_on: date, content: Content, between: Callable[[], None]
) -> None:
    connection = open_database(path, key, journal=_JOURNAL)
    try:
        migrate(connection, "directory")
        with connection.transaction():
            gathered = _Gathered(published_on)
            sql = "INSERT INTO entry (arrival, body) VALUES (?, ?)"
            rows = ((gathered.take(entry), entry_bytes(entry)) for entry in content.entries)
            connection.run_many(sql, _pausing(rows, between))
            _write_order(connection, gathered, between)
            _write_words(connection, gathered, between)
            _write_facts(connection, gathered, between)
            _write_weeks(connection, gathered, between)
            _write_lines(connection, content)
            _write_release(connection, number, published_on, content, gathered)
    finally:
        connection.close()


def _pausing(rows: Iterable[Row], between: Callable[[], None]) -> Iterator[Row]:
    """The rows, with a look up now and then."""
    for done, row in enumerate(rows):
        if done % _LOOKS_UP == 0:
            between()
        yield row


def _check(path: Path, key: bytes, entries: int) -> None:
    connection = open_database(path, key, read_only=True)
    try:
        found = connection.value("SELECT count(*) FROM entry")
        if found != entries or integrity_problems(connection):
            raise DatabaseDamaged(str(path))
    finally:
        connection.close()


class _Gathered:
    """What is kept of the entries until all have come."""

    def __init__(self, on: date) -> None:
        self.postings = Postings(on)
        self.for_persons = 0
        self._keys: list[tuple[object, ...]] = []
        self._ids: list[str] = []

    def take(self, entry: Entry) -> int:
        """The entry's number by arrival, from 1."""
        self._keys.append(usefulness(entry))
        self._ids.append(entry.id)
        arrival = len(self._ids)
        if entry.audience == FOR_PERSON:
            self.for_persons += 1
            self.postings.add(entry, arrival)
        return arrival

    def arrivals(self) -> array[int]:
        """Numbers by arrival in the static order; sorted in parts, so that nobody waits for one long sort."""
        keys = self._keys
        parts: dict[tuple[object, ...], list[int]] = {}
        for arrival, key in enumerate(keys, start=1):
            parts.setdefault(key[:3], []).append(arrival)
        found = array("I")
        for part in sorted(parts):
            found.extend(sorted(parts[part], key=lambda arrival: keys[arrival - 1]))
        return found

    def places(self, arrivals: Sequence[int]) -> array[int]:
        """Places by arrival; the place of arrival 0, which there is none, is 0."""
        found = array("I", bytes(4 * (len(arrivals) + 1)))
        for place, arrival in enumerate(arrivals, start=1):
            found[arrival] = place
        self.place_of = found
        return found

    def by_id(self) -> Iterator[tuple[str, int]]:
        """(id, place), sorted by id."""
        parts: dict[str, list[tuple[str, int]]] = {}
        for entry_id, place in zip(self._ids, self.place_of[1:], strict=True):
            parts.setdefault(entry_id[:1], []).append((entry_id, place))
        for part in sorted(parts):
            yield from sorted(parts[part])


def _write_order(connection: Connection, gathered: _Gathered, between: Callable[[], None]) -> None:
    arrivals = gathered.arrivals()
    gathered.places(arrivals)
    letters = "\n".join(word for word in gathered.postings.everywhere if word.isalpha())
    connection.run("INSERT INTO placing VALUES (1, ?, ?)", (little_endian(arrivals), letters.encode()))
    connection.run_many("INSERT INTO entry_place VALUES (?, ?)", _pausing(gathered.by_id(), between))


def little_endian(numbers: array[int]) -> bytes:
    """The numbers as they lie in the file, on any machine."""
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


def _write_words(connection: Connection, gathered: _Gathered, between: Callable[[], None]) -> None:
    """Words letter by letter: what is in memory at a time, and what is sorted at once, stays small."""
    everywhere, named = gathered.postings.everywhere, gathered.postings.named
    place_of = gathered.place_of
    letters: dict[str, list[str]] = {}
    for word in everywhere:
        letters.setdefault(word[0], []).append(word)
    for letter in sorted(letters):
        words = sorted(letters[letter])
        sets = {word: WordSets(everywhere.places(word, place_of), named.places(word, place_of)) for word in words}
        begun = beginnings(words, sets, always=ALWAYS_LETTERS, many=MANY_WORDS)
        for table, rows in (("word", sets.items()), ("beginning", begun)):
            packets = ((key, packed(found.everywhere), packed(found.named)) for key, found in rows)
            connection.run_many(f"INSERT INTO {table} VALUES (?, ?, ?)", _pausing(packets, between))


def packed(places: BitMap) -> bytes:
    """A set as it lies in the file; the empty one is nothing at all."""
    if not places:
        return b""
    places.run_optimize()
    return places.serialize()


def _write_facts(connection: Connection, gathered: _Gathered, between: Callable[[], None]) -> None:
    facts, irregular = gathered.postings.facts, gathered.postings.irregular
    rows = ((*key, packed(facts.places(key, gathered.place_of))) for key in sorted(facts))
    connection.run_many("INSERT INTO fact VALUES (?, ?, ?)", _pausing(rows, between))
    days = ((*key, packed(irregular.places(key, gathered.place_of))) for key in sorted(irregular))
    connection.run_many("INSERT INTO irregular VALUES (?, ?, ?)", _pausing(days, between))


def _write_weeks(connection: Connection, gathered: _Gathered, between: Callable[[], None]) -> None:
    for series in SERIES:
        rows = _slots(series, gathered.postings.changes, gathered.place_of)
        connection.run_many("INSERT INTO week VALUES (?, ?, ?)", _pausing(rows, between))


def _slots(series: str, changes: Lists[tuple[str, int]], place_of: Sequence[int]) -> Iterator[tuple[str, int, bytes]]:
    """Each quarter hour's set, or how it differs from that of the full hour; nothing where there is nothing."""
    now = hour = BitMap()
    for slot in range(WEEK_SLOTS):
        now = now ^ changes.places((series, slot), place_of)
        if slot % HOUR_SLOTS == 0:
            hour = now
        data = packed(now.copy() if hour is now else now ^ hour)
        if data:
            yield series, slot, data


def _write_release(
    connection: Connection, number: int, published_on: date, content: Content, gathered: _Gathered
) -> None:
    words = _text(content.words.as_json()) if content.words is not None else ""
    row = (number, published_on.isoformat(), len(content.entries), gathered.for_persons, len(content.lines))
    connection.run("INSERT INTO release VALUES (1, ?, ?, ?, ?, ?, ?, ?)", (*row, _text(content.guide.as_json()), words))


def _write_lines(connection: Connection, content: Content) -> None:
    rows = [(place, line.id, _text(line.as_json())) for place, line in enumerate(content.lines, start=1)]
    connection.run_many("INSERT INTO help_line VALUES (?, ?, ?)", rows)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
