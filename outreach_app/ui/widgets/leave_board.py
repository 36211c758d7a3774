# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody wants to leave tonight: who takes people now, without a referral, need by need, each with its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.ui import words
from outreach_app.ui.place_words import first_phone, phone_words
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.flow import clear
from outreach_app.ui.widgets.given_text import GivenText
from outreach_app.ui.widgets.pressable import Row
from outreach_app.ui.widgets.state_word import StateWord
from outreach_app.ui.widgets.text import Figure, SectionLabel, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from outreach_app.ui.models.results import Place
    from outreach_app.ui.theme import Theme

BESIDE = 700
"""Pixels of width per text scale from which on the number stands beside the name."""


class LeaveRow(Row):
    """One place: its number, large, its name, and until when it takes people."""

    def __init__(self, theme: Theme, need: str, place: Place, *, beside: bool) -> None:
        super().__init__()
        self.need = need
        self.place = place
        phone = first_phone(place.found.entry)
        self.number = Figure(phone_words(phone) if phone else self.tr("No number known"), "large")
        self.number.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(GivenText(place.found.entry.name, "strong"))
        names.addWidget(GivenText(place.facts, "quiet"))
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        row = QBoxLayout(way)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(16 if beside else 2)
        row.addWidget(self.number)
        row.addLayout(names, 1)
        row.addWidget(StateWord(theme.icons, place.state, place.tone))
        self.fill(row)
        self.setAccessibleName(f"{place.spoken}, {self.number.text()}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, as Space does; up and down go from place to place."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)


class LeaveBoard(QWidget):
    """`opened` carries a need and the `Place` that was pressed under it; `left` that the board is closed."""

    opened = Signal(str, object)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.rows: list[LeaveRow] = []
        self.back = Button(self.tr("Back"), "plain", icon=theme.icons / "back.svg", key=self.tr("Esc"))
        self.back.clicked.connect(self.left)
        head = QHBoxLayout()
        head.addWidget(Text(self.tr("Leaving tonight: who takes people now"), "title"), 1)
        head.addWidget(self.back)
        self.places = QVBoxLayout()
        self.places.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 4, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self.places)
        column.addStretch(1)

    def show_places(self, board: Sequence[tuple[str, Sequence[Place]]]) -> None:
        """Needs in their order, each with its places; a need that has none is left out."""
        clear(self.places)
        self.rows = []
        beside = self.width() >= BESIDE * self.theme.scale
        for need, places in board:
            if places:
                heading = SectionLabel(words.need(need))
                heading.setContentsMargins(0, 8, 0, 0)
                self.places.addWidget(heading)
            for place in places:
                row = LeaveRow(self.theme, need, place, beside=beside)
                row.clicked.connect(lambda _checked, pressed=row: self.opened.emit(pressed.need, pressed.place))
                self.rows.append(row)
                self.places.addWidget(row)
        widest = max((row.number.sizeHint().width() for row in self.rows), default=0)
        for row in self.rows if beside else ():
            row.number.setMinimumWidth(widest + 12)
        if not self.rows:
            nobody = self.tr("Nobody is known to take people now without a question first.")
            self.places.addWidget(Text(nobody, "lead"))
            self.places.addWidget(Text(self.tr("Type what is needed and call first, or try a help line."), "quiet"))

    def focus_first(self) -> None:
        """The keys begin at the first place."""
        (self.rows[0] if self.rows else self.back).setFocus(Qt.FocusReason.TabFocusReason)
