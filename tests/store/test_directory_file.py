# SPDX-License-Identifier: GPL-3.0-or-later
"""A release's file: built aside, checked, read-only, searched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from outreach_app.domain.content import Content
from outreach_app.domain.directory import Address, Entry, Phone, entry_id
from outreach_app.domain.errors import (
    CompanionError,
    DatabaseDamaged,
    DiskReadOnly,
    FileMissing,
    UnknownEntry,
    VaultNewer,
)
from outreach_app.domain.finding import usefulness
from outreach_app.domain.guide import Guide, GuideEntry
from outreach_app.domain.material import HelpLine, LineNumber
from outreach_app.domain.question import Question, terms, understand
from outreach_app.domain.reading import Fields
from outreach_app.domain.words import read_words
from outreach_app.store import directory_build
from outreach_app.store.connection import Connection, open_database
from outreach_app.store.directory_columns import DESK, DIRECTORY
from outreach_app.store.directory_file import DirectoryFile, DirectoryFolder
from outreach_app.store.migrations import migrate

KEY = bytes(range(32))
TODAY = date(2026, 5, 15)
AT = datetime(2026, 5, 15, 22, 10, tzinfo=ZoneInfo("America/Chicago"))
WORDS_FILE = Path(__file__).parents[2] / "resources" / "directory" / "words.json"
WORDS = read_words(Fields(json.loads(WORDS_FILE.read_bytes())))


def entry(name: str, **more: object) -> Entry:
    """An entry; its id comes from its name."""
    return replace(Entry(id=entry_id("t", name), name=name), **more)  # type: ignore[arg-type]


ENTRIES = (
    entry("Quay Night Beds", needs=("shelter", "food"), organization="Señora Quay", description="Twelve beds.",
          phones=(Phone("+1 (816) 555-0142"),), addresses=(Address("3 Quay Row", "Porta", "Old Mill", "ZZ", "00011"),),
          languages=("es",), minimum_age=16, attributes={"pets": "no"}),
    entry("Ñandú Pantry", needs=("food",), description="Bread and shelter from rain.", phones=(Phone("816 555 0177"),)),
    entry("Bed & Bath Outlet Clothes", needs=("clothing",)),
    entry("Somewhere to sleep", description="A place without needs known, with a cama."),
    entry("Officer Beds Course", audience="professionals", needs=("shelter",)),
)  # fmt: skip
CONTENT = Content(
    entries=ENTRIES,
    lines=tuple(
        HelpLine(str(number), f"Line {number}", (LineNumber("5"),), audience="for_the_person") for number in (2, 1)
    ),
    guide=Guide((GuideEntry("1", "S", "T", "N", "D", {}),)),
)


@pytest.fixture
def folder(tmp_path: Path) -> DirectoryFolder:
    """A folder for releases."""
    return DirectoryFolder(tmp_path, WORDS)


@pytest.fixture
def opened(folder: DirectoryFolder) -> Iterator[DirectoryFile]:
    """The small release, open."""
    file = folder.open(folder.build(KEY, number=7, published_on=TODAY, content=CONTENT), KEY)
    yield file
    file.close()


def found(file: DirectoryFile, text: str) -> set[str]:
    """Names of what a text finds."""
    question = understand(text, AT, WORDS)
    matches = file.matches(question, terms(question, WORDS))
    return {file.entry_at(place).name for _, places in matches.tiers() for place in places}


def test_what_went_in_comes_out(opened: DirectoryFile) -> None:
    assert (opened.number, opened.published_on, len(opened)) == (7, TODAY, 5)
    for one in ENTRIES:
        assert opened.entry(one.id) == one
    assert opened.lines() == CONTENT.lines
    assert opened.guide() == CONTENT.guide
    with pytest.raises(UnknownEntry):
        opened.entry("nothing")


def test_professionals_come_last_and_are_never_found(opened: DirectoryFile) -> None:
    assert [one.name for one in opened.for_professionals()] == ["Officer Beds Course"]
    assert found(opened, "officer") == set()
    assert "Officer Beds Course" not in found(opened, "bed")
    assert opened.matches(Question(at=AT), ()).total == 4


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("quay", {"Quay Night Beds"}),
        ("QUA", {"Quay Night Beds"}),
        ("night quay", {"Quay Night Beds"}),
        ("nandu", {"Ñandú Pantry"}),
        ("ÑANDÚ", {"Ñandú Pantry"}),
        ("senora", {"Quay Night Beds"}),
        ("twelve", {"Quay Night Beds"}),
        ("old mill", {"Quay Night Beds"}),
        ("porta", {"Quay Night Beds"}),
        ("00011", {"Quay Night Beds"}),
        ("8165550142", {"Quay Night Beds"}),
        ("816-555-0142", {"Quay Night Beds"}),
        ("5550142", {"Quay Night Beds"}),
        ("0142", {"Quay Night Beds"}),
        ("816 555", {"Quay Night Beds", "Ñandú Pantry"}),
        ("span", {"Quay Night Beds"}),
        # a need: entries that have it, entries named so, and entries of which no need is known
        ("bed", {"Quay Night Beds", "Bed & Bath Outlet Clothes", "Somewhere to sleep"}),
        ("refugio", {"Quay Night Beds", "Somewhere to sleep"}),
        ("food", {"Quay Night Beds", "Ñandú Pantry"}),
        ("food bed", {"Quay Night Beds"}),
        ("ref", {"Quay Night Beds"}),
        ("nothing of the kind", set()),
        ("quay nandu", set()),
    ],
)
def test_search(opened: DirectoryFile, text: str, names: set[str]) -> None:
    assert found(opened, text) == names


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "*",
        "a* OR b",
        "NEAR(a b)",
        "name:x",
        "^a",
        "a - b",
        "(",
        "\x00",
        "é̈ß",
        "日本",
        "🏠",
        "𝔸",
        "ﬁne",
        "x" * 4000,
        "𞤀𞤁",
    ],
)
def test_nothing_that_is_typed_is_an_operator(opened: DirectoryFile, text: str) -> None:
    found(opened, text)


def test_places_come_in_the_static_order(opened: DirectoryFile) -> None:
    order = [opened.entry_at(place) for place in range(1, 5)]
    assert order == sorted(order, key=usefulness)


def test_the_open_file_is_read_only(opened: DirectoryFile, tmp_path: Path) -> None:
    connection = open_database(tmp_path / "directory-7.db", KEY, read_only=True)
    with pytest.raises(DiskReadOnly):
        connection.run("DELETE FROM entry")
    connection.close()


def test_nothing_lies_in_the_open(folder: DirectoryFolder, tmp_path: Path) -> None:
    folder.build(KEY, number=1, published_on=TODAY, content=CONTENT)
    assert [path.name for path in tmp_path.iterdir()] == ["directory-1.db"]
    data = (tmp_path / "directory-1.db").read_bytes()
    assert not re.search(rb"SQLite format|Quay|quay|Pantry|shelter", data)


def test_a_failed_build_leaves_everything_as_it_was(
    folder: DirectoryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.build(KEY, number=1, published_on=TODAY, content=CONTENT)
    before = (tmp_path / "directory-1.db").read_bytes()
    monkeypatch.setattr(directory_build, "integrity_problems", lambda _connection: ["page 3"])
    with pytest.raises(DatabaseDamaged):
        folder.build(KEY, number=1, published_on=TODAY, content=Content())
    assert [path.name for path in tmp_path.iterdir()] == ["directory-1.db"]
    assert (tmp_path / "directory-1.db").read_bytes() == before


def test_what_a_kill_left_behind_is_taken_away(folder: DirectoryFolder, tmp_path: Path) -> None:
    (tmp_path / "directory-1.part").write_bytes(b"half a file")
    folder.build(KEY, number=1, published_on=TODAY, content=CONTENT)
    assert [path.name for path in tmp_path.iterdir()] == ["directory-1.db"]


def test_damage_a_wrong_key_a_missing_and_a_newer_file(folder: DirectoryFolder, tmp_path: Path) -> None:
    name = folder.build(KEY, number=1, published_on=TODAY, content=CONTENT)
    with pytest.raises(DatabaseDamaged):
        folder.open(name, bytes(32))
    with pytest.raises(FileMissing):
        folder.open("directory-2.db", KEY)
    with pytest.raises(FileMissing):
        folder.open("../../etc/passwd", KEY)
    path = tmp_path / name
    connection = open_database(path, KEY)
    connection.run("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(VaultNewer):
        folder.open(name, KEY)
    data = bytearray(path.read_bytes())
    data[5000] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(CompanionError):
        DirectoryFile(path, KEY, WORDS).lines()


def test_other_releases_are_deleted(folder: DirectoryFolder, tmp_path: Path) -> None:
    names = [folder.build(KEY, number=number, published_on=TODAY, content=Content()) for number in (1, 2, 12)]
    (tmp_path / "vault.db").touch()
    (tmp_path / "directory-13.part").touch()
    folder.keep_only(names[1])
    assert {path.name for path in tmp_path.iterdir()} == {"directory-2.db", "vault.db"}


def columns_of(connection: Connection) -> dict[str, set[str]]:
    """Tables and their columns, without those that the text index keeps for itself."""
    tables = connection.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {
        table: {row[1] for row in connection.rows(f"PRAGMA table_info({table})")}
        for (table,) in tables
        if not table.startswith("find_")
    }


@pytest.mark.parametrize(("schema", "declared"), [("directory", DIRECTORY), ("desk", DESK)])
def test_every_column_is_declared(tmp_path: Path, schema: str, declared: dict[str, dict[str, object]]) -> None:
    connection = open_database(tmp_path / "any.db", KEY)
    migrate(connection, schema)
    assert columns_of(connection) == {table: set(columns) for table, columns in declared.items()}
    connection.close()


def test_searched_words_are_kept_nowhere(opened: DirectoryFile, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    found(opened, "planted-marker-xyzzy bed")
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
