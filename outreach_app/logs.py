# SPDX-License-Identifier: GPL-3.0-or-later
"""A leaf: logs that name what happened, never whom or where. Filtered before a line reaches a handler.

Nothing is written to disk in this version: an unexpected error goes to standard error as its type and place in the
program. The filter stands all the same, so that no library's line carries an address, a path or a key.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from types import TracebackType
from typing import Final

_HIDDEN: Final = (
    (re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]+", re.IGNORECASE), "<key>"),
    (re.compile(r"\bage1[0-9a-z]{20,}"), "<recipient>"),
    (re.compile(r"\b[0-9a-fA-F]{32,}\b"), "<id>"),
    (re.compile(r"\b[a-z][a-z0-9+.-]*://\S+(?: [^\s/\\]*[/\\]\S*)*", re.IGNORECASE), "<address>"),
    # folders may have spaces in their names: everything from the first separator to the last one goes
    (re.compile(r"(?:[A-Za-z]:|~)?(?:[/\\][^/\\\n]+)+[/\\][^\s/\\'\":]*"), "<path>"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "<mail>"),
    (re.compile(r"\+?\d[\d\s().-]{6,}\d"), "<number>"),
)


def cleaned(text: str) -> str:
    """`text` without keys, ids, addresses, paths, mail addresses and long numbers."""
    for pattern, word in _HIDDEN:
        text = pattern.sub(word, text)
    return text


class Cleaner(logging.Filter):
    """Cleans a record's whole message; its arguments are merged first, so that none slips past."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: a line is cleaned, not dropped."""
        record.msg, record.args = cleaned(record.getMessage()), ()
        record.exc_info, record.exc_text, record.stack_info = None, None, None
        return True


def place_of(error: BaseException) -> str:
    """Type of an error and the program's own lines that it came through; never its message or values."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{frame.filename.replace(chr(92), '/').rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames[-6:]]
    return f"{type(error).__name__} at {' > '.join(lines)}"


def unexpected(error: BaseException) -> None:
    """Log an error that nobody expected: its type and place, without its message or values."""
    logging.getLogger("companion").log(logging.ERROR, "unexpected: %s", place_of(error))


def install() -> None:
    """Warnings and worse go to standard error, cleaned; so do errors that nobody caught."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(Cleaner())
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)

    def uncaught(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        unexpected(error)

    sys.excepthook = uncaught
