# SPDX-License-Identifier: GPL-3.0-or-later
"""Joining a coalition: the invitation and its code, a passphrase, then a first look into the mailbox."""

from __future__ import annotations

from outreach_app.domain.errors import (
    CompanionError,
    InvitationCodeWrong,
    InvitationExpired,
    InvitationUnreadable,
    WeakPassphrase,
)
from outreach_app.domain.seat import Seat
from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.join_arrived import ArrivedStep
from outreach_app.ui.dialogs.join_invitation import InvitationStep
from outreach_app.ui.dialogs.passphrase_step import PassphraseStep
from outreach_app.ui.dialogs.steps import StepsDialog
from outreach_app.ui.sentences import sentence


class JoinDialog(StepsDialog):
    """Ends with the seat taken. From the moment the vault is made the laptop is set up, whatever the mailbox says."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("Join with an invitation"), 3, width=760, height=580)
        self.invitation = InvitationStep(desk, self)
        self.invitation.chosen.connect(self.ask_passphrase)
        if self.invitation.back is not None:
            self.invitation.back.clicked.connect(self.reject)
        self.passphrase = PassphraseStep(desk, self.tr("Set up this laptop"), self.tr("Back"))
        self.passphrase.chosen.connect(self.join)
        if self.passphrase.back is not None:
            self.passphrase.back.clicked.connect(self.ask_invitation)
        self.seat: Seat | None = None
        self.show_step(self.invitation, 1)

    def ask_invitation(self) -> None:
        """The first step."""
        self.show_step(self.invitation, 1)

    def ask_passphrase(self) -> None:
        """The second."""
        self.show_step(self.passphrase, 2)

    def join(self, passphrase: str) -> None:
        """Open the invitation and make the vault: two keys are derived."""
        enrolment, text, code = self.desk.workplace.enrolment, self.invitation.text(), self.invitation.code()
        self.work(self.tr("Opening the invitation and making the keys. This takes a moment."))
        self.desk.vault(lambda: enrolment.join(text, code, passphrase), self.show_arrived, self._not_joined)

    def show_arrived(self, seat: Seat) -> None:
        """The laptop is set up: look for what the coalition sends."""
        self.seat = seat
        self.invitation.forget()
        self.passphrase.forget()
        step = ArrivedStep(self.desk)
        step.following.clicked.connect(self.finish)
        self.show_step(step, 3)
        step.look()

    def finish(self) -> None:
        """Into the window."""
        seat = self.seat
        if seat is None:
            return
        self.accept()
        self.desk.take_seat(seat)

    def reject(self) -> None:
        """Esc in the last step goes in as well: the laptop is set up."""
        if self.seat is not None:
            self.finish()
        else:
            super().reject()

    def _not_joined(self, error: CompanionError) -> None:
        self.work("")
        if isinstance(error, InvitationCodeWrong | InvitationUnreadable | InvitationExpired):
            self.show_step(self.invitation, 1)
            self.invitation.refuse(error)
        elif isinstance(error, WeakPassphrase):
            self.passphrase.problem.say(self.passphrase.sentence_for(error.reason))
        else:
            self.passphrase.problem.say(sentence(error))
