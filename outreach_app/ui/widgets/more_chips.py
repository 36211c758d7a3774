# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be asked without typing: for whom, and what must not stand in the way."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.domain.words import AGE, ASK, ASKED_GENDERS, ASKS, GENDER, LANGUAGE, Meaning
from outreach_app.ui.find_words import ASKS as ASK_WORDS
from outreach_app.ui.find_words import LANGUAGES, find_words, language_name
from outreach_app.ui.widgets.chip import Chip
from outreach_app.ui.widgets.choice import Choice
from outreach_app.ui.widgets.flow import FlowLayout
from outreach_app.ui.widgets.stepper import NumberStepper
from outreach_app.ui.widgets.text import Text
from outreach_app.ui.words import GENDERS

translate = QCoreApplication.translate
NO_AGE: Final = 9
"""The least age that can be asked for is ten; one less stands for any."""


class MoreChips(QWidget):
    """`turned` carries a `Meaning` and whether it is wanted now."""

    turned = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: dict[Meaning, Chip] = {}
        self.age = NumberStepper(self.tr("Age"), NO_AGE, 99)
        self.age.field.setSpecialValueText(self.tr("any age"))
        self.age.changed.connect(self._turn_age)
        self.language = Choice(self.tr("Language"))
        self.language.addItem(self.tr("any language"), "")
        for code in LANGUAGES:
            self.language.addItem(language_name(code), code)
        self.language.activated.connect(self._turn_language)
        self._meant: dict[str, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(8)
        who = FlowLayout()
        for gender in ASKED_GENDERS:
            who.addWidget(self._chip(Meaning(GENDER, gender), translate("words", str(GENDERS[gender]))))
        who.addWidget(_named(self.tr("Age"), self.age))
        who.addWidget(self.language)
        column.addLayout(who)
        what = FlowLayout()
        for ask in ASKS:
            what.addWidget(self._chip(Meaning(ASK, ask), find_words(ASK_WORDS, ask)))
        column.addLayout(what)

    def show_meanings(self, meanings: frozenset[Meaning]) -> None:
        """Light what the question holds, typed or pressed."""
        for meaning, chip in self.chips.items():
            chip.setChecked(meaning in meanings)
        self._meant = {meaning.kind: meaning.code for meaning in meanings}
        age = self._meant.get(AGE, "")
        for control in (self.age.field, self.language):
            control.blockSignals(True)
        if not self.age.field.hasFocus():
            self.age.set_value(int(age) if age.isdigit() else NO_AGE)
        self.language.setCurrentIndex(max(0, self.language.findData(self._meant.get(LANGUAGE, ""))))
        for control in (self.age.field, self.language):
            control.blockSignals(False)

    def _chip(self, meaning: Meaning, words: str) -> Chip:
        chip = Chip(words)
        chip.clicked.connect(lambda checked, asked=meaning: self.turned.emit(asked, checked))
        self.chips[meaning] = chip
        return chip

    def _turn_age(self, age: int) -> None:
        before = self._meant.get(AGE, "")
        if age > NO_AGE:
            self.turned.emit(Meaning(AGE, f"{age}"), True)
        elif before:
            self.turned.emit(Meaning(AGE, before), False)

    def _turn_language(self) -> None:
        code, before = str(self.language.currentData()), self._meant.get(LANGUAGE, "")
        if code:
            self.turned.emit(Meaning(LANGUAGE, code), True)
        elif before:
            self.turned.emit(Meaning(LANGUAGE, before), False)


def _named(name: str, widget: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(Text(name, "quiet", wrap=False))
    row.addWidget(widget)
    return holder
