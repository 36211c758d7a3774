# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does at Find help, for its tests."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from outreach_app.ui.application import Window
from outreach_app.ui.models.results import Heading, Place
from outreach_app.ui.pages.find import FindPage
from ui.conftest import tonight
from ui.fakes import FakeWorkplace

GIRL = "bed tonight girl 16 spanish"


def page_of(made: Window, workplace: FakeWorkplace) -> FindPage:
    """Unlock and go to Find help."""
    made.desk.take_seat(workplace.vault.seat())
    tonight(made)
    made.desk.go("find")
    return find_of(made)


def find_of(made: Window) -> FindPage:
    """The page of an unlocked window."""
    assert made.window.workroom is not None
    page = made.window.workroom.pages["find"]
    assert isinstance(page, FindPage)
    return page


def press(widget: QWidget, *keys: Qt.Key) -> None:
    """Keys for whatever has the focus in the page."""
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or widget, key)


def names(page: FindPage) -> list[str]:
    """The places listed, from top to bottom."""
    return [line.found.entry.name for line in page.list.results.lines if isinstance(line, Place)]


def place(page: FindPage, name: str) -> Place:
    """The line of the place of this name."""
    return next(line for line in page.list.results.lines if isinstance(line, Place) and line.found.entry.name == name)


def choose(page: FindPage, name: str) -> None:
    """Make the place of this name the current one."""
    page.list.choose(page.list.results.lines.index(place(page, name)))


def bands(page: FindPage) -> list[str]:
    """The headings."""
    return [line.band for line in page.list.results.lines if isinstance(line, Heading)]


def parts(page: FindPage) -> list[str]:
    """What is looked for, in words."""
    return [button.accessibleName().split(",")[0] for button in page.looking.buttons]
