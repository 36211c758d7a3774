# SPDX-License-Identifier: GPL-3.0-or-later
"""The set-up's words: one line per step on standard error, one sentence when it has to stop."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class SetUpStopped(Exception):
    """The set-up cannot go on. The text is the whole message: what happened, what to do."""


def say(line: str) -> None:
    """One line on standard error."""
    print(line, file=sys.stderr, flush=True)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Shows `what` while it lasts, and how long it took on the same line."""
    started = time.monotonic()
    print(f"  {what} ... ", end="", file=sys.stderr, flush=True)
    try:
        yield
    except BaseException:
        say("stopped")
        raise
    say(f"{time.monotonic() - started:.0f} s")
