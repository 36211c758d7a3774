# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything about sending from this laptop: how counts travel, syncing now, and where each shift stands."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from outreach_app.ui.desk import Desk
from outreach_app.ui.pages.sent_shifts import SentShifts
from outreach_app.ui.pages.sync_now import SyncNow
from outreach_app.ui.pages.travel import TravelCard
from outreach_app.ui.widgets.columns import Columns


class SyncCard(QWidget):
    """Call `read` when it comes on top; `check_wanted` with the id of a closed shift to be checked and submitted."""

    check_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.sync_now = SyncNow(desk, coordinates=bool(desk.seat and desk.seat.coordinates), kind="primary")
        self.travel = TravelCard(desk)
        self.travel.changed.connect(lambda: desk.syncing.now(lambda _error: None))
        self.shifts = SentShifts(desk)
        self.shifts.check_wanted.connect(self.check_wanted)
        columns = Columns(760, desk.theme.scale)
        left = QWidget()
        beside = QVBoxLayout(left)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(16)
        beside.addWidget(self.sync_now)
        beside.addWidget(self.travel)
        beside.addStretch(1)
        columns.add(left, 1)
        columns.add(self.shifts, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(columns)
        desk.sent.connect(lambda _report: self.shifts.read())

    def read(self) -> None:
        """The folder, the shifts."""
        self.travel.read()
        self.shifts.read()
