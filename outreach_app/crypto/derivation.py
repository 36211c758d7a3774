# SPDX-License-Identifier: GPL-3.0-or-later
"""Argon2id (RFC 9106) for what a person types, HKDF-SHA256 (RFC 5869) for everything below it.

Bounds: what a file says is refused below 64 MiB / 3 passes and above 1 GiB / 10 passes before anything runs, so that
a planted file can neither weaken the vault nor hang the laptop.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from outreach_app.domain.errors import Refused

KEY_SIZE: Final = 32
SALT_SIZE: Final = 16
MIB: Final = 1024
LADDER_MIB: Final = (64, 128, 256, 512)
DEFAULT_MIB: Final = 256
PASSES: Final = 3
LANES: Final = 4
_MAX_MIB: Final = 1024
_MAX_PASSES: Final = 10
_MAX_LANES: Final = 16


@dataclass(frozen=True)
class Cost:
    """Argon2id's parameters; memory in KiB."""

    memory_kib: int = DEFAULT_MIB * MIB
    passes: int = PASSES
    lanes: int = LANES

    def check(self) -> None:
        """Raise `Refused('kdf_bounds')` outside the bounds."""
        memory_fits = LADDER_MIB[0] * MIB <= self.memory_kib <= _MAX_MIB * MIB
        if not (memory_fits and PASSES <= self.passes <= _MAX_PASSES and 1 <= self.lanes <= _MAX_LANES):
            raise Refused("kdf_bounds")


def stretch(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    """32 bytes from what a person typed; takes 0.5–1 s by design and releases the interpreter lock."""
    cost.check()
    return Argon2id(
        salt=salt, length=KEY_SIZE, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
    ).derive(secret)


def expand(key: bytes, label: str, *, salt: bytes = b"") -> bytes:
    """32 bytes for one purpose; `label` names it."""
    return HKDF(algorithm=SHA256(), length=KEY_SIZE, salt=salt, info=b"companion v1 " + label.encode()).derive(key)


def rung(seconds_at_lowest: float, *, at_most: float = 1.0) -> Cost:
    """The highest rung of the ladder expected to stay under `at_most` seconds, from one run at the lowest."""
    fitting = [mib for mib in LADDER_MIB if seconds_at_lowest * mib / LADDER_MIB[0] <= at_most]
    return Cost(memory_kib=(fitting[-1] if fitting else LADDER_MIB[0]) * MIB)
