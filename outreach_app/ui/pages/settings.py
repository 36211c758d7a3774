# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings: how the window looks, what it writes down, its keys. Choices only, never a secret."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from outreach_app.ui.choices import BY_THE_HOUR
from outreach_app.ui.desk import Desk
from outreach_app.ui.languages import offered
from outreach_app.ui.page import Entry, Sheet
from outreach_app.ui.palette import PALETTES
from outreach_app.ui.theme import SCALES
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.chip import Chip
from outreach_app.ui.widgets.choice import Choice
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.text import Text
from outreach_app.ui.words import palette_name


class SettingsPage(Sheet):
    """Every change shows at once and is kept."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("Settings"))
        self.palettes = self._chips(
            [(code, palette_name(code)) for code in (BY_THE_HOUR, *(palette.code for palette in PALETTES))],
            self._choose_palette,
        )
        self.sizes = self._chips([(f"{scale}", f"{round(scale * 100)} %") for scale in SCALES], self._choose_size)
        self.language = Choice(self.tr("Language"))
        for code, name in offered(desk.choices.developer):
            self.language.addItem(name, code)
        self.language.activated.connect(self._choose_language)
        self.written = Button(self.tr("What we write down"), icon=desk.theme.icons / "shield.svg")
        self.written.clicked.connect(lambda: desk.go("written"))
        self.keys = Button(self.tr("All keys"), icon=desk.theme.icons / "info.svg", key="F1")
        self.keys.clicked.connect(desk.keys_wanted)
        self._lay_out()
        desk.theme.changed.connect(self.show_choices)

    def arrive(self) -> None:
        """Show what is in force."""
        self.show_choices()
        chosen = self.palettes.checkedButton()
        if chosen is not None:
            chosen.setFocus()

    def show_choices(self) -> None:
        """Light the chips of the choices in force."""
        choices = self.desk.choices
        _light(self.palettes, choices.palette)
        _light(self.sizes, f"{self.desk.theme.scale}")
        self.language.setCurrentIndex(max(0, self.language.findData(choices.language)))

    def _choose_palette(self, code: str) -> None:
        self.desk.choices.choose(palette=code)
        self.desk.look_again()

    def _choose_size(self, scale: str) -> None:
        self.desk.choices.choose(text_scale=float(scale))
        self.desk.theme.choose(scale=float(scale))

    def _choose_language(self) -> None:
        self.desk.choices.choose(language=str(self.language.currentData()))
        self.desk.say(self.tr("The language changes when the program starts again."), "info")

    def _chips(self, listed: list[tuple[str, str]], chosen: Callable[[str], None]) -> QButtonGroup:
        group = QButtonGroup(self)
        for code, name in listed:
            chip = Chip(name)
            chip.setProperty("code", code)
            chip.clicked.connect(lambda _checked, value=code: chosen(value))
            group.addButton(chip)
        return group

    def _lay_out(self) -> None:
        look = Card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(16)
        grid.setColumnStretch(1, 1)
        rows: list[tuple[str, QWidget]] = [
            (self.tr("Palette"), flowing(*self.palettes.buttons())),
            (self.tr("Text size"), flowing(*self.sizes.buttons())),
            (self.tr("Language"), self.language),
        ]
        for line, (name, widget) in enumerate(rows):
            grid.addWidget(Text(name, wrap=False), line, 0)
            grid.addWidget(widget, line, 1)
        look.column.addLayout(grid)
        look.column.addWidget(
            Text(
                self.tr("By the hour follows the evening of your coalition. Red keeps eyes used to the dark."), "quiet"
            )
        )
        self.column.addWidget(look)
        self.column.addWidget(flowing(self.written, self.keys))


def _light(group: QButtonGroup, code: str) -> None:
    for button in group.buttons():
        button.setChecked(button.property("code") == code)


ENTRY = Entry("settings", lambda: QCoreApplication.translate("contents", "Settings"), "settings", SettingsPage)
