# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked on Find help: the words typed and the chips pressed, as one question. In memory only.

The words stay the person's own: taking an understood part away takes its words out of what was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Final

from outreach_app.domain.question import Part, Question, asking, moment_meant
from outreach_app.domain.words import AGE, AREA, ASK, GENDER, LANGUAGE, TERM, TIME, TIMES, Meaning, fold
from outreach_app.ui.directory_desk import DirectoryDesk

WORD: Final = "word"
NO_PLACE: Final = "no_place"
"""Kind of a word that no place holds; it is passed over."""
"""Kind of a part that was not understood and is searched as text."""
SINGLE: Final = frozenset({AGE, GENDER, LANGUAGE, TIME, AREA, TERM})
"""Of these only one is asked at a time."""
EITHER_OR: Final[Mapping[str, str]] = {"using_ok": "sober", "sober": "using_ok"}
"""Asking for the one takes the other away."""
_TOKEN: Final = re.compile(r"[^\W_]+")
_BETWEEN: Final = " ,;:·."


@dataclass(frozen=True)
class Whereabouts:
    """Where the worker stands: postal codes of the zone chosen on the pad, and those of every area by its name."""

    near: frozenset[str] = frozenset()
    areas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


NOWHERE: Final = Whereabouts()


@dataclass(frozen=True)
class Asked:
    """Words typed and meanings chosen by a chip; `literal` are typed words that must not be read as others."""

    text: str = ""
    chosen: tuple[Meaning, ...] = ()
    literal: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is asked yet."""
        return not self.text.strip() and not self.chosen

    def with_meaning(self, meaning: Meaning) -> Asked:
        """One more chip; it takes the place of one that cannot stand beside it."""
        gone = {meaning, Meaning(ASK, EITHER_OR.get(meaning.code, ""))}
        single = meaning.kind in SINGLE
        kept = tuple(one for one in self.chosen if one not in gone and not (single and one.kind == meaning.kind))
        return replace(self, chosen=(*kept, meaning))

    def without(self, part: Part) -> Asked:
        """The same without this part, typed or chosen."""
        kept = tuple(one for one in self.chosen if one != Meaning(part.kind, part.code))
        return replace(self, text=without_words(self.text, part.typed), chosen=kept)

    def as_typed(self, word: str) -> Asked:
        """The same with this word searched as it stands."""
        return replace(self, literal=tuple(dict.fromkeys((*self.literal, word))))


def question_of(asked: Asked, directory: DirectoryDesk, now: datetime, at: Whereabouts = NOWHERE) -> Question:
    """The question at `now` (aware, in the coalition's zone); runs on the directory's lane."""
    text = asked.text
    plain: list[str] = []
    for word in asked.literal:
        shorter = without_words(text, word)
        if shorter != text:
            text = shorter
            plain.append(word)
    question = directory.understand(text, now)
    question = replace(question, words=tuple(dict.fromkeys((*question.words, *plain))))
    typed = frozenset(Meaning(part.kind, part.code) for part in question.parts)
    for meaning in asked.chosen:
        if not _settled(meaning, typed):
            question = _with(question, meaning, now, at)
    return replace(question, near_codes=at.near)


def parts_of(question: Question) -> tuple[Part, ...]:
    """What is looked for, in the order typed: understood parts, then the other words, then those that stand nowhere."""
    words = (Part(WORD, word, word) for word in question.words)
    return (*question.parts, *words, *(Part(NO_PLACE, word, word) for word in question.nowhere))


def without_words(text: str, typed: str) -> str:
    """`text` without the words of a part; as it is when they do not stand in a row there."""
    text = unicodedata.normalize("NFC", text)
    wanted = fold(typed)
    found = [(match.span(), word) for match in _TOKEN.finditer(text) for word in fold(match.group())]
    for place in range(len(found) - len(wanted) + 1):
        row = found[place : place + len(wanted)]
        if wanted and tuple(word for _, word in row) == wanted:
            before, after = text[: row[0][0][0]].rstrip(_BETWEEN), text[row[-1][0][1] :].lstrip(_BETWEEN)
            return f"{before} {after}".strip()
    return text


def _settled(meaning: Meaning, typed: frozenset[Meaning]) -> bool:
    """Whether words typed since say the same as a chip, or something that cannot stand beside it."""
    if meaning.kind in SINGLE:
        return any(one.kind == meaning.kind for one in typed)
    return meaning in typed or Meaning(ASK, EITHER_OR.get(meaning.code, "")) in typed


def _with(question: Question, meaning: Meaning, now: datetime, at: Whereabouts) -> Question:
    code = meaning.code
    question = replace(question, parts=(*question.parts, Part(meaning.kind, code, "")))
    match meaning.kind:
        case "need":
            asked = replace(question, needs=tuple(dict.fromkeys((*question.needs, code))))
        case "age":
            asked = replace(question, age=int(code))
        case "gender":
            asked = replace(question, gender=code)
        case "language":
            asked = replace(question, language=code)
        case "term":
            asked = replace(question, term=code)
        case "time":
            asked = replace(question, at=moment_meant(code, now) if code in TIMES else next_coming(code, now))
        case "area":
            asked = replace(question, area=code, area_codes=frozenset(at.areas.get(code, ())))
        case _:
            asked = asking(question, code)
    return asked


def next_coming(clock: str, now: datetime) -> datetime:
    """The next time that it is `clock` (HH:MM)."""
    at = datetime.combine(now.date(), time.fromisoformat(clock), tzinfo=now.tzinfo)
    if at >= now.replace(second=0, microsecond=0):
        return at
    return datetime.combine(now.date() + timedelta(days=1), at.time(), tzinfo=now.tzinfo)
