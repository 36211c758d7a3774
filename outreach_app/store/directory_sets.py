# SPDX-License-Identifier: GPL-3.0-or-later
"""The sets of an open release, read from its file when they are asked for and kept while there is room.

A set holds places in the static order; it cannot be changed, so that one set can serve many questions. Those of words
are kept under what was typed: in memory only, and gone with the next person or when the file is closed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final

from pyroaring import FrozenBitMap

from outreach_app.domain.week import SLOT_MINUTES, WEEK_SLOTS, slot_of
from outreach_app.store.connection import Connection
from outreach_app.store.directory_build import ALWAYS_LETTERS
from outreach_app.store.directory_postings import HOUR_SLOTS, WORD_LIMIT

Places = FrozenBitMap
NOWHERE: Final = Places()

_ROOM: Final = 32 * 1024 * 1024
"""Bytes of sets kept, as roaring bitmaps take them: two a place, or a bit for each place there is."""
_LEAST: Final = 200
"""What keeping even an empty set costs."""
_TYPED: Final = "typed"
_LISTED: Final = ("minimum", "maximum", "verified", "inside")
"""Kinds of facts of which many codes are asked for at once."""
_LAST_LETTER: Final = "\U0010ffff"
_AROUND_CHANGE: Final = timedelta(hours=3)
_CHANGE_SLOTS: Final = 2 * 60 // SLOT_MINUTES
"""So near a clock change wall times can be out by the hour it skips or repeats."""


class Sets:
    """Reads and keeps the sets of one release."""

    def __init__(self, connection: Connection, for_persons: int) -> None:
        self._db = connection
        self._kept: OrderedDict[tuple[object, ...], tuple[Places, int]] = OrderedDict()
        self._bytes = 0
        self.everyone = Places(range(1, for_persons + 1))
        """Everything that a worker's search may show."""
        self._codes: dict[str, list[str]] = {kind: [] for kind in _LISTED}
        marks = ", ".join("?" * len(_LISTED))
        for kind, code in connection.rows(f"SELECT kind, code FROM fact WHERE kind IN ({marks})", _LISTED):
            self._codes[kind].append(code)

    def forget(self) -> None:
        """Let go of every set."""
        self._kept.clear()
        self._bytes = 0

    def forget_words(self) -> None:
        """Let go of every set that is kept under a word that was typed; facts and hours stay."""
        for key in [key for key in self._kept if key[0] == _TYPED]:
            self._bytes -= self._kept.pop(key)[1]

    # --- words ---

    def everywhere(self, beginning: str) -> Places:
        """Entries that hold a word beginning so."""
        return self._begun("everywhere", beginning[:WORD_LIMIT])

    def named(self, beginning: str) -> Places:
        """Entries of whose names, or whose organization's, a word begins so."""
        return self._begun("named", beginning[:WORD_LIMIT])

    def with_word(self, word: str) -> Places:
        """Entries that hold this word."""
        return self._of_word("everywhere", word[:WORD_LIMIT])

    def with_name(self, word: str) -> Places:
        """Entries whose names, or whose organization's, hold this word."""
        return self._of_word("named", word[:WORD_LIMIT])

    def _of_word(self, column: str, word: str) -> Places:
        sql = f"SELECT {column} FROM word WHERE word = ?"
        return self._keep((_TYPED, column, word, "whole"), lambda: self._one(sql, (word,)))

    def _begun(self, column: str, beginning: str) -> Places:
        def read() -> Places:
            data = self._db.value(f"SELECT {column} FROM beginning WHERE letters = ?", (beginning,))
            if data is not None or len(beginning) <= ALWAYS_LETTERS:
                return unpacked(data)
            sql = f"SELECT {column} FROM word WHERE word >= ? AND word < ?"
            rows = self._db.rows(sql, (beginning, beginning + _LAST_LETTER))
            return union(unpacked(row[0]) for row in rows)

        return self._keep((_TYPED, column, beginning), read)

    # --- facts ---

    def fact(self, kind: str, code: str = "") -> Places:
        """Entries that say so; see `directory_postings.facts`."""
        sql = "SELECT places FROM fact WHERE kind = ? AND code = ?"
        return self._keep((kind, code, "fact"), lambda: self._one(sql, (kind, code)))

    def facts(self, kind: str, codes: Iterable[str]) -> Places:
        """Entries that say any of these."""
        return union(self.fact(kind, code) for code in codes)

    def fact_where(self, kind: str, holds: Callable[[str], bool]) -> Places:
        """Entries that say something of a kind (age limits, last check, be inside by) for which `holds` is true."""
        return self.facts(kind, (code for code in self._codes[kind] if holds(code)))

    def standing_for(self, word: str, make: Callable[[], Places]) -> Places:
        """A set put together for a word that was typed."""
        return self._keep((_TYPED, word), make)

    def made(self, key: tuple[object, ...], make: Callable[[], Places]) -> Places:
        """A set put together from others, kept under a key of its own."""
        return self._keep(("made", *key), make)

    # --- time ---

    def irregular(self, at: datetime) -> Places:
        """Entries whose week does not hold on the date."""
        day = at.date().toordinal()
        sql = "SELECT places FROM irregular WHERE first_day <= ? AND last_day >= ?"

        def read() -> Places:
            return union(unpacked(row[0]) for row in self._db.rows(sql, (day, day)))

        return self._keep((day, "irregular"), read)

    def throughout(self, series: str, at: datetime) -> Places:
        """Entries that belong to a series of the week for the whole of the quarter hour; near a clock change, of the
        hours around it."""
        slots = slots_around(at)
        found = self._slot(series, slots[0])
        for slot in slots[1:]:
            found = found & self._slot(series, slot)
        return found

    def at_some_time(self, series: str, at: datetime) -> Places:
        """The same for any part of that time."""
        return union(self._slot(series, slot) for slot in slots_around(at))

    def _slot(self, series: str, slot: int) -> Places:
        sql = "SELECT places FROM week WHERE series = ? AND slot = ?"
        hour = slot - slot % HOUR_SLOTS

        def read() -> Places:
            own = self._one(sql, (series, slot))
            return own if slot == hour else own ^ self._slot(series, hour)

        return self._keep((series, slot, "week"), read)

    # --- keeping ---

    def _one(self, sql: str, values: tuple[object, ...]) -> Places:
        return unpacked(self._db.value(sql, values))

    def _keep(self, key: tuple[object, ...], read: Callable[[], Places]) -> Places:
        held = self._kept.get(key)
        if held is not None:
            self._kept.move_to_end(key)
            return held[0]
        found = read()
        size = _LEAST + min(2 * len(found), len(self.everyone) // 8)
        self._kept[key] = found, size
        self._bytes += size
        while self._bytes > _ROOM and len(self._kept) > 1:
            _, (_, gone) = self._kept.popitem(last=False)
            self._bytes -= gone
        return found


def slots_around(at: datetime) -> list[int]:
    """The quarter hour of the week in which a moment lies; near a clock change, those two hours around as well."""
    slot = slot_of(at.weekday(), at.hour, at.minute)
    if (at - _AROUND_CHANGE).utcoffset() == (at + _AROUND_CHANGE).utcoffset():
        return [slot]
    return [(slot + shift) % WEEK_SLOTS for shift in range(-_CHANGE_SLOTS, _CHANGE_SLOTS + 1)]


def union(sets: Iterable[Places]) -> Places:
    """All of them together."""
    found = [places for places in sets if places]
    if len(found) < 2:
        return found[0] if found else NOWHERE
    return Places.union(*found)


def unpacked(data: bytes | None) -> Places:
    """A set from the file; nothing at all is the empty one."""
    return Places.deserialize(data) if data else NOWHERE
