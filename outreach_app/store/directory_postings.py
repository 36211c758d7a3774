# SPDX-License-Identifier: GPL-3.0-or-later
"""What a release's sets are made of, gathered while its entries stream by: for each word and fact the entries that
hold it, by the order in which they came.
"""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, Generic, NamedTuple, TypeVar

from pyroaring import BitMap

from outreach_app.domain.directory import YES, Entry
from outreach_app.domain.week import WEEK_SLOTS, DayRange, week_of
from outreach_app.domain.words import fold

K = TypeVar("K", bound=Hashable)

WORD_LIMIT: Final = 40
"""Letters by which words are told apart."""
SERIES: Final = ("takes", "refuses", "shut", "unsure", "may")
"""The bits of `domain.week.Week` that are laid down."""
HOUR_SLOTS: Final = 4
NONE_GIVEN: Final = ""
"""The code of a fact for entries of which nothing of its kind is known."""


class Lists(Generic[K]):
    """Numbers by key, as chains through two arrays: a list a word would be hundreds of thousands of objects, and
    whoever counts meanwhile would wait each time Python looks through them for what can go."""

    def __init__(self) -> None:
        self._last: dict[K, int] = {}
        """Where a key's last number stands."""
        self._numbers = array("I", (0,))
        self._before = array("I", (0,))
        """Where the number before it stands; 0 for none."""

    def add(self, keys: Iterable[K], number: int) -> None:
        """Add one number to several keys."""
        last, numbers, before = self._last, self._numbers, self._before
        at = len(numbers)
        for key in keys:  # this runs for every word of a directory
            before.append(last.get(key, 0))
            numbers.append(number)
            last[key] = at
            at += 1

    def __iter__(self) -> Iterator[K]:
        return iter(self._last)

    def places(self, key: K, place_of: Sequence[int]) -> BitMap:
        """The set of a key, its numbers turned into places; empty for a key that is not there."""
        numbers, before = self._numbers, self._before
        at = self._last.get(key, 0)
        found = array("I")
        while at:
            found.append(place_of[numbers[at]])
            at = before[at]
        return BitMap(found)


class Postings:
    """Everything that is searched of the entries for persons."""

    def __init__(self, on: date) -> None:
        """`on` is the day of which the weeks speak."""
        self._on = on
        self.everywhere: Lists[str] = Lists()
        self.named: Lists[str] = Lists()
        self.facts: Lists[tuple[str, str]] = Lists()
        self.changes: Lists[tuple[str, int]] = Lists()
        """Quarter hours of a series at which an entry begins or ceases to belong to it."""
        self.irregular: Lists[DayRange] = Lists()

    def add(self, entry: Entry, arrival: int) -> None:
        """Take in one entry."""
        named = {word[:WORD_LIMIT] for word in entry.name_words}
        self.named.add(named, arrival)
        self.everywhere.add(named.union(searched_words(entry)), arrival)
        self.facts.add(facts(entry), arrival)
        week = week_of(entry, self._on)
        for series in SERIES:
            bits = getattr(week, series)
            if bits:
                self.changes.add([(series, slot) for slot in _changes(bits)], arrival)
        self.irregular.add(week.irregular, arrival)
        if week.always_says:
            self.facts.add((("holiday", NONE_GIVEN),), arrival)


def searched_words(entry: Entry) -> set[str]:
    """Words of an entry beside its names, folded."""
    texts = [entry.area, *entry.postal_codes, entry.description, entry.alert, entry.eligibility, entry.application]
    for address in entry.addresses:
        texts += (address.place, address.street, address.city, address.region, address.postal_code)
    words = {word[:WORD_LIMIT] for word in fold(" ".join(texts))}
    for phone in entry.phones:
        digits = phone.digits
        words.update((digits[:WORD_LIMIT], digits[-10:], digits[-7:], digits[-4:], *fold(phone.number)))
    words.discard("")
    return words


def facts(entry: Entry) -> Iterator[tuple[str, str]]:
    """What an entry says that decides on hiding, on doubts and on its rank."""
    yield from (("yes" if value == YES else "no", code) for code, value in entry.attributes.items())
    yield from (("need", need) for need in dict.fromkeys(entry.needs or (NONE_GIVEN,)))
    if entry.needs:
        yield "first", entry.needs[0]
    yield from (("language", code) for code in dict.fromkeys(entry.languages))
    if entry.minimum_age is not None:
        yield "minimum", str(entry.minimum_age)
    if entry.maximum_age is not None:
        yield "maximum", str(entry.maximum_age)
    yield from (("area", code) for code in dict.fromkeys(entry.postal_codes or (NONE_GIVEN,)))
    if entry.verified_on is not None:
        yield "verified", str(entry.verified_on.toordinal())
    if entry.inside_by:
        yield "inside", entry.inside_by
    if entry.temporarily_closed:
        yield "closed", NONE_GIVEN
    yield from (("guessed", what) for what in dict.fromkeys(entry.guessed))


@lru_cache(maxsize=8192)
def _changes(bits: int) -> tuple[int, ...]:
    """The quarter hours at which a run of bits begins or has ended."""
    edges = (bits ^ (bits << 1)) & ((1 << WEEK_SLOTS) - 1)
    found = []
    while edges:
        low = edges & -edges
        found.append(low.bit_length() - 1)
        edges ^= low
    return tuple(found)


class WordSets(NamedTuple):
    """Where a word, or a beginning of words, stands."""

    everywhere: BitMap
    named: BitMap


def beginnings(
    words: Sequence[str], sets: Mapping[str, WordSets], *, always: int, many: int
) -> list[tuple[str, WordSets]]:
    """(beginning, unions) for every beginning of up to `always` letters, and for longer ones that more than `many` of
    these words share. The words are sorted and begin with the same letter."""
    return _group(words, sets, 1, always, many)[1]


def _group(
    words: Sequence[str], sets: Mapping[str, WordSets], size: int, always: int, many: int
) -> tuple[WordSets, list[tuple[str, WordSets]]]:
    """The unions of words that share their first `size` letters, and those below."""
    found: list[tuple[str, WordSets]] = []
    parts: list[WordSets] = []
    for group in _split(words, size):
        if len(group[0]) > size and (size < always or len(group) > many):
            union, below = _group(group, sets, size + 1, always, many)
            found += below
            parts.append(union)
        else:
            parts += (sets[word] for word in group)
    union = WordSets(*(BitMap.union(*column) for column in zip(*parts, strict=True)))
    found.append((words[0][:size], union))
    return union, found


def _split(words: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Words that share one letter more; the one that ends here stands alone."""
    at = 0
    while at < len(words):
        end = at + 1
        if len(words[at]) > size:
            longer = words[at][: size + 1]
            while end < len(words) and words[end].startswith(longer):
                end += 1
        yield words[at:end]
        at = end
