# SPDX-License-Identifier: GPL-3.0-or-later
"""What leaves the laptop, put into words: one line for every value of the statement, none left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from outreach_app.domain.codes import HELLO, NO_THANKS, TALKED
from outreach_app.domain.leaving import Leaving, LeavingRow
from outreach_app.domain.profile import Profile
from outreach_app.ui import words

FIELDS: Final[words.Table] = {
    "shift_id": QT_TRANSLATE_NOOP("leaving", "Random number of the shift"),
    "revision": QT_TRANSLATE_NOOP("leaving", "Version of this summary"),
    "replaces": QT_TRANSLATE_NOOP("leaving", "Replaces"),
    "withdrawn": QT_TRANSLATE_NOOP("leaving", "Withdrawn"),
    "date": QT_TRANSLATE_NOOP("leaving", "Date"),
    "band": QT_TRANSLATE_NOOP("leaving", "Part of the day"),
    "team": QT_TRANSLATE_NOOP("leaving", "Team code"),
    "activity": QT_TRANSLATE_NOOP("leaving", "Activity"),
    "profile_version": QT_TRANSLATE_NOOP("leaving", "Version of the settings"),
    "measure_set_version": QT_TRANSLATE_NOOP("leaving", "Version of the measures"),
    "workers": QT_TRANSLATE_NOOP("leaving", "Workers"),
    "minutes": QT_TRANSLATE_NOOP("leaving", "Time outside"),
}
PARTS: Final[words.Table] = {
    "age": QT_TRANSLATE_NOOP("leaving", "Looked"),
    "gender": QT_TRANSLATE_NOOP("leaving", "Looked or told us"),
    "language": QT_TRANSLATE_NOOP("leaving", "Language needed"),
    "referrals": QT_TRANSLATE_NOOP("leaving", "Referred"),
    "not_met": QT_TRANSLATE_NOOP("leaving", "Could not get"),
    "measures": QT_TRANSLATE_NOOP("leaving", "Also counted"),
}
ACTIVITIES: Final[words.Table] = {"street": QT_TRANSLATE_NOOP("leaving", "Street outreach")}
SAID: Final[words.Table] = {"yes": QT_TRANSLATE_NOOP("leaving", "yes"), "no": QT_TRANSLATE_NOOP("leaving", "no")}
MACHINE: Final = frozenset(
    {"shift_id", "revision", "replaces", "withdrawn", "activity", "profile_version", "measure_set_version"}
)
ZONE_FIELDS: Final = {"hello": HELLO, "talked": TALKED, "no_thanks": NO_THANKS}
OPTIONS: Final = {"age": words.AGES, "gender": words.GENDERS, "referrals": words.NEEDS}


def lines(leaving: Leaving, profile: Profile) -> Iterator[tuple[str, str, str | int]]:
    """Part, what, and how much; what people know first, what only machines need last. Counts are whole numbers."""
    for row in sorted(leaving.rows, key=lambda row: row.path[0] in MACHINE):
        yield _line(row, profile)


def _line(row: LeavingRow, profile: Profile) -> tuple[str, str, str | int]:
    part, *rest = row.path
    if part == "zones":
        zone, *what = rest
        known = profile.zones_by_code.get(zone)
        return (f"{zone} · {known.name}" if known else zone), _zone_words(what, profile), row.value
    if part in PARTS:
        return _translated(PARTS, part), _option_words(part, rest, profile), row.value
    if part in MACHINE:
        return (
            QCoreApplication.translate("leaving", "For the machine"),
            _translated(FIELDS, part),
            _head_value(part, row),
        )
    return QCoreApplication.translate("leaving", "The shift"), _translated(FIELDS, part), _head_value(part, row)


def _zone_words(what: list[str], profile: Profile) -> str:
    name, *rest = what
    if name == "visits":
        visits = QCoreApplication.translate("leaving", "Visits, {band}")
        return visits.format(band=words.band(rest[0]))
    return _measure(ZONE_FIELDS.get(name, rest[0] if rest else name), profile)


def _option_words(part: str, rest: list[str], profile: Profile) -> str:
    if part == "measures":
        return _measure(rest[0], profile)
    if part == "not_met":
        return f"{words.need(rest[0])}: {words.reason(rest[1])}" if len(rest) > 1 else words.need(rest[0])
    return words.words(OPTIONS.get(part, {}), rest[0])


def _head_value(part: str, row: LeavingRow) -> str | int:
    value = row.value
    if isinstance(value, bool):
        return _translated(SAID, "yes" if value else "no")
    if part == "band":
        return words.band(str(value))
    if part == "activity":
        return _translated(ACTIVITIES, str(value))
    if part == "shift_id":
        return f"{value}"[:16] + " " + f"{value}"[16:]  # so that it can wrap
    if part == "minutes" and isinstance(value, int):
        return words.duration(value)
    return value


def _measure(code: str, profile: Profile) -> str:
    known = profile.measure_set.by_code.get(code)
    return known.name if known else code


def _translated(table: words.Table, code: str) -> str:
    return QCoreApplication.translate("leaving", str(table[code])) if code in table else code
