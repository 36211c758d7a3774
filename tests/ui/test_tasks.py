# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations run off the window's thread and come back on it, or not at all once the vault is locked."""

from __future__ import annotations

import threading

from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from outreach_app.domain.errors import CompanionError, InvariantBroken, NoOpenShift
from outreach_app.services.lanes import ThreadLane
from outreach_app.ui.tasks import Tasks
from ui.fakes import HeldLane


def test_results_come_back_on_the_windows_thread(qtbot: QtBot) -> None:
    tasks, lane = Tasks(), ThreadLane("test")
    seen: list[tuple[str, int]] = []
    tasks.run(
        lane, threading.get_ident, lambda worked_on: seen.extend([("lane", worked_on), ("here", threading.get_ident())])
    )
    qtbot.waitUntil(lambda: len(seen) == 2)
    lane.stop()
    assert seen[0][1] != threading.get_ident()
    assert seen[1][1] == threading.get_ident()


def test_a_failure_goes_to_who_asked_else_to_everybody(qapp: QApplication) -> None:
    tasks, lane = Tasks(), HeldLane()
    mine: list[CompanionError] = []
    everybodys: list[CompanionError] = []
    tasks.failed.connect(everybodys.append)

    def fail() -> None:
        raise NoOpenShift

    tasks.run(lane, fail, None, mine.append)
    tasks.run(lane, fail)
    lane.let_go()
    lane.let_go()
    assert [type(error) for error in (*mine, *everybodys)] == [NoOpenShift, NoOpenShift]


def test_a_mistake_of_ours_is_said_as_one(qtbot: QtBot) -> None:
    tasks, lane = Tasks(), ThreadLane("test")
    with qtbot.waitSignal(tasks.failed) as heard:
        tasks.run(lane, lambda: 1 // 0)
    lane.stop()
    assert heard.args is not None
    assert isinstance(heard.args[0], InvariantBroken)
    assert heard.args[0].what == "ZeroDivisionError"


def test_what_was_under_way_is_dropped_when_forgotten(qapp: QApplication) -> None:
    tasks, lane = Tasks(), HeldLane()
    seen: list[int] = []
    tasks.run(lane, lambda: 1, seen.append)
    tasks.forget()
    lane.let_go()
    assert seen == []
    assert tasks.waiting == 0


def test_a_deleted_widget_is_not_called(qtbot: QtBot) -> None:
    tasks, lane = Tasks(), HeldLane()
    label = QLabel()
    tasks.run(lane, lambda: "late", label.setText)
    with qtbot.waitSignal(label.destroyed):
        label.deleteLater()
    lane.let_go()
    assert tasks.waiting == 0
