# SPDX-License-Identifier: GPL-3.0-or-later
"""When a place is open, told from schedules, a moment and the directory's zone of time.

Schedules are those of HSDS 3 (the recurrence rules of RFC 5545 in its fields). Whatever is not certain is
unknown, never "closed": a rule of a kind not understood here, a span without both its ends, a period of validity
that has passed. Clock times are wall times of the one zone that a directory keeps; 23:59 as a closing time means
midnight, and closing before opening means the next day. Standard library only.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final, NamedTuple

from outreach_app.domain.schedule import (
    BYDAY,
    DAILY,
    DAY_MINUTES,
    FREQUENCIES,
    MONTHLY,
    OTHER,
    WEEKDAYS,
    WEEKLY,
    YEARLY,
    YEARS,
    Schedule,
    read_schedule,
)

__all__ = (
    "DAILY", "DAY_MINUTES", "FREQUENCIES", "MONTHLY", "NO", "OTHER", "UNKNOWN", "WEEKDAYS", "WEEKLY", "YEARLY", "YEARS",
    "YES", "Hours", "Schedule", "State", "read_schedule",
)  # fmt: skip

YES: Final = "yes"
NO: Final = "no"
UNKNOWN: Final = "unknown"

_LAST_MINUTE: Final = DAY_MINUTES - 1
_AHEAD_DAYS: Final = 35
"""How far the next opening is looked for: a monthly rule has its next day within five weeks."""
_ROUND_THE_CLOCK_DAYS: Final = 8
"""Open without a gap for so long is told as open round the clock."""
_DAY: Final = timedelta(days=1)


class State(NamedTuple):
    """`open` is yes, no or unknown; `until` (aware) is when it ends, None while closed or round the clock."""

    open: str
    until: datetime | None = None


class _Span(NamedTuple):
    """Instants in UTC."""

    start: datetime
    end: datetime


class Hours:
    """Schedules made ready to be asked. Moments are aware and in the directory's zone."""

    def __init__(self, schedules: Sequence[Schedule]) -> None:
        self._rules = tuple(_Rule(schedule) for schedule in schedules)

    def open_at(self, at: datetime) -> str:
        """yes, no or unknown."""
        today = at.date()
        for rule in self._rules:
            for day in (today, today - _DAY):
                if rule.names(day) and rule.covers(day, at):
                    return YES
        yesterday = today - _DAY
        unread = any(rule.holds(yesterday) and not rule.followed for rule in self._rules)
        return NO if self._certain(today) and not unread else UNKNOWN

    def state(self, at: datetime) -> State:
        """Whether it is open at `at`, and until when."""
        answer = self.open_at(at)
        return State(answer, self._end(at) if answer == YES else None)

    def next_opening(self, at: datetime) -> datetime | None:
        """The first opening after `at` within five weeks, None where unknown."""
        moment = at.astimezone(UTC)
        for ahead in range(_AHEAD_DAYS + 1):
            later = [span.start for span in self._spans(at.date() + ahead * _DAY, at.tzinfo) if span.start > moment]
            if later:
                return min(later).astimezone(at.tzinfo)
        return None

    def _end(self, at: datetime) -> datetime | None:
        """Follow spans that touch or overlap; None when they never stop within the horizon."""
        end = at.astimezone(UTC)
        horizon = end + timedelta(days=_ROUND_THE_CLOCK_DAYS)
        while end < horizon:
            day = end.astimezone(at.tzinfo).date()
            spans = [*self._spans(day - _DAY, at.tzinfo), *self._spans(day, at.tzinfo)]
            reached = [span.end for span in spans if span.start <= end < span.end]
            if not reached:
                return end.astimezone(at.tzinfo)
            end = max(reached)
        return None

    def _spans(self, day: date, zone: tzinfo | None) -> list[_Span]:
        """What begins on `day`."""
        spans = [rule.span(day, zone) for rule in self._rules if rule.names(day)]
        return [span for span in spans if span.start < span.end]

    def _certain(self, day: date) -> bool:
        """Whether "closed" may be said of `day`: some row holds, and none that holds is beyond following."""
        holding = [rule for rule in self._rules if rule.holds(day)]
        return bool(holding) and all(rule.followed for rule in holding)


class _Rule:
    """A schedule made ready: which days it names, and whether it can be followed at all."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        matches = [BYDAY.fullmatch(part) for part in schedule.byday]
        days = {(int(match.group(1) or 0), WEEKDAYS.index(match.group(2))) for match in matches if match is not None}
        if schedule.freq == WEEKLY and not days and schedule.dtstart is not None:
            days = {(0, schedule.dtstart.weekday())}
        self._days = frozenset(days)
        self.followed = None not in matches and _can_follow(schedule, self._days)
        self._first = max((day for day in (schedule.valid_from, schedule.dtstart) if day), default=date.min)
        self._last = schedule.valid_to or date.max
        closes = DAY_MINUTES if schedule.closes == _LAST_MINUTE else schedule.closes
        self._opens = schedule.opens
        self._closes = closes if closes > schedule.opens else closes + DAY_MINUTES

    def holds(self, day: date) -> bool:
        """Whether the row says anything about `day`."""
        return self._first <= day <= self._last

    def names(self, day: date) -> bool:
        """Whether `day` is one of the rule's days."""
        if not (self.followed and self.holds(day)):
            return False
        if self.schedule.freq == WEEKLY:
            return (0, day.weekday()) in self._days and _week_counts(self.schedule, day)
        return _month_counts(self.schedule, day) and _monthday_fits(self.schedule, day) and self._ordinal_fits(day)

    def covers(self, day: date, at: datetime) -> bool:
        """Whether the span that begins on `day` holds `at`."""
        if _steady(at.date(), at.tzinfo):
            minutes = (at.date() - day).days * DAY_MINUTES + at.hour * 60 + at.minute
            return self._opens <= minutes < self._closes
        span = self.span(day, at.tzinfo)
        return span.start <= at.astimezone(UTC) < span.end

    def span(self, day: date, zone: tzinfo | None) -> _Span:
        """The span that begins on `day`; in the hour that a clock change skips it is empty."""
        return _Span(_instant(day, self._opens, zone), _instant(day, self._closes, zone))

    def _ordinal_fits(self, day: date) -> bool:
        if not self._days:
            return True
        from_end = (monthrange(day.year, day.month)[1] - day.day) // 7 + 1
        ordinals = (0, (day.day - 1) // 7 + 1, -from_end)
        return any((ordinal, day.weekday()) in self._days for ordinal in ordinals)


def _can_follow(schedule: Schedule, days: frozenset[tuple[int, int]]) -> bool:
    if schedule.kind or schedule.count or schedule.byyearday or schedule.byweekno:
        return False
    if schedule.opens < 0 or schedule.closes < 0 or schedule.opens == schedule.closes:
        return False
    if schedule.interval < 1 or (schedule.interval > 1 and schedule.dtstart is None):
        return False
    if schedule.freq == WEEKLY:
        return bool(days) and not schedule.bymonthday and all(ordinal == 0 for ordinal, _ in days)
    return schedule.freq == MONTHLY and bool(days or schedule.bymonthday)


def _week_counts(schedule: Schedule, day: date) -> bool:
    if schedule.interval == 1 or schedule.dtstart is None:
        return True
    first = WEEKDAYS.index(schedule.wkst)
    return (_week_start(day, first) - _week_start(schedule.dtstart, first)).days // 7 % schedule.interval == 0


def _week_start(day: date, first: int) -> date:
    return day - timedelta(days=(day.weekday() - first) % 7)


def _month_counts(schedule: Schedule, day: date) -> bool:
    if schedule.interval == 1 or schedule.dtstart is None:
        return True
    months = (day.year - schedule.dtstart.year) * 12 + day.month - schedule.dtstart.month
    return months % schedule.interval == 0


def _monthday_fits(schedule: Schedule, day: date) -> bool:
    if not schedule.bymonthday:
        return True
    return bool({day.day, day.day - monthrange(day.year, day.month)[1] - 1} & set(schedule.bymonthday))


@lru_cache(maxsize=64)
def _steady(day: date, zone: tzinfo | None) -> bool:
    """Whether no clock change is near: then wall times can be compared as they are."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    return len({(midnight + shift * _DAY).utcoffset() for shift in (-2, -1, 0, 1, 2, 3)}) == 1


def _instant(day: date, minutes: int, zone: tzinfo | None) -> datetime:
    """A wall time as an instant; of a wall time that comes twice in a clock change the first is meant."""
    days, rest = divmod(minutes, DAY_MINUTES)
    day += days * _DAY
    return datetime(day.year, day.month, day.day, rest // 60, rest % 60, tzinfo=zone).astimezone(UTC)
