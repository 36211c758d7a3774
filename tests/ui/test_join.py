# SPDX-License-Identifier: GPL-3.0-or-later
"""Joining with an invitation and a spoken code; what cannot be reached yet never stands in the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from outreach_app.bootstrap import Workplace, lowest_cost, open_workplace
from outreach_app.domain.errors import (
    InvitationExpired,
    InvitationUnreadable,
    MailboxMissing,
    NoProfile,
    VaultExists,
    WeakPassphrase,
)
from outreach_app.services.lanes import threads
from outreach_app.services.sync import SyncReport
from outreach_app.ui.application import Window
from outreach_app.ui.dialogs.join import JoinDialog
from outreach_app.ui.dialogs.join_arrived import ArrivedStep
from outreach_app.ui.pages.not_ready import NotReadyPage
from outreach_app.ui.pages.unlock import UnlockPage
from outreach_app.ui.pages.welcome import WelcomePage
from outreach_app.ui.spoken_code import tidy, whole
from ui.conftest import Opener, tonight
from ui.fake_ways_in import CODE, INVITATION, OFFERED
from ui.fakes import FakeWorkplace, HeldLane
from ui.hands import press, write
from ui.test_founding import everything_shown


@pytest.fixture
def workplace() -> FakeWorkplace:
    return FakeWorkplace(role="worker", state="none")


def joining(qtbot: QtBot, made: Window) -> JoinDialog:
    front = made.window.front
    assert isinstance(front, WelcomePage)
    front.join()
    dialog = made.desk.dialogs[-1]
    assert isinstance(dialog, JoinDialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def fill_in(qtbot: QtBot, dialog: JoinDialog, *, text: str = INVITATION, code: str = CODE) -> None:
    step = dialog.invitation
    step.box.setPlainText(text)
    step.line.setFocus()
    step.line.selectAll()
    write(step.line, code)
    press(step.line, Qt.Key.Key_Return)


def set_up(qtbot: QtBot, dialog: JoinDialog) -> None:
    step = dialog.passphrase
    assert dialog.step is step
    step.written.setFocus()
    step.written.setChecked(True)
    press(step.written, Qt.Key.Key_Return)


def arrived(dialog: JoinDialog) -> ArrivedStep:
    assert isinstance(dialog.step, ArrivedStep)
    return dialog.step


def assert_nothing_left() -> None:
    shown = "\n".join(everything_shown())
    for secret in (INVITATION, CODE, *OFFERED[0].split()):
        assert secret not in shown


@pytest.mark.parametrize("typed", ["7k3mq9xt2", "7K3M Q9XT 2", "7k3m-q9xt-2", " 7K3M–Q9XT–2 ", "7K3M.Q9XT.2.."])
def test_a_code_is_taken_however_it_was_typed(typed: str) -> None:
    assert tidy(typed) == CODE
    assert whole(typed)


def test_letters_that_codes_do_not_have_are_figures() -> None:
    assert tidy("oil0abcd1") == "0110-ABCD-1"
    assert not whole("ABCD-EFGH")
    assert tidy("ABCDE") == "ABCD-E"
    assert tidy("") == ""


def test_the_whole_way_by_keyboard(qtbot: QtBot, opener: Opener, workplace: FakeWorkplace) -> None:
    made = opener()
    workplace.sync.report = SyncReport(sent=1, release=3, installed=3)
    dialog = joining(qtbot, made)
    assert dialog.invitation.file_button.hasFocus()
    fill_in(qtbot, dialog, code="7k3mq9xt2")
    assert dialog.invitation.line.text() == CODE
    set_up(qtbot, dialog)
    assert workplace.enrolment.joined == [(INVITATION, CODE, OFFERED[0])]
    step = arrived(dialog)
    assert workplace.sync.runs == 1
    assert step.words.text() == "Zones, directory and help lines are here."
    assert step.following.hasFocus()
    press(step.following, Qt.Key.Key_Return)
    assert made.desk.seat is not None
    assert made.window.workroom is not None
    assert_nothing_left()


def test_what_is_missing_is_said_in_place(qtbot: QtBot, opener: Opener) -> None:
    dialog = joining(qtbot, opener())
    step = dialog.invitation
    press(step.following, Qt.Key.Key_Return)
    assert step.problem.text() == "Choose the invitation file, or paste its text."
    fill_in(qtbot, dialog, code="7k3m")
    assert step.problem.text() == "The code has nine letters and figures, as in ABCD-EFGH-J."
    assert step.line.property("wrong")
    write(step.line, "Q")
    assert step.problem.text() == ""
    assert not step.line.property("wrong")


def test_a_wrong_code_leads_back_and_keeps_everything(qtbot: QtBot, opener: Opener, workplace: FakeWorkplace) -> None:
    dialog = joining(qtbot, opener())
    fill_in(qtbot, dialog, code="7K3M-Q9XT-3")
    set_up(qtbot, dialog)
    assert dialog.step is dialog.invitation
    assert "The code does not open this invitation" in dialog.invitation.problem.text()
    assert dialog.invitation.line.hasFocus()
    assert dialog.invitation.text() == INVITATION
    fill_in(qtbot, dialog)
    assert dialog.passphrase.words.shown() == tuple(OFFERED[0].split())
    assert dialog.passphrase.written.isChecked()
    set_up(qtbot, dialog)
    assert workplace.enrolment.joined == [(INVITATION, CODE, OFFERED[0])]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (InvitationUnreadable(), "not a whole invitation"),
        (InvitationExpired("2026-11-01"), "good until 2026-11-01"),
    ],
)
def test_an_invitation_that_does_not_open_leads_back(
    qtbot: QtBot, opener: Opener, workplace: FakeWorkplace, error: InvitationUnreadable, said: str
) -> None:
    dialog = joining(qtbot, opener())
    workplace.enrolment.problem = error
    fill_in(qtbot, dialog)
    set_up(qtbot, dialog)
    assert dialog.step is dialog.invitation
    assert said in dialog.invitation.problem.text()
    assert dialog.invitation.file_button.hasFocus()


def test_a_weak_passphrase_or_a_vault_that_is_there_is_said_where_it_was_typed(
    qtbot: QtBot, opener: Opener, workplace: FakeWorkplace
) -> None:
    dialog = joining(qtbot, opener())
    workplace.enrolment.problem = WeakPassphrase("short")
    fill_in(qtbot, dialog)
    set_up(qtbot, dialog)
    assert "Too short" in dialog.passphrase.problem.text()
    workplace.enrolment.problem = VaultExists("vault")
    set_up(qtbot, dialog)
    assert "There is a vault in vault already" in dialog.passphrase.problem.text()


def test_the_invitation_comes_from_a_file(qtbot: QtBot, opener: Opener, tmp_path: Path) -> None:
    step = joining(qtbot, opener()).invitation
    good, bad, huge = (tmp_path / name for name in ("good.txt", "bad.bin", "huge.txt"))
    good.write_bytes(b"\xef\xbb\xbf" + INVITATION.encode() + b"\n")
    bad.write_bytes(b"\xff\xfe\x00")
    huge.write_bytes(b"x" * 100_000)
    step.read(bad)
    assert "not a whole invitation" in step.problem.text()
    step.read(huge)
    assert "huge.txt" in step.problem.text()
    step.read(tmp_path / "none.txt")
    assert "There is no file" in step.problem.text()
    step.read(good)
    assert step.text() == INVITATION
    assert step.state.words.text() == "From good.txt"
    assert step.state.isVisible()
    assert step.problem.text() == ""
    step.choose()
    file_dialog = step.desk.dialogs[-1]
    press(file_dialog, Qt.Key.Key_Escape)
    assert len(step.desk.dialogs) == 1


def test_a_mailbox_out_of_reach_does_not_stand_in_the_way(
    qtbot: QtBot, opener: Opener, workplace: FakeWorkplace
) -> None:
    made = opener()
    workplace.sync.problem = MailboxMissing("stick")
    dialog = joining(qtbot, made)
    fill_in(qtbot, dialog)
    set_up(qtbot, dialog)
    step = arrived(dialog)
    assert dialog.heading.text() == "This laptop is set up"
    assert "could not be reached" in step.words.text()
    assert "The mailbox folder stick is not there" in step.sync_now.what.text()
    assert step.travel.isVisible()
    workplace.sync.problem = None
    step.travel.edit()
    step.travel.line.setText("/media/stick")
    press(step.travel.line, Qt.Key.Key_Return)
    assert workplace.coalition.address == "/media/stick"
    assert workplace.sync.runs == 2
    assert not step.travel.isVisible()
    assert "once the office has synced" in step.words.text()
    assert arrived(dialog) is step
    assert made.desk.seat is None


def test_esc_in_the_last_step_goes_in(qtbot: QtBot, opener: Opener) -> None:
    made = opener()
    dialog = joining(qtbot, made)
    fill_in(qtbot, dialog)
    set_up(qtbot, dialog)
    press(dialog, Qt.Key.Key_Escape)
    assert made.desk.seat is not None
    assert made.desk.dialogs == []


def test_tonight_says_what_to_do_until_the_zones_come(
    qtbot: QtBot, opener: Opener, workplace: FakeWorkplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = opener()
    known = workplace.shifts.of

    def nothing() -> None:
        raise NoProfile

    monkeypatch.setattr(workplace.shifts, "profile", nothing)
    made.desk.take_seat(workplace.vault.seat())
    step = tonight(made).step
    assert isinstance(step, NotReadyPage)
    assert step.sending.hasFocus()
    press(step.sending, Qt.Key.Key_Space)
    assert made.window.workroom is not None
    assert made.window.workroom.current == "sending"
    monkeypatch.setattr(workplace.shifts, "profile", lambda: known)
    made.desk.syncing.now()
    assert not isinstance(tonight(made).step, NotReadyPage)


@pytest.mark.parametrize("step", ["invitation", "passphrase", "busy", "arrived"])
@pytest.mark.parametrize("key", [Qt.Key.Key_F9, Qt.Key.Key_F12])
def test_lock_and_hide_in_every_step_leave_no_word(
    qtbot: QtBot, opener: Opener, workplace: FakeWorkplace, step: str, key: Qt.Key
) -> None:
    made = opener()
    dialog = joining(qtbot, made)
    held = HeldLane()
    target: QWidget = dialog
    if step == "invitation":
        dialog.invitation.box.setPlainText(INVITATION)
        dialog.invitation.line.setText(CODE)
        target = dialog.invitation.line
    else:
        fill_in(qtbot, dialog)
        if step == "busy":
            workplace.lanes.vault = held
        if step != "passphrase":
            set_up(qtbot, dialog)
    press(target, key)
    while held.waiting:
        held.let_go()
    QApplication.processEvents()
    assert made.desk.dialogs == []
    assert made.desk.seat is None
    joined = step in {"busy", "arrived"}
    assert workplace.vault.now_state == ("locked" if joined else "none")
    assert isinstance(made.window.front, UnlockPage if joined else WelcomePage)
    assert_nothing_left()


def test_joining_over_the_real_services(qtbot: QtBot, opener: Opener, tmp_path: Path) -> None:
    mail = tmp_path / "mail"
    mail.mkdir()
    office = open_workplace(tmp_path / "office", cost=lowest_cost())
    office.founding.found("River Valley", "winter garden lamp 9 rope", mailbox=str(mail))
    office.sync.run()
    invitation = office.enrolment.invite("worker", office.shifts.profile().teams[0].code)
    real = open_workplace(tmp_path / "laptop", lanes=threads(), cost=lowest_cost())
    made = opener(over=real)
    try:
        qtbot.waitUntil(lambda: isinstance(made.window.front, WelcomePage))
        _join_for_real(qtbot, made, real, invitation.text, invitation.code)
    finally:
        made.window.lock()
        qtbot.waitUntil(lambda: not made.desk.tasks.waiting)
        real.close()
    assert office.sync.run().admitted == 1
    office.close()


def _join_for_real(qtbot: QtBot, made: Window, real: Workplace, text: str, code: str) -> None:
    dialog = joining(qtbot, made)
    fill_in(qtbot, dialog, text=text, code=code.replace("-", "").lower())
    qtbot.waitUntil(lambda: len(dialog.passphrase.words.shown()) == 6)
    set_up(qtbot, dialog)
    qtbot.waitUntil(lambda: isinstance(dialog.step, ArrivedStep), timeout=20_000)
    qtbot.waitUntil(lambda: not made.desk.syncing.running, timeout=20_000)
    assert made.desk.syncing.problem is None
    report = made.desk.syncing.report
    assert report is not None
    assert report.sent == 1
    press(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: made.desk.seat is not None)
    assert real.lanes.vault.call(real.coalition.mailbox) != ""
