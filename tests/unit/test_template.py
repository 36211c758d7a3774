# SPDX-License-Identifier: GPL-3.0-or-later
"""A coalition's template from a file that somebody wrote by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest

from outreach_app.domain.errors import BadField, CompanionError, UnreadableFile
from outreach_app.formats.template import read_template
from outreach_app.paths import resource

MEASURES = resource("templates", "measures.json").read_bytes()
BUILT_IN: dict[str, Any] = json.loads(resource("templates", "coalition.json").read_bytes())


def read(value: object) -> CompanionError | None:
    """Read a template; the error it raises, or None."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    try:
        read_template(data, MEASURES, "template.json")
    except CompanionError as error:
        return error
    return None


def test_the_built_in_one_is_ready_to_use() -> None:
    profile = read_template(json.dumps(BUILT_IN).encode(), MEASURES, "template.json")
    assert [zone.code for zone in profile.active_zones] == [f"Z0{number}" for number in range(1, 7)]
    assert profile.has_team("North")
    assert profile.version == 1
    assert profile.mailbox == ""
    assert all(measure.starter for measure in profile.measure_set.measures)
    assert not profile.measure_set.counts("D_GEN")  # off until a coalition switches it on


def test_a_mark_at_the_beginning_does_not_matter() -> None:
    assert read(json.dumps(BUILT_IN).encode("utf-8-sig")) is None


def test_it_names_neither_coalition_nor_mailbox_nor_version() -> None:
    profile = read_template(
        json.dumps({**BUILT_IN, "coalition": "Evil", "mailbox": "/tmp/evil", "version": 9}).encode(),  # noqa: S108
        MEASURES,
        "template.json",
    )
    assert (profile.coalition, profile.mailbox, profile.version) == ("-", "", 1)


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"time_zone": "Mars/Olympus"}, "time_zone", "unknown_code"),
        ({"bands": {**BUILT_IN["bands"], "night": "25:00"}}, "bands.night", "not_a_time"),
        ({"teams": [{"code": "a b", "name": "x"}]}, "teams[0].code", "unknown_code"),
        ({"zones": [{**BUILT_IN["zones"][0], "setting": "moon"}]}, "zones[0].setting", "unknown_code"),
        ({"zones": [{**BUILT_IN["zones"][0], "target": -1}]}, "zones[0].target", "negative"),
        ({"policies": {}}, "policies.idle_lock_minutes", "missing"),
        ({"colour": "blue"}, "colour", "unknown_key"),
        ({"zones": "all"}, "zones", "not_a_list"),
    ],
)
def test_what_cannot_be_is_named(changes: dict[str, object], field: str, reason: str) -> None:
    raised = read({**BUILT_IN, **changes})
    assert isinstance(raised, BadField)
    assert (raised.field, raised.reason) == (field, reason)


@pytest.mark.parametrize("twice", ["teams", "zones"])
def test_a_code_that_stands_twice_is_refused(twice: str) -> None:
    raised = read({**BUILT_IN, twice: BUILT_IN[twice] * 2})
    assert isinstance(raised, BadField)
    assert raised.reason == "twice"


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff\xfe{", b"[" * 100_000, json.dumps(BUILT_IN).encode()[:-5]])
def test_what_is_no_template_is_refused_in_a_typed_way(data: bytes) -> None:
    raised = read(data)
    assert isinstance(raised, UnreadableFile | BadField)
