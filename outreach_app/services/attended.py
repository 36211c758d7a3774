# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for a source that answers slowly without being held by it: an address may take minutes, locking may not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from queue import Empty, SimpleQueue
from typing import Final, Generic, TypeVar

from outreach_app.domain.errors import VaultLocked

T = TypeVar("T")
_LOOK_SECONDS: Final = 0.05


class Attended(Generic[T]):
    """Another iterator's items, each taken on a thread of its own when it is asked for.

    Raises what that iterator raises, and `VaultLocked` within a twentieth of a second once `ending` is set; its thread
    is left to end with what it waits for.
    """

    def __init__(self, items: Iterator[T], ending: threading.Event) -> None:
        self._items = items
        self._ending = ending
        self._asked: SimpleQueue[bool] = SimpleQueue()
        self._given: SimpleQueue[tuple[T, ...] | BaseException] = SimpleQueue()

    def __iter__(self) -> Iterator[T]:
        threading.Thread(target=self._take, name="attended", daemon=True).start()
        try:
            while items := self._next():
                yield items[0]
        finally:
            self._asked.put(False)

    def _next(self) -> tuple[T, ...]:
        """One item, or none at the end."""
        self._asked.put(True)
        while True:
            try:
                given = self._given.get(timeout=_LOOK_SECONDS)
            except Empty:
                if self._ending.is_set():
                    raise VaultLocked from None
                continue
            if isinstance(given, BaseException):
                raise given
            return given

    def _take(self) -> None:
        while self._asked.get():
            try:
                self._given.put((next(self._items),))
            except StopIteration:
                self._given.put(())
            except BaseException as error:  # noqa: BLE001 - raised where the items are wanted
                self._given.put(error)
