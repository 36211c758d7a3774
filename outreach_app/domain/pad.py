# SPDX-License-Identifier: GPL-3.0-or-later
"""The pad's short memory: what an entry changes, what can be taken back, which looked row is lit.

Lives in memory only: the last ten entries, two minutes, gone at a new stop, lock or close. One contact's combination
exists here and nowhere else. Times are seconds of a monotonic clock, given by the caller.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from outreach_app.domain.codes import AGE, CONTACT_MEASURES, GENDER, NOT_MET, REFERRED, UNKNOWN, VISITS
from outreach_app.domain.errors import UnknownMeasure
from outreach_app.domain.measures import MeasureSet
from outreach_app.domain.tally import Cell, Changes, Totals, age_cell, inverse, merged

REMEMBERED: Final = 10
TAKE_BACK_SECONDS: Final = 120.0
LOOKED_SECONDS: Final = 10.0


@dataclass
class Entry:
    """One thing counted; `changes` takes all of it back, the visit that it began and the looked age included."""

    label: str
    """Code of what was counted, for the words on the take-back key."""
    quantity: int
    changes: Totals
    at: float
    began_visit: bool = False
    looked: str = ""
    detail: tuple[str, ...] = ()
    is_contact: bool = False


@dataclass
class Pad:
    """What the person at the pad has just done. `band` is the band of the hour, given at every entry."""

    measures: MeasureSet
    zone: str = ""
    _visited: bool = False
    _entries: list[Entry] = field(default_factory=list)

    def choose(self, zone: str) -> None:
        """Stand at a stop: counts nothing; the first entry from now on counts one visit."""
        if zone != self.zone:
            self.zone = zone
            self._visited = False
            self.forget()

    def arrive_again(self) -> None:
        """The same zone chosen once more is a new stop."""
        self._visited = False
        self.forget()

    def forget(self) -> None:
        """Lock, close or a new stop: nothing can be taken back any more."""
        self._entries.clear()

    def count(self, code: str, quantity: int, *, band: str, at: float) -> Entry:
        """A zone measure: a contact, a no-thanks or an item; `quantity` may be negative (one less)."""
        if not self.measures.counts(code):
            raise UnknownMeasure("measure", code)
        changes: Totals = {Cell(self.zone, code): quantity}
        is_contact = code in CONTACT_MEASURES
        if is_contact:
            changes |= dict.fromkeys(self._unknown_looks(), quantity)
        return self._enter(Entry(code, quantity, changes, at, is_contact=is_contact), band)

    def fewer_contacts(self, code: str, quantity: int, age: str, *, at: float) -> Entry:
        """Contacts taken away together with their looked age, so that the balance holds."""
        changes: Totals = {Cell(self.zone, code): -quantity} | dict.fromkeys(self._unknown_looks(), -quantity)
        if self.measures.counts(AGE):
            changes = merged(changes, {age_cell(): quantity}, {age_cell(age): -quantity})
        return self._remember(Entry(code, -quantity, changes, at))

    def refer(self, need: str, quantity: int, *, band: str, at: float) -> Entry:
        """A named service or number was given for a need."""
        entry = Entry(REFERRED, quantity, {Cell("", REFERRED, need): quantity}, at, detail=(need,))
        return self._enter(entry, band)

    def not_met(self, need: str, reason: str, quantity: int, *, band: str, at: float) -> Entry:
        """A need was asked for and could not be met."""
        entry = Entry(NOT_MET, quantity, {Cell("", NOT_MET, need, reason): quantity}, at, detail=(need, reason))
        return self._enter(entry, band)

    def shift_measure(self, code: str, quantity: int, *, band: str, at: float) -> Entry:
        """A shift-level measure without options."""
        if not self.measures.counts(code):
            raise UnknownMeasure("measure", code)
        return self._enter(Entry(code, quantity, {Cell("", code): quantity}, at), band)

    def nobody_out(self, *, band: str, at: float) -> Entry:
        """A visit with nobody out: always one visit of its own."""
        entry = Entry(VISITS, 1, {Cell(self.zone, VISITS, band): 1}, at, began_visit=not self._visited)
        self._visited = True
        return self._remember(entry)

    def fewer_visits(self, *, band: str, at: float) -> Entry:
        """One visit less here: one that was counted by mistake."""
        return self._remember(Entry(VISITS, -1, {Cell(self.zone, VISITS, band): -1}, at))

    def looked(self, age: str, *, at: float) -> Changes | None:
        """Give the last contact entry its looked age; None when no contact is lit (ten seconds)."""
        entry = self.lit(at=at)
        if entry is None or not self.measures.counts(AGE):
            return None
        before = entry.looked or UNKNOWN
        changes = merged({age_cell(before): -entry.quantity}, {age_cell(age): entry.quantity})
        entry.changes = merged(entry.changes, changes)
        entry.looked = age
        return changes

    def lit(self, *, at: float) -> Entry | None:
        """The contact entry whose looked row is lit: the last contact, for ten seconds."""
        for entry in reversed(self._entries):
            if entry.is_contact and entry.quantity > 0:
                return entry if at - entry.at <= LOOKED_SECONDS else None
        return None

    def last(self, *, at: float) -> Entry | None:
        """The entry that taking back would undo."""
        self._expire(at)
        return self._entries[-1] if self._entries else None

    def take_back(self, *, at: float) -> tuple[Entry, Totals] | None:
        """Remove the last entry; returns it and the changes that undo it."""
        entry = self.last(at=at)
        if entry is None:
            return None
        self._entries.pop()
        if entry.began_visit:
            self._visited = False
        return entry, inverse(entry.changes)

    def drop(self, entry: Entry) -> None:
        """The disk refused this entry: it never happened."""
        if entry in self._entries:
            self._entries.remove(entry)
        if entry.began_visit:
            self._visited = False

    def put_back(self, entry: Entry) -> None:
        """The disk refused to take this entry back: it is still counted."""
        self._remember(entry)
        if entry.began_visit:
            self._visited = True

    def _unknown_looks(self) -> tuple[Cell, ...]:
        """The breakdowns that must sum to the contacts; a skipped look is counted as unknown."""
        return tuple(Cell("", code, UNKNOWN) for code in (AGE, GENDER) if self.measures.counts(code))

    def _enter(self, entry: Entry, band: str) -> Entry:
        if not self._visited and entry.quantity > 0 and self.zone and self.measures.counts(VISITS):
            entry.changes = merged(entry.changes, {Cell(self.zone, VISITS, band): 1})
            entry.began_visit = True
            self._visited = True
        return self._remember(entry)

    def _remember(self, entry: Entry) -> Entry:
        self._entries.append(entry)
        del self._entries[:-REMEMBERED]
        return entry

    def _expire(self, at: float) -> None:
        self._entries = [entry for entry in self._entries if at - entry.at <= TAKE_BACK_SECONDS]
