# SPDX-License-Identifier: GPL-3.0-or-later
"""The pad: what was done at a stop, entered in seconds by key or mouse. Every number shown is durable already.

The page itself holds the focus while counting; F6 goes to its buttons and back. Nothing on it moves.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QApplication

from outreach_app.domain.codes import AGE, REFERRED
from outreach_app.domain.errors import NegativeCount
from outreach_app.domain.shift import OpenShift
from outreach_app.ui import words
from outreach_app.ui.counting import Refusal, Step
from outreach_app.ui.desk import Desk
from outreach_app.ui.pad_keys import AGE_KEYS, PadKeys, Question
from outreach_app.ui.page import Page
from outreach_app.ui.pages.pad_layout import PadBoard
from outreach_app.ui.physical_keys import key_name
from outreach_app.ui.sentences import sentence
from outreach_app.ui.widgets.numbered_list import NumberedList

REFRESH_MS: Final = 1000


class PadPage(Page):
    """Counts in the open shift."""

    close_wanted = Signal()

    def __init__(self, desk: Desk, shift: OpenShift) -> None:
        super().__init__(desk)
        self.setAccessibleName(self.tr("Counting"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.shift = shift
        self.measures = shift.profile.measure_set
        self.counting = desk.counting
        zones = shift.profile.active_zones
        self.names = {zone.code: zone.name for zone in zones}
        self.keys = PadKeys(self.counting, self.measures, tuple(self.names))
        self.board = PadBoard(self, self.keys, list(self.names.items()), desk.theme.scale)
        self.list = NumberedList(self)
        self.second = QTimer(self, interval=REFRESH_MS)
        self.second.timeout.connect(self.show_memory)
        self.spoken = ""
        self._connect()
        self.show_totals()
        self.show_stop()

    def arrive(self) -> None:
        """Counting has the keys."""
        self.show_totals()
        self.setFocus()
        self.second.start()

    def leave(self) -> None:
        """A quantity that was begun does not wait for the way back."""
        self.keys.drop_quantity()
        self.second.stop()

    # --- keys -------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """While counting, Tab chooses the stop, and no shortcut takes a counting key away."""
        if isinstance(event, QKeyEvent) and self.hasFocus():
            if event.type() == QEvent.Type.ShortcutOverride and key_name(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and key_name(event) in {"Tab", "Backtab"}:
                self.keyPressEvent(event)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key held down counts once."""
        name = key_name(event)
        if event.isAutoRepeat() and name:
            event.accept()
        elif not name or not self.keys.press(name):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keys count again."""
        super().focusInEvent(event)
        self.board.quantity.say_elsewhere(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keys belong to something else: said where the eye is."""
        super().focusOutEvent(event)
        if event.reason() not in {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason}:
            self.board.quantity.say_elsewhere(True)

    def change_side(self) -> None:
        """F6: from counting to the other controls, or back."""
        if self.hasFocus():
            first = self.list.rows[0] if self.list.isVisible() and self.list.rows else self.board.first_control()
            first.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list covers everything under the stops."""
        super().resizeEvent(event)
        self._place_list()

    # --- what is shown ----------------------------------------------------------------------------------------

    def show_totals(self) -> None:
        """Totals of the shift, and of this stop."""
        for code, tile in self.board.tiles.items():
            here = self.counting.total(code, zone=self.counting.zone) if self.counting.zone else None
            tile.show_total(self.counting.total(code))
            tile.show_here("" if here is None else self.tr("here {count}").format(count=here))
        self.board.show_shift_totals(self.counting)
        self.show_memory()

    def show_stop(self) -> None:
        """Light the stop; the totals here are another's."""
        self.board.zones.show_zone(self.counting.zone)
        self.show_totals()
        if self.counting.zone:
            self._speak(self.names[self.counting.zone])

    def show_memory(self) -> None:
        """What Backspace would take back, and whether the looked row is lit."""
        last = self.counting.last()
        if last is None:
            self.board.show_last("")
        else:
            self.board.show_last(words.entry(self.measures, last.label, last.quantity, last.detail))
        lit = self.counting.lit()
        self.board.looked.light(lit is not None, lit.looked if lit else "")

    def show_quantity(self) -> None:
        """The quantity that was begun."""
        self.board.quantity.show_quantity(self.keys.digits, less=self.keys.less)
        self.board.less.setChecked(self.keys.less)

    def show_question(self) -> None:
        """The numbered list, or the counters again."""
        question = self.keys.question
        if question is None:
            focused = QApplication.focusWidget()
            had_focus = focused is not None and self.list.isAncestorOf(focused)
            self.list.hide()
            if had_focus:
                self.setFocus()
        elif self.list.isVisible() and self.list.question == question:
            self.list.show_number(self.keys.number)
        else:
            self.desk.hush()
            self.list.question = question
            heading, lines, columns = self._asked(question)
            self._place_list()
            empty = self.tr("Nothing else is counted. A coordinator can switch more on.")
            self.list.ask(heading, lines, columns, empty)
            self._speak(heading)

    def say_counted(self, step: Step) -> None:
        """An entry is durable: show the totals and say the new one."""
        self.desk.hush()
        for tile in self.board.all_tiles():
            tile.refuse(False)
        self.show_totals()
        what = words.entry(self.measures, step.label, step.quantity, step.detail) if step.label != AGE else ""
        if step.label == AGE:
            self._speak(words.age(step.detail[0]))
        elif step.taken_back:
            self._speak(self.tr("Taken back: {what}").format(what=what))
        else:
            self._speak(f"{what}. {self.counting.total(step.label)}")

    def say_refused(self, refusal: Refusal) -> None:
        """An entry was not counted: its tile shows it, and the sentence says why."""
        step = refusal.step
        tile = self.board.tiles.get(step.label) or self.board.asked.get(step.label)
        self.show_totals()
        if tile is not None:
            tile.refuse(True)
        what = words.age(step.detail[0]) if step.label == AGE else words.entry(
            self.measures, step.label, step.quantity, step.detail)  # fmt: skip
        said = self.tr("Not taken back: {what}.") if step.taken_back else self.tr("Not counted: {what}.")
        parts = [said.format(what=what)]
        if refusal.dropped:
            parts.append(self.tr("What was entered right after it was not counted either."))
        none_left = isinstance(refusal.error, NegativeCount)  # its own sentence names the cell by its code
        parts.append(self.tr("There is none to take away.") if none_left else sentence(refusal.error))
        self.desk.say(" ".join(parts), "stop")

    def say_no_stop(self) -> None:
        """Counting needs a stop."""
        self.desk.say(self.tr("Not counted. Choose the stop first: Tab, or a click on its name."), "care")

    def _asked(self, question: Question) -> tuple[str, list[tuple[str, str, str]], int]:
        many = abs(question.quantity)
        times = "" if question.quantity == 1 else f"{'−' if question.quantity < 0 else ''}{many} × "
        columns = 2 if self.width() < 900 * self.desk.theme.scale else 3
        if question.kind == "need":
            asked = self.tr("Referred: for what?") if question.measure == REFERRED else self.tr("Could not get what?")
            return times + asked, [(code, words.need(code), "") for code in question.codes], columns
        if question.kind == "reason":
            asked = self.tr("{need}: why not?").format(need=words.need(question.about[0]))
            return times + asked, [(code, words.reason(code), "") for code in question.codes], columns
        if question.kind == "age":
            keys = {age: key for key, age in AGE_KEYS.items()}
            ages = [(code, words.age(code), keys.get(code, "")) for code in question.codes]
            return times + self.tr("Taken away. That one had looked:"), ages, 1
        if question.kind == "zone":
            return self.tr("Which stop?"), [(code, self.names[code], "") for code in question.codes], columns
        more = [(code, self.measures.by_code[code].name, "") for code in question.codes]
        return times + self.tr("What else?"), more, columns

    def _place_list(self) -> None:
        top = self.board.foot_of_stops()
        self.list.setGeometry(QRect(0, top, self.width(), self.height() - top))

    def _speak(self, text: str) -> None:
        self.spoken = text
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _connect(self) -> None:
        board, keys, counting = self.board, self.keys, self.counting
        counting.counted.connect(self.say_counted)
        counting.refused.connect(self.say_refused)
        counting.moved.connect(self.show_stop)
        keys.quantity_changed.connect(self.show_quantity)
        keys.question_changed.connect(self.show_question)
        keys.no_stop.connect(self.say_no_stop)
        board.zones.chosen.connect(self._choose_stop)
        board.zones.more_wanted.connect(keys.all_stops)
        board.looked.chosen.connect(counting.looked)
        board.close.clicked.connect(self.close_wanted)
        board.find.clicked.connect(lambda: self.desk.go("find"))
        board.leave.clicked.connect(self.desk.leave_now)
        self.list.chosen.connect(keys.answer)
        self.list.left.connect(keys.leave)
        for sequence in ("F6", "Ctrl+Tab"):
            QShortcut(QKeySequence(sequence), self).activated.connect(self.change_side)
        QShortcut(QKeySequence("Ctrl+E"), self).activated.connect(self.close_wanted)

    def _choose_stop(self, zone: str) -> None:
        self.keys.drop_quantity()
        self.counting.stand_at(zone)
