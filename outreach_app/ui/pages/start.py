# SPDX-License-Identifier: GPL-3.0-or-later
"""Tonight, before the shift: filled in from last time, so that one Enter starts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QWidget

from outreach_app.domain.profile import Profile
from outreach_app.domain.shift import OpenShift, ShiftLine
from outreach_app.services.shifts import LastCrew
from outreach_app.ui import words
from outreach_app.ui.desk import Desk
from outreach_app.ui.page import Sheet
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.choice import Choice
from outreach_app.ui.widgets.columns import Columns
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.state_word import StateWord
from outreach_app.ui.widgets.stepper import NumberStepper, TimeStepper
from outreach_app.ui.widgets.text import SectionLabel, Text, rule

USUAL_HOURS = 4
LONG_AGO = 21
"""Days without a visit after which a stop is marked."""
OLD_DIRECTORY = 30


@dataclass(frozen=True)
class TonightFacts:
    """Everything Tonight shows, read in one go. `directory_age` in days, None where there is no directory yet."""

    profile: Profile
    shift: OpenShift | None
    crew: LastCrew
    days: dict[str, int | None]
    unsent: int
    directory_age: int | None
    unchecked: tuple[ShiftLine, ...] = ()


class StartPage(Sheet):
    """Emits `start_wanted` with team, workers and the planned return, or `check_wanted` with a closed shift's id."""

    start_wanted = Signal(str, int, object)
    check_wanted = Signal(str)

    def __init__(self, desk: Desk, facts: TonightFacts) -> None:
        super().__init__(desk, self.tr("Tonight"), widest=1080)
        self.facts = facts
        profile = facts.profile
        self.team = Choice(self.tr("Team"))
        for team in profile.teams:
            self.team.addItem(team.name, team.code)
        self.team.setCurrentIndex(max(0, self.team.findData(facts.crew.team)))
        self.workers = NumberStepper(self.tr("Workers"), 1, 20)
        self.workers.set_value(facts.crew.workers)
        self.back_by = TimeStepper(self.tr("Back by"))
        usual = profile.local(desk.now()) + timedelta(hours=USUAL_HOURS)
        self.back_by.set_time(QTime(usual.hour, usual.minute // 15 * 15))
        self.start_button = Button(self.tr("Start the shift"), "primary", key=self.tr("Enter"))
        self.start_button.clicked.connect(self.start)
        self.tell = Text("", tone="quiet")
        self.alone = StateWord(desk.theme.icons, self.tr("Two go out, at least"), "care")
        self.workers.changed.connect(self._tell)
        self.back_by.changed.connect(self._tell)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.start)
        self._lay_out()
        self._tell()

    def arrive(self) -> None:
        """One Enter starts."""
        self.start_button.setFocus()

    def start(self) -> None:
        """Begin with what is filled in."""
        self.start_wanted.emit(self.team.currentData(), self.workers.value(), self.planned_return())

    def planned_return(self) -> datetime:
        """The next time it is that late, in the coalition's zone of time."""
        now = self.facts.profile.local(self.desk.now())
        wanted = self.back_by.time()
        back = now.replace(hour=wanted.hour(), minute=wanted.minute(), second=0, microsecond=0)
        return back if back > now else back + timedelta(days=1)

    def _tell(self) -> None:
        many = self.workers.value()
        back = self.back_by.time().toString("HH:mm")
        said = self.tr("one of us, back by {time}") if many == 1 else self.tr("{count} of us, back by {time}")
        cannot = self.tr("This laptop cannot call anyone. Tell your check-in person: {said}.")
        self.tell.setText(cannot.format(said=said.format(count=many, time=back)))
        self.alone.setVisible(many < 2)

    # --- layout -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.column.removeWidget(self.title)
        head = Columns(560, self.desk.theme.scale)
        head.row.setSpacing(4)
        head.add(self.title)
        head.add(self._facts_line())
        self.column.addWidget(head)
        self.column.addSpacing(4)
        if self.facts.unchecked:
            self.column.addWidget(self._unchecked())
        columns = Columns(720, self.desk.theme.scale)
        columns.add(self._form(), 5)
        columns.add(self._stops(), 4)
        self.column.addWidget(columns)

    def _facts_line(self) -> QWidget:
        icons, facts = self.desk.theme.icons, self.facts
        said: list[tuple[str, str]] = []
        self.sent_word = StateWord(icons, "", "good")
        self.say_unsent(facts.unsent)
        self.desk.shift_changed.connect(self.follow_unsent)
        age = facts.directory_age
        if age is None:
            said.append((self.tr("No directory yet. It comes with the first sync"), "care"))
        else:
            old = "good" if age <= OLD_DIRECTORY else "care"
            said.append((self.tr("Directory: {ago}").format(ago=words.ago(age)), old))
        return flowing(self.sent_word, *(StateWord(icons, text, tone) for text, tone in said), gap=28, end=True)

    def follow_unsent(self) -> None:
        """The desk knows another number."""
        self.say_unsent(self.desk.unsent)

    def say_unsent(self, count: int) -> None:
        """What is not sent; a sync by itself may change it while the page is shown."""
        if count:
            self.sent_word.say(words.unsent(count), "care")
        else:
            self.sent_word.say(self.tr("Everything is sent"), "good")

    def _unchecked(self) -> QWidget:
        card = Card()
        card.column.addWidget(Text(self.tr("Closed, and waiting to be checked"), "strong"))
        for line in self.facts.unchecked:
            row = QHBoxLayout()
            said = self.tr("{date}, {band}: {count} contacts")
            day = words.long_date(line.operating_date)
            row.addWidget(Text(said.format(date=day, band=words.band(line.band), count=line.contacts)), 1)
            check = Button(self.tr("Check and submit"))
            check.clicked.connect(lambda _checked, shift=line.shift_id: self.check_wanted.emit(shift))
            row.addWidget(check)
            card.column.addLayout(row)
        return card

    def _form(self) -> QWidget:
        card = Card()
        card.column.setContentsMargins(20, 16, 20, 20)
        card.column.setSpacing(12)
        card.column.addWidget(SectionLabel(self.tr("Who goes out")))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        rows = ((self.tr("Team"), self.team), (self.tr("Workers"), self.workers), (self.tr("Back by"), self.back_by))
        for line, (name, widget) in enumerate(rows):
            label = Text(name, wrap=False)
            grid.addWidget(label, line, 0)
            grid.addWidget(widget, line, 1)
        card.column.addLayout(grid)
        card.column.addWidget(_kept(self.alone))
        card.column.addStretch(1)
        card.column.addWidget(self.tell)
        card.column.addWidget(self.start_button)
        return card

    def _stops(self) -> QWidget:
        card = Card("quiet")
        card.column.setContentsMargins(20, 16, 20, 16)
        card.column.addWidget(SectionLabel(self.tr("Stops, longest without a visit first")))
        zones = {zone.code: zone for zone in self.facts.profile.active_zones}
        if not zones:
            card.column.addWidget(Text(self.tr("No stops yet. The coordinator adds them."), tone="quiet"))
        for code in sorted(zones, key=lambda code: -_waited(self.facts.days.get(code))):
            card.column.addWidget(rule())
            card.column.addLayout(self._stop(zones[code].name, self.facts.days.get(code)))
        card.column.addStretch(1)
        return card

    def _stop(self, name: str, days: int | None) -> QLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Text(name), 1)
        if days is not None and days >= LONG_AGO:
            row.addWidget(StateWord(self.desk.theme.icons, words.days_ago(days), "care"))
        else:
            row.addWidget(Text(words.days_ago(days), "quiet", wrap=False))
        return row


def _waited(days: int | None) -> int:
    return 10_000 if days is None else days


def _kept(widget: QWidget) -> QWidget:
    """Keeps its place while it is not shown."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)
    return widget
