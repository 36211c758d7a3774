# SPDX-License-Identifier: GPL-3.0-or-later
"""What came of the call: one key each. The page that owns the keys counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.ui.icons import Icon
from outreach_app.ui.widgets.flow import FlowLayout
from outreach_app.ui.widgets.key_button import KeyButton
from outreach_app.ui.widgets.loose import loosen
from outreach_app.ui.widgets.text import SectionLabel, Text, rule

if TYPE_CHECKING:
    from pathlib import Path

GOING, GAVE, FULL, NO_ANSWER, TURNED_AWAY, NUMBER_WRONG, NOT_NOW, WRONG = "1", "2", "3", "4", "5", "6", "7", "8"
OUTCOMES: Final = {
    GOING: QT_TRANSLATE_NOOP("AfterCall", "going now"),
    GAVE: QT_TRANSLATE_NOOP("AfterCall", "gave number"),
    FULL: QT_TRANSLATE_NOOP("AfterCall", "full"),
    NO_ANSWER: QT_TRANSLATE_NOOP("AfterCall", "no answer"),
    TURNED_AWAY: QT_TRANSLATE_NOOP("AfterCall", "turned away…"),
    NUMBER_WRONG: QT_TRANSLATE_NOOP("AfterCall", "number wrong"),
    NOT_NOW: QT_TRANSLATE_NOOP("AfterCall", "not now, their choice"),
}
"""By key; `WRONG` stands with the entry itself."""


class AfterCall(QWidget):
    """`told` carries the key of what came of it, `back_wanted` that the last one is taken back.

    What was counted stands in the heading's place, so that no key moves or is covered.
    """

    told = Signal(str)
    back_wanted = Signal()

    def __init__(self, icons: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, KeyButton] = {}
        self.back = KeyButton(self.tr("Backspace"), self.tr("undo"))
        self.back.clicked.connect(self.back_wanted)
        self.done = Icon(icons / "check.svg", scale=1.2)
        self.done.setProperty("tone", "good")
        self.counted = Text("", "strong", tone="good")
        loosen(self.counted)
        keys = QWidget()
        flow = FlowLayout(keys, gap=4, down=0)
        for key, words in OUTCOMES.items():
            button = KeyButton(key, QCoreApplication.translate("AfterCall", str(words)))
            button.clicked.connect(lambda _checked, chosen=key: self.told.emit(chosen))
            self.buttons[key] = button
            flow.addWidget(button)
        self.heading = SectionLabel(self.tr("After the call"))
        line = QHBoxLayout()
        line.setContentsMargins(6, 0, 0, 0)
        line.setSpacing(6)
        line.addStrut(self.back.sizeHint().height())
        for widget in (self.heading, self.done):
            line.addWidget(widget)
        line.addWidget(self.counted, 1)
        line.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 8)
        column.setSpacing(0)
        column.addWidget(rule())
        column.addLayout(line)
        column.addWidget(keys)
        self.remember("", "")

    def remember(self, counted: str, taken_back: str) -> None:
        """What was counted, and what Backspace takes back; empty says nothing."""
        self.counted.setText(counted)
        self.heading.setVisible(not counted)
        self.done.setVisible(bool(counted))
        self.back.setVisible(bool(taken_back))
        self.back.setAccessibleDescription(taken_back)
        if counted:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, counted))

    def offer(self, keys: frozenset[str]) -> None:
        """Only these outcomes can be counted here."""
        for key, button in self.buttons.items():
            button.setVisible(key in keys)
