# SPDX-License-Identifier: GPL-3.0-or-later
"""Passphrases: six generated words, or an own one; one canonical form each, so that one key derivation is enough.

Words come from the BIP-39 English list, in which four letters name a word: six of them are 66 bits. What is typed is
taken as generated words exactly when it consists of six words of the list, whole or by their first four letters, with
signs, spaces or nothing between them; then case and everything after a word's fourth letter do not matter. Anything
else is an own passphrase, compared after Unicode NFKC.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Final

from mnemonic import Mnemonic

from outreach_app.domain.errors import WeakPassphrase

WORDS: Final = "words"
OWN: Final = "passphrase"
WORD_COUNT: Final = 6
_SHORTEST: Final = 10
_GUESSES: Final = 10**10
"""Guesses (zxcvbn's estimate) an own passphrase must stand: at two guesses a second per core behind Argon2id,
a hundred and fifty core-years."""
_MAX_TYPED: Final = 512
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz")


@cache
def word_list() -> tuple[str, ...]:
    """The 2048 words of the BIP-39 English list."""
    return tuple(Mnemonic("english").wordlist)


@cache
def _by_prefix() -> dict[str, str]:
    return {word[:4]: word for word in word_list()}


@cache
def _by_itself() -> dict[str, str]:
    return {word: word for word in word_list()}


def generate(random_below: Callable[[int], int]) -> str:
    """Six random words that can also be typed without a space; `random_below(n)` gives a uniform number under n."""
    while True:  # one in ten thousand can be parted in two ways when run together
        words = [word_list()[random_below(len(word_list()))] for _ in range(WORD_COUNT)]
        if as_words("".join(words)) == words:
            return " ".join(words)


def canonical(typed: str) -> tuple[str, bytes]:
    """(kind, bytes to derive from) of what was typed."""
    plain = _plain(typed)
    words = as_words(plain)
    if len(words) == WORD_COUNT:
        return WORDS, ("words:" + "-".join(words)).encode()
    return OWN, ("own:" + plain).encode()


def _plain(typed: str) -> str:
    """NFKC first: what it makes of a sign may be a space, and what it composes counts as one."""
    return unicodedata.normalize("NFKC", typed).strip()[:_MAX_TYPED]


def as_words(typed: str) -> list[str]:
    """The list's words in what was typed, by their first four letters; empty when anything else is among them."""
    lower = typed.lower()
    if any(char not in _LETTERS and unicodedata.category(char)[0] in "LMN" for char in lower):
        return []  # a letter, accent or figure that no word has is meant, it is not a separator
    parts = re.findall(r"[a-z]+", lower)
    if len(parts) == 1:
        return _run_together(parts[0], _by_itself()) or _run_together(parts[0], _by_prefix())
    known = _by_prefix()
    return [known[part[:4]] for part in parts] if all(part[:4] in known for part in parts) else []


def _run_together(letters: str, known: dict[str, str]) -> list[str]:
    """Six words of `known` typed without any separator, when there is exactly one way to part them."""
    ways: list[list[list[str]]] = [[[]], *([] for _ in letters)]
    for end in range(1, len(letters) + 1):
        for size in range(3, min(8, end) + 1):
            word = known.get(letters[end - size : end])
            if word is not None:
                ways[end] += [[*way, word] for way in ways[end - size] if len(way) < WORD_COUNT]
        ways[end] = ways[end][:16]
    whole = [way for way in ways[-1] if len(way) == WORD_COUNT]
    return whole[0] if len(whole) == 1 else []


def weakness(typed: str, *, about: tuple[str, ...] = ()) -> str:
    """Why a passphrase may not be set: empty, short, guessable; or an empty text. `about` are words near at hand."""
    plain = _plain(typed)
    words = as_words(plain)
    if len(words) == WORD_COUNT:
        return "guessable" if _patterned(words) else ""
    if not plain:
        return "empty"
    if len(plain) < _SHORTEST:
        return "short"
    return "guessable" if _guesses(plain, [word for word in about if word]) < _GUESSES else ""


def _patterned(words: list[str]) -> bool:
    """Six words that nobody draws by lot: the same ones again, or evenly spaced in the list."""
    places = [word_list().index(word) for word in words]
    steps = {following - place for place, following in pairwise(places)}
    return len(set(words)) < WORD_COUNT - 1 or len(steps) == 1


def _guesses(plain: str, about: list[str]) -> float:
    """The lower estimate of the passphrase and of itself run together: a space between words is no secret."""
    from zxcvbn import zxcvbn  # its word lists take long to load and are needed only where a passphrase is set

    together = re.sub(r"[\W_]+", "", plain)
    texts = [text[:72] for text in (plain, together) if text]
    return min(float(zxcvbn(text, user_inputs=about)["guesses"]) for text in texts)


def refuse_weak(typed: str, *, about: tuple[str, ...] = ()) -> None:
    """Raise `WeakPassphrase` with the reason."""
    reason = weakness(typed, about=about)
    if reason:
        raise WeakPassphrase(reason)
