# SPDX-License-Identifier: GPL-3.0-or-later
"""Separate totals: which there are, and that no sequence of entries can be told from another with the same sums."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaults import training_profile

from outreach_app.domain.codes import AGES, BANDS, GENDERS, MAX_COUNT, NEEDS, REASONS
from outreach_app.domain.errors import BadField, InvariantBroken, NegativeCount
from outreach_app.domain.measures import MeasureSet, read_measure_set
from outreach_app.domain.profile import Profile
from outreach_app.domain.reading import Fields
from outreach_app.domain.tally import (
    LANGUAGES,
    Cell,
    Totals,
    age_cell,
    apply,
    cells,
    contacts,
    inverse,
    measure_total,
    merged,
)
from outreach_app.paths import resource

CELLS = cells(training_profile())
CHANGES = st.dictionaries(st.sampled_from(CELLS), st.integers(-3, 5), max_size=4)


def zeros() -> Totals:
    return dict.fromkeys(CELLS, 0)


def test_the_starter_sets_cells(profile: Profile) -> None:
    found = cells(profile)
    assert len(set(found)) == len(found)
    assert list(found) == sorted(found)
    per_zone = Counter(cell.zone for cell in found)
    assert {zone.code for zone in profile.active_zones} == set(per_zone) - {""}
    assert {per_zone[zone.code] for zone in profile.active_zones} == {8 + len(BANDS)}
    assert per_zone[""] == len(NEEDS) + len(NEEDS) * len(REASONS) + len(AGES)


def test_nothing_is_crossed(profile: Profile) -> None:
    for cell in cells(profile):
        assert not (cell.zone and cell.measure.startswith(("D_", "R_", "U_"))), "a breakdown never stands by zone"
        assert not cell.reason or cell.measure == "U_*"
        assert not (cell.zone and cell.option) or cell.measure == "S_STOPS"


def test_switched_on_measures_bring_their_cells_and_retired_zones_none(profile: Profile) -> None:
    gender = [m for m in full_set().measures if m.code in {"D_GEN", "D_LANG", "C_PHONE"}]
    more = replace(
        profile,
        measure_set=MeasureSet(2, (*profile.measure_set.measures, *gender)),
        zones=(replace(profile.zones[0], retired=True), *profile.zones[1:]),
    )
    found = set(cells(more))
    assert {cell.option for cell in found if cell.measure == "D_GEN"} == set(GENDERS)
    assert {cell.option for cell in found if cell.measure == "D_LANG"} == set(LANGUAGES)
    assert Cell("", "C_PHONE") in found
    assert not [cell for cell in found if cell.zone == "Z01"]


def full_set() -> MeasureSet:
    return read_measure_set(Fields(json.loads(resource("templates", "measures.json").read_bytes())))


@given(st.lists(CHANGES, max_size=8), st.randoms(use_true_random=False))
def test_totals_do_not_tell_the_order(entries: list[dict[Cell, int]], chance: random.Random) -> None:
    shuffled = list(entries)
    chance.shuffle(shuffled)
    assert merged(*entries) == merged(*shuffled)


@given(CHANGES)
def test_an_entry_taken_back_leaves_nothing(changes: dict[Cell, int]) -> None:
    high = dict.fromkeys(CELLS, 100)
    assert apply(apply(high, changes), inverse(changes)) == high
    assert merged(changes, inverse(changes)) == {}


@given(CHANGES)
def test_an_entry_is_applied_whole_or_not_at_all(changes: dict[Cell, int]) -> None:
    before = zeros()
    if any(change < 0 for change in changes.values()):
        with pytest.raises(NegativeCount):
            apply(before, changes)
    else:
        assert apply(before, changes) == before | changes
    assert before == zeros()


def test_a_million_is_the_most_and_what_does_not_exist_is_a_bug() -> None:
    cell = CELLS[0]
    full = zeros() | {cell: MAX_COUNT}
    with pytest.raises(BadField, match="too_large") as caught:
        apply(full, {cell: 1})
    assert caught.value.field == cell.name()
    with pytest.raises(InvariantBroken):
        apply(full, {Cell("Z99", "C_BRIEF"): 1})


def test_sums() -> None:
    totals = zeros() | {Cell("Z01", "C_BRIEF"): 2, Cell("Z02", "C_ENGAGED"): 3, Cell("Z02", "C_DECLINED"): 9}
    assert contacts(totals) == 5
    assert measure_total(totals, "C_DECLINED") == 9
    assert measure_total(totals, "C_BRIEF", zone="Z02") == 0


def test_names_that_a_person_can_find() -> None:
    assert Cell("Z01", "S_STOPS", "late").name() == "Z01.S_STOPS.late"
    assert Cell("", "U_*", "shelter", "full").name() == "U_*.shelter.full"
    assert age_cell() == Cell("", "D_AGE", "unknown")
