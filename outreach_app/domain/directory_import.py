# SPDX-License-Identifier: GPL-3.0-or-later
"""What reading somebody's directory gives, and how it differs from what is there already."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final, NamedTuple

from outreach_app.domain.directory import Entry
from outreach_app.domain.hours import Schedule

Progress = Callable[[int, int], None]
"""Called with (done, total) rows."""

PROBLEM_REASONS: Final = (
    "missing", "not_text", "not_a_list", "not_an_object", "not_a_number", "not_a_date", "not_a_time", "not_a_phone",
    "unknown_code", "out_of_range", "too_long", "too_many", "too_deep", "twice", "utc_time", "rule_not_followed",
    "inactive", "no_service", "read_as_windows_1252", "link_to_nothing", "bad_row", "more_problems",
)  # fmt: skip
"""Every reason that a row's problem can have."""


class RowProblem(NamedTuple):
    """Something unsound: `row` counts the services of the file from 1, 0 is the file itself."""

    row: int
    field: str
    reason: str


@dataclass(frozen=True)
class Import:
    """A file read: sound services as entries, what was wrong row by row, nothing dropped silently."""

    entries: tuple[Entry, ...]
    originals: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Each service as it came, as JSON text by entry id, unknown keys included, personal data of staff left out."""
    problems: tuple[RowProblem, ...] = ()
    skipped: int = 0
    """Rows that gave no entry."""
    held: frozenset[str] = frozenset()
    """Ids of services that the file holds although they could not be read: they are not gone."""
    partial: bool = False
    """One page of several, or no services at all: what it does not hold is not gone."""
    dropped: int = 0
    """Names and addresses of staff, and places meant to stay secret, left out at the door."""


@dataclass(frozen=True)
class Difference:
    """A source as read now against its last import. Ids are disjoint."""

    source: str
    form: str
    read: Import
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def report(self) -> ImportReport:
        """The figures of this difference."""
        return ImportReport(
            added=len(self.added),
            changed=len(self.changed),
            removed=len(self.gone),
            skipped=self.read.skipped,
            dropped=self.read.dropped,
            problems=self.read.problems,
        )


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or would do."""

    added: int
    changed: int
    removed: int
    skipped: int
    dropped: int
    problems: tuple[RowProblem, ...]


def compare(source: str, form: str, read: Import, last: Mapping[str, Entry]) -> Difference:
    """The difference to `last`, the source's entries in use. What is missing from part of a source is not gone."""
    present = {entry.id for entry in read.entries} | read.held
    return Difference(
        source=source,
        form=form,
        read=read,
        added=_ids(read.entries, lambda entry: entry.id not in last),
        changed=_ids(read.entries, lambda entry: entry.id in last and last[entry.id] != entry),
        gone=() if read.partial else tuple(sorted(set(last) - present)),
    )


def renewed(read: Import, today: date) -> Import:
    """The same entries with every date moved so that the newest check was made `today`.

    For practice only: an invented directory stays as fresh as on the day when it was written.
    """
    checks = [entry.verified_on for entry in read.entries if entry.verified_on is not None]
    if not checks:
        return read
    by = today - max(checks)
    return replace(read, entries=tuple(_moved(entry, by) for entry in read.entries))


def _moved(entry: Entry, by: timedelta) -> Entry:
    return replace(
        entry,
        verified_on=entry.verified_on + by if entry.verified_on else None,
        opening=tuple(_moved_schedule(schedule, by) for schedule in entry.opening),
        intake=tuple(_moved_schedule(schedule, by) for schedule in entry.intake),
    )


def _moved_schedule(schedule: Schedule, by: timedelta) -> Schedule:
    first, last = schedule.valid_from, schedule.valid_to
    return replace(schedule, valid_from=first + by if first else None, valid_to=last + by if last else None)


def changed_fields(old: Entry, new: Entry) -> tuple[str, ...]:
    """Names of the fields in which two versions of an entry differ."""
    before, after = old.as_json(), new.as_json()
    return tuple(key for key in sorted({*before, *after}) if before.get(key) != after.get(key))


def _ids(entries: Sequence[Entry], wanted: Callable[[Entry], bool]) -> tuple[str, ...]:
    return tuple(entry.id for entry in entries if wanted(entry))
