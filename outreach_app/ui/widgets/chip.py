# SPDX-License-Identifier: GPL-3.0-or-later
"""A pill that is chosen or not."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from outreach_app.ui.theme import LEAST_TARGET


class Choosable(QPushButton):
    """Words that are chosen or not. As wide as in bold, so that choosing moves nothing."""

    ROOM = QSize(40, 12)
    """Pixels beside and above the words, both sides together."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words.replace("&", "&&"), parent)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        """Words in bold, with room around them."""
        self.ensurePolished()
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(font)
        width = metrics.horizontalAdvance(self.text().replace("&&", "&")) + self.ROOM.width()
        return QSize(max(LEAST_TARGET, width), max(LEAST_TARGET, round(metrics.height() * 1.2) + self.ROOM.height()))


class Chip(Choosable):
    """A pill; checked is shown by weight, ground and border."""
