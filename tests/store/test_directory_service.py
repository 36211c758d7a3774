# SPDX-License-Identifier: GPL-3.0-or-later
"""The directory as services use it, over real files: bands, professionals apart, switching, help lines."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from outreach_app.domain.content import Content
from outreach_app.domain.directory import Entry, entry_id
from outreach_app.domain.directory_import import ImportOrder, Notes, renewed
from outreach_app.domain.errors import (
    DiskFull,
    FileMissing,
    NoDirectory,
    NotForPersons,
    UnknownEntry,
)
from outreach_app.domain.reading import Fields
from outreach_app.domain.words import read_words
from outreach_app.formats.guide import guide_from
from outreach_app.formats.help_lines import help_lines_from
from outreach_app.formats.hsds import read_hsds
from outreach_app.services.directory import Answer, DirectoryService
from outreach_app.services.materials import MaterialsService
from outreach_app.store.directory_file import DirectoryFolder

RESOURCES = Path(__file__).parents[2] / "resources"
HSDS = Path(__file__).parents[1] / "data"
TRAINING = RESOURCES / "directory" / "training.json"
WORDS = read_words(Fields(json.loads((RESOURCES / "directory" / "words.json").read_bytes())))
TODAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 22, 10, tzinfo=ZoneInfo("America/Chicago"))
KEY = bytes(32)


def practice() -> tuple[Entry, ...]:
    """The practice directory, as fresh as when it was written."""
    reads = list(read_hsds(ImportOrder(str(TRAINING), "hsds", "training"), Notes()))
    return tuple(read.entry for read in renewed(reads, TODAY))


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[DirectoryService]:
    """The practice directory with the shipped help lines, installed and open."""
    content = Content(
        entries=practice(),
        lines=help_lines_from((RESOURCES / "materials" / "help_lines.json").read_bytes()),
        guide=guide_from((RESOURCES / "directory" / "national_guide_2015.json").read_bytes()),
    )
    service = DirectoryService(DirectoryFolder(tmp_path, WORDS), WORDS, lambda: KEY)
    service.open(service.install(1, TODAY, content))
    yield service
    service.close()


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


def test_a_word_that_no_place_holds_is_passed_over_and_said(directory: DirectoryService) -> None:
    known = directory.search("bed today", now=AT)
    asked = directory.search("bed zzqqzz hoy", now=AT)
    assert asked.question.nowhere == ("zzqqzz",)
    assert [found.entry.id for found in asked.results] == [found.entry.id for found in known.results] != []
    assert directory.search("zzqqzz", now=AT).total == 0, "with nothing else asked for it stays the question"


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
    assert [path.name for path in tmp_path.glob("directory-*")] == ["directory-2-1.db"]
    with pytest.raises(FileMissing):
        directory.open("directory-1-1.db")
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


def test_warming_up_asks_once_what_a_first_search_would_wait_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[date] = []
    loaded: list[bool] = []

    def holiday(day: date) -> bool:
        asked.append(day)
        return False

    monkeypatch.setattr("outreach_app.services.directory.load_rules", lambda: loaded.append(True))
    closed = DirectoryService(DirectoryFolder(tmp_path, WORDS), WORDS, lambda: KEY, holiday)
    closed.warm(AT)
    assert (asked, loaded) == ([AT.date()], [True])


def test_the_rules_of_recurrence_load_when_told_and_not_before() -> None:
    told = (
        "import sys; from outreach_app.domain.recurrence import load_rules; before = 'dateutil.rrule' in sys.modules; "
        "load_rules(); print(before, 'dateutil.rrule' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    run = subprocess.run([sys.executable, "-c", told], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "True"]
