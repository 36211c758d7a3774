# SPDX-License-Identifier: GPL-3.0-or-later
"""What reading somebody's directory gives, and what an import of it did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
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
    "inactive", "no_service", "read_as_windows_1252", "link_to_nothing", "bad_row", "cut_off", "more_problems",
    "excluded", "repeats",
)  # fmt: skip
"""Every reason that a row's problem can have."""


MOST_PROBLEMS: Final = 10_000
"""Problems kept of one import; a source that has more is beyond reading line by line."""


class RowProblem(NamedTuple):
    """Something unsound: `row` counts the services of the file from 1, 0 is the file itself."""

    row: int
    field: str
    reason: str


class SourceTerm(NamedTuple):
    """A taxonomy term of a service, as its source names it: what rules derive needs and attributes from."""

    taxonomy: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Read:
    """One service read.

    `original` is a JSON object (UTF-8) of the service as it came, staff's names and addresses left out: a service with
    everything inside for HSDS, `{"row": {column: text}}` for other forms.
    """

    entry: Entry
    original: bytes = field(repr=False)
    terms: tuple[SourceTerm, ...] = ()


class Notes:
    """What a reader notes beside the services, while it reads."""

    def __init__(self) -> None:
        self.skipped = 0
        """Rows that gave no entry."""
        self.dropped = 0
        """Names and addresses of staff, internal notes and secret places, left out at the door."""
        self.held: set[str] = set()
        """Ids of services that the source holds although they could not be read: they are not gone."""
        self.partial = False
        """Not the whole source: what it does not hold is not gone."""
        self.done = 0
        self.total = 0
        """How far the reading is, in bytes or rows; a total of 0 is not known."""
        self.cursor = ""
        """Where an import by address goes on; it stands for everything yielded before it changed."""
        self._problems: dict[RowProblem, None] = {}

    def add(self, row: int, field: str, reason: str) -> None:
        """Note a problem, each once; past the limit only that there are more."""
        if len(self._problems) < MOST_PROBLEMS:
            self._problems[RowProblem(row, field[:200], reason)] = None
        else:
            self._problems[RowProblem(0, "", "more_problems")] = None

    def all(self) -> tuple[RowProblem, ...]:
        """The problems, in the order found."""
        return tuple(self._problems)


@dataclass(frozen=True)
class ImportOrder:
    """What to read: a path or an address, in which form, and the name under which the source is known."""

    where: str
    form: str
    source: str
    mapping: Mapping[str, object] | None = None
    """For plain tables: which columns hold what."""
    modified_after: str = ""
    """For an address: only what changed since this moment (ISO 8601)."""
    cursor: str = ""
    """For an address: where an import that was stopped goes on."""


Reader = Callable[[ImportOrder, Notes], Iterator[Read]]
"""Yields sound services one by one, in bounded memory; raises only for a source of which nothing can be had. One that
is cut in the middle gives what is sound and is noted as `cut_off` and partial."""


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or would do."""

    added: int
    changed: int
    removed: int
    skipped: int
    dropped: int
    problems: tuple[RowProblem, ...]


def renewed(reads: Iterable[Read], today: date) -> list[Read]:
    """The same services with every date moved so that the newest check was made `today`.

    For practice only: an invented directory stays as fresh as on the day when it was written.
    """
    found = list(reads)
    checks = [read.entry.verified_on for read in found if read.entry.verified_on is not None]
    if not checks:
        return found
    by = today - max(checks)
    return [replace(read, entry=_moved(read.entry, by)) for read in found]


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
