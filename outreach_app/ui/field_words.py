# SPDX-License-Identifier: GPL-3.0-or-later
"""One field of an entry in words, for comparing two versions of it: the words of Find help where they fit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import QCoreApplication

from outreach_app.domain.directory import Entry
from outreach_app.domain.hours import Schedule
from outreach_app.ui import words
from outreach_app.ui.find_words import language_name
from outreach_app.ui.hours_words import hours
from outreach_app.ui.place_words import address_words, phone_words
from outreach_app.ui.words import long_date

_LONG_AGO: Final = date(2000, 1, 1)
"""Hours are told with every date they are limited to, past or not."""


def field_words(entry: Entry | None, other: Entry | None, field: str) -> str:
    """The field of `entry`; of its attributes those alone in which `other` differs. A dash where there is nothing."""
    if entry is None or not field:
        return ""
    if field == "attributes":
        said = _attributes(entry, other)
    elif field in _WORDS:
        said = _WORDS[field](entry)
    else:
        said = plain(entry.as_json().get(field))
    return said or "–"


def plain(value: object) -> str:
    """A value as words; lists without their brackets."""
    if isinstance(value, bool):
        return _yes_no("yes" if value else "no")
    if isinstance(value, list):
        return ", ".join(plain(one) for one in value)
    return "" if value is None else f"{value}"


def _attributes(entry: Entry, other: Entry | None) -> str:
    known = other.attributes if other else {}
    names = sorted({*entry.attributes, *known})
    different = [name for name in names if entry.attributes.get(name) != known.get(name)]
    return ", ".join(f"{name.replace('_', ' ')}: {_yes_no(entry.says(name))}" for name in different)


def _yes_no(code: str) -> str:
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
    "verified_on": lambda entry: long_date(entry.verified_on) if entry.verified_on else "",
}
