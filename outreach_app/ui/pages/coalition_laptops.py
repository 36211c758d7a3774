# SPDX-License-Identifier: GPL-3.0-or-later
"""The coalition's laptops, and inviting one more."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from outreach_app.domain.device import IssuedInvitation, Member
from outreach_app.domain.errors import CompanionError
from outreach_app.domain.profile import Profile
from outreach_app.services.enrolment import MadeInvitation
from outreach_app.ui import words
from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.invitation import InvitationDialog
from outreach_app.ui.models.laptops import Laptops, laptop_lines
from outreach_app.ui.pages.coalition_part import Part
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.choice import Choice
from outreach_app.ui.widgets.columns import Columns
from outreach_app.ui.widgets.table import Table
from outreach_app.ui.widgets.table_card import TableCard
from outreach_app.ui.widgets.text import SectionLabel, Text

INVITED = ("worker", "lead", "adviser")
"""Whom an invitation can be for; a second coordinator needs more than one."""
IN_A_TEAM = frozenset({"worker", "lead"})


class LaptopsPart(Part):
    """The table beside the form; making an invitation takes about a second, and says so."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("Laptops"))
        self.profile: Profile | None = None
        self.role = Choice(self.tr("For"))
        for code in INVITED:
            self.role.addItem(words.role_name(code), code)
        self.team = Choice(self.tr("Team"))
        self.role.currentIndexChanged.connect(lambda _place: self._fit_team())
        self.invite_button = Button(self.tr("Make an invitation"), "primary", icon=desk.theme.icons / "add.svg")
        self.invite_button.clicked.connect(self.invite)
        self.said = Text("", tone="quiet")
        self.table: Table | None = None
        self.columns = Columns(820, desk.theme.scale)
        self.columns.add(self._form(), 2)
        self.column.addWidget(self.columns)
        self.column.addStretch(1)

    def arrive(self) -> None:
        """Read laptops and invitations again."""
        workplace = self.desk.workplace

        def read() -> tuple[Profile, tuple[Member, ...], tuple[IssuedInvitation, ...]]:
            return (
                workplace.shifts.profile(), workplace.enrolment.laptops(), workplace.enrolment.open_invitations(),
            )  # fmt: skip

        self.desk.vault(read, self._show)

    def invite(self) -> None:
        """Make one, off this thread."""
        role = str(self.role.currentData())
        team = str(self.team.currentData() or "") if role in IN_A_TEAM else ""
        enrolment = self.desk.workplace.enrolment
        self._work(busy=True)
        self.desk.vault(lambda: enrolment.invite(role, team), self._invited, self._failed)

    def _show(self, read: tuple[Profile, tuple[Member, ...], tuple[IssuedInvitation, ...]]) -> None:
        profile, members, invitations = read
        if self.profile != profile:
            self.profile = profile
            self._fill_teams(profile)
        if self.table is None:
            self.table = Table(self.desk.theme, self.tr("Laptops"), Laptops(profile))
            self.columns.add(_on_top(TableCard(self.table)), 3)
        self.table.rows.show(laptop_lines(members, invitations, self.desk.now().date()))

    def _invited(self, invitation: MadeInvitation) -> None:
        self._work(busy=False)
        dialog = InvitationDialog(self.desk, invitation, self.team.currentText() if invitation.team else "")
        dialog.finished.connect(lambda _result: self.invite_button.setFocus())
        self.desk.open_dialog(dialog, self)
        self.arrive()

    def _failed(self, error: CompanionError) -> None:
        self._work(busy=False)
        self.desk.fail(error)

    def _work(self, *, busy: bool) -> None:
        self.invite_button.setEnabled(not busy)
        self.invite_button.say(self.tr("Sealing it…") if busy else self.tr("Make an invitation"))

    def _fill_teams(self, profile: Profile) -> None:
        chosen = self.team.currentData()
        self.team.clear()
        for team in profile.teams:
            self.team.addItem(team.name, team.code)
        self.team.setCurrentIndex(max(0, self.team.findData(chosen)))
        self._fit_team()

    def _fit_team(self) -> None:
        in_a_team = self.role.currentData() in IN_A_TEAM
        self.team.setEnabled(in_a_team)
        self.said.setText(
            self.tr("Good for one laptop, for 14 days.") if in_a_team
            else self.tr("Belongs to no team. Good for one laptop, for 14 days.")
        )  # fmt: skip

    def _form(self) -> QWidget:
        card = Card()
        card.column.setContentsMargins(20, 16, 20, 20)
        card.column.setSpacing(12)
        card.column.addWidget(SectionLabel(self.tr("Invite a laptop")))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        for line, (name, widget) in enumerate(((self.tr("For"), self.role), (self.tr("Team"), self.team))):
            label = Text(name, wrap=False)
            label.setBuddy(widget)
            grid.addWidget(label, line, 0)
            grid.addWidget(widget, line, 1)
        card.column.addLayout(grid)
        card.column.addWidget(self.said)
        card.column.addWidget(self.invite_button)
        card.column.addStretch(1)
        return card


def _on_top(widget: QWidget) -> QWidget:
    """Keeps to the top where its neighbour is taller."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(widget)
    column.addStretch(1)
    return holder
