# SPDX-License-Identifier: GPL-3.0-or-later
"""A number typed to answer a list: one that can only be complete acts at once, else Enter or one second ends it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

NUMBER_MS: Final = 1000


class TypedNumber(QObject):
    """`given` carries a complete number from 1 to `last`."""

    given = Signal(int)
    changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.last = 0
        self.typed = ""
        self.timer = QTimer(self, singleShot=True, interval=NUMBER_MS)
        self.timer.timeout.connect(self.end)

    def begin(self, last: int) -> None:
        """Answer a list of so many lines."""
        self.last = last
        self._show("")

    def digit(self, digit: str) -> None:
        """One more figure; one that names no line is left alone."""
        wanted = int(self.typed + digit)
        if not 1 <= wanted <= self.last:
            return
        self._show(f"{wanted}")
        if wanted * 10 > self.last:
            self.end()  # no longer number begins with it
        else:
            self.timer.start()

    def back(self) -> None:
        """One figure less."""
        self._show(self.typed[:-1])

    def end(self) -> None:
        """It is complete."""
        number = int(self.typed or "0")
        self._show("")
        if number:
            self.given.emit(number)

    def _show(self, typed: str) -> None:
        self.typed = typed
        self.timer.stop()
        self.changed.emit(typed)
