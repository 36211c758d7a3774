# SPDX-License-Identifier: GPL-3.0-or-later
"""What a coordinator does: sets up, invites, reads what came in, saves figures, brings a directory in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from outreach_app.domain.errors import DiskFull
from outreach_app.services.sync import SyncReport
from outreach_app.ui.application import Window
from outreach_app.ui.contents import listed
from outreach_app.ui.dialogs.invitation import InvitationDialog
from outreach_app.ui.pages.coalition import CoalitionPage
from outreach_app.ui.pages.coalition_guide import GuidePart
from outreach_app.ui.pages.coalition_laptops import LaptopsPart
from outreach_app.ui.pages.coalition_report import ReportPart
from outreach_app.ui.pages.coalition_shifts import ShiftsPart
from outreach_app.ui.pages.coalition_start import StartPart
from ui.coalition_screens import coalition, part, settled
from ui.conftest import Opener
from ui.fake_coalition import checklist, imported
from ui.fake_directory import directory
from ui.fakes import FakeWorkplace, HeldLane
from ui.hands import press


@pytest.fixture
def made(opener: Opener) -> Window:
    """The window, locked."""
    return opener()


@pytest.fixture
def page(made: Window, workplace: FakeWorkplace) -> CoalitionPage:
    """The page, as it is after founding."""
    return coalition(made, workplace)


def said(made: Window) -> str:
    """The sentence in the message bar."""
    assert made.window.workroom is not None
    bar = made.window.workroom.bar
    return bar.words.text() if bar.isVisible() else ""


def states(found: StartPart) -> dict[str, tuple[str, bool]]:
    """Each row's state, and whether it carries the main button."""
    return {code: (row.state.words.text(), row.first.isVisible()) for code, row in found.rows.items()}


def focused() -> QWidget:
    """Whatever has the keys."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


# --- the frame ------------------------------------------------------------------------------------------------


def test_only_a_coordinator_has_the_page() -> None:
    keys = {role: {entry.key for entry in listed(role)} for role in ("worker", "lead", "adviser", "coordinator")}
    assert {role for role, pages in keys.items() if "coalition" in pages} == {"coordinator"}


def test_arrows_and_control_page_keys_walk_through_the_parts(page: CoalitionPage) -> None:
    assert page.segments.code == "start"
    press(focused(), Qt.Key.Key_Right)
    assert page.segments.code == "laptops"
    assert page.stack.currentWidget() is page.parts["laptops"]
    press(focused(), Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert page.segments.code == "shifts"
    press(focused(), Qt.Key.Key_End)
    assert page.segments.code == "guide"
    press(focused(), Qt.Key.Key_Home)
    assert page.segments.code == "start"


# --- start ----------------------------------------------------------------------------------------------------


def test_the_first_thing_not_done_carries_the_main_button(made: Window, workplace: FakeWorkplace) -> None:
    workplace.coalition.items = checklist("mailbox")
    found = part(coalition(made, workplace), StartPart)
    assert states(found) == {
        "mailbox": ("set up", False), "directory": ("to do", True),
        "first_laptop": ("to do", False), "first_shift": ("to do", False),
    }  # fmt: skip
    assert found.said.text() == "3 things are left to set up."
    found.rows["directory"].first.click()
    assert not found.isVisible()


def test_when_all_is_done_no_button_is_the_main_one(page: CoalitionPage, workplace: FakeWorkplace) -> None:
    workplace.coalition.items = checklist("mailbox", "directory", "first_laptop", "first_shift")
    found = part(page, StartPart)
    found.arrive()
    settled(found)
    assert not any(first for _state, first in states(found).values())
    assert found.said.text() == "Everything is set up."


def test_a_row_leads_to_where_it_is_done(made: Window, page: CoalitionPage) -> None:
    found = part(page, StartPart)
    found.rows["first_laptop"].button.click()
    assert page.segments.code == "laptops"
    part(page, StartPart).rows["mailbox"].first.click()
    assert made.window.workroom is not None
    assert made.window.workroom.current == "sending"


# --- laptops --------------------------------------------------------------------------------------------------


def test_laptops_and_open_invitations_stand_in_one_table(page: CoalitionPage) -> None:
    found = part(page, LaptopsPart)
    assert found.table is not None
    lines = found.table.rows.records
    assert [(line.role, line.state, line.tone) for line in lines] == [
        ("coordinator", "in use", "good"), ("worker", "in use", "good"), ("lead", "locked out", "stop"),
        ("worker", "invited, until 5 Dec 2026", "info"), ("adviser", "invitation ran out on 2 Nov 2026", "care"),
    ]  # fmt: skip


def test_an_adviser_belongs_to_no_team(page: CoalitionPage, workplace: FakeWorkplace) -> None:
    found = part(page, LaptopsPart)
    found.role.setCurrentIndex(found.role.findData("adviser"))
    assert not found.team.isEnabled()
    found.invite_button.click()
    settled(found)
    found.role.setCurrentIndex(found.role.findData("lead"))
    found.team.setCurrentIndex(found.team.findData("T2"))
    found.invite_button.click()
    settled(found)
    assert workplace.enrolment.invited == [("adviser", ""), ("lead", "T2")]


def test_sealing_takes_a_moment_and_says_so(page: CoalitionPage, made: Window, workplace: FakeWorkplace) -> None:
    found = part(page, LaptopsPart)
    lane = HeldLane()
    workplace.lanes.vault = lane
    found.invite_button.click()
    assert not found.invite_button.isEnabled()
    assert found.invite_button.words.text() == "Sealing it…"
    lane.let_go()
    settled(found)
    assert found.invite_button.isEnabled()
    assert isinstance(made.desk.dialogs[-1], InvitationDialog)


def test_a_failed_invitation_says_why_and_can_be_tried_again(
    page: CoalitionPage, made: Window, workplace: FakeWorkplace
) -> None:
    found = part(page, LaptopsPart)
    workplace.enrolment.problem = DiskFull("vault")
    found.invite_button.click()
    settled(found)
    assert said(made)
    assert found.invite_button.isEnabled()
    assert not made.desk.dialogs


@pytest.fixture
def invitation(page: CoalitionPage, made: Window) -> InvitationDialog:
    """A fresh one on screen."""
    part(page, LaptopsPart).invite_button.click()
    settled(page)
    dialog = made.desk.dialogs[-1]
    assert isinstance(dialog, InvitationDialog)
    return dialog


def test_the_code_is_large_in_groups_and_never_in_the_file(invitation: InvitationDialog, tmp_path: Path) -> None:
    assert invitation.code.text() == "ABCD   EFGH   J"
    assert invitation.code.fontInfo().pixelSize() >= 40
    invitation.save_to(tmp_path / "north.txt")
    settled(invitation)
    assert (tmp_path / "north.txt").read_text(encoding="utf-8") == "a sealed invitation"
    assert invitation.state.text() == "Saved as north.txt."


def test_a_file_that_is_there_is_left_as_it_is(invitation: InvitationDialog, tmp_path: Path) -> None:
    there = tmp_path / "north.txt"
    there.write_text("something else", encoding="utf-8")
    invitation.save_to(there)
    settled(invitation)
    assert there.read_text(encoding="utf-8") == "something else"
    assert "north.txt" in invitation.state.text()


def test_the_text_can_be_copied_and_the_code_cannot(invitation: InvitationDialog) -> None:
    invitation.copy.click()
    assert QGuiApplication.clipboard().text() == "a sealed invitation"
    assert invitation.code.textInteractionFlags() == Qt.TextInteractionFlag.NoTextInteraction


def test_no_native_dialog_asks_for_the_place(invitation: InvitationDialog, made: Window) -> None:
    invitation.save.click()
    chooser = made.desk.dialogs[-1]
    assert isinstance(chooser, QFileDialog)
    assert chooser.testOption(QFileDialog.Option.DontUseNativeDialog)


def test_an_invitation_closed_while_it_is_saved_is_saved_all_the_same(
    invitation: InvitationDialog, workplace: FakeWorkplace, tmp_path: Path
) -> None:
    lane = HeldLane()
    workplace.lanes.vault = lane
    invitation.save_to(tmp_path / "north.txt")
    invitation.accept()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    lane.let_go()
    QApplication.processEvents()
    assert (tmp_path / "north.txt").exists()


def test_locking_takes_the_invitation_away(invitation: InvitationDialog, made: Window) -> None:
    made.window.lock()
    settled(made.window)
    assert not made.desk.dialogs
    assert made.window.workroom is None


# --- shifts ---------------------------------------------------------------------------------------------------


def test_with_no_shift_yet_the_part_says_what_comes_first(page: CoalitionPage) -> None:
    found = part(page, ShiftsPart)
    assert found.nothing.isVisible()
    assert found.card is not None
    assert not found.card.isVisible()
    assert not found.sorting.isVisible()


def test_shifts_come_newest_first_and_can_be_put_in_order(page: CoalitionPage, workplace: FakeWorkplace) -> None:
    workplace.importing.lines = imported(1000)
    found = part(page, ShiftsPart)
    table = found.table
    assert table is not None
    days = [shift.operating_date for shift in table.rows.records]
    assert days == sorted(days, reverse=True)
    assert found.turn.words.text() == "newest first"
    found.order.setCurrentIndex(3)
    found.order.activated.emit(3)
    contacts = [shift.contacts for shift in table.rows.records]
    assert contacts == sorted(contacts, reverse=True)
    found.turn.click()
    assert [shift.contacts for shift in table.rows.records] == sorted(contacts)
    assert found.turn.words.text() == "smallest first"


def test_new_shifts_keep_the_order_that_was_chosen(page: CoalitionPage, workplace: FakeWorkplace) -> None:
    workplace.importing.lines = imported(20)
    found = part(page, ShiftsPart)
    assert found.table is not None
    found.table.put_in_order(7, Qt.SortOrder.AscendingOrder)
    workplace.importing.lines = imported(60)
    found.arrive()
    settled(found)
    minutes = [shift.minutes for shift in found.table.rows.records]
    assert len(minutes) == 60
    assert minutes == sorted(minutes)


def test_withdrawn_shifts_are_not_in_the_sum(page: CoalitionPage, workplace: FakeWorkplace) -> None:
    workplace.importing.lines = imported(50)
    found = part(page, ShiftsPart)
    counted = sum(shift.contacts for shift in imported(50) if not shift.withdrawn)
    assert found.said.text() == f"50 shifts · {counted} contacts"


def test_what_a_sync_brought_stands_there_at_once(page: CoalitionPage, made: Window, workplace: FakeWorkplace) -> None:
    found = part(page, ShiftsPart)
    workplace.importing.lines = imported(3)
    made.desk.sent.emit(SyncReport(imported=3))
    settled(found)
    assert found.table is not None
    assert found.table.rows.rowCount() == 3


# --- report ---------------------------------------------------------------------------------------------------


def shown(found: ReportPart) -> list[tuple[str, ...]]:
    """The table as words."""
    assert found.table is not None
    return [tuple(column.words(row) for column in found.table.rows.columns) for row in found.table.rows.records]


def test_the_report_speaks_in_names(page: CoalitionPage) -> None:
    found = part(page, ReportPart)
    assert found.inside.words.text() == "Inside figures: not for passing on"
    assert shown(found) == [
        ("Oct 2026", "Z01 · Prospect", "We talked", "", "5"),
        ("Nov 2026", "whole shift", "Time outside", "", "3:15"),
        ("Nov 2026", "whole shift", "Could not get it", "Shelter tonight: Full, or a wait list", "2"),
        ("Nov 2026", "Z01 · Prospect", "We talked", "", "9"),
        ("Nov 2026", "Z02 · Truck stop", "Quick hello", "", "4"),
    ]


def test_without_what_was_counted_contacts_are_summed(page: CoalitionPage) -> None:
    found = part(page, ReportPart)
    found.apart["measure"].click()
    found.apart["zone"].click()
    settled(found)
    total = "Contacts (quick hellos and talks)"
    assert shown(found) == [("Oct 2026", total, "5"), ("Nov 2026", total, "13")]
    found.apart["month"].click()
    settled(found)
    assert shown(found) == [("1 Oct 2026 to 21 Nov 2026", total, "18")]


def test_dates_are_stepped_typed_and_filled_in(page: CoalitionPage) -> None:
    found = part(page, ReportPart)
    found.spans["last"].click()
    assert (found.start.day(), found.end.day()) == (date(2026, 10, 1), date(2026, 10, 31))
    found.spans["month"].click()
    assert (found.start.day(), found.end.day()) == (date(2026, 11, 1), date(2026, 11, 21))
    found.start.more.click()
    assert found.start.day() == date(2026, 11, 2)
    press(found.start.field, Qt.Key.Key_Down)
    assert found.start.day() == date(2026, 11, 1)


def test_dates_the_wrong_way_round_show_nothing_and_save_nothing(page: CoalitionPage) -> None:
    found = part(page, ReportPart)
    found.start.set_day(date(2026, 12, 24))
    settled(found)
    assert found.nothing.isVisible()
    assert found.nothing.sentence.text().startswith("The first day lies after the last one.")
    assert not found.save_button.isEnabled()


def test_the_report_is_saved_as_it_is_shown(page: CoalitionPage, made: Window, tmp_path: Path) -> None:
    found = part(page, ReportPart)
    found.save_to(tmp_path / "figures.csv")
    settled(found)
    lines = (tmp_path / "figures.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + len(shown(found))
    assert said(made) == "5 rows saved as figures.csv."


def test_an_old_report_is_not_written_over(page: CoalitionPage, made: Window, tmp_path: Path) -> None:
    found = part(page, ReportPart)
    (tmp_path / "figures.csv").write_text("last year", encoding="utf-8")
    found.save_to(tmp_path / "figures.csv")
    settled(found)
    assert (tmp_path / "figures.csv").read_text(encoding="utf-8") == "last year"
    assert "figures.csv" in said(made)


# --- the national guide ---------------------------------------------------------------------------------------


def test_the_guide_shows_its_35_entries_under_type_and_topic(page: CoalitionPage) -> None:
    found = part(page, GuidePart)
    assert found.table is not None
    rows = found.table.rows
    assert rows.rowCount() == 35
    assert len(found.guide.topics) == 6
    assert "as printed 2015" in found.about.text()
    tones = {rows.columns[place].tone(entry) for entry in rows.records for place in range(2, 8)}  # type: ignore[misc]
    words = {rows.columns[place].words(entry) for entry in rows.records for place in range(2, 8)}
    assert tones == {"good", "quiet", "absent"}
    assert words == {"yes", "no", ""}


def test_the_line_chosen_is_told_whole(page: CoalitionPage) -> None:
    found = part(page, GuidePart)
    assert found.table is not None
    changed = next(place for place, entry in enumerate(found.table.rows.records) if entry.changed_since)
    found.table.choose(changed)
    entry = found.table.rows.records[changed]
    assert found.detail.name.text() == entry.name
    assert found.detail.printed.text().endswith("as printed 2015")
    told = [label.text() for label in found.detail.facts.findChildren(type(found.detail.words))]
    assert entry.changed_since in told


def test_entries_for_professionals_stand_apart(page: CoalitionPage, workplace: FakeWorkplace) -> None:
    found = part(page, GuidePart)
    wanted = {entry.name for entry in workplace.directory.for_professionals()}
    assert {entry.name for entry in found.professionals.rows.records} == wanted
    assert found.professionals_card.isVisible() == bool(wanted)


def test_without_a_directory_the_guide_says_what_comes_first(opener: Opener, workplace: FakeWorkplace) -> None:
    workplace.directory = directory(opened=False)
    found = part(coalition(opener(), workplace), GuidePart)
    assert found.nothing.isVisible()
    assert found.table is None
