# SPDX-License-Identifier: GPL-3.0-or-later
"""Hours as they are typed for one weekday, "9-17, 19:30–22:00", and back; and weekly rows told apart from the others.

A weekday's hours are spans of minutes after midnight. Rows that a week of spans cannot say (monthly ones, closed days,
rows of other dates) are kept as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from outreach_app.domain.hours import DAY_MINUTES, WEEKDAYS, WEEKLY, Schedule
from outreach_app.ui.hours_words import clock

Spans = tuple[tuple[int, int], ...]
ALL_DAY: Final = (0, DAY_MINUTES)
_ROUND: Final = frozenset({"24", "24h", "24 h", "24 hours", "24/7", "all day", "0-24", "0–24"})
_DASH: Final = re.compile(r"\s*(?:-|–|—|\bto\b)\s*")
_TIME: Final = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?h?\s*([ap])?\.?m?\.?", re.IGNORECASE)


class NotHours(ValueError):
    """Words that are no hours; the argument is the part that could not be read."""


@dataclass(frozen=True)
class Week:
    """What a week of fields can say of some schedules, and what it cannot."""

    days: Mapping[str, Spans] = field(default_factory=dict)
    """Weekday code to its spans."""
    frame: Schedule = field(default_factory=lambda: Schedule(freq=WEEKLY))
    """What the weekly rows have in common: the dates between which they hold."""
    prose: str = ""
    """What the weekly rows say beside their hours."""
    others: tuple[Schedule, ...] = ()


def read_spans(text: str) -> Spans:
    """The spans of one day. Empty text has none; raises `NotHours` with the part that is no hours."""
    found = []
    for part in re.split(r"[,;]", text):
        words = " ".join(part.split())
        if words:
            found.append(ALL_DAY if words.casefold() in _ROUND else _span(words))
    return tuple(found)


def spans_text(spans: Sequence[tuple[int, int]]) -> str:
    """The spans as they would be typed."""
    return ", ".join("24 h" if _is_all_day(span) else f"{clock(span[0])}–{clock(span[1])}" for span in spans)


def read_clock(text: str) -> int:
    """A clock time in minutes after midnight; raises `NotHours`."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise NotHours(text)
    hours, minutes, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        if not 1 <= hours <= 12:
            raise NotHours(text)
        hours = hours % 12 + (12 if half == "p" else 0)
    if minutes > 59 or hours * 60 + minutes > DAY_MINUTES:
        raise NotHours(text)
    return hours * 60 + minutes


def week_of(schedules: Sequence[Schedule]) -> Week:
    """The weekly rows that hold between the same dates as most of them do, by weekday, and the rest."""
    frames = Counter(_frame(row) for row in schedules if _simple(row))
    if not frames:
        return Week(others=tuple(schedules))
    frame = frames.most_common(1)[0][0]
    days: dict[str, list[tuple[int, int]]] = {}
    prose: dict[str, None] = {}
    others = []
    for row in schedules:
        if not _simple(row) or _frame(row) != frame:
            others.append(row)
            continue
        if row.prose:
            prose[row.prose] = None
        for day in row.byday:
            days.setdefault(day, []).append((row.opens, row.closes))
    return Week({day: tuple(sorted(spans)) for day, spans in days.items()}, frame, "; ".join(prose), tuple(others))


def schedules_of(week: Week) -> tuple[Schedule, ...]:
    """The rows that say the same: weekdays with one span together, words beside the hours on the first row."""
    together: dict[tuple[int, int], list[str]] = {}
    for day in WEEKDAYS:
        for span in week.days.get(day, ()):
            together.setdefault(span, []).append(day)
    rows = [
        replace(week.frame, byday=tuple(days), opens=span[0], closes=span[1], prose="")
        for span, days in sorted(together.items())
    ]
    if week.prose and rows:
        rows[0] = replace(rows[0], prose=week.prose)
    elif week.prose:
        rows = [Schedule(prose=week.prose)]
    return (*rows, *week.others)


def _span(words: str) -> tuple[int, int]:
    ends = _DASH.split(words)
    if len(ends) != 2:
        raise NotHours(words)
    try:
        opens, closes = read_clock(ends[0]), read_clock(ends[1])
    except NotHours:
        raise NotHours(words) from None
    if opens in {DAY_MINUTES, closes}:
        raise NotHours(words)
    return opens, closes


def _is_all_day(span: tuple[int, int]) -> bool:
    return span[0] == 0 and span[1] >= DAY_MINUTES - 1


def _simple(row: Schedule) -> bool:
    """Whether a field per weekday says all that the row says."""
    plain = replace(row, opens=-1, closes=-1, byday=(), prose="", valid_from=None, valid_to=None, dtstart=None)
    return (
        plain == Schedule(freq=WEEKLY)
        and bool(row.byday)
        and set(row.byday) <= set(WEEKDAYS)
        and 0 <= row.opens != row.closes >= 0
    )


def _frame(row: Schedule) -> Schedule:
    return replace(row, opens=-1, closes=-1, byday=(), prose="")
