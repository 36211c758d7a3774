# SPDX-License-Identifier: GPL-3.0-or-later
"""When a place is open, told from schedules, a moment and the directory's zone of time.

Schedules are those of HSDS 3 (the recurrence rules of RFC 5545 in its fields). Whatever is not certain is
unknown, never "closed": a rule of a kind not understood here, a span without both its ends, a period of validity
that has passed. Clock times are wall times of the one zone that a directory keeps; 23:59 as a closing time means
midnight, and closing before opening means the next day. Standard library only.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final, NamedTuple

from outreach_app.domain.errors import BadField
from outreach_app.domain.reading import Fields, as_date

WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEKLY: Final = "WEEKLY"
MONTHLY: Final = "MONTHLY"
OTHER: Final = "OTHER"
"""A rule that this module cannot follow; its hours are unknown."""
FREQUENCIES: Final = ("", WEEKLY, MONTHLY, OTHER)

YES: Final = "yes"
NO: Final = "no"
UNKNOWN: Final = "unknown"

YEARS: Final = range(1900, 2200)
"""Years in which a date of a schedule makes sense; others are typing errors."""
DAY_MINUTES: Final = 24 * 60
_LAST_MINUTE: Final = DAY_MINUTES - 1
_AHEAD_DAYS: Final = 35
"""How far the next opening is looked for: a monthly rule has its next day within five weeks."""
_ROUND_THE_CLOCK_DAYS: Final = 8
"""Open without a gap for so long is told as open round the clock."""
_DAY: Final = timedelta(days=1)
_BYDAY: Final = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")


@dataclass(frozen=True, slots=True)
class Schedule:
    """One row of hours. Clock times in minutes after midnight (0–1440), -1 where not given."""

    freq: str = ""
    interval: int = 1
    byday: tuple[str, ...] = ()
    """Weekdays, in a monthly rule with an ordinal before them where one is meant: `1SA`, `-1FR`."""
    bymonthday: tuple[int, ...] = ()
    """Days of a monthly rule; negative ones count from its end."""
    wkst: str = "MO"
    opens: int = -1
    closes: int = -1
    dtstart: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    """Last day on which this row holds (HSDS `valid_to` or the rule's `until`, the earlier)."""
    prose: str = ""
    """Hours as words, shown as they are."""

    def as_json(self) -> dict[str, object]:
        """The JSON form that `read_schedule` reads; what is empty is left out."""
        found: dict[str, object] = {}
        for name, default in _DEFAULTS.items():
            value = getattr(self, name)
            if value != default:
                found[name] = value.isoformat() if isinstance(value, date) else _plain(value)
        return found


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
        matches = [_BYDAY.fullmatch(part) for part in schedule.byday]
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


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


_DEFAULTS: Final = {
    "freq": "", "interval": 1, "byday": (), "bymonthday": (), "wkst": "MO", "opens": -1, "closes": -1,
    "dtstart": None, "valid_from": None, "valid_to": None, "prose": "",
}  # fmt: skip


def read_schedule(fields: Fields) -> Schedule:
    """A schedule from the JSON of `Schedule.as_json`; raises `BadField`."""
    schedule = Schedule(
        freq=fields.code("freq", FREQUENCIES) if fields.has("freq") else "",
        interval=fields.count("interval", most=1000) if fields.has("interval") else 1,
        byday=tuple(_bydays(fields)),
        bymonthday=tuple(_monthdays(fields)),
        wkst=fields.code("wkst", WEEKDAYS) if fields.has("wkst") else "MO",
        opens=fields.count("opens", most=DAY_MINUTES) if fields.has("opens") else -1,
        closes=fields.count("closes", most=DAY_MINUTES) if fields.has("closes") else -1,
        dtstart=_optional_date(fields, "dtstart"),
        valid_from=_optional_date(fields, "valid_from"),
        valid_to=_optional_date(fields, "valid_to"),
        prose=fields.optional_text("prose", limit=1000),
    )
    fields.done()
    return schedule


def _bydays(fields: Fields) -> Iterator[str]:
    for text in fields.texts("byday", limit=4):
        if not _BYDAY.fullmatch(text):
            raise BadField(fields.path("byday"), "unknown_code")
        yield text


def _monthdays(fields: Fields) -> Iterator[int]:
    found = fields.raw("bymonthday") if fields.has("bymonthday") else []
    if not isinstance(found, list):
        raise BadField(fields.path("bymonthday"), "not_a_list")
    for number in found:
        if isinstance(number, bool) or not isinstance(number, int) or not 1 <= abs(number) <= 31:
            raise BadField(fields.path("bymonthday"), "not_a_count")
        yield number


def _optional_date(fields: Fields, key: str) -> date | None:
    if not fields.has(key):
        return None
    found = as_date(fields.text(key, limit=10), fields.path(key))
    if found.year not in YEARS:
        raise BadField(fields.path(key), "not_a_date")
    return found
