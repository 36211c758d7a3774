# SPDX-License-Identifier: GPL-3.0-or-later
"""A list that is answered by number, over the counters and never beside them: nothing moves when it comes."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.ui.restyle import mark
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.keycap import KeyCap
from outreach_app.ui.widgets.pressable import Row
from outreach_app.ui.widgets.scrolled import scrolled
from outreach_app.ui.widgets.text import Figure, Text

if TYPE_CHECKING:
    from collections.abc import Sequence


class NumberedRow(Row):
    """A number and its words."""

    def __init__(self, number: int, words: str, key: str = "") -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.number = number
        row = QHBoxLayout()
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(12)
        row.addWidget(KeyCap(f"{number}"))
        row.addWidget(Text(words), 1)
        if key:
            row.addWidget(KeyCap(key))
        self.fill(row)
        self.setAccessibleName(f"{number}, {words}")


class NumberedList(QFrame):
    """`chosen` carries the code of a line, `left` that it was closed with nothing chosen."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[NumberedRow] = []
        self.question: object = None
        """What the lines on screen answer; whoever asks keeps it here."""
        self.heading = Text("", "title")
        self.typed = Figure("", "counter")
        self.typed.setAccessibleName(self.tr("Number typed"))
        self.empty = Text("", "lead")
        self.hint = Text(self.tr("Type a number. Enter on nothing leaves."), "quiet")
        self.back = Button(self.tr("Back"), key=self.tr("Esc"))
        self.back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.back.clicked.connect(self.left)
        self._inside = QWidget()
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, 4, 0)
        self._grid.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.heading, 1)
        head.addWidget(self.typed)
        foot = QHBoxLayout()
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 8, 28, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.empty)
        column.addWidget(scrolled(self._inside), 1)
        column.addLayout(foot)
        self.hide()

    def ask(self, heading: str, lines: Sequence[tuple[str, str, str]], columns: int, empty: str = "") -> None:
        """Show `lines` as (code, words, key), numbered down the columns; `empty` is said when there are none."""
        self.heading.setText(heading)
        self.empty.setText(empty)
        self.empty.setVisible(not lines)
        self.hint.setVisible(bool(lines))
        self.show_number("")
        for row in self.rows:
            self._grid.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        deep = max(1, ceil(len(lines) / columns))
        for place, (code, words, key) in enumerate(lines):
            row = NumberedRow(place + 1, words, key)
            row.clicked.connect(lambda _checked, chosen=code: self.chosen.emit(chosen))
            self.rows.append(row)
            self._grid.addWidget(row, place % deep, place // deep)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for line in range(self._grid.rowCount() + 1):
            self._grid.setRowStretch(line, 1 if line == deep else 0)
        self.show()
        self.raise_()

    def show_number(self, typed: str) -> None:
        """What was typed so far, and the line that it means."""
        self.typed.setText(typed)
        for row in self.rows:
            mark(row, "lit", typed == f"{row.number}")
