# SPDX-License-Identifier: GPL-3.0-or-later
"""The tabular form of HSDS: a folder or a zip of CSV files, whose names `datapackage.json` gives.

Nothing is unpacked to disk, so names inside a zip are only labels. A zip that is built to harm is refused before
anything is unpacked: too many files, files that share their bytes, or more than a table can be squeezed.
"""

from __future__ import annotations

import contextlib
import json
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

from outreach_app.domain.directory_import import Notes
from outreach_app.domain.errors import FileDamaged, FileTooLarge, NotADirectory
from outreach_app.files import disk
from outreach_app.formats.hsds_csv import CsvTable
from outreach_app.formats.hsds_tables import SERVICES, table_name

ZIP_START: Final = b"PK\x03\x04"
DESCRIPTION: Final = "datapackage.json"
_DESCRIPTION_LIMIT: Final = 4 * 1024 * 1024
_MOST_FILES: Final = 200
_INDEX_LIMIT: Final = 4 * 1024 * 1024
"""Bytes of a zip's list of files: tens of thousands of them."""
_MOST_SQUEEZED: Final = 150
"""Tables shrink to a tenth or a thirtieth."""
_SMALL: Final = 16 * 1024 * 1024
"""Below this no zip does harm, whatever it shrank by."""
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError)
_END_RECORD: Final = b"PK\x05\x06"
_END_SIZE: Final = 22


class CsvPackage:
    """Tables of CSV files; how a file is opened is the folder's or the zip's own."""

    def __init__(self, files: Mapping[str, int], notes: Notes, *, limit: int) -> None:
        if sum(files.values()) > limit:
            raise FileTooLarge(limit)
        names = _names(self._description(files))
        found: dict[str, str] = {}
        for file in [file for file in files if file.lower().endswith(".csv")][:_MOST_FILES]:
            found.setdefault(names.get(file) or table_name(file), file)
        if SERVICES not in found:
            raise NotADirectory("hsds")
        self._notes = notes
        self._tables = {
            table: CsvTable(file, self.open, notes, needed=table == SERVICES) for table, file in found.items()
        }
        notes.total = sum(files[file] for file in found.values()) + files[found[SERVICES]]

    def open(self, file: str) -> IO[bytes]:
        """The file's bytes. Raises the disk's errors or `FileDamaged`."""
        raise NotImplementedError

    def _description(self, files: Mapping[str, int]) -> bytes:
        for file in files:
            if file.lower() == DESCRIPTION:
                with contextlib.suppress(*_BROKEN, FileDamaged), self.open(file) as stream:
                    return stream.read(_DESCRIPTION_LIMIT)
        return b""

    def names(self) -> tuple[str, ...]:
        """The tables there are."""
        return tuple(self._tables)

    def header(self, table: str) -> list[str]:
        """The columns of a table."""
        return self._tables[table].header if table in self._tables else []

    def rows(self, table: str) -> Iterator[list[Any]]:
        """The rows of a table; one that breaks the grammar is noted by its line and left out."""
        return self._tables[table].rows() if table in self._tables else iter(())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing stays open in a folder."""


class FolderTables(CsvPackage):
    """The CSV files of a folder; raises `FileTooLarge`, `NotADirectory` and the disk's errors."""

    def __init__(self, folder: Path, notes: Notes, *, limit: int) -> None:
        self._folder = folder
        with disk(folder):
            paths = sorted(path for path in folder.iterdir() if _is_part(path.name) and path.is_file())
            sizes = {path.name: path.stat().st_size for path in paths}
        super().__init__(sizes, notes, limit=limit)

    def open(self, file: str) -> IO[bytes]:
        path = self._folder / file
        with disk(path):
            return path.open("rb")


class ZipTables(CsvPackage):
    """The same out of a zip; raises `FileDamaged` as well."""

    def __init__(self, path: Path, notes: Notes, *, limit: int) -> None:
        self._archive = _archive(path)
        try:
            self._infos = _parts(self._archive, limit)
            super().__init__({name: info.file_size for name, info in self._infos.items()}, notes, limit=limit)
        except BaseException:
            self._archive.close()
            raise

    def open(self, file: str) -> IO[bytes]:
        try:
            return self._archive.open(self._infos[file])
        except _BROKEN:
            raise FileDamaged from None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the zip."""
        self._archive.close()


class ZippedJson:
    """The one JSON file of a zip."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        self._archive = archive
        self._info = info
        self.size = info.file_size

    def open(self) -> IO[bytes]:
        """Its bytes, from the beginning; raises `FileDamaged`."""
        try:
            return self._archive.open(self._info)
        except _BROKEN:
            raise FileDamaged from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the zip."""
        self._archive.close()


def zipped_json(path: Path, *, limit: int) -> ZippedJson | None:
    """The JSON file of a zip that holds one and no tables; raises `FileTooLarge`, `FileDamaged`."""
    archive = _archive(path)
    try:
        files = _parts(archive, limit)
        texts = [info for name, info in files.items() if name.lower().endswith(".json") and name.lower() != DESCRIPTION]
        if len(texts) == 1 and not any(name.lower().endswith(".csv") for name in files):
            if texts[0].file_size > limit:
                raise FileTooLarge(limit)
            return ZippedJson(archive, texts[0])
    except BaseException:
        archive.close()
        raise
    archive.close()
    return None


def is_zip(path: Path) -> bool:
    """Whether the file begins as a zip does."""
    with disk(path), path.open("rb") as file:
        return file.read(len(ZIP_START)) == ZIP_START


def _archive(path: Path) -> zipfile.ZipFile:
    with disk(path), path.open("rb") as file:
        size = path.stat().st_size
        file.seek(max(0, size - _END_SIZE - 0xFFFF))
        end = file.read()
    record = end.rfind(_END_RECORD)
    index = int.from_bytes(end[record + 12 : record + 16], "little")
    if record < 0 or index > _INDEX_LIMIT:
        raise FileDamaged
    try:
        with disk(path):
            return zipfile.ZipFile(path)
    except _BROKEN:
        raise FileDamaged from None


def _parts(archive: zipfile.ZipFile, limit: int) -> dict[str, zipfile.ZipInfo]:
    """The files of the package by their bare names, those least deep in folders first."""
    infos = archive.infolist()
    _no_shared_bytes(infos)
    found: dict[str, zipfile.ZipInfo] = {}
    for info in sorted(infos, key=lambda info: _slashes(info.filename).count("/")):
        name = _slashes(info.filename).rsplit("/", 1)[-1]
        if _is_part(name) and not info.is_dir() and not stat.S_ISLNK(info.external_attr >> 16):
            found.setdefault(name, info)
    for info in found.values():
        if info.file_size > max(_SMALL, info.compress_size * _MOST_SQUEEZED):
            raise FileTooLarge(min(limit, max(_SMALL, info.compress_size * _MOST_SQUEEZED)))
    return found


def _no_shared_bytes(infos: list[zipfile.ZipInfo]) -> None:
    """In an honest zip each file has bytes of its own."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise FileDamaged
        end = info.header_offset + info.compress_size


def _slashes(name: str) -> str:
    return name.replace("\\", "/")


def _is_part(name: str) -> bool:
    return not name.startswith(".") and name.lower().endswith((".csv", ".json"))


def _names(text: bytes) -> dict[str, str]:
    """File name → table, as the description says."""
    return {file: table_name(_PLURALS.get(name, name)) for file, name in described_names(text).items()}


def described_names(text: bytes) -> dict[str, str]:
    """File name → the name in a description; one that cannot be read is passed over, the usual names hold."""
    try:
        described = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    resources = described.get("resources") if isinstance(described, dict) else None
    found = {}
    for one in resources if isinstance(resources, list) else ():
        path, name = (one.get("path"), one.get("name")) if isinstance(one, dict) else (None, None)
        if isinstance(path, str) and isinstance(name, str):
            found[_slashes(path).rsplit("/", 1)[-1]] = name
    return found


_PLURALS: Final = {
    "service": "services", "organization": "organizations", "location": "locations", "phone": "phones",
    "schedule": "schedules", "language": "languages", "attribute": "attributes", "taxonomy": "taxonomies",
    "taxonomy_term": "taxonomy_terms", "required_document": "required_documents", "service_area": "service_areas",
    "address": "addresses", "contact": "contacts", "cost_option": "cost_options", "program": "programs", "url": "urls",
}  # fmt: skip
"""Names of resources in the standard's description → tables."""
