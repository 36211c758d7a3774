# SPDX-License-Identifier: GPL-3.0-or-later
"""Schedules as directories write them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.directory_import import Notes
from outreach_app.domain.hours import DAILY, MONTHLY, WEEKDAYS, WEEKLY, YEARLY, Hours, Schedule, read_schedule
from outreach_app.domain.reading import Fields
from outreach_app.formats.hsds_fields import Loose
from outreach_app.formats.hsds_schedules import read_row, read_schedules


def read(**row: Any) -> tuple[Schedule | None, list[str]]:
    """The one schedule of a row and the reasons of its problems."""
    notes = Notes()
    found = read_row(Loose(row, 1, notes))
    assert len(found) < 2
    return found[0] if found else None, [problem.reason for problem in notes.all()]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("09:00", 540), ("9:00", 540), ("9:00am", 540), ("7:30 am ", 450), ("9 a.m.", 540), ("9", 540), ("0900", 540),
        ("900", 540), ("9.30", 570), ("17:00:00", 1020), ("17:00:00.000", 1020), ("5pm", 1020), ("5 PM", 1020),
        ("12am", 0), ("12pm", 720), ("12:30 AM", 30), ("00:00", 0), ("24:00", 1440), ("noon", 720), ("midnight", 1440),
        ("10:00-05:00", 600), ("10:00+0530", 600),
    ],
)  # fmt: skip
def test_clock_times(text: str, minutes: int) -> None:
    schedule, problems = read(freq="WEEKLY", byday="MO", opens_at=text, closes_at="23:00")
    assert schedule is not None
    assert (schedule.opens, problems) == (minutes, [])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("25:00", "not_a_time"), ("24:01", "not_a_time"), ("9:60", "not_a_time"), ("13pm", "not_a_time"),
        ("0am", "not_a_time"), ("sunset", "not_a_time"), ("9-5", "not_a_time"), ("14:00Z", "utc_time"),
        ("14:00+00:00", "utc_time"), ("-9:00", "not_a_time"), ("١٢:٠٠x", "not_a_time"),
    ],
)  # fmt: skip
def test_times_that_cannot_be_told(text: str, reason: str) -> None:
    schedule, problems = read(freq="WEEKLY", byday="MO", opens_at=text, closes_at="23:00")
    assert schedule is not None
    assert (schedule.opens, problems) == (-1, [reason])


@pytest.mark.parametrize(
    ("row", "freq", "byday"),
    [
        ({"freq": "WEEKLY", "byday": "MO,TU"}, WEEKLY, ("MO", "TU")),
        ({"freq": "weekly", "byday": "mo; we"}, WEEKLY, ("MO", "WE")),
        ({"byday": "MO"}, WEEKLY, ("MO",)),
        ({"byday": "1SA"}, MONTHLY, ("1SA",)),
        ({"freq": "MONTHLY", "byday": "+2TU,-1FR"}, MONTHLY, ("2TU", "-1FR")),
        ({"freq": "WEEKLY", "byday": "MO-WE"}, WEEKLY, ("MO", "TU", "WE")),
        ({"freq": "WEEKLY", "byday": "FR-MO"}, WEEKLY, ("FR", "SA", "SU", "MO")),
        ({"freq": "WEEKLY", "byday": "Monday, Thursday"}, WEEKLY, ("MO", "TH")),
        ({"freq": "WEEKLY", "byday": "Mon., Tue, Wed, Thurs, Fri, Sat, Sun"}, WEEKLY, WEEKDAYS),
        ({"freq": "WEEKLY", "byday": "Monday to Friday"}, WEEKLY, ("MO", "TU", "WE", "TH", "FR")),
        ({"freq": "WEEKLY", "byday": "MO,MO"}, WEEKLY, ("MO",)),
        ({"freq": "DAILY"}, WEEKLY, WEEKDAYS),
    ],
)
def test_rules(row: dict[str, str], freq: str, byday: tuple[str, ...]) -> None:
    schedule, problems = read(opens_at="9:00", closes_at="10:00", **row)
    assert schedule is not None
    assert (schedule.freq, schedule.byday, problems) == (freq, byday, [])


@pytest.mark.parametrize(
    "row",
    [
        {"freq": "HOURLY"},
        {"freq": "YEARLY"},
        {"freq": "WEEKLY"},
        {"freq": "WEEKLY", "byday": "MO", "count": 3},
        {"freq": "MONTHLY", "byday": "MO", "byweekno": "41,42"},
        {"freq": "MONTHLY", "byday": "9MO"},
        {"freq": "WEEKLY", "byday": "99MO"},
        {"freq": "WEEKLY", "byday": "weekdays"},
        {"freq": "DAILY", "interval": 2},
    ],
)
def test_rules_that_are_not_followed_are_named(row: dict[str, Any]) -> None:
    schedule, problems = read(opens_at="9:00", closes_at="10:00", **row)
    assert schedule is not None
    assert "rule_not_followed" in problems
    assert Hours((schedule,)).open_at(datetime(2026, 3, 2, 9, 30, tzinfo=UTC)) == "unknown"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"freq": "DAILY", "interval": 2, "dtstart": "2026-03-01"},
         Schedule(freq=DAILY, interval=2, dtstart=date(2026, 3, 1))),
        ({"freq": "DAILY", "interval": "1"}, Schedule(freq=WEEKLY, byday=WEEKDAYS)),
        ({"freq": "YEARLY", "dtstart": "2020-07-04"}, Schedule(freq=YEARLY, dtstart=date(2020, 7, 4))),
        ({"freq": "YEARLY", "byyearday": "1,-1"}, Schedule(freq=YEARLY, byyearday=(1, -1))),
        ({"byyearday": "100"}, Schedule(freq=YEARLY, byyearday=(100,))),
        ({"x_freq": "YEARLY", "byday": "20MO"}, Schedule(freq=YEARLY, byday=("20MO",))),
        ({"freq": "WEEKLY", "byday": "TU", "byweekno": "41, 42"},
         Schedule(freq=WEEKLY, byday=("TU",), byweekno=(41, 42))),
        ({"freq": "WEEKLY", "byday": "TU", "count": 10, "dtstart": "2026-03-03"},
         Schedule(freq=WEEKLY, byday=("TU",), count=10, dtstart=date(2026, 3, 3))),
    ],
)  # fmt: skip
def test_every_part_of_a_rule_comes_through(row: dict[str, Any], expected: Schedule) -> None:
    schedule, problems = read(opens_at="9:00", closes_at="10:00", **row)
    assert (schedule, problems) == (replace(expected, opens=540, closes=600), [])


DAY: Final = {"valid_from": "2026-12-24", "valid_to": "2026-12-24"}
WEEK: Final = {"valid_from": "2026-12-24", "valid_to": "2026-12-31"}
SEASON: Final = {"valid_from": "2026-12-01", "valid_to": "2027-02-28"}
TIMES: Final = {"opens_at": "10:00", "closes_at": "12:00"}


@pytest.mark.parametrize(
    ("row", "kind", "why"),
    [
        (DAY, "closed", "a day of its own without times or words"),
        ({"dtstart": "2026-12-24", "until": "2026-12-24"}, "closed", "the same, written as a rule's ends"),
        ({**DAY, "description": "Closed"}, "closed", "said so"),
        ({**DAY, "notes": "CLOSED for Christmas"}, "closed", "said so in the notes"),
        ({**DAY, "description": "Christmas Eve"}, "closed", "a holiday's name and no times"),
        ({**DAY, "description": "Cerrado"}, "closed", "in Spanish"),
        ({**WEEK, "description": "Closed for the holidays"}, "closed", "a week"),
        ({**SEASON, "description": "Temporarily closed"}, "", "words that begin otherwise are left to people"),
        ({**SEASON, "description": "Closed for the season"}, "closed", "a season"),
        ({"freq": "WEEKLY", "byday": "SU", "description": "Closed"}, "closed", "each Sunday"),
        ({"freq": "WEEKLY", "byday": "SU", "opens_at": "00:00", "closes_at": "00:00", "description": "Closed"},
         "closed",
         "midnight to midnight and said closed"),
        ({"freq": "WEEKLY", "byday": "SU", "description": "Closed holidays"}, "", "on holidays, not each Sunday"),
        ({**DAY, "description": "Closed to new clients"}, "instead", "not closed, and not as usual: unknown"),
        ({**DAY, "description": "Party, call for times"}, "instead", "other hours that nobody wrote down"),
        ({**DAY, "description": "Christmas Eve 10-2"}, "instead", "times that cannot be told are no closing"),
        ({**DAY, **TIMES}, "", "times for one day and no word about the others"),
        ({**DAY, **TIMES, "description": "Holiday hours"}, "instead", "said so"),
        ({**WEEK, **TIMES, "description": "New Year's hours"}, "instead", "a holiday's name"),
        ({**WEEK, **TIMES, "freq": "WEEKLY", "byday": "MO", "notes": "Christmas week"}, "instead", "with a rule"),
        ({**SEASON, **TIMES, "description": "Holiday hours"}, "", "too long for a holiday"),
        ({**WEEK, **TIMES, "description": "Winter programme"}, "", "no holiday"),
        ({**SEASON, **TIMES, "description": "Instead of the regular hours: winter"},
         "instead", "this program's own words"),
        ({**WEEK, "description": "By appointment"}, "", "words for a period"),
        ({"valid_from": "2026-12-25", "valid_to": "2026-12-24", "description": "Closed"},
         "", "it ends before it begins"),
        ({"description": "Closed"}, "", "closed, but when?"),
        ({"freq": "WEEKLY", "byday": "MO", **TIMES, "description": "Closed on holidays"},
         "", "hours with a word on holidays"),
    ],
)  # fmt: skip
def test_exceptions(row: dict[str, Any], kind: str, why: str) -> None:
    schedule, _ = read(**row)
    assert schedule is not None
    assert schedule.kind == kind, why
    if kind == "closed":
        assert (schedule.opens, schedule.closes) == (-1, -1)
    if kind and not schedule.freq:
        assert schedule.valid_from is not None
        assert schedule.valid_to is not None


def test_this_programs_own_words_come_off_again() -> None:
    assert read(**WEEK, description="Closed: renovation")[0] == Schedule(
        kind="closed", valid_from=date(2026, 12, 24), valid_to=date(2026, 12, 31), prose="renovation"
    )
    assert read(**WEEK, **TIMES, description="Instead of the regular hours")[0] == Schedule(
        kind="instead", valid_from=date(2026, 12, 24), valid_to=date(2026, 12, 31), opens=600, closes=720
    )


def test_notes_are_shown_with_the_description() -> None:
    base = {"freq": "WEEKLY", "byday": "MO", **TIMES}
    assert read(**base, notes="Closed on holidays")[0] == Schedule(
        freq=WEEKLY, byday=("MO",), opens=600, closes=720, prose="Closed on holidays"
    )
    both, _ = read(**base, description="Ring twice", notes="Including holidays")
    assert both is not None
    assert both.prose == "Ring twice; Including holidays"


def test_words_can_give_several_rows_each_within_the_rows_period() -> None:
    rows = read_row(Loose({"description": "Mon-Fri 9am-5pm; Sat 10am-2pm", **SEASON}, 1, Notes()))
    assert [(row.byday, row.opens, row.closes) for row in rows] == [(WEEKDAYS[:5], 540, 1020), (("SA",), 600, 840)]
    assert {(row.valid_from, row.valid_to) for row in rows} == {(date(2026, 12, 1), date(2027, 2, 28))}


def test_words_that_the_notes_restrict_stay_words() -> None:
    assert read(description="Mon-Fri 9am-5pm", notes="men only")[0] == Schedule(prose="Mon-Fri 9am-5pm; men only")


def test_a_problem_is_named_in_every_row_that_has_it() -> None:
    notes = Notes()
    for number in (1, 2):
        read_row(Loose({"freq": "WEEKLY", "byday": "MO", "opens_at": "soon"}, number, notes))
    assert [problem.row for problem in notes.all()] == [1, 2]


def test_values_of_another_type_are_not_taken_for_those_read_before() -> None:
    base = {"freq": "WEEKLY", "byday": "MO", "dtstart": "2026-03-02", **TIMES}
    assert read(**base, interval=1)[1] == []
    assert read(**base, interval=True)[1] == ["not_a_number"]
    assert read(**base, interval=[1])[1] == ["not_a_number"]


def test_the_rest_of_a_rule() -> None:
    schedule, problems = read(
        freq="MONTHLY", bymonthday="1, -1, 40", interval="2", wkst="su", dtstart="2026-01-01", until="20261231T000000Z",
        valid_from="2026-01-05", valid_to="2027-01-01", opens_at="9:00", closes_at="10:00", description="Ring twice",
    )  # fmt: skip
    assert schedule == Schedule(
        freq=MONTHLY, interval=2, bymonthday=(1, -1), wkst="SU", opens=540, closes=600, dtstart=date(2026, 1, 1),
        valid_from=date(2026, 1, 5), valid_to=date(2026, 12, 31), prose="Ring twice",
    )  # fmt: skip
    assert problems == ["not_a_number"]


@pytest.mark.parametrize(
    "text", ["24/7", "24 hours a day, 7 days a week", "Open 24/7.", "24h every day", "24 Hours, Daily"]
)
def test_words_that_cannot_be_misread(text: str) -> None:
    schedule, _ = read(description=text)
    assert schedule is not None
    assert schedule == Schedule(freq=WEEKLY, byday=WEEKDAYS, opens=0, closes=1440)


@pytest.mark.parametrize("text", ["By appointment", "24 hours' notice", "Answer within 24 hours", "9-5 weekdays"])
def test_other_words_stay_words(text: str) -> None:
    schedule, _ = read(description=text)
    assert schedule == Schedule(prose=text)


def test_an_empty_row_is_none() -> None:
    assert read(id="x")[0] is None


def test_intake_and_opening_apart_each_once() -> None:
    problems = Notes()
    base = {"freq": "WEEKLY", "byday": "MO", "opens_at": "9:00", "closes_at": "10:00"}
    given = [base, dict(base), {**base, "attending_type": "Intake"}, {**base, "attending_type": "in person"}]
    opening, intake = read_schedules(Loose(row, 1, problems) for row in given)
    assert (len(opening), len(intake)) == (1, 1)


TEXTS: Final = (
    "WEEKLY", "DAILY", "YEARLY", "MO", "MO-FR", "1SA,-1FR", "53MO", "1", "0", "-1", "366", "400", "99999999", "09:00",
    "9am", "24:00", "00:00", "2026-12-24", "1900-01-01", "2199-12-31", "9999-01-01", "Closed", "Closed: x", "Christmas",
    "Instead of the regular hours", "Mon-Fri 9am-5pm", "24/7", "holiday hours", "x" * 1200, "intake", "", "SU",
)  # fmt: skip
SCALARS: Final = st.integers(-5, 10**6) | st.booleans() | st.none() | st.floats() | st.text(max_size=12)
VALUES: Final = st.sampled_from(TEXTS) | SCALARS | st.lists(st.integers(), max_size=2)
NAMES: Final = (
    "freq", "x_freq", "interval", "byday", "bymonthday", "byyearday", "byweekno", "count", "wkst", "opens_at",
    "closes_at", "dtstart", "until", "valid_from", "valid_to", "description", "notes",
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_any_row_gives_hours_that_can_be_kept_and_asked(row: dict[str, Any]) -> None:
    for schedule in read_row(Loose(row, 1, Notes())):
        assert read_schedule(Fields(schedule.as_json())) == schedule
        hours = Hours((schedule,))
        assert hours.open_at(datetime(2026, 3, 2, 9, 30, tzinfo=UTC)) in ("yes", "no", "unknown")
        hours.next_opening(datetime(2026, 12, 20, 9, 30, tzinfo=UTC))
