# SPDX-License-Identifier: GPL-3.0-or-later
"""HSDS schedules → the domain's. Real ones are dirty: `9:00am`, `7:30 am `, `0900`, `Monday`, `MO-FR`, hours as words.

Source: HSDS 3.1 `schedule`. Times with an offset are wall times of that place; a time in UTC (`Z`) cannot be told
without knowing the season, so its hours stay unknown. `attending_type` "intake" marks the coalition's intake hours.

HSDS has no field for exceptions, so they are told from words and dates: see `_kind`. Two ways of writing are this
program's own (`hsds_write_schedules`): a description that begins with `CLOSED_WORDS` or `INSTEAD_WORDS`, and a column
`x_freq` for the frequencies that the standard's list does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from outreach_app.domain.directory_import import Notes
from outreach_app.domain.hours import (
    CLOSED,
    DAILY,
    DAY_MINUTES,
    INSTEAD,
    MONTHLY,
    OTHER,
    REGULAR,
    WEEKDAYS,
    WEEKLY,
    YEARLY,
    Schedule,
)
from outreach_app.domain.recurrence import days_of
from outreach_app.domain.schedule import MOST_COUNT, MOST_INTERVAL, MOST_NUMBERS
from outreach_app.formats.hsds_fields import Loose
from outreach_app.formats.prose_hours import read_prose

INTAKE: Final = "intake"
CLOSED_WORDS: Final = "Closed"
INSTEAD_WORDS: Final = "Instead of the regular hours"
UNLISTED_FREQ: Final = "x_freq"

_COLUMNS: Final = (
    "freq", UNLISTED_FREQ, "interval", "byday", "bymonthday", "byyearday", "byweekno", "count", "wkst", "opens_at",
    "closes_at", "dtstart", "until", "valid_from", "valid_to", "description", "notes",
)  # fmt: skip
_CLOCK: Final = re.compile(
    r"(\d{1,2})(?:[:.h]?(\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*([ap])?\.?m?\.?\s*(z|[+-]\d{2}:?\d{2})?", re.IGNORECASE
)
_UTC: Final = re.compile(r"z|[+-]00:?00", re.IGNORECASE)
_NAMED: Final = {"noon": 12 * 60, "midday": 12 * 60, "midnight": DAY_MINUTES}
_DAY_NAME: Final = re.compile(
    r"([+-]?\d{1,2})?\s*(mo|tu|we|th|fr|sa|su)(?:(?<=mo)n|(?<=tu)es?|(?<=we)d|(?<=th)u|(?<=th)urs?|(?<=fr)i|(?<=sa)t"
    r"|(?<=su)n|(?<=mo)nday|(?<=tu)esday|(?<=we)dnesday|(?<=th)ursday|(?<=fr)iday|(?<=sa)turday|(?<=su)nday)?\.?",
    re.IGNORECASE,
)
"""A weekday in two letters, shortened or in full, an ordinal before it; "weekdays" is no Wednesday."""
_MOST_ORDINAL: Final = 53

_HOLIDAY_WORDS: Final = (
    r"christmas|xmas|thanksgiving|new year|easter|good friday|independence day|juneteenth|july 4|4th of july|labor day"
    r"|memorial day|veterans|presidents|martin luther king|mlk|holidays?|navidad|nochebuena|a[nñ]o nuevo|semana santa"
    r"|festivos?|feriados?"
)
_NAMES_HOLIDAY: Final = re.compile(rf"\b(?:{_HOLIDAY_WORDS})\b", re.IGNORECASE)
_SAYS_CLOSED: Final = re.compile(
    rf"(?:we are |we will be |office |offices |will be )?(?:closed|cerrad[oa]s?)(?:\W+(?:{_HOLIDAY_WORDS}|for|on|in"
    r"|observance|of|due|to|the|all|day|days|eve|weekend|break|season|federal|public|major|s|por|el|los|d[ií]as?"
    r"|temporarily|this|that))*\W*",
    re.IGNORECASE,
)
"""Closed, and nothing else but why or on what a day: "closed to new clients" is another thing."""
_ALL_CLOSED: Final = re.compile(r"(?:closed|cerrad[oa]s?)(?: all day| todo el d[ií]a)?[.! ]*", re.IGNORECASE)
"""Closed on the days of a rule; "closed holidays" beside it speaks of other days."""
_SPECIAL: Final = re.compile(
    r"\b(?:(?:holiday|special|modified|reduced|adjusted|different) hours|horarios? (?:especial|reducido|festivo))",
    re.IGNORECASE,
)
_SPECIAL_DAYS: Final = timedelta(days=14)
"""Hours for so many days that name a holiday take the place of the regular ones; a longer row may be a season's."""
_PROSE_LIMIT: Final = 1000
_PLAIN_TYPES: Final = frozenset((str, int, float, bool, type(None)))


def read_schedules(rows: Iterable[Loose]) -> tuple[tuple[Schedule, ...], tuple[Schedule, ...]]:
    """(opening, intake) of a service, each schedule once."""
    opening: dict[Schedule, None] = {}
    intake: dict[Schedule, None] = {}
    for row in rows:
        target = intake if row.text("attending_type", limit=_PROSE_LIMIT).lower() == INTAKE else opening
        target.update(dict.fromkeys(read_row(row)))
    return tuple(opening), tuple(intake)


def read_row(row: Loose) -> tuple[Schedule, ...]:
    """The schedules of one row, more than one only from words; none where it says nothing about hours.

    Directories repeat the same few hours in thousands of rows: one without a problem is read once.
    """
    values = tuple(map(row.value.get, _COLUMNS))
    types = tuple(map(type, values))
    found = _known(values, types) if _PLAIN_TYPES.issuperset(types) else None
    return tuple(_read(row)) if found is None else found


@lru_cache(maxsize=4096)
def _known(values: tuple[object, ...], _types: tuple[type, ...]) -> tuple[Schedule, ...] | None:
    """The schedules of a row with these values in `_COLUMNS`; None where it has a problem to be named.

    The types are told apart because 1 and True are equal.
    """
    notes = Notes()
    row = Loose({name: value for name, value in zip(_COLUMNS, values, strict=True) if value is not None}, 0, notes)
    found = tuple(_read(row))
    return None if notes.all() else found


@dataclass(frozen=True)
class _Row:
    """A row whose fields are read and whose meaning is not settled."""

    schedule: Schedule
    timed: bool
    """Whether it gives a time at all, sound or not."""
    until: date | None


def _read(row: Loose) -> Iterator[Schedule]:
    read = _fields(row)
    schedule = _with_kind(read)
    if schedule.kind == REGULAR and not (schedule.freq or schedule.byday or read.timed):
        yield from _from_prose(schedule)
        return
    if schedule.freq and schedule.freq != OTHER and days_of(schedule) is None:
        row.problem("freq", "rule_not_followed")
    yield schedule


def _fields(row: Loose) -> _Row:
    opens, closes = _clock(row, "opens_at"), _clock(row, "closes_at")
    freq, byday = _recurrence(row)
    until, valid_to = row.date("until"), row.date("valid_to")
    schedule = Schedule(
        freq=freq,
        interval=row.whole("interval", most=MOST_INTERVAL) or 1,
        byday=byday,
        bymonthday=tuple(_numbers(row, "bymonthday", 31)),
        wkst=_wkst(row),
        opens=opens,
        closes=closes,
        dtstart=row.date("dtstart"),
        valid_from=row.date("valid_from"),
        valid_to=min((day for day in (until, valid_to) if day is not None), default=None),
        prose=_prose(row),
        count=row.whole("count", most=MOST_COUNT) or 0,
        byyearday=tuple(_numbers(row, "byyearday", 366)),
        byweekno=tuple(_numbers(row, "byweekno", 53)),
    )
    return _Row(schedule, row.has("opens_at") or row.has("closes_at"), until)


def _prose(row: Loose) -> str:
    texts = [row.text("description", limit=_PROSE_LIMIT), row.text("notes", limit=_PROSE_LIMIT)]
    return "; ".join(dict.fromkeys(text for text in texts if text))[:_PROSE_LIMIT]


def _with_kind(read: _Row) -> Schedule:
    """The row as what it says of its days.

    Nothing on these days: words that say closed, without times (or with the same time twice), for a rule or a period;
    or one day without times and without words, or with a holiday's name alone. These hours only: times for at most a
    fortnight with words that name a holiday or speak of special hours. A day of its own about which nothing of that
    is certain is said to have other hours that are not known. Anything else is a regular row.
    """
    schedule = read.schedule
    first, last = schedule.valid_from or (schedule.dtstart if read.until else None), schedule.valid_to
    dated = not schedule.freq and not schedule.byday and first is not None and last is not None and first <= last
    if dated:
        schedule = replace(schedule, valid_from=first)
    for words, kind in ((CLOSED_WORDS, CLOSED), (INSTEAD_WORDS, INSTEAD)):
        rest = _behind(words, schedule.prose)
        if rest is not None and (dated or schedule.freq) and (kind == INSTEAD or not read.timed):
            return replace(schedule, kind=kind, prose=rest)
    timeless = not read.timed or schedule.opens == schedule.closes != -1
    closed = _SAYS_CLOSED if dated else _ALL_CLOSED
    if (dated or schedule.freq) and timeless and closed.fullmatch(schedule.prose):
        return replace(schedule, kind=CLOSED, opens=-1, closes=-1)
    if first is None or last is None:
        return schedule
    holiday = bool(_NAMES_HOLIDAY.search(schedule.prose))
    if read.timed:
        special = last - first < _SPECIAL_DAYS and (holiday or _SPECIAL.search(schedule.prose))
        return replace(schedule, kind=INSTEAD) if special else schedule
    if not dated or first != last or read_prose(schedule.prose):
        return schedule
    named = holiday and not any(letter.isdigit() for letter in schedule.prose)
    return replace(schedule, kind=CLOSED if named or not schedule.prose else INSTEAD)


def _behind(words: str, prose: str) -> str | None:
    """What follows `words` and a colon; None for a text that does not begin so."""
    if prose == words:
        return ""
    return prose.removeprefix(f"{words}: ") if prose.startswith(f"{words}: ") else None


def _from_prose(schedule: Schedule) -> Iterator[Schedule]:
    """Rows out of words, where they are certain, each within the row's own period; else the words."""
    if not schedule.prose:
        return
    found = read_prose(schedule.prose)
    for one in found:
        yield replace(one, valid_from=schedule.valid_from, valid_to=schedule.valid_to)
    if not found:
        yield schedule


def _clock(row: Loose, key: str) -> int:
    """Minutes after midnight, -1 for none."""
    text = row.text(key).lower()
    if not text:
        return -1
    if text in _NAMED:
        return _NAMED[text]
    match = _CLOCK.fullmatch(text)
    if match is None:
        row.problem(key, "not_a_time")
        return -1
    if match.group(4) and _UTC.fullmatch(match.group(4)):
        row.problem(key, "utc_time")
        return -1
    minutes = _minutes(int(match.group(1)), int(match.group(2) or 0), match.group(3))
    if minutes < 0:
        row.problem(key, "not_a_time")
    return minutes


def _minutes(hour: int, minute: int, half: str | None) -> int:
    if half is not None:
        if not 1 <= hour <= 12:
            return -1
        hour = hour % 12 + (12 if half == "p" else 0)
    total = hour * 60 + minute
    return total if minute < 60 and total <= DAY_MINUTES else -1


def _recurrence(row: Loose) -> tuple[str, tuple[str, ...]]:
    freq = row.text("freq").upper() or row.text(UNLISTED_FREQ).upper()
    byday = _bydays(row)
    if byday is None or freq not in ("", DAILY, WEEKLY, MONTHLY, YEARLY):
        row.problem("freq", "rule_not_followed")
        return OTHER, byday or ()
    each = row.whole("interval", most=MOST_INTERVAL) in (None, 1)
    if freq == DAILY and each and not byday and not row.has("count") and not row.has("bymonthday"):
        return WEEKLY, WEEKDAYS
    if not freq and row.has("byyearday"):
        return YEARLY, byday
    if not freq and byday:
        freq = MONTHLY if any(len(day) > 2 for day in byday) else WEEKLY
    return freq, byday


def _bydays(row: Loose) -> tuple[str, ...] | None:
    """Weekdays as in the rule; None where one is not understood."""
    found: dict[str, None] = {}
    for part in re.split(r"[,;/]", row.text("byday")):
        if not part.strip():
            continue
        days = _span(part.strip())
        if days is None:
            row.problem("byday", "unknown_code")
            return None
        found.update(dict.fromkeys(days))
    return tuple(found)


def _span(text: str) -> list[str] | None:
    ends = [_DAY_NAME.fullmatch(end.strip()) for end in re.split(r"(?<=[a-zA-Z.])\s*(?:-|–|to)\s*(?=[a-zA-Z])", text)]
    days = [_day(end) for end in ends if end is not None]
    if len(days) != len(ends) or "" in days:
        return None
    if len(days) == 1:
        return days
    if len(days) != 2 or not set(days) <= set(WEEKDAYS):
        return None
    first, last = (WEEKDAYS.index(day) for day in days)
    return [WEEKDAYS[(first + step) % 7] for step in range((last - first) % 7 + 1)]


def _day(match: re.Match[str]) -> str:
    ordinal = int(match.group(1) or 0)
    if match.group(1) is None:
        return match.group(2).upper()
    return f"{ordinal}{match.group(2).upper()}" if 1 <= abs(ordinal) <= _MOST_ORDINAL else ""


def _numbers(row: Loose, key: str, most: int) -> Iterator[int]:
    parts = [part for part in re.split(r"[,;\s]+", row.text(key, limit=_PROSE_LIMIT * 2)) if part]
    if len(parts) > MOST_NUMBERS:
        row.problem(key, "too_many")
    for part in parts[:MOST_NUMBERS]:
        if re.fullmatch(r"[+-]?\d{1,3}", part) and 1 <= abs(int(part)) <= most:
            yield int(part)
        else:
            row.problem(key, "not_a_number")


def _wkst(row: Loose) -> str:
    text = row.text("wkst").upper()
    return text if text in WEEKDAYS else "MO"
