# SPDX-License-Identifier: GPL-3.0-or-later
"""Which days a rule names: every Monday, the first Saturday of a month, each second week from a day on.

A plain weekly rule is a look at the weekday, because a search judges a hundred entries for each key. Every other one
is a bit a day for a year, worked out by dateutil's `rrule` (RFC 5545) and kept.

Rules come from files that nobody vouches for, and `rrule` looks on to the year 9999 for a day that no rule allows. So
each part of a rule (weekdays, days of the month, …) is asked by itself with interval 1, where the longest gap is that
of the leap years, and the parts' years are laid over each other; intervals begin at most two turns before the year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final

from outreach_app.domain.schedule import (
    BYDAY,
    DAILY,
    MONTHLY,
    REGULAR,
    WEEKDAYS,
    WEEKLY,
    YEARLY,
    Schedule,
)

if TYPE_CHECKING:
    from dateutil.rrule import rrule

Days = Callable[[date], bool]
"""Whether a rule names a day; the row's period is not looked at."""
_YearBits = Callable[[int], int]
"""A year → its days as bits, 1 January the lowest."""

_EVERY_DAY: Final = frozenset(range(7))
_MOST_IN_MONTH: Final = 5
_COUNTED_YEARS: Final = 10
"""A rule that ends by a count is followed so many years from its first day."""
_PARTS: Final = {
    DAILY: {"byday", "bymonthday"},
    WEEKLY: {"byday", "byweekno"},
    MONTHLY: {"byday", "bymonthday"},
    YEARLY: {"byday", "bymonthday", "byweekno", "byyearday"},
}
"""What each kind of rule may name (RFC 5545, table in 3.3.10; weeks in a weekly rule are HSDS's own)."""


def days_of(schedule: Schedule) -> Days | None:
    """What the rule of a row names; None for one that cannot be followed.

    A row without a rule names every day of its period if it is an exception, and cannot be followed if it is not.
    """
    if not schedule.freq:
        return None if schedule.kind == REGULAR or schedule.byday else _any_day
    plain, ordinal = _weekdays(schedule)
    if not _sound(schedule, plain, ordinal):
        return None
    if schedule.interval == 1 and schedule.freq in (DAILY, WEEKLY) and not (schedule.bymonthday or schedule.byweekno):
        return partial(_on_weekday, plain or (_EVERY_DAY if schedule.freq == DAILY else _first_weekday(schedule)))
    return _Years([*_parts(schedule, plain, ordinal), *_turns(schedule)]).names


def last_counted(schedule: Schedule, days: Days) -> date | None:
    """The day on which a rule with a count ends, or how far it is followed; None without a count."""
    if not schedule.count or schedule.dtstart is None:
        return None
    left, day = schedule.count, schedule.dtstart
    for _ in range(_COUNTED_YEARS * 366):
        if days(day):
            left -= 1
            if left == 0:
                break
        day += timedelta(days=1)
    return day


class _Years:
    """The years of a rule, each worked out when it is first asked about."""

    def __init__(self, parts: list[_YearBits]) -> None:
        self._parts = parts
        self._known: dict[int, int] = {}

    def names(self, day: date) -> bool:
        bits = self._known.get(day.year)
        if bits is None:
            bits = -1
            for part in self._parts:
                bits &= part(day.year)
            self._known[day.year] = bits
        return bool(bits >> (day.toordinal() - date(day.year, 1, 1).toordinal()) & 1)


def _any_day(_day: date) -> bool:
    return True


def _on_weekday(weekdays: frozenset[int], day: date) -> bool:
    return day.weekday() in weekdays


def _weekdays(schedule: Schedule) -> tuple[frozenset[int], frozenset[tuple[int, int]]]:
    """(weekdays, those with an ordinal as (ordinal, weekday)); one that is not understood has the ordinal 0."""
    plain, ordinal = set(), set()
    for text in schedule.byday:
        match = BYDAY.fullmatch(text)
        if match is None:
            ordinal.add((0, 0))
        elif match.group(1):
            ordinal.add((int(match.group(1)), WEEKDAYS.index(match.group(2))))
        else:
            plain.add(WEEKDAYS.index(match.group(2)))
    return frozenset(plain), frozenset(ordinal)


def _first_weekday(schedule: Schedule) -> frozenset[int]:
    return frozenset([schedule.dtstart.weekday()] if schedule.dtstart else ())


def _sound(schedule: Schedule, plain: frozenset[int], ordinal: frozenset[tuple[int, int]]) -> bool:
    allowed = _PARTS.get(schedule.freq)
    named = {part for part in ("byday", "bymonthday", "byweekno", "byyearday") if getattr(schedule, part)}
    if allowed is None or not named <= allowed or schedule.interval < 1:
        return False
    if schedule.dtstart is None and (schedule.interval > 1 or schedule.count):
        return False
    if schedule.byweekno and not plain and schedule.dtstart is None:
        return False
    begins = bool(named) or schedule.freq == DAILY or schedule.dtstart is not None
    return begins and _ordinals_sound(schedule, ordinal)


def _ordinals_sound(schedule: Schedule, ordinal: frozenset[tuple[int, int]]) -> bool:
    """An ordinal counts weekdays of a month or a year; beside numbers of weeks it means nothing."""
    if not ordinal:
        return True
    if schedule.freq == YEARLY:
        return not schedule.byweekno and all(count for count, _ in ordinal)
    return schedule.freq == MONTHLY and all(0 < abs(count) <= _MOST_IN_MONTH for count, _ in ordinal)


def _parts(schedule: Schedule, plain: frozenset[int], ordinal: frozenset[tuple[int, int]]) -> Iterable[_YearBits]:
    if schedule.byday:
        yield partial(_weekday_bits, schedule.freq, plain, ordinal)
    elif schedule.freq == WEEKLY or schedule.byweekno:
        yield partial(_weekday_bits, schedule.freq, _first_weekday(schedule), ordinal)
    if schedule.byweekno:
        yield partial(_week_bits, schedule.byweekno, WEEKDAYS.index(schedule.wkst))
    if schedule.byyearday:
        yield partial(_yearday_bits, schedule.byyearday)
    if schedule.bymonthday:
        yield partial(_monthday_bits, schedule.bymonthday)
    unnamed = not (schedule.byday or schedule.bymonthday or schedule.byweekno or schedule.byyearday)
    if unnamed and schedule.dtstart is not None:
        if schedule.freq == MONTHLY:
            yield partial(_monthday_bits, (schedule.dtstart.day,))
        elif schedule.freq == YEARLY:
            yield partial(_date_bits, schedule.dtstart.month, schedule.dtstart.day)


def _turns(schedule: Schedule) -> Iterable[_YearBits]:
    if schedule.interval > 1 and schedule.dtstart is not None:
        first_day = WEEKDAYS.index(schedule.wkst)
        yield partial(_turn_bits, schedule.freq, schedule.interval, schedule.dtstart, first_day)


@lru_cache(maxsize=2048)
def _weekday_bits(freq: str, plain: frozenset[int], ordinal: frozenset[tuple[int, int]], year: int) -> int:
    from dateutil.rrule import weekday  # noqa: PLC0415 - see `_bits`

    bits = _bits(WEEKLY, year, byweekday=sorted(plain)) if plain else 0
    if ordinal:
        counted = [weekday(day, count) for count, day in sorted(ordinal)]
        bits |= _bits(freq, year, byweekday=counted)
    return bits


@lru_cache(maxsize=2048)
def _week_bits(numbers: tuple[int, ...], first_day: int, year: int) -> int:
    return _bits(YEARLY, year, byweekno=numbers, byweekday=range(7), wkst=first_day)


@lru_cache(maxsize=2048)
def _yearday_bits(numbers: tuple[int, ...], year: int) -> int:
    return _bits(YEARLY, year, byyearday=numbers)


@lru_cache(maxsize=2048)
def _monthday_bits(numbers: tuple[int, ...], year: int) -> int:
    return _bits(MONTHLY, year, bymonthday=numbers)


@lru_cache(maxsize=2048)
def _date_bits(month: int, day: int, year: int) -> int:
    return _bits(YEARLY, year, bymonth=month, bymonthday=day)


@lru_cache(maxsize=2048)
def _turn_bits(freq: str, interval: int, start: date, first_day: int, year: int) -> int:
    """The days that lie in a turn of the interval: the days, weeks, months or years that count."""
    whole: dict[str, Any] = {
        DAILY: {}, WEEKLY: {"byweekday": range(7)}, MONTHLY: {"bymonthday": range(1, 32)},
        YEARLY: {"byyearday": range(1, 367)},
    }[freq]  # fmt: skip
    near = _nearer(freq, interval, start, year)
    return _bits(freq, year, start=near, interval=interval, wkst=first_day, **whole)


def _nearer(freq: str, interval: int, start: date, year: int) -> date:
    """A start some whole intervals later, at least one before the year: the same rule, with less to count through."""
    if freq in (DAILY, WEEKLY):
        turn = interval * (1 if freq == DAILY else 7)
        return start + timedelta(days=turn * max((date(year, 1, 1) - start).days // turn - 1, 0))
    months = interval * (1 if freq == MONTHLY else 12)
    passed = max(((year - start.year) * 12 - start.month + 1) // months - 1, 0)
    later = start.year * 12 + start.month - 1 + passed * months
    return date(later // 12, later % 12 + 1, 1)


def load_rules() -> None:
    """Load now what the first rule that needs it would wait for."""
    from dateutil import rrule  # noqa: F401, PLC0415 - see `_bits`


def _bits(freq: str, year: int, *, start: date | None = None, **parts: Any) -> int:
    """The days of a year that a rule of dateutil names. It is imported here, where it is first needed: most
    directories never do, and the window's start must not wait for it."""
    from dateutil import rrule as library  # noqa: PLC0415

    first, last = datetime(year, 1, 1), datetime(year, 12, 31)  # noqa: DTZ001 - days, in no zone
    begin = datetime.combine(start, datetime.min.time()) if start else first
    rule: rrule = library.rrule(getattr(library, freq), dtstart=begin, until=last, **parts)
    bits = 0
    for moment in rule:
        if moment >= first:
            bits |= 1 << (moment - first).days
    return bits
