# SPDX-License-Identifier: GPL-3.0-or-later
"""The week of a place in quarter hours: when it takes people in for certain, and when for certain it does not.

A search over a whole directory cannot ask every entry's hours. What holds week after week is laid down once as bits,
a bit a quarter hour of wall time from Monday 00:00 (672 of them); dates on which a row begins, ends or makes an
exception are named apart. The bits only order what `finding` then judges exactly: whatever they leave open is open.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from outreach_app.domain.directory import YES, Entry
from outreach_app.domain.hours import DAILY, DAY_MINUTES, REGULAR, WEEKDAYS, WEEKLY, Schedule
from outreach_app.domain.recurrence import days_of

SLOT_MINUTES: Final = 15
DAY_SLOTS: Final = DAY_MINUTES // SLOT_MINUTES
WEEK_SLOTS: Final = 7 * DAY_SLOTS
WHOLE_WEEK: Final = (1 << WEEK_SLOTS) - 1

FIRST_DAY: Final = date.min.toordinal()
LAST_DAY: Final = date.max.toordinal()
DayRange = tuple[int, int]
"""First and last day, as proleptic ordinals."""


class Week(NamedTuple):
    """Bits of quarter hours, and the days on which only `may` holds."""

    takes: int = 0
    """People are taken in throughout."""
    refuses: int = 0
    """By intake hours, known to take nobody in throughout."""
    shut: int = 0
    """Intake is unknown, and by opening hours the place is shut throughout."""
    unsure: int = 0
    """Intake begins or ends within the quarter hour."""
    may: int = 0
    """On an irregular day people may be taken in; outside these they are not, for certain."""
    irregular: tuple[DayRange, ...] = ()
    always_says: bool = False
    """Whether hours may hold on public holidays too: round the clock, or with words beside them."""


class _Hours(NamedTuple):
    """What rows of hours say, week after week."""

    whole: int
    """Open throughout."""
    touched: int
    """Open at some time."""
    sure: bool
    """Whether what is not touched is closed for certain."""
    may: int
    irregular: tuple[DayRange, ...]


def slot_of(weekday: int, hour: int, minute: int) -> int:
    """The number of a quarter hour; Monday is weekday 0."""
    return weekday * DAY_SLOTS + (hour * 60 + minute) // SLOT_MINUTES


def week_of(entry: Entry, on: date) -> Week:
    """The week of an entry, by the rows that hold on a date; days on which others hold are irregular."""
    if entry.says("intake_24h") == YES:
        return Week(takes=WHOLE_WEEK, always_says=True)
    return _week(entry.intake, entry.opening, on)


@lru_cache(maxsize=4096)
def _week(intake_rows: tuple[Schedule, ...], opening_rows: tuple[Schedule, ...], on: date) -> Week:
    """Many entries keep the same hours."""
    intake, opening = _hours(intake_rows, on), _hours(opening_rows, on)
    untouched = WHOLE_WEEK & ~intake.touched
    return Week(
        takes=intake.whole,
        refuses=untouched if intake.sure else 0,
        shut=0 if intake.sure or not opening.sure else untouched & ~opening.touched,
        unsure=intake.touched & ~intake.whole,
        may=intake.may if intake.irregular else 0,
        irregular=tuple(dict.fromkeys(intake.irregular + opening.irregular)),
        always_says=intake.whole == WHOLE_WEEK or any(row.prose for row in intake_rows),
    )


def _hours(rows: tuple[Schedule, ...], on: date) -> _Hours:
    whole = touched = may = 0
    irregular: list[DayRange] = []
    said, sure = False, True
    day = on.toordinal()
    for row in rows:
        plain, followed, inner, outer = _row(row)
        may |= outer
        if not plain:
            irregular.append(_reach(row.valid_from, row.valid_to))
            continue
        first = max((begin.toordinal() for begin in (row.valid_from, row.dtstart) if begin), default=FIRST_DAY)
        last = row.valid_to.toordinal() if row.valid_to else LAST_DAY
        if first <= day <= last:
            said, sure = True, sure and followed
            whole, touched = whole | inner, touched | outer
            irregular += _outside(first, last)
        elif first <= last:
            irregular.append((first, min(last + 1, LAST_DAY)))
    return _Hours(whole, touched, said and sure, may, tuple(irregular))


def _outside(first: int, last: int) -> Iterator[DayRange]:
    """Days whose own rows, or those of the night before, are not those between `first` and `last`."""
    if first > FIRST_DAY:
        yield FIRST_DAY, first
    if last < LAST_DAY:
        yield last + 1, LAST_DAY


def _reach(begin: date | None, end: date | None) -> DayRange:
    """Days that a row of another kind may touch, the night after it included."""
    last = end.toordinal() + 1 if end else LAST_DAY
    return (begin.toordinal() if begin else FIRST_DAY), min(last, LAST_DAY)


class _Row(NamedTuple):
    """What one row says of a week."""

    plain: bool
    """Whether it names the same weekdays each week of its period."""
    followed: bool
    """False for a regular row that says nothing certain: no rule, no times, one time only, or twice the same."""
    inner: int
    """Quarter hours open throughout; of a row that is not plain, those that may be."""
    outer: int
    """Quarter hours open at some time."""


@lru_cache(maxsize=8192)
def _row(row: Schedule) -> _Row:
    timed = row.opens >= 0 and row.closes >= 0 and row.opens != row.closes
    if row.kind == REGULAR and not (timed and days_of(row) is not None):
        return _Row(not row.count, False, 0, 0)
    weekly = row.freq in (WEEKLY, DAILY) and row.interval == 1
    rest = row.bymonthday or row.byweekno or row.byyearday or row.count
    plain = row.kind == REGULAR and weekly and not rest
    return _Row(plain, True, *_bits(row, _plain_days(row) if plain else _possible_days(row)))


def _plain_days(row: Schedule) -> frozenset[int]:
    if row.byday:
        return frozenset(WEEKDAYS.index(day) for day in row.byday)
    if row.freq == WEEKLY and row.dtstart is not None:
        return frozenset([row.dtstart.weekday()])
    return frozenset(range(7))


def _possible_days(row: Schedule) -> frozenset[int]:
    named = {WEEKDAYS.index(day[-2:]) for day in row.byday if day[-2:] in WEEKDAYS}
    return frozenset(named or range(7))


def _bits(row: Schedule, days: frozenset[int]) -> tuple[int, int]:
    """Quarter hours (open throughout, open at some time) of a row on these weekdays."""
    if row.opens < 0 or row.closes < 0 or row.opens == row.closes:
        return 0, 0
    closes = DAY_MINUTES if row.closes == DAY_MINUTES - 1 else row.closes
    closes += DAY_MINUTES if closes <= row.opens else 0
    inner = _run(-(-row.opens // SLOT_MINUTES), closes // SLOT_MINUTES)
    outer = _run(row.opens // SLOT_MINUTES, -(-closes // SLOT_MINUTES))
    return _on_days(inner, days), _on_days(outer, days)


def _run(first: int, end: int) -> int:
    return ((1 << (end - first)) - 1) << first if end > first else 0


def _on_days(bits: int, days: frozenset[int]) -> int:
    found = 0
    for day in days:
        shifted = bits << (day * DAY_SLOTS)
        found |= (shifted & WHOLE_WEEK) | (shifted >> WEEK_SLOTS)
    return found
