# SPDX-License-Identifier: GPL-3.0-or-later
"""A quiet button that shows its key first, as `[1] going now`: for rows of things that one key does."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from outreach_app.ui.widgets.keycap import KeyCap
from outreach_app.ui.widgets.pressable import Pressable
from outreach_app.ui.widgets.text import Text


class KeyButton(Pressable):
    """The page that owns the key acts on it; a click does the same."""

    def __init__(self, key: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.cap = KeyCap(key)
        self.words = Text(words, wrap=False)
        row = QHBoxLayout()
        row.setContentsMargins(6, 2, 8, 2)
        row.setSpacing(8)
        row.addWidget(self.cap)
        row.addWidget(self.words, 1)
        self.fill(row)
        self.setAccessibleName(f"{words}, {key}")

    def say(self, words: str) -> None:
        """Other words on the same key."""
        self.words.setText(words)
        self.setAccessibleName(f"{words}, {self.key}")
