# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries at the desk: lists, own entries, checks, recalls, what to check next, words, booklet, export, tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from desks import TODAY, DeskAtWork, desk_at_work, place, term

from outreach_app.domain.desk import OWN_SOURCE, SHOWN, WORK_REASONS
from outreach_app.domain.directory import Address, Entry, Phone, entry_id
from outreach_app.domain.errors import BadField, DeskChanged, UnknownEntry
from outreach_app.domain.guide import Guide
from outreach_app.domain.listing import ListingLine
from outreach_app.domain.material import HelpLine, LineNumber

NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskAtWork]:
    """An empty desk."""
    made = desk_at_work(tmp_path)
    yield made
    made.service.close()


def id_of(number: int) -> str:
    return entry_id("county", str(number))


def names(desk: DeskAtWork, **asked: object) -> list[str]:
    return [line.name for line in desk.entries.lines(**asked).lines]  # type: ignore[arg-type]


# --- lists ---


def test_lists_are_in_order_of_name_and_come_in_pages(desk: DeskAtWork) -> None:
    desk.take(*(place(number, name=f"Place {number:03}") for number in reversed(range(450))))
    pages = [desk.entries.lines(offset=offset) for offset in (0, 200, 400)]
    assert [line.name for page in pages for line in page.lines] == [f"Place {number:03}" for number in range(450)]
    assert {page.total for page in pages} == {450}


def test_every_word_must_be_there_and_accents_do_not_matter(desk: DeskAtWork) -> None:
    desk.take(
        place(1, name="Casa María", organization="Luz del Norte"), place(2, name="Maria House"), place(3, name="Norte")
    )
    assert names(desk, text="maria") == ["Casa María", "Maria House"]
    assert names(desk, text="norte MARÍA") == ["Casa María"]
    assert names(desk, text="'; DROP TABLE entry; --%_") == []


def test_what_a_list_is_narrowed_to(desk: DeskAtWork) -> None:
    checked: dict[str, Any] = {"verified_on": TODAY}
    desk.take(
        place(1, **checked), place(2, **checked), place(3, terms=[term("beds")], **checked), place(4),
        place(5, fees="a", **checked), place(6, **checked),
    )  # fmt: skip
    desk.entries.save(replace(desk.entries.entry(id_of(1)).entry, fees="x"))
    desk.entries.save(replace(desk.entries.entry(id_of(5)).entry, fees="x"))
    desk.entries.recall(id_of(2))
    desk.take(
        place(1, **checked), place(2, **checked), place(3, terms=[term("beds")], **checked), place(4),
        place(5, fees="b", **checked), remove_gone=True,
    )  # fmt: skip
    found = {show: names(desk, show=show) for show in SHOWN}
    assert found == {
        "all": ["Place 1", "Place 2", "Place 3", "Place 4", "Place 5"], "edited": ["Place 1", "Place 5"],
        "recalled": ["Place 2"], "guessed": ["Place 3"], "never_verified": ["Place 4"], "gone": ["Place 6"],
        "conflict": ["Place 5"],
    }  # fmt: skip
    with pytest.raises(BadField):
        desk.entries.lines(show="secrets")


# --- one entry ---


def test_an_entry_of_our_own(desk: DeskAtWork) -> None:
    new = Entry(desk.entries.new_id(), "Our drop-in", phones=(Phone("816 555 0100"),), needs=("food",))
    assert new.id != desk.entries.new_id()
    desk.entries.save(new)
    found = desk.entries.entry(new.id)
    assert (found.entry, found.source, found.imported, found.edited) == (new, OWN_SOURCE, None, ())
    desk.entries.save(replace(new, fees="Free"))
    desk.take(place(1), remove_gone=True)
    assert desk.names() == ["Our drop-in", "Place 1"], "no import takes it away"
    assert desk.entries.export(Path("x.json"), "json") == 2
    assert {entry.name: bool(original) for entry, original in desk.written} == {"Our drop-in": False, "Place 1": True}


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", "   "), ("needs", ("wishes",)), ("languages", ("Spanish",)), ("inside_by", "25:00"),
        ("attributes", {"pets": "maybe"}), ("minimum_age", 999), ("id", "7"), ("description", "x" * 20_000),
        ("guessed", ("everything",)), ("verified_how", "hearsay"),
    ],
)  # fmt: skip
def test_an_edit_that_cannot_be_is_refused_by_the_fields_name(desk: DeskAtWork, field: str, wrong: object) -> None:
    desk.take(place(1))
    before = desk.entries.entry(id_of(1)).entry
    with pytest.raises(BadField) as refused:
        desk.entries.save(replace(before, **{field: wrong}))  # type: ignore[arg-type]
    assert refused.value.field.startswith(field)
    assert desk.entries.entry(id_of(1)).entry == before


def test_a_confidential_place_has_no_address(desk: DeskAtWork) -> None:
    desk.take(place(1, addresses=(Address(street="1 Main St"),)))
    entry = desk.entries.entry(id_of(1)).entry
    with pytest.raises(BadField):
        desk.entries.save(replace(entry, confidential=True))
    desk.entries.save(replace(entry, confidential=True, addresses=()))
    desk.take(place(1, addresses=(Address(street="2 Main St"),)))
    found = desk.entries.entry(id_of(1))
    assert (found.entry.confidential, found.entry.addresses) == (True, ())


def test_a_check_says_when_how_and_by_which_seat(desk: DeskAtWork) -> None:
    desk.take(place(1))
    desk.entries.verify(id_of(1), "visit", by="Office")
    entry = desk.entries.entry(id_of(1)).entry
    assert (entry.verified_on, entry.verified_how, entry.verified_by) == (TODAY, "visit", "Office")
    with pytest.raises(BadField):
        desk.entries.verify(id_of(1), "hearsay", by="Office")
    for act in (desk.entries.entry, desk.entries.recall, desk.entries.restore):
        with pytest.raises(UnknownEntry):
            act(NOBODY)
    with pytest.raises(UnknownEntry):
        desk.entries.settle(NOBODY, "fees", "ours")


def test_a_recall_is_told_at_once_and_leaves_what_is_published(desk: DeskAtWork) -> None:
    desk.take(place(1), place(2))
    said = desk.service.said()
    desk.entries.recall(id_of(1))
    assert desk.hidden == [frozenset({id_of(1)})]
    assert desk.names() == ["Place 2"]
    assert desk.service.said() != said
    assert desk.entries.entry(id_of(1)).recalled_on == TODAY
    desk.take(place(1, fees="new"), place(2))
    assert desk.names() == ["Place 2"], "an import does not bring it back"
    desk.entries.restore(id_of(1))
    assert desk.shown == [frozenset({id_of(1)})]
    assert [entry.fees for entry in desk.published()] == ["new", ""]


# --- what to check next ---


def test_the_work_list_in_its_order(desk: DeskAtWork) -> None:
    ago = {days: TODAY - timedelta(days=days) for days in (1, 89, 91, 181, 400)}
    desk.take(
        place(1, verified_on=ago[1]), place(2, verified_on=ago[400]), place(3), place(4, verified_on=ago[91]),
        place(5, verified_on=ago[1], attributes={"pets": "yes"}, guessed=("pets",)), place(6, verified_on=ago[181]),
        place(7, verified_on=ago[1]), place(8, verified_on=ago[1]), place(9, verified_on=TODAY), place(10),
    )  # fmt: skip
    desk.entries.recall(id_of(10))
    reports = [
        ListingLine(id_of(7), "number_wrong", TODAY, 1), ListingLine(id_of(8), "no_answer", TODAY, 2),
        ListingLine(id_of(2), "full", TODAY, 1), ListingLine(id_of(2), "moved", ago[1], 1),
        ListingLine(id_of(9), "closed", ago[1], 5), ListingLine(NOBODY, "closed", TODAY, 1),
    ]  # fmt: skip
    items = desk.entries.work_list(reports)
    assert [(item.name, item.reason) for item in items] == [
        ("Place 7", "reported_number_wrong"), ("Place 2", "reported_moved"), ("Place 8", "reported"),
        ("Place 3", "never"), ("Place 6", "stale"), ("Place 5", "guessed"), ("Place 4", "ageing"),
    ]  # fmt: skip
    assert items[1].reports == (("full", 1), ("moved", 1))
    assert {item.reason for item in items} <= set(WORK_REASONS)
    assert desk.entries.work_list(reports, limit=2) == items[:2]
    desk.entries.verify(id_of(7), "call", by="Office")
    assert desk.entries.work_list(reports)[0].name == "Place 2", "a check answers the reports before it"


# --- words, booklet, content ---


def test_words_of_our_own_travel_with_what_is_published(desk: DeskAtWork) -> None:
    shipped = desk.entries.words()
    assert desk.service.content().words is None
    own = {"v": 1, "needs": {"shelter": ["crash pad"]}, "genders": {}, "languages": {}, "times": {}, "asks": {}}
    said = desk.service.said()
    desk.entries.set_words(own)
    words = desk.service.content().words
    assert words is not None
    assert words.of("need", "shelter") == ("crash pad",)
    assert (desk.entries.words(), desk.service.said() != said) == (own, True)
    with pytest.raises(BadField):
        desk.entries.set_words({"v": 1, "needs": {"wishes": ["x"]}})
    assert desk.entries.words() == own
    desk.entries.set_words(None)
    assert (desk.entries.words(), desk.service.said()) == (shipped, said)


def test_the_booklet_by_need_without_what_may_not_be_printed(desk: DeskAtWork) -> None:
    desk.take(
        place(1, name="Zeta", needs=("food",)), place(2, name="Alpha", needs=("shelter", "food")),
        place(3, needs=("food",), confidential=True), place(4, needs=("food",), audience="professionals"),
        place(5, needs=("food",)), place(6),
    )  # fmt: skip
    desk.entries.recall(id_of(5))
    found = [(need, [entry.name for entry in entries]) for need, entries in desk.entries.booklet()]
    assert found == [("shelter", ["Alpha"]), ("food", ["Alpha", "Zeta"])]


def test_content_is_gone_over_again_and_again_and_says_when_it_became_another(desk: DeskAtWork) -> None:
    desk.take(*(place(number) for number in range(1200)))
    entries = desk.service.content().entries
    assert (len(entries), len(list(entries)), len({entry.id for entry in entries})) == (1200, 1200, 1200)
    going = iter(entries)
    next(going)
    desk.entries.recall(id_of(7))
    with pytest.raises(DeskChanged):
        list(going)


def test_materials_and_originals_survive_closing_and_nothing_is_readable(desk: DeskAtWork, tmp_path: Path) -> None:
    original = {"id": "1", "x_door": "green", "minimum_age": 16.5}
    desk.take(*(place(number, original={**original, "id": str(number)}) for number in range(200)))
    line = HelpLine("1", "Line", (LineNumber("5"),), audience="for_the_person")
    desk.service.set_materials((line,), Guide(topics=("a",)))
    said = desk.service.said()
    desk.service.close()
    again = desk_at_work(tmp_path, new=False)
    assert (again.service.said(), again.service.content().lines) == (said, (line,))
    assert json.loads(again.service.open.entries.original(id_of(150))) == {**original, "id": "150"}
    again.entries.export(Path("x"), "tables")
    assert len(again.written) == 200
    assert all(json.loads(raw)["x_door"] == "green" for _, raw in again.written)
    with pytest.raises(BadField):
        again.entries.export(Path("x"), "parchment")
    again.service.close()
    assert b"green" not in (tmp_path / "desk.db").read_bytes()


def test_a_plain_table_is_looked_at_before_it_is_read(desk: DeskAtWork, tmp_path: Path) -> None:
    path = tmp_path / "county.csv"
    path.write_text("Agency Name;Phone\nNorth Pantry;816 555 0101\n")
    seen = desk.service.look(path)
    assert (seen.columns, seen.rows, seen.delimiter) == (
        ("Agency Name", "Phone"),
        (("North Pantry", "816 555 0101"),),
        ";",
    )


def test_dates_of_the_practice_directory_are_as_fresh_as_when_it_was_written(desk: DeskAtWork, tmp_path: Path) -> None:
    desk.reader.reads = [place(1, verified_on=date(2020, 1, 1)), place(2, verified_on=date(2019, 12, 1)), place(3)]
    desk.service.import_training(tmp_path / "x.json")
    assert [entry.verified_on for entry in desk.published()] == [TODAY, TODAY - timedelta(days=31), None]
