# SPDX-License-Identifier: GPL-3.0-or-later
"""Local edits and a source's changes put together, field by field: base = last import, theirs = new, ours = in use.

Ours unchanged: theirs. Theirs unchanged: ours. Both changed differently: ours, and a conflict that is kept until
somebody settles it. When an entry was checked, how and by whom is one thing, and the later date wins. What a rule
guessed is marked, and the mark follows its field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

from outreach_app.domain.desk import FieldChange
from outreach_app.domain.directory import (
    CONFIDENTIAL,
    GUESSED_FIELDS,
    GUESSED_NEED,
    STREET_ATTRIBUTES,
    Entry,
    read_entry,
)
from outreach_app.domain.reading import Fields

CHECKED: Final = "verified_on"
"""The field under which date, way and seat of a check stand together."""
_CHECK: Final = ("verified_on", "verified_how", "verified_by")
_APART: Final = frozenset({"id", "source", "guessed", "attributes", *_CHECK})
_UNORDERED: Final = frozenset({"needs", "languages", "postal_codes"})


class Fact(NamedTuple):
    """A field's value (as in `Entry.as_json`; None for nothing) and what of it a rule guessed."""

    value: object
    guessed: tuple[str, ...] = ()


_NOTHING: Final = Fact(None)
_OPEN: Final[Mapping[str, object]] = {"minimum_age": None, "maximum_age": None, "opening": (), "languages": ()}
Facts = Mapping[str, Fact]


@dataclass(frozen=True)
class Merged:
    """An entry put together, and what the source says in the fields that are in conflict."""

    entry: Entry
    conflicts: Mapping[str, object] = field(default_factory=dict)


def facts_of(entry: Entry) -> dict[str, Fact]:
    """An entry's fields one by one; each street attribute is a field of its own."""
    body = entry.as_json()
    values = {key: value for key, value in body.items() if key not in _APART}
    values |= entry.attributes
    check = {key: body[key] for key in _CHECK if key in body}
    if check:
        values[CHECKED] = check
    return {key: Fact(value, _marks(key, entry.guessed)) for key, value in values.items()}


def entry_from(like: Entry, facts: Facts) -> Entry:
    """The entry of these fields, with the id and the source of `like`; raises `BadField`."""
    body: dict[str, object] = {"id": like.id, "source": like.source or None}
    attributes: dict[str, object] = {}
    guessed: list[str] = []
    for key, fact in facts.items():
        if fact.value is None:
            continue
        guessed += fact.guessed
        if key in STREET_ATTRIBUTES:
            attributes[key] = fact.value
        elif key == CHECKED and isinstance(fact.value, dict):
            body |= fact.value
        else:
            body[key] = fact.value
    if body.get("confidential"):
        body.pop("addresses", None)
    return read_entry(Fields(body | {"attributes": attributes, "guessed": guessed}))


def merge(base: Entry, theirs: Entry, ours: Entry) -> Merged:
    """`ours` with what changed from `base` to `theirs`."""
    before, after, kept = facts_of(base), facts_of(theirs), facts_of(ours)
    chosen: dict[str, Fact] = {}
    conflicts: dict[str, object] = {}
    for key in dict.fromkeys((*kept, *after)):
        was, new, own = (facts.get(key, _NOTHING) for facts in (before, after, kept))
        chosen[key], conflict = _chosen(key, was, new, own)
        if conflict:
            conflicts[key] = new.value
    return Merged(entry_from(ours, chosen), conflicts)


def edited_fields(base: Entry, ours: Entry) -> tuple[str, ...]:
    """Fields in which `ours` is not as its source gave it, a guess that was confirmed among them."""
    before, kept = facts_of(base), facts_of(ours)
    return tuple(sorted(key for key in {*before, *kept} if not _same(key, before.get(key), kept.get(key))))


def changes(base: Entry, theirs: Entry, ours: Entry | None) -> tuple[FieldChange, ...]:
    """What a source changed from `base` to `theirs`, beside what is in use where a coordinator changed the entry."""
    before, after = facts_of(base), facts_of(theirs)
    kept = facts_of(ours) if ours is not None else before
    found = []
    for key in sorted({*before, *after}):
        was, new, own = (facts.get(key, _NOTHING) for facts in (before, after, kept))
        if _plain(key, was.value) == _plain(key, new.value):
            continue
        local = not _same(key, was, own)
        chosen, conflict = _chosen(key, was, new, own)
        stays = local and chosen is own
        found.append(
            FieldChange(key, was.value, new.value, own.value if local else None, local=stays, conflict=conflict)
        )
    return tuple(found)


def with_fact(ours: Entry, key: str, fact: Fact) -> Entry:
    """`ours` with one field as a source has it."""
    return entry_from(ours, {**facts_of(ours), key: fact})


def without_guesses(entry: Entry) -> Entry:
    """`entry` as its source gave it, so that other rules can guess anew.

    A place that was guessed to be confidential gets no address back: its source has to be read again for that.
    """
    if not entry.guessed:
        return entry
    fields: dict[str, Any] = {key: _OPEN[key] for key in GUESSED_FIELDS if key in entry.guessed}
    return replace(
        entry,
        **fields,
        needs=tuple(need for need in entry.needs if GUESSED_NEED + need not in entry.guessed),
        attributes={code: value for code, value in entry.attributes.items() if code not in entry.guessed},
        confidential=entry.confidential and CONFIDENTIAL not in entry.guessed,
        guessed=(),
    )


def as_set_by_a_person(entry: Entry, before: Entry | None) -> Entry:
    """`entry` as it was saved: a guess stays one only where value and mark are as they were."""
    was = facts_of(before) if before is not None else {}
    facts = {}
    for key, fact in facts_of(entry).items():
        old = was.get(key, _NOTHING)
        untouched = _plain(key, old.value) == _plain(key, fact.value)
        still = old.guessed if untouched else _needs_left(key, old, fact)
        facts[key] = fact._replace(guessed=tuple(mark for mark in fact.guessed if mark in still))
    return entry_from(entry, facts)


def _needs_left(key: str, old: Fact, new: Fact) -> tuple[str, ...]:
    """Of a list of needs each is a guess by itself."""
    return tuple(mark for mark in old.guessed if mark in new.guessed) if key == "needs" else ()


def _chosen(key: str, was: Fact, new: Fact, own: Fact) -> tuple[Fact, bool]:
    """What counts from now on, and whether both sides changed it differently."""
    if _same(key, was, own):
        return new, False
    if key == CHECKED:
        return (new if _date(new) > _date(own) else own), False
    if _plain(key, new.value) == _plain(key, own.value):
        return (own if len(own.guessed) <= len(new.guessed) else new), False
    changed = _plain(key, was.value) != _plain(key, new.value)
    return own, changed


def _same(key: str, one: Fact | None, other: Fact | None) -> bool:
    one, other = one or _NOTHING, other or _NOTHING
    return _plain(key, one.value) == _plain(key, other.value) and sorted(one.guessed) == sorted(other.guessed)


def _plain(key: str, value: object) -> object:
    return sorted(value) if key in _UNORDERED and isinstance(value, list) else value


def _date(fact: Fact) -> str:
    return str(fact.value.get(CHECKED, "")) if isinstance(fact.value, dict) else ""


def _marks(key: str, guessed: tuple[str, ...]) -> tuple[str, ...]:
    if key == "needs":
        return tuple(mark for mark in guessed if mark.startswith(GUESSED_NEED))
    return (key,) if key in guessed else ()
