# SPDX-License-Identifier: GPL-3.0-or-later
"""One field of an entry in words, for comparing two versions of it: the words of Find help where they fit.

Fields come as the JSON of `Entry.as_json`; a street attribute is a field of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import QCoreApplication

from outreach_app.domain.directory import STREET_ATTRIBUTES, Entry, read_entry
from outreach_app.domain.errors import BadField
from outreach_app.domain.hours import Schedule
from outreach_app.domain.reading import Fields
from outreach_app.ui import words
from outreach_app.ui.desk_words import HOW, attribute, desk_words
from outreach_app.ui.find_words import language_name
from outreach_app.ui.hours_words import hours
from outreach_app.ui.place_words import address_words, phone_words
from outreach_app.ui.words import long_date

_NO_ID: Final = "00000000-0000-0000-0000-000000000000"
_LONG_AGO: Final = date(2000, 1, 1)
"""Hours are told with every date they are limited to, past or not."""


def value_words(field: str, value: object) -> str:
    """A field's JSON value in words; a dash where there is nothing."""
    if field in STREET_ATTRIBUTES:
        return yes_no(str(value or ""))
    if value is None or value in ("", [], {}):
        return "–"
    if field == "attributes" and isinstance(value, dict):
        return ", ".join(f"{attribute(code)}: {yes_no(str(said))}" for code, said in sorted(value.items()))
    if field in _WORDS:
        try:
            return _WORDS[field](read_entry(Fields({"id": _NO_ID, "name": "–", field: value}))) or "–"
        except BadField:
            return plain(value)
    return plain(value) or "–"


def plain(value: object) -> str:
    """A value as words; lists without their brackets."""
    if isinstance(value, bool):
        return yes_no("yes" if value else "no")
    if isinstance(value, list):
        return ", ".join(plain(one) for one in value)
    return "" if value is None else f"{value}"


def yes_no(code: str) -> str:
    """yes, no, or that it is not known."""
    if not code:
        return QCoreApplication.translate("coalition", "not known")
    return (
        QCoreApplication.translate("coalition", "yes")
        if code == "yes"
        else QCoreApplication.translate("coalition", "no")
    )


def _hours(schedules: tuple[Schedule, ...]) -> str:
    """With the dates between which each line holds: they may be all that differs."""
    lines = []
    for row in schedules:
        said = "".join(hours((row,), _LONG_AGO))
        dates = " – ".join(long_date(when) if when else "…" for when in (row.valid_from, row.valid_to))
        lines.append(f"{said} ({dates})" if row.valid_from or row.valid_to else said)
    return "; ".join(lines)


_WORDS: Final[dict[str, Callable[[Entry], str]]] = {
    "needs": lambda entry: ", ".join(words.need(code) for code in entry.needs),
    "languages": lambda entry: ", ".join(language_name(code) for code in entry.languages),
    "phones": lambda entry: "; ".join(phone_words(phone) for phone in entry.phones),
    "addresses": lambda entry: "; ".join(address_words(address) for address in entry.addresses),
    "opening": lambda entry: _hours(entry.opening),
    "intake": lambda entry: _hours(entry.intake),
    "verified_how": lambda entry: desk_words(HOW, entry.verified_how),
    "verified_on": lambda entry: long_date(entry.verified_on) if entry.verified_on else "",
}
