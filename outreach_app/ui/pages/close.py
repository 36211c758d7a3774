# SPDX-License-Identifier: GPL-3.0-or-later
"""Closing a shift: what only people know, then exactly what leaves, before anything does."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.domain.errors import CompanionError
from outreach_app.domain.leaving import Leaving
from outreach_app.domain.shift import OpenShift, ShiftLine
from outreach_app.ui.desk import Desk
from outreach_app.ui.leaving_words import lines
from outreach_app.ui.page import Page
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.choice import Tick
from outreach_app.ui.widgets.columns import Columns
from outreach_app.ui.widgets.ledger import Ledger
from outreach_app.ui.widgets.scrolled import scrolled
from outreach_app.ui.widgets.state_word import StateWord
from outreach_app.ui.widgets.stepper import MinuteStepper, NumberStepper
from outreach_app.ui.widgets.text import SectionLabel, Text
from outreach_app.ui.workplace import ShiftDesk

MOST_MINUTES = 24 * 60


class ClosePage(Page):
    """An open shift (`shift`), or one closed earlier and not yet submitted (`shift_id`)."""

    closed = Signal(object)
    """The `ShiftLine` that was submitted, or None when it only was closed."""
    back_wanted = Signal()

    def __init__(self, desk: Desk, shift: OpenShift | None, *, shift_id: str = "") -> None:
        super().__init__(desk)
        self.setAccessibleName(self.tr("Close the shift"))
        self.shift = shift
        self.shift_id = shift.head.shift_id if shift else shift_id
        self.proposed = False
        self.workers = NumberStepper(self.tr("Workers"), 1, 100)
        self.minutes = MinuteStepper(self.tr("Time outside"), MOST_MINUTES)
        self.plain = Tick(self.tr("Leave the breakdowns out"))
        self.everyone = Tick(self.tr("Everyone back? Everyone all right?"))
        self.few = StateWord(desk.theme.icons, self.tr("Few people met"), "care")
        self.why = Text("", tone="quiet")
        self.table = Ledger(
            self.tr("What leaves"), [self.tr("Part"), self.tr("What"), self.tr("How much")], stretch=1, trailing=[2]
        )
        self.sealed = Text("", "quiet")
        self.submit = Button(self.tr("Submit"), "primary", icon=desk.theme.icons / "send.svg")
        self.tomorrow = Button(self.tr("Close now, check tomorrow"))
        self.back = Button(self.tr("Back to counting") if shift else self.tr("Back"))
        self._connect()
        self._lay_out()
        self._work(busy=True)

    def arrive(self) -> None:
        """Read the shift as it stands now."""
        self.workers.field.setFocus()
        shifts = self.desk.workplace.shifts
        if self.shift is None:
            self.desk.vault(lambda: shifts.leaving(self.shift_id, with_breakdowns=True), self._first)
        else:
            minutes, workers = self._effort_typed()
            self.desk.vault(lambda: _draft(shifts, minutes, workers), self._first)

    def show_leaving(self, leaving: Leaving) -> None:
        """The table, exactly as the statement's body holds it."""
        profile = self.desk.profile
        if profile is not None:
            self.table.fill(list(lines(leaving, profile)))
            self._fit_table()
        size = self.tr("Sealed for the office, and always {size} KiB long, so that its length says nothing.")
        self.sealed.setText(size.format(size=leaving.size // 1024))
        self._work(busy=False)

    def read_again(self) -> None:
        """Something was changed: what leaves is another."""
        shifts, with_breakdowns = self.desk.workplace.shifts, not self.plain.isChecked()
        minutes, workers = self.minutes.value(), self.workers.value()
        if self.shift is None:
            self.desk.vault(lambda: shifts.leaving(self.shift_id, with_breakdowns=with_breakdowns), self.show_leaving)
        else:
            self.desk.vault(
                lambda: shifts.leaving_draft(minutes, workers, with_breakdowns=with_breakdowns), self.show_leaving
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One below the other, the page scrolls and the table does not."""
        super().resizeEvent(event)
        self._fit_table()

    def submit_shift(self) -> None:
        """Close where it is open, then seal and queue."""
        self._finish(submit=True)

    def close_only(self) -> None:
        """Close now; it waits on this laptop until somebody has looked at it."""
        self._finish(submit=False)

    def _finish(self, *, submit: bool) -> None:
        shifts, shift_id, still_open = self.desk.workplace.shifts, self.shift_id, self.shift is not None
        minutes, workers, with_breakdowns = self.minutes.value(), self.workers.value(), not self.plain.isChecked()

        def finish() -> ShiftLine | None:
            if still_open:
                shifts.close(minutes, workers)
            return shifts.submit(shift_id, with_breakdowns=with_breakdowns) if submit else None

        self._work(busy=True)
        self.desk.vault(finish, self.closed.emit, self._failed)

    def _failed(self, error: CompanionError) -> None:
        self._work(busy=False)
        self.desk.fail(error)

    def _first(self, leaving: Leaving) -> None:
        """Fill in the effort, and propose to leave the breakdowns out where few people were met."""
        shift = leaving.shift
        for field, value in ((self.workers, shift.workers), (self.minutes, shift.minutes)):
            field.blockSignals(True)
            field.set_value(value)
            field.blockSignals(False)
        self.few.setVisible(leaving.few)
        self._say_why(leaving)
        if leaving.few and not self.proposed:
            self.proposed = True
            self.plain.setChecked(True)  # reads again
            return
        self.read_again()

    def _fit_table(self) -> None:
        least = round(280 * self.desk.theme.scale)
        self.table.setMinimumHeight(max(least, self.table.whole_height()) if self.columns.stacked else least)

    def _say_why(self, leaving: Leaving) -> None:
        contacts = leaving.shift.contacts
        met = self.tr("1 contact.") if contacts == 1 else self.tr("{count} contacts.")
        about = self.tr("Breakdowns are how old people looked, what they were referred to and what they could not get.")
        advice = self.tr("With so few, they could point to one person: better left out.") if leaving.few else ""
        self.why.setText(" ".join(part for part in (met.format(count=contacts), about, advice) if part))

    def _effort_typed(self) -> tuple[int | None, int | None]:
        return (self.minutes.value(), self.workers.value()) if self.table.rowCount() else (None, None)

    def _work(self, *, busy: bool) -> None:
        for button in (self.submit, self.tomorrow):
            button.setEnabled(not busy)

    def _connect(self) -> None:
        self.workers.changed.connect(lambda _value: self.read_again())
        self.minutes.changed.connect(lambda _value: self.read_again())
        self.plain.toggled.connect(lambda _value: self.read_again())
        self.submit.clicked.connect(self.submit_shift)
        self.tomorrow.clicked.connect(self.close_only)
        self.back.clicked.connect(self.back_wanted)

    # --- layout -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        inside = QWidget()
        around = QVBoxLayout(inside)
        around.setContentsMargins(28, 20, 28, 12)
        columns = Columns(900, self.desk.theme.scale)
        self.columns = columns
        columns.add(self._left(), 2)
        columns.add(self._right(), 3, wanted=round(480 * self.desk.theme.scale))
        around.addWidget(columns)
        foot = Columns(500, self.desk.theme.scale)
        foot.row.setContentsMargins(28, 8, 28, 16)
        foot.add(_line(self.back, None))
        foot.add(_line(None, self.tomorrow, self.submit))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scrolled(inside), 1)
        outer.addWidget(foot)
        self.tomorrow.setVisible(self.shift is not None)

    def _left(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(Text(self.tr("Close the shift") if self.shift else self.tr("Check and submit"), "title"))
        card = Card()
        card.column.setSpacing(12)
        card.column.addWidget(SectionLabel(self.tr("Effort")))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        rows = ((self.tr("Workers"), self.workers), (self.tr("Time outside"), self.minutes))
        for line, (name, widget) in enumerate(rows):
            grid.addWidget(Text(name, wrap=False), line, 0)
            grid.addWidget(widget, line, 1)
            widget.setEnabled(self.shift is not None)
        card.column.addLayout(grid)
        card.column.addWidget(
            Text(self.tr("Rounded to a quarter of an hour. The clock times stay here and are deleted."), "quiet")
        )
        column.addWidget(card)
        few = Card()
        few.column.addWidget(self.few)
        few.column.addWidget(self.why)
        few.column.addWidget(self.plain)
        column.addWidget(few)
        column.addWidget(self.everyone)
        column.addWidget(Text(self.tr("Ask it aloud. The tick is for you and is not kept."), "quiet"))
        column.addStretch(1)
        return part

    def _right(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(SectionLabel(self.tr("Exactly what leaves this laptop")))
        column.addWidget(self.table, 1)
        column.addWidget(Text(self.tr("Of a stop only its code leaves; its name is shown here for you."), "quiet"))
        column.addWidget(self.sealed)
        self.table.narrow(2, 16)
        return part


def _draft(shifts: ShiftDesk, minutes: int | None, workers: int | None) -> Leaving:
    """What would leave now, with the effort as it is known; on the vault's lane."""
    draft = shifts.draft(minutes, workers)
    return shifts.leaving_draft(draft.minutes, draft.workers, with_breakdowns=True)


def _line(*widgets: QWidget | None) -> QWidget:
    """Buttons in a line; None is where the room goes."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
    return holder
