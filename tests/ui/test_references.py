# SPDX-License-Identifier: GPL-3.0-or-later
"""Qt's binding must not give away references that it does not own: see docs/decisions/0005-qt-6-11.md."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer, Signal
from pytestqt.qtbot import QtBot

CALLS = 200
NOISE = 40
"""Other threads and caches take and give a few."""


class Bell(QObject):
    """Something that can be heard."""

    rung = Signal()
    told = Signal(object)

    def hear(self, _what: object = None) -> None:
        """Listen."""


def _loop() -> None:
    loop = QEventLoop()
    QTimer.singleShot(0, loop.quit)
    loop.exec()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None, True and False are immortal from Python 3.12 on")
@pytest.mark.parametrize("call", ["emit", "tell", "process", "loop", "posted"])
@pytest.mark.usefixtures("qtbot")
def test_a_call_keeps_what_is_not_its_own(call: str) -> None:
    bell = Bell()
    bell.rung.connect(bell.hear)
    bell.told.connect(bell.hear)
    calls: dict[str, Callable[[], object]] = {
        "emit": bell.rung.emit,
        "tell": lambda: bell.told.emit(None),
        "process": QCoreApplication.processEvents,
        "loop": _loop,
        "posted": lambda: QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete),
    }
    once = calls[call]
    once()
    before = [sys.getrefcount(thing) for thing in (None, True, False)]
    for _ in range(CALLS):
        once()
    after = [sys.getrefcount(thing) for thing in (None, True, False)]
    assert all(now > then - NOISE for then, now in zip(before, after, strict=True))


def test_the_bell_is_heard(qtbot: QtBot) -> None:
    bell = Bell()
    with qtbot.waitSignal(bell.rung, timeout=1000):
        bell.rung.emit()
