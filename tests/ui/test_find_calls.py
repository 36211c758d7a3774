# SPDX-License-Identifier: GPL-3.0-or-later
"""After the call: one key counts, reports or marks, asks only what is missing, and can be taken back as one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt

from outreach_app.domain.codes import NOT_MET, REFERRED
from outreach_app.domain.errors import DiskFull
from outreach_app.domain.measures import MeasureSet, read_measure_set
from outreach_app.domain.reading import Fields
from outreach_app.domain.tally import Cell
from outreach_app.ui.pages.find import FindPage
from outreach_app.ui.pages.start import StartPage
from outreach_app.ui.widgets.after_call import OUTCOMES
from ui.conftest import Opener, tonight
from ui.fakes import RESOURCES, FakeShifts, FakeWorkplace, open_shift, profile
from ui.find_hands import GIRL, choose, find_of, names, page_of, place, press
from ui.hands import click

HARBOR = "Harbor Youth Shelter"


@pytest.fixture
def find(opener: Opener, workplace: FakeWorkplace) -> FindPage:
    """The page with a shift open and the keys with the card of one place."""
    workplace.shifts.open = open_shift(workplace.shifts.of)
    return at_the_card(page_of(opener(), workplace))


@pytest.fixture
def without_shift(opener: Opener, workplace: FakeWorkplace) -> FindPage:
    """The same, but nobody has started a shift."""
    return at_the_card(page_of(opener(), workplace))


@pytest.fixture
def opened_again(find: FindPage) -> Iterator[Callable[[], FindPage]]:
    """Has the pages built anew, as another text size does, and gives the new one."""
    window, desk = find.window(), find.desk

    def anew() -> FindPage:
        desk.theme.choose(scale=1.25)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        page = window.findChild(FindPage)
        assert isinstance(page, FindPage)
        return page

    yield anew
    desk.theme.choose(scale=1.0)


def at_the_card(page: FindPage) -> FindPage:
    """One place chosen, the keys with its card."""
    page.field.setText(GIRL)
    choose(page, HARBOR)
    page.open_card()
    return page


def harbor(page: FindPage) -> str:
    """The id of that place."""
    return place(page, HARBOR).found.entry.id


def asked(page: FindPage) -> list[str]:
    """The lines of the list that lies over the page; empty when none does."""
    return [row.accessibleName() for row in page.numbers.rows] if page.numbers.isVisible() else []


def with_all_measures(workplace: FakeWorkplace, *codes: str) -> None:
    """A coalition that counts these beside the starter set."""
    text = (RESOURCES / "templates" / "measures.json").read_text(encoding="utf-8")
    whole = read_measure_set(Fields(json.loads(text)))
    kept = tuple(one for one in whole.measures if one.starter or one.code in codes)
    workplace.shifts = FakeShifts(profile(measures=MeasureSet(1, kept)))
    workplace.shifts.open = open_shift(workplace.shifts.of)


@pytest.mark.parametrize(("key", "code"), [(Qt.Key.Key_4, "no_answer"), (Qt.Key.Key_6, "number_wrong")])
def test_a_listing_is_reported_with_one_key_and_no_shift(
    without_shift: FindPage, workplace: FakeWorkplace, key: Qt.Key, code: str
) -> None:
    press(without_shift, key)
    assert asked(without_shift) == []
    assert workplace.listings.reported == [(harbor(without_shift), code)]
    assert workplace.shifts.recorded == []
    assert without_shift.card.after.counted.text().startswith("For the office: ")


def test_what_else_is_wrong_is_a_quiet_list(find: FindPage, workplace: FakeWorkplace) -> None:
    press(find, Qt.Key.Key_8)
    assert asked(find) == ["1, Closed for good", "2, Moved somewhere else"]
    press(find, Qt.Key.Key_2)
    click(find.card.wrong)
    press(find, Qt.Key.Key_1)
    click(find.card.wrong)
    press(find, Qt.Key.Key_Escape)
    assert [code for _, code in workplace.listings.reported] == ["moved", "closed"]
    assert workplace.shifts.recorded == []


def test_a_report_that_the_disk_refuses_is_said(find: FindPage, workplace: FakeWorkplace) -> None:
    def refuse(entry_id: str, code: str) -> None:
        raise DiskFull("vault.db")

    workplace.listings.report = refuse  # type: ignore[method-assign]
    said: list[str] = []
    find.desk.said.connect(lambda saying: said.append(saying.tone))
    press(find, Qt.Key.Key_4)
    assert said == ["stop"]
    assert find.card.after.counted.text() == ""


def test_full_is_kept_by_the_vault_and_said_with_the_time_of_the_call(find: FindPage, workplace: FakeWorkplace) -> None:
    press(find, Qt.Key.Key_3)
    assert place(find, HARBOR).state == "FULL tonight, you 17:40"
    assert place(find, HARBOR).found.verdict.band == "later"
    workplace.listings.restart()
    find.each_minute()
    assert place(find, HARBOR).state == "FULL tonight"
    workplace.listings.full.clear()  # it is six in the morning
    find.each_minute()
    assert place(find, HARBOR).found.verdict.band == "now"


def test_full_is_taken_back_with_its_count(find: FindPage, workplace: FakeWorkplace) -> None:
    press(find, Qt.Key.Key_3)
    assert workplace.listings.full
    press(find, Qt.Key.Key_Backspace)
    assert not workplace.listings.full
    assert [*workplace.shifts.recorded[-1].values()] == [-1]
    assert place(find, HARBOR).found.verdict.band == "now"
    press(find, Qt.Key.Key_Backspace)
    assert len(workplace.shifts.recorded) == 2


def test_a_place_that_has_room_again_is_not_full_any_more(find: FindPage, workplace: FakeWorkplace) -> None:
    press(find, Qt.Key.Key_3)
    press(find, Qt.Key.Key_8)
    assert asked(find)[-1] == "3, It has room again"
    press(find, Qt.Key.Key_3)
    assert not workplace.listings.full
    assert workplace.shifts.recorded == [{Cell("", NOT_MET, "shelter", "full"): 1}]


def test_pages_built_anew_know_what_is_full(find: FindPage, opened_again: Callable[[], FindPage]) -> None:
    press(find, Qt.Key.Key_3)
    page = opened_again()
    assert page is not find
    page.field.setText(GIRL)
    assert place(page, HARBOR).state == "FULL tonight, you 17:40"


# --- no shift open ------------------------------------------------------------------------------------------------


def test_with_no_shift_open_it_asks_once_and_not_counting_holds_for_this_person(
    without_shift: FindPage, workplace: FakeWorkplace
) -> None:
    press(without_shift, Qt.Key.Key_1)
    assert without_shift.numbers.heading.text() == "No shift open"
    assert asked(without_shift) == ["1, Start a shift", "2, Don't count"]
    press(without_shift, Qt.Key.Key_2)
    assert without_shift.card.after.counted.text() == "Not counted"
    press(without_shift, Qt.Key.Key_7)
    assert asked(without_shift) == []
    press(without_shift, Qt.Key.Key_3)
    assert asked(without_shift) == []
    assert workplace.listings.full, "it is full all the same"
    assert without_shift.card.after.back.isVisible()
    press(without_shift, Qt.Key.Key_Backspace)
    assert not workplace.listings.full
    without_shift.next_person()
    at_the_card(without_shift)
    press(without_shift, Qt.Key.Key_1)
    assert len(asked(without_shift)) == 2
    assert workplace.shifts.recorded == []


def test_a_shift_started_on_the_way_counts_and_comes_back_to_the_place(
    without_shift: FindPage, workplace: FakeWorkplace
) -> None:
    room = without_shift.desk
    press(without_shift, Qt.Key.Key_2, Qt.Key.Key_1)
    made = without_shift.window()
    step = next(page for page in made.findChildren(StartPage) if page.isVisible())
    step.start_wanted.emit("T1", 2, None)
    assert without_shift.isVisible()
    assert without_shift.card.hasFocus()
    assert without_shift.card.name.text() == HARBOR
    assert workplace.shifts.recorded == [{Cell("", REFERRED, "shelter"): 1}]
    assert room.counting.shift is not None


def test_who_leaves_without_starting_a_shift_counts_nothing_later(opener: Opener, workplace: FakeWorkplace) -> None:
    made = opener()
    page = at_the_card(page_of(made, workplace))
    press(page, Qt.Key.Key_2, Qt.Key.Key_1)
    made.desk.go("find")
    assert find_of(made).outcomes.waiting is None
    made.desk.go("tonight")
    tonight(made).start("T1", 2, None)
    assert workplace.shifts.recorded == []
    assert not page.isVisible()


# --- along, and placed --------------------------------------------------------------------------------------------


def test_going_now_asks_for_the_warm_and_the_same_day_measure_where_they_are_on(
    opener: Opener, workplace: FakeWorkplace
) -> None:
    with_all_measures(workplace, "R_WARM", "R_SAMEDAY")
    page = at_the_card(page_of(opener(), workplace))
    press(page, Qt.Key.Key_1)
    assert workplace.shifts.recorded == [{Cell("", REFERRED, "shelter"): 1}], "counted before anything is asked"
    assert "go along" in page.numbers.heading.text()
    press(page, Qt.Key.Key_1)
    assert "Placed tonight" in page.numbers.heading.text()
    press(page, Qt.Key.Key_1)
    assert not page.numbers.isVisible()
    assert workplace.shifts.recorded[1:] == [{Cell("", "R_WARM"): 1}, {Cell("", "R_SAMEDAY"): 1}]
    press(page, Qt.Key.Key_Backspace)
    assert workplace.shifts.open is not None
    assert not any(workplace.shifts.open.totals.values()), "taken back as one"


def test_no_and_leaving_count_no_more_than_the_referral(opener: Opener, workplace: FakeWorkplace) -> None:
    with_all_measures(workplace, "R_WARM", "R_SAMEDAY")
    page = at_the_card(page_of(opener(), workplace))
    press(page, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_2)
    assert not page.numbers.isVisible()
    press(page, Qt.Key.Key_1, Qt.Key.Key_Escape)
    assert not page.numbers.isVisible()
    assert workplace.shifts.recorded == [{Cell("", REFERRED, "shelter"): 1}] * 2
    press(page, Qt.Key.Key_2)
    assert not page.numbers.isVisible(), "a number given is no going along"


def test_one_of_the_two_alone_is_asked_alone(opener: Opener, workplace: FakeWorkplace) -> None:
    with_all_measures(workplace, "R_SAMEDAY")
    page = at_the_card(page_of(opener(), workplace))
    press(page, Qt.Key.Key_1)
    assert "Placed tonight" in page.numbers.heading.text()
    press(page, Qt.Key.Key_1)
    assert workplace.shifts.recorded[-1] == {Cell("", "R_SAMEDAY"): 1}


def test_a_referral_that_the_disk_refuses_is_not_asked_about(opener: Opener, workplace: FakeWorkplace) -> None:
    with_all_measures(workplace, "R_WARM")
    page = at_the_card(page_of(opener(), workplace))
    workplace.shifts.refusals.append(DiskFull("vault.db"))
    press(page, Qt.Key.Key_1)
    assert not page.numbers.isVisible()
    assert workplace.shifts.recorded == []


def test_what_is_not_switched_on_is_not_offered(opener: Opener, workplace: FakeWorkplace) -> None:
    kept = tuple(one for one in workplace.shifts.of.measure_set.measures if one.code != NOT_MET)
    workplace.shifts = FakeShifts(profile(measures=MeasureSet(1, kept)))
    workplace.shifts.open = open_shift(workplace.shifts.of)
    page = at_the_card(page_of(opener(), workplace))
    shown = {key for key, button in page.card.after.buttons.items() if button.isVisible()}
    assert shown == {"1", "2", "4", "6"}
    press(page, Qt.Key.Key_3)
    assert workplace.shifts.recorded == []
    assert not workplace.listings.full


def test_every_key_stands_on_the_card(find: FindPage) -> None:
    assert [*OUTCOMES] == ["1", "2", "3", "4", "5", "6", "7"]
    assert all(button.isVisible() for button in find.card.after.buttons.values())
    assert find.card.wrong.key == "8"


def test_several_needs_are_asked_about_and_kept_for_the_person(find: FindPage, workplace: FakeWorkplace) -> None:
    find.field.setText("bed food girl 16")
    assert names(find)
    find.open_card()
    press(find, Qt.Key.Key_2)
    assert find.numbers.heading.text() == "What was it for?"
    press(find, Qt.Key.Key_2)
    press(find, Qt.Key.Key_7)
    assert [[*changes] for changes in workplace.shifts.recorded] == [
        [Cell("", REFERRED, "shelter")], [Cell("", NOT_MET, "shelter", "not_now")],
    ]  # fmt: skip


def test_an_entry_is_never_changed_by_a_key(find: FindPage) -> None:
    before = replace(place(find, HARBOR).found.entry)
    press(find, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_6)
    assert place(find, HARBOR).found.entry == before
