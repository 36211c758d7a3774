# SPDX-License-Identifier: GPL-3.0-or-later
"""One place, in the order in which it is needed on the phone: what could turn this person away and what they should
know stand on top, then how to reach it and until when, then when it was checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.ui.find_words import (
    also_fine,
    checked,
    good_to_know,
    know_first,
    language_name,
    may_say_no,
    questions_to_ask,
    why_words,
)
from outreach_app.ui.hours_words import hours
from outreach_app.ui.restyle import mark
from outreach_app.ui.widgets.after_call import AfterCall
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.fact_rows import Fact, FactRows
from outreach_app.ui.widgets.given_text import GivenText
from outreach_app.ui.widgets.loose import loosen
from outreach_app.ui.widgets.scrolled import scrolled
from outreach_app.ui.widgets.state_word import StateWord
from outreach_app.ui.words import clock_time

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QResizeEvent

    from outreach_app.domain.directory import Address, Entry, Phone
    from outreach_app.domain.question import Question
    from outreach_app.ui.models.results import Place
    from outreach_app.ui.theme import Theme

translate = QCoreApplication.translate
LOW = 320
"""Pixels of height per text scale under which nothing of the card may stand still."""
_CALLED = ("voice", "other")
_DOUBTS = {
    "intake_unknown", "self_referral_unknown", "referral_needed", "language_not_listed", "language_unknown",
    "age_unknown", "never_verified", "stale",
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


class EntryCard(QFrame):
    """Holds the keys while it has the focus; the page acts on them."""

    show_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.shown: Shown | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.back = Button(self.tr("Back to the list"), "plain", icon=theme.icons / "back.svg", key=self.tr("Esc"))
        self.back.clicked.connect(self.back_wanted)
        self.name = GivenText("", "title")
        self.state = StateWord(theme.icons)
        self.about = GivenText("", "quiet")
        self.alert = GivenText("", "strong", tone="care")
        self.warnings = FactRows(theme.icons, theme.scale)
        self.number = GivenText("", "number")
        self.ask_for = GivenText("", "lead")
        self.now = GivenText("")
        self.ask = GivenText("", "quiet")
        self.show_button = Button(
            self.tr("Show to person, large"), "primary", key="S", key_first=True, icon=theme.icons / "person.svg"
        )
        self.show_button.clicked.connect(self.show_wanted)
        self.details = FactRows(theme.icons, theme.scale)
        self.after = AfterCall(theme.icons)
        self._alone = False
        self._lay_out()
        self.stand_alone(False)

    def show_place(self, shown: Shown | None) -> None:
        """Another place; None leaves the card empty."""
        self.shown = shown
        self.inside.setVisible(shown is not None)
        self.after.setVisible(shown is not None)
        if shown is None:
            self.setAccessibleName(self.tr("No place chosen"))
            return
        entry, question = shown.entry, shown.question
        self.setAccessibleName(entry.name)
        self.name.setText(entry.name)
        self.state.say(shown.place.state, shown.place.tone)
        _say(self.about, _organization(entry))
        _say(self.alert, entry.alert)
        self.warnings.show_facts(_warnings(shown))
        phone = first_phone(entry)
        _say(self.number, phone_words(phone) if phone else self.tr("No number known"))
        asked_for = self.tr("ask for {whom}").format(whom=entry.ask_for) if entry.ask_for else ""
        _say(self.ask_for, asked_for)
        _say(self.now, " · ".join(_now(shown)))
        questions = questions_to_ask(entry, question, shown.place.found.verdict.why)
        _say(self.ask, self.tr("Ask: {questions}").format(questions=" ".join(questions)) if questions else "")
        self.details.show_facts(_details(shown))
        self.area.verticalScrollBar().setValue(0)

    def stand_alone(self, alone: bool) -> None:
        """Over the list, with a way back."""
        self.back.setVisible(alone)
        self._alone = alone
        self._place_keys()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The keys after the call stand at the foot; where the card is low they scroll with the rest."""
        super().resizeEvent(event)
        self._place_keys()

    def _place_keys(self) -> None:
        low = self._alone or self.height() < LOW * self.theme.scale
        holder = self.column if low else self.outer
        if holder.indexOf(self.after) < 0:
            holder.addWidget(self.after)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keys are the card's."""
        super().focusInEvent(event)
        mark(self, "lit", True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keys are somebody else's."""
        super().focusOutEvent(event)
        mark(self, "lit", False)

    def _lay_out(self) -> None:
        self.inside = QWidget()
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(22, 16, 22, 12)
        self.column.setSpacing(8)
        self.column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeading)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.name, 1)
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(head)
        for widget in (self.about, self.alert, self.warnings):
            self.column.addWidget(widget)
        self.column.addSpacing(4)
        call = QHBoxLayout()
        call.setSpacing(16)
        call.addWidget(self.number)
        call.addWidget(self.ask_for, 1, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(call)
        for widget in (self.now, self.ask):
            self.column.addWidget(widget)
        self.column.addWidget(self.show_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.column.addSpacing(8)
        self.column.addWidget(self.details)
        self.column.addStretch(1)
        loosen(self.inside)
        self.area = scrolled(self.inside)
        self.outer = QVBoxLayout(self)
        self.outer.setContentsMargins(2, 2, 2, 2)
        self.outer.setSpacing(0)
        self.outer.addWidget(self.area, 1)


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


def _say(label: GivenText, words: str) -> None:
    label.setText(words)
    label.setVisible(bool(words))


def _organization(entry: Entry) -> str:
    secret = translate("find", "secret address") if entry.confidential else ""
    same = entry.organization == entry.name
    return " · ".join(part for part in ("" if same else entry.organization, entry.area, secret) if part)


def _warnings(shown: Shown) -> tuple[Fact, ...]:
    entry, verdict = shown.entry, shown.place.found.verdict
    doubts = [why_words(code, shown.question.language) for code in verdict.why if _doubtful(code)]
    if verdict.hidden_by:
        doubts = []
    return (
        Fact(translate("find", "May say no if"), " · ".join(may_say_no(entry)), "stop"),
        Fact(translate("find", "Know first"), " · ".join(know_first(entry)), "care"),
        Fact(translate("find", "Not sure"), " · ".join(doubts), "care"),
        Fact(translate("find", "Good"), " · ".join(good_to_know(entry)), "good"),
    )


def _doubtful(code: str) -> bool:
    """Whether a reason says that something is not known; the others stand in the state."""
    return code.startswith("unknown_") or code in _DOUBTS


def _now(shown: Shown) -> list[str]:
    entry, verdict = shown.entry, shown.place.found.verdict
    found = []
    if verdict.intake_until is not None:
        found.append(translate("find", "takes people until {time}").format(time=clock_time(verdict.intake_until)))
    elif "intake_round_the_clock" in verdict.why:
        found.append(translate("find", "takes people day and night"))
    if entry.inside_by:
        found.append(translate("find", "be inside by {time}").format(time=entry.inside_by))
    found.append(", ".join(language_name(code) for code in entry.languages))
    return [part for part in found if part]


def _details(shown: Shown) -> tuple[Fact, ...]:
    entry, today = shown.entry, shown.question.at.date()
    others = [phone for phone in entry.phones if phone != first_phone(entry)]
    source = translate("find", "by {source}").format(source=entry.source) if entry.source else ""
    return (
        Fact(translate("find", "Takes people in"), "\n".join(hours(entry.intake, today))),
        Fact(translate("find", "Open"), "\n".join(hours(entry.opening, today))),
        Fact(translate("find", "Where"), "\n".join(address_words(address) for address in entry.addresses)),
        Fact(translate("find", "Getting there"), entry.transport),
        Fact(translate("find", "For whom"), entry.eligibility),
        Fact(translate("find", "Also fine"), " · ".join(also_fine(entry))),
        Fact(translate("find", "How"), entry.application),
        Fact(translate("find", "Bring"), "\n".join(entry.documents)),
        Fact(translate("find", "Cost"), entry.fees),
        Fact(translate("find", "Interpreter"), entry.interpretation),
        Fact(translate("find", "Other numbers"), "\n".join(_other(phone) for phone in others)),
        Fact(translate("find", "About"), entry.description),
        Fact(translate("find", "Checked"), " ".join(p for p in (checked(entry.verified_on, today), source) if p)),
    )


def _other(phone: Phone) -> str:
    return " ".join(part for part in (phone_words(phone), phone.description) if part)
