# SPDX-License-Identifier: GPL-3.0-or-later
"""The directory desk entry by entry: edit, check, settle, recall, what to check next, words and rules, export, booklet.

Runs where the desk's service runs: on the desk's lane. After a change the caller lets the own directory be built
anew (`ReleaseService.refresh_own`); a recall hides the entry here before that.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from outreach_app.domain.codes import NEEDS
from outreach_app.domain.desk import OURS, SHOWN, THEIRS, DeskEntry, DeskPage, WorkItem
from outreach_app.domain.directory import CHECKS, FOR_PERSON, Entry, read_entry
from outreach_app.domain.errors import BadField
from outreach_app.domain.listing import ListingLine
from outreach_app.domain.reading import Fields
from outreach_app.domain.words import read_words
from outreach_app.services.desk import RULES, DeskService, RulesPort
from outreach_app.services.ports import Random

WORDS: Final = "words"
STALE: Final = timedelta(days=180)
AGEING: Final = timedelta(days=90)
"""A check is fresh until then (`domain.md`)."""
EXPORT_FORMS: Final = ("json", "tables", "zip")
_REPORTED: Final = {"number_wrong": "reported_number_wrong", "closed": "reported_closed", "moved": "reported_moved"}
"""Reports that say by themselves that a listing is wrong; others only ask for a look."""
_REPORT_ORDER: Final = (*_REPORTED.values(), "reported")


WritesDirectory = Callable[[Iterator[tuple[Entry, bytes]], Path, str], int]
"""A format's writer: entries with their originals (empty for our own), where to, in which form; returns how many."""


class EntryDesk:
    """What a coordinator does with single entries.

    `hide` keeps entries out of every search on this laptop, `show` takes that back; `shipped_words` is the JSON of
    the shipped word list.
    """

    def __init__(
        self,
        desk: DeskService,
        hide: Callable[[frozenset[str]], None],
        show: Callable[[frozenset[str]], None],
        rules: RulesPort,
        shipped_words: Callable[[], object],
        write: WritesDirectory,
        today: Callable[[], date],
        random: Random,
    ) -> None:
        self._desk = desk
        self._hide = hide
        self._show = show
        self._rules = rules
        self._shipped_words = shipped_words
        self._write = write
        self._today = today
        self._random = random

    def lines(self, text: str = "", show: str = "all", offset: int = 0, limit: int = 200) -> DeskPage:
        """Lines in order of name whose name or organisation holds every word of `text`; `show` is one of `SHOWN`."""
        if show not in SHOWN:
            raise BadField("show", "unknown_code")
        return self._desk.open.entries.lines(text, show, offset, limit)

    def entry(self, entry_id: str) -> DeskEntry:
        """One entry with where it came from; raises `UnknownEntry`."""
        return self._desk.open.entries.one(entry_id)

    def new_id(self) -> str:
        """An id for an entry of our own: a random UUID."""
        return str(uuid.UUID(bytes=self._random.bytes(16), version=4))

    def save(self, entry: Entry) -> None:
        """Keep a local edit, or a new entry under `new_id`; raises `BadField` with the field's name."""
        if not entry.name.strip():
            raise BadField("name", "missing")
        self._desk.open.entries.save(read_entry(Fields(entry.as_json())), self._today())

    def verify(self, entry_id: str, how: str, *, by: str) -> None:
        """Somebody checked the entry today; `how` is one of `CHECKS`, `by` the seat's label."""
        if how not in CHECKS:
            raise BadField("how", "unknown_code")
        body = self.entry(entry_id).entry.as_json()
        body |= {"verified_on": self._today().isoformat(), "verified_how": how, "verified_by": by}
        self._desk.open.entries.save(read_entry(Fields(body)), self._today())

    def settle(self, entry_id: str, field: str, take: str) -> None:
        """Settle a conflict with our value (`ours`) or the source's (`theirs`)."""
        if take not in {OURS, THEIRS}:
            raise BadField("take", "unknown_code")
        self._desk.open.entries.settle(entry_id, field, take)

    def recall(self, entry_id: str) -> None:
        """Hidden here at once, left out of the next release; kept on the desk."""
        self._desk.open.entries.recall(entry_id, self._today())
        self._hide(frozenset({entry_id}))

    def restore(self, entry_id: str) -> None:
        """Take a recall back, and an entry set aside into use again."""
        self._desk.open.entries.recall(entry_id, None)
        self._show(frozenset({entry_id}))

    def recalled(self) -> frozenset[str]:
        """Ids of everything recalled."""
        return self._desk.open.entries.recalled()

    def work_list(self, reports: Sequence[ListingLine] = (), limit: int = 100) -> tuple[WorkItem, ...]:
        """What to check next: reported listings, never checked, stale, guessed in part, ageing; each once.

        A report counts until the entry was checked on its date or after. The order is the same every time.
        """
        entries = self._desk.open.entries
        counts = _by_entry(reports)
        reported = [
            _item(entry, found, _reported_reason(found))
            for entry in entries.some(sorted(counts))
            if (found := _since(counts[entry.id], entry.verified_on))
        ]
        reported.sort(key=lambda item: (_REPORT_ORDER.index(item.reason), -sum(count for _, count in item.reports)))
        known = {item.entry_id for item in reported}
        today = self._today()
        waiting = entries.to_check(today - STALE, today - AGEING, limit + len(known))
        rest = (_item(entry, {}, why) for entry, why in waiting if entry.id not in known)
        return (*reported, *rest)[:limit]

    def words(self) -> object:
        """The word list in use, as JSON."""
        own = self._desk.open.own_list(WORDS)
        return own if own is not None else self._shipped_words()

    def set_words(self, words: object | None) -> None:
        """Use another word list from the next release on, or with None the shipped one; raises `BadField`."""
        if words is not None:
            read_words(Fields(words))
        self._desk.open.set_own_list(WORDS, words)

    def rules(self) -> object:
        """The rules of derivation in use, as JSON."""
        own = self._desk.open.own_list(RULES)
        return own if own is not None else self._rules.shipped()

    def set_rules(self, rules: object | None, on_progress: Callable[[int, int], None] | None = None) -> None:
        """Derive by other rules (None: the shipped ones), what is here already too; raises `BadField`.

        Whatever a person set stays as it is.
        """
        derive = self._rules.ready(rules if rules is not None else self._rules.shipped())
        self._desk.open.set_rules(rules, derive, on_progress)

    def export(self, path: Path, form: str) -> int:
        """Write what would be published as HSDS 3.1, in one of `EXPORT_FORMS`; returns how many services."""
        if form not in EXPORT_FORMS:
            raise BadField("form", "unknown_code")
        return self._write(self._desk.open.originals(), path, form)

    def booklet(self) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
        """Entries by need, in the order of needs and of names: nothing confidential, nothing for professionals."""
        found: dict[str, list[Entry]] = {need: [] for need in NEEDS}
        for entry in self._desk.content().entries:
            if entry.audience == FOR_PERSON and not entry.confidential:
                for need in entry.needs:
                    found[need].append(entry)
        return tuple(
            (need, tuple(sorted(entries, key=lambda entry: (entry.name.casefold(), entry.id))))
            for need, entries in found.items()
            if entries
        )


Counted = Mapping[tuple[str, date], int]
"""How often a code was reported on a date."""


def _by_entry(reports: Sequence[ListingLine]) -> dict[str, dict[tuple[str, date], int]]:
    found: dict[str, dict[tuple[str, date], int]] = {}
    for line in reports:
        counted = found.setdefault(line.entry_id, {})
        key = (line.code, line.operating_date)
        counted[key] = counted.get(key, 0) + line.count
    return found


def _since(counted: Counted, verified_on: date | None) -> dict[str, int]:
    """Reports by code that came after the last check."""
    found: dict[str, int] = {}
    for (code, day), count in counted.items():
        if verified_on is None or day > verified_on:
            found[code] = found.get(code, 0) + count
    return found


def _reported_reason(found: Mapping[str, int]) -> str:
    return next((reason for code, reason in _REPORTED.items() if code in found), _REPORT_ORDER[-1])


def _item(entry: Entry, reports: Mapping[str, int], reason: str) -> WorkItem:
    ordered = sorted(reports.items(), key=lambda pair: (-pair[1], pair[0]))
    return WorkItem(
        entry_id=entry.id,
        name=entry.name,
        organization=entry.organization,
        phones=entry.phones,
        website=entry.website,
        verified_on=entry.verified_on,
        reports=tuple(ordered),
        guessed=entry.guessed,
        reason=reason,
    )
