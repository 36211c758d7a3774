# SPDX-License-Identifier: GPL-3.0-or-later
"""The pad's short memory: what an entry changes, what can be taken back and when that is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaults import training_profile

from outreach_app.domain.errors import CompanionError, UnknownMeasure
from outreach_app.domain.measures import MeasureSet
from outreach_app.domain.pad import LOOKED_SECONDS, REMEMBERED, TAKE_BACK_SECONDS, Entry, Pad
from outreach_app.domain.tally import Cell, Totals, age_cell, apply, cells, contacts, merged

PROFILE = training_profile()
HELLO, TALKED, NO_THANKS, CARD = "C_BRIEF", "C_ENGAGED", "C_DECLINED", "M_CARD"
VISIT = Cell("Z01", "S_STOPS", "night")


@pytest.fixture
def pad() -> Pad:
    return standing()


def standing(measures: MeasureSet = PROFILE.measure_set) -> Pad:
    made = Pad(measures)
    made.choose("Z01")
    return made


def test_choosing_a_stop_counts_nothing_and_its_first_entry_counts_one_visit(pad: Pad) -> None:
    first = pad.count(CARD, 4, band="night", at=0)
    second = pad.count(CARD, 1, band="late", at=1)
    assert first.changes == {Cell("Z01", CARD): 4, VISIT: 1}
    assert second.changes == {Cell("Z01", CARD): 1}
    pad.choose("Z02")
    third = pad.count(CARD, 1, band="late", at=2)
    assert third.changes == {Cell("Z02", CARD): 1, Cell("Z02", "S_STOPS", "late"): 1}


def test_a_contact_counts_once_in_each_of_its_separate_totals(pad: Pad) -> None:
    entry = pad.count(HELLO, 1, band="night", at=0)
    assert entry.changes == {Cell("Z01", HELLO): 1, age_cell(): 1, VISIT: 1}
    assert pad.count(NO_THANKS, 1, band="night", at=1).changes == {Cell("Z01", NO_THANKS): 1}


def test_how_old_somebody_looked_moves_from_unknown_and_can_be_corrected(pad: Pad) -> None:
    entry = pad.count(HELLO, 2, band="night", at=0)
    assert pad.looked("under18", at=LOOKED_SECONDS) == {age_cell(): -2, age_cell("under18"): 2}
    assert pad.looked("25plus", at=LOOKED_SECONDS) == {age_cell("under18"): -2, age_cell("25plus"): 2}
    assert pad.looked("25plus", at=LOOKED_SECONDS) == {}
    assert entry.changes == {Cell("Z01", HELLO): 2, age_cell("25plus"): 2, VISIT: 1}


def test_the_looked_row_goes_dark_after_ten_seconds_and_stays_with_the_last_contact(pad: Pad) -> None:
    assert pad.looked("under18", at=0) is None
    pad.count(HELLO, 1, band="night", at=0)
    pad.count(CARD, 1, band="night", at=3)
    assert pad.lit(at=5) is not None, "an item given meanwhile does not end it"
    assert pad.looked("under18", at=LOOKED_SECONDS + 0.01) is None
    pad.count(TALKED, -1, band="night", at=11)
    assert pad.lit(at=11) is None, "a contact taken away lights nothing anew"


def test_nothing_is_looked_at_where_age_is_not_counted() -> None:
    measures = MeasureSet(1, tuple(m for m in PROFILE.measure_set.measures if m.code != "D_AGE"))
    pad = standing(measures)
    assert pad.count(HELLO, 1, band="night", at=0).changes == {Cell("Z01", HELLO): 1, VISIT: 1}
    assert pad.looked("under18", at=1) is None


def test_taking_back_undoes_the_visit_and_the_look_too(pad: Pad) -> None:
    entry = pad.count(HELLO, 1, band="night", at=0)
    looked = pad.looked("18to24", at=1)
    assert looked is not None
    taken = pad.take_back(at=2)
    assert taken is not None
    assert taken[0] is entry
    assert merged({Cell("Z01", HELLO): 1, age_cell(): 1, VISIT: 1}, looked, taken[1]) == {}
    assert pad.take_back(at=2) is None
    assert VISIT in pad.count(CARD, 1, band="night", at=3).changes, "the next entry begins the visit anew"


def test_only_the_last_ten_are_remembered(pad: Pad) -> None:
    for number in range(REMEMBERED + 5):
        pad.count(CARD, number + 1, band="night", at=0)
    quantities = []
    while (taken := pad.take_back(at=0)) is not None:
        quantities.append(taken[0].quantity)
    assert quantities == list(range(REMEMBERED + 5, 5, -1))


def test_two_minutes_are_the_limit(pad: Pad) -> None:
    pad.count(CARD, 1, band="night", at=0)
    pad.count(CARD, 2, band="night", at=60)
    assert pad.last(at=TAKE_BACK_SECONDS) is not None
    late = pad.take_back(at=TAKE_BACK_SECONDS + 30)
    assert late is not None
    assert late[0].quantity == 2
    assert pad.take_back(at=TAKE_BACK_SECONDS + 30) is None, "the older one is gone"


@pytest.mark.parametrize("leaving", [lambda pad: pad.choose("Z02"), Pad.arrive_again, Pad.forget])
def test_a_new_stop_lock_and_close_forget_what_was_done(pad: Pad, leaving: Callable[[Pad], None]) -> None:
    pad.count(HELLO, 1, band="night", at=0)
    leaving(pad)
    assert pad.last(at=0) is None
    assert pad.looked("under18", at=0) is None


def test_choosing_the_same_stop_keeps_the_visit_and_arriving_again_is_another(pad: Pad) -> None:
    pad.count(CARD, 1, band="night", at=0)
    pad.choose("Z01")
    assert VISIT not in pad.count(CARD, 1, band="night", at=1).changes
    pad.arrive_again()
    assert VISIT in pad.count(CARD, 1, band="night", at=2).changes


def test_nobody_out_is_a_visit_of_its_own(pad: Pad) -> None:
    assert pad.nobody_out(band="late", at=0).changes == {Cell("Z01", "S_STOPS", "late"): 1}
    assert VISIT not in pad.count(CARD, 1, band="night", at=1).changes
    assert pad.nobody_out(band="late", at=2).changes == {Cell("Z01", "S_STOPS", "late"): 1}
    assert pad.fewer_visits(band="late", at=3).changes == {Cell("Z01", "S_STOPS", "late"): -1}


def test_one_less_counts_no_visit(pad: Pad) -> None:
    assert pad.count(CARD, -1, band="night", at=0).changes == {Cell("Z01", CARD): -1}


def test_contacts_taken_away_take_their_looked_age_with_them(pad: Pad) -> None:
    assert pad.fewer_contacts(HELLO, 2, "under18", at=0).changes == {Cell("Z01", HELLO): -2, age_cell("under18"): -2}
    assert pad.fewer_contacts(HELLO, 1, "unknown", at=0).changes == {Cell("Z01", HELLO): -1, age_cell(): -1}


def test_needs_are_counted_for_the_shift_and_begin_the_visit_where_one_stands(pad: Pad) -> None:
    assert pad.refer("shelter", 2, band="night", at=0).changes == {Cell("", "R_*", "shelter"): 2, VISIT: 1}
    assert pad.not_met("shelter", "full", 1, band="night", at=1).changes == {Cell("", "U_*", "shelter", "full"): 1}
    nowhere = Pad(PROFILE.measure_set)
    assert nowhere.refer("food", 1, band="night", at=0).changes == {Cell("", "R_*", "food"): 1}


def test_what_is_off_cannot_be_counted(pad: Pad) -> None:
    for count in (pad.count, pad.shift_measure):
        with pytest.raises(UnknownMeasure) as caught:
            count("C_PHONE", 1, band="night", at=0)
        assert caught.value.code == "C_PHONE"
    assert pad.last(at=0) is None


def test_an_entry_that_the_disk_refused_never_happened(pad: Pad) -> None:
    refused = pad.count(CARD, 1, band="night", at=0)
    pad.drop(refused)
    assert pad.last(at=0) is None
    assert VISIT in pad.count(CARD, 1, band="night", at=1).changes
    pad.drop(refused)
    assert pad.last(at=1) is not None


def test_a_take_back_that_the_disk_refused_is_still_counted(pad: Pad) -> None:
    pad.count(CARD, 1, band="night", at=0)
    taken = pad.take_back(at=1)
    assert taken is not None
    pad.put_back(taken[0])
    assert pad.last(at=1) is taken[0]
    assert VISIT not in pad.count(CARD, 1, band="night", at=2).changes


def test_the_unknown_of_every_breakdown_that_sums_to_contacts_is_counted() -> None:
    gender = replace(next(m for m in PROFILE.measure_set.measures if m.code == "D_AGE"), code="D_GEN")
    pad = standing(MeasureSet(2, (*PROFILE.measure_set.measures, gender)))
    assert pad.count(TALKED, 1, band="night", at=0).changes == {
        Cell("Z01", TALKED): 1, age_cell(): 1, Cell("", "D_GEN", "unknown"): 1, VISIT: 1,
    }  # fmt: skip


ACTIONS = st.sampled_from(["hello", "talked", "card", "u18", "25", "back", "stop", "again", "nobody", "refer", "less"])


@given(st.lists(ACTIONS, max_size=40))
def test_whatever_is_done_ages_sum_to_contacts_and_nothing_falls_below_zero(actions: list[str]) -> None:
    pad, totals = standing(), dict.fromkeys(cells(PROFILE), 0)
    for at, action in enumerate(actions):
        try:
            totals = apply(totals, _do(pad, action, float(at)))
        except CompanionError:
            last = pad.last(at=float(at))
            assert last is not None
            pad.drop(last)
        assert sum(totals[age_cell(age)] for age in ("under18", "18to24", "25plus", "unknown")) == contacts(totals)


def _do(pad: Pad, action: str, at: float) -> Totals:
    if action == "back":
        taken = pad.take_back(at=at)
        return taken[1] if taken else {}
    if action in {"u18", "25"}:
        return dict(pad.looked({"u18": "under18", "25": "25plus"}[action], at=at) or {})
    if action in {"stop", "again"}:
        pad.choose("Z02" if pad.zone == "Z01" else "Z01") if action == "stop" else pad.arrive_again()
        return {}
    entries: dict[str, Callable[[], Entry]] = {
        "hello": lambda: pad.count(HELLO, 1, band="night", at=at),
        "talked": lambda: pad.count(TALKED, 3, band="night", at=at),
        "card": lambda: pad.count(CARD, 4, band="night", at=at),
        "nobody": lambda: pad.nobody_out(band="night", at=at),
        "refer": lambda: pad.refer("shelter", 1, band="night", at=at),
        "less": lambda: pad.count(HELLO, -1, band="night", at=at),
    }
    return dict(entries[action]().changes)
