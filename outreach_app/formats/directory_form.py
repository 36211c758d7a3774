# SPDX-License-Identifier: GPL-3.0-or-later
"""What form a directory has, told from its beginning: JSON is HSDS; tables named as in HSDS 3 or as before it; a CSV
with iCarol's columns; else a table with columns of its own.

It is a proposal that a person can change: the reader of the form decides what can be read.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path, PurePosixPath
from typing import Final

from outreach_app.domain.errors import FileDamaged
from outreach_app.files import disk, ordinary

HSDS: Final = "hsds"
HSDS1: Final = "hsds1"
ICAROL: Final = "icarol"
CSV: Final = "csv"
_BEGINNING: Final = 256 * 1024
"""Bytes looked at: the longest header line known takes a tenth."""
_DESCRIPTION: Final = "datapackage.json"
_DESCRIPTION_LIMIT: Final = 4 * 1024 * 1024
_MOST_NAMES: Final = 1000
_ZIP_START: Final = b"PK\x03\x04"
_ICAROL_COLUMN: Final = b"taxonomylevelname"
_BEFORE_3: Final = frozenset({
    "regular_schedule", "regular_schedules", "holiday_schedule", "holiday_schedules", "physical_address",
    "physical_addresses", "postal_address", "postal_addresses", "mail_address", "mail_addresses",
    "services_at_location", "accessibility_for_disabilities", "services_taxonomy", "service_taxonomy",
})  # fmt: skip
"""Tables that HSDS had until 2.0 and has no more."""


def recognise(path: Path) -> str:
    """`hsds`, `hsds1`, `icarol` or `csv`. Raises the disk's errors, and `FileDamaged` for a zip that is none."""
    with disk(ordinary(path)):
        if path.is_dir():
            files = [file for file, _ in zip(sorted(path.iterdir()), range(_MOST_NAMES), strict=False)]
            description = path / _DESCRIPTION
            told = _head(description, _DESCRIPTION_LIMIT) if description.is_file() else b""
            return _tables([file.name for file in files], told)
        beginning = _head(path, _BEGINNING)
        if beginning.startswith(_ZIP_START):
            return _zipped(path)
    return _plain(beginning)


def _head(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        return file.read(size)


def _plain(beginning: bytes) -> str:
    plain = beginning.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if plain[:1] in {b"{", b"["}:
        return HSDS
    return ICAROL if _ICAROL_COLUMN in plain.lower() else CSV


def _zipped(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()[:_MOST_NAMES]
            told = b""
            for name in names:
                if PurePosixPath(name).name.lower() == _DESCRIPTION:
                    with archive.open(name) as file:
                        told = file.read(_DESCRIPTION_LIMIT)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError):
        raise FileDamaged from None
    return _tables([PurePosixPath(name).name for name in names], told)


def _tables(names: list[str], description: bytes) -> str:
    tables = {name.lower().removesuffix(".csv") for name in (*names, *_described(description))}
    return HSDS1 if tables & _BEFORE_3 else HSDS


def _described(description: bytes) -> list[str]:
    """The names of the tables as a package describes them; none where it cannot be read."""
    try:
        found = json.loads(description) if description else {}
    except (ValueError, RecursionError):
        return []
    resources = found.get("resources") if isinstance(found, dict) else None
    if not isinstance(resources, list):
        return []
    return [str(one.get("name", "")) for one in resources[:_MOST_NAMES] if isinstance(one, dict)]
