# SPDX-License-Identifier: GPL-3.0-or-later
"""Imports through staging over a real desk: the difference, taking over whole or in part, edits that stay, restarts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from desks import DeskAtWork, desk_at_work, place, term

from outreach_app.domain.desk import ADDED, CHANGED, CONFLICT, GONE, EntryChange, FieldChange
from outreach_app.domain.directory import Entry, entry_id
from outreach_app.domain.directory_import import ImportOrder
from outreach_app.domain.errors import BadField, FileCutOff, NothingStaged, UnknownForm
from outreach_app.store import desk_staging


def id_of(number: int, source: str = "county") -> str:
    return entry_id(source, str(number))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskAtWork]:
    """An empty desk."""
    made = desk_at_work(tmp_path)
    yield made
    made.service.close()


def again(desk: DeskAtWork, tmp_path: Path) -> DeskAtWork:
    """The same desk after a restart."""
    desk.service.close()
    return desk_at_work(tmp_path, new=False)


# --- the difference ---


def test_staging_leaves_the_working_copy_alone(desk: DeskAtWork) -> None:
    desk.stage(place(1), place(2))
    preview = desk.service.staged()
    assert preview is not None
    assert (preview.added, preview.changed, preview.gone, preview.same, preview.complete) == (2, 0, 0, 0, True)
    assert (preview.source, preview.form, preview.where) == ("county", "hsds", "/x/county.json")
    assert desk.names() == []
    assert desk.service.sources() == ()


def test_added_changed_gone_and_the_same(desk: DeskAtWork) -> None:
    desk.take(place(1), place(2), place(3))
    desk.stage(place(1), place(2, fees="Free"), place(4))
    preview = desk.service.staged()
    assert preview is not None
    assert (preview.added, preview.changed, preview.gone, preview.same) == (1, 1, 1, 1)
    assert desk.service.changes(ADDED) == (EntryChange(id_of(4), "Place 4", ADDED),)
    assert desk.service.changes(GONE) == (EntryChange(id_of(3), "Place 3", GONE),)
    fields = (FieldChange("fees", None, "Free"),)
    assert desk.service.changes(CHANGED) == (EntryChange(id_of(2), "Place 2", CHANGED, fields),)
    assert desk.service.changes(CONFLICT) == ()
    with pytest.raises(BadField):
        desk.service.changes("other")


def test_the_list_of_changes_comes_in_pages(desk: DeskAtWork) -> None:
    desk.stage(*(place(number) for number in range(300)))
    pages = [desk.service.changes(ADDED, offset, 128) for offset in (0, 128, 256, 384)]
    assert [len(page) for page in pages] == [128, 128, 44, 0]
    assert [change.name for page in pages for change in page] == [f"Place {number}" for number in range(300)]


def test_the_same_again_writes_nothing_twice(desk: DeskAtWork, tmp_path: Path) -> None:
    reads = [place(number, description="word " * 200) for number in range(200)]
    desk.take(*reads)
    size = (tmp_path / "desk.db").stat().st_size
    desk.take(*reads)
    assert (tmp_path / "desk.db").stat().st_size < size * 1.2
    assert len(desk.names()) == 200


def test_a_piece_at_a_time_gives_the_same(desk: DeskAtWork, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_staging, "PIECE", 128)
    desk.take(*(place(number) for number in range(1000)))
    assert len(desk.service.content().entries) == 1000
    assert len(desk.published()) == 1000


def test_a_service_that_comes_twice_is_there_once(desk: DeskAtWork) -> None:
    desk.stage(place(1), place(2), place(1, fees="Free"))
    preview = desk.service.staged()
    assert preview is not None
    assert preview.added == 2
    desk.service.accept()
    assert [entry.fees for entry in desk.published()] == ["Free", ""]


def test_figures_count_what_was_guessed(desk: DeskAtWork) -> None:
    desk.stage(place(1, terms=[term("beds")]), place(2))
    preview = desk.service.staged()
    assert preview is not None
    assert preview.guessed == 1
    desk.service.accept()
    assert [(entry.needs, entry.guessed) for entry in desk.published()] == [(("shelter",), ("need:shelter",)), ((), ())]


# --- what is gone ---


def test_what_is_gone_stays_in_use_without_a_yes(desk: DeskAtWork) -> None:
    desk.take(place(1), place(2))
    desk.take(place(1))
    assert desk.names() == ["Place 1", "Place 2"]
    desk.stage(place(1))
    assert [change.name for change in desk.service.changes(GONE)] == ["Place 2"]
    report = desk.service.accept(remove_gone=True)
    assert report.removed == 1
    assert desk.names() == ["Place 1"]
    assert [line.name for line in desk.entries.lines(show="gone").lines] == ["Place 2"]


def test_what_was_set_aside_comes_back_with_its_source_and_with_its_edits(desk: DeskAtWork) -> None:
    desk.take(place(1), place(2))
    desk.entries.save(replace(desk.entries.entry(id_of(2)).entry, fees="Ours"))
    desk.take(place(1), remove_gone=True)
    desk.stage(place(1), place(2))
    preview = desk.service.staged()
    assert preview is not None
    assert (preview.added, preview.gone) == (1, 0)
    desk.service.accept()
    assert [(entry.name, entry.fees) for entry in desk.published()] == [("Place 1", ""), ("Place 2", "Ours")]


def test_what_was_set_aside_can_be_taken_back_by_hand(desk: DeskAtWork) -> None:
    desk.take(place(1))
    desk.take(place(2), remove_gone=True)
    assert desk.names() == ["Place 2"]
    assert desk.entries.entry(id_of(1)).gone_on == date(2026, 11, 20)
    desk.entries.restore(id_of(1))
    assert desk.names() == ["Place 1", "Place 2"]


def test_rows_that_could_not_be_read_and_parts_of_a_source_take_nothing_away(desk: DeskAtWork) -> None:
    desk.take(place(1), place(2))
    desk.reader.held = {id_of(2)}
    desk.stage(place(1))
    assert desk.service.changes(GONE) == ()
    desk.reader.held, desk.reader.partial = set(), True
    desk.stage(place(1))
    preview = desk.service.staged()
    assert preview is not None
    assert (preview.gone, preview.partial) == (0, True)


def test_sources_do_not_touch_each_other(desk: DeskAtWork) -> None:
    desk.take(place(1))
    desk.take(place(1, source="city", name="City 1"), source="city")
    desk.take(place(2, source="city", name="City 2"), source="city", remove_gone=True)
    assert desk.names() == ["City 2", "Place 1"]
    assert [(line.name, line.entries) for line in desk.service.sources()] == [("city", 1), ("county", 1)]


# --- whole or in part ---


def test_what_is_left_is_there_again_next_time(desk: DeskAtWork) -> None:
    desk.take(place(1), place(2), place(3))
    changed = (place(1, fees="a"), place(2, fees="b"), place(4), place(5))
    desk.stage(*changed)
    report = desk.service.accept(leave=frozenset({id_of(1), id_of(3), id_of(4)}), remove_gone=True)
    assert (report.added, report.changed, report.removed) == (1, 1, 0)
    assert [(entry.name, entry.fees) for entry in desk.published()] == [
        ("Place 1", ""), ("Place 2", "b"), ("Place 3", ""), ("Place 5", ""),
    ]  # fmt: skip
    desk.stage(*changed)
    assert [change.name for change in desk.service.changes(CHANGED)] == ["Place 1"]
    assert [change.name for change in desk.service.changes(ADDED)] == ["Place 4"]


def test_discarding_leaves_nothing_behind(desk: DeskAtWork, tmp_path: Path) -> None:
    desk.take(place(1))
    desk.stage(place(1, fees="a"), place(2))
    desk.service.discard()
    assert desk.service.staged() is None
    with pytest.raises(NothingStaged):
        desk.service.accept()
    with pytest.raises(NothingStaged):
        desk.service.resume()
    assert [(entry.name, entry.fees) for entry in desk.published()] == [("Place 1", "")]
    records = desk.service.open._db.value("SELECT count(*) FROM record")  # type: ignore[attr-defined]
    assert records == 1


# --- stopping, restarting ---


def test_a_staged_import_survives_a_restart(desk: DeskAtWork, tmp_path: Path) -> None:
    desk.take(place(1))
    desk.stage(place(1, fees="a"), place(2))
    before = desk.service.staged()
    desk = again(desk, tmp_path)
    assert desk.service.staged() == before
    desk.service.accept()
    assert desk.names() == ["Place 1", "Place 2"]
    desk.service.close()


def test_stopping_keeps_what_was_read_and_takes_nothing_away(desk: DeskAtWork, tmp_path: Path) -> None:
    desk.take(*(place(number) for number in range(300)))
    desk.reader.reads = [place(number, fees="new") for number in range(300)]
    told: list[int] = []
    preview = desk.service.begin(
        ImportOrder("/x/county.json", "hsds", "county"), lambda done, total: told.append(done), lambda: len(told) > 2
    )
    assert (preview.complete, preview.gone) == (False, 0)
    assert 0 < preview.changed < 300
    assert told == sorted(told)
    desk = again(desk, tmp_path)
    desk.reader.reads = [place(number, fees="new") for number in range(300)]
    preview = desk.service.resume()
    assert (preview.complete, preview.changed) == (True, 300)
    desk.service.close()


def test_an_import_by_address_goes_on_from_its_page(desk: DeskAtWork, tmp_path: Path) -> None:
    pages = [place(number) for number in range(40)]
    desk.reader.reads, desk.reader.per_page = pages, 10
    desk.reader.fails_after, desk.reader.error = 25, FileCutOff(3)
    order = ImportOrder("https://directory.example/services", "api", "state")
    with pytest.raises(FileCutOff):
        desk.service.begin(order)
    desk = again(desk, tmp_path)
    desk.reader.reads, desk.reader.per_page = pages, 10
    preview = desk.service.resume()
    assert [order.cursor for order in desk.reader.orders] == ["2"]
    assert (preview.complete, preview.added) == (True, 40)
    desk.service.accept()
    assert len(desk.names()) == 40
    known = desk.service.order_for("state")
    assert known == ImportOrder("https://directory.example/services", "api", "state", None, "2026-11-20")
    desk.service.close()


def test_a_source_of_which_nothing_can_be_had_changes_nothing(desk: DeskAtWork) -> None:
    desk.stage(place(1))
    desk.reader.fails_after, desk.reader.error = 0, FileCutOff(0)
    with pytest.raises(FileCutOff):
        desk.stage(place(2))
    assert [change.name for change in desk.service.changes(ADDED)] == ["Place 1"]
    with pytest.raises(UnknownForm):
        desk.service.begin(ImportOrder("x", "stone tablets", ""))


def test_the_order_of_a_source_is_kept(desk: DeskAtWork) -> None:
    desk.reader.reads = [place(1)]
    order = ImportOrder("/x/county.csv", "hsds", "county", {"columns": {"name": ["Agency"]}})
    desk.service.begin(order)
    desk.service.accept()
    assert desk.service.order_for("county") == replace(order, modified_after="2026-11-20")
    assert desk.service.order_for("elsewhere") is None


# --- local edits ---


def edit(desk: DeskAtWork, number: int, **facts: object) -> None:
    entry = desk.entries.entry(id_of(number)).entry
    desk.entries.save(replace(entry, **facts))  # type: ignore[arg-type]


def one(desk: DeskAtWork, number: int) -> Entry:
    return desk.entries.entry(id_of(number)).entry


def test_a_local_edit_survives_the_next_import(desk: DeskAtWork) -> None:
    desk.take(place(1, fees="a", alert="old"))
    edit(desk, 1, fees="ours")
    desk.stage(place(1, fees="a", alert="new"))
    (change,) = desk.service.changes(CHANGED)
    assert change.fields == (FieldChange("alert", "old", "new"),)
    desk.service.accept()
    assert (one(desk, 1).fees, one(desk, 1).alert) == ("ours", "new")
    assert desk.entries.entry(id_of(1)).edited == ("fees",)


def test_both_changed_differently_is_a_conflict_until_it_is_settled(desk: DeskAtWork) -> None:
    desk.take(place(1, fees="a"))
    edit(desk, 1, fees="ours")
    desk.stage(place(1, fees="theirs"))
    preview = desk.service.staged()
    assert preview is not None
    assert (preview.changed, preview.conflicts) == (1, 1)
    fields = (FieldChange("fees", "a", "theirs", "ours", local=True, conflict=True),)
    assert desk.service.changes(CONFLICT) == (EntryChange(id_of(1), "Place 1", CONFLICT, fields),)
    desk.service.accept()
    assert one(desk, 1).fees == "ours"
    (conflict,) = desk.entries.entry(id_of(1)).conflicts
    assert (conflict.field, conflict.ours, conflict.theirs) == ("fees", "ours", "theirs")
    assert [line.name for line in desk.entries.lines(show="conflict").lines] == ["Place 1"]

    desk.take(place(1, fees="theirs"))
    assert desk.entries.entry(id_of(1)).conflicts, "the next import does not forget it"
    desk.entries.settle(id_of(1), "fees", "theirs")
    found = desk.entries.entry(id_of(1))
    assert (found.entry.fees, found.conflicts, found.edited) == ("theirs", (), ())


def test_a_conflict_settled_with_ours_stays_ours(desk: DeskAtWork) -> None:
    desk.take(place(1, fees="a"))
    edit(desk, 1, fees="ours")
    desk.take(place(1, fees="theirs"))
    desk.entries.settle(id_of(1), "fees", "ours")
    desk.take(place(1, fees="theirs"))
    found = desk.entries.entry(id_of(1))
    assert (found.entry.fees, found.conflicts, found.edited) == ("ours", (), ("fees",))


def test_where_the_two_agree_again_nothing_is_edited(desk: DeskAtWork) -> None:
    desk.take(place(1, fees="a"))
    edit(desk, 1, fees="b")
    desk.take(place(1, fees="b"))
    found = desk.entries.entry(id_of(1))
    assert (found.entry.fees, found.conflicts, found.edited) == ("b", (), ())


def test_each_street_attribute_is_a_field(desk: DeskAtWork) -> None:
    desk.take(place(1, attributes={"pets": "yes", "storage": "no"}))
    edit(desk, 1, attributes={"pets": "no", "storage": "no"})
    desk.take(place(1, attributes={"pets": "yes", "storage": "yes", "step_free": "yes"}))
    assert one(desk, 1).attributes == {"pets": "no", "storage": "yes", "step_free": "yes"}


def test_the_later_check_wins(desk: DeskAtWork) -> None:
    desk.take(place(1, verified_on=date(2026, 1, 1)), place(2, verified_on=date(2026, 1, 1)))
    for number in (1, 2):
        desk.entries.verify(id_of(number), "call", by="office")
    desk.take(place(1, verified_on=date(2026, 6, 1)), place(2, verified_on=date(2026, 12, 1)))
    checks = [(e.verified_on, e.verified_how, e.verified_by) for e in desk.published()]
    assert checks == [(date(2026, 11, 20), "call", "office"), (date(2026, 12, 1), "", "")]
    assert desk.entries.lines(show="conflict").total == 0


def test_a_guess_that_was_confirmed_is_no_guess_any_more(desk: DeskAtWork) -> None:
    desk.take(place(1, terms=[term("beds")]))
    edit(desk, 1, guessed=())
    desk.take(place(1, terms=[term("beds")], alert="x"))
    assert (one(desk, 1).needs, one(desk, 1).guessed, one(desk, 1).alert) == (("shelter",), (), "x")


def test_setting_a_guessed_fact_makes_it_ours_and_nobody_can_add_a_guess(desk: DeskAtWork) -> None:
    desk.take(place(1, attributes={"pets": "yes"}, guessed=("pets",)))
    edit(desk, 1, attributes={"pets": "no"}, guessed=("pets",))
    assert (one(desk, 1).attributes, one(desk, 1).guessed) == ({"pets": "no"}, ())
    edit(desk, 1, attributes={"pets": "no", "storage": "yes"}, guessed=("storage",))
    assert one(desk, 1).guessed == ()


# --- rules ---


def test_other_rules_guess_anew_and_leave_edits_alone(desk: DeskAtWork) -> None:
    desk.take(place(1, terms=[term("beds")]), place(2, terms=[term("beds")]), place(3, needs=("food",)))
    edit(desk, 2, alert="ours")
    desk.stage(place(4, terms=[term("beds")]))
    desk.entries.set_rules({"terms": {"beds": "pets"}})
    assert [(e.needs, dict(e.attributes), e.guessed) for e in desk.published()] == [
        ((), {"pets": "yes"}, ("pets",)), ((), {"pets": "yes"}, ("pets",)), (("food",), {}, ()),
    ]  # fmt: skip
    assert one(desk, 2).alert == "ours"
    desk.service.accept()
    assert one(desk, 4).attributes == {"pets": "yes"}
    assert desk.entries.rules() == {"terms": {"beds": "pets"}}
    desk.entries.set_rules(None)
    assert one(desk, 1).needs == ("shelter",)
    with pytest.raises(BadField):
        desk.entries.set_rules({"nothing": 1})


def test_a_source_read_again_after_other_rules_is_the_same(desk: DeskAtWork) -> None:
    desk.take(place(1, terms=[term("beds")]))
    desk.entries.set_rules({"terms": {"beds": "pets"}})
    desk.stage(place(1, terms=[term("beds")]))
    preview = desk.service.staged()
    assert preview is not None
    assert (preview.same, preview.changed) == (1, 0)
