# SPDX-License-Identifier: GPL-3.0-or-later
"""An entry, the guide and the help lines as JSON: strict both ways."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from outreach_app.domain import strict_json
from outreach_app.domain.content import Content, read_content
from outreach_app.domain.directory import STREET_ATTRIBUTES, Address, Entry, Phone, entry_id, read_entry
from outreach_app.domain.errors import BadField
from outreach_app.domain.guide import Guide, GuideEntry, read_guide
from outreach_app.domain.hours import WEEKLY, Schedule
from outreach_app.domain.material import HelpLine, LineNumber, TextNumber, read_help_line, read_help_lines
from outreach_app.domain.reading import Fields

FULL = Entry(
    id=entry_id("a county", "17"),
    name="Harbor",
    discreet_name="Pier office",
    organization="Harbor Youth",
    description="Beds.\nWarm food.",
    alert="Door code changes on Friday",
    needs=("shelter", "food"),
    audience="person",
    phones=(Phone("816 555 0142", "7", "nights", "text"), Phone("816 555 0143")),
    ask_for="Intake",
    addresses=(Address("1 Pier", "Marlow Bend", "Old Mill", "ZZ", "00001", "Pier house", "postal"),),
    transport="Bus 2",
    area="The county",
    postal_codes=("00001",),
    minimum_age=0,
    maximum_age=17,
    eligibility="Under 18",
    application="Call",
    documents=("None",),
    fees="Free",
    languages=("en", "es"),
    interpretation="By phone",
    opening=(Schedule(freq=WEEKLY, byday=("MO",), opens=0, closes=1439),),
    intake=(Schedule(freq=WEEKLY, byday=("MO",), opens=960, closes=1410, valid_to=date(2027, 1, 1)),),
    inside_by="23:30",
    attributes={"calls_parent": "yes", "pets": "no"},
    calls_parent_within="72 h",
    verified_on=date(2026, 3, 1),
    source="a county",
    temporarily_closed=True,
)  # fmt: skip


@pytest.mark.parametrize(
    "entry", [FULL, Entry(id=FULL.id, name="Bare"), replace(FULL, addresses=(), confidential=True)]
)
def test_entry_json_and_back(entry: Entry) -> None:
    assert read_entry(Fields(strict_json.decode(strict_json.encode(entry.as_json())))) == entry


def test_what_is_empty_is_left_out() -> None:
    assert Entry(id=FULL.id, name="Bare").as_json() == {"id": FULL.id, "name": "Bare"}


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"id": "17"}, "id", "unknown_code"),
        ({"id": FULL.id.upper()}, "id", "unknown_code"),
        ({"name": None}, "name", "missing"),
        ({"name": "x" * 301}, "name", "too_long"),
        ({"needs": ["bed"]}, "needs", "unknown_code"),
        ({"needs": ["food", "food"]}, "needs", "twice"),
        ({"audience": "police"}, "audience", "unknown_code"),
        ({"attributes": {"pets": "unknown"}}, "attributes.pets", "unknown_code"),
        ({"attributes": {"colour": "yes"}}, "attributes.colour", "unknown_key"),
        ({"minimum_age": 12.5}, "minimum_age", "not_a_count"),
        ({"maximum_age": 131}, "maximum_age", "too_large"),
        ({"inside_by": "24:00"}, "inside_by", "not_a_time"),
        ({"languages": ["English"]}, "languages[0]", "not_text"),
        ({"languages": ["EN"]}, "languages", "unknown_code"),
        ({"verified_on": "2026-3-1"}, "verified_on", "not_a_date"),
        ({"phones": [{"number": "1", "kind": "pigeon"}]}, "phones[0].kind", "unknown_code"),
        ({"phones": [{"number": "1", "staff": "Ann"}]}, "phones[0].staff", "unknown_key"),
        ({"addresses": [{"street": 1}]}, "addresses[0].street", "not_text"),
        ({"confidential": True}, "addresses", "unknown_key"),
        ({"seen_by": "Ann"}, "seen_by", "unknown_key"),
    ],
)
def test_entry_refused(change: dict[str, Any], field: str, reason: str) -> None:
    with pytest.raises(BadField) as caught:
        read_entry(Fields(FULL.as_json() | change))
    assert (caught.value.field, caught.value.reason) == (field, reason)


def test_ids_come_from_source_and_id_there() -> None:
    expected = uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, "a county"), "17")
    assert entry_id("a county", "17") == str(expected)
    assert entry_id("a county", "17", 2) == entry_id("a county", "17#2")
    assert len({entry_id("a county", "17"), entry_id("b county", "17"), entry_id("a county", "17", 3)}) == 3


def test_what_may_turn_away_what_to_know_what_to_ask() -> None:
    entry = replace(
        FULL, attributes={"id_required": "yes", "pets": "no", "takes_men": "yes", "shares_with_police": "yes"}
    )
    assert entry.may_say_no == ("id_required", "pets")
    assert entry.know_first == ("shares_with_police",)
    assert len(entry.unknown) == len(STREET_ATTRIBUTES) - 4


GUIDE = Guide(
    entries=(
        GuideEntry(
            "1", "Agencies", "Federal", "An office", "Gives money.", {"outreach": True, "juvenile": None}, "Moved."
        ),
        GuideEntry("2", "Training", "", "A course", "Teaches.", {"outreach": False, "juvenile": True}),
    ),
    topics=("outreach", "juvenile"),
    source="A guide",
    as_printed="2015",
)
LINE = HelpLine(
    id="one",
    name="A line",
    call=(LineNumber("555 0100", "press 2"),),
    text=(TextNumber("55501", "HI"),),
    languages=("en",),
    audience="for_the_person",
    shares_with_police="no",
    verified_on=date(2026, 3, 1),
    verify_by=date(2026, 5, 1),
)


def test_guide_json_and_back() -> None:
    assert read_guide(Fields(strict_json.decode(strict_json.encode(GUIDE.as_json())))) == GUIDE
    assert GUIDE.types == ("Federal", "Training")


def test_a_mark_of_no_known_topic_is_refused() -> None:
    value = GUIDE.as_json() | {"topics": ["outreach"]}
    with pytest.raises(BadField) as caught:
        read_guide(Fields(value))
    assert caught.value.reason == "unknown_key"


def test_the_guide_is_for_professionals() -> None:
    with pytest.raises(BadField):
        read_guide(Fields(GUIDE.as_json() | {"audience": "person"}))


def test_content_json_and_back() -> None:
    content = Content((FULL,), (LINE,), GUIDE)
    assert read_content(Fields(strict_json.decode(strict_json.encode(content.as_json())))) == content


@pytest.mark.parametrize("content", [Content((FULL, FULL)), Content(lines=(LINE, LINE))])
def test_content_holds_nothing_twice(content: Content) -> None:
    with pytest.raises(BadField) as caught:
        read_content(Fields(content.as_json()))
    assert caught.value.reason == "twice"


@pytest.mark.parametrize(
    ("audience", "never", "shown"),
    [
        ("for_the_person", False, True),
        ("for_the_person", True, False),
        ("reports_to_an_authority", False, False),
        ("workers_only", False, False),
    ],
)
def test_which_lines_may_be_shown(audience: str, never: bool, shown: bool) -> None:
    line = replace(LINE, audience=audience, never_show_to_person=never)
    assert read_help_line(Fields(line.as_json())).may_be_shown is shown


@pytest.mark.parametrize(
    ("today", "fresh"),
    [
        (date(2026, 3, 1), True),
        (date(2026, 5, 1), True),
        (date(2026, 5, 2), False),
        (date(2026, 2, 28), False),
    ],
)
def test_fresh_until_the_check_by_date(today: date, fresh: bool) -> None:
    assert LINE.fresh(today) is fresh


def test_fresh_for_ninety_days() -> None:
    line = replace(LINE, verify_by=None)
    assert line.fresh(date(2026, 5, 30))
    assert not line.fresh(date(2026, 5, 31))
    assert not replace(line, verified_on=None).fresh(date(2026, 3, 1))


@pytest.mark.parametrize("missing", ["audience", "shares_with_police", "never_show_to_person", "survivors_answer"])
def test_a_line_says_whom_it_is_for(missing: str) -> None:
    value = LINE.as_json()
    del value[missing]
    with pytest.raises(BadField) as caught:
        read_help_lines(Fields({"v": 1, "lines": [value]}))
    assert caught.value.field == f"lines[0].{missing}"


def test_a_line_for_persons_needs_a_way_to_reach_it() -> None:
    with pytest.raises(BadField):
        read_help_line(Fields(replace(LINE, call=(), text=()).as_json()))
