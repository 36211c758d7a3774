# SPDX-License-Identifier: GPL-3.0-or-later
"""Passphrases: six generated words, or an own one; one canonical form each, so that one key derivation is enough.

Words come from the BIP-39 English list, in which four letters name a word: six of them are 66 bits. What is typed is
taken as generated words exactly when it consists of six words of the list; then case, separators and everything after
a word's fourth letter do not matter. Anything else is an own passphrase, compared after Unicode NFKC.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
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


@cache
def word_list() -> tuple[str, ...]:
    """The 2048 words of the BIP-39 English list."""
    return tuple(Mnemonic("english").wordlist)


@cache
def _by_prefix() -> dict[str, str]:
    return {word[:4]: word for word in word_list()}


def generate(random_below: Callable[[int], int]) -> str:
    """Six random words; `random_below(n)` gives a uniform number under n."""
    return " ".join(word_list()[random_below(len(word_list()))] for _ in range(WORD_COUNT))


def canonical(typed: str) -> tuple[str, bytes]:
    """(kind, bytes to derive from) of what was typed."""
    typed = typed[:_MAX_TYPED]
    words = as_words(typed)
    if len(words) == WORD_COUNT:
        return WORDS, ("words:" + "-".join(words)).encode()
    return OWN, ("own:" + unicodedata.normalize("NFKC", typed.strip())).encode()


def as_words(typed: str) -> list[str]:
    """The list's words in what was typed, by their first four letters; empty when anything else is among them."""
    parts = [part for part in re.split(r"[^a-z]+", typed.lower()) if part]
    known = _by_prefix()
    if len(parts) == 1:
        return _run_together(parts[0])
    return [known[part[:4]] for part in parts] if all(part[:4] in known for part in parts) else []


def _run_together(letters: str) -> list[str]:
    """Six whole words typed without any separator, when there is exactly one way to part them."""
    known = set(word_list())
    ways: list[list[list[str]]] = [[[]], *([] for _ in letters)]
    for end in range(1, len(letters) + 1):
        for size in range(3, min(8, end) + 1):
            word = letters[end - size : end]
            if word in known:
                ways[end] += [[*way, word] for way in ways[end - size] if len(way) < WORD_COUNT]
        ways[end] = ways[end][:16]
    whole = [way for way in ways[-1] if len(way) == WORD_COUNT]
    return whole[0] if len(whole) == 1 else []


def weakness(typed: str, *, about: tuple[str, ...] = ()) -> str:
    """Why a passphrase may not be set: empty, short, guessable; or an empty text. `about` are words near at hand."""
    kind, _ = canonical(typed)
    if kind == WORDS:
        return "guessable" if len(set(as_words(typed))) < WORD_COUNT - 1 else ""
    plain = unicodedata.normalize("NFKC", typed.strip())
    if not plain:
        return "empty"
    if len(plain) < _SHORTEST:
        return "short"
    from zxcvbn import zxcvbn  # its word lists take long to load and are needed only where a passphrase is set

    guesses = zxcvbn(plain[:72], user_inputs=[word for word in about if word])["guesses"]
    return "guessable" if guesses < _GUESSES else ""


def refuse_weak(typed: str, *, about: tuple[str, ...] = ()) -> None:
    """Raise `WeakPassphrase` with the reason."""
    reason = weakness(typed, about=about)
    if reason:
        raise WeakPassphrase(reason)
