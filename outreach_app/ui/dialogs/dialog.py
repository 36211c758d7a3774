# SPDX-License-Identifier: GPL-3.0-or-later
"""What every dialog is: a title, a column that scrolls when it cannot fit, and its buttons at the foot."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from outreach_app.ui.desk import Desk
from outreach_app.ui.widgets.scrolled import scrolled
from outreach_app.ui.widgets.text import Text


class Dialog(QDialog):
    """Add to `column`, and buttons with `add_button`. Open it with `desk.open_dialog(dialog, page)`."""

    def __init__(self, desk: Desk, title: str, *, width: int = 560, height: int = 420) -> None:
        """Wanted size in pixels at 100 % text; it grows with the text, never past the window."""
        super().__init__()
        self.desk = desk
        self._wanted = (width, height)
        self.setWindowTitle("Companion")
        self.setAccessibleName(title)
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(28, 20, 28, 12)
        self.column.setSpacing(12)
        self.heading = Text(title, "title")
        self.column.addWidget(self.heading)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(28, 12, 28, 20)
        self.foot.setSpacing(12)
        self.foot.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scrolled(inside), 1)
        outer.addLayout(self.foot)

    def add_button(self, button: QPushButton) -> QPushButton:
        """Set a button at the foot, after those already there."""
        self.foot.addWidget(button)
        return button

    def showEvent(self, event: QShowEvent) -> None:
        """Size it by the text scale, inside the window."""
        super().showEvent(event)
        parent = self.parentWidget()
        scale = self.desk.theme.scale
        width, height = (round(side * scale) for side in self._wanted)
        if parent is not None:
            width, height = min(width, parent.width() - 48), min(height, parent.height() - 48)
        self.resize(width, height)
