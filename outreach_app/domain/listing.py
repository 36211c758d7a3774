# SPDX-License-Identifier: GPL-3.0-or-later
"""What a call showed of a listing: full tonight, or wrong. An entry, a code, a date, how often; no time, no order."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from outreach_app.domain.errors import BadField
from outreach_app.domain.reading import Fields

LISTING_REPORT: Final = "listing-report"
"""The statement's type."""
LISTING_CODES: Final = ("no_answer", "full", "closed", "moved", "number_wrong", "turned_away")
"""What a laptop reports about a listing."""
MOST_ROWS: Final = 400
"""Rows of one statement: they fit the largest padded size."""
MOST_REPORTS: Final = 1000
"""How often one laptop may report the same of one entry on one date."""
NIGHT_ENDS: Final = time(6)
"""FULL tonight is forgotten from here on, in the coalition's zone of time."""


class ListingKey(NamedTuple):
    """What is reported: sorted, it says nothing about the order of calls."""

    entry_id: str
    code: str
    operating_date: date


@dataclass(frozen=True, slots=True)
class ListingLine:
    """How often something was reported of an entry on one date."""

    entry_id: str
    code: str
    operating_date: date
    count: int


def night_of(moment: datetime) -> date:
    """The night that `moment` (in the coalition's zone) belongs to: until 06:00 it is still yesterday's."""
    day = moment.date()
    return day - timedelta(days=1) if moment.time() < NIGHT_ENDS else day


def as_body(rows: Mapping[ListingKey, int]) -> dict[str, object]:
    """The body of a `listing-report`: rows sorted, each once."""
    return {
        "listings": [
            {"entry": key.entry_id, "code": key.code, "date": key.operating_date.isoformat(), "count": rows[key]}
            for key in sorted(rows)
        ]
    }


def read_body(fields: Fields) -> dict[ListingKey, int]:
    """The rows of a `listing-report`; raises `BadField`, also for rows that are not sorted or stand twice."""
    found: dict[ListingKey, int] = {}
    last: ListingKey | None = None
    for key, count in fields.items("listings", _row):
        if last is not None and key <= last:
            raise BadField(fields.path("listings"), "twice" if key == last else "unknown_code")
        found[key] = count
        last = key
    fields.done()
    if not found:
        raise BadField(fields.path("listings"), "missing")
    if len(found) > MOST_ROWS:
        raise BadField(fields.path("listings"), "too_many")
    return found


def _row(fields: Fields) -> tuple[ListingKey, int]:
    key = ListingKey(_entry_id(fields), fields.code("code", LISTING_CODES), fields.iso_date("date"))
    count = fields.count("count", most=MOST_REPORTS)
    fields.done()
    if count == 0:
        raise BadField(fields.path("count"), "missing")
    return key, count


def _entry_id(fields: Fields) -> str:
    text = fields.text("entry", limit=36)
    try:
        if str(uuid.UUID(text)) == text:
            return text
    except ValueError:
        pass
    raise BadField(fields.path("entry"), "unknown_code")
