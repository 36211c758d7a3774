# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of one place: what could turn a person away, what to know first, what to ask, who checked it and how.

Entries bring their own names and sentences, which are shown as they are. What a rule guessed is never told as known.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from outreach_app.domain.directory import CONFIDENTIAL, GUESSED_NEED, NO, YES, Address, Entry, Phone
from outreach_app.domain.question import Question
from outreach_app.ui.coalition_words import source_name
from outreach_app.ui.find_words import SHORT_NEEDS, find_words, language_name
from outreach_app.ui.words import Table, ago

translate = QCoreApplication.translate

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
_DOUBT_QUESTIONS: Final[Table] = {
    "intake_unknown": QT_TRANSLATE_NOOP("find", "Can somebody come now?"),
    "public_holiday": QT_TRANSLATE_NOOP("find", "Are you open on the holiday?"),
    "self_referral_unknown": QT_TRANSLATE_NOOP("find", "Can somebody come without a referral?"),
    "referral_needed": QT_TRANSLATE_NOOP("find", "Who can make the referral now?"),
    "age_unknown": QT_TRANSLATE_NOOP("find", "What ages do you take?"),
    "area_unknown": QT_TRANSLATE_NOOP("find", "Do you take people from here?"),
}
_ALWAYS_ASKED: Final = ("id_required", "calls_parent", "must_talk_to_police", "shares_with_police", "phone_taken_away")
MOST_QUESTIONS: Final = 3

GUESSED: Final[Table] = {
    "must_talk_to_police": QT_TRANSLATE_NOOP("find", "police"),
    "turns_away_for_record": QT_TRANSLATE_NOOP("find", "record"),
    "id_required": QT_TRANSLATE_NOOP("find", "ID"),
    "sober_required": QT_TRANSLATE_NOOP("find", "sober rule"),
    "currently_using_fine": QT_TRANSLATE_NOOP("find", "using now"),
    "calls_parent": QT_TRANSLATE_NOOP("find", "calls a parent"),
    "reports_to_child_protection": QT_TRANSLATE_NOOP("find", "child protection"),
    "shares_with_police": QT_TRANSLATE_NOOP("find", "shares with police"),
    "minors_without_guardian": QT_TRANSLATE_NOOP("find", "under 18 alone"),
    "takes_men": QT_TRANSLATE_NOOP("find", "men"),
    "takes_women": QT_TRANSLATE_NOOP("find", "women"),
    "takes_trans": QT_TRANSLATE_NOOP("find", "trans people"),
    "pregnant": QT_TRANSLATE_NOOP("find", "pregnant"),
    "children_with_adult": QT_TRANSLATE_NOOP("find", "children"),
    "partner_together": QT_TRANSLATE_NOOP("find", "partner"),
    "pets": QT_TRANSLATE_NOOP("find", "pets"),
    "collects_people": QT_TRANSLATE_NOOP("find", "picking people up"),
    "phone_taken_away": QT_TRANSLATE_NOOP("find", "phone"),
    "programme_required": QT_TRANSLATE_NOOP("find", "program or prayers"),
    "faith_based": QT_TRANSLATE_NOOP("find", "faith-based"),
    "step_free": QT_TRANSLATE_NOOP("find", "steps"),
    "storage": QT_TRANSLATE_NOOP("find", "room for bags"),
    "survivor_led": QT_TRANSLATE_NOOP("find", "survivor-led"),
    "intake_24h": QT_TRANSLATE_NOOP("find", "day and night"),
    "self_referral": QT_TRANSLATE_NOOP("find", "referral"),
    "confidential_location": QT_TRANSLATE_NOOP("find", "secret address"),
    "minimum_age": QT_TRANSLATE_NOOP("find", "ages"),
    "maximum_age": QT_TRANSLATE_NOOP("find", "ages"),
    "opening": QT_TRANSLATE_NOOP("find", "hours"),
    "languages": QT_TRANSLATE_NOOP("find", "languages"),
}
"""What a rule may have guessed, beside needs."""
_HOW: Final[Table] = {
    "call": QT_TRANSLATE_NOOP("find", "by phone"),
    "visit": QT_TRANSLATE_NOOP("find", "on a visit"),
    "website": QT_TRANSLATE_NOOP("find", "on its website"),
}
_CALLED: Final = ("voice", "other")


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
    found = []
    if entry.minimum_age:
        found.append(_told(entry, "minimum_age", translate("find", "under {age}").format(age=entry.minimum_age)))
    if entry.maximum_age is not None:
        found.append(_told(entry, "maximum_age", translate("find", "over {age}").format(age=entry.maximum_age)))
    codes = entry.may_say_no
    # sober required says it already
    found += [
        _told(entry, code, find_words(MAY_SAY_NO, code))
        for code in codes
        if not (code == "currently_using_fine" and "sober_required" in codes)
    ]
    return tuple(found)


def know_first(entry: Entry) -> tuple[str, ...]:
    """What the person should know before going."""
    found = []
    for code in entry.know_first:
        told = find_words(KNOW_FIRST, code)
        if code == "calls_parent" and entry.calls_parent_within:
            told = translate("find", "calls a parent within {time}").format(time=entry.calls_parent_within)
        found.append(_told(entry, code, told))
    return tuple(found)


def good_to_know(entry: Entry) -> tuple[str, ...]:
    """What takes away the worries that come first."""
    found = [_told(entry, code, find_words(_GOOD_NO, code)) for code in _GOOD_NO if entry.says(code) == NO]
    good = [_told(entry, code, find_words(_GOOD_YES, code)) for code in _GOOD_YES if entry.says(code) == YES]
    return (*found, *good)


def also_fine(entry: Entry) -> tuple[str, ...]:
    """Whom and what else they take."""
    found = [_told(entry, code, find_words(_ALSO, code)) for code in _ALSO if entry.says(code) == YES]
    record = translate("find", "people with a record")
    said = entry.says("turns_away_for_record") == NO
    return (*((_told(entry, "turns_away_for_record", record),) if said else ()), *found)


def guessed(entry: Entry) -> str:
    """Everything about a place that a rule guessed from its description, as "shelter, ages"; empty where nothing."""
    said = []
    for what in entry.guessed:
        need = what.removeprefix(GUESSED_NEED)
        said.append(find_words(SHORT_NEEDS, need) if need != what else find_words(GUESSED, what))
    return ", ".join(dict.fromkeys(said))


def checked_short(verified_on: date | None, today: date) -> str:
    """When somebody last checked, for a list, as in "checked 12 d"."""
    if verified_on is None:
        return translate("find", "never checked")
    return translate("find", "checked {days} d").format(days=max(0, (today - verified_on).days))


def checked(entry: Entry, today: date) -> str:
    """When, how and by whom somebody last checked, as in "12 days ago, by phone, by Office 1"; without a seat of the
    coalition it is what the source says."""
    if entry.verified_on is None:
        return translate("find", "never")
    how = find_words(_HOW, entry.verified_how) if entry.verified_how else ""
    by = ""
    if entry.verified_by:
        by = translate("find", "by {seat}").format(seat=entry.verified_by)
    elif entry.source:
        by = translate("find", "says {source}").format(source=source_name(entry.source))
    return ", ".join(part for part in (ago((today - entry.verified_on).days), how, by) if part)


def near(entry: Entry, question: Question) -> str:
    """Whether it serves where the worker stands; empty where nobody said where that is."""
    if not question.near_codes:
        return ""
    if not entry.postal_codes:
        return translate("find", "area unknown")
    here = not question.near_codes.isdisjoint(entry.postal_codes)
    return translate("find", "near") if here else translate("find", "not near")


def questions_to_ask(entry: Entry, question: Question, why: Sequence[str]) -> tuple[str, ...]:
    """What to ask on the phone, three at most: a bed, then what this question needs and nobody knows or was guessed,
    then what decides for most."""
    found = []
    if "shelter" in (question.needs or entry.needs[:1]):
        found.append(translate("find", "Do you have a bed tonight?"))
    if "language_not_listed" in why or "language_unknown" in why:
        spoken = language_name(question.language)
        found.append(translate("find", "Does somebody speak {language}?").format(language=spoken))
    found += [find_words(_DOUBT_QUESTIONS, code) for code in why if code in _DOUBT_QUESTIONS]
    decisive = [code.removeprefix("unknown_") for code in why if code.startswith("unknown_")]
    decisive += [wanted.attribute for wanted in question.wanted if wanted.attribute in entry.guessed]
    found += [find_words(_QUESTIONS, code) for code in dict.fromkeys(decisive) if code in _QUESTIONS]
    found += [find_words(_QUESTIONS, code) for code in _ALWAYS_ASKED if not entry.says(code) and code not in decisive]
    return tuple(dict.fromkeys(found))[:MOST_QUESTIONS]


def first_phone(entry: Entry) -> Phone | None:
    """The number to call."""
    return next((phone for phone in entry.phones if phone.kind in _CALLED), next(iter(entry.phones), None))


def phone_words(phone: Phone) -> str:
    """A number with its extension."""
    extension = translate("find", "ext. {number}").format(number=phone.extension) if phone.extension else ""
    return " ".join(part for part in (phone.number, extension) if part)


def address_words(address: Address) -> str:
    """A place in one line."""
    town = " ".join(part for part in (address.city, address.state, address.postal_code) if part)
    return ", ".join(part for part in (address.place, address.street, address.region, town) if part)


def secret(entry: Entry) -> bool:
    """Whether nobody may be told where it is."""
    return entry.confidential or entry.says(CONFIDENTIAL) == YES


def street(entry: Entry) -> Address | None:
    """Where to go; None for a secret place and for one that is only called or written to."""
    if secret(entry):
        return None
    return next((address for address in entry.addresses if address.kind == "physical"), None)


def _told(entry: Entry, code: str, words: str) -> str:
    """What is said of an attribute or an age limit, with a mark where it is a guess."""
    return translate("find", "{what} (guessed)").format(what=words) if code in entry.guessed else words
