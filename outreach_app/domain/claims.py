# SPDX-License-Identifier: GPL-3.0-or-later
"""What a sentence claims about a topic: "no ID required" is no, "pets are welcome" is yes, "ask about pets" is nothing.

A sentence part holds topics (ID, pets), claims (required, accepted), negations and hedges. The nearest claim belongs
to a topic; the negations around the two are counted. Where a sentence could be read two ways, nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from outreach_app.domain.directory import NO, YES
from outreach_app.domain.phrases import Found

FARTHEST: Final = 7
"""Tokens between a topic and its claim; further apart they hardly belong together."""
_NEAR: Final = 2
"""Tokens between a topic and a claim that must stand next to it ("only", "for")."""
_COMMA: Final = 3
"""A comma between the two weighs as much as so many tokens."""
FIRST: Final = "first"
"""The section of a description's first sentence: it says what a place is."""
CLOSE_CLAIMS: Final = ("only", "for")


class TopicRule(NamedTuple):
    """What is claimed of `target` when its topic is found.

    `claims` maps a kind of claim to values by the number of negations: `("yes", "no")` is yes without and no with one.
    `alone` are the values where no claim is made. An empty value says nothing. `section` limits it to one part of the
    entry.
    """

    target: str
    claims: Mapping[str, tuple[str, ...]]
    alone: tuple[str, ...] = ()
    section: str = ""


TOPIC: Final = 1
CLAIM: Final = 2
NEGATION: Final = 4
HEDGE: Final = 8
JOINS: Final = 16
FILLER: Final = 32
COMMA: Final = 64
BUT: Final = 128
LANGUAGE: Final = 256
AGE: Final = 512
NUMBER: Final = 1024
ADULTS: Final = 2048
_WALKED: Final = TOPIC | JOINS | FILLER
"""A negation before these still reaches what stands after them."""


@dataclass(slots=True)
class Sense:
    """What a phrase can mean: `roles` are those above together."""

    roles: int = 0
    topics: list[TopicRule] = field(default_factory=list)
    claims: set[str] = field(default_factory=set)
    languages: list[str] = field(default_factory=list)
    ages: set[str] = field(default_factory=set)
    number: int = -1
    alone: dict[str, tuple[tuple[tuple[str, str], ...], frozenset[str]]] = field(default_factory=dict)
    """By section what the topics say where nothing is claimed and nothing denied, and the kinds of claims that could
    change that: worked out when first met."""


Clause = Sequence[Found]


def claimed(clause: Clause, roles: int, section: str) -> list[tuple[str, str]]:
    """(target, yes or no) for every topic of a sentence part of which something is said; `roles` are its own."""
    if roles & HEDGE:
        return []
    said: list[tuple[str, str]] = []
    claims = [at for at, found in enumerate(clause) if found.sense.roles & CLAIM] if roles & CLAIM else []
    kinds: set[str] = set().union(*[clause[at].sense.claims for at in claims])
    for index, (_, _, sense) in enumerate(clause):
        if sense.roles & TOPIC:
            alone, changing = sense.alone.get(section) or _alone(sense, section)
            if not roles & NEGATION and kinds.isdisjoint(changing):
                said += alone
                continue
            for rule in _of_section(sense, section):
                value = _value(rule, clause, index, claims, roles, section)
                if value:
                    said.append((rule.target, value))
    return said


def _of_section(sense: Sense, section: str) -> list[TopicRule]:
    sections = ("", section, "description" if section == FIRST else section)
    return [rule for rule in sense.topics if rule.section in sections]


def _alone(sense: Sense, section: str) -> tuple[tuple[tuple[str, str], ...], frozenset[str]]:
    rules = _of_section(sense, section)
    said = ((rule.target, _by_count(_unclaimed(rule, section), 0)) for rule in rules)
    found = tuple(pair for pair in said if pair[1]), frozenset(kind for rule in rules for kind in rule.claims)
    sense.alone[section] = found
    return found


def _unclaimed(rule: TopicRule, section: str) -> tuple[str, ...]:
    """The values of a topic of which nothing is claimed."""
    if section == "documents" and "required" in rule.claims:
        return rule.claims["required"]  # a document that is listed is one to bring
    return rule.alone


def opposite(value: str) -> str:
    """no for yes."""
    return NO if value == YES else YES


def _value(rule: TopicRule, clause: Clause, index: int, claims: list[int], roles: int, section: str) -> str:
    at = _nearest(rule, clause, index, claims) if claims and rule.claims else None
    if at is not None:
        values = next(rule.claims[kind] for kind in rule.claims if kind in clause[at].sense.claims)
    else:
        values = _unclaimed(rule, section)
    first, last = (index, index) if at is None else (min(index, at), max(index, at))
    return _by_count(values, _negations(clause, first, last) if roles & NEGATION else 0)


def _by_count(values: tuple[str, ...], count: int) -> str:
    """The value for so many negations; beyond the list, two of them lift each other."""
    return values[count] if count < len(values) else values[count % 2] if count % 2 < len(values) else ""


def _nearest(rule: TopicRule, clause: Clause, index: int, claims: list[int]) -> int | None:
    """Index of the claim that belongs to the topic."""
    best: int | None = None
    least = FARTHEST + 1
    for at in claims:
        spoken = clause[at].sense.claims
        if at != index and not spoken.isdisjoint(rule.claims):
            kind = next(kind for kind in rule.claims if kind in spoken)
            gap = _gap(clause, index, at, kind)
            if gap < least:
                best, least = at, gap
    return best


def _gap(clause: Clause, topic: int, claim: int, kind: str) -> int:
    """Tokens between a topic and a claim, `FARTHEST` + 1 where they do not belong together."""
    first, last = min(topic, claim), max(topic, claim)
    gap = clause[last].start - clause[first].end
    between = clause[first + 1 : last]
    if kind in CLOSE_CLAIMS:
        if kind == "for" and claim > topic:
            return FARTHEST + 1  # "pets for company": what comes after says nothing of it
        gap -= sum(part.end - part.start for part in between if part.sense.roles & (_WALKED | COMMA))
        return gap if gap <= _NEAR else FARTHEST + 1
    if any(part.sense.roles & COMMA for part in between) and not _is_list(between):
        return gap + _COMMA if gap + _COMMA <= _NEAR else FARTHEST + 1
    return gap


def _is_list(between: Clause) -> bool:
    """Whether what lies between a topic and its claim reads as one list."""
    return any(part.sense.roles & JOINS for part in between) and all(
        part.sense.roles & (_WALKED | COMMA | NEGATION | CLAIM) for part in between
    )


def _negations(clause: Clause, first: int, last: int) -> int:
    """Negations between a topic and its claim, before the first of them, and right after the last."""
    count = _before(clause, first)
    for found in clause[first : last + 1]:
        if found.sense.roles & NEGATION:
            count += 1
    if last == len(clause) - 2 and clause[-1].sense.roles & NEGATION and clause[-1].start == clause[last].end:
        count += 1  # "ID required: no"
    return count


def _before(clause: Clause, first: int) -> int:
    """1 where a negation reaches the words that begin at `first`."""
    start = clause[first].start
    for index in range(first - 1, -1, -1):
        found = clause[index]
        roles = found.sense.roles
        if found.end != start:
            return 0
        if roles & NEGATION:
            return 1
        if not roles & (_WALKED | COMMA) or (roles & CLAIM and not roles & FILLER):
            return 0
        if roles & COMMA and not any(one.sense.roles & JOINS for one in clause):
            return 0  # "no pets, walk-ins welcome"; "no pets, drugs or alcohol" is a list
        start = found.start
    return 0
