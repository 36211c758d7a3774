# SPDX-License-Identifier: GPL-3.0-or-later
"""A row of hours → an HSDS schedule that reads back as the same row.

The standard has no word for exceptions and lists two frequencies only. Exceptions begin with the words that
`hsds_schedules` knows as this program's own, other frequencies stand in a column `x_freq` beside the standard's.
"""

from __future__ import annotations

from typing import Any, Final

from outreach_app.domain.hours import CLOSED, INSTEAD, MONTHLY, WEEKLY, Schedule
from outreach_app.formats.hsds_schedules import CLOSED_WORDS, INSTEAD_WORDS, INTAKE, UNLISTED_FREQ

_WORDS: Final = {CLOSED: CLOSED_WORDS, INSTEAD: INSTEAD_WORDS}


def schedule_row(schedule: Schedule, *, intake: bool) -> dict[str, Any]:
    """The row without its id."""
    found = _rule(schedule)
    for key in ("valid_from", "valid_to"):
        day = getattr(schedule, key)
        if day is not None:
            found[key] = day.isoformat()
    for key, minutes in (("opens_at", schedule.opens), ("closes_at", schedule.closes)):
        if minutes >= 0:
            found[key] = f"{minutes // 60:02}:{minutes % 60:02}"
    words = ": ".join(text for text in (_WORDS.get(schedule.kind, ""), schedule.prose) if text)
    if words:
        found["description"] = words
    if intake:
        found["attending_type"] = INTAKE
    return found


def _rule(schedule: Schedule) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if schedule.dtstart is not None:
        found["dtstart"] = schedule.dtstart.isoformat()
    if schedule.freq:
        found["freq" if schedule.freq in (WEEKLY, MONTHLY) else UNLISTED_FREQ] = schedule.freq
    for key in ("byday", "bymonthday", "byyearday", "byweekno"):
        if getattr(schedule, key):
            found[key] = ",".join(map(str, getattr(schedule, key)))
    for key, usual in (("interval", 1), ("count", 0), ("wkst", "MO")):
        if getattr(schedule, key) != usual:
            found[key] = getattr(schedule, key)
    return found
