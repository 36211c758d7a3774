# SPDX-License-Identifier: GPL-3.0-or-later
"""A shift from its first Enter to its sealed summary. Runs on the vault's lane."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from outreach_app.domain.codes import LANGUAGE, NOT_MET, REFERRED, VISITS
from outreach_app.domain.errors import NoOpenShift, NoProfile, UnknownTeam
from outreach_app.domain.leaving import Leaving, leaving_rows
from outreach_app.domain.profile import Profile, aware, round_minutes
from outreach_app.domain.reading import as_count
from outreach_app.domain.shift import (
    BREAKDOWNS,
    MOST_WORKERS,
    ClosedShift,
    OpenShift,
    ShiftHead,
    ShiftLine,
    check,
    without_breakdowns,
)
from outreach_app.domain.summary import Summary
from outreach_app.domain.tally import Changes, Totals, cells
from outreach_app.services.outgoing import Outgoing
from outreach_app.services.ports import Clock, Random
from outreach_app.services.vault import OpenVault, VaultService

SHIFT_SUMMARY = "shift-summary"
_SPARSE = {REFERRED, NOT_MET, LANGUAGE, VISITS}


@dataclass(frozen=True)
class LastCrew:
    """What Tonight is filled in with."""

    team: str
    workers: int


class ShiftService:
    """What a worker does with a shift; `resumed` is true until something was counted since unlocking."""

    def __init__(self, vault: VaultService, outgoing: Outgoing, clock: Clock, random: Random) -> None:
        self._vault = vault
        self._outgoing = outgoing
        self._clock = clock
        self._random = random
        self._started_here: str = ""

    def profile(self) -> Profile:
        """The newest published profile; raises `NoProfile`."""
        profile = self._vault.opened.database.coalition.profile()
        if profile is None:
            raise NoProfile
        return profile

    def today(self) -> date:
        """The coalition's date now."""
        return self.profile().operating_date(self._clock())

    def has_night(self, head: ShiftHead) -> bool:
        """Whether this laptop holds a shift of the same date, band and team already."""
        night = (head.operating_date, head.band, head.team)
        return any((line.operating_date, line.band, line.team) == night for line in self.list())

    def last_crew(self) -> LastCrew:
        """Team and number of workers of the last shift; this laptop's team and two workers before any."""
        last = self._vault.opened.database.shifts.last_crew()
        profile = self.profile()
        device = self._vault.opened.device
        first = device.team or (profile.teams[0].code if profile.teams else "")
        return LastCrew(*last) if last and profile.has_team(last[0]) else LastCrew(first, 2)

    def days_since_visit(self) -> dict[str, int | None]:
        """Days since this laptop's last visit per active zone; None where there was none."""
        profile = self.profile()
        last = self._vault.opened.database.shifts.last_visits()
        today = profile.operating_date(self._clock())
        return {z.code: (today - last[z.code]).days if z.code in last else None for z in profile.active_zones}

    def start(self, team: str, workers: int, planned_return: datetime | None = None) -> OpenShift:
        """Open a shift under the newest profile, which it keeps; raises `ShiftIsOpen`, `UnknownTeam`, `BadField`."""
        as_count(workers, "workers", most=MOST_WORKERS)
        profile = self.profile()
        if not profile.has_team(team):
            raise UnknownTeam("team", team)
        now = self._clock()
        head = ShiftHead(
            shift_id=self._random.bytes(16).hex(),
            team=team,
            operating_date=profile.operating_date(now),
            band=profile.band(now),
            profile_version=profile.version,
            measure_set_version=profile.measure_set.version,
        )
        planned = aware(planned_return) if planned_return else None
        self._vault.opened.database.shifts.start(
            head, cells(profile), started=now, planned_return=planned, workers=workers
        )
        self._started_here = head.shift_id
        return self._open()

    def current(self) -> OpenShift | None:
        """The open shift, or None; `resumed` says that it was found open."""
        row = self._vault.opened.database.shifts.open_row()
        return None if row is None else self._open()

    def record(self, changes: Changes) -> Totals:
        """Count one entry; returns the touched totals once they are durable. Raises what `store.own_shifts` says."""
        return self._vault.opened.database.shifts.record(changes)

    def draft(self, minutes: int | None = None, workers: int | None = None) -> ClosedShift:
        """The open shift as it would be closed now: zones without a visit or a count are left away."""
        shift = self._open()
        outside = self._clock() - shift.started if minutes is None else timedelta(minutes=minutes)
        used = {cell.zone for cell, count in shift.totals.items() if cell.zone and count}
        counts = {
            cell: count
            for cell, count in shift.totals.items()
            if (cell.zone in used or not cell.zone) and (count or cell.measure not in _SPARSE)
        }
        breakdowns = frozenset(code for code in BREAKDOWNS if shift.profile.measure_set.counts(code))
        workers = shift.workers if workers is None else workers
        return ClosedShift(shift.head, workers, round_minutes(outside), counts, breakdowns)

    def close(self, minutes: int, workers: int) -> ClosedShift:
        """Close the open shift; its clock is gone from the vault.

        Raises `Unbalanced`, `BadField`, `SummaryTooLarge` with the shift still open.
        """
        shift = self.draft(minutes, workers)
        check(shift, self._open().profile)
        self._outgoing.padded_size(self._vault.opened, SHIFT_SUMMARY, Summary(shift).as_json())
        self._vault.opened.database.shifts.close(shift)
        return shift

    def leaving_draft(self, minutes: int, workers: int, *, with_breakdowns: bool) -> Leaving:
        """What would leave this laptop if the open shift were submitted now."""
        return self._leaving(self.draft(minutes, workers), with_breakdowns=with_breakdowns)

    def leaving(self, shift_id: str, *, with_breakdowns: bool) -> Leaving:
        """What would leave this laptop if a closed shift were submitted now."""
        return self._leaving(self._vault.opened.database.shifts.closed(shift_id), with_breakdowns=with_breakdowns)

    def submit(self, shift_id: str, *, with_breakdowns: bool) -> ShiftLine:
        """Seal and queue a closed shift at once; submitting it again changes nothing. Raises `SummaryTooLarge`."""
        vault = self._vault.opened
        shift = vault.database.shifts.closed(shift_id)
        if self._line(shift_id).content == "closed":
            shift = shift if with_breakdowns else without_breakdowns(shift)
            with vault.database.transaction():
                self._queue(vault, shift)
        return self._line(shift_id)

    def submit_whole(self, shift: ClosedShift) -> ShiftLine:
        """Keep a whole shift from paper slips under a new id, sealed and queued: all of it, or nothing of it.

        Half of it would be entered a second time by whoever tries again. Raises `SummaryTooLarge`.
        """
        vault = self._vault.opened
        shift = replace(shift, head=replace(shift.head, shift_id=self._random.bytes(16).hex()))
        with vault.database.transaction():
            vault.database.shifts.add_closed(shift)
            self._queue(vault, shift)
        return self._line(shift.head.shift_id)

    def list(self) -> tuple[ShiftLine, ...]:
        """Every shift of this laptop, newest first. Nothing counts as sent while the office takes in another laptop."""
        vault = self._vault.opened
        lines = vault.database.shifts.lines()
        if not vault.shut_out:
            return lines
        return tuple(replace(line, delivery="waiting") if line.delivery == "sent" else line for line in lines)

    def unsent(self) -> int:
        """Summaries the mailbox has not taken yet, closed shifts not submitted among them."""
        waiting = self._vault.opened.database.outbox.counts().get("waiting", 0)
        return waiting + sum(1 for line in self.list() if line.content == "closed")

    def _open(self) -> OpenShift:
        database = self._vault.opened.database
        row = database.shifts.open_row()
        if row is None:
            raise NoOpenShift
        profile = database.coalition.profile(row.head.profile_version) or self.profile()
        resumed = row.head.shift_id != self._started_here
        return OpenShift(
            row.head, profile, row.started, row.planned_return, row.workers, dict(row.totals), resumed=resumed
        )

    def _queue(self, vault: OpenVault, shift: ClosedShift) -> None:
        body = Summary(shift).as_json()
        self._outgoing.queue(vault, SHIFT_SUMMARY, body, shift_id=shift.head.shift_id, revision=shift.revision)
        vault.database.shifts.mark_submitted(shift)

    def _leaving(self, shift: ClosedShift, *, with_breakdowns: bool) -> Leaving:
        profile = self._vault.opened.database.coalition.profile(shift.head.profile_version) or self.profile()
        few = shift.contacts < profile.policies.few_contacts
        shown = shift if with_breakdowns else without_breakdowns(shift)
        body: Mapping[str, object] = Summary(shown).as_json()
        size = self._outgoing.padded_size(self._vault.opened, SHIFT_SUMMARY, body)
        return Leaving(shown, leaving_rows(body), size, few)

    def _line(self, shift_id: str) -> ShiftLine:
        return next(line for line in self.list() if line.shift_id == shift_id)
