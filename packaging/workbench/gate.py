# SPDX-License-Identifier: GPL-3.0-or-later
"""A lock on one file, so that two runs of dev.py at once do not break each other.

A set-up holds it alone; on POSIX systems a running command shares it, so that no set-up empties the
environment under a running program. Windows refuses by itself to delete files in use: there only set-ups hold it.
The lock belongs to the process and the package tools it started: it ends with them, whatever ends them.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.saying import SetUpStopped, say

LONGEST_WAIT_S = 900.0  # a slow line may need minutes for the packages; longer means that somebody left a window open
PAUSE_S = 0.2


def take(path: Path, *, alone: bool, longest_wait_s: float = LONGEST_WAIT_S) -> int:
    """Takes the lock on `path` and returns its file descriptor; closing it gives the lock back.

    Raises SetUpStopped when it is not free within `longest_wait_s` seconds.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    deadline = time.monotonic() + longest_wait_s
    waiting = False
    while not _try_lock(descriptor, alone=alone):
        if time.monotonic() >= deadline:
            os.close(descriptor)
            raise SetUpStopped("Another dev.py command still uses the environment. Close it, then run this again.")
        if not waiting:
            say("  Waiting for another dev.py command that uses the environment.")
            waiting = True
        time.sleep(PAUSE_S)
    return descriptor


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Holds the lock on `path` alone for the length of the block."""
    descriptor = take(path, alone=True)
    os.set_inheritable(
        descriptor, True
    )  # a pip whose parent was killed works on: it keeps the others out until it ends
    try:
        yield
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int, *, alone: bool) -> bool:
        if not alone:
            return True
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int, *, alone: bool) -> bool:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
