# SPDX-License-Identifier: GPL-3.0-or-later
"""The pad's grammar: what a row of keys means. Digits are how many, letters are what; a list is answered by number.

Knows no widget: told key names, it calls `Counting` and says what to show. Its two timers are the only time in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from outreach_app.domain.codes import (
    AGE,
    AGES,
    CONTACT_MEASURES,
    MINUTES,
    NEEDS,
    NOT_MET,
    REASONS,
    REFERRED,
    VISITS,
    WORKERS,
)
from outreach_app.domain.measures import Measure, MeasureSet
from outreach_app.ui.counting import Counting

QUANTITY_MS: Final = 3000
NUMBER_MS: Final = 1000
LONGEST: Final = 3
"""Digits of a quantity."""
AGE_KEYS: Final = {"U": "under18", "Y": "18to24", "A": "25plus"}
KEY_NAMES: Final = {"RETURN": "Enter", "SPACE": "Space"}
RESERVED: Final = frozenset({*AGE_KEYS, "R", "N", "M"})


@dataclass(frozen=True)
class Question:
    """A numbered list on screen: `kind` is need, reason, age, more or zone; `about` what was chosen before."""

    kind: str
    codes: tuple[str, ...]
    quantity: int
    measure: str = ""
    about: tuple[str, ...] = ()


class PadKeys(QObject):
    """`quantity_changed` and `question_changed` say that there is something else to show."""

    quantity_changed = Signal()
    question_changed = Signal()
    no_stop = Signal()
    """An entry that belongs to a stop, and none is chosen yet."""

    def __init__(self, counting: Counting, measures: MeasureSet, zones: tuple[str, ...]) -> None:
        super().__init__()
        self.counting = counting
        self.zones = zones
        self.measures = measures
        self.keyed = keyed(measures)
        self.unkeyed = unkeyed(measures)
        self.digits = ""
        self.less = False
        self.question: Question | None = None
        self.number = ""
        self.quantity_timer = QTimer(self, singleShot=True, interval=QUANTITY_MS)
        self.quantity_timer.timeout.connect(self.drop_quantity)
        self.number_timer = QTimer(self, singleShot=True, interval=NUMBER_MS)
        self.number_timer.timeout.connect(self._answer_number)

    def press(self, key: str) -> bool:
        """One key, by name; False when it means nothing here."""
        if self.question is not None:
            return self._press_in_list(key)
        if key.isdigit():
            self._digit(key)
        elif key in self.keyed:
            self.count(self.keyed[key].code)
        else:
            acts = {
                "-": self.one_less, "Backspace": self.back, "Tab": self.next_stop, "Backtab": self.stop_before,
                "R": self.refer, "N": self.not_met, "M": self.more, "Esc": self.drop_quantity,
            }  # fmt: skip
            if key in AGE_KEYS:
                self.counting.looked(AGE_KEYS[key])
            elif key in acts:
                acts[key]()
            else:
                return False
        return True

    # --- how many ---------------------------------------------------------------------------------------------

    def one_less(self) -> None:
        """What follows takes away; once more adds again."""
        self.less = not self.less
        self._show_quantity()

    def drop_quantity(self) -> None:
        """Forget a quantity that was begun."""
        self.digits, self.less = "", False
        self.quantity_timer.stop()
        self.quantity_changed.emit()

    def _digit(self, digit: str) -> None:
        if digit == "0" and not self.digits:
            self.nobody_out()
            return
        self.digits = (self.digits + digit)[:LONGEST]
        self._show_quantity()

    def _show_quantity(self) -> None:
        self.quantity_timer.start()
        self.quantity_changed.emit()

    def _take_quantity(self) -> int:
        quantity = int(self.digits or "1") * (-1 if self.less else 1)
        self.drop_quantity()
        return quantity

    # --- what -------------------------------------------------------------------------------------------------

    def count(self, code: str) -> None:
        """One of the pad's counters."""
        if not self.counting.zone:
            self.drop_quantity()
            self.no_stop.emit()
            return
        quantity = self._take_quantity()
        if quantity < 0 and code in CONTACT_MEASURES and self.measures.counts(AGE):
            self._ask(Question("age", AGES, -quantity, code))
        else:
            self.counting.count(code, quantity)

    def nobody_out(self) -> None:
        """A visit with nobody out, or after a minus one visit less."""
        less = self.less
        self.drop_quantity()
        if not self.counting.zone:
            self.no_stop.emit()
        elif less:
            self.counting.fewer_visits()
        else:
            self.counting.nobody_out()

    def back(self) -> None:
        """A quantity that was begun goes first, then the last entry."""
        if self.digits or self.less:
            self.drop_quantity()
        else:
            self.counting.take_back()

    def refer(self) -> None:
        """Referred: for which need."""
        if self.measures.counts(REFERRED):
            self._ask(Question("need", NEEDS, self._take_quantity(), REFERRED))

    def not_met(self) -> None:
        """Could not get it: which need, and then why."""
        if self.measures.counts(NOT_MET):
            self._ask(Question("need", NEEDS, self._take_quantity(), NOT_MET))

    def more(self) -> None:
        """Whatever has no key of its own."""
        self._ask(Question("more", tuple(measure.code for measure in self.unkeyed), self._take_quantity()))

    # --- where ------------------------------------------------------------------------------------------------

    def next_stop(self) -> None:
        """The stop after this one; the first when none is chosen."""
        self._step(1)

    def stop_before(self) -> None:
        """The stop before this one."""
        self._step(-1)

    def all_stops(self) -> None:
        """Every stop as a list."""
        self._ask(Question("zone", self.zones, 1))

    def _step(self, by: int) -> None:
        if not self.zones:
            return
        place = self.zones.index(self.counting.zone) + by if self.counting.zone in self.zones else min(by, 0)
        self.drop_quantity()
        self.counting.stand_at(self.zones[place % len(self.zones)])

    # --- lists ------------------------------------------------------------------------------------------------

    def answer(self, code: str) -> None:
        """A line of the list was chosen."""
        question = self.question
        if question is None or code not in question.codes:
            return
        if question.kind == "need" and question.measure == NOT_MET:
            self._ask(Question("reason", REASONS, question.quantity, NOT_MET, (code,)))
            return
        self.leave()
        if question.kind == "need":
            self.counting.refer(code, question.quantity)
        elif question.kind == "reason":
            self.counting.not_met(question.about[0], code, question.quantity)
        elif question.kind == "age":
            self.counting.fewer_contacts(question.measure, question.quantity, code)
        elif question.kind == "zone":
            self.counting.stand_at(code)
        else:
            self._count_unkeyed(code, question.quantity)

    def leave(self) -> None:
        """Close the list; nothing is counted."""
        self._ask(None)

    def _count_unkeyed(self, code: str, quantity: int) -> None:
        if self.measures.by_code[code].level != "zone":
            self.counting.shift_measure(code, quantity)
        elif self.counting.zone:
            self.counting.count(code, quantity)
        else:
            self.no_stop.emit()

    def _ask(self, question: Question | None) -> None:
        self.question = question
        self.number = ""
        self.number_timer.stop()
        self.question_changed.emit()

    def _press_in_list(self, key: str) -> bool:
        question = self.question
        if question is None:
            return False
        if question.kind == "age" and key in AGE_KEYS:
            self.answer(AGE_KEYS[key])
        elif key.isdigit():
            self._number(key, len(question.codes))
        elif key == "Enter" and self.number:
            self._answer_number()
        elif key == "Backspace" and self.number:
            self.number = self.number[:-1]
            self.number_timer.stop()
            self.question_changed.emit()
        elif key in {"Enter", "Backspace", "Esc"}:
            self.leave()
        return True

    def _number(self, digit: str, last: int) -> None:
        wanted = int(self.number + digit)
        if not 1 <= wanted <= last:
            return
        self.number = f"{wanted}"
        self.question_changed.emit()
        if wanted * 10 > last:
            self._answer_number()  # no longer number begins with it
        else:
            self.number_timer.start()

    def _answer_number(self) -> None:
        if self.question is not None and self.number:
            self.answer(self.question.codes[int(self.number) - 1])


def keyed(measures: MeasureSet) -> dict[str, Measure]:
    """The pad's counters by the name of their key, in the set's order."""
    found: dict[str, Measure] = {}
    for measure in measures.at_level("zone"):
        name = KEY_NAMES.get(measure.key.upper(), measure.key.upper())
        if name and name not in RESERVED and name not in found:
            found[name] = measure
    return found


def unkeyed(measures: MeasureSet) -> tuple[Measure, ...]:
    """What the pad counts under *More*: no key of its own, no question of its own, and not the shift's effort."""
    elsewhere = {measure.code for measure in keyed(measures).values()} | {VISITS, REFERRED, NOT_MET, MINUTES, WORKERS}
    return tuple(
        measure
        for measure in (*measures.at_level("zone"), *measures.at_level("shift"))
        if measure.code not in elsewhere and measure.group != "looked"
    )
