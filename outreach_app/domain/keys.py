# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys as plain bytes, so that services can carry them without knowing any cryptography."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field


def key_id(public: bytes) -> str:
    """The id of an Ed25519 public key (32 bytes): the first 16 bytes of its sha256, as hex."""
    return hashlib.sha256(public).hexdigest()[:32]


@dataclass(frozen=True)
class SigningKey:
    """An Ed25519 key pair: 32-byte seed and 32-byte public key."""

    seed: bytes = field(repr=False)
    public: bytes

    @property
    def id(self) -> str:
        """See `key_id`."""
        return key_id(self.public)


@dataclass(frozen=True)
class AgeKey:
    """An age X25519 identity: `AGE-SECRET-KEY-1…` and its recipient `age1…`."""

    secret: str = field(repr=False)
    recipient: str


@dataclass(frozen=True)
class DeviceKeys:
    """What a laptop makes for itself; the device id is the signing key's id."""

    signing: SigningKey
    age: AgeKey

    @property
    def device_id(self) -> str:
        """The device's id on the wire."""
        return self.signing.id


@dataclass(frozen=True)
class CoalitionKeys:
    """What the 24 words of a coalition sheet give."""

    root: SigningKey
    recovery: AgeKey
