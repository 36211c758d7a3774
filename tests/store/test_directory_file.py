# SPDX-License-Identifier: GPL-3.0-or-later
"""A release's file: built aside, checked, read-only, searched."""

from __future__ import annotations

import json
import re
import weakref
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from outreach_app.domain.content import Content
from outreach_app.domain.directory import STREET_ATTRIBUTES, Address, Entry, Phone, entry_id
from outreach_app.domain.errors import (
    CompanionError,
    DatabaseDamaged,
    DiskReadOnly,
    FileMissing,
    UnknownEntry,
    VaultNewer,
)
from outreach_app.domain.finding import judge, usefulness
from outreach_app.domain.guide import Guide, GuideEntry
from outreach_app.domain.hours import WEEKDAYS, Schedule
from outreach_app.domain.material import HelpLine, LineNumber
from outreach_app.domain.question import Correction, Question, terms, understand
from outreach_app.domain.reading import Fields
from outreach_app.domain.words import read_words
from outreach_app.services.directory import LOOKED_AT, Answer, DirectoryService
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
    connection = open_database(tmp_path / "directory-7-1.db", KEY, read_only=True)
    with pytest.raises(DiskReadOnly):
        connection.run("DELETE FROM entry")
    connection.close()


def test_nothing_lies_in_the_open(folder: DirectoryFolder, tmp_path: Path) -> None:
    folder.build(KEY, number=1, published_on=TODAY, content=CONTENT)
    assert [path.name for path in tmp_path.iterdir()] == ["directory-1-1.db"]
    data = (tmp_path / "directory-1-1.db").read_bytes()
    assert not re.search(rb"SQLite format|Quay|quay|Pantry|shelter", data)


def test_a_failed_build_leaves_everything_as_it_was(
    folder: DirectoryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.build(KEY, number=1, published_on=TODAY, content=CONTENT)
    before = (tmp_path / "directory-1-1.db").read_bytes()
    monkeypatch.setattr(directory_build, "integrity_problems", lambda _connection: ["page 3"])
    with pytest.raises(DatabaseDamaged):
        folder.build(KEY, number=1, published_on=TODAY, content=Content())
    assert [path.name for path in tmp_path.iterdir()] == ["directory-1-1.db"]
    assert (tmp_path / "directory-1-1.db").read_bytes() == before


def test_what_a_kill_left_behind_is_taken_away(folder: DirectoryFolder, tmp_path: Path) -> None:
    (tmp_path / "directory-1-1.part").write_bytes(b"half a file")
    folder.build(KEY, number=1, published_on=TODAY, content=CONTENT)
    assert [path.name for path in tmp_path.iterdir()] == ["directory-1-1.db"]


def test_damage_a_wrong_key_a_missing_and_a_newer_file(folder: DirectoryFolder, tmp_path: Path) -> None:
    name = folder.build(KEY, number=1, published_on=TODAY, content=CONTENT)
    with pytest.raises(DatabaseDamaged):
        folder.open(name, bytes(32))
    with pytest.raises(FileMissing):
        folder.open("directory-2-1.db", KEY)
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
    (tmp_path / "directory-13-1.part").touch()
    folder.keep_only(names[1])
    assert {path.name for path in tmp_path.iterdir()} == {"directory-2-1.db", "vault.db"}


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


def service_over(tmp_path: Path, content: Content, **more: Any) -> DirectoryService:
    """The service with a release open."""
    service = DirectoryService(DirectoryFolder(tmp_path, WORDS), WORDS, lambda: KEY, **more)
    service.open(service.install(3, TODAY, content))
    return service


def names(answer: Answer) -> list[str]:
    """Names in the order of the page."""
    return [found.entry.name for found in answer.results]


def test_the_coalitions_own_words_travel_with_the_release(tmp_path: Path) -> None:
    own = read_words(Fields({**WORDS.as_json(), "needs": {"food": ["zampa"]}}))
    service = service_over(tmp_path, replace(CONTENT, words=own))
    assert service.understand("zampa", AT).needs == ("food",)
    assert service.understand("bed", AT).needs == ()
    assert {"Quay Night Beds", "Ñandú Pantry"} <= set(names(service.search("zam", now=AT)))
    service.close()
    assert service.understand("bed", AT).needs == ("shelter",)


def test_recalled_here_at_once_and_shown_again(tmp_path: Path) -> None:
    service = service_over(tmp_path, CONTENT)
    before = service.search("bed", now=AT)
    gone = before.results[0].entry.id
    service.hide(frozenset((gone,)))
    after = service.search("bed", now=AT)
    assert gone not in {found.entry.id for found in after.results}
    assert after.total == before.total - 1
    with pytest.raises(UnknownEntry):
        service.entry(gone)
    service.open("directory-3-1.db")
    assert service.search("bed", now=AT).total == after.total
    service.show(frozenset((gone,)))
    assert names(service.search("bed", now=AT)) == names(before)
    service.close()


ALWAYS = (Schedule("WEEKLY", byday=WEEKDAYS, opens=0, closes=1439),)
TAKES = {"self_referral": "yes"}


def test_leave_now_goes_by_urgency_and_shows_who_takes_people_now(tmp_path: Path) -> None:
    fresh = {"intake": ALWAYS, "attributes": TAKES, "verified_on": TODAY}
    content = Content((
        entry("Safe", needs=("safety",), **fresh),
        entry("Beds", needs=("shelter", "food"), minimum_age=18, **fresh),
        entry("Referral only", needs=("shelter",), **{**fresh, "attributes": {"self_referral": "no"}}),
        entry("Never checked", needs=("shelter",), intake=ALWAYS, attributes=TAKES),
        entry("Shelter of the mind", needs=("mental",), intake=ALWAYS, verified_on=TODAY),
        entry("Housing", needs=("housing",), **fresh),
    ))  # fmt: skip
    service = service_over(tmp_path, content)

    def board(**more: Any) -> dict[str, list[str]]:
        return {need: [found.entry.name for found in places] for need, places in service.leave_now(AT, **more)}

    assert board() == {"safety": ["Safe"], "shelter": ["Beds"], "food": ["Beds"]}
    assert board(question=Question(at=AT, age=16, words=("quay",))) == {}
    assert board(question=Question(at=AT, age=30, needs=("legal",))) == {"shelter": ["Beds"], "food": ["Beds"]}
    assert board(full_tonight={entry_id("t", "Beds")}) == {"safety": ["Safe"]}
    service.close()


def test_what_is_hidden_can_be_looked_at(tmp_path: Path) -> None:
    service = service_over(tmp_path, CONTENT)
    question = service.understand("bed 12 dog", AT)
    answer = service.search(question, now=AT)
    assert answer.hidden == {"too_young": 1}
    (unfit,) = service.unfit(question)
    assert (unfit.entry.name, unfit.verdict.hidden_by) == ("Quay Night Beds", "too_young")
    assert service.unfit(question, limit=0) == ()
    service.close()


def test_typing_errors_are_forgiven_and_as_typed_comes_first(tmp_path: Path) -> None:
    plain = {"intake": ALWAYS, "attributes": TAKES, "verified_on": TODAY}
    entries = [entry(f"Marlow {number}", **plain) for number in range(5)]
    service = service_over(tmp_path, Content((*entries, entry("Harlow", **plain), entry("Barlow", **plain))))
    answer = service.search("marlwo", now=AT)
    assert answer.question.corrections == (Correction("marlwo", "marlow"),)
    assert answer.total == 5
    answer = service.search("harlow", now=AT)
    assert names(answer)[0] == "Harlow"
    assert answer.total == 7
    assert set(answer.question.corrections) == {Correction("harlow", "marlow"), Correction("harlow", "barlow")}
    assert service.search("marlow", now=AT).total == 5
    service.close()


def test_who_takes_people_now_is_not_missed_behind_many_that_do_not(tmp_path: Path) -> None:
    known = dict.fromkeys(STREET_ATTRIBUTES[:12], "no") | TAKES
    closed = (Schedule("WEEKLY", byday=("MO",), opens=540, closes=600),)
    crowd = [entry(f"Shut {number}", needs=("shelter",), intake=closed, attributes=known, verified_on=TODAY,
                   phones=(Phone("5"),)) for number in range(600)]  # fmt: skip
    last = entry("Open", needs=("family",), intake=ALWAYS, attributes=TAKES, verified_on=date(2026, 1, 1))
    service = service_over(tmp_path, Content((*crowd, last)))
    answer = service.search("", now=AT, limit=3)
    assert (names(answer)[0], answer.total) == ("Open", 601)
    service.close()


def test_hours_that_only_looking_tells_do_not_stop_the_rest(tmp_path: Path) -> None:
    """More places with odd hours than are looked at: those with plain hours still stand on the page."""
    odd = (Schedule("WEEKLY", 2, WEEKDAYS, opens=0, closes=1439, dtstart=date(2026, 5, 4)),)
    known = dict.fromkeys(STREET_ATTRIBUTES[:12], "no") | TAKES
    crowd = [entry(f"Odd {number}", needs=("shelter",), intake=odd, attributes=known, verified_on=TODAY,
                   phones=(Phone("5"),)) for number in range(LOOKED_AT + 50)]  # fmt: skip
    last = entry("Plain", needs=("family",), intake=ALWAYS, attributes=TAKES, verified_on=date(2026, 1, 1))
    service = service_over(tmp_path, Content((*crowd, last)))
    assert judge(crowd[0], Question(at=AT)).band == "later"
    assert names(service.search("", now=AT, limit=3))[0] == "Plain"
    assert len(service.search("", now=AT, limit=600).results) == len(crowd) + 1
    service.close()


def test_public_holidays_are_asked_of_the_date_asked_about(tmp_path: Path) -> None:
    hours = (Schedule("WEEKLY", byday=WEEKDAYS, opens=540, closes=1380),)
    place = entry("Quay", needs=("shelter",), intake=hours, attributes=TAKES, verified_on=TODAY)
    service = service_over(tmp_path, Content((place,)), holiday=lambda day: day == date(2026, 5, 25))
    assert service.search("quay", now=AT).results[0].verdict.band == "now"
    memorial = AT.replace(day=25)
    assert service.search("quay", now=memorial).results[0].verdict.why == ("public_holiday",)
    assert service.verdict(place.id, Question(at=memorial)).verdict.band == "call"
    service.close()


class Counted:
    """Entries that are made one at a time, and counted."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.alive = 0
        self.most = 0
        self.rounds = 0

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[Entry]:
        self.rounds += 1
        for number in range(self.size):
            made = entry(f"Place {number}", needs=("shelter",))
            self.alive += 1
            self.most = max(self.most, self.alive)
            weakref.finalize(made, self._gone)
            yield made
            del made

    def _gone(self) -> None:
        self.alive -= 1


def test_entries_stream_through_a_build(folder: DirectoryFolder) -> None:
    entries = Counted(300)
    file = folder.open(folder.build(KEY, number=1, published_on=TODAY, content=Content(entries)), KEY)
    assert (len(file), entries.rounds) == (300, 1)
    assert entries.most < 5
    file.close()


def test_nothing_searched_stays_after_closing(tmp_path: Path) -> None:
    service = service_over(tmp_path, CONTENT)
    service.search("planted-marker-xyzzy bed", now=AT)
    file = service._open
    assert isinstance(file, DirectoryFile)
    assert "planted" in repr(file._sets._kept)
    service.forget()
    assert "planted" not in repr(file._sets._kept)
    assert "bed" not in {part for key in file._sets._kept for part in key}
    before = file._sets._bytes
    service.search("planted-marker-xyzzy bed", now=AT)
    service.forget()
    assert file._sets._bytes == before
    service.close()
    assert not file._sets._kept
    assert not service._told
