# SPDX-License-Identifier: GPL-3.0-or-later
"""This laptop in its coalition, and the roster of all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from outreach_app.domain.codes import ROLES
from outreach_app.domain.errors import BadField
from outreach_app.domain.keys import key_id
from outreach_app.domain.reading import Fields

STATES: Final = ("active", "retired", "revoked")


@dataclass(frozen=True)
class Device:
    """What the vault knows about its own laptop. Ids are hex; `box` is its random folder name in the mailbox."""

    coalition_id: str
    mailbox_id: str
    root_sha256: str
    role: str
    team: str
    signing_seed: bytes = field(repr=False)
    age_secret: bytes = field(repr=False)
    box: str
    incarnation: int
    recovery_recipient: str
    mailbox: str


@dataclass(frozen=True, slots=True)
class Member:
    """One enrolled laptop. `signing_key` is its 32-byte Ed25519 public key as hex."""

    device_id: str
    signing_key: str
    recipient: str
    role: str
    team: str
    state: str
    box: str

    def as_json(self) -> dict[str, object]:
        """The JSON form."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True)
class Roster:
    """Who belongs to the coalition; the version grows with every change."""

    version: int = 0
    members: tuple[Member, ...] = ()

    def member(self, device_id: str) -> Member | None:
        """The laptop of this id, whatever its state."""
        return next((member for member in self.members if member.device_id == device_id), None)

    def shuts_out(self, device_id: str, box: str) -> bool:
        """Whether another laptop was admitted with this one's invitation: nothing that this one sends is taken in."""
        return self.member(device_id) is None and any(member.box == box for member in self.members)

    def coordinators(self) -> tuple[Member, ...]:
        """Active coordinators' laptops."""
        return tuple(m for m in self.members if m.role == "coordinator" and m.state == "active")

    def leads(self, team: str) -> tuple[Member, ...]:
        """Active leads' laptops of a team."""
        return tuple(m for m in self.members if m.role == "lead" and m.team == team and m.state == "active")

    def with_member(self, member: Member) -> Roster:
        """The next version, with one laptop more."""
        return Roster(self.version + 1, (*self.members, member))

    def as_json(self) -> dict[str, object]:
        """The JSON form that `read_roster` reads."""
        return {"version": self.version, "members": [member.as_json() for member in self.members]}


@dataclass(frozen=True)
class IssuedInvitation:
    """What the coordinator keeps of an invitation: its public key, box and terms. State: open, used."""

    invite_key: str
    box: str
    role: str
    team: str
    expires_on: str
    state: str = "open"

    @property
    def invite_key_id(self) -> str:
        """The key id that signs the enrolment."""
        return key_id(bytes.fromhex(self.invite_key))


def read_roster(fields: Fields) -> Roster:
    """A roster from JSON; raises `BadField`."""
    roster = Roster(fields.count("version"), tuple(fields.items("members", _member)))
    fields.done()
    ids = [member.device_id for member in roster.members]
    if len(set(ids)) != len(ids):
        raise BadField(fields.path("members"), "twice")
    return roster


def _member(fields: Fields) -> Member:
    member = Member(
        device_id=fields.hexadecimal("device_id", 16),
        signing_key=fields.hexadecimal("signing_key", 32),
        recipient=fields.text("recipient", limit=80),
        role=fields.code("role", ROLES),
        team=fields.optional_text("team", limit=64),
        state=fields.code("state", STATES),
        box=fields.hexadecimal("box", 16),
    )
    if member.device_id != key_id(bytes.fromhex(member.signing_key)):
        raise BadField(fields.path("device_id"), "unknown_code")
    fields.done()
    return member
