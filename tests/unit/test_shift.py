# SPDX-License-Identifier: GPL-3.0-or-later
"""A shift's content: what cannot be true is refused with the field, and breakdowns leave as one unit."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from outreach_app.domain.errors import BadField, Unbalanced, UnknownTeam
from outreach_app.domain.measures import MeasureSet, read_measure_set
from outreach_app.domain.profile import Profile
from outreach_app.domain.reading import Fields
from outreach_app.domain.shift import ClosedShift, ShiftHead, check, without_breakdowns
from outreach_app.domain.tally import Cell, Totals
from outreach_app.paths import resource

HEAD = ShiftHead("ab" * 16, "North", date(2026, 11, 20), "night", 1, 1)


def shift(counts: Totals, *breakdowns: str, **changes: object) -> ClosedShift:
    made = ClosedShift(HEAD, 2, 195, counts, frozenset(breakdowns))
    return replace(made, **changes)  # type: ignore[arg-type]


def people(hello: int, talked: int, no_thanks: int = 0) -> Totals:
    return {Cell("Z01", "C_BRIEF"): hello, Cell("Z02", "C_ENGAGED"): talked, Cell("Z02", "C_DECLINED"): no_thanks}


def ages(under18: int, unknown: int) -> Totals:
    return {Cell("", "D_AGE", "under18"): under18, Cell("", "D_AGE", "unknown"): unknown}


@pytest.fixture(scope="module")
def everything(profile: Profile) -> Profile:
    """A profile with every measure switched on."""
    measures = json.loads(resource("templates", "measures.json").read_bytes())
    return replace(profile, measure_set=read_measure_set(Fields(measures)))


def refused(made: ClosedShift, profile: Profile) -> dict[str, object]:
    with pytest.raises(Unbalanced) as caught:
        check(made, profile)
    return caught.value.facts()


def test_a_balanced_shift_is_fine(profile: Profile) -> None:
    check(shift(people(5, 3, 9) | ages(2, 6), "D_AGE"), profile)
    check(shift({}, "D_AGE"), profile)


def test_no_thanks_stand_outside_the_contacts(profile: Profile) -> None:
    assert shift(people(5, 3, 9)).contacts == 8


def test_ages_must_sum_to_contacts_where_they_are_counted(profile: Profile) -> None:
    uneven = people(5, 3) | ages(2, 5)
    assert refused(shift(uneven, "D_AGE"), profile) == {"field": "age", "total": 7, "contacts": 8}
    check(shift(people(5, 3)), profile)


def test_looked_gender_sums_and_what_was_told_stands_apart(everything: Profile) -> None:
    looked: Totals = {Cell("", "D_GEN", "woman_girl"): 6, Cell("", "D_GEN", "unknown"): 2}
    told: Totals = {Cell("", "D_GEN", "trans_nonbinary"): 8}
    check(shift(people(5, 3) | looked | told, "D_GEN"), everything)
    assert refused(shift(people(5, 4) | looked, "D_GEN"), everything)["field"] == "gender"
    told[Cell("", "D_GEN", "trans_nonbinary")] = 9
    assert refused(shift(people(5, 3) | looked | told, "D_GEN"), everything)["field"] == "gender.trans_nonbinary"


def test_languages_are_at_most_contacts(everything: Profile) -> None:
    spoken: Totals = {Cell("", "D_LANG", "es"): 5, Cell("", "D_LANG", "fr"): 4}
    assert refused(shift(people(5, 3) | spoken, "D_LANG"), everything) == {
        "field": "language", "total": 9, "contacts": 8,
    }  # fmt: skip


def test_parts_are_at_most_their_whole(everything: Profile) -> None:
    referred: Totals = {Cell("", "R_*", "shelter"): 2, Cell("", "R_*", "food"): 1}
    check(shift(referred | {Cell("", "R_WARM"): 3}, "R_*"), everything)
    assert refused(shift(referred | {Cell("", "R_WARM"): 4}, "R_*"), everything) == {
        "field": "measures.R_WARM", "total": 4, "contacts": 3,
    }  # fmt: skip
    assert refused(shift(people(9, 1) | {Cell("", "C_FIRST"): 2}), everything)["field"] == "measures.C_FIRST"


def test_referrals_and_needs_not_met_may_exceed_contacts(profile: Profile) -> None:
    needs: Totals = {Cell("", "R_*", "shelter"): 20, Cell("", "U_*", "shelter", "full"): 20}
    check(shift(people(1, 0) | ages(0, 1) | needs, "D_AGE", "R_*", "U_*"), profile)


def test_an_unknown_team_is_refused(profile: Profile) -> None:
    with pytest.raises(UnknownTeam) as caught:
        check(shift({}, head=replace(HEAD, team="South")), profile)
    assert caught.value.code == "South"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("workers", -1, "negative"),
        ("workers", 101, "too_large"),
        ("minutes", -15, "negative"),
        ("minutes", 2895, "too_large"),
    ],
)
def test_effort_that_nobody_would_accept_is_refused_before_it_is_closed(
    profile: Profile, field: str, value: int, reason: str
) -> None:
    with pytest.raises(BadField) as caught:
        check(shift({}, **{field: value}), profile)
    assert caught.value.facts() == {"field": field, "reason": reason}


def test_leaving_the_breakdowns_out_leaves_out_every_one_of_them(everything: Profile) -> None:
    counts = people(5, 3) | ages(2, 6) | {
        Cell("", "D_GEN", "unknown"): 8, Cell("", "D_LANG", "es"): 1, Cell("", "R_*", "shelter"): 1,
        Cell("", "R_WARM"): 1, Cell("", "R_SAMEDAY"): 0, Cell("", "U_*", "food", "full"): 1, Cell("", "C_PHONE"): 4,
        Cell("Z01", "M_CARD"): 7,
    }  # fmt: skip
    plain = without_breakdowns(shift(counts, "D_AGE", "D_GEN", "D_LANG", "R_*", "U_*"))
    assert plain.breakdowns == frozenset()
    assert dict(plain.counts) == people(5, 3) | {Cell("", "C_PHONE"): 4, Cell("Z01", "M_CARD"): 7}
    check(plain, everything)
    assert without_breakdowns(plain) == plain


def test_only_zones_with_something_counted_are_named() -> None:
    assert shift({Cell("Z02", "M_CARD"): 1, Cell("Z01", "M_CARD"): 0, Cell("", "R_*", "food"): 1}).zones() == ("Z02",)


def test_a_measure_set_is_only_what_is_switched_on(profile: Profile) -> None:
    assert isinstance(profile.measure_set, MeasureSet)
    assert not any(measure.level == "month" for measure in profile.measure_set.measures)
