# SPDX-License-Identifier: GPL-3.0-or-later
"""The reading order: each check stands before the next, so that nothing untrusted is touched earlier than it may be."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from outreach_app.crypto import sealing, signing
from outreach_app.domain.device import Device, IssuedInvitation, Member, Roster
from outreach_app.domain.errors import Refused
from outreach_app.domain.keys import AgeKey, SigningKey
from outreach_app.domain.statement import Statement, payload_type
from outreach_app.services.objects import MAX_OBJECT, Held, ObjectReader, ReaderState

LAPTOP = signing.signing_key(b"l" * 32)
STRANGER = signing.signing_key(b"s" * 32)
OFFICE = sealing.age_key(b"o" * 32)
OTHER = sealing.age_key(b"p" * 32)
BOX = "b0" * 16
COALITION = "c0" * 16


def state(member_state: str = "active") -> ReaderState:
    """What the office knows: one laptop, no invitation."""
    device = Device(COALITION, "m", "r", "coordinator", "", b"", b"", "o0" * 16, 1, "", "")
    laptop = Member(LAPTOP.id, LAPTOP.public.hex(), OTHER.recipient, "worker", "North", member_state, BOX)
    return ReaderState(device, OFFICE, Roster(1, (laptop,)))


def statement(**changes: Any) -> Statement:
    """A sound statement of the laptop, with changes."""
    sound = Statement("shift-summary", COALITION, LAPTOP.id, 1, 1, 1, "", (OFFICE.recipient,), {})
    return replace(sound, **changes)


def signed(said: Statement, key: SigningKey = LAPTOP, *, broken: bool = False) -> bytes:
    """A DSSE, its signature spoilt if wanted."""
    data, _ = signing.sign_dsse(payload_type(said.kind), said.payload(), [key])
    if broken:
        place = data.rindex(b'"sig":"') + 7
        data = data[:place] + (b"A" if data[place : place + 1] != b"A" else b"B") + data[place + 1 :]
    return data


class Steps:
    """The real sealing and signing, noting what was asked of them."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def unseal(self, untrusted: bytes, keys: Sequence[AgeKey]) -> bytes:
        self.taken.append("decrypt")
        return sealing.unseal(untrusted, keys)

    def verify_dsse(self, untrusted: bytes, public_key_of: Callable[[str], bytes]) -> signing.Signed:
        self.taken.append("verify")
        return signing.verify_dsse(untrusted, public_key_of)


@dataclass
class Attempt:
    """How one reading ended, and how far it came."""

    ended: str
    steps: list[str]


def read(
    data: bytes, *, sha256: str = "", box: str = BOX, sequence: int | None = 1, known: ReaderState | None = None
) -> Attempt:
    """Read an object and say how it ended: '' for accepted."""
    steps = Steps()
    reader = ObjectReader(steps, steps)  # type: ignore[arg-type]
    sha256 = sha256 or hashlib.sha256(data).hexdigest()
    try:
        reader.read("name", data, sha256=sha256, box=box, state=known or state(), sequence=sequence)
    except Held as held:
        return Attempt(f"held:{held.reason}", steps.taken)
    except Refused as refused:
        return Attempt(refused.reason, steps.taken)
    return Attempt("", steps.taken)


def sealed(data: bytes, key: AgeKey = OFFICE) -> bytes:
    """Sealed to the office unless told otherwise."""
    return sealing.seal(data, [key.recipient])


def test_a_sound_object_is_read_in_full() -> None:
    assert read(sealed(signed(statement()))) == Attempt("", ["decrypt", "verify"])


def test_size_comes_before_the_hash_and_both_before_decrypting() -> None:
    assert read(bytes(MAX_OBJECT + 1), sha256="00" * 32) == Attempt("too_large", [])
    assert read(sealed(signed(statement())), sha256="00" * 32) == Attempt("held:not_whole", [])


def test_what_does_not_decrypt_is_never_verified() -> None:
    assert read(sealed(signed(statement(), broken=True), OTHER)) == Attempt("not_for_us", ["decrypt"])


def test_who_signed_comes_before_whether_the_signature_holds() -> None:
    assert read(sealed(signed(statement(), STRANGER, broken=True))).ended == "unknown_signer"
    assert read(sealed(signed(statement(), broken=True)), known=state("revoked")).ended == "revoked_signer"
    assert read(sealed(signed(statement(), broken=True))).ended == "bad_signature"


def test_the_signature_comes_before_anything_inside_is_parsed() -> None:
    data, _ = signing.sign_dsse(payload_type("shift-summary"), b"[not even json", [LAPTOP])
    assert read(sealed(data)).ended == "malformed"
    spoilt = data.replace(b'"sig":"', b'"sig":"AAAA', 1)
    assert read(sealed(spoilt)).ended == "bad_signature"


FAULTS: dict[str, dict[str, Any]] = {
    "other_coalition": {"coalition_id": "dd" * 16},
    "other_recipient": {"recipients": (OTHER.recipient,)},
    "wrong_owner": {"device_id": STRANGER.id},
    "wrong_place": {"sequence": 2},
    "held:newer_roster": {"roster_version": 9},
}
"""In the order in which they must be found."""


@pytest.mark.parametrize("first", range(len(FAULTS)))
def test_coalition_recipient_owner_place_and_roster_in_that_order(first: int) -> None:
    names = list(FAULTS)[first:]
    together: dict[str, Any] = {}
    for name in names:
        together |= FAULTS[name]
    assert read(sealed(signed(statement(**together)))).ended == names[0]


def test_the_folder_must_be_the_signers_own() -> None:
    assert read(sealed(signed(statement())), box="e0" * 16).ended == "wrong_owner"


def test_by_hand_neither_folder_nor_number_is_promised() -> None:
    assert read(sealed(signed(statement(sequence=7))), box="", sequence=None).ended == ""


def test_by_hand_an_unknown_laptop_waits_as_long_as_an_invitation_is_open() -> None:
    data = sealed(signed(statement(), STRANGER))
    assert read(data, box="", sequence=None).ended == "unknown_signer"
    invitation = IssuedInvitation(
        signing.signing_key(b"i" * 32).public.hex(), "aa" * 16, "worker", "North", "2026-12-01"
    )
    waiting = replace(state(), invitations={invitation.invite_key_id: invitation})
    assert read(data, box="", sequence=None, known=waiting).ended == "held:not_admitted"
    assert read(data, box="aa" * 16, known=waiting).ended == "held:not_admitted"
    assert read(data, known=waiting).ended == "unknown_signer"  # in a box that has its laptop
    used = replace(waiting, invitations={invitation.invite_key_id: replace(invitation, state="used")})
    assert read(data, box="", sequence=None, known=used).ended == "unknown_signer"
