# SPDX-License-Identifier: GPL-3.0-or-later
"""The directory desk in memory: sources, a staged import, entries, words and rules, by the rules a page relies on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from outreach_app.domain.codes import NEEDS
from outreach_app.domain.desk import (
    ADDED,
    CHANGED,
    CONFLICT,
    GONE,
    OWN_SOURCE,
    Conflict,
    DeskEntry,
    DeskLine,
    DeskPage,
    EntryChange,
    FieldChange,
    Preview,
    SourceLine,
    TableLook,
    WorkItem,
)
from outreach_app.domain.directory import FOR_PERSON, Entry, read_entry
from outreach_app.domain.directory_import import ImportOrder, ImportReport, Progress, RowProblem, changed_fields
from outreach_app.domain.errors import CompanionError, UnknownEntry
from outreach_app.domain.listing import ListingLine
from outreach_app.domain.reading import Fields
from outreach_app.domain.words import read_words
from ui.fake_directory import RESOURCES, TODAY, FakeListings, practice_entries

TABLE = TableLook(
    ("Agency", "Service", "Tel", "Staff e-mail"),
    (("Harbor Center", "Harbor beds", "816 555 0101", ""), ("Mill Kitchen", "Hot meals", "816 555 0102", "")),
    "utf-8", ",", {"columns": {"name": ["Service"], "phones": ["Tel"]}}, ("Staff e-mail",),
)  # fmt: skip
"""A table of somebody's own."""


@dataclass
class Kept:
    """One entry of the working copy."""

    entry: Entry
    source: str
    imported: Entry | None = None
    conflicts: tuple[Conflict, ...] = ()
    recalled_on: date | None = None
    gone_on: date | None = None

    @property
    def edited(self) -> tuple[str, ...]:
        return changed_fields(self.imported, self.entry) if self.imported else ()


class DeskState:
    """What both services share."""

    def __init__(self) -> None:
        self.kept: dict[str, Kept] = {}
        self.sources: dict[str, SourceLine] = {}

    def fill(self, entries: Iterable[Entry], source: str = "training") -> None:
        """Entries as if they had been brought in."""
        for entry in entries:
            self.kept[entry.id] = Kept(entry, source, entry)
        count = sum(1 for one in self.kept.values() if one.source == source)
        self.sources[source] = SourceLine(source, "hsds", "/somewhere/town.json", TODAY, count)


class FakeLooking:
    """What a file seems to be."""

    def __init__(self) -> None:
        self.form = "hsds"
        self.problem: CompanionError | None = None

    def recognise(self, path: Path) -> str:
        if self.problem is not None:
            raise self.problem
        return self.form

    def sample(self, order: ImportOrder, limit: int = 5) -> tuple[Entry, ...]:
        columns = (order.mapping or {}).get("columns", {})
        assert isinstance(columns, Mapping)
        place = {name: number for number, name in enumerate(TABLE.columns)}
        chosen = columns.get("name", [])
        return tuple(
            Entry(f"00000000-0000-0000-0000-00000000000{number}", " ".join(row[place[name]] for name in chosen))
            for number, row in enumerate(TABLE.rows[:limit])
            if chosen
        )


class FakeDesk:
    """`coming` is what the next file holds; `stops_after` ends the reading as if somebody had pressed Stop."""

    def __init__(self, state: DeskState) -> None:
        self.state = state
        self.coming: tuple[Entry, ...] = practice_entries()
        self.problems: tuple[RowProblem, ...] = ()
        self.orders: list[ImportOrder] = []
        self.problem: CompanionError | None = None
        self.preview: Preview | None = None
        self.differences: dict[str, tuple[EntryChange, ...]] = {}
        self.accepted: list[tuple[frozenset[str], bool]] = []

    def sources(self) -> tuple[SourceLine, ...]:
        return tuple(self.state.sources.values())

    def order_for(self, source: str) -> ImportOrder | None:
        return next((order for order in reversed(self.orders) if order.source == source), None)

    def look(self, path: Path) -> TableLook:
        return TABLE

    def begin(
        self, order: ImportOrder, on_progress: Progress | None = None, stop: Callable[[], bool] | None = None
    ) -> Preview:
        if self.problem is not None:
            raise self.problem
        self.orders.append(order)
        read: list[Entry] = []
        for number, entry in enumerate(self.coming, 1):
            if on_progress is not None:
                on_progress(number, len(self.coming))
            if stop is not None and stop():
                break
            read.append(entry)
        return self._stage(order, tuple(read), complete=len(read) == len(self.coming))

    def resume(self, on_progress: Progress | None = None, stop: Callable[[], bool] | None = None) -> Preview:
        return self.begin(self.orders[-1], on_progress, stop)

    def staged(self) -> Preview | None:
        return self.preview

    def changes(self, kind: str, offset: int = 0, limit: int = 200) -> tuple[EntryChange, ...]:
        return self.differences.get(kind, ())[offset : offset + limit]

    def accept(self, *, leave: frozenset[str] = frozenset(), remove_gone: bool = False) -> ImportReport:
        assert self.preview is not None
        self.accepted.append((leave, remove_gone))
        source, coming = self.preview.source, {entry.id: entry for entry in self.coming}
        wanted = [c for kind in (ADDED, CHANGED) for c in self.differences.get(kind, ()) if c.entry_id not in leave]
        for change in wanted:
            new, kept = coming[change.entry_id], self.state.kept.get(change.entry_id)
            if kept is None:
                self.state.kept[new.id] = Kept(new, source, new)
                continue
            ours = {one.field: one.ours for one in change.fields if one.local}
            kept.conflicts = tuple(Conflict(c.field, c.ours, c.after) for c in change.fields if c.conflict)
            kept.imported, kept.entry = new, _with(new, ours)
        gone = [change for change in self.differences.get(GONE, ()) if remove_gone and change.entry_id not in leave]
        for change in gone:
            self.state.kept[change.entry_id].gone_on = TODAY
        count = sum(1 for one in self.state.kept.values() if one.source == source)
        self.state.sources[source] = SourceLine(source, self.preview.form, self.preview.where, TODAY, count)
        added = sum(1 for change in wanted if change.kind == ADDED)
        self.discard()
        return ImportReport(added, len(wanted) - added, len(gone), 0, 0, ())

    def discard(self) -> None:
        self.preview, self.differences = None, {}

    def import_training(self, path: Path) -> ImportReport:
        self.state.fill(practice_entries())
        return ImportReport(len(practice_entries()), 0, 0, 0, 0, ())

    def _stage(self, order: ImportOrder, read: tuple[Entry, ...], *, complete: bool) -> Preview:
        kept = {key: one for key, one in self.state.kept.items() if one.source == order.source}
        changed = [_compared(kept[entry.id], entry) for entry in read if entry.id in kept]
        changed = [change for change in changed if change.fields]
        here = {entry.id for entry in read}
        self.differences = {
            ADDED: tuple(EntryChange(entry.id, entry.name, ADDED) for entry in read if entry.id not in kept),
            CHANGED: tuple(changed),
            CONFLICT: tuple(change for change in changed if any(one.conflict for one in change.fields)),
            GONE: tuple(EntryChange(key, one.entry.name, GONE) for key, one in kept.items() if key not in here)
            if complete else (),
        }  # fmt: skip
        counts = {kind: len(found) for kind, found in self.differences.items()}
        self.preview = Preview(
            order.source, order.form, order.where, counts[ADDED], counts[CHANGED], counts[GONE], counts[CONFLICT],
            len(read) - counts[ADDED] - counts[CHANGED], len(self.problems), 3, 4, self.problems, complete,
            not complete,
        )  # fmt: skip
        return self.preview


class FakeEntries:
    """The working copy; what was done is remembered as (what, entry)."""

    def __init__(self, state: DeskState) -> None:
        self.state = state
        self.done: list[tuple[str, str]] = []
        self.problem: CompanionError | None = None
        self.words_now: object = _shipped("words.json")
        self.rules_now: object = _shipped("derivation.json")
        self.items: tuple[WorkItem, ...] | None = None

    def lines(self, text: str = "", show: str = "all", offset: int = 0, limit: int = 200) -> DeskPage:
        lines = [_line(kept) for kept in self.state.kept.values()]
        wanted = [line for line in lines if text.casefold() in f"{line.name} {line.organization}".casefold()]
        wanted = [line for line in wanted if self._shows(line, show)]
        return DeskPage(tuple(wanted[offset : offset + limit]), len(wanted))

    def entry(self, entry_id: str) -> DeskEntry:
        kept = self._kept(entry_id)
        return DeskEntry(
            kept.entry, kept.source, kept.imported, kept.edited, kept.conflicts, kept.recalled_on, kept.gone_on
        )

    def save(self, entry: Entry) -> None:
        if self.problem is not None:
            raise self.problem
        read_entry(Fields(entry.as_json()))
        self.done.append(("save", entry.id))
        if entry.id in self.state.kept:
            self.state.kept[entry.id].entry = entry
        else:
            self.state.kept[entry.id] = Kept(entry, OWN_SOURCE)

    def new_id(self) -> str:
        return f"00000000-0000-0000-0000-{len(self.state.kept):012d}"

    def verify(self, entry_id: str, how: str, *, by: str) -> None:
        self.done.append((f"verify {how} {by}", entry_id))
        kept = self._kept(entry_id)
        kept.entry = replace(kept.entry, verified_on=TODAY, verified_how=how, verified_by=by)

    def settle(self, entry_id: str, field: str, take: str) -> None:
        self.done.append((f"settle {field} {take}", entry_id))
        kept = self._kept(entry_id)
        conflict = next(one for one in kept.conflicts if one.field == field)
        kept.conflicts = tuple(one for one in kept.conflicts if one.field != field)
        if take == "theirs":
            kept.entry = _with(kept.entry, {field: conflict.theirs})

    def recall(self, entry_id: str) -> None:
        self.done.append(("recall", entry_id))
        self._kept(entry_id).recalled_on = TODAY

    def restore(self, entry_id: str) -> None:
        self.done.append(("restore", entry_id))
        kept = self._kept(entry_id)
        kept.recalled_on = kept.gone_on = None

    def work_list(self, reports: Sequence[ListingLine] = (), limit: int = 100) -> tuple[WorkItem, ...]:
        if self.items is not None:
            return self.items
        told: dict[str, dict[str, int]] = {}
        for line in reports:
            of = told.setdefault(line.entry_id, {})
            of[line.code] = of.get(line.code, 0) + line.count
        kept = [one for one in self.state.kept.values() if one.recalled_on is None]
        due = [one for one in kept if one.entry.verified_on is None or one.entry.id in told]
        due.sort(key=lambda one: one.entry.id not in told)
        return tuple(_item(one.entry, told.get(one.entry.id, {})) for one in due[:limit])

    def words(self) -> object:
        return self.words_now

    def set_words(self, words: object | None) -> None:
        read_words(Fields(words if words is not None else _shipped("words.json")))
        self.words_now = words if words is not None else _shipped("words.json")

    def rules(self) -> object:
        return self.rules_now

    def set_rules(self, rules: object | None) -> None:
        if self.problem is not None:
            raise self.problem
        self.rules_now = rules if rules is not None else _shipped("derivation.json")

    def export(self, path: Path, form: str) -> int:
        path.write_text(form, encoding="utf-8")
        return len(self.state.kept)

    def booklet(self) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
        shown = [
            kept.entry for kept in self.state.kept.values()
            if not kept.entry.confidential and kept.entry.audience == FOR_PERSON and kept.recalled_on is None
        ]  # fmt: skip
        grouped = ((need, tuple(entry for entry in shown if need in entry.needs)) for need in NEEDS)
        return tuple((need, entries) for need, entries in grouped if entries)

    def _shows(self, line: DeskLine, show: str) -> bool:
        return {
            "all": not line.gone, "edited": line.edited, "recalled": line.recalled, "guessed": line.guessed,
            "never_verified": line.verified_on is None, "gone": line.gone,
            "conflict": bool(self.state.kept[line.entry_id].conflicts),
        }[show]  # fmt: skip

    def _kept(self, entry_id: str) -> Kept:
        if entry_id not in self.state.kept:
            raise UnknownEntry(entry_id)
        return self.state.kept[entry_id]


class FakeOfficeListings(FakeListings):
    """What laptops told, at the office."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(now)
        self.lines: tuple[ListingLine, ...] = ()

    def received(self) -> tuple[ListingLine, ...]:
        return self.lines


def _shipped(name: str) -> object:
    return json.loads((RESOURCES / "directory" / name).read_bytes())


def _line(kept: Kept) -> DeskLine:
    entry = kept.entry
    return DeskLine(
        entry.id, entry.name, entry.organization, kept.source, entry.verified_on, kept.recalled_on is not None,
        bool(kept.edited), kept.gone_on is not None, bool(entry.guessed), entry.confidential,
    )  # fmt: skip


def _item(entry: Entry, told: Mapping[str, int]) -> WorkItem:
    reason = "reported" if told else "never"
    return WorkItem(entry.id, entry.name, entry.organization, entry.phones, entry.website, entry.verified_on,
                    tuple(told.items()), entry.guessed, reason)  # fmt: skip


def _compared(kept: Kept, new: Entry) -> EntryChange:
    old = kept.imported or kept.entry
    before, after, ours = old.as_json(), new.as_json(), kept.entry.as_json()
    fields = tuple(
        FieldChange(name, before.get(name), after.get(name), ours.get(name) if name in kept.edited else None,
                    name in kept.edited, name in kept.edited and ours.get(name) != after.get(name))
        for name in changed_fields(old, new)
    )  # fmt: skip
    return EntryChange(new.id, new.name, CHANGED, fields)


def _with(entry: Entry, values: Mapping[str, object]) -> Entry:
    return read_entry(Fields(entry.as_json() | dict(values)))
