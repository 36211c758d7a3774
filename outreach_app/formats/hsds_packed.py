# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of tables held in little memory until the services that they belong to are put together.

Packed one after the other per group of services; when all groups together outgrow `HELD` they are compressed.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from outreach_app.domain.directory_import import Notes

HELD: Final = 48 * 1024 * 1024
"""Bytes held as they are."""
MOST_OF_A_GROUP: Final = 48 * 1024 * 1024
"""Bytes of rows of one group; a service with so many is no service."""
_ARRAY: Final = b"\xdd"
"""MessagePack: a list whose length follows in four bytes."""


class Packed:
    """Rows by group; a group is one bit of `groups`."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._encode = msgspec.msgpack.Encoder().encode_into
        self._open: dict[int, bytearray] = defaultdict(bytearray)
        self._counts: dict[int, int] = defaultdict(int)
        self._closed: dict[int, list[tuple[int, bytes]]] = defaultdict(list)
        self._sizes: dict[int, int] = defaultdict(int)
        self._held = 0
        self._tables: dict[str, int] = {}
        self._groups: dict[int, tuple[int, ...]] = {}

    def add(self, table: str, rows: list[list[Any]], groups: int) -> None:
        """Hold rows for each of their groups; rows of no group are not held."""
        number = self._tables.setdefault(table, len(self._tables))
        for group in self._groups_of(groups):
            buffer = self._open[group]
            before = len(buffer)
            self._encode((number, rows), buffer, -1)
            size = len(buffer) - before
            if self._sizes[group] + size > MOST_OF_A_GROUP:
                del buffer[before:]
                self._notes.add(0, table, "too_many")
                continue
            self._sizes[group] += size
            self._counts[group] += 1
            self._held += size
        if self._held > HELD:
            self._compress()

    def take(self, group: int) -> dict[str, list[list[Any]]]:
        """The rows of a group by table; they are not held any longer."""
        names = [*self._tables]
        found: dict[str, list[list[Any]]] = defaultdict(list)
        for packs in self._blocks(group):
            for table, rows in packs:
                found[names[table]] += rows
        return found

    def _blocks(self, group: int) -> Iterator[list[tuple[int, list[list[Any]]]]]:
        for count, data in self._closed.pop(group, ()):
            yield _unpacked(count, zlib.decompress(data))
        if group in self._open:
            yield _unpacked(self._counts.pop(group, 0), self._open.pop(group))

    def _groups_of(self, groups: int) -> tuple[int, ...]:
        found = self._groups.get(groups)
        if found is None:
            found = tuple(bit for bit in range(groups.bit_length()) if groups >> bit & 1)
            if len(self._groups) < 10_000:
                self._groups[groups] = found
        return found

    def _compress(self) -> None:
        for group, buffer in self._open.items():
            self._closed[group].append((self._counts.pop(group, 0), zlib.compress(buffer, 1)))
        self._open.clear()
        self._held = 0


def _unpacked(count: int, data: bytes | bytearray) -> list[tuple[int, list[list[Any]]]]:
    packs: list[tuple[int, list[list[Any]]]] = msgspec.msgpack.decode(
        b"".join((_ARRAY, count.to_bytes(4, "big"), data))
    )
    return packs
