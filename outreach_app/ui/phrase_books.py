# SPDX-License-Identifier: GPL-3.0-or-later
"""Word list and derivation rules as rows of phrase and meaning, and back into the JSON that they are kept as.

Only what a row says is changed; whatever else the JSON holds stays as it was.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from outreach_app.domain.words import fold

WORD, NAME, CODE, PREFIX = "word", "name", "code", "prefix"
TERM_KEYS: Final = (NAME, CODE, PREFIX)
FILLER: Final = "fillers:"
_LISTS: Final = ("needs", "genders", "languages", "times", "asks", "terms")


@dataclass(frozen=True)
class PhraseRow:
    """A phrase and what it means, as `kind:code`. `by` is what it is looked for in; `place` where it stands."""

    phrase: str
    meaning: str
    by: str = WORD
    place: int = -1


class PhraseBook(Protocol):
    """One kind of list."""

    def rows(self, held: Mapping[str, Any]) -> tuple[PhraseRow, ...]:
        """Every row, in the order of the list."""
        ...

    def clash(self, held: Mapping[str, Any], row: PhraseRow, instead_of: PhraseRow | None) -> PhraseRow | None:
        """A row that forbids this one."""
        ...

    def without(self, held: Mapping[str, Any], row: PhraseRow) -> dict[str, Any]:
        """The list without a row."""
        ...

    def having(self, held: Mapping[str, Any], row: PhraseRow) -> dict[str, Any]:
        """The list with one more row."""
        ...


class WordBook:
    """What words mean that are typed in a search: `{needs: {code: [phrase]}, …, fillers: [word]}`."""

    def rows(self, held: Mapping[str, Any]) -> tuple[PhraseRow, ...]:
        """See `PhraseBook`."""
        found = [
            PhraseRow(phrase, f"{kind}:{code}")
            for kind in _LISTS
            for code, phrases in held.get(kind, {}).items()
            for phrase in phrases
        ]
        return (*found, *(PhraseRow(phrase, FILLER) for phrase in held.get("fillers", ())))

    def clash(self, held: Mapping[str, Any], row: PhraseRow, instead_of: PhraseRow | None) -> PhraseRow | None:
        """A phrase has one meaning."""
        words = fold(row.phrase)
        return next((one for one in self.rows(held) if one != instead_of and fold(one.phrase) == words), None)

    def without(self, held: Mapping[str, Any], row: PhraseRow) -> dict[str, Any]:
        """See `PhraseBook`."""
        kept = copy.deepcopy(dict(held))
        phrases = self._phrases(kept, row.meaning)
        phrases[:] = [phrase for phrase in phrases if phrase != row.phrase]
        return kept

    def having(self, held: Mapping[str, Any], row: PhraseRow) -> dict[str, Any]:
        """See `PhraseBook`."""
        kept = copy.deepcopy(dict(held))
        self._phrases(kept, row.meaning).append(row.phrase)
        return kept

    def _phrases(self, kept: dict[str, Any], meaning: str) -> list[str]:
        kind, _, code = meaning.partition(":")
        found = kept.setdefault("fillers", []) if meaning == FILLER else kept.setdefault(kind, {}).setdefault(code, [])
        return list_of(found)


class RuleBook:
    """What is derived from a source's words and terms: `needs`, `attributes`, `languages.names` and `terms`."""

    def rows(self, held: Mapping[str, Any]) -> tuple[PhraseRow, ...]:
        """See `PhraseBook`."""
        return tuple(self._rows(held))

    def clash(self, held: Mapping[str, Any], row: PhraseRow, instead_of: PhraseRow | None) -> PhraseRow | None:
        """The same rule twice says nothing new."""
        key = self._key(row)
        return next((one for one in self._rows(held) if one != instead_of and self._key(one) == key), None)

    def without(self, held: Mapping[str, Any], row: PhraseRow) -> dict[str, Any]:
        """See `PhraseBook`."""
        kept = copy.deepcopy(dict(held))
        kind, _, code = row.meaning.partition(":")
        if row.by in TERM_KEYS:
            term = kept["terms"][row.place]
            if kind == "need":
                term["needs"] = [need for need in term["needs"] if need != code]
            else:
                term.get("attributes", {}).pop(code, None)
            if not term["needs"] and not term.get("attributes"):
                del kept["terms"][row.place]
            return kept
        phrases = self._phrases(kept, kind, code, row.place)
        phrases[:] = [phrase for phrase in phrases if phrase != row.phrase]
        if kind == "attribute" and not phrases:
            del kept["attributes"][row.place]
        return kept

    def having(self, held: Mapping[str, Any], row: PhraseRow) -> dict[str, Any]:
        """See `PhraseBook`."""
        kept = copy.deepcopy(dict(held))
        kind, _, code = row.meaning.partition(":")
        if row.by in TERM_KEYS:
            term: dict[str, Any] = {row.by: row.phrase, "needs": [code] if kind == "need" else []}
            if kind != "need":
                term["attributes"] = {code: "yes" if kind == "attribute" else "no"}
            kept.setdefault("terms", []).append(term)
        else:
            self._phrases(kept, kind, code, row.place).append(row.phrase)
        return kept

    def _rows(self, held: Mapping[str, Any]) -> Iterator[PhraseRow]:
        for code, phrases in held.get("needs", {}).items():
            yield from (PhraseRow(phrase, f"need:{code}") for phrase in phrases)
        for place, rule in enumerate(held.get("attributes", ())):
            meaning = f"attribute:{rule['attribute']}"
            yield from (PhraseRow(phrase, meaning, WORD, place) for phrase in rule.get("topics", ()))
        for code, phrases in held.get("languages", {}).get("names", {}).items():
            yield from (PhraseRow(phrase, f"language:{code}") for phrase in phrases)
        for place, term in enumerate(held.get("terms", ())):
            by = next(key for key in TERM_KEYS if key in term)
            yield from (PhraseRow(term[by], f"need:{need}", by, place) for need in term.get("needs", ()))
            for code, said in term.get("attributes", {}).items():
                yield PhraseRow(term[by], f"{'attribute' if said == 'yes' else 'not'}:{code}", by, place)

    def _key(self, row: PhraseRow) -> tuple[object, ...]:
        words = row.phrase.upper() if row.by in {CODE, PREFIX} else fold(row.phrase)
        return row.by, words, row.meaning

    def _phrases(self, kept: dict[str, Any], kind: str, code: str, place: int) -> list[str]:
        if kind == "need":
            return list_of(kept.setdefault("needs", {}).setdefault(code, []))
        if kind == "language":
            return list_of(kept.setdefault("languages", {}).setdefault("names", {}).setdefault(code, []))
        rules = kept.setdefault("attributes", [])
        if not (0 <= place < len(rules) and rules[place]["attribute"] == code):
            place = next((number for number, rule in enumerate(rules) if rule["attribute"] == code), len(rules))
        if place == len(rules):
            rules.append({"attribute": code, "topics": [], "alone": ["yes", "no"]})
        return list_of(rules[place]["topics"])


def list_of(found: Any) -> list[str]:
    """The list itself, so that a change of it changes what it lies in."""
    if not isinstance(found, list):
        raise TypeError(type(found).__name__)
    return found
