# SPDX-License-Identifier: GPL-3.0-or-later
"""A fresh invitation: the file one way, the code another. The code is shown here and nowhere else, once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from outreach_app.domain.errors import CompanionError
from outreach_app.files import create_private
from outreach_app.services.enrolment import MadeInvitation
from outreach_app.ui import words
from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.dialog import Dialog
from outreach_app.ui.dialogs.files import choose_place
from outreach_app.ui.sentences import sentence
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.columns import Columns
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.problem import Problem
from outreach_app.ui.widgets.text import SectionLabel, Text
from outreach_app.ui.words import long_date

FILE_NAME = "invitation.txt"


class InvitationDialog(Dialog):
    """Closing it forgets the code; whoever lost it makes another invitation."""

    def __init__(self, desk: Desk, invitation: MadeInvitation, team: str) -> None:
        """`team` is the team's name, empty for a seat without one."""
        super().__init__(desk, self.tr("The invitation is ready"), width=860, height=440)
        self._invitation = invitation
        self.code = Text("   ".join(invitation.code.split("-")), "code", wrap=False)
        self.code.setLayoutDirection(
            Qt.LayoutDirection.LeftToRight
        )  # its groups are read from left to right everywhere
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.NoTextInteraction
        )  # a clipboard keeps what it is given
        self.code.setAccessibleName(self.tr("Code: {letters}").format(letters=", ".join(invitation.code)))
        self.save = Button(self.tr("Save the file"), "primary", icon=desk.theme.icons / "usb.svg")
        self.save.clicked.connect(self.choose_place)
        self.copy = Button(self.tr("Copy the text"), icon=desk.theme.icons / "copy.svg")
        self.copy.clicked.connect(self.copy_text)
        self.done_button = Button(self.tr("Done"))
        self.done_button.clicked.connect(self.accept)
        self.state = Problem()
        seat = words.role_name(invitation.role)
        whom = self.tr("{role}, {team}").format(role=seat, team=team) if team else seat
        until = self.tr("For one laptop: {whom}. Good until {date}.")
        self.column.addWidget(Text(until.format(whom=whom, date=long_date(invitation.expires))))
        columns = Columns(640, desk.theme.scale)
        columns.add(self._code())
        columns.add(self._file())
        self.column.addWidget(columns)
        self.column.addWidget(self.state)
        self.column.addStretch(1)
        self.add_button(self.done_button)
        self.save.setFocus()

    def choose_place(self) -> None:
        """Where the file goes."""
        choose_place(self.desk, self, self.tr("Save the invitation"), FILE_NAME, self.save_to)

    def save_to(self, path: Path) -> None:
        """Write the file; one that is there already is left as it is."""
        data = self._invitation.text.encode()

        def save() -> str:
            create_private(path, data)
            return path.name

        self.desk.vault(save, self._saved, self._failed)

    def copy_text(self) -> None:
        """The sealed text is no secret without its code."""
        QGuiApplication.clipboard().setText(self._invitation.text)
        self.state.say(self.tr("The text is copied. Paste it into a message, without the code."), "good")

    def _saved(self, name: str) -> None:
        self.state.say(self.tr("Saved as {name}.").format(name=name), "good")

    def _failed(self, error: CompanionError) -> None:
        self.state.say(sentence(error))

    def _file(self) -> QWidget:
        card = Card()
        card.column.addWidget(SectionLabel(self.tr("Needed too: the file")))
        card.column.addWidget(
            Text(self.tr("Hand it over on a stick or send it. Without the code it opens nothing."), tone="quiet")
        )
        card.column.addStretch(1)
        card.column.addWidget(flowing(self.save, self.copy))
        return card

    def _code(self) -> QWidget:
        card = Card("raised")
        card.column.addWidget(SectionLabel(self.tr("Needed: the code")))
        row = QHBoxLayout()
        row.addWidget(self.code)
        row.addStretch(1)
        card.column.addLayout(row)
        card.column.addStretch(1)
        card.column.addWidget(
            Text(self.tr("Say it aloud or on the phone, apart from the file. It is shown this once."), tone="quiet")
        )
        return card
