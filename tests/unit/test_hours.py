# SPDX-License-Identifier: GPL-3.0-or-later
"""Open, closed or unknown: midnight, clock changes, ordinals, intervals, periods of validity."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from outreach_app.domain.errors import BadField
from outreach_app.domain.hours import MONTHLY, OTHER, WEEKDAYS, WEEKLY, Hours, Schedule, read_schedule
from outreach_app.domain.reading import Fields

CHICAGO = ZoneInfo("America/Chicago")
ALL_DAYS = WEEKDAYS


def hm(text: str) -> int:
    """Minutes after midnight."""
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def weekly(days: str, opens: str, closes: str, **more: object) -> Schedule:
    """A weekly row; `days` as in `MO,TU`, or `*`."""
    byday = ALL_DAYS if days == "*" else tuple(days.split(","))
    return Schedule(freq=WEEKLY, byday=byday, opens=hm(opens), closes=hm(closes), **more)  # type: ignore[arg-type]


def monthly(days: str = "", monthdays: tuple[int, ...] = (), **more: object) -> Schedule:
    """A monthly row, 10:00–12:00."""
    byday = tuple(days.split(",")) if days else ()
    return Schedule(freq=MONTHLY, byday=byday, bymonthday=monthdays, opens=600, closes=720, **more)  # type: ignore[arg-type]


def at(text: str, zone: ZoneInfo = CHICAGO, *, second: bool = False) -> datetime:
    """A local moment; `second` takes the later of two equal wall times."""
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=int(second))


OFFICE = (weekly("MO,TU,WE,TH,FR", "09:00", "17:00"),)
NIGHT = (weekly("TH,FR,SA", "22:00", "02:00"),)
BEDS = (weekly("*", "18:00", "08:00"),)
ALWAYS = (weekly("*", "00:00", "23:59"),)
UNTIL_MIDNIGHT = (weekly("*", "20:00", "00:00"),)
TWO_SPANS = (weekly("WE", "09:00", "12:00"), weekly("WE", "13:00", "17:00"))
WINTER = (weekly("*", "20:00", "07:00", valid_from=date(2025, 11, 15), valid_to=date(2026, 3, 31)),)
FORTNIGHT = (weekly("MO", "10:00", "12:00", interval=2, dtstart=date(2026, 1, 5)),)
FIRST_SATURDAY = (monthly("1SA"),)
LAST_FRIDAY = (monthly("-1FR"),)
FIFTEENTH = (monthly(monthdays=(15,)),)
LAST_DAY = (monthly(monthdays=(-1,)),)
EVERY_TUESDAY_BY_MONTH = (monthly("TU"),)
FRIDAY_13TH = (monthly("FR", (13,)),)
QUARTERLY = (monthly("1MO", interval=3, dtstart=date(2026, 1, 5)),)
SUNDAY_WEEKS = (weekly("SU,MO", "10:00", "12:00", interval=2, dtstart=date(2026, 1, 4), wkst="SU"),)
MONDAY_WEEKS = (weekly("SU,MO", "10:00", "12:00", interval=2, dtstart=date(2026, 1, 4), wkst="MO"),)

CASES = [
    # an office: edges of the day and of the week
    (OFFICE, "2026-03-03 09:00", "yes"),
    (OFFICE, "2026-03-03 08:59", "no"),
    (OFFICE, "2026-03-03 16:59", "yes"),
    (OFFICE, "2026-03-03 17:00", "no"),
    (OFFICE, "2026-03-07 12:00", "no"),
    (OFFICE, "2026-03-08 12:00", "no"),
    (OFFICE, "2026-03-02 00:00", "no"),
    # closing before opening is the next day
    (NIGHT, "2026-03-05 21:59", "no"),
    (NIGHT, "2026-03-05 22:00", "yes"),
    (NIGHT, "2026-03-05 23:59", "yes"),
    (NIGHT, "2026-03-06 00:00", "yes"),
    (NIGHT, "2026-03-06 01:59", "yes"),
    (NIGHT, "2026-03-06 02:00", "no"),
    (NIGHT, "2026-03-08 01:30", "yes"),
    (NIGHT, "2026-03-09 00:30", "no"),
    (NIGHT, "2026-03-05 00:30", "no"),
    (BEDS, "2026-03-05 03:00", "yes"),
    (BEDS, "2026-03-05 08:00", "no"),
    (BEDS, "2026-03-05 12:00", "no"),
    (BEDS, "2026-03-05 18:00", "yes"),
    # 24 hours are written 00:00–23:59
    (ALWAYS, "2026-03-05 23:59", "yes"),
    (ALWAYS, "2026-03-06 00:00", "yes"),
    ((weekly("FR", "00:00", "23:59"),), "2026-03-06 23:59", "yes"),
    ((weekly("FR", "00:00", "23:59"),), "2026-03-07 00:00", "no"),
    # midnight as a closing time
    (UNTIL_MIDNIGHT, "2026-03-05 23:59", "yes"),
    (UNTIL_MIDNIGHT, "2026-03-06 00:00", "no"),
    ((weekly("*", "20:00", "24:00"),), "2026-03-05 23:59", "yes"),
    ((weekly("*", "00:00", "04:00"),), "2026-03-05 00:00", "yes"),
    ((weekly("*", "00:00", "04:00"),), "2026-03-05 23:59", "no"),
    # several spans a day
    (TWO_SPANS, "2026-03-04 11:59", "yes"),
    (TWO_SPANS, "2026-03-04 12:30", "no"),
    (TWO_SPANS, "2026-03-04 13:00", "yes"),
    # validity: a period that has passed, or has not begun, leaves the hours unknown
    (WINTER, "2026-03-31 21:00", "yes"),
    (WINTER, "2026-04-01 06:59", "yes"),
    (WINTER, "2026-04-01 07:00", "unknown"),
    (WINTER, "2026-04-02 21:00", "unknown"),
    (WINTER, "2025-11-14 21:00", "unknown"),
    (WINTER, "2025-11-15 01:00", "no"),
    (WINTER, "2025-11-15 20:00", "yes"),
    ((*WINTER, *OFFICE), "2026-04-02 20:00", "no"),
    ((*WINTER, *OFFICE), "2026-04-02 12:00", "yes"),
    # intervals
    (FORTNIGHT, "2026-01-05 11:00", "yes"),
    (FORTNIGHT, "2026-01-12 11:00", "no"),
    (FORTNIGHT, "2026-01-19 11:00", "yes"),
    (FORTNIGHT, "2025-12-22 11:00", "unknown"),
    (SUNDAY_WEEKS, "2026-01-05 11:00", "yes"),
    (SUNDAY_WEEKS, "2026-01-11 11:00", "no"),
    (MONDAY_WEEKS, "2026-01-05 11:00", "no"),
    (MONDAY_WEEKS, "2026-01-12 11:00", "yes"),
    # months
    (FIRST_SATURDAY, "2026-03-07 10:30", "yes"),
    (FIRST_SATURDAY, "2026-03-14 10:30", "no"),
    (LAST_FRIDAY, "2026-03-27 10:30", "yes"),
    (LAST_FRIDAY, "2026-03-20 10:30", "no"),
    (LAST_FRIDAY, "2026-02-27 10:30", "yes"),
    (FIFTEENTH, "2026-03-15 10:30", "yes"),
    (FIFTEENTH, "2026-03-16 10:30", "no"),
    (LAST_DAY, "2026-02-28 10:30", "yes"),
    (LAST_DAY, "2028-02-28 10:30", "no"),
    (LAST_DAY, "2028-02-29 10:30", "yes"),
    (EVERY_TUESDAY_BY_MONTH, "2026-03-24 10:30", "yes"),
    (FRIDAY_13TH, "2026-03-13 10:30", "yes"),
    (FRIDAY_13TH, "2026-03-06 10:30", "no"),
    (QUARTERLY, "2026-01-05 10:30", "yes"),
    (QUARTERLY, "2026-02-02 10:30", "no"),
    (QUARTERLY, "2026-04-06 10:30", "yes"),
    # clocks go forward on 2026-03-08 at 02:00, back on 2026-11-01 at 02:00
    ((weekly("*", "22:00", "06:00"),), "2026-03-08 03:30", "yes"),
    ((weekly("*", "22:00", "06:00"),), "2026-03-08 06:00", "no"),
    ((weekly("*", "02:00", "03:00"),), "2026-03-08 03:00", "no"),
    ((weekly("*", "01:00", "03:00"),), "2026-03-08 01:59", "yes"),
    ((weekly("*", "01:00", "03:00"),), "2026-03-08 03:00", "no"),
    ((weekly("*", "00:00", "23:59"),), "2026-03-08 03:00", "yes"),
    ((weekly("*", "00:00", "23:59"),), "2026-11-01 01:30", "yes"),
    ((weekly("*", "20:00", "04:00"),), "2026-11-01 03:59", "yes"),
    ((weekly("*", "20:00", "04:00"),), "2026-11-01 04:00", "no"),
    ((weekly("*", "20:00", "04:00"),), "2026-03-08 04:00", "no"),
    # what cannot be known
    ((), "2026-03-05 12:00", "unknown"),
    ((weekly("*", "09:00", "09:00"),), "2026-03-05 09:00", "unknown"),
    ((Schedule(freq=WEEKLY, byday=("MO",), opens=540),), "2026-03-02 12:00", "unknown"),
    ((Schedule(freq=WEEKLY, opens=540, closes=600),), "2026-03-02 09:30", "unknown"),
    ((Schedule(freq=OTHER, opens=540, closes=600),), "2026-03-02 09:30", "unknown"),
    ((Schedule(prose="By appointment"),), "2026-03-02 09:30", "unknown"),
    ((weekly("1MO", "09:00", "10:00"),), "2026-03-02 09:30", "unknown"),
    ((weekly("MO", "09:00", "10:00", interval=2),), "2026-03-02 09:30", "unknown"),
    ((Schedule(freq=WEEKLY, byday=("MO",), bymonthday=(2,), opens=540, closes=600),), "2026-03-02 09:30", "unknown"),
    ((*OFFICE, Schedule(freq=OTHER)), "2026-03-03 12:00", "yes"),
    ((*OFFICE, Schedule(freq=OTHER)), "2026-03-03 20:00", "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("schedules", "moment", "expected"), CASES)
def test_open_now(schedules: tuple[Schedule, ...], moment: str, expected: str) -> None:
    assert Hours(schedules).open_at(at(moment)) == expected


def test_the_table_is_as_long_as_it_should_be() -> None:
    assert len(CASES) >= 60


def test_weekday_comes_from_the_first_day_where_the_rule_names_none() -> None:
    schedule = Schedule(freq=WEEKLY, opens=540, closes=600, dtstart=date(2026, 3, 3))
    assert Hours((schedule,)).open_at(at("2026-03-10 09:30")) == "yes"
    assert Hours((schedule,)).open_at(at("2026-03-11 09:30")) == "no"


def test_of_a_wall_time_that_comes_twice_the_first_is_meant() -> None:
    hours = Hours((weekly("*", "20:00", "01:30"),))
    assert hours.open_at(at("2026-11-01 01:29")) == "yes"
    assert hours.open_at(at("2026-11-01 01:29", second=True)) == "no"


@pytest.mark.parametrize(
    ("schedules", "moment", "until"),
    [
        (OFFICE, "2026-03-03 10:00", "2026-03-03 17:00"),
        (BEDS, "2026-03-05 23:00", "2026-03-06 08:00"),
        (BEDS, "2026-03-06 07:00", "2026-03-06 08:00"),
        (UNTIL_MIDNIGHT, "2026-03-05 23:00", "2026-03-06 00:00"),
        ((weekly("WE", "09:00", "12:00"), weekly("WE", "12:00", "17:00")), "2026-03-04 10:00", "2026-03-04 17:00"),
        ((weekly("FR", "18:00", "23:59"), weekly("SA", "00:00", "03:00")), "2026-03-06 20:00", "2026-03-07 03:00"),
        ((weekly("MO,TU,WE", "00:00", "23:59"),), "2026-03-02 10:00", "2026-03-05 00:00"),
        ((weekly("*", "22:00", "06:00"),), "2026-03-07 23:00", "2026-03-08 06:00"),
    ],
)
def test_until(schedules: tuple[Schedule, ...], moment: str, until: str) -> None:
    assert Hours(schedules).state(at(moment)) == ("yes", at(until))


def test_round_the_clock_never_ends() -> None:
    assert Hours(ALWAYS).state(at("2026-03-05 10:00")) == ("yes", None)


def test_closed_has_no_end() -> None:
    assert Hours(OFFICE).state(at("2026-03-05 20:00")) == ("no", None)


@pytest.mark.parametrize(
    ("schedules", "moment", "opens"),
    [
        (OFFICE, "2026-03-06 18:00", "2026-03-09 09:00"),
        (OFFICE, "2026-03-03 05:00", "2026-03-03 09:00"),
        (NIGHT, "2026-03-08 12:00", "2026-03-12 22:00"),
        (FIRST_SATURDAY, "2026-03-07 12:00", "2026-04-04 10:00"),
        (FORTNIGHT, "2026-01-06 12:00", "2026-01-19 10:00"),
        (WINTER, "2025-11-14 12:00", "2025-11-15 20:00"),
    ],
)
def test_next_opening(schedules: tuple[Schedule, ...], moment: str, opens: str) -> None:
    assert Hours(schedules).next_opening(at(moment)) == at(opens)


def test_next_opening_unknown() -> None:
    assert Hours(WINTER).next_opening(at("2026-04-02 12:00")) is None
    assert Hours(()).next_opening(at("2026-04-02 12:00")) is None


def test_an_hour_that_the_clocks_skip_is_no_opening() -> None:
    hours = Hours((weekly("SU", "02:30", "03:00"),))
    assert hours.next_opening(at("2026-03-07 12:00")) == at("2026-03-15 02:30")


@pytest.mark.parametrize("zone", ["America/Chicago", "America/Phoenix", "Europe/Berlin", "Asia/Kathmandu", "UTC"])
def test_the_zone_is_the_directorys(zone: str) -> None:
    assert Hours(OFFICE).open_at(at("2026-03-03 09:00", ZoneInfo(zone))) == "yes"


def test_a_clock_change_at_midnight() -> None:
    # in Santiago clocks went forward at 24:00 on 2025-09-06: 00:00 does not exist on the 7th
    santiago = ZoneInfo("America/Santiago")
    assert Hours(ALWAYS).state(at("2025-09-06 23:30", santiago)) == ("yes", None)


CHRISTMAS = Schedule(kind="closed", valid_from=date(2026, 12, 25), valid_to=date(2026, 12, 26))
EVERY_RULE = Schedule(
    freq="YEARLY", byday=("-53MO", "20TU"), byyearday=(1, -366), byweekno=(53, -1), count=100_000, kind="instead"
)


@pytest.mark.parametrize(
    "schedule",
    [*OFFICE, *WINTER, *FORTNIGHT, *LAST_FRIDAY, *FRIDAY_13TH, Schedule(prose="Call"), CHRISTMAS, EVERY_RULE],
)
def test_json_and_back(schedule: Schedule) -> None:
    assert read_schedule(Fields(schedule.as_json())) == schedule


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"freq": "HOURLY"}, "freq"),
        ({"byday": ["54MO"]}, "byday"),
        ({"byday": ["0MO"]}, "byday"),
        ({"count": 100_001}, "count"),
        ({"byyearday": [367]}, "byyearday"),
        ({"byyearday": [1] * 401}, "byyearday"),
        ({"byweekno": [-54]}, "byweekno"),
        ({"byweekno": "1"}, "byweekno"),
        ({"kind": "open"}, "kind"),
        ({"kind": "closed"}, "kind"),
        ({"kind": "instead", "valid_from": "2026-12-24"}, "kind"),
        ({"byday": ["XX"]}, "byday[0]"),
        ({"bymonthday": [0]}, "bymonthday"),
        ({"bymonthday": [True]}, "bymonthday"),
        ({"bymonthday": 3}, "bymonthday"),
        ({"opens": 1441}, "opens"),
        ({"closes": -1}, "closes"),
        ({"dtstart": "0001-01-01"}, "dtstart"),
        ({"valid_to": "9999-12-31"}, "valid_to"),
        ({"staff": "x"}, "staff"),
    ],
)
def test_refused(value: dict[str, object], field: str) -> None:
    with pytest.raises(BadField) as caught:
        read_schedule(Fields(value))
    assert caught.value.field.startswith(field.split("[", maxsplit=1)[0])
