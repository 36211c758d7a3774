# SPDX-License-Identifier: GPL-3.0-or-later
"""Facts under their names: beside each other where there is room, else the name above the fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from outreach_app.ui.icons import Icon
from outreach_app.ui.restyle import mark
from outreach_app.ui.widgets.given_text import GivenText
from outreach_app.ui.widgets.loose import loosen
from outreach_app.ui.widgets.state_word import SHAPES
from outreach_app.ui.widgets.text import SectionLabel

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

BESIDE = 400
"""Pixels of width per text scale from which on names and facts stand beside each other."""


@dataclass(frozen=True)
class Fact:
    """A name and its words; `tone` (good, care, stop) gives them a colour, a weight and a shape."""

    name: str
    words: str
    tone: str = ""


class FactRow:
    """The widgets of one fact, said anew for the next: making them takes longer than a key may."""

    def __init__(self, icons: Path) -> None:
        self._icons = icons
        self._said: Fact | None = None
        self.name = SectionLabel("")
        self.name.setContentsMargins(0, 3, 0, 0)
        self.shape = Icon(icons / "info.svg", scale=1.2)
        self.words = GivenText()
        self.holder = QWidget()
        row = QHBoxLayout(self.holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.shape, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        loosen(self.words)

    def say(self, fact: Fact | None) -> None:
        """Show a fact; None hides the row. One that is shown already costs nothing."""
        if self.name.isHidden() == (fact is not None):
            for widget in (self.name, self.holder):
                widget.setVisible(fact is not None)
        if fact is None or fact == self._said:
            return
        self._said = fact
        self.name.setText(fact.name.upper())
        self.name.setAccessibleName(fact.name)
        self.words.setText(fact.words)
        self.words.setAccessibleName(f"{fact.name}: {fact.words}")
        self.shape.setVisible(bool(fact.tone))
        self.shape.show_icon(self._icons / f"{SHAPES[fact.tone or 'info']}.svg")
        mark(self.shape, "tone", fact.tone)
        mark(self.words, "tone", fact.tone)
        mark(self.words, "role", "strong" if fact.tone in {"care", "stop"} else "")


class FactRows(QWidget):
    """Shows facts; what has no words is left out."""

    def __init__(self, icons: Path, scale: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._scale = scale
        self._facts: tuple[Fact, ...] = ()
        self._rows: list[FactRow] = []
        self._beside = True
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(8)
        self.grid.setColumnStretch(1, 1)

    def show_facts(self, facts: tuple[Fact, ...]) -> None:
        """Other facts."""
        self._facts = tuple(fact for fact in facts if fact.words)
        while len(self._rows) < len(self._facts):
            self._rows.append(FactRow(self._icons))
            self._set_down(len(self._rows) - 1)
        for place, row in enumerate(self._rows):
            row.say(self._facts[place] if place < len(self._facts) else None)
        self.setVisible(bool(self._facts))

    def text(self) -> str:
        """Everything shown."""
        return "\n".join(f"{fact.name}: {fact.words}" for fact in self._facts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside or above."""
        super().resizeEvent(event)
        beside = self.width() >= BESIDE * self._scale
        if beside != self._beside:
            self._beside = beside
            for place in range(len(self._rows)):
                self._set_down(place)

    def _set_down(self, place: int) -> None:
        row = self._rows[place]
        for widget in (row.name, row.holder):
            self.grid.removeWidget(widget)
        if self._beside:
            edge = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading
            self.grid.addWidget(row.name, 2 * place, 0, edge)
            self.grid.addWidget(row.holder, 2 * place, 1, Qt.AlignmentFlag.AlignTop)
        else:
            self.grid.addWidget(row.name, 2 * place, 0, 1, 2)
            self.grid.addWidget(row.holder, 2 * place + 1, 0, 1, 2)
