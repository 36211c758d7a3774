# SPDX-License-Identifier: GPL-3.0-or-later
"""The days that rules name, against dateutil's own answer, and rules made to keep the program busy."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from dateutil import rrule as library
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.recurrence import days_of
from outreach_app.domain.schedule import DAILY, MONTHLY, OTHER, WEEKDAYS, WEEKLY, YEARLY, Schedule

FIRST = date(2020, 1, 1)
SPAN = 5 * 366


def named(schedule: Schedule) -> set[date]:
    """The days of five years that a rule names from its first day on."""
    days = days_of(schedule)
    assert days is not None
    begin = schedule.dtstart or FIRST
    every = (FIRST + timedelta(days=ahead) for ahead in range(SPAN))
    return {day for day in every if day >= begin and days(day)}


def by_library(schedule: Schedule, **more: Any) -> set[date]:
    """The same, told by dateutil in one rule."""
    begin = datetime.combine(schedule.dtstart or FIRST, datetime.min.time())
    last = datetime.combine(FIRST, datetime.min.time()) + timedelta(days=SPAN - 1)
    rule = library.rrule(
        getattr(library, schedule.freq), dtstart=begin, interval=schedule.interval,
        wkst=WEEKDAYS.index(schedule.wkst), until=last, **more,
    )  # fmt: skip
    return {moment.date() for moment in rule if moment.date() >= FIRST}


def weekdays(schedule: Schedule) -> list[library.weekday]:
    """A rule's weekdays as dateutil's."""
    return [
        library.weekday(WEEKDAYS.index(text[-2:]), int(text[:-2]) if text[:-2] else None) for text in schedule.byday
    ]


starts = st.dates(date(2015, 1, 1), date(2022, 12, 31))
intervals = st.integers(1, 60)
week_starts = st.sampled_from(WEEKDAYS)
some_days = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=7, unique=True).map(tuple)


@given(byday=some_days)
def test_the_plain_weekly_way_agrees_with_the_library(byday: tuple[str, ...]) -> None:
    schedule = Schedule(freq=WEEKLY, byday=byday)
    assert named(schedule) == by_library(schedule, byweekday=weekdays(schedule))


@given(byday=some_days, interval=intervals, dtstart=starts, wkst=week_starts)
def test_weeks_with_an_interval(byday: tuple[str, ...], interval: int, dtstart: date, wkst: str) -> None:
    schedule = Schedule(freq=WEEKLY, byday=byday, interval=interval, dtstart=dtstart, wkst=wkst)
    assert named(schedule) == by_library(schedule, byweekday=weekdays(schedule))


@given(interval=intervals, dtstart=starts)
def test_days_with_an_interval(interval: int, dtstart: date) -> None:
    schedule = Schedule(freq=DAILY, interval=interval, dtstart=dtstart)
    assert named(schedule) == by_library(schedule)


ordinals = st.lists(
    st.tuples(st.sampled_from([1, 2, 3, 4, -1, -2]), st.sampled_from(WEEKDAYS)), min_size=1, max_size=3, unique=True
)


@given(days=ordinals, interval=intervals, dtstart=starts)
def test_ordinals_of_a_month(days: list[tuple[int, str]], interval: int, dtstart: date) -> None:
    byday = tuple(f"{count}{day}" for count, day in days)
    schedule = Schedule(freq=MONTHLY, byday=byday, interval=interval, dtstart=dtstart)
    assert named(schedule) == by_library(schedule, byweekday=weekdays(schedule))


month_days = st.lists(st.sampled_from([1, 2, 13, 28, -1, -2, -28]), min_size=1, max_size=3, unique=True)


@given(days=month_days, dtstart=starts, interval=st.integers(1, 11))
def test_days_of_a_month(days: list[int], dtstart: date, interval: int) -> None:
    schedule = Schedule(freq=MONTHLY, bymonthday=tuple(days), interval=interval, dtstart=dtstart)
    assert named(schedule) == by_library(schedule, bymonthday=days)


@given(day=st.sampled_from([29, 30, 31, -29, -30, -31]))
def test_days_that_not_every_month_has(day: int) -> None:
    schedule = Schedule(freq=MONTHLY, bymonthday=(day,))
    assert named(schedule) == by_library(schedule, bymonthday=day)


@given(days=st.lists(st.integers(1, 365), min_size=1, max_size=4), minus=st.booleans(), interval=st.integers(1, 3))
def test_days_of_a_year(days: list[int], minus: bool, interval: int) -> None:
    numbers = tuple(-day if minus else day for day in days)
    schedule = Schedule(freq=YEARLY, byyearday=numbers, interval=interval, dtstart=date(2019, 1, 1))
    assert named(schedule) == by_library(schedule, byyearday=numbers)


@given(weeks=st.lists(st.integers(1, 52), min_size=1, max_size=4), byday=some_days, wkst=week_starts)
def test_weeks_of_a_year(weeks: list[int], byday: tuple[str, ...], wkst: str) -> None:
    for freq in (WEEKLY, YEARLY):
        schedule = Schedule(freq=freq, byweekno=tuple(weeks), byday=byday, wkst=wkst)
        assert named(schedule) == by_library(schedule, byweekno=weeks, byweekday=weekdays(schedule))


@given(dtstart=starts, freq=st.sampled_from([WEEKLY, MONTHLY, YEARLY]))
def test_what_a_rule_leaves_open_comes_from_its_first_day(dtstart: date, freq: str) -> None:
    schedule = Schedule(freq=freq, dtstart=dtstart)
    assert named(schedule) == by_library(schedule)


def test_weekdays_with_and_without_an_ordinal_add_up() -> None:
    days = days_of(Schedule(freq=MONTHLY, byday=("MO", "1TU")))
    assert days is not None
    assert [day for day in range(1, 15) if days(date(2026, 3, day))] == [2, 3, 9]


ENDLESS = [
    Schedule(freq=DAILY, interval=2, dtstart=date(1900, 1, 1)),
    Schedule(freq=DAILY, bymonthday=(31,), interval=999, dtstart=date(1900, 1, 1)),
    Schedule(freq=WEEKLY, interval=1000, byday=("MO",), dtstart=date(1900, 1, 1)),
    Schedule(freq=WEEKLY, byweekno=(53, -53), byday=("MO",), interval=7, dtstart=date(1950, 2, 1)),
    Schedule(freq=MONTHLY, byday=("5MO",), bymonthday=(1,)),
    Schedule(freq=MONTHLY, bymonthday=(31,), interval=12, dtstart=date(2026, 2, 1)),
    Schedule(freq=MONTHLY, interval=1000, dtstart=date(1900, 1, 31)),
    Schedule(freq=MONTHLY, bymonthday=tuple(range(1, 28)), interval=3, count=100_000, dtstart=date(1900, 2, 1)),
    Schedule(freq=YEARLY, byyearday=(366,), byweekno=(10,), byday=("MO",)),
    Schedule(freq=YEARLY, byyearday=(366,), interval=4, dtstart=date(2025, 1, 1)),
    Schedule(freq=YEARLY, byday=("53MO", "-53TU"), interval=1000, dtstart=date(1901, 1, 1)),
    Schedule(freq=YEARLY, dtstart=date(2024, 2, 29), interval=3, count=100_000),
    Schedule(freq=YEARLY, bymonthday=(30, -31), byyearday=(60,), byweekno=(30,), byday=("SU",), wkst="TH"),
]


@pytest.mark.parametrize("schedule", ENDLESS, ids=str)
def test_no_rule_keeps_the_program_busy(schedule: Schedule) -> None:
    started = time.perf_counter()
    days = days_of(schedule)
    assert days is not None
    for year in (1900, 2026, 2199):
        days(date(year, 12, 31))
    assert time.perf_counter() - started < 0.1


@pytest.mark.parametrize(
    "schedule",
    [
        Schedule(),
        Schedule(byday=("MO",)),
        Schedule(freq=OTHER, byday=("MO",)),
        Schedule(freq=WEEKLY),
        Schedule(freq=WEEKLY, byday=("1MO",)),
        Schedule(freq=WEEKLY, byday=("MO",), bymonthday=(1,)),
        Schedule(freq=WEEKLY, byday=("MO",), interval=2),
        Schedule(freq=WEEKLY, byday=("MO",), count=3),
        Schedule(freq=WEEKLY, byweekno=(2,)),
        Schedule(freq=DAILY, byday=("1MO",)),
        Schedule(freq=DAILY, byyearday=(3,)),
        Schedule(freq=MONTHLY, byday=("6MO",)),
        Schedule(freq=MONTHLY, byweekno=(2,), byday=("MO",)),
        Schedule(freq=MONTHLY, byday=("XX",)),
        Schedule(freq=YEARLY, byday=("1MO",), byweekno=(2,)),
        Schedule(freq=YEARLY),
    ],
    ids=str,
)
def test_rules_that_cannot_be_followed(schedule: Schedule) -> None:
    assert days_of(schedule) is None


def test_an_exception_without_a_rule_is_every_day_of_its_period() -> None:
    days = days_of(Schedule(kind="closed", valid_from=date(2026, 12, 24), valid_to=date(2026, 12, 26)))
    assert days is not None
    assert days(date(2026, 12, 25))
