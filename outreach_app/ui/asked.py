# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked on Find help: the words typed and the chips pressed, as one question. In memory only.

The words stay the person's own: taking an understood part away takes its words out of what was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from outreach_app.domain.finding import facts_of, judge, mismatch
from outreach_app.domain.question import Part, Question, asking
from outreach_app.domain.words import AGE, ASK, GENDER, LANGUAGE, NEED, Meaning, fold
from outreach_app.services.directory import Answer, Found
from outreach_app.ui.directory_desk import DirectoryDesk

WORD: Final = "word"
"""Kind of a part that was not understood and is searched as text."""
HIDDEN_LIMIT: Final = 200
"""Matches looked at to list what is hidden; the figure beside it counts them all."""
_TOKEN: Final = re.compile(r"[^\W_]+")
_BETWEEN: Final = " ,;:·."


@dataclass(frozen=True)
class Asked:
    """Words typed and meanings chosen by a chip."""

    text: str = ""
    chosen: tuple[Meaning, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is asked yet."""
        return not self.text.strip() and not self.chosen

    def with_meaning(self, meaning: Meaning) -> Asked:
        """One more chip; an age, a gender or a language takes the place of the one before."""
        single = meaning.kind in {AGE, GENDER, LANGUAGE}
        kept = tuple(one for one in self.chosen if one != meaning and not (single and one.kind == meaning.kind))
        return replace(self, chosen=(*kept, meaning))

    def without(self, part: Part) -> Asked:
        """The same without this part, typed or chosen."""
        kept = tuple(one for one in self.chosen if one != Meaning(part.kind, part.code))
        return Asked(without_words(self.text, part.typed), kept)


@dataclass(frozen=True)
class Outcome:
    """An answer, and the matches that do not fit where they were wanted too."""

    answer: Answer
    unfit: tuple[Found, ...] = ()


def question_of(asked: Asked, directory: DirectoryDesk, now: datetime) -> Question:
    """The question at `now` (aware, in the coalition's zone)."""
    question = directory.understand(asked.text, now)
    for meaning in asked.chosen:
        if not any((part.kind, part.code) == meaning for part in question.parts):
            question = _with(question, meaning)
    return question


def find(
    asked: Asked, directory: DirectoryDesk, now: datetime, full: AbstractSet[str], *, with_hidden: bool
) -> Outcome:
    """Ask the directory; runs on its lane. Raises `NoDirectory`."""
    question = question_of(asked, directory, now)
    answer = directory.search(question, now=now, full_tonight=full)
    if not with_hidden or not answer.hidden:
        return Outcome(answer)
    anything = replace(question, age=None, gender="", no_id=False, no_police=False, record_ok=False, asks=())
    found = directory.search(anything, now=now, limit=HIDDEN_LIMIT, full_tonight=full).results
    unfit = [one.entry for one in found if mismatch(facts_of(one.entry), question)]
    return Outcome(answer, tuple(Found(entry, judge(entry, question, full)) for entry in unfit))


def parts_of(question: Question) -> tuple[Part, ...]:
    """What is looked for, in the order typed: understood parts, then the other words."""
    return (*question.parts, *(Part(WORD, word, word) for word in question.words))


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


def _with(question: Question, meaning: Meaning) -> Question:
    question = replace(question, parts=(*question.parts, Part(meaning.kind, meaning.code, "")))
    if meaning.kind == NEED:
        return replace(question, needs=tuple(dict.fromkeys((*question.needs, meaning.code))))
    if meaning.kind == AGE:
        return replace(question, age=int(meaning.code))
    if meaning.kind == GENDER:
        return replace(question, gender=meaning.code)
    if meaning.kind == LANGUAGE:
        return replace(question, language=meaning.code)
    return asking(question, meaning.code) if meaning.kind == ASK else question
