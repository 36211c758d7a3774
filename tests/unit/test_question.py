# SPDX-License-Identifier: GPL-3.0-or-later
"""What was typed, understood."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from outreach_app.domain.errors import BadField
from outreach_app.domain.question import Correction, Question, asking, terms, understand
from outreach_app.domain.reading import Fields
from outreach_app.domain.spelling import Similar, Vocabulary
from outreach_app.domain.words import NEED, Meaning, fold, read_words

FILE = Path(__file__).parents[2] / "resources" / "directory" / "words.json"
WORDS = read_words(Fields(json.loads(FILE.read_bytes())))
ZONE = ZoneInfo("America/Chicago")
EVENING = datetime(2026, 5, 15, 22, 10, 30, tzinfo=ZONE)
MORNING = datetime(2026, 5, 15, 9, 0, tzinfo=ZONE)


def asked(text: str, now: datetime = EVENING) -> Question:
    """The question that a text asks."""
    return understand(text, now, WORDS)


def test_the_sentence_of_the_page() -> None:
    question = asked("bed tonight girl 16 spanish")
    assert [(part.kind, part.code) for part in question.parts] == [
        ("need", "shelter"), ("time", "tonight"), ("gender", "woman_girl"), ("age", "16"), ("language", "es"),
    ]  # fmt: skip
    assert (question.needs, question.age, question.gender, question.language) == (("shelter",), 16, "woman_girl", "es")
    assert question.words == ()
    assert question.at == EVENING


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("refugio", "needs", ("shelter",)),
        ("Cama", "needs", ("shelter",)),
        ("detox", "needs", ("substance",)),
        ("ID", "needs", ("id_docs",)),
        ("birth certificate", "needs", ("id_docs",)),
        ("food and a bed", "needs", ("food", "shelter")),
        ("no id", "no_id", True),
        ("sin identificación", "no_id", True),
        ("no police", "no_police", True),
        ("con antecedentes", "record_ok", True),
        ("español", "language", "es"),
        ("espanol", "language", "es"),
        ("mujer", "gender", "woman_girl"),
        ("boy", "gender", "man_boy"),
        ("trans girl", "gender", "trans_nonbinary"),
        ("17yo", "age", 17),
        ("19 years old", "age", 19),
        ("with a dog", "asks", ("pets",)),
        ("girl with 2 kids", "asks", ("children",)),
        ("pregnant wheelchair", "asks", ("pregnant", "step_free")),
        ("using", "asks", ("using_ok",)),
        ("st anne", "words", ("st", "anne")),
        ("Ánne", "words", ("anne",)),
        ("816-555-0142", "words", ("816", "555", "0142")),
        ("harbor harbor", "words", ("harbor",)),
        ("the place for", "words", ()),
        ("", "words", ()),
        ("bed 16 17", "words", ("17",)),
    ],
)
def test_understood(text: str, field: str, value: object) -> None:
    assert getattr(asked(text), field) == value


def test_no_id_is_not_a_need_for_id() -> None:
    assert asked("no id").needs == ()


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        ("bed", MORNING, "2026-05-15 09:00"),
        ("bed now", MORNING, "2026-05-15 09:00"),
        ("bed tonight", MORNING, "2026-05-15 21:00"),
        ("bed esta noche", MORNING, "2026-05-15 21:00"),
        ("bed tonight", EVENING.replace(second=0), "2026-05-15 22:10"),
        ("bed tonight", datetime(2026, 5, 16, 2, 0, tzinfo=ZONE), "2026-05-16 02:00"),
        ("food tomorrow", EVENING, "2026-05-16 12:00"),
        ("bed at 23:30", EVENING, "2026-05-15 23:30"),
        ("bed 11pm", EVENING, "2026-05-15 23:00"),
        ("bed 11:45 p.m.", EVENING, "2026-05-15 23:45"),
        ("bed 12 am", EVENING, "2026-05-16 00:00"),
        ("bed 3 am", EVENING, "2026-05-16 03:00"),
        ("bed 22:10", EVENING, "2026-05-15 22:10"),
        ("food tomorrow 8:15", EVENING, "2026-05-16 08:15"),
        ("bed tonight 23:00", MORNING, "2026-05-15 23:00"),
    ],
)
def test_time(text: str, now: datetime, expected: str) -> None:
    question = asked(text, now)
    assert question.at == datetime.fromisoformat(expected).replace(tzinfo=ZONE)
    assert question.age is None


@pytest.mark.parametrize(
    "text", ["25:00", "7:5", "10:30:15x", "99", "a\x00b", "²", "١٦", "🏠", "'\"*(", "AND OR NOT", "x" * 5000]
)
def test_anything_may_be_typed(text: str) -> None:
    question = asked(text)
    assert all(word == " ".join(fold(word)) for word in question.words)


def test_asking_twice_is_asking_once() -> None:
    question = asking(asking(asked("pets"), "pets"), "no_id")
    assert question.asks == ("pets",)
    assert question.no_id


def test_terms_hold_the_typed_words_and_the_needs_synonyms() -> None:
    need, word = terms(asked("harbor bed"), WORDS)
    assert (need.need, need.typed) == ("shelter", ("bed",))
    assert ("refugio",) in need.synonyms
    assert (word.need, word.typed) == ("", ("harbor",))


def test_who_is_asked_about_decides_what_matters() -> None:
    wanted = [one.attribute for one in asked("girl 16 no id").wanted]
    assert wanted == ["id_required", "takes_women", "minors_without_guardian"]
    assert asked("woman 30").wanted == (asked("woman").wanted)


def test_the_shipped_list_knows_every_need() -> None:
    for need in ("safety", "shelter", "food", "clothing", "medical", "mental", "substance", "housing", "legal",
                 "immigration", "id_docs", "advocate", "education", "family"):  # fmt: skip
        assert len(WORDS.of(NEED, need)) >= 5


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"needs": {"gold": ["gold"]}}, "unknown_code"),
        ({"needs": {"food": ["bread"], "shelter": ["bread"]}}, "twice"),
        ({"needs": {"food": ["!"]}}, "missing"),
        ({"fillers": [1]}, "not_text"),
        ({"more": {}}, "unknown_key"),
        ({"v": 2}, "too_large"),
    ],
)
def test_a_word_list_that_does_not_hold(change: dict[str, Any], reason: str) -> None:
    value = {"v": 1, "needs": {}, "genders": {}, "languages": {}, "times": {}, "asks": {}, "fillers": []} | change
    with pytest.raises(BadField) as caught:
        read_words(Fields(value))
    assert caught.value.reason == reason


class Held:
    """A directory that holds these words, each in so many entries."""

    def __init__(self, **hits: int) -> None:
        self._hits = hits
        self._vocabulary = Vocabulary(hits)

    def hits(self, word: str) -> int:
        return sum(count for held, count in self._hits.items() if held.startswith(word))

    def similar(self, word: str) -> Similar:
        return self._vocabulary.similar(word)


HELD = Held(harbor=40, harper=7, shelter=90, detz=1, quilters=2, winter=5, water=9)


@pytest.mark.parametrize(
    ("text", "needs", "words", "corrections"),
    [
        ("dtox", ("substance",), (), [("dtox", "detox")]),
        ("sheltr", ("shelter",), (), [("sheltr", "shelter")]),
        ("spansh", (), (), [("spansh", "spanish")]),
        ("brith certifcate", ("id_docs",), (), [("brith", "birth"), ("certifcate", "certificate")]),
        ("harbr", (), ("harbr",), [("harbr", "harbor")]),
        ("harbr sheltr", ("shelter",), ("harbr",), [("harbr", "harbor"), ("sheltr", "shelter")]),
        # as it stands there are hits enough
        ("harbo", (), ("harbo",), []),
        ("harp", (), ("harp",), []),
        # few hits: both are looked for
        ("quilter", (), ("quilter",), []),
        ("detz", (), ("detz",), [("detz", "detox")]),
        # two readings that are as good: both are looked for, and neither is understood
        ("wnter", (), ("wnter",), [("wnter", "water"), ("wnter", "winter")]),
        # the beginning of a known phrase is no error
        ("shelte", (), ("shelte",), []),
        ("xyzzy", (), ("xyzzy",), []),
        ("816-555-0143", (), ("816", "555", "0143"), []),
    ],
)
def test_typing_errors(text: str, needs: tuple[str, ...], words: tuple[str, ...], corrections: list[Any]) -> None:
    question = understand(text, EVENING, WORDS, HELD)
    assert (question.needs, question.words) == (needs, words)
    assert sorted(map(tuple, question.corrections)) == sorted(corrections)


def test_without_a_directory_nothing_is_read_differently() -> None:
    assert asked("sheltr").words == ("sheltr",)
    assert asked("sheltr").corrections == ()


def test_what_was_read_differently_is_looked_for_too() -> None:
    question = Question(at=EVENING, words=("harbr",), corrections=(Correction("harbr", "harbor"),))
    assert question.readings("harbr") == ("harbr", "harbor")
    assert terms(question, WORDS)[0].meant == ("harbor",)
    assert question.typed[0].readings == ("harbr", "harbor")


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("urgent bed", "term", "immediate"),
        ("long term housing", "term", "long_term"),
        ("sober", "asks", ("sober",)),
        ("not sober", "asks", ("using_ok",)),
        ("libre de drogas", "asks", ("sober",)),
    ],
)
def test_terms_and_sober_places(text: str, field: str, value: object) -> None:
    assert getattr(asked(text), field) == value


def test_the_beginning_of_a_phrase_stands_for_needs_and_languages() -> None:
    assert Meaning(NEED, "shelter") in WORDS.begun("refu")
    assert Meaning("language", "es") in WORDS.begun("espa")
    assert WORDS.begun("xyzzy") == frozenset()
    assert not any(meaning.kind == "gender" for meaning in WORDS.begun("woman"))


def test_a_word_list_comes_back_from_json() -> None:
    again = read_words(Fields(json.loads(json.dumps(WORDS.as_json()))))
    assert again.meanings == WORDS.meanings


def test_a_list_without_terms_is_read() -> None:
    value = {"v": 1, "needs": {}, "genders": {}, "languages": {}, "times": {}, "asks": {}, "fillers": []}
    assert read_words(Fields(value)).meanings == {}
