# SPDX-License-Identifier: GPL-3.0-or-later
"""The directory desk of a coordinator: bring a directory in, see the difference, take it over.

Runs on one thread of the caller's choice; the desk opens with the first use and closes with the vault.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Protocol

from outreach_app.domain.content import Content
from outreach_app.domain.directory import NAME_LIMIT, Entry
from outreach_app.domain.directory_import import Difference, Import, ImportReport, Progress, compare, renewed
from outreach_app.domain.errors import UnknownForm
from outreach_app.domain.guide import Guide
from outreach_app.domain.material import HelpLine

HSDS = "hsds"
TRAINING = "training"


class DeskPort(Protocol):
    """See `store.desk.Desk`."""

    def last_import(self, source: str) -> Mapping[str, Entry]: ...
    def sources(self) -> tuple[tuple[str, str, date], ...]: ...
    def take_over(self, difference: Difference, today: date) -> None: ...
    def entries(self) -> tuple[Entry, ...]: ...
    def gone(self) -> tuple[Entry, ...]: ...
    def original(self, entry_id: str) -> object: ...
    def set_materials(self, lines: tuple[HelpLine, ...], guide: Guide) -> None: ...
    def content(self) -> Content: ...
    def close(self) -> None: ...


class DeskFolderPort(Protocol):
    """See `store.desk.DeskFolder`."""

    def make(self, key: bytes) -> DeskPort: ...
    def open(self, key: bytes) -> DeskPort: ...


class ReadsDirectory(Protocol):
    """A format's reader (`formats.hsds.read_hsds_path`)."""

    def __call__(self, path: Path, *, source: str, on_progress: Progress | None) -> Import: ...


class DeskService:
    """`readers` by form; `key` gives the desk's raw key while the vault is open and the seat may; `today` the date."""

    def __init__(
        self,
        folder: DeskFolderPort,
        readers: Mapping[str, ReadsDirectory],
        key: Callable[[], bytes],
        today: Callable[[], date],
    ) -> None:
        self._folder = folder
        self._readers = readers
        self._key = key
        self._today = today
        self._desk: DeskPort | None = None

    def begin(self) -> None:
        """Make an empty desk, at founding; later one that is missing is `DatabaseDamaged`."""
        self._desk = self._folder.make(self._key())

    def close(self) -> None:
        """Release the desk."""
        if self._desk is not None:
            self._desk.close()
            self._desk = None

    def preview(
        self, path: Path, form: str = HSDS, *, source: str = "", on_progress: Progress | None = None
    ) -> Difference:
        """Read a file or folder and compare it with the last import of its source; nothing is written.

        `source` is the name under which the directory is known, the file's own name without one: the next import
        under the same name is compared with this one. Raises `UnknownForm` and the reader's errors.
        """
        reader = self._readers.get(form)
        if reader is None:
            raise UnknownForm(form)
        name = (source or path.stem or form)[:NAME_LIMIT]
        read = reader(path, source=name, on_progress=on_progress)
        return compare(name, form, read, self._open.last_import(name))

    def accept(self, difference: Difference) -> ImportReport:
        """Take a difference over, in one transaction; what is gone from the source is set aside, never deleted."""
        self._open.take_over(difference, self._today())
        return difference.report

    def import_file(
        self,
        path: Path,
        form: str = HSDS,
        *,
        accept: bool = False,
        source: str = "",
        on_progress: Progress | None = None,
    ) -> ImportReport:
        """`preview`, and with `accept` also `accept`."""
        difference = self.preview(path, form, source=source, on_progress=on_progress)
        return self.accept(difference) if accept else difference.report

    def import_training(self, path: Path) -> ImportReport:
        """Take over the practice directory, its dates moved so that it is as fresh as when it was written."""
        read = self._readers[HSDS](path, source=TRAINING, on_progress=None)
        read = renewed(read, self._today())
        return self.accept(compare(TRAINING, HSDS, read, self._open.last_import(TRAINING)))

    def working_entries(self) -> tuple[Entry, ...]:
        """The entries that would be published now."""
        return self._open.entries()

    def gone_entries(self) -> tuple[Entry, ...]:
        """Entries set aside because their source does not hold them any more."""
        return self._open.gone()

    def sources(self) -> tuple[tuple[str, str, date], ...]:
        """(name, form, date of the last import) of every source."""
        return self._open.sources()

    def set_materials(self, lines: tuple[HelpLine, ...], guide: Guide) -> None:
        """Replace the help lines and the national guide."""
        self._open.set_materials(lines, guide)

    def content(self) -> Content:
        """All that would be published now."""
        return self._open.content()

    @property
    def _open(self) -> DeskPort:
        if self._desk is None:
            self._desk = self._folder.open(self._key())
        return self._desk
