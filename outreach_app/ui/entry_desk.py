# SPDX-License-Identifier: GPL-3.0-or-later
"""What the two ways in call: founding a coalition, and joining one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from outreach_app.domain.seat import Seat
from outreach_app.domain.sheet import CoalitionSheet


class FoundingDesk(Protocol):
    """Vault lane. `found` derives a key and leaves the vault open: 0.5 s to a few. Judging takes a moment, too."""

    def suggest_passphrase(self) -> str: ...
    def judge_passphrase(self, typed: str, *, about: tuple[str, ...] = ()) -> str: ...
    def begin(self, name: str, passphrase: str) -> CoalitionSheet: ...
    def confirm(self) -> None: ...
    def positions(self) -> tuple[int, int]: ...
    def prove(self, sheet: CoalitionSheet, typed: Mapping[int, str]) -> None: ...


class JoinDesk(Protocol):
    """Vault lane. Two key derivations: one opens the invitation, one makes the vault."""

    def join(self, text: str, code: str, passphrase: str) -> Seat: ...
