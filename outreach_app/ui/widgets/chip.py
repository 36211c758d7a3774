# SPDX-License-Identifier: GPL-3.0-or-later
"""A pill that is chosen or not."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from outreach_app.ui.theme import LEAST_TARGET


class Chip(QPushButton):
    """Checked is shown by weight, ground and border. As wide as its words in bold, so that choosing moves nothing."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words.replace("&", "&&"), parent)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        """Words in bold, room for the pill's ends, never under the least target."""
        self.ensurePolished()
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(font)
        width = metrics.horizontalAdvance(self.text().replace("&&", "&")) + 40
        return QSize(max(LEAST_TARGET, width), max(LEAST_TARGET, round(metrics.height() * 1.2) + 12))
