# SPDX-License-Identifier: GPL-3.0-or-later
"""Founding and joining in memory: words in a fixed order, one invitation, no key derived."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from outreach_app.domain.errors import CompanionError, InvitationCodeWrong, SheetWordsWrong
from outreach_app.domain.seat import Seat
from outreach_app.domain.sheet import CoalitionSheet
from outreach_app.ui.workplace import VaultState

SHEET_WORDS = tuple(f"sheetword{place:02}" for place in range(1, 25))
OFFERED = (
    "lantern river copper maple winter anchor",
    "garden silver cloud harbor pencil orange",
)
INVITATION = "companion-invitation-1:abcdef"
CODE = "7K3M-Q9XT-2"


class Door(Protocol):
    """The part of the fake vault that the ways in need."""

    now_state: VaultState
    role: str

    def seat(self) -> Seat: ...


class FakeFounding:
    """Judges by length alone; `problem` is raised by `begin` where a test sets it."""

    def __init__(self, vault: Door) -> None:
        self._vault = vault
        self.suggested = 0
        self.confirmed = False
        self.judged: list[tuple[str, tuple[str, ...]]] = []
        self.founded: list[tuple[str, str]] = []
        self.problem: CompanionError | None = None

    def suggest_passphrase(self) -> str:
        self.suggested += 1
        return OFFERED[(self.suggested - 1) % len(OFFERED)]

    def judge_passphrase(self, typed: str, *, about: tuple[str, ...] = ()) -> str:
        self.judged.append((typed, about))
        if not typed:
            return "empty"
        if any(word in typed for word in about):
            return "guessable"
        return "short" if len(typed) < 10 else ""

    def confirm(self) -> None:
        self.confirmed = True

    def begin(self, name: str, passphrase: str) -> CoalitionSheet:
        if self.problem is not None:
            raise self.problem
        self.founded.append((name, passphrase))
        self._vault.now_state = "open"
        self._vault.role = "coordinator"
        return CoalitionSheet(name, "00" * 16, date(2026, 11, 21), SHEET_WORDS)

    def positions(self) -> tuple[int, int]:
        return 7, 19

    def prove(self, sheet: CoalitionSheet, typed: Mapping[int, str]) -> None:
        for place, word in typed.items():
            if sheet.words[place - 1] != word.strip().lower():
                raise SheetWordsWrong


class FakeEnrolment:
    """Takes one code; `problem` is raised where a test sets it."""

    def __init__(self, vault: Door) -> None:
        self._vault = vault
        self.joined: list[tuple[str, str, str]] = []
        self.problem: CompanionError | None = None

    def join(self, text: str, code: str, passphrase: str) -> Seat:
        if self.problem is not None:
            raise self.problem
        if code != CODE:
            raise InvitationCodeWrong
        self.joined.append((text, code, passphrase))
        self._vault.now_state = "open"
        return self._vault.seat()
