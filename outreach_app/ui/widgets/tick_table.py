# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables whose lines are opened or ticked: Enter or a double click opens; Space or a click on the tick turns it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from outreach_app.ui.models.rows import Rows
from outreach_app.ui.theme import Theme
from outreach_app.ui.widgets.table import Table


class OpenTable(Table):
    """`opened` carries the record of the line."""

    opened = Signal(object)

    def __init__(self, theme: Theme, name: str, rows: Rows[Any], *, lines: int = 1) -> None:
        super().__init__(theme, name, rows, lines=lines)
        self.doubleClicked.connect(lambda index: self.open_row(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        row = self.currentIndex().row()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and row >= 0:
            self.open_row(row)
        else:
            super().keyPressEvent(event)

    def open_row(self, row: int) -> None:
        """Open a line that is here."""
        record = self.rows.record_at(row)
        if record is not None:
            self.opened.emit(record)


class TickTable(OpenTable):
    """`ticked` carries the line's number; the page that owns the ticks turns it."""

    ticked = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks."""
        row = self.currentIndex().row()
        if event.key() == Qt.Key.Key_Space and row >= 0:
            self.ticked.emit(row)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press on the tick itself turns it."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == 0:
            self.ticked.emit(index.row())
