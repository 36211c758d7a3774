# SPDX-License-Identifier: GPL-3.0-or-later
"""Find help: the list answers while the words are typed, and one place stands beside it.

Every key hands the whole question to the directory's lane and goes on; an answer that a newer key has overtaken is
dropped, and a search that nobody waits for any more is not begun. Nothing asked is stored; the next person and every
lock forget it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QVBoxLayout

from outreach_app.domain.errors import CompanionError
from outreach_app.domain.question import Part, Question
from outreach_app.domain.words import AGE, GENDER, LANGUAGE, NEED, Meaning
from outreach_app.ui import words
from outreach_app.ui.asked import Asked, Outcome, find, parts_of
from outreach_app.ui.call_outcomes import CallOutcomes
from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.show_place import ShowPlace
from outreach_app.ui.find_words import hidden_words, part_words
from outreach_app.ui.models.results import Place, lines_of
from outreach_app.ui.page import Entry, Page
from outreach_app.ui.pages.find_board import FindBoard
from outreach_app.ui.physical_keys import key_name
from outreach_app.ui.sentences import sentence
from outreach_app.ui.typed_number import TypedNumber
from outreach_app.ui.widgets.after_call import OUTCOMES
from outreach_app.ui.widgets.entry_card import Shown
from outreach_app.ui.widgets.numbered_list import NumberedList

REFRESH_MS: Final = 60_000
"""Places stop taking people while one looks at the list: it is asked again each minute."""
_SINGLE: Final = {AGE, GENDER, LANGUAGE}


class FindPage(Page):
    """List and card. The card's keys work while the field has not the focus."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setAccessibleName(self.tr("Find help"))
        self.asked = Asked()
        self.question: Question | None = None
        self.asked_number = 0
        self.board = FindBoard(desk.theme)
        self.field, self.list, self.card = self.board.field, self.board.list, self.board.card
        self.looking, self.more = self.board.looking, self.board.more
        self.outcomes = CallOutcomes(desk, self)
        self.numbers = NumberedList(self)
        self.number = TypedNumber(self)
        self.minute = QTimer(self, interval=REFRESH_MS)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.board)
        self._connect()
        self.next_person()

    # --- coming and going -------------------------------------------------------------------------------------

    def arrive(self) -> None:
        """Ready to type; what was asked before still stands."""
        if self.desk.profile is None:
            self.desk.vault(self.desk.workplace.shifts.profile, self.desk.know, lambda _error: None)
        self.field.setFocus()
        self.field.selectAll()
        self.minute.start()
        self.ask()

    def leave(self) -> None:
        """Close what lies over the list."""
        self.minute.stop()
        self.outcomes.leave()

    def next_person(self) -> None:
        """Forget everything that was typed, chosen, found and counted for this one."""
        self.field.forget()
        self.asked = Asked()
        self.board.more_button.setChecked(False)
        self.outcomes.next_person()
        self.looking.forget()
        self.close_card()
        self.ask()
        self.field.setFocus()

    # --- asking -----------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Hand the question over as it stands."""
        self.asked_number += 1
        mine, asked = self.asked_number, self.asked
        if asked.empty:
            self._show_nothing_asked()
            return
        directory, now = self.desk.workplace.directory, self._now()
        full, with_hidden = frozenset(self.outcomes.full_words()), self.looking.show_hidden.isChecked()

        def answer() -> tuple[int, Outcome | None]:
            overtaken = mine != self.asked_number
            return mine, None if overtaken else find(asked, directory, now, full, with_hidden=with_hidden)

        # methods, not closures: one that comes back to a page deleted meanwhile is dropped
        self.desk.directory(answer, self._answered, self.show_problem)

    def _answered(self, answer: tuple[int, Outcome | None]) -> None:
        number, outcome = answer
        if outcome is not None and number == self.asked_number:
            self.show_outcome(outcome)

    def show_outcome(self, outcome: Outcome) -> None:
        """The newest answer."""
        self.question = outcome.answer.question
        parts = tuple((part, part_words(part)) for part in parts_of(self.question))
        total = outcome.answer.total
        found = self.tr("1 place") if total == 1 else self.tr("{count} places").format(count=total)
        self.looking.say(parts, hidden_words(outcome.answer.hidden), found)
        self.more.show_meanings(frozenset(Meaning(part.kind, part.code) for part, _ in parts))
        lines = lines_of(outcome, self.outcomes.full_words())
        self.list.show_lines(lines)
        if lines:
            self.board.show_list()
        else:
            self.board.show_nothing(
                self.tr("No place fits all of this. Take something away above, or look at the hidden.")
            )

    def show_problem(self, error: CompanionError) -> None:
        """Why there is no answer, where the answer would stand."""
        if self.asked.empty:
            return
        self.question = None
        self.list.show_lines(())
        self.board.show_nothing(sentence(error))

    # --- keys -------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that nothing else took: the list of needs first, then the card's."""
        name = key_name(event)
        if event.isAutoRepeat() and name:
            event.accept()
        elif self.outcomes.asking is not None:
            self._press_in_list(name)
        elif not self._press(name):
            super().keyPressEvent(event)

    def _press(self, name: str) -> bool:
        if self.field.hasFocus():
            return False
        if name in OUTCOMES and self.list.place() is not None:
            self.tell(name)
        elif name == "S" and self.list.place() is not None:
            self.show_to_person()
        elif name == "Backspace":
            self.outcomes.take_back()
        elif name == "Esc":
            self.close_card()
            self.field.setFocus()
        else:
            return False
        return True

    def _press_in_list(self, name: str) -> None:
        if name.isdigit():
            self.number.digit(name)
        elif name == "Backspace" and self.number.typed:
            self.number.back()
        elif name == "Enter" and self.number.typed:
            self.number.end()
        elif name in {"Enter", "Backspace", "Esc"}:
            self.outcomes.leave()

    def tell(self, key: str) -> None:
        """What came of the call to the place chosen."""
        place = self.list.place()
        if place is not None and self.question is not None:
            self.outcomes.tell(key, place.found.entry, self.question)

    def show_to_person(self) -> None:
        """The number, large; no name that gives anything away."""
        place = self.list.place()
        if place is not None:
            self.desk.open_dialog(ShowPlace(self.desk, place.found.entry), self)

    # --- the card ---------------------------------------------------------------------------------------------

    def show_place(self, place: Place | None) -> None:
        """The card follows the list."""
        if place is None or self.question is None:
            self.card.show_place(None)
            return
        self.card.show_place(Shown(place, self.question))
        self.card.after.offer(self.outcomes.offered())

    def open_card(self) -> None:
        """Enter or a click: the keys are the card's now."""
        if self.list.place() is None:
            return
        self.board.card_open = True
        self.board.fit()
        self.card.setFocus()

    def close_card(self) -> None:
        """Back to the list."""
        focused = QApplication.focusWidget()
        inside = focused is not None and (focused is self.card or self.card.isAncestorOf(focused))
        self.board.card_open = False
        self.board.fit()
        if inside:
            self.list.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side, or one over the other."""
        super().resizeEvent(event)
        self.board.fit()
        self.numbers.setGeometry(self.rect())

    def showEvent(self, event: QShowEvent) -> None:
        """Fit before the first picture."""
        super().showEvent(event)
        self.board.fit()

    # --- one thing asked --------------------------------------------------------------------------------------

    def _typed(self, text: str) -> None:
        self.asked = Asked(text, self.asked.chosen)
        self.ask()

    def _drop(self, part: Part) -> None:
        self._set(self.asked.without(part))
        self.field.setFocus()

    def _turn(self, meaning: Meaning, wanted: bool) -> None:
        asked = self.asked
        for part in parts_of(self.question) if self.question else ():
            if (part.kind, part.code) == meaning or (wanted and part.kind == meaning.kind and part.kind in _SINGLE):
                asked = asked.without(part)
        self._set(asked.with_meaning(meaning) if wanted else asked)

    def _set(self, asked: Asked) -> None:
        self.asked = asked
        self.field.blockSignals(True)
        self.field.replace(asked.text)
        self.field.blockSignals(False)
        self.ask()

    def _show_nothing_asked(self) -> None:
        self.question = None
        self.list.show_lines(())
        self.looking.say((), "", "")
        self.more.show_meanings(frozenset())
        self.board.show_start()

    def _show_asking(self) -> None:
        asking = self.outcomes.asking
        self.board.setEnabled(asking is None)  # Tab stays in the list that lies over it
        if asking is None:
            self.numbers.hide()
            self.card.setFocus()
            return
        columns = 2 if self.width() < 900 * self.desk.theme.scale else 3
        if asking.kind == "need":
            heading, named = self.tr("What was it for?"), words.need
        else:
            heading, named = self.tr("Turned away: why?"), words.reason
        self.numbers.ask(heading, [(code, named(code), "") for code in asking.codes], columns)
        self.numbers.setGeometry(self.rect())
        self.number.begin(len(asking.codes))
        self.setFocus()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, heading))

    def _answer_number(self, number: int) -> None:
        asking = self.outcomes.asking
        if asking is not None:
            self.outcomes.answer(asking.codes[number - 1])

    def _move(self, by: int) -> None:
        self.list.move(by)
        place = self.list.place()
        if place is not None:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, place.spoken))

    def _remember(self, counted: str = "") -> None:
        self.card.after.remember(counted, self.outcomes.can_take_back())

    def fade(self) -> None:
        """What cannot be taken back any more is not offered."""
        if not self.outcomes.can_take_back():
            self._remember()

    def _now(self) -> datetime:
        now = self.desk.now()
        return self.desk.profile.local(now) if self.desk.profile else now.astimezone()

    # --- putting together -------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.field.textChanged.connect(self._typed)
        self.field.moved.connect(self._move)
        self.field.entered.connect(self.open_card)
        self.board.more_button.toggled.connect(self.board.fit)
        self.more.turned.connect(self._turn)
        self.board.needs.chosen.connect(lambda need: self._turn(Meaning(NEED, need), True))
        self.looking.part_dropped.connect(self._drop)
        self.looking.hidden_wanted.connect(self.ask)
        self.board.next_button.clicked.connect(self.next_person)
        self.list.chosen.connect(self.show_place)
        self.list.opened.connect(self.open_card)
        self.list.left.connect(self.field.setFocus)
        self.card.show_wanted.connect(self.show_to_person)
        self.card.back_wanted.connect(self.close_card)
        self.card.after.told.connect(self.tell)
        self.card.after.back_wanted.connect(self.outcomes.take_back)
        self.outcomes.asking_changed.connect(self._show_asking)
        self.outcomes.full_changed.connect(self.ask)
        self.outcomes.memory_changed.connect(self._remember)
        self.numbers.chosen.connect(self.outcomes.answer)
        self.numbers.left.connect(self.outcomes.leave)
        self.number.given.connect(self._answer_number)
        self.number.changed.connect(self.numbers.show_number)
        self.minute.timeout.connect(self.ask)
        self.minute.timeout.connect(self.fade)
        self.desk.theme.changed.connect(self.board.fit)
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self.next_person)


ENTRY = Entry(
    "find", lambda: QCoreApplication.translate("contents", "Find help"), "find", FindPage,
    frozenset({"worker", "lead", "coordinator"}),
)  # fmt: skip
