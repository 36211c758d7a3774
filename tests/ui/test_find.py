# SPDX-License-Identifier: GPL-3.0-or-later
"""Find help: the list follows the typing, the card says what matters first, and nothing asked outlives the person."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from outreach_app.domain.codes import NOT_MET, REFERRED
from outreach_app.domain.content import Content
from outreach_app.domain.directory import Entry
from outreach_app.domain.tally import Cell
from outreach_app.ui.dialogs.show_place import ShowPlace
from outreach_app.ui.models.results import Place, Results
from outreach_app.ui.pages.find import FindPage
from outreach_app.ui.widgets.fitted_line import FittedLine
from outreach_app.ui.widgets.text import Text
from ui.conftest import Opener
from ui.fake_directory import directory, practice_entries
from ui.fakes import FakeWorkplace, HeldLane, open_shift
from ui.find_hands import GIRL, bands, choose, names, page_of, parts, press


@pytest.fixture
def find(opener: Opener, workplace: FakeWorkplace) -> FindPage:
    """The page, with a shift open."""
    workplace.shifts.open = open_shift(workplace.shifts.of)
    return page_of(opener(), workplace)


def test_the_list_answers_while_typing_and_the_card_follows(find: FindPage, qtbot: QtBot) -> None:
    QTest.keyClicks(find.field, GIRL)
    assert parts(find) == ["shelter", "tonight", "girl", "16", "Spanish"]
    assert bands(find)[0] == "now"
    assert "Harbor Youth Shelter" in names(find)
    qtbot.waitUntil(lambda: not find.settling.isActive())
    assert find.card.name.text() == names(find)[0]
    assert "hidden" in find.looking.hidden.text()


def test_a_part_can_be_taken_away_by_mouse_and_by_keyboard(find: FindPage) -> None:
    find.field.setText(GIRL)
    QTest.mouseClick(find.looking.buttons[4], Qt.MouseButton.LeftButton)
    assert find.field.text() == "bed tonight girl 16"
    button = find.looking.buttons[3]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert find.field.text() == "bed tonight girl"
    assert parts(find) == ["shelter", "tonight", "girl"]


def test_what_is_hidden_is_said_and_shown_with_its_reason(find: FindPage) -> None:
    find.field.setText("bed tonight woman 40")
    assert "age" in find.looking.hidden.text()
    hidden_before = names(find)
    find.looking.show_hidden.click()
    assert bands(find)[-1] == "unfit"
    last = find.list.results.lines[-1]
    assert isinstance(last, Place)
    assert last.found.entry.name not in hidden_before
    assert (last.state, last.tone) != ("", "good")


def test_an_answer_that_a_newer_key_has_overtaken_is_dropped(opener: Opener, workplace: FakeWorkplace) -> None:
    lane = HeldLane()
    workplace.lanes.directory = lane
    page = page_of(opener(), workplace)
    page.field.setText("bed")
    page.field.setText("lawyer")
    while lane.waiting:
        lane.let_go()
    assert len(workplace.directory.asked) == 1, "a search that nobody waits for is not begun"
    assert parts(page) == ["legal help"]


def test_arrows_move_and_enter_gives_the_card_the_keys(find: FindPage) -> None:
    find.field.setText(GIRL)
    QTest.keyClick(find.field, Qt.Key.Key_Down)
    assert find.card.name.text() == "", "a hand that goes on at once does not wait for the card"
    find.settle()
    assert find.card.name.text() == names(find)[1]
    assert find.field.hasFocus()
    QTest.keyClick(find.field, Qt.Key.Key_Return)
    assert find.card.hasFocus()
    press(find, Qt.Key.Key_Escape)
    assert find.field.hasFocus()


def test_arrows_scroll_the_card_and_leave_it_the_keys(opener: Opener, workplace: FakeWorkplace) -> None:
    page = page_of(opener(size=(1024, 600)), workplace)
    page.field.setText(GIRL)
    page.board.more_button.click()
    page.open_card()
    QApplication.processEvents()
    press(page, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert page.card.hasFocus()
    assert page.card.area.verticalScrollBar().value() > 0
    press(page, Qt.Key.Key_PageUp)
    assert page.card.area.verticalScrollBar().value() == 0


def test_what_could_turn_someone_away_stands_first(find: FindPage) -> None:
    find.field.setText(GIRL)
    choose(find, "Harbor Youth Shelter")
    find.settle()
    said = find.card.warnings.text()
    assert "over 17" in said
    assert "calls a parent within 72 h" in said
    assert find.card.number.text() == "816 555 0142"
    assert find.card.ask_for.text() == "ask for Intake"
    assert "be inside by 23:30" in find.card.now.text()
    assert find.card.warnings.y() < find.card.number.y()


def test_next_person_forgets_everything_even_for_undo(find: FindPage) -> None:
    find.field.setText("")
    QTest.keyClicks(find.field, GIRL)
    find.board.more_button.setChecked(True)
    QTest.keyClick(find.field, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert find.field.text() == ""
    assert find.searching.asked.empty
    QTest.keyClick(find.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert find.field.text() == ""
    assert names(find) == []
    assert find.field.hasFocus()


def test_chips_ask_without_typing_and_take_the_place_of_words(find: FindPage) -> None:
    find.field.setText("bed girl")
    find.board.more_button.click()
    chips = {meaning.code: chip for meaning, chip in find.more.chips.items()}
    assert chips["woman_girl"].isChecked()
    chips["man_boy"].click()
    assert find.field.text() == "bed"
    assert "man or boy" in parts(find)
    chips["no_id"].click()
    assert find.searching.question is not None
    assert find.searching.question.no_id
    chips["no_id"].click()
    assert not find.searching.question.no_id


def test_a_need_is_one_press_away(find: FindPage) -> None:
    assert find.board.left.currentWidget() is find.board.start
    find.board.needs.buttons["food"].click()
    assert parts(find) == ["food"]
    assert names(find)


def test_going_now_counts_a_referral_of_the_need_understood(find: FindPage, workplace: FakeWorkplace) -> None:
    find.field.setText(GIRL)
    find.open_card()
    press(find, Qt.Key.Key_1)
    assert workplace.shifts.recorded[-1] == {Cell("", REFERRED, "shelter"): 1}
    assert "Shelter" in find.card.after.counted.text()
    press(find, Qt.Key.Key_Backspace)
    assert workplace.shifts.recorded[-1] == {Cell("", REFERRED, "shelter"): -1}


def test_a_need_that_is_not_understood_is_asked_once_a_person(find: FindPage, workplace: FakeWorkplace) -> None:
    find.field.setText("harbor")
    find.open_card()
    press(find, Qt.Key.Key_2)
    assert find.numbers.isVisible()
    press(find, Qt.Key.Key_3)
    assert not find.numbers.isVisible()
    assert workplace.shifts.recorded[-1] == {Cell("", REFERRED, "food"): 1}
    press(find, Qt.Key.Key_1)
    assert workplace.shifts.recorded[-1] == {Cell("", REFERRED, "food"): 1}
    assert len(workplace.shifts.recorded) == 2


def test_full_counts_and_stays_marked_until_the_morning(find: FindPage, workplace: FakeWorkplace) -> None:
    find.field.setText(GIRL)
    first = names(find)[0]
    find.open_card()
    press(find, Qt.Key.Key_3)
    assert workplace.shifts.recorded[-1] == {Cell("", NOT_MET, "shelter", "full"): 1}
    marked = next(
        line for line in find.list.results.lines if isinstance(line, Place) and line.found.entry.name == first
    )
    assert marked.state.startswith("FULL tonight, you ")
    assert marked.found.verdict.band == "later"
    find.next_person()
    find.field.setText(GIRL)
    assert names(find)[0] != first


def test_turned_away_asks_why_and_their_own_choice_does_not(find: FindPage, workplace: FakeWorkplace) -> None:
    find.field.setText(GIRL)
    find.open_card()
    press(find, Qt.Key.Key_5)
    assert find.numbers.isVisible()
    press(find, Qt.Key.Key_9)
    assert workplace.shifts.recorded[-1] == {Cell("", NOT_MET, "shelter", "id_required"): 1}
    press(find, Qt.Key.Key_7)
    assert workplace.shifts.recorded[-1] == {Cell("", NOT_MET, "shelter", "not_now"): 1}


def test_figures_typed_in_the_field_count_nothing(find: FindPage, workplace: FakeWorkplace) -> None:
    QTest.keyClicks(find.field, "bed 17")
    assert workplace.shifts.recorded == []


def test_shown_to_a_person_a_place_gives_no_name_away(find: FindPage) -> None:
    find.field.setText(GIRL)
    choose(find, "Harbor Youth Shelter")
    find.open_card()
    press(find, Qt.Key.Key_S)
    shown = find.desk.dialogs[0]
    assert isinstance(shown, ShowPlace)
    words = " ".join(label.text() for label in shown.findChildren(Text))
    numbers = [line.words for line in shown.findChildren(FittedLine)]
    assert numbers == ["816 555 0142"]
    assert "Shelter" not in words
    assert "Youth" not in words
    assert "Harbor" in words
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert not find.desk.dialogs


def test_without_a_discreet_name_the_screen_shows_number_and_street_alone(
    opener: Opener, workplace: FakeWorkplace
) -> None:
    entry = next(entry for entry in practice_entries() if entry.name == "Harbor Youth Shelter")
    page = page_of(opener(), workplace)
    shown = ShowPlace(page.desk, replace(entry, discreet_name=""))
    words = " ".join(label.text() for label in shown.findChildren(Text))
    assert "Harbor" not in words
    assert "Ferry" in words


def test_locking_takes_the_page_and_what_was_typed(opener: Opener, workplace: FakeWorkplace) -> None:
    made = opener()
    page = page_of(made, workplace)
    page.field.setText(GIRL)
    made.window.lock()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert GIRL not in [field.text() for field in made.window.findChildren(QLineEdit)]
    again = page_of(made, workplace)
    assert again is not page
    assert again.field.text() == ""


def test_no_directory_yet_is_said_in_place(opener: Opener, workplace: FakeWorkplace) -> None:
    workplace.directory = directory(opened=False)
    page = page_of(opener(), workplace)
    page.field.setText("bed")
    assert page.board.left.currentWidget() is page.board.nothing
    assert page.board.empty.text()
    assert "NoDirectory" not in page.board.empty.text()


def test_in_a_narrow_window_the_card_stands_over_the_list_with_a_way_back(
    opener: Opener, workplace: FakeWorkplace
) -> None:
    page = page_of(opener(scale=2.0, size=(1024, 600)), workplace)
    page.field.setText(GIRL)
    assert page.list.isVisible()
    assert not page.card.isVisible()
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert page.card.isVisible()
    assert not page.list.isVisible()
    assert page.card.width() >= 0.9 * (page.width() - 56)
    QTest.mouseClick(page.card.back, Qt.MouseButton.LeftButton)
    assert page.list.isVisible()
    assert page.list.hasFocus()


def test_nothing_that_is_pressed_is_small_and_everything_has_a_name(find: FindPage) -> None:
    find.field.setText(GIRL)
    find.settle()
    find.board.more_button.setChecked(True)
    QApplication.processEvents()
    for widget in find.findChildren(QWidget):
        pressed = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
        if pressed and widget.inherits("QAbstractButton"):
            assert min(widget.width(), widget.height()) >= 44, widget
            assert widget.accessibleName() or widget.property("text"), widget


def test_lines_do_not_lie_over_each_other_at_any_width(find: FindPage) -> None:
    find.field.setText("help")
    for width in (1024, 1100, 1280):
        find.window().resize(width, 700)
        QApplication.processEvents()
        boxes = [find.list.visualRect(find.list.results.index(row)) for row in range(find.list.results.rowCount())]
        assert all(upper.bottom() < lower.top() for upper, lower in pairwise(boxes))


def test_a_click_on_a_place_opens_it(find: FindPage) -> None:
    find.field.setText(GIRL)
    box = find.list.visualRect(find.list.results.index(2))
    QTest.mouseClick(find.list.viewport(), Qt.MouseButton.LeftButton, pos=box.center() + QPoint(0, -6))
    assert find.card.name.text() == names(find)[1]
    assert find.card.hasFocus()


def test_the_model_keeps_qts_rules(qapp: QApplication, find: FindPage) -> None:
    model = Results()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    find.field.setText(GIRL)
    model.show_lines(find.list.results.lines)
    model.show_lines(())
    assert model.row_of("none") == -1


def test_entries_for_professionals_are_never_found(opener: Opener, workplace: FakeWorkplace) -> None:
    apart = Entry(
        "00000000-0000-5000-8000-000000000000", "Officer course", audience="professionals", needs=("shelter",)
    )
    workplace.directory = directory(Content((*practice_entries(), apart)))
    page = page_of(opener(), workplace)
    page.field.setText("shelter")
    assert apart.name not in names(page)


def test_an_answer_for_a_page_that_is_gone_is_dropped(opener: Opener, workplace: FakeWorkplace) -> None:
    lane = HeldLane()
    workplace.lanes.directory = lane
    made = opener()
    page = page_of(made, workplace)
    page.field.setText(GIRL)
    made.desk.theme.choose(scale=1.25)  # the pages are built anew
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    while lane.waiting:
        lane.let_go()
    assert made.desk.tasks.waiting == 0
    made.desk.theme.choose(scale=1.0)


def test_a_list_that_goes_on_keeps_its_lines_and_one_that_changed_is_shown_anew(find: FindPage) -> None:
    find.field.setText(GIRL)
    lines, results = find.list.results.lines, Results()
    QAbstractItemModelTester(results)
    resets: list[str] = []
    results.modelReset.connect(lambda: resets.append("reset"))
    assert not results.grow(lines), "there is nothing yet to go on from"
    results.show_lines(lines[:2])
    assert results.grow(lines)
    assert (results.lines, resets) == (lines, ["reset"])
    changed = tuple(replace(one, state="full") if isinstance(one, Place) else one for one in lines)
    assert not results.grow(changed)
    assert not results.grow(lines[:1])
