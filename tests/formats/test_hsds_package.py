# SPDX-License-Identifier: GPL-3.0-or-later
"""HSDS as tables: a folder, a zip, an object of tables; hostile ones too."""

from __future__ import annotations

import gc
import io
import json
import stat
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hsds_files import Result, read, read_data, zipped

from outreach_app.domain.directory import Address, Phone
from outreach_app.domain.directory_import import RowProblem, SourceTerm
from outreach_app.domain.errors import CompanionError, FileDamaged, FileTooLarge, NotADirectory, WrongEncoding
from outreach_app.formats import hsds_packed, hsds_tables
from outreach_app.formats.hsds import SIZE_LIMIT

TABLES = Path(__file__).parents[1] / "data" / "valid" / "hsds" / "tables"
SERVICES = "id,name,status\n1,Quay,active\n2,Cedar,active\n"


@pytest.fixture(autouse=True)
def nothing_stays_open() -> Iterator[None]:
    """A file that a reading left open is an error here, not in whichever test comes when it is found."""
    yield
    gc.collect()


def folder(path: Path, **files: str | bytes) -> Path:
    """A folder of CSV files."""
    for name, text in files.items():
        (path / f"{name}.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def as_zip(prefix: str = "") -> bytes:
    """The shipped tables as a zip."""
    return zipped({prefix + path.name: path.read_bytes() for path in sorted(TABLES.iterdir())})


def check(found: Result) -> None:
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
    assert not found.notes.partial


def test_a_folder() -> None:
    check(read(TABLES))


@pytest.mark.parametrize("prefix", ["", "export/", "../../", "C:\\export\\"])
def test_a_zip_whose_names_are_only_labels(prefix: str, tmp_path: Path) -> None:
    (tmp_path / "quay.zip").write_bytes(as_zip(prefix))
    check(read(tmp_path / "quay.zip"))
    assert [path.name for path in tmp_path.iterdir()] == ["quay.zip"]


def test_an_object_of_tables() -> None:
    value = {
        "services.csv": [{"id": "1", "name": "Quay", "status": "active"}],
        "phones.csv": [{"service_id": "1", "number": 5}],
    }
    (entry,) = read_data(json.dumps(value).encode()).entries
    assert entry.phones == (Phone("5"),)


def test_without_a_description_the_usual_names_hold(tmp_path: Path) -> None:
    found = read(folder(tmp_path, services=SERVICES))
    assert [entry.name for entry in found.entries] == ["Quay", "Cedar"]


@pytest.mark.parametrize(
    "text", ["../../datapackage.json", "[]", '{"resources": 5}', '{"resources": [1, {"path": 2}]}', "9" * 9999]
)
def test_a_description_that_says_nothing_is_passed_over(tmp_path: Path, text: str) -> None:
    folder(tmp_path, services=SERVICES)
    (tmp_path / "datapackage.json").write_text(text)
    assert len(read(tmp_path).entries) == 2


def test_a_table_cut_in_the_middle_gives_its_sound_rows(tmp_path: Path) -> None:
    for end in ('3,"Third place, cut in the mid', "3,Third pla"):
        found = read(folder(tmp_path, services=SERVICES + end))
        assert [entry.name for entry in found.entries] == ["Quay", "Cedar"]
        assert (found.problems, found.notes.partial) == ((RowProblem(0, "services.csv", "cut_off"),), True)


def test_a_quote_that_is_never_closed_costs_one_row(tmp_path: Path) -> None:
    lines = SERVICES + '3,"Third,active\n' + "".join(f"{number},Name {number},active\r\n" for number in range(4, 3000))
    found = read(folder(tmp_path, services=lines))
    assert len(found.entries) == 2 + 2996
    assert found.problems == (RowProblem(4, "services.csv", "bad_row"),)


def test_quotes_that_break_every_row_are_read_again_for_a_while_only(tmp_path: Path) -> None:
    begin = time.process_time()
    found = read(folder(tmp_path, services=SERVICES + '9,"x\n' * 40_000))
    assert [entry.name for entry in found.entries][:2] == ["Quay", "Cedar"]
    assert time.process_time() - begin < 20


def test_quotes_gone_wrong_and_rows_too_long(tmp_path: Path) -> None:
    dirty = 'id,name,status\n1,"Quay"x,active\n2,Cedar,active,more\n3,Elm,active\n\n4,"Oak\r\nroom",active\r\n'
    found = read(folder(tmp_path, services=dirty))
    assert [entry.name for entry in found.entries] == ["Elm", "Oak\nroom"]
    assert found.problems == (RowProblem(2, "services.csv", "bad_row"), RowProblem(3, "services.csv", "bad_row"))


def test_encodings(tmp_path: Path) -> None:
    text = "id,name,status\n1,Café Niño,active\n"
    found = read(folder(tmp_path, services=text.encode("cp1252")))
    assert found.entries[0].name == "Café Niño"
    assert found.problems == (RowProblem(0, "services.csv", "read_as_windows_1252"),)
    for encoding in ("utf-8-sig", "utf-16", "utf-32", "utf-8"):
        marked = read(folder(tmp_path, services=text.encode(encoding)))
        assert (marked.entries[0].name, marked.problems) == ("Café Niño", ())


def test_letters_of_two_encodings_in_one_table(tmp_path: Path) -> None:
    data = "id,name,status\n1,Café Niño,active\n".encode() + "2,Mañana house,active\n".encode("cp1252")
    assert [entry.name for entry in read(folder(tmp_path, services=data)).entries] == ["Café Niño", "Mañana house"]


def test_letters_in_no_known_encoding(tmp_path: Path) -> None:
    with pytest.raises(WrongEncoding) as caught:
        read(folder(tmp_path, services=b"id,name\n" + "1,東京の避難所\n".encode("shift_jis") * 20))
    assert caught.value.line == 2


def test_line_ends_of_every_kind(tmp_path: Path) -> None:
    found = read(folder(tmp_path, services="id,name\r\n1,One\r2,Two\n\n3,Three\u2028and\x0bmore\r\n"))
    assert [entry.name for entry in found.entries] == ["One", "Two", "Threeandmore"]


def test_long_and_absurd_fields(tmp_path: Path) -> None:
    long = "word " * 600
    rows = f'{SERVICES}3,"{"x" * 200_000}",active\n4,Elm,active\n'
    found = read(folder(tmp_path, services=rows, phones="id,service_id,number,description\n1,4,555 0100," + long))
    assert [entry.name for entry in found.entries] == ["Quay", "Cedar", "Elm"]
    assert len(found.entries[2].phones[0].description) == 500
    assert found.problems == (
        RowProblem(4, "services.csv", "bad_row"), RowProblem(3, "phones[0].description", "too_long"),
    )  # fmt: skip
    assert found.originals[found.entries[2].id]["phones"][0]["description"] == long


def test_a_table_of_services_without_rows_takes_nothing_away(tmp_path: Path) -> None:
    found = read(folder(tmp_path, services="id,name,status\n"))
    assert (found.entries, found.notes.partial) == ((), True)
    assert [problem.reason for problem in found.problems] == ["no_service"]


def test_no_services_at_all(tmp_path: Path) -> None:
    with pytest.raises(NotADirectory):
        read(folder(tmp_path, phones="id,number\n1,5\n"))
    with pytest.raises(NotADirectory):
        read_data(zipped({"letter.txt": b"hello"}))


def test_links_to_nothing_are_named_by_table_and_row(tmp_path: Path) -> None:
    found = read(
        folder(
            tmp_path,
            services="id,name,organization_id\n1,Quay,o1\n2,Cedar,o9\n",
            organizations="id,name,parent_organization_id\no1,Trust,o2\no2,Union,o1\n",
            service_at_location="id,service_id,location_id\na1,1,l1\na2,1,l9\na3,9,l1\n",
            locations="id,name,organization_id\nl1,House,o1\n",
            attributes="id,link_id,taxonomy_term_id\nt1,1,x\n",
        )
    )
    assert set(found.problems) == {
        RowProblem(2, "services.organization_id", "link_to_nothing"),
        RowProblem(3, "service_at_locations.service_id", "link_to_nothing"),
        RowProblem(2, "service_at_locations.location_id", "link_to_nothing"),
        RowProblem(1, "attributes.taxonomy_term_id", "link_to_nothing"),
    }
    quay = found.originals[found.entries[0].id]
    assert (quay["organization"]["name"], quay["service_at_locations"][0]["location"]["name"]) == ("Trust", "House")


def test_rows_that_point_at_each_other_in_a_circle(tmp_path: Path) -> None:
    found = read(
        folder(
            tmp_path,
            services="id,name,organization_id,program_id\n1,Quay,o1,p1\n",
            organizations="id,name,parent_organization_id\no1,Trust,o2\no2,Union,o1\n",
            programs="id,name,organization_id,program_id\np1,Nights,o1,p1\n",
            locations="id,name,location_id\nl1,House,l1\n",
            service_at_location="id,service_id,location_id,service_at_location_id\na1,1,l1,a1\n",
            taxonomy_terms="id,name,parent_id,taxonomy_id\nt1,Beds,t2,x1\nt2,Nights,t1,x1\n",
            taxonomies="id,name,taxonomy_id\nx1,Ours,x1\n",
            attributes="id,link_id,taxonomy_term_id\nb1,1,t1\n",
        )
    )
    assert (len(found.entries), found.problems) == (1, ())
    assert found.reads[0].terms == (SourceTerm("Ours", "", "Beds"),)


def test_shared_places_go_to_every_service_of_theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hsds_tables, "GROUP", 3)
    monkeypatch.setattr(hsds_packed, "HELD", 200)
    count = 20
    found = read(
        folder(
            tmp_path,
            services="id,name,organization_id\n" + "".join(f"{n},Name {n},o{n % 2}\n" for n in range(count)),
            organizations="id,name\no0,Even\no1,Odd\n",
            locations="id,name\nl0,House 0\nl1,House 1\nl2,House 2\n",
            service_at_location="id,service_id,location_id\n"
            + "".join(f"a{n},{n},l{n % 3}\n" for n in reversed(range(count))),
            addresses="id,location_id,city\nd0,l0,Porta\nd1,l1,Quay\nd2,l2,Elm\n",
            contacts="id,service_id,name,title\n" + "".join(f"c{n},{n},Rosa,Desk {n}\n" for n in range(count)),
            phones="id,contact_id,number\n" + "".join(f"p{n},c{n},555 01{n:02d}\n" for n in range(count)),
        )
    )
    assert [entry.name for entry in found.entries] == [f"Name {n}" for n in range(count)]
    for number, entry in enumerate(found.entries):
        assert entry.organization == ("Even", "Odd")[number % 2]
        assert entry.addresses == (Address(city=("Porta", "Quay", "Elm")[number % 3], place=f"House {number % 3}"),)
        assert (entry.ask_for, entry.phones) == (f"Desk {number}", (Phone(f"555 01{number:02d}"),))
    assert (found.problems, found.notes.dropped) == ((), count)


def test_rows_without_end_for_one_service_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hsds_packed, "MOST_OF_A_GROUP", 2000)
    phones = "id,service_id,number\n" + "".join(f"{n},1,555 0100\n" for n in range(1000))
    found = read(folder(tmp_path, services=SERVICES, phones=phones))
    assert found.problems[0] == RowProblem(0, "phones", "too_many")
    assert len(found.entries) == 2


def test_a_zip_that_unpacks_to_far_more_than_tables_do(tmp_path: Path) -> None:
    bomb = zipped({"services.csv": SERVICES.encode() + b"0" * 40_000_000})
    assert len(bomb) < 100_000
    begin = time.process_time()
    with pytest.raises(FileTooLarge):
        read_data(bomb)
    assert time.process_time() - begin < 1


def test_a_zip_that_says_less_than_it_holds() -> None:
    data = zipped({"services.csv": SERVICES.encode() + b"9,x" + b"0" * 1_000_000 + b"\n"})
    said = bytearray(data)
    size = (len(SERVICES) + 1_000_004).to_bytes(4, "little")
    while size in said:
        at = said.index(size)
        said[at : at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(FileDamaged):
        read_data(bytes(said))


def test_files_that_share_their_bytes_in_a_zip() -> None:
    data = zipped({"services.csv": SERVICES.encode(), "phones.csv": b"id,number\n1,5\n"}, zipfile.ZIP_STORED)
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    shared = bytearray(data)
    shared[second + 42 : second + 46] = (0).to_bytes(4, "little")
    with pytest.raises(FileDamaged):
        read_data(bytes(shared))


def test_a_zip_of_very_many_files() -> None:
    with pytest.raises(FileDamaged):
        read_data(zipped({f"{number}{'x' * 180}.csv": b"" for number in range(20_000)}, zipfile.ZIP_STORED))


def test_json_in_a_zip() -> None:
    services = [{"id": str(number), "name": f"Name {number}"} for number in range(3000)]
    data = json.dumps({"contents": services}).encode()
    found = read_data(zipped({"export/quay.json": data, "readme.txt": b"Read me."}))
    assert [entry.name for entry in found.entries] == [f"Name {number}" for number in range(3000)]
    assert (found.problems, found.notes.done, found.notes.total) == ((), len(data), len(data))
    with pytest.raises(FileTooLarge):
        read_data(zipped({"quay.json": b" " * 40_000_000}))
    with pytest.raises(NotADirectory):
        read_data(zipped({"one.json": data, "two.json": data}))


def test_damaged_json_in_a_zip() -> None:
    services = [{"id": str(number), "name": f"Name {number * 7919}"} for number in range(20_000)]
    data = bytearray(zipped({"quay.json": json.dumps(services).encode()}))
    data[len(data) // 2 : len(data) // 2 + 50] = b"\xff" * 50
    found = read_data(bytes(data))
    assert 0 < len(found.entries) < 20_000
    assert (found.problems[-1], found.notes.partial) == (RowProblem(0, "", "cut_off"), True)
    with pytest.raises(FileDamaged):
        read_data(bytes(data[:40]) + b"\xff" * 200 + bytes(data[240:]))


def test_a_zip_within_a_zip_is_not_opened() -> None:
    inner = zipped({"services.csv": SERVICES.encode()})
    with pytest.raises(NotADirectory):
        read_data(zipped({"inner.zip": inner}))
    found = read_data(zipped({"inner.zip": inner, "services.csv": SERVICES.encode()}))
    assert len(found.entries) == 2


def test_a_link_in_a_zip_is_no_table() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("services.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(NotADirectory):
        read_data(buffer.getvalue())


def test_the_tables_least_deep_in_folders_count() -> None:
    files = {
        "old/services.csv": b"id,name\n9,Old\n",
        "services.csv": SERVICES.encode(),
        "__MACOSX/._services.csv": b"x",
    }
    assert [entry.name for entry in read_data(zipped(files)).entries] == ["Quay", "Cedar"]


def test_a_package_larger_than_may_be_read(tmp_path: Path) -> None:
    folder(tmp_path, services=SERVICES)
    with (tmp_path / "phones.csv").open("wb") as file:
        file.truncate(SIZE_LIMIT)
    with pytest.raises(FileTooLarge):
        read(tmp_path)


def test_a_damaged_zip() -> None:
    data = bytearray(as_zip())
    for position in range(0, len(data) - 30, 61):
        broken = data.copy()
        broken[position] ^= 0x55
        try:
            read_data(bytes(broken))
        except CompanionError:
            continue
    with pytest.raises(FileDamaged):
        read_data(bytes(data[: len(data) // 2]))


def test_one_damaged_table_costs_what_stood_in_it() -> None:
    data = bytearray(as_zip())
    start = data.index(b"phones.csv") + len("phones.csv")
    data[start : start + 12] = b"\xff" * 12
    found = read_data(bytes(data))
    assert [entry.name for entry in found.entries] == ["Quay Night Beds", "Quay Clothes"]
    assert RowProblem(0, "phones.csv", "cut_off") in found.problems
    assert found.notes.partial


def test_two_hundred_files_at_most() -> None:
    files = {f"{number:04d}.csv": b"id\n" for number in range(300)}
    with pytest.raises(NotADirectory):
        read_data(zipped({**files, "services.csv": SERVICES.encode()}))
