# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for finding help: what was understood, why a place stands in its band, what could turn a person away.

Entries bring their own names and sentences, which are shown as they are; every code gets its words here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from outreach_app.domain.directory import NO, YES, Entry
from outreach_app.domain.question import Part, Question
from outreach_app.domain.words import AGE, ASK, GENDER, LANGUAGE, NEED
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
}
"""Why one place does not fit; the others as in `HIDDEN`."""
WHY: Final[Table] = {
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
    "never_verified": QT_TRANSLATE_NOOP("find", "never checked"),
    "stale": QT_TRANSLATE_NOOP("find", "checked long ago"),
    "unknown_id_required": QT_TRANSLATE_NOOP("find", "ID unknown"),
    "unknown_must_talk_to_police": QT_TRANSLATE_NOOP("find", "police unknown"),
    "unknown_turns_away_for_record": QT_TRANSLATE_NOOP("find", "record unknown"),
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
MAY_SAY_NO: Final[Table] = {
    "must_talk_to_police": QT_TRANSLATE_NOOP("find", "will not talk to police"),
    "turns_away_for_record": QT_TRANSLATE_NOOP("find", "has a record"),
    "id_required": QT_TRANSLATE_NOOP("find", "no ID"),
    "sober_required": QT_TRANSLATE_NOOP("find", "been drinking or using"),
    "programme_required": QT_TRANSLATE_NOOP("find", "will not join the program or prayers"),
    "currently_using_fine": QT_TRANSLATE_NOOP("find", "using now"),
    "minors_without_guardian": QT_TRANSLATE_NOOP("find", "under 18 without a parent"),
    "takes_men": QT_TRANSLATE_NOOP("find", "a man"),
    "takes_women": QT_TRANSLATE_NOOP("find", "a woman"),
    "takes_trans": QT_TRANSLATE_NOOP("find", "trans"),
    "pregnant": QT_TRANSLATE_NOOP("find", "pregnant"),
    "children_with_adult": QT_TRANSLATE_NOOP("find", "brings children"),
    "partner_together": QT_TRANSLATE_NOOP("find", "comes with a partner"),
    "pets": QT_TRANSLATE_NOOP("find", "has a pet"),
    "step_free": QT_TRANSLATE_NOOP("find", "cannot climb steps"),
    "self_referral": QT_TRANSLATE_NOOP("find", "nobody referred them"),
}
KNOW_FIRST: Final[Table] = {
    "calls_parent": QT_TRANSLATE_NOOP("find", "calls a parent or guardian"),
    "reports_to_child_protection": QT_TRANSLATE_NOOP("find", "reports to child protection"),
    "shares_with_police": QT_TRANSLATE_NOOP("find", "shares with police"),
    "phone_taken_away": QT_TRANSLATE_NOOP("find", "takes the phone away"),
    "faith_based": QT_TRANSLATE_NOOP("find", "faith-based"),
}
_GOOD_NO: Final[Table] = {
    "must_talk_to_police": QT_TRANSLATE_NOOP("find", "no need to talk to police"),
    "id_required": QT_TRANSLATE_NOOP("find", "no ID needed"),
}
_GOOD_YES: Final[Table] = {
    "collects_people": QT_TRANSLATE_NOOP("find", "picks people up"),
    "currently_using_fine": QT_TRANSLATE_NOOP("find", "using now is fine"),
}
_ALSO: Final[Table] = {
    "minors_without_guardian": QT_TRANSLATE_NOOP("find", "under 18 alone"),
    "partner_together": QT_TRANSLATE_NOOP("find", "partners together"),
    "children_with_adult": QT_TRANSLATE_NOOP("find", "children"),
    "pets": QT_TRANSLATE_NOOP("find", "pets"),
    "takes_trans": QT_TRANSLATE_NOOP("find", "trans people"),
    "step_free": QT_TRANSLATE_NOOP("find", "step-free"),
    "storage": QT_TRANSLATE_NOOP("find", "room for bags"),
    "survivor_led": QT_TRANSLATE_NOOP("find", "survivor-led"),
}
_QUESTIONS: Final[Table] = {
    "id_required": QT_TRANSLATE_NOOP("find", "Do you need ID?"),
    "must_talk_to_police": QT_TRANSLATE_NOOP("find", "Must they talk to police?"),
    "turns_away_for_record": QT_TRANSLATE_NOOP("find", "Does a record matter?"),
    "sober_required": QT_TRANSLATE_NOOP("find", "Must they be sober?"),
    "minors_without_guardian": QT_TRANSLATE_NOOP("find", "Do you take somebody under 18 alone?"),
    "takes_women": QT_TRANSLATE_NOOP("find", "Do you take women and girls?"),
    "takes_men": QT_TRANSLATE_NOOP("find", "Do you take men and boys?"),
    "takes_trans": QT_TRANSLATE_NOOP("find", "Do you take trans people?"),
    "pregnant": QT_TRANSLATE_NOOP("find", "Is being pregnant fine?"),
    "children_with_adult": QT_TRANSLATE_NOOP("find", "Can children come too?"),
    "partner_together": QT_TRANSLATE_NOOP("find", "Can a partner come too?"),
    "pets": QT_TRANSLATE_NOOP("find", "Can a pet come too?"),
    "step_free": QT_TRANSLATE_NOOP("find", "Are there steps?"),
    "storage": QT_TRANSLATE_NOOP("find", "Is there room for bags?"),
    "survivor_led": QT_TRANSLATE_NOOP("find", "Do survivors work there?"),
    "collects_people": QT_TRANSLATE_NOOP("find", "Can you pick somebody up?"),
    "shares_with_police": QT_TRANSLATE_NOOP("find", "What do you tell police?"),
    "calls_parent": QT_TRANSLATE_NOOP("find", "Whom do you call?"),
    "phone_taken_away": QT_TRANSLATE_NOOP("find", "Do people keep their phone?"),
}
_ALWAYS_ASKED: Final = ("id_required", "calls_parent", "must_talk_to_police", "shares_with_police", "phone_taken_away")
_MOST_QUESTIONS: Final = 4


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
    if part.kind == GENDER:
        return part.typed or translate("words", str(GENDERS[part.code]))
    return part.code if part.kind == AGE else find_words(TIMES, part.code)


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


def ages(entry: Entry) -> str:
    """Age limits as 12–17, "18 and over" or "to 24"; empty where there are none."""
    least, most = entry.minimum_age or 0, entry.maximum_age
    if least and most is not None:
        return f"{least}–{most}"
    if least:
        return translate("find", "{age} and over").format(age=least)
    return translate("find", "to {age}").format(age=most) if most is not None else ""


def may_say_no(entry: Entry) -> tuple[str, ...]:
    """What could turn a person away, age first."""
    found = [translate("find", "under {age}").format(age=entry.minimum_age)] if entry.minimum_age else []
    if entry.maximum_age is not None:
        found.append(translate("find", "over {age}").format(age=entry.maximum_age))
    codes = entry.may_say_no
    # sober required says it already
    found += [
        find_words(MAY_SAY_NO, code)
        for code in codes
        if not (code == "currently_using_fine" and "sober_required" in codes)
    ]
    return tuple(found)


def know_first(entry: Entry) -> tuple[str, ...]:
    """What the person should know before going."""
    found = []
    for code in entry.know_first:
        if code == "calls_parent" and entry.calls_parent_within:
            found.append(translate("find", "calls a parent within {time}").format(time=entry.calls_parent_within))
        else:
            found.append(find_words(KNOW_FIRST, code))
    return tuple(found)


def good_to_know(entry: Entry) -> tuple[str, ...]:
    """What takes away the worries that come first."""
    found = [find_words(_GOOD_NO, code) for code in _GOOD_NO if entry.says(code) == NO]
    return (*found, *(find_words(_GOOD_YES, code) for code in _GOOD_YES if entry.says(code) == YES))


def also_fine(entry: Entry) -> tuple[str, ...]:
    """Whom and what else they take."""
    found = [find_words(_ALSO, code) for code in _ALSO if entry.says(code) == YES]
    record = [translate("find", "people with a record")] if entry.says("turns_away_for_record") == NO else []
    return (*record, *found)


def checked_short(verified_on: date | None, today: date) -> str:
    """The same for a list, as in "checked 12 d"."""
    if verified_on is None:
        return translate("find", "never checked")
    return translate("find", "checked {days} d").format(days=max(0, (today - verified_on).days))


def checked(verified_on: date | None, today: date) -> str:
    """When somebody last checked, as in "checked 12 days ago"."""
    if verified_on is None:
        return translate("find", "never checked")
    days = max(0, (today - verified_on).days)
    if days == 0:
        return translate("find", "checked today")
    return (
        translate("find", "checked 1 day ago")
        if days == 1
        else translate("find", "checked {days} days ago").format(days=days)
    )


def questions_to_ask(entry: Entry, question: Question, why: Sequence[str]) -> tuple[str, ...]:
    """What to ask on the phone: a bed or coming now, then what this question needs and nobody knows."""
    found = []
    if "shelter" in (question.needs or entry.needs[:1]):
        found.append(translate("find", "Do you have a bed tonight?"))
    elif "intake_unknown" in why:
        found.append(translate("find", "Can somebody come now?"))
    if "language_not_listed" in why or "language_unknown" in why:
        found.append(
            translate("find", "Does somebody speak {language}?").format(language=language_name(question.language))
        )
    decisive = [code.removeprefix("unknown_") for code in why if code.startswith("unknown_")]
    wanted = dict.fromkeys((*decisive, *_ALWAYS_ASKED))
    found += [find_words(_QUESTIONS, code) for code in wanted if not entry.says(code) and code in _QUESTIONS]
    return tuple(found[:_MOST_QUESTIONS])
