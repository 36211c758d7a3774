# SPDX-License-Identifier: GPL-3.0-or-later
"""Ed25519 keys and DSSE signatures.

Sources: RFC 8032; DSSE protocol v1 (pre-authentication encoding). Verification raises and never returns False.
Small-order and non-canonical public keys are refused: under one of small order a forgery can verify.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from outreach_app.domain import strict_json
from outreach_app.domain.errors import BadField, InvariantBroken, Refused
from outreach_app.domain.keys import SigningKey
from outreach_app.domain.reading import Fields

_PRIME: Final = 2**255 - 19
_ORDER_EIGHT_Y: Final = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
SMALL_ORDER_Y: Final = frozenset({0, 1, _PRIME - 1, _ORDER_EIGHT_Y, _PRIME - _ORDER_EIGHT_Y})
"""The y coordinates of the eight points whose order divides eight."""
_MAX_SIGNATURES: Final = 4


def check_public_key(public: bytes) -> None:
    """Raise `Refused('weak_key')` unless `public` is a canonical encoding of a point of large order."""
    y = int.from_bytes(public, "little") & (2**255 - 1)
    if len(public) != 32 or y >= _PRIME or y in SMALL_ORDER_Y:
        raise Refused("weak_key")


def signing_key(seed: bytes) -> SigningKey:
    """The key pair of a 32-byte seed."""
    if len(seed) != 32:
        raise InvariantBroken("seed length")
    return SigningKey(seed, Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw())


def sign(key: SigningKey, message: bytes) -> bytes:
    """A 64-byte signature."""
    return Ed25519PrivateKey.from_private_bytes(key.seed).sign(message)


def verify(public: bytes, signature: bytes, message: bytes) -> None:
    """Raise `Refused('bad_signature')` or `Refused('weak_key')` unless the signature holds."""
    try:
        _loaded(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise Refused("bad_signature") from None


@lru_cache(maxsize=512)
def _loaded(public: bytes) -> Ed25519PublicKey:
    """A public key, checked and made ready once: an import verifies many objects under few keys."""
    check_public_key(public)
    return Ed25519PublicKey.from_public_bytes(public)


def pae(payload_type: str, payload: bytes) -> bytes:
    """DSSE's pre-authentication encoding: what is signed and hashed."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


@dataclass(frozen=True)
class Signed:
    """A DSSE whose every signature held. `head` is the sha256 (hex) of its PAE bytes."""

    payload_type: str
    payload: bytes
    signers: tuple[str, ...]
    head: str


def sign_dsse(payload_type: str, payload: bytes, keys: Sequence[SigningKey]) -> tuple[bytes, str]:
    """The DSSE's bytes and its head."""
    message = pae(payload_type, payload)
    signatures = [{"keyid": key.id, "sig": base64.b64encode(sign(key, message)).decode()} for key in keys]
    body = {
        "payload": base64.b64encode(payload).decode(),
        "payloadType": payload_type,
        "signatures": signatures,
    }
    return strict_json.encode(body), hashlib.sha256(message).hexdigest()


def verify_dsse(untrusted: bytes, public_key_of: Callable[[str], bytes]) -> Signed:
    """Check every signature before anything inside is looked at.

    `public_key_of` gives the 32-byte public key of a key id or raises `Refused('unknown_signer')`.
    """
    payload_type, payload, untrusted_signatures = _parse(untrusted)
    message = pae(payload_type, payload)
    signers = []
    for keyid, signature in untrusted_signatures:
        verify(public_key_of(keyid), signature, message)
        signers.append(keyid)
    return Signed(payload_type, payload, tuple(signers), hashlib.sha256(message).hexdigest())


def _parse(untrusted: bytes) -> tuple[str, bytes, list[tuple[str, bytes]]]:
    try:
        fields = Fields(strict_json.decode(untrusted))
        payload_type = fields.text("payloadType")
        payload = base64.b64decode(fields.text("payload", limit=len(untrusted)), validate=True)
        signatures = fields.items("signatures", _signature)
        fields.done()
    except (BadField, binascii.Error, ValueError):
        raise Refused("malformed") from None
    keyids = [keyid for keyid, _ in signatures]
    if not 1 <= len(signatures) <= _MAX_SIGNATURES or len(set(keyids)) != len(keyids):
        raise Refused("malformed")
    return payload_type, payload, signatures


def _signature(fields: Fields) -> tuple[str, bytes]:
    keyid = fields.hexadecimal("keyid", 16)
    signature = base64.b64decode(fields.text("sig"), validate=True)
    fields.done()
    return keyid, signature
