# SPDX-License-Identifier: GPL-3.0-or-later
"""Every filter can be pressed as well as typed, in three groups; what was understood is shown and can be taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt, QTime
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from outreach_app.domain.content import Content
from outreach_app.domain.directory import Entry, entry_id
from outreach_app.domain.question import Question
from outreach_app.domain.words import AGE, ASKED_GENDERS, ASKS, GENDER, TERM, TERMS, TIME, TIMES, Meaning
from outreach_app.services.directory import PAGE
from outreach_app.ui.asked import next_coming
from outreach_app.ui.find_words import ASKS as ASK_WORDS
from outreach_app.ui.models.results import Place
from outreach_app.ui.pages.find import IDLE_SECONDS, FindPage
from outreach_app.ui.searching import FIRST
from ui.conftest import Opener, Ticks
from ui.fake_directory import TODAY, directory
from ui.fakes import NOW, FakeShifts, FakeWorkplace, open_shift, profile
from ui.find_hands import GIRL, bands, choose, names, page_of, parts, place, press
from ui.hands import click

AREAS = {"North side": ("00005", "00006"), "River": ("00009",)}


@pytest.fixture
def find(opener: Opener, workplace: FakeWorkplace) -> FindPage:
    """The page, *more* open, in a coalition of which two zone groups have postal codes."""
    of = profile()
    zones = tuple(replace(zone, group="North side" if zone.code < "Z04" else "Mall") for zone in of.zones)
    workplace.shifts = FakeShifts(replace(of, zones=zones, areas=tuple(AREAS.items())))
    workplace.shifts.open = open_shift(workplace.shifts.of)
    page = page_of(opener(), workplace)
    page.field.setText("bed")
    page.board.more_button.click()
    return page


def question(page: FindPage) -> Question:
    """What is asked now."""
    assert page.searching.question is not None
    return page.searching.question


def places(count: int, **fields: object) -> tuple[Entry, ...]:
    """So many shelters that are alike."""
    one = Entry("", "", needs=("shelter",), attributes={"self_referral": "yes", "intake_24h": "yes"},
                verified_on=TODAY)  # fmt: skip
    return tuple(
        replace(one, id=entry_id("t", f"{number}"), name=f"Place {number:03}", **fields)  # type: ignore[arg-type]
        for number in range(count)
    )


def test_every_filter_stands_in_one_of_three_groups(find: FindPage) -> None:
    wanted = {Meaning("ask", code) for code in ASKS} | {Meaning(GENDER, code) for code in ASKED_GENDERS}
    wanted |= {Meaning(TIME, code) for code in TIMES} | {Meaning(TERM, code) for code in TERMS}
    assert set(find.more.chips) == wanted
    assert [button.text() for button in find.more.groups.buttons.values()] == [
        "For whom", "When and where", "Must not stand in the way",
    ]  # fmt: skip
    seen: set[Meaning] = set()
    for code in find.more.groups.buttons:
        find.more.groups.choose(code)
        QApplication.processEvents()
        shown = {meaning for meaning, chip in find.more.chips.items() if chip.isVisible()}
        assert 0 < len(shown) <= 10, "calm"
        assert not shown & seen
        seen |= shown
    assert seen == wanted


@pytest.mark.parametrize("ask", ASKS)
def test_each_ask_is_pressed_shown_and_taken_away(find: FindPage, ask: str) -> None:
    find.more.chips[Meaning("ask", ask)].click()
    asked = question(find)
    assert asked.asks == (ask,) or getattr(asked, ask, False)
    assert str(ASK_WORDS[ask]) in parts(find)
    assert find.more.chips[Meaning("ask", ask)].isChecked()
    click(find.looking.buttons[-1])
    assert parts(find) == ["shelter"]
    assert not find.more.chips[Meaning("ask", ask)].isChecked()


def test_sober_and_using_take_each_others_place(find: FindPage) -> None:
    using, sober = (find.more.chips[Meaning("ask", code)] for code in ("using_ok", "sober"))
    using.click()
    sober.click()
    assert question(find).asks == ("sober",)
    assert not using.isChecked()
    find.field.setText("bed drinking")
    assert question(find).asks == ("using_ok",), "the words typed since count"
    sober.click()
    assert question(find).asks == ("sober",)
    assert find.field.text() == "bed"


def test_a_time_is_pressed_or_stepped_and_is_one_at_a_time(find: FindPage) -> None:
    now = find.desk.local(NOW)
    find.more.chips[Meaning(TIME, "tomorrow")].click()
    assert question(find).at.date() == now.date() + timedelta(days=1)
    find.more.time.set_time(QTime(23, 15))
    assert f"{question(find).at:%H:%M}" == "23:15"
    assert find.more.clock.isChecked()
    assert "23:15" in parts(find)
    assert "tomorrow" not in parts(find)
    find.more.clock.click()
    assert question(find).at == now
    find.more.clock.click()
    assert "23:15" in parts(find)
    find.field.setText("bed tonight")
    assert "23:15" not in [part.code for part in question(find).parts if part.typed]


def test_a_clock_time_means_its_next_coming() -> None:
    late = NOW.replace(hour=23, minute=40, second=12)
    assert next_coming("23:40", late) == late.replace(second=0)
    assert next_coming("06:00", late) == (late + timedelta(days=1)).replace(hour=6, minute=0, second=0)


def test_now_or_for_longer(find: FindPage) -> None:
    find.more.chips[Meaning(TERM, "immediate")].click()
    find.more.chips[Meaning(TERM, "long_term")].click()
    assert question(find).term == "long_term"
    assert parts(find) == ["shelter", "for longer"]


def test_an_age_and_a_language_are_chosen_and_edited(find: FindPage) -> None:
    find.more.age.set_value(16)
    find.more.language.setCurrentIndex(find.more.language.findData("es"))
    find.more.language.activated.emit(1)
    assert parts(find) == ["shelter", "16", "Spanish"]
    find.more.age.set_value(17)
    assert question(find).age == 17
    assert [part.kind for part in question(find).parts].count(AGE) == 1
    find.more.language.setCurrentIndex(0)
    find.more.language.activated.emit(0)
    assert question(find).language == ""


def test_an_area_is_one_that_has_postal_codes(find: FindPage) -> None:
    find.more.groups.choose("when")
    QApplication.processEvents()
    area = find.more.area
    assert [area.itemText(row) for row in range(area.count())] == ["any area", "North side", "River"]
    assert area.isVisible()
    area.setCurrentIndex(2)
    area.activated.emit(2)
    assert (question(find).area, question(find).area_codes) == ("River", frozenset({"00009"}))
    assert parts(find) == ["shelter", "River"]


def test_without_postal_codes_there_is_no_area_to_choose(opener: Opener, workplace: FakeWorkplace) -> None:
    page = page_of(opener(), workplace)
    page.board.more_button.click()
    page.more.groups.choose("when")
    QApplication.processEvents()
    assert not page.more.area.isVisible()


def test_the_stop_on_the_pad_says_what_is_near(find: FindPage, workplace: FakeWorkplace) -> None:
    near, far, unknown = places(3)
    held = (replace(near, postal_codes=("00006",)), replace(far, postal_codes=("99999",)), unknown)
    workplace.directory = directory(Content(held))
    find.desk.counting.stand_at("Z02")
    find.field.setText("shelter")
    assert question(find).near_codes == frozenset(AREAS["North side"])
    said = {line.found.entry.id: line.facts for line in find.list.results.lines if isinstance(line, Place)}
    assert "not near" not in said[near.id]
    assert " · near" in said[near.id]
    assert "not near" in said[far.id]
    assert "area unknown" in said[unknown.id]
    find.list.choose(find.list.results.row_of(near.id))
    find.settle()
    assert "near" in find.card.about.text()


def test_no_stop_is_near_nothing(find: FindPage) -> None:
    assert question(find).near_codes == frozenset()
    find.desk.counting.stand_at("Z05")  # its zone group has no codes
    find.searching.ask_again()
    assert question(find).near_codes == frozenset()


def test_a_misread_word_is_shown_and_one_press_searches_it_as_typed(find: FindPage, workplace: FakeWorkplace) -> None:
    workplace.directory.readings = {"sheltr": "shelter", "harbr": "harbor"}
    find.field.setText("sheltr harbr")
    assert [button.words.text() for button in find.looking.corrections] == [
        "sheltr read as shelter", "harbr read as harbor",
    ]  # fmt: skip
    assert question(find).needs == ("shelter",)
    click(find.looking.corrections[0])
    assert find.field.text() == "sheltr harbr"
    assert question(find).needs == ()
    assert "sheltr" in question(find).words
    assert [button.typed for button in find.looking.corrections] == ["harbr"]
    find.next_person()
    find.field.setText("sheltr")
    assert question(find).needs == ("shelter",), "the next person typed it anew"


def test_groups_and_chips_go_by_keyboard(find: FindPage) -> None:
    find.more.groups.focus_chosen()
    QTest.keyClick(find.more.groups.buttons["whom"], Qt.Key.Key_Right)
    QTest.keyClick(find.more.groups.buttons["when"], Qt.Key.Key_Right)
    assert find.more.groups.code == "way"
    press(find, Qt.Key.Key_Tab)
    press(find, Qt.Key.Key_Space)
    assert question(find).no_id
    assert parts(find) == ["shelter", "no ID"]


def test_what_an_area_hides_is_counted_and_shown_with_its_reason(find: FindPage, workplace: FakeWorkplace) -> None:
    far, near = places(2)
    held = (replace(far, postal_codes=("99999",)), replace(near, postal_codes=("00009",)))
    workplace.directory = directory(Content(held))
    find.more.area.setCurrentIndex(2)
    find.more.area.activated.emit(2)
    assert names(find) == [near.name]
    assert "hidden: 1 area" in find.looking.hidden.text()
    find.looking.show_hidden.click()
    assert bands(find)[-1] == "unfit"
    assert place(find, far.name).state == "outside the area"


def test_why_a_place_stands_where_it_stands_can_be_read(find: FindPage) -> None:
    for row, line in enumerate(find.list.results.lines):
        if isinstance(line, Place):
            find.list.choose(row)
            find.settle()
            assert "Why here: fits what is needed" in find.card.details.text()
            assert "_" not in find.card.details.text()


# --- many places --------------------------------------------------------------------------------------------------


def test_only_the_page_asked_for_is_held_and_the_end_brings_more(find: FindPage, workplace: FakeWorkplace) -> None:
    workplace.directory = directory(Content(places(140)))
    find.field.setText("shelter")
    assert len(names(find)) == FIRST
    assert "140 places" in find.looking.hidden.text()
    bar = find.list.verticalScrollBar()
    QApplication.processEvents()
    bar.setValue(bar.maximum())
    assert len(names(find)) == FIRST + PAGE
    reached = bar.value()
    QApplication.processEvents()
    assert reached > 0
    assert abs(bar.value() - reached) <= 1, "it stays where it was scrolled to"
    for _ in range(3):
        bar.setValue(bar.maximum())
        QApplication.processEvents()
    assert len(names(find)) == 140
    assert max(workplace.directory.limits) < 140 + PAGE
    find.field.setText("shelter place")
    assert len(names(find)) == FIRST, "another question begins with its first page"


def test_the_same_question_asked_again_keeps_what_was_scrolled_to(find: FindPage, workplace: FakeWorkplace) -> None:
    workplace.directory = directory(Content(places(140)))
    find.field.setText("shelter")
    find.list.verticalScrollBar().setValue(find.list.verticalScrollBar().maximum())
    find.list.choose(60)
    chosen = find.list.place()
    assert chosen is not None
    find.each_minute()
    assert len(names(find)) == FIRST + PAGE
    again = find.list.place()
    assert again is not None
    assert again.found.entry.id == chosen.found.entry.id


# --- nobody there -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("elsewhere", [False, True], ids=["here", "on another page"])
def test_ten_idle_minutes_forget_everything(
    find: FindPage, ticks: Ticks, elsewhere: bool, workplace: FakeWorkplace
) -> None:
    find.field.setText(GIRL)
    find.open_card()
    find.copy("C")
    assert QApplication.clipboard().text()
    find.show_to_person()
    if elsewhere:
        find.desk.dialogs[0].reject()
        find.desk.go("tonight")
    ticks.now += IDLE_SECONDS - 1
    find.idle.timeout.emit()
    assert find.field.text() == GIRL
    ticks.now += 2
    find.idle.timeout.emit()
    assert find.field.text() == ""
    assert find.searching.asked.empty
    assert find.searching.question is None
    assert names(find) == []
    assert not find.desk.dialogs
    assert QApplication.clipboard().text() == ""


def test_whatever_is_done_here_keeps_the_person(find: FindPage, ticks: Ticks) -> None:
    find.field.setText(GIRL)
    find.open_card()
    chip, copy = find.more.chips[Meaning("ask", "no_id")], find.card.copies.buttons["C"]
    doings: tuple[Callable[[], object], ...] = (
        lambda: press(find, Qt.Key.Key_7), chip.click, copy.click,
        lambda: find.list.move(1), lambda: QTest.keyClick(find.field, Qt.Key.Key_Left),
    )  # fmt: skip
    for do in doings:
        ticks.now += IDLE_SECONDS - 10
        do()
        ticks.now += 20
        find.idle.timeout.emit()
        assert find.field.text() == GIRL


def everything_typed(page: FindPage) -> Sequence[str]:
    """What the page still holds of a person."""
    return [page.field.text(), *parts(page), *names(page), page.card.accessibleName()]


def test_next_person_leaves_nothing_of_the_one_before(find: FindPage) -> None:
    find.field.setText(GIRL)
    find.more.chips[Meaning("ask", "no_id")].click()
    find.looking.show_hidden.click()
    find.open_card()
    press(find, Qt.Key.Key_1)
    QTest.keyClick(find.card, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert everything_typed(find) == ["", "No place chosen"]
    assert not any(chip.isChecked() for chip in find.more.chips.values())
    assert not find.searching.with_hidden
    assert find.card.after.counted.text() == ""


def test_a_place_that_is_full_stays_chosen_though_others_stand_before_it(
    find: FindPage, workplace: FakeWorkplace
) -> None:
    workplace.directory = directory(Content(places(140)))
    find.field.setText("shelter")
    choose(find, names(find)[3])
    find.open_card()
    called = find.list.place()
    press(find, Qt.Key.Key_3)
    now = find.list.place()
    assert called is not None
    assert now is not None
    assert now.found.entry.id == called.found.entry.id
    assert now.found.verdict.band == "later"
    assert names(find)[-1] == now.found.entry.name, "a hundred others stand before it by now"


def test_while_somebody_types_the_place_on_top_is_chosen(find: FindPage) -> None:
    find.field.setText("bed")
    choose(find, names(find)[2])
    find.field.setText("bed girl 16")
    chosen = find.list.place()
    assert chosen is not None
    assert chosen.found.entry.name == names(find)[0]
