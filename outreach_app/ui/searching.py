# SPDX-License-Identifier: GPL-3.0-or-later
"""A search under way: every key hands the whole question to the directory's lane and goes on.

An answer that a newer key has overtaken is dropped, and a search that nobody waits for any more is not begun. Words
for the list are found on the lane too, so that the window's thread has only to show them. Only the pages of the list
that somebody scrolled to are held.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal

from outreach_app.domain.errors import CompanionError
from outreach_app.domain.question import Question
from outreach_app.services.directory import PAGE, Answer
from outreach_app.ui.asked import NOWHERE, Asked, Whereabouts
from outreach_app.ui.desk import Desk
from outreach_app.ui.found import find
from outreach_app.ui.full_places import FullPlaces
from outreach_app.ui.models.results import Line, lines_of

FIRST: Final = 30
"""Places of the first page: more than any window shows at once, and few enough to follow each key."""


@dataclass(frozen=True)
class Answered:
    """The newest answer, with the list's lines; `grown` when it only goes on further than the one before."""

    answer: Answer
    lines: tuple[Line, ...]
    grown: bool
    same: bool
    """Whether it is the question of the answer before, asked again: then the place chosen stays."""


class Searching(QObject):
    """What is asked, and what came of it. `asked` and `question` are the page's to read."""

    answered = Signal(object)
    """An `Answered`."""
    failed = Signal(object)
    """The `CompanionError` that stands in the answer's place."""
    emptied = Signal()
    """Nothing is asked any more."""

    def __init__(self, desk: Desk, full: FullPlaces, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.full = full
        self.asked = Asked()
        self.question: Question | None = None
        self.with_hidden = False
        self.limit = FIRST
        self._total = 0
        self._number = 0
        self._growing = False
        self.chosen: Callable[[], str] = str
        """The id of the place chosen in the list, empty for none and for a hidden one; the page sets it."""

    def forget(self) -> None:
        """The next person: nothing is asked, nothing was found."""
        self.with_hidden = False
        self.ask(Asked())

    def ask(self, asked: Asked) -> None:
        """Another question; its first page."""
        self.asked = asked
        self.limit = FIRST
        self._hand_over()

    def grow(self) -> None:
        """One page more, where there is more; somebody scrolled to the end."""
        if not self._growing and self.question is not None and self.limit < self._total:
            self.limit += PAGE
            self.ask_again(grown=True)

    def ask_again(self, *, grown: bool = False) -> None:
        """The same question, as it stands now: the place that somebody chose stays in the list."""
        self._hand_over(keep=self.chosen(), grown=grown, same=True)

    def _hand_over(self, *, keep: str = "", grown: bool = False, same: bool = False) -> None:
        self._number += 1
        self._growing = grown
        mine, asked, limit = self._number, self.asked, self.limit
        if asked.empty:
            self.question = None
            self.emptied.emit()
            return
        directory, now, at = self.desk.workplace.directory, self.desk.local(self.desk.now()), self.whereabouts()
        full, with_hidden = self.full.words(), self.with_hidden

        def answer() -> tuple[int, Answered | None]:
            if mine != self._number:
                return mine, None
            outcome = find(asked, directory, now, full.keys(), with_hidden=with_hidden, at=at, limit=limit, keep=keep)
            return mine, Answered(outcome.answer, lines_of(outcome, full), grown, same)

        # methods, not closures: one that comes back to a page deleted meanwhile is dropped
        self.desk.directory(answer, self._answered, self._failed)

    def whereabouts(self) -> Whereabouts:
        """Where the worker stands, and the areas that a coordinator gave postal codes."""
        profile = self.desk.profile or (self.desk.open_shift.profile if self.desk.open_shift else None)
        if profile is None:
            return NOWHERE
        zone = self.desk.counting.zone
        return Whereabouts(profile.codes_of(zone), dict(profile.areas))

    def _answered(self, answer: tuple[int, Answered | None]) -> None:
        number, answered = answer
        if answered is not None and number == self._number:
            self._growing = False
            self.question, self._total = answered.answer.question, answered.answer.total
            self.answered.emit(answered)

    def _failed(self, error: CompanionError) -> None:
        self._growing = False
        if not self.asked.empty:
            self.question = None
            self.failed.emit(error)
