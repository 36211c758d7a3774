# SPDX-License-Identifier: GPL-3.0-or-later
"""Choosing a passphrase: six generated words, or an own one typed twice and judged while the person pauses."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.steps import Step
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.chip import Chip
from outreach_app.ui.widgets.choice import Tick
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.passphrase_field import PassphraseField
from outreach_app.ui.widgets.text import Text
from outreach_app.ui.widgets.word_grid import WordGrid

PAUSE_MS: Final = 400
"""Judging takes a moment, so it waits until the fingers rest."""


class PassphraseStep(Step):
    """Emits `chosen` with a passphrase that may be set. `about` gives words near at hand: the coalition's name."""

    chosen = Signal(str)

    def __init__(self, desk: Desk, following: str, back: str, about: Callable[[], tuple[str, ...]] = tuple) -> None:
        super().__init__(QCoreApplication.translate("PassphraseStep", "Choose a passphrase"), following, back)
        self.desk = desk
        self._about = about
        self._offered = ""
        self.words = WordGrid(3, desk.theme.scale)
        self.another = Button(self.tr("Another"))
        self.another.clicked.connect(self.suggest)
        self.written = Tick(self.tr("I have written these words down"))
        self.offered_chip = Chip(self.tr("Six words, made for you"))
        self.own_chip = Chip(self.tr("One of my own"))
        self.kinds = QButtonGroup(self)
        for chip in (self.offered_chip, self.own_chip):
            self.kinds.addButton(chip)
        self.offered_chip.setChecked(True)
        self.kinds.buttonClicked.connect(self._change_kind)
        self.first = PassphraseField(self.tr("Passphrase"))
        self.second = PassphraseField(self.tr("The same again"))
        self.first.changed.connect(self._typed)
        self.second.changed.connect(lambda: self.problem.say(""))
        self.pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self.pause.timeout.connect(self.judge)
        self.following.clicked.connect(self.go_on)
        self._lay_out()
        self._show_kind()

    def arrive(self) -> None:
        """Words are offered at once, and stay the same for whoever comes back to this step."""
        if not self._offered:
            self.suggest()
        (self.first if self.own else self.another).setFocus()

    def forget(self) -> None:
        """No word, no letter."""
        self.pause.stop()
        self._offered = ""
        self.words.forget()
        self.first.clear()
        self.second.clear()

    @property
    def own(self) -> bool:
        """The person types one of their own."""
        return self.own_chip.isChecked()

    def suggest(self) -> None:
        """Six other words."""
        self.desk.vault(self.desk.workplace.founding.suggest_passphrase, self.offer)

    def offer(self, words: str) -> None:
        """Show the generated words."""
        self._offered = words
        self.words.show_words(tuple(words.split()))
        self.written.setChecked(False)
        self.problem.say("")

    def judge(self) -> None:
        """Say what is wrong with the one being typed."""
        self._ask(self.first.text(), self._show_verdict)

    def go_on(self) -> None:
        """Hand over the passphrase, or say in place what is missing."""
        if not self.own:
            if self.written.isChecked():
                self.chosen.emit(self._offered)
            else:
                self.problem.say(self.tr("Write the six words down first, then tick the box above."))
                self.written.setFocus()
            return
        self.pause.stop()
        self._ask(self.first.text(), self._take_own)

    def _take_own(self, typed: str, reason: str) -> None:
        self._show_verdict(typed, reason)
        if reason:
            self.first.say_wrong(True)
            self.first.setFocus()
        elif self.second.text() != typed:
            self.second.clear()
            self.problem.say(self.tr("The two are not the same. Type it again."))
            self.second.say_wrong(True)
            self.second.setFocus()
        else:
            self.chosen.emit(typed)

    def _ask(self, typed: str, answered: Callable[[str, str], None]) -> None:
        judge, about = self.desk.workplace.founding.judge_passphrase, self._about()
        self.desk.vault(partial(judge, typed, about=about), partial(self._answer, typed, answered))

    def _answer(self, typed: str, answered: Callable[[str, str], None], reason: str) -> None:
        if typed == self.first.text():  # else it was typed on in the meantime, and is judged again
            answered(typed, reason)

    def _show_verdict(self, _typed: str, reason: str) -> None:
        if reason:
            self.problem.say(self.sentence_for(reason))
        else:
            self.problem.say(self.tr("Good: hard to guess."), "good")

    def sentence_for(self, reason: str) -> str:
        """Why a passphrase may not be set."""
        return {
            "empty": self.tr("Type a passphrase."),
            "short": self.tr("Too short. Take ten letters or more, best several words."),
            "guessable": self.tr("Too easy to guess. Take words that do not belong together."),
        }.get(reason, reason)

    def _typed(self) -> None:
        self.problem.say("")
        if self.first.text():
            self.pause.start()
        else:
            self.pause.stop()

    def _change_kind(self) -> None:
        self.problem.say("")
        self._show_kind()
        (self.first if self.own else self.another).setFocus()

    def _show_kind(self) -> None:
        self.offer_card.setVisible(not self.own)
        self.own_part.setVisible(self.own)

    # --- layout -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.column.addWidget(
            Text(self.tr("It is typed each time Companion is opened. Nobody can look it up, and nobody can reset it."))
        )
        self.column.addWidget(flowing(self.offered_chip, self.own_chip))
        self.offer_card = Card()
        self.offer_card.column.setSpacing(12)
        self.offer_card.column.addWidget(self.words)
        row = QHBoxLayout()
        row.addWidget(self.written)
        row.addStretch(1)
        row.addWidget(self.another)
        self.offer_card.column.addLayout(row)
        self.own_part = QWidget()
        own = QVBoxLayout(self.own_part)
        own.setContentsMargins(0, 0, 0, 0)
        for name, field in ((self.tr("Passphrase"), self.first), (self.tr("The same again"), self.second)):
            own.addWidget(Text(name, "quiet"))
            own.addWidget(field)
        self.column.addWidget(self.offer_card)
        self.column.addWidget(self.own_part)
        self.column.addWidget(self.problem)
        self.column.addStretch(1)
