# SPDX-License-Identifier: GPL-3.0-or-later
"""What a source does not say in our vocabulary, guessed from its taxonomy terms and its words.

Every guess is named in `Entry.guessed`, so that a coordinator can confirm it. What the source said, or a person set, is
never touched; where the words contradict each other nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final

from outreach_app.domain.claims import (
    ADULTS,
    AGE,
    BUT,
    CLAIM,
    FIRST,
    HEDGE,
    LANGUAGE,
    NEGATION,
    NUMBER,
    TOPIC,
    Clause,
    claimed,
    opposite,
)
from outreach_app.domain.codes import NEEDS
from outreach_app.domain.derivation_rules import (
    SECTIONS,
    SPOKEN,
    Rules,
    Said,
    TermRule,
    read_rules,
)
from outreach_app.domain.directory import CONFIDENTIAL, GUESSED_NEED, STREET_ATTRIBUTES, YES, Entry
from outreach_app.domain.directory_import import SourceTerm
from outreach_app.domain.phrases import Found, find, sentences, tokens
from outreach_app.domain.spoken_ages import Ages, agreed, spoken_ages
from outreach_app.domain.words import fold

__all__ = ("Rules", "derive", "needs_of_words", "read_rules")

_FIELDS: Final = tuple(one.name for one in fields(Entry))
_OF_AGE: Final = AGE | NUMBER
_WORTH: Final = TOPIC | LANGUAGE | ADULTS
"""A sentence without any of these, and without an age, says nothing here."""
_MOST_KNOWN: Final = 20_000
"""Terms and sentences remembered: a few megabytes."""
_NEEDS: Final = {GUESSED_NEED + need: need for need in NEEDS}
_NO_AGES: Final = Ages(None, None)
_UNHEARD: Final = Said((), (), ())
_SHORT: Final = 120
"""Letters of a sentence that may well come again."""
_MOST_TEXT: Final = 6_000
"""Letters of one field that are looked at: what decides stands at its beginning, and a page of text must not stall."""


@dataclass(slots=True)
class _Heard:
    """What an entry's words say."""

    said: dict[str, str] = field(default_factory=dict)
    """Target to yes or no, empty where both are said."""
    needs: dict[str, dict[str, str]] = field(default_factory=dict)
    """The same by section."""
    ages: dict[str, list[Ages]] = field(default_factory=dict)
    languages: dict[str, None] = field(default_factory=dict)


def derive(entry: Entry, terms: Sequence[SourceTerm], rules: Rules) -> Entry:
    """`entry` with what the rules guess of needs, street attributes, ages and languages that are still open.

    Pure. A place that the words call confidential loses its addresses, as one that the source marks so does.
    """
    heard = _hear(entry, rules)
    of_terms = [meaning for term in terms for meaning in _of_term(term, rules)]
    changes: dict[str, Any] = {}
    guessed: dict[str, None] = {}
    if not entry.needs:
        needs = _needs(heard, of_terms)
        changes["needs"] = needs
        guessed.update(dict.fromkeys(GUESSED_NEED + need for need in needs))
    attributes = _attributes(entry, heard, of_terms)
    if attributes:
        changes["attributes"] = {**entry.attributes, **attributes}
        guessed.update(dict.fromkeys(attributes))
    if entry.minimum_age is None and entry.maximum_age is None:
        ages = _ages(heard)
        if ages != _NO_AGES:
            changes.update(minimum_age=ages.minimum, maximum_age=ages.maximum)
            guessed.update((f"{end}_age", None) for end, value in ages._asdict().items() if value is not None)
    if heard.languages and not entry.languages:
        changes["languages"] = tuple(heard.languages)
        guessed["languages"] = None
    if not guessed:
        return entry
    if attributes.get(CONFIDENTIAL) == YES:
        changes.update(confidential=True, addresses=(), transport="")
    changes["guessed"] = tuple(dict.fromkeys((*entry.guessed, *guessed)))
    return _with(entry, changes)


def _with(entry: Entry, changes: dict[str, Any]) -> Entry:
    """`entry` with other values, as `dataclasses.replace` makes it in three times the time."""
    found = object.__new__(Entry)
    values = vars(entry)
    kept = values if len(values) == len(_FIELDS) else {name: values[name] for name in _FIELDS}
    vars(found).update(kept, **changes)
    return found


def needs_of_words(text: str, rules: Rules) -> tuple[str, ...]:
    """The needs that a few words name, as in a column "category"."""
    said = {target for target, value in _claims_in(text, rules) if value == YES}
    return tuple(need for need in NEEDS if GUESSED_NEED + need in said)


def _hear(entry: Entry, rules: Rules) -> _Heard:
    heard = _Heard()
    parts = (entry.name, entry.description, entry.eligibility, entry.application, "\n".join(entry.documents))
    for section, text in zip(SECTIONS, parts, strict=True):
        for number, sentence in enumerate(sentences(text[:_MOST_TEXT]) if text else ()):
            where = FIRST if number == 0 and section == "description" else section
            said = _said(sentence, where, rules)
            if said is not None:
                _note(heard, said, where)
    return heard


def _said(sentence: str, section: str, rules: Rules) -> Said | None:
    """What a folded sentence says, None for nothing; short ones are remembered."""
    if len(sentence) > _SHORT:
        return _listen(sentence, section, rules)
    key = (section, sentence)
    said = rules.heard.get(key, _UNHEARD)
    if said is _UNHEARD:
        said = _listen(sentence, section, rules)
        if len(rules.heard) < _MOST_KNOWN:
            rules.heard[key] = said
    return said


def _listen(sentence: str, section: str, rules: Rules) -> Said | None:
    words = tokens(sentence)
    if sentence[-1] == "?" or rules.anchors.isdisjoint(words):
        return None
    phrases = find(rules.tree, words)
    roles = 0
    for _, _, sense in phrases:
        roles |= sense.roles
    if not roles & _WORTH and roles & _OF_AGE != _OF_AGE:
        return None
    claims: list[tuple[str, str]] = []
    ages: list[Ages] = []
    languages: list[str] = []
    last: list[tuple[str, str]] = []
    for number, (clause, inside) in enumerate(_clauses(phrases) if roles & BUT else ((phrases, roles),)):
        found = claimed(clause, inside, section) if inside & TOPIC else []
        if number and not found and inside & (TOPIC | CLAIM) == CLAIM:
            found = [(target, opposite(value)) for target, value in last]  # "ID is asked for, but not required"
        claims += found
        last = found
        if inside & ADULTS or inside & _OF_AGE == _OF_AGE:
            ages += spoken_ages(clause)
        if inside & LANGUAGE and not inside & (NEGATION | HEDGE) and any(SPOKEN in one.sense.claims for one in clause):
            languages += [code for one in clause for code in one.sense.languages]
    return Said(tuple(dict.fromkeys(claims)), tuple(ages), tuple(languages)) if claims or ages or languages else None


def _clauses(found: list[Found]) -> list[tuple[Clause, int]]:
    clauses: list[tuple[Clause, int]] = []
    clause: list[Found] = []
    roles = 0
    for one in found:
        here = one.sense.roles
        if here & BUT:
            clauses.append((clause, roles))
            clause, roles = [], 0
        else:
            clause.append(one)
            roles |= here
    clauses.append((clause, roles))
    return clauses


def _note(heard: _Heard, said: Said, section: str) -> None:
    needs = heard.needs.get(section)
    if needs is None:
        needs = heard.needs[section] = {}
    for target, value in said.claims:
        known = needs if target in _NEEDS else heard.said
        if known.setdefault(target, value) != value:
            known[target] = ""
    if said.ages:
        heard.ages.setdefault(section, []).extend(said.ages)
    if said.languages:
        heard.languages.update(dict.fromkeys(said.languages))


def _needs(heard: _Heard, of_terms: list[tuple[str, str]]) -> tuple[str, ...]:
    """From terms and the name; from the description only where those say nothing."""
    said = {target for target, value in of_terms if value == YES} | _sure(heard.needs.get("name", {}))
    if said.isdisjoint(_NEEDS):
        for section in (FIRST, "description", "application", "eligibility"):
            said = _sure(heard.needs.get(section, {}))
            if said:
                break
    return tuple([need for target, need in _NEEDS.items() if target in said]) if said else ()


def _sure(said: dict[str, str]) -> set[str]:
    return {target for target, value in said.items() if value == YES}


def _attributes(entry: Entry, heard: _Heard, of_terms: list[tuple[str, str]]) -> dict[str, str]:
    said = heard.said
    for target, value in of_terms:
        if said.setdefault(target, value) != value:
            said[target] = ""
    if not said:
        return {}
    return {code: said[code] for code in STREET_ATTRIBUTES if said.get(code) and code not in entry.attributes}


def _ages(heard: _Heard) -> Ages:
    """What the eligibility says; the other texts where it names no age."""
    if not heard.ages:
        return _NO_AGES
    if heard.ages.get("eligibility"):
        return agreed(heard.ages["eligibility"])
    return agreed(ages for found in heard.ages.values() for ages in found)


def _of_term(term: SourceTerm, rules: Rules) -> tuple[tuple[str, str], ...]:
    """(need or attribute, value) that a taxonomy's term stands for."""
    found = rules.known.get(term)
    if found is None:
        found = tuple(_look_up(term, rules))
        if len(rules.known) < _MOST_KNOWN:
            rules.known[term] = found
    return found


def _look_up(term: SourceTerm, rules: Rules) -> Iterator[tuple[str, str]]:
    matched = [rule for rule in _matching(term, rules) if rule.fits(term)]
    for rule in matched:
        yield from ((GUESSED_NEED + need, YES) for need in rule.needs)
        yield from rule.attributes.items()
    if not any(rule.needs for rule in matched):
        yield from (
            (target, value) for target, value in _claims_in(term.name, rules) if target.startswith(GUESSED_NEED)
        )


def _matching(term: SourceTerm, rules: Rules) -> list[TermRule]:
    """Rules by name and by code; of rules by a code's beginning only the longest."""
    code = term.code.strip().upper()
    found = [*rules.by_name.get(fold(term.name), ()), *rules.by_code.get(code, ())]
    for size in range(len(code), 0, -1):
        if (size == len(code) or not code[size].isalnum()) and code[:size] in rules.by_prefix:
            found += rules.by_prefix[code[:size]]
            break
    return found


def _claims_in(text: str, rules: Rules) -> Iterator[tuple[str, str]]:
    for sentence in sentences(text[:_MOST_TEXT]):
        said = _said(sentence, SECTIONS[0], rules)
        if said is not None:
            yield from said.claims
