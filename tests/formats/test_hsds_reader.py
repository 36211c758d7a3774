# SPDX-License-Identifier: GPL-3.0-or-later
"""HSDS as JSON: each shape comes in, each unsound row is named, nothing personal passes the door."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hsds_files import Result, read, read_data

from outreach_app.domain import strict_json
from outreach_app.domain.directory import Address, Entry, Phone, entry_id, read_entry
from outreach_app.domain.directory_import import PROBLEM_REASONS, ImportOrder, Notes, RowProblem
from outreach_app.domain.errors import (
    CompanionError,
    FileCutOff,
    FileDamaged,
    FileMalformed,
    FileMissing,
    FileTooLarge,
    NotADirectory,
    WrongEncoding,
)
from outreach_app.domain.reading import Fields
from outreach_app.formats.hsds import SIZE_LIMIT, read_hsds

ROOT = Path(__file__).parents[1] / "data"
VALID = ROOT / "valid" / "hsds"
INVALID = ROOT / "invalid" / "hsds"
TRAINING = ROOT.parents[1] / "resources" / "directory" / "training.json"
OFFICIAL = Path(os.environ.get("HSDS_EXAMPLES", ROOT.parents[2] / "shared" / "data"))


def only(path: Path) -> Entry:
    """The one entry of a file."""
    (entry,) = read(path).entries
    return entry


def rows(*services: object) -> bytes:
    """A page of services."""
    return json.dumps({"contents": list(services)}).encode()


def service(**more: Any) -> dict[str, Any]:
    """A small sound service."""
    return {"id": "1", "name": "Quay", "status": "active", **more}


def one(**more: Any) -> Result:
    """A page with one service read."""
    return read_data(rows(service(**more)))


def problems(found: Result) -> list[tuple[str, str]]:
    """(field, reason) of every problem."""
    return [(problem.field, problem.reason) for problem in found.problems]


def test_a_full_service() -> None:
    found = read(VALID / "service.json")
    entry = found.entries[0]
    assert found.problems == ()
    assert (entry.name, entry.discreet_name, entry.organization) == ("Quay Night Beds", "The quay", "Quay House Trust")
    assert entry.needs == ("shelter", "food")
    assert entry.phones == (
        Phone("(555) 555-0142", "7", "after 16:00"),
        Phone("555-555-0143", "12", kind="text"),
        Phone("+1 555 555 0144", kind="fax"),
        Phone("555 555 0145"),
    )
    assert entry.addresses == (
        Address("3 Quay Row, Door B", "Porta", "Harbour side", "ZZ", "00011", "Quay House"),
        Address("PO Box 4", "Porta", "", "ZZ", "00012", "Quay House", "postal"),
    )
    assert (entry.area, entry.postal_codes, entry.transport) == ("Quay county", ("00011", "00012", "00013"), "Bus 9")
    assert (entry.minimum_age, entry.maximum_age, entry.verified_on) == (16, 30, date(2026, 2, 14))
    assert (entry.languages, entry.documents) == (("en", "es", "so"), ("None for the first night",))
    assert (entry.fees, entry.alert, entry.ask_for) == ("Free.", "No lift this month.", "the night desk")
    assert (entry.inside_by, entry.calls_parent_within) == ("23:30", "72 h")
    assert entry.attributes == {"id_required": "no", "calls_parent": "yes", "self_referral": "yes"}
    assert [(row.opens, row.closes) for row in (*entry.opening, *entry.intake)] == [(1080, 480), (960, 1410)]
    assert len(entry.opening) == len(entry.intake) == 1


def test_a_list() -> None:
    found = read(VALID / "service_list.json")
    names = [entry.name for entry in found.entries]
    assert names == ["Quay Night Beds", "Cedar Rooms", "Officer Course", "Clothes Room"]
    assert (found.problems, found.notes.skipped, found.notes.partial) == ((), 0, False)
    assert found.entries[2].audience == "professionals"
    assert found.entries[3].temporarily_closed
    assert found.entries[3].fees == "A bag 2.5 USD"
    assert found.entries[3].phones == (Phone("555 0100"),)


def test_a_confidential_place_comes_in_without_any_place() -> None:
    found = read(VALID / "service_list.json")
    entry = found.entries[1]
    assert entry.confidential
    assert (entry.addresses, entry.transport) == ((), "")
    text = found.reads[1].original.decode()
    assert "Secret" not in json.dumps(entry.as_json()) + text
    assert "1.5" not in text
    assert "Elm" not in text


def test_staff_stay_outside_and_the_rest_is_kept_as_it_came() -> None:
    found = read(VALID / "service.json")
    text = found.reads[0].original.decode()
    original = json.loads(text)
    for personal in ("Rosa", "Sam", "rosa@", "sam@"):
        assert personal not in text
    assert found.notes.dropped == 6
    assert original["x_colour_of_the_door"] == "green"
    assert original["id"] == json.loads((VALID / "service.json").read_bytes())["id"]
    assert original["email"] == "beds@quay.example.org"
    assert original["attributes"][-1]["taxonomy_term"]["code"] == "BH-1800"
    assert original["service_at_locations"][0]["contacts"][0]["department"] == "Night desk"


def test_an_organization_with_its_services_inside() -> None:
    found = read(VALID / "organization_full.json")
    assert [(entry.name, entry.organization) for entry in found.entries] == [
        ("Quay Night Beds", "Quay House Trust"),
        ("Clothes Room", "Quay House Trust"),
    ]


def test_one_service_at_two_locations_is_one_entry() -> None:
    entry = only(VALID / "service_at_location_list.json")
    assert [address.place for address in entry.addresses] == ["Quay House", "Quay House", "Quay Annex"]


def test_a_page_of_several_proves_nothing_gone() -> None:
    assert read(VALID / "one_page_of_three.json").notes.partial


@pytest.mark.parametrize(
    ("name", "kind"),
    [("location.json", "location"), ("taxonomy_list.json", "taxonomy"), ("api_root.json", "root")],
)
def test_hsds_without_a_service_says_so(name: str, kind: str) -> None:
    found = read(VALID / name)
    assert found.entries == ()
    assert found.problems == (RowProblem(0, kind, "no_service"),)
    assert found.notes.partial


def test_ids_are_made_from_the_source_and_the_id_there() -> None:
    given = json.loads((VALID / "service.json").read_bytes())["id"]
    assert only(VALID / "service.json").id == entry_id("quay", given)


def test_dirty_rows_are_named_and_sound_ones_come_in() -> None:
    found = read(INVALID / "dirty.json")
    assert [entry.name[:12] for entry in found.entries] == [
        "Sound", "Same id", "Dirty", "Turned ages", "Control bell", "xxxxxxxxxxxx",
    ]  # fmt: skip
    assert found.notes.skipped == 4
    assert found.problems == (
        RowProblem(2, "id", "twice"),
        RowProblem(3, "id", "missing"),
        RowProblem(4, "name", "missing"),
        RowProblem(5, "", "not_an_object"),
        RowProblem(6, "status", "inactive"),
        RowProblem(7, "status", "unknown_code"),
        RowProblem(7, "attributes[0].value", "unknown_code"),
        RowProblem(7, "attributes[1].taxonomy_term.code", "unknown_code"),
        RowProblem(7, "attributes[2].value", "unknown_code"),
        RowProblem(7, "attributes[3].value", "unknown_code"),
        RowProblem(7, "attributes[5].taxonomy_term.code", "twice"),
        RowProblem(7, "schedules[0].byday", "unknown_code"),
        RowProblem(7, "schedules[0].freq", "rule_not_followed"),
        RowProblem(7, "schedules[1].opens_at", "not_a_time"),
        RowProblem(7, "schedules[2].opens_at", "utc_time"),
        RowProblem(7, "schedules[2].closes_at", "utc_time"),
        RowProblem(7, "schedules[3].freq", "rule_not_followed"),
        RowProblem(7, "minimum_age", "not_a_number"),
        RowProblem(7, "maximum_age", "out_of_range"),
        RowProblem(7, "phones[1]", "not_an_object"),
        RowProblem(7, "phones[0].number", "not_a_phone"),
        RowProblem(7, "languages[0].code", "unknown_code"),
        RowProblem(7, "assured_date", "not_a_date"),
        RowProblem(8, "maximum_age", "out_of_range"),
        RowProblem(10, "name", "too_long"),
        RowProblem(10, "description", "too_long"),
    )
    assert {problem.reason for problem in found.problems} <= set(PROBLEM_REASONS)


def test_what_is_dirty_becomes_unknown_not_wrong() -> None:
    entry = read(INVALID / "dirty.json").entries[2]
    assert (entry.minimum_age, entry.maximum_age, entry.verified_on, entry.phones) == (None, None, None, ())
    assert entry.attributes == {}
    assert entry.opening_hours.open_at(datetime(2026, 3, 2, 12, tzinfo=UTC)) == "unknown"


def test_a_repeated_id_is_numbered_and_a_bad_row_is_not_gone() -> None:
    found = read(INVALID / "dirty.json")
    assert found.entries[1].id == entry_id("quay", "1", 2)
    assert entry_id("quay", "4") in found.notes.held
    assert entry_id("quay", "6") not in found.notes.held


def test_text_is_cleaned_and_html_becomes_text() -> None:
    entry = read(INVALID / "dirty.json").entries[4]
    assert entry.name == "Control bell and � half"
    assert entry.description == "bold & plain"
    assert len(read(INVALID / "dirty.json").entries[5].name) == 300


def test_windows_1252_is_read_and_named() -> None:
    found = read(INVALID / "windows_1252.json")
    assert (found.entries[0].name, found.entries[0].description) == ("Café Niño", "Abierto por la mañana")
    assert found.problems == (RowProblem(0, "", "read_as_windows_1252"),)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-8"])
def test_encodings_with_a_mark(encoding: str) -> None:
    text = json.dumps(service(name="Café Niño"), ensure_ascii=False)
    assert read_data(text.encode(encoding)).entries[0].name == "Café Niño"


@pytest.mark.parametrize(
    ("name", "error", "facts"),
    [
        ("cut_off.json", FileCutOff, {"line": 53}),
        ("shift_jis.json", WrongEncoding, {"line": 5}),
        ("not_hsds.json", NotADirectory, {"form": "hsds"}),
        ("stray_comma.json", FileMalformed, {"line": 3, "column": 15}),
        ("nothing_here.json", FileMissing, {"path": str(INVALID / "nothing_here.json")}),
    ],
)
def test_whole_files_that_cannot_be_read(name: str, error: type[CompanionError], facts: dict[str, object]) -> None:
    with pytest.raises(error) as caught:
        read(INVALID / name)
    assert caught.value.facts() == facts


def test_cut_anywhere_is_said_as_cut() -> None:
    data = (VALID / "service.json").read_bytes().rstrip()
    for at in range(0, len(data), 13):
        with pytest.raises(FileCutOff):
            read_data(data[:at])


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "quay.json"
    with path.open("wb") as file:
        file.truncate(SIZE_LIMIT + 1)
    with pytest.raises(FileTooLarge) as caught:
        read(path)
    assert caught.value.limit == SIZE_LIMIT


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 100_000,
        b'"x"',
        b"null",
        b"[]",
        b"[[],[]]",
        b'{"contents": 5}',
        b"\x00" * 100,
        b"\xff\xfe",
        b"\xff\xfe\x00",
        b"\xef\xbb\xbf",
        b"PK\x03\x04 not a zip",
    ],
)
def test_hostile_bytes_raise_typed_errors_only(data: bytes) -> None:
    with pytest.raises(CompanionError):
        read_data(data)


def test_hostile_numbers_and_nesting_inside_a_service() -> None:
    deep = b'{"a":' * 500 + b"1" + b"}" * 500
    data = (
        b'[{"id":"1","name":"A","minimum_age":'
        + b"9" * 9000
        + b',"maximum_age":1e999},{"id":"2","name":"B","x":'
        + deep
    )
    found = read_data(data + b"}]")
    assert [entry.name for entry in found.entries] == ["A"]
    assert problems(found) == [("minimum_age", "not_a_number"), ("maximum_age", "not_a_number"), ("", "too_deep")]
    assert entry_id("quay", "2") in found.notes.held
    assert found.originals[found.entries[0].id]["maximum_age"] == "1e999"


@pytest.mark.parametrize("depth", [40, 300, 900, 960, 990])
def test_nesting_just_short_of_what_can_be_parsed(depth: int) -> None:
    row = (
        '{"location": {}, "service": {"id": ID, "name": "A", "status": "active", "x": '
        + "[" * depth
        + "]" * depth
        + "}}"
    )
    for given in ('"1"', "[" * depth + "]" * depth):
        data = f"[{row}, {row}]".replace("ID", given).encode()
        try:
            found = read_data(data)
        except FileDamaged:
            continue
        assert found.entries == ()


def test_of_a_repeated_key_the_last_counts() -> None:
    found = read_data(b'[{"id": "1", "name": "first", "status": "active", "name": "last"}]')
    assert found.entries[0].name == "last"


def test_many_problems_are_bounded() -> None:
    found = read_data(json.dumps([service(), *([1] * 20_000)]).encode())
    assert (len(found.entries), found.notes.skipped) == (1, 20_000)
    assert len(found.problems) == 10_001
    assert found.problems[-1].reason == "more_problems"


def test_progress_is_told_in_bytes(tmp_path: Path) -> None:
    path = tmp_path / "quay.json"
    path.write_bytes(rows(*(service(id=str(number), description="x" * 2000) for number in range(600))))
    notes = Notes()
    done = [(notes.done, notes.total) for _ in read_hsds(ImportOrder(str(path), "hsds", "quay"), notes)]
    assert done == sorted(done)
    assert {total for _, total in done} == {path.stat().st_size}
    assert 0 < done[0][0] < done[-1][0] == path.stat().st_size


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (12, 12), ("12", 12), (12.9, 12), ("12.0", 12), (0, 0), (None, None), ("", None),
        (True, None), ("12 years", None), (-1, None), (131, None), ([12], None),
    ],
)  # fmt: skip
def test_ages(given: object, expected: int | None) -> None:
    assert one(minimum_age=given).entries[0].minimum_age == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"code": "en"}, ("en",)),
        ({"code": "ENG"}, ("en",)),
        ({"code": "es-MX"}, ("es",)),
        ({"code": "hmn"}, ("hmn",)),
        ({"name": "Español"}, ("es",)),
        ({"code": "English", "name": "English"}, ("en",)),
        ({"code": "9", "name": "Elvish"}, ()),
        ({}, ()),
    ],
)
def test_languages(given: dict[str, str], expected: tuple[str, ...]) -> None:
    assert one(languages=[given]).entries[0].languages == expected


@pytest.mark.parametrize("given", ["2026-02-14", "2026-02-14T10:00:00.000Z", "20260214"])
def test_assured_dates(given: str) -> None:
    assert one(assured_date=given).entries[0].verified_on == date(2026, 2, 14)


@pytest.mark.parametrize(
    "value",
    [None, 5, 2.5, "x", True, [], {}, [1], [[]], [{}], {"a": 1}],
)
@pytest.mark.parametrize(
    "key",
    ["phones", "schedules", "service_at_locations", "languages", "organization", "attributes", "service_areas",
     "required_documents", "cost_options", "contacts", "status", "description", "alternate_name", "assured_date"],
)  # fmt: skip
def test_any_kind_of_value_anywhere(key: str, value: object) -> None:
    found = read_data(rows(service(id="a"), service(**{key: value})))
    assert found.entries[0].name == "Quay"
    for entry in found.entries:
        assert read_entry(Fields(strict_json.decode(strict_json.encode(entry.as_json())))) == entry
    assert {problem.reason for problem in found.problems} <= set(PROBLEM_REASONS)


def test_the_training_directory_comes_in_whole() -> None:
    found = read(TRAINING)
    assert (len(found.entries), found.problems, found.notes.skipped, found.notes.partial) == (60, (), 0, False)
    for entry in found.entries:
        assert read_entry(Fields(strict_json.decode(strict_json.encode(entry.as_json())))) == entry


@pytest.mark.parametrize("version", ["hsds-3.0", "hsds-3.1"])
@pytest.mark.parametrize(
    ("name", "services"),
    [
        ("service_full.json", 1),
        ("service_list.json", 1),
        ("organization_full.json", 1),
        ("service_at_location_full.json", 1),
        ("service_at_location_list.json", 1),
        ("tabular.json", 1),
        ("organization_list.json", 0),
        ("location.json", 0),
        ("taxonomy.json", 0),
        ("taxonomy_list.json", 0),
        ("taxonomy_term.json", 0),
        ("taxonomy_term_list.json", 0),
        ("base.json", 0),
        ("csv", 1),
    ],
)
def test_the_official_examples(version: str, name: str, services: int) -> None:
    path = OFFICIAL / version / "examples" / name
    if not path.exists():
        pytest.skip("the official examples are not beside the checkout")
    found = read(path)
    assert len(found.entries) == services
    if not services:
        assert found.problems[0].reason == "no_service"
        return
    entry = found.entries[0]
    assert (entry.name, entry.phones[0].digits if entry.phones else "") in (
        ("Community Counselling", "441234234567"), ("Community Counselling", ""),
    )  # fmt: skip
    assert (entry.minimum_age, entry.maximum_age, entry.verified_on) == (12, 100, date(2005, 1, 1))
    assert b"Persona" not in found.reads[0].original
