# SPDX-License-Identifier: GPL-3.0-or-later
"""A counter: the key, the total so far, and what is counted."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.ui.restyle import mark
from outreach_app.ui.widgets.keycap import KeyCap
from outreach_app.ui.widgets.pressable import Pressable
from outreach_app.ui.widgets.text import Figure, Text


class CounterTile(Pressable):
    """`lit` marks what the eye goes to; `refused` an entry that the disk did not take."""

    def __init__(
        self, key: str, words: str, *, large: bool = False, tight: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._key, self._words = key, words
        self.cap = KeyCap(key)
        self.figure = Figure("", "counter" if large else "count")
        self.words = Text(words)
        self.words.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignBottom)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.cap, 0, Qt.AlignmentFlag.AlignTop)
        top.addStretch(1)
        top.addWidget(self.figure, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setContentsMargins(16, 8 if tight else 12, 16, 6 if tight else 12)
        column.setSpacing(0 if tight else 4)
        column.addLayout(top)
        column.addStretch(1)
        column.addWidget(self.words)
        self.fill(column)
        self.show_total(None)

    def show_total(self, total: int | None) -> None:
        """The total after the last commit; None where the tile counts nothing itself."""
        self.figure.setText("" if total is None else f"{total}")
        parts = [self._words, "" if total is None else f"{total}", self._key]
        self.setAccessibleName(", ".join(part for part in parts if part))

    def show_here(self, words: str) -> None:
        """The part of the total that was counted at this stop, in words: for who points at it or listens."""
        self.setToolTip(words)
        self.setAccessibleDescription(words)

    def light(self, lit: bool) -> None:
        """Bring forward, or back."""
        mark(self, "lit", lit)

    def refuse(self, refused: bool) -> None:
        """Show that the last entry here was not counted."""
        mark(self, "refused", refused)
        description = QCoreApplication.translate("CounterTile", "Not counted") if refused else ""
        self.setAccessibleDescription(description)
