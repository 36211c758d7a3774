# SPDX-License-Identifier: GPL-3.0-or-later
"""A long list page by page: under Qt's own model tester, with late answers, and with a hundred thousand lines."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from outreach_app.ui.models.paged import PAGE, PagedRows
from outreach_app.ui.models.rows import Column
from outreach_app.ui.theme import Theme
from outreach_app.ui.widgets.table_card import TableCard
from outreach_app.ui.widgets.tick_table import TickTable
from ui.fakes import RESOURCES
from ui.hands import press


@pytest.fixture
def rows(qtbot: QtBot) -> PagedRows[str]:
    """A list of words, empty."""
    return PagedRows((Column("Word", str, wide=100), Column("Length", lambda word: f"{len(word)}")))


def words(first: int, count: int) -> list[str]:
    return [f"word {number}" for number in range(first, first + count)]


def test_the_model_keeps_its_promises(rows: PagedRows[str]) -> None:
    tester = QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    rows.take_first(rows.begin(), words(0, PAGE), 1000)
    rows.take_page(rows.generation, 400, words(400, PAGE))
    rows.replace(401, "another")
    rows.take_first(rows.begin(), [], 0)
    assert tester.parent() is None


def test_a_line_that_is_not_here_is_asked_for_once(rows: PagedRows[str], qtbot: QtBot) -> None:
    rows.take_first(rows.begin(), words(0, PAGE), 1000)
    asked: list[int] = []
    rows.wanted.connect(asked.append)
    assert rows.index(650, 0).data() == "…"
    assert rows.index(651, 0).data() == "…"
    assert asked == [600]
    rows.take_page(rows.generation, 600, words(600, PAGE))
    assert rows.index(650, 0).data() == "word 650"
    assert rows.record_at(650) == "word 650"
    assert rows.record_at(300) is None


def test_an_answer_to_an_older_question_is_dropped(rows: PagedRows[str]) -> None:
    old = rows.begin()
    new = rows.begin()
    rows.take_first(old, words(0, 3), 3)
    assert rows.rowCount() == 0
    rows.take_first(new, words(10, 2), 400)
    rows.take_page(old, 200, words(200, 5))
    assert rows.record_at(200) is None


def test_only_some_pages_are_held(rows: PagedRows[str]) -> None:
    rows.take_first(rows.begin(), words(0, PAGE), 100_000)
    for offset in range(PAGE, 30 * PAGE, PAGE):
        rows.take_page(rows.generation, offset, words(offset, PAGE))
    assert len(rows.held()) <= 12 * PAGE
    assert rows.record_at(29 * PAGE) == f"word {29 * PAGE}"
    assert rows.index(5, 0).data() == "…"


def test_a_hundred_thousand_lines_are_shown_and_walked_at_once(qtbot: QtBot, rows: PagedRows[str]) -> None:
    table = TickTable(Theme(RESOURCES), "Words", rows)
    card = TableCard(table)
    qtbot.addWidget(card)
    rows.wanted.connect(lambda offset: rows.take_page(rows.generation, offset, words(offset, PAGE)))
    card.resize(600, 400)
    card.show()
    began = time.perf_counter()
    rows.take_first(rows.begin(), words(0, PAGE), 100_000)
    table.choose(0)
    press(table, Qt.Key.Key_End)
    assert table.currentIndex().row() == 99_999
    table.grab()
    assert table.record() == "word 99999"
    assert time.perf_counter() - began < 1.0


def test_space_ticks_and_enter_opens(qtbot: QtBot, rows: PagedRows[str]) -> None:
    table = TickTable(Theme(RESOURCES), "Words", rows)
    qtbot.addWidget(table)
    rows.take_first(rows.begin(), words(0, 5), 5)
    ticked: list[int] = []
    opened: list[object] = []
    table.ticked.connect(ticked.append)
    table.opened.connect(opened.append)
    table.choose(2)
    press(table, Qt.Key.Key_Space)
    press(table, Qt.Key.Key_Return)
    assert (ticked, opened) == ([2], ["word 2"])
