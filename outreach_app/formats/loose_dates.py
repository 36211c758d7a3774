# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates as spreadsheets and exports write them: `2024-11-27`, `11/27/2014`, `1/2/14`, `December 24, 2014`.

A date of figures alone is read month first, as American directories write it; where the first figure can be no month,
day first. A moment gives its date.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from outreach_app.domain.hours import YEARS

_ISO: Final = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[t ].*)?", re.DOTALL)
_FIGURES: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:,?[t ].*)?", re.DOTALL)
_MONTH_FIRST: Final = re.compile(
    r"(?:[a-z]+,? )?([a-z]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?: .*)?", re.DOTALL
)
_DAY_FIRST: Final = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[ -](?:de )?([a-z]{3,10})\.?[ -](?:de )?(\d{4}|\d{2})(?: .*)?", re.DOTALL
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPANISH: Final = {"ene": 1, "abr": 4, "ago": 8, "dic": 12}
_CENTURY: Final = 2000
"""Two figures of a year mean this century: directories write when something was checked, or when it is closed."""


def loose_date(text: str) -> date | None:
    """The date that `text` names, None where it names none."""
    plain = " ".join(text.lower().split())
    year, month, day = _parts(plain)
    if year < 100:
        year += _CENTURY
    if month > 12 >= day:
        month, day = day, month
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if found.year in YEARS else None


def _parts(plain: str) -> tuple[int, int, int]:
    """Year, month, day as written; zeros for no date."""
    if match := _ISO.fullmatch(plain):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _FIGURES.fullmatch(plain):
        return int(match[3]), int(match[1]), int(match[2])
    if match := _MONTH_FIRST.fullmatch(plain):
        return int(match[3]), _month(match[1]), int(match[2])
    if match := _DAY_FIRST.fullmatch(plain):
        return int(match[3]), _month(match[2]), int(match[1])
    return 0, 0, 0


def _month(name: str) -> int:
    short = name[:3]
    return _MONTHS.index(short) + 1 if short in _MONTHS else _SPANISH.get(short, 0)
