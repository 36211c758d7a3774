# SPDX-License-Identifier: GPL-3.0-or-later
"""A JSON file of any size, read in pieces: the members of its object and the values of its lists, one by one.

Where a value ends is told cheaply: braces are counted over a whole piece and everything up to the last value that
ends in it is decoded at once. Where that does not come out (braces inside texts, a number that is none), one value
after the other is followed letter by letter, and one that is broken is left out alone. Nothing is held but one piece
and one value, of `VALUE_LIMIT` bytes at most.
"""

from __future__ import annotations

import codecs
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Any, Final

from outreach_app.formats.hsds_json import MARKS, Bad, OneValue, several

PIECE: Final = 256 * 1024
"""Bytes read at a time."""
AT_ONCE: Final = 32 * 1024
"""Bytes decoded at a time: what becomes of them still fits a processor's own memory."""
VALUE_LIMIT: Final = 16 * 1024 * 1024
"""Bytes that one value may weigh: a service with everything inside weighs a few thousand."""

STOPPED: Final = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)
"""What a damaged zip raises while it is read."""
Opens = Callable[[], IO[bytes]]
"""Gives a file's bytes from their beginning, as often as they are read."""

_SPACE: Final = re.compile(rb"[ \t\r\n]*")
_STRING: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_SCALAR: Final = re.compile(rb"[^\s,\]}]*")
_BRACKET: Final = re.compile(rb'[^"{}\[\]]*+(?:"(?:[^"\\]++|\\.)*+"[^"{}\[\]]*+)*+([{}\[\]])', re.DOTALL)
"""The next bracket outside texts."""
_BRACE: Final = re.compile(rb"[{}]")
_BETWEEN: Final = 200
"""Bytes of space looked at around a comma between two values."""


class CutShort(Exception):
    """The file ended inside a value. An inner signal, never shown."""


class Astray(Exception):
    """What follows is no JSON, and where the next value begins cannot be told."""


def file_pieces(open_file: Opens, *, offset: int = 0, piece: int = 0) -> Iterator[bytes]:
    """The file's bytes from `offset` on, `piece` at a time; UTF-16 and UTF-32 with a mark come out as UTF-8.

    Raises the disk's errors, and `CutShort` where a zip cannot be unpacked any further.
    """
    piece = piece or PIECE
    try:
        with open_file() as file:
            start = file.read(4)
            mark, encoding = next(((mark, name) for mark, name in MARKS if start.startswith(mark)), (b"", ""))
            if encoding not in ("", "utf-8"):
                file.seek(len(mark))
                yield from _recoded(iter(lambda: file.read(piece), b""), encoding, offset)
                return
            file.seek(len(mark) + offset)
            yield from iter(lambda: file.read(piece), b"")
    except STOPPED:
        raise CutShort from None


def _recoded(pieces: Iterator[bytes], encoding: str, offset: int) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for piece in pieces:
        data = decoder.decode(piece).encode()
        yield data[offset:]
        offset = max(0, offset - len(data))
    yield decoder.decode(b"", final=True).encode()[offset:]


class JsonStream:
    """Reads on from where it stands. `offset` is where in the file (as UTF-8, without a mark) that is."""

    def __init__(self, pieces: Iterator[bytes], values: OneValue, *, offset: int = 0) -> None:
        self._pieces = pieces
        self._values = values
        self._buffer = b""
        self._at = 0
        self._before = offset
        self._ended = False
        self._careful = 0

    @property
    def offset(self) -> int:
        """Bytes before the place where it stands."""
        return self._before + self._at

    def next(self) -> bytes:
        """The next byte that is no space, which stays; empty at the end."""
        while True:
            found = _SPACE.match(self._buffer, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at : self._at + 1]
            if not self._more():
                return b""

    def take(self, byte: bytes) -> bool:
        """Whether `byte` is next; then it is passed."""
        if self.next() != byte:
            return False
        self._at += 1
        return True

    def members(self) -> Iterator[str]:
        """The names in an object; what stands under each must be read or skipped before the next. Raises `Astray`,
        `CutShort`."""
        if not self.take(b"{"):
            raise Astray
        if self.take(b"}"):
            return
        while True:
            self._wanted(b'"')
            name = self.value()
            self._wanted(b":")
            self._at += 1
            self.next()
            yield name if isinstance(name, str) else ""
            if self.take(b"}"):
                return
            self._wanted(b",")
            self._at += 1

    def _wanted(self, byte: bytes) -> None:
        found = self.next()
        if found != byte:
            raise Astray if found else CutShort

    def value(self) -> Any:
        """The next value, or one of `Bad` for one that is broken. Raises `Astray`, `CutShort`."""
        end = self._end(VALUE_LIMIT)
        if end is None:
            return Bad.TOO_LONG
        found = self._values.read(self._buffer[self._at : end])
        if found is not Bad.BROKEN:
            self._at = end
            return found
        end = self._counted_end() or end
        found = self._values.read(self._buffer[self._at : end])
        self._at = end
        return found

    def skip(self) -> None:
        """Pass the next value, whatever it weighs. Raises `Astray`, `CutShort`."""
        end = self._end(0)
        self._at = end if end is not None else self._at

    def elements(self) -> Iterator[Any]:
        """The values of the list that is next; one of `Bad` for each that is broken. Raises `Astray`, `CutShort`."""
        self._wanted(b"[")
        self._at += 1
        while True:
            byte = self.next()
            if byte == b"{" and self.offset >= self._careful:
                rows = self._several()
                if rows:
                    yield from rows
                    continue
            if byte == b"]":
                self._at += 1
                return
            if byte == b",":
                self._at += 1
            else:
                yield self._one(byte)

    def located(self) -> Iterator[tuple[int, Any]]:
        """The same with the offset of each, one by one: for a file that is read a second time."""
        self._wanted(b"[")
        self._at += 1
        while not self.take(b"]"):
            if not self.take(b","):
                begin = self.offset
                yield begin, self._one(self.next())

    def _one(self, byte: bytes) -> Any:
        if not byte:
            raise CutShort
        try:
            found = self.value()
        except CutShort:
            end = self._counted_end()
            if end is None:
                raise
            self._at = end
            found = Bad.BROKEN
        if isinstance(found, Bad) and self.next() not in (b",", b"]", b""):
            raise Astray
        return found

    def _several(self) -> list[Any] | None:
        """Everything up to the last value that ends in this piece, decoded at once; None where that fails."""
        if len(self._buffer) - self._at < PIECE // 2:
            self._more()
        cut = self._last_end(min(self._at + AT_ONCE, len(self._buffer))) or self._last_end(len(self._buffer))
        rows = several(b"[" + self._buffer[self._at : cut] + b"]") if cut else None
        if not cut or rows is None:
            self._careful = self._before + (cut or len(self._buffer))
            return None
        self._at = cut
        return rows

    def _last_end(self, end: int) -> int:
        """Where the last value before `end` ends that another follows, by counting braces; 0 for none."""
        buffer, first = self._buffer, self._at
        depth = buffer.count(b"{", first, end) - buffer.count(b"}", first, end)
        while True:
            brace = buffer.rfind(b"{", first, end)
            if brace <= first:
                return 0
            depth += buffer.count(b"}", brace, end) - 1
            end = brace
            if depth == 0:
                before = buffer[max(first, brace - _BETWEEN) : brace].rstrip()
                before = before[:-1].rstrip() if before.endswith(b",") else b""
                if before.endswith(b"}"):
                    return max(first, brace - _BETWEEN) + len(before)

    def _end(self, limit: int) -> int | None:
        """Where the next value ends, texts told from brackets; None where it weighs more than `limit` (if not 0) and
        was passed. Raises `CutShort`, `Astray`."""
        byte = self.next()
        if byte in (b"{", b"["):
            return self._end_of_nested(limit)
        if byte == b'"':
            while not (found := _STRING.match(self._buffer, self._at)):
                if len(self._buffer) - self._at > VALUE_LIMIT:
                    raise Astray
                self._more_or_cut()
            return found.end()
        while (found := _SCALAR.match(self._buffer, self._at)) and found.end() == len(self._buffer):
            if len(self._buffer) - self._at > VALUE_LIMIT:
                raise Astray
            if not self._more():
                break
        if not found or found.end() == self._at:
            raise Astray if byte else CutShort
        return found.end()

    def _end_of_nested(self, limit: int) -> int | None:
        depth, ahead, passed = 0, 0, 0
        while True:
            found = _BRACKET.match(self._buffer, self._at + ahead)
            if found is None:
                if ahead + passed > VALUE_LIMIT or not limit:
                    self._at, passed, ahead = self._at + ahead, passed + ahead, 0
                if len(self._buffer) - self._at > 2 * VALUE_LIMIT:
                    raise Astray
                self._more_or_cut()
                continue
            ahead = found.end() - self._at
            depth += 1 if found.group(1) in b"{[" else -1
            if depth == 0:
                if limit and passed + ahead > limit:
                    self._at += ahead
                    return None
                return self._at + ahead

    def _counted_end(self) -> int | None:
        """Where an object ends if its texts are not trusted: braces alone are counted. None if nowhere."""
        if self.next() != b"{":
            return None
        depth, ahead = 0, 0
        while ahead < VALUE_LIMIT:
            for found in _BRACE.finditer(self._buffer, self._at + ahead):
                depth += 1 if found.group() == b"{" else -1
                if depth == 0:
                    after = _SPACE.match(self._buffer, found.end())
                    at = after.end() if after else 0
                    return found.end() if self._buffer[at : at + 1] in (b",", b"]", b"") else None
            ahead = len(self._buffer) - self._at
            if not self._more():
                return None
        return None

    def _more_or_cut(self) -> None:
        if not self._more():
            raise CutShort

    def _more(self) -> bool:
        """Read on, in ever larger steps while one value does not end; False at the end of the file."""
        wanted = max(1, len(self._buffer) - self._at)
        pieces = [self._buffer[self._at :]]
        while wanted > 0 and not self._ended:
            piece = next(self._pieces, None)
            self._ended = piece is None
            if piece:
                pieces.append(piece)
                wanted -= len(piece)
        self._before += self._at
        self._at = 0
        self._buffer = b"".join(pieces)
        return len(pieces) > 1
