# SPDX-License-Identifier: GPL-3.0-or-later
"""Invitations and joining. A laptop joins through an invitation file; the coordinator's next sync admits it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Protocol

from outreach_app.domain import strict_json
from outreach_app.domain.codes import ROLES
from outreach_app.domain.device import Device, IssuedInvitation, Member
from outreach_app.domain.errors import BadField, InvitationExpired, RoleComesLater, UnknownTeam, VaultExists
from outreach_app.domain.invitation import Invitation
from outreach_app.domain.keys import SigningKey
from outreach_app.domain.seat import Seat
from outreach_app.domain.statement import Statement
from outreach_app.domain.travel import OutboxObject
from outreach_app.services.outgoing import Outgoing
from outreach_app.services.ports import (
    Clock,
    InvitationsPort,
    Random,
    SealingPort,
    SigningPort,
    VaultDatabasePort,
)
from outreach_app.services.vault import VaultService

LIFETIME: Final = timedelta(days=14)
ENROLMENT: Final = "enrolment"


@dataclass(frozen=True)
class MadeInvitation:
    """What the coordinator hands over: the text (or file) one way, the spoken code another."""

    text: str
    code: str = field(repr=False)
    expires: date
    role: str
    team: str


class SignsProof(Protocol):
    """A plain Ed25519 signature (`crypto.signing.sign`)."""

    def __call__(self, key: SigningKey, message: bytes) -> bytes: ...


class EnrolmentService:
    """Runs on the vault's lane; sealing and opening an invitation take one key derivation each."""

    def __init__(
        self,
        vault: VaultService,
        outgoing: Outgoing,
        invitations: InvitationsPort,
        signing: SigningPort,
        sealing: SealingPort,
        sign: SignsProof,
        refuse_weak: Callable[[str], None],
        clock: Clock,
        random: Random,
    ) -> None:
        self._vault = vault
        self._outgoing = outgoing
        self._invitations = invitations
        self._signing = signing
        self._sealing = sealing
        self._sign = sign
        self._refuse_weak = refuse_weak
        self._clock = clock
        self._random = random

    def invite(self, role: str, team: str) -> MadeInvitation:
        """A one-time invitation, kept by its public key only; raises `RoleMayNot`, `UnknownTeam`, `BadField`."""
        vault = self._vault.require("coordinator")
        coalition = vault.database.coalition
        profile = coalition.profile()
        if role not in ROLES:
            raise BadField("role", "unknown_code")
        if role in {"worker", "lead"} and not (profile and profile.has_team(team)):
            raise UnknownTeam("team", team)
        if role == "coordinator":
            # a second coordinator needs new root metadata: published with TUF releases, refused until then
            raise RoleComesLater(role)
        epoch, epoch_secret = max(coalition.epochs().items())
        seed = self._random.bytes(32)
        expires = self._clock().date() + LIFETIME
        device = vault.device
        invitation = Invitation(
            coalition_id=bytes.fromhex(device.coalition_id),
            mailbox_id=bytes.fromhex(device.mailbox_id),
            root_sha256=bytes.fromhex(device.root_sha256),
            box=self._random.bytes(16),
            invite_seed=seed,
            epoch=epoch,
            epoch_secret=epoch_secret,
            recovery=self._sealing.recipient_bytes(device.recovery_recipient),
            coordinators=tuple(
                self._sealing.recipient_bytes(member.recipient) for member in coalition.roster().coordinators()
            ),
            role=role,
            team=team,
            expires=expires,
            mailbox=device.mailbox,
        )
        code = self._invitations.new_code(self._random.below)
        text = self._invitations.seal(invitation, code, self._random.bytes(16), self._random.bytes(12))
        public = self._signing.signing_key(seed).public.hex()
        with vault.database.transaction():
            coalition.add_invitation(IssuedInvitation(public, invitation.box.hex(), role, team, expires.isoformat()))
        return MadeInvitation(text, code, expires, role, team)

    def join(self, text: str, code: str, passphrase: str) -> Seat:
        """Make this laptop's vault from an invitation and queue its enrolment.

        Raises `VaultExists`, `InvitationUnreadable`, `InvitationCodeWrong`, `InvitationExpired`, `WeakPassphrase`.
        """
        if self._vault.state() != "none":
            raise VaultExists(str(self._vault.folder.path))
        self._refuse_weak(passphrase)
        invitation = self._invitations.open_sealed(text, code)
        if self._clock().date() > invitation.expires:
            raise InvitationExpired(invitation.expires.isoformat())
        recovery = self._sealing.recipient(invitation.recovery)
        coordinators = tuple(self._sealing.recipient(public) for public in invitation.coordinators)
        device = Device(
            coalition_id=invitation.coalition_id.hex(),
            mailbox_id=invitation.mailbox_id.hex(),
            root_sha256=invitation.root_sha256.hex(),
            role=invitation.role,
            team=invitation.team,
            signing_seed=self._random.bytes(32),
            age_secret=self._random.bytes(32),
            box=invitation.box.hex(),
            incarnation=1,
            recovery_recipient=recovery,
            mailbox=invitation.mailbox,
        )
        person = b"" if invitation.role == "worker" else self._random.bytes(32)
        enrolment = self._enrolment(device, invitation, (recovery, *coordinators))

        def fill(database: VaultDatabasePort) -> None:
            database.coalition.add_epoch(invitation.epoch, invitation.epoch_secret)
            for recipient in coordinators:
                database.coalition.add_first_reader(recipient)
            database.outbox.add(enrolment)

        return self._vault.create(
            passphrase,
            label=invitation.team or invitation.role,
            device=device,
            person_seed=person,
            fill=fill,
            office=[recovery, *coordinators],
        )

    def laptops(self) -> tuple[Member, ...]:
        """Every laptop of the coalition; raises `RoleMayNot`."""
        return self._vault.require("coordinator").database.coalition.roster().members

    def open_invitations(self) -> tuple[IssuedInvitation, ...]:
        """Invitations nobody has taken up yet."""
        coalition = self._vault.require("coordinator").database.coalition
        return tuple(invitation for invitation in coalition.invitations() if invitation.state == "open")

    def _enrolment(self, device: Device, invitation: Invitation, readers: tuple[str, ...]) -> OutboxObject:
        own = self._signing.signing_key(device.signing_seed)
        recipient = self._sealing.age_key(device.age_secret).recipient
        claim = {"box": device.box, "signing_key": own.public.hex(), "recipient": recipient}
        proof = self._sign(own, enrolment_proof(device.coalition_id, claim))
        statement = Statement(
            kind=ENROLMENT,
            coalition_id=device.coalition_id,
            device_id=own.id,
            incarnation=1,
            roster_version=0,
            sequence=0,
            previous="",
            recipients=tuple(sorted(readers)),
            body={**claim, "proof": proof.hex()},
        )
        return self._outgoing.sealed(statement, self._signing.signing_key(invitation.invite_seed), readers, device.box)


def enrolment_proof(coalition_id: str, claim: dict[str, str]) -> bytes:
    """What the new device signs to show that it holds the key it names."""
    return strict_json.encode({"purpose": "companion enrolment v1", "coalition_id": coalition_id, **claim})
