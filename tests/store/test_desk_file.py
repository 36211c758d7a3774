# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk and the directory as services use them, over real files: differences, nothing lost, bands, hidden."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from outreach_app.domain.content import Content
from outreach_app.domain.directory import Entry, entry_id
from outreach_app.domain.directory_import import Import, changed_fields, renewed
from outreach_app.domain.errors import (
    DatabaseDamaged,
    DiskFull,
    FileCutOff,
    FileMissing,
    NoDirectory,
    NotForPersons,
    UnknownEntry,
    UnknownForm,
)
from outreach_app.domain.guide import Guide
from outreach_app.domain.material import HelpLine, LineNumber
from outreach_app.domain.reading import Fields
from outreach_app.domain.words import read_words
from outreach_app.formats.guide import guide_from
from outreach_app.formats.help_lines import help_lines_from
from outreach_app.formats.hsds import read_hsds_path
from outreach_app.services.desk import DeskService
from outreach_app.services.directory import Answer, DirectoryService
from outreach_app.services.materials import MaterialsService
from outreach_app.store.desk import DeskFolder
from outreach_app.store.directory_file import DirectoryFolder

RESOURCES = Path(__file__).parents[2] / "resources"
HSDS = Path(__file__).parents[1] / "data"
TRAINING = RESOURCES / "directory" / "training.json"
WORDS = read_words(Fields(json.loads((RESOURCES / "directory" / "words.json").read_bytes())))
TODAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 22, 10, tzinfo=ZoneInfo("America/Chicago"))
KEY = bytes(32)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskService]:
    """An empty desk."""
    service = DeskService(DeskFolder(tmp_path), {"hsds": read_hsds_path}, lambda: KEY, lambda: TODAY)
    service.begin()
    yield service
    service.close()


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[DirectoryService]:
    """The practice directory with the shipped help lines, installed and open."""
    desk = DeskService(DeskFolder(tmp_path / "d"), {"hsds": read_hsds_path}, lambda: KEY, lambda: TODAY)
    (tmp_path / "d").mkdir()
    desk.begin()
    desk.import_training(TRAINING)
    desk.set_materials(
        help_lines_from((RESOURCES / "materials" / "help_lines.json").read_bytes()),
        guide_from((RESOURCES / "directory" / "national_guide_2015.json").read_bytes()),
    )
    service = DirectoryService(DirectoryFolder(tmp_path, WORDS), WORDS, lambda: KEY)
    service.open(service.install(1, TODAY, desk.content()))
    desk.close()
    yield service
    service.close()


def write(path: Path, *services: dict[str, Any], **page: object) -> Path:
    """An HSDS page."""
    path.write_text(json.dumps({"contents": services, **page}))
    return path


def service(number: int, **more: Any) -> dict[str, Any]:
    """A small service."""
    return {"id": str(number), "name": f"Place {number}", "status": "active", **more}


def names(desk: DeskService) -> list[str]:
    """Names in the working copy."""
    return [entry.name for entry in desk.working_entries()]


# --- the desk ---


def test_nothing_is_written_before_it_is_accepted(desk: DeskService, tmp_path: Path) -> None:
    path = write(tmp_path / "county.json", service(1), service(2))
    report = desk.import_file(path)
    assert (report.added, report.changed, report.removed) == (2, 0, 0)
    assert desk.working_entries() == ()
    assert desk.import_file(path, accept=True).added == 2
    assert names(desk) == ["Place 1", "Place 2"]
    assert desk.sources() == (("county", "hsds", TODAY),)


def test_the_same_again_changes_nothing(desk: DeskService, tmp_path: Path) -> None:
    path = write(tmp_path / "county.json", service(1))
    desk.import_file(path, accept=True)
    report = desk.import_file(path, accept=True)
    assert (report.added, report.changed, report.removed) == (0, 0, 0)


def test_added_changed_gone(desk: DeskService, tmp_path: Path) -> None:
    path = tmp_path / "county.json"
    desk.import_file(write(path, service(1), service(2), service(3)), accept=True)
    difference = desk.preview(write(path, service(1), service(2, description="New words"), service(4)))
    assert difference.added == (entry_id("county", "4"),)
    assert difference.changed == (entry_id("county", "2"),)
    assert difference.gone == (entry_id("county", "3"),)
    assert names(desk) == ["Place 1", "Place 2", "Place 3"]
    desk.accept(difference)
    assert names(desk) == ["Place 1", "Place 2", "Place 4"]


def test_what_is_gone_is_set_aside_and_comes_back(desk: DeskService, tmp_path: Path) -> None:
    path = tmp_path / "county.json"
    desk.import_file(write(path, service(1), service(2)), accept=True)
    desk.import_file(write(path, service(1)), accept=True)
    assert [entry.name for entry in desk.gone_entries()] == ["Place 2"]
    report = desk.import_file(write(path, service(1), service(2)), accept=True)
    assert (report.added, report.removed) == (1, 0)
    assert desk.gone_entries() == ()
    assert names(desk) == ["Place 1", "Place 2"]


def test_a_row_that_cannot_be_read_this_time_is_not_gone(desk: DeskService, tmp_path: Path) -> None:
    path = tmp_path / "county.json"
    desk.import_file(write(path, service(1), service(2)), accept=True)
    report = desk.import_file(write(path, service(1), {"id": "2", "status": "active"}), accept=True)
    assert (report.removed, report.skipped) == (0, 1)
    assert names(desk) == ["Place 1", "Place 2"]


@pytest.mark.parametrize("page", [{"total_pages": 3}, {"last_page": False}, {"first_page": False}])
def test_one_page_of_several_takes_nothing_away(desk: DeskService, tmp_path: Path, page: dict[str, Any]) -> None:
    path = tmp_path / "county.json"
    desk.import_file(write(path, service(1), service(2)), accept=True)
    report = desk.import_file(write(path, service(3), **page), accept=True)
    assert (report.added, report.removed) == (1, 0)
    assert names(desk) == ["Place 1", "Place 2", "Place 3"]


def test_a_file_without_services_takes_nothing_away(desk: DeskService, tmp_path: Path) -> None:
    shutil.copy(HSDS / "valid" / "hsds" / "service_list.json", tmp_path / "county.json")
    desk.import_file(tmp_path / "county.json", accept=True)
    shutil.copy(HSDS / "valid" / "hsds" / "taxonomy_list.json", tmp_path / "county.json")
    report = desk.import_file(tmp_path / "county.json", accept=True)
    assert (report.removed, [problem.reason for problem in report.problems]) == (0, ["no_service"])
    assert len(desk.working_entries()) == 4


def test_sources_do_not_touch_each_other(desk: DeskService, tmp_path: Path) -> None:
    desk.import_file(write(tmp_path / "county.json", service(1)), accept=True)
    desk.import_file(write(tmp_path / "city.json", service(1)), accept=True)
    desk.import_file(write(tmp_path / "other.json", service(2)), accept=True, source="city")
    kept = [(entry.name, entry.source) for entry in desk.working_entries()]
    assert kept == [("Place 1", "county"), ("Place 2", "city")]
    assert [entry.source for entry in desk.gone_entries()] == ["city"]


def test_a_file_that_cannot_be_read_leaves_the_desk_as_it_was(desk: DeskService, tmp_path: Path) -> None:
    path = write(tmp_path / "county.json", service(1))
    desk.import_file(path, accept=True)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(FileCutOff):
        desk.import_file(path, accept=True)
    with pytest.raises(FileMissing):
        desk.import_file(tmp_path / "nowhere.json", accept=True)
    with pytest.raises(UnknownForm):
        desk.import_file(path, "stone tablets", accept=True)
    assert names(desk) == ["Place 1"]


def test_originals_and_materials_survive_closing(desk: DeskService, tmp_path: Path) -> None:
    desk.import_file(write(tmp_path / "county.json", service(1, x_door="green", minimum_age=16.5)), accept=True)
    line = HelpLine("1", "Line", (LineNumber("5"),), audience="for_the_person")
    desk.set_materials((line,), Guide(topics=("a",)))
    desk.close()
    again = DeskFolder(tmp_path).open(KEY)
    assert again.original(entry_id("county", "1")) == service(1, x_door="green", minimum_age=16.5)
    assert again.content() == Content(again.entries(), (line,), Guide(topics=("a",)))
    with pytest.raises(UnknownEntry):
        again.original("nothing")
    again.close()
    assert b"green" not in (tmp_path / "desk.db").read_bytes()
    with pytest.raises(DatabaseDamaged):
        DeskFolder(tmp_path).open(bytes([1]) * 32)


def test_an_accept_that_fails_half_way_changes_nothing(
    desk: DeskService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "county.json"
    desk.import_file(write(path, service(1), service(2)), accept=True)
    difference = desk.preview(write(path, service(1, description="x"), service(3)))
    broken = replace(difference, gone=(entry_id("county", "2"),), read=replace(difference.read, originals={}))
    with pytest.raises(KeyError):
        desk.accept(broken)
    assert names(desk) == ["Place 1", "Place 2"]
    assert desk.working_entries()[0].description == ""


def test_fields_that_changed_are_named() -> None:
    old = Entry(entry_id("a", "1"), "Quay", minimum_age=12, fees="Free")
    new = replace(old, minimum_age=16, fees="", alert="Closed on Friday")
    assert changed_fields(old, new) == ("alert", "fees", "minimum_age")


def test_practice_stays_as_fresh_as_when_it_was_written() -> None:
    read = read_hsds_path(TRAINING, source="training")
    moved = renewed(read, date(2030, 1, 31))
    checks = [entry.verified_on for entry in moved.entries if entry.verified_on]
    assert max(checks) == date(2030, 1, 31)
    assert len(checks) == sum(entry.verified_on is not None for entry in read.entries)
    ends = [row.valid_to for entry in moved.entries for row in entry.opening if row.valid_to]
    assert all(date(2029, 1, 1) < end < date(2030, 12, 31) for end in ends)
    assert renewed(Import(entries=()), TODAY) == Import(entries=())


# --- the directory ---


def results(answer: Answer, band: str) -> list[str]:
    """Names in one band."""
    return [found.entry.name for found in answer.results if found.verdict.band == band]


def test_bed_tonight_girl_16_spanish(directory: DirectoryService) -> None:
    answer = directory.search("bed tonight girl 16 spanish", now=AT)
    assert {"Harbor Youth Shelter", "Eastside House"} <= set(results(answer, "now"))
    assert answer.hidden["too_young"] >= 1
    assert answer.total == len(answer.results)
    assert all(found.verdict.hidden_by == "" for found in answer.results)
    bands = [found.verdict.band for found in answer.results]
    assert bands == sorted(bands, key=["now", "call", "later"].index)


def test_limit_and_total(directory: DirectoryService) -> None:
    answer = directory.search("", now=AT, limit=5)
    assert (len(answer.results), answer.total) == (5, 57)


def test_words_that_only_filter_search_everything(directory: DirectoryService) -> None:
    answer = directory.search("no id", now=AT, limit=100)
    assert answer.total + sum(answer.hidden.values()) == 57
    assert set(answer.hidden) == {"id_required"}


def test_full_tonight_moves_an_entry_to_later(directory: DirectoryService) -> None:
    before = directory.search("refugio", now=AT)
    first = before.results[0]
    after = directory.search("refugio", now=AT, full_tonight={first.entry.id})
    moved = next(found for found in after.results if found.entry.id == first.entry.id)
    assert (first.verdict.band, moved.verdict.band) == ("now", "later")
    assert moved.verdict.why[:2] == ("fits_need", "full_tonight")


def test_entries_for_professionals_stand_apart(directory: DirectoryService) -> None:
    apart = {entry.name for entry in directory.for_professionals()}
    assert len(apart) == 3
    for name in apart:
        found = {one.entry.name for one in directory.search(name, now=AT).results}
        assert name not in found


def test_one_entry_judged(directory: DirectoryService) -> None:
    question = directory.understand("bed 40", AT)
    harbor = directory.search("harbor youth shelter", now=AT).results[0].entry
    assert directory.verdict(harbor.id, question).verdict.hidden_by == "too_old"
    assert directory.entry(harbor.id) == harbor
    with pytest.raises(UnknownEntry):
        directory.entry("nothing")


def test_without_a_directory(tmp_path: Path) -> None:
    closed = DirectoryService(DirectoryFolder(tmp_path, WORDS), WORDS, lambda: KEY)
    assert not closed.is_open
    for use in (closed.head, closed.lines, lambda: closed.search("bed", now=AT)):
        with pytest.raises(NoDirectory):
            use()


def test_switching_and_closing(directory: DirectoryService, tmp_path: Path) -> None:
    name = directory.install(2, TODAY, Content((Entry(entry_id("a", "1"), "Quay"),)))
    assert directory.head().number == 1
    assert directory.open(name).entries == 1
    directory.keep_only(name)
    assert [path.name for path in tmp_path.glob("directory-*")] == ["directory-2.db"]
    with pytest.raises(FileMissing):
        directory.open("directory-1.db")
    assert directory.head().number == 2
    directory.close()
    assert not directory.is_open


def test_a_rebuild_that_fails_leaves_the_same_release_open(
    directory: DirectoryService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object, **_more: object) -> str:
        raise DiskFull("here")

    monkeypatch.setattr(DirectoryFolder, "build", full)
    with pytest.raises(DiskFull):
        directory.install(1, TODAY, Content())
    assert directory.head().entries == 60


# --- help lines ---


def test_lines_for_persons_and_lines_that_are_never_shown(directory: DirectoryService) -> None:
    materials = MaterialsService(directory.lines, lambda: TODAY)
    shown = materials.for_persons("es")
    speaks = ["es" in line.languages for line in shown]
    assert speaks == sorted(speaks, reverse=True)
    assert any(speaks)
    apart = materials.for_workers()
    assert len(shown) + len(apart) == len(directory.lines()) == 15
    assert {line.audience for line in apart} == {"reports_to_an_authority"}
    for line in apart:
        with pytest.raises(NotForPersons):
            materials.to_show(line.id)
    assert materials.to_show(shown[0].id) == materials.line(shown[0].id)
    with pytest.raises(UnknownEntry):
        materials.line("nothing")
    assert len(materials.unverified()) == 15


def test_the_guide_comes_with_the_release(directory: DirectoryService) -> None:
    guide = directory.guide()
    assert (len(guide.entries), guide.as_printed) == (35, "2015")
