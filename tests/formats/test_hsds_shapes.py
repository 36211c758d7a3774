# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of each shape read in pieces: rows that belong together, files that stop or break, circles, large ones."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hsds_files import read_data

from outreach_app.domain.directory import entry_id
from outreach_app.domain.directory_import import RowProblem
from outreach_app.domain.errors import FileCutOff, FileMalformed, NotADirectory, WrongEncoding
from outreach_app.formats import hsds_stream

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces so small that files of a few thousand bytes are read in many."""
    monkeypatch.setattr(hsds_stream, "PIECE", 400)
    monkeypatch.setattr(hsds_stream, "AT_ONCE", 500)


def service(number: int, **more: Any) -> dict[str, Any]:
    """A small sound service."""
    return {"id": str(number), "name": f"Name {number}", "status": "active", **more}


def at_place(number: int, place: str, **more: Any) -> dict[str, Any]:
    """A row of a service at a location."""
    return {
        "id": f"{number}-{place}",
        "service": service(number, **more),
        "location": {"name": place, "addresses": [{"city": place}]},
    }


def names(data: bytes) -> list[str]:
    """Names of the services read."""
    return [entry.name for entry in read_data(data).entries]


def test_services_of_one_organization_however_many() -> None:
    services = [service(number) for number in range(200)]
    value = {"id": "o", "name": "Trust", "services": services, "website": "x", "contacts": [{"name": "Rosa"}]}
    found = read_data(json.dumps(value).encode())
    assert [entry.name for entry in found.entries] == [f"Name {number}" for number in range(200)]
    assert {entry.organization for entry in found.entries} == {"Trust"}
    assert all(original["organization"]["website"] == "x" for original in found.originals.values())
    assert found.notes.dropped == 200


def test_a_list_of_organizations_and_of_anything() -> None:
    value = [
        {"id": "o1", "name": "Trust", "services": [service(1), service(2)]},
        service(3),
        {"id": "o2", "name": "No services", "services": []},
        at_place(4, "Porta"),
        {"id": "o3", "name": "Bare", "tax_status": "none"},
        5,
    ]
    found = read_data(json.dumps(value).encode())
    assert [entry.name for entry in found.entries] == ["Name 1", "Name 2", "Name 3", "Name 4"]
    assert found.problems == (RowProblem(5, "", "not_an_object"),)


def test_rows_of_one_service_far_apart_become_one() -> None:
    rows = [at_place(number, city) for city in ("Porta", "Quay", "Elm") for number in range(60)]
    found = read_data(json.dumps({"contents": rows}).encode())
    assert [entry.name for entry in found.entries] == [f"Name {number}" for number in range(60)]
    assert all([address.city for address in entry.addresses] == ["Porta", "Quay", "Elm"] for entry in found.entries)
    assert (found.problems, found.notes.skipped) == ((), 0)


def test_rows_of_one_id_that_say_different_things_stay_apart() -> None:
    rows = [at_place(1, "Porta"), at_place(2, "Porta"), at_place(1, "Quay", description="Other")]
    found = read_data(json.dumps(rows).encode())
    assert [entry.id for entry in found.entries] == [
        entry_id("quay", "1"),
        entry_id("quay", "2"),
        entry_id("quay", "1", 2),
    ]
    assert found.problems == (RowProblem(3, "id", "twice"),)


def test_rows_side_by_side_become_one_in_any_encoding() -> None:
    rows = [at_place(1, "Porta"), at_place(1, "Quay"), at_place(2, "Elm")]
    for encoding in ("utf-8", "utf-16"):
        assert names(json.dumps(rows).encode(encoding)) == ["Name 1", "Name 2"]


def test_a_page_says_at_its_end_too_that_there_are_more() -> None:
    found = read_data(json.dumps({"contents": [service(1)], "total_pages": 3}).encode())
    assert (len(found.entries), found.notes.partial) == (1, True)


@pytest.mark.parametrize("wrap", [b"%s", b'{"contents": %s, "total_pages": 1}'])
def test_a_file_cut_in_the_middle_gives_its_sound_services(wrap: bytes) -> None:
    data = wrap % json.dumps([service(number, description="x" * 90) for number in range(30)]).encode()
    for at in range(len(data) // 2, len(data) - 40, 37):
        found = read_data(data[:at])
        whole = data[:at].count(b"}")
        assert [entry.name for entry in found.entries] == [f"Name {number}" for number in range(whole)]
        assert (found.problems, found.notes.partial) == ((RowProblem(0, "", "cut_off"),), True)


def test_a_file_cut_before_its_first_service_is_refused() -> None:
    with pytest.raises(FileCutOff) as caught:
        read_data(b'{"contents": [\n{"id": "1", "name": "Q')
    assert caught.value.line == 2


def test_one_broken_service_costs_itself_alone_and_nothing_is_gone() -> None:
    rows = [json.dumps(service(number)).encode() for number in range(40)]
    rows[7] = rows[7].replace(b'"active"', b'"act"ive"')
    rows[20] = rows[20].replace(b'"Name 20"', b"Name 20")
    found = read_data(b"[" + b",\n".join(rows) + b"]")
    assert len(found.entries) == 38
    assert found.problems == (RowProblem(8, "", "bad_row"), RowProblem(21, "", "bad_row"))
    assert (found.notes.skipped, found.notes.partial) == (2, True)


def test_a_file_that_goes_astray_gives_what_came_before() -> None:
    found = read_data(b'[{"id": "1", "name": "Quay"}: {"id": "2", "name": "Cedar"}]')
    assert [entry.name for entry in found.entries] == ["Quay"]
    assert (found.problems, found.notes.partial) == ((RowProblem(0, "", "cut_off"),), True)
    with pytest.raises(FileMalformed):
        read_data(b'{"id": "1" "name": "Quay"}')


def test_letters_of_two_encodings() -> None:
    data = b'[{"id": "1", "name": "Caf\xe9 Ni\xf1o"}, ' + '{"id": "2", "name": "東京 Café"}]'.encode()
    found = read_data(data)
    assert [entry.name for entry in found.entries] == ["Café Niño", "東京 Café"]
    assert found.problems == (RowProblem(0, "", "read_as_windows_1252"),)
    with pytest.raises(WrongEncoding):
        read_data('[{"id": "1", "name": "東京の避難所"}]'.encode("shift_jis"))


def test_circles_end() -> None:
    inner: dict[str, Any] = {"id": "o", "name": "Trust", "parent_organization_id": "o"}
    term: dict[str, Any] = {"id": "t", "code": "A", "name": "Beds", "parent_id": "t"}
    term["taxonomy_detail"] = {"name": "Ours", "taxonomy_id": "t", "parent": dict(term)}
    inner["programs"] = [{"id": "p", "name": "Nights", "organization": dict(inner), "program_id": "p"}]
    value = service(
        1, organization=inner, program={"id": "p", "organization_id": "o"}, attributes=[{"taxonomy_term": term}]
    )
    value["service_at_locations"] = [
        {"service": service(1), "location": {"id": "l", "location_id": "l", "name": "House"}}
    ]
    found = read_data(json.dumps([value, value]).encode())
    assert [entry.id for entry in found.entries] == [entry_id("quay", "1")]
    assert found.reads[0].terms[0].taxonomy == "Ours"


def test_a_long_file_of_something_else_is_given_up() -> None:
    with pytest.raises(NotADirectory):
        read_data(json.dumps([{"colour": "green"}] * 30_000).encode())


def test_long_fields_are_cut_and_kept_whole_in_the_original() -> None:
    found = read_data(
        json.dumps([service(1, eligibility_description="word " * 3000, fees_description="f" * 3000)]).encode()
    )
    entry = found.entries[0]
    assert (len(entry.eligibility), len(entry.fees)) == (10_000, 3000)
    assert len(found.originals[entry.id]["eligibility_description"]) == 15_000


_READ: str = """
import resource, sys
from outreach_app.domain.directory_import import ImportOrder, Notes
from outreach_app.formats.hsds import read_hsds
base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
count = sum(1 for _ in read_hsds(ImportOrder(sys.argv[1], "hsds", "quay"), Notes()))
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is asked of the system")
def test_a_large_file_takes_little_memory(tmp_path: Path) -> None:
    row = json.dumps(service(1, description="word " * 600, x={"y": ["z" * 100] * 10})).replace('"1"', '"{}"', 1)
    with (tmp_path / "quay.json").open("w") as file:
        file.write('{"contents": [')
        file.writelines(row.replace("{}", str(number), 1) + ",\n" for number in range(8000))
        file.write(row + "]}")
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(tmp_path / "quay.json")], check=True, capture_output=True, text=True, cwd=ROOT
    )
    count, grown = map(int, done.stdout.split())
    unit = 1 if sys.platform == "darwin" else 1024
    assert (count, (tmp_path / "quay.json").stat().st_size > 30_000_000) == (8001, True)
    assert grown * unit < 20_000_000
