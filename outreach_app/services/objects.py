# SPDX-License-Identifier: GPL-3.0-or-later
"""The reading order of an untrusted object, as one pure check: no database, no mailbox, no clock.

Size cap → sha256 equals the name → decrypt → DSSE → key known and active → verify → only then parse → coalition,
recipient, folder owner, place in the folder, roster version. Whatever fails raises `Refused` with its reason; `Held`
means that the object may become good: not whole yet, its signer not admitted yet, written by a newer version.
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


class Held(Exception):
    """The object stays where it is and is looked at again.

    `reason` is one of not_whole, not_admitted, newer_version, newer_roster, gap; beside it stand, for what could not
    even be fetched, too_large and unreadable.
    """

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
    """Invitations by invite key id, used ones too."""


@dataclass(frozen=True)
class ReadObject:
    """An object that passed every check that needs no history."""

    name: str
    object_sha256: str
    statement: Statement
    head: str
    signed: bytes = field(repr=False)
    sealed: bytes = field(repr=False)
    """The bytes as they came."""
    invitation: IssuedInvitation | None = None
    """The invitation whose key signed it, for an enrolment."""


class ObjectReader:
    """Verifies objects for one coordinator's device."""

    def __init__(self, signing: SigningPort, sealing: SealingPort) -> None:
        self._signing = signing
        self._sealing = sealing

    def read(
        self, name: str, untrusted: bytes, *, sha256: str, box: str, state: ReaderState, sequence: int | None = None
    ) -> ReadObject:
        """Check an object.

        `sha256` and `sequence` are what its name promises, `box` the folder it lay in; by hand there is no box and
        the name promises no place.
        """
        if len(untrusted) > MAX_OBJECT:
            raise Refused("too_large")
        if hashlib.sha256(untrusted).hexdigest() != sha256:
            raise Held("not_whole")
        signed = self._sealing.unseal(untrusted, [state.key])
        invited: list[IssuedInvitation] = []

        def key_of(keyid: str) -> bytes:
            member = state.roster.member(keyid)
            if member is not None:
                if member.state != "active":
                    raise Refused("revoked_signer")
                return bytes.fromhex(member.signing_key)
            invitation = state.invitations.get(keyid)
            if invitation is None:
                raise Held("not_admitted") if _awaited(box, state) else Refused("unknown_signer")
            invited.append(invitation)
            return bytes.fromhex(invitation.invite_key)

        verified = self._signing.verify_dsse(signed, key_of)
        statement = read_held(verified.payload, verified.payload_type)
        invitation = invited[0] if invited else None
        read = ReadObject(name, sha256, statement, verified.head, signed, untrusted, invitation)
        _check_binding(read, verified.signers, box, sequence, state)
        return read


def _check_binding(
    read: ReadObject, signers: tuple[str, ...], box: str, sequence: int | None, state: ReaderState
) -> None:
    statement = read.statement
    if statement.coalition_id != state.device.coalition_id:
        raise Refused("other_coalition")
    if state.key.recipient not in statement.recipients:
        raise Refused("other_recipient")
    if read.invitation is not None:
        _check_enrolment(statement, read.invitation, signers, box)
    else:
        member = state.roster.member(statement.device_id)
        if member is None or statement.device_id not in signers or box not in {"", member.box}:
            raise Refused("wrong_owner")
    if sequence is not None and statement.sequence != sequence:
        raise Refused("wrong_place")
    if statement.roster_version > state.roster.version:
        raise Held("newer_roster")


def _check_enrolment(statement: Statement, invitation: IssuedInvitation, signers: tuple[str, ...], box: str) -> None:
    """An invitation's key signs one thing alone: the enrolment into its own box."""
    own = statement.body.get("box") == invitation.box and box in {"", invitation.box}
    if len(signers) != 1 or not own or statement.kind != "enrolment" or statement.sequence != 0:
        raise Refused("wrong_owner")


def read_held(payload: bytes, expected_type: str) -> Statement:
    """A verified statement; one of a newer version is held, not refused."""
    try:
        return read_statement(payload, expected_type)
    except Refused as error:
        if error.reason == "newer_version":
            raise Held("newer_version") from None
        raise


def _awaited(box: str, state: ReaderState) -> bool:
    """Whether a laptop may still be admitted to this box; by hand, to any."""
    return any(item.state == "open" and box in {"", item.box} for item in state.invitations.values())
