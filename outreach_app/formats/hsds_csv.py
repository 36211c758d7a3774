# SPDX-License-Identifier: GPL-3.0-or-later
"""One CSV file of an HSDS package, read row by row, whatever its size, letters and line ends.

UTF-8 with or without a mark, UTF-16 and UTF-32 with one; single letters that are no UTF-8 are taken for Windows-1252.
A row that breaks the grammar is named by its line; reading goes on with the line after its first one, so that a quote
that is never closed costs one row. A file that stops in the middle of a row is noted as cut off.
"""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Callable, Generator, Iterator
from typing import IO, TYPE_CHECKING, Any, Final

from outreach_app.domain.directory_import import Notes
from outreach_app.domain.errors import FileDamaged, WrongEncoding
from outreach_app.formats.hsds_json import MARKS, as_western
from outreach_app.formats.hsds_stream import STOPPED

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_FOREIGN_SHARE: Final = 8
"""In western text in Windows-1252 fewer than one letter in eight is no ASCII."""
_PIECE: Final = 64 * 1024
"""Bytes read at a time."""
_AGAIN: Final = 32 * 1024 * 1024
"""Letters that are read a second time, in all, after rows that broke."""


class CsvTable:
    """`open_file` gives the bytes of `file`, as often as they are read. Without one that is `needed` nothing can be
    had of the package: what is damaged from its first row on is `FileDamaged`."""

    def __init__(self, file: str, open_file: Callable[[str], IO[bytes]], notes: Notes, *, needed: bool) -> None:
        self._file = file
        self._needed = needed
        self._open = open_file
        self._notes = notes
        self._header: list[str] | None = None

    @property
    def header(self) -> list[str]:
        """The columns: small letters, without spaces around."""
        if self._header is None:
            with contextlib.closing(self.rows()) as rows:
                next(rows, None)
        return self._header or []

    def rows(self) -> Generator[list[Any], None, None]:
        """The rows below the header, none empty or longer than it."""
        try:
            with self._open(self._file) as stream:
                lines = _Lines(self._file, stream, self._notes)
                clear = lines.kept.clear
                width = 0
                while not lines.done:
                    try:
                        for row in csv.reader(lines, strict=True):
                            if len(row) == width or self._fits(row, width, lines):
                                if width:
                                    yield row
                                else:
                                    width = self._begin(row)
                            clear()
                        lines.done = True
                    except csv.Error:
                        self._bad_row(lines)
        except (*STOPPED, FileDamaged):
            self._cut_off()

    def _begin(self, row: list[str]) -> int:
        self._header = self._header or [name.strip().lower() for name in row]
        return len(self._header)

    def _fits(self, row: list[str], width: int, lines: _Lines) -> bool:
        """Whether a row of another length than the header's can be used: a shorter one, if the file goes on."""
        if not width or not any(row):
            return not width
        if len(row) > width:
            self._notes.add(lines.number, self._file, "bad_row")
            return False
        if lines.has_no_end:
            self._cut_off()
            return False
        return True

    def _bad_row(self, lines: _Lines) -> None:
        """Name a row that broke; what was swallowed behind its first line is read again."""
        if lines.has_no_end and len(lines.kept) == 1:
            self._cut_off()
        else:
            self._notes.add(lines.number - len(lines.kept) + 1, self._file, "bad_row")
        lines.go_back()

    def _cut_off(self) -> None:
        if self._header is None and self._needed:
            raise FileDamaged
        self._header = self._header or []
        self._notes.add(0, self._file, "cut_off")
        self._notes.partial = True


class _Lines:
    """The lines of a file with their ends; those of the row being read are kept until it is sound."""

    def __init__(self, file: str, stream: IO[bytes], notes: Notes) -> None:
        self.kept: list[str] = []
        self.number = 0
        """The line given last, from 1."""
        self.done = False
        start = stream.read(4)
        mark, encoding = next(((mark, name) for mark, name in MARKS if start.startswith(mark)), (b"", "utf-8"))
        stream.seek(len(mark))
        self._source = _Counted(stream, notes)
        errors = "surrogateescape" if encoding == "utf-8" else "replace"
        self._lines = io.TextIOWrapper(
            io.BufferedReader(self._source, _PIECE), encoding=encoding, errors=errors, newline=""
        )
        self._back: list[str] = []
        self._again = _AGAIN
        self._file = file
        self._notes = notes
        self._foreign = 0
        self._first_foreign = 0

    def __iter__(self) -> Iterator[str]:
        while self._back:
            line = self._back.pop()
            self.number += 1
            self.kept.append(line)
            yield line
        for line in self._lines:
            self.number += 1
            text = line if line.isascii() else self._read(line)
            self.kept.append(text)
            yield text
        self._judge()

    @property
    def has_no_end(self) -> bool:
        """Whether the file stops in the last of the kept lines."""
        return bool(self.kept) and self.kept[-1][-1] not in "\r\n"

    def go_back(self) -> None:
        """Give the kept lines behind the first one again."""
        again = self.kept[1:]
        self.kept.clear()
        self._again -= sum(map(len, again))
        if again and self._again > 0:
            self.number -= len(again)
            self._back += reversed(again)

    def _read(self, line: str) -> str:
        """A line with foreign letters."""
        found, changed = as_western(line)
        if changed:
            if not self._foreign:
                self._notes.add(0, self._file, "read_as_windows_1252")
                self._first_foreign = self.number
            self._foreign += changed
            self._judge()
        return found

    def _judge(self) -> None:
        if self._foreign * _FOREIGN_SHARE >= self._source.count + _FOREIGN_SHARE:
            raise WrongEncoding(self._first_foreign)


class _Counted(io.RawIOBase):
    """Bytes on their way, counted for whoever waits."""

    def __init__(self, stream: IO[bytes], notes: Notes) -> None:
        super().__init__()
        self.count = 0
        self._stream = stream
        self._notes = notes

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """The next bytes."""
        target = memoryview(buffer)
        data = self._stream.read(len(target))
        target[: len(data)] = data
        self.count += len(data)
        self._notes.done = min(self._notes.done + len(data), self._notes.total)
        return len(data)
