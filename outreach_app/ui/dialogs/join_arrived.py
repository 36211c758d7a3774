# SPDX-License-Identifier: GPL-3.0-or-later
"""The end of joining: the laptop is set up, and what the coalition sends is fetched, now or later."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.steps import Step
from outreach_app.ui.pages.sync_now import SyncNow
from outreach_app.ui.pages.travel import TravelCard
from outreach_app.ui.widgets.state_word import StateWord
from outreach_app.ui.widgets.text import Text


class ArrivedStep(Step):
    """Never stands in the way: its button leads into the window whatever the mailbox does."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            QCoreApplication.translate("ArrivedStep", "This laptop is set up"),
            QCoreApplication.translate("ArrivedStep", "Open Companion"),
        )
        self.desk = desk
        self.state = StateWord(desk.theme.icons, self.tr("Set up and encrypted"), "good")
        self.words = Text()
        self.sync_now = SyncNow(desk, coordinates=False)
        self.travel = TravelCard(desk)
        self.travel.changed.connect(self.look)
        self.travel.hide()
        self.column.addWidget(self.state)
        self.column.addWidget(self.words)
        self.column.addWidget(self.sync_now)
        self.column.addWidget(self.travel)
        self.column.addStretch(1)
        desk.syncing.changed.connect(self.show_sync)
        self.show_sync()

    def arrive(self) -> None:
        """One Enter goes in."""
        self.following.setFocus()
        self.travel.read()

    def look(self) -> None:
        """Into the mailbox, once."""
        self.desk.syncing.now(lambda _error: None)  # said here, in place

    def show_sync(self) -> None:
        """What comes, what came, or why nothing could come yet."""
        syncing = self.desk.syncing
        if syncing.running:
            self.words.setText(self.tr("Zones, directory and help lines are coming."))
        elif syncing.problem is not None:
            self.words.setText(
                self.tr(
                    "The mailbox could not be reached from here yet. Choose the folder below, or plug the stick in "
                    "later: Companion looks again by itself."
                )
            )
        elif syncing.report is not None and syncing.report.release:
            self.words.setText(self.tr("Zones, directory and help lines are here."))
        else:
            self.words.setText(
                self.tr(
                    "This laptop has asked to be let in. Zones, directory and help lines come once the office has "
                    "synced; Companion looks by itself."
                )
            )
        self.travel.setVisible(not syncing.running and syncing.problem is not None)
