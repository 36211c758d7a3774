# SPDX-License-Identifier: GPL-3.0-or-later
"""One of a short list, and a tick: Qt's own controls with marks drawn in the palette."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QSizePolicy, QStyle, QStyleOptionButton, QWidget


class Choice(QComboBox):
    """A list that opens; the mouse wheel never changes what is chosen."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll instead."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The control as styled, then the arrow."""
        super().paintEvent(event)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x, y = (20 if mirrored else self.width() - 20), self.height() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(_pen(self, 1.8))
        painter.drawPolyline(QPolygonF([QPointF(x - 5, y - 2.5), QPointF(x, y + 2.5), QPointF(x + 5, y - 2.5)]))
        painter.end()


class Tick(QCheckBox):
    """A box to tick, with its words."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setAccessibleName(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Never under the least target."""
        return super().sizeHint().expandedTo(QSize(44, 44))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box as styled, then the tick in it."""
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        middle = QPointF(box.center()) + QPointF(0.5, 0.5)
        side = box.width() / 26
        marks = ((-6.0, 0.5), (-2.0, 4.5), (6.5, -4.5))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(_pen(self, 2.4 * side))
        painter.drawPolyline(QPolygonF([middle + QPointF(x * side, y * side) for x, y in marks]))
        painter.end()


def _pen(widget: QWidget, width: float) -> QPen:
    colour = widget.palette().color(widget.foregroundRole())
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
