# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules from which needs and street attributes are derived: data that a coordinator edits, made ready once.

JSON: `{v, terms, sense, claims, needs, attributes, languages, ages}`, described in `docs/DIRECTORY_FORMS.md`. Raises
`BadField` only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from outreach_app.domain.claims import (
    ADULTS,
    AGE,
    BUT,
    CLAIM,
    COMMA,
    FILLER,
    FIRST,
    HEDGE,
    JOINS,
    LANGUAGE,
    NEGATION,
    NUMBER,
    TOPIC,
    Sense,
    TopicRule,
)
from outreach_app.domain.codes import NEEDS
from outreach_app.domain.directory import GUESSED_NEED, NO, STREET_ATTRIBUTES, YES
from outreach_app.domain.directory_import import SourceTerm
from outreach_app.domain.errors import BadField
from outreach_app.domain.phrases import COMMAS, DASH, PLUS, Tree, forms, plant
from outreach_app.domain.reading import Fields
from outreach_app.domain.spoken_ages import ROLES, Ages
from outreach_app.domain.words import fold

VERSION: Final = 1
SECTIONS: Final = ("name", "description", "eligibility", "application", "documents")
SPOKEN: Final = "spoken"
_PHRASE_LIMIT: Final = 600
_MOST_PHRASES: Final = 50_000
"""Forms of all phrases together: enough for ten times the shipped ones, and ready in well under a second."""
_SENSES: Final = {
    "negations": NEGATION, "hedges": HEDGE, "buts": BUT, "joiners": JOINS, "fillers": FILLER, "ignored": 0,
}  # fmt: skip
_COMMON: Final = FILLER | CLAIM | NEGATION | JOINS | HEDGE | AGE
_MOST_NEGATIONS: Final = 3


class Said(NamedTuple):
    """What one sentence says."""

    claims: tuple[tuple[str, str], ...]
    """Attribute or `need:<code>`, yes or no."""
    ages: tuple[Ages, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True)
class TermRule:
    """What a taxonomy's term stands for: by its code, by how its code begins, or by its name."""

    taxonomy: str = ""
    code: str = ""
    prefix: str = ""
    name: str = ""
    needs: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)

    def fits(self, term: SourceTerm) -> bool:
        """Whether the rule speaks of this term's taxonomy."""
        return not self.taxonomy or fold(self.taxonomy) == fold(term.taxonomy)


@dataclass(frozen=True)
class Rules:
    """Rules made ready; equal when their JSON is."""

    source: Mapping[str, Any] = field(repr=False)
    tree: Tree = field(compare=False, repr=False)
    anchors: frozenset[str] = field(compare=False, repr=False)
    """Of each phrase that can lead to a guess one word: a sentence without any is not looked at."""
    by_code: Mapping[str, tuple[TermRule, ...]] = field(compare=False, repr=False)
    by_prefix: Mapping[str, tuple[TermRule, ...]] = field(compare=False, repr=False)
    by_name: Mapping[tuple[str, ...], tuple[TermRule, ...]] = field(compare=False, repr=False)
    known: dict[SourceTerm, tuple[tuple[str, str], ...]] = field(default_factory=dict, compare=False, repr=False)
    """Terms met before and what they stand for: a directory repeats a few thousand."""
    heard: dict[tuple[str, str], Said | None] = field(default_factory=dict, compare=False, repr=False)
    """Short sentences met before, by section, and what they say: a directory repeats them."""

    def as_json(self) -> dict[str, Any]:
        """The JSON that `read_rules` reads."""
        return dict(self.source)


def read_rules(fields: Fields) -> Rules:
    """Rules from JSON; raises `BadField`, also for phrases that cannot be read."""
    if fields.count("v", most=VERSION) != VERSION:
        raise BadField(fields.path("v"), "too_small")
    source: dict[str, Any] = {"v": VERSION}
    planting = _Planting()
    _plant_marks(planting)
    terms = fields.items("terms", lambda inner: _term(inner, source))
    _read_sense(fields.inner("sense"), planting, source)
    _read_claims(fields.inner("claims"), planting, source)
    _read_needs(fields.inner("needs"), planting, source)
    rows = fields.items("attributes", lambda inner: _attribute(inner, planting))
    source["attributes"] = rows
    _read_languages(fields.inner("languages"), planting, source)
    _read_ages(fields.inner("ages"), planting, source)
    fields.done()
    source.setdefault("terms", [])
    return Rules(
        source=source,
        tree=planting.tree,
        anchors=planting.anchors(),
        by_code=_grouped(terms, lambda rule: rule.code.upper()),
        by_prefix=_grouped(terms, lambda rule: rule.prefix.upper()),
        by_name=_grouped(terms, lambda rule: fold(rule.name)),
    )


class _Planting:
    """A tree being filled; phrases that say the same words share one sense."""

    def __init__(self) -> None:
        self.tree: Tree = {}
        self._anchored: list[tuple[str, ...]] = [(str(number),) for number in range(100)]
        self._senses: dict[tuple[str, ...], Sense] = {}

    def sense(self, words: tuple[str, ...]) -> Sense:
        """The sense of these words, new or known."""
        found = self._senses.get(words)
        if found is None:
            found = self._senses[words] = Sense()
            plant(self.tree, words, found)
        return found

    def senses(self, phrases: Iterable[str], where: str, roles: int, *, anchored: bool = False) -> list[Sense]:
        """The senses of all forms of some phrases, with these roles added; `anchored`: worth a look at a sentence."""
        words = [form for phrase in phrases for form in forms(phrase, where)]
        found = [self.sense(form) for form in words]
        for sense in found:
            sense.roles |= roles
        if anchored:
            self._anchored += words
        if len(self._senses) > _MOST_PHRASES:
            raise BadField(where, "too_large")
        return found

    def anchors(self) -> frozenset[str]:
        """Of each anchored phrase its longest word, one that sentences are full of only where there is no other."""
        common = {words[0] for words, sense in self._senses.items() if len(words) == 1 and sense.roles & _COMMON}
        return frozenset(max(form, key=lambda word: (word not in common, len(word))) for form in self._anchored)


def _plant_marks(planting: _Planting) -> None:
    for mark in COMMAS:
        planting.sense((mark,)).roles |= COMMA
    for number in range(100):
        sense = planting.sense((str(number),))
        sense.number = number
        sense.roles |= NUMBER
    for mark, role in ((PLUS, "older_after"), (DASH, "to")):
        planting.sense((mark,)).ages.add(role)
        planting.sense((mark,)).roles |= AGE


def _phrases(fields: Fields, key: str) -> list[str]:
    return fields.texts(key, limit=_PHRASE_LIMIT)


def _read_sense(fields: Fields, planting: _Planting, source: dict[str, Any]) -> None:
    kept = {key: _phrases(fields, key) for key in _SENSES}
    fields.done()
    source["sense"] = kept
    for key, phrases in kept.items():
        planting.senses(phrases, fields.path(key), _SENSES[key])


def _read_claims(fields: Fields, planting: _Planting, source: dict[str, Any]) -> None:
    kept = source["claims"] = {}
    for kind in fields.names():
        phrases = kept[kind] = _phrases(fields, kind)
        for sense in planting.senses(phrases, fields.path(kind), CLAIM):
            sense.claims.add(kind)


def _read_needs(fields: Fields, planting: _Planting, source: dict[str, Any]) -> None:
    kept = source["needs"] = {}
    for need in fields.names():
        if need not in NEEDS:
            raise BadField(fields.path(need), "unknown_code")
        phrases = kept[need] = _phrases(fields, need)
        strong = TopicRule(GUESSED_NEED + need, {}, (YES, NO))
        weak = [strong._replace(section=section) for section in (SECTIONS[0], FIRST)]
        for phrase in phrases:
            for words in forms(phrase, fields.path(need)):
                (sense,) = planting.senses([" ".join(words)], fields.path(need), TOPIC, anchored=True)
                sense.topics += [strong] if len(words) > 1 else weak  # one word says little later in a description


def _attribute(fields: Fields, planting: _Planting) -> dict[str, Any]:
    row: dict[str, Any] = {"attribute": fields.code("attribute", STREET_ATTRIBUTES)}
    row["topics"] = _phrases(fields, "topics")
    claims = {}
    if fields.has("claims"):
        inner = fields.inner("claims")
        claims = row["claims"] = {kind: _values(inner, kind) for kind in inner.names()}
    if fields.has("alone"):
        row["alone"] = _values(fields, "alone")
    if fields.has("section"):
        row["section"] = fields.code("section", SECTIONS)
    fields.done()
    rule = TopicRule(
        row["attribute"],
        {kind: tuple(values) for kind, values in claims.items()},
        tuple(row.get("alone", ())),
        row.get("section", ""),
    )
    for sense in planting.senses(row["topics"], fields.path("topics"), TOPIC, anchored=True):
        sense.topics.append(rule)
    return row


def _values(fields: Fields, key: str) -> list[str]:
    """Values by the number of negations."""
    found = fields.texts(key, limit=3)
    if not set(found) <= {"", YES, NO}:
        raise BadField(fields.path(key), "unknown_code")
    if not 1 <= len(found) <= _MOST_NEGATIONS:
        raise BadField(fields.path(key), "too_large" if found else "missing")
    return found


def _read_languages(fields: Fields, planting: _Planting, source: dict[str, Any]) -> None:
    spoken = _phrases(fields, SPOKEN)
    for sense in planting.senses(spoken, fields.path(SPOKEN), CLAIM):
        sense.claims.add(SPOKEN)
    inner = fields.inner("names")
    names: dict[str, list[str]] = {}
    for code in inner.names():
        if not (code.isascii() and code.isalpha() and code.islower() and len(code) in (2, 3)):
            raise BadField(inner.path(code), "unknown_code")
        names[code] = _phrases(inner, code)
        for sense in planting.senses(names[code], inner.path(code), LANGUAGE, anchored=True):
            sense.languages.append(code)
    fields.done()
    source["languages"] = {SPOKEN: spoken, "names": names}


def _read_ages(fields: Fields, planting: _Planting, source: dict[str, Any]) -> None:
    kept = source["ages"] = {role: _phrases(fields, role) for role in ROLES}
    fields.done()
    for role, phrases in kept.items():
        for sense in planting.senses(phrases, fields.path(role), AGE, anchored=role == "adults"):
            sense.ages.add(role)
            sense.roles |= ADULTS if role == "adults" else 0


def _term(fields: Fields, source: dict[str, Any]) -> TermRule:
    keys = ("taxonomy", "code", "prefix", "name")
    row: dict[str, Any] = {key: fields.text(key) for key in keys if fields.has(key)}
    if sum(key in row for key in keys[1:]) != 1:
        raise BadField(fields.path("name"), "missing")
    row["needs"] = fields.texts("needs")
    if not set(row["needs"]) <= set(NEEDS):
        raise BadField(fields.path("needs"), "unknown_code")
    if fields.has("attributes"):
        inner = fields.inner("attributes")
        row["attributes"] = {code: inner.code(code, (YES, NO)) for code in STREET_ATTRIBUTES if inner.has(code)}
        inner.done()
    fields.done()
    source.setdefault("terms", []).append(row)
    return TermRule(
        **{key: row[key] for key in keys if key in row}, needs=tuple(row["needs"]), attributes=row.get("attributes", {})
    )


def _grouped(rules: Iterable[TermRule], key: Callable[[TermRule], Any]) -> Mapping[Any, tuple[TermRule, ...]]:
    found: dict[Any, tuple[TermRule, ...]] = {}
    for rule in rules:
        name = key(rule)
        if name:
            found[name] = (*found.get(name, ()), rule)
    return found
