# SPDX-License-Identifier: GPL-3.0-or-later
"""The words in which people write down opening hours, in English and Spanish, as tokens.

A text is cut from left to right; a single word that is not known here makes the whole text unknown, because it may be
the one that changes everything ("Mon–Fri 9am–5pm *for men*").
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final, NamedTuple

from outreach_app.domain.hours import DAY_MINUTES, WEEKDAYS

_LONGEST: Final = 300
"""Characters; a longer text is a story."""
_CLOCK_DIGITS: Final = 4
"""As in 0900."""


class Kind(Enum):
    """What a word does in a sentence about hours."""

    DAYS = auto()
    ORDINAL = auto()
    OF_MONTH = auto()
    CLOCK = auto()
    WHOLE_DAY = auto()
    RANGE = auto()
    ALSO = auto()
    STOP = auto()
    CLOSED = auto()
    EXCEPT = auto()
    HOLIDAYS = auto()
    WITH_HOLIDAYS = auto()
    FEAST = auto()
    ELSE_BY_APPOINTMENT = auto()
    OPEN = auto()
    FILLER = auto()


class Clock(NamedTuple):
    """A time as written."""

    minutes: int
    """After midnight, as far as the figures alone tell."""
    half: str = ""
    """`a`, `p`, or empty where it is not said."""
    exact: bool = False
    """Said by a word, or on a clock of 24 hours."""


class Token(NamedTuple):
    """A word or sign; what `value` is depends on the kind."""

    kind: Kind
    text: str
    """As it was written."""
    value: object = None


_PLAIN: Final = str.maketrans("áéíóúüñ’‘–—−\u00a0\t", "aeiouun''---  ")
_WORKDAYS: Final = WEEKDAYS[:5]
_DAYS: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    (WEEKDAYS, (r"(?:7|seven) days(?: (?:a|per|each|of the) (?:week|wk)|/ ?(?:week|wk))?|every ?day|daily|each day"
               r"|todos los dias|(?:los )?(?:7|siete) dias(?: (?:de|a|por) la semana)?|a diario|diariamente|cada dia")),
    (_WORKDAYS, r"week ?days|entre semana|m ?[-,/]? ?t ?[-,/]? ?w ?[-,/]? ?(?:th|r) ?[-,/]? ?f"),
    (("SA", "SU"), r"weekends?|fin(?:es)? de semana"),
    (("MO", "WE", "FR"), r"m ?[/,]? ?w ?[/,]? ?f"),
    (("TU", "TH"), r"t(?:u|ue|ues)? ?[/&,]? ?th(?:urs?|u)?"),
    (("MO",), r"mondays?|mon|mo|lunes|lun|m"),
    (("TU",), r"tuesdays?|tues|tue|tu|martes"),
    (("WE",), r"wednesdays?|weds?|we|miercoles|mie|w"),
    (("TH",), r"thursdays?|thurs?|thu|th|jueves|jue"),
    (("FR",), r"fridays?|fri|fr|viernes|vie|f"),
    (("SA",), r"saturdays?|sat|sa|sabados?|sab"),
    (("SU",), r"sundays?|sun|su|domingos?|dom"),
)  # fmt: skip
_ORDINALS: Final = (
    (1, r"1st|first|primer[oa]?s?"), (2, r"2nd|second|segund[oa]s?"), (3, r"3rd|third|tercer[oa]?s?"),
    (4, r"4th|fourth|cuart[oa]s?"), (5, r"5th|fifth|quint[oa]s?"), (-1, r"last|ultim[oa]s?"),
)  # fmt: skip
_FEASTS: Final = (
    ((12, 24), r"christmas eve|nochebuena"), ((12, 31), r"new year'?s eve|fin de ano"),
    ((12, 25), r"christmas(?: day)?|xmas|navidad"), ((1, 1), r"new year'?s?(?: day)?|ano nuevo"),
    ((7, 4), r"independence day|july 4(?:th)?|(?:4th|fourth) of july"),
    (None, r"thanksgiving(?: day)?|easter(?: sunday)?|labor day|memorial day|(?:dia de )?accion de gracias"),
)  # fmt: skip
"""Month and day of a feast; None for one that moves."""
_HOLIDAYS: Final = (
    r"(?:(?:all|most|major|federal|public|national|legal|state|county|city|bank|observed|government|u\.?s\.?|the|on|for"
    r"|los|dias)\s+)*(?:holidays?|festivos|feriados)"
)
_NAMED_TIMES: Final = (
    (12 * 60, r"12 ?noon|12 ?n|noon|midday|mediodia"), (0, r"12 ?midnight|midnight|medianoche"),
)  # fmt: skip
_FIGURES: Final = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?(?:\s*(?P<half>[ap])\.?\s?m(?:\.|(?![a-z]))|(?P<letter>[ap])(?![a-z])"
    r"|\s+de la (?P<part>manana|tarde|noche))?(?P<unit>\s*(?:horas|hours|hrs?\.?|hs\.?|h\.?)(?![a-z]))?"
)
_FOUR_FIGURES: Final = re.compile(r"(?P<hour>\d{2})(?P<minute>\d{2})(?P<unit>\s*(?:hrs?|hours|h)(?![a-z]))?")
_ENDS_WELL: Final = r"(?:(?<![a-z0-9])|(?![a-z0-9]))"
"""A word does not end inside another."""


def _table() -> list[tuple[Kind, object, re.Pattern[str]]]:
    words: list[tuple[Kind, object, str]] = [
        (Kind.ELSE_BY_APPOINTMENT, None,
         (r"(?:(?:and|or|&|,|;|\.|\()\s*)+(?:also\s+|(?:other times|other hours|evenings|evenings and weekends)\s+)?"
         r"(?:are\s+)?(?:available\s+)?by appointment(?!\s+only)\)?")),
        (Kind.WITH_HOLIDAYS, None,
         (rf"(?:including|incl\.|incluyendo|incluye)\s+{_HOLIDAYS}|{_HOLIDAYS}\s+(?:included|incluidos|inclusive)"
         r"|365 days(?: (?:a|per|of the) year)?|(?:los )?365 dias(?: del ano)?")),
        (Kind.HOLIDAYS, None, _HOLIDAYS),
        (Kind.WHOLE_DAY, True, (r"24 ?/ ?7(?: ?/ ?365)?|24[ -]?(?:hours?|hrs?\.?|h)(?: (?:a|per|each|every) |/)day"
                               r"|(?:las )?24 horas (?:al|del|por) dia|a?round[- ]the[- ]clock")),
        (Kind.WHOLE_DAY, False, r"24[ -]?(?:hours?|hrs?\.?|h)|(?:las )?24 horas"),
        *((Kind.FEAST, day, text) for day, text in _FEASTS),
        (Kind.OF_MONTH, None, r"(?:of|in) (?:the|each|every) month|(?:each|every|per) month|del mes|de cada mes"),
        *((Kind.CLOCK, Clock(minutes, exact=True), text) for minutes, text in _NAMED_TIMES),
        *((Kind.ORDINAL, number, text) for number, text in _ORDINALS),
        *((Kind.DAYS, days, rf"(?:{text})\.?" if len(days) == 1 else text) for days, text in _DAYS),
        (Kind.RANGE, None, r"through|thru|until|till?|'til|to|hasta|al|a|-"),
        (Kind.ALSO, None, r"and|plus|,|&|/|\+|y|e"),
        (Kind.STOP, None, r"[;.|\n•·]"),
        (Kind.CLOSED, None, r"closed(?: on)?|cerrad[oa]s?"),
        (Kind.EXCEPT, None, r"except(?:ing)?(?: for| on)?|excluding|excl\.|excepto|salvo|menos"),
        (Kind.OPEN, None, r"we(?: are|'re) open|open|abiert[oa]s?"),
        (Kind.FILLER, None, (r"hours of (?:operation|service)|(?:operating|opening|business) hours|hours are|hours"
                            r"|horario|from|desde|del|de|las|los|el|la|the|on|at|every|each|cada|[:()]")),
    ]  # fmt: skip
    return [(kind, value, re.compile(f"(?:{text}){_ENDS_WELL}")) for kind, value, text in words]


_TABLE: Final = _table()


def tokens(text: str) -> list[Token]:
    """The words of `text`; none at all where one of them is not known."""
    plain = text.lower().translate(_PLAIN)
    if len(text) > _LONGEST or len(plain) != len(text):
        return []
    found: list[Token] = []
    position = 0
    while position < len(plain):
        if plain[position] in " \r":
            position += 1
            continue
        token = _next(plain, text, position)
        if token is None:
            return []
        found.append(token)
        position += len(token.text)
    return found


def _next(plain: str, text: str, position: int) -> Token | None:
    """The longest word that is known here, of equal ones the first of the table."""
    best: Token | None = None
    length = 0
    for kind, value, pattern in _TABLE:
        match = pattern.match(plain, position)
        if match and match.end() - position > length:
            length = match.end() - position
            best = Token(kind, text[position : match.end()], value)
    clock = _clock(plain, text, position)
    return clock if clock is not None and len(clock.text) > length else best


def _clock(plain: str, text: str, position: int) -> Token | None:
    match = _FOUR_FIGURES.match(plain, position) or _FIGURES.match(plain, position)
    if match is None or (plain[match.end() - 1 : match.end() + 1].isalnum() and match.end() < len(plain)):
        return None
    said = match.groupdict()
    hour, minute = int(said["hour"]), int(said["minute"] or 0)
    half = said.get("half") or said.get("letter") or {"manana": "a", None: ""}.get(said.get("part"), "p")
    if minute >= 60 or hour > 24 or hour * 60 + minute > DAY_MINUTES or (half and not 1 <= hour <= 12):
        return None
    exact = not half and (hour > 12 or said["hour"].startswith("0") or match.re is _FOUR_FIGURES)
    minutes = hour % 12 * 60 + minute + 12 * 60 * (half == "p") if half else hour * 60 + minute
    return Token(Kind.CLOCK, text[position : match.end()], Clock(minutes, half, exact))
