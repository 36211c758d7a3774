# SPDX-License-Identifier: GPL-3.0-or-later
"""What an import would change, before anything is taken over."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from outreach_app.domain.directory_import import RowProblem
from outreach_app.ui.coalition_words import FIELDS, said, source_name
from outreach_app.ui.desk import Desk
from outreach_app.ui.models.difference import ChangeLine, Changes, Compared, Problems
from outreach_app.ui.models.rows import Rows
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.fact_rows import Fact, FactRows
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.segments import Segments
from outreach_app.ui.widgets.state_word import StateWord
from outreach_app.ui.widgets.table import Table
from outreach_app.ui.widgets.table_card import TableCard
from outreach_app.ui.widgets.text import Text

CHANGES, PROBLEMS = "changes", "problems"


class DifferenceView(QWidget):
    """`accept_wanted` or `leave_wanted`; nothing is written before the first."""

    accept_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, desk: Desk, compared: Compared) -> None:
        super().__init__()
        self.desk = desk
        self.compared = compared
        report = compared.difference.report
        self.accept_button = Button(self.tr("Take it over"), "primary", icon=desk.theme.icons / "check.svg")
        self.accept_button.clicked.connect(self.accept_wanted)
        self.accept_button.setEnabled(bool(report.added or report.changed or report.removed))
        self.leave_button = Button(self.tr("Leave everything as it is"))
        self.leave_button.clicked.connect(self.leave_wanted)
        self.tables = {
            CHANGES: self._table(self.tr("Changes"), Changes(), compared.lines),
            PROBLEMS: self._table(self.tr("Problems"), Problems(), report.problems),
        }
        self.segments = Segments(self.tr("Changes or problems"), [
            (CHANGES, self.tr("Changes ({count})").format(count=len(compared.lines))),
            (PROBLEMS, self.tr("Problems ({count})").format(count=len(report.problems))),
        ])  # fmt: skip
        self.segments.chosen.connect(self.show_table)
        self.none = Text(self.tr("None."), tone="quiet")
        self.detail = FactRows(desk.theme.icons, desk.theme.scale)
        self.detail_card = Card("quiet")
        self.detail_card.column.addWidget(self.detail)
        self._lay_out()
        self.segments.choose(CHANGES if compared.lines or not report.problems else PROBLEMS)

    def show_table(self, code: str) -> None:
        """Changes or problems."""
        for name, card in self.tables.items():
            card.setVisible(name == code and card.table.rows.rowCount() > 0)
        table = self.tables[code].table
        self.none.setVisible(table.rows.rowCount() == 0)
        if not table.currentIndex().isValid():
            table.choose(0)
        self.show_line(table.record())

    def show_line(self, line: object) -> None:
        """The whole of a line, where the table has room for its beginning only."""
        facts: tuple[Fact, ...] = ()
        if isinstance(line, ChangeLine) and line.field:
            facts = (Fact(self.tr("Before"), line.before), Fact(self.tr("Now"), line.now))
            self.detail_card.setAccessibleName(f"{line.name}, {said(FIELDS, line.field)}")
        self.detail.show_facts(facts)
        self.detail_card.setVisible(bool(facts))

    def figures(self) -> list[tuple[str, str]]:
        """How much of each, as words with a tone."""
        report = self.compared.difference.report
        counted = (
            (report.added, "good", self.tr("1 new"), self.tr("{count} new")),
            (report.changed, "info", self.tr("1 changed"), self.tr("{count} changed")),
            (report.removed, "care", self.tr("1 gone"), self.tr("{count} gone")),
            (report.skipped, "care", self.tr("1 skipped"), self.tr("{count} skipped")),
            (report.dropped, "info", self.tr("1 detail of staff or a secret place left out"),
             self.tr("{count} details of staff or secret places left out")),
        )  # fmt: skip
        found = [
            ((one if count == 1 else many).format(count=count), tone) for count, tone, one, many in counted if count
        ]
        return found or [(self.tr("Nothing differs from the last import"), "good")]

    def _table(self, name: str, rows: Rows[ChangeLine] | Rows[RowProblem], records: tuple[object, ...]) -> TableCard:
        table = Table(self.desk.theme, name, rows, lines=2)
        rows.show(records)  # type: ignore[arg-type]  # each table is given its own kind of record just above
        table.chosen.connect(self.show_line)
        return TableCard(table, least_lines=4)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        head = self.tr("{source}: what would change").format(source=source_name(self.compared.difference.source))
        column.addWidget(Text(head, "lead"))
        column.addWidget(flowing(*(StateWord(self.desk.theme.icons, words, tone) for words, tone in self.figures())))
        column.addWidget(flowing(self.accept_button, self.leave_button))
        column.addWidget(self.segments)
        for card in self.tables.values():
            column.addWidget(card, 1000)
        column.addWidget(self.none)
        column.addWidget(self.detail_card)
        column.addStretch(1)
