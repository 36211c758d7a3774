# SPDX-License-Identifier: GPL-3.0-or-later
"""The coordinator's page by keyboard, by ear, by an unsteady hand, in every language and text size."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea

from outreach_app.ui.hours_words import day_name
from outreach_app.ui.languages import MIRROR, PSEUDO
from outreach_app.ui.widgets.given_text import GivenText
from ui import coalition_screens as screens
from ui import test_access as rules
from ui.conftest import Opener
from ui.fake_coalition import CODE
from ui.fakes import FakeWorkplace

SCREENS: list[rules.Show] = [
    screens.show_checklist, screens.show_laptops, screens.show_invitation, screens.show_no_shifts, screens.show_shifts,
    screens.show_report, screens.show_no_report, screens.show_directory, screens.show_sources, screens.show_order,
    screens.show_address, screens.show_difference, screens.show_problems, screens.show_entries, screens.show_no_entries,
    screens.show_editor, screens.show_check, screens.show_nothing_to_check, screens.show_give, screens.show_words,
    screens.show_rules, screens.show_areas, screens.show_guide,
]  # fmt: skip
each_screen = pytest.mark.parametrize("show", SCREENS, ids=lambda show: show.__name__.removeprefix("show_"))


@each_screen
def test_every_control_has_a_name(opener: Opener, workplace: FakeWorkplace, show: rules.Show) -> None:
    rules.test_every_control_has_a_name(opener, workplace, show)


@each_screen
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_whatever_is_pressed_is_large_enough(
    opener: Opener, workplace: FakeWorkplace, show: rules.Show, scale: float
) -> None:
    rules.test_whatever_is_pressed_is_large_enough(opener, workplace, show, scale)


@each_screen
def test_tab_reaches_every_control(opener: Opener, workplace: FakeWorkplace, show: rules.Show) -> None:
    rules.test_tab_reaches_every_control_and_comes_round(opener, workplace, show)


@each_screen
def test_no_sentence_was_forgotten_by_the_translator(
    opener: Opener, workplace: FakeWorkplace, show: rules.Show
) -> None:
    root = show(opener(language=PSEUDO), workplace)
    days = {day_name(number) for number in range(7)}  # the locale's own
    given = {"North", "South", "   ".join(CODE.split("-"))} | days
    for widget, words in rules.texts(root):
        theirs = isinstance(widget, GivenText) or widget.metaObject().className() == "KeyCap" or words in given
        if theirs or not any(letter.isalpha() for letter in words):
            continue
        assert words.startswith("["), words


@each_screen
@pytest.mark.parametrize(
    ("language", "scale", "size"),
    [
        ("", 1.0, (1280, 800)), ("", 1.0, (1024, 600)), ("", 2.0, (1280, 800)), ("", 2.0, (1024, 600)),
        (PSEUDO, 1.0, (1024, 600)), (PSEUDO, 2.0, (1280, 800)), (MIRROR, 1.0, (1280, 800)),
    ],
)  # fmt: skip
def test_no_words_are_cut(
    opener: Opener, workplace: FakeWorkplace, show: rules.Show, language: str, scale: float, size: tuple[int, int]
) -> None:
    root = screens.settled(show(opener(language=language, scale=scale, size=size), workplace))
    for widget, words in rules.texts(root):
        if isinstance(widget, QLabel):
            needed = widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint().height()
            assert widget.height() >= needed - 1, words
            assert widget.wordWrap() or widget.width() >= widget.sizeHint().width() - 1, words


@each_screen
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_wider_than_its_place(
    opener: Opener, workplace: FakeWorkplace, show: rules.Show, scale: float
) -> None:
    root = show(opener(scale=scale, size=(1024, 600)), workplace)
    QApplication.processEvents()
    for area in root.findChildren(QScrollArea):
        inside = area.widget()
        if area.isVisible() and inside is not None:
            assert inside.width() <= area.viewport().width(), area
