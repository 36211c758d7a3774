# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows → the CSV files of a tabular package and their `datapackage.json` (Frictionless Tabular Data Package).

Cells that a spreadsheet may take for a formula are left as they are: a package is for programs, telephone numbers begin
with +, and a changed cell would no longer be the standard's. Columns that the standard does not know stand behind its
own; they are found while writing, so a table that got one is written once more with all its columns.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Final

from outreach_app.files import create_private, disk
from outreach_app.formats.hsds_write_rows import Rows
from outreach_app.formats.hsds_write_shape import ENUMS, KINDS, Kind

Object = dict[str, Any]

DESCRIPTION: Final = "datapackage.json"
_ALWAYS: Final = ("service",)
_CSV: Final = {"encoding": "utf-8", "newline": ""}


class TableFiles:
    """The tables of one package being written to `folder`; `close` ends them. Raises the disk's errors."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tables: dict[str, _Table] = {}
        self._rows = Rows(self._take)
        for name in _ALWAYS:
            self._table(KINDS[name])

    def add(self, service: Object) -> None:
        """Write a service."""
        with disk(self._folder):
            self._rows.add(service)

    def _take(self, kind: Kind, row: Object) -> None:
        self._table(kind).write(row)

    def _table(self, kind: Kind) -> _Table:
        found = self._tables.get(kind.name)
        if found is None:
            found = self._tables[kind.name] = _Table(kind, self._folder / kind.file)
        return found

    def close(self) -> None:
        """Finish every table and describe them."""
        for table in self._tables.values():
            table.finish()
        tables = [self._tables[name] for name in KINDS if name in self._tables]
        description = {
            "profile": "tabular-data-package",
            "name": "human-services-data",
            "title": "Human Services Data",
            "resources": [_resource(table, self._tables) for table in tables],
        }
        create_private(self._folder / DESCRIPTION, json.dumps(description, indent=1).encode())

    def abandon(self) -> None:
        """Let go of the files."""
        for table in self._tables.values():
            table.let_go()


class _Table:
    """One CSV file."""

    def __init__(self, kind: Kind, path: Path) -> None:
        self.kind = kind
        self.columns = list(kind.columns)
        self._path = path
        self._places = {name: place for place, name in enumerate(self.columns)}
        create_private(path)
        with disk(path):
            self._file: IO[str] = path.open("w", encoding="utf-8", newline="")
            self._writer = csv.writer(self._file)
            self._writer.writerow(self.columns)

    def write(self, row: Object) -> None:
        """Write a row; what has no column yet gets one."""
        if not self._places.keys() >= row.keys():
            for name in row.keys() - self._places.keys():
                self._places[name] = len(self.columns)
                self.columns.append(name)
        self._writer.writerow([row.get(name, "") for name in self.columns])

    def finish(self) -> None:
        """Close the file; with columns that came later, fill up the rows before."""
        with disk(self._path):
            self._file.close()
        if len(self.columns) > len(self.kind.columns):
            whole = self._path.with_suffix(".whole")
            create_private(whole)
            with disk(self._path), self._path.open(**_CSV) as old, whole.open("w", **_CSV) as new:  # type: ignore[call-overload]
                _fill_up(old, new, self.columns)
            with disk(self._path):
                whole.replace(self._path)

    def let_go(self) -> None:
        """Close the file as it is."""
        self._file.close()


def _fill_up(old: Iterable[str], new: IO[str], columns: list[str]) -> None:
    reader, writer = csv.reader(old), csv.writer(new)
    next(reader)
    writer.writerow(columns)
    for row in reader:
        writer.writerow([*row, *[""] * (len(columns) - len(row))])


def _resource(table: _Table, tables: dict[str, _Table]) -> Object:
    kind = table.kind
    schema: Object = {"fields": list(_fields(table)), "primaryKey": "id"}
    links = [
        {"fields": column, "reference": {"resource": target, "fields": "id"}}
        for column, target in kind.links.items()
        if target in tables
    ]
    if links:
        schema["foreignKeys"] = links
    return {
        "profile": "tabular-data-resource", "name": kind.name, "path": kind.file, "format": "csv",
        "mediatype": "text/csv", "encoding": "utf-8", "schema": schema,
    }  # fmt: skip


def _fields(table: _Table) -> Iterator[Object]:
    kind = table.kind
    for column in table.columns:
        found: Object = {"name": column, "type": "number" if column in kind.numbers else "string"}
        limits: Object = {}
        if column == "id":
            limits["unique"] = True
        if column in ("id", *kind.required):
            limits["required"] = True
        if (kind.name, column) in ENUMS:
            limits["enum"] = list(ENUMS[kind.name, column])
        yield found | ({"constraints": limits} if limits else {})
