# SPDX-License-Identifier: GPL-3.0-or-later
"""Hours written as words: what is read, and what stays words because it may mean something else."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.hours import WEEKDAYS, Schedule
from outreach_app.formats.prose_hours import read_prose

ALWAYS: Final = "daily 00:00-24:00"
OFFICE: Final = "MO-FR 09:00-17:00"

READ: Final = [
    # day and night
    ("24/7", ALWAYS),
    ("24/7/365", ALWAYS),
    ("24 hours a day, 7 days a week", ALWAYS),
    ("7 days a week, 24 hours a day", ALWAYS),
    ("Open 24 hours", ALWAYS),
    ("Open 24 hours a day.", ALWAYS),
    ("24h every day", ALWAYS),
    ("Around the clock", ALWAYS),
    ("24 hours/day, 365 days a year", f"{ALWAYS} (365 days a year)"),
    ("Todos los días las 24 horas", ALWAYS),
    ("Mon-Fri 7pm-7am; Sat-Sun 24 hours", "MO-FR 19:00-07:00; SA-SU 00:00-24:00"),
    # days, then times
    ("Mon-Fri 8:30 a.m. to 4:30 p.m.", "MO-FR 08:30-16:30"),
    ("Mon.-Fri., 8 a.m.-5 p.m.", "MO-FR 08:00-17:00"),
    ("M-F 9am-5pm", OFFICE),
    ("M-F 8:00-17:00", "MO-FR 08:00-17:00"),
    ("Mon-Fri 09:00-17:00", OFFICE),
    ("MON–FRI 9–5PM", OFFICE),
    ("Monday through Friday, 9:00 am - 5:00 pm; Saturday 10am-2pm", f"{OFFICE}; SA 10:00-14:00"),
    ("Monday - Friday\n9:00am-5:00pm\nSaturday\n10:00am-2:00pm", f"{OFFICE}; SA 10:00-14:00"),
    ("Mon, Wed, Fri: 9:00AM-12:00PM; Tue, Thu: 1:00PM-5:00PM", "MO,WE,FR 09:00-12:00; TU,TH 13:00-17:00"),
    ("Mondays and Thursdays 10 a.m.-noon", "MO,TH 10:00-12:00"),
    ("MWF 9am-1pm", "MO,WE,FR 09:00-13:00"),
    ("T/Th 1pm-4pm", "TU,TH 13:00-16:00"),
    ("Tu-Th 1-4pm", "TU-TH 13:00-16:00"),
    ("Thursday from 5 pm until 7 pm", "TH 17:00-19:00"),
    ("Sun 12-5pm", "SU 12:00-17:00"),
    ("Mon 9am-5", "MO 09:00-17:00"),
    ("Mon-Thu 8-11am", "MO-TH 08:00-11:00"),
    ("Fri-Sun 10am-2pm", "FR-SU 10:00-14:00"),
    ("Fri, Sat 10pm-2am", "FR-SA 22:00-02:00"),
    ("Mon-Fri 12pm-12am", "MO-FR 12:00-24:00"),
    ("Mon-Fri 9am-12pm, 1pm-5pm", "MO-FR 09:00-12:00; MO-FR 13:00-17:00"),
    ("Mon-Fri 9am-noon & 1-5pm", "MO-FR 09:00-12:00; MO-FR 13:00-17:00"),
    ("Hours of operation: Mon-Fri 8a-5p", "MO-FR 08:00-17:00"),
    # times, then days
    ("9am-5pm weekdays", OFFICE),
    ("9am-5pm Mon-Fri, 10am-2pm Sat", f"{OFFICE}; SA 10:00-14:00"),
    ("0900-1700 Mon-Fri", OFFICE),
    ("6 p.m. - 8 a.m., 7 days a week", "daily 18:00-08:00"),
    ("Daily 6pm-8am", "daily 18:00-08:00"),
    ("Open daily 10am-midnight", "daily 10:00-24:00"),
    ("Weekends noon-4pm", "SA-SU 12:00-16:00"),
    # Spanish
    ("lunes a viernes de 9 a 17 h", OFFICE),
    ("Lunes a viernes de 9:00 a 17:00 hrs.", OFFICE),
    ("lunes y miércoles de 9 de la mañana a 5 de la tarde", "MO,WE 09:00-17:00"),
    ("Lun-Vie 8am-5pm", "MO-FR 08:00-17:00"),
    ("sábados y domingos de 10am a mediodía", "SA-SU 10:00-12:00"),
    ("primer sábado de cada mes 10am-2pm", "1SA 10:00-14:00"),
    # days of a month
    ("1st and 3rd Tuesday 6pm", "1TU,3TU 18:00-"),
    ("1st & 3rd Tuesday of the month, 6-8pm", "1TU,3TU 18:00-20:00"),
    ("First Saturday of the month 10am-noon", "1SA 10:00-12:00"),
    ("last Friday 9am-11am", "-1FR 09:00-11:00"),
    # closed
    ("closed Sundays", "closed SU"),
    ("Mon-Sat 9am-5pm, closed Sundays", "MO-SA 09:00-17:00"),
    ("Mon-Fri 9am-5pm, Sat closed, Sun 1pm-5pm", f"{OFFICE}; SU 13:00-17:00"),
    ("Mon-Fri 9am-5pm; Sat-Sun closed", OFFICE),
    ("Daily except Sunday 9am-5pm", "MO-SA 09:00-17:00"),
    ("Mon-Fri 9am-5pm. Closed 1st Monday of each month", f"{OFFICE}; closed 1MO"),
    # holidays
    ("Mon-Fri 9am-5pm except holidays", f"{OFFICE} (except holidays)"),
    ("Mon-Fri 9am-5pm (closed on all major holidays)", f"{OFFICE} (closed on all major holidays)"),
    ("Mon-Fri 9am-5pm; closed weekends and holidays", f"{OFFICE} (closed holidays)"),
    ("Mon-Fri 9am-5pm including holidays", f"{OFFICE} (including holidays)"),
    ("Lunes a viernes 9am-5pm, cerrado días festivos", f"{OFFICE} (cerrado días festivos)"),
    ("Mon-Fri 9am-5pm. Closed Thanksgiving and Christmas Day", f"{OFFICE} (Closed Thanksgiving); closed 12-25"),
    ("Mon-Fri 9am-5pm, closed Christmas Eve", f"{OFFICE}; closed 12-24"),
    # others may come by appointment
    ("Mon-Fri 9am-5pm; evenings by appointment", f"{OFFICE}; (evenings by appointment)"),
    ("Mon-Fri 9am-5pm and by appointment", f"{OFFICE}; (and by appointment)"),
]  # fmt: skip

UNKNOWN: Final = [
    "", "   ", ".", "By appointment", "By appointment only", "Call for hours", "Hours vary", "Varies",
    "24 hours' notice", "Answer within 24 hours", "24 hours", "9-5", "9-5 weekdays", "9-5 except holidays", "M-F 9-5",
    "Mon-Fri 9:00-5:00", "9am-5pm", "Mon-Fri", "Weekdays", "Open", "Closed", "Hours:", "closed holidays", "Tue 10-2",
    "Mon-Thu 8-9pm", "Fri 10-2am", "Mon 9am-11", "Mon 6pm-10", "Mon 9am-9am", "Mon midnight-midnight",
    "Mon-Fri 25:00-26:00", "Mon-Fri 13am-5pm", "Mon-Fri 9am-5pm by appointment only", "Mon-Fri 9am-5pm by appointment",
    "Mon-Fri 9am-5pm (closed for lunch 12-1)", "Mon-Fri 9am-5pm, Wed 9am-8pm", "Mon-Fri 9am-5pm for men",
    "Mon-Fri 9am-5pm (office)", "Intake Mon-Fri 9am-5pm", "Summer: Mon-Fri 9am-5pm", "Mon-Fri 9am-5pm June-August",
    "Sat, Sun & holidays 10am-4pm", "every other Monday 9am-5pm", "walk-ins 9am-11am weekdays", "Mon-Fri; Sat 9am-5pm",
    "Mon 9am-5pm Tue", "Mon 9am-5pm; 10am-2pm Sat", "1st and 3rd Tuesday", "6MO 9am-5pm",
    "first Monday and Friday 9am-5pm", "Daily, Mon-Fri 9am-5pm", "Mon-Fri 9am-5pm-7pm", "Mon-Fri Mon 9am-5pm",
    "Mon-Fri 9am-2pm, 1pm-5pm", "weekdays-Sat 9am-5pm", "Mon-Fri 9am-5pm; hotline 24/7", "Thu 1030am-2pm",
    "último viernes 10:00-12:00", "Mon-Fri 9am-5pm ET", "lunes 9 a 5", "Mon-Fri 9am-5pm. " * 20,
    "Monday Funday 9am-5pm", "Sat closed 9am-5pm", "except", "closed except Mondays",
]  # fmt: skip


def told(schedules: tuple[Schedule, ...]) -> str:
    """Schedules in one short line."""
    return "; ".join(_row(row) for row in schedules)


def _row(row: Schedule) -> str:
    words = f"({row.prose})" if row.prose else ""
    days = _days(row)
    if row.kind:
        return " ".join(part for part in (row.kind, days, words) if part)
    span = f"{_clock(row.opens)}-{_clock(row.closes)}" if row.opens >= 0 else ""
    return " ".join(part for part in (days, span, words) if part)


def _days(row: Schedule) -> str:
    if row.freq == "YEARLY" and row.dtstart:
        return row.dtstart.isoformat()[5:]
    if len(row.byday) == 7:
        return "daily"
    plain = [WEEKDAYS.index(day) for day in row.byday if day in WEEKDAYS]
    if len(plain) > 1 and all((later - day) % 7 == 1 for day, later in pairwise(plain)):
        return f"{row.byday[0]}-{row.byday[-1]}"
    return ",".join(row.byday)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}" if minutes >= 0 else ""


@pytest.mark.parametrize(("text", "expected"), READ)
def test_read(text: str, expected: str) -> None:
    assert told(read_prose(text)) == expected


@pytest.mark.parametrize("text", UNKNOWN)
def test_not_certain(text: str) -> None:
    assert read_prose(text) == ()


def test_the_tables_are_long_enough() -> None:
    assert len(READ) >= 60
    assert len(UNKNOWN) >= 60


PIECES: Final = """mon tue-fri weekdays daily 9am 5pm 9-5 10:30 noon 24/7 closed except holidays 1st last and , ; - to (
) by appointment christmas day open a.m. p.m. lunes a viernes de la tarde 7 days 99 0900 h . é"""
pieces = st.sampled_from([*PIECES.split(), "\n"])


@given(st.lists(pieces, max_size=14).map(" ".join) | st.text(max_size=300))
def test_any_text_gives_sound_rows_or_none(text: str) -> None:
    for row in read_prose(text):
        assert row.opens == -1 or 0 <= row.opens < row.closes + 24 * 60
        assert row.opens != row.closes or row.opens == -1
        assert row.kind == "closed" or row.byday or row.prose


@pytest.mark.parametrize(
    "text", ["all " * 75, "1" * 300, "mon," * 75, "a" * 300, "closed on " * 30, "\n" * 300, "9am " * 75]
)
def test_no_text_takes_long(text: str) -> None:
    started = time.perf_counter()
    assert read_prose(text) == ()
    assert time.perf_counter() - started < 0.1
