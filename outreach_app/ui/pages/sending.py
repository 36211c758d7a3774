# SPDX-License-Identifier: GPL-3.0-or-later
"""Sending: how counts travel, what is on its way, and a closed shift on its way to be submitted."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from outreach_app.domain.shift import ShiftLine
from outreach_app.ui.desk import Desk
from outreach_app.ui.page import Entry, Page, Sheet
from outreach_app.ui.pages.close import ClosePage
from outreach_app.ui.pages.sync_card import SyncCard


class Overview(Sheet):
    """The sync card under a title."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, QCoreApplication.translate("contents", "Sending"), widest=1080)
        self.card = SyncCard(desk)
        self.column.addSpacing(4)
        self.column.addWidget(self.card)

    def arrive(self) -> None:
        """Everything anew; one Enter syncs."""
        self.card.read()
        self.card.sync_now.sync_button.setFocus()


class SendingPage(Page):
    """The overview, or one closed shift being checked."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setAccessibleName(QCoreApplication.translate("contents", "Sending"))
        self.overview = Overview(desk)
        self.overview.card.check_wanted.connect(self.check)
        self.checking: ClosePage | None = None
        self.stack = QStackedWidget()
        self.stack.addWidget(self.overview)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)

    def arrive(self) -> None:
        """Where it was left."""
        (self.checking or self.overview).arrive()

    def check(self, shift_id: str) -> None:
        """What would leave, before anything does."""
        self.checking = ClosePage(self.desk, None, shift_id=shift_id)
        self.checking.back_wanted.connect(self.back)
        self.checking.closed.connect(self._submitted)
        self.stack.addWidget(self.checking)
        self.stack.setCurrentWidget(self.checking)
        self.checking.arrive()

    def back(self) -> None:
        """To the overview."""
        page, self.checking = self.checking, None
        self.stack.setCurrentWidget(self.overview)
        if page is not None:
            self.stack.removeWidget(page)
            page.deleteLater()
        self.overview.arrive()

    def _submitted(self, _line: ShiftLine | None) -> None:
        self.desk.say(self.tr("Submitted. It waits on this laptop until it is sent."), "good")
        self.back()
        self.desk.read_unsent()
        self.desk.send(by_hand=False)


ENTRY = Entry("sending", lambda: QCoreApplication.translate("contents", "Sending"), "send", SendingPage)
