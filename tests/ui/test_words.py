# SPDX-License-Identifier: GPL-3.0-or-later
"""Words: every code has some, every sentence can be found by who translates, and none shouts."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from outreach_app.domain import codes
from outreach_app.ui import words
from ui.fakes import NOW, measure_set, open_shift, profile

UNSAID = re.compile(r"\b(victim|declined|controller|record bar|rescue)", re.IGNORECASE)
UI = Path(__file__).parents[2] / "outreach_app" / "ui"


@pytest.mark.parametrize(
    ("table", "known"),
    [
        (words.NEEDS, codes.NEEDS), (words.REASONS, codes.REASONS), (words.BANDS, codes.BANDS),
        (words.AGES, codes.AGES), (words.GENDERS, codes.GENDERS), (words.ROLES, codes.ROLES),
    ],
)  # fmt: skip
def test_every_code_has_words(table: words.Table, known: tuple[str, ...]) -> None:
    assert set(table) == set(known)


def test_a_code_of_a_later_version_is_shown_as_it_is(qapp: QApplication) -> None:
    assert words.need("of_later") == "of_later"


@pytest.mark.parametrize(
    ("label", "quantity", "detail", "said"),
    [
        ("M_CARD", 1, (), "1 card"), ("M_CARD", 4, (), "4 cards"), ("M_CARD", -1, (), "1 card less"),
        ("M_CARD", -3, (), "3 cards less"), ("S_STOPS", 1, (), "1 visit"),
        ("R_*", 1, ("shelter",), "referred: Shelter tonight"), ("R_*", 4, ("food",), "referred: Food and water × 4"),
        ("U_*", 1, ("shelter", "full"), "could not get: Shelter tonight, Full, or a wait list"),
        ("M_ELSE", 2, (), "M_ELSE × 2"),
    ],
)  # fmt: skip
def test_an_entry_reads_right_with_no_translation_loaded(
    qapp: QApplication, label: str, quantity: int, detail: tuple[str, ...], said: str
) -> None:
    assert words.entry(measure_set(), label, quantity, detail) == said


def test_days_are_said_as_people_say_them(qapp: QApplication) -> None:
    said = [words.days_ago(days) for days in (None, 0, 1, 12)]
    assert said == ["not visited yet", "visited today", "1 day ago", "12 days ago"]
    assert [words.ago(days) for days in (0, 1, 2)] == ["today", "1 day ago", "2 days ago"]


def test_the_strip_shows_the_coalitions_time_not_the_laptops(qapp: QApplication) -> None:
    assert words.running(open_shift(profile()), NOW) == ("On shift 1 h 40", "back 20:30")
    assert words.running(open_shift(profile(), planned_return=None), NOW) == ("On shift 1 h 40", "")


def sentences() -> list[tuple[Path, str]]:
    """Every text given to a translator in the window's code."""
    found = []
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                place = {"tr": 0, "translate": 1, "QT_TRANSLATE_NOOP": 1}.get(name)
                if place is not None and len(node.args) > place and isinstance(node.args[place], ast.Constant):
                    found.append((path, str(node.args[place].value)))  # type: ignore[attr-defined]
    return found


def test_no_sentence_shouts_or_uses_the_words_we_do_not_use() -> None:
    said = sentences()
    assert len(said) > 200
    for path, text in said:
        assert "!" not in text, (path, text)
        assert not UNSAID.search(text), (path, text)
        assert not re.search(r"[\U0001F000-\U0001FAFF\u2600-\u27BF]", text), (path, text)


def test_translators_find_every_sentence() -> None:
    """`tr` is looked up under the class it stands in: on any other object, no translation would ever be found."""
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "tr":
                assert isinstance(node.func.value, ast.Name), path
                assert node.func.value.id == "self", path
                assert isinstance(node.args[0], ast.Constant), path
