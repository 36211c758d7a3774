# SPDX-License-Identifier: GPL-3.0-or-later
"""Typing errors: what a word may have been meant for."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from outreach_app.domain.spelling import Vocabulary, errors_forgiven

KNOWN = ("shelter", "shelters", "harbor", "harborview", "detox", "spanish", "counseling", "transportation", "food",
         "nandu", "st", "be", "anne")  # fmt: skip
VOCABULARY = Vocabulary(KNOWN)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sheltr", ("shelter",)),
        ("shetler", ("shelter",)),
        ("shellter", ("shelter",)),
        ("shalter", ("shelter",)),
        ("detx", ("detox",)),
        ("edtox", ("detox",)),
        ("spansh", ("spanish",)),
        ("annne", ("anne",)),
        # two errors from eight letters on
        ("counsling", ("counseling",)),
        ("conuselign", ("counseling",)),
        ("trasnportaton", ("transportation",)),
        # the beginning of a longer word, as far as the longer ones agree
        ("shetl", ("shelter",)),
        ("habor", ("harbor",)),
        ("harobrv", ("harborview",)),
        ("trnasportat", ("transportation",)),
        # nothing is forgiven
        ("fod", ()),
        ("0142", ()),
        ("816a", ()),
        ("shlter1", ()),
        ("quite another", ()),
        ("zzzzzzzz", ()),
        ("x" * 4000, ()),
        ("", ()),
    ],
)
def test_what_is_meant(typed: str, meant: tuple[str, ...]) -> None:
    assert VOCABULARY.similar(typed).words == meant


def test_a_word_is_no_error_of_itself_or_of_a_longer_form() -> None:
    assert "shelter" not in VOCABULARY.similar("shelter").words
    assert VOCABULARY.similar("harbo").words == ()
    assert VOCABULARY.similar("harborvie").words == ()


def test_whole_words_are_told_from_beginnings() -> None:
    assert VOCABULARY.similar("sheltr").whole
    assert not VOCABULARY.similar("shetl").whole


def test_nothing_is_known() -> None:
    assert Vocabulary(()).similar("counseling").words == ()
    assert not Vocabulary(()).begins("a")


@given(st.sampled_from([word for word in KNOWN if len(word) >= 5]), st.data())
def test_every_single_error_is_forgiven(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("aeiouxyz"))
    typed = data.draw(
        st.sampled_from(
            (
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
            )
        )
    )
    found = VOCABULARY.similar(typed)
    if not errors_forgiven(typed) or VOCABULARY.begins(typed):
        return
    assert found.words
    if found.whole:
        assert all(OSA.distance(typed, one) <= errors_forgiven(typed) for one in found.words)
    assert word in found.words or any(OSA.distance(typed, one) <= 1 for one in found.words) or not found.whole


def test_a_hundred_thousand_words_are_looked_through_in_time() -> None:
    """Generous, since the machine may be busy: two errors take some milliseconds, one a fraction of one."""
    letters = "abcdefghij"
    many = Vocabulary(
        f"{a}{b}{c}{d}{e}ation" for a in letters for b in letters for c in letters for d in letters for e in letters
    )
    assert len(many) == 100_000
    begin = time.perf_counter()
    assert many.similar("abcdezzion").words
    assert many.similar("abdceation").words
    assert time.perf_counter() - begin < 0.25
