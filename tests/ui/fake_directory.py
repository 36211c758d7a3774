# SPDX-License-Identifier: GPL-3.0-or-later
"""A directory in memory for the window's tests: the real service over hand-written files, with the practice entries."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from outreach_app.domain.content import Content
from outreach_app.domain.directory import FOR_PERSON, Entry
from outreach_app.domain.errors import UnknownEntry
from outreach_app.domain.finding import Facts, facts_of, usefulness
from outreach_app.domain.guide import Guide, read_guide
from outreach_app.domain.material import HelpLine, read_help_lines
from outreach_app.domain.question import Term
from outreach_app.domain.reading import Fields
from outreach_app.domain.words import Words, fold, read_words
from outreach_app.formats.hsds import read_hsds_path
from outreach_app.services.directory import DirectoryService
from outreach_app.services.materials import MaterialsService

RESOURCES = Path(__file__).parents[2] / "resources"
SOURCE = "Marlow Bend practice directory"
TODAY = date(2026, 11, 21)


@lru_cache
def practice_entries() -> tuple[Entry, ...]:
    """The invented town that ships for training."""
    return read_hsds_path(RESOURCES / "directory" / "training.json", source=SOURCE, on_progress=None).entries


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


class MemoryDirectory:
    """A release held in memory; a match holds every term, as a need or as the beginning of a word."""

    number = 7
    published_on = TODAY

    def __init__(self, content: Content) -> None:
        shown = [entry for entry in content.entries if entry.audience == FOR_PERSON]
        self.content = content
        self.entries = sorted(shown, key=usefulness)
        self.facts: Sequence[Facts] = [facts_of(entry) for entry in self.entries]
        self.searched = 0

    def __len__(self) -> int:
        return len(self.entries)

    def matching(self, terms: Sequence[Term]) -> Sequence[int]:
        self.searched += 1
        return [place for place, entry in enumerate(self.entries, 1) if all(_holds(entry, term) for term in terms)]

    def entry_at(self, place: int) -> Entry:
        return self.entries[place - 1]

    def entry(self, entry_id: str) -> Entry:
        for entry in self.entries:
            if entry.id == entry_id:
                return entry
        raise UnknownEntry(entry_id)

    def for_professionals(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.content.entries if entry.audience != FOR_PERSON)

    def lines(self) -> tuple[HelpLine, ...]:
        return self.content.lines

    def guide(self) -> Guide:
        return self.content.guide

    def close(self) -> None:
        """Nothing to release."""


class MemoryFolder:
    """One release, already there."""

    def __init__(self, content: Content) -> None:
        self.file = MemoryDirectory(content)

    def build(self, key: bytes, *, number: int, published_on: date, content: Content) -> str:
        self.file = MemoryDirectory(content)
        return "memory"

    def open(self, name: str, key: bytes) -> MemoryDirectory:
        return self.file

    def keep_only(self, name: str) -> None:
        """There is only one."""


def directory(content: Content | None = None, *, opened: bool = True) -> DirectoryService:
    """The service over the practice directory, or over other content; not opened, there is nothing to search."""
    held = content or Content(practice_entries(), shipped_lines(), shipped_guide())
    service = DirectoryService(MemoryFolder(held), shipped_words(), lambda: bytes(32))
    if opened:
        service.open("memory")
    return service


def materials(of: DirectoryService) -> MaterialsService:
    """Help lines of that directory."""
    return MaterialsService(of.lines, lambda: TODAY)


def _holds(entry: Entry, term: Term) -> bool:
    if term.need:
        return term.need in entry.needs
    text = " ".join((entry.name, entry.organization, entry.description, *(a.region for a in entry.addresses)))
    return all(any(word.startswith(typed) for word in fold(text)) for typed in term.typed)
