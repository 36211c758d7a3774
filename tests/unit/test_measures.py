# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures and the set a coalition has switched on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from outreach_app.domain.errors import BadField
from outreach_app.domain.measures import MeasureSet, read_measure_set
from outreach_app.domain.profile import Profile
from outreach_app.domain.reading import Fields
from outreach_app.paths import resource

WHOLE: dict[str, Any] = json.loads(resource("templates", "measures.json").read_bytes())


def whole() -> MeasureSet:
    return read_measure_set(Fields(WHOLE))


def test_the_shipped_set_goes_there_and_back() -> None:
    assert read_measure_set(Fields(whole().as_json())) == whole()


def test_the_starter_set_has_the_pads_counters_and_what_comes_with_closing(profile: Profile) -> None:
    starter = whole().starter()
    assert profile.measure_set == starter
    assert [m.code for m in starter.at_level("zone")] == [
        "C_BRIEF", "C_ENGAGED", "C_DECLINED", "M_CARD", "M_WRIST", "M_HYGIENE", "M_FOOD", "M_LEFT", "S_STOPS",
    ]  # fmt: skip
    assert {m.code for m in starter.at_level("shift")} == {"R_*", "U_*", "D_AGE", "S_HOURS", "S_WORKERS"}
    assert starter.at_level("month") == starter.at_level("derived") == ()
    assert [m.code for m in starter.items()] == ["M_CARD", "M_WRIST", "M_HYGIENE", "M_FOOD", "M_LEFT"]
    assert not starter.counts("D_GEN")
    assert whole().counts("D_GEN")


def test_no_two_starter_counters_share_a_key() -> None:
    keys = [measure.key for measure in whole().measures if measure.key]
    assert len(set(keys)) == len(keys)


def test_no_measure_asks_about_race_nationality_or_status() -> None:
    text = json.dumps(WHOLE).lower()
    for word in ("race", "ethnic", "nationality", "citizen", "immigration status", "name of", "birth"):
        assert word not in text, word


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [({"group": "persons"}, "measures[0].group", "unknown_code"),
     ({"level": "person"}, "measures[0].level", "unknown_code"),
     ({"code": "a b"}, "measures[0].code", "unknown_code"), ({"note": "x"}, "measures[0].note", "unknown_key"),
     ({"starter": 1}, "measures[0].starter", "not_a_flag"), ({"code": "C_BRIEF"}, "measures[1].code", "twice")],
)  # fmt: skip
def test_what_is_no_measure_is_refused_with_the_field(change: dict[str, Any], field: str, reason: str) -> None:
    measures = [{**WHOLE["measures"][0], **change}, *WHOLE["measures"][1:]]
    with pytest.raises(BadField) as caught:
        read_measure_set(Fields({**WHOLE, "measures": measures}))
    assert caught.value.facts() == {"field": field, "reason": reason}
