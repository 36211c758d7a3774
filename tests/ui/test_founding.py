# SPDX-License-Identifier: GPL-3.0-or-later
"""Founding a coalition by keyboard: two questions, a sheet that is not lost by accident, and nothing left of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from outreach_app.bootstrap import lowest_cost, open_workplace
from outreach_app.domain.errors import DiskFull, WeakPassphrase
from outreach_app.services.lanes import threads
from outreach_app.ui.application import Window
from outreach_app.ui.dialogs.files import FileDialog, choose_file
from outreach_app.ui.dialogs.founding import FoundingDialog
from outreach_app.ui.dialogs.founding_proof import ProofStep
from outreach_app.ui.dialogs.passphrase_step import PassphraseStep
from outreach_app.ui.dialogs.steps import StepsDialog
from outreach_app.ui.pages.unlock import UnlockPage
from outreach_app.ui.pages.welcome import WelcomePage
from outreach_app.ui.printing.plain import print_text
from outreach_app.ui.widgets.word_grid import WordGrid
from ui.conftest import Opener
from ui.fake_ways_in import OFFERED, SHEET_WORDS
from ui.fakes import FakeWorkplace, HeldLane
from ui.hands import click, press, write

NAME = "River Valley Coalition"
OWN = "seven otters read maps"


@pytest.fixture
def workplace() -> FakeWorkplace:
    return FakeWorkplace(role="coordinator", state="none")


def founding(qtbot: QtBot, made: Window) -> FoundingDialog:
    front = made.window.front
    assert isinstance(front, WelcomePage)
    front.found()
    dialog = made.desk.dialogs[-1]
    assert isinstance(dialog, FoundingDialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def enter(qtbot: QtBot) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    press(focused, Qt.Key.Key_Return)


def at_passphrase(qtbot: QtBot, dialog: FoundingDialog) -> PassphraseStep:
    write(dialog.name.line, NAME)
    press(dialog.name.line, Qt.Key.Key_Return)
    assert dialog.step is dialog.passphrase
    return dialog.passphrase


def at_sheet(qtbot: QtBot, dialog: FoundingDialog) -> None:
    step = at_passphrase(qtbot, dialog)
    step.written.setFocus()
    press(step.written, Qt.Key.Key_Space)
    press(step.written, Qt.Key.Key_Return)


def at_proof(qtbot: QtBot, dialog: FoundingDialog) -> ProofStep:
    at_sheet(qtbot, dialog)
    press(dialog.sheet_step.following, Qt.Key.Key_Return)
    assert isinstance(dialog.step, ProofStep)
    return dialog.step


def everything_shown() -> Iterator[str]:
    """Every text in every widget of the program, seen or not."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for widget in QApplication.allWidgets():
        if isinstance(widget, QLabel | QLineEdit):
            yield widget.text()
        if isinstance(widget, QPlainTextEdit):
            yield widget.toPlainText()
        if isinstance(widget, WordGrid):
            yield " ".join(widget.shown())
        yield widget.accessibleName()
        yield widget.accessibleDescription()


def assert_nothing_left() -> None:
    shown = "\n".join(everything_shown())
    for secret in (*SHEET_WORDS, *OFFERED[0].split(), NAME, OWN):
        assert secret not in shown


def test_the_whole_way_by_keyboard(qtbot: QtBot, opener: Opener, workplace: FakeWorkplace) -> None:
    made = opener()
    dialog = founding(qtbot, made)
    assert dialog.name.line.hasFocus()
    step = at_passphrase(qtbot, dialog)
    assert step.another.hasFocus()
    enter(qtbot)
    assert step.words.shown() == tuple(OFFERED[1].split())
    press(step.written, Qt.Key.Key_Space)
    enter_on_primary = step.following
    press(enter_on_primary, Qt.Key.Key_Return)
    assert workplace.founding.founded == [(NAME, OFFERED[1])]
    assert dialog.sheet_step.words.shown() == SHEET_WORDS
    assert dialog.sheet_step.print_button.hasFocus()
    press(dialog.sheet_step.following, Qt.Key.Key_Return)
    proof = dialog.step
    assert isinstance(proof, ProofStep)
    assert list(proof.lines) == [7, 19]
    for place, line in proof.lines.items():
        write(line, SHEET_WORDS[place - 1].upper() + " ")
    enter(qtbot)
    assert made.desk.seat is not None
    assert made.desk.seat.coordinates
    assert made.window.workroom is not None
    assert made.desk.dialogs == []
    assert_nothing_left()


def test_a_name_is_asked_for(qtbot: QtBot, opener: Opener) -> None:
    dialog = founding(qtbot, opener())
    press(dialog.name.line, Qt.Key.Key_Return)
    assert dialog.step is dialog.name
    assert dialog.name.problem.text() == "Type the name of the coalition."
    write(dialog.name.line, "R")
    assert dialog.name.problem.text() == ""


def test_offered_words_are_written_down_first(qtbot: QtBot, opener: Opener, workplace: FakeWorkplace) -> None:
    dialog = founding(qtbot, opener())
    step = at_passphrase(qtbot, dialog)
    press(step.following, Qt.Key.Key_Return)
    assert "Write the six words down" in step.problem.text()
    assert workplace.founding.founded == []
    step.written.setChecked(True)
    step.suggest()
    assert not step.written.isChecked()


def test_the_same_words_are_offered_to_who_comes_back(qtbot: QtBot, opener: Opener, workplace: FakeWorkplace) -> None:
    dialog = founding(qtbot, opener())
    step = at_passphrase(qtbot, dialog)
    assert step.back is not None
    press(step.back, Qt.Key.Key_Return)
    assert dialog.step is dialog.name
    press(dialog.name.line, Qt.Key.Key_Return)
    assert step.words.shown() == tuple(OFFERED[0].split())
    assert workplace.founding.suggested == 1


def test_an_own_passphrase_is_judged_in_a_pause_and_typed_twice(
    qtbot: QtBot, opener: Opener, workplace: FakeWorkplace
) -> None:
    dialog = founding(qtbot, opener())
    step = at_passphrase(qtbot, dialog)
    click(step.own_chip)
    assert step.first.line.hasFocus()
    write(step.first.line, "short")
    assert workplace.founding.judged == []
    step.pause.timeout.emit()
    assert workplace.founding.judged == [("short", ("river", "valley", "coalition"))]
    assert "Too short" in step.problem.text()
    step.first.line.setText("river river river")
    step.pause.timeout.emit()
    assert "Too easy to guess" in step.problem.text()
    step.first.line.setText(OWN)
    step.pause.timeout.emit()
    assert "hard to guess" in step.problem.text()
    step.second.line.setText(OWN[:-1])
    press(step.second.line, Qt.Key.Key_Return)
    assert step.problem.text() == "The two are not the same. Type it again."
    assert step.second.line.hasFocus()
    write(step.second.line, OWN)
    press(step.second.line, Qt.Key.Key_Return)
    assert workplace.founding.founded == [(NAME, OWN)]


def test_a_verdict_on_letters_typed_over_is_not_shown(qtbot: QtBot, opener: Opener, workplace: FakeWorkplace) -> None:
    dialog = founding(qtbot, opener())
    step = at_passphrase(qtbot, dialog)
    click(step.own_chip)
    held = HeldLane()
    workplace.lanes.vault = held
    step.first.line.setText("short")
    step.pause.timeout.emit()
    step.first.line.setText(OWN)
    held.let_go()
    QCoreApplication.processEvents()
    assert step.problem.text() == ""


def test_a_refused_passphrase_or_a_full_disk_is_said_in_place(
    qtbot: QtBot, opener: Opener, workplace: FakeWorkplace
) -> None:
    dialog = founding(qtbot, opener())
    workplace.founding.problem = WeakPassphrase("guessable")
    at_sheet(qtbot, dialog)
    assert dialog.step is dialog.passphrase
    assert "Too easy to guess" in dialog.passphrase.problem.text()
    workplace.founding.problem = DiskFull("vault")
    press(dialog.passphrase.following, Qt.Key.Key_Return)
    assert "The disk is full" in dialog.passphrase.problem.text()
    press(dialog, Qt.Key.Key_Escape)
    assert workplace.vault.now_state == "none"


def test_the_window_lives_while_keys_are_derived(qtbot: QtBot, opener: Opener, workplace: FakeWorkplace) -> None:
    dialog = founding(qtbot, opener())
    step = at_passphrase(qtbot, dialog)
    step.written.setChecked(True)
    held = HeldLane()
    workplace.lanes.vault = held
    press(step.following, Qt.Key.Key_Return)
    assert dialog.under_way
    assert not step.isEnabled()
    press(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    held.let_go()
    qtbot.waitUntil(lambda: dialog.sheet is not None)
    assert not dialog.under_way


def test_the_sheet_is_not_closed_by_accident(qtbot: QtBot, opener: Opener) -> None:
    dialog = founding(qtbot, opener())
    at_sheet(qtbot, dialog)
    press(dialog, Qt.Key.Key_Escape)
    dialog.close()
    assert dialog.isVisible()
    assert "shown only this once" in dialog.sheet_step.problem.text()


def test_wrong_words_are_said_in_place(qtbot: QtBot, opener: Opener) -> None:
    made = opener()
    proof = at_proof(qtbot, founding(qtbot, made))
    enter(qtbot)
    assert proof.problem.text() == "Type both words."
    for line in proof.lines.values():
        line.setText("wrong")
    enter(qtbot)
    assert "not the ones on the coalition sheet" in proof.problem.text()
    assert made.desk.seat is None
    assert proof.back is not None
    press(proof.back, Qt.Key.Key_Return)
    dialog = made.desk.dialogs[-1]
    assert isinstance(dialog, FoundingDialog)
    assert dialog.step is dialog.sheet_step


def test_the_sheet_is_saved_once_and_never_over_something(qtbot: QtBot, opener: Opener, tmp_path: Path) -> None:
    dialog = founding(qtbot, opener())
    at_sheet(qtbot, dialog)
    kept: list[bool] = []
    dialog.sheet_step.kept.connect(lambda: kept.append(dialog.safe))
    there = tmp_path / "there.txt"
    there.write_text("mine", encoding="utf-8")
    dialog.sheet_step.save(there)
    assert "is there already" in dialog.sheet_step.problem.text()
    assert there.read_text(encoding="utf-8") == "mine"
    assert kept == []
    dialog.sheet_step.save(tmp_path / "sheet.txt")
    text = (tmp_path / "sheet.txt").read_text(encoding="utf-8")
    assert all(word in text for word in (*SHEET_WORDS, NAME))
    assert kept == [True]
    assert dialog.sheet_step.state.words.text() == "Saved as sheet.txt"


def test_the_sheet_is_printed(qapp: QApplication, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    print_text("COALITION SHEET\n 1. word", printer)
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")
    assert printer.docName() == "Companion"


def test_the_sheet_is_printed_from_the_printers_dialog(qtbot: QtBot, opener: Opener, tmp_path: Path) -> None:
    dialog = founding(qtbot, opener())
    at_sheet(qtbot, dialog)
    dialog.sheet_step.choose_printer()
    chooser = dialog.desk.dialogs[-1]
    assert isinstance(chooser, QPrintDialog)
    printer = chooser.printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "sheet.pdf"))
    chooser.done(QPrintDialog.DialogCode.Accepted)
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert dialog.safe
    assert dialog.sheet_step.state.words.text() == "Printed"


def test_a_file_is_chosen_in_qts_own_dialog_that_remembers_nothing(
    qtbot: QtBot, opener: Opener, tmp_path: Path
) -> None:
    made = opener()
    (tmp_path / "invitation.txt").write_text("x", encoding="utf-8")
    found: list[Path] = []
    dialog = choose_file(made.desk, made.window, "Choose", found.append)
    assert dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile("nothing.txt")
    dialog.accept()
    assert found == []
    dialog.selectFile("invitation.txt")
    dialog.accept()
    assert found == [tmp_path / "invitation.txt"]
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    kept = QSettings(QSettings.Scope.UserScope, "QtProject")
    assert not Path(kept.fileName()).exists()
    assert not [key for key in kept.allKeys() if str(tmp_path) in str(kept.value(key))]


@pytest.mark.parametrize("step", ["name", "passphrase", "own", "sheet", "saved", "proof", "file", "printer"])
@pytest.mark.parametrize("key", [Qt.Key.Key_F9, Qt.Key.Key_F12])
def test_lock_and_hide_in_every_step_leave_no_word(
    qtbot: QtBot, opener: Opener, workplace: FakeWorkplace, tmp_path: Path, step: str, key: Qt.Key
) -> None:
    made = opener()
    dialog = founding(qtbot, made)
    target: QWidget = dialog
    if step == "name":
        dialog.name.line.setText(NAME)
    elif step in {"passphrase", "own"}:
        at_passphrase(qtbot, dialog)
        if step == "own":
            click(dialog.passphrase.own_chip)
            dialog.passphrase.first.line.setText(OWN)
            target = dialog.passphrase.first.line
    elif step == "proof":
        at_proof(qtbot, dialog).lines[7].setText(SHEET_WORDS[6])
    else:
        at_sheet(qtbot, dialog)
        if step == "saved":
            dialog.sheet_step.save(tmp_path / "sheet.txt")
        if step == "file":
            dialog.sheet_step.choose_file()
            target = made.desk.dialogs[-1]
            assert isinstance(target, FileDialog)
        if step == "printer":
            dialog.sheet_step.choose_printer()
            target = made.desk.dialogs[-1]
            assert isinstance(target, QPrintDialog)
    press(target, key)
    assert made.desk.dialogs == []
    assert made.desk.seat is None
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not made.window] == []
    if step == "saved":
        assert workplace.vault.now_state == "locked"
        assert isinstance(made.window.front, UnlockPage)
    else:
        assert workplace.vault.now_state == "none"
        assert isinstance(made.window.front, WelcomePage)
    assert_nothing_left()


def test_a_lock_while_keys_are_derived_takes_the_vault_back(
    qtbot: QtBot, opener: Opener, workplace: FakeWorkplace
) -> None:
    made = opener()
    dialog = founding(qtbot, made)
    step = at_passphrase(qtbot, dialog)
    step.written.setChecked(True)
    held = HeldLane()
    workplace.lanes.vault = held
    press(step.following, Qt.Key.Key_Return)
    press(dialog, Qt.Key.Key_F9)
    while held.waiting:
        held.let_go()
    QCoreApplication.processEvents()
    assert workplace.founding.founded != []
    assert workplace.vault.now_state == "none"
    assert_nothing_left()


def test_founding_over_the_real_services(qtbot: QtBot, opener: Opener, tmp_path: Path) -> None:
    real = open_workplace(tmp_path / "vault", lanes=threads(), cost=lowest_cost())
    try:
        made = opener(over=real)
        qtbot.waitUntil(lambda: isinstance(made.window.front, WelcomePage))
        dialog = founding(qtbot, made)
        step = at_passphrase(qtbot, dialog)
        qtbot.waitUntil(lambda: len(step.words.shown()) == 6)
        passphrase = " ".join(step.words.shown())
        step.written.setChecked(True)
        press(step.following, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: dialog.sheet is not None, timeout=20_000)
        words = dialog.sheet_step.words.shown()
        assert len(words) == 24
        dialog.sheet_step.save(tmp_path / "sheet.txt")
        qtbot.waitUntil(lambda: dialog.safe)
        press(dialog.sheet_step.following, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: isinstance(dialog.step, ProofStep))
        assert isinstance(dialog.step, ProofStep)
        for place, line in dialog.step.lines.items():
            line.setText(words[place - 1])
        enter(qtbot)
        qtbot.waitUntil(lambda: made.desk.seat is not None)
        made.window.lock()
        qtbot.waitUntil(lambda: not made.desk.tasks.waiting)
        assert real.lanes.vault.call(real.vault.state) == "locked"
        seat = real.lanes.vault.call(lambda: real.vault.unlock(passphrase))
        assert (seat.role, seat.coalition) == ("coordinator", NAME)
    finally:
        made.window.lock()
        qtbot.waitUntil(lambda: not made.desk.tasks.waiting)
        real.close()


def test_a_real_vault_without_its_sheet_is_taken_back(qtbot: QtBot, opener: Opener, tmp_path: Path) -> None:
    real = open_workplace(tmp_path / "vault", lanes=threads(), cost=lowest_cost())
    made = opener(over=real)
    try:
        qtbot.waitUntil(lambda: isinstance(made.window.front, WelcomePage))
        dialog = founding(qtbot, made)
        step = at_passphrase(qtbot, dialog)
        qtbot.waitUntil(lambda: len(step.words.shown()) == 6)
        step.written.setChecked(True)
        press(step.following, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: dialog.sheet is not None, timeout=20_000)
        press(dialog, Qt.Key.Key_F9)
        qtbot.waitUntil(lambda: not made.desk.tasks.waiting)
        assert real.lanes.vault.call(real.vault.state) == "none"
        assert isinstance(made.window.front, WelcomePage)
    finally:
        real.close()


def test_a_steps_dialog_without_a_step_closes(qtbot: QtBot, opener: Opener) -> None:
    made = opener()
    dialog = StepsDialog(made.desk, "Anything", 1)
    made.desk.open_dialog(dialog, made.window)
    press(dialog, Qt.Key.Key_Escape)
    assert made.desk.dialogs == []
