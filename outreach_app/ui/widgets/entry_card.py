# SPDX-License-Identifier: GPL-3.0-or-later
"""One place, in the order in which it is needed on the phone: what could turn this person away and what they should
know stand on top, then how to reach it and until when, what to bring, who checked it, and what to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractSlider, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.ui.place_facts import Shown, details, essentials, head, until_when, warnings
from outreach_app.ui.place_words import first_phone, phone_words
from outreach_app.ui.restyle import mark
from outreach_app.ui.widgets.after_call import WRONG, AfterCall
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.copy_row import CopyRow
from outreach_app.ui.widgets.fact_rows import FactRows
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.given_text import GivenText
from outreach_app.ui.widgets.key_button import KeyButton
from outreach_app.ui.widgets.loose import loosen
from outreach_app.ui.widgets.scrolled import scrolled
from outreach_app.ui.widgets.state_word import StateWord

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent

    from outreach_app.ui.theme import Theme

LOW = 470
"""Pixels of height per text scale under which nothing of the card may stand still: the number must be in sight."""

_STEPS = {
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
}


class EntryCard(QFrame):
    """Holds the keys while it has the focus; the page acts on them."""

    show_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.shown: Shown | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.back = Button(self.tr("Back to the list"), "plain", icon=theme.icons / "back.svg", key=self.tr("Esc"))
        self.back.clicked.connect(self.back_wanted)
        self.name = GivenText("", "title")
        self.state = StateWord(theme.icons)
        self.about = GivenText("", "quiet")
        self.alert = GivenText("", "strong", tone="care")
        self.warnings = FactRows(theme.icons, theme.scale)
        self.number = GivenText("", "number")
        self.ask_for = GivenText("", "lead")
        self.now = GivenText("")
        self.essentials = FactRows(theme.icons, theme.scale)
        self.copies = CopyRow()
        self.show_button = Button(
            self.tr("Show to person, large"), "primary", key="S", key_first=True, icon=theme.icons / "person.svg"
        )
        self.show_button.clicked.connect(self.show_wanted)
        self.details = FactRows(theme.icons, theme.scale)
        self.wrong = KeyButton(WRONG, self.tr("something else is wrong here…"))
        self.after = AfterCall(theme.icons)
        self.wrong.clicked.connect(lambda: self.after.told.emit(WRONG))
        self._alone = False
        self._lay_out()
        self.stand_alone(False)

    def show_place(self, shown: Shown | None) -> None:
        """Another place; None leaves the card empty."""
        self.shown = shown
        self.inside.setVisible(shown is not None)
        self.after.setVisible(shown is not None)
        if shown is None:
            self.setAccessibleName(self.tr("No place chosen"))
            return
        entry = shown.entry
        phone = first_phone(entry)
        self.setAccessibleName(entry.name)
        self.name.setText(entry.name)
        self.state.say(shown.place.state, shown.place.tone)
        _say(self.about, head(shown))
        _say(self.alert, entry.alert)
        self.warnings.show_facts(warnings(shown))
        _say(self.number, phone_words(phone) if phone else self.tr("No number known"))
        _say(self.ask_for, self.tr("ask for {whom}").format(whom=entry.ask_for) if entry.ask_for else "")
        _say(self.now, until_when(shown))
        self.essentials.show_facts(essentials(shown))
        self.copies.show_entry(entry)
        self.details.show_facts(details(shown))
        self.area.verticalScrollBar().setValue(0)

    def stand_alone(self, alone: bool) -> None:
        """Over the list, with a way back."""
        self.back.setVisible(alone)
        self._alone = alone
        self._place_keys()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The keys after the call stand at the foot; where the card is low they scroll with what matters first."""
        super().resizeEvent(event)
        self._place_keys()

    def _place_keys(self) -> None:
        low = self._alone or self.height() < LOW * self.theme.scale
        holder = self.before_details if low else self.outer
        if holder.indexOf(self.after) < 0:
            holder.addWidget(self.after)

    def say_told(self, counted: str, taken_back: str) -> None:
        """What the last key did, in sight, and what Backspace takes back."""
        self.after.remember(counted, taken_back)
        if counted and self.before_details.indexOf(self.after) >= 0:
            self.area.ensureWidgetVisible(self.after)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows scroll what does not fit; every other key is the page's."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
        else:
            self.area.verticalScrollBar().triggerAction(step)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keys are the card's."""
        super().focusInEvent(event)
        mark(self, "lit", True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keys are somebody else's."""
        super().focusOutEvent(event)
        mark(self, "lit", False)

    def _lay_out(self) -> None:
        self.inside = QWidget()
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(22, 16, 22, 12)
        self.column.setSpacing(8)
        self.column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeading)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.name, 1)
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(head)
        for widget in (self.about, self.alert, self.warnings):
            self.column.addWidget(widget)
        self.column.addSpacing(4)
        call = QHBoxLayout()
        call.setSpacing(16)
        call.addWidget(self.number)
        call.addWidget(self.ask_for, 1, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(call)
        for widget in (self.now, self.essentials):
            self.column.addWidget(widget)
        self.column.addSpacing(4)
        self.column.addWidget(flowing(self.show_button, self.copies))
        self.before_details = QVBoxLayout()
        self.column.addLayout(self.before_details)
        self.column.addSpacing(8)
        self.column.addWidget(self.details)
        self.column.addWidget(self.wrong, 0, Qt.AlignmentFlag.AlignLeading)
        self.column.addStretch(1)
        loosen(self.inside)
        self.area = scrolled(self.inside)
        self.outer = QVBoxLayout(self)
        self.outer.setContentsMargins(2, 2, 2, 2)
        self.outer.setSpacing(0)
        self.outer.addWidget(self.area, 1)


def _say(label: GivenText, words: str) -> None:
    label.setText(words)
    label.setVisible(bool(words))
