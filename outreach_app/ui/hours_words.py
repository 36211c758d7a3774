# SPDX-License-Identifier: GPL-3.0-or-later
"""Hours in words: "Mon–Fri 09:00–17:00", "day and night", "first Sat of the month 10:00–13:00"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from outreach_app.domain.hours import CLOSED, DAY_MINUTES, MONTHLY, WEEKDAYS, WEEKLY, Schedule
from outreach_app.ui.words import Table, clock_time, long_date

translate = QCoreApplication.translate

_ORDINALS: Final[Table] = {
    "1": QT_TRANSLATE_NOOP("hours", "first {day} of the month"),
    "2": QT_TRANSLATE_NOOP("hours", "second {day} of the month"),
    "3": QT_TRANSLATE_NOOP("hours", "third {day} of the month"),
    "4": QT_TRANSLATE_NOOP("hours", "fourth {day} of the month"),
    "5": QT_TRANSLATE_NOOP("hours", "fifth {day} of the month"),
    "-1": QT_TRANSLATE_NOOP("hours", "last {day} of the month"),
    "": QT_TRANSLATE_NOOP("hours", "each {day}"),
}


def hours(schedules: Sequence[Schedule], today: date) -> tuple[str, ...]:
    """One line a row that still holds; where none does, since when the hours are unknown."""
    holding = [row for row in schedules if row.valid_to is None or today <= row.valid_to]
    if schedules and not holding:
        last = max(row.valid_to for row in schedules if row.valid_to is not None)
        return (translate("hours", "Not known since {date}").format(date=long_date(last)),)
    return tuple(dict.fromkeys(_row(row) for row in holding))


def clock(minutes: int) -> str:
    """Minutes after midnight as 09:30; the end of a day as 24:00."""
    return "24:00" if minutes >= DAY_MINUTES - 1 else f"{minutes // 60:02}:{minutes % 60:02}"


def opens(moment: datetime, now: datetime) -> str:
    """When a place takes people again: the clock time, with the day where it is not today."""
    time = clock_time(moment)
    if moment.date() == now.date():
        return translate("hours", "opens {time}").format(time=time)
    return translate("hours", "opens {day} {time}").format(day=day_name(moment.weekday()), time=time)


def day_name(weekday: int) -> str:
    """A weekday's short name in the person's locale; Monday is 0."""
    return QLocale().dayName(weekday + 1, QLocale.FormatType.ShortFormat)


def _row(row: Schedule) -> str:
    if row.kind:
        text = _exception(row)
        return f"{text} ({row.prose})" if row.prose else text
    if row.opens < 0 or row.closes < 0 or row.freq not in {WEEKLY, MONTHLY}:
        return row.prose or translate("hours", "Other hours; ask on the phone")
    span = _span(row)
    days = _weekly(row) if row.freq == WEEKLY else _monthly(row)
    text = ", ".join(part for part in (days, span) if part) if span == _round_the_clock() else f"{days} {span}".strip()
    return f"{text} ({row.prose})" if row.prose else text


def _exception(row: Schedule) -> str:
    """Closed on some days, or other hours than usual."""
    days = _weekly(row) if row.freq == WEEKLY else _monthly(row) if row.freq == MONTHLY else _period(row)
    if row.kind == CLOSED:
        return translate("hours", "closed {days}").format(days=days).strip()
    if row.opens < 0 or row.closes < 0:
        return translate("hours", "{days} other hours; ask on the phone").format(days=days).strip()
    return translate("hours", "{days} only {span}").format(days=days, span=_span(row)).strip()


def _period(row: Schedule) -> str:
    """The days of a row without a rule; a rule that is not told has none."""
    first, last = row.valid_from, row.valid_to
    if row.freq or first is None or last is None:
        return translate("hours", "on some days")
    return long_date(first) if first == last else f"{long_date(first)} – {long_date(last)}"


def _span(row: Schedule) -> str:
    if row.opens == 0 and row.closes >= DAY_MINUTES - 1:
        return _round_the_clock()
    return f"{clock(row.opens)}–{clock(row.closes)}"


def _round_the_clock() -> str:
    return translate("hours", "day and night")


def _weekly(row: Schedule) -> str:
    days = sorted({WEEKDAYS.index(day[-2:]) for day in row.byday})
    if len(days) == len(WEEKDAYS):
        return "" if _span(row) == _round_the_clock() else translate("hours", "every day")
    names = ", ".join(_run(run) for run in _runs(days))
    if row.interval > 1:
        return translate("hours", "{days}, every {count} weeks").format(days=names, count=row.interval)
    return names


def _runs(days: list[int]) -> list[list[int]]:
    """Days in a row belong together."""
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _run(run: list[int]) -> str:
    if len(run) > 2:
        return f"{day_name(run[0])}–{day_name(run[-1])}"
    return ", ".join(day_name(day) for day in run)


def _monthly(row: Schedule) -> str:
    named = [
        translate("hours", str(_ORDINALS.get(day[:-2].lstrip("+"), _ORDINALS[""]))).format(
            day=day_name(WEEKDAYS.index(day[-2:]))
        )
        for day in row.byday
    ]
    dated = [translate("hours", "day {day} of the month").format(day=day) for day in row.bymonthday if day > 0]
    if any(day < 0 for day in row.bymonthday):
        dated.append(translate("hours", "end of the month"))
    return ", ".join([*named, *dated])
