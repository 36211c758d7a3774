# SPDX-License-Identifier: GPL-3.0-or-later
"""The reading order of an untrusted object, as one pure check: no database, no mailbox, no clock.

Size cap → sha256 equals the name → decrypt → DSSE → key known and active → verify → only then parse → coalition,
recipient, folder owner, roster version. Whatever fails raises `Refused` with one of the reasons below; `Held` means
that the object may become good: not whole yet, its signer not admitted yet, written by a newer version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from outreach_app.domain.device import Device, IssuedInvitation, Roster
from outreach_app.domain.errors import Refused
from outreach_app.domain.keys import AgeKey
from outreach_app.domain.statement import Statement, read_statement
from outreach_app.services.ports import SealingPort, SigningPort

MAX_OBJECT: Final = 160 * 1024
"""A sealed 64 KiB payload: base64 in a DSSE, age's header with 16 readers, and room."""

HELD_REASONS: Final = ("not_whole", "not_admitted", "newer_version", "newer_roster", "gap")


class Held(Exception):
    """The object stays in the mailbox and is looked at again."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class ReaderState:
    """What reading needs to know, taken from the vault beforehand."""

    device: Device
    key: AgeKey
    roster: Roster
    invitations: Mapping[str, IssuedInvitation] = field(default_factory=dict)
    """Open invitations by invite key id."""


@dataclass(frozen=True)
class ReadObject:
    """An object that passed every check that needs no history."""

    name: str
    object_sha256: str
    statement: Statement
    head: str
    signed: bytes = field(repr=False)
    by_invitation: bool = False


class ObjectReader:
    """Verifies objects for one coordinator's device."""

    def __init__(self, signing: SigningPort, sealing: SealingPort) -> None:
        self._signing = signing
        self._sealing = sealing

    def read(self, name: str, untrusted: bytes, *, sha256: str, box: str, state: ReaderState) -> ReadObject:
        """Check an object; `sha256` is what its name promises, `box` the folder it lay in ('' by hand)."""
        if len(untrusted) > MAX_OBJECT:
            raise Refused("too_large")
        if hashlib.sha256(untrusted).hexdigest() != sha256:
            raise Held("not_whole")
        signed = self._sealing.unseal(untrusted, [state.key])
        invited: list[str] = []

        def key_of(keyid: str) -> bytes:
            member = state.roster.member(keyid)
            if member is not None:
                if member.state != "active":
                    raise Refused("revoked_signer")
                return bytes.fromhex(member.signing_key)
            invitation = state.invitations.get(keyid)
            if invitation is None:
                raise Held("not_admitted") if _awaited(box, state) else Refused("unknown_signer")
            invited.append(keyid)
            return bytes.fromhex(invitation.invite_key)

        verified = self._signing.verify_dsse(signed, key_of)
        statement = read_held(verified.payload, verified.payload_type)
        read = ReadObject(name, sha256, statement, verified.head, signed, by_invitation=bool(invited))
        self._check_binding(read, verified.signers, box, state)
        return read

    def _check_binding(self, read: ReadObject, signers: tuple[str, ...], box: str, state: ReaderState) -> None:
        statement = read.statement
        if statement.coalition_id != state.device.coalition_id:
            raise Refused("other_coalition")
        if state.key.recipient not in statement.recipients:
            raise Refused("other_recipient")
        if read.by_invitation:
            invitation = state.invitations[signers[0]]
            if statement.kind != "enrolment" or statement.sequence != 0 or box not in {"", invitation.box}:
                raise Refused("wrong_owner")
            return
        member = state.roster.member(statement.device_id)
        if member is None or statement.device_id not in signers or box not in {"", member.box}:
            raise Refused("wrong_owner")
        if statement.roster_version > state.roster.version:
            raise Held("newer_roster")


def read_held(payload: bytes, expected_type: str) -> Statement:
    """A verified statement; one of a newer version is held, not refused."""
    try:
        return read_statement(payload, expected_type)
    except Refused as error:
        if error.reason == "newer_version":
            raise Held("newer_version") from None
        raise


def _awaited(box: str, state: ReaderState) -> bool:
    return any(invitation.box == box for invitation in state.invitations.values())
