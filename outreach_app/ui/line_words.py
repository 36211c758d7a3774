# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for help lines: what a worker reads, and the plainer ones that a person met is shown."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from outreach_app.domain.material import FOR_THE_PERSON, REPORTS, WORKERS_ONLY, HelpLine, TextNumber
from outreach_app.domain.words import fold
from outreach_app.ui.find_words import language_name
from outreach_app.ui.words import Table, long_date

translate = QCoreApplication.translate

AUDIENCES: Final[Table] = {
    FOR_THE_PERSON: QT_TRANSLATE_NOOP("lines", "for the person"),
    REPORTS: QT_TRANSLATE_NOOP("lines", "reports to an authority"),
    WORKERS_ONLY: QT_TRANSLATE_NOOP("lines", "for workers only"),
}
SHARES: Final[Table] = {
    "no": QT_TRANSLATE_NOOP("lines", "does not share with police"),
    "limited": QT_TRANSLATE_NOOP("lines", "may call police when a life is in danger"),
    "yes": QT_TRANSLATE_NOOP("lines", "shares with police"),
    "unknown": QT_TRANSLATE_NOOP("lines", "sharing with police: not known"),
}
ANSWERS: Final[Table] = {
    "yes": QT_TRANSLATE_NOOP("lines", "yes"),
    "no": QT_TRANSLATE_NOOP("lines", "no"),
    "unknown": QT_TRANSLATE_NOOP("lines", "not known"),
}
NEVER_ON_SCREEN: Final = ("traffick", "victim", "rescue", "exploit", "slave", "prostitut")
"""Beginnings of words that no screen shows to a person: somebody may look over a shoulder."""
_DAY_AND_NIGHT: Final = "24/7"
_FREE_AREAS: Final = {"800", "833", "844", "855", "866", "877", "888"}
"""Toll-free area codes of the North American Numbering Plan."""
_SHORT: Final = 3


def line_words(table: Table, code: str) -> str:
    """The words for a code of a help line."""
    return translate("lines", str(table[code])) if code in table else code


def plain(words: str) -> str:
    """`words` where they may stand on a screen that a person is shown, else nothing."""
    return "" if any(word.startswith(NEVER_ON_SCREEN) for word in fold(words)) else words


def hours_words(line: HelpLine) -> str:
    """When it answers."""
    return translate("lines", "day and night") if line.hours == _DAY_AND_NIGHT else line.hours


def free(number: str) -> bool:
    """Whether calling costs nothing anywhere: a toll-free area, or a number of three digits."""
    digits = "".join(letter for letter in number if letter.isdigit()).removeprefix("1")
    return len(digits) <= _SHORT or digits[:_SHORT] in _FREE_AREAS


def title_to_show(line: HelpLine) -> str:
    """What stands over the number instead of its name, as in "Free, day and night"."""
    costs_nothing = bool(line.call) and all(free(row.number) for row in line.call)
    around = line.hours == _DAY_AND_NIGHT
    if costs_nothing and around:
        return translate("lines", "Free, day and night")
    if costs_nothing:
        return translate("lines", "Free to call")
    return translate("lines", "Day and night") if around else translate("lines", "You can call")


def languages_words(line: HelpLine) -> str:
    """Languages spoken, and what is said about others."""
    spoken = ", ".join(language_name(code) for code in line.languages)
    if not spoken and line.more_languages:
        return translate("lines", "languages: {words}").format(words=line.more_languages)
    return " · ".join(part for part in (spoken, line.more_languages) if part)


def text_words(text: TextNumber) -> str:
    """How to text it."""
    if text.keyword:
        return translate("lines", "text {word} to {number}").format(word=text.keyword, number=text.number)
    return translate("lines", "text {number}").format(number=text.number)


def verified_words(line: HelpLine, today: date) -> tuple[str, str]:
    """Whether somebody checked it, with a tone."""
    if line.verified_on is None:
        return translate("lines", "not verified yet"), "care"
    if not line.fresh(today):
        said = translate("lines", "verified {date}, check it again")
        return said.format(date=long_date(line.verified_on)), "care"
    return translate("lines", "verified {date}").format(date=long_date(line.verified_on)), "good"


def why_not_shown(line: HelpLine) -> str:
    """Why a line is never shown to a person."""
    if line.audience == REPORTS:
        return translate(
            "lines",
            "This line passes on what it hears to an authority. It is never shown to a person; "
            "whoever wants to call it decides that with you.",
        )
    return translate("lines", "This line is for workers. It is never shown to a person.")


def matches(line: HelpLine, typed: str) -> bool:
    """Whether every word typed begins a word of the line; figures are looked for inside its numbers."""
    numbers = [row.number for row in line.call] + [row.number for row in line.text]
    digits = " ".join("".join(letter for letter in number if letter.isdigit()) for number in numbers)
    named = (line.name, line.operator, line.scope, line.know_first, line.more_languages, languages_words(line))
    held = fold(" ".join((*named, *(row.label for row in line.call))))
    return all(
        any(word.startswith(asked) for word in held) or (asked.isdigit() and asked in digits) for asked in fold(typed)
    )
