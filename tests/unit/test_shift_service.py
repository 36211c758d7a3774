# SPDX-License-Identifier: GPL-3.0-or-later
"""A shift from its first Enter to its sealed summary, as a worker does it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest
from vaults import NIGHT, PASSPHRASE, TurnedClock, training_profile, workplace

from outreach_app.bootstrap import Workplace
from outreach_app.crypto import signing
from outreach_app.domain.codes import BANDS
from outreach_app.domain.errors import (
    BadField,
    NoOpenShift,
    NoProfile,
    ShiftIsOpen,
    SummaryTooLarge,
    Unbalanced,
    UnknownShift,
    UnknownTeam,
    VaultLocked,
)
from outreach_app.domain.leaving import leaving_rows
from outreach_app.domain.profile import Profile, Zone
from outreach_app.domain.statement import payload_type, read_statement
from outreach_app.domain.summary import Summary
from outreach_app.domain.tally import Cell, age_cell

HELLO, CARD = Cell("Z01", "C_BRIEF"), Cell("Z01", "M_CARD")
VISIT = Cell("Z01", "S_STOPS", "night")


def statement_of(office: Workplace, name: str) -> tuple[bytes, dict[str, object]]:
    """The payload and body of an object in the outbox, opened with the device's own key."""
    (item,) = [item for item in office.vault.opened.database.outbox.waiting() if item.name == name]
    keys = office.vault.opened.keys
    envelope = pyrage.decrypt(item.sealed, [pyrage.x25519.Identity.from_str(keys.age.secret)])
    signed = signing.verify_dsse(envelope, lambda _keyid: keys.signing.public)
    return signed.payload, dict(read_statement(signed.payload, payload_type("shift-summary")).body)


def counted(office: Workplace, contacts: int = 6) -> str:
    """An open shift with some contacts in it; returns its id."""
    shift = office.shifts.start("North", 2)
    office.shifts.record({VISIT: 1, HELLO: contacts, age_cell(): contacts, CARD: 4})
    return shift.head.shift_id


def test_a_shift_begins_with_what_the_coalition_decided(office: Workplace) -> None:
    shift = office.shifts.start("North", 3, NIGHT + timedelta(hours=4))
    assert (shift.head.team, shift.head.band, shift.head.activity, shift.workers) == ("North", "night", "street", 3)
    assert shift.head.operating_date.isoformat() == "2026-11-20"
    assert len(shift.head.shift_id) == 32
    assert shift.planned_return == NIGHT + timedelta(hours=4)
    assert not shift.resumed
    assert set(shift.totals.values()) == {0}
    assert office.shifts.current() == shift


def test_what_cannot_begin(office: Workplace, tmp_path: Path) -> None:
    with pytest.raises(UnknownTeam):
        office.shifts.start("South", 2)
    with pytest.raises(BadField):
        office.shifts.start("North", 2, NIGHT.replace(tzinfo=None))
    for workers in (-1, 101, 10**30):
        with pytest.raises(BadField):
            office.shifts.start("North", workers)
    assert office.shifts.current() is None
    office.shifts.start("North", 2)
    with pytest.raises(ShiftIsOpen):
        office.shifts.start("North", 2)
    made = office.enrolment.invite("worker", "North")
    laptop = workplace(tmp_path / "laptop")
    laptop.enrolment.join(made.text, made.code, PASSPHRASE)
    with pytest.raises(NoProfile):
        laptop.shifts.start("North", 2)
    laptop.vault.lock()
    with pytest.raises(VaultLocked):
        laptop.shifts.current()
    laptop.close()


def test_without_a_shift_there_is_nothing_to_close(office: Workplace) -> None:
    with pytest.raises(NoOpenShift):
        office.shifts.draft()
    with pytest.raises(NoOpenShift):
        office.shifts.close(60, 2)
    with pytest.raises(UnknownShift):
        office.shifts.leaving("ab" * 16, with_breakdowns=True)
    with pytest.raises(UnknownShift):
        office.shifts.submit("ab" * 16, with_breakdowns=True)


def test_the_draft_proposes_the_time_outside_and_leaves_empty_zones_away(office: Workplace, clock: TurnedClock) -> None:
    counted(office)
    clock.turn(hours=3, minutes=20)
    draft = office.shifts.draft()
    assert (draft.minutes, draft.workers, draft.contacts) == (195, 2, 6)
    assert draft.zones() == ("Z01",)
    assert {cell.zone for cell in draft.counts} == {"Z01", ""}
    assert draft.counts[Cell("Z01", "M_FOOD")] == 0, "counted, and none given: not blank"
    assert VISIT in draft.counts
    assert Cell("Z01", "S_STOPS", "late") not in draft.counts
    assert not [cell for cell in draft.counts if cell.measure in {"R_*", "U_*"}]
    assert draft.breakdowns == {"D_AGE", "R_*", "U_*"}


@pytest.mark.parametrize(("typed", "kept"), [(200, 195), (7, 0), (8, 15), (195, 195)])
def test_minutes_are_rounded_whatever_is_typed(office: Workplace, typed: int, kept: int) -> None:
    counted(office)
    assert office.shifts.draft(minutes=typed).minutes == kept
    assert office.shifts.close(typed, 2).minutes == kept


@pytest.mark.parametrize(("minutes", "workers"), [(49 * 60, 2), (60, 101), (60, -1)])
def test_effort_that_cannot_be_leaves_the_shift_open(office: Workplace, minutes: int, workers: int) -> None:
    counted(office)
    with pytest.raises(BadField):
        office.shifts.close(minutes, workers)
    assert office.shifts.current() is not None


def test_a_laptop_left_open_over_the_weekend_asks_for_the_time(office: Workplace, clock: TurnedClock) -> None:
    counted(office)
    clock.turn(days=3)
    with pytest.raises(BadField):
        office.shifts.close(office.shifts.draft().minutes, 2)
    office.shifts.close(240, 2)


def test_an_unbalanced_shift_stays_open(office: Workplace) -> None:
    counted(office)
    office.shifts.record({age_cell(): -1})
    with pytest.raises(Unbalanced) as caught:
        office.shifts.close(60, 2)
    assert caught.value.facts() == {"field": "age", "total": 5, "contacts": 6}
    office.shifts.record({age_cell("under18"): 1})
    office.shifts.close(60, 2)


def test_closing_empties_the_clock(office: Workplace) -> None:
    counted(office)
    office.shifts.close(60, 2)
    assert office.shifts.current() is None
    row = office.vault.opened.database.shifts.open_row()
    assert row is None
    office.shifts.start("North", 2)


@pytest.mark.parametrize("with_breakdowns", [True, False])
def test_what_is_shown_before_is_what_leaves(office: Workplace, *, with_breakdowns: bool) -> None:
    shift_id = counted(office)
    drafted = office.shifts.leaving_draft(60, 2, with_breakdowns=with_breakdowns)
    office.shifts.close(60, 2)
    shown = office.shifts.leaving(shift_id, with_breakdowns=with_breakdowns)
    assert shown == drafted
    line = office.shifts.submit(shift_id, with_breakdowns=with_breakdowns)
    assert (line.content, line.delivery, line.review) == ("submitted", "waiting", "none")
    (item,) = office.vault.opened.database.outbox.waiting()
    payload, body = statement_of(office, item.name)
    assert tuple(sorted(leaving_rows(body), key=str)) == tuple(sorted(shown.rows, key=str))
    assert len(payload) == shown.size
    assert ("age" in body) is with_breakdowns
    kept = office.vault.opened.database.shifts.closed(shift_id)
    assert Summary(kept).as_json() == body, "the laptop keeps what left, and no more"


def test_with_few_people_met_it_is_proposed_to_leave_the_breakdowns_out(office: Workplace) -> None:
    counted(office, contacts=4)
    assert office.shifts.leaving_draft(60, 2, with_breakdowns=True).few
    office.shifts.record({HELLO: 1, age_cell(): 1})
    assert not office.shifts.leaving_draft(60, 2, with_breakdowns=True).few


def test_submitting_twice_changes_nothing(office: Workplace) -> None:
    shift_id = counted(office)
    office.shifts.close(60, 2)
    first = office.shifts.submit(shift_id, with_breakdowns=True)
    (item,) = office.vault.opened.database.outbox.waiting()
    assert office.shifts.submit(shift_id, with_breakdowns=False) == first
    assert office.vault.opened.database.outbox.waiting() == (item,)
    assert office.shifts.unsent() == 1


def test_unsent_counts_closed_ones_too(office: Workplace) -> None:
    assert office.shifts.unsent() == 0
    shift_id = counted(office)
    assert office.shifts.unsent() == 0
    office.shifts.close(60, 2)
    assert office.shifts.unsent() == 1
    office.shifts.submit(shift_id, with_breakdowns=True)
    assert office.shifts.unsent() == 1


def test_statements_form_a_chain(office: Workplace) -> None:
    for _ in range(3):
        shift_id = counted(office)
        office.shifts.close(60, 2)
        office.shifts.submit(shift_id, with_breakdowns=True)
    items = office.vault.opened.database.outbox.waiting()
    heads = [item.statement_sha256 for item in items]
    chain = [json.loads(statement_of(office, item.name)[0]) for item in items]
    assert [one["seq"] for one in chain] == [1, 2, 3]
    assert [one["prev"] for one in chain] == [None, *heads[:2]]
    assert office.vault.opened.database.outbox.chain() == (3, heads[2])


def test_a_shift_keeps_the_profile_it_began_under(office: Workplace) -> None:
    office.shifts.start("North", 2)
    database = office.vault.opened.database
    fewer = replace(office.shifts.profile(), version=2, zones=office.shifts.profile().zones[1:])
    with database.transaction():
        database.coalition.add_profile(fewer)
    assert office.shifts.profile().version == 2
    office.shifts.record({CARD: 1})
    current = office.shifts.current()
    assert current is not None
    assert current.profile.version == 1
    assert office.shifts.close(60, 2).head.profile_version == 1
    assert office.shifts.start("North", 2).head.profile_version == 2


def test_tonight_is_filled_in(office: Workplace, clock: TurnedClock) -> None:
    crew = office.shifts.last_crew()
    assert (crew.team, crew.workers) == ("North", 2)
    assert set(office.shifts.days_since_visit().values()) == {None}
    counted(office)
    office.shifts.close(60, 4)
    clock.turn(days=3)
    assert office.shifts.last_crew().workers == 4
    assert office.shifts.days_since_visit()["Z01"] == 3
    assert office.shifts.days_since_visit()["Z02"] is None


def test_an_open_shift_found_at_the_next_start_says_so(
    office: Workplace, reopen: Callable[[], Workplace], clock: TurnedClock
) -> None:
    counted(office)
    current = office.shifts.current()
    assert current is not None
    assert not current.resumed
    clock.turn(hours=2)
    place = reopen()
    place.vault.unlock(PASSPHRASE)
    resumed = place.shifts.current()
    assert resumed is not None
    assert resumed.resumed
    assert resumed.totals[HELLO] == 6
    assert resumed.started == NIGHT


# --- too large ----------------------------------------------------------------------------------------------


@pytest.fixture
def huge(tmp_path: Path) -> Workplace:
    """A coalition with more zones than one summary can hold."""
    zones = tuple(Zone(f"Zone-{number:03}-of-the-city", f"n{number}", "mall_or_school", "g") for number in range(400))
    return _founded_with(tmp_path / "huge", replace(training_profile(), zones=zones))


def _founded_with(folder: Path, profile: Profile) -> Workplace:
    place = workplace(folder)
    place.founding.found("Large", PASSPHRASE, profile=profile)
    return place


def test_too_large_a_summary_is_refused_at_closing_and_the_shift_stays_open(huge: Workplace) -> None:
    shift = huge.shifts.start("North", 2)
    huge.shifts.record({cell: 3 for cell in shift.totals if cell.measure == "S_STOPS"})
    with pytest.raises(SummaryTooLarge):
        huge.shifts.leaving_draft(60, 2, with_breakdowns=True)
    with pytest.raises(SummaryTooLarge) as caught:
        huge.shifts.close(60, 2)
    assert caught.value.size > caught.value.limit == 65536
    current = huge.shifts.current()
    assert current is not None
    assert sum(current.totals.values()) == 3 * 400 * len(BANDS)
    huge.close()


def test_sizes_are_the_three_of_the_envelope(huge: Workplace) -> None:
    shift = huge.shifts.start("North", 2)
    zones = sorted({cell.zone for cell in shift.totals if cell.zone})
    sizes = []
    for some in (zones[:3], zones[:30], zones[:120]):
        huge.shifts.record({Cell(zone, "S_STOPS", "night"): 1 for zone in some})
        sizes.append(huge.shifts.leaving_draft(60, 2, with_breakdowns=True).size)
    assert sizes == [4096, 16384, 65536]
    huge.close()
