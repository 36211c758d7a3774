# SPDX-License-Identifier: GPL-3.0-or-later
"""The profile: its zone of time, bands and dates, and what a template may not say."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaults import training_profile

from outreach_app.domain.errors import BadField
from outreach_app.domain.profile import Profile, aware, read_profile, round_minutes
from outreach_app.domain.reading import Fields

LOCAL = "America/Chicago"
TRAINING = training_profile()


def at(profile: Profile, text: str) -> datetime:
    """A local wall-clock time of the coalition, as the machine's clock would give it."""
    return datetime.fromisoformat(text).replace(tzinfo=profile.zone).astimezone(UTC)


def test_a_profile_goes_there_and_back(profile: Profile) -> None:
    text = json.dumps(profile.as_json())
    assert read_profile(Fields(json.loads(text))) == profile


@pytest.mark.parametrize(
    ("moment", "band", "day"),
    [("2026-11-20T05:59:59", "late", "2026-11-20"), ("2026-11-20T06:00:00", "day", "2026-11-20"),
     ("2026-11-20T17:59:59", "day", "2026-11-20"), ("2026-11-20T18:00:00", "evening", "2026-11-20"),
     ("2026-11-20T22:00:00", "night", "2026-11-20"), ("2026-11-20T23:59:59", "night", "2026-11-20"),
     ("2026-11-21T00:30:00", "night", "2026-11-21"), ("2026-11-21T01:59:59", "night", "2026-11-21"),
     ("2026-11-21T02:00:00", "late", "2026-11-21")],
)  # fmt: skip
def test_bands_and_dates_are_those_of_the_coalitions_zone(profile: Profile, moment: str, band: str, day: str) -> None:
    assert profile.time_zone == LOCAL
    assert profile.band(at(profile, moment)) == band
    assert profile.operating_date(at(profile, moment)) == date.fromisoformat(day)


def test_the_hour_that_comes_twice_and_the_one_that_is_missing(profile: Profile) -> None:
    first = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)  # 01:30 in summer time
    again = first + timedelta(hours=1)  # 01:30 once more
    assert profile.local(first).time() == profile.local(again).time()
    assert profile.band(first) == profile.band(again) == "night"
    assert profile.operating_date(first) == profile.operating_date(again)
    spring = datetime(2026, 3, 8, 8, 0, tzinfo=UTC)  # 02:00 does not exist: it is 03:00
    assert profile.band(spring - timedelta(seconds=1)) == "night"
    assert profile.band(spring) == "late"


def test_areas_of_zone_groups(profile: Profile) -> None:
    group = profile.zones[0].group
    assert profile.codes_of(profile.zones[0].code) == frozenset()
    wider = profile.with_area(group, ("64127", " 64106 ", "64127", ""))
    assert wider.version == profile.version + 1
    assert wider.codes_of(profile.zones[0].code) == {"64106", "64127"}
    assert read_profile(Fields(json.loads(json.dumps(wider.as_json())))) == wider
    assert "areas" not in profile.as_json(), "laptops of an earlier version read a profile without areas"
    assert wider.with_area(group, ()).areas == ()
    assert profile.codes_of("Z99") == frozenset()


@pytest.mark.parametrize("codes", [("64127; Prospect Ave",), ("1" * 20,), tuple(str(n) for n in range(10_000, 10_600))])
def test_areas_hold_postal_codes_alone(profile: Profile, codes: tuple[str, ...]) -> None:
    with pytest.raises(BadField):
        profile.with_area(profile.zones[0].group, codes)
    with pytest.raises(BadField):
        profile.with_area("nowhere", ("64127",))
    body = profile.as_json() | {"areas": {profile.zones[0].group: list(codes)}}
    with pytest.raises(BadField):
        read_profile(Fields(body))


@given(st.integers(1_577_836_800, 2_051_222_400))
def test_every_moment_has_one_band(seconds: int) -> None:
    assert TRAINING.band(datetime.fromtimestamp(seconds, UTC)) in {"day", "evening", "night", "late"}


@pytest.mark.parametrize(
    ("minutes", "rounded"),
    [(0, 0), (7, 0), (7.5, 15), (8, 15), (22, 15), (23, 30), (52.4, 45), (52.5, 60), (200, 195), (-30, 0)],
)
def test_minutes_are_rounded_to_the_nearest_quarter_of_an_hour(minutes: float, rounded: int) -> None:
    assert round_minutes(timedelta(minutes=minutes)) == rounded


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(BadField, match="not_a_time"):
        aware(datetime(2026, 11, 20, 2, 30))  # noqa: DTZ001 - that is what is refused


def test_retired_zones_stay_known_and_are_not_offered(profile: Profile) -> None:
    zones = (replace(profile.zones[0], retired=True), *profile.zones[1:])
    changed = replace(profile, zones=zones)
    assert "Z01" in changed.zones_by_code
    assert "Z01" not in {zone.code for zone in changed.active_zones}
    assert read_profile(Fields(changed.as_json())) == changed


def test_another_mailbox_is_another_version(profile: Profile) -> None:
    moved = profile.with_mailbox("/media/stick")
    assert (moved.mailbox, moved.version) == ("/media/stick", profile.version + 1)


def _with(profile: Profile, *path: str | int, value: Any) -> dict[str, Any]:
    content: Any = json.loads(json.dumps(profile.as_json()))
    inner = content
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return dict(content)


@pytest.mark.parametrize(
    ("path", "value", "field", "reason"),
    [(("time_zone",), "Kansas/City", "time_zone", "unknown_code"),
     (("time_zone",), "../../etc/passwd", "time_zone", "unknown_code"),
     (("time_zone",), "", "time_zone", "unknown_code"), (("bands", "day"), "6:00", "bands.day", "not_a_time"),
     (("bands", "day"), "24:00", "bands.day", "not_a_time"), (("bands", "noon"), "12:00", "bands.noon", "unknown_key"),
     (("zones", 0, "code"), "Z 1", "zones[0].code", "unknown_code"),
     (("zones", 1, "code"), "Z01", "zones[1].code", "twice"),
     (("zones", 0, "setting"), "moon", "zones[0].setting", "unknown_code"),
     (("zones", 0, "address"), "Main St 5", "zones[0].address", "unknown_key"),
     (("zones", 0, "target"), -1, "zones[0].target", "negative"),
     (("policies", "idle_lock_minutes"), 241, "policies.idle_lock_minutes", "too_large"),
     (("teams",), [{"code": "A", "name": "a"}, {"code": "A", "name": "b"}], "teams[1].code", "twice"),
     (("v",), 2, "v", "too_large"), (("coalition",), None, "coalition", "missing")],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_the_field(
    profile: Profile, path: tuple[str | int, ...], value: Any, field: str, reason: str
) -> None:
    with pytest.raises(BadField) as caught:
        read_profile(Fields(_with(profile, *path, value=value)))
    assert caught.value.facts() == {"field": field, "reason": reason}
