# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries in use → HSDS 3.1: one JSON file, a folder of tables, or the same tables in a zip.

Each row is an entry with its original (`domain.directory_import.Read.original`), empty for an entry of our own or one
without any. Rows are written as they come and not kept: memory grows with the ids of shared objects only. Nothing
takes the place of a former export before it is whole.

The JSON is what the standard's API answers for `GET /services`: one page (`Page`, with `contents`) that holds every
service in full. The official `service` schema validates each of `contents`, `openapi.json`'s `Page` the rest; a bare
list of services would be validated by neither. The counts stand behind the contents, since only then they are known.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from outreach_app.domain.directory import Entry
from outreach_app.domain.errors import FileExists
from outreach_app.files import disk, private_folder, replacing_private, sync_folder
from outreach_app.formats.hsds_write_service import ServiceWriter
from outreach_app.formats.hsds_write_tables import DESCRIPTION, TableFiles

Rows = Iterable[tuple[Entry, bytes]]
"""Entries in use, each with its original as UTF-8 JSON; empty bytes where there is none."""

_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
"""No file tells when it was made: the same directory gives the same zip."""


def write_directory(rows: Rows, path: Path, form: str) -> int:
    """Write the rows in the form `json`, `tables` or `zip`; returns how many services. Raises the disk's errors."""
    writers: dict[str, Callable[[Rows, Path], int]] = {"json": write_json, "tables": write_tables, "zip": write_zip}
    return writers[form](rows, path)


def write_json(rows: Rows, path: Path) -> int:
    """Write the rows as one JSON page to the file `path`; returns how many services."""
    writer = ServiceWriter()
    count = 0
    with replacing_private(path) as file:
        file.write(b'{"contents":[')
        for count, (entry, original) in enumerate(rows, start=1):
            file.write(b",\n" if count > 1 else b"\n")
            file.write(msgspec.json.encode(writer.service(entry, original)))
        page = {
            "total_items": count, "total_pages": 1, "page_number": 1, "size": count, "first_page": True,
            "last_page": True, "empty": count == 0,
        }  # fmt: skip
        file.write(b"\n]," + msgspec.json.encode(page)[1:] + b"\n")
    return count


def write_tables(rows: Rows, folder: Path) -> int:
    """Write the rows as tables with `datapackage.json` to `folder`; returns how many services.

    A former export there is replaced as a whole; a folder that holds anything else is refused (`FileExists`).
    """
    _check_replaceable(folder)
    aside = folder.with_name(f".{folder.name}.part")
    try:
        count = _write_files(rows, aside)
        with disk(folder):
            _put_in_place(aside, folder)
    finally:
        _remove(aside)
    sync_folder(folder.parent)
    return count


def write_zip(rows: Rows, path: Path) -> int:
    """Write the tables into the zip file `path`; returns how many services."""
    aside = path.with_name(f".{path.name}.part")
    try:
        count = _write_files(rows, aside)
        with replacing_private(path) as file, zipfile.ZipFile(file, "w") as archive:
            for part in sorted(aside.iterdir()):
                info = zipfile.ZipInfo(part.name, _ZIP_DATE)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o600 << 16
                with part.open("rb") as source, archive.open(info, "w", force_zip64=True) as target:
                    shutil.copyfileobj(source, target, 1 << 20)
    finally:
        _remove(aside)
    return count


def _write_files(rows: Rows, folder: Path) -> int:
    _remove(folder)
    private_folder(folder)
    writer, files = ServiceWriter(), TableFiles(folder)
    count = 0
    try:
        for entry, original in rows:
            files.add(writer.service(entry, original))
            count += 1
        files.close()
    finally:
        files.abandon()
    return count


def _put_in_place(aside: Path, folder: Path) -> None:
    former = folder.with_name(f".{folder.name}.former")
    _remove(former)
    if folder.exists():
        folder.rename(former)
    try:
        aside.rename(folder)
    except OSError:
        if former.exists():
            former.rename(folder)
        raise
    _remove(former)


def _check_replaceable(folder: Path) -> None:
    with disk(folder):
        if not folder.exists():
            return
        names = [part.name for part in folder.iterdir()] if folder.is_dir() else [""]
    if any(name != DESCRIPTION and not name.endswith(".csv") for name in names):
        raise FileExists(str(folder))
    if names and DESCRIPTION not in names:
        raise FileExists(str(folder))


def _remove(folder: Path) -> None:
    with suppress(FileNotFoundError), disk(folder):
        if folder.exists():
            shutil.rmtree(folder)
