# SPDX-License-Identifier: GPL-3.0-or-later
"""Open now, as a table: schedules, a moment in a zone, the answer, and why it is so.

Half of the cases lie around midnight and clock changes. Clocks: Chicago 2026-03-08 02:00 → 03:00 and 2026-11-01
02:00 → 01:00 · Berlin 2026-03-29 02:00 → 03:00 and 2026-10-25 03:00 → 02:00 · São Paulo 2018-11-04 00:00 → 01:00 and
2018-02-18 00:00 → the 17th 23:00 · Lord Howe 2026-04-05 02:00 → 01:30 and 2026-10-04 02:00 → 02:30 · Kathmandu
1986-01-01 00:00 → 00:15, its one change, and an offset of 5 h 45 min.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from outreach_app.domain.hours import DAILY, MONTHLY, OTHER, WEEKDAYS, WEEKLY, YEARLY, Hours, Schedule

ZONES: Final = {
    "chi": ZoneInfo("America/Chicago"), "ber": ZoneInfo("Europe/Berlin"), "sao": ZoneInfo("America/Sao_Paulo"),
    "kat": ZoneInfo("Asia/Kathmandu"), "lhi": ZoneInfo("Australia/Lord_Howe"),
}  # fmt: skip


def row(days: str, opens: str, closes: str, **more: object) -> Schedule:
    """A weekly row unless another `freq` is given; `days` as in `MO,TU`, `*` for all, empty for none."""
    byday = WEEKDAYS if days == "*" else tuple(day for day in days.split(",") if day)
    rule = {"freq": WEEKLY, "byday": byday, **more}
    return Schedule(opens=minutes(opens), closes=minutes(closes), **rule)  # type: ignore[arg-type]


def minutes(clock: str) -> int:
    """Minutes after midnight; -1 for none."""
    return int(clock[:2]) * 60 + int(clock[3:]) if clock else -1


def closed(first: str, last: str = "", **more: object) -> Schedule:
    """Nothing from the first day to the last."""
    period = {"valid_from": date.fromisoformat(first), "valid_to": date.fromisoformat(last or first)}
    return Schedule(kind="closed", **period, **more)  # type: ignore[arg-type]


def instead(day: str, opens: str, closes: str) -> Schedule:
    """Only this span on one day."""
    only = date.fromisoformat(day)
    return Schedule(kind="instead", valid_from=only, valid_to=only, opens=minutes(opens), closes=minutes(closes))


OFFICE: Final = row("MO,TU,WE,TH,FR", "09:00", "17:00")
BEDS: Final = row("*", "18:00", "08:00")
DROP_IN: Final = row("FR,SA", "22:00", "02:00")
ALWAYS: Final = row("*", "00:00", "23:59")
WORDS: Final = Schedule(prose="By appointment")


class Case(NamedTuple):
    """One line of the table; a `+` after the moment means the later of two equal wall times."""

    rows: tuple[Schedule, ...]
    zone: str
    moment: str
    expected: str
    why: str


NIGHT_CASES: Final = [
    Case((BEDS,), "chi", "2026-03-05 00:00", "yes", "the night before runs on past midnight"),
    Case((BEDS,), "chi", "2026-03-05 07:59", "yes", "and up to its last minute"),
    Case((BEDS,), "chi", "2026-03-05 08:00", "no", "the closing minute itself is closed"),
    Case((DROP_IN,), "chi", "2026-03-08 01:59", "yes", "Saturday's night is Sunday's morning"),
    Case((DROP_IN,), "chi", "2026-03-06 01:00", "no", "Friday's morning belongs to Thursday's night, which has none"),
    Case((DROP_IN,), "chi", "2026-03-09 00:30", "no", "nothing begins on a Sunday"),
    Case((row("FR", "20:00", "00:00"),), "chi", "2026-03-06 23:59", "yes", "00:00 as a closing time ends the day"),
    Case((row("FR", "20:00", "00:00"),), "chi", "2026-03-07 00:00", "no", "and nothing runs into the next one"),
    Case((row("FR", "20:00", "23:59"),), "chi", "2026-03-06 23:59", "yes", "23:59 means midnight"),
    Case((row("FR", "00:00", "23:59"),), "chi", "2026-03-07 00:00", "no", "a whole day ends with the day"),
    Case((row("SU", "00:00", "24:00"),), "chi", "2026-03-01 00:00", "yes", "24:00 as a closing time, the first minute"),
    Case((row("FR", "22:00", "24:00"), row("SA", "00:00", "03:00")), "chi", "2026-03-07 00:00", "yes",
         "a night in two rows"),
    Case((BEDS, closed("2026-03-06")), "chi", "2026-03-06 23:00", "no", "nothing begins on the day said to be closed"),
    Case((BEDS, closed("2026-03-06")), "chi", "2026-03-06 02:00", "unknown",
         "whether the night before is meant too, nobody said"),
    Case((BEDS, closed("2026-03-06")), "chi", "2026-03-07 02:00", "no", "the night of the closed day never began"),
    Case((BEDS, closed("2026-03-06")), "chi", "2026-03-07 18:00", "yes", "the day after is like any other"),
    Case((BEDS, instead("2026-12-24", "16:00", "10:00")), "chi", "2026-12-25 09:00", "yes",
         "its own span runs past midnight"),
    Case((BEDS, instead("2026-12-24", "16:00", "10:00")), "chi", "2026-12-24 03:00", "unknown",
         "the night before an exception"),
    Case((row("*", "20:00", "04:00"),), "chi", "2026-03-08 03:30", "yes", "clocks go forward inside the night"),
    Case((row("*", "20:00", "04:00"),), "chi", "2026-03-08 04:00", "no", "closing is by the clock on the wall"),
    Case((row("*", "01:00", "03:00"),), "chi", "2026-03-08 01:59", "yes", "the last minute before the gap"),
    Case((row("*", "01:00", "03:00"),), "chi", "2026-03-08 03:00", "no", "the next minute is the closing time"),
    Case((row("SU", "02:00", "03:00"),), "chi", "2026-03-08 03:00", "no", "the whole span falls into the gap"),
    Case((row("*", "02:30", "06:00"),), "chi", "2026-03-08 03:30", "yes", "02:30 is read with the old offset: 03:30"),
    Case((row("*", "20:00", "04:00"),), "chi", "2026-11-01 01:30+", "yes",
         "the hour that comes twice, its second time"),
    Case((row("*", "20:00", "01:30"),), "chi", "2026-11-01 01:29", "yes", "closing time comes twice: before the first"),
    Case((row("*", "20:00", "01:30"),), "chi", "2026-11-01 01:00+", "no", "closing time comes twice: after the first"),
    Case((row("*", "01:30", "05:00"),), "chi", "2026-11-01 01:15+", "yes", "it opened at the first 01:30"),
    Case((ALWAYS,), "chi", "2026-11-01 01:59+", "yes", "day and night has no gap in the longer day"),
    Case((row("*", "22:00", "02:30"),), "ber", "2026-03-29 03:15", "yes", "02:30 is skipped: read as 03:30"),
    Case((row("*", "22:00", "02:30"),), "ber", "2026-03-29 03:30", "no", "and not later than that"),
    Case((row("SU", "02:00", "06:00"),), "ber", "2026-10-25 02:00", "yes", "opens at the first 02:00"),
    Case((row("*", "20:00", "02:30"),), "ber", "2026-10-25 02:10+", "no", "closed at the first 02:30"),
    Case((ALWAYS,), "ber", "2026-03-29 03:00", "yes", "day and night over the missing hour"),
    Case((row("SA", "20:00", "00:00"),), "sao", "2018-11-03 23:59", "yes",
         "midnight itself is skipped; a minute before"),
    Case((row("SA", "20:00", "00:00"),), "sao", "2018-11-04 01:00", "no",
         "the first minute of the day without a midnight"),
    Case((row("SU", "00:00", "06:00"),), "sao", "2018-11-04 01:00", "yes",
         "opening at the skipped midnight is at 01:00"),
    Case((row("SA", "20:00", "00:00"),), "sao", "2018-02-17 23:30+", "yes", "23:30 comes twice and midnight only then"),
    Case((row("SA", "20:00", "23:30"),), "sao", "2018-02-17 23:15+", "no", "closed at the first 23:30"),
    Case((row("SU", "00:00", "02:00"),), "sao", "2018-02-18 00:00", "yes", "midnight after the hour that came twice"),
    Case((row("*", "21:00", "05:00"),), "kat", "2026-03-05 04:59", "yes", "an offset of 5 h 45 min is an offset"),
    Case((row("*", "21:00", "05:00"),), "kat", "2026-03-05 05:00", "no", "to the minute"),
    Case((row("TU", "20:00", "00:10"),), "kat", "1986-01-01 00:20", "yes",
         "00:10 was skipped that night: read as 00:25"),
    Case((row("TU", "20:00", "00:10"),), "kat", "1986-01-01 00:25", "no", "and then closed"),
    Case((row("*", "20:00", "01:45"),), "lhi", "2026-04-05 01:40", "yes", "clocks go back by half an hour: before"),
    Case((row("*", "20:00", "01:45"),), "lhi", "2026-04-05 01:40+", "no", "the second 01:40 is after the first 01:45"),
    Case((row("*", "20:00", "02:15"),), "lhi", "2026-10-04 02:35", "yes", "02:15 is skipped: read as 02:45"),
    Case((row("*", "20:00", "02:15"),), "lhi", "2026-10-04 02:45", "no", "the half hour is over"),
]  # fmt: skip

DAY_CASES: Final = [
    Case((OFFICE,), "chi", "2026-03-03 09:00", "yes", "the opening minute is open"),
    Case((OFFICE,), "chi", "2026-03-03 08:59", "no", "a minute early"),
    Case((OFFICE,), "chi", "2026-03-03 17:00", "no", "the closing minute is closed"),
    Case((OFFICE,), "chi", "2026-03-07 12:00", "no", "a Saturday is none of its days"),
    Case((OFFICE,), "ber", "2026-03-03 09:00", "yes", "wall time of the directory's zone, whichever it is"),
    Case((row("WE", "09:00", "12:00"), row("WE", "13:00", "17:00")), "chi", "2026-03-04 12:30", "no", "shut over noon"),
    Case((row("WE", "09:00", "12:00"), row("WE", "13:00", "17:00")), "chi", "2026-03-04 13:00", "yes",
         "the second span"),
    Case((row("1SA", "10:00", "12:00", freq=MONTHLY),), "chi", "2026-03-07 10:30", "yes", "the first Saturday"),
    Case((row("1SA", "10:00", "12:00", freq=MONTHLY),), "chi", "2026-03-14 10:30", "no", "the second is not the first"),
    Case((row("-1FR", "10:00", "12:00", freq=MONTHLY),), "chi", "2026-02-27 10:30", "yes",
         "the last Friday of a short month"),
    Case((row("1TU,3TU", "18:00", "19:00", freq=MONTHLY),), "chi", "2026-03-17 18:30", "yes", "first and third"),
    Case((row("MO", "10:00", "12:00", interval=2, dtstart=date(2026, 1, 5)),), "chi", "2026-01-12 11:00", "no",
         "the week between"),
    Case((row("MO", "10:00", "12:00", interval=2, dtstart=date(2026, 1, 5)),), "chi", "2026-01-19 11:00", "yes",
         "each second week"),
    Case((row("MO", "10:00", "12:00", interval=2),), "chi", "2026-01-19 11:00", "unknown",
         "each second week from when on?"),
    Case((row("", "09:00", "17:00", freq=DAILY),), "chi", "2026-03-08 12:00", "yes", "daily is each day"),
    Case((row("", "09:00", "17:00", freq=DAILY, interval=3, dtstart=date(2026, 3, 1)),), "chi", "2026-03-07 12:00",
         "yes", "each third day"),
    Case((row("", "09:00", "17:00", freq=YEARLY, dtstart=date(2020, 7, 4)),), "chi", "2026-07-04 12:00", "yes",
         "once a year, on its day"),
    Case((row("", "09:00", "17:00", freq=YEARLY, byyearday=(1, -1)),), "chi", "2026-12-31 12:00", "yes",
         "the last day of the year"),
    Case((row("MO", "09:00", "17:00", byweekno=(41, 42)),), "chi", "2026-10-12 12:00", "yes", "Monday of week 42"),
    Case((row("MO", "09:00", "17:00", byweekno=(41, 42)),), "chi", "2026-10-19 12:00", "no", "week 43 is not named"),
    Case((row("MO", "09:00", "17:00", count=2, dtstart=date(2026, 3, 2)),), "chi", "2026-03-09 12:00", "yes",
         "the second of two"),
    Case((row("MO", "09:00", "17:00", count=2, dtstart=date(2026, 3, 2)),), "chi", "2026-03-16 12:00", "unknown",
         "two are over; what then, nobody said"),
    Case((row("MO", "09:00", "17:00", valid_to=date(2026, 3, 31)),), "chi", "2026-04-06 12:00", "unknown",
         "hours that have run out are unknown"),
    Case((row("MO", "09:00", "17:00", valid_from=date(2026, 4, 1)),), "chi", "2026-03-30 12:00", "unknown",
         "and so are those to come"),
    Case((OFFICE, closed("2026-12-24", "2027-01-01")), "chi", "2026-12-28 12:00", "no", "closed over the holidays"),
    Case((OFFICE, closed("2026-12-24", "2027-01-01")), "chi", "2027-01-04 12:00", "yes", "and open again"),
    Case((OFFICE, instead("2026-12-24", "09:00", "12:00")), "chi", "2026-12-24 11:00", "yes", "its shorter day"),
    Case((OFFICE, instead("2026-12-24", "09:00", "12:00")), "chi", "2026-12-24 14:00", "no",
         "the regular afternoon does not count"),
    Case((OFFICE, instead("2026-12-26", "09:00", "12:00")), "chi", "2026-12-26 11:00", "yes", "a Saturday, this once"),
    Case((OFFICE, instead("2026-12-24", "09:00", "")), "chi", "2026-12-24 11:00", "unknown",
         "other hours that day, without an end"),
    Case((OFFICE, instead("2026-12-24", "09:00", "12:00"), closed("2026-12-24")), "chi", "2026-12-24 11:00", "unknown",
         "both are said"),
    Case((OFFICE, Schedule(kind="closed", freq=YEARLY, dtstart=date(2000, 12, 25))), "chi", "2026-12-25 12:00", "no",
         "closed each 25 December"),
    Case((OFFICE, Schedule(kind="closed", freq=OTHER)), "chi", "2026-03-03 12:00", "unknown",
         "closed on days that cannot be told"),
    Case((OFFICE, closed("2026-12-24", opens=540, closes=600)), "chi", "2026-12-24 12:00", "unknown",
         "closed, with times: which?"),
    Case((closed("2026-12-25"),), "chi", "2026-12-25 12:00", "no", "no other hours known, but that day is"),
    Case((closed("2026-12-25"),), "chi", "2026-12-26 12:00", "unknown", "an exception says nothing of other days"),
    Case((WORDS, closed("2026-12-25")), "chi", "2026-12-25 12:00", "no",
         "words for other days do not open a closed one"),
    Case((ALWAYS, closed("2026-12-25")), "chi", "2026-12-25 12:00", "no", "day and night, but not on that day"),
    Case((row("*", "09:00", "09:00"),), "chi", "2026-03-03 09:00", "unknown",
         "opening equals closing: all day or never?"),
    Case((row("MO", "09:00", ""),), "chi", "2026-03-02 12:00", "unknown", "no closing time"),
    Case((), "chi", "2026-03-03 12:00", "unknown", "no hours at all"),
    Case((WORDS,), "chi", "2026-03-03 12:00", "unknown", "words are for reading"),
    Case((OFFICE, WORDS), "chi", "2026-03-03 12:00", "yes", "what is certain stays certain beside words"),
    Case((OFFICE, WORDS), "chi", "2026-03-03 20:00", "unknown", "but it may be open by those words"),
    Case((Schedule(freq=OTHER, opens=540, closes=600),), "chi", "2026-03-02 09:30", "unknown",
         "a rule that is not understood"),
    Case((row("6MO", "09:00", "10:00", freq=MONTHLY),), "chi", "2026-03-02 09:30", "unknown",
         "no month has six Mondays"),
    Case((row("MO", "09:00", "10:00", bymonthday=(2,)),), "chi", "2026-03-02 09:30", "unknown",
         "weeks have no days of the month"),
    Case((row("5MO", "09:00", "10:00", freq=MONTHLY, bymonthday=(1,)),), "chi", "2026-03-02 09:30", "no",
         "a day that never comes"),
]  # fmt: skip
CASES: Final = NIGHT_CASES + DAY_CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.zone} {case.moment}: {case.why}")
def test_open_now(case: Case) -> None:
    moment = datetime.fromisoformat(case.moment.rstrip("+"))
    at = moment.replace(tzinfo=ZONES[case.zone], fold=int(case.moment.endswith("+")))
    assert Hours(case.rows).open_at(at) == case.expected


def test_the_table_is_long_enough_and_half_of_it_is_about_nights() -> None:
    assert len(CASES) >= 60
    assert len(NIGHT_CASES) * 2 >= len(CASES)
    assert len({case.why for case in CASES}) == len(CASES)


@pytest.mark.parametrize(
    ("rows", "moment", "until"),
    [
        ((BEDS, closed("2026-03-06")), "2026-03-05 23:00", "2026-03-06 00:00"),
        ((ALWAYS, closed("2026-03-06")), "2026-03-05 23:00", "2026-03-06 00:00"),
        ((BEDS, instead("2026-12-24", "16:00", "10:00")), "2026-12-24 20:00", "2026-12-25 10:00"),
        ((ALWAYS, closed("2026-12-25")), "2026-03-05 23:00", None),
    ],
)
def test_until_ends_where_certainty_does(rows: tuple[Schedule, ...], moment: str, until: str | None) -> None:
    zone = ZONES["chi"]
    end = datetime.fromisoformat(until).replace(tzinfo=zone) if until else None
    assert Hours(rows).state(datetime.fromisoformat(moment).replace(tzinfo=zone)) == ("yes", end)


@pytest.mark.parametrize(
    ("rows", "moment", "opens"),
    [
        ((OFFICE, closed("2026-12-24", "2027-01-01")), "2026-12-23 18:00", "2027-01-04 09:00"),
        ((OFFICE, instead("2026-12-26", "10:00", "12:00")), "2026-12-25 18:00", "2026-12-26 10:00"),
        ((row("", "09:00", "10:00", freq=YEARLY, byyearday=(366,)),), "2026-12-25 18:00", None),
    ],
)
def test_next_opening_heeds_exceptions(rows: tuple[Schedule, ...], moment: str, opens: str | None) -> None:
    zone = ZONES["chi"]
    expected = datetime.fromisoformat(opens).replace(tzinfo=zone) if opens else None
    assert Hours(rows).next_opening(datetime.fromisoformat(moment).replace(tzinfo=zone)) == expected


def said(prose: str) -> Schedule:
    """Office hours with words."""
    return row("MO,TU,WE,TH,FR", "09:00", "17:00", prose=prose)


@pytest.mark.parametrize(
    ("rows", "moment", "sure"),
    [
        ((OFFICE,), "2026-12-25 12:00", False),
        ((OFFICE,), "2026-12-25 20:00", False),
        ((ALWAYS,), "2026-12-25 12:00", True),
        ((OFFICE, closed("2026-12-25")), "2026-12-25 12:00", True),
        ((OFFICE, instead("2026-12-25", "10:00", "12:00")), "2026-12-25 11:00", True),
        ((OFFICE, closed("2026-12-24")), "2026-12-25 12:00", False),
        ((said("Open 365 days a year"),), "2026-12-25 12:00", True),
        ((said("including holidays"),), "2026-12-25 20:00", True),
        ((said("Incluye días festivos"),), "2026-12-25 12:00", True),
        ((said("Closed weekends and holidays"),), "2026-12-25 12:00", False),
        ((said("every day except weekends and holidays"),), "2026-12-25 12:00", False),
        ((said("including holidays"), row("FR", "18:00", "20:00")), "2026-12-25 19:00", False),
        ((said("including holidays"),), "2026-12-26 19:00", True),
        ((WORDS,), "2026-12-25 12:00", False),
    ],
)
def test_sure_on_a_holiday(rows: tuple[Schedule, ...], moment: str, sure: bool) -> None:
    assert Hours(rows).sure_on_holiday(datetime.fromisoformat(moment).replace(tzinfo=ZONES["chi"])) is sure
