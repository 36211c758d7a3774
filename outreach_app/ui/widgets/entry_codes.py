# SPDX-License-Identifier: GPL-3.0-or-later
"""Needs, languages and what the street asks, as an entry's fields: chips, and yes · no · not known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QWidget

from outreach_app.domain.codes import NEEDS
from outreach_app.domain.directory import GUESSED_NEED, NO, YES
from outreach_app.ui import words
from outreach_app.ui.desk_words import GROUPS, attribute, translate
from outreach_app.ui.find_words import LANGUAGES, language_name
from outreach_app.ui.theme import Theme
from outreach_app.ui.widgets.chip import Chip
from outreach_app.ui.widgets.choice import Choice
from outreach_app.ui.widgets.columns import Columns
from outreach_app.ui.widgets.entry_field import EntryField
from outreach_app.ui.widgets.flow import FlowLayout
from outreach_app.ui.widgets.state_word import StateWord
from outreach_app.ui.widgets.text import SectionLabel, Text

UNKNOWN: Final = ""
_MORE: Final = (
    "af", "ak", "sq", "hy", "az", "bn", "be", "bs", "bg", "my", "ca", "ceb", "ckb", "cs", "da", "nl", "et", "fa", "fi",
    "ff", "ka", "de", "el", "gu", "ha", "haw", "he", "hi", "hmn", "hr", "hu", "ig", "ilo", "id", "it", "ja", "jv", "kn",
    "kk", "km", "rw", "rn", "ku", "ky", "lo", "lv", "ln", "lt", "mk", "mg", "ms", "ml", "mr", "mn", "ne", "nb", "nv",
    "om", "ps", "pl", "pa", "qu", "ro", "sm", "sr", "sn", "sd", "si", "sk", "sl", "sv", "tg", "ta", "te", "th", "ti",
    "tn", "tr", "uk", "ur", "uz", "wo", "xh", "yi", "yo", "zu",
)  # fmt: skip
"""Further ISO 639 codes to add; a source may bring any other."""


class ChipsField(EntryField):
    """Some of a list of codes, as chips."""

    turned = Signal(str)
    """The code that a person turned on or off."""

    def __init__(self) -> None:
        super().__init__()
        self.chips: dict[str, Chip] = {}
        self._first: tuple[str, ...] = ()
        self.holder = QWidget()
        self.flow = FlowLayout(self.holder, gap=8)
        self.inside.addWidget(self.holder)

    def add(self, code: str, name: str) -> Chip:
        """One more to choose from."""
        chip = Chip(name)
        chip.clicked.connect(lambda _on: self._turned(code))
        self.chips[code] = chip
        self.flow.addWidget(chip)
        return chip

    def show_value(self, value: object) -> None:
        """A tuple of codes."""
        self._first = value if isinstance(value, tuple) else ()
        for code, chip in self.chips.items():
            chip.setChecked(code in self._first)

    def value(self) -> object:
        """Those held before in their order (the first is the main one), then new ones in the order of the list."""
        chosen = [code for code, chip in self.chips.items() if chip.isChecked()]
        return (*(code for code in self._first if code in chosen), *(c for c in chosen if c not in self._first))

    def name_as(self, name: str) -> None:
        """The group's; each chip has its own words."""
        self.holder.setAccessibleName(name)

    def _turned(self, code: str) -> None:
        self.turned.emit(code)
        self.changed.emit()


class NeedsField(ChipsField):
    """What help it gives; a need that a rule guessed says so on its chip."""

    def __init__(self) -> None:
        super().__init__()
        for code in NEEDS:
            self.add(code, words.need(code))

    def show_guesses(self, guessed: tuple[str, ...]) -> None:
        """Which of them a rule guessed."""
        for code, chip in self.chips.items():
            name = words.need(code)
            told = translate("directory", "{name} · guessed").format(name=name)
            chip.setText((told if GUESSED_NEED + code in guessed else name).replace("&", "&&"))
            chip.setAccessibleName(chip.text())
            chip.updateGeometry()


class LanguagesField(ChipsField):
    """Languages spoken there; any other can be added."""

    def __init__(self) -> None:
        super().__init__()
        for code in LANGUAGES:
            self.add(code, language_name(code))
        self.more = Choice(translate("directory", "Another language"))
        self.more.addItem(translate("directory", "another language…"), "")
        for name, code in sorted((language_name(code), code) for code in _MORE if code not in self.chips):
            self.more.addItem(name, code)
        self.more.activated.connect(self._add_another)
        self.flow.addWidget(self.more)

    def show_value(self, value: object) -> None:
        """A tuple of ISO 639 codes; one that is not listed gets a chip."""
        for code in value if isinstance(value, tuple) else ():
            self._ensure(str(code))
        super().show_value(value)

    def _add_another(self, _place: int) -> None:
        code = str(self.more.currentData())
        self.more.setCurrentIndex(0)
        if code:
            self._ensure(code).setChecked(True)
            self._turned(code)

    def _ensure(self, code: str) -> Chip:
        if code not in self.chips:
            self.flow.removeWidget(self.more)
            self.add(code, language_name(code))
            self.flow.addWidget(self.more)
        return self.chips[code]


class YesNo(QWidget):
    """yes · no · not known; the arrows choose."""

    chosen = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.group = QButtonGroup(self)
        self.buttons: dict[str, Chip] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        listed = ((YES, translate("coalition", "yes")), (NO, translate("coalition", "no")),
                  (UNKNOWN, translate("coalition", "not known")))  # fmt: skip
        for code, said in listed:
            chip = Chip(said)
            chip.setAccessibleName(f"{name}: {said}")
            chip.clicked.connect(lambda _on: self.chosen.emit())
            self.group.addButton(chip)
            self.buttons[code] = chip
            row.addWidget(chip)

    def show_code(self, code: str) -> None:
        """yes, no or an empty text."""
        self.buttons[code if code in self.buttons else UNKNOWN].setChecked(True)

    def code(self) -> str:
        """yes, no or an empty text."""
        return next((code for code, button in self.buttons.items() if button.isChecked()), UNKNOWN)


class AttributesField(EntryField):
    """What the street asks, in groups. `turned` carries an attribute that a person set, so that its mark goes."""

    turned = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.rows: dict[str, YesNo] = {}
        self.marks: dict[str, StateWord] = {}
        self._others: dict[str, str] = {}
        columns = Columns(860, theme.scale)
        for place in (0, 1):
            column = QWidget()
            grid = QGridLayout(column)
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setHorizontalSpacing(8)
            grid.setVerticalSpacing(4)
            grid.setColumnStretch(0, 1)
            for group, codes in GROUPS[2 * place : 2 * place + 2]:
                self._add(grid, theme, translate("directory", str(group)), codes)
            grid.setRowStretch(grid.rowCount(), 1)
            columns.add(column)
        columns.row.setSpacing(28)
        self.inside.addWidget(columns)

    def show_value(self, value: object) -> None:
        """Attribute to yes or no."""
        held = value if isinstance(value, Mapping) else {}
        self._others = {code: said for code, said in held.items() if code not in self.rows}
        for code, row in self.rows.items():
            row.show_code(str(held.get(code, UNKNOWN)))

    def value(self) -> object:
        """Attribute to yes or no; what is not known is left out."""
        return self._others | {code: row.code() for code, row in self.rows.items() if row.code()}

    def name_as(self, name: str) -> None:
        """Each row has its own."""

    def show_guesses(self, guessed: tuple[str, ...]) -> None:
        """Which of them a rule guessed."""
        for code, mark in self.marks.items():
            mark.setVisible(code in guessed)

    def _add(self, grid: QGridLayout, theme: Theme, group: str, codes: tuple[str, ...]) -> None:
        line = grid.rowCount()
        head = SectionLabel(group)
        head.setContentsMargins(0, 8, 0, 0)
        grid.addWidget(head, line, 0, 1, 3)
        for code in codes:
            line += 1
            row = YesNo(attribute(code))
            row.chosen.connect(lambda which=code: self._turned(which))
            mark = StateWord(theme.icons, translate("directory", "guessed"), "care")
            mark.hide()
            self.rows[code], self.marks[code] = row, mark
            grid.addWidget(Text(words.first_capital(attribute(code))), line, 0)
            grid.addWidget(mark, line, 1)
            grid.addWidget(row, line, 2)

    def _turned(self, code: str) -> None:
        self.marks[code].hide()
        self.turned.emit(code)
        self.changed.emit()
