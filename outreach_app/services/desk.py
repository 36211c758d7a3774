# SPDX-License-Identifier: GPL-3.0-or-later
"""The directory desk of a coordinator: bring a directory in, see the difference, take it over.

Runs on the desk's lane, so that an import of minutes keeps nobody from searching or counting; the desk opens with the
first use and closes with the vault.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Final, Protocol

from outreach_app.domain.content import Content
from outreach_app.domain.desk import CHANGE_KINDS, DeskEntry, DeskPage, EntryChange, Preview, SourceLine, TableLook
from outreach_app.domain.directory import NAME_LIMIT, Entry
from outreach_app.domain.directory_import import (
    ImportOrder,
    ImportReport,
    Notes,
    Progress,
    Read,
    SourceTerm,
    renewed,
)
from outreach_app.domain.errors import BadField, CompanionError, NothingStaged, VaultLocked
from outreach_app.domain.guide import Guide
from outreach_app.domain.material import HelpLine
from outreach_app.services.attended import Attended

HSDS: Final = "hsds"
API: Final = "api"
TRAINING: Final = "training"
RULES: Final = "rules"
_CUT_OFF: Final = "cut_off"
_TOLD_EVERY: Final = 64
"""Services between two looks at whether somebody stopped it."""

Derive = Callable[[Entry, Sequence[SourceTerm]], Entry]
"""Fills what a source left open, and marks it as guessed."""


class StagingPiecePort(Protocol):
    """See `store.desk_staging.StagingPiece`."""

    @property
    def full(self) -> bool: ...
    def put(self, read: Read) -> None: ...
    def commit(self, notes: Notes) -> None: ...
    def finish(self, notes: Notes, *, complete: bool) -> None: ...
    def close(self) -> None: ...


class StagingPort(Protocol):
    """See `store.desk_staging.Staging`."""

    def order(self) -> ImportOrder | None: ...
    def begin(self, order: ImportOrder, today: date) -> StagingPiecePort: ...
    def go_on(self) -> StagingPiecePort: ...
    def known(self) -> Notes: ...
    def preview(self) -> Preview | None: ...
    def changes(self, kind: str, offset: int, limit: int) -> tuple[EntryChange, ...]: ...
    def discard(self) -> None: ...


class WorkingEntriesPort(Protocol):
    """See `store.desk_entries.WorkingEntries`."""

    def lines(self, text: str, show: str, offset: int, limit: int) -> DeskPage: ...
    def one(self, entry_id: str) -> DeskEntry: ...
    def save(self, entry: Entry, today: date) -> None: ...
    def settle(self, entry_id: str, key: str, take: str) -> None: ...
    def recall(self, entry_id: str, day: date | None) -> None: ...
    def recalled(self) -> frozenset[str]: ...
    def some(self, ids: Sequence[str]) -> tuple[Entry, ...]: ...
    def to_check(self, stale: date, ageing: date, limit: int) -> tuple[tuple[Entry, str], ...]: ...
    def original(self, entry_id: str) -> bytes: ...
    def count(self) -> int: ...


class DeskPort(Protocol):
    """See `store.desk.Desk`."""

    @property
    def staging(self) -> StagingPort: ...
    @property
    def entries(self) -> WorkingEntriesPort: ...
    def sources(self) -> tuple[SourceLine, ...]: ...
    def order_for(self, source: str) -> ImportOrder | None: ...
    def take_over(self, leave: Collection[str], today: date, *, remove_gone: bool) -> tuple[int, int, int]: ...
    def set_rules(self, rules: object | None, derive: Derive, on_progress: Progress | None) -> None: ...
    def gone(self) -> tuple[Entry, ...]: ...
    def set_materials(self, lines: tuple[HelpLine, ...], guide: Guide) -> None: ...
    def own_list(self, name: str) -> object | None: ...
    def set_own_list(self, name: str, value: object | None) -> None: ...
    def content(self, call: Callable[[Callable[[], list[tuple[str, bytes]]]], list[tuple[str, bytes]]]) -> Content: ...
    def said(self) -> str: ...
    def originals(self) -> Iterator[tuple[Entry, bytes]]: ...
    def stop(self) -> None: ...
    def close(self) -> None: ...


class DeskFolderPort(Protocol):
    """See `store.desk.DeskFolder`."""

    def make(self, key: bytes) -> DeskPort: ...
    def open(self, key: bytes) -> DeskPort: ...


class ReadsSource(Protocol):
    """See `reading.read_source`: services of a source, what they leave open derived by rules. Raises `UnknownForm`."""

    def __call__(self, order: ImportOrder, notes: Notes, rules: object) -> Iterator[Read]: ...


class RulesPort(Protocol):
    """The rules from which facts are derived: the shipped ones, and how rules are made ready (`BadField`)."""

    def shipped(self) -> object: ...
    def ready(self, rules: object) -> Derive: ...


def _here(operation: Callable[[], list[tuple[str, bytes]]]) -> list[tuple[str, bytes]]:
    return operation()


class DeskService:
    """`key` gives the desk's raw key while the vault is open and the seat may, `today` the date."""

    def __init__(
        self,
        folder: DeskFolderPort,
        read: ReadsSource,
        rules: RulesPort,
        key: Callable[[], bytes],
        today: Callable[[], date],
        look: Callable[[Path], TableLook],
    ) -> None:
        self._look = look
        self._folder = folder
        self._read = read
        self._rules = rules
        self._key = key
        self._today = today
        self._desk: DeskPort | None = None
        self._ending = threading.Event()
        """Set from the vault's locking until the desk is closed."""

    def make(self) -> None:
        """Make an empty desk, at founding; later one that is missing is `DatabaseDamaged`."""
        self._desk = self._folder.make(self._key())

    def stop(self) -> None:
        """From any thread, once the keys are gone: what is under way ends within a service, and raises `VaultLocked`.

        An import keeps what was committed of it, as it does when the power fails.
        """
        self._ending.set()
        desk = self._desk
        if desk is not None:
            desk.stop()

    def close(self) -> None:
        """Release the desk; from now on it may be opened again."""
        desk, self._desk = self._desk, None
        if desk is not None:
            desk.close()
        self._ending.clear()

    def sources(self) -> tuple[SourceLine, ...]:
        """Every source as it was last taken over."""
        return self.open.sources()

    def order_for(self, source: str) -> ImportOrder | None:
        """The last order of a source (mapping, address), to begin from; None where it is not known."""
        return self.open.order_for(source)

    def look(self, path: Path) -> TableLook:
        """The first rows of a plain table and a guess at what its columns hold; raises what reading it raises."""
        return self._look(path)

    def begin(
        self, order: ImportOrder, on_progress: Progress | None = None, stop: Callable[[], bool] | None = None
    ) -> Preview:
        """Read a source into staging and compare it with its last import; the working copy stays as it is.

        What was staged before is thrown away once the first service could be read. Stopped, or ended by an error
        (which is raised), it keeps what it read. Raises `UnknownForm` and the reader's errors.
        """
        order = replace(order, source=_source_name(order))
        notes = Notes()
        reads = self._reads(order, notes)
        first = list(_first(reads))
        return self._stage(self.open.staging.begin(order, self._today()), chain(first, reads), notes, on_progress, stop)

    def resume(self, on_progress: Progress | None = None, stop: Callable[[], bool] | None = None) -> Preview:
        """Go on with an import that was stopped: an address from where it was, a file from its beginning.

        Raises `NothingStaged` and what `begin` raises.
        """
        order, preview = self.open.staging.order(), self.open.staging.preview()
        if order is None or preview is None:
            raise NothingStaged
        if preview.complete:
            return preview
        if not order.cursor:
            return self.begin(order, on_progress, stop)
        notes = _going_on(self.open.staging.known())
        return self._stage(self.open.staging.go_on(), self._reads(order, notes), notes, on_progress, stop)

    def staged(self) -> Preview | None:
        """The import that is staged, also after a restart; None for none."""
        return self.open.staging.preview()

    def changes(self, kind: str, offset: int = 0, limit: int = 200) -> tuple[EntryChange, ...]:
        """Some of what the staged import would change; `kind` is one of `CHANGE_KINDS`."""
        if kind not in CHANGE_KINDS:
            raise BadField("kind", "unknown_code")
        return self.open.staging.changes(kind, offset, limit)

    def accept(
        self,
        *,
        leave: Collection[str] = frozenset(),
        remove_gone: bool = False,
    ) -> ImportReport:
        """Take the staged import over, in one transaction, but the entries in `leave`; raises `NothingStaged`.

        What is gone from the source stays in use, or with `remove_gone` is set aside; it is never deleted.
        """
        preview = self.staged()
        if preview is None:
            raise NothingStaged
        added, changed, gone = self.open.take_over(leave, self._today(), remove_gone=remove_gone)
        return ImportReport(added, changed, gone, preview.skipped, preview.dropped, preview.problems)

    def discard(self) -> None:
        """Throw the staged import away."""
        self.open.staging.discard()

    def import_training(self, path: Path) -> ImportReport:
        """Take over the practice directory, its dates moved so that it is as fresh as when it was written."""
        order = ImportOrder(str(path), HSDS, TRAINING)
        notes = Notes()
        reads = iter(renewed(self._reads(order, notes), self._today()))
        self._stage(self.open.staging.begin(order, self._today()), reads, notes, None, None)
        return self.accept(remove_gone=True)

    def import_file(
        self,
        path: Path,
        form: str = HSDS,
        *,
        accept: bool = False,
        source: str = "",
        remove_gone: bool = True,
        on_progress: Progress | None = None,
    ) -> ImportReport:
        """Read a file and compare it; with `accept` take it over, without throw it away again."""
        preview = self.begin(ImportOrder(str(path), form, source), on_progress)
        if accept:
            return self.accept(remove_gone=remove_gone)
        self.discard()
        return ImportReport(
            preview.added, preview.changed, preview.gone, preview.skipped, preview.dropped, preview.problems
        )

    def set_materials(self, lines: tuple[HelpLine, ...], guide: Guide) -> None:
        """Replace the help lines and the national guide."""
        self.open.set_materials(lines, guide)

    def content(
        self, call: Callable[[Callable[[], list[tuple[str, bytes]]]], list[tuple[str, bytes]]] = _here
    ) -> Content:
        """All that would be published now.

        Its entries are fetched piece by piece while somebody goes over them, each piece through `call`: on whatever
        thread that is, the desk is used on its own. Raises `DeskChanged` then, if the desk was changed meanwhile.
        """
        return self.open.content(call)

    def said(self) -> str:
        """A hash of all that would be published."""
        return self.open.said()

    @property
    def open(self) -> DeskPort:
        """The open desk; raises `DatabaseDamaged`, `RoleMayNot`, `VaultLocked`."""
        if self._desk is None:
            self._desk = self._folder.open(self._key())
        if self._ending.is_set():  # stopped before there was anything to stop
            raise VaultLocked
        return self._desk

    def _rules_in_use(self) -> object:
        own = self.open.own_list(RULES)
        return own if own is not None else self._rules.shipped()

    def _reads(self, order: ImportOrder, notes: Notes) -> Iterator[Read]:
        reads = self._read(order, notes, self._rules_in_use())
        return iter(Attended(reads, self._ending)) if order.form == API else reads

    def _stage(
        self,
        piece: StagingPiecePort,
        reads: Iterator[Read],
        notes: Notes,
        on_progress: Progress | None,
        stop: Callable[[], bool] | None,
    ) -> Preview:
        complete = False
        try:
            try:
                complete = self._read_in(piece, reads, notes, on_progress, stop)
            except CompanionError:
                piece.finish(notes, complete=False)
                raise
            piece.finish(notes, complete=complete)
        finally:
            piece.close()
        preview = self.staged()
        if preview is None:
            raise NothingStaged
        return preview

    def _read_in(
        self,
        piece: StagingPiecePort,
        reads: Iterator[Read],
        notes: Notes,
        on_progress: Progress | None,
        stop: Callable[[], bool] | None,
    ) -> bool:
        """Whether the source was read to its end; an address that answers no more is gone on with later."""
        point = notes.cursor
        for number, read in enumerate(reads):
            if self._ending.is_set():
                raise VaultLocked
            if notes.cursor != point or piece.full:
                piece.commit(notes)
                point = notes.cursor
            piece.put(read)
            if number % _TOLD_EVERY == 0:
                if on_progress is not None:
                    on_progress(notes.done, notes.total)
                if stop is not None and stop():
                    return False
        return not (notes.cursor and any(problem.reason == _CUT_OFF for problem in notes.all()))


def _going_on(known: Notes) -> Notes:
    """What was noted of an import that goes on: that it was cut off is no longer true."""
    notes = Notes()
    notes.cursor, notes.skipped, notes.dropped = known.cursor, known.skipped, known.dropped
    for problem in known.all():
        if problem.reason != _CUT_OFF:
            notes.add(*problem)
    return notes


def _source_name(order: ImportOrder) -> str:
    """What a source is called: as the order says, else by its address's host or its file's name."""
    host = order.where.partition("://")[2].partition("/")[0]
    name = order.source or host or Path(order.where).stem or order.form
    return name[:NAME_LIMIT]


def _first(reads: Iterator[Read]) -> Iterator[Read]:
    """The first service, if there is one: a source of which nothing can be had raises here."""
    for read in reads:
        yield read
        return
