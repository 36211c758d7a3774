# SPDX-License-Identifier: GPL-3.0-or-later
"""Every shift that came in, once, as a table that can be put in any order."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from outreach_app.domain.profile import Profile
from outreach_app.domain.report import ImportedShift
from outreach_app.ui.desk import Desk
from outreach_app.ui.models.imported import ImportedShifts
from outreach_app.ui.pages.coalition_part import SENDING, Nothing, Part
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.choice import Choice
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.table import Table
from outreach_app.ui.widgets.table_card import TableCard
from outreach_app.ui.widgets.text import Text

NEWEST = (0, Qt.SortOrder.DescendingOrder)


class ShiftsPart(Part):
    """The order is chosen on a heading, or in the line above the table."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("Shifts"))
        sending = Button(self.tr("How counts travel"), "primary")
        sending.clicked.connect(lambda: desk.go(SENDING))
        self.nothing = Nothing(
            self.tr("No shift has come in yet"),
            self.tr("When a team has submitted one, it comes in with your next sync and stands here as counts."),
            sending,
        )
        self.said = Text("", "lead")
        self.order = Choice(self.tr("In order of"))
        self.turn = Button("")
        self.turn.clicked.connect(self.turn_round)
        self.table: Table | None = None
        self.card: TableCard | None = None
        self.column.addWidget(self.nothing)
        self.column.addWidget(self.said)
        self.sorting = self._sorting()
        self.column.addWidget(self.sorting)
        self.note = Text(
            self.tr("Items are what was given or left. A correction takes the place of what it corrects."), "quiet"
        )
        self.column.addWidget(self.note)
        self.column.addStretch(1)
        self.order.activated.connect(self._order_by)
        self._show_any(filled=False)
        self.nothing.hide()

    def arrive(self) -> None:
        """Read again."""
        workplace = self.desk.workplace
        self.desk.vault(lambda: (workplace.shifts.profile(), workplace.importing.shifts()), self._show)

    def turn_round(self) -> None:
        """The same order, from its other end."""
        if self.table is not None:
            header = self.table.horizontalHeader()
            backwards = header.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
            order = Qt.SortOrder.DescendingOrder if backwards else Qt.SortOrder.AscendingOrder
            self.table.put_in_order(header.sortIndicatorSection(), order)

    def _show(self, read: tuple[Profile, tuple[ImportedShift, ...]]) -> None:
        profile, shifts = read
        table = self.table or self._build(profile)
        table.rows.show(shifts)
        if shifts and not table.currentIndex().isValid():
            table.choose(0)
        contacts = sum(shift.contacts for shift in shifts if not shift.withdrawn)
        many = self.tr("1 shift") if len(shifts) == 1 else self.tr("{count} shifts").format(count=len(shifts))
        met = self.tr("1 contact") if contacts == 1 else self.tr("{count} contacts").format(count=contacts)
        self.said.setText(f"{many} · {met}")
        self._show_any(filled=bool(shifts))

    def _build(self, profile: Profile) -> Table:
        rows = ImportedShifts(profile)
        table = Table(self.desk.theme, self.tr("Imported shifts"), rows, sortable=True)
        self.table, self.card = table, TableCard(table)
        self.column.insertWidget(3, self.card, 1000)
        for column in rows.columns:
            self.order.addItem(column.heading)
        table.horizontalHeader().sortIndicatorChanged.connect(self._tell)
        table.put_in_order(*NEWEST)
        self._tell(*NEWEST)
        return table

    def _show_any(self, *, filled: bool) -> None:
        self.nothing.setVisible(not filled)
        for widget in (self.said, self.sorting, self.note, self.card):
            if widget is not None:
                widget.setVisible(filled)

    def _order_by(self, column: int) -> None:
        if self.table is not None:
            self.table.put_in_order(column, self.table.horizontalHeader().sortIndicatorOrder())

    def _tell(self, column: int, order: Qt.SortOrder) -> None:
        """The line above the table says what the heading shows."""
        self.order.setCurrentIndex(column)
        upwards = order == Qt.SortOrder.AscendingOrder
        self.turn.say(self.tr("smallest first") if upwards else self.tr("largest first"))
        if column == 0:
            self.turn.say(self.tr("oldest first") if upwards else self.tr("newest first"))

    def _sorting(self) -> QWidget:
        label = Text(self.tr("In order of"), wrap=False)
        label.setBuddy(self.order)
        return flowing(label, self.order, self.turn)
