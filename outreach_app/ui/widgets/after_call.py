# SPDX-License-Identifier: GPL-3.0-or-later
"""What came of the call: one key each. The page that owns the keys counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from outreach_app.ui.widgets.flow import FlowLayout
from outreach_app.ui.widgets.key_button import KeyButton
from outreach_app.ui.widgets.state_word import StateWord
from outreach_app.ui.widgets.text import SectionLabel, rule

if TYPE_CHECKING:
    from pathlib import Path

GOING, GAVE, FULL, TURNED_AWAY, NOT_NOW = "1", "2", "3", "5", "7"
OUTCOMES: Final = {
    GOING: QT_TRANSLATE_NOOP("AfterCall", "going now"),
    GAVE: QT_TRANSLATE_NOOP("AfterCall", "gave number"),
    FULL: QT_TRANSLATE_NOOP("AfterCall", "full"),
    TURNED_AWAY: QT_TRANSLATE_NOOP("AfterCall", "turned away…"),
    NOT_NOW: QT_TRANSLATE_NOOP("AfterCall", "not now, their choice"),
}
"""By key. The figures between belong to reports on a listing."""


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
        self.counted = StateWord(icons, "", "good")
        self.counted.setContentsMargins(6, 0, 0, 0)
        keys = QWidget()
        flow = FlowLayout(keys, gap=4, down=0)
        for key, words in OUTCOMES.items():
            button = KeyButton(key, QCoreApplication.translate("AfterCall", str(words)))
            button.clicked.connect(lambda _checked, chosen=key: self.told.emit(chosen))
            self.buttons[key] = button
            flow.addWidget(button)
        self.heading = SectionLabel(self.tr("After the call"))
        self.heading.setContentsMargins(6, 16, 0, 0)
        told = QWidget()
        line = FlowLayout(told, gap=12, down=0)
        for widget in (self.heading, self.counted, self.back):
            line.addWidget(widget)
        told.setMinimumHeight(self.back.sizeHint().height())
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 8)
        column.setSpacing(0)
        column.addWidget(rule())
        column.addWidget(told)
        column.addWidget(keys)
        self.remember("", "")

    def remember(self, counted: str, taken_back: str) -> None:
        """What was counted, and what Backspace takes back; empty says nothing."""
        self.counted.say(counted, "good")
        self.heading.setVisible(not counted)
        self.counted.setVisible(bool(counted))
        self.back.setVisible(bool(taken_back))
        self.back.setAccessibleDescription(taken_back)
        if counted:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, counted))

    def offer(self, keys: frozenset[str]) -> None:
        """Only these outcomes can be counted here."""
        for key, button in self.buttons.items():
            button.setVisible(key in keys)
