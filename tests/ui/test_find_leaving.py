# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody wants to leave tonight: one key from everywhere, the number large, Enter opens the place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from outreach_app.domain.codes import IMMEDIATE_NEEDS, REFERRED
from outreach_app.domain.content import Content
from outreach_app.domain.directory import YES
from outreach_app.domain.tally import Cell
from outreach_app.ui.pages.find import FindPage
from outreach_app.ui.pages.pad import PadPage
from outreach_app.ui.widgets.leave_board import LeaveRow
from ui.conftest import Opener
from ui.fake_directory import directory
from ui.fakes import FakeWorkplace, open_shift
from ui.find_hands import find_of, page_of, parts, press
from ui.hands import click


@pytest.fixture
def find(opener: Opener, workplace: FakeWorkplace) -> FindPage:
    """The page, with a shift open."""
    workplace.shifts.open = open_shift(workplace.shifts.of)
    return page_of(opener(), workplace)


def rows(page: FindPage) -> list[LeaveRow]:
    """The board's places."""
    QApplication.processEvents()
    return page.board.leave.rows if page.board.leave.isVisible() else []


def test_one_key_shows_who_takes_people_now_in_the_order_of_needs(find: FindPage) -> None:
    QTest.keyClick(find.field, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    shown = rows(find)
    assert shown
    order = [IMMEDIATE_NEEDS.index(row.need) for row in shown]
    assert order == sorted(order)
    assert order[0] == 0
    for row in shown:
        found = row.place.found
        assert found.verdict.band == "now"
        assert found.entry.says("self_referral") == YES
        assert row.need in found.entry.needs
        assert row.number.text() == found.entry.phones[0].number
        assert row.number.text() in row.accessibleName()
    assert max(order.count(need) for need in order) <= 3
    assert shown[0].hasFocus()


def test_the_number_is_larger_than_anything_beside_it(find: FindPage) -> None:
    find.desk.leave_now()
    row = rows(find)[0]
    assert row.number.fontInfo().pixelSize() >= 30
    widths = {one.number.width() for one in rows(find)}
    assert len(widths) == 1, "the numbers stand in a column"


def test_enter_opens_the_place_with_its_need_understood(find: FindPage, workplace: FakeWorkplace) -> None:
    find.field.setText("food girl 16")
    click(find.board.leave_button)
    row = next(row for row in rows(find) if row.need == "shelter")
    name = row.place.found.entry.name
    row.setFocus()
    press(find, Qt.Key.Key_Return)
    assert not find.board.leave.isVisible()
    assert find.card.name.text() == name
    assert find.card.hasFocus()
    assert parts(find) == ["girl", "16", "shelter"]
    press(find, Qt.Key.Key_1)
    assert workplace.shifts.recorded == [{Cell("", REFERRED, "shelter"): 1}]


def test_arrows_go_from_place_to_place(find: FindPage) -> None:
    find.desk.leave_now()
    shown = rows(find)
    press(find, Qt.Key.Key_Down)
    assert shown[1].hasFocus()
    press(find, Qt.Key.Key_Up)
    assert shown[0].hasFocus()


def test_it_heeds_for_whom_is_asked_and_follows_the_chips(find: FindPage) -> None:
    find.field.setText("40")
    find.desk.leave_now()
    assert all((row.place.found.entry.maximum_age or 99) >= 40 for row in rows(find))
    before = len(rows(find))
    find.more.age.set_value(16)
    assert find.board.leave.isVisible()
    assert len(rows(find)) != before


def test_escape_goes_back_and_typing_looks_in_the_list(find: FindPage) -> None:
    find.desk.leave_now()
    press(find, Qt.Key.Key_Escape)
    assert not find.board.leave.isVisible()
    assert find.field.hasFocus()
    find.desk.leave_now()
    assert rows(find)
    find.field.setText("food")
    assert not rows(find)
    assert find.list.isVisible()
    find.desk.leave_now()
    find.next_person()
    assert not rows(find)
    assert find.board.start.isVisible()


def test_the_pad_has_it_too(pad: PadPage) -> None:
    click(pad.board.leave)
    assert rows(find_of_pad(pad))


def test_the_key_works_while_counting(pad: PadPage) -> None:
    press(pad, Qt.Key.Key_Escape)
    QTest.keyClick(pad, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert rows(find_of_pad(pad))


def find_of_pad(pad: PadPage) -> FindPage:
    """Find help in the window of the pad."""
    page = pad.window().findChild(FindPage)
    assert isinstance(page, FindPage)
    return page


def test_where_nobody_takes_people_it_is_said(opener: Opener, workplace: FakeWorkplace) -> None:
    workplace.directory = directory(Content())
    made = opener()
    page_of(made, workplace)
    made.desk.leave_now()
    page = find_of(made)
    assert rows(page) == []
    assert page.board.leave.back.hasFocus()


def test_without_a_directory_it_is_said(opener: Opener, workplace: FakeWorkplace) -> None:
    workplace.directory = directory(opened=False)
    made = opener()
    page_of(made, workplace)
    said: list[str] = []
    made.desk.said.connect(lambda saying: said.append(saying.tone))
    made.desk.leave_now()
    assert said == ["stop"]
    assert find_of(made).field.hasFocus()


def test_a_full_place_is_not_on_the_board(find: FindPage, workplace: FakeWorkplace) -> None:
    find.desk.leave_now()
    first = rows(find)[0].place.found.entry.id
    workplace.listings.mark_full(first)
    find.each_minute()
    find.desk.leave_now()
    assert first not in [row.place.found.entry.id for row in rows(find)]
