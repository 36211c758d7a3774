# SPDX-License-Identifier: GPL-3.0-or-later
"""Find help, help lines and what a person is shown: by keyboard, by ear, by an unsteady hand, in every language."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget

from outreach_app.domain.content import Content
from outreach_app.ui.application import Window
from outreach_app.ui.languages import MIRROR, PSEUDO
from outreach_app.ui.pages.find import FindPage
from outreach_app.ui.pages.help_lines import HelpLinesPage
from outreach_app.ui.pages.what_we_write_down import WrittenDownPage
from outreach_app.ui.widgets.given_text import GivenText
from ui import test_access as rules
from ui.conftest import Opener
from ui.fake_directory import directory, practice_entries
from ui.fakes import FakeWorkplace, open_shift

GIRL = "bed tonight girl 16 spanish"


def settled(root: QWidget) -> QWidget:
    """Words that wrap need a few turns until everything has its place."""
    for _ in range(4):
        QApplication.processEvents()
    return root


def page_of(made: Window, workplace: FakeWorkplace, key: str) -> QWidget:
    workplace.shifts.open = open_shift(workplace.shifts.of)
    made.desk.take_seat(workplace.vault.seat())
    made.desk.go(key)
    assert made.window.workroom is not None
    return made.window.workroom.pages[key]


def find_page(made: Window, workplace: FakeWorkplace, asked: str = GIRL) -> FindPage:
    page = page_of(made, workplace, "find")
    assert isinstance(page, FindPage)
    page.field.setText(asked)
    return page


def show_start(made: Window, workplace: FakeWorkplace) -> QWidget:
    return settled(find_page(made, workplace, ""))


def show_answer(made: Window, workplace: FakeWorkplace) -> QWidget:
    return settled(find_page(made, workplace))


def show_more(made: Window, workplace: FakeWorkplace) -> QWidget:
    page = find_page(made, workplace)
    page.board.more_button.click()
    return settled(page)


def show_when(made: Window, workplace: FakeWorkplace) -> QWidget:
    page = find_page(made, workplace)
    page.board.more_button.click()
    page.more.show_areas({"North side": ("00005",)})
    page.more.groups.choose("when")
    return settled(page)


def show_way(made: Window, workplace: FakeWorkplace) -> QWidget:
    page = find_page(made, workplace)
    page.board.more_button.click()
    page.more.groups.choose("way")
    return settled(page)


def show_leaving(made: Window, workplace: FakeWorkplace) -> QWidget:
    page = find_page(made, workplace, "")
    made.desk.leave_now()
    return settled(page)


def show_correction(made: Window, workplace: FakeWorkplace) -> QWidget:
    workplace.directory.readings = {"sheltr": "shelter"}
    return settled(find_page(made, workplace, "sheltr girl 16"))


def show_guessed(made: Window, workplace: FakeWorkplace) -> QWidget:
    entries = (
        replace(one, guessed=("sober_required", "need:shelter"), website="https://harbor.example")
        for one in practice_entries()
    )
    workplace.directory = directory(Content(tuple(entries)))
    page = find_page(made, workplace)
    page.open_card()
    return settled(page)


def show_full(made: Window, workplace: FakeWorkplace) -> QWidget:
    page = find_page(made, workplace)
    page.open_card()
    page.tell("3")
    return settled(page)


def show_no_shift(made: Window, workplace: FakeWorkplace) -> QWidget:
    made.desk.take_seat(workplace.vault.seat())
    made.desk.go("find")
    page = made.window.workroom.pages["find"] if made.window.workroom else None
    assert isinstance(page, FindPage)
    page.field.setText(GIRL)
    page.open_card()
    page.tell("1")
    return settled(page.numbers)


def show_card(made: Window, workplace: FakeWorkplace) -> QWidget:
    page = find_page(made, workplace)
    page.open_card()
    page.tell("1")
    return settled(page)


def show_needs(made: Window, workplace: FakeWorkplace) -> QWidget:
    page = find_page(made, workplace, "harbor")
    page.open_card()
    page.tell("1")
    return settled(page.numbers)


def show_place(made: Window, workplace: FakeWorkplace) -> QWidget:
    page = find_page(made, workplace)
    page.show_to_person()
    return settled(made.desk.dialogs[0])


def show_lines(made: Window, workplace: FakeWorkplace) -> QWidget:
    return settled(page_of(made, workplace, "lines"))


def show_line(made: Window, workplace: FakeWorkplace) -> QWidget:
    page = page_of(made, workplace, "lines")
    assert isinstance(page, HelpLinesPage)
    page.open_place(0)
    return settled(made.desk.dialogs[0])


def show_about(made: Window, workplace: FakeWorkplace) -> QWidget:
    page = page_of(made, workplace, "lines")
    assert isinstance(page, HelpLinesPage)
    page.rows[0].about.click()
    return settled(made.desk.dialogs[0])


def show_written(made: Window, workplace: FakeWorkplace) -> QWidget:
    return settled(page_of(made, workplace, "written"))


def show_written_screen(made: Window, workplace: FakeWorkplace) -> QWidget:
    page = page_of(made, workplace, "written")
    assert isinstance(page, WrittenDownPage)
    page.show_screen()
    return settled(made.desk.dialogs[0])


SCREENS: list[rules.Show] = [
    show_start, show_answer, show_more, show_when, show_way, show_leaving, show_correction, show_card, show_guessed,
    show_full, show_no_shift, show_needs, show_place, show_lines, show_line, show_about,
    show_written, show_written_screen,
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
    QApplication.processEvents()
    typed = {*GIRL.split(), GIRL, "harbor", "sheltr girl 16", "North side"}
    for widget, words in rules.texts(root):
        given = isinstance(widget, GivenText) or widget.metaObject().className() == "KeyCap" or words in typed
        if given or words in rules.KEY_WORDS | {"F1", "F8", "F9"} or not any(letter.isalpha() for letter in words):
            continue
        if isinstance(root, QWidget) and root.metaObject().className() in {"FullScreenLine", "ShowPlace", "AboutLine"}:
            continue  # mostly the line's and the place's own words
        assert words.startswith("["), words


@each_screen
@pytest.mark.parametrize(
    ("language", "scale", "size"),
    [
        ("", 1.0, (1024, 600)), ("", 2.0, (1024, 600)),
        (PSEUDO, 1.0, (1024, 600)), (PSEUDO, 2.0, (1280, 800)), (MIRROR, 1.0, (1280, 800)),
    ],
)  # fmt: skip
def test_no_words_are_cut(
    opener: Opener, workplace: FakeWorkplace, show: rules.Show, language: str, scale: float, size: tuple[int, int]
) -> None:
    root = show(opener(language=language, scale=scale, size=size), workplace)
    for _ in range(3):
        QApplication.processEvents()
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


def test_right_to_left_the_list_stands_at_the_right_and_the_card_at_the_left(
    opener: Opener, workplace: FakeWorkplace
) -> None:
    page = find_page(opener(language=MIRROR), workplace)
    assert page.board.left.x() > page.card.x()
    assert page.card.name.alignment() & Qt.AlignmentFlag.AlignRight
    assert page.looking.buttons[0].x() > page.looking.buttons[1].x()
