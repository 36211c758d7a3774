# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside figures: what was counted between two dates, kept apart as wanted, and the same as a file."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QGridLayout, QWidget

from outreach_app.domain.errors import FileExists
from outreach_app.domain.profile import Profile
from outreach_app.domain.report import ReportQuery, ReportRow
from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.files import choose_place
from outreach_app.ui.models.report import ReportLines
from outreach_app.ui.pages.coalition_part import Nothing, Part
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.chip import Chip
from outreach_app.ui.widgets.columns import Columns
from outreach_app.ui.widgets.date_stepper import DateStepper
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.state_word import StateWord
from outreach_app.ui.widgets.table import Table
from outreach_app.ui.widgets.table_card import TableCard
from outreach_app.ui.widgets.text import Text
from outreach_app.ui.words import long_date


class ReportPart(Part):
    """Every change of the question is answered at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("Report"))
        self.profile: Profile | None = None
        self.start = DateStepper(self.tr("From"))
        self.end = DateStepper(self.tr("To"))
        self.apart = {
            "month": Chip(self.tr("month")), "zone": Chip(self.tr("zone")),
            "measure": Chip(self.tr("what was counted")),
        }  # fmt: skip
        for chip in self.apart.values():
            chip.setChecked(True)
            chip.toggled.connect(lambda _on: self.ask())
        for field in (self.start, self.end):
            field.changed.connect(self.ask)
        self.spans = {
            "month": Button(self.tr("This month")), "last": Button(self.tr("Last month")),
            "year": Button(self.tr("This year")),
        }  # fmt: skip
        for code, button in self.spans.items():
            button.clicked.connect(partial(self.take_span, code))
        self.save_button = Button(self.tr("Save as CSV"), "primary", icon=desk.theme.icons / "copy.svg")
        self.save_button.clicked.connect(self.choose_place)
        self.inside = StateWord(desk.theme.icons, self.tr("Inside figures: not for passing on"), "care")
        self.nothing = Nothing(
            self.tr("Nothing was counted between these dates"),
            self.tr("Choose other dates, or wait for the next sync."),
        )
        self.table: Table | None = None
        self.card: TableCard | None = None
        self.column.addWidget(self._question())
        self.column.addWidget(self._foot())
        self.column.addWidget(self.nothing)
        self.nothing.hide()
        self.column.addStretch(1)

    def arrive(self) -> None:
        """Read again; the first time, from the month before this one until today."""
        if self.profile is None:
            self.desk.vault(self.desk.workplace.shifts.profile, self._begin)
        else:
            self.ask()

    def query(self) -> ReportQuery:
        """What is asked now."""
        return ReportQuery(
            self.start.day(), self.end.day(), tuple(code for code, chip in self.apart.items() if chip.isChecked())
        )

    def ask(self) -> None:
        """Answer what is asked now; dates the wrong way round are answered by saying so."""
        query, reports = self.query(), self.desk.workplace.reports
        if query.end < query.start:
            self._answer((query, ()))
        else:
            self.desk.vault(lambda: (query, reports.table(query)), self._answer)

    def take_span(self, code: str) -> None:
        """Fill both dates in."""
        today = self.today()
        first = today.replace(day=1)
        before = first - timedelta(days=1)
        self._dates(*{
            "month": (first, today), "last": (before.replace(day=1), before), "year": (date(today.year, 1, 1), today),
        }[code])  # fmt: skip

    def today(self) -> date:
        """The operating date of now."""
        now = self.desk.now()
        return self.profile.operating_date(now) if self.profile else now.date()

    def choose_place(self) -> None:
        """Where the file goes."""
        query = self.query()
        name = f"inside-figures-{query.start.isoformat()}-{query.end.isoformat()}.csv"
        choose_place(self.desk, self, self.tr("Save as CSV"), name, self.save_to)

    def save_to(self, path: Path) -> None:
        """Write what is shown; a file that is there already is left as it is."""
        query, reports = self.query(), self.desk.workplace.reports

        def save() -> tuple[str, int]:
            if path.exists():
                raise FileExists(str(path))
            return path.name, reports.save_csv(query, path)

        self.desk.vault(save, self._saved)

    def _begin(self, profile: Profile) -> None:
        self.profile = profile
        rows = ReportLines(profile)
        self.table = Table(self.desk.theme, self.tr("Report"), rows)
        self.card = TableCard(self.table)
        self.column.insertWidget(2, self.card, 1000)
        today = self.today()
        self._dates((today.replace(day=1) - timedelta(days=1)).replace(day=1), today)

    def _dates(self, start: date, end: date) -> None:
        for field, value in ((self.start, start), (self.end, end)):
            field.blockSignals(True)
            field.set_day(value)
            field.blockSignals(False)
        self.ask()

    def _answer(self, answered: tuple[ReportQuery, tuple[ReportRow, ...]]) -> None:
        query, lines = answered
        if self.table is None or self.card is None or query != self.query():
            return
        rows = self.table.rows
        if isinstance(rows, ReportLines):
            rows.show_report(query, lines)
        turned = query.end < query.start
        said = self.tr("The first day lies after the last one.") if turned else self.tr("{start} to {end}.")
        self.nothing.sentence.setText(
            f"{said.format(start=long_date(query.start), end=long_date(query.end))} "
            + self.tr("Choose other dates, or wait for the next sync.")
        )
        self.card.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        self.save_button.setEnabled(bool(lines))

    def _saved(self, written: tuple[str, int]) -> None:
        name, count = written
        said = self.tr("1 row saved as {name}.") if count == 1 else self.tr("{count} rows saved as {name}.")
        self.desk.say(said.format(count=count, name=name), "good")

    # --- layout -----------------------------------------------------------------------------------------------

    def _question(self) -> QWidget:
        card = Card()
        columns = Columns(880, self.desk.theme.scale)
        dates, apart = QWidget(), QWidget()
        _grid(dates, ((self.tr("From"), self.start), (self.tr("To"), self.end)))
        _grid(apart, (
            (self.tr("Dates"), flowing(*self.spans.values())),
            (self.tr("Kept apart"), flowing(*self.apart.values())),
        ))  # fmt: skip
        columns.add(dates, 2)
        columns.add(apart, 3)
        columns.row.setSpacing(28)
        card.column.addWidget(columns)
        return card

    def _foot(self) -> QWidget:
        return flowing(self.inside, self.save_button)


def _grid(holder: QWidget, rows: tuple[tuple[str, QWidget], ...]) -> None:
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(12)
    grid.setColumnStretch(1, 1)
    for line, (name, widget) in enumerate(rows):
        grid.addWidget(Text(name, wrap=False), line, 0)
        grid.addWidget(widget, line, 1)
