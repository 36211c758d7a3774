# SPDX-License-Identifier: GPL-3.0-or-later
"""Words on the screen, in one of the few roles that the style sheet knows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget


class Text(QLabel):
    """Plain words. Roles: body (none), quiet, lead, title, strong, section, counter, count, large.

    Never rich text: words from a directory or a message must not become markup.
    """

    def __init__(
        self, words: str = "", role: str = "", *, tone: str = "", wrap: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if role:
            self.setProperty("role", role)
        if tone:
            self.setProperty("tone", tone)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setText(words)


class Figure(Text):
    """A number whose digits are all of one width, so that nothing shifts when it counts."""

    def __init__(self, words: str = "", role: str = "counter", parent: QWidget | None = None) -> None:
        super().__init__(words, role, wrap=False, parent=parent)
        font = QFont(self.font())
        font.setFeature(QFont.Tag("tnum"), 1)
        self.setFont(font)
        self.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)


class SectionLabel(Text):
    """The small heading over a group, in capitals."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words.upper(), "section", wrap=False, parent=parent)
        self.setAccessibleName(words)


def rule(parent: QWidget | None = None) -> QFrame:
    """A thin line between two groups."""
    line = QFrame(parent)
    line.setProperty("role", "rule")
    return line
