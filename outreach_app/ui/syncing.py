# SPDX-License-Identifier: GPL-3.0-or-later
"""Syncing by itself and by hand: after unlocking, every few minutes, less often while it fails.

By itself it says nothing unless something came or went, or went wrong for the first time, and never while a shift is
open: nothing may come between a person and the pad. What happened last stands on the page Sending.
"""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from outreach_app.domain.errors import CompanionError, NoMailbox, Stopped
from outreach_app.ui import sync_words
from outreach_app.ui.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from outreach_app.services.sync import SyncReport
    from outreach_app.ui.desk import Desk

LOOK_MS: Final = 5000
"""So often the timer looks at the clock."""
SETTLE: Final = 3.0
"""Seconds after unlocking: first the page, then the mailbox."""
EVERY: Final = 5 * 60.0
"""Seconds between two syncs; doubled by each failure in a row up to `SELDOM`."""
SELDOM: Final = 60 * 60.0


class Syncing(QObject):
    """One sync at a time. `changed` whenever something that a page shows is another."""

    changed = Signal()
    _stepped = Signal(int, str, int, int)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.desk = desk
        self.running = False
        self.step: tuple[str, int, int] = ("", 0, 0)
        """(code of the step, done, total) of the sync that runs."""
        self.report: SyncReport | None = None
        self.problem: CompanionError | None = None
        self.at: datetime | None = None
        """When the last one ended."""
        self.due = 0.0
        self._failures = 0
        self._run = 0
        self._stop = threading.Event()
        self._stepped.connect(self._show_step)
        self.timer = QTimer(self, interval=LOOK_MS)
        self.timer.timeout.connect(self.look)

    def begin(self) -> None:
        """The vault is open: once soon, then every few minutes."""
        self.due = self.desk.ticks() + SETTLE
        self.timer.start()

    def end(self) -> None:
        """The vault is locked: what runs stops at its next step, what was shown is forgotten."""
        self.timer.stop()
        self._stop.set()
        self._run += 1
        self.running = False
        self.report = self.problem = self.at = None
        self._failures = 0

    def look(self) -> None:
        """Sync when it is time."""
        if not self.running and self.desk.ticks() >= self.due:
            self.now()

    def now(self, said: Callable[[CompanionError], None] | None = None) -> None:
        """Sync now; `said` hears the error where a person asked for it, otherwise it stays quiet."""
        if self.running:
            return
        self.running = True
        self.step = ("", 0, 0)
        self._run += 1
        self._stop = threading.Event()
        progress = partial(self._progress, self._run, self._stop)
        run = partial(self.desk.workplace.sync.run, on_progress=progress)
        self.desk.network(run, partial(self._done, said is None), partial(self._failed, said))
        self.changed.emit()

    def stop(self) -> None:
        """End it at its next step; what was done is kept."""
        self._stop.set()

    def _progress(self, run: int, stop: threading.Event, step: str, done: int, total: int) -> None:
        # runs on the network's lane
        if stop.is_set():
            raise Stopped
        self._stepped.emit(run, step, done, total)

    def _show_step(self, run: int, step: str, done: int, total: int) -> None:
        if run == self._run and self.running:
            self.step = (step, done, total)
            self.changed.emit()

    def _done(self, by_itself: bool, report: SyncReport) -> None:
        news = sync_words.news(report, self.report)
        self.report, self.problem = report, None
        self._failures = 0
        self._ended(EVERY)
        self.desk.sent.emit(report)
        self.desk.read_unsent()
        if news and by_itself and self.desk.open_shift is None:
            self.desk.say(news, "good")

    def _failed(self, said: Callable[[CompanionError], None] | None, error: CompanionError) -> None:
        first = self._failures == 0
        self.problem = error
        if not isinstance(error, Stopped):
            self._failures += 1
        self._ended(min(EVERY * 2**self._failures, SELDOM))
        self.desk.read_unsent()
        if said is not None:
            said(error)
        elif first and self.desk.open_shift is None and not isinstance(error, NoMailbox | Stopped):
            self.desk.say(sentence(error), "care")

    def _ended(self, again: float) -> None:
        self.running = False
        self.at = self.desk.now()
        self.due = self.desk.ticks() + again
        self.changed.emit()
