# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading in the tests: a file, a folder or bytes, with all that came of it."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from outreach_app.domain.directory import Entry
from outreach_app.domain.directory_import import ImportOrder, Notes, Read, RowProblem
from outreach_app.formats.hsds import read_hsds

SOURCE = "quay"


@dataclass(frozen=True)
class Result:
    """What was read under the source name `quay`."""

    reads: tuple[Read, ...]
    notes: Notes

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(read.entry for read in self.reads)

    @property
    def problems(self) -> tuple[RowProblem, ...]:
        return self.notes.all()

    @property
    def originals(self) -> dict[str, Any]:
        return {read.entry.id: json.loads(read.original) for read in self.reads}


def read(path: Path) -> Result:
    """All of a file or folder."""
    notes = Notes()
    return Result(tuple(read_hsds(ImportOrder(str(path), "hsds", SOURCE), notes)), notes)


def read_data(data: bytes) -> Result:
    """All of a file that holds these bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "quay"
        path.write_bytes(data)
        return read(path)


def zipped(files: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()
