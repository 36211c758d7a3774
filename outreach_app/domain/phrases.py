# SPDX-License-Identifier: GPL-3.0-or-later
"""Phrases in folded text: written short by a person, found in one pass over the words.

A phrase is words; `(a|b)` is one of several, `[a]` may be left out: `no [photo] id (needed|required)`. Text becomes
sentences of tokens: folded words and the marks between parts of a sentence. Letters of other scripts than Latin are
passed over: the rules have no words for them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final, NamedTuple

from outreach_app.domain.errors import BadField
from outreach_app.domain.words import fold

MOST_FORMS: Final = 2_000
"""Forms that one phrase may stand for; more is a slip of the pen."""
DASH: Final = "-"
PLUS: Final = "+"
COMMAS: Final = ",()"
_TOKEN: Final = re.compile(r"[a-z0-9]+|[,()+]|(?<=\d)-(?=\d)")
_MARKS: Final = f"{COMMAS}{PLUS}"
_BLANKED: Final = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) not in _MARKS}
_SENTENCE: Final = re.compile(r"[^.;!?\n|]+\??")
"""What ends with a full stop, a line or the like; a question keeps its mark."""
_WRAPPED: Final = re.compile(r"\n(?=[a-z])")
"""A line that goes on in small letters was only broken to fit a page."""
_SPACED_DASH: Final = re.compile(r"(?<=\d) +- +(?=\d)")
_PART: Final = re.compile(r"[()\[\]|]|[^()\[\]|]+")

Tree = dict[str, "list[Any]"]
"""Word to [what the phrase up to here means or None, the tree of what may follow or None]."""


class Found(NamedTuple):
    """A phrase found: tokens `start` up to `end`, and what it means."""

    start: int
    end: int
    sense: Any


def sentences(text: str) -> list[str]:
    """The sentences of `text`, folded; a question ends with its mark."""
    if "\n" in text:
        text = _WRAPPED.sub(" ", text)
    text = text.casefold()
    if not text.isascii():
        text = unicodedata.normalize(
            "NFKD", text.replace("•", ";").replace("·", ";").replace("¿", ".").replace("’", " ")
        )
        text = text.replace("–", "-").replace("—", "-").replace("‑", "-").encode("ascii", "ignore").decode("ascii")
    if "i.d" in text:
        text = text.replace("i.d.", "id").replace("i.d", "id")
    if " - " in text:
        text = _SPACED_DASH.sub(DASH, text)
    return _SENTENCE.findall(text)


def tokens(sentence: str) -> list[str]:
    """The words of a folded sentence, with commas, brackets, a plus sign and the dash of `12-17`."""
    if sentence.isascii():
        if sentence.replace(" ", "").isalnum():  # words alone: split in a fifth of the time
            return sentence.split()
        if DASH not in sentence:
            plain = sentence.translate(_BLANKED)
            for mark in _MARKS:
                if mark in plain:
                    plain = plain.replace(mark, f" {mark} ")
            return plain.split()
    return _TOKEN.findall(sentence)


def forms(phrase: str, where: str) -> list[tuple[str, ...]]:
    """Every sequence of folded words that a phrase stands for; raises `BadField` naming `where`."""
    parts = _PART.findall(phrase)
    found, rest = _alternatives(parts, where)
    if rest or not all(found):
        raise BadField(where, "unknown_code" if rest else "missing")
    return list(dict.fromkeys(found))


def _alternatives(parts: list[str], where: str) -> tuple[list[tuple[str, ...]], list[str]]:
    """The forms up to the end or an unopened closing mark, and what is left."""
    done: list[tuple[str, ...]] = []
    current: list[tuple[str, ...]] = [()]
    while parts and parts[0] not in ")]":
        mark, *parts = parts
        if mark == "|":
            done += current
            current = [()]
            continue
        inside, parts = _piece(mark, parts, where)
        current = [(*before, *after) for before in current for after in inside]
        if len(current) + len(done) > MOST_FORMS:
            raise BadField(where, "too_large")
    return done + current, parts


def _piece(mark: str, parts: list[str], where: str) -> tuple[list[tuple[str, ...]], list[str]]:
    if mark not in "([":
        return [_words(mark)], parts
    inside, rest = _alternatives(parts, where)
    if not rest or rest[0] != (")" if mark == "(" else "]"):
        raise BadField(where, "unknown_code")
    return [*inside, ()] if mark == "[" else inside, rest[1:]


def _words(text: str) -> tuple[str, ...]:
    """Folded words; a lone plus sign counts as one."""
    return tuple(word for part in text.split() for word in ((PLUS,) if part == PLUS else fold(part)))


def plant(tree: Tree, words: tuple[str, ...], sense: object) -> None:
    """Let `words` mean `sense`."""
    *before, last = words
    for word in before:
        node = tree.setdefault(word, [None, None])
        if node[1] is None:
            node[1] = {}
        tree = node[1]
    tree.setdefault(last, [None, None])[0] = sense


def find(tree: Tree, words: list[str]) -> list[Found]:
    """The phrases in `words` from left to right, at each place the longest."""
    found: list[Found] = []
    busy = 0
    count = len(words)
    new = tuple.__new__  # a third of the cost of naming the parts; this runs for every word of a directory
    for start, word in enumerate(words):
        if word not in tree or start < busy:
            continue
        sense, below = tree[word]
        at = end = start + 1
        while below is not None and at < count and words[at] in below:
            here, below = below[words[at]]
            at += 1
            if here is not None:
                sense, end = here, at
        if sense is not None:
            found.append(new(Found, (start, end, sense)))
            busy = end
    return found
