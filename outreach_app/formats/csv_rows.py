# SPDX-License-Identifier: GPL-3.0-or-later
"""The records of one CSV file of unknown make, one by one: letters, delimiter, quotes and line ends as they come.

UTF-8 and UTF-16 with or without a mark, UTF-32 with one, Windows-1252; comma, semicolon, tab or bar. Records count from
1 below the header. A quote that is never closed costs one record: reading goes on with the line after it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from outreach_app.domain.directory_import import Notes
from outreach_app.domain.errors import FileTooLarge, NotADirectory, WrongEncoding
from outreach_app.files import disk
from outreach_app.formats.hsds_json import MARKS, WINDOWS_1252, as_western

SIZE_LIMIT: Final = 2 * 1024 * 1024 * 1024
DELIMITERS: Final = (",", ";", "\t", "|")
MOST_COLUMNS: Final = 500
_SAMPLE: Final = 64 * 1024
"""Bytes looked at to find out letters and delimiter."""
_LINE_LIMIT: Final = 1024 * 1024
"""Characters of a line; a longer one is no record of a directory."""
_RECORD_LINES: Final = 400
"""Lines of one record: more is a quote that was never closed."""
_AGAIN: Final = 32 * 1024 * 1024
"""Letters that are looked at a second time, in all, to find the end of open quotes."""
_FOREIGN_SHARE: Final = 8
"""In western text in Windows-1252 fewer than one letter in eight is no ASCII."""
_NUL_SHARE: Final = 4
"""Every second byte of western UTF-16 is zero; a quarter of all suffices to tell."""
_PROBED: Final = 30


@dataclass(frozen=True)
class Record:
    """One record: its number from 1, and a text for each column, in order. `whole` is false for one to be left out."""

    number: int
    cells: Sequence[str]
    whole: bool = True


class CsvRows:
    """One file, to be read in so many `passes`.

    Raises `FileTooLarge`, `WrongEncoding`, `NotADirectory` for one without a header, the disk's errors.
    """

    def __init__(self, path: Path, notes: Notes, *, form: str, delimiter: str = "", passes: int = 1) -> None:
        self._path = path
        self._notes = notes
        with disk(path):
            if path.is_dir():
                raise NotADirectory(form)
            size = path.stat().st_size
            with path.open("rb") as stream:
                sample = _whole_lines(stream.read(_SAMPLE))
        if size > SIZE_LIMIT:
            raise FileTooLarge(SIZE_LIMIT)
        notes.total = size * passes
        self._size = size
        self._passed = 0
        self.encoding, self._skip = _encoding(sample)
        self._western = 0
        letters = sample[self._skip :].decode(self.encoding, self._errors())
        self._is_western = as_western(letters)[1] > 0
        self.delimiter = delimiter or _delimiter(self._text_of(sample))
        self.columns = self._header()
        if len(self.columns) < 2:
            raise NotADirectory(form)

    @property
    def letters(self) -> str:
        """The encoding by name, as far as the sample told."""
        return WINDOWS_1252 if self._is_western else self.encoding

    def records(self) -> Iterator[Record]:
        """The records below the header; empty ones are passed over, unsound ones are noted."""
        self._western = 0
        wanted = len(self.columns)
        records = self._parsed()
        next(records, None)
        for number, (cells, ended) in enumerate(records, start=1):
            if len(cells) > wanted and not any(cell.strip() for cell in cells[wanted:]):
                cells = cells[:wanted]  # noqa: PLW2901 - what is cut off is empty
            whole = wanted >= len(cells) >= min(wanted, max(2, wanted // 2))
            if not ended and len(cells) < wanted:
                self._unsound(number, "cut_off")
                whole = False
            elif not whole:
                self._unsound(number, "bad_row")
            yield Record(number, [*cells, *[""] * (wanted - len(cells))], whole=whole)
        self._passed += self._size

    def _unsound(self, number: int, reason: str) -> None:
        """Whose record it was is not known for sure: nothing of the source counts as gone."""
        self._notes.add(0 if reason == "cut_off" else number, "", reason)
        self._notes.partial = True

    def _header(self) -> tuple[str, ...]:
        cells, _ = next(self._parsed(), ([], True))
        return _named(cells[:MOST_COLUMNS])

    def _parsed(self) -> Iterator[tuple[list[str], bool]]:
        """(cells, whether its last line has an end) of every record that is not empty; no cells for a broken one."""
        lines = _Lines(self._lines())
        while (text := lines.take()) is not None:
            taken = [text]
            cells = self._cells(text)
            while cells is None and len(taken) < _RECORD_LINES and lines.budget > 0:
                more = lines.take()
                if more is None:
                    break
                taken.append(more)
                if '"' in more:
                    record = "".join(taken)
                    lines.budget -= len(record)
                    cells = self._cells(record)
            if cells is None:
                lines.give_back(taken[1:])
                yield _leniently(text, self.delimiter) if len(taken) > 1 or _ended(text) else [], _ended(text)
            elif any(cell.strip() for cell in cells):
                yield cells, _ended(taken[-1])

    def _cells(self, text: str) -> list[str] | None:
        """The cells of a record, None where a quote stays open or the grammar is broken."""
        try:
            return next(csv.reader([text], delimiter=self.delimiter, strict=True), [])
        except csv.Error:
            return None

    def _lines(self) -> Iterator[str]:
        with disk(self._path), self._path.open("rb") as stream:
            stream.seek(self._skip)
            reader = io.TextIOWrapper(stream, encoding=self.encoding, errors=self._errors(), newline="")
            with reader:
                while line := reader.readline(_LINE_LIMIT):
                    self._notes.done = min(self._passed + _position(stream), self._notes.total)
                    yield line if line.isascii() else self._letters(line)

    def _errors(self) -> str:
        return "surrogateescape" if self.encoding == "utf-8" else "replace"

    def _text_of(self, sample: bytes) -> str:
        return as_western(sample[self._skip :].decode(self.encoding, self._errors()))[0]

    def _letters(self, line: str) -> str:
        if self.encoding != "utf-8":
            return line
        found, changed = as_western(line)
        if changed:
            if not self._western:
                self._notes.add(0, "", "read_as_windows_1252")
            self._western += changed
            if self._western * _FOREIGN_SHARE > self._notes.done - self._passed + _SAMPLE // _FOREIGN_SHARE:
                raise WrongEncoding(0)
        return found


class _Lines:
    """Lines that can be given back to be read again, as long as the budget for that lasts."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._back: list[str] = []
        self.budget = _AGAIN

    def take(self) -> str | None:
        """The next line, None at the end."""
        return self._back.pop() if self._back else next(self._lines, None)

    def give_back(self, lines: Sequence[str]) -> None:
        """These come next again."""
        self._back += reversed(lines)


def _ended(line: str) -> bool:
    return line[-1:] in ("\n", "\r")


def _leniently(text: str, delimiter: str) -> list[str]:
    """A broken line read without strictness; nothing where its quote swallowed the end of the line."""
    try:
        cells = next(csv.reader([text], delimiter=delimiter, strict=False), [])
    except csv.Error:
        return []
    return [] if any("\n" in cell or "\r" in cell for cell in cells) else cells


def _whole_lines(sample: bytes) -> bytes:
    """Without the line that the sample cut through."""
    return sample[: sample.rfind(b"\n") + 1] if len(sample) == _SAMPLE and b"\n" in sample else sample


def _position(stream: IO[bytes]) -> int:
    try:
        return stream.tell()
    except ValueError:
        return 0


def _encoding(sample: bytes) -> tuple[str, int]:
    """(encoding, bytes of its mark)."""
    for mark, name in MARKS:
        if sample.startswith(mark):
            return name, len(mark)
    if sample[1::2].count(0) * _NUL_SHARE > len(sample):
        return "utf-16-le", 0
    if sample[::2].count(0) * _NUL_SHARE > len(sample):
        return "utf-16-be", 0
    return "utf-8", 0


def _delimiter(sample: str) -> str:
    """The delimiter under which most of the first lines have the same number of cells, more than one."""
    lines = [line for line in sample.splitlines()[:_PROBED] if line.strip()]
    best, most = DELIMITERS[0], (0, 0)
    for mark in DELIMITERS:
        try:
            counts = [len(row) for row in csv.reader(lines, delimiter=mark) if row]
        except csv.Error:
            continue
        wide = max(counts[:1] or [0])
        score = (sum(count == wide for count in counts), wide) if wide > 1 else (0, 0)
        if score > most:
            best, most = mark, score
    return best


def _named(cells: Sequence[str]) -> tuple[str, ...]:
    """Column names, none empty and none twice."""
    found: dict[str, None] = {}
    for number, cell in enumerate(cells, start=1):
        plain = " ".join(cell.replace("\ufeff", "").split())[:100] or f"#{number}"
        name, times = plain, 1
        while name in found:
            times += 1
            name = f"{plain} ({times})"
        found[name] = None
    return tuple(found)
