# SPDX-License-Identifier: GPL-3.0-or-later
"""Lanes: one thread each for `vault.db`, the directory, the directory desk and the network, so that none ever waits for
the window, and a search or a count never for an import.

No Qt here: the window turns a lane's futures into callbacks on its own thread. On the command line a lane runs its
operations in place.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Lane(Protocol):
    """Operations of one resource, in order, one at a time."""

    def submit(self, operation: Callable[[], T]) -> Future[T]:
        """Queue an operation."""
        ...

    def call(self, operation: Callable[[], T]) -> T:
        """Run an operation on the lane and wait for it; in place when on the lane already."""
        ...

    def stop(self) -> None:
        """Finish what is queued and end."""
        ...


class ThreadLane:
    """A lane with a thread of its own."""

    def __init__(self, name: str) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name, initializer=self._remember)
        self._ident: int | None = None

    def submit(self, operation: Callable[[], T]) -> Future[T]:
        """See `Lane`."""
        return self._executor.submit(operation)

    def call(self, operation: Callable[[], T]) -> T:
        """See `Lane`."""
        if threading.get_ident() == self._ident:
            return operation()
        return self.submit(operation).result()

    def stop(self) -> None:
        """See `Lane`."""
        self._executor.shutdown(wait=True)

    def _remember(self) -> None:
        self._ident = threading.get_ident()


class InlineLane:
    """A lane for the command line: the caller's own thread."""

    def submit(self, operation: Callable[[], T]) -> Future[T]:
        """See `Lane`."""
        future: Future[T] = Future()
        try:
            future.set_result(operation())
        except Exception as error:  # noqa: BLE001 - handed on to whoever asks for the result, as a thread's would be
            future.set_exception(error)
        return future

    def call(self, operation: Callable[[], T]) -> T:
        """See `Lane`."""
        return operation()

    def stop(self) -> None:
        """See `Lane`."""


@dataclass(frozen=True)
class Lanes:
    """The lanes. Vault, directory and desk never wait for the network; the desk waits for nobody."""

    vault: Lane
    directory: Lane
    """The release that is open: searched and shown."""
    desk: Lane
    """The working copy: imported, edited, exported, for minutes at times."""
    network: Lane

    def stop(self) -> None:
        """End them all; the network first, as it calls the others, as the directory's does the desk's."""
        for lane in (self.network, self.directory, self.desk, self.vault):
            lane.stop()


def threads() -> Lanes:
    """Lanes for the window."""
    return Lanes(ThreadLane("vault"), ThreadLane("directory"), ThreadLane("desk"), ThreadLane("network"))


def inline() -> Lanes:
    """Lanes for the command line."""
    return Lanes(InlineLane(), InlineLane(), InlineLane(), InlineLane())
