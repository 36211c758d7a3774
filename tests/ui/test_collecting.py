# SPDX-License-Identifier: GPL-3.0-or-later
"""No thread but the window's own takes unused widgets apart."""

from __future__ import annotations

import gc
import threading

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.ui.collecting import OLDEST, collect_due


class _Ring(QObject):
    """Holds itself, as a page does through its callbacks; notes who deleted it."""

    def __init__(self, told: list[int]) -> None:
        super().__init__()
        self.told = told
        self.ring = self

    def __del__(self) -> None:
        self.told.append(threading.get_ident())


def _allocate() -> list[list[int]]:
    """Far more than the collector's thresholds, which count what is kept."""
    return [[number] for number in range(200_000)]


def test_a_busy_thread_deletes_no_widget(qapp: QApplication) -> None:
    told: list[int] = []
    _Ring(told)
    thread = threading.Thread(target=_allocate)
    thread.start()
    thread.join()
    assert told == []
    gc.collect()
    assert told == [threading.get_ident()]


def test_the_event_loop_collects_what_is_due(qapp: QApplication, qtbot: QtBot) -> None:
    told: list[int] = []
    _Ring(told)
    kept = _allocate()
    qtbot.waitUntil(lambda: told == [threading.get_ident()])
    assert kept


def test_nothing_is_collected_before_it_is_due() -> None:
    gc.collect()
    assert collect_due() == -1


def test_the_long_kept_is_not_looked_through_while_somebody_types() -> None:
    gc.collect()
    for _ in range(gc.get_threshold()[OLDEST] + 2):
        gc.collect(1)
    assert collect_due(resting=False) < OLDEST
    assert collect_due() == OLDEST
