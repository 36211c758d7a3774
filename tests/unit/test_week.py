# SPDX-License-Identifier: GPL-3.0-or-later
"""The week in quarter hours never says for certain what hours do not say."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from outreach_app.domain.directory import Entry, entry_id
from outreach_app.domain.hours import NO, UNKNOWN, WEEKDAYS, YES, Schedule
from outreach_app.domain.week import WEEK_SLOTS, WHOLE_WEEK, Week, slot_of, week_of

ON = date(2026, 5, 15)
PLACE = Entry(id=entry_id("t", "1"), name="Quay")
TIMES = st.sampled_from([-1, 0, 60, 541, 545, 720, 1320, 1325, 1439, 1440])
DATES = st.sampled_from([None, None, date(2026, 5, 12), ON, date(2026, 5, 18)])


def rows() -> st.SearchStrategy[tuple[Schedule, ...]]:
    """Rows of hours of every kind."""
    days = st.lists(st.sampled_from([*WEEKDAYS, "1SA", "-1FR"]), max_size=3, unique=True).map(tuple)
    regular = st.builds(
        Schedule,
        freq=st.sampled_from(["", "DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "OTHER"]),
        interval=st.sampled_from([1, 1, 2]),
        byday=days,
        opens=TIMES,
        closes=TIMES,
        dtstart=DATES,
        valid_from=DATES,
        valid_to=DATES,
        count=st.sampled_from([0, 0, 0, 3]),
    )
    day = st.sampled_from([ON, date(2026, 5, 18)])
    exception = st.builds(
        lambda kind, first, opens, closes: Schedule(
            kind=kind, valid_from=first, valid_to=first,
            opens=-1 if kind == "closed" else opens, closes=-1 if kind == "closed" else closes,
        ),
        st.sampled_from(["closed", "instead"]), day, TIMES, TIMES,
    )  # fmt: skip
    return st.lists(st.one_of(regular, regular, exception), max_size=3).map(tuple)


def has(bits: int, slot: int) -> bool:
    """Whether a quarter hour is in."""
    return bool(bits >> slot & 1)


def is_irregular(week: Week, day: date) -> bool:
    """Whether the week does not hold on a date."""
    return any(first <= day.toordinal() <= last for first, last in week.irregular)


@settings(deadline=None)
@given(rows(), rows(), st.integers(0, 14 * 24 * 12))
def test_what_the_week_says_for_certain_the_hours_say(
    intake: tuple[Schedule, ...], opening: tuple[Schedule, ...], fives: int
) -> None:
    entry = Entry(id=PLACE.id, name="Quay", intake=intake, opening=opening)
    week = week_of(entry, ON)
    at = datetime(2026, 5, 10, tzinfo=UTC) + timedelta(minutes=5 * fives)
    slot = slot_of(at.weekday(), at.hour, at.minute)
    told = entry.intake_hours.open_at(at)
    if is_irregular(week, at.date()):
        assert told != YES or has(week.may, slot)
    elif has(week.takes, slot):
        assert told == YES
    elif has(week.refuses, slot):
        assert told == NO
    elif not has(week.unsure, slot):
        assert told == UNKNOWN
        assert not has(week.shut, slot) or entry.opening_hours.open_at(at) == NO


def test_round_the_clock() -> None:
    always = Schedule("WEEKLY", byday=WEEKDAYS, opens=0, closes=1439)
    assert week_of(Entry(id=PLACE.id, name="Quay", intake=(always,)), ON).takes == WHOLE_WEEK
    attribute = Entry(id=PLACE.id, name="Quay", attributes={"intake_24h": "yes"})
    assert week_of(attribute, ON) == Week(takes=WHOLE_WEEK, always_says=True)


def test_a_night_runs_from_sunday_into_monday() -> None:
    night = Schedule("WEEKLY", byday=("SU",), opens=22 * 60, closes=6 * 60)
    week = week_of(Entry(id=PLACE.id, name="Quay", intake=(night,)), ON)
    assert has(week.takes, WEEK_SLOTS - 1)
    assert has(week.takes, slot_of(0, 5, 45))
    assert has(week.refuses, slot_of(0, 6, 0))


def test_odd_minutes_leave_a_quarter_hour_open() -> None:
    odd = Schedule("WEEKLY", byday=("MO",), opens=9 * 60 + 5, closes=10 * 60)
    week = week_of(Entry(id=PLACE.id, name="Quay", intake=(odd,)), ON)
    nine = slot_of(0, 9, 0)
    assert has(week.unsure, nine)
    assert not has(week.takes, nine)
    assert has(week.takes, nine + 1)


def test_hours_that_begin_later_are_irregular_then() -> None:
    summer = Schedule("WEEKLY", byday=WEEKDAYS, opens=540, closes=1020, valid_from=date(2026, 6, 1))
    week = week_of(Entry(id=PLACE.id, name="Quay", intake=(summer,)), ON)
    assert (week.takes, is_irregular(week, ON), is_irregular(week, date(2026, 6, 1))) == (0, False, True)
    assert has(week.may, slot_of(0, 12, 0))
    assert not has(week.may, slot_of(0, 20, 0))
