# SPDX-License-Identifier: GPL-3.0-or-later
"""One row of hours: a recurrence rule in the fields of HSDS 3 (those of RFC 5545), clock times, a period, words.

The JSON form travels in signed releases and is read strictly; what is at its default is left out, so that a row
without the newer fields reads as it always did. Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from outreach_app.domain.errors import BadField
from outreach_app.domain.reading import Fields, as_date

WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAILY: Final = "DAILY"
WEEKLY: Final = "WEEKLY"
MONTHLY: Final = "MONTHLY"
YEARLY: Final = "YEARLY"
OTHER: Final = "OTHER"
"""A rule that this program cannot follow; its hours are unknown."""
FREQUENCIES: Final = ("", DAILY, WEEKLY, MONTHLY, YEARLY, OTHER)

REGULAR: Final = ""
CLOSED: Final = "closed"
INSTEAD: Final = "instead"
KINDS: Final = (REGULAR, CLOSED, INSTEAD)
"""What a row says of its days: these hours · none at all · these hours and no others."""

YEARS: Final = range(1900, 2200)
"""Years in which a date of a schedule makes sense; others are typing errors."""
DAY_MINUTES: Final = 24 * 60
MOST_INTERVAL: Final = 1000
MOST_COUNT: Final = 100_000
"""Days that a rule may name by count: one every day for more than 250 years."""
MOST_NUMBERS: Final = 400
"""Numbers that one part of a rule may list; there are no more days in a year."""
BYDAY: Final = re.compile(r"([+-]?(?:5[0-3]|[1-4][0-9]|[1-9]))?(MO|TU|WE|TH|FR|SA|SU)")


@dataclass(frozen=True, slots=True)
class Schedule:
    """One row of hours. Clock times in minutes after midnight (0–1440), -1 where not given."""

    freq: str = ""
    interval: int = 1
    byday: tuple[str, ...] = ()
    """Weekdays, in a monthly or yearly rule with an ordinal before them where one is meant: `1SA`, `-1FR`."""
    bymonthday: tuple[int, ...] = ()
    """Days of the month; negative ones count from its end."""
    wkst: str = "MO"
    opens: int = -1
    closes: int = -1
    dtstart: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    """Last day on which this row holds (HSDS `valid_to` or the rule's `until`, the earlier)."""
    prose: str = ""
    """Hours as words, shown as they are."""
    kind: str = REGULAR
    """One of `KINDS`. Another than a regular row needs a rule, or both ends of its period."""
    count: int = 0
    """How many days the rule names from `dtstart` on; 0 for no such limit."""
    byyearday: tuple[int, ...] = ()
    """Days of the year, 1–366; negative ones count from its end."""
    byweekno: tuple[int, ...] = ()
    """Weeks of the year, 1–53 (ISO 8601 with `wkst`); negative ones count from its end."""

    def as_json(self) -> dict[str, object]:
        """The JSON form that `read_schedule` reads; what is empty is left out."""
        found: dict[str, object] = {}
        for name, default in _DEFAULTS.items():
            value = getattr(self, name)
            if value != default:
                found[name] = value.isoformat() if isinstance(value, date) else _plain(value)
        return found


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


_DEFAULTS: Final = {
    "freq": "", "interval": 1, "byday": (), "bymonthday": (), "wkst": "MO", "opens": -1, "closes": -1,
    "dtstart": None, "valid_from": None, "valid_to": None, "prose": "", "kind": REGULAR, "count": 0, "byyearday": (),
    "byweekno": (),
}  # fmt: skip


def read_schedule(fields: Fields) -> Schedule:
    """A schedule from the JSON of `Schedule.as_json`; raises `BadField`."""
    schedule = Schedule(
        freq=fields.code("freq", FREQUENCIES) if fields.has("freq") else "",
        interval=fields.count("interval", most=MOST_INTERVAL) if fields.has("interval") else 1,
        byday=tuple(_bydays(fields)),
        bymonthday=tuple(_numbers(fields, "bymonthday", most=31)),
        wkst=fields.code("wkst", WEEKDAYS) if fields.has("wkst") else "MO",
        opens=fields.count("opens", most=DAY_MINUTES) if fields.has("opens") else -1,
        closes=fields.count("closes", most=DAY_MINUTES) if fields.has("closes") else -1,
        dtstart=_optional_date(fields, "dtstart"),
        valid_from=_optional_date(fields, "valid_from"),
        valid_to=_optional_date(fields, "valid_to"),
        prose=fields.optional_text("prose", limit=1000),
        kind=fields.code("kind", KINDS) if fields.has("kind") else REGULAR,
        count=fields.count("count", most=MOST_COUNT) if fields.has("count") else 0,
        byyearday=tuple(_numbers(fields, "byyearday", most=366)),
        byweekno=tuple(_numbers(fields, "byweekno", most=53)),
    )
    fields.done()
    if schedule.kind and not schedule.freq and (schedule.valid_from is None or schedule.valid_to is None):
        raise BadField(fields.path("kind"), "missing")
    return schedule


def _bydays(fields: Fields) -> Iterator[str]:
    for text in fields.texts("byday", limit=5):
        if not BYDAY.fullmatch(text):
            raise BadField(fields.path("byday"), "unknown_code")
        yield text


def _numbers(fields: Fields, key: str, *, most: int) -> Iterator[int]:
    """Numbers from 1 to `most`, or as many from the end."""
    found = fields.raw(key) if fields.has(key) else []
    if not isinstance(found, list):
        raise BadField(fields.path(key), "not_a_list")
    if len(found) > MOST_NUMBERS:
        raise BadField(fields.path(key), "too_long")
    for number in found:
        if isinstance(number, bool) or not isinstance(number, int) or not 1 <= abs(number) <= most:
            raise BadField(fields.path(key), "not_a_count")
        yield number


def _optional_date(fields: Fields, key: str) -> date | None:
    if not fields.has(key):
        return None
    found = as_date(fields.text(key, limit=10), fields.path(key))
    if found.year not in YEARS:
        raise BadField(fields.path(key), "not_a_date")
    return found
