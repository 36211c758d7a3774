# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading somebody's directory off the window's thread, with progress and a way to stop it."""

from __future__ import annotations

from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal

from outreach_app.ui.coalition_desk import SourceDesk
from outreach_app.ui.models.difference import Compared, compared

_STEPS = 200
"""Progress is told so many times at most: a bar shows no more."""


class _Stopped(Exception):
    """Somebody pressed Stop; caught in this module."""


class Reading(QObject):
    """One file or folder being read. `run` is the operation for the directory's lane and touches no widget."""

    moved = Signal(int, int)
    """Rows done, and rows in all; comes from the lane's thread and is queued."""

    def __init__(self, desk: SourceDesk, path: Path, source: str) -> None:
        super().__init__()
        self._desk = desk
        self._path = path
        self._source = source
        self._stopped = Event()
        self._told = -1

    def stop(self) -> None:
        """End it at the next row; nothing was written yet, so nothing is lost."""
        self._stopped.set()

    def run(self) -> Compared | None:
        """Read and compare; None when it was stopped. Raises what the reader raises."""
        try:
            difference = self._desk.preview(self._path, source=self._source, on_progress=self._progress)
        except _Stopped:
            return None
        working = self._desk.working_entries()
        return None if self._stopped.is_set() else compared(difference, working)

    def _progress(self, done: int, total: int) -> None:
        if self._stopped.is_set():
            raise _Stopped
        step = done * _STEPS // max(1, total)
        if step != self._told:
            self._told = step
            self.moved.emit(done, total)
