# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes out is what the standard asks for: by its official schemas where they lie beside the clone, and always by
what this program knows of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest
import referencing
from hsds_files import Result, read, read_data
from referencing.jsonschema import DRAFT202012

from outreach_app.domain.directory import Address, Entry, Phone
from outreach_app.domain.hours import WEEKLY, Schedule
from outreach_app.formats.hsds_write import write_directory, write_json, write_tables
from outreach_app.formats.hsds_write_shape import ENUMS, KINDS, Kind

ROOT: Final = Path(__file__).parents[2]
OFFICIAL: Final = ROOT.parent / "shared" / "data" / "hsds-3.1"
SCHEMAS: Final = OFFICIAL / "schema"
needs_schemas = pytest.mark.skipif(
    not SCHEMAS.is_dir(), reason="the standard's schemas are not beside the clone (shared/data/hsds-3.1)"
)
TRAINING: Final = ROOT / "resources" / "directory" / "training.json"

OWN: Final = Entry(
    "6f1c8f0e-0a43-5c1c-9f0d-0d5a3f6f2a10", "Quay House", organization="Quay", description="Beds", needs=("shelter",),
    phones=(Phone("816 555 0142", "12"), Phone("816 555 0143", "012"), Phone("816 555 0144", "B", kind="text")),
    addresses=(Address("1 Quay", "Bend", state="ZZ", place="Quay"), Address("PO 3", kind="postal")),
    languages=("en", "es"), documents=("Photo ID",), area="Riverside", postal_codes=("00001", "00002"), minimum_age=16,
    opening=(Schedule(freq=WEEKLY, byday=("MO",), opens=540, closes=1020), Schedule(freq="DAILY", interval=3, opens=1)),
    intake=(Schedule(prose="Call"),), attributes={"pets": "yes"}, inside_by="22:00", website="https://quay.example.org",
)  # fmt: skip
DIRTY: Final[dict[str, Any]] = {
    "id": 7, "name": "Dirty", "status": "Open", "minimum_age": "16", "maximum_age": "none", "alert": None, "fees": 12,
    "description": ["a", "b"], "colour": {"of": "door"}, "phones": {"number": 8165550142, "extension": "007"},
    "schedules": [{"freq": "yearly", "wkst": "mo", "count": "3", "opens_at": 9}, "by hand", {"freq": "weekly"}],
    "service_at_locations": [{"location": {"latitude": "38.5", "longitude": "east", "addresses": [{"city": "Bend"}]}}],
    "organization": {"name": "Quay", "year_incorporated": "1990s", "floors": 3},
    "languages": [{"code": "es", "spoken": True}],
    "attributes": [{"id": "a1", "value": 3, "taxonomy_term": {"code": "X-1"}}], "capacities": [{"available": "4"}],
    "metadata": [{"id": "m1", "field_name": "name"}], "required_documents": [], "cost_options": [{"amount": "5.50"}],
}  # fmt: skip


def rows_of(found: Result) -> list[tuple[Entry, bytes]]:
    """What an export is given of what was read."""
    return [(one.entry, one.original) for one in found.reads]


def dirty() -> list[tuple[Entry, bytes]]:
    """A service whose every second field has a wrong type."""
    return rows_of(read_data(json.dumps(DIRTY).encode()))


def everything() -> list[tuple[Entry, bytes]]:
    """Training, an entry of our own, one of a plain table, a dirty one, and edits."""
    training = rows_of(read(TRAINING))
    edited = [(replace(entry, **{name: getattr(OWN, name) for name in EDITS[index % len(EDITS)]}), original)
              for index, (entry, original) in enumerate(training[:40])]  # fmt: skip
    return [
        *training[40:],
        *edited,
        *dirty(),
        (OWN, b""),
        (replace(OWN, id=OWN.id[:-1] + "1"), b'{"row": {"Name": "Quay"}}'),
    ]


EDITS: Final = (
    ("name", "description"), ("phones",), ("addresses",), ("opening", "intake"), ("languages", "documents"),
    ("area", "postal_codes"), ("organization",), ("attributes", "needs"), ("minimum_age", "website", "inside_by"),
)  # fmt: skip


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All of it as JSON."""
    path = tmp_path_factory.mktemp("export") / "directory.json"
    assert write_json(everything(), path) == len(everything())
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found


def retrieve(uri: str) -> referencing.Resource[Any]:
    """An official schema by its file's name."""
    value = json.loads((SCHEMAS / uri.rsplit("/", 1)[-1]).read_bytes())
    return referencing.Resource.from_contents(value, default_specification=DRAFT202012)


def validator(name: str) -> jsonschema.Draft202012Validator:
    """A validator of an official schema."""
    value = json.loads((SCHEMAS / f"{name}.json").read_bytes())
    return jsonschema.Draft202012Validator(value, registry=referencing.Registry(retrieve=retrieve))  # type: ignore[call-arg]


@needs_schemas
def test_every_service_is_valid_by_the_official_schema(page: dict[str, Any]) -> None:
    service = validator("service")
    wrong = [(one["id"], list(error.absolute_path), error.message)
             for one in page["contents"] for error in service.iter_errors(one)]  # fmt: skip
    assert wrong == []


@needs_schemas
def test_the_page_is_the_official_page(page: dict[str, Any]) -> None:
    official = json.loads((SCHEMAS / "openapi.json").read_bytes())["components"]["schemas"]["Page"]
    jsonschema.Draft202012Validator(official).validate(page)
    assert set(official["properties"]) == set(page) - {"contents"}


@needs_schemas
def test_the_official_schema_finds_what_is_wrong() -> None:
    assert list(validator("service").iter_errors({**DIRTY, "phones": [DIRTY["phones"]]}))


@needs_schemas
@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_what_this_program_knows_is_what_the_schemas_say(kind: Kind) -> None:
    official = json.loads((SCHEMAS / f"{kind.name}.json").read_bytes())
    fields = official["properties"]
    refs = {key: field for key, field in fields.items() if "$ref" in field or "$ref" in field.get("items", {})}
    assert set(kind.parts) == set(refs)
    assert set(fields) - set(refs) <= set(kind.columns)
    assert {key for key, field in fields.items() if field.get("type") == "number"} == kind.numbers
    needed = {*kind.required, *(key for key, part in kind.parts.items() if part.required)}
    assert set(official.get("required", ())) - {"id"} == needed
    enums = {key: tuple(field["enum"]) for key, field in fields.items() if "enum" in field}
    assert enums == {key: codes for (name, key), codes in ENUMS.items() if name == kind.name}


@needs_schemas
@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_tables_are_named_and_filled_as_in_the_official_examples(kind: Kind) -> None:
    with (OFFICIAL / "examples" / "csv" / kind.file).open(encoding="utf-8", newline="") as file:
        assert set(next(csv.reader(file))) <= set(kind.columns)


@needs_schemas
def test_every_row_of_a_table_is_valid_by_the_official_schema(tmp_path: Path) -> None:
    write_tables(everything(), tmp_path / "tables")
    checked = 0
    for kind in KINDS.values():
        path = tmp_path / "tables" / kind.file
        schema = json.loads((SCHEMAS / f"{kind.name}.json").read_bytes())
        required = [key for key in schema.get("required", ()) if key not in kind.parts]
        official = jsonschema.Draft202012Validator(
            {
                "type": "object",
                "properties": {key: field for key, field in schema["properties"].items() if key in kind.columns},
                "required": required,
            }
        )
        for row in table(path) if path.exists() else ():
            kept = {key: float(text) if key in kind.numbers else text
                    for key, text in row.items() if text or key in required}  # fmt: skip
            assert [error.message for error in official.iter_errors(kept)] == []
            checked += 1
    assert checked > 1000


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


# --- without the schemas ----------------------------------------------------------------------------------------


def wrong(value: dict[str, Any], kind: Kind, path: str) -> Iterator[str]:
    """What the standard would not accept."""
    if not isinstance(value.get("id"), str) or not value["id"]:
        yield f"{path}: no id"
    yield from (f"{path}.{key}: missing" for key in kind.required if key not in value)
    for key, item in value.items():
        if key in kind.parts:
            yield from wrong_part(item, kind, f"{path}.{key}", key)
        elif key in kind.columns:
            yield from wrong_column(item, kind, f"{path}.{key}", key)


def wrong_part(item: Any, kind: Kind, path: str, key: str) -> Iterator[str]:
    """The same of objects inside."""
    part = kind.parts[key]
    if isinstance(item, list) is not part.many:
        yield f"{path}: one for many"
    for number, one in enumerate(item if part.many else [item]):
        yield from wrong(one, KINDS[part.kind], f"{path}[{number}]")


def wrong_column(item: Any, kind: Kind, path: str, key: str) -> Iterator[str]:
    """The same of a text or a number."""
    if key in kind.numbers:
        if isinstance(item, bool) or not isinstance(item, (int, float)):
            yield f"{path}: no number"
    elif not isinstance(item, str):
        yield f"{path}: no text"
    elif item not in ENUMS.get((kind.name, key), (item,)):
        yield f"{path}: not listed"


def test_every_service_has_the_shape_that_this_program_knows(page: dict[str, Any]) -> None:
    assert [fault for one in page["contents"] for fault in wrong(one, KINDS["service"], one["name"])] == []


def test_the_shape_finds_what_is_wrong() -> None:
    faults = set(wrong({"name": 1, "status": "open", "minimum_age": "3", "phones": {}}, KINDS["service"], "s"))
    assert faults == {
        "s: no id", "s.name: no text", "s.status: not listed", "s.minimum_age: no number", "s.phones: one for many",
    }  # fmt: skip


def test_nothing_of_a_dirty_service_is_lost(tmp_path: Path) -> None:
    write_json(dirty(), tmp_path / "out.json")
    (out,) = json.loads((tmp_path / "out.json").read_bytes())["contents"]
    assert out["id"] == "7"
    assert (out["status"], out["x_status"]) == ("active", "Open")
    assert (out["minimum_age"], out["x_maximum_age"], out["fees"]) == (16, "none", "12")
    assert (out["x_description"], out["colour"]) == (["a", "b"], {"of": "door"})
    assert out["phones"][0]["number"] == "8165550142 ext 007"
    assert out["x_schedules"] == ["by hand"]
    assert out["schedules"][0] | {"id": ""} == {"id": "", "x_freq": "yearly", "wkst": "MO", "count": 3, "opens_at": "9"}
    place = out["service_at_locations"][0]["location"]
    assert (place["latitude"], place["x_longitude"], place["location_type"]) == (38.5, "east", "physical")
    assert place["addresses"][0]["city"] == "Bend"
    assert (out["organization"]["x_year_incorporated"], out["organization"]["floors"]) == ("1990s", 3)
    assert (out["languages"][0]["spoken"], out["capacities"][0]["available"]) == (True, 4)
    assert out["attributes"][0]["taxonomy_term"]["code"] == "X-1"


def test_the_package_describes_each_of_its_tables(tmp_path: Path) -> None:
    write_tables(everything(), tmp_path / "tables")
    described = json.loads((tmp_path / "tables" / "datapackage.json").read_bytes())
    assert described["profile"] == "tabular-data-package"
    names = {one["name"] for one in described["resources"]}
    files = {path.name for path in (tmp_path / "tables").iterdir()}
    assert {one["path"] for one in described["resources"]} | {"datapackage.json"} == files
    for one in described["resources"]:
        rows = table(tmp_path / "tables" / one["path"])
        fields = one["schema"]["fields"]
        keys = [row["id"] for row in rows]
        assert len(set(keys)) == len(keys)
        for row in rows:
            assert list(row) == [field["name"] for field in fields]
            assert None not in row.values()
            assert all(row[field["name"]] == "" or float(row[field["name"]]) is not None
                       for field in fields if field["type"] == "number")  # fmt: skip
        for link in one["schema"].get("foreignKeys", ()):
            assert link["reference"]["resource"] in names


def test_columns_that_the_standard_does_not_know_stand_in_the_tables(tmp_path: Path) -> None:
    clean = rows_of(read(TRAINING))[:3]
    write_tables([*clean, *dirty(), *rows_of(read(TRAINING))[3:5]], tmp_path / "tables")
    services = table(tmp_path / "tables" / "services.csv")
    assert [row["colour"] for row in services] == ["", "", "", '{"of": "door"}', "", ""]
    organizations = table(tmp_path / "tables" / "organizations.csv")
    assert [row["floors"] for row in organizations if row["floors"]] == ["3"]
    described = json.loads((tmp_path / "tables" / "datapackage.json").read_bytes())
    fields = next(one for one in described["resources"] if one["name"] == "service")["schema"]["fields"]
    assert "colour" in [field["name"] for field in fields]


def test_a_cell_that_looks_like_a_formula_stays_what_it_is(tmp_path: Path) -> None:
    entry = Entry(OWN.id, "=1+1", phones=(Phone("+1 816 555 0142"),))
    write_directory([(entry, b"")], tmp_path / "tables", "tables")
    assert table(tmp_path / "tables" / "services.csv")[0]["name"] == "=1+1"
    assert table(tmp_path / "tables" / "phones.csv")[0]["number"] == "+1 816 555 0142"
