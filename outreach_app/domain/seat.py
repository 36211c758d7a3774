# SPDX-License-Identifier: GPL-3.0-or-later
"""A seat: one passphrase at one vault, whose it is and what it may do."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class SeatSecret:
    """What a passphrase slot holds: the data key, whose seat it is, and (not a worker's) a signing seed."""

    data_key: bytes = field(repr=False)
    label: str
    role: str
    person_seed: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Opened:
    """What opening a slot file gave; `damaged` names the files (0 the first, 1 its twin) that could not be trusted."""

    secret: SeatSecret
    vault_id: str
    generation: int
    damaged: tuple[int, ...] = ()


@dataclass(frozen=True)
class Seat:
    """Who is at the laptop, as far as the program knows: a role and a label, never a person."""

    role: str
    label: str
    team: str
    coalition: str
    coalition_id: str
    problems: tuple[str, ...] = ()
    """Codes of what the person should know: slots_damaged, twin_damaged."""

    @property
    def coordinates(self) -> bool:
        """Whether this seat imports, reports and publishes."""
        return self.role == "coordinator"
