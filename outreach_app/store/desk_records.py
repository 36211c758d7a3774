# SPDX-License-Identifier: GPL-3.0-or-later
"""Records of the desk: an entry as its source gave it, its terms, and its original in a packed block of many.

Encoding and decoding stand here alone, because every service of an import passes through them.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from typing import Final, NamedTuple

import msgspec

from outreach_app.domain.directory import Entry
from outreach_app.domain.directory_import import SourceTerm
from outreach_app.domain.errors import InvariantBroken
from outreach_app.domain.words import fold
from outreach_app.store.connection import Connection

IN_BLOCK: Final = 64
"""Originals packed together: a third of the size of packing each, and one is unpacked in under a millisecond."""
_DIGEST_SIZE: Final = 16
_LEVEL: Final = 1
"""The quickest of zlib: higher ones take three times as long for a tenth less."""

_encode: Final = msgspec.json.Encoder().encode
_decode: Final = msgspec.json.Decoder(Entry).decode
_encode_terms: Final = msgspec.json.Encoder().encode
_decode_terms: Final = msgspec.json.Decoder(tuple[SourceTerm, ...]).decode
_decode_block: Final = msgspec.msgpack.Decoder(list[bytes]).decode


class Listed(NamedTuple):
    """What a list of entries needs, beside the entry: columns of `entry` and `staged`, in their order there."""

    digest: bytes
    original_digest: bytes
    sought: str
    name: str
    organization: str
    verified_on: str
    guessed: int
    confidential: int


LISTED: Final = ", ".join(Listed._fields)


def encoded(entry: Entry) -> bytes:
    """An entry as it is kept; the same entry always gives the same bytes."""
    return _encode(entry.as_json())


def decoded(body: bytes) -> Entry:
    """The entry of bytes that `encoded` gave."""
    return _decode(body)


def encoded_terms(terms: tuple[SourceTerm, ...]) -> bytes:
    """Terms as they are kept."""
    return _encode_terms(terms) if terms else b""


def decoded_terms(body: bytes) -> tuple[SourceTerm, ...]:
    """The terms of bytes that `encoded_terms` gave."""
    return _decode_terms(body) if body else ()


def digest(*parts: bytes) -> bytes:
    """A hash that tells whether something changed."""
    found = hashlib.blake2b(digest_size=_DIGEST_SIZE)
    for part in parts:
        found.update(part)
    return found.digest()


def listed(entry: Entry, body: bytes, original_digest: bytes) -> Listed:
    """What lists need of an entry whose record's bytes are `body`."""
    return Listed(
        digest(body),
        original_digest,
        sought(f"{entry.name} {entry.organization}"),
        entry.name,
        entry.organization,
        entry.verified_on.isoformat() if entry.verified_on else "",
        int(bool(entry.guessed)),
        int(entry.confidential),
    )


def sought(text: str) -> str:
    """`text` as it is looked for: folded words."""
    return text.lower() if text.isascii() else " ".join(fold(text))


class Originals:
    """Packs originals beside the reading: compressing gives way to other threads."""

    def __init__(self, first_block: int) -> None:
        self._block = first_block
        self._packer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="originals")
        self._packing: list[tuple[int, Future[bytes]]] = []

    def add(self, originals: Sequence[bytes]) -> int:
        """Pack these together; returns their block's number."""
        number, self._block = self._block, self._block + 1
        self._packing.append((number, self._packer.submit(packed, originals)))
        return number

    def ready(self) -> list[tuple[int, bytes]]:
        """(number, packed bytes) of every block added since the last call."""
        found = [(number, future.result()) for number, future in self._packing]
        self._packing.clear()
        return found

    def close(self) -> None:
        """End the packing."""
        self._packer.shutdown(wait=True, cancel_futures=True)


def packed(originals: Sequence[bytes]) -> bytes:
    """A block of originals."""
    return zlib.compress(msgspec.msgpack.encode(list(originals)), _LEVEL)


@lru_cache(maxsize=4)
def _unpacked(block: bytes) -> list[bytes]:
    if block[:1] == b"{":
        return [block]
    return _decode_block(zlib.decompress(block))


class Records:
    """Repository of `record` and `original_block`. Writing happens inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def entry(self, number: int) -> Entry:
        """The entry of a record."""
        return decoded(self.body(number))

    def in_use(self, number: int | None, own: bytes | None) -> Entry:
        """The entry as it is in use: a coordinator's own version, else its source's."""
        if own is not None:
            return decoded(own)
        if number is None:
            raise InvariantBroken("entry without a text")
        return self.entry(number)

    def body(self, number: int) -> bytes:
        """An entry's bytes."""
        body = self._db.value("SELECT body FROM record WHERE number = ?", (number,))
        if body is None:
            raise InvariantBroken("entry without its record")
        return bytes(body)

    def original(self, number: int) -> bytes:
        """The service as it came: a JSON object, UTF-8."""
        row = self._db.one(
            "SELECT packed, place_in_block FROM record JOIN original_block ON original_block.number = block "
            "WHERE record.number = ?",
            (number,),
        )
        if row is None:
            raise InvariantBroken("record without its original")
        return _unpacked(bytes(row[0]))[row[1]]

    def last(self) -> tuple[int, int]:
        """The highest numbers of a record and of a block."""
        record = self._db.value("SELECT max(number) FROM record") or 0
        return record, self._db.value("SELECT max(number) FROM original_block") or 0

    def put(self, rows: Sequence[tuple[int, int, int, bytes, bytes]], blocks: Sequence[tuple[int, bytes]]) -> None:
        """Keep records (number, block, place in it, terms, body) and the blocks of their originals."""
        self._db.run_many("INSERT INTO original_block VALUES (?, ?)", blocks)
        self._db.run_many("INSERT INTO record VALUES (?, ?, ?, ?, ?)", rows)

    def drop(self, numbers: Sequence[int]) -> None:
        """Forget records, and the blocks that hold nobody's original any more."""
        which = (json.dumps(numbers),)
        blocks = self._db.rows(
            "SELECT DISTINCT block FROM record WHERE number IN (SELECT value FROM json_each(?))", which
        )
        self._db.run("DELETE FROM record WHERE number IN (SELECT value FROM json_each(?))", which)
        self._db.run(
            "DELETE FROM original_block WHERE number IN (SELECT value FROM json_each(?)) "
            "AND NOT EXISTS (SELECT 1 FROM record WHERE block = original_block.number)",
            (json.dumps([block for (block,) in blocks]),),
        )
