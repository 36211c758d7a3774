# SPDX-License-Identifier: GPL-3.0-or-later
"""This laptop's shifts and where each stands: not sent yet, sent, or the office has it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.domain.shift import ShiftLine
from outreach_app.ui import words
from outreach_app.ui.desk import Desk
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.flow import clear, flowing
from outreach_app.ui.widgets.state_word import StateWord
from outreach_app.ui.widgets.text import SectionLabel, Text, rule

EARLIER: Final = 12
"""So many that have been sent are listed; one that is not sent is listed however old it is."""
TONES: Final = {"none": "care", "waiting": "care", "sent": "info", "received": "good"}


class SentShifts(Card):
    """Call `read`; `check_wanted` with a shift's id."""

    check_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__("quiet")
        self.desk = desk
        self.column.addWidget(SectionLabel(self.tr("Shifts of this laptop")))
        self.rows = QVBoxLayout()
        self.rows.setSpacing(8)
        self.column.addLayout(self.rows)
        self.column.addStretch(1)
        self.checks: dict[str, Button] = {}

    def read(self) -> None:
        """As the vault lists them, newest first."""
        self.desk.vault(self.desk.workplace.shifts.list, self.show_lines)

    def show_lines(self, lines: tuple[ShiftLine, ...]) -> None:
        """Everything not sent, and the last ones that were."""
        focused = next((shift for shift, button in self.checks.items() if button.hasFocus()), "")
        clear(self.rows)
        self.checks.clear()
        listed = [line for line in lines if line.content != "open"]
        waiting = [line for line in listed if _unsent(line)]
        earlier = [line for line in listed if not _unsent(line)]
        for line in [*waiting, *earlier[:EARLIER]]:
            self.rows.addWidget(rule())
            self.rows.addWidget(self._line(line))
        left_out = len(earlier) - EARLIER
        if left_out > 0:
            self.rows.addWidget(Text(self.tr("and {count} earlier ones").format(count=left_out), "quiet"))
        if not listed:
            self.rows.addWidget(Text(self.tr("None yet. A shift stands here once it is closed."), tone="quiet"))
        if focused in self.checks:
            self.checks[focused].setFocus()

    def _line(self, line: ShiftLine) -> QWidget:
        said = self.tr("{date}, {band}: {met}").format(
            date=words.long_date(line.operating_date), band=words.band(line.band), met=self._met(line.contacts)
        )
        state = StateWord(self.desk.theme.icons, words.delivery(line.delivery), TONES.get(line.delivery, "info"))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Text(said), 1)
        head.addWidget(state)
        column.addLayout(head)
        if line.content == "closed":
            check = Button(self.tr("Check and submit"))
            check.setAccessibleName(f"{check.accessibleName()}: {said}")
            check.clicked.connect(lambda: self.check_wanted.emit(line.shift_id))
            self.checks[line.shift_id] = check
            column.addWidget(flowing(check))
        holder.setAccessibleName(f"{said}, {words.delivery(line.delivery)}")
        return holder

    def _met(self, contacts: int) -> str:
        return self.tr("1 contact") if contacts == 1 else self.tr("{count} contacts").format(count=contacts)


def _unsent(line: ShiftLine) -> bool:
    return line.content == "closed" or line.delivery not in {"sent", "received"}
