# SPDX-License-Identifier: GPL-3.0-or-later
"""The coordinator's page: six parts, one shown at a time, each built when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from outreach_app.ui.desk import Desk
from outreach_app.ui.page import Entry, Page
from outreach_app.ui.pages.coalition_directory import DirectoryPart
from outreach_app.ui.pages.coalition_guide import GuidePart
from outreach_app.ui.pages.coalition_laptops import LaptopsPart
from outreach_app.ui.pages.coalition_part import CoalitionPart
from outreach_app.ui.pages.coalition_report import ReportPart
from outreach_app.ui.pages.coalition_shifts import ShiftsPart
from outreach_app.ui.pages.coalition_start import StartPart
from outreach_app.ui.widgets.given_text import GivenText
from outreach_app.ui.widgets.segments import Segments

START, LAPTOPS, SHIFTS, REPORT, DIRECTORY, GUIDE = "start", "laptops", "shifts", "report", "directory", "guide"
_BUILD: Final[dict[str, Callable[[Desk], CoalitionPart]]] = {
    START: StartPart, LAPTOPS: LaptopsPart, SHIFTS: ShiftsPart,
    REPORT: ReportPart, DIRECTORY: DirectoryPart, GUIDE: GuidePart,
}  # fmt: skip


LOW: Final = 580
"""Pixels of height at 100 % text under which the coalition's name gives way."""


class CoalitionPage(Page):
    """Ctrl+Page Down and Ctrl+Page Up step through the parts from anywhere in them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setAccessibleName(self.tr("Coalition"))
        self.parts: dict[str, CoalitionPart] = {}
        self.stack = QStackedWidget()
        self.segments = Segments(
            self.tr("Parts of the page"),
            [
                (START, self.tr("Start")), (LAPTOPS, self.tr("Laptops")), (SHIFTS, self.tr("Shifts")),
                (REPORT, self.tr("Report")), (DIRECTORY, self.tr("Directory")), (GUIDE, self.tr("National guide")),
            ],
        )  # fmt: skip
        for keys, by in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda step=by: self._step(step))
        self.title = GivenText(desk.seat.coalition if desk.seat else self.tr("Coalition"), "title")
        head = QVBoxLayout()
        head.setContentsMargins(28, 20, 28, 0)
        head.setSpacing(4)
        head.addWidget(self.title)
        head.addWidget(self.segments)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(head)
        outer.addWidget(self.stack, 1)
        self.segments.choose(START)
        self.segments.chosen.connect(self.show_part)
        desk.sent.connect(self._synced)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low window the parts need the room more than the name does."""
        super().resizeEvent(event)
        self.title.setVisible(self.height() >= LOW * self.desk.theme.scale)

    def arrive(self) -> None:
        """The part that was shown last, read again."""
        self.show_part(self.segments.code)
        self.segments.focus_chosen()

    def show_part(self, code: str) -> None:
        """Bring a part on top."""
        if code not in self.parts:
            part = _BUILD[code](self.desk)
            part.part_wanted.connect(self.go)
            self.parts[code] = part
            self.stack.addWidget(part)
        self.stack.setCurrentWidget(self.parts[code])
        self.parts[code].arrive()

    def go(self, code: str) -> None:
        """A part that another one leads to; it takes the focus."""
        self.segments.choose(code)
        self.segments.focus_chosen()

    def _synced(self, _report: object) -> None:
        """A sync may have brought shifts, laptops or a release: the part on screen is read again."""
        if self.isVisible():
            self.parts[self.segments.code].arrive()

    def _step(self, by: int) -> None:
        self.segments.step(by)
        self.segments.focus_chosen()


ENTRY = Entry(
    "coalition", lambda: QCoreApplication.translate("CoalitionPage", "Coalition"), "coalition", CoalitionPage,
    frozenset({"coordinator"}),
)  # fmt: skip
