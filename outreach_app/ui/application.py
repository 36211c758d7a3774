# SPDX-License-Identifier: GPL-3.0-or-later
"""Setting Qt up and putting the window together. The process, its windows and its files are called Companion."""

from __future__ import annotations

import logging
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    Qt,
    QTimer,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from outreach_app.ui.collecting import Collecting
from outreach_app.ui.desk import Desk
from outreach_app.ui.hide import Watch
from outreach_app.ui.icons import icon
from outreach_app.ui.languages import install
from outreach_app.ui.main_window import MainWindow
from outreach_app.ui.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QIcon

    from outreach_app.ui.choices import Choices
    from outreach_app.ui.workplace import Workplace

NAME = "Companion"
SWITCH_SECONDS = 0.001
"""How long a thread may hold the interpreter while another waits; Python's own 5 ms is felt under a key."""
FIRST_SCREEN_MS = 100
"""After this the lock screen has been painted, and loading the rest takes nothing from it."""


@dataclass
class Window:
    """What must stay alive while the window does."""

    desk: Desk
    watch: Watch
    window: MainWindow
    translator: QTranslator | None


def utc_now() -> datetime:
    """The moment, aware."""
    return datetime.now(UTC)


def application(arguments: list[str] | None = None) -> QApplication:
    """The one QApplication, with no native dialog and no name but the neutral one."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    qInstallMessageHandler(heard)
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    QCoreApplication.setApplicationName(NAME)
    qt = QApplication(arguments if arguments is not None else sys.argv[:1])
    qt.setApplicationDisplayName(NAME)
    qt.setStyle("Fusion")
    qt.setCursorFlashTime(1000)
    Collecting(qt)
    return qt


def heard(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Qt's own words go the way of every log line, cleaned; its offscreen platform's one complaint is left out."""
    if text.endswith("propagateSizeHints()"):
        return
    serious = kind in {QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}
    logging.getLogger("qt").log(logging.ERROR if serious else logging.WARNING, "%s", text)


def build(
    workplace: Workplace,
    choices: Choices,
    resources: Path,
    *,
    translations: Path | None = None,
    now: Callable[[], datetime] = utc_now,
    ticks: Callable[[], float] = time.monotonic,
    awake: Callable[[], float] = time.time,
) -> Window:
    """Put the window together, not shown yet. `awake` gives seconds of a clock that goes on while the laptop sleeps."""
    qt = application()
    translator = install(qt, choices.language, translations)
    theme = Theme(resources, choices.palette_at(datetime.now().astimezone().time()), choices.text_scale)
    theme.apply(qt)
    desk = Desk(workplace, theme, choices, now=now, ticks=ticks)
    watch = Watch(qt, awake)
    for collecting in qt.findChildren(Collecting):
        collecting.resting = watch.resting
    window = MainWindow(desk, watch)
    window.setWindowIcon(_window_icon(theme))
    window.resize(1280, 760)
    return Window(desk, watch, window, translator)


def run(
    workplace: Workplace,
    choices: Choices,
    resources: Path,
    *,
    translations: Path | None = None,
    behind: Callable[[], object] = lambda: None,
) -> int:
    """Open the window and stay until it is closed; the exit code. `behind` is begun once the first screen shows."""
    qt = application()
    sys.setswitchinterval(SWITCH_SECONDS)
    opened = build(workplace, choices, resources, translations=translations)
    opened.window.show()
    QTimer.singleShot(FIRST_SCREEN_MS, behind)
    return qt.exec()


def _window_icon(theme: Theme) -> QIcon:
    return icon(theme.icons / "companion.svg", theme.colour("accent"), 64)
