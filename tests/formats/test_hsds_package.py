# SPDX-License-Identifier: GPL-3.0-or-later
"""HSDS as tables: a folder, a zip, an object of tables; hostile ones too."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from outreach_app.domain.directory import Address, Phone
from outreach_app.domain.directory_import import Import, RowProblem
from outreach_app.domain.errors import CompanionError, FileDamaged, FileTooLarge, NotADirectory
from outreach_app.formats.hsds import read_hsds, read_hsds_path
from outreach_app.formats.hsds_package import folder_files, zip_files

TABLES = Path(__file__).parents[1] / "data" / "valid" / "hsds" / "tables"
SERVICES = "id,name,status\n1,Quay,active\n2,Cedar,active\n"


def folder(path: Path, **files: str | bytes) -> Path:
    """A folder of CSV files."""
    for name, text in files.items():
        (path / f"{name}.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def zipped(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def as_zip(prefix: str = "") -> bytes:
    """The shipped tables as a zip."""
    return zipped({prefix + path.name: path.read_bytes() for path in sorted(TABLES.iterdir())})


def check(found: Import) -> None:
    """The shipped tables came in whole."""
    beds, clothes = found.entries
    assert (beds.name, beds.organization, beds.discreet_name) == ("Quay Night Beds", "Quay House Trust", "The quay")
    assert beds.phones == (Phone("555 0142", "7"),)
    assert beds.addresses == (Address("3 Quay Row", "Porta", "", "ZZ", "00011", "Quay House"),)
    assert (beds.needs, beds.attributes, beds.languages) == (("shelter",), {"id_required": "no"}, ("es",))
    assert [schedule.byday for schedule in beds.opening] == [("MO", "TU")]
    assert [schedule.byday for schedule in beds.intake] == [("WE",)]
    assert (clothes.description, clothes.phones) == ("Coats,\nshoes", (Phone("555 0100"),))
    assert (clothes.minimum_age, clothes.verified_on) == (None, None)
    assert found.problems == (RowProblem(2, "phones.service_id", "link_to_nothing"),)
    assert not found.partial


def test_a_folder() -> None:
    check(read_hsds_path(TABLES, source="quay"))


@pytest.mark.parametrize("prefix", ["", "export/", "../../", "C:\\export\\"])
def test_a_zip_whose_names_are_only_labels(prefix: str, tmp_path: Path) -> None:
    (tmp_path / "quay.zip").write_bytes(as_zip(prefix))
    check(read_hsds_path(tmp_path / "quay.zip", source="quay"))
    assert [path.name for path in tmp_path.iterdir()] == ["quay.zip"]


def test_an_object_of_tables() -> None:
    value = {
        "services.csv": [{"id": "1", "name": "Quay", "status": "active"}],
        "phones.csv": [{"service_id": "1", "number": 5}],
    }
    (entry,) = read_hsds(json.dumps(value).encode(), source="quay").entries
    assert entry.phones == (Phone("5"),)


def test_without_a_description_the_usual_names_hold(tmp_path: Path) -> None:
    found = read_hsds_path(folder(tmp_path, services=SERVICES), source="quay")
    assert [entry.name for entry in found.entries] == ["Quay", "Cedar"]


@pytest.mark.parametrize(
    "text", ["../../datapackage.json", "[]", '{"resources": 5}', '{"resources": [1, {"path": 2}]}', "9" * 9999]
)
def test_a_description_that_says_nothing_is_passed_over(tmp_path: Path, text: str) -> None:
    folder(tmp_path, services=SERVICES)
    (tmp_path / "datapackage.json").write_text(text)
    assert len(read_hsds_path(tmp_path, source="quay").entries) == 2


def test_a_cut_row_is_named_and_the_rest_comes_in(tmp_path: Path) -> None:
    cut = SERVICES + '3,"Third place, cut in the mid'
    found = read_hsds_path(folder(tmp_path, services=cut), source="quay")
    assert [entry.name for entry in found.entries] == ["Quay", "Cedar"]
    assert found.problems == (RowProblem(4, "services.csv", "bad_row"),)


def test_quotes_gone_wrong_and_rows_too_long(tmp_path: Path) -> None:
    dirty = 'id,name,status\n1,"Quay"x,active\n2,Cedar,active,more\n3,Elm,active\n\n4,"Oak\r\nroom",active\r\n'
    found = read_hsds_path(folder(tmp_path, services=dirty), source="quay")
    assert [entry.name for entry in found.entries] == ["Elm", "Oak\nroom"]
    assert found.problems == (RowProblem(2, "services.csv", "bad_row"), RowProblem(3, "services.csv", "bad_row"))


def test_encodings(tmp_path: Path) -> None:
    text = "id,name,status\n1,Café Niño,active\n"
    read = read_hsds_path(folder(tmp_path, services=text.encode("cp1252")), source="quay")
    assert read.entries[0].name == "Café Niño"
    assert read.problems == (RowProblem(0, "services.csv", "read_as_windows_1252"),)
    marked = read_hsds_path(folder(tmp_path, services=text.encode("utf-8-sig")), source="quay")
    assert (marked.entries[0].name, marked.problems) == ("Café Niño", ())


def test_a_field_of_absurd_size(tmp_path: Path) -> None:
    found = read_hsds_path(
        folder(tmp_path, services=SERVICES + "3," + "x" * 200_000 + ",active\n4,Elm,active\n"), source="q"
    )
    assert [entry.name for entry in found.entries] == ["Quay", "Cedar", "Elm"]
    assert found.problems == (RowProblem(4, "services.csv", "bad_row"),)


def test_a_table_of_services_without_rows_takes_nothing_away(tmp_path: Path) -> None:
    found = read_hsds_path(folder(tmp_path, services="id,name,status\n"), source="quay")
    assert (found.entries, found.partial) == ((), True)
    assert [problem.reason for problem in found.problems] == ["no_service"]


def test_no_services_at_all(tmp_path: Path) -> None:
    with pytest.raises(NotADirectory):
        read_hsds_path(folder(tmp_path, phones="id,number\n1,5\n"), source="quay")
    with pytest.raises(NotADirectory):
        read_hsds(zipped({"letter.txt": b"hello"}), source="quay")


def test_a_zip_bomb_stops_while_it_unpacks() -> None:
    bomb = zipped({"services.csv": b"0" * 5_000_000})
    assert len(bomb) < 10_000
    with pytest.raises(FileTooLarge):
        zip_files(bomb, limit=1_000_000)


def test_many_parts_count_together(tmp_path: Path) -> None:
    part = b"0" * 600_000
    with pytest.raises(FileTooLarge):
        zip_files(zipped({"a.csv": part, "b.csv": part}), limit=1_000_000)
    with pytest.raises(FileTooLarge):
        folder_files(folder(tmp_path, a=part, b=part), limit=1_000_000)


def test_a_damaged_zip() -> None:
    data = bytearray(as_zip())
    for position in range(0, len(data) - 30, 61):
        broken = data.copy()
        broken[position] ^= 0x55
        try:
            read_hsds(bytes(broken), source="quay")
        except CompanionError:
            continue
    with pytest.raises(FileDamaged):
        read_hsds(bytes(data[: len(data) // 2]), source="quay")


def test_two_hundred_files_at_most() -> None:
    files = {f"{number:04d}.csv": b"id\n" for number in range(300)}
    assert len(zip_files(zipped(files), limit=1_000_000)) == 200
