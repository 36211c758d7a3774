# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening hours written as words → rows of hours, only where they cannot be meant otherwise.

"Mon–Fri 8:30 a.m. to 4:30 p.m.; Sat 10am–2pm", "24/7", "closed Sundays", "first Saturday of the month 10am–noon",
"lunes a viernes de 9 a 17 h". What stays words: hours without days, "9–5" (which half of the day is a guess), days
said twice with different hours, and any text with a word that `prose_words` does not know.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final, cast

from outreach_app.domain.hours import (
    CLOSED,
    DAY_MINUTES,
    MONTHLY,
    WEEKDAYS,
    WEEKLY,
    YEARLY,
    Schedule,
)
from outreach_app.formats.prose_words import Clock, Kind, Token, tokens

_NOON: Final = 12 * 60
_EARLY: Final = range(60, 7 * 60)
"""One to seven by the clock: nothing opens in that half of the night and closes the same afternoon."""
_FIXED_FEASTS_SINCE: Final = 2000
_DAY_WORDS: Final = (Kind.DAYS, Kind.ORDINAL)
_BETWEEN_DAYS: Final = (Kind.ALSO, Kind.FILLER)


class _NotCertain(Exception):
    """The text may mean something else."""


@dataclass
class _Days:
    """Weekdays (`MO`) or weekdays of a month (`1TU`)."""

    named: tuple[str, ...]

    @property
    def monthly(self) -> bool:
        return any(len(day) > 2 for day in self.named)

    @property
    def weekdays(self) -> set[str]:
        return {day[-2:] for day in self.named}


@dataclass
class _Spans:
    """Spans of a day in minutes; a closing of -1 is not said."""

    spans: list[tuple[int, int]]
    whole_day: bool = False


@dataclass
class _Said:
    """What a text says, as far as read."""

    open: list[tuple[_Days, _Spans]] = field(default_factory=list)
    closed: list[_Days] = field(default_factory=list)
    feasts: list[tuple[int, int]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    more: str = ""
    """Words by which there may be other hours too."""


@lru_cache(maxsize=4096)
def read_prose(text: str) -> tuple[Schedule, ...]:
    """The rows of hours that `text` says; none where it is not certain.

    What it says of holidays stays as the rows' words; where others may come by appointment, a row of words says so, and
    then no hour is certainly closed. A time without its end gives a row without one.
    """
    try:
        return tuple(_rows(_Sentence(tokens(text)).read()))
    except _NotCertain:
        return ()


class _Reader:
    """Tokens one after the other."""

    def __init__(self, words: list[Token]) -> None:
        self._words = words
        self._at = 0

    def peek(self, ahead: int = 0) -> Kind | None:
        index = self._at + ahead
        return self._words[index].kind if index < len(self._words) else None

    def take(self) -> Token:
        self._at += 1
        return self._words[self._at - 1]

    def skip(self, *kinds: Kind) -> bool:
        """Whether anything of these kinds was there to pass over."""
        start = self._at
        while self.peek() in kinds:
            self._at += 1
        return self._at > start

    def follows(self, wanted: Kind, *, after: tuple[Kind, ...]) -> bool:
        """Whether `wanted` comes next, behind words of the kinds `after` only."""
        ahead = 0
        while self.peek(ahead) in after:
            ahead += 1
        return self.peek(ahead) is wanted


def _days(words: _Reader) -> _Days:
    """Days up to the next word that is none."""
    named: dict[str, None] = {}
    while True:
        found = _ordinal_days(words) if words.peek() is Kind.ORDINAL else _day_range(words)
        if named and (len(next(iter(named))) > 2) != (len(found[0]) > 2):
            raise _NotCertain
        if set(found) & set(named):
            raise _NotCertain
        named.update(dict.fromkeys(found))
        if any(words.follows(kind, after=_BETWEEN_DAYS) for kind in _DAY_WORDS):
            words.skip(*_BETWEEN_DAYS)
        else:
            return _Days(tuple(named))


def _day_range(words: _Reader) -> tuple[str, ...]:
    first = cast("tuple[str, ...]", words.take().value)
    if not (words.peek() is Kind.RANGE and words.follows(Kind.DAYS, after=(Kind.RANGE, Kind.FILLER))):
        return first
    words.skip(Kind.RANGE, Kind.FILLER)
    last = cast("tuple[str, ...]", words.take().value)
    if len(first) != 1 or len(last) != 1:
        raise _NotCertain
    start, end = WEEKDAYS.index(first[0]), WEEKDAYS.index(last[0])
    return tuple(WEEKDAYS[(start + step) % 7] for step in range((end - start) % 7 + 1))


def _ordinal_days(words: _Reader) -> tuple[str, ...]:
    """`1st and 3rd Tuesday of the month`."""
    numbers = [words.take().value]
    while words.follows(Kind.ORDINAL, after=(Kind.ALSO,)):
        words.skip(Kind.ALSO)
        numbers.append(words.take().value)
    if words.peek() is not Kind.DAYS:
        raise _NotCertain
    days = cast("tuple[str, ...]", words.take().value)
    words.skip(Kind.OF_MONTH)
    if len(days) != 1 or len(set(numbers)) != len(numbers):
        raise _NotCertain
    return tuple(f"{number}{days[0]}" for number in numbers)


def _spans(words: _Reader) -> _Spans:
    """Spans up to the next word that is no time."""
    if words.peek() is Kind.WHOLE_DAY:
        return _Spans([(0, DAY_MINUTES)], whole_day=bool(words.take().value))
    found: list[tuple[int, int]] = []
    while True:
        found.append(_span(words))
        if not words.follows(Kind.CLOCK, after=(Kind.ALSO, Kind.FILLER)):
            break
        if not words.skip(Kind.ALSO, Kind.FILLER):
            raise _NotCertain
    if len(found) > 1 and (-1 in {end for _, end in found} or _overlap(found)):
        raise _NotCertain
    return _Spans(found)


def _span(words: _Reader) -> tuple[int, int]:
    first = cast("Clock", words.take().value)
    if not (words.peek() is Kind.RANGE and words.follows(Kind.CLOCK, after=(Kind.RANGE, Kind.FILLER))):
        if not (first.half or first.exact):
            raise _NotCertain
        return first.minutes, -1
    words.skip(Kind.RANGE, Kind.FILLER)
    return _both(first, cast("Clock", words.take().value))


def _both(first: Clock, last: Clock) -> tuple[int, int]:
    """A span, the half of the day taken from the other end only where nothing else can be meant."""
    if not first.half and not first.exact and (first.minutes // 60 > 12 or not last.half):
        first = first._replace(
            exact=last.exact and not last.half and last.minutes > _NOON and last.minutes % _NOON != 0
        )
    elif not first.half and not first.exact:
        first = Clock(_first_minutes(first.minutes % _NOON, last), exact=True)
    if not last.half and not last.exact:
        if first.half == "a" and 0 < last.minutes % _NOON <= first.minutes and last.minutes <= _NOON:
            last = Clock(last.minutes % _NOON + _NOON, exact=True)
        else:
            last = last._replace(exact=first.exact and first.minutes > _NOON)
    if not ((first.half or first.exact) and (last.half or last.exact)):
        raise _NotCertain
    if first.minutes % DAY_MINUTES == last.minutes % DAY_MINUTES:
        raise _NotCertain
    return first.minutes, last.minutes or DAY_MINUTES


def _first_minutes(minutes: int, last: Clock) -> int:
    """`1–5pm` begins in the afternoon, `9–5pm` in the morning; `8–9pm` may be either."""
    end = last.minutes % _NOON
    if last.half != "p":
        if minutes < end:
            return minutes  # 8–11am
        raise _NotCertain  # 10–2am
    if minutes == 0 or minutes in _EARLY:
        if minutes < end:
            return minutes + _NOON
        raise _NotCertain
    if minutes > end:
        return minutes
    raise _NotCertain


def _overlap(spans: list[tuple[int, int]]) -> bool:
    ends = sorted((start, end if end > start else end + DAY_MINUTES) for start, end in spans)
    return any(end > following for (_, end), (following, _) in itertools.pairwise(ends))


class _Sentence:
    """What is read of a text: days wait for their times, or times for their days."""

    def __init__(self, found: list[Token]) -> None:
        self.said = _Said()
        self._words = _Reader(found)
        self._days: _Days | None = None
        self._spans: _Spans | None = None
        self._days_first: set[bool] = set()
        self._opened = False

    def read(self) -> _Said:
        """All of it; raises `_NotCertain`."""
        while self._words.peek() is not None:
            self._step()
            if self._days is not None and self._spans is not None:
                self.said.open.append((self._days, self._spans))
                self._days = self._spans = None
        self._without_days()
        if self._days or self._spans or not (self.said.open or self.said.closed) or len(self._days_first) > 1:
            raise _NotCertain
        return self.said

    def _step(self) -> None:
        kind = self._words.peek()
        if kind in _DAY_WORDS:
            if self._days is not None:
                raise _NotCertain
            self._days = _days(self._words)
            self._days_first.add(self._spans is None)
        elif kind in (Kind.CLOCK, Kind.WHOLE_DAY):
            if self._spans is not None:
                raise _NotCertain
            self._spans = _spans(self._words)
        elif kind in (Kind.CLOSED, Kind.EXCEPT):
            self._closing()
        else:
            self._opened = self._opened or kind is Kind.OPEN
            self._note()

    def _without_days(self) -> None:
        """`24 hours a day` and `open 24 hours` are every day."""
        spans = self._spans
        if spans is None or self._days is not None or self.said.open or spans.spans != [(0, DAY_MINUTES)]:
            return
        if spans.whole_day or self._opened:
            self.said.open.append((_Days(WEEKDAYS), spans))
            self._spans = None

    def _closing(self) -> None:
        """`closed Sundays`, `Sunday closed`, `daily except Sundays`, `closed holidays`."""
        sign = self._words.take()
        if self._spans is not None:
            raise _NotCertain
        if self._days is not None and sign.kind is Kind.CLOSED:
            self.said.closed.append(self._days)
            self._days = None
            return
        noted: list[str] = []
        self._away(noted)
        while any(self._words.follows(kind, after=_BETWEEN_DAYS) for kind in self._more_away()):
            self._words.skip(*_BETWEEN_DAYS)
            self._away(noted)
        if noted:
            self.said.notes.append(f"{sign.text} {', '.join(noted)}")

    def _more_away(self) -> tuple[Kind, ...]:
        """What may follow in a list of closed days: weekdays only behind a sign, for they may begin something new."""
        listed = self._words.peek() is Kind.ALSO and self._days is None
        return (Kind.HOLIDAYS, Kind.FEAST, *(_DAY_WORDS if listed else ()))

    def _away(self, noted: list[str]) -> None:
        kind = self._words.peek()
        if kind in _DAY_WORDS:
            self._take_away(_days(self._words))
        elif kind in (Kind.HOLIDAYS, Kind.FEAST):
            token = self._words.take()
            if token.value is None:
                noted.append(token.text)
            else:
                self.said.feasts.append(cast("tuple[int, int]", token.value))
        else:
            raise _NotCertain

    def _take_away(self, away: _Days) -> None:
        if self._days is None:
            self.said.closed.append(away)
            return
        left = tuple(day for day in self._days.named if day not in away.named)
        if self._days.monthly or away.monthly or not left:
            raise _NotCertain
        self._days = _Days(left)

    def _note(self) -> None:
        token = self._words.take()
        if token.kind is Kind.WITH_HOLIDAYS:
            self.said.notes.append(token.text)
        elif token.kind is Kind.ELSE_BY_APPOINTMENT:
            self.said.more = token.text.strip(" ,;.&()")
        elif token.kind is Kind.HOLIDAYS and self._words.peek() is Kind.CLOSED:
            self.said.notes.append(f"{token.text} {self._words.take().text}")
        elif token.kind not in (Kind.FILLER, Kind.OPEN, Kind.ALSO, Kind.STOP):
            raise _NotCertain


def _rows(said: _Said) -> Iterator[Schedule]:
    _check_days(said)
    note = "; ".join(said.notes)
    for days, spans in said.open:
        for opens, closes in spans.spans:
            freq = MONTHLY if days.monthly else WEEKLY
            yield Schedule(freq=freq, byday=days.named, opens=opens, closes=closes, prose=note)
    regular = {day for days, _ in said.open for day in days.weekdays}
    for days in said.closed:
        if days.monthly or not said.open or days.weekdays & regular:
            yield Schedule(
                kind=CLOSED, freq=MONTHLY if days.monthly else WEEKLY, byday=days.named, prose="" if said.open else note
            )
    for month, day in said.feasts:
        yield Schedule(kind=CLOSED, freq=YEARLY, dtstart=date(_FIXED_FEASTS_SINCE, month, day))
    if said.more:
        yield Schedule(prose=said.more)


def _check_days(said: _Said) -> None:
    """A day said twice is certain only where its spans lie apart."""
    for weekday in WEEKDAYS:
        spans = [span for days, found in said.open if weekday in days.weekdays for span in found.spans]
        if len(spans) > 1 and (any(end < 0 for _, end in spans) or _overlap(spans)):
            raise _NotCertain
