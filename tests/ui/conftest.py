# SPDX-License-Identifier: GPL-3.0-or-later
"""The window, offscreen, over hand-written services."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from outreach_app.ui import main_window
from outreach_app.ui.application import Window, application, build
from outreach_app.ui.choices import Choices
from outreach_app.ui.collecting import collect_due
from outreach_app.ui.pages.pad import PadPage
from outreach_app.ui.pages.tonight import TonightPage
from outreach_app.ui.workplace import Workplace
from ui.fakes import NOW, RESOURCES, FakeWorkplace, open_shift


class Ticks:
    """A clock that stands still until a test moves it; seconds."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


Opener = Callable[..., Window]


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    return application(["companion"])


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def workplace() -> FakeWorkplace:
    return FakeWorkplace()


@pytest.fixture
def opener(
    qapp: QApplication, qtbot: QtBot, workplace: FakeWorkplace, ticks: Ticks, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Opener]:
    """Builds and shows the window; everything is taken down after the test."""
    monkeypatch.setattr(main_window, "WARM_MS", 10 * 60 * 1000)  # nothing comes between what a test does
    opened: list[Window] = []

    def open_window(
        *,
        palette: str = "night",
        scale: float = 1.0,
        language: str = "",
        size: tuple[int, int] = (1280, 800),
        over: Workplace | None = None,
    ) -> Window:
        choices = Choices(palette=palette, text_scale=scale, language=language)
        made = build(over or workplace, choices, RESOURCES, now=lambda: NOW, ticks=ticks, awake=ticks)
        made.window.resize(*size)
        opened.append(made)
        with qtbot.waitActive(made.window):
            made.window.show()
            made.window.activateWindow()
        return made

    yield open_window
    for made in opened:
        qapp.removeEventFilter(made.watch)
        made.watch.deleteLater()
        made.desk.tasks.forget()
        made.window.hide()
        made.window.deleteLater()
        if made.translator is not None:
            QCoreApplication.removeTranslator(made.translator)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    collect_due()  # no event loop runs between tests


@pytest.fixture
def opened(opener: Opener, workplace: FakeWorkplace) -> Window:
    """The window, unlocked, on Tonight."""
    made = opener()
    made.desk.take_seat(workplace.vault.seat())
    return made


@pytest.fixture
def pad(opener: Opener, workplace: FakeWorkplace) -> PadPage:
    """The pad of an open shift, standing at the second stop."""
    return pad_of(opener(), workplace)


def pad_of(made: Window, workplace: FakeWorkplace) -> PadPage:
    """Unlock with a shift open, and stand at the second stop."""
    workplace.shifts.open = workplace.shifts.open or open_shift(workplace.shifts.of)
    made.desk.take_seat(workplace.vault.seat())
    page = tonight(made).step
    assert isinstance(page, PadPage)
    page.setFocus()
    made.desk.counting.stand_at("Z02")
    return page


def tonight(made: Window) -> TonightPage:
    """The page Tonight of an unlocked window."""
    assert made.window.workroom is not None
    page = made.window.workroom.pages["tonight"]
    assert isinstance(page, TonightPage)
    return page
