# SPDX-License-Identifier: GPL-3.0-or-later
"""Every step of founding, joining and sending: named, large enough, translated and never cut."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from outreach_app.domain.errors import MailboxMissing
from outreach_app.ui.application import Window
from outreach_app.ui.dialogs.founding import FoundingDialog
from outreach_app.ui.languages import MIRROR, PSEUDO
from outreach_app.ui.theme import LEAST_TARGET
from outreach_app.ui.widgets.given_text import GivenText
from ui.conftest import Opener
from ui.fake_ways_in import CODE, INVITATION, OFFERED, SHEET_WORDS
from ui.fakes import FakeWorkplace
from ui.test_founding import NAME, founding
from ui.test_join import joining
from ui.test_sending import sending

PRESSED = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox)
GIVEN = {*SHEET_WORDS, *OFFERED[0].split(), NAME, "Companion", "English"}


@pytest.fixture
def workplace() -> FakeWorkplace:
    return FakeWorkplace(role="coordinator", state="none")


def name_step(qtbot: QtBot, made: Window, workplace: FakeWorkplace) -> FoundingDialog:
    dialog = founding(qtbot, made)
    dialog.name.following.click()
    return dialog


def words_step(qtbot: QtBot, made: Window, workplace: FakeWorkplace) -> FoundingDialog:
    dialog = founding(qtbot, made)
    dialog.name.line.setText(NAME)
    dialog.name.following.click()
    dialog.passphrase.following.click()
    return dialog


def own_step(qtbot: QtBot, made: Window, workplace: FakeWorkplace) -> FoundingDialog:
    dialog = words_step(qtbot, made, workplace)
    dialog.passphrase.own_chip.click()
    dialog.passphrase.first.line.setText("short")
    dialog.passphrase.judge()
    return dialog


def sheet_step(qtbot: QtBot, made: Window, workplace: FakeWorkplace) -> FoundingDialog:
    dialog = words_step(qtbot, made, workplace)
    dialog.passphrase.written.setChecked(True)
    dialog.passphrase.following.click()
    dialog.reject()
    return dialog


def proof_step(qtbot: QtBot, made: Window, workplace: FakeWorkplace) -> FoundingDialog:
    dialog = sheet_step(qtbot, made, workplace)
    dialog.sheet_step.following.click()
    dialog.prove({7: "wrong", 19: "wrong"})
    return dialog


def invitation_step(qtbot: QtBot, made: Window, workplace: FakeWorkplace) -> QWidget:
    dialog = joining(qtbot, made)
    dialog.invitation.following.click()
    return dialog


def arrived_step(qtbot: QtBot, made: Window, workplace: FakeWorkplace) -> QWidget:
    workplace.sync.problem = MailboxMissing("stick")
    dialog = joining(qtbot, made)
    dialog.invitation.box.setPlainText(INVITATION)
    dialog.invitation.line.setText(CODE)
    dialog.invitation.following.click()
    dialog.passphrase.written.setChecked(True)
    dialog.passphrase.following.click()
    return dialog


def sending_page(qtbot: QtBot, made: Window, workplace: FakeWorkplace) -> QWidget:
    made.desk.take_seat(workplace.vault.seat())
    page = sending(made)
    page.overview.card.sync_now.press()
    page.overview.card.travel.edit()
    return page


Show = Callable[[QtBot, Window, FakeWorkplace], QWidget]
STEPS: list[Show] = [
    name_step, words_step, own_step, sheet_step, proof_step, invitation_step, arrived_step, sending_page,
]  # fmt: skip
each_step = pytest.mark.parametrize("show", STEPS, ids=lambda show: show.__name__)


def settled() -> None:
    for _ in range(4):
        QApplication.processEvents()


@each_step
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_what_is_pressed_has_a_name_and_is_large_enough(
    qtbot: QtBot, opener: Opener, workplace: FakeWorkplace, show: Show, scale: float
) -> None:
    root = show(qtbot, opener(scale=scale, size=(1024, 600)), workplace)
    settled()
    found = [widget for widget in root.findChildren(QWidget) if isinstance(widget, PRESSED) and widget.isVisible()]
    assert found
    for control in found:
        interface = QAccessible.queryAccessibleInterface(control)
        assert interface.text(QAccessible.Text.Name).strip(), control
        assert min(control.width(), control.height()) >= LEAST_TARGET, control


@each_step
@pytest.mark.parametrize(("language", "scale"), [("", 1.0), ("", 2.0), (PSEUDO, 1.0), (MIRROR, 1.0)])
def test_no_words_are_cut_and_none_forgotten(
    qtbot: QtBot, opener: Opener, workplace: FakeWorkplace, show: Show, language: str, scale: float
) -> None:
    root = show(qtbot, opener(language=language, scale=scale, size=(1024, 600)), workplace)
    settled()
    for label in root.findChildren(QLabel):
        words = label.text()
        if not label.isVisible() or not words.strip():
            continue
        needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        assert label.height() >= needed - 1, words
        if not label.wordWrap():
            assert label.width() >= label.sizeHint().width() - 1, words
        if language and any(letter.isalpha() for letter in words) and not isinstance(label, GivenText):
            assert words in GIVEN or words.startswith("["), words


@pytest.mark.parametrize("show", STEPS[:5], ids=lambda show: show.__name__)
def test_the_sentence_in_place_comes_into_view_at_large_text(
    qtbot: QtBot, opener: Opener, workplace: FakeWorkplace, show: Show
) -> None:
    dialog = show(qtbot, opener(scale=2.0, size=(1024, 600)), workplace)
    assert isinstance(dialog, FoundingDialog)
    assert dialog.step is not None
    problem = dialog.step.problem
    assert problem.text()
    qtbot.waitUntil(lambda: problem.visibleRegion().boundingRect().height() >= problem.height() - 1)
