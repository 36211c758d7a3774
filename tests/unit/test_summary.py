# SPDX-License-Identifier: GPL-3.0-or-later
"""The body of a summary: the same shift on both sides, blank apart from zero, nothing in it undeclared."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaults import training_profile

from outreach_app.domain import codes, strict_json
from outreach_app.domain.errors import BadField
from outreach_app.domain.measures import read_measure_set
from outreach_app.domain.profile import Profile
from outreach_app.domain.reading import Fields
from outreach_app.domain.shift import BREAKDOWNS, ClosedShift, ShiftHead
from outreach_app.domain.summary import Summary, read_summary
from outreach_app.domain.tally import LANGUAGES, Cell, Totals, cells
from outreach_app.paths import resource


def everything() -> Profile:
    """A profile with every measure switched on."""
    measures = json.loads(resource("templates", "measures.json").read_bytes())
    return replace(training_profile(), measure_set=read_measure_set(Fields(measures)))


EVERYTHING = everything()
HEAD = ShiftHead("ab" * 16, "North", date(2026, 11, 20), "night", 3, 2)


def busy(seed: int = 1, breakdowns: frozenset[str] = frozenset(BREAKDOWNS)) -> ClosedShift:
    """A shift with something in most of its totals."""
    chance = random.Random(seed)  # noqa: S311 - the same in every run
    counts: Totals = {
        cell: chance.randrange(1, 9) for cell in cells(EVERYTHING)
        if (cell.measure not in BREAKDOWNS or cell.measure in breakdowns) and chance.random() < 0.8
    }  # fmt: skip
    return ClosedShift(HEAD, 3, 195, counts, breakdowns)


@given(st.integers(0, 10_000), st.frozensets(st.sampled_from(BREAKDOWNS)), st.integers(1, 9))
def test_a_summary_reads_as_the_same_shift(seed: int, breakdowns: frozenset[str], revision: int) -> None:
    shift = replace(busy(seed, breakdowns), revision=revision)
    summary = Summary(shift, "cd" * 32 if revision > 1 else "")
    data = strict_json.encode(summary.as_json())
    again = read_summary(Fields(strict_json.decode(data)))
    assert again == summary
    assert strict_json.encode(again.as_json()) == data


def test_withdrawing_is_an_empty_revision() -> None:
    empty = Summary(ClosedShift(HEAD, 0, 0, revision=2, withdrawn=True), "cd" * 32)
    assert read_summary(Fields(dict(empty.as_json()))) == empty
    with pytest.raises(BadField):
        read_summary(Fields(dict(Summary(replace(busy(), revision=2, withdrawn=True)).as_json())))


def test_a_breakdown_not_counted_is_absent_and_one_that_is_empty_is_there() -> None:
    none = Summary(ClosedShift(HEAD, 2, 60)).as_json()
    assert not {"age", "gender", "language", "referrals", "not_met"} & set(none)
    empty = Summary(ClosedShift(HEAD, 2, 60, {}, frozenset(BREAKDOWNS))).as_json()
    assert [empty[name] for name in ("age", "gender", "language", "referrals", "not_met")] == [{}] * 5
    assert read_summary(Fields(dict(empty))).shift.breakdowns == frozenset(BREAKDOWNS)


# --- the declared walk: every place in the body, and the kind of what may stand there -------------------------

ID, DATE = re.compile(r"[0-9a-f]{32}"), re.compile(r"20\d\d-[01]\d-[0-3]\d")
MEASURES = {measure.code for measure in EVERYTHING.measure_set.measures}
CODES: dict[str, set[str]] = {
    "band": set(codes.BANDS),
    "team": {team.code for team in EVERYTHING.teams},
    "activity": set(codes.ACTIVITIES),
    "zones.zone": {zone.code for zone in EVERYTHING.zones},
}
KEYS: dict[str, set[str]] = {
    "zones.visits": set(codes.BANDS),
    "zones.items": MEASURES,
    "age": set(codes.AGES),
    "gender": set(codes.GENDERS),
    "language": set(LANGUAGES),
    "referrals": set(codes.NEEDS),
    "not_met": set(codes.NEEDS),
    "measures": MEASURES,
}
COUNTS = {"revision", "profile_version", "measure_set_version", "workers", "minutes", "zones.hello", "zones.talked",
          "zones.no_thanks", "zones.visits.*", "zones.items.*", "age.*", "gender.*", "language.*", "referrals.*",
          "not_met.*.*", "measures.*"}  # fmt: skip


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """(declared place, value) of everything in a body; keys that are codes are checked and written as `*`."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if path in KEYS or path.startswith("not_met."):
                assert key in KEYS.get(path, codes.REASONS), (path, key)
                yield from leaves(inner, f"{path}.*")
            else:
                yield from leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, path)
    else:
        yield path, value


def assert_declared(body: dict[str, Any]) -> None:
    for place, value in leaves(body):
        if place in COUNTS:
            assert type(value) is int, place
            assert 0 <= value <= codes.MAX_COUNT
        elif place in CODES:
            assert value in CODES[place], place
        elif place == "shift_id":
            assert ID.fullmatch(value)
        elif place == "date":
            assert DATE.fullmatch(value)
        elif place == "withdrawn":
            assert value is False or value is True
        elif place == "replaces":
            assert value is None or re.fullmatch(r"[0-9a-f]{64}", value)
        else:
            raise AssertionError(f"undeclared: {place}")


@pytest.mark.parametrize("seed", range(5))
def test_every_place_in_a_summary_is_declared_and_holds_its_kind(seed: int) -> None:
    body: dict[str, Any] = json.loads(strict_json.encode(Summary(busy(seed)).as_json()))
    assert_declared(body)
    assert not re.search(rb"\d\d:\d\d", strict_json.encode(body)), "no clock time"


def test_the_walk_finds_what_is_not_declared() -> None:
    body = json.loads(strict_json.encode(Summary(busy()).as_json()))
    for change in (
        {"note": "met near the station"}, {"started": "22:10"}, {"team": "Jane"}, {"age": {"16": 1}}, {"workers": "2"},
        {"zones": [{"zone": "Z01", "age": {"under18": 1}}]}, {"workers": True}, {"date": "2026-11-20T22:10"},
    ):  # fmt: skip
        with pytest.raises(AssertionError):
            assert_declared({**body, **change})


# --- what another laptop may not say --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "field"),
    [({"note": "x"}, "note"), ({"zones": [{"zone": "Z01", "note": "x"}]}, "zones[0].note"),
     ({"zones": [{"zone": "Z01"}, {"zone": "Z01", "hello": 1}, {"zone": "Z01", "hello": 2}]}, "zones"),
     ({"zones": [{"zone": "behind the station"}]}, "zones[0].zone"), ({"age": {"16": 1}}, "age.16"),
     ({"age": {"under18": -1}}, "age.under18"), ({"age": {"under18": 1.0}}, "age.under18"),
     ({"not_met": {"shelter": {"rude": 1}}}, "not_met.shelter.rude"),
     ({"not_met": {"love": {"full": 1}}}, "not_met.love"),
     ({"zones": [{"zone": "Z01", "visits": {"22:10": 1}}]}, "zones[0].visits.22:10"), ({"minutes": 2881}, "minutes"),
     ({"workers": 101}, "workers"), ({"revision": 0}, "revision"), ({"shift_id": "ab"}, "shift_id"),
     ({"shift_id": "AB" * 16}, "shift_id"), ({"withdrawn": 0}, "withdrawn"), ({"replaces": "x"}, "replaces"),
     ({"date": "2026-11-20T01:00"}, "date"), ({"band": "22:10"}, "band"),
     ({"measures": {"C_PHONE": "2"}}, "measures.C_PHONE"),
     ({"team": "the red van"}, "team")],
)  # fmt: skip
def test_what_is_not_declared_is_refused_with_the_field(change: dict[str, Any], field: str) -> None:
    body = json.loads(strict_json.encode(Summary(busy()).as_json()))
    with pytest.raises(BadField) as caught:
        read_summary(Fields({**body, **change}))
    assert caught.value.field == field


@given(st.sampled_from(sorted(Summary(busy()).as_json())))
def test_nothing_that_binds_a_summary_can_be_left_out(name: str) -> None:
    body = {key: value for key, value in Summary(busy()).as_json().items() if key != name}
    optional = {"replaces", "zones", "measures", "age", "gender", "language", "referrals", "not_met"}
    if name in optional:
        read_summary(Fields(body))
    else:
        with pytest.raises(BadField, match="missing"):
            read_summary(Fields(body))


def test_a_visit_carries_its_own_band() -> None:
    shift = ClosedShift(HEAD, 2, 60, {Cell("Z01", "S_STOPS", "night"): 1, Cell("Z01", "S_STOPS", "late"): 2})
    zones: Any = Summary(shift).as_json()["zones"]
    assert zones[0]["visits"] == {"late": 2, "night": 1}
