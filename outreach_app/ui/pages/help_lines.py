# SPDX-License-Identifier: GPL-3.0-or-later
"""Help lines: a figure opens one full screen, letters narrow the list down. Lines that report to an authority stand
apart and are never shown to a person."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from outreach_app.domain.errors import CompanionError
from outreach_app.domain.material import HelpLine
from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.about_line import AboutLine
from outreach_app.ui.dialogs.full_screen_line import FullScreenLine
from outreach_app.ui.line_words import matches, why_not_shown
from outreach_app.ui.page import Entry, Page
from outreach_app.ui.physical_keys import key_name
from outreach_app.ui.sentences import sentence
from outreach_app.ui.widgets.flow import clear
from outreach_app.ui.widgets.keycap import KeyHint
from outreach_app.ui.widgets.line_row import LineRow
from outreach_app.ui.widgets.loose import loosen
from outreach_app.ui.widgets.scrolled import scrolled
from outreach_app.ui.widgets.search_field import SearchField
from outreach_app.ui.widgets.text import SectionLabel, Text
from outreach_app.ui.widgets.yielding import YieldingRow

_KEYED = 9
"""Figures on the keyboard."""


class HelpLinesPage(Page):
    """Two keys to the whole screen: this page, then a figure."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setAccessibleName(self.tr("Help lines"))
        self.lines: tuple[HelpLine, ...] = ()
        self.rows: list[LineRow] = []
        self.field = SearchField(self.tr("Filter help lines"))
        self.field.setPlaceholderText(self.tr("Filter: name, number, language"))
        self.field.textChanged.connect(self.show_lines)
        self.field.moved.connect(lambda by: self._step(max(by, 1) if by > 0 else 0))
        self.field.entered.connect(lambda: self.open_place(0))
        self.nothing = Text("", "lead")
        self.inside = QWidget()
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(0, 0, 8, 16)
        self.column.setSpacing(8)
        self.area = scrolled(self.inside)
        top = YieldingRow()
        top.row.setContentsMargins(0, 0, 0, 0)
        top.row.setSpacing(16)
        hint = KeyHint("1–9", self.tr("show to person, large"))
        self.field.setMinimumWidth(round(280 * desk.theme.scale))
        top.row.addWidget(self.field, 1)
        top.row.addWidget(hint)
        top.give_way(hint)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(28, 20, 20, 0)
        outer.setSpacing(12)
        outer.addWidget(top)
        outer.addWidget(self.nothing)
        outer.addWidget(self.area, 1)

    def arrive(self) -> None:
        """Ready for a figure."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()
        materials = self.desk.workplace.materials
        self.desk.directory(lambda: (*materials.for_persons(), *materials.for_workers()), self.know, self.show_problem)

    def know(self, lines: tuple[HelpLine, ...]) -> None:
        """The lines of the release."""
        self.lines = lines
        self.show_lines()

    def show_lines(self) -> None:
        """Those that fit what is typed."""
        clear(self.column)
        self.rows = []
        shown = [line for line in self.lines if matches(line, self.field.text())]
        for_persons = [line for line in shown if line.may_be_shown]
        apart = [line for line in shown if not line.may_be_shown]
        self._add(for_persons)
        if apart:
            self.column.addSpacing(8)
            self.column.addWidget(SectionLabel(self.tr("Never shown to a person")))
            words = self.tr(
                "These pass on what they hear to police or another authority. Know them; do not hand them out."
            )
            self.column.addWidget(Text(words, "quiet"))
            self._add(apart)
        self.column.addStretch(1)
        self.nothing.setVisible(not shown)
        self.nothing.setText(
            self.tr("No help line fits that.") if self.lines else self.tr("There are no help lines on this laptop yet.")
        )
        self.area.verticalScrollBar().setValue(0)

    def show_problem(self, error: CompanionError) -> None:
        """Why there are none."""
        self.know(())
        self.nothing.setText(sentence(error))

    def open_place(self, place: int) -> None:
        """The line in this place of the list."""
        if place < len(self.rows):
            self.open_line(self.rows[place].line)

    def open_line(self, line: HelpLine) -> None:
        """The whole screen for one that may be shown; for others, why not."""
        if line.may_be_shown:
            self.desk.open_dialog(FullScreenLine(self.desk, line), self)
        else:
            self.desk.say(why_not_shown(line), "care")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Figures open, arrows move, letters filter."""
        name = key_name(event)
        if name.isdigit() and name != "0":
            self.open_place(int(name) - 1)
        elif name == "Enter" and self.hasFocus():
            self.open_place(0)
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif name == "Esc":
            self.field.forget()
            self.setFocus()
        elif event.text().isalpha() and name:
            self.field.setFocus()
            self.field.replace(self.field.text() + event.text())
        else:
            super().keyPressEvent(event)

    def _add(self, lines: list[HelpLine]) -> None:
        theme = self.desk.theme
        for line in lines:
            place = len(self.rows) + 1
            key = f"{place}" if place <= _KEYED and line.may_be_shown else ""
            row = LineRow(line, key, theme.icons, self._today(), theme.scale)
            row.show_wanted.connect(self.open_line)
            row.card.stepped.connect(self._step)
            row.about_wanted.connect(
                lambda about: self.desk.open_dialog(AboutLine(self.desk, about, self._today()), self)
            )
            loosen(row)
            self.rows.append(row)
            self.column.addWidget(row)

    def _step(self, by: int) -> None:
        """The next card up or down; from the page or the field, the first."""
        focused = QApplication.focusWidget()
        places = [place for place, row in enumerate(self.rows) if row.isAncestorOf(focused or self)]
        place = places[0] + by if places else 0
        if place < 0:
            self.field.setFocus()
        elif place < len(self.rows):
            self.rows[place].card.setFocus()
            self.area.ensureWidgetVisible(self.rows[place], 0, 24)

    def _today(self) -> date:
        now = self.desk.now()
        return (self.desk.profile.local(now) if self.desk.profile else now.astimezone()).date()


ENTRY = Entry("lines", lambda: QCoreApplication.translate("contents", "Help lines"), "help-lines", HelpLinesPage)
