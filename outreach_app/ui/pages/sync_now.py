# SPDX-License-Identifier: GPL-3.0-or-later
"""Sync now: what is being done, how to stop it, and what the last one did, in words."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar

from outreach_app.domain.errors import NoMailbox, Stopped
from outreach_app.ui import sync_words
from outreach_app.ui.desk import Desk
from outreach_app.ui.sentences import sentence
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.fact_rows import FactRows
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.state_word import StateWord
from outreach_app.ui.widgets.text import SectionLabel, Text
from outreach_app.ui.words import clock_time


class SyncNow(Card):
    """Follows `desk.syncing`; `coordinates`: the seat takes in what laptops sent."""

    def __init__(self, desk: Desk, *, coordinates: bool, kind: str = "") -> None:
        """`kind` of the button: primary where the page has no other."""
        super().__init__()
        self.desk = desk
        self._coordinates = coordinates
        self.sync_button = Button(self.tr("Sync now"), kind, icon=desk.theme.icons / "send.svg")
        self.sync_button.clicked.connect(self.press)
        self.state = StateWord(desk.theme.icons, "", "quiet")
        self.what = Text("", "quiet")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        self.facts = FactRows(desk.theme.icons, desk.theme.scale)
        self._lay_out()
        desk.syncing.changed.connect(self.show_sync)
        self.show_sync()

    def press(self) -> None:
        """Begin, or stop what runs."""
        if self.desk.syncing.running:
            self.desk.syncing.stop()
        else:
            self.desk.syncing.now(lambda _error: None)  # it is said here, in place

    def show_sync(self) -> None:
        """What runs, or what the last one did."""
        syncing = self.desk.syncing
        self.sync_button.say(self.tr("Stop") if syncing.running else self.tr("Sync now"))
        self.bar.setVisible(syncing.running)
        if syncing.running:
            self._show_step(*syncing.step)
        elif syncing.problem is not None:
            self._show_problem()
        elif syncing.report is not None:
            self.state.say(self._at(self.tr("Done"), self.tr("Done at {time}")), "good")
            self.what.setText("")
        else:
            self.state.say(self.tr("Not synced since Companion was opened"), "quiet")
            self.what.setText("")
        self.what.setVisible(bool(self.what.text()))
        shown = () if syncing.running or syncing.problem or syncing.report is None else sync_words.facts(
            syncing.report, coordinates=self._coordinates
        )  # fmt: skip
        self.facts.show_facts(shown)

    def _show_step(self, code: str, done: int, total: int) -> None:
        said = sync_words.step(code, done, total)
        self.state.say(self.tr("Syncing"), "info")
        self.what.setText(said)
        self.bar.setRange(0, total if total > 1 else 0)
        self.bar.setValue(done)
        self.bar.setAccessibleName(said)

    def _show_problem(self) -> None:
        problem = self.desk.syncing.problem
        if problem is None:
            return
        if isinstance(problem, Stopped):
            self.state.say(self.tr("Stopped"), "quiet")
        elif isinstance(problem, NoMailbox):
            self.state.say(self.tr("No way to send yet"), "care")
        else:
            self.state.say(self._at(self.tr("It did not work"), self.tr("It did not work at {time}")), "care")
        self.what.setText(sentence(problem))

    def _at(self, said: str, said_at: str) -> str:
        at, profile = self.desk.syncing.at, self.desk.profile
        if at is None:
            return said
        return said_at.format(time=clock_time(profile.local(at) if profile else at.astimezone()))

    def _lay_out(self) -> None:
        self.column.addWidget(SectionLabel(self.tr("Sync")))
        self.column.addWidget(flowing(self.sync_button, self.state))
        self.column.addWidget(self.bar)
        self.column.addWidget(self.what)
        self.column.addWidget(self.facts)
