# SPDX-License-Identifier: GPL-3.0-or-later
"""A help line in the list: its key, its name, its number, and whether somebody checked it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.ui.line_words import (
    AUDIENCES,
    SHARES,
    hours_words,
    languages_words,
    line_words,
    text_words,
    verified_words,
)
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.given_text import GivenText
from outreach_app.ui.widgets.keycap import KeyCap
from outreach_app.ui.widgets.pressable import Row
from outreach_app.ui.widgets.state_word import StateWord
from outreach_app.ui.widgets.text import Text

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from outreach_app.domain.material import HelpLine

_NUMBERS = 230
"""Pixels at 100 % text for the numbers, so that they stand under each other down the list."""
NARROW = 620
"""Pixels of width per text scale under which the number stands below the name."""


class LineCard(Row):
    """Pressed to be shown to a person; one that may not be shown says why instead."""

    stepped = Signal(int)

    def __init__(self, line: HelpLine, key: str, icons: Path, today: date, scale: float) -> None:
        super().__init__()
        self.line = line
        self._scale = scale
        numbers = ", ".join(call.number for call in line.call) or line.chat
        state, tone = verified_words(line, today)
        audience = "" if line.may_be_shown else line_words(AUDIENCES, line.audience)
        left = QVBoxLayout()
        left.setSpacing(2)
        left.setAlignment(Qt.AlignmentFlag.AlignTop)
        left.addWidget(GivenText(line.name, "strong"))
        left.addWidget(GivenText(" · ".join(p for p in (hours_words(line), languages_words(line)) if p), "quiet"))
        self.numbers = QWidget()
        known = ("" if audience else line_words(AUDIENCES, line.audience), line_words(SHARES, line.shares_with_police))
        left.addWidget(Text(" · ".join(part for part in known if part), "quiet"))
        right = QVBoxLayout(self.numbers)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(2)
        right.setAlignment(Qt.AlignmentFlag.AlignTop)
        for call in line.call:
            right.addWidget(Text(call.number, "count", wrap=False))
        if not line.call:
            right.addWidget(GivenText(line.chat, "strong"))
        texts = " · ".join(text_words(text) for text in line.text)
        if texts:
            right.addWidget(Text(texts, "quiet", wrap=False))
        right.addWidget(StateWord(icons, state, tone))
        if audience:
            right.addWidget(StateWord(icons, audience, "stop"))
        self.halves = QHBoxLayout()
        self.halves.setSpacing(16)
        self.halves.addLayout(left, 1)
        self.halves.addWidget(self.numbers)
        row = QHBoxLayout()
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(12)
        if key:
            row.addWidget(KeyCap(key), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self.halves, 1)
        self.fill(row)
        said = ", ".join(part for part in (line.name, numbers, hours_words(line), state, audience) if part)
        self.setAccessibleName(f"{said}, {key}" if key else said)
        self._fit(narrow=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other, or the number below."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW * self._scale
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self.halves.direction() != way:
            self.halves.setDirection(way)
            self._fit(narrow=narrow)
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down go to the neighbours: left to itself, the area would scroll instead."""
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _fit(self, *, narrow: bool) -> None:
        self.numbers.setMinimumWidth(0 if narrow else round(_NUMBERS * self._scale))


class LineRow(QWidget):
    """The card, and beside it all that is known about the line."""

    show_wanted = Signal(object)
    about_wanted = Signal(object)

    def __init__(self, line: HelpLine, key: str, icons: Path, today: date, scale: float) -> None:
        super().__init__()
        self.line = line
        self.card = LineCard(line, key, icons, today, scale)
        self.card.clicked.connect(lambda: self.show_wanted.emit(line))
        self.about = Button(self.tr("About"), "quiet", icon=icons / "info.svg")
        self.about.setAccessibleName(self.tr("About {line}").format(line=line.name))
        self.about.clicked.connect(lambda: self.about_wanted.emit(line))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.card, 1)
        row.addWidget(self.about)
        self._scale = scale

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The button beside the card keeps its words where there is room."""
        super().resizeEvent(event)
        self.about.words.setVisible(self.width() >= NARROW * self._scale)
