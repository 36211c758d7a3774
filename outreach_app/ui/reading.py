# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading somebody's directory off the window's thread, with progress and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Final

from PySide6.QtCore import QObject, Signal

from outreach_app.domain.desk import Preview
from outreach_app.domain.directory_import import Progress

_STEPS: Final = 200
"""Progress is told so many times at most where the end is known: a bar shows no more."""
_BLIND_STEP: Final = 500
"""Where it is not, each so many rows."""


class Reading(QObject):
    """One directory being read. `run` is the operation for the desk's lane and touches no widget."""

    moved = Signal(int, int)
    """Rows or bytes done, and in all (0: not known); comes from the lane's thread and is queued."""

    def __init__(self, read: Callable[[Progress, Callable[[], bool]], Preview]) -> None:
        """`read` is given where to tell its progress, and what to ask whether it should stop."""
        super().__init__()
        self._read = read
        self._stopped = Event()
        self._told = -1

    def stop(self) -> None:
        """End it at the next row; what was read stays staged and can be gone on with."""
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        """Whether somebody ended it."""
        return self._stopped.is_set()

    def run(self) -> Preview:
        """Read and compare. Raises what the reader raises."""
        return self._read(self._progress, self._stopped.is_set)

    def _progress(self, done: int, total: int) -> None:
        step = done * _STEPS // total if total else done // _BLIND_STEP
        if step != self._told:
            self._told = step
            self.moved.emit(min(done, 2**31 - 1), min(total, 2**31 - 1))
