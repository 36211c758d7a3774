# SPDX-License-Identifier: GPL-3.0-or-later
"""Tonight: the start, the pad while a shift is open, and its close. One place in the rail, one step at a time."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from outreach_app.domain.errors import CompanionError, NoProfile
from outreach_app.domain.shift import OpenShift, ShiftLine
from outreach_app.ui.desk import Desk
from outreach_app.ui.page import Entry, Page
from outreach_app.ui.pages.close import ClosePage
from outreach_app.ui.pages.not_ready import NotReadyPage
from outreach_app.ui.pages.pad import PadPage
from outreach_app.ui.pages.start import StartPage, TonightFacts
from outreach_app.ui.words import clock_time


class TonightPage(Page):
    """Shows the step that the shift is in."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setAccessibleName(self.tr("Tonight"))
        self.stack = QStackedWidget()
        self.step: Page | None = None
        self._asked = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)
        desk.sent.connect(self._synced)

    def arrive(self) -> None:
        """The pad as it was left; otherwise read where the shift stands."""
        if isinstance(self.step, PadPage | ClosePage):
            self.step.arrive()
        else:
            self.read()

    def leave(self) -> None:
        """Tell the step."""
        if self.step is not None:
            self.step.leave()

    def read(self) -> None:
        """Ask the vault for everything at once."""
        shifts, coalition = self.desk.workplace.shifts, self.desk.workplace.coalition

        def facts() -> TonightFacts:
            status = coalition.status()
            closed = tuple(line for line in shifts.list() if line.content == "closed")
            return TonightFacts(shifts.profile(), shifts.current(), shifts.last_crew(), dict(shifts.days_since_visit()),
                                shifts.unsent(), status.directory_age_days, closed)  # fmt: skip

        self.desk.vault(facts, self.show_facts, self._not_ready)

    def show_facts(self, facts: TonightFacts) -> None:
        """Count on where a shift is open, else get ready for one."""
        self.desk.know(facts.profile)
        self.desk.count_in(facts.shift, facts.unsent)
        if facts.shift is None:
            start = StartPage(self.desk, facts)
            start.start_wanted.connect(self.start)
            start.check_wanted.connect(self.check)
            self._show(start)
            return
        self._count(facts.shift)
        if facts.shift.resumed and not self._asked:
            began = clock_time(facts.shift.profile.local(facts.shift.started))
            said = self.tr("A shift was still open, begun at {time}. Nothing is lost: count on, or close it.")
            self.desk.say(said.format(time=began), "care")
        self._asked = True

    def start(self, team: str, workers: int, planned_return: datetime | None) -> None:
        """Open a shift and count."""
        shifts = self.desk.workplace.shifts
        self.desk.vault(lambda: shifts.start(team, workers, planned_return), self._started)

    def close_shift(self) -> None:
        """What leaves, before anything does."""
        self.desk.hush()
        self._show(self._closing(ClosePage(self.desk, self.desk.open_shift)))

    def check(self, shift_id: str) -> None:
        """A shift closed earlier."""
        self.desk.hush()
        self._show(self._closing(ClosePage(self.desk, None, shift_id=shift_id)))

    def back_to_counting(self) -> None:
        """The shift goes on, or was not open."""
        self.desk.hush()
        if self.desk.open_shift is not None:
            self._count(self.desk.open_shift)
        else:
            self.read_anew()

    def read_anew(self) -> None:
        """The shift is closed: get ready for the next."""
        self._show(None)
        self.read()

    def _not_ready(self, error: CompanionError) -> None:
        if not isinstance(error, NoProfile):
            self.desk.fail(error)
        elif not isinstance(self.step, NotReadyPage):
            self._show(NotReadyPage(self.desk))

    def _synced(self) -> None:
        if isinstance(self.step, NotReadyPage):
            self.read()

    def _started(self, shift: OpenShift) -> None:
        self._asked = True
        self.desk.count_in(shift)
        self._count(shift)
        self.desk.shift_begun.emit()

    def _count(self, shift: OpenShift) -> None:
        counting = self.desk.counting
        if counting.shift is None or counting.shift.head.shift_id != shift.head.shift_id:
            counting.begin(shift)
        pad = PadPage(self.desk, shift)
        pad.close_wanted.connect(self.close_shift)
        self._show(pad)

    def _closing(self, page: ClosePage) -> ClosePage:
        page.back_wanted.connect(self.back_to_counting)
        page.closed.connect(self._closed)
        return page

    def _closed(self, line: ShiftLine | None) -> None:
        self.desk.counting.end()
        self.desk.count_in(None)
        if line is not None:
            self.desk.say(self.tr("Submitted. It waits on this laptop until it is sent."), "good")
            self.desk.send(by_hand=False)
        else:
            self.desk.say(self.tr("Closed. It waits here to be checked; nothing was sent."), "info")
        self.read_anew()

    def _show(self, step: Page | None) -> None:
        old, self.step = self.step, step
        if step is not None:
            self.stack.addWidget(step)
            self.stack.setCurrentWidget(step)
            step.arrive()
        if old is not None:
            old.leave()
            self.stack.removeWidget(old)
            old.deleteLater()


ENTRY = Entry(
    "tonight", lambda: QCoreApplication.translate("contents", "Tonight"), "tonight", TonightPage,
    frozenset({"worker", "lead", "coordinator"}),
)  # fmt: skip
