# SPDX-License-Identifier: GPL-3.0-or-later
"""From one Enter to a sealed summary, through the window."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt, QTime
from PySide6.QtWidgets import QLabel, QWidget

from outreach_app.domain.errors import NoMailbox, SummaryTooLarge
from outreach_app.domain.tally import Cell, Totals
from outreach_app.services.coalition import Status
from outreach_app.ui.application import Window
from outreach_app.ui.pages.close import ClosePage
from outreach_app.ui.pages.pad import PadPage
from outreach_app.ui.pages.start import StartPage
from ui.conftest import Opener, pad_of, tonight
from ui.fakes import NOW, FakeWorkplace, open_shift
from ui.hands import click, press, press_all
from ui.test_pad import bar_text

MANY: Totals = {
    Cell("Z01", "C_BRIEF"): 5, Cell("Z02", "C_ENGAGED"): 4, Cell("Z01", "M_CARD"): 12, Cell("Z01", "S_STOPS", "day"): 2,
    Cell("", "D_AGE", "unknown"): 7, Cell("", "D_AGE", "under18"): 2, Cell("", "R_*", "shelter"): 3,
    Cell("", "U_*", "shelter", "full"): 1,
}  # fmt: skip


def start_page(made: Window) -> StartPage:
    page = tonight(made).step
    assert isinstance(page, StartPage)
    return page


def close_page(made: Window) -> ClosePage:
    page = tonight(made).step
    assert isinstance(page, ClosePage)
    return page


def closing(opener: Opener, workplace: FakeWorkplace, counts: Totals) -> tuple[Window, ClosePage]:
    """The close page of a shift with these counts."""
    workplace.shifts.open = open_shift(workplace.shifts.of, counts=counts)
    made = opener()
    pad_of(made, workplace).close_wanted.emit()
    return made, close_page(made)


def cell(page: ClosePage, row: int, column: int) -> str:
    item = page.table.item(row, column)
    return item.text() if item is not None else ""


def words(page: QWidget) -> str:
    return " | ".join(label.text() for label in page.findChildren(QLabel))


def test_one_enter_starts_with_what_is_filled_in(opened: Window, workplace: FakeWorkplace) -> None:
    page = start_page(opened)
    assert page.start_button.hasFocus()
    press(page.start_button, Qt.Key.Key_Return)
    team, workers, back = workplace.shifts.started[0]
    assert (team, workers) == ("T1", 2)
    assert back is not None
    assert timedelta(hours=3, minutes=45) <= back - NOW <= timedelta(hours=4)
    assert isinstance(tonight(opened).step, PadPage)


def test_enter_starts_from_a_field_too(opened: Window, workplace: FakeWorkplace) -> None:
    page = start_page(opened)
    page.workers.field.setFocus()
    press(page.workers.field, Qt.Key.Key_Up)
    press(page.workers.field, Qt.Key.Key_Return)
    assert workplace.shifts.started[0][1] == 3


def test_it_says_what_the_night_stands_on(opened: Window) -> None:
    said = words(start_page(opened))
    for part in ("2 not sent", "Directory: 12 days ago", "not visited yet", "30 days ago", "visited today",
                 "Tell your check-in person: 2 of us, back by 21:30."):  # fmt: skip
        assert part in said
    names = [label.text() for label in start_page(opened).findChildren(QLabel)]
    assert names.index("Depot") < names.index("Motels") < names.index("Prospect")


def test_one_worker_alone_is_warned(opened: Window) -> None:
    page = start_page(opened)
    assert not page.alone.isVisible()
    page.workers.set_value(1)
    assert page.alone.isVisible()
    assert "one of us, back by" in page.tell.text()


def test_back_by_means_the_next_time_it_is_that_late(opened: Window) -> None:
    page = start_page(opened)
    page.back_by.set_time(QTime(2, 30))
    back = page.planned_return()
    assert (back.hour, back.minute, back.day) == (2, 30, 22)


def test_no_directory_is_said(opener: Opener, workplace: FakeWorkplace) -> None:
    workplace.coalition.now_status = Status(0, 0, None, 0, ())
    made = opener()
    made.desk.take_seat(workplace.vault.seat())
    assert "No directory yet" in words(start_page(made))


def test_the_strip_says_how_long_and_when_to_be_back(opener: Opener, workplace: FakeWorkplace) -> None:
    made = opener()
    pad_of(made, workplace)
    room = made.window.workroom
    assert room is not None
    assert (room.strip.shift.text(), room.strip.back.text()) == ("On shift 1 h 40", "back 20:30")
    assert "North" not in words(room.strip)
    assert "Prospect" not in words(room.strip)


def test_close_shows_every_value_that_leaves(opener: Opener, workplace: FakeWorkplace) -> None:
    _, page = closing(opener, workplace, MANY)
    shown = [[cell(page, row, column) for column in range(3)] for row in range(page.table.rowCount())]
    expected = workplace.shifts.leaving_draft(105, 2, with_breakdowns=True).rows
    assert len(shown) == len(expected)
    assert ["", "Help-line cards", "12"] in shown
    assert ["Looked", "unknown", "7"] in shown or ["", "unknown", "7"] in shown
    assert ["Could not get", "Shelter tonight: Full, or a wait list", "1"] in shown
    assert page.minutes.value() == 105
    assert page.minutes.field.text() == "1 h 45"
    assert not page.plain.isChecked()


def test_few_contacts_propose_to_leave_the_breakdowns_out(opener: Opener, workplace: FakeWorkplace) -> None:
    few = {Cell("Z01", "C_BRIEF"): 2, Cell("", "D_AGE", "under18"): 2, Cell("Z01", "S_STOPS", "day"): 1}
    _, page = closing(opener, workplace, few)
    assert page.plain.isChecked()
    assert page.few.isVisible()
    rows = [cell(page, row, 1) for row in range(page.table.rowCount())]
    assert "may be under 18" not in rows
    page.plain.setChecked(False)
    rows = [cell(page, row, 1) for row in range(page.table.rowCount())]
    assert "may be under 18" in rows


def test_submit_closes_seals_and_sends(opener: Opener, workplace: FakeWorkplace) -> None:
    made, page = closing(opener, workplace, MANY)
    page.workers.set_value(3)
    page.minutes.set_value(118)
    click(page.submit)
    ((shift_id, with_breakdowns),) = workplace.shifts.submitted
    assert with_breakdowns
    assert (workplace.shifts.closed[shift_id].workers, workplace.shifts.closed[shift_id].minutes) == (3, 120)
    assert workplace.sync.runs == 1
    assert made.desk.counting.pad is None
    assert isinstance(tonight(made).step, StartPage)


def test_close_now_check_tomorrow_sends_nothing(opener: Opener, workplace: FakeWorkplace) -> None:
    made, page = closing(opener, workplace, MANY)
    click(page.tomorrow)
    assert workplace.shifts.submitted == []
    assert workplace.sync.runs == 0
    start = start_page(made)
    assert "Closed, and waiting to be checked" in words(start)
    start.check_wanted.emit(next(iter(workplace.shifts.closed)))
    later = close_page(made)
    assert not later.tomorrow.isVisible()
    assert not later.minutes.isEnabled()
    assert later.minutes.value() == 105
    click(later.submit)
    assert len(workplace.shifts.submitted) == 1


def test_back_to_counting_changes_nothing(opener: Opener, workplace: FakeWorkplace) -> None:
    made, page = closing(opener, workplace, MANY)
    click(page.back)
    pad = tonight(made).step
    assert isinstance(pad, PadPage)
    assert pad.counting.zone == "Z02"
    press_all(pad, "C")
    assert pad.board.tiles["M_CARD"].figure.text() == "13"


def test_the_question_about_everyone_is_never_kept(opener: Opener, workplace: FakeWorkplace) -> None:
    made, page = closing(opener, workplace, MANY)
    assert not page.everyone.isChecked()
    page.everyone.setChecked(True)
    click(page.back)
    tonight(made).close_shift()
    assert not close_page(made).everyone.isChecked()


def test_a_summary_that_cannot_be_sealed_says_so_and_stays(opener: Opener, workplace: FakeWorkplace) -> None:
    made, page = closing(opener, workplace, MANY)

    def refuse(minutes: int, workers: int) -> None:
        raise SummaryTooLarge(70000, 65536)

    workplace.shifts.close = refuse  # type: ignore[method-assign,assignment]
    click(page.submit)
    assert close_page(made) is page
    assert page.submit.isEnabled()
    assert workplace.shifts.open is not None
    room = made.window.workroom
    assert room is not None
    assert room.bar.words.text()


def test_sending_by_itself_keeps_silent_without_a_way(opener: Opener, workplace: FakeWorkplace) -> None:
    workplace.sync.problem = NoMailbox()
    made, page = closing(opener, workplace, MANY)
    click(page.submit)
    room = made.window.workroom
    assert room is not None
    assert room.bar.words.text().startswith("Submitted.")


def test_a_resumed_shift_is_said_once(opener: Opener, workplace: FakeWorkplace) -> None:
    workplace.shifts.open = open_shift(workplace.shifts.of, resumed=True)
    made = opener()
    pad = pad_of(made, workplace)
    assert "Nothing is lost" in bar_text(pad)
    room = made.window.workroom
    assert room is not None
    room.bar.hide()
    room.go("settings")
    room.go("tonight")
    assert not room.bar.isVisible()
