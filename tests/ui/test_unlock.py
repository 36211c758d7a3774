# SPDX-License-Identifier: GPL-3.0-or-later
"""The lock screen says nothing about the work, and says in place what went wrong."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from outreach_app.domain.errors import CompanionError, DatabaseDamaged, SlotsDamaged, TooSoon, VaultInUse, VaultNewer
from outreach_app.ui import main_window
from outreach_app.ui.application import Window
from outreach_app.ui.pages.unlock import UnlockPage
from outreach_app.ui.pages.welcome import WelcomePage
from ui.conftest import Opener
from ui.fakes import FakeWorkplace, HeldLane
from ui.hands import click, press, write


def front(made: Window) -> UnlockPage:
    page = made.window.front
    assert isinstance(page, UnlockPage)
    return page


def type_passphrase(page: UnlockPage, words: str) -> None:
    write(page.passphrase.line, words)
    press(page.passphrase.line, Qt.Key.Key_Return)


def test_it_shows_a_neutral_name_and_nothing_of_the_work(opener: Opener) -> None:
    made = opener()
    said = {label.text() for label in made.window.findChildren(QLabel) if label.isVisible() and label.text()}
    assert said == {"Companion", "Show", "Open", "Enter"}
    assert made.window.windowTitle() == "Companion"
    assert front(made).passphrase.line.hasFocus()


def test_the_right_passphrase_opens(opener: Opener) -> None:
    made = opener()
    type_passphrase(front(made), "open sesame")
    assert made.window.workroom is not None
    assert made.window.workroom.current == "tonight"


def test_the_window_stays_live_while_the_key_is_derived(opener: Opener, workplace: FakeWorkplace) -> None:
    made, lane = opener(), HeldLane()
    workplace.lanes.vault = lane
    page = front(made)
    type_passphrase(page, "open sesame")
    assert page.busy.isVisible()
    assert not page.open_button.isEnabled()
    click(page.open_button)
    assert len(lane.waiting) == 1
    lane.let_go()
    assert made.window.workroom is not None


def test_a_wrong_passphrase_is_said_in_place_without_a_jump(opener: Opener) -> None:
    made = opener()
    page = front(made)
    before = page.passphrase.mapTo(page, page.passphrase.rect().topLeft())
    type_passphrase(page, "wrong")
    QApplication.processEvents()
    assert page.problem.text().startswith("That passphrase does not open this vault")
    assert page.passphrase.text() == ""
    assert page.passphrase.line.hasFocus()
    assert page.passphrase.mapTo(page, page.passphrase.rect().topLeft()) == before
    write(page.passphrase.line, "o")
    assert page.problem.text() == ""


def test_waiting_counts_down(opener: Opener, workplace: FakeWorkplace) -> None:
    page = front(opener())
    workplace.vault.problem = TooSoon(2)
    type_passphrase(page, "wrong")
    assert "2 s" in page.problem.text()
    assert not page.open_button.isEnabled()
    page.second.timeout.emit()
    assert "1 s" in page.problem.text()
    page.second.timeout.emit()
    assert page.problem.text() == ""
    assert page.open_button.isEnabled()


@pytest.mark.parametrize(
    "error",
    [SlotsDamaged("v"), DatabaseDamaged("v"), VaultNewer(9, 1), VaultInUse("v")],
    ids=lambda e: type(e).__name__,
)
def test_every_other_problem_has_its_sentence(opener: Opener, workplace: FakeWorkplace, error: CompanionError) -> None:
    page = front(opener())
    workplace.vault.problem = error
    type_passphrase(page, "open sesame")
    assert len(page.problem.text()) > 20
    assert page.passphrase.text() == "open sesame"


def test_typing_can_be_shown(opener: Opener) -> None:
    page = front(opener())
    assert page.passphrase.line.echoMode() == QLineEdit.EchoMode.Password
    click(page.passphrase.show_button)
    assert page.passphrase.line.echoMode() == QLineEdit.EchoMode.Normal
    page.passphrase.clear()
    assert page.passphrase.line.echoMode() == QLineEdit.EchoMode.Password


def test_caps_lock_is_said(opener: Opener) -> None:
    page = front(opener())
    none, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
    for text, modifiers, said in (("A", none, True), ("a", none, False), ("A", shift, False), ("a", shift, True)):
        QApplication.sendEvent(page.passphrase.line, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, modifiers, text))
        assert bool(page.passphrase.caps.text()) is said


def test_hide_forgets_what_was_typed(opener: Opener) -> None:
    made = opener()
    page = front(made)
    write(page.passphrase.line, "half a pass")
    press(page.passphrase.line, Qt.Key.Key_F12)
    assert page.passphrase.text() == ""


def test_without_a_vault_there_are_two_ways_in(opener: Opener, workplace: FakeWorkplace) -> None:
    workplace.vault.now_state = "none"
    made = opener()
    assert isinstance(made.window.front, WelcomePage)
    assert made.window.front.join_button.hasFocus()


def test_a_vault_that_is_open_already_shows_its_pages(opener: Opener, workplace: FakeWorkplace) -> None:
    workplace.vault.now_state = "open"
    assert opener().window.workroom is not None


def test_once_the_first_page_is_there_the_directory_is_warmed_up(
    opener: Opener, workplace: FakeWorkplace, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(main_window, "WARM_MS", 1)
    made = opener()
    type_passphrase(front(made), "open sesame")
    assert made.window.workroom is not None
    assert workplace.directory.warmed == [], "not before the page"
    qtbot.waitUntil(lambda: len(workplace.directory.warmed) == 1)
    made.window.open_workroom()
    made.window.lock()
    qtbot.wait(20)
    assert len(workplace.directory.warmed) == 1, "not behind the lock"
