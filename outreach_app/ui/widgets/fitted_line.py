# SPDX-License-Identifier: GPL-3.0-or-later
"""One line that is as large as its place allows: a number to be read from two steps away."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class FittedLine(QWidget):
    """`words` in the heaviest size between `least` and `most` pixels that fits the width; it never wraps."""

    def __init__(self, words: str, *, least: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self._least, self._most = least, most
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(words)

    def size_at(self, width: int) -> int:
        """The text size in pixels at this width."""
        probe = self._font(100)
        advance = max(1.0, QFontMetricsF(probe).horizontalAdvance(self.words))
        return max(self._least, min(self._most, int(100 * width / advance)))

    def hasHeightForWidth(self) -> bool:
        """Narrower is lower."""
        return True

    def heightForWidth(self, width: int) -> int:
        """One line."""
        return round(QFontMetricsF(self._font(self.size_at(width))).height())

    def sizeHint(self) -> QSize:
        """As wide as it is at its largest."""
        metrics = QFontMetricsF(self._font(self._most))
        return QSize(round(metrics.horizontalAdvance(self.words)) + 2, round(metrics.height()))

    def minimumSizeHint(self) -> QSize:
        """As wide as it is at its smallest."""
        metrics = QFontMetricsF(self._font(self._least))
        return QSize(round(metrics.horizontalAdvance(self.words)) + 2, round(metrics.height()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """In the middle, in the colour of words."""
        painter = QPainter(self)
        painter.setFont(self._font(self.size_at(self.width())))
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, self.words)
        painter.end()

    def _font(self, size: int) -> QFont:
        self.ensurePolished()
        font = QFont(self.font())
        font.setPixelSize(size)
        font.setWeight(QFont.Weight.DemiBold)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font
