# SPDX-License-Identifier: GPL-3.0-or-later
"""Founding a coalition: its name, a passphrase, then the sheet, and two of its words typed back.

The 24 words live in this dialog only. Before they were printed, saved or proven there is no coalition worth keeping:
a lock before that takes the new vault back, and the founding begins again.
"""

from __future__ import annotations

from collections.abc import Mapping

from outreach_app.domain.errors import CompanionError, SheetWordsWrong, WeakPassphrase
from outreach_app.domain.seat import Seat
from outreach_app.domain.sheet import CoalitionSheet
from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.founding_name import NameStep
from outreach_app.ui.dialogs.founding_proof import ProofStep
from outreach_app.ui.dialogs.founding_sheet import SheetStep
from outreach_app.ui.dialogs.passphrase_step import PassphraseStep
from outreach_app.ui.dialogs.steps import StepsDialog
from outreach_app.ui.sentences import sentence


class FoundingDialog(StepsDialog):
    """Ends with the seat taken; closed before the vault was made, it leaves nothing behind."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("Found a coalition"), 4, width=760, height=580)
        self.name = NameStep(desk)
        self.name.chosen.connect(self.ask_passphrase)
        if self.name.back is not None:
            self.name.back.clicked.connect(self.reject)
        self.passphrase = PassphraseStep(desk, self.tr("Found the coalition"), self.tr("Back"), self._about)
        self.passphrase.chosen.connect(self.found)
        if self.passphrase.back is not None:
            self.passphrase.back.clicked.connect(lambda: self.show_step(self.name, 1))
        self.sheet: CoalitionSheet | None = None
        self.safe = False
        """The sheet is on paper, in a file, or proven to be copied."""
        self._begun = False
        self.show_step(self.name, 1)

    def ask_passphrase(self) -> None:
        """The second question."""
        self.show_step(self.passphrase, 2)

    def found(self, passphrase: str) -> None:
        """Make the keys and the vault; half a second to a few."""
        founding, name = self.desk.workplace.founding, self.name.text()
        self._begun = True
        self.work(self.tr("Making the keys of your coalition. This takes a moment."))
        self.desk.vault(lambda: founding.begin(name, passphrase), self.show_sheet, self._not_founded)

    def show_sheet(self, sheet: CoalitionSheet) -> None:
        """The only time that the words are shown."""
        self.sheet = sheet
        self.passphrase.forget()
        step = SheetStep(self.desk, self, sheet)
        step.kept.connect(self._keep)
        step.following.clicked.connect(self.ask_back)
        self.sheet_step = step
        self.show_step(step, 3)

    def ask_back(self) -> None:
        """Two of the words, chosen once."""
        if self.sheet is None:
            return
        proof = next((step for step in self.steps if isinstance(step, ProofStep)), None)
        if proof is not None:
            self.show_step(proof, 4)
            return
        self.desk.vault(self.desk.workplace.founding.positions, self._show_proof)

    def prove(self, typed: Mapping[int, str]) -> None:
        """The words typed back; then the coalition is open."""
        sheet, workplace = self.sheet, self.desk.workplace
        if sheet is None:
            return

        def proven() -> Seat:
            workplace.founding.prove(sheet, typed)
            workplace.founding.confirm()
            return workplace.vault.seat()

        self.work(self.tr("Comparing."))
        self.desk.vault(proven, self._open, self._not_proven)

    def reject(self) -> None:
        """Esc before the vault is made; after that only two words, or a lock, end it."""
        if self.sheet is None:
            super().reject()
        elif self.step is not None:
            self.step.problem.say(
                self.tr("Not yet. The sheet is shown only this once: keep it, then type two of its words.")
            )

    def done(self, result: int) -> None:
        """The words leave memory; a vault whose sheet nobody has is taken back."""
        self.sheet = None
        if self._begun and not self.safe:
            self.desk.vault(self.desk.workplace.vault.discard)
        super().done(result)

    def _about(self) -> tuple[str, ...]:
        return tuple(self.name.text().lower().split())

    def _keep(self) -> None:
        self.desk.vault(self.desk.workplace.founding.confirm, self._kept)

    def _kept(self, _nothing: None) -> None:
        self.safe = True

    def _show_proof(self, places: tuple[int, int]) -> None:
        proof = ProofStep(places)
        proof.typed.connect(self.prove)
        if proof.back is not None:
            proof.back.clicked.connect(lambda: self.show_step(self.sheet_step, 3))
        self.show_step(proof, 4)

    def _open(self, seat: Seat) -> None:
        self.safe = True
        self.accept()
        self.desk.take_seat(seat)
        self.desk.go("coalition")

    def _not_founded(self, error: CompanionError) -> None:
        self._begun = False
        self.work("")
        if isinstance(error, WeakPassphrase):
            self.passphrase.problem.say(self.passphrase.sentence_for(error.reason))
        else:
            self.passphrase.problem.say(sentence(error))

    def _not_proven(self, error: CompanionError) -> None:
        self.work("")
        if self.step is not None:
            self.step.problem.say(sentence(error))
        if isinstance(error, SheetWordsWrong) and isinstance(self.step, ProofStep):
            self.step.say_wrong()
