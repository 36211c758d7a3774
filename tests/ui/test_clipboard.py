# SPDX-License-Identifier: GPL-3.0-or-later
"""What is copied: one field with one key, marked as not for any history, and gone after a while or with the person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication

from outreach_app.domain.content import Content
from outreach_app.ui.application import Window
from outreach_app.ui.clipboard import KEPT_MS, MARKS
from outreach_app.ui.pages.find import FindPage
from ui.conftest import Opener
from ui.fake_directory import directory, practice_entries
from ui.fakes import FakeWorkplace
from ui.find_hands import GIRL, choose, page_of, press
from ui.hands import click

HARBOR = "Harbor Youth Shelter"
NUMBER = "816 555 0142"


@pytest.fixture
def made(opener: Opener) -> Window:
    """The window."""
    return opener()


@pytest.fixture
def find(made: Window, workplace: FakeWorkplace) -> FindPage:
    """The page, the keys with the card of a place that has a website."""
    entries = (replace(one, website="https://harbor.example") if one.name == HARBOR else one
               for one in practice_entries())  # fmt: skip
    workplace.directory = directory(Content(tuple(entries)))
    page = page_of(made, workplace)
    page.field.setText(GIRL)
    choose(page, HARBOR)
    page.open_card()
    return page


@pytest.fixture
def held(qapp: QApplication) -> Iterator[QClipboard]:
    """The clipboard, empty before and after."""
    board = QApplication.clipboard()
    board.clear()
    yield board
    board.clear()


def test_each_field_has_a_key_and_a_button(find: FindPage, held: QClipboard) -> None:
    press(find, Qt.Key.Key_C)
    assert held.text() == NUMBER
    assert find.card.copies.buttons["C"].words.text() == "number copied"
    press(find, Qt.Key.Key_A)
    assert "Ferry" in held.text()
    assert find.card.copies.buttons["C"].words.text() == "copy number"
    press(find, Qt.Key.Key_W)
    assert held.text() == "https://harbor.example"
    click(find.card.copies.buttons["C"])
    assert held.text() == NUMBER


def test_histories_are_told_to_leave_it_out(find: FindPage, held: QClipboard) -> None:
    press(find, Qt.Key.Key_C)
    data = held.mimeData()
    assert bytes(data.data("x-kde-passwordManagerHint").data()) == b"secret"
    assert set(MARKS) <= set(data.formats())
    assert any("ExcludeClipboardContentFromMonitorProcessing" in kind for kind in MARKS)


def test_after_twenty_seconds_it_is_gone(find: FindPage, held: QClipboard) -> None:
    assert KEPT_MS == 20_000
    press(find, Qt.Key.Key_C)
    timer = find.desk.clipboard.timer
    assert timer.isActive()
    assert timer.interval() == KEPT_MS
    timer.timeout.emit()
    assert held.text() == ""
    assert find.card.copies.buttons["C"].words.text() == "copy number"


def test_what_somebody_copied_elsewhere_is_left_alone(find: FindPage, held: QClipboard) -> None:
    press(find, Qt.Key.Key_C)
    held.setText("a shopping list")
    find.desk.clipboard.timer.timeout.emit()
    assert held.text() == "a shopping list"


def test_next_person_lock_and_hide_take_it(made: Window, find: FindPage, held: QClipboard) -> None:
    press(find, Qt.Key.Key_C)
    find.next_person()
    assert held.text() == ""
    for leave in (made.window.lock, made.window.disappear):
        made.desk.clipboard.copy(NUMBER)
        made.desk.take_seat(made.desk.workplace.vault.seat())
        leave()
        assert held.text() == ""


def test_only_what_a_place_has_is_offered(made: Window, workplace: FakeWorkplace, held: QClipboard) -> None:
    page = page_of(made, workplace)
    page.field.setText("cedar house")
    page.open_card()
    assert page.card.name.text() == "Cedar House"
    shown = [key for key, button in page.card.copies.buttons.items() if button.isVisible()]
    assert shown == ["C"], "nobody is told where a secret place is"
    press(page, Qt.Key.Key_A)
    assert held.text() == ""
    page.next_person()
    press(page, Qt.Key.Key_C)
    assert held.text() == ""
