# SPDX-License-Identifier: GPL-3.0-or-later
"""Controls of one width in a row; in as many rows as large text needs."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayoutItem, QSizePolicy, QWidget

from outreach_app.ui.widgets.listed_layout import ListedLayout

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

GAP = 12
QWIDGETSIZE_MAX = 16777215
"""Qt's own word for no limit."""


class EvenLayout(ListedLayout):
    """All in one row where they fit, else in rows of one length; of one width but for words that need more."""

    def expandingDirections(self) -> Qt.Orientation:
        """As wide as there is room."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """More rows are taller."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How tall at this width, at the least."""
        rows = self._rows(width)
        return sum(_tallest(row, width) for row in rows) + GAP * max(0, len(rows) - 1)

    def sizeHint(self) -> QSize:
        """One row."""
        widths = [item.sizeHint().width() for item in self._items]
        width = max(widths, default=0) * len(widths) + GAP * max(0, len(widths) - 1)
        return QSize(width, max((item.sizeHint().height() for item in self._items), default=0))

    def minimumSize(self) -> QSize:
        """The widest control alone in its row."""
        widest = max((item.minimumSize().width() for item in self._items), default=0)
        return QSize(widest, max((item.minimumSize().height() for item in self._items), default=0))

    def maximumSize(self) -> QSize:
        """Rows no taller than their controls may be."""
        rows = self._rows(self.geometry().width())
        tall = sum(max(item.maximumSize().height() for item in row) for row in rows)
        return QSize(QWIDGETSIZE_MAX, min(QWIDGETSIZE_MAX, tall + GAP * max(0, len(rows) - 1)))

    def setGeometry(self, rect: QRect) -> None:
        """Lay out; height that is left is shared by the rows."""
        super().setGeometry(rect)
        rows = self._rows(rect.width())
        spare = max(0, rect.height() - self.heightForWidth(rect.width())) // max(1, len(rows))
        top = rect.top()
        for row in rows:
            tall = _tallest(row, rect.width()) + spare
            self._place(row, rect, top, tall)
            top += tall + GAP

    def _place(self, row: list[QLayoutItem], rect: QRect, top: int, tall: int) -> None:
        parent = self.parentWidget()
        mirrored = parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = 0
        for item, wide in zip(row, _widths(row, rect.width()), strict=True):
            left = rect.right() + 1 - x - wide if mirrored else rect.left() + x
            item.setGeometry(QRect(left, top, wide, tall))
            x += wide + GAP

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        """As few rows as fit, and none much shorter than the others."""
        for count in range(1, len(self._items) + 1):
            length = ceil(len(self._items) / count)
            rows = [self._items[start : start + length] for start in range(0, len(self._items), length)]
            if count == len(self._items) or all(_least(row) <= width for row in rows):
                return rows
        return []


def _least(row: list[QLayoutItem]) -> int:
    return sum(item.minimumSize().width() for item in row) + GAP * (len(row) - 1)


def _widths(row: list[QLayoutItem], width: int) -> list[int]:
    """Equal shares; a control that needs more takes it from the others."""
    room, left = width - GAP * (len(row) - 1), len(row)
    widths = dict.fromkeys(range(len(row)), 0)
    for place in sorted(widths, key=lambda place: -row[place].minimumSize().width()):
        widths[place] = max(row[place].minimumSize().width(), room // left)
        room, left = room - widths[place], left - 1
    return list(widths.values())


def _tallest(row: list[QLayoutItem], width: int) -> int:
    return max(_height(item, wide) for item, wide in zip(row, _widths(row, width), strict=True))


class EvenRows(QWidget):
    """Controls of one width, in even rows."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        layout = EvenLayout(self)
        for widget in widgets:
            layout.addWidget(widget)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take no more height than the rows may have at this width."""
        super().resizeEvent(event)
        layout = self.layout()
        if layout is not None:
            self.setMaximumHeight(layout.maximumSize().height())


def _height(item: QLayoutItem, width: int) -> int:
    tall = item.heightForWidth(width) if item.hasHeightForWidth() else item.minimumSize().height()
    return max(tall, item.minimumSize().height())
