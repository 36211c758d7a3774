# SPDX-License-Identifier: GPL-3.0-or-later
"""Which entries meet what was typed, as sets: words, needs, names.

A word stands for every word that it begins, and for the needs and languages of which the word list has a phrase that it
begins. A need stands for the entries that answer it, those so named, and those of which no need is known and whose
text speaks of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from outreach_app.domain.question import Question, Term, TypedWord
from outreach_app.domain.words import NEED, Words
from outreach_app.store.directory_postings import NONE_GIVEN
from outreach_app.store.directory_sets import NOWHERE, Places, Sets, union


class Met(NamedTuple):
    """Entries that meet every term."""

    all: Places
    as_typed: Places
    """Those for which no word had to be read differently."""


def meeting(sets: Sets, words: Words, terms: Sequence[Term]) -> Met:
    """The entries that meet every term; everything without terms."""
    found = as_typed = sets.everyone
    for term in terms:
        exact = _need(sets, term) if term.need else holding(sets, words, term.typed[0])
        loose = union((exact, *(holding(sets, words, word) for word in term.meant))) if term.meant else exact
        found, as_typed = found & loose, as_typed & exact
    return Met(found, as_typed)


def holding(sets: Sets, words: Words, word: str) -> Places:
    """The entries that a word stands for."""
    meanings = words.begun(word)
    if not meanings:
        return sets.everywhere(word)
    return sets.standing_for(
        word,
        lambda: union((sets.everywhere(word), *(sets.fact(kind, code) for kind, code in sorted(meanings)))),
    )


def _need(sets: Sets, term: Term) -> Places:
    so_named = _every([sets.named(word) for word in term.typed])
    return union((sets.fact(NEED, term.need), so_named, _spoken_of(sets, term)))


def _spoken_of(sets: Sets, term: Term) -> Places:
    """Entries of which no need is known and whose text holds the words typed, or a phrase of the need."""
    unknown = sets.fact(NEED, NONE_GIVEN)
    if not unknown:
        return NOWHERE

    def phrases() -> Places:
        return unknown & union(_every([sets.with_word(word) for word in phrase]) for phrase in term.synonyms)

    typed = unknown & _every([sets.everywhere(word) for word in term.typed])
    return typed | sets.made(("spoken of", term.need), phrases)


def _every(found: Sequence[Places]) -> Places:
    """What stands in each of them; nothing where there are none."""
    return Places.intersection(*found) if found else NOWHERE


def by_name(sets: Sets, question: Question) -> tuple[Places, Places, Places]:
    """Entries that `ranking.name_match` calls a whole, a begun and a part match; each set may hold what an earlier
    one holds."""
    typed = question.typed
    if not typed:
        return NOWHERE, NOWHERE, NOWHERE
    begun = [_named(sets, one) for one in typed]
    whole = [union(sets.with_name(word) for word in one.readings) for one in typed]
    counted = [_counted(sets, one, places) for one, places in zip(typed, begun, strict=True)]
    if len(typed) == 1:
        return _counted(sets, typed[0], whole[0]), counted[0], counted[0]
    return _every(whole), _every(begun), union(counted)


def _named(sets: Sets, one: TypedWord) -> Places:
    return union(sets.named(word) for word in one.readings)


def _counted(sets: Sets, one: TypedWord, places: Places) -> Places:
    """A word for a need says nothing of the names of places that do not answer it."""
    return places & sets.fact(NEED, one.need) if one.need else places
