# SPDX-License-Identifier: GPL-3.0-or-later
"""Desks for tests: over a real file, fed by a reader that a test fills."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from outreach_app.bootstrap import look_at_table
from outreach_app.domain.codes import NEEDS
from outreach_app.domain.directory import Entry, entry_id
from outreach_app.domain.directory_import import ImportOrder, Notes, Read, SourceTerm
from outreach_app.domain.errors import UnknownForm
from outreach_app.domain.reading import Fields
from outreach_app.services.desk import Derive, DeskService
from outreach_app.services.entry_desk import EntryDesk
from outreach_app.store.desk import DeskFolder

KEY: Final = bytes(32)
TODAY: Final = date(2026, 11, 20)


def place(number: int, source: str = "county", **facts: Any) -> Read:
    """A small service as a reader gives it; `facts` are fields of its entry."""
    name = facts.pop("name", f"Place {number}")
    terms = facts.pop("terms", ())
    original = facts.pop("original", {"id": str(number), "name": name, "x_door": "green"})
    entry = Entry(entry_id(source, str(number)), name, source=source, **facts)
    return Read(entry, json.dumps(original).encode(), tuple(terms))


def term(name: str) -> SourceTerm:
    """A taxonomy term."""
    return SourceTerm("county list", "", name)


@dataclass
class FilledReader:
    """Gives what a test laid in; stands for any form."""

    reads: Sequence[Read] = ()
    held: set[str] = field(default_factory=set)
    partial: bool = False
    fails_after: int | None = None
    error: Exception | None = None
    orders: list[ImportOrder] = field(default_factory=list)
    per_page: int = 0
    """With pages the cursor moves, as with an import by address."""

    def __call__(self, order: ImportOrder, notes: Notes) -> Iterator[Read]:
        """See `Reader`."""
        self.orders.append(order)
        notes.held |= self.held
        notes.partial = self.partial
        notes.total = len(self.reads)
        first = int(order.cursor or 0) * self.per_page
        for number, read in enumerate(self.reads[first:], start=first):
            if self.fails_after is not None and number >= self.fails_after and self.error is not None:
                raise self.error
            if self.per_page and number % self.per_page == 0:
                notes.cursor = str(number // self.per_page)
            notes.done = number + 1
            yield read


class TermRules:
    """Rules as plain as can be: a term's name is a need, or a street attribute that is `yes`."""

    def shipped(self) -> object:
        """See `RulesPort`."""
        return {"terms": {"beds": "shelter"}}

    def ready(self, rules: object) -> Derive:
        """See `RulesPort`."""
        known = {name: Fields(rules).inner("terms").text(name) for name in Fields(rules).inner("terms").names()}

        def derive(entry: Entry, terms: Sequence[SourceTerm]) -> Entry:
            for name in (known.get(term.name, "") for term in terms):
                if name in NEEDS and name not in entry.needs:
                    guessed = (*entry.guessed, f"need:{name}")
                    entry = replace(entry, needs=(*entry.needs, name), guessed=guessed)
                elif name and name not in NEEDS and name not in entry.attributes:
                    attributes = {**entry.attributes, name: "yes"}
                    entry = replace(entry, attributes=attributes, guessed=(*entry.guessed, name))
            return entry

        return derive


@dataclass
class DeskAtWork:
    """A desk with its reader, and what it asked the directory to hide."""

    service: DeskService
    entries: EntryDesk
    reader: FilledReader
    hidden: list[frozenset[str]]
    shown: list[frozenset[str]]
    written: list[tuple[Entry, bytes]]

    def take(self, *reads: Read, source: str = "county", **accept: Any) -> None:
        """Import these and accept them."""
        self.stage(*reads, source=source)
        self.service.accept(**accept)

    def stage(self, *reads: Read, source: str = "county") -> None:
        """Import these into staging."""
        self.reader.reads = reads
        self.service.begin(ImportOrder(f"/x/{source}.json", "hsds", source))

    def published(self) -> list[Entry]:
        """What would be published, by name."""
        return sorted(self.service.content().entries, key=lambda entry: entry.name)

    def names(self) -> list[str]:
        """The names of what would be published."""
        return [entry.name for entry in self.published()]


class _Counting:
    """Randomness that a test can foresee."""

    def __init__(self) -> None:
        self._last = 0

    def bytes(self, size: int) -> bytes:
        """Other bytes each time."""
        self._last += 1
        return self._last.to_bytes(size, "big")

    def below(self, limit: int) -> int:
        """Zero, always below."""
        return 0 if limit else -1


def desk_at_work(folder: Path, today: date = TODAY, *, new: bool = True) -> DeskAtWork:
    """A desk in `folder`, made anew or opened again."""
    reader, written = FilledReader(), list[tuple[Entry, bytes]]()
    hidden, shown = list[frozenset[str]](), list[frozenset[str]]()

    def read(order: ImportOrder, notes: Notes, rules: object) -> Iterator[Read]:
        if order.form not in {"hsds", "api"}:
            raise UnknownForm(order.form)
        derive = TermRules().ready(rules)
        return (replace(one, entry=derive(one.entry, one.terms)) for one in reader(order, notes))

    service = DeskService(DeskFolder(folder), read, TermRules(), lambda: KEY, lambda: today, look_at_table)

    def write(rows: Iterator[tuple[Entry, bytes]], _path: Path, _form: str) -> int:
        written.extend(rows)
        return len(written)

    words = {"v": 1, "needs": {}, "genders": {}, "languages": {}, "times": {}, "asks": {}}
    entries = EntryDesk(
        service, hidden.append, shown.append, TermRules(), lambda: words, write, lambda: today, _Counting()
    )
    if new:
        service.make()
    return DeskAtWork(service, entries, reader, hidden, shown, written)
