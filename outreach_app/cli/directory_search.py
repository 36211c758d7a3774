# SPDX-License-Identifier: GPL-3.0-or-later
"""`directory search`. Nothing of what is asked is kept."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from outreach_app.bootstrap import Workplace, now_utc
from outreach_app.cli.session import Outcome, Session
from outreach_app.domain.errors import BadField, NoDirectory
from outreach_app.domain.finding import NOW
from outreach_app.domain.profile import Profile
from outreach_app.domain.question import Question, asking
from outreach_app.domain.words import ASKED_GENDERS
from outreach_app.services.directory import Answer, Found

OPTION_ASKS: Final[Mapping[str, str]] = {
    "no_id": "the person has no ID",
    "no_police": "does not want to talk to police",
    "record_ok": "the person has a record",
    "using_ok": "the person is using now",
    "sober": "wants a sober place",
    "pregnant": "is pregnant",
    "children": "has children along",
    "pets": "has a pet along",
    "partner": "wants to stay with a partner or a sibling",
    "step_free": "cannot climb steps",
    "survivor_led": "wants people who know it from their own lives",
}
"""What can be asked for by an option of its name."""
_MOST_RESULTS: Final = 1000
_SETTLED: Final = {"fits_need", "intake_open", "intake_round_the_clock"}
"""Reasons that speak for a place."""
_BANDS: Final = {"now": "Takes people now", "call": "Call first", "later": "Later"}


def search(session: Session, arguments: argparse.Namespace) -> Outcome:
    """Search the open directory."""
    workplace = session.unlocked()
    profile = workplace.vault.opened.profile
    if profile is None:
        raise NoDirectory
    full = frozenset(workplace.lanes.vault.call(workplace.listings.full_tonight))
    answer = workplace.lanes.directory.call(lambda: _answer(workplace, profile, arguments, full))
    facts = {
        "results": [_result(found) for found in answer.results],
        "hidden": dict(answer.hidden),
        "total": answer.total,
        "understood": [part._asdict() for part in answer.question.parts],
        "corrections": [correction._asdict() for correction in answer.question.corrections],
        "nowhere": list(answer.question.nowhere),
    }
    return Outcome(facts, tuple(_lines(answer)))


def _answer(workplace: Workplace, profile: Profile, arguments: argparse.Namespace, full: frozenset[str]) -> Answer:
    now = profile.local(now_utc())
    if not 0 < arguments.limit <= _MOST_RESULTS:
        raise BadField("--limit", "too_large" if arguments.limit > 0 else "too_small")

    def understood(text: str) -> Question:
        return workplace.directory.understand(text, now)

    question = _asked(understood(arguments.text), profile, arguments)
    question = replace(
        question,
        gender=_gender(arguments.gender, understood) or question.gender,
        language=_language(arguments.language, understood) or question.language,
        term=arguments.term or question.term,
    )
    return workplace.directory.search(_in_area(question, profile, arguments.area), now=now, limit=arguments.limit,
                                      full_tonight=full)  # fmt: skip


def _gender(given: str, understood: Callable[[str], Question]) -> str:
    code = given if given in ASKED_GENDERS else understood(given).gender
    if given and not code:
        raise BadField("--gender", "unknown_code")
    return code


def _language(given: str, understood: Callable[[str], Question]) -> str:
    code = understood(given).language or given.lower()
    if not (code.isascii() and code.isalpha() and len(code) in (2, 3)) and code:
        raise BadField("--language", "unknown_code")
    return code


def _in_area(question: Question, profile: Profile, group: str) -> Question:
    if not group:
        return question
    codes = dict(profile.areas).get(group)
    if codes is None:
        raise BadField("--area", "unknown_code")
    return replace(question, area=group, area_codes=frozenset(codes))


def _asked(question: Question, profile: Profile, arguments: argparse.Namespace) -> Question:
    """The question with what the options say; an option outweighs a word."""
    for code in OPTION_ASKS:
        if getattr(arguments, code):
            question = asking(question, code)
    if arguments.age is not None:
        if arguments.age < 0:
            raise BadField("--age", "negative")
        question = replace(question, age=arguments.age)
    if arguments.open_at is not None:
        given: datetime = arguments.open_at
        question = replace(question, at=profile.local(given) if given.tzinfo else given.replace(tzinfo=profile.zone))
    return question


def _result(found: Found) -> dict[str, object]:
    entry, verdict = found.entry, found.verdict
    return {
        "id": entry.id,
        "name": entry.name,
        "organization": entry.organization,
        "band": verdict.band,
        "open": verdict.open,
        "intake_until": _clock(verdict.intake_until),
        "next_opening": _clock(verdict.next_opening),
        "verified": entry.verified_on.isoformat() if entry.verified_on else None,
        "why": list(verdict.why),
        "needs": list(entry.needs),
        "guessed": list(entry.guessed),
        "phones": [phone.number for phone in entry.phones],
    }


def _clock(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes") if moment else None


def _lines(answer: Answer) -> list[str]:
    lines = [f"{typed!r} read as {read_as!r}." for typed, read_as in answer.question.corrections]
    lines += [f"No place says {word!r}: it was passed over." for word in answer.question.nowhere]
    band = ""
    for found in answer.results:
        if found.verdict.band != band:
            band = found.verdict.band
            lines.append(f"{_BANDS[band]}:")
        lines.append("  " + _line(found))
    if not answer.results:
        lines.append("Nothing found. Use fewer words, or another word for it.")
    if answer.hidden:
        hidden = ", ".join(f"{count} {_plain(reason)}" for reason, count in sorted(answer.hidden.items()))
        lines.append(f"Hidden: {hidden}")
    return lines


def _line(found: Found) -> str:
    entry, verdict = found.entry, found.verdict
    until = f"until {verdict.intake_until:%H:%M}" if verdict.intake_until else ""
    opens = f"opens {verdict.next_opening:%a %H:%M}" if verdict.next_opening else ""
    checked = f"checked {entry.verified_on.isoformat()}" if entry.verified_on else "never checked"
    phone = entry.phones[0].number if entry.phones else ""
    why = ", ".join(_plain(reason) for reason in verdict.why if reason not in _SETTLED) if verdict.band != NOW else ""
    return "  ".join(part for part in (f"{entry.name:<32}", phone, until, opens, checked, why) if part)


def _plain(code: str) -> str:
    """A code as words."""
    return code.replace("_", " ")
