# SPDX-License-Identifier: GPL-3.0-or-later
"""The tabular form of HSDS: a folder or a zip of CSV files, whose names `datapackage.json` gives.

Nothing is unpacked to disk, so names inside a zip are only labels; sizes are bounded before anything is read.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from outreach_app.domain.errors import FileDamaged, FileTooLarge, NotADirectory
from outreach_app.files import disk, read_bytes
from outreach_app.formats.hsds_fields import Problems
from outreach_app.formats.hsds_json import WINDOWS_1252, decode_text
from outreach_app.formats.hsds_tables import SERVICES, table_name

ZIP_START: Final = b"PK\x03\x04"
DESCRIPTION: Final = "datapackage.json"
_MOST_FILES: Final = 200
_PIECE: Final = 1 << 20

Files = Mapping[str, bytes]


def folder_files(folder: Path, *, limit: int) -> Files:
    """The CSV files of a folder and its description, at most `limit` bytes in all; raises `FileTooLarge`."""
    found: dict[str, bytes] = {}
    left = limit
    with disk(folder):
        names = sorted(path for path in folder.iterdir() if _is_part(path.name) and path.is_file())
    for path in names[:_MOST_FILES]:
        with disk(path):
            size = path.stat().st_size
        if size > left:
            raise FileTooLarge(limit)
        found[path.name] = read_bytes(path, limit=left)
        left -= len(found[path.name])
    return found


def zip_files(data: bytes, *, limit: int) -> Files:
    """The same out of a zip; what it unpacks to is counted while it unpacks. Raises `FileTooLarge`, `FileDamaged`."""
    found: dict[str, bytes] = {}
    left = limit
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [info for info in archive.infolist() if _is_part(_base(info.filename)) and not info.is_dir()]
            for info in parts[:_MOST_FILES]:
                found[_base(info.filename)] = _unpacked(archive, info, left, limit)
                left -= len(found[_base(info.filename)])
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError, OSError):
        raise FileDamaged from None
    return found


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int, limit: int) -> bytes:
    pieces: list[bytes] = []
    with archive.open(info) as stream:
        while piece := stream.read(_PIECE):
            left -= len(piece)
            if left < 0:
                raise FileTooLarge(limit)
            pieces.append(piece)
    return b"".join(pieces)


def _base(name: str) -> str:
    return name.replace("\\", "/").rsplit("/", 1)[-1]


def _is_part(name: str) -> bool:
    return name.lower().endswith(".csv") or name.lower() == DESCRIPTION


def read_tables(files: Files, problems: Problems) -> dict[str, list[dict[str, Any]]]:
    """Tables by name; raises `NotADirectory` where there are no services, `WrongEncoding`, `FileCutOff`."""
    names = _names(files)
    tables: dict[str, list[dict[str, Any]]] = {}
    for file, data in files.items():
        if file.lower() != DESCRIPTION:
            tables[names.get(file) or table_name(file)] = list(_rows(file, data, problems))
    if SERVICES not in tables:
        raise NotADirectory("hsds")
    return tables


def _names(files: Files) -> dict[str, str]:
    """File name → table, as the description says; one that cannot be read is passed over, the usual names hold."""
    text = next((data for name, data in files.items() if name.lower() == DESCRIPTION), b"{}")
    try:
        described = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    resources = described.get("resources") if isinstance(described, dict) else None
    found = {}
    for one in resources if isinstance(resources, list) else ():
        path, name = (one.get("path"), one.get("name")) if isinstance(one, dict) else (None, None)
        if isinstance(path, str) and isinstance(name, str):
            found[_base(path)] = table_name(_PLURALS.get(name, name))
    return found


_PLURALS: Final = {
    "service": "services", "organization": "organizations", "location": "locations", "phone": "phones",
    "schedule": "schedules", "language": "languages", "attribute": "attributes", "taxonomy": "taxonomies",
    "taxonomy_term": "taxonomy_terms", "required_document": "required_documents", "service_area": "service_areas",
    "address": "addresses", "contact": "contacts", "cost_option": "cost_options", "program": "programs",
}  # fmt: skip
"""Names of resources in the standard's description → tables."""


def _rows(file: str, data: bytes, problems: Problems) -> Iterator[dict[str, Any]]:
    """The rows of one file; a row that breaks the grammar is named by its line and left out."""
    text, encoding = decode_text(data)
    if encoding == WINDOWS_1252:
        problems.add(0, file, "read_as_windows_1252")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            problems.add(reader.line_num, file, "bad_row")
            continue
        if header is None:
            header = [name.strip().lower() for name in row]
        elif len(row) > len(header):
            problems.add(reader.line_num, file, "bad_row")
        elif any(row):
            yield {name: value for name, value in zip(header, row, strict=False) if value != ""}
