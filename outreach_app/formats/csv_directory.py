# SPDX-License-Identifier: GPL-3.0-or-later
"""Plain CSV with a mapping of its columns → entries, one by one.

Rows are named by their number below the header (from 1), fields by their column. A table without ids gets stable ones
from name, address and telephone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from outreach_app.domain.directory import NAME_LIMIT, entry_id
from outreach_app.domain.directory_import import ImportOrder, Notes, Read
from outreach_app.domain.words import fold
from outreach_app.files import ordinary
from outreach_app.formats.csv_door import stays_outside, through
from outreach_app.formats.csv_fields import PLACES, Cells
from outreach_app.formats.csv_mapping import ColumnMapping, Guess, guess_mapping, read_mapping
from outreach_app.formats.csv_rows import DELIMITERS, CsvRows, Record
from outreach_app.formats.hsds_door import as_json
from outreach_app.formats.hsds_fields import Loose

FORM: Final = "csv"
_SAMPLE_ROWS: Final = 20


@dataclass(frozen=True)
class CsvLook:
    """What a file looks like, and a mapping to begin from."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The first records."""
    encoding: str
    delimiter: str
    mapping: Mapping[str, Any]
    guesses: tuple[Guess, ...]
    outside: tuple[str, ...]
    """Columns that never come in: staff's names and addresses, internal notes."""


def look(path: Path) -> CsvLook:
    """The first rows of a file and a guess at what its columns hold. Raises as `read_csv_directory` does."""
    rows = CsvRows(ordinary(path), Notes(), form=FORM)
    mapping, guesses = guess_mapping(rows.columns)
    first: list[tuple[str, ...]] = []
    for record in rows.records():
        if len(first) == _SAMPLE_ROWS:
            break
        if record.whole:
            first.append(tuple(record.cells))
    outside = tuple(column for column in rows.columns if stays_outside(column))
    return CsvLook(rows.columns, tuple(first), rows.letters, rows.delimiter, mapping, guesses, outside)


def read_csv_directory(order: ImportOrder, notes: Notes) -> Iterator[Read]:
    """The sound rows of the file at `order.where`, by `order.mapping`; without one the guessed mapping is used.

    Raises `FileTooLarge`, `WrongEncoding`, `NotADirectory`, the disk's errors, and `BadField` for a mapping that cannot
    be read or names a column that is not there.
    """
    delimiter = str(order.mapping.get("delimiter")) if order.mapping else ""
    rows = CsvRows(Path(order.where), notes, form=FORM, delimiter=delimiter if delimiter in DELIMITERS else "")
    value = guess_mapping(rows.columns)[0] if order.mapping is None else dict(order.mapping)
    reader = _Reader(order.source, rows.columns, read_mapping(value, rows.columns), notes)
    number = 0
    for record in rows.records():
        number = record.number
        found = reader.read(record)
        if found is None:
            notes.skipped += 1
        else:
            yield found
    if number == 0:
        notes.add(0, "", "no_service")
        notes.partial = True


class _Reader:
    """Reads the records of one file."""

    def __init__(self, source: str, columns: tuple[str, ...], mapping: ColumnMapping, notes: Notes) -> None:
        self._source = source
        self._columns = columns
        self._plan = mapping.plan
        self._notes = notes
        self._barred = [column for column in columns if stays_outside(column)]
        self._places = [column for key in PLACES for column in self._plan.columns.get(key, ())]
        self._seen: dict[str, int] = {}

    def read(self, record: Record) -> Read | None:
        """The entry of one record; None, with the reason noted, for one that does not come in."""
        value = dict(zip(self._columns, record.cells, strict=False))
        kept, dropped = through(value, self._barred)
        row = Loose(dict(kept), record.number, self._notes)
        cells = Cells(row, self._plan)
        if not record.whole:
            return None
        name = cells.text("name", NAME_LIMIT)
        key = self._identity(cells, name)
        if not name:
            cells.problem("name", "missing")
            if key:
                self._notes.held.add(key)
            return None
        entry = cells.entry(entry_id=key, source=self._source)
        if entry is None:
            return None
        if entry.confidential:
            kept, places = through(kept, self._places)
            dropped += places
        self._notes.dropped += dropped
        return Read(entry, as_json({"row": kept}), cells.terms())

    def _identity(self, cells: Cells, name: str) -> str:
        """The entry's id; without a column of ids it is made of what hardly changes."""
        given = cells.text("id", NAME_LIMIT)
        if self._plan.columns.get("id") and not given:
            cells.problem("id", "missing")
        if not given:
            parts = (
                name,
                cells.text("organization"),
                cells.text("street"),
                cells.text("city"),
                cells.text("postal_code"),
            )
            given = "~".join(" ".join(fold(part)) for part in parts) if name else ""
        if not given:
            return ""
        times = self._seen[given] = self._seen.get(given, 0) + 1
        if times > 1:
            cells.problem("id", "twice")
        return entry_id(self._source, given, times)
