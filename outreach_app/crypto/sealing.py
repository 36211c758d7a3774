# SPDX-License-Identifier: GPL-3.0-or-later
"""age X25519: identities from bytes, and encryption to devices with the number of readers hidden.

Source: the age v1 format (C2SP). age's passphrase mode is never used. pyrage holds the interpreter lock for a whole
call, so that callers keep single objects small (`MAX_SEALED`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import bech32
import pyrage
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from outreach_app.domain.errors import InvariantBroken, Refused
from outreach_app.domain.keys import AgeKey

RECIPIENT_COUNTS: Final = (4, 8, 16)
MAX_SEALED: Final = 32 * 1024 * 1024


def age_key(secret: bytes) -> AgeKey:
    """The age identity of 32 secret bytes."""
    if len(secret) != 32:
        raise InvariantBroken("identity length")
    public = X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    return AgeKey(_bech32("age-secret-key-", secret).upper(), recipient(public))


def secret_bytes(key: AgeKey) -> bytes:
    """The 32 bytes behind an identity."""
    return _unbech32("age-secret-key-", key.secret.lower())


def recipient(public: bytes) -> str:
    """`age1…` of a 32-byte X25519 public key."""
    return _bech32("age", public)


def recipient_bytes(text: str) -> bytes:
    """The 32 bytes behind `age1…`; raises `Refused('bad_recipient')`."""
    return _unbech32("age", text)


def _bech32(prefix: str, data: bytes) -> str:
    words = bech32.convertbits(data, 8, 5)
    if words is None:
        raise InvariantBroken("bech32")
    return str(bech32.bech32_encode(prefix, words))


def _unbech32(prefix: str, text: str) -> bytes:
    found, words = bech32.bech32_decode(text)
    data = bech32.convertbits(words, 5, 8, False) if words is not None else None
    if found != prefix or data is None or len(data) != 32:
        raise Refused("bad_recipient")
    return bytes(data)


def check_recipient(text: str) -> None:
    """Raise `Refused('bad_recipient')` unless age can encrypt to it."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except (pyrage.RecipientError, UnicodeEncodeError):
        raise Refused("bad_recipient") from None


def seal(data: bytes, recipients: Sequence[str], *, pad: bool = True) -> bytes:
    """Encrypt to `recipients` in their order; throw-away ones fill up to 4, 8 or 16. Raises `Refused`."""
    if not recipients or len(recipients) > RECIPIENT_COUNTS[-1]:
        raise Refused("too_many_recipients")
    readers = []
    for text in recipients:
        try:
            readers.append(pyrage.x25519.Recipient.from_str(text))
        except (pyrage.RecipientError, UnicodeEncodeError):
            raise Refused("bad_recipient") from None
    if pad:
        wanted = next(count for count in RECIPIENT_COUNTS if count >= len(readers))
        readers += [pyrage.x25519.Identity.generate().to_public() for _ in range(wanted - len(readers))]
    return bytes(pyrage.encrypt(data, readers))


def unseal(untrusted: bytes, keys: Sequence[AgeKey]) -> bytes:
    """Decrypt with any of `keys`; raises `Refused('not_for_us')` whatever the bytes are."""
    if len(untrusted) > MAX_SEALED:
        raise Refused("too_large")
    identities = [pyrage.x25519.Identity.from_str(key.secret) for key in keys]
    try:
        return bytes(pyrage.decrypt(untrusted, identities))
    except pyrage.DecryptError:
        raise Refused("not_for_us") from None
