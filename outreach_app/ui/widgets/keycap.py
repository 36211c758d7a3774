# SPDX-License-Identifier: GPL-3.0-or-later
"""A key as it looks on a keyboard, shown on or beside the thing it does."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from outreach_app.ui.widgets.text import Text


class KeyCap(QLabel):
    """The cap alone. A screen reader hears the key in the control's own name instead."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(key, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """As wide as a key at least."""
        return super().sizeHint().expandedTo(QSize(32, 0))

    def minimumSizeHint(self) -> QSize:
        """A cap is never cut."""
        return self.sizeHint()


class KeyHint(QWidget):
    """A cap and what the key does, as a quiet line: `[Tab] next`."""

    def __init__(self, key: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.cap = KeyCap(key)
        self.words = Text(words, "quiet", wrap=False)
        row.addWidget(self.cap)
        row.addWidget(self.words)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
