# SPDX-License-Identifier: GPL-3.0-or-later
"""A sentence for every error, of facts that the error has, in words that fit the work."""

from __future__ import annotations

import ast
import inspect
import re
import string
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import outreach_app
from outreach_app import messages
from outreach_app.domain import errors, source_errors
from outreach_app.domain.errors import CompanionError
from outreach_app.domain.sheet import CoalitionSheet

SOURCES = Path(outreach_app.__file__).parent
BRANCHES = {errors.CompanionError, errors.UserError, errors.EnvironmentError_, errors.TamperedError, errors.BugError,
            errors.MailboxError, source_errors.DirectoryApiError}  # fmt: skip
CONCRETE = [
    kind
    for module in (errors, source_errors)
    for _, kind in inspect.getmembers(module, inspect.isclass)
    if issubclass(kind, CompanionError) and kind not in BRANCHES and kind.__module__ == module.__name__
]  # fmt: skip
NOT_SAID = ("victim", "rescue", "declined", "controller", "record bar", "traffick", "prostitut", "invalid", "illegal",
            "abort", "fatal", "exception", "null")  # fmt: skip
ALL_WORDS = [*messages.SENTENCES.values(), *messages.REASONS.values(), messages.UNREADABLE, messages.SHEET]


def example(kind: type[CompanionError], text: str = "x") -> CompanionError:
    values: dict[str, Any] = {field.name: 7 if "int" in str(field.type) else text for field in fields(kind)}
    return kind(**values)


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_there_are_errors_to_look_at() -> None:
    assert len(CONCRETE) > 40


@pytest.mark.parametrize("kind", CONCRETE, ids=lambda kind: kind.__name__)
def test_every_error_has_a_sentence_of_its_own_facts(kind: type[CompanionError]) -> None:
    assert kind in messages.SENTENCES
    assert placeholders(messages.SENTENCES[kind]) <= {field.name for field in fields(kind)}
    said = messages.sentence(example(kind))
    assert "{" not in said
    assert said != kind.__name__


@pytest.mark.parametrize("kind", CONCRETE, ids=lambda kind: kind.__name__)
def test_every_fact_is_said(kind: type[CompanionError]) -> None:
    left_out = {field.name for field in fields(kind)} - placeholders(messages.SENTENCES[kind])
    assert left_out <= UNSAID.get(kind, set())


UNSAID: dict[type[CompanionError], set[str]] = {
    errors.UnknownEntry: {"entry_id"},  # an id says nothing to a person
    errors.NotForPersons: {"line_id"},
}


def test_no_sentence_without_an_error() -> None:
    assert set(messages.SENTENCES) <= set(CONCRETE)


@pytest.mark.parametrize("words", ALL_WORDS)
def test_words_are_plain(words: str) -> None:
    assert "!" not in words
    lower = words.lower()
    for word in NOT_SAID:
        assert word not in lower, word
    assert not re.search(r"\brefus\w*", lower), "an object is not taken in; a person refuses nothing here"
    assert "  " not in words


@pytest.mark.parametrize("sentence", messages.SENTENCES.values())
def test_sentences_are_sentences(sentence: str) -> None:
    assert sentence.strip() == sentence
    assert sentence.endswith(".")
    assert sentence[0].isupper() or sentence[0] in "{“"


@pytest.mark.parametrize(
    "kind", [k for k in CONCRETE if issubclass(k, errors.EnvironmentError_)], ids=lambda kind: kind.__name__
)
def test_what_the_world_does_is_followed_by_what_was_kept(kind: type[CompanionError]) -> None:
    said = messages.SENTENCES[kind].lower()
    assert re.search(r"kept|nothing|left as it is|was not changed|lost|close it", said), said


def test_facts_in_braces_do_not_break_a_sentence() -> None:
    error = errors.FileMissing("/home/{user}/{0}")
    assert "/home/{user}/{0}" in messages.sentence(error)


def test_sentences_are_translated_and_so_are_reasons() -> None:
    asked: list[str] = []

    def translate(text: str) -> str:
        asked.append(text)
        return f"¡{text}"

    said = messages.sentence(errors.BadField("zones[1].hello", "negative"), translate)
    assert asked == [messages.REASONS["negative"], messages.SENTENCES[errors.BadField]]
    assert said.startswith("¡zones[1].hello: ¡")


# --- reasons ------------------------------------------------------------------------------------------------


def raised_reasons() -> Iterator[tuple[str, str]]:
    """(error, closed reason) of every error that is made with a literal reason anywhere in the program."""
    places = {"BadField": 1, "Refused": 0, "Held": 0, "UnreadableFile": 2, "WeakPassphrase": 0}
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in places:
                given = node.args[places[node.func.id] :]
                for value in ast.walk(given[0]) if given else []:
                    if isinstance(value, ast.Constant) and isinstance(value.value, str):
                        yield node.func.id, value.value


def test_every_reason_has_words() -> None:
    found = set(raised_reasons())
    assert ("BadField", "negative") in found
    assert len(found) > 30
    missing = {(name, reason) for name, reason in found if reason not in messages.REASONS} - NEVER_SHOWN
    assert not missing


NEVER_SHOWN = {
    # turned into an error of its own before anybody sees it: a slot file's state
    ("Refused", "damaged"),
    ("Refused", "kdf_bounds"),
}


def test_a_reason_without_words_stands_for_itself() -> None:
    assert messages.reason("EIO") == "EIO"


def test_the_sheet_says_what_it_is_worth() -> None:
    sheet = CoalitionSheet("Marlow Bend", "ab" * 16, date(2026, 11, 20), tuple(f"word{n}" for n in range(1, 25)))
    text = messages.sheet_text(sheet)
    assert all(re.search(rf"\b{n}\. word{n}\b", text) for n in range(1, 25))
    assert "Marlow Bend" in text
    assert "2026-11-20" in text
    assert "{" not in text
