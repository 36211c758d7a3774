# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for what coordinators read: laptops, the report's lines, the fields of an entry, the guide's topics."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDate, QLocale

from outreach_app.domain.codes import AGE, GENDER, LANGUAGE, MINUTES, NOT_MET, REFERRED, VISITS
from outreach_app.domain.desk import OWN_SOURCE
from outreach_app.domain.measures import MeasureSet
from outreach_app.services.desk import TRAINING
from outreach_app.ui import words
from outreach_app.ui.desk_words import ATTRIBUTES, attribute
from outreach_app.ui.find_words import language_name

translate = QCoreApplication.translate

STATES: Final[words.Table] = {
    "active": QT_TRANSLATE_NOOP("coalition", "in use"),
    "retired": QT_TRANSLATE_NOOP("coalition", "retired"),
    "revoked": QT_TRANSLATE_NOOP("coalition", "locked out"),
}
TOPICS: Final[words.Table] = {
    "tta_provider": QT_TRANSLATE_NOOP("coalition", "Training"),
    "researcher": QT_TRANSLATE_NOOP("coalition", "Research"),
    "practitioner": QT_TRANSLATE_NOOP("coalition", "Practice"),
    "victimization": QT_TRANSLATE_NOOP("coalition", "Harm"),
    "juvenile": QT_TRANSLATE_NOOP("coalition", "Youth"),
    "outreach": QT_TRANSLATE_NOOP("coalition", "Outreach"),
}
KINDS: Final[words.Table] = {
    "Federal": QT_TRANSLATE_NOOP("coalition", "Federal"),
    "Non-Federal": QT_TRANSLATE_NOOP("coalition", "Non-federal"),
    "Training and Technical Assistance": QT_TRANSLATE_NOOP("coalition", "Training"),
    "Promising Practices and Models": QT_TRANSLATE_NOOP("coalition", "Practices"),
    "Guidance and Publications": QT_TRANSLATE_NOOP("coalition", "Publications"),
}
FORMS: Final[words.Table] = {
    "hsds": QT_TRANSLATE_NOOP("coalition", "HSDS 3"),
    "hsds1": QT_TRANSLATE_NOOP("coalition", "HSDS 1.1"),
    "icarol": QT_TRANSLATE_NOOP("coalition", "iCarol table"),
    "csv": QT_TRANSLATE_NOOP("coalition", "Table with columns of its own"),
    "api": QT_TRANSLATE_NOOP("coalition", "Address of an API"),
}
FIELDS: Final[words.Table] = {
    "name": QT_TRANSLATE_NOOP("coalition", "Name"),
    "discreet_name": QT_TRANSLATE_NOOP("coalition", "Name to show"),
    "organization": QT_TRANSLATE_NOOP("coalition", "Organization"),
    "description": QT_TRANSLATE_NOOP("coalition", "Description"),
    "alert": QT_TRANSLATE_NOOP("coalition", "Notice"),
    "needs": QT_TRANSLATE_NOOP("coalition", "Needs"),
    "audience": QT_TRANSLATE_NOOP("coalition", "For whom it is shown"),
    "phones": QT_TRANSLATE_NOOP("coalition", "Phones"),
    "ask_for": QT_TRANSLATE_NOOP("coalition", "Ask for"),
    "addresses": QT_TRANSLATE_NOOP("coalition", "Addresses"),
    "transport": QT_TRANSLATE_NOOP("coalition", "Getting there"),
    "area": QT_TRANSLATE_NOOP("coalition", "Area"),
    "postal_codes": QT_TRANSLATE_NOOP("coalition", "Postal codes"),
    "minimum_age": QT_TRANSLATE_NOOP("coalition", "Youngest"),
    "maximum_age": QT_TRANSLATE_NOOP("coalition", "Oldest"),
    "eligibility": QT_TRANSLATE_NOOP("coalition", "For whom"),
    "application": QT_TRANSLATE_NOOP("coalition", "How to get in"),
    "documents": QT_TRANSLATE_NOOP("coalition", "Documents"),
    "fees": QT_TRANSLATE_NOOP("coalition", "Cost"),
    "languages": QT_TRANSLATE_NOOP("coalition", "Languages"),
    "interpretation": QT_TRANSLATE_NOOP("coalition", "Interpreters"),
    "opening": QT_TRANSLATE_NOOP("coalition", "Open"),
    "intake": QT_TRANSLATE_NOOP("coalition", "Takes people in"),
    "inside_by": QT_TRANSLATE_NOOP("coalition", "Be inside by"),
    "attributes": QT_TRANSLATE_NOOP("coalition", "What the street asks"),
    "calls_parent_within": QT_TRANSLATE_NOOP("coalition", "Calls a parent within"),
    "verified_on": QT_TRANSLATE_NOOP("coalition", "Checked on"),
    "verified_how": QT_TRANSLATE_NOOP("coalition", "Checked how"),
    "verified_by": QT_TRANSLATE_NOOP("coalition", "Checked by"),
    "website": QT_TRANSLATE_NOOP("coalition", "Website"),
    "guessed": QT_TRANSLATE_NOOP("coalition", "Guessed"),
    "source": QT_TRANSLATE_NOOP("coalition", "Source"),
    "confidential": QT_TRANSLATE_NOOP("coalition", "Secret address"),
    "temporarily_closed": QT_TRANSLATE_NOOP("coalition", "Closed for now"),
}


def said(table: words.Table, code: str) -> str:
    """The words for a code; a code of a newer version is shown as it is."""
    return translate("coalition", str(table[code])) if code in table else code


def source_name(name: str) -> str:
    """The name of a directory's source; the practice directory's and that of our own entries are ours."""
    if name == OWN_SOURCE:
        return translate("coalition", "Written here")
    return translate("coalition", "Training town") if name == TRAINING else name


def field_name(field: str) -> str:
    """A field of an entry, or a street attribute."""
    return words.first_capital(attribute(field)) if field in ATTRIBUTES else said(FIELDS, field)


def month(period: str) -> str:
    """A period of a report: a month as "Nov 2026", from–to dates as they are."""
    if "/" in period:
        first, last = (date.fromisoformat(part) for part in period.split("/"))
        return translate("coalition", "{first} to {last}").format(
            first=words.long_date(first), last=words.long_date(last)
        )
    year, number = (int(part) for part in period.split("-"))
    return QLocale().toString(QDate(year, number, 1), "MMM yyyy")


def hours(minutes: int) -> str:
    """Minutes as hours:minutes, 3:15."""
    return f"{minutes // 60}:{minutes % 60:02}"


def measure_name(measures: MeasureSet, code: str) -> str:
    """A measure's own name; the total of contacts has its words here."""
    if code == "C_TOTAL":
        return translate("coalition", "Contacts (quick hellos and talks)")
    known = measures.by_code.get(code)
    return known.name if known else code


def option_name(measure: str, option: str, reason: str) -> str:
    """What a count is a count of: the need and the reason, the age, the part of the day."""
    tables = {AGE: words.AGES, GENDER: words.GENDERS, VISITS: words.BANDS, REFERRED: words.NEEDS, NOT_MET: words.NEEDS}
    if not option:
        return ""
    name = language_name(option) if measure == LANGUAGE else words.words(tables.get(measure, {}), option)
    return f"{name}: {words.reason(reason)}" if reason else name


def value(measure: str, count: int) -> str:
    """A report's figure; time outside in hours and minutes."""
    return hours(count) if measure == MINUTES else f"{count}"
