# SPDX-License-Identifier: GPL-3.0-or-later
"""Words and rules as rows, and back: what a row does not say stays as it was, and the result can be read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from outreach_app.domain.derivation import read_rules
from outreach_app.domain.reading import Fields
from outreach_app.domain.words import read_words
from outreach_app.ui.phrase_books import CODE, NAME, PREFIX, WORD, PhraseBook, PhraseRow, RuleBook, WordBook
from outreach_app.ui.phrase_words import meaning_words, rule_meanings, word_meanings
from ui.fakes import RESOURCES


def shipped(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((RESOURCES / "directory" / name).read_bytes())
    return found


BOOKS: list[tuple[PhraseBook, str]] = [(WordBook(), "words.json"), (RuleBook(), "derivation.json")]


@pytest.mark.parametrize(("book", "name"), BOOKS, ids=["words", "rules"])
def test_taking_a_row_out_and_setting_it_in_again_changes_nothing_it_says(book: PhraseBook, name: str) -> None:
    held = shipped(name)
    rows = book.rows(held)
    assert len(rows) > 100
    for row in rows[::37]:
        without = book.without(held, row)
        assert len(book.rows(without)) == len(rows) - 1
        again = book.having(without, row)
        assert {(one.phrase, one.meaning, one.by) for one in book.rows(again)} == {
            (one.phrase, one.meaning, one.by) for one in rows
        }
    assert held == shipped(name)


def test_changed_words_can_still_be_read() -> None:
    held = WordBook().having(shipped("words.json"), PhraseRow("crash pad", "needs:shelter"))
    words = read_words(Fields(held))
    assert "crash pad" in words.of("need", "shelter")


@pytest.mark.parametrize(
    "row",
    [
        PhraseRow("warm room", "need:shelter"), PhraseRow("dogs welcome", "attribute:pets", WORD, -1),
        PhraseRow("hmoob", "language:hmn"), PhraseRow("Warming Centers", "need:shelter", NAME),
        PhraseRow("BH-1801", "need:shelter", CODE), PhraseRow("BH-19", "attribute:pets", PREFIX),
        PhraseRow("Sober Houses", "not:currently_using_fine", NAME),
    ],
)  # fmt: skip
def test_changed_rules_can_still_be_read(row: PhraseRow) -> None:
    book = RuleBook()
    held = book.having(shipped("derivation.json"), row)
    read_rules(Fields(held))
    added = [one for one in book.rows(held) if (one.phrase, one.meaning, one.by) == (row.phrase, row.meaning, row.by)]
    assert len(added) == 1
    read_rules(Fields(book.without(held, added[0])))


def test_a_word_cannot_mean_two_things_and_a_rule_not_be_there_twice() -> None:
    words, rules = shipped("words.json"), shipped("derivation.json")
    clash = WordBook().clash(words, PhraseRow("Détox", "needs:shelter"), None)
    assert clash is not None
    assert clash.meaning == "needs:substance"
    assert WordBook().clash(words, PhraseRow("detox", "needs:shelter"), clash) is None
    rule = RuleBook().rows(rules)[0]
    assert RuleBook().clash(rules, rule, None) is not None
    assert RuleBook().clash(rules, rule, rule) is None


def test_every_meaning_of_what_ships_has_words(qapp: QApplication) -> None:
    for book, name, meanings in (
        (BOOKS[0][0], "words.json", dict(word_meanings())), (BOOKS[1][0], "derivation.json", dict(rule_meanings())),
    ):  # fmt: skip
        for row in book.rows(shipped(name)):
            told = meaning_words(meanings, row.meaning)
            assert told != row.meaning or row.meaning.startswith("language"), row
