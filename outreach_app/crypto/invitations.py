# SPDX-License-Identifier: GPL-3.0-or-later
"""Invitations: compact bytes under a spoken code of eight Crockford characters (40 bits) and a check character.

Format (version 1): magic, cost rung, salt, nonce, then ChaCha20-Poly1305 over the packed fields with all before it as
associated data; written as `companion-invitation-1:` and base64url. At most 500 bytes, so that one QR holds it.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from outreach_app.crypto import derivation
from outreach_app.domain.codes import ROLES
from outreach_app.domain.errors import BadField, InvitationCodeWrong, InvitationUnreadable, Refused
from outreach_app.domain.invitation import Invitation

PREFIX: Final = "companion-invitation-1:"
MAX_SIZE: Final = 500
CODE_LENGTH: Final = 8
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MAGIC: Final = b"OCI1"
_EPOCH_DAY: Final = date(2020, 1, 1)
_LOOKALIKES: Final = str.maketrans("OIL", "011")
_FIELD: Final = 0b100101
"""x^5 + x^2 + 1, under which x runs through all 31 elements but zero."""
_HEAD: Final = len(_MAGIC) + 1 + derivation.SALT_SIZE + 12


def new_code(random_below: Callable[[int], int]) -> str:
    """A code as it is read aloud: `ABCD-EFGH-J`, the last one a check character."""
    plain = "".join(ALPHABET[random_below(len(ALPHABET))] for _ in range(CODE_LENGTH))
    return f"{plain[:4]}-{plain[4:]}-{_check_character(plain)}"


def plain_code(typed: str) -> str:
    """The eight characters of a typed code; raises `InvitationCodeWrong` when the check does not fit."""
    text = re.sub(r"[\s\-.]", "", typed.upper()).translate(_LOOKALIKES)
    if len(text) != CODE_LENGTH + 1 or any(char not in ALPHABET for char in text):
        raise InvitationCodeWrong
    if _check_character(text[:CODE_LENGTH]) != text[CODE_LENGTH]:
        raise InvitationCodeWrong
    return text[:CODE_LENGTH]


def _check_character(plain: str) -> str:
    # Horner's rule over the field of 32 elements: every place weighs differently and no difference weighs nothing, so
    # that every single slip and every two characters swapped are found, the check character's own among them
    check = 0
    for char in plain:
        check = _times_x(check ^ ALPHABET.index(char))
    return ALPHABET[check]


def _times_x(value: int) -> int:
    doubled = value << 1
    return doubled ^ _FIELD if doubled & 32 else doubled


def seal(invitation: Invitation, code: str, salt: bytes, nonce: bytes, cost: derivation.Cost) -> str:
    """The invitation as text; raises `BadField` when its address or team makes it too long or its date is far off."""
    head = _MAGIC + bytes([derivation.LADDER_MIB.index(cost.memory_kib // derivation.MIB)]) + salt + nonce
    key = derivation.expand(derivation.stretch(plain_code(code).encode(), salt, cost), "invitation")
    sealed = head + ChaCha20Poly1305(key).encrypt(nonce, _pack(invitation), head)
    if len(sealed) > MAX_SIZE:
        raise BadField("mailbox", "too_long")
    return PREFIX + _spelled(sealed)


def _spelled(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def open_sealed(untrusted: str, code: str) -> Invitation:
    """What the text holds; raises `InvitationUnreadable` or `InvitationCodeWrong`."""
    plain = plain_code(code)
    text = re.sub(r"\s+", "", untrusted)
    if not text.startswith(PREFIX) or len(text) > len(PREFIX) + 2 * MAX_SIZE:
        raise InvitationUnreadable
    body = text.removeprefix(PREFIX)
    try:
        data = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise InvitationUnreadable from None
    if _spelled(data) != body:
        raise InvitationUnreadable
    if len(data) <= _HEAD or not data.startswith(_MAGIC) or data[4] >= len(derivation.LADDER_MIB):
        raise InvitationUnreadable
    cost = derivation.Cost(memory_kib=derivation.LADDER_MIB[data[4]] * derivation.MIB)
    salt, nonce = data[5 : 5 + derivation.SALT_SIZE], data[5 + derivation.SALT_SIZE : _HEAD]
    key = derivation.expand(derivation.stretch(plain.encode(), salt, cost), "invitation")
    try:
        packed = ChaCha20Poly1305(key).decrypt(nonce, data[_HEAD:], data[:_HEAD])
    except InvalidTag:
        raise InvitationCodeWrong from None
    return _unpack(packed)


def _pack(invitation: Invitation) -> bytes:
    days = (invitation.expires - _EPOCH_DAY).days
    if not 0 <= days < 2**16:
        raise BadField("expires", "too_small" if days < 0 else "too_large")  # a clock that stands far off
    texts = [text.encode() for text in (invitation.team, invitation.mailbox)]
    if sum(map(len, texts)) > MAX_SIZE:
        raise BadField("mailbox", "too_long")
    return b"".join(
        [
            invitation.coalition_id, invitation.mailbox_id, invitation.root_sha256, invitation.box,
            invitation.invite_seed,
            invitation.epoch.to_bytes(2, "big"), invitation.epoch_secret,
            invitation.recovery,
            bytes([len(invitation.coordinators)]), *invitation.coordinators,
            bytes([ROLES.index(invitation.role)]), days.to_bytes(2, "big"),
            *(len(text).to_bytes(2, "big") + text for text in texts),
        ]
    )  # fmt: skip


def _unpack(packed: bytes) -> Invitation:
    reader = _Reader(packed)
    try:
        invitation = Invitation(
            coalition_id=reader.take(16),
            mailbox_id=reader.take(16),
            root_sha256=reader.take(32),
            box=reader.take(16),
            invite_seed=reader.take(32),
            epoch=reader.number(2),
            epoch_secret=reader.take(32),
            recovery=reader.take(32),
            coordinators=tuple(reader.take(32) for _ in range(reader.number(1))),
            role=ROLES[reader.number(1)],
            expires=_EPOCH_DAY + timedelta(days=reader.number(2)),
            team=reader.text(),
            mailbox=reader.text(),
        )
    except (Refused, IndexError, ValueError):
        raise InvitationUnreadable from None
    if reader.left:
        raise InvitationUnreadable
    return invitation


class _Reader:
    """Bytes taken from the front; raises `Refused('malformed')` past the end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def left(self) -> int:
        return len(self._data) - self._at

    def take(self, size: int) -> bytes:
        if size > self.left:
            raise Refused("malformed")
        self._at += size
        return self._data[self._at - size : self._at]

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "big")

    def text(self) -> str:
        return self.take(self.number(2)).decode("utf-8")
