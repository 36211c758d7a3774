# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries of the directory desk: found, opened, edited, checked, settled, recalled, written anew."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from outreach_app.domain.desk import Conflict
from outreach_app.domain.directory import STREET_ATTRIBUTES, Address, Entry, Phone
from outreach_app.domain.errors import DiskFull
from outreach_app.domain.hours import WEEKLY, Schedule
from outreach_app.ui.application import Window
from outreach_app.ui.coalition_words import FIELDS
from outreach_app.ui.desk_words import ATTRIBUTES, GROUPS
from outreach_app.ui.dialogs.question import Question
from outreach_app.ui.pages.coalition_desk_entries import EntriesPart
from outreach_app.ui.widgets.entry_codes import AttributesField, LanguagesField, NeedsField
from outreach_app.ui.widgets.entry_field import TickField
from outreach_app.ui.widgets.entry_hours import HoursField
from outreach_app.ui.widgets.entry_rows import AddressesField, PhonesField
from ui.coalition_screens import entries_part, filled, settled
from ui.conftest import Opener
from ui.fake_directory import TODAY, practice_entries
from ui.fakes import FakeWorkplace, HeldLane
from ui.hands import press, write
from ui.test_coalition import said

PLAIN = Entry(
    "00000000-0000-0000-0000-000000000001", "Harbor beds", organization="Harbor Center", needs=("shelter", "food"),
    phones=(Phone("816 555 0101", "12", "front desk"),), addresses=(Address(street="1 Mill Street", city="Bend"),),
    opening=(Schedule(freq=WEEKLY, byday=("MO", "TU"), opens=540, closes=1020),),
    minimum_age=12, maximum_age=17, languages=("en", "hmn"), documents=("photo ID",), inside_by="23:30",
    postal_codes=("64101", "64102"), attributes={"pets": "no", "id_required": "yes"},
    guessed=("need:shelter", "id_required", "minimum_age", "opening"),
)  # fmt: skip


@pytest.fixture
def made(opener: Opener) -> Window:
    """The window, locked."""
    return opener()


@pytest.fixture
def found(made: Window, workplace: FakeWorkplace) -> EntriesPart:
    """The list, with the practice town and one plain entry."""
    filled(workplace)
    workplace.kept.fill((PLAIN,), "Region")
    return entries_part(made, workplace)


@pytest.fixture
def opened(found: EntriesPart) -> EntriesPart:
    """The plain entry, open."""
    found.open_entry(PLAIN.id)
    settled(found)
    return found


def saved(workplace: FakeWorkplace) -> Entry:
    return workplace.kept.kept[PLAIN.id].entry


def line(part: EntriesPart, name: str) -> QLineEdit:
    """The line of a one-line field."""
    control = part.editor.fields[name].findChild(QLineEdit)
    assert isinstance(control, QLineEdit)
    return control


def type_into(part: EntriesPart, name: str, words: str) -> None:
    control = line(part, name)
    control.selectAll()
    write(control, words)


def question(made: Window) -> Question:
    asked = made.desk.dialogs[-1]
    assert isinstance(asked, Question)
    return asked


# --- the list -------------------------------------------------------------------------------------------------


def test_words_and_filters_narrow_the_list(found: EntriesPart) -> None:
    assert found.count.text() == "60 entries"
    write(found.search, "harbor beds")
    settled(found)
    assert found.count.text() == "1 entry"
    found.search.clear()
    shown = {}
    for place in range(found.filter.count()):
        found.filter.setCurrentIndex(place)
        found.filter.activated.emit(place)
        settled(found)
        shown[found.filter.currentText()] = found.lines.rowCount()
    assert shown["Recalled"] == shown["Gone from the source"] == shown["To be settled"] == 1
    assert shown["Guessed"] == 2
    assert shown["Edited here"] >= 3


def test_keys_lead_from_the_search_to_the_entry_and_back(found: EntriesPart) -> None:
    write(found.search, "har")
    settled(found)
    press(found.search, Qt.Key.Key_Down)
    press(found.search, Qt.Key.Key_Return)
    settled(found)
    assert found.editor.isVisible()
    assert not found.list.isVisible()
    press(found.editor, Qt.Key.Key_Escape)
    settled(found)
    assert found.list.isVisible()
    assert found.search.text() == "har"


def test_with_no_entry_the_list_says_what_comes_first(made: Window, workplace: FakeWorkplace) -> None:
    part = entries_part(made, workplace)
    assert part.nothing.isVisible()
    assert not part.card.isVisible()
    workplace.kept.fill((PLAIN,))
    part.arrive()
    write(part.search, "nowhere")
    settled(part)
    assert part.none_fits.isVisible()


def test_while_an_answer_is_under_way_only_the_last_question_follows(
    found: EntriesPart, workplace: FakeWorkplace
) -> None:
    lane = HeldLane()
    workplace.lanes.desk = lane
    write(found.search, "harbor")
    assert len(lane.waiting) == 1
    lane.let_go()
    QApplication.processEvents()
    assert len(lane.waiting) == 1
    lane.let_go()
    settled(found)
    assert not lane.waiting
    assert "Harbor" in found.lines.records[0].name


# --- fields there and back ------------------------------------------------------------------------------------


def test_every_field_of_an_entry_can_be_edited_or_is_kept(opened: EntriesPart, workplace: FakeWorkplace) -> None:
    draft = opened.editor.draft()
    assert draft == PLAIN
    beside = {"source", "guessed", "verified_on", "verified_how", "verified_by"}
    assert set(FIELDS) - beside == set(opened.editor.fields)
    assert set(ATTRIBUTES) == set(STREET_ATTRIBUTES)
    assert {code for _, codes in GROUPS for code in codes} == set(STREET_ATTRIBUTES) - {"confidential_location"}


def test_opening_and_saving_changes_nothing(found: EntriesPart, workplace: FakeWorkplace) -> None:
    for entry in practice_entries():
        workplace.kept.fill((entry,))
        found.editor.show_entry(workplace.entries.entry(entry.id))
        assert found.editor.draft() == entry, entry.name


def test_plain_fields_are_saved(opened: EntriesPart, made: Window, workplace: FakeWorkplace) -> None:
    type_into(opened, "name", "Harbor House")
    type_into(opened, "minimum_age", "13")
    type_into(opened, "inside_by", "11 pm")
    opened.save_button.click()
    settled(opened)
    entry = saved(workplace)
    assert (entry.name, entry.minimum_age, entry.inside_by) == ("Harbor House", 13, "23:00")
    assert workplace.releases.refreshed == 1
    assert said(made) == "Saved. The other laptops get it with your next sync."
    assert not opened.unsaved.isVisible()


def test_control_s_saves(opened: EntriesPart, workplace: FakeWorkplace) -> None:
    type_into(opened, "ask_for", "Intake")
    press(line(opened, "ask_for"), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settled(opened)
    assert saved(workplace).ask_for == "Intake"


@pytest.mark.parametrize(
    ("field", "words", "problem"),
    [
        ("name", " ", "This cannot stay empty."), ("minimum_age", "200", "A number of years, or nothing."),
        ("maximum_age", "9", "The oldest is younger than the youngest."),
        ("inside_by", "late", "A time as 23:30, or nothing."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(
    opened: EntriesPart, workplace: FakeWorkplace, field: str, words: str, problem: str
) -> None:
    type_into(opened, field, words)
    opened.save_button.click()
    settled(opened)
    assert opened.editor.places[field].problem.text() == problem
    assert workplace.entries.done == []
    assert opened.unsaved.isVisible()


def test_hours_are_typed_day_by_day(opened: EntriesPart, workplace: FakeWorkplace) -> None:
    intake = opened.editor.fields["intake"]
    assert isinstance(intake, HoursField)
    write(intake.days["MO"], "18-23:30")
    intake.same.click()
    write(intake.days["SA"], "24 h")
    write(intake.prose, "ring twice")
    opened.save()
    settled(opened)
    rows = {(row.byday, row.opens, row.closes, row.prose) for row in saved(workplace).intake}
    assert rows == {(("SA",), 0, 1440, "ring twice"), (("MO", "TU", "WE", "TH", "FR"), 1080, 1410, "")}
    assert saved(workplace).opening == PLAIN.opening


def test_hours_that_are_none_are_named_with_their_day(opened: EntriesPart, workplace: FakeWorkplace) -> None:
    opening = opened.editor.fields["opening"]
    assert isinstance(opening, HoursField)
    write(opening.days["WE"], "most days")
    opened.save()
    settled(opened)
    assert "Wed: “most days” is not understood" in opened.editor.places["opening"].problem.text()
    assert opening.days["WE"].property("wrong") == "true"
    assert workplace.entries.done == []


def test_hours_with_an_end_can_hold_for_good_and_other_rows_can_go(
    opened: EntriesPart, workplace: FakeWorkplace
) -> None:
    opening = opened.editor.fields["opening"]
    assert isinstance(opening, HoursField)
    limited = Schedule(freq=WEEKLY, byday=("MO",), opens=540, closes=720, valid_to=TODAY)
    monthly = Schedule(freq="MONTHLY", byday=("1SA",), opens=600, closes=720)
    opening.show_value((limited, monthly))
    assert not opening.until.isHidden()
    opening.for_good.click()
    opening._forget(monthly)
    assert opening.value() == (replace(limited, valid_to=None),)


def test_phones_and_addresses_are_rows(opened: EntriesPart, workplace: FakeWorkplace) -> None:
    phones, places = opened.editor.fields["phones"], opened.editor.fields["addresses"]
    assert isinstance(phones, PhonesField)
    assert isinstance(places, AddressesField)
    phones.more.click()
    write(phones.rows[1].lines["number"], "816 555 0199")
    phones.rows[0].remove.click()
    opened.save()
    settled(opened)
    assert saved(workplace).phones == (Phone("816 555 0199"),)
    assert saved(workplace).addresses == PLAIN.addresses
    phones.more.click()
    write(phones.rows[1].lines["description"], "no number")
    opened.save()
    assert opened.editor.places["phones"].problem.text() == "A phone needs a number."


def test_a_secret_address_is_no_address(opened: EntriesPart, workplace: FakeWorkplace) -> None:
    secret = opened.editor.fields["confidential"]
    assert isinstance(secret, TickField)
    secret.tick.click()
    assert opened.editor.places["addresses"].isHidden()
    opened.save()
    settled(opened)
    entry = saved(workplace)
    assert entry.confidential
    assert entry.addresses == ()
    assert entry.says("confidential_location") == "yes"


def test_languages_beyond_the_list_can_be_added(opened: EntriesPart, workplace: FakeWorkplace) -> None:
    languages = opened.editor.fields["languages"]
    assert isinstance(languages, LanguagesField)
    assert languages.chips["hmn"].isChecked()
    place = languages.more.findData("de")
    assert place > 0
    languages.more.setCurrentIndex(place)
    languages.more.activated.emit(place)
    opened.save()
    settled(opened)
    assert set(saved(workplace).languages) == {"en", "hmn", "de"}


# --- guesses, the source, conflicts ---------------------------------------------------------------------------


def test_setting_what_was_guessed_takes_its_mark_away(opened: EntriesPart, workplace: FakeWorkplace) -> None:
    attributes, needs = opened.editor.fields["attributes"], opened.editor.fields["needs"]
    assert isinstance(attributes, AttributesField)
    assert isinstance(needs, NeedsField)
    assert not attributes.marks["id_required"].isHidden()
    assert needs.chips["shelter"].text() == "Shelter tonight · guessed"
    attributes.rows["id_required"].buttons["yes"].click()
    assert attributes.marks["id_required"].isHidden()
    type_into(opened, "minimum_age", "14")
    opened.save()
    settled(opened)
    assert saved(workplace).guessed == ("need:shelter", "opening")
    assert saved(workplace).says("id_required") == "yes"


def test_everything_guessed_can_be_right_at_once(opened: EntriesPart, workplace: FakeWorkplace) -> None:
    assert not opened.editor.guess_card.isHidden()
    opened.editor.right_button.click()
    assert opened.editor.guess_card.isHidden()
    opened.save()
    settled(opened)
    assert saved(workplace).guessed == ()
    assert saved(workplace).needs == PLAIN.needs


def test_not_known_is_not_no(opened: EntriesPart, workplace: FakeWorkplace) -> None:
    attributes = opened.editor.fields["attributes"]
    assert isinstance(attributes, AttributesField)
    assert attributes.rows["pregnant"].code() == ""
    attributes.rows["pregnant"].buttons["no"].click()
    attributes.rows["pets"].buttons[""].click()
    opened.save()
    settled(opened)
    assert dict(saved(workplace).attributes) == {"pregnant": "no", "id_required": "yes"}


def test_arrows_choose_yes_no_or_not_known(opened: EntriesPart) -> None:
    attributes = opened.editor.fields["attributes"]
    assert isinstance(attributes, AttributesField)
    row = attributes.rows["pets"]
    row.buttons["no"].setFocus()
    press(row.buttons["no"], Qt.Key.Key_Right)
    assert row.code() == ""


def test_what_the_source_has_stands_beside_what_was_edited(opened: EntriesPart, workplace: FakeWorkplace) -> None:
    type_into(opened, "fees", "free")
    opened.save()
    settled(opened)
    assert opened.editor.places["fees"].remark.text() == "In the source: –"
    assert not opened.editor.take_back["fees"].isHidden()
    opened.editor.take_back["fees"].click()
    opened.save()
    settled(opened)
    assert saved(workplace) == PLAIN
    assert opened.editor.places["fees"].remark.isHidden()


def test_conflicts_are_settled_one_by_one(opened: EntriesPart, workplace: FakeWorkplace) -> None:
    workplace.kept.kept[PLAIN.id].conflicts = (Conflict("name", "Harbor beds", "Harbor shelter"),)
    opened.open_entry(PLAIN.id)
    settled(opened)
    assert opened.editor.conflicts.isVisible()
    opened.editor.settled.emit("name", "theirs")
    settled(opened)
    assert saved(workplace).name == "Harbor shelter"
    assert not opened.editor.conflicts.isVisible()
    assert workplace.releases.refreshed == 1


def test_settling_waits_until_edits_are_saved(opened: EntriesPart, made: Window, workplace: FakeWorkplace) -> None:
    workplace.kept.kept[PLAIN.id].conflicts = (Conflict("name", "Harbor beds", "Harbor shelter"),)
    type_into(opened, "fees", "free")
    opened.editor.settled.emit("name", "ours")
    assert said(made) == "Save what you changed first, then settle it."
    assert workplace.entries.done == []


# --- checking, recalling, leaving -----------------------------------------------------------------------------


def test_two_keys_say_how_it_was_checked_and_save_what_was_changed(
    opened: EntriesPart, made: Window, workplace: FakeWorkplace
) -> None:
    type_into(opened, "ask_for", "Intake")
    press(line(opened, "ask_for"), Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    settled(opened)
    entry = saved(workplace)
    assert (entry.verified_on, entry.verified_how, entry.verified_by) == (TODAY, "call", "North")
    assert entry.ask_for == "Intake"
    assert said(made) == "Noted: checked today, by phone."
    assert "checked 21 Nov 2026, by phone · by North" in opened.editor.from_where.text()


def test_a_recall_says_what_it_does_and_can_be_taken_back(
    opened: EntriesPart, made: Window, workplace: FakeWorkplace
) -> None:
    opened.recall_button.click()
    settled(made.window)
    assert workplace.entries.done == []
    question(made).answers[0].click()
    settled(opened)
    assert workplace.kept.kept[PLAIN.id].recalled_on == TODAY
    assert said(made).startswith("Recalled. It is hidden here now")
    assert opened.recall_button.words.text() == "Bring it back"
    opened.recall_button.click()
    settled(opened)
    assert workplace.kept.kept[PLAIN.id].recalled_on is None
    assert workplace.releases.refreshed == 2


def test_leaving_asks_about_what_is_not_saved(opened: EntriesPart, made: Window, workplace: FakeWorkplace) -> None:
    type_into(opened, "fees", "free")
    opened.back_button.click()
    settled(made.window)
    question(made).answers[2].click()
    assert opened.editor.isVisible()
    opened.back_button.click()
    question(made).answers[1].click()
    settled(opened)
    assert opened.list.isVisible()
    assert saved(workplace).fees == ""


def test_a_save_that_fails_keeps_what_was_typed(opened: EntriesPart, made: Window, workplace: FakeWorkplace) -> None:
    workplace.entries.problem = DiskFull("desk")
    type_into(opened, "fees", "free")
    opened.save()
    settled(opened)
    assert said(made)
    assert line(opened, "fees").text() == "free"
    assert opened.unsaved.isVisible()


def test_a_new_entry_is_our_own(found: EntriesPart, workplace: FakeWorkplace) -> None:
    found.new_button.click()
    settled(found)
    assert not found.checks["call"].isEnabled()
    write(line(found, "name"), "Night kitchen")
    needs = found.editor.fields["needs"]
    assert isinstance(needs, NeedsField)
    needs.chips["food"].click()
    found.save()
    settled(found)
    made_ = [kept for kept in workplace.kept.kept.values() if kept.source == "own"]
    assert [(kept.entry.name, kept.entry.needs) for kept in made_] == [("Night kitchen", ("food",))]
    assert found.checks["call"].isEnabled()
