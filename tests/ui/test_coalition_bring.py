# SPDX-License-Identifier: GPL-3.0-or-later
"""Bringing a directory in: what is asked, reading, stopping, what waits, and what is taken over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from outreach_app.domain.directory_import import ImportOrder, RowProblem
from outreach_app.domain.errors import DiskFull, FileMissing, NoDirectory
from outreach_app.ui.application import Window
from outreach_app.ui.pages.coalition_desk_bring import BUSY, DIFFERENCE, IDLE, ORDER, BringPart
from outreach_app.ui.pages.coalition_difference import DifferenceView
from outreach_app.ui.problem_list import as_csv
from outreach_app.ui.widgets.state_word import StateWord
from ui.coalition_screens import bring_part, changed_town, difference_part, settled
from ui.conftest import Opener
from ui.fake_directory import directory, practice_entries
from ui.fakes import FakeWorkplace, HeldLane
from ui.test_coalition import said

TOWN = ImportOrder("/there/town.json", "hsds", "Town")


@pytest.fixture
def made(opener: Opener) -> Window:
    """The window, locked."""
    return opener()


@pytest.fixture
def found(made: Window, workplace: FakeWorkplace) -> BringPart:
    """The part, with nothing brought in yet."""
    return bring_part(made, workplace)


def view_of(part: BringPart) -> DifferenceView:
    assert part.difference is not None
    return part.difference


# --- what is asked --------------------------------------------------------------------------------------------


def test_an_empty_desk_offers_the_training_town(found: BringPart, made: Window, workplace: FakeWorkplace) -> None:
    assert found.training_button.isVisible()
    found.training_button.click()
    settled(found)
    assert workplace.releases.refreshed == 1
    assert said(made) == "Taken over: 60 new, 0 changed, 0 set aside."
    assert not found.training_button.isVisible()
    assert [source.name for source in found.sources] == ["training"]


def test_the_form_is_recognised_and_can_be_changed(found: BringPart, workplace: FakeWorkplace) -> None:
    workplace.looking.form = "icarol"
    found.open_path(Path("/there/agencies.csv"))
    assert found.step == ORDER
    assert found.form.form.currentData() == "icarol"
    assert found.form.name.text() == "agencies"
    found.form.form.setCurrentIndex(found.form.form.findData("hsds1"))
    found.form.read_button.click()
    assert workplace.desk.orders == [ImportOrder("/there/agencies.csv", "hsds1", "agencies")]


def test_a_form_that_cannot_be_recognised_is_asked_for(found: BringPart, workplace: FakeWorkplace) -> None:
    workplace.looking.problem = FileMissing("/there/odd.bin")
    found.open_path(Path("/there/odd.bin"))
    assert "odd.bin" in found.form.form_field.problem.text()
    assert found.form.form_field.remark.text() == "The form could not be recognised. Choose it."


def test_columns_are_mapped_with_samples_beside_them(found: BringPart, workplace: FakeWorkplace) -> None:
    workplace.looking.form = "csv"
    found.open_path(Path("/there/places.csv"))
    mapping = found.form.mapping
    assert mapping.columns_of("name") == ("Service",)
    assert not mapping.marks["name"].isHidden()
    assert mapping.samples["name"].text() == "Harbor beds  ·  Hot meals"
    assert [entry.name for entry in mapping.table.rows.records] == ["Harbor beds", "Hot meals"]
    mapping.choose("name", "Agency")
    assert mapping.marks["name"].isHidden()
    assert [entry.name for entry in mapping.table.rows.records] == ["Harbor Center", "Mill Kitchen"]
    found.form.read_button.click()
    assert workplace.desk.orders[-1].mapping == {"columns": {"name": ["Agency"], "phones": ["Tel"]}}


def test_a_mapping_without_a_name_is_not_read(found: BringPart, workplace: FakeWorkplace) -> None:
    workplace.looking.form = "csv"
    found.open_path(Path("/there/places.csv"))
    found.form.mapping.choices["name"].setCurrentIndex(0)
    found.form.read_button.click()
    assert workplace.desk.orders == []
    assert found.form.form_field.problem.text() == "Say which column holds the name."


def test_the_mapping_of_the_last_time_is_used_again(found: BringPart, workplace: FakeWorkplace) -> None:
    before = ImportOrder("/old.csv", "csv", "Places", mapping={"columns": {"name": ["Agency"]}})
    workplace.desk.orders.append(before)
    workplace.kept.fill(practice_entries()[:2], "Places")
    workplace.looking.form = "csv"
    found.arrive()
    found.open_path(Path("/there/new.csv"), "Places")
    assert found.form.mapping.columns_of("name") == ("Agency",)
    assert found.form.mapping.marks["name"].isHidden()
    assert found.form.earlier.currentData() == "Places"


def test_an_address_is_read_whole_or_since_the_last_time(found: BringPart, workplace: FakeWorkplace) -> None:
    found.open_address()
    found.form.read_button.click()
    assert found.step == ORDER
    assert found.form.address_field.problem.text() == "An address begins with https://"
    found.form.address.setText("https://places.example/services")
    found.form.name.setText("Places")
    assert not found.form.changed_only.isEnabled()
    found.form.read_button.click()
    assert workplace.desk.orders == [ImportOrder("https://places.example/services", "api", "Places")]
    view_of(found).accept_button.click()
    settled(found)
    found.table.choose(0)
    found.again()
    assert found.form.address.text() == "https://places.example/services"
    assert found.form.changed_only.isChecked()
    found.form.read_button.click()
    assert workplace.desk.orders[-1].modified_after == "2026-11-21T00:00:00Z"


def test_a_source_without_a_name_is_asked_for_one(found: BringPart, workplace: FakeWorkplace) -> None:
    found.open_path(Path("/there/town.json"))
    found.form.name.setText(" ")
    found.form.read_button.click()
    assert found.form.name_field.problem.text() == "Give the source a name."
    assert workplace.desk.orders == []
    found.form.back_button.click()
    assert found.step == IDLE


# --- reading --------------------------------------------------------------------------------------------------


def test_reading_changes_nothing_until_it_is_taken_over(
    found: BringPart, made: Window, workplace: FakeWorkplace
) -> None:
    found.read(TOWN)
    settled(found)
    assert found.step == DIFFERENCE
    assert not found.idle.isVisible()
    assert workplace.kept.kept == {}
    view_of(found).accept_button.click()
    settled(found)
    assert len(workplace.kept.kept) == 60
    assert workplace.releases.refreshed == 1
    assert said(made) == "Taken over: 60 new, 0 changed, 0 set aside."
    assert found.step == IDLE


def test_a_stopped_reading_waits_and_goes_on(found: BringPart, made: Window, workplace: FakeWorkplace) -> None:
    lane = HeldLane()
    workplace.lanes.desk = lane
    found.read(TOWN)
    assert found.step == BUSY
    assert found.stop_button.isVisible()
    found.stop_button.click()
    assert found.far.text() == "Stopping…"
    lane.let_go()
    QApplication.processEvents()
    lane.let_go()  # the part reads the desk again
    settled(found)
    assert said(made) == "Stopped. Your directory is as it was; what was read waits."
    assert workplace.kept.kept == {}
    assert found.waiting_words.text() == "An import of Town was stopped before its end."
    found.on_button.click()
    lane.let_go()
    settled(found)
    assert view_of(found).preview.complete


def test_what_was_staged_is_found_again(found: BringPart, made: Window, workplace: FakeWorkplace) -> None:
    workplace.desk.begin(TOWN)
    found.arrive()
    settled(found)
    assert found.waiting_words.text() == "An import of Town waits for you."
    assert not found.form_buttons.isVisible()
    found.look_button.click()
    settled(found)
    view_of(found).later_button.click()
    settled(found)
    assert found.waiting.isVisible()
    found.throw_button.click()
    settled(found)
    assert said(made) == "Thrown away. Your directory is as it was."
    assert not found.waiting.isVisible()
    assert workplace.desk.staged() is None


def test_locking_ends_the_reading(found: BringPart, made: Window, workplace: FakeWorkplace) -> None:
    lane = HeldLane()
    workplace.lanes.desk = lane
    found.read(TOWN)
    reading = found.reading
    assert reading is not None
    made.window.lock()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert reading.stopped
    assert not reading.run().complete


def test_a_file_that_cannot_be_read_says_so_and_changes_nothing(
    found: BringPart, made: Window, workplace: FakeWorkplace
) -> None:
    workplace.desk.problem = FileMissing("/there/town.json")
    found.read(TOWN)
    settled(found)
    assert "town.json" in said(made)
    assert found.step == IDLE


def test_a_release_that_cannot_be_built_keeps_what_was_taken_over(
    found: BringPart, made: Window, workplace: FakeWorkplace
) -> None:
    workplace.releases.problem = DiskFull("vault")
    found.training_button.click()
    settled(found)
    assert said(made)
    assert found.step == IDLE
    assert [source.name for source in found.sources] == ["training"]


def test_with_no_release_the_desk_still_opens(opener: Opener, workplace: FakeWorkplace) -> None:
    workplace.directory = directory(opened=False)
    part = bring_part(opener(), workplace)
    assert part.state.words.text() == "No entries yet"
    with pytest.raises(NoDirectory):
        workplace.directory.head()


@pytest.mark.parametrize(
    ("done", "total", "words"), [(30, 60, "30 of 60"), (7_000_000, 50_000_000, "7 of 50 MB"), (1500, 0, "1500 so far")]
)
def test_progress_is_told_in_rows_or_in_bytes(
    found: BringPart, workplace: FakeWorkplace, done: int, total: int, words: str
) -> None:
    workplace.lanes.desk = HeldLane()
    found.read(TOWN)
    assert found.reading is not None
    found.reading.moved.emit(done, total)
    assert found.far.text() == f"Reading Town · {words}"
    assert found.bar.maximum() == total


# --- what would change ----------------------------------------------------------------------------------------


@pytest.fixture
def view(made: Window, workplace: FakeWorkplace) -> DifferenceView:
    """Entries new, changed, gone, and one changed on both sides."""
    return view_of(difference_part(made, workplace))


def test_each_kind_is_counted_and_what_was_left_out_is_said(view: DifferenceView) -> None:
    words = {code: button.text() for code, button in view.segments.buttons.items()}
    assert words == {
        "conflict": "Changed on both sides (1)", "added": "New (1)", "changed": "Changed (3)", "gone": "Gone (10)",
        "problems": "Problems (2)",
    }  # fmt: skip
    told = {state.words.text() for state in view.findChildren(StateWord) if state.isVisible()}
    assert {"47 as before", "2 rows left out", "4 entries with guesses"} <= told


def test_changes_are_told_field_by_field_and_an_edit_stays(view: DifferenceView) -> None:
    table = view.tables["changed"]
    told = {}
    for row in range(table.rows.rowCount()):
        table.choose(row)
        told[view.detail_name.text()] = view.detail.text()
    assert "Name: Bend Baby Pantry\n→ Bend Baby Pantry House" in told["Bend Baby Pantry House"]
    view.segments.choose("conflict")
    assert view.detail_name.text() == "Bend Crisis Ride-out Team"
    assert "Changed here too: Mill Street 4" in view.detail.text()


def test_what_is_not_ticked_is_left_and_gone_needs_a_yes_of_its_own(
    made: Window, view: DifferenceView, workplace: FakeWorkplace
) -> None:
    assert [view.sets_aside] == [False]
    view.tables["changed"].choose(0)
    view._turn("changed", 0)
    assert view.taken.text() == "2 of 3 taken"
    view.segments.choose("added")
    view.none_button.click()
    assert view.taken.text() == "0 of 1 taken"
    left = view.leave()
    new, changed, gone = (workplace.desk.changes(kind) for kind in ("added", "changed", "gone"))
    assert left == {new[0].entry_id, changed[0].entry_id, *(one.entry_id for one in gone)}
    view.segments.choose("gone")
    view.all_button.click()
    view._turn("gone", 3)
    assert view.sets_aside
    assert view.leave() == {new[0].entry_id, changed[0].entry_id, gone[3].entry_id}
    view.accept_button.click()
    settled(view)
    assert workplace.desk.accepted == [(frozenset({new[0].entry_id, changed[0].entry_id, gone[3].entry_id}), True)]
    assert said(made) == "Taken over: 0 new, 2 changed, 9 set aside."


def test_with_nothing_ticked_nothing_can_be_taken_over(view: DifferenceView) -> None:
    for kind in ("added", "changed"):
        view.segments.choose(kind)
        view.none_button.click()
    enabled = [view.accept_button.isEnabled()]
    view.all_button.click()
    assert [*enabled, view.accept_button.isEnabled()] == [False, True]


def test_leaving_everything_throws_the_import_away(view: DifferenceView, workplace: FakeWorkplace) -> None:
    names = {key: kept.entry.name for key, kept in workplace.kept.kept.items()}
    view.leave_button.click()
    settled(view)
    assert workplace.desk.staged() is None
    assert {key: kept.entry.name for key, kept in workplace.kept.kept.items()} == names


def test_a_take_over_that_fails_leaves_the_difference_on_screen(
    made: Window, view: DifferenceView, workplace: FakeWorkplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_choice: object) -> None:
        raise DiskFull("desk")

    monkeypatch.setattr(workplace.desk, "accept", full)
    view.accept_button.click()
    settled(made.window)
    assert view.isVisible()
    assert said(made)


def test_problems_go_out_as_a_table_and_as_a_file(made: Window, view: DifferenceView, tmp_path: Path) -> None:
    view.segments.choose("problems")
    assert [problem.row for problem in view.tables["problems"].rows.records] == [3, 9]
    view.copy_button.click()
    lines = QApplication.clipboard().text().splitlines()
    assert lines[0] == "Row\tField\tCode\tWhat was wrong"
    assert lines[1].startswith("3\tphones[0].number\tnot_a_phone\t")
    view.save_problems(tmp_path / "problems.csv")
    settled(view)
    assert (tmp_path / "problems.csv").read_text(encoding="utf-8-sig").count("\n") == 3
    assert said(made) == "Saved as problems.csv."
    (tmp_path / "problems.csv").write_text("kept", encoding="utf-8")
    view.save_problems(tmp_path / "problems.csv")
    assert (tmp_path / "problems.csv").read_text(encoding="utf-8") == "kept"


def test_a_problem_never_becomes_a_formula(qapp: QApplication) -> None:
    assert b"'=1+1" in as_csv((RowProblem(1, "=1+1", "missing"),))


def test_a_long_list_of_changes_is_read_page_by_page(found: BringPart, workplace: FakeWorkplace) -> None:
    entry = practice_entries()[0]
    workplace.desk.coming = tuple(
        replace(entry, id=f"00000000-0000-0000-0000-{number:012d}", name=f"Place {number}") for number in range(1000)
    )
    found.read(TOWN)
    settled(found)
    view = view_of(found)
    table = view.tables["added"]
    assert table.rows.rowCount() == 1000
    assert table.rows.record_at(700) is None
    assert table.rows.index(700, 1).data() in {"…", "Place 700"}
    settled(found)
    assert table.rows.index(700, 1).data() == "Place 700"
    view.none_button.click()
    assert len(view.leave()) == 1000


def test_the_same_again_says_so(found: BringPart, workplace: FakeWorkplace) -> None:
    found.read(TOWN)
    view_of(found).accept_button.click()
    settled(found)
    found.read(TOWN)
    settled(found)
    told = [words for words, _tone in view_of(found).figures()]
    assert told[0] == "Nothing differs from what is there"
    assert not view_of(found).accept_button.isEnabled()
    assert changed_town() != workplace.desk.coming
