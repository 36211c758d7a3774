# SPDX-License-Identifier: GPL-3.0-or-later
"""The coalition's laptops, and the invitations that nobody has taken up yet, as one table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication, QObject

from outreach_app.domain.device import IssuedInvitation, Member
from outreach_app.domain.profile import Profile
from outreach_app.ui import words
from outreach_app.ui.coalition_words import STATES, said
from outreach_app.ui.models.rows import Column, Rows
from outreach_app.ui.words import long_date

translate = QCoreApplication.translate
_TONES = {"active": "good", "retired": "quiet", "revoked": "stop"}


@dataclass(frozen=True)
class LaptopLine:
    """A laptop, or one that is expected. `mark` are the first letters of its id; empty for an invitation."""

    role: str
    team: str
    state: str
    tone: str
    mark: str = ""


class Laptops(Rows[LaptopLine]):
    """Laptops in the order in which they came, then open invitations."""

    def __init__(self, profile: Profile | None, parent: QObject | None = None) -> None:
        teams = {team.code: team.name for team in profile.teams} if profile else {}
        super().__init__(
            (
                Column(translate("coalition", "For"), lambda line: words.role_name(line.role)),
                Column(translate("coalition", "Team"), lambda line: teams.get(line.team, line.team) or "–"),
                Column(translate("coalition", "Laptop"), lambda line: line.mark or "–"),
                Column(translate("coalition", "State"), lambda line: line.state, tone=lambda line: line.tone),
            ),
            parent,
        )


def laptop_lines(
    members: tuple[Member, ...], invitations: tuple[IssuedInvitation, ...], today: date
) -> tuple[LaptopLine, ...]:
    """All lines of the table."""
    lines = [
        LaptopLine(member.role, member.team, said(STATES, member.state), _TONES.get(member.state, "care"),
                   member.device_id[:8])
        for member in members
    ]  # fmt: skip
    return (*lines, *(_expected(invitation, today) for invitation in invitations))


def _expected(invitation: IssuedInvitation, today: date) -> LaptopLine:
    until = date.fromisoformat(invitation.expires_on)
    if until < today:
        state, tone = translate("coalition", "invitation ran out on {date}").format(date=long_date(until)), "care"
    else:
        state, tone = translate("coalition", "invited, until {date}").format(date=long_date(until)), "info"
    return LaptopLine(invitation.role, invitation.team, state, tone)
