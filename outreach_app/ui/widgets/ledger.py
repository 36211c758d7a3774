# SPDX-License-Identifier: GPL-3.0-or-later
"""A table of words and counts, read and copied but never edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

START: Final = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
END: Final = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter


class Ledger(QTableWidget):
    """Columns by heading; the one numbered `stretch` takes the width left, those `trailing` stand at their end."""

    def __init__(
        self,
        name: str,
        headings: Sequence[str],
        *,
        stretch: int = 0,
        trailing: Sequence[int] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(0, len(headings), parent)
        self.setAccessibleName(name)
        for column, words in enumerate(headings):
            heading = QTableWidgetItem(words)
            heading.setTextAlignment(END if column in trailing else START)
            self.setHorizontalHeaderItem(column, heading)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self._trailing = frozenset(trailing)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)

    def fill(self, rows: Sequence[Sequence[str | int]]) -> None:
        """Show these rows; a first word that repeats is shown once."""
        self.setRowCount(len(rows))
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                repeated = column == 0 and line > 0 and rows[line - 1][0] == value
                item = QTableWidgetItem("" if repeated else f"{value}")
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{value}")
                if column in self._trailing:
                    item.setTextAlignment(END)
                self.setItem(line, column, item)
        self.resizeRowsToContents()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows are as tall as their words at this width."""
        super().resizeEvent(event)
        self.resizeRowsToContents()

    def narrow(self, column: int, characters: int) -> None:
        """Hold a column to the width of so many digits; longer values wrap."""
        self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        self.setColumnWidth(column, self.fontMetrics().horizontalAdvance("0" * characters) + 32)

    def whole_height(self) -> int:
        """Pixels that all rows take, with nothing to scroll."""
        return self.horizontalHeader().height() + self.verticalHeader().length() + 2 * self.frameWidth() + 16
