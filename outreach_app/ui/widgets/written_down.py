# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written down about a person met, and what never is: short enough to be read on the street."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.ui.icons import Icon
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.text import SectionLabel, Text

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

WRITTEN: Final = (
    QT_TRANSLATE_NOOP("WrittenDown", "How many people we said hello to, and how many talked with us."),
    QT_TRANSLATE_NOOP("WrittenDown", "How many said no thanks today."),
    QT_TRANSLATE_NOOP(
        "WrittenDown", "How old somebody looked: under 18, 18 to 24, or 25 and over. We guess, we do not ask."
    ),
    QT_TRANSLATE_NOOP("WrittenDown", "How many cards, kits, and meals we gave away."),
    QT_TRANSLATE_NOOP("WrittenDown", "What people asked for, and whether they could get it."),
    QT_TRANSLATE_NOOP("WrittenDown", "The part of town, several blocks at least."),
    QT_TRANSLATE_NOOP("WrittenDown", "The date, and how long we were out."),
    QT_TRANSLATE_NOOP("WrittenDown", "All of it as sums of the whole night. There is no line about you."),
)
NEVER: Final = (
    QT_TRANSLATE_NOOP("WrittenDown", "your name or nickname"),
    QT_TRANSLATE_NOOP("WrittenDown", "your phone number or handle"),
    QT_TRANSLATE_NOOP("WrittenDown", "your birthday or exact age"),
    QT_TRANSLATE_NOOP("WrittenDown", "a picture or what you look like"),
    QT_TRANSLATE_NOOP("WrittenDown", "your address, room, or car"),
    QT_TRANSLATE_NOOP("WrittenDown", "what you told us"),
    QT_TRANSLATE_NOOP("WrittenDown", "when exactly we met you"),
)
STACKED: Final = 700
"""Pixels of width per text scale under which the two halves stand under each other."""


class WrittenDown(QWidget):
    """Both lists and the promise; `role` is a text role, larger where it is shown on the whole screen."""

    def __init__(self, icons: Path, scale: float, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = scale
        self._role = role
        self.halves = QHBoxLayout()
        self.halves.setSpacing(16)
        self.halves.addWidget(self._list(self.tr("We write down, as numbers"), WRITTEN, icons, "check", "good"), 3)
        self.halves.addWidget(self._list(self.tr("We never write down"), NEVER, icons, "close", "stop"), 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(self.halves)
        promise = self.tr("You do not want to be counted? Say so. Then we do not count you, and nothing else changes.")
        self.promise = Text(promise, role or "lead")
        column.addWidget(self.promise)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other, or one below the other."""
        super().resizeEvent(event)
        tight = self.width() < STACKED * self._scale
        way = QBoxLayout.Direction.TopToBottom if tight else QBoxLayout.Direction.LeftToRight
        if self.halves.direction() != way:
            self.halves.setDirection(way)

    def _list(self, heading: str, lines: tuple[object, ...], icons: Path, shape: str, tone: str) -> Card:
        card = Card()
        card.column.setContentsMargins(20, 16, 20, 16)
        card.column.setSpacing(12)
        card.column.addWidget(SectionLabel(heading))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        for place, line in enumerate(lines):
            mark = Icon(icons / f"{shape}.svg")
            mark.setProperty("tone", tone)
            mark.setProperty("role", self._role)
            grid.addWidget(mark, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Text(QCoreApplication.translate("WrittenDown", str(line)), self._role), place, 1)
        card.column.addLayout(grid)
        card.column.addStretch(1)
        return card
