# SPDX-License-Identifier: GPL-3.0-or-later
"""Directory, help lines and what is known of listings tonight, as the window sees them.

Directory and help lines run on the directory's lane, listings on the vault's.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Protocol

from outreach_app.domain.directory import Entry
from outreach_app.domain.guide import Guide
from outreach_app.domain.material import HelpLine
from outreach_app.domain.question import Question
from outreach_app.services.directory import LEAVE_NOW, PAGE, UNFIT, Answer, DirectoryHead, Found


class DirectoryDesk(Protocol):
    """Raises `NoDirectory` where this laptop holds none yet. `now` is aware, in the coalition's zone."""

    def warm(self, now: datetime) -> None: ...
    def understand(self, text: str, now: datetime) -> Question: ...
    def search(
        self,
        asked: Question | str,
        *,
        now: datetime,
        limit: int = PAGE,
        full_tonight: AbstractSet[str] = frozenset(),
    ) -> Answer: ...
    def verdict(self, entry_id: str, question: Question, full_tonight: AbstractSet[str] = frozenset()) -> Found: ...
    def unfit(
        self, question: Question, limit: int = UNFIT, full_tonight: AbstractSet[str] = frozenset()
    ) -> tuple[Found, ...]: ...
    def leave_now(
        self,
        now: datetime,
        question: Question | None = None,
        limit: int = LEAVE_NOW,
        full_tonight: AbstractSet[str] = frozenset(),
    ) -> tuple[tuple[str, tuple[Found, ...]], ...]: ...
    def guide(self) -> Guide: ...
    def head(self) -> DirectoryHead: ...
    def for_professionals(self) -> tuple[Entry, ...]: ...


class HelpLineDesk(Protocol):
    """Lines for persons, and apart from them those that are never shown to one."""

    def for_persons(self, language: str = "") -> tuple[HelpLine, ...]: ...
    def for_workers(self) -> tuple[HelpLine, ...]: ...
    def to_show(self, line_id: str) -> HelpLine: ...


class ListingDesk(Protocol):
    """Which places are full tonight, and what is reported of a listing with the next sync."""

    def full_tonight(self) -> Mapping[str, datetime | None]: ...
    def mark_full(self, entry_id: str) -> None: ...
    def unmark_full(self, entry_id: str) -> None: ...
    def report(self, entry_id: str, code: str) -> None: ...
