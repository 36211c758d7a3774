# SPDX-License-Identifier: GPL-3.0-or-later
"""HSDS 3.0–3.2 (Open Referral), as JSON or as tables, in a folder or a zip, → entries, one by one.

Sound services come in; unsound ones are named row by row and left out. A file of any size up to `SIZE_LIMIT` is read
in bounded memory: one service at a time out of JSON, a few thousand at a time out of tables.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Final

from outreach_app.domain.directory_import import ImportOrder, Notes, Read
from outreach_app.domain.errors import FileTooLarge
from outreach_app.files import disk
from outreach_app.formats.hsds_package import FolderTables, ZipTables, is_zip, zipped_json
from outreach_app.formats.hsds_rows import ServiceRows
from outreach_app.formats.hsds_shapes import JsonServices
from outreach_app.formats.hsds_tables import nested

SIZE_LIMIT: Final = 2 * 1024 * 1024 * 1024
"""Bytes of a file; a whole state's directory has a third of a GiB."""


def read_hsds(order: ImportOrder, notes: Notes) -> Iterator[Read]:
    """The sound services of the file or folder at `order.where`, in its order; `notes` fills while they come.

    Raises for the whole file only: `FileTooLarge`, `WrongEncoding`, `FileCutOff`, `FileMalformed`, `FileDamaged`,
    `NotADirectory`, and the disk's errors.
    """
    path = Path(order.where)
    with disk(path):
        size = path.stat().st_size
    if size > SIZE_LIMIT and not path.is_dir():
        raise FileTooLarge(SIZE_LIMIT)
    rows, kinds = ServiceRows(order.source, notes), dict[str, None]()
    number = 0
    with closing(_services(path, notes, kinds)) as services:  # whoever stops half-way leaves no file open
        for number, value in enumerate(services, start=1):
            found = rows.read(number, value)
            if found is not None:
                yield found
    if number == 0:
        notes.add(0, ", ".join(kinds), "no_service")
        notes.partial = True


def _services(path: Path, notes: Notes, kinds: dict[str, None]) -> Generator[object, None, None]:
    """The nested services, sound or not."""
    if path.is_dir():
        with FolderTables(path, notes, limit=SIZE_LIMIT) as tables:
            yield from nested(tables, notes)
    elif not is_zip(path):
        with disk(path), ExitStack() as opened:
            found = JsonServices(lambda: opened.enter_context(path.open("rb")), path.stat().st_size, notes)
            yield from found
        kinds.update(found.kinds)
    elif (zipped := zipped_json(path, limit=SIZE_LIMIT)) is not None:
        with zipped, ExitStack() as opened:
            found = JsonServices(lambda: opened.enter_context(zipped.open()), zipped.size, notes, packed=True)
            yield from found
        kinds.update(found.kinds)
    else:
        with ZipTables(path, notes, limit=SIZE_LIMIT) as tables:
            yield from nested(tables, notes)
