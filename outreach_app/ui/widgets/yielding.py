# SPDX-License-Identifier: GPL-3.0-or-later
"""A line of controls whose least important words give way when large text needs the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


class YieldingRow(QFrame):
    """`row` is its layout; widgets named by `give_way` are hidden, first one first, until the rest fits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self._yielding: list[QWidget] = []

    def give_way(self, *widgets: QWidget) -> None:
        """Who goes first when it gets tight."""
        self._yielding = list(widgets)

    def minimumSizeHint(self) -> QSize:
        """Without whatever can give way."""
        gone = sum(_room(widget) + self.row.spacing() for widget in self._yielding if not widget.isHidden())
        least = super().minimumSizeHint()
        return QSize(max(0, least.width() - gone), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what fits."""
        super().resizeEvent(event)
        self.fit()

    def event(self, event: QEvent) -> bool:
        """Words inside became longer or shorter."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return done

    def fit(self) -> None:
        """Give way as far as it must be."""
        fixed = self.minimumSizeHint().width()
        left = self.width() - fixed
        for widget in reversed(self._yielding):
            left -= _room(widget) + self.row.spacing()
            widget.setVisible(left >= 0)


def _room(widget: QWidget) -> int:
    return max(widget.sizeHint().width(), widget.minimumSizeHint().width())
