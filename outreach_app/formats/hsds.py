# SPDX-License-Identifier: GPL-3.0-or-later
"""HSDS 3.0–3.2 (Open Referral), as JSON or as tables, → entries.

Sound services come in; unsound ones are named row by row and left out.

Raises for the whole file only: `FileTooLarge`, `WrongEncoding`, `FileCutOff`, `FileMalformed`, `FileDamaged`,
`NotADirectory`.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, Final

from outreach_app.domain.directory import NAME_LIMIT, Entry, entry_id
from outreach_app.domain.directory_import import Import, Progress
from outreach_app.domain.errors import FileDamaged, FileTooLarge
from outreach_app.files import disk, read_bytes
from outreach_app.formats.hsds_door import as_kept
from outreach_app.formats.hsds_fields import Loose, Problems
from outreach_app.formats.hsds_json import SIZE_LIMIT, WINDOWS_1252, decode_json
from outreach_app.formats.hsds_package import ZIP_START, Files, folder_files, read_tables, zip_files
from outreach_app.formats.hsds_service import read_service
from outreach_app.formats.hsds_shapes import Found, find_services
from outreach_app.formats.hsds_tables import nest

_TELL_EVERY: Final = 256


def read_hsds(data: bytes, *, source: str, limit: int = SIZE_LIMIT, on_progress: Progress | None = None) -> Import:
    """The services of `data`, of which at most `limit` bytes are read.

    `source` is the name under which this directory is known: ids of entries are made from it. `on_progress` is told
    how many rows are read.
    """
    reader = _Reader(source)
    if data.startswith(ZIP_START):
        return reader.read_package(zip_files(data, limit=limit), on_progress)
    value, encoding = decode_json(data, limit=limit)
    if encoding == WINDOWS_1252:
        reader.problems.add(0, "", "read_as_windows_1252")
    try:
        found = find_services(value, reader.problems)
    except RecursionError:
        raise FileDamaged from None
    return reader.read(found, on_progress)


def read_hsds_path(path: Path, *, source: str, on_progress: Progress | None = None) -> Import:
    """`read_hsds` of a file, or of a folder of CSV files. Raises the disk's errors as well."""
    if path.is_dir():
        return _Reader(source).read_package(folder_files(path, limit=SIZE_LIMIT), on_progress)
    with disk(path):
        size = path.stat().st_size
    if size > SIZE_LIMIT:
        raise FileTooLarge(SIZE_LIMIT)
    return read_hsds(read_bytes(path, limit=SIZE_LIMIT), source=source, on_progress=on_progress)


class _Reader:
    """Reads the rows of one file."""

    def __init__(self, source: str) -> None:
        self.problems = Problems()
        self._source = source
        self._seen: Counter[str] = Counter()
        self._entries: list[Entry] = []
        self._originals: dict[str, str] = {}
        self._held: set[str] = set()
        self._dropped = 0

    def read_package(self, files: Files, on_progress: Progress | None) -> Import:
        """The services of a tabular package."""
        tables = read_tables(files, self.problems)
        return self.read(Found(nest(tables, self.problems)), on_progress)

    def read(self, found: Found, on_progress: Progress | None) -> Import:
        total = len(found.services)
        if total == 0:
            self.problems.add(0, ", ".join(found.kinds), "no_service")
        for number, value in enumerate(found.services, start=1):
            self._row(number, value)
            if on_progress is not None and (number % _TELL_EVERY == 0 or number == total):
                on_progress(number, total)
        return Import(
            entries=tuple(self._entries),
            originals=self._originals,
            problems=self.problems.all(),
            skipped=total - len(self._entries),
            held=frozenset(self._held),
            partial=found.partial or total == 0,
            dropped=self._dropped,
        )

    def _row(self, number: int, value: Any) -> None:
        if not isinstance(value, dict):
            self.problems.add(number, "", "not_an_object")
            return
        row = Loose(value, number, self.problems)
        key = self._identity(row)
        if not key:
            return
        entry = read_service(row, entry_id=key, source=self._source) if self._named(row, key) else None
        if entry is None:
            return
        kept = as_kept(value, confidential=entry.confidential)
        if kept is None:
            row.problem("", "too_deep")
            self._held.add(key)
            return
        self._entries.append(entry)
        self._originals[key], dropped = kept
        self._dropped += dropped

    def _identity(self, row: Loose) -> str:
        """The entry's id; a repeated id in the source is noted and numbered."""
        given = row.text("id", limit=NAME_LIMIT)
        if not given:
            row.problem("id", "missing")
            return ""
        self._seen[given] += 1
        if self._seen[given] > 1:
            row.problem("id", "twice")
        return entry_id(self._source, given, self._seen[given])

    def _named(self, row: Loose, key: str) -> bool:
        if row.text("name", limit=NAME_LIMIT):
            return True
        row.problem("name", "missing")
        self._held.add(key)
        return False
