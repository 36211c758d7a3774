# SPDX-License-Identifier: GPL-3.0-or-later
"""A directory in memory for the window's tests, hand-written, over the practice entries; and listings of one night."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from outreach_app.domain.codes import IMMEDIATE_NEEDS
from outreach_app.domain.content import Content
from outreach_app.domain.directory import FOR_PERSON, Entry
from outreach_app.domain.directory_import import ImportOrder, Notes
from outreach_app.domain.errors import NoDirectory, UnknownEntry
from outreach_app.domain.finding import FIND_BANDS, NOW, judge, usefulness
from outreach_app.domain.guide import Guide, read_guide
from outreach_app.domain.listing import LISTING_CODES
from outreach_app.domain.material import HelpLine, read_help_lines
from outreach_app.domain.question import Correction, Question, understand
from outreach_app.domain.reading import Fields
from outreach_app.domain.words import Words, fold, read_words
from outreach_app.formats.hsds import read_hsds
from outreach_app.services.directory import LEAVE_NOW, PAGE, UNFIT, Answer, DirectoryHead, Found
from outreach_app.services.materials import MaterialsService

RESOURCES = Path(__file__).parents[2] / "resources"
SOURCE = "Marlow Bend practice directory"
TODAY = date(2026, 11, 21)


@lru_cache
def practice_entries() -> tuple[Entry, ...]:
    """The invented town that ships for training."""
    order = ImportOrder(str(RESOURCES / "directory" / "training.json"), "hsds", SOURCE)
    return tuple(read.entry for read in read_hsds(order, Notes()))


@lru_cache
def shipped_lines() -> tuple[HelpLine, ...]:
    """The help lines that ship, none of them verified."""
    return read_help_lines(Fields(json.loads((RESOURCES / "materials" / "help_lines.json").read_bytes())))


@lru_cache
def shipped_guide() -> Guide:
    """The national guide as printed in 2015."""
    return read_guide(Fields(json.loads((RESOURCES / "directory" / "national_guide_2015.json").read_bytes())))


@lru_cache
def shipped_words() -> Words:
    """The words that a search understands."""
    return read_words(Fields(json.loads((RESOURCES / "directory" / "words.json").read_bytes())))


class FakeDirectory:
    """A release held in memory; a match holds every need and every word, at the beginning of one of its words.

    `readings` are typing errors it forgives; `asked` and `limits` keep what it was asked, `warmed` when.
    """

    def __init__(self, content: Content, *, opened: bool = True) -> None:
        self.content = content
        self.opened = opened
        self.entries = sorted((one for one in content.entries if one.audience == FOR_PERSON), key=usefulness)
        self.readings: dict[str, str] = {}
        self.asked: list[Question] = []
        self.limits: list[int] = []
        self.warmed: list[datetime] = []

    def warm(self, now: datetime) -> None:
        self.warmed.append(now)

    def understand(self, text: str, now: datetime) -> Question:
        read = " ".join(self.readings.get(word, word) for word in text.split())
        question = understand(read, now, shipped_words())
        corrections = tuple(Correction(word, self.readings[word]) for word in text.split() if word in self.readings)
        typed = {one.read_as: one.typed for one in corrections}
        parts = tuple(part._replace(typed=typed.get(part.typed, part.typed)) for part in question.parts)
        return replace(question, parts=parts, corrections=corrections)

    def search(
        self,
        asked: Question | str,
        *,
        now: datetime,
        limit: int = PAGE,
        full_tonight: AbstractSet[str] = frozenset(),
    ) -> Answer:
        question = asked if isinstance(asked, Question) else self.understand(asked, now)
        self._open()
        self.asked.append(question)
        self.limits.append(limit)
        matches = [entry for entry in self.entries if _holds(entry, question)]
        judged = [Found(entry, judge(entry, question, full_tonight)) for entry in matches]
        hidden = Counter(one.verdict.hidden_by for one in judged if one.verdict.hidden_by)
        fitting = sorted((one for one in judged if not one.verdict.hidden_by), key=lambda one: _order(one, question))
        return Answer(question, tuple(fitting[:limit]), dict(hidden), len(fitting))

    def verdict(self, entry_id: str, question: Question, full_tonight: AbstractSet[str] = frozenset()) -> Found:
        entry = next((one for one in self.entries if one.id == entry_id), None)
        if entry is None:
            raise UnknownEntry(entry_id)
        return Found(entry, judge(entry, question, full_tonight))

    def unfit(
        self, question: Question, limit: int = UNFIT, full_tonight: AbstractSet[str] = frozenset()
    ) -> tuple[Found, ...]:
        judged = [Found(one, judge(one, question, full_tonight)) for one in self.entries if _holds(one, question)]
        return tuple(one for one in judged if one.verdict.hidden_by)[:limit]

    def leave_now(
        self,
        now: datetime,
        question: Question | None = None,
        limit: int = LEAVE_NOW,
        full_tonight: AbstractSet[str] = frozenset(),
    ) -> tuple[tuple[str, tuple[Found, ...]], ...]:
        asked = question or Question(now)
        board = []
        for need in IMMEDIATE_NEEDS:
            found = self.search(replace(asked, needs=(need,)), now=now, limit=1000, full_tonight=full_tonight).results
            board.append((need, tuple(one for one in found if one.verdict.band == NOW)[:limit]))
        return tuple(board)

    def head(self) -> DirectoryHead:
        self._open()
        return DirectoryHead(7, TODAY, len(self.entries))

    def for_professionals(self) -> tuple[Entry, ...]:
        self._open()
        return tuple(entry for entry in self.content.entries if entry.audience != FOR_PERSON)

    def lines(self) -> tuple[HelpLine, ...]:
        self._open()
        return self.content.lines

    def guide(self) -> Guide:
        self._open()
        return self.content.guide

    def _open(self) -> None:
        if not self.opened:
            raise NoDirectory


class FakeListings:
    """Full places and reports, in memory; `restart` forgets the times of the calls."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.full: dict[str, datetime | None] = {}
        self.reported: list[tuple[str, str]] = []

    def full_tonight(self) -> Mapping[str, datetime | None]:
        return dict(self.full)

    def mark_full(self, entry_id: str) -> None:
        self.full[entry_id] = self.now()

    def unmark_full(self, entry_id: str) -> None:
        self.full.pop(entry_id, None)

    def report(self, entry_id: str, code: str) -> None:
        assert code in LISTING_CODES
        self.reported.append((entry_id, code))

    def restart(self) -> None:
        self.full = dict.fromkeys(self.full)


def directory(content: Content | None = None, *, opened: bool = True) -> FakeDirectory:
    """The practice directory, or other content; not opened, there is nothing to search."""
    held = content or Content(practice_entries(), shipped_lines(), shipped_guide())
    return FakeDirectory(held, opened=opened)


def materials(of: FakeDirectory) -> MaterialsService:
    """Help lines of that directory."""
    return MaterialsService(of.lines, lambda: TODAY)


def _order(one: Found, question: Question) -> tuple[int, bool, int]:
    fits = not question.needs or set(question.needs) & set(one.entry.needs[:1])
    return FIND_BANDS.index(one.verdict.band), not fits, one.verdict.doubts


def _holds(entry: Entry, question: Question) -> bool:
    text = " ".join((entry.name, entry.organization, entry.description, *(a.region for a in entry.addresses)))
    begun = all(any(word.startswith(typed) for word in fold(text)) for typed in question.words)
    return begun and set(question.needs) <= set(entry.needs)
