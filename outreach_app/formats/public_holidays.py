# SPDX-License-Identifier: GPL-3.0-or-later
"""Public holidays of the country that a zone of time belongs to, days observed in their stead included.

Source: the `holidays` library (national public holidays; those of states and regions are not judged). A zone's country
stands in the tz database's own table `zone.tab`; an older name of a zone is first looked up among the links of
`tzdata.zi`. Both tables come with `tzdata`. A zone of no country, or of one that the library does not know, has no
holidays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Final

_COUNTRIES: Final = "zone.tab"
_LINKS: Final = "tzdata.zi"


def public_holidays(zone_name: str) -> Callable[[date], bool]:
    """Whether a date is a public holiday where the IANA zone `zone_name` is.

    Nothing is loaded before the first question, which takes about 150 ms (the library, the country's rules), and a
    year's holidays are worked out at the first question about it; each one after that takes about a microsecond.
    """
    return _Holidays(zone_name)


class _Holidays:
    """A country's holidays, loaded when first asked about."""

    def __init__(self, zone_name: str) -> None:
        self._zone_name = zone_name
        self._known: Callable[[date], bool] | None = None

    def __call__(self, day: date) -> bool:
        if self._known is None:
            self._known = _of_country(country_of(self._zone_name))
        return self._known(day)


@lru_cache(maxsize=32)
def country_of(zone_name: str) -> str:
    """The ISO 3166 code of a zone's country, empty where it has none."""
    found = _in_table(zone_name)
    if found or "/" not in zone_name:
        return found
    return next((_in_table(target) for target, alias in _links() if alias == zone_name), "")


def _of_country(code: str) -> Callable[[date], bool]:
    import holidays  # noqa: PLC0415 - slow to load, and start-up must not wait for it

    if code not in holidays.list_supported_countries(include_aliases=False):
        return _never
    calendar = holidays.country_holidays(code)
    return calendar.__contains__


def _never(_day: date) -> bool:
    return False


def _in_table(zone_name: str) -> str:
    for line in _lines(_COUNTRIES):
        columns = line.split("\t")
        if len(columns) > 2 and columns[2] == zone_name:
            return columns[0]
    return ""


def _links() -> Iterator[tuple[str, str]]:
    """(zone, its other name)."""
    for line in _lines(_LINKS):
        columns = line.split(" ")
        if columns[0] == "L" and len(columns) == 3:
            yield columns[1], columns[2]


def _lines(name: str) -> list[str]:
    return (files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8").splitlines()
