# SPDX-License-Identifier: GPL-3.0-or-later
"""Sending: by hand with everything said, by itself without a word too many, and never in between a count."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from outreach_app.bootstrap import lowest_cost, open_workplace
from outreach_app.domain.errors import MailboxMissing, MailboxOffline, NoMailbox
from outreach_app.domain.shift import ShiftLine
from outreach_app.services.lanes import threads
from outreach_app.services.sync import SyncReport
from outreach_app.ui import sync_words
from outreach_app.ui.application import Window
from outreach_app.ui.pages.close import ClosePage
from outreach_app.ui.pages.sending import SendingPage
from outreach_app.ui.syncing import EVERY, SELDOM, SETTLE
from ui.conftest import Opener, Ticks, pad_of
from ui.fakes import FakeWorkplace, HeldLane
from ui.hands import click, press, write


def sending(made: Window) -> SendingPage:
    made.desk.go("sending")
    room = made.window.workroom
    assert room is not None
    page = room.pages["sending"]
    assert isinstance(page, SendingPage)
    return page


def line(number: int, content: str, delivery: str, contacts: int = 14) -> ShiftLine:
    day = date(2026, 11, 1 + number % 28)
    return ShiftLine(f"{number:032x}", 1, day, "night", "T1", content, delivery, "none", contacts)


def shown(root: QWidget) -> str:
    QApplication.processEvents()
    return " | ".join(label.text() for label in root.findChildren(QLabel) if label.isVisible())


def bar_text(made: Window) -> str:
    room = made.window.workroom
    assert room is not None
    return room.bar.words.text()


def bar_hidden(made: Window) -> bool:
    room = made.window.workroom
    assert room is not None
    return room.bar.isHidden()


# --- by itself ---------------------------------------------------------------------------------------------------


def test_once_after_unlocking_then_every_few_minutes(opened: Window, workplace: FakeWorkplace, ticks: Ticks) -> None:
    syncing = opened.desk.syncing
    assert syncing.timer.isActive()
    syncing.timer.timeout.emit()
    assert workplace.sync.runs == 0
    ticks.now += SETTLE
    syncing.timer.timeout.emit()
    syncing.timer.timeout.emit()
    assert workplace.sync.runs == 1
    ticks.now += EVERY - 1
    syncing.timer.timeout.emit()
    assert workplace.sync.runs == 1
    ticks.now += 1
    syncing.timer.timeout.emit()
    assert workplace.sync.runs == 2


def test_less_and_less_often_while_it_fails(opened: Window, workplace: FakeWorkplace, ticks: Ticks) -> None:
    syncing = opened.desk.syncing
    workplace.sync.problem = MailboxOffline("folder")
    pauses = []
    for _ in range(6):
        ticks.now = syncing.due
        syncing.look()
        pauses.append(syncing.due - ticks.now)
    assert pauses == [EVERY * 2, EVERY * 4, EVERY * 8, SELDOM, SELDOM, SELDOM]
    workplace.sync.problem = None
    ticks.now = syncing.due
    syncing.look()
    assert syncing.due - ticks.now == EVERY


def test_it_speaks_of_a_failure_once(opened: Window, workplace: FakeWorkplace) -> None:
    syncing = opened.desk.syncing
    workplace.sync.problem = MailboxOffline("folder")
    syncing.now()
    assert "does not answer" in bar_text(opened)
    opened.desk.say("Something else")
    syncing.now()
    assert bar_text(opened) == "Something else"
    workplace.sync.problem = None
    workplace.sync.report = SyncReport()
    syncing.now()
    assert bar_text(opened) == "Something else"
    workplace.sync.problem = MailboxOffline("folder")
    syncing.now()
    assert "does not answer" in bar_text(opened)


def test_without_a_folder_it_is_silent(opened: Window, workplace: FakeWorkplace) -> None:
    workplace.sync.problem = NoMailbox()
    opened.desk.syncing.now()
    assert bar_hidden(opened)


def test_it_speaks_when_something_came_or_went(opened: Window, workplace: FakeWorkplace) -> None:
    workplace.sync.report = SyncReport(release=3)
    opened.desk.syncing.now()
    assert bar_hidden(opened)
    workplace.sync.report = SyncReport(sent=2, release=4, installed=4)
    opened.desk.syncing.now()
    assert bar_text(opened) == "2 sent. The directory, zones and help lines are new."


def test_it_never_speaks_while_somebody_counts(opener: Opener, workplace: FakeWorkplace) -> None:
    made = opener()
    pad_of(made, workplace)
    made.desk.syncing.now()
    workplace.sync.problem = MailboxOffline("folder")
    made.desk.syncing.now()
    assert workplace.sync.runs == 2
    assert bar_hidden(made)


def test_a_lock_stops_it_and_forgets_what_was_shown(opened: Window, workplace: FakeWorkplace, ticks: Ticks) -> None:
    syncing = opened.desk.syncing
    syncing.now()
    held = HeldLane()
    workplace.lanes.network = held
    syncing.now()
    opened.window.lock()
    assert not syncing.timer.isActive()
    assert (syncing.running, syncing.report) == (False, None)
    held.let_go()
    assert syncing.report is None
    ticks.now += 1000
    opened.desk.take_seat(workplace.vault.seat())
    assert syncing.timer.isActive()
    assert syncing.due == ticks.now + SETTLE


def test_only_one_at_a_time(opened: Window, workplace: FakeWorkplace, ticks: Ticks) -> None:
    held = HeldLane()
    workplace.lanes.network = held
    opened.desk.syncing.now()
    opened.desk.syncing.now()
    ticks.now += SELDOM
    opened.desk.syncing.look()
    assert len(held.waiting) == 1


# --- by hand -----------------------------------------------------------------------------------------------------


def test_sync_now_says_what_it_did_in_place(qtbot: QtBot, opened: Window, workplace: FakeWorkplace) -> None:
    card = sending(opened).overview.card
    workplace.sync.report = SyncReport(sent=2, release=3)
    assert card.sync_now.sync_button.hasFocus()
    press(card.sync_now.sync_button, Qt.Key.Key_Space)
    assert card.sync_now.state.words.text().startswith("Done at ")
    assert card.sync_now.facts.text() == "Sent: 2\nDirectory and zones: unchanged, number 3"
    assert bar_hidden(opened)


def test_the_office_hears_of_everything(qtbot: QtBot, opener: Opener, workplace: FakeWorkplace) -> None:
    workplace.vault.role = "coordinator"
    made = opener()
    made.desk.take_seat(workplace.vault.seat())
    card = sending(made).overview.card
    workplace.sync.report = SyncReport(
        imported=3, corrected=1, duplicates=5, admitted=1, release=4, installed=4, missing=["a"],
        refused=[("x", "bad_signature"), ("y", "bad_signature")], held=[("z", "not_whole")],
    )  # fmt: skip
    card.sync_now.press()
    assert card.sync_now.facts.text().splitlines() == [
        "Sent: nothing", "Directory and zones: new, number 4", "New shifts: 3", "Corrected: 1", "Known already: 5",
        "New laptops: 1", "Waiting: 1: it is not there as a whole yet", "Missing: 1 thing that a laptop sent before",
        "Refused: 2: its signature does not hold",
    ]  # fmt: skip


def test_what_went_wrong_stands_in_place(opened: Window, workplace: FakeWorkplace) -> None:
    card = sending(opened).overview.card
    workplace.sync.problem = MailboxMissing("stick")
    card.sync_now.press()
    assert card.sync_now.state.words.text().startswith("It did not work at ")
    assert "The mailbox folder stick is not there" in card.sync_now.what.text()
    assert bar_hidden(opened)


def test_progress_shows_and_it_can_be_stopped(qtbot: QtBot, opened: Window, workplace: FakeWorkplace) -> None:
    card = sending(opened).overview.card
    held = HeldLane()
    workplace.lanes.network = held
    card.sync_now.press()
    opened.desk.syncing._progress(opened.desk.syncing._run, opened.desk.syncing._stop, "sending", 3, 14)
    assert card.sync_now.what.text() == "Sending: 3 of 14"
    assert (card.sync_now.bar.maximum(), card.sync_now.bar.value()) == (14, 3)
    assert card.sync_now.sync_button.accessibleName() == "Stop"
    card.sync_now.press()
    held.let_go()
    assert card.sync_now.state.words.text() == "Stopped"
    assert "What was done so far is kept" in card.sync_now.what.text()
    assert bar_hidden(opened)


def test_news_in_one_and_in_many() -> None:
    assert sync_words.news(SyncReport(), None) == ""
    assert (
        sync_words.news(SyncReport(sent=1, imported=1, admitted=2), None)
        == "2 laptops joined. 1 shift came in. 1 sent."
    )
    refused = SyncReport(refused=[("x", "malformed")])
    assert "refused" in sync_words.news(refused, None)
    assert sync_words.news(refused, refused) == ""


# --- how counts travel -------------------------------------------------------------------------------------------


def test_a_folder_is_tried_and_then_used(qtbot: QtBot, opened: Window, workplace: FakeWorkplace) -> None:
    travel = sending(opened).overview.card.travel
    assert travel.state.words.text() == "No folder chosen yet"
    press(travel.change_button, Qt.Key.Key_Space)
    assert travel.line.hasFocus()
    press(travel.line, Qt.Key.Key_Return)
    assert "Type the path" in travel.problem.text()
    workplace.coalition.problem = MailboxMissing("nowhere")
    write(travel.line, "nowhere")
    press(travel.line, Qt.Key.Key_Return)
    assert "The mailbox folder nowhere is not there" in travel.problem.text()
    assert travel.line.hasFocus()
    workplace.coalition.problem = None
    travel.line.setText("/media/stick")
    press(travel.line, Qt.Key.Key_Return)
    assert workplace.coalition.address == "/media/stick"
    assert travel.address.text() == "/media/stick"
    assert workplace.sync.runs == 1


def test_a_folder_is_looked_for(qtbot: QtBot, opened: Window, tmp_path: Path) -> None:
    travel = sending(opened).overview.card.travel
    travel.edit()
    travel.browse()
    dialog = opened.desk.dialogs[-1]
    assert dialog.accessibleName() != ""
    press(dialog, Qt.Key.Key_Escape)
    travel._found(tmp_path)
    assert travel.line.text() == str(tmp_path)
    travel.leave_as_is()
    assert travel.address.text() == ""


def test_the_lane_that_tries_a_folder_is_the_network(opened: Window, workplace: FakeWorkplace) -> None:
    held = HeldLane()
    workplace.lanes.network = held
    travel = sending(opened).overview.card.travel
    travel.edit()
    travel.line.setText("/media/stick")
    travel.use()
    assert not travel.line.isEnabled()
    assert travel.busy.isVisible()
    held.let_go()
    assert travel.line.isEnabled()


# --- shifts ------------------------------------------------------------------------------------------------------


def test_each_shift_says_where_it_stands(opened: Window, workplace: FakeWorkplace) -> None:
    lines = (line(0, "open", "none"), line(1, "closed", "none"), line(2, "submitted", "waiting", 1),
             line(3, "submitted", "sent"), line(4, "submitted", "received"))  # fmt: skip
    workplace.shifts.list = lambda: lines  # type: ignore[method-assign]
    card = sending(opened).overview.card.shifts
    words = shown(card)
    assert words.count("Not sent yet") == 2
    assert words.count("Sent |") == 1
    assert words.count("The office has it") == 1
    assert "1 contact" in words
    assert list(card.checks) == [lines[1].shift_id]


def test_what_is_not_sent_is_listed_however_old_it_is(opened: Window, workplace: FakeWorkplace) -> None:
    lines = (*(line(number, "submitted", "received") for number in range(40)), line(41, "submitted", "waiting"))
    workplace.shifts.list = lambda: lines  # type: ignore[method-assign]
    words = shown(sending(opened).overview.card.shifts)
    assert words.count("Not sent yet") == 1
    assert words.count("The office has it") == 12
    assert "and 28 earlier ones" in words


def test_a_closed_shift_is_checked_and_submitted_here(qtbot: QtBot, opener: Opener, workplace: FakeWorkplace) -> None:
    made = opener()
    pad = pad_of(made, workplace)
    pad.keys.press("Space")
    shift = workplace.shifts.close(60, 2)
    made.desk.count_in(None)
    page = sending(made)
    shift_id = shift.head.shift_id
    press(page.overview.card.shifts.checks[shift_id], Qt.Key.Key_Space)
    checking = page.checking
    assert isinstance(checking, ClosePage)
    assert checking.table.rowCount() > 0
    click(checking.back)
    assert page.stack.count() == 1
    page.check(shift_id)
    again = page.stack.currentWidget()
    assert isinstance(again, ClosePage)
    click(again.submit)
    assert workplace.shifts.submitted == [(shift_id, False)]
    assert page.stack.count() == 1
    assert workplace.sync.runs == 1


def test_the_strips_word_leads_here(qtbot: QtBot, opened: Window) -> None:
    room = opened.window.workroom
    assert room is not None
    assert room.strip.unsent.accessibleName() == "2 not sent"
    click(room.strip.unsent)
    assert room.current == "sending"


@pytest.mark.parametrize("role", ["worker", "lead", "coordinator", "adviser"])
def test_everybody_has_the_page(opener: Opener, workplace: FakeWorkplace, role: str) -> None:
    workplace.vault.role = role
    made = opener()
    made.desk.take_seat(workplace.vault.seat())
    assert made.window.workroom is not None
    assert "sending" in [entry.key for entry in made.window.workroom.listed]


def test_sending_over_the_real_services(qtbot: QtBot, opener: Opener, tmp_path: Path) -> None:
    mail = tmp_path / "mail"
    mail.mkdir()
    real = open_workplace(tmp_path / "vault", lanes=threads(), cost=lowest_cost())
    real.lanes.vault.call(lambda: real.founding.found("River Valley", "winter garden lamp 9 rope"))
    made = opener(over=real)
    try:
        qtbot.waitUntil(lambda: made.desk.seat is not None)
        card = sending(made).overview.card
        card.travel.edit()
        card.travel.line.setText(str(tmp_path / "missing"))
        card.travel.use()
        qtbot.waitUntil(lambda: card.travel.problem.text() != "")
        card.travel.line.setText(str(mail))
        card.travel.use()
        qtbot.waitUntil(lambda: made.desk.syncing.report is not None, timeout=20_000)
        assert made.desk.syncing.problem is None
        assert (mail / "v1").is_dir()
        qtbot.waitUntil(lambda: card.travel.address.text() == str(mail))
    finally:
        made.window.lock()
        qtbot.waitUntil(lambda: not made.desk.tasks.waiting)
        real.close()
