# SPDX-License-Identifier: GPL-3.0-or-later
"""What typed words may have been meant for, weighed between the phrases that are known and the words of the directory.

A word of a known phrase goes first, so that "sheltr" is understood. Where the directory holds another whole word just
as near, nothing is decided: the word stays a word, and all its readings are looked for. Lives as long as one text is
being understood.
"""

from __future__ import annotations

from typing import Final, Protocol

from outreach_app.domain.spelling import Similar, errors_forgiven
from outreach_app.domain.words import Words

FEW_HITS: Final = 2
"""With no more entries than that for a word, typing errors are thought of."""
_MOST_READINGS: Final = 3
_NOTHING: Final = Similar()


class Spelling(Protocol):
    """What the open directory knows of words."""

    def hits(self, word: str) -> int:
        """How many entries hold a word that begins so."""

    def similar(self, word: str) -> Similar:
        """Words of the directory that this one may have been meant for, the likeliest first."""


class Readings:
    """The readings of the words of one text."""

    def __init__(self, words: Words, spelling: Spelling) -> None:
        self._words = words
        self._spelling = spelling
        self._weighed: dict[str, tuple[int, Similar, Similar]] = {}

    def meant(self, word: str) -> str:
        """The word of a known phrase that a word was meant for; itself when it may be right, or meant for another."""
        hits, phrases, others = self._weigh(word)
        if hits or not phrases.words or (others.whole and others.words != phrases.words[:1]):
            return word
        return phrases.words[0]

    def others(self, word: str) -> tuple[str, ...]:
        """What else a word that stays a word may have been meant for, when there are few hits for it as it stands."""
        hits, phrases, others = self._weigh(word)
        if hits > FEW_HITS:
            return ()
        likeliest = phrases.words[:1] if phrases.whole or not others.whole else ()
        return tuple(dict.fromkeys((*likeliest, *others.words)))[:_MOST_READINGS]

    def _weigh(self, word: str) -> tuple[int, Similar, Similar]:
        """(entries as it stands, similar words of known phrases, of the directory); few of them need a second look."""
        if word not in self._weighed:
            hits = self._spelling.hits(word) if errors_forgiven(word) else FEW_HITS + 1
            few = hits <= FEW_HITS
            others = self._spelling.similar(word) if few else _NOTHING
            self._weighed[word] = hits, self._phrases(word) if few else _NOTHING, others
        return self._weighed[word]

    def _phrases(self, word: str) -> Similar:
        """Words of known phrases, the likeliest first; none for the beginning of one."""
        if self._words.vocabulary.begins(word):
            return _NOTHING
        found = self._words.vocabulary.similar(word)
        likeliest = sorted(found.words, key=lambda one: (one[0] != word[0], abs(len(one) - len(word)), one))
        return found._replace(words=tuple(likeliest))
