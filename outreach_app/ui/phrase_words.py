# SPDX-License-Identifier: GPL-3.0-or-later
"""What phrases can mean, in words: for the list of typed words, and for the rules that guess."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from outreach_app.domain.codes import NEEDS
from outreach_app.domain.directory import STREET_ATTRIBUTES
from outreach_app.domain.words import ASKED_GENDERS, ASKS, TIMES
from outreach_app.ui import words
from outreach_app.ui.desk_words import attribute, desk_words
from outreach_app.ui.find_words import ASKS as ASK_WORDS
from outreach_app.ui.find_words import LANGUAGES, find_words, language_name
from outreach_app.ui.find_words import TIMES as TIME_WORDS
from outreach_app.ui.phrase_books import CODE, FILLER, NAME, PREFIX, WORD

translate = QCoreApplication.translate
Meanings = tuple[tuple[str, str], ...]
"""(meaning, words) to choose from."""
TERMS: Final[words.Table] = {
    "immediate": QT_TRANSLATE_NOOP("directory", "help for now"),
    "long_term": QT_TRANSLATE_NOOP("directory", "help for months"),
}
LOOKED_FOR: Final[words.Table] = {
    WORD: QT_TRANSLATE_NOOP("directory", "words in the text"),
    NAME: QT_TRANSLATE_NOOP("directory", "name of a category"),
    CODE: QT_TRANSLATE_NOOP("directory", "code of a category"),
    PREFIX: QT_TRANSLATE_NOOP("directory", "code begins with"),
}


def word_meanings() -> Meanings:
    """What a word typed in a search can mean."""
    ask, time = translate("directory", "asked for: {what}"), translate("directory", "time: {what}")
    return (
        *((f"needs:{code}", _need(code)) for code in NEEDS),
        *((f"asks:{code}", _told(ask, find_words(ASK_WORDS, code))) for code in ASKS),
        *((f"genders:{code}", words.words(words.GENDERS, code)) for code in ASKED_GENDERS),
        *((f"languages:{code}", _language(code)) for code in LANGUAGES),
        *((f"times:{code}", _told(time, find_words(TIME_WORDS, code))) for code in TIMES),
        *((f"terms:{code}", desk_words(TERMS, code)) for code in TERMS),
        (FILLER, translate("directory", "nothing, passed over")),
    )  # fmt: skip


def rule_meanings() -> Meanings:
    """What a rule can guess."""
    no = translate("directory", "{what}: no")
    return (
        *((f"need:{code}", _need(code)) for code in NEEDS),
        *((f"attribute:{code}", words.first_capital(attribute(code))) for code in STREET_ATTRIBUTES),
        *((f"not:{code}", _told(no, words.first_capital(attribute(code)))) for code in STREET_ATTRIBUTES),
        *((f"language:{code}", _language(code)) for code in LANGUAGES),
    )


def meaning_words(meanings: dict[str, str], meaning: str) -> str:
    """The words of a meaning; a language that is not on the list has its own name."""
    if meaning in meanings:
        return meanings[meaning]
    kind, _, code = meaning.partition(":")
    return _language(code) if kind in {"language", "languages"} else meaning


def _need(code: str) -> str:
    return _told(translate("directory", "help: {what}"), words.need(code))


def _language(code: str) -> str:
    return _told(translate("directory", "language: {what}"), language_name(code))


def _told(sentence: str, what: str) -> str:
    return sentence.format(what=what)
