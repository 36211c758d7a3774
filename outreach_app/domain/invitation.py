# SPDX-License-Identifier: GPL-3.0-or-later
"""What an invitation carries, before it is sealed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Invitation:
    """Everything a new laptop needs to find and trust its coalition, once. All keys as bytes (32 each)."""

    coalition_id: bytes
    mailbox_id: bytes
    root_sha256: bytes
    box: bytes
    invite_seed: bytes = field(repr=False)
    epoch: int
    epoch_secret: bytes = field(repr=False)
    recovery: bytes
    """The recovery identity's public key: every summary is also sealed to it."""
    coordinators: tuple[bytes, ...]
    """The coordinators' devices' X25519 public keys."""
    role: str
    team: str
    expires: date
    mailbox: str
    """The address, this laptop's own credential within it where the kind of mailbox has one."""
