# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables behind the coordinator's page, under Qt's own model tester, and the table that shows them."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from outreach_app.domain.desk import CHANGED, DeskLine, EntryChange
from outreach_app.domain.directory_import import RowProblem
from outreach_app.domain.report import CountRow, ReportQuery, summed
from outreach_app.ui.coalition_words import hours
from outreach_app.ui.models.desk_lines import DeskLines
from outreach_app.ui.models.difference import Changes, Problems, Ticks
from outreach_app.ui.models.guide import GuideMatrix
from outreach_app.ui.models.imported import ImportedShifts
from outreach_app.ui.models.laptops import Laptops, laptop_lines
from outreach_app.ui.models.report import ReportLines
from outreach_app.ui.models.rows import REPEATED, TONE, Rows
from outreach_app.ui.theme import LEAST_TARGET, Theme
from outreach_app.ui.widgets.table import Table, shortened
from outreach_app.ui.widgets.table_card import TableCard
from ui.fake_coalition import INVITATIONS, MEMBERS, imported
from ui.fake_directory import TODAY, shipped_guide
from ui.fakes import RESOURCES, profile

LINE = DeskLine("a", "Harbor", "Harbor Center", "town", None, False, True, False, True, False)


def watched(rows: Rows[Any]) -> QAbstractItemModelTester:
    """Qt's tester, which fails the test at the first broken promise."""
    return QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal)


def report() -> ReportLines:
    """Two months, two zones."""
    counts = [
        CountRow(date(2026, month, 3), zone, "C_ENGAGED", "", "", month)
        for month in (10, 11)
        for zone in ("Z01", "Z02")
    ]
    lines, query = ReportLines(profile()), ReportQuery(date(2026, 10, 1), date(2026, 11, 30))
    lines.show_report(query, summed(counts, query))
    return lines


def test_each_model_keeps_its_promises_while_it_is_filled_and_sorted(qtbot: QtBot) -> None:
    shifts, laptops = ImportedShifts(profile()), Laptops(profile())
    changes, problems, lines = Changes(CHANGED, Ticks()), Problems(), DeskLines()
    models: list[Rows[Any]] = [shifts, laptops, changes, problems, lines, GuideMatrix(shipped_guide()), report()]
    testers = [watched(model) for model in models]
    shifts.show(imported(300))
    laptops.show(laptop_lines(MEMBERS, INVITATIONS, TODAY))
    changes.take_first(changes.begin(), [EntryChange("a", "Harbor", CHANGED)], 300)
    changes.turn(0)
    lines.take_first(lines.begin(), [LINE], 300)
    problems.show([RowProblem(0, "", "read_as_windows_1252"), RowProblem(3, "phones", "not_a_phone")])
    for model in models:
        for column in range(model.columnCount()):
            for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
                model.sort(column, order)
        model.show(())
    assert len(testers) == len(models)


def test_sorting_carries_a_chosen_line_along(qtbot: QtBot) -> None:
    rows = ImportedShifts(profile())
    rows.show(imported(40))
    kept = QPersistentModelIndex(rows.index(7, 3))
    shift = rows.records[7]
    rows.sort(3, Qt.SortOrder.AscendingOrder)
    assert rows.records[kept.row()] is shift
    assert kept.column() == 3


@pytest.mark.parametrize("column", range(10))
def test_every_column_sorts_by_what_it_means(qtbot: QtBot, column: int) -> None:
    rows = ImportedShifts(profile())
    rows.show(imported(200))
    rows.sort(column, Qt.SortOrder.AscendingOrder)
    keys = [rows.columns[column].sort_key(shift) for shift in rows.records]
    assert keys == sorted(keys)


def test_hours_stand_in_hours_and_minutes(qtbot: QtBot) -> None:
    assert [hours(minutes) for minutes in (0, 15, 195, 600)] == ["0:00", "0:15", "3:15", "10:00"]


def test_nothing_in_a_shifts_line_names_a_laptop_or_the_shift(qtbot: QtBot) -> None:
    rows = ImportedShifts(profile())
    rows.show(imported(3))
    for row, shift in enumerate(rows.records):
        words = [str(rows.index(row, column).data()) for column in range(rows.columnCount())]
        assert not any(word in {shift.shift_id, shift.device_id} for word in words)


def test_a_repeated_word_is_blank_only_within_what_it_belongs_to(qtbot: QtBot) -> None:
    rows = report()
    blank = [[bool(rows.index(row, column).data(REPEATED)) for column in range(3)] for row in range(rows.rowCount())]
    assert blank == [[False, False, False], [True, False, False], [False, False, False], [True, False, False]]


def test_a_screen_reader_hears_the_heading_with_each_cell(qtbot: QtBot) -> None:
    rows = GuideMatrix(shipped_guide())
    spoken = {
        str(rows.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole))
        for row in range(rows.rowCount()) for column in range(2, 8)
    }  # fmt: skip
    assert "Training: yes" in spoken
    assert "Harm: this section has no such column" in spoken
    tones = {rows.index(row, 2).data(TONE) for row in range(rows.rowCount())}
    assert tones == {"good", "quiet", "absent"}


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_column_is_wide_enough_for_what_it_holds(qtbot: QtBot, scale: float) -> None:
    theme = Theme(RESOURCES, scale=scale)
    table = Table(theme, "Shifts", ImportedShifts(profile()), sortable=True)
    card = TableCard(table)
    qtbot.addWidget(card)
    table.rows.show(imported(1000))
    card.resize(700, 500)
    card.show()
    for place, column in enumerate(table.rows.columns):
        longest = max(len(column.words(shift)) for shift in table.rows.records)
        assert table.columnWidth(place) >= longest * theme.px(15) * 0.4
    assert table.verticalHeader().defaultSectionSize() >= LEAST_TARGET
    assert table.horizontalScrollBar().maximum() > 0


def test_wide_columns_take_what_is_left_and_give_way_first(qtbot: QtBot) -> None:
    table = Table(Theme(RESOURCES), "Guide", GuideMatrix(shipped_guide()), lines=2)
    card = TableCard(table)
    qtbot.addWidget(card)
    card.show()
    card.resize(1400, 500)
    wide = [table.columnWidth(place) for place in range(9)]
    card.resize(1000, 500)
    narrow = [table.columnWidth(place) for place in range(9)]
    assert narrow[1] < wide[1]
    assert narrow[2:] == wide[2:]
    assert sum(wide) == table.horizontalHeader().length() + (sum(wide) - sum(narrow))


def test_long_words_end_with_an_ellipsis_after_two_lines(qtbot: QtBot) -> None:
    table = Table(Theme(RESOURCES), "Guide", GuideMatrix(shipped_guide()), lines=2)
    qtbot.addWidget(table)
    words = "one two three four five six seven eight nine ten eleven twelve"
    assert shortened(words, table.font(), 10_000, 2) == words
    cut = shortened(words, table.font(), 120, 2)
    assert cut.endswith("…")
    assert cut.startswith("one two")


def test_a_thousand_shifts_are_shown_and_sorted_at_once(qtbot: QtBot) -> None:
    table = Table(Theme(RESOURCES), "Shifts", ImportedShifts(profile()), sortable=True)
    qtbot.addWidget(table)
    table.resize(1000, 600)
    table.show()
    started = time.perf_counter()
    table.rows.show(imported(1000))
    table.put_in_order(3, Qt.SortOrder.AscendingOrder)
    table.grab()
    assert time.perf_counter() - started < 1.0  # a tenth of it on an idle core: the window stays free
