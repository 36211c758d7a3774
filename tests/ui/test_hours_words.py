# SPDX-License-Identifier: GPL-3.0-or-later
"""Exceptions in words: closed days, and days with other hours."""

from __future__ import annotations

from datetime import date

from outreach_app.domain.hours import MONTHLY, WEEKLY, Schedule
from outreach_app.ui import hours_words
from outreach_app.ui.words import long_date

TODAY = date(2026, 11, 21)


def test_exceptions_in_words() -> None:
    rows = (
        Schedule(kind="closed", valid_from=date(2026, 12, 24), valid_to=date(2026, 12, 26)),
        Schedule(kind="closed", freq=WEEKLY, byday=("SU",), prose="holidays too"),
        Schedule(kind="closed", freq="YEARLY", dtstart=date(2000, 12, 25)),
        Schedule(kind="instead", opens=600, closes=720, valid_from=date(2026, 12, 24), valid_to=date(2026, 12, 24)),
        Schedule(kind="instead", freq=MONTHLY, byday=("1SA",)),
    )
    first, last = long_date(date(2026, 12, 24)), long_date(date(2026, 12, 26))
    assert hours_words.hours(rows, TODAY) == (
        f"closed {first} – {last}", "closed Sun (holidays too)", "closed on some days", f"{first} only 10:00–12:00",
        "first Sat of the month other hours; ask on the phone",
    )  # fmt: skip
