# SPDX-License-Identifier: GPL-3.0-or-later
"""The words that a worker types, and what they mean: an editable list, English and Spanish, kept as data.

Words are compared folded: lower case, accents off, split where neither letter nor digit stands.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from outreach_app.domain.codes import LOOKED_GENDERS, NEEDS, TOLD_GENDERS, UNKNOWN
from outreach_app.domain.errors import BadField
from outreach_app.domain.reading import Fields
from outreach_app.domain.spelling import Vocabulary

NEED: Final = "need"
GENDER: Final = "gender"
LANGUAGE: Final = "language"
TIME: Final = "time"
ASK: Final = "ask"
TERM: Final = "term"
AREA: Final = "area"
AGE: Final = "age"
FILLER: Final = "filler"

_ASCII_WORD: Final = re.compile("[a-z0-9]+")

TIMES: Final = ("now", "tonight", "tomorrow")
ASKED_GENDERS: Final = (*(code for code in LOOKED_GENDERS if code != UNKNOWN), *TOLD_GENDERS)

ASKS: Final = (
    "no_id", "no_police", "record_ok", "using_ok", "sober", "pregnant", "children", "partner", "pets", "step_free",
    "storage", "survivor_led", "collects",
)  # fmt: skip
"""What a worker can ask for beside need, age, gender, language, time, term and area."""
IMMEDIATE: Final = "immediate"
LONG_TERM: Final = "long_term"
TERMS: Final = (IMMEDIATE, LONG_TERM)
"""Help for now, or help for months."""

_KINDS: Final[Mapping[str, tuple[str, tuple[str, ...] | None]]] = {
    "needs": (NEED, NEEDS),
    "genders": (GENDER, ASKED_GENDERS),
    "languages": (LANGUAGE, None),
    "times": (TIME, TIMES),
    "asks": (ASK, ASKS),
    "terms": (TERM, TERMS),
}
_LATER_KEYS: Final = ("terms",)
"""Lists made before these were there lack them."""
_LAST_LETTER: Final = "\U0010ffff"


class Meaning(NamedTuple):
    """What a word or phrase stands for."""

    kind: str
    code: str


@dataclass(frozen=True)
class Words:
    """Phrases, folded, as tuples of words."""

    meanings: Mapping[tuple[str, ...], Meaning]

    @cached_property
    def longest(self) -> int:
        """How many words the longest phrase has."""
        return max((len(phrase) for phrase in self.meanings), default=0)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of all phrases that mean something."""
        return Vocabulary(
            word for phrase, meaning in self.meanings.items() if meaning.kind != FILLER for word in phrase
        )

    @cached_property
    def _searched(self) -> list[tuple[str, Meaning]]:
        """Words of phrases that stand for something an entry has, sorted."""
        kept = ((word, meaning) for phrase, meaning in self.meanings.items() for word in phrase)
        return sorted({(word, meaning) for word, meaning in kept if meaning.kind in (NEED, LANGUAGE)})

    def begun(self, beginning: str) -> frozenset[Meaning]:
        """Needs and languages of which some phrase holds a word that begins so."""
        first = bisect_left(self._searched, (beginning,))
        last = bisect_left(self._searched, (beginning + _LAST_LETTER,))
        return frozenset(meaning for _, meaning in self._searched[first:last])

    @cached_property
    def _by_meaning(self) -> Mapping[Meaning, tuple[str, ...]]:
        found: dict[Meaning, list[str]] = {}
        for phrase, meaning in self.meanings.items():
            found.setdefault(meaning, []).append(" ".join(phrase))
        return {meaning: tuple(phrases) for meaning, phrases in found.items()}

    def of(self, kind: str, code: str) -> tuple[str, ...]:
        """All phrases of one meaning, as texts."""
        return self._by_meaning.get(Meaning(kind, code), ())

    def match(self, words: tuple[str, ...]) -> tuple[int, Meaning] | None:
        """The longest phrase at the beginning of `words`: how many words it takes, and what it means."""
        for size in range(min(self.longest, len(words)), 0, -1):
            meaning = self.meanings.get(words[:size])
            if meaning is not None:
                return size, meaning
        return None

    def as_json(self) -> dict[str, object]:
        """The JSON form that `read_words` reads, phrases folded."""
        found: dict[str, object] = {"v": 1}
        for key, (kind, _) in _KINDS.items():
            codes = dict.fromkeys(meaning.code for meaning in self.meanings.values() if meaning.kind == kind)
            found[key] = {code: list(self.of(kind, code)) for code in codes}
        return found | {"fillers": list(self.of(FILLER, ""))}


def fold(text: str) -> tuple[str, ...]:
    """`text` as folded words."""
    folded = text.casefold()
    if folded.isascii():  # nearly always, and ten times faster
        return tuple(_ASCII_WORD.findall(folded))
    apart = unicodedata.normalize("NFKD", folded)
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return tuple("".join(letter if letter.isalnum() else " " for letter in plain).split())


def read_words(fields: Fields) -> Words:
    """Words from JSON `{v, needs: {code: [phrase]}, genders, languages, times, asks, terms, fillers: [word]}`; raises
    `BadField`, also where one phrase would mean two things."""
    fields.count("v", most=1)
    meanings: dict[tuple[str, ...], Meaning] = {}
    for key, (kind, allowed) in _KINDS.items():
        if key in _LATER_KEYS and not fields.has(key):
            continue
        inner = fields.inner(key)
        for code in inner.names():
            if allowed is not None and code not in allowed:
                raise BadField(inner.path(code), "unknown_code")
            _add(meanings, inner.texts(code, limit=60), Meaning(kind, code), inner.path(code))
        inner.done()
    _add(meanings, fields.texts("fillers", limit=60), Meaning(FILLER, ""), "fillers")
    fields.done()
    return Words(meanings)


def _add(meanings: dict[tuple[str, ...], Meaning], phrases: Iterable[str], meaning: Meaning, where: str) -> None:
    for phrase in phrases:
        folded = fold(phrase)
        if not folded:
            raise BadField(where, "missing")
        if meanings.setdefault(folded, meaning) != meaning:
            raise BadField(where, "twice")
