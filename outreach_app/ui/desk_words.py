# SPDX-License-Identifier: GPL-3.0-or-later
"""Words of the directory desk: what the street asks, why an entry should be checked, how it was checked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from outreach_app.domain.directory import GUESSED_NEED
from outreach_app.ui import words

translate = QCoreApplication.translate

ATTRIBUTES: Final[words.Table] = {
    "must_talk_to_police": QT_TRANSLATE_NOOP("directory", "must talk to police"),
    "turns_away_for_record": QT_TRANSLATE_NOOP("directory", "turns people away for a record"),
    "id_required": QT_TRANSLATE_NOOP("directory", "asks for ID"),
    "sober_required": QT_TRANSLATE_NOOP("directory", "must be sober"),
    "currently_using_fine": QT_TRANSLATE_NOOP("directory", "using now is fine"),
    "programme_required": QT_TRANSLATE_NOOP("directory", "must join a program or prayers"),
    "self_referral": QT_TRANSLATE_NOOP("directory", "a person can come by themselves"),
    "calls_parent": QT_TRANSLATE_NOOP("directory", "calls a parent or guardian"),
    "reports_to_child_protection": QT_TRANSLATE_NOOP("directory", "reports to child protection"),
    "shares_with_police": QT_TRANSLATE_NOOP("directory", "shares with police"),
    "phone_taken_away": QT_TRANSLATE_NOOP("directory", "takes the phone away"),
    "faith_based": QT_TRANSLATE_NOOP("directory", "faith-based"),
    "minors_without_guardian": QT_TRANSLATE_NOOP("directory", "under 18 alone"),
    "takes_women": QT_TRANSLATE_NOOP("directory", "women and girls"),
    "takes_men": QT_TRANSLATE_NOOP("directory", "men and boys"),
    "takes_trans": QT_TRANSLATE_NOOP("directory", "trans people"),
    "pregnant": QT_TRANSLATE_NOOP("directory", "pregnant people"),
    "children_with_adult": QT_TRANSLATE_NOOP("directory", "children with an adult"),
    "partner_together": QT_TRANSLATE_NOOP("directory", "partners together"),
    "pets": QT_TRANSLATE_NOOP("directory", "pets"),
    "collects_people": QT_TRANSLATE_NOOP("directory", "picks people up"),
    "step_free": QT_TRANSLATE_NOOP("directory", "no steps"),
    "storage": QT_TRANSLATE_NOOP("directory", "room for bags"),
    "survivor_led": QT_TRANSLATE_NOOP("directory", "survivor-led"),
    "intake_24h": QT_TRANSLATE_NOOP("directory", "takes people in day and night"),
    "confidential_location": QT_TRANSLATE_NOOP("directory", "secret address"),
}
GROUPS: Final = (
    (
        QT_TRANSLATE_NOOP("directory", "To get in"),
        ("id_required", "must_talk_to_police", "turns_away_for_record", "sober_required", "currently_using_fine",
         "programme_required", "self_referral"),
    ),
    (
        QT_TRANSLATE_NOOP("directory", "The place"),
        ("collects_people", "intake_24h", "step_free", "storage", "survivor_led"),
    ),
    (
        QT_TRANSLATE_NOOP("directory", "Takes"),
        ("minors_without_guardian", "takes_women", "takes_men", "takes_trans", "pregnant", "children_with_adult",
         "partner_together", "pets"),
    ),
    (
        QT_TRANSLATE_NOOP("directory", "To know before going"),
        ("calls_parent", "reports_to_child_protection", "shares_with_police", "phone_taken_away", "faith_based"),
    ),
)  # fmt: skip
"""Every street attribute but the secret address, which has a tick of its own."""
FILTERS: Final[words.Table] = {
    "all": QT_TRANSLATE_NOOP("directory", "All"),
    "edited": QT_TRANSLATE_NOOP("directory", "Edited here"),
    "guessed": QT_TRANSLATE_NOOP("directory", "Guessed"),
    "never_verified": QT_TRANSLATE_NOOP("directory", "Never checked"),
    "recalled": QT_TRANSLATE_NOOP("directory", "Recalled"),
    "gone": QT_TRANSLATE_NOOP("directory", "Gone from the source"),
    "conflict": QT_TRANSLATE_NOOP("directory", "To be settled"),
}
HOW: Final[words.Table] = {
    "call": QT_TRANSLATE_NOOP("directory", "by phone"),
    "visit": QT_TRANSLATE_NOOP("directory", "by a visit"),
    "website": QT_TRANSLATE_NOOP("directory", "on the website"),
}
REPORTS: Final[words.Table] = {
    "no_answer": QT_TRANSLATE_NOOP("directory", "no answer"),
    "full": QT_TRANSLATE_NOOP("directory", "full"),
    "closed": QT_TRANSLATE_NOOP("directory", "closed for good"),
    "moved": QT_TRANSLATE_NOOP("directory", "has moved"),
    "number_wrong": QT_TRANSLATE_NOOP("directory", "number wrong"),
    "turned_away": QT_TRANSLATE_NOOP("directory", "turned somebody away"),
}
WORK: Final[words.Table] = {
    "reported_number_wrong": QT_TRANSLATE_NOOP("directory", "Teams say the number is wrong"),
    "reported_closed": QT_TRANSLATE_NOOP("directory", "Teams say it is closed"),
    "reported_moved": QT_TRANSLATE_NOOP("directory", "Teams say it has moved"),
    "reported": QT_TRANSLATE_NOOP("directory", "Teams told us of calls that failed"),
    "never": QT_TRANSLATE_NOOP("directory", "Nobody has checked it yet"),
    "stale": QT_TRANSLATE_NOOP("directory", "Checked long ago"),
    "guessed": QT_TRANSLATE_NOOP("directory", "Some of it was guessed"),
    "ageing": QT_TRANSLATE_NOOP("directory", "Due for a check soon"),
}
AUDIENCES: Final[words.Table] = {
    "person": QT_TRANSLATE_NOOP("directory", "Everybody: shown in Find help"),
    "professionals": QT_TRANSLATE_NOOP("directory", "Professionals only: shown under National guide"),
}
GUESSES: Final[words.Table] = {
    "minimum_age": QT_TRANSLATE_NOOP("directory", "youngest age"),
    "maximum_age": QT_TRANSLATE_NOOP("directory", "oldest age"),
    "opening": QT_TRANSLATE_NOOP("directory", "opening hours"),
    "languages": QT_TRANSLATE_NOOP("directory", "languages"),
}


def desk_words(table: words.Table, code: str) -> str:
    """The words for a code; a code of a newer version is shown as it is."""
    return translate("directory", str(table[code])) if code in table else code


def attribute(code: str) -> str:
    """A street attribute."""
    return desk_words(ATTRIBUTES, code)


def guess_words(guessed: Sequence[str]) -> str:
    """What a rule guessed, as a list."""
    return ", ".join(_guess(code) for code in guessed)


def report_words(reports: Sequence[tuple[str, int]]) -> str:
    """What teams told, as in "no answer 3 ×, number wrong 1 ×"."""
    return ", ".join(f"{desk_words(REPORTS, code)} {count} ×" for code, count in reports)


def checked_words(verified_on: date | None, how: str = "") -> str:
    """When, and how, it was checked last."""
    if verified_on is None:
        return translate("directory", "never checked")
    told = translate("directory", "checked {date}").format(date=words.long_date(verified_on))
    return f"{told}, {desk_words(HOW, how)}" if how else told


def _guess(code: str) -> str:
    if code.startswith(GUESSED_NEED):
        return words.need(code.removeprefix(GUESSED_NEED))
    return attribute(code) if code in ATTRIBUTES else desk_words(GUESSES, code)
