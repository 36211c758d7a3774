# SPDX-License-Identifier: GPL-3.0-or-later
"""After the call: one key becomes a referral or a need not met of the open shift, and marks a place full for tonight.

Which need it was is taken from the question where that says one, else asked once a person. All of it is in memory
only and gone with the next person; what is counted goes through the same door as everything on the pad.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal

from outreach_app.domain.codes import NEEDS, NOT_MET, NOT_NOW, REASONS, REFERRED
from outreach_app.domain.directory import Entry
from outreach_app.domain.question import DAY_BEGINS, Question
from outreach_app.ui import words
from outreach_app.ui.counting import Refusal, Step
from outreach_app.ui.desk import Desk
from outreach_app.ui.sentences import sentence
from outreach_app.ui.widgets import after_call

_REFERRALS = frozenset({after_call.GOING, after_call.GAVE})
_FULL = "full"


@dataclass(frozen=True)
class Asking:
    """A numbered list on screen: `kind` is need or reason."""

    kind: str
    codes: tuple[str, ...]


class CallOutcomes(QObject):
    """Told keys, asks what is missing, counts."""

    asking_changed = Signal()
    full_changed = Signal()
    memory_changed = Signal(str)
    """What has just been counted or taken back, in words; empty when only the memory faded."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.asking: Asking | None = None
        self._key = ""
        self._need = ""
        self._under_way: list[tuple[str, ...]] = []
        self._last: tuple[str, ...] = ()
        self._full: dict[str, datetime] = {}
        desk.counting.counted.connect(self._counted)
        desk.counting.refused.connect(self._refused)

    def offered(self) -> frozenset[str]:
        """The keys whose counts the coalition has switched on."""
        profile = self.desk.open_shift.profile if self.desk.open_shift else self.desk.profile
        if profile is None:
            return frozenset()
        referred = _REFERRALS if profile.measure_set.counts(REFERRED) else frozenset()
        others = frozenset(after_call.OUTCOMES) - _REFERRALS
        return referred | (others if profile.measure_set.counts(NOT_MET) else frozenset())

    def next_person(self) -> None:
        """Nothing of the one before is known any more; full places stay full."""
        self._need = self._key = ""
        self._last = ()
        self._ask(None)
        self.memory_changed.emit("")

    def tell(self, key: str, entry: Entry, question: Question) -> None:
        """What came of a call to this place."""
        if key not in self.offered():
            return
        if key == after_call.FULL:
            self._full[entry.id] = self._now()
            self.full_changed.emit()
        if self.desk.counting.shift is None:
            said = self.tr("Not counted: no shift is open. Start one under Tonight.")
            self.desk.say(said, "care")
            return
        self._key = key
        need = self._need or understood_need(entry, question)
        if need:
            self._with_need(need)
        else:
            self._ask(Asking("need", NEEDS))

    def answer(self, code: str) -> None:
        """A line of the list was chosen."""
        asking = self.asking
        if asking is None or code not in asking.codes:
            return
        self._ask(None)
        if asking.kind == "need":
            self._need = code
            self._with_need(code)
        else:
            self._count(NOT_MET, (self._need, code))

    def leave(self) -> None:
        """Close the list; nothing is counted."""
        self._ask(None)

    def take_back(self) -> None:
        """Undo what was counted here last, while it is still the pad's last entry."""
        if self.can_take_back():
            self.desk.counting.take_back()

    def can_take_back(self) -> str:
        """What would be taken back, in words; empty where that is something else, or nothing."""
        last = self.desk.counting.last()
        shift = self.desk.counting.shift
        if not self._last or last is None or shift is None or (last.label, *last.detail) != self._last:
            return ""
        return words.entry(shift.profile.measure_set, last.label, last.quantity, last.detail)

    def full_words(self) -> dict[str, str]:
        """Places that were full tonight, with the time of the call. Nights end at 06:00."""
        now = self._now()
        begins = now.replace(hour=DAY_BEGINS.hour, minute=0, second=0, microsecond=0)
        if now.time() < DAY_BEGINS:
            begins -= timedelta(days=1)
        self._full = {entry: at for entry, at in self._full.items() if at >= begins}
        text = self.tr("full tonight, you {time}")
        return {entry: text.format(time=words.clock_time(at)) for entry, at in self._full.items()}

    def _with_need(self, need: str) -> None:
        self._need = need
        if self._key in _REFERRALS:
            self._count(REFERRED, (need,))
        elif self._key == after_call.TURNED_AWAY:
            self._ask(Asking("reason", tuple(code for code in REASONS if code != NOT_NOW)))
        else:
            self._count(NOT_MET, (need, _FULL if self._key == after_call.FULL else NOT_NOW))

    def _count(self, label: str, detail: tuple[str, ...]) -> None:
        counting = self.desk.counting
        if counting.shift is None:
            return
        self._under_way.append((label, *detail))
        if label == REFERRED:
            counting.refer(detail[0])
        else:
            counting.not_met(detail[0], detail[1])

    def _counted(self, step: Step) -> None:
        shift = self.desk.counting.shift
        if shift is None:
            return
        what = words.entry(shift.profile.measure_set, step.label, step.quantity, step.detail)
        mine = (step.label, *step.detail)
        if step.taken_back and mine == self._last:
            self._last = ()
            self.memory_changed.emit(self.tr("Taken back: {what}").format(what=what))
        elif mine in self._under_way:
            self._under_way.remove(mine)
            self._last = mine
            self.memory_changed.emit(words.first_capital(what))

    def _refused(self, refusal: Refusal) -> None:
        if (refusal.step.label, *refusal.step.detail) in self._under_way:
            self._under_way.clear()
            self.desk.say(" ".join((self.tr("Not counted."), sentence(refusal.error))), "stop")

    def _ask(self, asking: Asking | None) -> None:
        if asking != self.asking:
            self.asking = asking
            self.asking_changed.emit()

    def _now(self) -> datetime:
        now = self.desk.now()
        return self.desk.profile.local(now) if self.desk.profile else now.astimezone()


def understood_need(entry: Entry, question: Question) -> str:
    """The one need that the question names, or that question and place share; empty where it must be asked."""
    shared = [need for need in question.needs if need in entry.needs]
    for needs in (list(question.needs), shared):
        if len(needs) == 1:
            return needs[0]
    return ""
