# SPDX-License-Identifier: GPL-3.0-or-later
"""Schedules as directories write them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from outreach_app.domain.hours import MONTHLY, OTHER, WEEKDAYS, WEEKLY, Schedule
from outreach_app.formats.hsds_fields import Loose, Problems
from outreach_app.formats.hsds_schedules import read_row, read_schedules


def read(**row: Any) -> tuple[Schedule | None, list[str]]:
    """A schedule and the reasons of its problems."""
    problems = Problems()
    return read_row(Loose(row, 1, problems)), [problem.reason for problem in problems.all()]


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
        {"freq": "YEARLY"},
        {"freq": "WEEKLY", "byday": "MO", "count": 3},
        {"freq": "WEEKLY", "byday": "MO", "byweekno": "41,42"},
        {"freq": "WEEKLY", "byday": "9MO"},
        {"freq": "WEEKLY", "byday": "weekdays"},
        {"freq": "DAILY", "interval": 2},
    ],
)
def test_rules_that_are_not_followed_are_named(row: dict[str, Any]) -> None:
    schedule, problems = read(opens_at="9:00", closes_at="10:00", **row)
    assert schedule is not None
    assert schedule.freq == OTHER
    assert "rule_not_followed" in problems


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
    assert (schedule.freq, schedule.byday, schedule.opens, schedule.closes) == (WEEKLY, WEEKDAYS, 0, 1440)
    assert schedule.prose == text


@pytest.mark.parametrize("text", ["By appointment", "24 hours' notice", "Answer within 24 hours", "9-5 weekdays"])
def test_other_words_stay_words(text: str) -> None:
    schedule, _ = read(description=text)
    assert schedule == Schedule(prose=text)


def test_an_empty_row_is_none() -> None:
    assert read(id="x")[0] is None


def test_intake_and_opening_apart_each_once() -> None:
    problems = Problems()
    base = {"freq": "WEEKLY", "byday": "MO", "opens_at": "9:00", "closes_at": "10:00"}
    given = [base, dict(base), {**base, "attending_type": "Intake"}, {**base, "attending_type": "in person"}]
    opening, intake = read_schedules(Loose(row, 1, problems) for row in given)
    assert (len(opening), len(intake)) == (1, 1)
