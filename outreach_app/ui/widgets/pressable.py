# SPDX-License-Identifier: GPL-3.0-or-later
"""Buttons that hold more than one line of words."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QSizePolicy, QWidget

from outreach_app.ui.theme import LEAST_TARGET


class Pressable(QPushButton):
    """A button laid out like a small page; the labels inside let the mouse through."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)

    def fill(self, layout: QLayout) -> None:
        """Lay the button out; call once, after the labels are in the layout."""
        if isinstance(layout, QHBoxLayout):
            margins = layout.contentsMargins()
            layout.addStrut(target(self) - margins.top() - margins.bottom())
        self.setLayout(layout)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(layout.hasHeightForWidth())
        self.setSizePolicy(policy)
        for inner in self.findChildren(QWidget):
            inner.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """The layout's, and never under the least target."""
        return self._inside().expandedTo(QSize(LEAST_TARGET, LEAST_TARGET))

    def minimumSizeHint(self) -> QSize:
        """The same for the least size."""
        layout = self.layout()
        least = layout.totalMinimumSize() if layout else QSize()
        return least.expandedTo(QSize(LEAST_TARGET, LEAST_TARGET))

    def hasHeightForWidth(self) -> bool:
        """Words that wrap make the button taller."""
        layout = self.layout()
        return bool(layout and layout.hasHeightForWidth())

    def heightForWidth(self, width: int) -> int:
        """How tall at this width."""
        layout = self.layout()
        return max(LEAST_TARGET, layout.totalHeightForWidth(width) if layout else 0)

    def _inside(self) -> QSize:
        layout = self.layout()
        return layout.totalSizeHint() if layout else QSize()


def target(widget: QWidget) -> int:
    """The least side of something pressed, in pixels: 44, and room around a line of its text."""
    return max(LEAST_TARGET, widget.fontMetrics().height() + 22)


class Row(Pressable):
    """One entry of a list that is pressed to open; lay it out with `fill`."""
