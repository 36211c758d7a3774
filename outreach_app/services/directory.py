# SPDX-License-Identifier: GPL-3.0-or-later
"""The directory for those who search it. Runs on the directory's lane: a search never waits for a count.

What is typed and asked lives in the question alone; nothing of it is stored or logged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Protocol

from outreach_app.domain.content import Content
from outreach_app.domain.directory import Entry
from outreach_app.domain.errors import NoDirectory
from outreach_app.domain.finding import Facts, Verdict, judge, mismatch, order, standing
from outreach_app.domain.guide import Guide
from outreach_app.domain.material import HelpLine
from outreach_app.domain.question import Question, Term, terms, understand
from outreach_app.domain.words import Words

JUDGED: Final = 400
"""Matches looked at closely for a page, the most useful first."""
PAGE: Final = 50


class DirectoryFilePort(Protocol):
    """See `store.directory_file.DirectoryFile`."""

    @property
    def number(self) -> int: ...
    @property
    def published_on(self) -> date: ...
    @property
    def facts(self) -> Sequence[Facts]: ...
    def __len__(self) -> int: ...
    def matching(self, terms: Sequence[Term]) -> Sequence[int]: ...
    def entry_at(self, place: int) -> Entry: ...
    def entry(self, entry_id: str) -> Entry: ...
    def for_professionals(self) -> tuple[Entry, ...]: ...
    def lines(self) -> tuple[HelpLine, ...]: ...
    def guide(self) -> Guide: ...
    def close(self) -> None: ...


class DirectoryFolderPort(Protocol):
    """See `store.directory_file.DirectoryFolder`."""

    def build(self, key: bytes, *, number: int, published_on: date, content: Content) -> str: ...
    def open(self, name: str, key: bytes) -> DirectoryFilePort: ...
    def keep_only(self, name: str) -> None: ...


@dataclass(frozen=True)
class Found:
    """One result."""

    entry: Entry
    verdict: Verdict


@dataclass(frozen=True)
class Answer:
    """What a question finds."""

    question: Question
    results: tuple[Found, ...] = ()
    """Sorted: band, fit of the need, what is unknown, freshness."""
    hidden: Mapping[str, int] = field(default_factory=dict)
    """How many matches a reason hides, by reason."""
    total: int = 0
    """Matches that are not hidden, those beyond the page too."""


@dataclass(frozen=True)
class DirectoryHead:
    """Which release is open."""

    number: int
    published_on: date
    entries: int


class DirectoryService:
    """Installs, opens and searches releases' directories. `key` gives the raw key while the vault is open."""

    def __init__(self, folder: DirectoryFolderPort, words: Words, key: Callable[[], bytes]) -> None:
        self._folder = folder
        self._words = words
        self._key = key
        self._file: DirectoryFilePort | None = None
        self._name = ""
        self.damaged = False
        """Whether the last try to open a release failed; a sync brings it again."""

    def install(self, number: int, published_on: date, content: Content) -> str:
        """Build a release's file aside and put it in the folder; returns its name.

        Another release that is open stays open. This one, when it is built anew, is let go first: not every system
        replaces a file that is in use. If that fails the old file is opened again.
        """
        open_name = self._name if self._file is not None and self._file.number == number else ""
        if open_name:
            self.close()
        try:
            return self._folder.build(self._key(), number=number, published_on=published_on, content=content)
        except BaseException:
            if open_name:
                self.open(open_name)
            raise

    def open(self, name: str) -> DirectoryHead:
        """Open a release by its file's name and let the one before go; raises `FileMissing`, `DatabaseDamaged`."""
        self.damaged = True
        fresh = self._folder.open(name, self._key())
        self.close()
        self._file, self._name, self.damaged = fresh, name, False
        return self.head()

    def close(self) -> None:
        """Forget the open directory."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def keep_only(self, name: str) -> None:
        """Delete the files of every other release; the one that is open must be `name`."""
        self._folder.keep_only(name)

    @property
    def is_open(self) -> bool:
        """Whether there is a directory to search."""
        return self._file is not None

    def head(self) -> DirectoryHead:
        """Which release is open; raises `NoDirectory`."""
        return DirectoryHead(self._open.number, self._open.published_on, len(self._open))

    def understand(self, text: str, now: datetime) -> Question:
        """What `text` asks at `now` (aware, in the coalition's zone)."""
        return understand(text, now, self._words)

    def search(
        self,
        asked: Question | str,
        *,
        now: datetime,
        limit: int = PAGE,
        full_tonight: AbstractSet[str] = frozenset(),
    ) -> Answer:
        """The first `limit` results for a question, or for a text asked at `now` (aware, in the coalition's zone).

        `full_tonight` holds ids of entries that said so tonight. Raises `NoDirectory`.
        """
        question = asked if isinstance(asked, Question) else self.understand(asked, now)
        places = self._open.matching(terms(question, self._words))
        hidden: Counter[str] = Counter()
        shown: list[int] = []
        facts = self._open.facts
        for place in places:
            reason = mismatch(facts[place - 1], question)
            if reason:
                hidden[reason] += 1
            else:
                shown.append(place)
        page = self._page(shown[: max(JUDGED, limit)], question, limit, full_tonight)
        return Answer(question, page, dict(hidden), len(shown))

    def entry(self, entry_id: str) -> Entry:
        """One entry; raises `UnknownEntry`, `NoDirectory`."""
        return self._open.entry(entry_id)

    def verdict(self, entry_id: str, question: Question, full_tonight: AbstractSet[str] = frozenset()) -> Found:
        """One entry judged for a question."""
        entry = self._open.entry(entry_id)
        return Found(entry, judge(entry, question, full_tonight))

    def for_professionals(self) -> tuple[Entry, ...]:
        """Entries that stand under Coalition and never in a worker's search."""
        return self._open.for_professionals()

    def lines(self) -> tuple[HelpLine, ...]:
        """The help lines of the release."""
        return self._open.lines()

    def guide(self) -> Guide:
        """The national guide of the release."""
        return self._open.guide()

    @property
    def _open(self) -> DirectoryFilePort:
        if self._file is None:
            raise NoDirectory
        return self._file

    def _page(
        self, places: Sequence[int], question: Question, limit: int, full_tonight: AbstractSet[str]
    ) -> tuple[Found, ...]:
        """The best `limit` of these places, judged."""
        entries = [self._open.entry_at(place) for place in places]
        keyed = [(order(entry, standing(entry, question, full_tonight), question), entry) for entry in entries]
        keyed.sort(key=lambda pair: pair[0])
        return tuple(Found(entry, judge(entry, question, full_tonight)) for _, entry in keyed[:limit])
