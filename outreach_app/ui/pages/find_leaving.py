# SPDX-License-Identifier: GPL-3.0-or-later
"""The board of those who take people now, over list and card: read anew whenever what is asked is another."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from outreach_app.domain.errors import CompanionError
from outreach_app.domain.question import Question
from outreach_app.services.directory import Found
from outreach_app.ui.desk import Desk
from outreach_app.ui.models.results import place_of
from outreach_app.ui.pages.find_board import FindBoard
from outreach_app.ui.searching import Searching

PLACES: Final = 3
"""For each need: as many as one person calls."""
Takers = tuple[tuple[str, tuple[Found, ...]], ...]


class Leaving(QObject):
    """What is typed and pressed for a person is heeded; needs and other words are left aside."""

    def __init__(self, desk: Desk, board: FindBoard, searching: Searching, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.board = board
        self.searching = searching

    def open(self) -> None:
        """Show the board."""
        self.board.leaving = True
        self.board.fit()
        self.read()

    def close(self) -> None:
        """Back to the list."""
        self.board.leaving = False
        self.board.fit()
        self.board.field.setFocus()

    def read(self) -> None:
        """Ask again; nothing while the board is closed."""
        if not self.board.leaving:
            return
        directory, now = self.desk.workplace.directory, self.desk.local(self.desk.now())
        full, question = self.searching.full.ids, self.searching.question
        whom = replace(question, needs=(), words=()) if question else None

        def takers() -> Takers:
            return directory.leave_now(now, whom, limit=PLACES, full_tonight=full)

        self.desk.directory(takers, self._show, self._fail)

    def _show(self, takers: Takers) -> None:
        if not self.board.leaving:
            return
        asked = self.searching.question or Question(self.desk.local(self.desk.now()))
        self.board.leave.show_places([(need, [place_of(one, asked, "") for one in found]) for need, found in takers])
        focused = QApplication.focusWidget()
        if focused is None or not self.board.more_area.isAncestorOf(focused):
            self.board.leave.focus_first()

    def _fail(self, error: CompanionError) -> None:
        self.close()
        self.desk.fail(error)
