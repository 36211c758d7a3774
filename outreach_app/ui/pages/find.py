# SPDX-License-Identifier: GPL-3.0-or-later
"""Find help: the list answers while the words are typed, and one place stands beside it.

Nothing asked is stored; the next person, ten idle minutes and every lock forget it, and what was copied with it.
"""

from __future__ import annotations

from dataclasses import replace
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
from outreach_app.domain.profile import Profile
from outreach_app.domain.question import Part
from outreach_app.domain.words import NEED, Meaning
from outreach_app.ui.asked import EITHER_OR, SINGLE, WORD, Asked, parts_of
from outreach_app.ui.call_outcomes import CallOutcomes
from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.show_place import ShowPlace
from outreach_app.ui.find_words import hidden_words, part_words
from outreach_app.ui.models.results import Place
from outreach_app.ui.page import Entry, Page
from outreach_app.ui.pages.find_board import FindBoard
from outreach_app.ui.pages.find_leaving import Leaving
from outreach_app.ui.physical_keys import key_name
from outreach_app.ui.place_facts import Shown
from outreach_app.ui.searching import Answered, Searching
from outreach_app.ui.sentences import sentence
from outreach_app.ui.typed_number import TypedNumber
from outreach_app.ui.widgets.after_call import OUTCOMES, WRONG
from outreach_app.ui.widgets.copy_row import COPIED
from outreach_app.ui.widgets.numbered_list import NumberedList

REFRESH_MS: Final = 60_000
"""Places stop taking people while one looks at the list: it is asked again each minute."""
IDLE_SECONDS: Final = 600.0
IDLE_CHECK_MS: Final = 5_000
SETTLED_MS: Final = 90
"""So long no other place was chosen: a quick hand types on before that, and pays for the list alone."""


class FindPage(Page):
    """List and card. The card's keys work while the field has not the focus."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setAccessibleName(self.tr("Find help"))
        self.board = FindBoard(desk.theme)
        self.field, self.list, self.card = self.board.field, self.board.list, self.board.card
        self.looking, self.more = self.board.looking, self.board.more
        self.outcomes = CallOutcomes(desk, self)
        self.searching = Searching(desk, self.outcomes.full, self)
        self.searching.chosen = self._chosen
        self.leaving = Leaving(desk, self.board, self.searching, self)
        self.settling = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self.numbers = NumberedList(self)
        self.number = TypedNumber(self)
        self.minute = QTimer(self, interval=REFRESH_MS)
        self.idle = QTimer(self, interval=IDLE_CHECK_MS)
        self.touched = desk.ticks()
        self._open_next = ""
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.board)
        self._connect()
        self.minute.start()
        self.idle.start()
        self.next_person()

    # --- coming and going -------------------------------------------------------------------------------------

    def arrive(self) -> None:
        """Ready to type, or to go on after the call; what was asked before still stands."""
        if self.desk.profile is None:
            self.desk.vault(self.desk.workplace.shifts.profile, self._know_profile, lambda _error: None)
        self._know_areas()
        if self.desk.open_shift is None:
            self.outcomes.waiting = None
        self.field.setFocus()
        self.field.selectAll()
        self.touch()
        self.outcomes.full.read()
        self.searching.ask_again()

    def leave(self) -> None:
        """Close what lies over the list."""
        self.outcomes.leave()

    def next_person(self) -> None:
        """Forget everything that was typed, chosen, found, copied and counted for this one."""
        self.field.forget()
        self.board.more_button.setChecked(False)
        self.board.leaving = False
        self._open_next = ""
        self.outcomes.next_person()
        self.looking.forget()
        self.close_card()
        self.searching.forget()
        self.desk.clipboard.forget()
        if self.isVisible():
            self.field.setFocus()

    def touch(self, *_what: object) -> None:
        """Somebody does something here."""
        self.touched = self.desk.ticks()

    def forget_when_idle(self) -> None:
        """Nobody was at this page for ten minutes: whoever comes now is the next person."""
        if self.desk.ticks() - self.touched < IDLE_SECONDS:
            return
        for dialog in [one for one in self.desk.dialogs if isinstance(one, ShowPlace)]:
            dialog.reject()
        self.next_person()

    def come_back(self) -> None:
        """A shift was begun because a key asked for it: here again, and counted."""
        if self.outcomes.waiting is not None:
            self.desk.go("find")
            self.open_card()
            self.outcomes.go_on()

    # --- asking -----------------------------------------------------------------------------------------------

    def show_answer(self, answered: Answered) -> None:
        """The newest answer."""
        answer = answered.answer
        parts = tuple((part, part_words(part)) for part in parts_of(answer.question))
        found = self.tr("1 place") if answer.total == 1 else self.tr("{count} places").format(count=answer.total)
        self.looking.say(parts, hidden_words(answer.hidden), found, answer.question.corrections)
        self.more.show_meanings(frozenset(Meaning(part.kind, part.code) for part, _ in parts))
        self.list.show_lines(answered.lines, grown=answered.grown, same=answered.same)
        if answered.lines:
            self.board.show_list()
        else:
            self.board.show_nothing(
                self.tr("No place fits all of this. Take something away above, or look at the hidden.")
            )
        self.leaving.read()
        self._open_wanted()

    def _chosen(self) -> str:
        place = self.list.place()
        return place.found.entry.id if place is not None and not place.found.verdict.hidden_by else ""

    def show_problem(self, error: CompanionError) -> None:
        """Why there is no answer, where the answer would stand."""
        self.list.show_lines(())
        self.board.show_nothing(sentence(error))

    # --- somebody wants to leave ------------------------------------------------------------------------------

    def show_leaving(self) -> None:
        """Who takes people now, need by need, for whoever is asked for."""
        self.close_card()
        self.leaving.open()

    def _open_leaving(self, need: str, place: Place) -> None:
        """The place among all that fit its need, its card open."""
        asked = self.searching.asked
        for part in parts_of(self.searching.question) if self.searching.question else ():
            asked = asked.without(part) if part.kind in {NEED, WORD} else asked
        self.board.leaving = False
        self._open_next = place.found.entry.id
        self._set(asked.with_meaning(Meaning(NEED, need)))

    def _open_wanted(self) -> None:
        wanted, self._open_next = self._open_next, ""
        if wanted:
            self.list.choose(self.list.results.row_of(wanted))
            self.open_card()

    # --- keys -------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that nothing else took: the list of needs first, then the card's."""
        self.touch()
        self.settle()
        name = key_name(event)
        if event.isAutoRepeat() and name:
            event.accept()
        elif self.outcomes.asking is not None:
            self._press_in_list(name)
        elif not self._press(name):
            super().keyPressEvent(event)

    def _press(self, name: str) -> bool:
        if name == "Esc":
            self._step_back()
        elif self.field.hasFocus() or self.board.leaving:
            return False
        elif name == "Backspace":
            self.outcomes.take_back()
        elif self.list.place() is None:
            return False
        elif name in (*OUTCOMES, WRONG):
            self.tell(name)
        elif name in COPIED:
            self.copy(name)
        elif name == "S":
            self.show_to_person()
        else:
            return False
        return True

    def _step_back(self) -> None:
        if self.board.leaving:
            self.leaving.close()
        else:
            self.close_card()
            self.field.setFocus()

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
        self.settle()
        place, question = self.list.place(), self.searching.question
        if place is not None and question is not None:
            self.outcomes.tell(key, place.found.entry, question)

    def copy(self, key: str) -> None:
        """One field of the place chosen, for twenty seconds."""
        self.settle()
        text = self.card.copies.texts.get(key, "")
        if not text:
            return
        self.desk.clipboard.copy(text)
        self.card.copies.say_copied(key)

    def _nothing_copied(self) -> None:
        self.card.copies.say_copied("")

    def show_to_person(self) -> None:
        """The number, large; no name that gives anything away."""
        self.settle()
        place = self.list.place()
        if place is not None:
            self.desk.open_dialog(ShowPlace(self.desk, place.found.entry), self)

    # --- the card ---------------------------------------------------------------------------------------------

    def show_place(self, place: Place | None) -> None:
        """The card follows the list, once that rests; it is emptied at once."""
        if place is None or self.searching.question is None:
            self.settling.stop()
            self.card.show_place(None)
        else:
            self.settling.start()

    def settle(self) -> None:
        """Show the place chosen without waiting: what is done now is done to it."""
        if self.settling.isActive():
            self.settling.stop()
            self._show_chosen()

    def _show_chosen(self) -> None:
        place, question = self.list.place(), self.searching.question
        if place is None or question is None:
            return
        self.card.show_place(Shown(place, question))
        self.card.after.offer(self.outcomes.offered())

    def open_card(self) -> None:
        """Enter or a click: the keys are the card's now."""
        if self.list.place() is None:
            return
        self.settle()
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
        self.board.leaving = False
        self.searching.ask(replace(self.searching.asked, text=text))

    def _drop(self, part: Part) -> None:
        self._set(self.searching.asked.without(part))
        self.field.setFocus()

    def _turn(self, meaning: Meaning, wanted: bool) -> None:
        asked, gone = self.searching.asked, EITHER_OR.get(meaning.code, "")
        for part in parts_of(self.searching.question) if self.searching.question else ():
            same_kind = part.kind == meaning.kind and (part.kind in SINGLE or part.code == gone)
            if (part.kind, part.code) == meaning or (wanted and same_kind):
                asked = asked.without(part)
        self._set(asked.with_meaning(meaning) if wanted else asked)

    def _as_typed(self, word: str) -> None:
        self.searching.ask(self.searching.asked.as_typed(word))
        self.field.setFocus()

    def _set(self, asked: Asked) -> None:
        self.field.blockSignals(True)
        self.field.replace(asked.text)
        self.field.blockSignals(False)
        self.searching.ask(asked)

    def _show_nothing_asked(self) -> None:
        self.list.show_lines(())
        self.looking.say((), "", "")
        self.more.show_meanings(frozenset())
        self.board.show_start()
        self.leaving.read()

    def _show_hidden(self, wanted: bool) -> None:
        self.searching.with_hidden = wanted
        self.searching.ask_again()

    def _show_asking(self) -> None:
        asking = self.outcomes.asking
        self.board.setEnabled(asking is None)  # Tab stays in the list that lies over it
        if asking is None:
            self.numbers.hide()
            self.card.setFocus()
            return
        columns = 1 if len(asking.codes) < 5 else 2 if self.width() < 900 * self.desk.theme.scale else 3
        self.numbers.ask(asking.heading, asking.lines, columns)
        self.numbers.setGeometry(self.rect())
        self.number.begin(len(asking.codes))
        self.setFocus()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, asking.heading))

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
        self.card.say_told(counted, self.outcomes.can_take_back())

    def each_minute(self) -> None:
        """What cannot be taken back any more is not offered; hours have passed, nights end."""
        if not self.isVisible():
            return
        if not self.outcomes.can_take_back():
            self._remember()
        self.outcomes.full.read()
        self.searching.ask_again()

    def _know_profile(self, profile: Profile) -> None:
        self.desk.know(profile)
        self._know_areas()

    def _know_areas(self) -> None:
        self.more.show_areas(self.searching.whereabouts().areas)

    # --- putting together -------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.field.textChanged.connect(self._typed)
        self.field.moved.connect(self._move)
        self.field.entered.connect(self.open_card)
        self.board.more_button.toggled.connect(self.board.fit)
        self.more.turned.connect(self._turn)
        self.board.needs.chosen.connect(lambda need: self._turn(Meaning(NEED, need), True))
        self.looking.part_dropped.connect(self._drop)
        self.looking.correction_refused.connect(self._as_typed)
        self.looking.hidden_wanted.connect(self._show_hidden)
        self.board.leave_button.clicked.connect(self.show_leaving)
        self.board.next_button.clicked.connect(self.next_person)
        self.board.leave.opened.connect(self._open_leaving)
        self.board.leave.left.connect(self.leaving.close)
        self.list.chosen.connect(self.show_place)
        self.settling.timeout.connect(self._show_chosen)
        self.list.opened.connect(self.open_card)
        self.list.left.connect(self.field.setFocus)
        self.list.end_reached.connect(self.searching.grow)
        self.card.show_wanted.connect(self.show_to_person)
        self.card.back_wanted.connect(self.close_card)
        self.card.copies.wanted.connect(self.copy)
        self.card.after.told.connect(self.tell)
        self.card.after.back_wanted.connect(self.outcomes.take_back)
        self.searching.answered.connect(self.show_answer)
        self.searching.failed.connect(self.show_problem)
        self.searching.emptied.connect(self._show_nothing_asked)
        self.outcomes.asking_changed.connect(self._show_asking)
        self.outcomes.full.changed.connect(self.searching.ask_again)
        self.outcomes.memory_changed.connect(self._remember)
        self.numbers.chosen.connect(self.outcomes.answer)
        self.numbers.left.connect(self.outcomes.leave)
        self.number.given.connect(self._answer_number)
        self.number.changed.connect(self.numbers.show_number)
        self.minute.timeout.connect(self.each_minute)
        self.idle.timeout.connect(self.forget_when_idle)
        for sign in (self.field.textChanged, self.field.cursorPositionChanged, self.list.chosen, self.more.turned,
                     self.list.verticalScrollBar().valueChanged, self.card.after.told, self.card.copies.wanted,
                     self.card.area.verticalScrollBar().valueChanged, self.board.leave.opened):  # fmt: skip
            sign.connect(self.touch)
        self.desk.theme.changed.connect(self.board.fit)
        self.desk.clipboard.forgotten.connect(self._nothing_copied)
        self.desk.leaving_wanted.connect(self.show_leaving)
        self.desk.shift_begun.connect(self.come_back)
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self.next_person)


ENTRY = Entry(
    "find", lambda: QCoreApplication.translate("contents", "Find help"), "find", FindPage,
    frozenset({"worker", "lead", "coordinator"}),
)  # fmt: skip
