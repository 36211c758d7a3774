# SPDX-License-Identifier: GPL-3.0-or-later
"""What a question finds in a release, by sets alone: how many, what is hidden and why, and what to look at first.

A tier is a set of entries that can stand no better than its rank. Tiers come in the order of ranks; whoever takes
entries from them one by one, judges each exactly and stops when enough stand better than what is still to come, has
the same page as if every entry had been judged. Hours that are not plain weekly ones are taken for the best they can
be: such an entry may turn out worse, never better.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from outreach_app.domain.directory import YES
from outreach_app.domain.finding import (
    FRESH_DAYS,
    OTHER_TERM,
    OUTSIDE_AREA,
    STALE_DAYS,
    TERM_NEEDS,
    TOO_OLD,
    TOO_YOUNG,
)
from outreach_app.domain.question import DAY_BEGINS, Question, Wanted
from outreach_app.domain.words import NEED
from outreach_app.store.directory_postings import NONE_GIVEN
from outreach_app.store.directory_sets import NOWHERE, Places, Sets, union
from outreach_app.store.directory_terms import Met, by_name

Ranked = Iterator[tuple[int, Places]]
_FEW: Final = 40
"""So many are not sorted beforehand: judging them costs less."""
_FIRST_RANK: Final = (0,) * 7


class Matches:
    """The entries that meet a question's terms, sorted out."""

    def __init__(self, sets: Sets, question: Question, met: Met, *, full: Places, gone: Places, holiday: bool) -> None:
        """`full` said so tonight, `gone` were recalled; `holiday` is whether the date asked about is a public one."""
        self._sets = sets
        self._question = question
        self._as_typed = met.as_typed
        self._full = full
        self._holiday = holiday
        self._hidden: dict[str, Places] = {}
        self._shown = self._sift(met.all - gone if gone else met.all)

    @property
    def total(self) -> int:
        """Matches that are not hidden."""
        return len(self._shown)

    @property
    def hidden(self) -> Mapping[str, int]:
        """How many matches a reason hides, by reason."""
        return {reason: len(places) for reason, places in self._hidden.items()}

    @property
    def hidden_places(self) -> Iterable[int]:
        """Matches that are hidden, in the static order."""
        return union(self._hidden.values())

    def corrected(self, place: int) -> bool:
        """Whether a match was found only by reading a word differently."""
        return place not in self._as_typed

    def irregular(self, place: int) -> bool:
        """Whether only its hours tell if a match takes people in."""
        return len(self._shown) > _FEW and place in self._open

    def tiers(self) -> Iterator[tuple[tuple[int, ...], Iterable[int]]]:
        """(best rank possible, places in the static order), best first."""
        if len(self._shown) <= _FEW:
            yield _FIRST_RANK, self._shown
        else:
            yield from self._split(self._shown, (), self._criteria)

    # --- hiding ---

    def _sift(self, places: Places) -> Places:
        for reason, against in self._against():
            unfit = places & against
            if unfit:
                self._hidden[reason] = union((self._hidden.get(reason, NOWHERE), unfit))
                places = places - unfit
        return places

    def _against(self) -> Iterator[tuple[str, Places]]:
        """What `finding.mismatch` says, as sets, in its order."""
        question, sets = self._question, self._sets
        age = question.age
        if age is not None:
            yield TOO_YOUNG, sets.fact_where("minimum", lambda least: age < int(least))
            yield TOO_OLD, sets.fact_where("maximum", lambda most: int(most) < age)
        for wanted in question.wanted:
            yield wanted.reason, _opposite(sets, wanted)
        if question.area_codes:
            known = sets.everyone - sets.fact("area", NONE_GIVEN)
            yield OUTSIDE_AREA, known - sets.facts("area", question.area_codes)
        if question.term:
            known = sets.everyone - sets.fact(NEED, NONE_GIVEN)
            yield OTHER_TERM, known - sets.facts(NEED, TERM_NEEDS[question.term])

    # --- bands ---

    @cached_property
    def _irregular(self) -> Places:
        return self._sets.irregular(self._question.at)

    @cached_property
    def _takes(self) -> Places:
        """Takes people in, for certain."""
        return self._sets.throughout("takes", self._question.at) - self._irregular

    @cached_property
    def _refuses(self) -> Places:
        return self._sets.throughout("refuses", self._question.at) - self._irregular

    @cached_property
    def _open(self) -> Places:
        """May take people in: whether it does is told by its hours alone."""
        at, sets = self._question.at, self._sets
        now = union((sets.at_some_time("takes", at), sets.at_some_time("unsure", at)))
        odd = self._irregular & sets.at_some_time("may", at)
        return (now - self._takes - self._irregular) | odd

    @cached_property
    def _later(self) -> Places:
        """Stands under *later*, for certain."""
        question, sets = self._question, self._sets
        at = question.at
        begins = (at.hour, at.minute) < (DAY_BEGINS.hour, DAY_BEGINS.minute)
        now = (begins, at.hour, at.minute)

        def passed(limit: str) -> bool:
            hour, minute = int(limit[:2]), int(limit[3:])
            return ((hour, minute) < (DAY_BEGINS.hour, DAY_BEGINS.minute), hour, minute) <= now

        inside = sets.made(("inside", now), lambda: sets.fact_where("inside", passed))
        shut = sets.throughout("shut", at) - self._irregular
        return union((self._full, sets.fact("closed"), inside, self._refuses, shut))

    def _bands(self, places: Places) -> Ranked:
        later = places & self._later
        other = places - later
        doubtful = union(self._doubts)
        yield 0, other - doubtful
        yield 1, other & doubtful
        yield 2, later

    # --- what is unknown ---

    @cached_property
    def _doubts(self) -> tuple[Places, ...]:
        """What `finding` counts as unknown or old: a set for each."""
        question, sets = self._question, self._sets
        shown = self._shown
        untold = self._irregular & self._later  # of these intake may be known after all; it changes no band
        found = [
            shown - self._takes - self._refuses - self._open - untold,
            shown - sets.fact(YES, "self_referral"),
            shown - self._fresh - self._ageing,
            shown & sets.facts("guessed", question.rests_on),
        ]
        if question.age is not None:
            found.append(shown - sets.fact_where("minimum", _any) - sets.fact_where("maximum", _any))
        if question.language:
            found.append(shown - sets.fact("language", question.language))
        found += (shown - _settled(sets, wanted) for wanted in question.wanted)
        if question.area_codes:
            found.append(shown & sets.fact("area", NONE_GIVEN))
        if question.term:
            found.append(shown & sets.fact(NEED, NONE_GIVEN))
        if self._holiday:
            found.append((shown & self._takes) - sets.fact("holiday"))
        return tuple(places for places in found if places)

    @cached_property
    def _counts(self) -> list[Places]:
        """How many doubts there are, as binary digits: the first set holds those with an odd number."""
        digits: list[Places] = []
        for doubt in self._doubts:
            carry = doubt
            for at, digit in enumerate(digits):
                digits[at], carry = digit ^ carry, digit & carry
            if carry:
                digits.append(carry)
        return digits

    def _by_doubts(self, places: Places) -> Ranked:
        yield from self._by_digits(places, len(self._counts) - 1, 0)

    def _by_digits(self, places: Places, digit: int, count: int) -> Ranked:
        if not places:
            return
        if digit < 0:
            yield count, places
            return
        yield from self._by_digits(places - self._counts[digit], digit - 1, count)
        yield from self._by_digits(places & self._counts[digit], digit - 1, count + (1 << digit))

    # --- ranks ---

    @cached_property
    def _criteria(self) -> tuple[Callable[[Places], Ranked], ...]:
        return (
            self._bands, self._by_reading, self._by_name, self._by_fit, self._by_doubts, self._by_check, self._by_place,
        )  # fmt: skip

    def _split(
        self, places: Places, rank: tuple[int, ...], criteria: Sequence[Callable[[Places], Ranked]]
    ) -> Iterator[tuple[tuple[int, ...], Places]]:
        if not criteria:
            yield rank, places
            return
        for number, part in criteria[0](places):
            if part:
                yield from self._split(part, (*rank, number), criteria[1:])

    def _by_reading(self, places: Places) -> Ranked:
        yield 0, places & self._as_typed
        yield 1, places - self._as_typed

    @cached_property
    def _names(self) -> tuple[Places, Places, Places]:
        return by_name(self._sets, self._question)

    def _by_name(self, places: Places) -> Ranked:
        return _in_turn(places, self._names)

    def _by_fit(self, places: Places) -> Ranked:
        needs = self._question.needs
        if not needs:
            return iter(((0, places),))
        return _in_turn(places, (self._sets.facts("first", needs), self._sets.facts(NEED, needs)))

    def _by_check(self, places: Places) -> Ranked:
        return _in_turn(places, (self._fresh, self._ageing, self._checked))

    def _by_place(self, places: Places) -> Ranked:
        codes = self._question.near_codes
        if not codes:
            return iter(((0, places),))
        known = self._sets.everyone - self._sets.fact("area", NONE_GIVEN)
        return _in_turn(places, (self._sets.facts("area", codes), known))

    @cached_property
    def _checked(self) -> Places:
        """Checked at some day up to tomorrow: a date further on is a typing error."""
        return self._checked_since(0)

    @cached_property
    def _fresh(self) -> Places:
        return self._checked_since(self._today - FRESH_DAYS)

    @cached_property
    def _ageing(self) -> Places:
        return self._checked_since(self._today - STALE_DAYS)

    @property
    def _today(self) -> int:
        return self._question.at.date().toordinal()

    def _checked_since(self, first: int) -> Places:
        last = self._today + 1
        return self._sets.made(
            ("checked", first, last), lambda: self._sets.fact_where("verified", lambda day: first <= int(day) <= last)
        )


def _any(_code: str) -> bool:
    return True


def _in_turn(places: Places, sets: Sequence[Places]) -> Ranked:
    """What each set takes of the places that the ones before it left; at last what none took."""
    for number, wanted in enumerate(sets):
        taken = places & wanted
        if taken:
            yield number, taken
            places = places - taken
    yield len(sets), places


def _opposite(sets: Sets, wanted: Wanted) -> Places:
    """Entries that say the opposite of what is wanted, and nothing that eases it."""
    against = sets.fact("no" if wanted.value == YES else "yes", wanted.attribute)
    if not wanted.eased_by:
        return against
    return (against - sets.fact("yes", wanted.eased_by)) | sets.fact("no", wanted.eased_by)


def _settled(sets: Sets, wanted: Wanted) -> Places:
    """Entries of which it is known."""
    said = [sets.fact(value, wanted.attribute) for value in ("yes", "no")]
    return union((*said, sets.fact("yes", wanted.eased_by))) if wanted.eased_by else union(said)
