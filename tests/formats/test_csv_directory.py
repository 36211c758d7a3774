# SPDX-License-Identifier: GPL-3.0-or-later
"""Plain tables: letters, delimiters and quotes as they come; columns by a mapping; problems named row by row."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from outreach_app.domain.directory_import import ImportOrder, Notes, Read, RowProblem, SourceTerm
from outreach_app.domain.errors import BadField, FileMissing, NotADirectory
from outreach_app.formats.csv_directory import look, read_csv_directory
from outreach_app.formats.csv_door import stays_outside
from outreach_app.formats.csv_fields import phones_in

ZONE: Final = ZoneInfo("America/Chicago")
TABLE: Final = (
    "ID,Program,Agency,Description,Category,Phone,Address,City,State,Zip,Hours,Photo ID,Men,Languages,Ages,"
    "Last verified,Contact Name,Internal Notes,Website,Eligibility\n"
    '7,Night Shelter,Quay Trust,"Beds,\nevery night",Shelter; Night beds,(816) 555-0100 ext. 4,1 Quay St,Marlow,ZZ,'
    "00001,Mon-Fri 9am-5pm,yes,no,English & Somali,18-24,11/3/2026,Ann Example,ask Ann,quay.example.org,Adults\n"
    "8,,Quay Trust,,,,,,,,,,,,,,,,,\n"
    "7,Day Room,Quay Trust,<b>Warm</b> &amp; dry,food,none,,,,,sometimes,maybe,,Klingon,x,soon,,,,\n"
)


def read(tmp_path: Path, data: bytes | str, mapping: Mapping[str, object] | None = None) -> tuple[list[Read], Notes]:
    """The rows of a file and what was noted."""
    path = tmp_path / "table.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    notes = Notes()
    return list(read_csv_directory(ImportOrder(str(path), "csv", "list", mapping=mapping), notes)), notes


def simple(**columns: str) -> dict[str, Any]:
    """A mapping of one column a field."""
    return {"v": 1, "columns": {key: [column] for key, column in columns.items()}}


def test_a_table_by_the_guessed_mapping(tmp_path: Path) -> None:
    found, notes = read(tmp_path, TABLE)
    entry = found[0].entry
    assert (entry.name, entry.organization, entry.description) == ("Night Shelter", "Quay Trust", "Beds,\nevery night")
    assert [(phone.number, phone.extension) for phone in entry.phones] == [("(816) 555-0100", "4")]
    assert [(one.street, one.city, one.state, one.postal_code) for one in entry.addresses] == [
        ("1 Quay St", "Marlow", "ZZ", "00001")
    ]
    assert (entry.needs, found[0].terms) == (("shelter",), (SourceTerm("", "", "Night beds"),))
    assert (entry.attributes, entry.languages) == ({"id_required": "yes", "takes_men": "no"}, ("en", "so"))
    assert (entry.minimum_age, entry.maximum_age, entry.verified_on) == (18, 24, date(2026, 11, 3))
    assert entry.opening_hours.open_at(datetime(2026, 11, 23, 12, tzinfo=ZONE)) == "yes"
    assert (entry.website, entry.eligibility, entry.guessed) == ("quay.example.org", "Adults", ())
    assert notes.skipped == 1


def test_problems_are_named_by_row_and_column(tmp_path: Path) -> None:
    found, notes = read(tmp_path, TABLE)
    assert found[1].entry.description == "Warm & dry"
    assert found[1].entry.id != found[0].entry.id
    assert set(notes.all()) == {
        RowProblem(2, "Program", "missing"), RowProblem(3, "ID", "twice"), RowProblem(3, "Phone", "not_a_phone"),
        RowProblem(3, "Photo ID", "unknown_code"), RowProblem(3, "Languages", "unknown_code"),
        RowProblem(3, "Last verified", "not_a_date"),
    }  # fmt: skip
    assert len(notes.held) == 1
    assert found[1].entry.opening_hours.open_at(datetime(2026, 11, 23, 12, tzinfo=ZONE)) == "unknown"


def test_staff_and_internal_notes_stay_outside(tmp_path: Path) -> None:
    found, notes = read(tmp_path, TABLE)
    kept = json.loads(found[0].original)["row"]
    assert "Ann" not in found[0].original.decode()
    assert kept["Zip"] == "00001"
    assert notes.dropped == 2
    assert set(look(tmp_path / "table.csv").outside) == {"Contact Name", "Internal Notes"}


@pytest.mark.parametrize(
    ("column", "outside"),
    [("Contact Name", True), ("MainContactEmailAddress", True), ("Internal Notes", True), ("LastVerifiedByName", True),
     ("Updated by", True), ("MailingAttentionName", True), ("SeniorWorkerTitle", True), ("Executive Director", True),
     ("InternalNotesForEditorsAndViewers", True), ("Correo del contacto", True), ("Staff notes", True),
     ("Email", False), ("Phone1Name", False), ("Notes", False), ("Contact", False), ("LastVerifiedOn", False),
     ("Program Name", False), ("EmailAddressMain", False), ("Personal hygiene", False),
     ("Director office hours", False)],
)  # fmt: skip
def test_which_columns_stay_outside(column: str, outside: bool) -> None:
    assert stays_outside(column) is outside


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_letters_and_delimiters(tmp_path: Path, mark: str, encoding: str) -> None:
    rows = [("nombre", "ciudad", "descripción"), ("Albergue Ñandú", "Peñón", "“Camas” y más"), ("Refugio", "Río", "é")]
    text = "\r\n".join(mark.join(row) for row in rows)
    found, notes = read(tmp_path, text.encode(encoding))
    assert [one.entry.name for one in found] == ["Albergue Ñandú", "Refugio"]
    assert found[0].entry.description == "“Camas” y más"
    assert [problem.reason for problem in notes.all()] == (["read_as_windows_1252"] if encoding == "cp1252" else [])
    seen = look(tmp_path / "table.csv")
    assert (seen.delimiter, seen.columns) == (mark, rows[0])
    assert seen.encoding == {
        "utf-8-sig": "utf-8",
        "utf-16": "utf-16-le",
        "utf-32": "utf-32-le",
        "cp1252": "windows-1252",
    }.get(encoding, encoding)


def test_mixed_line_ends_and_empty_rows(tmp_path: Path) -> None:
    found, notes = read(tmp_path, b"\r\n\nname,city\r\nA,x\rB,y\n\n,\nC,z\r\n")
    assert [one.entry.name for one in found] == ["A", "B", "C"]
    assert notes.all() == ()


def test_a_quote_that_is_never_closed_costs_one_row(tmp_path: Path) -> None:
    found, notes = read(tmp_path, 'name,city,phone\nA,x,1\n"B,y,2\nC,z,3\nD,"5"" pipe",4\nE,6" pipe,5\n')
    assert [one.entry.name for one in found] == ["A", "C", "D", "E"]
    assert found[2].entry.addresses[0].city == '5" pipe'
    assert RowProblem(2, "", "bad_row") in notes.all()
    assert (notes.partial, notes.skipped) == (True, 1)


def test_rows_too_long_and_too_short(tmp_path: Path) -> None:
    data = "name,city,state,zip\nA,x,ZZ,00001,extra\nB,y\nC\nD,z,ZZ,00002,,\nE,w,ZZ,00003\n"
    found, notes = read(tmp_path, data)
    assert [one.entry.name for one in found] == ["B", "D", "E"]
    assert set(notes.all()) == {RowProblem(1, "", "bad_row"), RowProblem(3, "", "bad_row")}


def test_a_file_cut_in_the_middle(tmp_path: Path) -> None:
    for data in ("name,city,description\nA,x,whole\nB,y", 'name,city,description\nA,x,whole\nB,y,"cut'):
        found, notes = read(tmp_path, data)
        assert [one.entry.name for one in found] == ["A"]
        assert notes.partial
        assert RowProblem(0, "", "cut_off") in notes.all()


def test_long_fields_and_control_characters(tmp_path: Path) -> None:
    found, notes = read(
        tmp_path, f"name,description,website\nA\x00\x07B,{'x' * 3000},http://a.example.org\n{'n' * 400},y,\n"
    )
    assert found[0].entry.name == "AB"
    assert len(found[0].entry.description) == 3000
    assert len(found[1].entry.name) == 300
    assert notes.all() == (RowProblem(2, "name", "too_long"),)


def test_several_columns_feed_a_field(tmp_path: Path) -> None:
    mapping = {
        "v": 1, "columns": {"name": ["Agency", "Program"], "description": ["What", "More"], "needs": ["Kind"]},
        "joiners": {"name": ": "}, "needs": {"Beds": ["shelter"], "Other": []},
        "attributes": {"id_required": [{"column": "No ID", "yes": ["no"], "no": ["yes"]}], "pets": ["Dogs"]},
    }  # fmt: skip
    data = "Agency,Program,What,More,Kind,No ID,Dogs\nQuay,Night,one,two,beds; other; Meals,Yes,unknown\n"
    found, notes = read(tmp_path, data, mapping)
    entry = found[0].entry
    assert (entry.name, entry.description, entry.needs) == ("Quay: Night", "one\n\ntwo", ("shelter",))
    assert (entry.attributes, found[0].terms) == ({"id_required": "no"}, (SourceTerm("", "", "Meals"),))
    assert notes.all() == ()


def test_hours_by_weekday(tmp_path: Path) -> None:
    data = "name,Monday,Tuesday,Sunday,Intake hours,Curfew\nA,9:00am-5:00pm,closed,24 hours,daily 6pm-8pm,10pm\n"
    found, _ = read(tmp_path, data)
    entry = found[0].entry
    assert entry.opening_hours.open_at(datetime(2026, 11, 23, 12, tzinfo=ZONE)) == "yes"
    assert entry.opening_hours.open_at(datetime(2026, 11, 24, 12, tzinfo=ZONE)) == "no"
    assert entry.opening_hours.open_at(datetime(2026, 11, 22, 3, tzinfo=ZONE)) == "yes"
    assert entry.intake_hours.open_at(datetime(2026, 11, 22, 19, tzinfo=ZONE)) == "yes"
    assert entry.inside_by == "22:00"


def test_ids_without_a_column_of_ids_are_stable(tmp_path: Path) -> None:
    first, _ = read(tmp_path, "name,address,phone\nA,1 Quay St,1\nB,2 Quay St,2\n")
    second, _ = read(tmp_path, "name,address,phone\nB,2 Quay  St.,9\nA,1 QUAY ST,1\nA,1 Quay St,1\n")
    ids = [one.entry.id for one in first]
    assert [one.entry.id for one in second[:2]] == ids[::-1]
    assert second[2].entry.id not in ids


def test_a_secret_place_comes_in_without_its_address(tmp_path: Path) -> None:
    found, notes = read(tmp_path, "name,address,city,confidential\nA,1 Quay St,Marlow,yes\n")
    assert found[0].entry.confidential
    assert b"Quay" not in found[0].original
    assert notes.dropped == 2


def test_professionals_and_status(tmp_path: Path) -> None:
    mapping = simple(name="n", audience="who", status="s") | {"audience": {"Agents": "professionals"}}
    found, notes = read(tmp_path, "n,who,s\nA,agents,\nB,all,temporarily closed\nC,,inactive\n", mapping)
    assert [(one.entry.audience, one.entry.temporarily_closed) for one in found] == [
        ("professionals", False), ("person", True),
    ]  # fmt: skip
    assert notes.all() == (RowProblem(3, "s", "inactive"),)


@pytest.mark.parametrize(
    ("mapping", "field"),
    [({"columns": {}}, "columns.name"), (simple(name="Nobody"), "columns.name: Nobody"),
     (simple(name="name", shoe="x"), "columns.shoe"), ({"columns": {"name": "x"}}, "columns.name"),
     (simple(name="name") | {"attributes": {"nice": []}}, "attributes.nice"),
     (simple(name="name") | {"needs": {"a": ["b"]}}, "needs.a"), (simple(name="name") | {"x": 1}, "x"),
     (simple(name="name") | {"delimiter": "%"}, "delimiter")],
)  # fmt: skip
def test_a_mapping_that_does_not_fit(tmp_path: Path, mapping: dict[str, object], field: str) -> None:
    with pytest.raises(BadField) as caught:
        read(tmp_path, "name,city\nA,x\n", mapping)
    assert caught.value.field == field


@pytest.mark.parametrize("data", [b"", b"\n\n", b"just words", b"<!doctype html><html>", b"\x00" * 100, b"name\nA\n"])
def test_what_is_no_table(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(NotADirectory):
        read(tmp_path, data)


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(NotADirectory):
        look(tmp_path)
    with pytest.raises(FileMissing):
        look(tmp_path / "none.csv")


def test_a_table_without_rows(tmp_path: Path) -> None:
    found, notes = read(tmp_path, "name,city\n")
    assert (found, notes.partial, notes.all()) == ([], True, (RowProblem(0, "", "no_service"),))


def test_what_a_look_guesses(tmp_path: Path) -> None:
    read(tmp_path, TABLE)
    seen = look(tmp_path / "table.csv")
    assert {guess.target: guess.column for guess in seen.guesses if guess.confidence == 1} == {
        "id": "ID", "name": "Program", "organization": "Agency", "description": "Description", "needs": "Category",
        "phones": "Phone", "street": "Address", "city": "City", "state": "State", "postal_code": "Zip",
        "opening": "Hours", "id_required": "Photo ID", "takes_men": "Men", "languages": "Languages", "ages": "Ages",
        "verified_on": "Last verified", "website": "Website", "eligibility": "Eligibility",
    }  # fmt: skip
    assert len(seen.rows) == 3
    spanish, _ = read(
        tmp_path, "Nombre del programa;Teléfono;Dirección;Horario;Mascotas\nA;1 816 555 0100;x;lunes 9:00 a 17:00;sí\n"
    )
    assert (spanish[0].entry.name, spanish[0].entry.attributes) == ("A", {"pets": "yes"})
    assert [phone.number for phone in spanish[0].entry.phones] == ["1 816 555 0100"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("816-555-0100 ext. 12", [("816-555-0100", "12", "")]), ("816 555 0103 x4", [("816 555 0103", "4", "")]),
     ("(816) 555-0100; 816.555.0101 (after hours)", [("(816) 555-0100", "", ""), ("816.555.0101", "", "after hours")]),
     ("Hotline: 1-800-555-0102", [("1-800-555-0102", "", "Hotline")]), ("dial 211", [("211", "", "dial")]),
     ("816-555-0104 or 816-555-0105", [("816-555-0104", "", ""), ("816-555-0105", "", "")]), ("none", [])],
)  # fmt: skip
def test_telephones_in_a_cell(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(phone.number, phone.extension, phone.description) for phone in phones_in(text)] == expected
