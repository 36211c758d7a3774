# SPDX-License-Identifier: GPL-3.0-or-later
"""A table on a card of its own, lit while the keys are the table's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from outreach_app.ui.restyle import mark

if TYPE_CHECKING:
    from outreach_app.ui.widgets.table import Table

_EDGE = 6
_LINE = 1
"""Pixels of the card's own border, as the style sheet draws it."""
_TALLEST = 16_000_000
"""Pixels; Qt knows no taller widget, and a list of a whole state could ask for one."""


class TableCard(QFrame):
    """Scrolls inside where the table is longer than the card."""

    def __init__(self, table: Table, *, least_lines: int = 5, parent: QWidget | None = None) -> None:
        """The card is never lower than its heading and so many lines, or than all lines where there are fewer."""
        super().__init__(parent)
        self.table = table
        self._least_lines = least_lines
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        column.addWidget(table)
        table.installEventFilter(self)
        table.fitted.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """No lower than it must be, no taller than its lines."""
        lines = self.table.rows.rowCount()
        around = 2 * (_EDGE + _LINE)
        self.setMinimumHeight(self.table.height_of(min(lines, self._least_lines)) + around)
        self.setMaximumHeight(min(_TALLEST, self.table.height_of(lines) + around))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Light up with the table's focus."""
        if watched is self.table and event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            mark(self, "lit", event.type() == QEvent.Type.FocusIn)
        return False
