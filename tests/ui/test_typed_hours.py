# SPDX-License-Identifier: GPL-3.0-or-later
"""Hours as a coordinator types them, and weekly rows there and back."""

from __future__ import annotations

from datetime import date

import pytest

from outreach_app.domain.hours import DAY_MINUTES, MONTHLY, WEEKLY, Schedule
from outreach_app.ui.typed_hours import NotHours, Week, read_clock, read_spans, schedules_of, spans_text, week_of


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("", ()), ("9-17", ((540, 1020),)), ("9:00–17:00", ((540, 1020),)),
        ("09:00 - 12:30, 13-17", ((540, 750), (780, 1020))),
        ("9am-5pm", ((540, 1020),)), ("9 a.m. to 5 p.m.", ((540, 1020),)), ("12am-12pm", ((0, 720),)),
        ("22-6", ((1320, 360),)), ("18-24", ((1080, 1440),)), ("24 h", ((0, DAY_MINUTES),)),
        ("24/7", ((0, DAY_MINUTES),)),
        ("930-1700", ((570, 1020),)), ("9h30–17h", ((570, 1020),)),
    ],
)  # fmt: skip
def test_spans_are_read_as_people_write_them(typed: str, spans: tuple[tuple[int, int], ...]) -> None:
    assert read_spans(typed) == spans


@pytest.mark.parametrize(
    "typed", ["closed on request", "9", "9-25", "9:60-10", "9-9", "24-9", "13pm-14", "9-17-18", "-"]
)
def test_what_is_no_hours_is_named(typed: str) -> None:
    with pytest.raises(NotHours) as wrong:
        read_spans(f"8-9, {typed}")
    assert f"{wrong.value}" == typed


def test_a_clock_time_alone() -> None:
    assert read_clock("23:30") == 1410
    with pytest.raises(NotHours):
        read_clock("late")


def test_spans_are_shown_as_they_would_be_typed() -> None:
    assert spans_text(((540, 1020), (1080, 1440))) == "09:00–17:00, 18:00–24:00"
    assert spans_text(((0, 1439),)) == "24 h"
    assert read_spans(spans_text(((540, 1020), (1320, 360)))) == ((540, 1020), (1320, 360))


WEEK = (
    Schedule(freq=WEEKLY, byday=("MO", "TU"), opens=540, closes=1020),
    Schedule(freq=WEEKLY, byday=("SA",), opens=600, closes=720, prose="side door"),
)
FIRST_SATURDAY = Schedule(freq=MONTHLY, byday=("1SA",), opens=600, closes=720)
LIMITED = Schedule(freq=WEEKLY, byday=("SU",), opens=600, closes=720, valid_to=date(2026, 12, 31))


def test_a_week_goes_through_its_fields_unchanged() -> None:
    week = week_of(WEEK)
    assert week.days == {"MO": ((540, 1020),), "TU": ((540, 1020),), "SA": ((600, 720),)}
    assert week.prose == "side door"
    rows = schedules_of(week)
    assert {(row.byday, row.opens, row.closes) for row in rows} == {(row.byday, row.opens, row.closes) for row in WEEK}
    assert [row.prose for row in rows if row.prose] == ["side door"]


def test_what_a_week_cannot_say_is_kept() -> None:
    week = week_of((*WEEK, FIRST_SATURDAY, LIMITED))
    assert week.others == (FIRST_SATURDAY, LIMITED)
    assert schedules_of(week)[-2:] == (FIRST_SATURDAY, LIMITED)


def test_the_dates_that_all_rows_share_stay_on_them() -> None:
    week = week_of((LIMITED,))
    assert week.days == {"SU": ((600, 720),)}
    assert schedules_of(week) == (LIMITED,)


def test_words_alone_are_a_row_of_words() -> None:
    assert schedules_of(Week(prose="by appointment")) == (Schedule(prose="by appointment"),)
    assert week_of((Schedule(prose="by appointment"),)).others == (Schedule(prose="by appointment"),)
