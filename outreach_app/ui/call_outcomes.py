# SPDX-License-Identifier: GPL-3.0-or-later
"""After the call: one key becomes a referral or a need not met of the open shift, a report on a listing, or both.

Which need it was is taken from the question where that says one, else asked once a person. All of it is in memory
only and gone with the next person; what is counted goes through the same door as everything on the pad. What one key
counted is taken back as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal

from outreach_app.domain.codes import NEEDS, NOT_MET, NOT_NOW, REASONS, REFERRED
from outreach_app.domain.directory import Entry
from outreach_app.domain.measures import MeasureSet
from outreach_app.domain.question import Question
from outreach_app.ui import call_questions as ask
from outreach_app.ui import words
from outreach_app.ui.call_questions import Asking
from outreach_app.ui.counting import Refusal, Step
from outreach_app.ui.desk import Desk
from outreach_app.ui.find_words import REPORTS, find_words
from outreach_app.ui.full_places import FullPlaces
from outreach_app.ui.sentences import sentence
from outreach_app.ui.widgets import after_call

_REFERRALS = frozenset({after_call.GOING, after_call.GAVE})
_REPORTED: Final = {after_call.NO_ANSWER: "no_answer", after_call.NUMBER_WRONG: "number_wrong"}
_TOLD: Final = frozenset(after_call.OUTCOMES)
_LISTING: Final = frozenset({*_REPORTED, after_call.WRONG})
_ALONG: Final = {ask.WARM: "R_WARM", ask.SAME_DAY: "R_SAMEDAY"}
"""Asked after *going now* where the coalition counts them: each is a part of the referrals."""
_FULL = "full"


@dataclass(frozen=True)
class Call:
    """What came of one call: the key told, the place, and the question behind it."""

    key: str
    entry: Entry
    question: Question


class CallOutcomes(QObject):
    """Told keys, asks what is missing, counts and reports."""

    asking_changed = Signal()
    memory_changed = Signal(str)
    """What has just been counted, reported or taken back, in words; empty when only the memory faded."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.full = FullPlaces(desk, self)
        self.asking: Asking | None = None
        self.waiting: Call | None = None
        """Told while no shift was open; goes on when one is begun."""
        self._call: Call | None = None
        self._need = ""
        self._leave_out = False
        self._under_way: list[tuple[str, ...]] = []
        self._counted_now: list[tuple[str, ...]] = []
        self._marked = ""
        desk.counting.counted.connect(self._counted)
        desk.counting.refused.connect(self._refused)

    # --- told -------------------------------------------------------------------------------------------------

    def offered(self) -> frozenset[str]:
        """The keys that do something here: a count must be switched on, a listing can always be reported."""
        measures = self._measures()
        referred = _REFERRALS if measures and measures.counts(REFERRED) else frozenset()
        others = _TOLD - _REFERRALS - _LISTING
        return _LISTING | referred | (others if measures and measures.counts(NOT_MET) else frozenset())

    def next_person(self) -> None:
        """Nothing of the one before is known any more; full places stay full."""
        self._need = self._marked = ""
        self._leave_out = False
        self._call = self.waiting = None
        self._counted_now.clear()
        self._ask(None)
        self.memory_changed.emit("")

    def tell(self, key: str, entry: Entry, question: Question) -> None:
        """What came of a call to this place."""
        if key not in self.offered():
            return
        self._call = Call(key, entry, question)
        self._counted_now.clear()
        self._marked = ""
        if key in _REPORTED:
            self._report(_REPORTED[key])
        elif key == after_call.WRONG:
            room = (ask.ROOM,) if entry.id in self.full.ids else ()
            self._ask(Asking(ask.WRONG, (ask.CLOSED, ask.MOVED, *room)))
        else:
            self._count_call(self._call)

    def go_on(self) -> None:
        """A shift was begun: what waited for it is counted."""
        call, self.waiting = self.waiting, None
        if call is not None:
            self._call = call
            self._with_shift(call)

    # --- asked ------------------------------------------------------------------------------------------------

    def answer(self, code: str) -> None:
        """A line of the list was chosen."""
        asking, call = self.asking, self._call
        if asking is None or call is None or code not in asking.codes:
            return
        self._ask(None)
        if asking.kind == ask.NEED:
            self._with_need(call, code)
        elif asking.kind == ask.REASON:
            self._count(NOT_MET, self._need, code)
        elif asking.kind == ask.SHIFT:
            self._settle_shift(call, start=code == ask.START)
        elif asking.kind == ask.WRONG:
            self._say_wrong(call, code)
        else:
            self._went_along(asking.kind, yes=code == ask.YES)

    def leave(self) -> None:
        """Close the list; nothing more is counted."""
        self._ask(None)

    # --- taking back ------------------------------------------------------------------------------------------

    def take_back(self) -> None:
        """Undo what was told here last: its counts, while they are the pad's last entries, and the mark of FULL."""
        if not self.can_take_back():
            return
        counted = len(self._counted_now)
        for _ in range(counted):
            self.desk.counting.take_back()
        marked, self._marked = self._marked, ""
        if marked:
            self.full.unmark(marked)
            if not counted:
                self.memory_changed.emit(self.tr("Taken back: FULL tonight"))

    def can_take_back(self) -> str:
        """What would be taken back, in words; empty where that is something else, or nothing."""
        last, shift = self.desk.counting.last(), self.desk.counting.shift
        if not self._counted_now:
            return self.tr("FULL tonight") if self._marked else ""
        if last is None or shift is None or (last.label, *last.detail) != self._counted_now[-1]:
            return ""
        label, *detail = self._counted_now[0]
        return words.entry(shift.profile.measure_set, label, 1, tuple(detail))

    # --- counting ---------------------------------------------------------------------------------------------

    def _count_call(self, call: Call) -> None:
        if call.key == after_call.FULL:
            self._marked = call.entry.id
            self.full.mark(call.entry.id)
        if self.desk.counting.shift is not None:
            self._with_shift(call)
        elif self._leave_out:
            self._say_left_out(call)
        else:
            self._ask(Asking(ask.SHIFT, (ask.START, ask.LEAVE_OUT)))

    def _with_shift(self, call: Call) -> None:
        need = self._need or understood_need(call.entry, call.question)
        if need:
            self._with_need(call, need)
        else:
            self._ask(Asking(ask.NEED, NEEDS))

    def _with_need(self, call: Call, need: str) -> None:
        self._need = need
        if call.key in _REFERRALS:
            self._count(REFERRED, need)
            refused = not (self._under_way or self._counted_now)
            if call.key == after_call.GOING and not refused:
                self._ask_along(ask.WARM, ask.SAME_DAY)
        elif call.key == after_call.TURNED_AWAY:
            self._ask(Asking(ask.REASON, tuple(code for code in REASONS if code != NOT_NOW)))
        else:
            self._count(NOT_MET, need, _FULL if call.key == after_call.FULL else NOT_NOW)

    def _ask_along(self, *kinds: str) -> None:
        """The first of these that the coalition counts."""
        measures = self._measures()
        kind = next((kind for kind in kinds if measures and measures.counts(_ALONG[kind])), "")
        self._ask(Asking(kind, (ask.YES, ask.NO)) if kind else None)

    def _went_along(self, kind: str, *, yes: bool) -> None:
        if yes:
            self._count(_ALONG[kind])
        if kind == ask.WARM:
            self._ask_along(ask.SAME_DAY)

    def _settle_shift(self, call: Call, *, start: bool) -> None:
        if start:
            self.waiting = call
            self.desk.go("tonight")
            return
        self._leave_out = True
        self._say_left_out(call)

    def _say_left_out(self, call: Call) -> None:
        full = call.key == after_call.FULL
        self.memory_changed.emit(self.tr("FULL tonight. Not counted") if full else self.tr("Not counted"))

    def _count(self, label: str, *detail: str) -> None:
        counting = self.desk.counting
        if counting.shift is None:
            return
        self._under_way.append((label, *detail))
        if label == REFERRED:
            counting.refer(detail[0])
        elif label == NOT_MET:
            counting.not_met(detail[0], detail[1])
        else:
            counting.shift_measure(label, 1)

    def _counted(self, step: Step) -> None:
        shift = self.desk.counting.shift
        if shift is None:
            return
        what = words.entry(shift.profile.measure_set, step.label, step.quantity, step.detail)
        mine = (step.label, *step.detail)
        if step.taken_back and self._counted_now and mine == self._counted_now[-1]:
            self._counted_now.pop()
            self.memory_changed.emit(self.tr("Taken back: {what}").format(what=what))
        elif mine in self._under_way:
            self._under_way.remove(mine)
            self._counted_now.append(mine)
            self.memory_changed.emit(words.first_capital(what))

    def _refused(self, refusal: Refusal) -> None:
        if (refusal.step.label, *refusal.step.detail) in self._under_way:
            self._under_way.clear()
            self._ask(None)
            self.desk.say(" ".join((self.tr("Not counted."), sentence(refusal.error))), "stop")

    # --- listings ---------------------------------------------------------------------------------------------

    def _say_wrong(self, call: Call, code: str) -> None:
        if code == ask.ROOM:
            self.full.unmark(call.entry.id)
            self.memory_changed.emit(self.tr("Not full any more"))
        else:
            self._report(code)

    def _report(self, code: str) -> None:
        if self._call is None:
            return
        listings, entry_id = self.desk.workplace.listings, self._call.entry.id
        said = self.tr("For the office: {what}").format(what=find_words(REPORTS, code))
        self.desk.vault(lambda: listings.report(entry_id, code), lambda _done: self.memory_changed.emit(said))

    def _measures(self) -> MeasureSet | None:
        profile = self.desk.open_shift.profile if self.desk.open_shift else self.desk.profile
        return profile.measure_set if profile else None

    def _ask(self, asking: Asking | None) -> None:
        if asking != self.asking:
            self.asking = asking
            self.asking_changed.emit()


def understood_need(entry: Entry, question: Question) -> str:
    """The one need that the question names, or that question and place share; empty where it must be asked."""
    shared = [need for need in question.needs if need in entry.needs]
    for needs in (list(question.needs), shared):
        if len(needs) == 1:
            return needs[0]
    return ""
