# SPDX-License-Identifier: GPL-3.0-or-later
"""Hand-written services for the window's tests: in memory, no vault, no thread unless a test wants one."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, TypeVar

from outreach_app.domain.codes import AGE, NOT_MET, REFERRED
from outreach_app.domain.errors import CompanionError, NoOpenShift, WrongPassphrase
from outreach_app.domain.leaving import Leaving, leaving_rows
from outreach_app.domain.measures import MeasureSet, read_measure_set
from outreach_app.domain.profile import Policies, Profile, Team, Zone, round_minutes
from outreach_app.domain.reading import Fields
from outreach_app.domain.seat import Seat
from outreach_app.domain.shift import ClosedShift, OpenShift, ShiftHead, ShiftLine, without_breakdowns
from outreach_app.domain.summary import Summary
from outreach_app.domain.tally import Cell, Totals, apply, cells
from outreach_app.services.coalition import CheckItem, Status
from outreach_app.services.lanes import InlineLane, Lane
from outreach_app.services.shifts import LastCrew
from outreach_app.services.sync import Progress, SyncReport
from ui.fake_coalition import FakeImported, FakeLaptops, FakeReleases, FakeReports, checklist
from ui.fake_desk import DeskState, FakeDesk, FakeEntries, FakeLooking, FakeOfficeListings
from ui.fake_directory import directory, materials
from ui.fake_ways_in import FakeFounding

T = TypeVar("T")
VaultState = Literal["none", "locked", "open"]
RESOURCES = Path(__file__).parents[2] / "resources"
NOW = datetime(2026, 11, 21, 23, 40, tzinfo=UTC)
ZONE_NAMES = ("Prospect", "Truck stop", "Motels", "Depot", "Riverside", "Old market", "Station", "Overpass", "Lot 9",
              "Ferry road", "Mill end", "South gate")  # fmt: skip


class HeldLane:
    """A lane whose operations wait until the test lets them go."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def submit(self, operation: Callable[[], T]) -> Future[T]:
        future: Future[T] = Future()

        def settle() -> None:
            try:
                future.set_result(operation())
            except CompanionError as error:
                future.set_exception(error)

        self.waiting.append(settle)
        return future

    def call(self, operation: Callable[[], T]) -> T:
        return operation()

    def stop(self) -> None:
        self.waiting.clear()

    def let_go(self) -> None:
        """Finish the operation that was queued first."""
        self.waiting.pop(0)()


@dataclass
class FakeLanes:
    vault: Lane = field(default_factory=InlineLane)
    directory: Lane = field(default_factory=InlineLane)
    desk: Lane = field(default_factory=InlineLane)
    network: Lane = field(default_factory=InlineLane)


class FakeVault:
    """Opens with one passphrase; `problem` is raised instead where a test sets it."""

    def __init__(self, role: str, state: VaultState) -> None:
        self.role = role
        self.now_state: VaultState = state
        self.passphrase = "open sesame"
        self.problem: CompanionError | None = None

    def state(self) -> VaultState:
        return self.now_state

    def unlock(self, passphrase: str) -> Seat:
        if self.problem is not None:
            raise self.problem
        if passphrase != self.passphrase:
            raise WrongPassphrase
        self.now_state = "open"
        return self.seat()

    def lock(self) -> None:
        self.now_state = "none" if self.now_state == "none" else "locked"

    def discard(self) -> None:
        self.now_state = "none"

    def seat(self) -> Seat:
        return Seat(self.role, "North", "T1", "River Valley", "00" * 16)


def measure_set() -> MeasureSet:
    """The starter set as it ships."""
    text = (RESOURCES / "templates" / "measures.json").read_text(encoding="utf-8")
    return read_measure_set(Fields(json.loads(text))).starter()


def profile(zones: int = 6, measures: MeasureSet | None = None) -> Profile:
    """A small coalition."""
    return Profile(
        version=1,
        coalition="River Valley",
        time_zone="America/Chicago",
        teams=(Team("T1", "North"), Team("T2", "South")),
        zones=tuple(
            Zone(f"Z{number:02}", name, "street_track", "G1") for number, name in enumerate(ZONE_NAMES[:zones], 1)
        ),
        measure_set=measures or measure_set(),
        policies=Policies(),
    )


class FakeShifts:
    """Counts in memory, by the same arithmetic as the vault. `refusals` are raised by the next records, in order."""

    def __init__(self, of: Profile) -> None:
        self.of = of
        self.open: OpenShift | None = None
        self.recorded: list[dict[Cell, int]] = []
        self.refusals: list[CompanionError] = []
        self.closed: dict[str, ClosedShift] = {}
        self.submitted: list[tuple[str, bool]] = []
        self.started: list[tuple[str, int, datetime | None]] = []

    def profile(self) -> Profile:
        return self.of

    def current(self) -> OpenShift | None:
        return self.open

    def last_crew(self) -> LastCrew:
        return LastCrew("T1", 2)

    def days_since_visit(self) -> Mapping[str, int | None]:
        days = (12, 3, 30, None, 1, 0, 5, 8, 2, None, 40, 6)
        return {zone.code: days[place] for place, zone in enumerate(self.of.active_zones)}

    def start(self, team: str, workers: int, planned_return: datetime | None) -> OpenShift:
        self.started.append((team, workers, planned_return))
        self.open = open_shift(self.of, team=team, workers=workers, planned_return=planned_return)
        return self.open

    def record(self, changes: Mapping[Cell, int]) -> Totals:
        if self.refusals:
            raise self.refusals.pop(0)
        if self.open is None:
            raise NoOpenShift
        after = apply(self.open.totals, changes)
        self.open = replace(self.open, totals=after)
        self.recorded.append(dict(changes))
        return {cell: after[cell] for cell in changes}

    def draft(self, minutes: int | None = None, workers: int | None = None) -> ClosedShift:
        if self.open is None:
            raise NoOpenShift
        ran = round_minutes(NOW - self.open.started)
        return self._closed(self.open, ran if minutes is None else minutes, workers or self.open.workers)

    def close(self, minutes: int, workers: int) -> ClosedShift:
        shift = self.draft(minutes, workers)
        self.open = None
        self.closed[shift.head.shift_id] = shift
        return shift

    def leaving(self, shift_id: str, *, with_breakdowns: bool) -> Leaving:
        return self._leaving(self.closed[shift_id], with_breakdowns)

    def leaving_draft(self, minutes: int, workers: int, *, with_breakdowns: bool) -> Leaving:
        return self._leaving(self.draft(minutes, workers), with_breakdowns)

    def submit(self, shift_id: str, *, with_breakdowns: bool) -> ShiftLine:
        self.submitted.append((shift_id, with_breakdowns))
        return self._line(self.closed[shift_id], "submitted")

    def list(self) -> tuple[ShiftLine, ...]:
        return tuple(self._line(shift, "closed") for shift in self.closed.values())

    def unsent(self) -> int:
        return 2

    def _closed(self, shift: OpenShift, minutes: int, workers: int) -> ClosedShift:
        kept = {cell: count for cell, count in shift.totals.items() if count}
        return ClosedShift(shift.head, workers, minutes, kept, frozenset({AGE, REFERRED, NOT_MET}))

    def _leaving(self, shift: ClosedShift, with_breakdowns: bool) -> Leaving:
        shown = shift if with_breakdowns else without_breakdowns(shift)
        few = shift.contacts < self.of.policies.few_contacts
        return Leaving(shown, leaving_rows(Summary(shown).as_json()), 4096, few)

    def _line(self, shift: ClosedShift, content: str) -> ShiftLine:
        head = shift.head
        return ShiftLine(head.shift_id, 1, head.operating_date, head.band, head.team, content, "waiting", "none",
                         shift.contacts)  # fmt: skip


def open_shift(
    of: Profile,
    *,
    counts: Totals | None = None,
    team: str = "T1",
    workers: int = 2,
    planned_return: datetime | None = NOW + timedelta(hours=2, minutes=50),
    resumed: bool = False,
) -> OpenShift:
    """A shift that began 1 h 40 before `NOW`."""
    started = NOW - timedelta(minutes=100)
    head = ShiftHead("ab" * 16, team, of.operating_date(started), of.band(started), of.version, of.measure_set.version)
    totals = dict.fromkeys(cells(of), 0) | (counts or {})
    return OpenShift(head, of, started, planned_return, workers, totals, resumed)


class FakeCoalition:
    """What the vault says about itself."""

    def __init__(self) -> None:
        self.now_status = Status(2, 0, 12, 3, ())
        self.address = ""
        self.problem: CompanionError | None = None
        self.items = checklist()
        self.codes: dict[str, tuple[str, ...]] = {}

    def checklist(self) -> tuple[CheckItem, ...]:
        return self.items

    def status(self) -> Status:
        return self.now_status

    def areas(self) -> Mapping[str, tuple[str, ...]]:
        return self.codes

    def set_area(self, group: str, postal_codes: tuple[str, ...]) -> None:
        self.codes[group] = postal_codes

    def mailbox(self) -> str:
        return self.address

    def set_mailbox(self, address: str) -> None:
        if self.problem is not None:
            raise self.problem
        self.address = address


class FakeSync:
    """Sends nowhere; `problem` is raised where a test sets it."""

    def __init__(self) -> None:
        self.runs = 0
        self.problem: CompanionError | None = None
        self.report = SyncReport(sent=1)

    def run(self, mailbox: str | None = None, on_progress: Progress | None = None) -> SyncReport:
        self.runs += 1
        if on_progress is not None:
            on_progress("sending", 0, 1)
        if self.problem is not None:
            raise self.problem
        return self.report


class FakeWorkplace:
    """Everything the window may call."""

    def __init__(self, role: str = "worker", state: VaultState = "locked", zones: int = 6) -> None:
        self.lanes = FakeLanes()
        self.vault = FakeVault(role, state)
        self.founding = FakeFounding(self.vault)
        self.enrolment = FakeLaptops(self.vault)
        self.shifts = FakeShifts(profile(zones))
        self.coalition = FakeCoalition()
        self.sync = FakeSync()
        self.directory = directory()
        self.materials = materials(self.directory)
        self.importing = FakeImported()
        self.reports = FakeReports()
        self.kept = DeskState()
        self.desk = FakeDesk(self.kept)
        self.looking = FakeLooking()
        self.entries = FakeEntries(self.kept)
        self.listings = FakeOfficeListings(lambda: NOW)
        self.releases = FakeReleases()
