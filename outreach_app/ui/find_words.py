# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for finding help: what was understood, why a place stands in its band, why others are hidden.

Every code gets its words here; what is said of one place stands in `place_words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from outreach_app.domain.question import Part
from outreach_app.domain.words import ASK, GENDER, LANGUAGE, NEED, TERM, TIME
from outreach_app.ui.asked import NO_PLACE
from outreach_app.ui.words import GENDERS, Table

translate = QCoreApplication.translate

SHORT_NEEDS: Final[Table] = {
    "safety": QT_TRANSLATE_NOOP("find", "safety"),
    "shelter": QT_TRANSLATE_NOOP("find", "shelter"),
    "food": QT_TRANSLATE_NOOP("find", "food"),
    "clothing": QT_TRANSLATE_NOOP("find", "clothes, washing"),
    "medical": QT_TRANSLATE_NOOP("find", "medical care"),
    "mental": QT_TRANSLATE_NOOP("find", "mental health"),
    "substance": QT_TRANSLATE_NOOP("find", "substance use"),
    "housing": QT_TRANSLATE_NOOP("find", "housing"),
    "legal": QT_TRANSLATE_NOOP("find", "legal help"),
    "immigration": QT_TRANSLATE_NOOP("find", "immigration"),
    "id_docs": QT_TRANSLATE_NOOP("find", "identity documents"),
    "advocate": QT_TRANSLATE_NOOP("find", "someone alongside"),
    "education": QT_TRANSLATE_NOOP("find", "school, job"),
    "family": QT_TRANSLATE_NOOP("find", "family, way home"),
}
ASKS: Final[Table] = {
    "no_id": QT_TRANSLATE_NOOP("find", "no ID"),
    "no_police": QT_TRANSLATE_NOOP("find", "no police"),
    "record_ok": QT_TRANSLATE_NOOP("find", "has a record"),
    "using_ok": QT_TRANSLATE_NOOP("find", "using now"),
    "sober": QT_TRANSLATE_NOOP("find", "wants a sober place"),
    "pregnant": QT_TRANSLATE_NOOP("find", "pregnant"),
    "children": QT_TRANSLATE_NOOP("find", "with children"),
    "partner": QT_TRANSLATE_NOOP("find", "with a partner"),
    "pets": QT_TRANSLATE_NOOP("find", "with a pet"),
    "step_free": QT_TRANSLATE_NOOP("find", "step-free"),
    "storage": QT_TRANSLATE_NOOP("find", "room for bags"),
    "survivor_led": QT_TRANSLATE_NOOP("find", "survivor-led"),
    "collects": QT_TRANSLATE_NOOP("find", "picks people up"),
}
TIMES: Final[Table] = {
    "now": QT_TRANSLATE_NOOP("find", "now"),
    "tonight": QT_TRANSLATE_NOOP("find", "tonight"),
    "tomorrow": QT_TRANSLATE_NOOP("find", "tomorrow"),
}
TERM_WORDS: Final[Table] = {
    "immediate": QT_TRANSLATE_NOOP("find", "needed now"),
    "long_term": QT_TRANSLATE_NOOP("find", "for longer"),
}
LANGUAGES: Final[Table] = {
    "en": QT_TRANSLATE_NOOP("find", "English"),
    "es": QT_TRANSLATE_NOOP("find", "Spanish"),
    "zh": QT_TRANSLATE_NOOP("find", "Chinese"),
    "vi": QT_TRANSLATE_NOOP("find", "Vietnamese"),
    "ko": QT_TRANSLATE_NOOP("find", "Korean"),
    "ar": QT_TRANSLATE_NOOP("find", "Arabic"),
    "fr": QT_TRANSLATE_NOOP("find", "French"),
    "pt": QT_TRANSLATE_NOOP("find", "Portuguese"),
    "ru": QT_TRANSLATE_NOOP("find", "Russian"),
    "so": QT_TRANSLATE_NOOP("find", "Somali"),
    "tl": QT_TRANSLATE_NOOP("find", "Tagalog"),
    "ht": QT_TRANSLATE_NOOP("find", "Haitian Creole"),
    "sw": QT_TRANSLATE_NOOP("find", "Swahili"),
    "am": QT_TRANSLATE_NOOP("find", "Amharic"),
    "ase": QT_TRANSLATE_NOOP("find", "sign language"),
}
HIDDEN: Final[Table] = {
    "too_young": QT_TRANSLATE_NOOP("find", "age"),
    "too_old": QT_TRANSLATE_NOOP("find", "age"),
    "id_required": QT_TRANSLATE_NOOP("find", "ID"),
    "police": QT_TRANSLATE_NOOP("find", "police"),
    "record": QT_TRANSLATE_NOOP("find", "record"),
    "sober": QT_TRANSLATE_NOOP("find", "must be sober"),
    "gender": QT_TRANSLATE_NOOP("find", "gender"),
    "pregnant": QT_TRANSLATE_NOOP("find", "pregnant"),
    "children_pets": QT_TRANSLATE_NOOP("find", "children or pets"),
    "partner": QT_TRANSLATE_NOOP("find", "partner"),
    "step_free": QT_TRANSLATE_NOOP("find", "steps"),
    "storage": QT_TRANSLATE_NOOP("find", "no room for bags"),
    "survivor_led": QT_TRANSLATE_NOOP("find", "not survivor-led"),
    "collects": QT_TRANSLATE_NOOP("find", "picks nobody up"),
    "not_sober": QT_TRANSLATE_NOOP("find", "not a sober place"),
    "outside_area": QT_TRANSLATE_NOOP("find", "area"),
    "other_term": QT_TRANSLATE_NOOP("find", "now or for longer"),
}
"""Why places are hidden, as it stands behind their number."""
MISMATCHES: Final[Table] = {
    "too_young": QT_TRANSLATE_NOOP("find", "too young for it"),
    "too_old": QT_TRANSLATE_NOOP("find", "too old for it"),
    "id_required": QT_TRANSLATE_NOOP("find", "ID required"),
    "police": QT_TRANSLATE_NOOP("find", "must talk to police"),
    "record": QT_TRANSLATE_NOOP("find", "no one with a record"),
    "gender": QT_TRANSLATE_NOOP("find", "not this gender"),
    "pregnant": QT_TRANSLATE_NOOP("find", "not when pregnant"),
    "children_pets": QT_TRANSLATE_NOOP("find", "no children or pets"),
    "partner": QT_TRANSLATE_NOOP("find", "no partners"),
    "step_free": QT_TRANSLATE_NOOP("find", "has steps"),
    "outside_area": QT_TRANSLATE_NOOP("find", "outside the area"),
    "other_term": QT_TRANSLATE_NOOP("find", "not for as long as asked"),
}
"""Why one place does not fit; the others as in `HIDDEN`."""
WHY: Final[Table] = {
    "fits_need": QT_TRANSLATE_NOOP("find", "fits what is needed"),
    "intake_open": QT_TRANSLATE_NOOP("find", "takes people now"),
    "full_tonight": QT_TRANSLATE_NOOP("find", "full tonight"),
    "temporarily_closed": QT_TRANSLATE_NOOP("find", "closed for now"),
    "closed": QT_TRANSLATE_NOOP("find", "closed now"),
    "intake_closed": QT_TRANSLATE_NOOP("find", "takes nobody in now"),
    "inside_by_passed": QT_TRANSLATE_NOOP("find", "too late to get in"),
    "intake_round_the_clock": QT_TRANSLATE_NOOP("find", "day and night"),
    "intake_unknown": QT_TRANSLATE_NOOP("find", "hours unknown"),
    "referral_needed": QT_TRANSLATE_NOOP("find", "needs a referral"),
    "self_referral_unknown": QT_TRANSLATE_NOOP("find", "referral unknown"),
    "language_not_listed": QT_TRANSLATE_NOOP("find", "{language} not listed"),
    "language_unknown": QT_TRANSLATE_NOOP("find", "languages unknown"),
    "age_unknown": QT_TRANSLATE_NOOP("find", "ages unknown"),
    "area_unknown": QT_TRANSLATE_NOOP("find", "area unknown"),
    "need_unknown": QT_TRANSLATE_NOOP("find", "kind of help unknown"),
    "public_holiday": QT_TRANSLATE_NOOP("find", "public holiday: hours unsure"),
    "never_verified": QT_TRANSLATE_NOOP("find", "never checked"),
    "stale": QT_TRANSLATE_NOOP("find", "checked long ago"),
    "guessed": QT_TRANSLATE_NOOP("find", "partly a guess"),
    "unknown_id_required": QT_TRANSLATE_NOOP("find", "ID unknown"),
    "unknown_must_talk_to_police": QT_TRANSLATE_NOOP("find", "police unknown"),
    "unknown_turns_away_for_record": QT_TRANSLATE_NOOP("find", "record unknown"),
    "unknown_currently_using_fine": QT_TRANSLATE_NOOP("find", "using now: unknown"),
    "unknown_sober_required": QT_TRANSLATE_NOOP("find", "sober rule unknown"),
    "unknown_takes_women": QT_TRANSLATE_NOOP("find", "women: unknown"),
    "unknown_takes_men": QT_TRANSLATE_NOOP("find", "men: unknown"),
    "unknown_takes_trans": QT_TRANSLATE_NOOP("find", "trans: unknown"),
    "unknown_minors_without_guardian": QT_TRANSLATE_NOOP("find", "under 18 alone: unknown"),
    "unknown_pregnant": QT_TRANSLATE_NOOP("find", "pregnant: unknown"),
    "unknown_children_with_adult": QT_TRANSLATE_NOOP("find", "children: unknown"),
    "unknown_partner_together": QT_TRANSLATE_NOOP("find", "partner: unknown"),
    "unknown_pets": QT_TRANSLATE_NOOP("find", "pets: unknown"),
    "unknown_step_free": QT_TRANSLATE_NOOP("find", "steps unknown"),
    "unknown_storage": QT_TRANSLATE_NOOP("find", "bags: unknown"),
    "unknown_survivor_led": QT_TRANSLATE_NOOP("find", "survivor-led: unknown"),
    "unknown_collects_people": QT_TRANSLATE_NOOP("find", "picking up: unknown"),
}
REPORTS: Final[Table] = {
    "no_answer": QT_TRANSLATE_NOOP("find", "no answer"),
    "number_wrong": QT_TRANSLATE_NOOP("find", "number wrong"),
    "closed": QT_TRANSLATE_NOOP("find", "closed for good"),
    "moved": QT_TRANSLATE_NOOP("find", "moved"),
}
"""What a worker reports of a listing."""


def find_words(table: Table, code: str) -> str:
    """The words for a code of this page; a code of a newer version is shown as it is."""
    return translate("find", str(table[code])) if code in table else code


def language_name(code: str) -> str:
    """A language by its ISO 639 code."""
    if code in LANGUAGES:
        return find_words(LANGUAGES, code)
    language = QLocale.codeToLanguage(code)
    return QLocale.languageToString(language) if language != QLocale.Language.AnyLanguage else code


def part_words(part: Part) -> str:
    """One understood part of the question; gender as it was typed, for the word chosen says more than the code."""
    if part.kind == NEED:
        return find_words(SHORT_NEEDS, part.code)
    if part.kind == ASK:
        return find_words(ASKS, part.code)
    if part.kind == LANGUAGE:
        return language_name(part.code)
    if part.kind == NO_PLACE:
        return translate("find", "no place says {word}").format(word=part.code)
    if part.kind == GENDER:
        return part.typed or translate("words", str(GENDERS[part.code]))
    return find_words({TIME: TIMES, TERM: TERM_WORDS}.get(part.kind, {}), part.code)


def hidden_words(hidden: Mapping[str, int]) -> str:
    """How many places are hidden, by reason, as in "7 age, 3 ID"; the largest number first."""
    totals: dict[str, int] = {}
    for code, count in hidden.items():
        name = find_words(HIDDEN, code)
        totals[name] = totals.get(name, 0) + count
    ordered = sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{count} {name}" for name, count in ordered)


def mismatch_words(code: str) -> str:
    """Why one place does not fit."""
    return find_words(MISMATCHES if code in MISMATCHES else HIDDEN, code)


def why_words(code: str, language: str = "") -> str:
    """A reason of a verdict; `language` is the one asked for."""
    return find_words(WHY, code).format(language=language_name(language))
