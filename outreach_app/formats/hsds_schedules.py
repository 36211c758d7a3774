# SPDX-License-Identifier: GPL-3.0-or-later
"""HSDS schedules → the domain's. Real ones are dirty: `9:00am`, `7:30 am `, `0900`, `Monday`, `MO-FR`.

Source: HSDS 3.1 `schedule`. Times with an offset are wall times of that place; a time in UTC (`Z`) cannot be told
without knowing the season, so its hours stay unknown. `attending_type` "intake" marks the coalition's intake hours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from outreach_app.domain.hours import DAY_MINUTES, MONTHLY, OTHER, WEEKDAYS, WEEKLY, Schedule
from outreach_app.formats.hsds_fields import Loose

INTAKE: Final = "intake"
_CLOCK: Final = re.compile(
    r"(\d{1,2})(?:[:.h]?(\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*([ap])?\.?m?\.?\s*(z|[+-]\d{2}:?\d{2})?", re.IGNORECASE
)
_UTC: Final = re.compile(r"z|[+-]00:?00", re.IGNORECASE)
_NAMED: Final = {"noon": 12 * 60, "midday": 12 * 60, "midnight": DAY_MINUTES}
_DAY_NAME: Final = re.compile(
    r"([+-]?\d)?\s*(mo|tu|we|th|fr|sa|su)(?:(?<=mo)n|(?<=tu)es?|(?<=we)d|(?<=th)u|(?<=th)urs?|(?<=fr)i|(?<=sa)t|(?<=su)n"
    r"|(?<=mo)nday|(?<=tu)esday|(?<=we)dnesday|(?<=th)ursday|(?<=fr)iday|(?<=sa)turday|(?<=su)nday)?\.?",
    re.IGNORECASE,
)
"""A weekday in two letters, shortened or in full, an ordinal before it; "weekdays" is no Wednesday."""
_ROUND_THE_CLOCK: Final = re.compile(
    r"(open )?(24 ?/ ?7|24 ?h(ours?|rs?)?( a day)?,? ?(7 days( a week)?|every day|daily))[.! ]*", re.IGNORECASE
)
_PROSE_LIMIT: Final = 1000


def read_schedules(rows: Iterable[Loose]) -> tuple[tuple[Schedule, ...], tuple[Schedule, ...]]:
    """(opening, intake) of a service, each schedule once."""
    opening: dict[Schedule, None] = {}
    intake: dict[Schedule, None] = {}
    for row in rows:
        schedule = read_row(row)
        if schedule is not None:
            target = intake if row.text("attending_type", limit=_PROSE_LIMIT).lower() == INTAKE else opening
            target[schedule] = None
    return tuple(opening), tuple(intake)


def read_row(row: Loose) -> Schedule | None:
    """One schedule; None where the row says nothing about hours."""
    opens, closes = _clock(row, "opens_at"), _clock(row, "closes_at")
    freq, byday = _recurrence(row)
    until, valid_to = row.date("until"), row.date("valid_to")
    ends = [day for day in (until, valid_to) if day is not None]
    schedule = Schedule(
        freq=freq,
        interval=row.whole("interval", most=1000) or 1,
        byday=byday,
        bymonthday=tuple(_monthdays(row)),
        wkst=_wkst(row),
        opens=opens,
        closes=closes,
        dtstart=row.date("dtstart"),
        valid_from=row.date("valid_from"),
        valid_to=min(ends, default=None),
        prose=row.text("description", limit=_PROSE_LIMIT),
    )
    if schedule.freq or schedule.byday or schedule.opens >= 0 or schedule.closes >= 0:
        return schedule
    return _from_prose(schedule) if schedule.prose else None


def _from_prose(schedule: Schedule) -> Schedule:
    """Only what cannot be misread is read out of words: open all hours, every day."""
    if not _ROUND_THE_CLOCK.fullmatch(schedule.prose):
        return schedule
    return Schedule(
        freq=WEEKLY, byday=WEEKDAYS, opens=0, closes=DAY_MINUTES, valid_from=schedule.valid_from,
        valid_to=schedule.valid_to, prose=schedule.prose,
    )  # fmt: skip


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
    """Frequency and days; a rule that is not understood is named and becomes OTHER."""
    freq = row.text("freq").upper()
    byday = _bydays(row)
    beyond = any(row.has(key) for key in ("byweekno", "byyearday", "count", "bysetpos", "bymonth"))
    if byday is None or beyond or freq not in ("", "DAILY", WEEKLY, MONTHLY):
        row.problem("freq", "rule_not_followed")
        return OTHER, ()
    if freq == "DAILY":
        if byday or row.whole("interval", most=1000) not in (None, 1):
            row.problem("freq", "rule_not_followed")
            return OTHER, ()
        return WEEKLY, WEEKDAYS
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
    return f"{ordinal}{match.group(2).upper()}" if 1 <= abs(ordinal) <= 5 else ""


def _monthdays(row: Loose) -> Iterator[int]:
    for part in re.split(r"[,;\s]+", row.text("bymonthday")):
        match = re.fullmatch(r"[+-]?\d{1,2}", part)
        if match and 1 <= abs(int(part)) <= 31:
            yield int(part)
        elif part:
            row.problem("bymonthday", "not_a_number")


def _wkst(row: Loose) -> str:
    text = row.text("wkst").upper()
    return text if text in WEEKDAYS else "MO"
