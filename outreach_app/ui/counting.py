# SPDX-License-Identifier: GPL-3.0-or-later
"""Counting as the window does it: one entry at a time, shown only when it is durable, visibly refused when it is not.

Entries wait for each other: what the second one changes may depend on whether the first was taken (the visit that it
began, the contact that a looked age belongs to). A commit takes a few milliseconds, so nobody waits. When one is
refused, what was entered after it in the meantime is dropped with it, and said to be.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from outreach_app.domain.codes import AGE, VISITS
from outreach_app.domain.pad import Entry, Pad
from outreach_app.domain.tally import Cell, Changes, Totals, measure_total
from outreach_app.ui.tasks import Failure

if TYPE_CHECKING:
    from outreach_app.domain.errors import CompanionError
    from outreach_app.domain.shift import OpenShift


@dataclass(frozen=True)
class Step:
    """What one entry does: its changes, and how to forget it when they are refused. `label` codes what was counted."""

    label: str
    quantity: int
    changes: Changes
    forget: Callable[[], None]
    detail: tuple[str, ...] = ()
    taken_back: bool = False


@dataclass(frozen=True)
class Refusal:
    """An entry that was not counted; `dropped` others had been entered behind it."""

    step: Step
    error: CompanionError
    dropped: int


Intent = Callable[[], Step | None]
Submit = Callable[[Changes, Callable[[Mapping[Cell, int]], None], Failure], None]


class Counting(QObject):
    """The open shift's totals and the pad's short memory. `submit` records changes off this thread."""

    counted = Signal(object)
    """A `Step` that is durable now; the totals hold it."""
    refused = Signal(object)
    """A `Refusal`."""
    moved = Signal()
    """Another stop, or another shift."""

    def __init__(self, submit: Submit, band: Callable[[], str], ticks: Callable[[], float]) -> None:
        """`band` gives the band of this hour, `ticks` monotonic seconds."""
        super().__init__()
        self._submit = submit
        self._band = band
        self._ticks = ticks
        self._queue: deque[Intent] = deque()
        self._busy = False
        self.shift: OpenShift | None = None
        self.pad: Pad | None = None
        self.totals: Totals = {}
        self.zone = ""

    def begin(self, shift: OpenShift) -> None:
        """Count in this shift from now on."""
        self.end()
        self.shift = shift
        self.pad = Pad(shift.profile.measure_set)
        self.totals = dict(shift.totals)
        self.moved.emit()

    def end(self) -> None:
        """Lock, hide or close: what was entered is handed over, and nothing can be taken back any more."""
        while self._queue:
            step = self._queue.popleft()()
            if step is not None and not step.taken_back:
                self._submit(step.changes, lambda _totals: None, lambda _error: None)
        self._busy = False
        self.shift = self.pad = None
        self.totals = {}
        self.zone = ""

    def stand_at(self, zone: str) -> None:
        """Choose a stop: counts nothing. Choosing the same one once more is a new visit."""
        pad = self._open_pad()
        again = zone == self.zone
        self.zone = zone

        def choose() -> None:
            if again:
                pad.arrive_again()
            pad.choose(zone)

        self._enter(choose)
        self.moved.emit()

    def count(self, code: str, quantity: int) -> None:
        """A contact, a no-thanks or an item here; a negative quantity takes away."""
        pad, at = self._open_pad(), self._ticks()
        self._enter(lambda: self._step(pad.count(code, quantity, band=self._band(), at=at)))

    def fewer_contacts(self, code: str, quantity: int, age: str) -> None:
        """Contacts taken away together with how old they looked."""
        pad, at = self._open_pad(), self._ticks()
        self._enter(lambda: self._step(pad.fewer_contacts(code, quantity, age, at=at)))

    def refer(self, need: str, quantity: int = 1) -> None:
        """A place or number was given."""
        pad, at = self._open_pad(), self._ticks()
        self._enter(lambda: self._step(pad.refer(need, quantity, band=self._band(), at=at)))

    def not_met(self, need: str, reason: str, quantity: int = 1) -> None:
        """A need could not be met."""
        pad, at = self._open_pad(), self._ticks()
        self._enter(lambda: self._step(pad.not_met(need, reason, quantity, band=self._band(), at=at)))

    def shift_measure(self, code: str, quantity: int) -> None:
        """A measure of the whole shift."""
        pad, at = self._open_pad(), self._ticks()
        self._enter(lambda: self._step(pad.shift_measure(code, quantity, band=self._band(), at=at)))

    def nobody_out(self) -> None:
        """A visit with nobody out."""
        pad, at = self._open_pad(), self._ticks()
        self._enter(lambda: self._step(pad.nobody_out(band=self._band(), at=at)))

    def fewer_visits(self) -> None:
        """One visit less here, in the band of this hour."""
        pad, at = self._open_pad(), self._ticks()
        self._enter(lambda: self._step(pad.fewer_visits(band=self._band(), at=at)))

    def looked(self, age: str) -> None:
        """How old the last contact looked; nothing when no contact is lit."""
        pad, at = self._open_pad(), self._ticks()

        def give() -> Step | None:
            entry = pad.lit(at=at)
            if entry is None or entry.looked == age:
                return None
            before, looked = dict(entry.changes), entry.looked
            changes = pad.looked(age, at=at)

            def forget() -> None:
                entry.changes, entry.looked = before, looked

            return None if changes is None else Step(AGE, entry.quantity, changes, forget, (age,))

        self._enter(give)

    def take_back(self) -> None:
        """Undo the last entry that is still remembered."""
        pad, at = self._open_pad(), self._ticks()

        def undo() -> Step | None:
            taken = pad.take_back(at=at)
            if taken is None:
                return None
            entry, changes = taken
            return Step(
                entry.label, entry.quantity, changes, lambda: pad.put_back(entry), entry.detail, taken_back=True
            )

        self._enter(undo)

    def lit(self) -> Entry | None:
        """The contact whose looked row is lit now."""
        return self.pad.lit(at=self._ticks()) if self.pad and not self._busy else None

    def last(self) -> Entry | None:
        """What Backspace would take back now."""
        return self.pad.last(at=self._ticks()) if self.pad and not self._busy else None

    def total(self, code: str, *, zone: str = "") -> int:
        """A measure's total in this shift, or in one zone of it."""
        return measure_total(self.totals, code, zone=zone)

    @property
    def visits(self) -> int:
        """Visits in this shift."""
        return self.total(VISITS)

    def _open_pad(self) -> Pad:
        if self.pad is None:
            raise RuntimeError("no open shift")
        return self.pad

    def _step(self, entry: Entry) -> Step:
        pad = self._open_pad()
        return Step(entry.label, entry.quantity, dict(entry.changes), lambda: pad.drop(entry), entry.detail)

    def _enter(self, intent: Callable[[], Step | None]) -> None:
        self._queue.append(intent)
        if not self._busy:
            self._next()

    def _next(self) -> None:
        while self._queue:
            step = self._queue.popleft()()
            if step is None or not step.changes:
                continue
            self._busy = True
            self._submit(
                step.changes,
                lambda totals, done=step: self._durable(done, totals),  # type: ignore[misc]
                lambda error, failed=step: self._refuse(failed, error),  # type: ignore[misc]
            )
            return

    def _durable(self, step: Step, totals: Mapping[Cell, int]) -> None:
        self._busy = False
        self.totals.update(totals)
        self.counted.emit(step)
        if not self._busy:
            self._next()

    def _refuse(self, step: Step, error: CompanionError) -> None:
        self._busy = False
        step.forget()
        dropped = len(self._queue)
        self._queue.clear()
        self.refused.emit(Refusal(step, error, dropped))
