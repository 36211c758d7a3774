# SPDX-License-Identifier: GPL-3.0-or-later
"""Controls in a line that goes on in the next one where it is full, as words do."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from outreach_app.ui.widgets.listed_layout import ListedLayout


class FlowLayout(ListedLayout):
    """`gap` in pixels between controls, `down` between lines (the same without one). A line is as tall as its tallest
    control; what is wider than the line is as wide as it. Hidden controls take no room. `end` sets each line to where
    reading ends."""

    def __init__(
        self, parent: QWidget | None = None, *, gap: int = 8, down: int | None = None, end: bool = False
    ) -> None:
        super().__init__(parent)
        self._gap = gap
        self._down = gap if down is None else down
        self._end = end

    def expandingDirections(self) -> Qt.Orientation:
        """It wants no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Narrower is taller."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How tall at this width."""
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        """Lay out."""
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        """All in one line."""
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in sizes) + self._gap * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """The widest control alone."""
        sizes = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return QSize(max((s.width() for s in sizes), default=0), max((s.height() for s in sizes), default=0))

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        x, y, tall = 0, 0, 0
        line: list[tuple[QLayoutItem, QRect]] = []
        for item in self._items:
            if item.isEmpty():
                continue
            width = min(item.sizeHint().width(), rect.width())
            if x and x + width > rect.width():
                self._set_down(line, rect, tall, place=place)
                x, y, tall, line = 0, y + tall + self._down, 0, []
            height = item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
            line.append((item, QRect(x, y, width, height)))
            x += width + self._gap
            tall = max(tall, height)
        self._set_down(line, rect, tall, place=place)
        return y + tall

    def _set_down(self, line: list[tuple[QLayoutItem, QRect]], rect: QRect, tall: int, *, place: bool) -> None:
        parent = self.parentWidget()
        mirrored = parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        used = line[-1][1].x() + line[-1][1].width() if line else 0
        shift = max(0, rect.width() - used) if self._end else 0
        for item, box in line if place else ():
            box.translate(shift, 0)
            left = rect.width() - box.x() - box.width() if mirrored else box.x()
            corner = rect.topLeft() + QPoint(left, box.y() + (tall - box.height()) // 2)
            item.setGeometry(QRect(corner, box.size()))


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete its widgets."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def flowing(*widgets: QWidget, gap: int = 8, end: bool = False) -> QWidget:
    """These controls in flowing lines."""
    holder = QWidget()
    layout = FlowLayout(holder, gap=gap, down=8, end=end)
    for widget in widgets:
        layout.addWidget(widget)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    return holder
