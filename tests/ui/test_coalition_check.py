# SPDX-License-Identifier: GPL-3.0-or-later
"""Check next, give out, words and rules, areas: the smaller parts of the directory desk."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt

from outreach_app.domain.errors import BadField
from outreach_app.domain.listing import ListingLine
from outreach_app.domain.reading import Fields
from outreach_app.domain.words import read_words
from outreach_app.ui.application import Window
from outreach_app.ui.dialogs.question import Question
from outreach_app.ui.pages.coalition_desk_areas import AreasPart, read_codes
from outreach_app.ui.pages.coalition_desk_check import CheckPart
from outreach_app.ui.pages.coalition_desk_entries import EntriesPart
from outreach_app.ui.pages.coalition_desk_give import GivePart
from outreach_app.ui.pages.coalition_desk_words import RULES, WordsPart
from outreach_app.ui.pages.coalition_directory import DirectoryPart
from ui.coalition_screens import coalition, desk_part, filled, part, settled
from ui.conftest import Opener
from ui.fake_directory import TODAY
from ui.fakes import FakeWorkplace, HeldLane
from ui.hands import press, press_all, write
from ui.test_coalition import said


@pytest.fixture
def made(opener: Opener) -> Window:
    """The window, locked."""
    return opener()


# --- the frame ------------------------------------------------------------------------------------------------


def test_keys_walk_through_the_parts_of_the_desk(made: Window, workplace: FakeWorkplace) -> None:
    directory = part(coalition(made, workplace), DirectoryPart)
    directory.segments.focus_chosen()
    seen = []
    for _ in range(6):
        seen.append(directory.segments.code)
        press(directory.segments.buttons[directory.segments.code], Qt.Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    assert seen == ["bring", "entries", "check", "give", "words", "areas"]
    assert directory.segments.code == "bring"


# --- check next -----------------------------------------------------------------------------------------------


@pytest.fixture
def check(made: Window, workplace: FakeWorkplace) -> CheckPart:
    """Some entries that nobody checked, one of which teams tell of."""
    filled(workplace)
    first = next(iter(workplace.kept.kept))
    workplace.listings.lines = (ListingLine(first, "no_answer", TODAY, 2), ListingLine(first, "no_answer", TODAY, 1))
    found = desk_part(coalition(made, workplace), CheckPart)
    found.table.setFocus()
    return found


def test_what_teams_told_comes_first_in_words(check: CheckPart) -> None:
    assert check.name.text() == "Bend Baby Pantry"
    assert check.number.text() == "816 555 0195"
    assert "Teams say: no answer 3 ×" in check.facts.text()
    assert "Ask: " in check.facts.text()
    assert check.why.words.text() == "Teams told us of calls that failed"


def test_one_key_checks_and_moves_on(check: CheckPart, made: Window, workplace: FakeWorkplace) -> None:
    before = [item.name for item in check.items]
    press(check.table, Qt.Key.Key_1)
    settled(check)
    assert check.name.text() == before[1]
    assert len(check.items) == len(before) - 1
    assert said(made) == f"{before[0]}: checked today, by phone."
    press(check.table, Qt.Key.Key_3)
    settled(check)
    assert [what for what, _ in workplace.entries.done] == ["verify call North", "verify visit North"]
    assert workplace.releases.refreshed == 2


def test_later_moves_on_and_comes_round(check: CheckPart) -> None:
    names = [item.name for item in check.items]
    seen = []
    for _ in names:
        seen.append(check.name.text())
        press_all(check.table, "N")
    assert seen == names
    assert check.name.text() == names[0]


def test_a_wrong_number_opens_the_entry(check: CheckPart, made: Window) -> None:
    name = check.name.text()
    press_all(check.table, "E")
    settled(made.window)
    directory = check.window().findChild(DirectoryPart)
    assert directory is not None
    assert directory.segments.code == "entries"
    entries = directory.parts["entries"]
    assert isinstance(entries, EntriesPart)
    assert entries.editor.name.text() == name


def test_a_recall_is_asked_about_first(check: CheckPart, made: Window, workplace: FakeWorkplace) -> None:
    item = check.item()
    assert item is not None
    press_all(check.table, "R")
    settled(made.window)
    asked = made.desk.dialogs[-1]
    assert isinstance(asked, Question)
    assert workplace.entries.done == []
    asked.answers[0].click()
    settled(check)
    assert workplace.entries.done == [("recall", item.entry_id)]
    assert check.item() != item


def test_with_nothing_to_check_it_says_when_something_will_be(made: Window, workplace: FakeWorkplace) -> None:
    found = desk_part(coalition(made, workplace), CheckPart)
    assert found.nothing.isVisible()
    assert not found.board.isVisible()


# --- give out -------------------------------------------------------------------------------------------------


@pytest.fixture
def give(made: Window, workplace: FakeWorkplace) -> GivePart:
    filled(workplace)
    return desk_part(coalition(made, workplace), GivePart)


@pytest.mark.parametrize("form", ["json", "zip", "tables"])
def test_the_directory_goes_out_in_the_form_chosen(give: GivePart, made: Window, tmp_path: Path, form: str) -> None:
    give.form.setCurrentIndex(give.form.findData(form))
    give.export_to(tmp_path / "out")
    settled(give)
    assert (tmp_path / "out").read_text(encoding="utf-8") == form
    assert said(made) == "60 entries saved as out."


def test_nothing_is_written_over(give: GivePart, made: Window, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("kept", encoding="utf-8")
    for save in (give.export_to, give.booklet_to):
        save(there)
        settled(give)
        assert there.read_text(encoding="utf-8") == "kept"
        assert "there" in said(made)
        assert give.export_button.isEnabled()


def test_the_booklet_is_made_off_the_windows_thread(
    give: GivePart, made: Window, workplace: FakeWorkplace, tmp_path: Path
) -> None:
    lane = HeldLane()
    workplace.lanes.network = lane
    give.paper.setCurrentIndex(give.paper.findData("a5"))
    give.about.setCurrentIndex(give.about.findData("shelter"))
    give.booklet_to(tmp_path / "help.pdf")
    assert give.busy.isVisible()
    assert not give.booklet_button.isEnabled()
    lane.let_go()
    settled(give)
    document = pypdfium2.PdfDocument((tmp_path / "help.pdf").read_bytes())
    told = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    assert "Shelter tonight" in told
    assert "Food and water" not in told
    assert said(made).startswith("Saved as help.pdf: ")
    assert give.booklet_button.isEnabled()


# --- words and rules ------------------------------------------------------------------------------------------


@pytest.fixture
def words(made: Window, workplace: FakeWorkplace) -> WordsPart:
    return desk_part(coalition(made, workplace), WordsPart)


def test_a_word_is_added_and_understood(words: WordsPart, made: Window, workplace: FakeWorkplace) -> None:
    words.phrase.setText("Crash Pad")
    words.meaning.setCurrentIndex(words.meaning.findData("needs:shelter"))
    words.add_button.click()
    settled(words)
    assert "crash pad" in read_words(Fields(workplace.entries.words())).of("need", "shelter")
    assert said(made) == "Added: Crash Pad"
    assert words.phrase.text() == "Crash Pad"
    assert workplace.releases.refreshed == 1


def test_a_word_that_means_something_already_is_refused_at_its_row(words: WordsPart, workplace: FakeWorkplace) -> None:
    before = workplace.entries.words()
    words.phrase.setText("detox")
    words.meaning.setCurrentIndex(words.meaning.findData("needs:shelter"))
    words.add_button.click()
    assert words.problem.text() == "“detox” is on the list already and means help: Substance use."
    assert workplace.entries.words() == before
    words.phrase.setText(" - ")
    words.add_button.click()
    assert words.problem.text() == "Write the word or phrase."


def test_a_word_can_mean_something_else_or_go(words: WordsPart, workplace: FakeWorkplace) -> None:
    write(words.search, "refugio")
    words.table.choose(0)
    words.meaning.setCurrentIndex(words.meaning.findData("needs:safety"))
    words.change_button.click()
    settled(words)
    understood = read_words(Fields(workplace.entries.words()))
    assert "refugio" in understood.of("need", "safety")
    assert "refugio" not in understood.of("need", "shelter")
    words.remove_button.click()
    settled(words)
    assert "refugio" not in read_words(Fields(workplace.entries.words())).of("need", "safety")


def test_back_to_what_ships_asks_first(words: WordsPart, made: Window, workplace: FakeWorkplace) -> None:
    shipped = workplace.entries.words()
    words.remove_button.click()
    settled(words)
    assert workplace.entries.words() != shipped
    words.reset_button.click()
    settled(made.window)
    asked = made.desk.dialogs[-1]
    assert isinstance(asked, Question)
    asked.answers[0].click()
    settled(words)
    assert workplace.entries.words() == shipped
    assert len(words.rows) > 300


def test_rules_are_a_list_of_their_own(words: WordsPart, workplace: FakeWorkplace) -> None:
    words.segments.choose(RULES)
    settled(words)
    assert words.by_field.isVisible()
    words.phrase.setText("Warming Centers")
    words.by.setCurrentIndex(words.by.findData("name"))
    words.meaning.setCurrentIndex(words.meaning.findData("need:shelter"))
    words.add_button.click()
    settled(words)
    rules = workplace.entries.rules()
    assert isinstance(rules, dict)
    assert {"name": "Warming Centers", "needs": ["shelter"]} in rules["terms"]


def test_a_rule_that_the_service_refuses_is_told_at_the_row(words: WordsPart, workplace: FakeWorkplace) -> None:
    words.segments.choose(RULES)
    settled(words)
    workplace.entries.problem = BadField("needs.shelter", "too_large")
    words.phrase.setText("some words")
    words.add_button.click()
    settled(words)
    assert words.problem.text().startswith("This cannot be kept: ")
    assert words.phrase.text() == "some words"


# --- areas ----------------------------------------------------------------------------------------------------


def test_postal_codes_are_pasted_in(made: Window, workplace: FakeWorkplace) -> None:
    found = desk_part(coalition(made, workplace), AreasPart)
    box = found.boxes["G1"]
    box.field.setPlainText("64101\n64102; 64102, 64105")
    assert box.count.text() == "3 postal codes"
    box.save_button.click()
    settled(found)
    assert workplace.coalition.codes == {"G1": ("64101", "64102", "64105")}
    assert said(made) == "Saved: 3 postal codes for G1."
    box.field.setPlainText("64101, somewhere")
    box.save_button.click()
    assert box.place.problem.text() == "Not a postal code: SOMEWHERE"
    assert workplace.coalition.codes == {"G1": ("64101", "64102", "64105")}


@pytest.mark.parametrize(
    ("text", "codes", "wrong"),
    [
        ("", (), ""), ("64101 64102", ("64101", "64102"), ""), ("sw1a 1aa, SW1A 1AA", ("SW1A 1AA",), ""),
        ("64101-1234", ("64101-1234",), ""), ("64101, <b>", ("64101",), "<B>"),
    ],
)  # fmt: skip
def test_lists_of_codes_in_many_hands(text: str, codes: tuple[str, ...], wrong: str) -> None:
    assert read_codes(text) == (codes, wrong)
