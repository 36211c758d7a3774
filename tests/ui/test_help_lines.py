# SPDX-License-Identifier: GPL-3.0-or-later
"""Help lines: two keys to the whole screen, nothing on it that gives anybody away, and some lines never on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from outreach_app.domain.content import Content
from outreach_app.domain.errors import NotForPersons
from outreach_app.domain.material import HelpLine, LineNumber, TextNumber
from outreach_app.domain.words import fold
from outreach_app.ui.dialogs.full_screen_line import FullScreenLine
from outreach_app.ui.line_words import NEVER_ON_SCREEN, free, matches, title_to_show, verified_words
from outreach_app.ui.pages.help_lines import HelpLinesPage
from outreach_app.ui.pages.what_we_write_down import WrittenDownPage, WrittenDownScreen
from outreach_app.ui.widgets.fitted_line import FittedLine
from outreach_app.ui.widgets.text import Text
from outreach_app.ui.widgets.written_down import NEVER, WRITTEN
from ui.conftest import Opener
from ui.fake_directory import directory, materials, shipped_lines
from ui.fakes import FakeWorkplace
from ui.hands import press, write

TODAY = date(2026, 11, 21)


@pytest.fixture
def page(opener: Opener, workplace: FakeWorkplace) -> HelpLinesPage:
    """The page, on top."""
    return page_of(opener, workplace)


def page_of(opener: Opener, workplace: FakeWorkplace, *, scale: float = 1.0) -> HelpLinesPage:
    """Unlock and go to the help lines."""
    made = opener(scale=scale, size=(1024, 600) if scale > 1 else (1280, 800))
    made.desk.take_seat(workplace.vault.seat())
    made.desk.go("lines")
    assert made.window.workroom is not None
    found = made.window.workroom.pages["lines"]
    assert isinstance(found, HelpLinesPage)
    return found


def named(page: HelpLinesPage) -> list[str]:
    """The lines listed."""
    return [row.line.name for row in page.rows]


def words_of(widget: QWidget) -> str:
    """Everything that stands on a screen, buttons aside."""
    labels = [
        label.text() for label in widget.findChildren(Text) if not isinstance(label.parentWidget(), QAbstractButton)
    ]
    return " ".join([*labels, *(line.words for line in widget.findChildren(FittedLine))])


def test_a_figure_opens_the_line_on_the_whole_screen(page: HelpLinesPage) -> None:
    press(page, Qt.Key.Key_2)
    shown = page.desk.dialogs[0]
    assert isinstance(shown, FullScreenLine)
    assert shown.isFullScreen()
    assert [line.words for line in shown.findChildren(FittedLine)] == ["988"]
    press(shown, Qt.Key.Key_Escape)
    assert page.desk.dialogs == []


def test_the_number_is_by_far_the_largest_thing(page: HelpLinesPage) -> None:
    page.open_place(0)
    shown = page.desk.dialogs[0]
    QApplication.processEvents()
    number = shown.findChildren(FittedLine)[0]
    tallest = max(label.fontInfo().pixelSize() for label in shown.findChildren(Text))
    assert number.size_at(number.width()) >= 2 * tallest


@pytest.mark.parametrize("line", [line for line in shipped_lines() if line.may_be_shown], ids=lambda line: line.name)
def test_no_word_on_the_screen_gives_anything_away(page: HelpLinesPage, line: HelpLine) -> None:
    shown = FullScreenLine(page.desk, line)
    assert not any(word.startswith(NEVER_ON_SCREEN) for word in fold(words_of(shown) + shown.accessibleName()))
    assert all(row.number in words_of(shown) for row in line.call)


def test_lines_that_report_stand_apart_and_never_open(page: HelpLinesPage) -> None:
    said: list[str] = []
    page.desk.said.connect(lambda saying: said.append(saying.text))
    apart = [row for row in page.rows if not row.line.may_be_shown]
    assert {"DHS / HSI tip line", "Missouri child abuse and neglect hotline"} <= {row.line.name for row in apart}
    assert all(page.rows.index(row) >= len(page.rows) - len(apart) for row in apart)
    for row in apart:
        row.card.click()
        assert page.desk.dialogs == []
        assert "never shown to a person" in said[-1]
        with pytest.raises(NotForPersons):
            FullScreenLine(page.desk, row.line)


def test_a_figure_beside_no_line_opens_nothing(page: HelpLinesPage) -> None:
    page.field.setText("tip line")
    assert named(page) == ["DHS / HSI tip line"]
    page.setFocus()
    press(page, Qt.Key.Key_1)
    assert page.desk.dialogs == []


def test_letters_filter_from_anywhere_on_the_page(page: HelpLinesPage) -> None:
    press(page, Qt.Key.Key_T)
    write(page.field, "rans")
    assert named(page) == ["Trans Lifeline"]
    press(page.field, Qt.Key.Key_Escape)
    assert len(page.rows) == len(shipped_lines())


def test_a_number_is_found_by_its_digits(page: HelpLinesPage) -> None:
    page.field.setText("7888")
    assert named(page) == ["National Human Trafficking Hotline"]
    page.field.setText("no such line")
    assert named(page) == []
    assert page.nothing.isVisible()


def test_what_nobody_checked_says_so(page: HelpLinesPage) -> None:
    assert "not verified yet" in page.rows[0].card.accessibleName()
    fresh = replace(shipped_lines()[0], verified_on=TODAY)
    assert verified_words(fresh, TODAY)[1] == "good"
    assert verified_words(replace(fresh, verified_on=date(2026, 1, 2)), TODAY)[1] == "care"
    assert verified_words(replace(fresh, verify_by=date(2026, 11, 20)), TODAY)[1] == "care"


def test_all_that_is_known_stands_one_press_away(page: HelpLinesPage) -> None:
    row = next(row for row in page.rows if row.line.name.startswith("Childhelp"))
    row.about.click()
    about = page.desk.dialogs[0]
    assert "What could identify a person under 18" in words_of(about)
    assert "about 170" in words_of(about).lower()


def test_arrows_walk_down_the_cards_and_back_to_the_field(page: HelpLinesPage) -> None:
    press(page, Qt.Key.Key_Down)
    assert page.rows[0].card.hasFocus()
    press(page.rows[0].card, Qt.Key.Key_Down)
    assert page.rows[1].card.hasFocus()
    press(page.rows[1].card, Qt.Key.Key_Up)
    press(page.rows[0].card, Qt.Key.Key_Up)
    assert page.field.hasFocus()
    press(page.field, Qt.Key.Key_Down)
    QTest.keyClick(page.rows[0].card, Qt.Key.Key_Space)
    assert isinstance(page.desk.dialogs[0], FullScreenLine)


def test_titles_are_plain_and_true() -> None:
    line = HelpLine("1", "Line", call=(LineNumber("1-888-373-7888"),), hours="24/7", audience="for_the_person")
    assert title_to_show(line) == "Free, day and night"
    assert title_to_show(replace(line, hours="Mon–Fri")) == "Free to call"
    assert title_to_show(replace(line, call=(LineNumber("816-468-5463"),))) == "Day and night"
    assert not free("816-468-5463")
    assert free("988")


def test_the_filter_looks_into_words_and_figures() -> None:
    line = HelpLine(
        "1", "Quiet Line", call=(LineNumber("816 555 0100"),), text=(TextNumber("66008"),), languages=("es",)
    )
    assert matches(line, "span quiet")
    assert matches(line, "55501")
    assert matches(line, "")
    assert not matches(line, "quiet french")


def test_no_directory_yet_is_said_in_place(opener: Opener, workplace: FakeWorkplace) -> None:
    workplace.materials = materials(directory(opened=False))
    page = page_of(opener, workplace)
    assert page.nothing.text()
    assert "NoDirectory" not in page.nothing.text()
    workplace.materials = materials(directory(Content()))
    page.arrive()
    assert "no help lines" in page.nothing.text()


def test_the_list_ends_where_its_last_line_ends(page: HelpLinesPage) -> None:
    for _ in range(4):
        QApplication.processEvents()
    bar = page.area.verticalScrollBar()
    bar.setValue(bar.maximum())
    QApplication.processEvents()
    foot = page.rows[-1].mapTo(page.area.viewport(), page.rows[-1].rect().bottomLeft()).y()
    assert page.area.viewport().height() - 40 <= foot <= page.area.viewport().height()


def test_large_text_wraps_and_cuts_nothing(opener: Opener, workplace: FakeWorkplace) -> None:
    page = page_of(opener, workplace, scale=2.0)
    for row in page.rows:
        for label in row.card.findChildren(Text):
            if label.isVisible():
                assert label.height() >= label.heightForWidth(label.width()), label.text()
                assert label.mapTo(row.card, label.rect().bottomRight()).x() <= row.card.width()


def test_what_we_write_down_is_eight_lines_and_what_never(opener: Opener, workplace: FakeWorkplace) -> None:
    made = opener()
    made.desk.take_seat(workplace.vault.seat())
    made.desk.go("written")
    assert made.window.workroom is not None
    page = made.window.workroom.pages["written"]
    assert isinstance(page, WrittenDownPage)
    assert len(WRITTEN) == 8
    for line in (*WRITTEN, *NEVER):
        assert str(line) in words_of(page)
    assert page.area.verticalScrollBar().maximum() == 0, "one screen"
    press(page.show_button, Qt.Key.Key_Return)
    shown = made.desk.dialogs[0]
    assert isinstance(shown, WrittenDownScreen)
    assert shown.isFullScreen()
    press(shown, Qt.Key.Key_Escape)
    assert made.desk.dialogs == []
