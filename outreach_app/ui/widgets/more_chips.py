# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be asked without typing, in three calm groups: for whom, when and where, and what must not stand in the way.

One group shows at a time; what is asked in the others stands in the sentence above.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QTime, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from outreach_app.domain.words import (
    AGE,
    AREA,
    ASK,
    ASKED_GENDERS,
    ASKS,
    GENDER,
    LANGUAGE,
    TERM,
    TERMS,
    TIME,
    TIMES,
    Meaning,
)
from outreach_app.ui.find_words import ASKS as ASK_WORDS
from outreach_app.ui.find_words import LANGUAGES, TERM_WORDS, find_words, language_name
from outreach_app.ui.find_words import TIMES as TIME_WORDS
from outreach_app.ui.widgets.chip import Chip
from outreach_app.ui.widgets.choice import Choice
from outreach_app.ui.widgets.flow import FlowLayout
from outreach_app.ui.widgets.segments import Segments
from outreach_app.ui.widgets.stepper import NumberStepper, TimeStepper
from outreach_app.ui.widgets.text import Text
from outreach_app.ui.words import GENDERS

translate = QCoreApplication.translate
NO_AGE: Final = 9
"""The least age that can be asked for is ten; one less stands for any."""
WITH_WHOM: Final = ("pregnant", "children", "partner", "pets")
THE_PLACE: Final = ("collects", "storage", "survivor_led")
"""Asks that are about who comes, and about the place; all others must not stand in the way."""
FIRST_TIME: Final = QTime(21, 0)
"""Where the clock time begins to be stepped from."""


class MoreChips(QWidget):
    """`turned` carries a `Meaning` and whether it is wanted now."""

    turned = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: dict[Meaning, Chip] = {}
        self.age = NumberStepper(self.tr("Age"), NO_AGE, 99)
        self.language = Choice(self.tr("Language"))
        self.area = Choice(self.tr("Area"))
        self.clock = Chip(self.tr("at a time"))
        self.time = TimeStepper(self.tr("Time"))
        self.time.set_time(FIRST_TIME)
        self._meant: dict[str, str] = {}
        self.groups = Segments(
            self.tr("What to ask for"),
            [("whom", self.tr("For whom")), ("when", self.tr("When and where")),
             ("way", self.tr("Must not stand in the way"))],
        )  # fmt: skip
        self.pages = QStackedWidget()
        for page in (self._whom(), self._when(), self._way()):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(8)
        column.addWidget(self.groups)
        column.addWidget(self.pages)
        column.addStretch(1)
        self._connect()
        self.groups.choose("whom")
        self.show_areas({})

    def show_areas(self, areas: Mapping[str, Sequence[str]]) -> None:
        """The zone groups that have postal codes; with none there is nothing to choose."""
        known = [self.area.itemData(row) for row in range(self.area.count())]
        wanted = ["", *areas]
        if known != wanted:
            self.area.blockSignals(True)
            self.area.clear()
            for code in wanted:
                self.area.addItem(code or self.tr("any area"), code)
            self.area.blockSignals(False)
        self.area.setVisible(bool(areas))

    def show_meanings(self, meanings: frozenset[Meaning]) -> None:
        """Light what the question holds, typed or pressed."""
        for meaning, chip in self.chips.items():
            chip.setChecked(meaning in meanings)
        self._meant = {meaning.kind: meaning.code for meaning in meanings}
        age, clock = self._meant.get(AGE, ""), self._meant.get(TIME, "")
        controls = (self.age.field, self.language, self.area, self.time.field, self.clock)
        for control in controls:
            control.blockSignals(True)
        if not self.age.field.hasFocus():
            self.age.set_value(int(age) if age.isdigit() else NO_AGE)
        for choice, kind in ((self.language, LANGUAGE), (self.area, AREA)):
            choice.setCurrentIndex(max(0, choice.findData(self._meant.get(kind, ""))))
        self.clock.setChecked(":" in clock)
        if ":" in clock and not self.time.field.hasFocus():
            self.time.set_time(QTime.fromString(clock, "HH:mm"))
        for control in controls:
            control.blockSignals(False)

    # --- the groups -------------------------------------------------------------------------------------------

    def _whom(self) -> QWidget:
        self.age.field.setSpecialValueText(self.tr("any age"))
        self.language.addItem(self.tr("any language"), "")
        for code in LANGUAGES:
            self.language.addItem(language_name(code), code)
        genders = [self._chip(Meaning(GENDER, code), translate("words", str(GENDERS[code]))) for code in ASKED_GENDERS]
        return _group(_named(self.tr("Age"), self.age), *genders, self.language, *self._asks(WITH_WHOM))

    def _when(self) -> QWidget:
        times = [self._chip(Meaning(TIME, code), find_words(TIME_WORDS, code)) for code in TIMES]
        terms = [self._chip(Meaning(TERM, code), find_words(TERM_WORDS, code)) for code in TERMS]
        return _group(*times, _together(self.clock, self.time), *terms, self.area, *self._asks(THE_PLACE))

    def _way(self) -> QWidget:
        return _group(*self._asks([ask for ask in ASKS if ask not in (*WITH_WHOM, *THE_PLACE)]))

    def _asks(self, codes: Sequence[str]) -> list[Chip]:
        return [self._chip(Meaning(ASK, code), find_words(ASK_WORDS, code)) for code in codes]

    def _chip(self, meaning: Meaning, words: str) -> Chip:
        chip = Chip(words)
        chip.clicked.connect(lambda checked, asked=meaning: self.turned.emit(asked, checked))
        self.chips[meaning] = chip
        return chip

    # --- turned -----------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.groups.chosen.connect(lambda code: self.pages.setCurrentIndex([*self.groups.buttons].index(code)))
        self.age.changed.connect(lambda age: self._turn(AGE, f"{age}" if age > NO_AGE else ""))
        self.language.activated.connect(lambda _row: self._turn(LANGUAGE, str(self.language.currentData())))
        self.area.activated.connect(lambda _row: self._turn(AREA, str(self.area.currentData())))
        self.clock.clicked.connect(lambda wanted: self._turn(TIME, self._clock() if wanted else ""))
        self.time.changed.connect(lambda _time: self._turn(TIME, self._clock()))

    def _turn(self, kind: str, code: str) -> None:
        """Something else is asked of this kind; an empty code takes away what was asked."""
        before = self._meant.get(kind, "")
        if code:
            self.turned.emit(Meaning(kind, code), True)
        elif before:
            self.turned.emit(Meaning(kind, before), False)

    def _clock(self) -> str:
        return self.time.time().toString("HH:mm")


def _group(*widgets: QWidget) -> QWidget:
    page = QWidget()
    flow = FlowLayout(page)
    for widget in widgets:
        flow.addWidget(widget)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    page.setSizePolicy(policy)
    return page


def _named(name: str, widget: QWidget) -> QWidget:
    return _together(Text(name, "quiet", wrap=False), widget)


def _together(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    return holder
