# SPDX-License-Identifier: GPL-3.0-or-later
"""When a place is open, told from schedules, a moment and the directory's zone of time.

Schedules are those of HSDS 3 (the recurrence rules of RFC 5545 in its fields). Whatever is not certain is
unknown, never "closed": a rule that cannot be followed, a span without both its ends, a period of validity that has
passed. Clock times are wall times of the one zone that a directory keeps; 23:59 as a closing time means midnight, and
closing before opening means the next day. A wall time that a clock change skips is read with the offset before it, one
that comes twice as the first (RFC 5545, 3.3.5).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final, NamedTuple

from outreach_app.domain.recurrence import Days, days_of, last_counted
from outreach_app.domain.schedule import (
    CLOSED,
    DAILY,
    DAY_MINUTES,
    FREQUENCIES,
    INSTEAD,
    MONTHLY,
    OTHER,
    REGULAR,
    WEEKDAYS,
    WEEKLY,
    YEARLY,
    YEARS,
    Schedule,
    read_schedule,
)

__all__ = (
    "CLOSED", "DAILY", "DAY_MINUTES", "FREQUENCIES", "INSTEAD", "MONTHLY", "NO", "OTHER", "REGULAR", "UNKNOWN",
    "WEEKDAYS", "WEEKLY", "YEARLY", "YEARS", "YES", "Hours", "Schedule", "State", "read_schedule",
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
_WITH_HOLIDAYS: Final = re.compile(
    r"\b(?:includ(?:ing|es)|even on|and|open(?: on)?)\s+(?:all |public |legal |federal |major |bank )*holidays\b"
    r"|\bholidays (?:are )?included\b|\b365 days\b|\b24\s?/\s?7\s?/\s?365\b|\blos 365 d[ií]as\b"
    r"|\bincl(?:uye|uidos|uso|uyendo) (?:los )?(?:d[ií]as )?(?:festivos|feriados)\b"
    r"|\b(?:festivos|feriados) (?:incluidos|inclusive)\b",
    re.IGNORECASE,
)
"""Words by which hours hold on public holidays too, unless one of the next turns them round."""
_WITHOUT: Final = re.compile(r"\b(?:clos|except|exclud|exclu[iy]|not |no |cerrad|salvo|but )", re.IGNORECASE)


class State(NamedTuple):
    """`open` is yes, no or unknown; `until` (aware) is when it ends, None while closed or round the clock."""

    open: str
    until: datetime | None = None


class _Span(NamedTuple):
    """Instants in UTC."""

    start: datetime
    end: datetime


class _Day(NamedTuple):
    """What begins on a day."""

    rules: tuple[_Rule, ...]
    sure: bool
    """Whether these are all that can begin."""
    said: bool
    """Whether any row speaks of the day at all."""
    excepted: bool
    """Whether an exception does: then what runs on from the night before is not certain either."""


class Hours:
    """Schedules made ready to be asked. Moments are aware and in the directory's zone.

    A row of another kind than regular takes the place of every regular one on its days: *closed* leaves nothing,
    *instead* its own spans. Days on which both are said, and those on which an exception may fall that cannot be
    followed, are unknown. A span that runs into such a day from the night before ends, for certain, at midnight only.
    """

    def __init__(self, schedules: Sequence[Schedule]) -> None:
        rules = [_rule(schedule) for schedule in schedules]
        self._regular = tuple(rule for rule in rules if rule.schedule.kind == REGULAR)
        self._exceptions = tuple(rule for rule in rules if rule.schedule.kind != REGULAR)
        self._always = not self._exceptions and any(rule.always for rule in rules)

    def open_at(self, at: datetime) -> str:
        """yes, no or unknown."""
        if self._always:
            return YES
        today = at.date()
        yesterday = today - _DAY
        now, before = self._on(today), self._on(yesterday)
        for rule in now.rules:
            if rule.covers(today, at):
                return YES
        for rule in before.rules:
            if rule.covers(yesterday, at):
                return UNKNOWN if now.excepted else YES
        return NO if now.sure and now.said and (before.sure or now.excepted) else UNKNOWN

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

    def sure_on_holiday(self, at: datetime) -> bool:
        """Whether the answer for `at` holds even if its date is a public holiday.

        So it is where an exception speaks of the date, where the place is open round the clock, and where the rows of
        the day (on a day without hours: any row in force) say in words that they count holidays in. Unknown is never
        sure.
        """
        answer = self.open_at(at)
        if answer == UNKNOWN:
            return False
        today = self._on(at.date())
        if today.excepted or (answer == YES and self._end(at) is None):
            return True
        if today.rules:
            return all(rule.with_holidays for rule in today.rules)
        return any(rule.with_holidays for rule in self._regular if rule.followed and rule.holds(at.date()))

    def _on(self, day: date) -> _Day:
        """What begins on `day`."""
        if self._exceptions:
            excepted = self._excepted(day)
            if excepted is not None:
                return excepted
        said, sure, rules = False, True, []
        for rule in self._regular:
            if rule.holds(day):
                said = True
                if not rule.followed:
                    sure = False
                elif rule.names(day):
                    rules.append(rule)
        return _Day(tuple(rules), sure, said, excepted=False)

    def _excepted(self, day: date) -> _Day | None:
        """What begins on `day` by an exception; None for a day like any other."""
        speaking = [rule for rule in self._exceptions if rule.holds(day) and rule.names(day)]
        if not speaking:
            return None
        kinds = {rule.schedule.kind for rule in speaking}
        if len(kinds) > 1 or not all(rule.followed for rule in speaking):
            return _Day((), sure=False, said=True, excepted=True)
        return _Day(() if CLOSED in kinds else tuple(speaking), sure=True, said=True, excepted=True)

    def _end(self, at: datetime) -> datetime | None:
        """Follow spans that touch or overlap; None when they never stop within the horizon."""
        if self._always:
            return None
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
        """What begins on `day`, as far as it is certain."""
        spans = [rule.span(day, zone) for rule in self._on(day).rules]
        if spans and self._exceptions and self._on(day + _DAY).excepted:
            midnight = _instant(day, DAY_MINUTES, zone)
            spans = [_Span(span.start, min(span.end, midnight)) for span in spans]
        return [span for span in spans if span.start < span.end]


class _Rule:
    """A schedule made ready: which days it names, and whether it can be followed at all."""

    __slots__ = ("_closes", "_first", "_last", "_opens", "always", "followed", "names", "schedule", "with_holidays")

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        days = days_of(schedule)
        self.names: Days = _any_day if days is None else days
        """Whether the rule names a day; one that cannot be followed may name any."""
        timed = schedule.opens >= 0 and schedule.closes >= 0 and schedule.opens != schedule.closes
        untimed = schedule.opens < 0 and schedule.closes < 0
        self.followed = days is not None and (untimed if schedule.kind == CLOSED else timed)
        self.with_holidays = _with_holidays(schedule.prose)
        self._first = max((day for day in (schedule.valid_from, schedule.dtstart) if day), default=date.min)
        counted = last_counted(schedule, self.names)
        self._last = min((day for day in (schedule.valid_to, counted) if day), default=date.max)
        closes = DAY_MINUTES if schedule.closes == _LAST_MINUTE else schedule.closes
        self._opens = schedule.opens
        self._closes = closes if closes > schedule.opens else closes + DAY_MINUTES
        everyday = schedule.freq == WEEKLY and schedule.interval == 1 and set(schedule.byday) >= set(WEEKDAYS)
        whole = (self._opens, self._closes) == (0, DAY_MINUTES) and (self._first, self._last) == (date.min, date.max)
        self.always = self.followed and everyday and whole and not schedule.byweekno
        """Open at any time: most that are asked about at night are."""

    def holds(self, day: date) -> bool:
        """Whether the row says anything about `day`."""
        return self._first <= day <= self._last

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


def _any_day(_day: date) -> bool:
    return True


def _with_holidays(prose: str) -> bool:
    return bool(prose) and _WITH_HOLIDAYS.search(prose) is not None and _WITHOUT.search(prose) is None


@lru_cache(maxsize=8192)
def _rule(schedule: Schedule) -> _Rule:
    """Many entries keep the same hours, and each rule remembers its years."""
    return _Rule(schedule)


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
