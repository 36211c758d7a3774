# SPDX-License-Identifier: GPL-3.0-or-later
"""Passphrases: every way a generated one may be typed, and which own ones are refused."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.crypto import passphrases
from outreach_app.crypto.passphrases import OWN, WORDS, canonical, generate, weakness
from outreach_app.domain.errors import WeakPassphrase

SIX = "abandon zoo legal winner thank year"


@pytest.mark.parametrize(
    "typed",
    [SIX.upper(), "Abandon-Zoo-Legal-Winner-Thank-Year", "aban zoo lega winn than year", "  " + SIX + "\n",
     "abandon.zoo,legal;winner/thank_year", "abandon   zoo\tlegal winner thank year", "abandonzoolegalwinnerthankyear",
     "ABANDONZOOLEGALWINNERTHANKYEAR", "abanzoolegawinnthanyear", "abandoned zoo legally winners thanks years",
     "ａｂａｎｄｏｎ　ｚｏｏ　ｌｅｇａｌ　ｗｉｎｎｅｒ　ｔｈａｎｋ　ｙｅａｒ",
     "«abandon» – zoo – legal – winner – thank – year!"],
)  # fmt: skip
def test_generated_words_open_however_they_are_typed(typed: str) -> None:
    assert canonical(typed) == canonical(SIX)
    assert canonical(typed)[0] == WORDS


@pytest.mark.parametrize(
    "typed",
    ["zoo abandon legal winner thank year", "abandon zoo legal winner thank", SIX + " zoo",
     "abandon zoo legal winner than1 year",
     "abandon zoo legal winner thank yéar", "abandon zoo legal winner thank ye", "abandon7 zoo legal winner thank year",
     "аbandon zoo legal winner thank year", "abandon zoo legal winner thank year 7", ""],
)  # fmt: skip
def test_anything_else_is_another_passphrase(typed: str) -> None:
    assert canonical(typed) != canonical(SIX)


def test_a_figure_or_a_foreign_letter_among_words_is_part_of_the_passphrase() -> None:
    assert canonical("abandon1 zoo2 legal3 winner4 thank5 year6")[0] == OWN
    assert canonical("abandon é zoo é legal é winner é thank é year")[0] == OWN


def test_every_generated_passphrase_can_be_typed_in_every_way() -> None:
    chance = random.Random(7)  # noqa: S311 - the same in every run
    for _ in range(400):
        made = generate(chance.randrange)
        words = made.split(" ")
        assert len(words) == passphrases.WORD_COUNT
        assert set(words) <= set(passphrases.word_list())
        wanted = (WORDS, ("words:" + "-".join(words)).encode())
        for typed in (made, made.upper(), made.replace(" ", ""), "-".join(word[:4] for word in words)):
            assert canonical(typed) == wanted
        assert weakness(made) == ""


def test_generating_draws_again_where_running_together_would_be_ambiguous(monkeypatch: pytest.MonkeyPatch) -> None:
    # with this list "inside ins ide" can also be parted into "ins ide inside"
    words = ("inside", "ins", "ide", "abc", "abcins", "zzz", "yyy", "xxx")
    passphrases.word_list.cache_clear()
    passphrases._by_itself.cache_clear()
    passphrases._by_prefix.cache_clear()
    try:
        monkeypatch.setattr(passphrases, "word_list", lambda: words)
        draws = iter([0, 1, 2, 5, 6, 7, 3, 5, 6, 7, 5, 6])
        assert generate(lambda _limit: next(draws)) == "abc zzz yyy xxx zzz yyy"
        assert next(draws, None) is None
    finally:
        passphrases._by_itself.cache_clear()
        passphrases._by_prefix.cache_clear()


def test_four_letters_name_a_word() -> None:
    words = passphrases.word_list()
    assert len(words) == 2048
    assert len({word[:4] for word in words}) == 2048


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_an_own_passphrase_is_the_same_in_every_unicode_form(form: str) -> None:
    typed = "Łódź ﬁnde Ｈafen Ångström ½ naïve"
    assert canonical(unicodedata.normalize(form, typed)) == canonical(typed)  # type: ignore[arg-type]
    assert canonical(typed)[0] == OWN


def test_spaces_around_do_not_count_and_case_does() -> None:
    assert canonical(" seven loud gulls \u00a0\u3000") == canonical("seven loud gulls")
    assert canonical("´seven loud gulls") == canonical(unicodedata.normalize("NFKC", "´seven loud gulls"))
    assert canonical("Seven loud gulls") != canonical("seven loud gulls")


@given(st.text(max_size=60))
def test_the_canonical_form_is_stable(typed: str) -> None:
    try:
        typed.encode()
    except UnicodeEncodeError:
        return
    kind, secret = canonical(typed)
    assert canonical(unicodedata.normalize("NFKC", typed)) == (kind, secret)
    assert secret.startswith(b"words:" if kind == WORDS else b"own:")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("", "empty"), ("   ", "empty"), ("short1!", "short"), ("ninechars", "short"), ("passwordpassword", "guessable"),
     ("aaaaaaaaaaaaaaaa", "guessable"), ("qwertyuiopasdf", "guessable"), ("1234567890123", "guessable"),
     ("letmein please now", "guessable"), ("l e t m e i n n o w", "guessable"), ("Outreach 2026!", "guessable"),
     ("Marlow Bend 2026", "guessable"), ("m-a-r-l-o-w-b-e-n-d", "guessable"),
     ("abandon abandon abandon abandon abandon about", "guessable"), ("zoo zoo zoo zoo zoo zoo", "guessable"),
     ("abandon ability able about above absent", "guessable"), ("zoo zone zero zebra youth young", "guessable")],
)  # fmt: skip
def test_weak_passphrases_are_refused_with_the_reason(typed: str, reason: str) -> None:
    assert weakness(typed, about=("marlow", "bend")) == reason
    with pytest.raises(WeakPassphrase) as caught:
        passphrases.refuse_weak(typed, about=("marlow", "bend"))
    assert caught.value.facts() == {"reason": reason}


@pytest.mark.parametrize(
    "typed", ["winter garden lamp 9 rope", "Мама мыла раму вечером", "seven loud gulls over 31 roofs", SIX]
)
def test_good_ones_are_taken(typed: str) -> None:
    assert weakness(typed) == ""
    passphrases.refuse_weak(typed)


def test_a_very_long_passphrase_takes_no_time_and_is_cut_in_one_place_only() -> None:
    assert canonical("x" * 100_000) == canonical("x" * 512)
    assert canonical("zoo" * 30_000)[0] == OWN
