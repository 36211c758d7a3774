# SPDX-License-Identifier: GPL-3.0-or-later
"""The facts of one place in the order in which they are needed on the phone, for one question."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from outreach_app.domain.directory import Entry
from outreach_app.domain.question import Question
from outreach_app.ui.find_words import language_name, why_words
from outreach_app.ui.hours_words import hours
from outreach_app.ui.models.results import Place
from outreach_app.ui.place_words import (
    address_words,
    also_fine,
    checked,
    first_phone,
    good_to_know,
    guessed,
    know_first,
    may_say_no,
    near,
    phone_words,
    questions_to_ask,
    secret,
)
from outreach_app.ui.widgets.fact_rows import Fact
from outreach_app.ui.words import clock_time

translate = QCoreApplication.translate
_DOUBTS = {
    "intake_unknown", "self_referral_unknown", "referral_needed", "language_not_listed", "language_unknown",
    "age_unknown", "area_unknown", "public_holiday", "never_verified", "stale",
    "guessed",
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """What the card shows: a place of the list, and the question behind it."""

    place: Place
    question: Question

    @property
    def entry(self) -> Entry:
        """The place's entry."""
        return self.place.found.entry

    @property
    def why(self) -> tuple[str, ...]:
        """Why it stands where it stands, in codes."""
        return self.place.found.verdict.why


def head(shown: Shown) -> str:
    """The organization, the area, whether it is near and whether its address is secret, in one line."""
    entry = shown.entry
    hidden = translate("find", "secret address") if secret(entry) else ""
    same = entry.organization == entry.name
    parts = ("" if same else entry.organization, entry.area, near(entry, shown.question), hidden)
    return " · ".join(part for part in parts if part)


def warnings(shown: Shown) -> tuple[Fact, ...]:
    """What could turn this person away, what to know first, what is not sure, and what is good."""
    entry = shown.entry
    doubts = [why_words(code, shown.question.language) for code in shown.why if _doubtful(code)]
    if shown.place.found.verdict.hidden_by:
        doubts = []
    guess = guessed(entry)
    marked = translate("find", "from its description: check {what}").format(what=guess) if guess else ""
    return (
        Fact(translate("find", "May say no if"), " · ".join(may_say_no(entry)), "stop"),
        Fact(translate("find", "Know first"), " · ".join(know_first(entry)), "care"),
        Fact(translate("find", "Not sure"), " · ".join(doubts), "care"),
        Fact(translate("find", "Good"), " · ".join(good_to_know(entry)), "good"),
        Fact(translate("find", "Guessed"), marked),
    )


def until_when(shown: Shown) -> str:
    """Until when people are taken in, and be inside by when."""
    entry, verdict = shown.entry, shown.place.found.verdict
    found = []
    if verdict.intake_until is not None:
        found.append(translate("find", "takes people until {time}").format(time=clock_time(verdict.intake_until)))
    elif "intake_round_the_clock" in verdict.why:
        found.append(translate("find", "takes people day and night"))
    if entry.inside_by:
        found.append(translate("find", "be inside by {time}").format(time=entry.inside_by))
    return " · ".join(found)


def essentials(shown: Shown) -> tuple[Fact, ...]:
    """What to bring, what it costs, who speaks what, who checked it and when, and what to ask."""
    entry, today = shown.entry, shown.question.at.date()
    spoken = [", ".join(language_name(code) for code in entry.languages), entry.interpretation]
    return (
        Fact(translate("find", "Bring"), "\n".join(entry.documents)),
        Fact(translate("find", "Cost"), entry.fees),
        Fact(translate("find", "Languages"), " · ".join(part for part in spoken if part)),
        Fact(translate("find", "Checked"), checked(entry, today)),
        Fact(translate("find", "Ask"), "\n".join(questions_to_ask(entry, shown.question, shown.why))),
    )


def details(shown: Shown) -> tuple[Fact, ...]:
    """The rest, for a second look; why it stands where it stands comes last."""
    entry, today = shown.entry, shown.question.at.date()
    others = [phone for phone in entry.phones if phone != first_phone(entry)]
    where = () if secret(entry) else entry.addresses
    numbers = [" ".join(p for p in (phone_words(phone), phone.description) if p) for phone in others]
    because = [why_words(code, shown.question.language) for code in shown.why]
    return (
        Fact(translate("find", "Where"), "\n".join(address_words(address) for address in where)),
        Fact(translate("find", "Getting there"), "" if secret(entry) else entry.transport),
        Fact(translate("find", "Takes people in"), "\n".join(hours(entry.intake, today))),
        Fact(translate("find", "Open"), "\n".join(hours(entry.opening, today))),
        Fact(translate("find", "For whom"), entry.eligibility),
        Fact(translate("find", "Also fine"), " · ".join(also_fine(entry))),
        Fact(translate("find", "How"), entry.application),
        Fact(translate("find", "Other numbers"), "\n".join(numbers)),
        Fact(translate("find", "Website"), entry.website),
        Fact(translate("find", "About"), entry.description),
        Fact(translate("find", "Why here"), " · ".join(because)),
    )


def _doubtful(code: str) -> bool:
    """Whether a reason says that something is not known; the others stand in the state."""
    return code.startswith("unknown_") or code in _DOUBTS
