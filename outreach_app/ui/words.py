# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for the closed codes and for the few sentences that several pages share.

Measures, zones and teams bring their names with the profile; all other codes get theirs here. Where a number stands in
a sentence, one and many are two strings, so that the text reads right with no translation loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDate, QLocale, QTime

from outreach_app.domain.codes import NOT_MET, REFERRED
from outreach_app.domain.measures import MeasureSet
from outreach_app.domain.shift import OpenShift

Table = Mapping[str, object]
"""Code to words; what marks them for translators is typed as object."""

NEEDS: Final[Table] = {
    "safety": QT_TRANSLATE_NOOP("words", "Safety, leaving now"),
    "shelter": QT_TRANSLATE_NOOP("words", "Shelter tonight"),
    "food": QT_TRANSLATE_NOOP("words", "Food and water"),
    "clothing": QT_TRANSLATE_NOOP("words", "Clothing, hygiene"),
    "medical": QT_TRANSLATE_NOOP("words", "Medical care"),
    "mental": QT_TRANSLATE_NOOP("words", "Mental health"),
    "substance": QT_TRANSLATE_NOOP("words", "Substance use"),
    "housing": QT_TRANSLATE_NOOP("words", "Housing"),
    "legal": QT_TRANSLATE_NOOP("words", "Legal help, clearing a record"),
    "immigration": QT_TRANSLATE_NOOP("words", "Immigration"),
    "id_docs": QT_TRANSLATE_NOOP("words", "Identity documents"),
    "advocate": QT_TRANSLATE_NOOP("words", "Someone who stays with them"),
    "education": QT_TRANSLATE_NOOP("words", "School, job, life skills"),
    "family": QT_TRANSLATE_NOOP("words", "Childcare, family, way home"),
}
REASONS: Final[Table] = {
    "none_exists": QT_TRANSLATE_NOOP("words", "None exists"),
    "full": QT_TRANSLATE_NOOP("words", "Full, or a wait list"),
    "closed_now": QT_TRANSLATE_NOOP("words", "Closed now"),
    "too_young": QT_TRANSLATE_NOOP("words", "Too young for it"),
    "too_old": QT_TRANSLATE_NOOP("words", "Too old for it"),
    "gender": QT_TRANSLATE_NOOP("words", "Gender"),
    "children_pets": QT_TRANSLATE_NOOP("words", "Children or pets"),
    "outside_area": QT_TRANSLATE_NOOP("words", "Outside the area"),
    "id_required": QT_TRANSLATE_NOOP("words", "ID required"),
    "record": QT_TRANSLATE_NOOP("words", "Turns people away for a record"),
    "police": QT_TRANSLATE_NOOP("words", "Demands talking to police"),
    "language": QT_TRANSLATE_NOOP("words", "Language"),
    "transport": QT_TRANSLATE_NOOP("words", "No way to get there"),
    "cost": QT_TRANSLATE_NOOP("words", "Cost"),
    "unsafe": QT_TRANSLATE_NOOP("words", "Unsafe for the person"),
    "other": QT_TRANSLATE_NOOP("words", "Something else"),
    "not_now": QT_TRANSLATE_NOOP("words", "Not now, their choice"),
}
BANDS: Final[Table] = {
    "day": QT_TRANSLATE_NOOP("words", "day"),
    "evening": QT_TRANSLATE_NOOP("words", "evening"),
    "night": QT_TRANSLATE_NOOP("words", "night"),
    "late": QT_TRANSLATE_NOOP("words", "late night"),
}
AGES: Final[Table] = {
    "under18": QT_TRANSLATE_NOOP("words", "may be under 18"),
    "18to24": QT_TRANSLATE_NOOP("words", "18–24"),
    "25plus": QT_TRANSLATE_NOOP("words", "25 and over"),
    "unknown": QT_TRANSLATE_NOOP("words", "unknown"),
}
GENDERS: Final[Table] = {
    "woman_girl": QT_TRANSLATE_NOOP("words", "woman or girl"),
    "man_boy": QT_TRANSLATE_NOOP("words", "man or boy"),
    "unknown": QT_TRANSLATE_NOOP("words", "unknown"),
    "trans_nonbinary": QT_TRANSLATE_NOOP("words", "trans or non-binary (told us)"),
}
ROLES: Final[Table] = {
    "worker": QT_TRANSLATE_NOOP("words", "Outreach worker"),
    "lead": QT_TRANSLATE_NOOP("words", "Team lead"),
    "coordinator": QT_TRANSLATE_NOOP("words", "Coordinator"),
    "adviser": QT_TRANSLATE_NOOP("words", "Survivor adviser"),
}
PALETTES: Final[Table] = {
    "auto": QT_TRANSLATE_NOOP("words", "By the hour"),
    "day": QT_TRANSLATE_NOOP("words", "Day"),
    "night": QT_TRANSLATE_NOOP("words", "Night"),
    "red": QT_TRANSLATE_NOOP("words", "Red"),
}
DELIVERY: Final[Table] = {
    "none": QT_TRANSLATE_NOOP("words", "Not sent yet"),
    "waiting": QT_TRANSLATE_NOOP("words", "Not sent yet"),
    "sent": QT_TRANSLATE_NOOP("words", "Sent"),
    "received": QT_TRANSLATE_NOOP("words", "The office has it"),
}
CONTENT: Final[Table] = {
    "open": QT_TRANSLATE_NOOP("words", "Being counted"),
    "closed": QT_TRANSLATE_NOOP("words", "To be checked"),
    "submitted": QT_TRANSLATE_NOOP("words", "Submitted"),
    "withdrawn": QT_TRANSLATE_NOOP("words", "Withdrawn"),
}

ENTRIES: Final[Mapping[str, tuple[object, object]]] = {
    "C_BRIEF": (QT_TRANSLATE_NOOP("words", "1 quick hello"), QT_TRANSLATE_NOOP("words", "{count} quick hellos")),
    "C_ENGAGED": (QT_TRANSLATE_NOOP("words", "1 talk"), QT_TRANSLATE_NOOP("words", "{count} talks")),
    "C_DECLINED": (QT_TRANSLATE_NOOP("words", "1 no thanks"), QT_TRANSLATE_NOOP("words", "{count} times no thanks")),
    "M_CARD": (QT_TRANSLATE_NOOP("words", "1 card"), QT_TRANSLATE_NOOP("words", "{count} cards")),
    "M_WRIST": (QT_TRANSLATE_NOOP("words", "1 wristband"), QT_TRANSLATE_NOOP("words", "{count} wristbands")),
    "M_HYGIENE": (QT_TRANSLATE_NOOP("words", "1 kit"), QT_TRANSLATE_NOOP("words", "{count} kits")),
    "M_FOOD": (QT_TRANSLATE_NOOP("words", "1 food or drink"), QT_TRANSLATE_NOOP("words", "{count} food or drinks")),
    "M_LEFT": (QT_TRANSLATE_NOOP("words", "1 card left"), QT_TRANSLATE_NOOP("words", "{count} cards left")),
    "S_STOPS": (QT_TRANSLATE_NOOP("words", "1 visit"), QT_TRANSLATE_NOOP("words", "{count} visits")),
}
"""What the starter set counts, said with a number; any other measure is said as "bus pass × 3"."""


def words(table: Table, code: str) -> str:
    """The words for a code; a code of a newer version is shown as it is."""
    return QCoreApplication.translate("words", str(table[code])) if code in table else code


def need(code: str) -> str:
    """Words for a need."""
    return words(NEEDS, code)


def reason(code: str) -> str:
    """Words for why a need was not met."""
    return words(REASONS, code)


def band(code: str) -> str:
    """Words for a band of the day."""
    return words(BANDS, code)


def age(code: str) -> str:
    """Words for how old somebody looked."""
    return words(AGES, code)


def palette_name(code: str) -> str:
    """Words for a palette."""
    return words(PALETTES, code)


def role_name(code: str) -> str:
    """Words for a role."""
    return words(ROLES, code)


def delivery(code: str) -> str:
    """Words for how far a summary has come."""
    return words(DELIVERY, code)


def running(shift: OpenShift, now: datetime) -> tuple[str, str]:
    """The strip's words: how long the shift runs, and when to be back (in the coalition's zone of time)."""
    minutes = max(0, int((now - shift.started).total_seconds() // 60))
    ran = QCoreApplication.translate("words", "On shift {hours} h {minutes}")
    back = ""
    if shift.planned_return is not None:
        local = shift.profile.local(shift.planned_return)
        back = QCoreApplication.translate("words", "back {time}").format(time=clock_time(local))
    return ran.format(hours=minutes // 60, minutes=f"{minutes % 60:02}"), back


def unsent(count: int) -> str:
    """How many shifts are not sent."""
    return QCoreApplication.translate("words", "{count} not sent").format(count=count)


def clock_time(moment: datetime) -> str:
    """Hours and minutes, always as 02:30: on a shift no one should think about am and pm."""
    return QTime(moment.hour, moment.minute).toString("HH:mm")


def long_date(day: date) -> str:
    """A date that cannot be misread: 21 Nov 2026, in the language on screen."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMM yyyy")


def days_ago(days: int | None) -> str:
    """How long ago a place was visited."""
    if days is None:
        return QCoreApplication.translate("words", "not visited yet")
    return QCoreApplication.translate("words", "visited today") if days <= 0 else ago(days)


def ago(days: int) -> str:
    """An age in days, as "today" or "12 days ago"."""
    if days <= 0:
        return QCoreApplication.translate("words", "today")
    if days == 1:
        return QCoreApplication.translate("words", "1 day ago")
    return QCoreApplication.translate("words", "{days} days ago").format(days=days)


def duration(minutes: int) -> str:
    """Hours and minutes as 1 h 45."""
    return QCoreApplication.translate("words", "{hours} h {minutes}").format(
        hours=minutes // 60, minutes=f"{minutes % 60:02}"
    )


def first_capital(text: str) -> str:
    """A measure's short name as it stands on a tile."""
    return text[:1].upper() + text[1:]


def entry(measures: MeasureSet, label: str, quantity: int, detail: tuple[str, ...] = ()) -> str:
    """An entry in words, as "4 cards", "1 card less" or "referred: housing"."""
    many = abs(quantity)
    if label == REFERRED:
        text = QCoreApplication.translate("words", "referred: {need}").format(need=need(detail[0]))
    elif label == NOT_MET:
        template = QCoreApplication.translate("words", "could not get: {need}, {reason}")
        text = template.format(need=need(detail[0]), reason=reason(detail[1]))
    elif label in ENTRIES:
        one, more = ENTRIES[label]
        text = QCoreApplication.translate("words", str(one if many == 1 else more)).format(count=many)
        many = 1
    else:
        known = measures.by_code.get(label)
        text = known.short if known else label
    if many != 1:
        text = f"{text} × {many}"
    return text if quantity >= 0 else QCoreApplication.translate("words", "{what} less").format(what=text)
