# SPDX-License-Identifier: GPL-3.0-or-later
"""What the directory desk shows: sources, a staged import, lines of entries, one entry, what to check next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from outreach_app.domain.directory import Entry, Phone
from outreach_app.domain.directory_import import RowProblem

OWN_SOURCE: Final = "own"
"""The source of entries that a coordinator wrote."""

ADDED: Final = "added"
CHANGED: Final = "changed"
GONE: Final = "gone"
CONFLICT: Final = "conflict"
CHANGE_KINDS: Final = (ADDED, CHANGED, GONE, CONFLICT)
"""`conflict` are those of the changed that a coordinator changed differently."""

SHOWN: Final = ("all", "edited", "recalled", "guessed", "never_verified", "gone", "conflict")
"""What a list of the desk can be narrowed to; `gone` are entries set aside, still kept."""

WORK_REASONS: Final = (
    "reported_number_wrong", "reported_closed", "reported_moved", "reported", "never", "stale", "guessed", "ageing",
)  # fmt: skip
"""Why an entry stands on the work list, in the order of the list."""

OURS: Final = "ours"
THEIRS: Final = "theirs"


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as it was last taken over."""

    name: str
    form: str
    where: str
    """A path or an address; empty where it was not kept."""
    imported_on: date
    entries: int
    """Entries of it in use."""


@dataclass(frozen=True, slots=True)
class TableLook:
    """A plain table before it is read: what to choose a mapping by."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The first ones."""
    encoding: str
    delimiter: str
    mapping: Mapping[str, object]
    """A guess, in the form of `ImportOrder.mapping`."""
    outside: tuple[str, ...]
    """Columns that never come in: staff's names and addresses, internal notes."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A staged import in figures. `changed` counts those with conflicts too."""

    source: str
    form: str
    where: str
    added: int
    changed: int
    gone: int
    conflicts: int
    same: int
    skipped: int
    """Rows that gave no entry."""
    dropped: int
    """Names and addresses of staff, internal notes and secret places, left out at the door."""
    guessed: int
    """Entries read of which a rule guessed something."""
    problems: tuple[RowProblem, ...]
    complete: bool
    """False: it was stopped, and can be resumed or thrown away."""
    partial: bool
    """Not the whole source: what it does not hold is not gone."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one entry; values as in `Entry.as_json`, None where there is none."""

    field: str
    """A field of `Entry`, or a street attribute."""
    before: object
    """As the source last gave it."""
    after: object
    """As the source gives it now."""
    ours: object = None
    """As it is in use, where a coordinator changed it."""
    local: bool = False
    """A coordinator's own value stays."""
    conflict: bool = False
    """Both changed it differently: ours stays until it is settled."""


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One entry of a staged import. An added or gone one has no fields."""

    entry_id: str
    name: str
    kind: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One entry in the desk's list."""

    entry_id: str
    name: str
    organization: str
    source: str
    verified_on: date | None
    recalled: bool
    edited: bool
    gone: bool
    guessed: bool
    confidential: bool


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Some lines of a list; `total` counts all of it."""

    lines: tuple[DeskLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that both sides changed; `ours` is in use."""

    field: str
    ours: object
    theirs: object


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """One entry with what is known of where it came from."""

    entry: Entry
    """As it is in use."""
    source: str
    imported: Entry | None
    """As its source last gave it; None for an own one."""
    edited: tuple[str, ...]
    """Fields in which it differs from that."""
    conflicts: tuple[Conflict, ...]
    recalled_on: date | None
    gone_on: date | None


@dataclass(frozen=True, slots=True)
class WorkItem:
    """An entry that should be checked, and why."""

    entry_id: str
    name: str
    organization: str
    phones: tuple[Phone, ...]
    website: str
    verified_on: date | None
    reports: tuple[tuple[str, int], ...]
    """(listing code, how many), the most first."""
    guessed: tuple[str, ...]
    reason: str
    """One of `WORK_REASONS`."""
