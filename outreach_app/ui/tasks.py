# SPDX-License-Identifier: GPL-3.0-or-later
"""Work off the window's thread: an operation on a lane, then success or failure back on the window's thread.

An operation is a plain callable that knows no widget. What it returns or raises comes back through a queued signal.
After `forget()` (lock, hide) nothing that was under way is delivered any more: its page is gone.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import TYPE_CHECKING, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal

from outreach_app.domain.errors import CompanionError, InvariantBroken

if TYPE_CHECKING:
    from outreach_app.services.lanes import Lane

T = TypeVar("T")
Failure = Callable[[CompanionError], None]


class Tasks(QObject):
    """Runs operations; `failed` is emitted with the error where the caller gave no failure of its own."""

    failed = Signal(object)
    _came_back = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._life = 0
        self._waiting = 0
        self._came_back.connect(self._deliver)

    @property
    def waiting(self) -> int:
        """Operations whose outcome has not come back yet."""
        return self._waiting

    def forget(self) -> None:
        """Drop whatever comes back from operations begun before now."""
        self._life += 1

    def run(
        self,
        lane: Lane,
        operation: Callable[[], T],
        success: Callable[[T], None] | None = None,
        failure: Failure | None = None,
    ) -> None:
        """Do `operation` on `lane`; exactly one of the two callables follows, on the window's thread."""
        life = self._life
        self._waiting += 1

        def outcome(future: Future[T]) -> None:
            # Runs on the lane's thread: it may only carry the result over.
            self._came_back.emit(lambda: self._settle(life, future, success, failure))

        lane.submit(operation).add_done_callback(outcome)

    def _deliver(self, settle: Callable[[], None]) -> None:
        self._waiting -= 1
        settle()

    def _settle(
        self,
        life: int,
        future: Future[T],
        success: Callable[[T], None] | None,
        failure: Failure | None,
    ) -> None:
        if life != self._life:
            return
        error = error_of(future)
        if error is not None:
            heard = failure if failure is not None and _alive(failure) else self.failed.emit
            heard(error)
        elif success is not None and _alive(success):
            success(future.result())


def error_of(future: Future[T]) -> CompanionError | None:
    """What a finished future raised; anything not raised on purpose is this program's own mistake."""
    try:
        error = future.exception()
    except CancelledError:
        return InvariantBroken("cancelled")
    if error is None or isinstance(error, CompanionError):
        return error
    return InvariantBroken(type(error).__name__)


def _alive(callback: Callable[..., None]) -> bool:
    """False for a method of a widget that Qt has deleted in the meantime."""
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
