# SPDX-License-Identifier: GPL-3.0-or-later
"""Typing errors: which known words a word that nothing is known of may have been meant for.

An error is a letter too many, too few or wrong, or two neighbours exchanged (optimal string alignment). One is
forgiven from four letters on, two from eight; numbers are taken as they stand. A word may be meant whole or, while it
is still being typed, as the beginning of a longer one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from string import ascii_lowercase
from typing import Final, NamedTuple

_ONE_FROM: Final = 4
_TWO_FROM: Final = 8
_LONGEST: Final = 40
"""Letters; what is longer is no word that a person meant to type."""
_READINGS: Final = 8
"""How many readings of one word are worth weighing."""
_LAST_LETTER: Final = "\U0010ffff"


class Similar(NamedTuple):
    """What a word may have been meant for."""

    words: tuple[str, ...] = ()
    whole: bool = False
    """Whether these are words of which nothing is missing; else the typed word is the beginning of theirs."""


def errors_forgiven(word: str) -> int:
    """How many errors a word of this length may hold: 0, 1 or 2."""
    if len(word) < _ONE_FROM or len(word) > _LONGEST or not word.isalpha():
        return 0
    return 1 if len(word) < _TWO_FROM else 2


class Vocabulary:
    """Known words, looked through by their beginnings: the time taken grows with the typed word, not with them."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(set(words))

    def __len__(self) -> int:
        return len(self._words)

    def begins(self, beginning: str) -> bool:
        """Whether any word begins so."""
        at = bisect_left(self._words, beginning)
        return at < len(self._words) and self._words[at].startswith(beginning)

    def similar(self, word: str) -> Similar:
        """What `word` may have been meant for, at most eight readings: those with one error before those with two,
        whole words before beginnings. The word itself and longer forms of it are none."""
        forgiven = errors_forgiven(word)
        found = self._with_one_error(word) if forgiven else Similar()
        if not found.words and forgiven > 1:
            found = self._with_two_errors(word)
        return Similar(tuple(dict.fromkeys(found.words))[:_READINGS], found.whole)

    def _with_one_error(self, word: str) -> Similar:
        edits = sorted(edit for edit in set(_one_error(word)) if not edit.startswith(word))
        whole = tuple(edit for edit in edits if self._holds(edit))
        if whole:
            return Similar(whole, whole=True)
        shortened = word[:-1]
        begun = (edit for edit in edits if edit != shortened and len(edit) >= _ONE_FROM and self.begins(edit))
        return Similar(tuple(self._completed(edit) for edit in begun))

    def _with_two_errors(self, word: str) -> Similar:
        """The first letter is right, left out, or exchanged with the second."""
        from rapidfuzz import process  # noqa: PLC0415 - a window that opens must not wait for what few searches need
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - as above

        size = len(word)
        letters = sorted({word[0], word[1]})
        bucket = [known for letter in letters for known in self._beginning(letter) if len(known) >= size - 2]
        near = process.extract(word, bucket, scorer=OSA.distance, score_cutoff=2, limit=_READINGS)
        whole = tuple(known for known, _, _ in near if not known.startswith(word))
        if whole:
            return Similar(whole, whole=True)
        stems = list(dict.fromkeys(known[:size] for known in bucket if len(known) > size))
        begun = process.extract(word, stems, scorer=OSA.distance, score_cutoff=2, limit=_READINGS)
        return Similar(tuple(self._completed(stem) for stem, _, _ in begun if stem != word))

    def _holds(self, word: str) -> bool:
        at = bisect_left(self._words, word)
        return at < len(self._words) and self._words[at] == word

    def _beginning(self, beginning: str) -> list[str]:
        return self._words[bisect_left(self._words, beginning) : bisect_left(self._words, beginning + _LAST_LETTER)]

    def _completed(self, beginning: str) -> str:
        """As far as all words that begin so go on alike."""
        words = self._beginning(beginning)
        first, last = words[0], words[-1]
        same = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), None)
        return first[: min(len(first), len(last)) if same is None else same]


def _one_error(word: str) -> Iterator[str]:
    """Every text that is one error away."""
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in ascii_lowercase)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        yield from (head + letter + tail for letter in ascii_lowercase)
