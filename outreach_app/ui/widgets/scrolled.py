# SPDX-License-Identifier: GPL-3.0-or-later
"""An area that scrolls only when what lies in it cannot fit."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def scrolled(widget: QWidget, area: QScrollArea | None = None) -> QScrollArea:
    """`widget` in such an area; the area itself takes no Tab."""
    widget.setProperty("role", "scrolled")
    area = area or QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    return area
