# SPDX-License-Identifier: GPL-3.0-or-later
"""Old HSDS packages: their tables come in as services, and what is wrong with them is named."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from outreach_app.domain.directory_import import ImportOrder, Notes, Read, RowProblem, SourceTerm
from outreach_app.domain.errors import CompanionError, FileDamaged, FileMissing, NotADirectory
from outreach_app.domain.hours import CLOSED, INSTEAD
from outreach_app.formats.hsds1 import read_hsds1
from outreach_app.formats.loose_dates import loose_date

ZONE: Final = ZoneInfo("America/Chicago")
PACKAGE: Final[Mapping[str, str]] = {
    "organization.csv": "id,name,description,url\no1,Quay Trust,Helps.,https://quay.example.org\n",
    "program.csv": "id,organization_id,name\np1,o1,Night programme\n",
    "service.csv": (
        "id,organization_id,program_id,name,status,fees,application_process,colour\n"
        's1,o1,p1,Night Shelter,active,"Free, no charge",Walk in,blue\n'
        "s2,o9,,Day Room,active,,,\n"
    ),
    "location.csv": "id,organization_id,name,transportation,latitude\nl1,o1,Old Mill,Bus 4,40.1\n",
    "service_at_location.csv": "id,service_id,location_id\nx1,s1,l1\n",
    "physical_address.csv": (
        "id,location_id,address_1,city,state_province,postal_code,country\na1,l1,1 Quay St,Marlow,ZZ,00001,US\n"
    ),
    "postal_address.csv": "id,location_id,attention,address_1,city\na2,l1,Ann Example,PO Box 5,Marlow\n",
    "phone.csv": "id,service_id,number,extension,type\nt1,s1,816 555 0100,12,voice\n",
    "regular_schedule.csv": (
        "id,service_id,weekday,opens_at,closes_at\n"
        "r1,s1,1,18:00,07:30\nr2,s1,7,6:00 PM,7:30am\nr3,s1,Tuesday,18:00,07:30\nr4,s1,9,18:00,07:30\n"
    ),
    "holiday_schedule.csv": (
        "id,service_id,closed,opens_at,closes_at,start_date,end_date\n"
        "h1,s1,TRUE,,,2026-12-25,2026-12-25\nh2,s1,FALSE,20:00,22:00,11/26/2026,11/26/2026\nh3,s1,TRUE,,,13/27/2026x,\n"
    ),
    "language.csv": "id,service_id,language\ng1,s1,Spanish\ng2,s1,en\n",
    "eligibility.csv": "id,service_id,eligibility\ne1,s1,18 and over\ne2,s1,Women only\n",
    "required_document.csv": "id,service_id,document\nd1,s1,Photo ID\n",
    "payment_accepted.csv": "id,service_id,payment\nb1,s1,Cash\n",
    "service_area.csv": "id,service_id,service_area\nw1,s1,Marlow County\n",
    "taxonomy.csv": "id,name,parent_id,parent_name,vocabulary\nBH-1800,Night beds,,,Quay terms\n",
    "service_taxonomy.csv": "id,service_id,taxonomy_id\ny1,s1,BH-1800\n",
    "accessibility_for_disabilities.csv": "id,location_id,accessibility\nc1,l1,ramp\n",
    "contact.csv": "id,service_id,name,title,email\nk1,s1,Ann Example,Desk,ann@quay.example.org\n",
}
OHANA: Final[Mapping[str, str]] = {
    "organizations.csv": "id,name,website\n1,Harvest House,https://harvest.example.org\n",
    "locations.csv": "id,organization_id,name,accessibility,languages\n4,1,Mill Lane,\"ramp, elevator\",French\n",
    "addresses.csv": "id,location_id,address_1,city\n1,4,2 Mill Lane,Marlow\n",
    "services.csv": (
        "id,location_id,name,eligibility,fees,languages,required_documents,service_areas,taxonomy_ids,status\n"
        '1,4,Supper,Everyone,,"English, Spanish, Klingon",Passport,"Marlow, Quay","101, 999",active\n'
        "2,77,Nowhere,,,,,,,active\n"
    ),
    "taxonomy.csv": "taxonomy_id,name,parent_id,parent_name\n101,Meals,,\n",
    "regular_schedules.csv": "id,location_id,service_id,weekday,opens_at,closes_at\n1,,1,Monday,9:30,5:00 PM\n",
}  # fmt: skip


def folder(tmp_path: Path, files: Mapping[str, str]) -> Path:
    """The files as a package in a folder."""
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    return tmp_path


def read(path: Path) -> tuple[list[Read], Notes]:
    """The services of a package and what was noted."""
    notes = Notes()
    return list(read_hsds1(ImportOrder(str(path), "hsds1", "old"), notes)), notes


@pytest.fixture(name="shelter")
def _shelter(tmp_path: Path) -> tuple[Read, Notes]:
    found, notes = read(folder(tmp_path, PACKAGE))
    assert [one.entry.name for one in found] == ["Night Shelter", "Day Room"]
    return found[0], notes


def test_a_service_has_what_its_tables_say(shelter: tuple[Read, Notes]) -> None:
    entry = shelter[0].entry
    assert entry.organization == "Quay Trust"
    assert (entry.eligibility, entry.fees, entry.documents) == (
        "18 and over; Women only",
        "Free, no charge",
        ("Photo ID",),
    )
    assert (entry.languages, entry.area, entry.transport) == (("es", "en"), "Marlow County", "Bus 4")
    assert [(phone.number, phone.extension) for phone in entry.phones] == [("816 555 0100", "12")]
    assert [(one.street, one.kind, one.place) for one in entry.addresses] == [
        ("1 Quay St", "physical", "Old Mill"),
        ("PO Box 5", "postal", "Old Mill"),
    ]
    assert shelter[0].terms == (SourceTerm("Quay terms", "BH-1800", "Night beds"),)


def test_hours_by_weekday_and_on_holidays(shelter: tuple[Read, Notes]) -> None:
    entry, notes = shelter[0].entry, shelter[1]
    hours = entry.opening_hours
    assert hours.open_at(datetime(2026, 11, 23, 20, tzinfo=ZONE)) == "yes"  # a Monday
    assert hours.open_at(datetime(2026, 11, 29, 20, tzinfo=ZONE)) == "yes"  # a Sunday
    assert {row.kind for row in entry.opening} == {"", CLOSED, INSTEAD}
    closed = next(row for row in entry.opening if row.kind == CLOSED)
    assert (closed.valid_from, closed.valid_to) == (date(2026, 12, 25), date(2026, 12, 25))
    instead = next(row for row in entry.opening if row.kind == INSTEAD)
    assert (instead.valid_from, instead.opens, instead.closes) == (date(2026, 11, 26), 20 * 60, 22 * 60)
    assert RowProblem(3, "holiday_schedules.start_date", "not_a_date") in notes.all()
    assert RowProblem(3, "holiday_schedules.end_date", "missing") in notes.all()
    assert any(problem.field.endswith("byday") for problem in notes.all())  # there is no weekday 9


def test_staff_stays_outside_and_the_rest_is_kept(shelter: tuple[Read, Notes]) -> None:
    kept = json.loads(shelter[0].original)
    assert b"Ann" not in shelter[0].original
    assert shelter[1].dropped == 3
    assert (kept["colour"], kept["accepted_payments"]) == ("blue", "Cash")


def test_a_link_to_nothing_is_named(shelter: tuple[Read, Notes]) -> None:
    assert RowProblem(2, "services.organization_id", "link_to_nothing") in shelter[1].all()


def test_ohana_packages(tmp_path: Path) -> None:
    found, notes = read(folder(tmp_path, OHANA))
    entry = found[0].entry
    assert (entry.organization, entry.languages, entry.documents) == ("Harvest House", ("en", "es"), ("Passport",))
    assert [one.street for one in entry.addresses] == ["2 Mill Lane"]
    assert (entry.area, found[0].terms) == ("Marlow · Quay", (SourceTerm("", "101", "Meals"),))
    assert entry.opening_hours.open_at(datetime(2026, 11, 23, 12, tzinfo=ZONE)) == "yes"
    assert found[1].entry.name == "Nowhere"
    assert {problem.reason for problem in notes.all()} >= {"link_to_nothing", "unknown_code"}


def test_a_zip_named_by_its_description(tmp_path: Path) -> None:
    stream = io.BytesIO()
    resources = [{"name": "service", "path": "data/s.csv"}, {"name": "organization", "path": "o.csv"}]
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("datapackage.json", json.dumps({"resources": resources}))
        archive.writestr("data/s.csv", PACKAGE["service.csv"])
        archive.writestr("../o.csv", PACKAGE["organization.csv"])
    path = tmp_path / "old.zip"
    path.write_bytes(stream.getvalue())
    found, _ = read(path)
    assert [one.entry.organization for one in found] == ["Quay Trust", ""]


def test_what_is_no_package(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    plain = tmp_path / "x.csv"
    plain.write_text("id,name\n1,a\n")
    broken = tmp_path / "x.zip"
    broken.write_bytes(b"PK\x03\x04 and no more")
    for path, error in (
        (empty, NotADirectory),
        (plain, NotADirectory),
        (broken, FileDamaged),
        (tmp_path / "no", FileMissing),
    ):
        with pytest.raises(error):
            read(path)


def test_a_package_without_services(tmp_path: Path) -> None:
    found, notes = read(folder(tmp_path, {"service.csv": "id,name\n"}))
    assert found == []
    assert notes.partial
    assert notes.all() == (RowProblem(0, "", "no_service"),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2024-11-27", date(2024, 11, 27)), ("20241127", date(2024, 11, 27)), ("2024-11-27T10:00:00Z", date(2024, 11, 27)),
     ("11/27/2014", date(2014, 11, 27)), ("27/11/2014", date(2014, 11, 27)), ("1/2/14", date(2014, 1, 2)),
     ("11/27/2014 3:15 PM", date(2014, 11, 27)), ("December 24, 2014", date(2014, 12, 24)),
     ("Wed, Dec 24 2014", date(2014, 12, 24)), ("24 de diciembre de 2014", date(2014, 12, 24)),
     ("24-Dec-14", date(2014, 12, 24)), ("13/27/2014", None), ("0000-00-00", None), ("", None), ("soon", None),
     ("2/30/2024", None), ("1/1/1024", None)],
)  # fmt: skip
def test_dates(text: str, expected: date | None) -> None:
    assert loose_date(text) == expected


def test_damaged_packages_raise_typed_errors_only(tmp_path: Path) -> None:
    for name, text in PACKAGE.items():
        cut = dict(PACKAGE) | {name: text[: len(text) // 2] + '"'}
        inside = tmp_path / name
        inside.mkdir()
        try:
            found, _ = read(folder(inside, cut))
        except CompanionError:
            continue
        assert len(found) <= 2
