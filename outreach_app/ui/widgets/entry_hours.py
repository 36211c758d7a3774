# SPDX-License-Identifier: GPL-3.0-or-later
"""Hours as an entry's field: a line per weekday to type in, words beside them, and rows that a week cannot say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from outreach_app.domain.hours import WEEKDAYS, WEEKLY, Schedule
from outreach_app.ui.hours_words import day_name, hours
from outreach_app.ui.restyle import mark
from outreach_app.ui.theme import Theme
from outreach_app.ui.typed_hours import NotHours, Week, read_spans, schedules_of, spans_text, week_of
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.columns import Columns
from outreach_app.ui.widgets.entry_field import EntryField, FieldProblem
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.given_text import GivenText
from outreach_app.ui.widgets.text import Text
from outreach_app.ui.words import long_date

translate = QCoreApplication.translate
_LONG_AGO: Final = date(2000, 1, 1)
_PROSE_LIMIT: Final = 1000


class HoursField(EntryField):
    """Untouched hours come back exactly as they came, whatever rows they had."""

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        self.name = name
        self.days: dict[str, QLineEdit] = {}
        self._came: tuple[Schedule, ...] = ()
        self._week = Week()
        self._kept: list[Schedule] = []
        self._touched = False
        self.prose = QLineEdit()
        self.prose.setMaxLength(_PROSE_LIMIT)
        self.prose.setPlaceholderText(translate("directory", "in words, for example: ring the bell after dark"))
        self.prose.setAccessibleName(translate("directory", "{hours}, in words").format(hours=name))
        self.prose.textEdited.connect(lambda _text: self._touch())
        self.until = GivenText("", "quiet")
        self.for_good = Button(translate("directory", "Without an end"))
        self.for_good.clicked.connect(self._hold_for_good)
        self.same = Button(translate("directory", "Monday's hours for every weekday"))
        self.same.clicked.connect(self._copy_monday)
        self.always = Button(translate("directory", "Day and night"))
        self.always.clicked.connect(self._day_and_night)
        self.others = QVBoxLayout()
        self.others.setSpacing(4)
        self._lay_out(theme)

    def show_value(self, value: object) -> None:
        """A tuple of schedules."""
        self._came = value if isinstance(value, tuple) else ()
        self._touched = False
        self._week = week_of(self._came)
        self._kept = list(self._week.others)
        for day, line in self.days.items():
            line.setText(spans_text(self._week.days.get(day, ())))
            mark(line, "wrong", "false")
        self.prose.setText(self._week.prose)
        self._show_rest()

    def value(self) -> object:
        """A tuple of schedules."""
        if not self._touched:
            return self._came
        days = {}
        for place, day in enumerate(WEEKDAYS):
            try:
                days[day] = read_spans(self.days[day].text())
            except NotHours as wrong:
                mark(self.days[day], "wrong", "true")
                told = translate("directory", "{day}: “{words}” is not understood. Write hours as 9:00–17:00, or 24 h.")
                raise FieldProblem(told.format(day=day_name(place), words=f"{wrong}")) from None
            mark(self.days[day], "wrong", "false")
        prose = " ".join(self.prose.text().split())
        return schedules_of(replace(self._week, days=days, prose=prose, others=tuple(self._kept)))

    def name_as(self, name: str) -> None:
        """Each line has the name of its day."""

    def _touch(self) -> None:
        self._touched = True
        self.changed.emit()

    def _copy_monday(self) -> None:
        for day in WEEKDAYS[1:5]:
            self.days[day].setText(self.days["MO"].text())
        self._touch()

    def _day_and_night(self) -> None:
        for line in self.days.values():
            line.setText("24 h")
        self._touch()

    def _hold_for_good(self) -> None:
        self._week = replace(self._week, frame=Schedule(freq=WEEKLY))
        self._show_rest()
        self._touch()

    def _forget(self, row: Schedule) -> None:
        self._kept.remove(row)
        self._show_rest()
        self._touch()

    def _show_rest(self) -> None:
        frame = self._week.frame
        ends = " – ".join(long_date(day) if day else "…" for day in (frame.valid_from, frame.valid_to))
        limited = bool(frame.valid_from or frame.valid_to)
        self.until.setText(translate("directory", "These hours hold {dates} only.").format(dates=ends))
        for part in (self.until, self.for_good):
            part.setVisible(limited)
        while self.others.count():
            item = self.others.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in self._kept:
            self.others.addWidget(self._other(row))

    def _other(self, row: Schedule) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        words = GivenText("; ".join(hours((row,), _LONG_AGO)))
        remove = Button(translate("directory", "Remove"))
        remove.setAccessibleName(translate("directory", "Remove: {row}").format(row=words.text()))
        remove.clicked.connect(lambda: self._forget(row))
        line.addWidget(words, 1)
        line.addWidget(remove)
        return holder

    def _lay_out(self, theme: Theme) -> None:
        columns = Columns(700, theme.scale)
        for days in (WEEKDAYS[:4], WEEKDAYS[4:]):
            column = QWidget()
            grid = QGridLayout(column)
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setHorizontalSpacing(12)
            grid.setVerticalSpacing(4)
            grid.setColumnStretch(1, 1)
            for row, day in enumerate(days):
                name = day_name(WEEKDAYS.index(day))
                line = QLineEdit()
                line.setMaxLength(200)
                line.setAccessibleName(f"{self.name}: {name}")
                line.textEdited.connect(lambda _text: self._touch())
                self.days[day] = line
                grid.addWidget(Text(name, wrap=False), row, 0)
                grid.addWidget(line, row, 1)
            grid.setRowStretch(len(days), 1)
            columns.add(column)
        self.inside.addWidget(columns)
        self.inside.addWidget(flowing(self.same, self.always))
        self.inside.addWidget(self.prose)
        self.inside.addWidget(flowing(self.until, self.for_good))
        self.inside.addLayout(self.others)
