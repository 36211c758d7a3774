# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbered words to be copied down by hand: read down the columns, as many of them as the width allows."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from outreach_app.ui.widgets.flow import clear
from outreach_app.ui.widgets.text import Figure, Text

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

LEAST_COLUMN = 140
"""Pixels at 100 % text that a numbered word of eight letters needs."""


class WordGrid(QWidget):
    """At most `most` columns. The words cannot be selected or copied: a clipboard keeps and shares what it is given."""

    def __init__(self, most: int, scale: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self._least = round(LEAST_COLUMN * scale)
        self._words: tuple[str, ...] = ()
        self._columns = most
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(16)
        self.grid.setVerticalSpacing(8)

    def show_words(self, words: tuple[str, ...]) -> None:
        """Other words."""
        self._words = words
        self._fill()

    def shown(self) -> tuple[str, ...]:
        """The words on screen."""
        return self._words

    def forget(self) -> None:
        """No word stays, in no label."""
        self._words = ()
        for label in self.findChildren(QLabel):
            label.clear()
            label.setAccessibleName("")
        clear(self.grid)

    def minimumSizeHint(self) -> QSize:
        """One column: more of them give way."""
        return QSize(self._least, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as fit."""
        super().resizeEvent(event)
        fits = max(1, min(self._most, (self.width() + self.grid.horizontalSpacing()) // (self._least + 16)))
        if fits != self._columns:
            self._columns = fits
            self._fill()

    def _fill(self) -> None:
        words = self._words
        self.forget()
        self._words = words
        for column in range(self._most):
            self.grid.setColumnStretch(column, 1 if column < self._columns else 0)
        rows = ceil(len(words) / self._columns) if words else 0
        for place, word in enumerate(words):
            self.grid.addWidget(_numbered(place + 1, word), place % rows, place // rows)


def _numbered(number: int, word: str) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    figure = Figure(f"{number}", "quiet")
    figure.setMinimumWidth(figure.fontMetrics().horizontalAdvance("00") + 4)
    text = Text(word, "lead", wrap=False)
    text.setAccessibleName(f"{number}: {word}")
    text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    row.addWidget(figure)
    row.addWidget(text, 1)
    return holder
