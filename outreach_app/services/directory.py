# SPDX-License-Identifier: GPL-3.0-or-later
"""The directory for those who search it. Runs on the directory's lane: a search never waits for a count.

What is typed and asked lives in the question alone; nothing of it is stored or logged.
"""

from __future__ import annotations

import threading
from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final, NamedTuple, Protocol

from outreach_app.domain.codes import IMMEDIATE_NEEDS
from outreach_app.domain.content import Content
from outreach_app.domain.directory import Entry
from outreach_app.domain.errors import NoDirectory, UnknownEntry
from outreach_app.domain.finding import FIND_BANDS, NOW, Moments, Standing, Verdict, judge, standing, verdict
from outreach_app.domain.guide import Guide
from outreach_app.domain.material import HelpLine
from outreach_app.domain.question import Question, Term, terms, understand
from outreach_app.domain.ranking import order
from outreach_app.domain.recurrence import load_rules
from outreach_app.domain.spelling import Similar
from outreach_app.domain.words import Words

LOOKED_AT: Final = 400
"""Entries with irregular hours that are looked at for a page before those with plain ones go on without them."""
PAGE: Final = 50
UNFIT: Final = 200
LEAVE_NOW: Final = 8
MOMENTS: Final = 4096


class MatchesPort(Protocol):
    """See `store.directory_matches.Matches`."""

    @property
    def total(self) -> int: ...
    @property
    def hidden(self) -> Mapping[str, int]: ...
    @property
    def hidden_places(self) -> Iterable[int]: ...
    def corrected(self, place: int) -> bool: ...
    def irregular(self, place: int) -> bool: ...
    def tiers(self) -> Iterator[tuple[tuple[int, ...], Iterable[int]]]: ...


class DirectoryFilePort(Protocol):
    """See `store.directory_file.DirectoryFile`."""

    @property
    def number(self) -> int: ...
    @property
    def published_on(self) -> date: ...
    @property
    def words(self) -> Words: ...
    def __len__(self) -> int: ...
    def hits(self, word: str) -> int: ...
    def similar(self, word: str) -> Similar: ...
    def matches(
        self,
        question: Question,
        terms: Sequence[Term],
        *,
        full_tonight: AbstractSet[str],
        recalled: AbstractSet[str],
        holiday: bool,
    ) -> MatchesPort: ...
    def entry_at(self, place: int) -> Entry: ...
    def entry(self, entry_id: str) -> Entry: ...
    def for_professionals(self) -> tuple[Entry, ...]: ...
    def lines(self) -> tuple[HelpLine, ...]: ...
    def guide(self) -> Guide: ...
    def forget_words(self) -> None: ...
    def close(self) -> None: ...


class DirectoryFolderPort(Protocol):
    """See `store.directory_file.DirectoryFolder`."""

    def build(
        self, key: bytes, *, number: int, published_on: date, content: Content, between: Callable[[], None]
    ) -> str: ...
    def open(self, name: str, key: bytes) -> DirectoryFilePort: ...
    def keep_only(self, name: str) -> None: ...
    def discard(self, name: str) -> None: ...


def _go_on() -> None:
    """Nobody says that it should end."""


def _no_holiday(_day: date) -> bool:
    return False


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
    """Sorted by band, then as `domain.ranking` says."""
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


class _Ranked(NamedTuple):
    """An entry judged, sorted by its rank and then by its place."""

    rank: tuple[int, ...]
    place: int
    entry: Entry
    stands: Standing
    moments: Moments


class DirectoryService:
    """Installs, opens and searches releases' directories. `key` gives the raw key while the vault is open, `holiday`
    whether a date is a public holiday."""

    def __init__(
        self,
        folder: DirectoryFolderPort,
        words: Words,
        key: Callable[[], bytes],
        holiday: Callable[[date], bool] = _no_holiday,
    ) -> None:
        self._folder = folder
        self._words = words
        self._key = key
        self._holiday = holiday
        self._recalled: frozenset[str] = frozenset()
        self._recalling = threading.Lock()
        self._minute: tuple[datetime, int] | None = None
        self._told: dict[int, Moments] = {}
        """By place, what hours say of the minute last asked about: while somebody types it stays the same."""
        self._file: DirectoryFilePort | None = None
        self.damaged = False
        """Whether the last try to open a release failed; a sync brings it again."""

    def install(self, number: int, published_on: date, content: Content, between: Callable[[], None] = _go_on) -> str:
        """Build a release's file aside, on whatever thread; returns its name, which no other file had.

        `between` is called every few milliseconds meanwhile, and what it raises ends the building. What is open stays
        open and is searched as before.
        """
        return self._folder.build(
            self._key(), number=number, published_on=published_on, content=content, between=between
        )

    def discard(self, name: str) -> None:
        """Delete a file that was built and will not be opened; on whatever thread."""
        self._folder.discard(name)

    def open(self, name: str) -> DirectoryHead:
        """Open a release by its file's name and let the one before go; raises `FileMissing`, `DatabaseDamaged`."""
        self.damaged = True
        fresh = self._folder.open(name, self._key())
        self.close()
        self._file, self.damaged = fresh, False
        return self.head()

    def close(self) -> None:
        """Forget the open directory."""
        self._told.clear()
        if self._file is not None:
            self._file.close()
            self._file = None

    def keep_only(self, name: str) -> None:
        """Delete every other file but those being built; the one that is open must be `name`."""
        self._folder.keep_only(name)

    @property
    def is_open(self) -> bool:
        """Whether there is a directory to search."""
        return self._file is not None

    def head(self) -> DirectoryHead:
        """Which release is open, on whatever thread; raises `NoDirectory`."""
        file = self._open
        return DirectoryHead(file.number, file.published_on, len(file))

    def understand(self, text: str, now: datetime) -> Question:
        """What `text` asks at `now` (aware, in the coalition's zone); with a directory open, typing errors are
        forgiven."""
        if self._file is None:
            return understand(text, now, self._words)
        return understand(text, now, self._file.words, self._file)

    def warm(self, now: datetime) -> None:
        """Load what the first search would wait for, once nobody waits: the public holidays, the rules of recurrence.

        `now` is aware, in the coalition's zone. Raises `VaultLocked`.
        """
        self._holiday(now.date())
        load_rules()

    def forget(self) -> None:
        """The next person: let go of what memory still holds of words that were typed."""
        self._told.clear()
        if self._file is not None:
            self._file.forget_words()

    def hide(self, ids: AbstractSet[str]) -> None:
        """Recalled: from now on these are not found here, whatever release is open. On whatever thread."""
        with self._recalling:
            self._recalled = self._recalled | ids

    def show(self, ids: AbstractSet[str]) -> None:
        """Take recalls back: these are found again as far as the open release holds them. On whatever thread."""
        with self._recalling:
            self._recalled = self._recalled - ids

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
        question = self._without_nowhere(asked if isinstance(asked, Question) else self.understand(asked, now))
        matches = self._matches(question, full_tonight)
        ranked = self._ranked(matches, question, limit, full_tonight, bands=len(FIND_BANDS))
        found = tuple(_found(one, question) for one in ranked)
        return Answer(question, found, matches.hidden, matches.total)

    def _without_nowhere(self, question: Question) -> Question:
        """The question without words that no place holds, as long as something else is asked for."""
        nowhere = tuple(
            word for word in question.words if not any(self._open.hits(read) for read in question.readings(word))
        )
        rest = tuple(word for word in question.words if word not in nowhere)
        if not nowhere or not (rest or question.needs or question.wanted or question.language):
            return question
        return replace(question, words=rest, nowhere=nowhere)

    def unfit(
        self, question: Question, limit: int = UNFIT, full_tonight: AbstractSet[str] = frozenset()
    ) -> tuple[Found, ...]:
        """The first `limit` matches that the question hides, each with the reason in its verdict; raises
        `NoDirectory`."""
        places = self._matches(question, full_tonight).hidden_places
        entries = [self._open.entry_at(place) for place, _ in zip(places, range(limit), strict=False)]
        holiday = self._holiday(question.at.date())
        return tuple(Found(entry, judge(entry, question, full_tonight, holiday=holiday)) for entry in entries)

    def leave_now(
        self,
        now: datetime,
        question: Question | None = None,
        limit: int = LEAVE_NOW,
        full_tonight: AbstractSet[str] = frozenset(),
    ) -> tuple[tuple[str, tuple[Found, ...]], ...]:
        """For each immediate need that somebody answers: up to `limit` places that take people now and need no
        referral. `question` brings what is known of the person; its words, needs and time are left aside. Raises
        `NoDirectory`."""
        known = replace(question or Question(at=now), at=now, words=(), parts=(), term="", corrections=())
        found = []
        for need in IMMEDIATE_NEEDS:
            asked = replace(known, needs=(need,))
            ranked = self._ranked(self._matches(asked, full_tonight), asked, limit, full_tonight, bands=1)
            places = tuple(_found(one, asked) for one in ranked if one.stands.band == NOW and need in one.entry.needs)
            if places:
                found.append((need, places))
        return tuple(found)

    def entry(self, entry_id: str) -> Entry:
        """One entry; raises `UnknownEntry` (for a recalled one too), `NoDirectory`."""
        if entry_id in self._recalled:
            raise UnknownEntry(entry_id)
        return self._open.entry(entry_id)

    def verdict(self, entry_id: str, question: Question, full_tonight: AbstractSet[str] = frozenset()) -> Found:
        """One entry judged for a question."""
        entry = self.entry(entry_id)
        return Found(entry, judge(entry, question, full_tonight, holiday=self._holiday(question.at.date())))

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

    def _matches(self, question: Question, full_tonight: AbstractSet[str]) -> MatchesPort:
        return self._open.matches(
            question,
            terms(question, self._open.words),
            full_tonight=full_tonight,
            recalled=self._recalled,
            holiday=self._holiday(question.at.date()),
        )

    def _ranked(
        self, matches: MatchesPort, question: Question, limit: int, full: AbstractSet[str], *, bands: int
    ) -> list[_Ranked]:
        """The best `limit` of the first `bands` bands, each judged exactly.

        Entries are taken tier by tier, as long as what comes may still be better than the last one on the page.
        """
        holiday = self._holiday(question.at.date())
        ranked: list[_Ranked] = []
        waiting: list[int] = []
        looked_at = 0

        def judged(place: int) -> None:
            entry = self._open.entry_at(place)
            told = self._moments(place, entry, question.at)
            stands = standing(entry, question, full, holiday=holiday, moments=told)
            rank = order(entry, stands, question, corrected=matches.corrected(place))
            insort(ranked, _Ranked(rank, place, entry, stands, told))

        for best, places in matches.tiers():
            if best[0] >= bands or (len(ranked) >= limit and ranked[limit - 1][:2] < (best, 0)):
                break
            for place in places:
                if len(ranked) >= limit and ranked[limit - 1][:2] < (best, place):
                    break
                if matches.irregular(place):
                    looked_at += 1
                    if looked_at > LOOKED_AT:
                        waiting.append(place)
                        continue
                judged(place)
        for place in waiting[: max(0, limit - len(ranked))]:
            judged(place)
        return ranked[:limit]

    def _moments(self, place: int, entry: Entry, at: datetime) -> Moments:
        minute = at.replace(second=0, microsecond=0)
        if (minute, minute.fold) != self._minute or len(self._told) > MOMENTS:
            self._told.clear()
            self._minute = (minute, minute.fold)
        told = self._told.get(place)
        if told is None:
            told = self._told[place] = Moments(entry, minute)
        return told


def _found(one: _Ranked, question: Question) -> Found:
    return Found(one.entry, verdict(one.entry, question, one.stands, one.moments))
