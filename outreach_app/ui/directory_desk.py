# SPDX-License-Identifier: GPL-3.0-or-later
"""Directory and help lines as the window sees them. All of it runs on the directory's lane."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Protocol

from outreach_app.domain.directory import Entry
from outreach_app.domain.guide import Guide
from outreach_app.domain.material import HelpLine
from outreach_app.domain.question import Question
from outreach_app.services.directory import PAGE, Answer, DirectoryHead


class DirectoryDesk(Protocol):
    """Raises `NoDirectory` where this laptop holds none yet. `now` is aware, in the coalition's zone."""

    def understand(self, text: str, now: datetime) -> Question: ...
    def search(
        self,
        asked: Question | str,
        *,
        now: datetime,
        limit: int = PAGE,
        full_tonight: AbstractSet[str] = frozenset(),
    ) -> Answer: ...
    def guide(self) -> Guide: ...
    def head(self) -> DirectoryHead: ...
    def for_professionals(self) -> tuple[Entry, ...]: ...


class HelpLineDesk(Protocol):
    """Lines for persons, and apart from them those that are never shown to one."""

    def for_persons(self, language: str = "") -> tuple[HelpLine, ...]: ...
    def for_workers(self) -> tuple[HelpLine, ...]: ...
    def to_show(self, line_id: str) -> HelpLine: ...
