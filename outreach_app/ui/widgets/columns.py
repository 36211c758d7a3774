# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts side by side where there is room for them at this text size, one below the other where there is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QBoxLayout, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


class Columns(QWidget):
    """`least` is the width in pixels at 100 % text under which the parts are stacked."""

    def __init__(self, least: int, scale: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = round(least * scale)
        self._parts: list[QWidget] = []
        self._wanted: list[int] = []
        self.row = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(16)

    def add(self, part: QWidget, stretch: int = 1, *, wanted: int = 0) -> None:
        """The next part; `stretch` is its share of the width side by side, `wanted` what it then needs in pixels."""
        self._wanted.append(wanted)
        self._parts.append(part)
        self.row.addWidget(part, stretch)

    @property
    def stacked(self) -> bool:
        """One below the other now."""
        return self.row.direction() == QBoxLayout.Direction.TopToBottom

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest part alone: the parts give way by stacking."""
        widths = (part.minimumSizeHint().width() for part in self._parts)
        return QSize(max(widths, default=0), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose by the width that there is."""
        super().resizeEvent(event)
        widths = (max(part.minimumSizeHint().width(), w) for part, w in zip(self._parts, self._wanted, strict=True))
        needed = sum(widths) + self.row.spacing() * len(self._parts)
        beside = self.width() >= max(self._least, needed)
        self.row.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
