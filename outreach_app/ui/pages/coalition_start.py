# SPDX-License-Identifier: GPL-3.0-or-later
"""What a coalition needs before its first night, what is done, and where the rest is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.domain.errors import NoDirectory
from outreach_app.services.coalition import CheckItem
from outreach_app.ui.desk import Desk
from outreach_app.ui.pages.coalition_part import SENDING, Part
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.columns import Columns
from outreach_app.ui.widgets.state_word import StateWord
from outreach_app.ui.widgets.text import Text


@dataclass(frozen=True)
class Step:
    """One thing to set up: its words done and not done, and where its button leads."""

    head: str
    why: str
    done: str
    button: str
    go: Callable[[], None]


class StartPart(Part):
    """The first thing that is not done carries the one primary button."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("Start"))
        self.rows: dict[str, CheckRow] = {}
        self.said = Text("", "lead")
        self.column.addWidget(self.said)
        self.list = QVBoxLayout()
        self.list.setSpacing(12)
        self.column.addLayout(self.list)
        self.column.addStretch(1)

    def arrive(self) -> None:
        """Read again."""
        self.desk.vault(self.desk.workplace.coalition.checklist, self._look_into_directory)

    def _look_into_directory(self, items: tuple[CheckItem, ...]) -> None:
        """A release with help lines alone is there from the founding on: what counts is an entry to be found."""
        directory = self.desk.workplace.directory

        def look() -> tuple[CheckItem, ...]:
            try:
                filled = directory.head().entries > 0
            except NoDirectory:
                filled = False
            return tuple(
                replace(item, done=item.done and filled) if item.code == "directory" else item for item in items
            )

        self.desk.directory(look, self.show_checklist)

    def show_checklist(self, items: tuple[CheckItem, ...]) -> None:
        """A row each, in the order in which they are best done."""
        open_items = [item.code for item in items if not item.done]
        if not open_items:
            self.said.setText(self.tr("Everything is set up."))
        elif len(open_items) == 1:
            self.said.setText(self.tr("One thing is left to set up."))
        else:
            self.said.setText(self.tr("{count} things are left to set up.").format(count=len(open_items)))
        steps = self._steps()
        for item in items:
            if item.code not in steps:
                continue
            if item.code not in self.rows:
                self.rows[item.code] = CheckRow(self.desk, steps[item.code])
                self.list.addWidget(self.rows[item.code])
            self.rows[item.code].show_state(done=item.done, first=item.code in open_items[:1])

    def _steps(self) -> dict[str, Step]:
        return {
            "mailbox": Step(
                self.tr("A way for counts to travel"),
                self.tr("A shared folder, a stick, or another place that every laptop reaches."),
                self.tr("set up"), self.tr("How counts travel"), lambda: self.desk.go(SENDING)),
            "directory": Step(
                self.tr("A directory of places that help"),
                self.tr("Bring in a file from your region, or the training town to practise with."),
                self.tr("brought in"), self.tr("Directory"), lambda: self.part_wanted.emit("directory")),
            "first_laptop": Step(
                self.tr("A second laptop"),
                self.tr("Make an invitation. The laptop is admitted at your next sync after it joined."),
                self.tr("admitted"), self.tr("Laptops"), lambda: self.part_wanted.emit("laptops")),
            "first_shift": Step(
                self.tr("The first shift"),
                self.tr("A team counts and submits; the shift comes in with your next sync."),
                self.tr("came in"), self.tr("Shifts"), lambda: self.part_wanted.emit("shifts")),
        }  # fmt: skip


class CheckRow(Card):
    """State with its shape, what and why, and the button that leads there."""

    def __init__(self, desk: Desk, step: Step) -> None:
        super().__init__()
        self.step = step
        self.state = StateWord(desk.theme.icons)
        self.button = Button(step.button)
        self.button.setAccessibleName(f"{step.button}: {step.head}")
        self.button.clicked.connect(step.go)
        self.first = Button(step.button, "primary")
        self.first.setAccessibleName(f"{step.button}: {step.head}")
        self.first.clicked.connect(step.go)
        words = QWidget()
        told = QVBoxLayout(words)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(4)
        told.addWidget(Text(step.head, "strong"))
        told.addWidget(Text(step.why, tone="quiet"))
        columns = Columns(640, desk.theme.scale)
        columns.add(words, 1)
        columns.add(self._doing(), 0)
        self.column.addWidget(columns)

    def show_state(self, *, done: bool, first: bool) -> None:
        """Done, or what is to be done; the first open one is the main button."""
        self.state.say(self.step.done if done else self.tr("to do"), "good" if done else "care")
        self.first.setVisible(first)
        self.button.setVisible(not first)

    def _doing(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.state, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.first, 0, Qt.AlignmentFlag.AlignVCenter)
        return holder
