# SPDX-License-Identifier: GPL-3.0-or-later
"""iCarol exports: programs with their agencies and sites; what asks not to be listed or is private stays outside."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from outreach_app.domain.directory_import import ImportOrder, Notes, Read, RowProblem, SourceTerm
from outreach_app.domain.errors import NotADirectory
from outreach_app.formats.icarol import read_icarol

ZONE: Final = ZoneInfo("America/Chicago")
AGENCY: Final = {
    "ResourceAgencyNum": "100", "TaxonomyLevelName": "Agency", "ParentAgencyNum": "0", "PublicName": "Quay Trust",
    "Phone1Number": "816-555-0100", "WebsiteAddress": "https://quay.example.org", "PhysicalAddress1": "1 Quay St",
    "PhysicalCity": "Marlow", "CoverageArea": "Marlow County", "MainContactName": "Ann Example",
}  # fmt: skip
PROGRAM: Final = {
    "ResourceAgencyNum": "101", "TaxonomyLevelName": "Program", "ParentAgencyNum": "100", "PublicName": "Night Shelter",
    "AgencyDescription": "Beds every night.", "Eligibility": "Women 18 and over", "DocumentsRequired": "Photo ID",
    "HoursOfOperation": "Mon-Fri 9am-5pm", "LanguagesOffered": "English; Spanish", "LastVerifiedOn": "11/03/2026",
    "LastVerifiedByName": "Ben Example", "InternalNotes": "difficult landlord", "ApplicationProcess": "Walk in",
    "Phone1Number": "816-555-0101 ext. 7", "Phone1Name": "Desk", "Phone1Type": "Voice", "Phone2Number": "816-555-0102",
    "Phone2IsPrivate": "True", "PhoneTTY": "816-555-0103", "PhoneFax": "816-555-0104", "AgencyStatus": "Active",
    "TaxonomyCodes": "BH-1800.8500; BD-5000 * YF-3000", "TaxonomyTerms": "Night beds; Meals * Older people",
    "Coverage": "ZZ - Marlow - 00001; ZZ - Quay - 00002", "Colour": "blue",
}  # fmt: skip
SITE: Final = {
    "ResourceAgencyNum": "200", "TaxonomyLevelName": "Site", "ParentAgencyNum": "100", "PublicName": "Old Mill",
    "PhysicalAddress1": "2 Mill Ln", "PhysicalCity": "Marlow", "PhysicalStateProvince": "ZZ",
    "PhysicalPostalCode": "00001", "PhysicalCounty": "Marlow", "BusServiceAccess": "Bus 4",
}  # fmt: skip
AT: Final = {
    "ResourceAgencyNum": "300", "TaxonomyLevelName": "ProgramAtSite", "ParentAgencyNum": "100",
    "ConnectsToProgramNum": "101", "ConnectsToSiteNum": "200", "PublicName": "Night Shelter at Old Mill",
    "Phone1Number": "816-555-0105",
}  # fmt: skip


def read(tmp_path: Path, *rows: Mapping[str, str]) -> tuple[list[Read], Notes]:
    """The entries of an export with these rows."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns)
    writer.writeheader()
    writer.writerows(rows)
    path = tmp_path / "export.csv"
    path.write_text(stream.getvalue(), encoding="utf-8-sig", newline="")
    notes = Notes()
    return list(read_icarol(ImportOrder(str(path), "icarol", "211"), notes)), notes


def test_a_program_with_its_agency_and_site(tmp_path: Path) -> None:
    found, notes = read(tmp_path, PROGRAM, AT, SITE, AGENCY)  # programs may stand before their agency
    assert len(found) == 1
    entry = found[0].entry
    assert (entry.name, entry.organization, entry.description) == ("Night Shelter", "Quay Trust", "Beds every night.")
    assert [(one.place, one.street, one.city, one.state, one.region) for one in entry.addresses] == [
        ("Old Mill", "2 Mill Ln", "Marlow", "ZZ", "Marlow")
    ]
    assert [(one.number, one.extension, one.description, one.kind) for one in entry.phones] == [
        ("816-555-0101", "7", "Desk", "voice"), ("816-555-0103", "", "", "textphone"), ("816-555-0104", "", "", "fax"),
        ("816-555-0105", "", "", "voice"),
    ]  # fmt: skip
    assert (entry.languages, entry.documents, entry.eligibility) == (("en", "es"), ("Photo ID",), "Women 18 and over")
    assert (entry.verified_on, entry.website, entry.transport) == (
        date(2026, 11, 3), "https://quay.example.org", "Bus 4",
    )  # fmt: skip
    assert entry.postal_codes == ("00001", "00002")
    assert entry.opening_hours.open_at(datetime(2026, 11, 23, 12, tzinfo=ZONE)) == "yes"
    assert found[0].terms == (
        SourceTerm("211HSIS", "BH-1800.8500", "Night beds"), SourceTerm("211HSIS", "BD-5000", "Meals"),
        SourceTerm("211HSIS", "YF-3000", "Older people"),
    )  # fmt: skip
    assert notes.all() == ()
    assert notes.done == notes.total > 0


def test_staff_notes_and_private_numbers_stay_outside(tmp_path: Path) -> None:
    found, notes = read(tmp_path, AGENCY, PROGRAM)
    kept = found[0].original.decode()
    assert "Example" not in kept
    assert "landlord" not in kept
    assert "0102" not in kept
    assert json.loads(kept)["row"]["Colour"] == "blue"
    assert notes.dropped == 3


def test_a_program_at_several_sites(tmp_path: Path) -> None:
    second = SITE | {"ResourceAgencyNum": "201", "PublicName": "New Mill", "PhysicalAddress1": "3 Mill Ln"}
    also = AT | {"ResourceAgencyNum": "301", "ConnectsToSiteNum": "201"}
    found, _ = read(tmp_path, AGENCY, PROGRAM, SITE, second, AT, also)
    assert [one.place for one in found[0].entry.addresses] == ["Old Mill", "New Mill"]


def test_a_program_without_a_site_is_where_it_says_or_where_its_agency_is(tmp_path: Path) -> None:
    own = PROGRAM | {"PhysicalAddress1": "9 Own St"}
    assert [one.street for one in read(tmp_path, AGENCY, own)[0][0].entry.addresses] == ["9 Own St"]
    assert [one.street for one in read(tmp_path, AGENCY, PROGRAM)[0][0].entry.addresses] == ["1 Quay St"]


def test_an_agency_without_programs_is_an_entry(tmp_path: Path) -> None:
    found, _ = read(tmp_path, AGENCY, SITE)
    assert [(one.entry.name, one.entry.organization) for one in found] == [("Quay Trust", "Quay Trust")]
    assert [one.street for one in found[0].entry.addresses] == ["2 Mill Ln"]


@pytest.mark.parametrize(
    "asked",
    [{"ExcludeFromWebsite": "True"}, {"ExcludeFromDirectory": "yes"}, {"AgencyStatus": "Active, but do not refer"}],
)
def test_what_asks_not_to_be_listed_is_left_out(tmp_path: Path, asked: dict[str, str]) -> None:
    for rows in ((AGENCY, PROGRAM | asked), (AGENCY | asked, PROGRAM)):
        found, notes = read(tmp_path, *rows)
        assert found == []
        assert notes.skipped == 1
        assert notes.all() == (RowProblem(2, "ExcludeFromDirectory", "excluded"),)
    found, _ = read(tmp_path, AGENCY, PROGRAM, SITE | asked, AT)
    assert [one.street for one in found[0].entry.addresses] == ["1 Quay St"]


def test_a_private_address_is_a_confidential_place(tmp_path: Path) -> None:
    secret = {"PhysicalAddressIsPrivate": "True"}
    own, notes = read(
        tmp_path, AGENCY, PROGRAM | secret | {"PhysicalAddress1": "9 Hidden St", "PhysicalCity": "Marlow"}
    )
    at_site, _ = read(tmp_path, AGENCY, PROGRAM, SITE | secret, AT)
    for found in (own[0], at_site[0]):
        assert found.entry.confidential
        assert (found.entry.addresses, found.entry.transport) == ((), "")
        assert found.entry.attributes == {"confidential_location": "yes"}
    assert b"Hidden" not in own[0].original
    assert notes.dropped == 5


def test_what_is_no_more(tmp_path: Path) -> None:
    found, notes = read(tmp_path, AGENCY, PROGRAM | {"AgencyStatus": "Inactive"})
    assert found == []
    assert notes.all() == (RowProblem(2, "AgencyStatus", "inactive"),)


def test_links_to_nothing_and_repeated_ids(tmp_path: Path) -> None:
    found, notes = read(tmp_path, PROGRAM, PROGRAM | {"PublicName": ""}, PROGRAM, AT | {"ConnectsToSiteNum": "999"})
    assert len(found) == 2
    assert len({one.entry.id for one in found}) == 2
    assert set(notes.all()) == {
        RowProblem(1, "ParentAgencyNum", "link_to_nothing"), RowProblem(1, "ConnectsToSiteNum", "link_to_nothing"),
        RowProblem(2, "ResourceAgencyNum", "twice"), RowProblem(2, "ParentAgencyNum", "link_to_nothing"),
        RowProblem(2, "PublicName", "missing"), RowProblem(3, "ResourceAgencyNum", "twice"),
        RowProblem(3, "ParentAgencyNum", "link_to_nothing"), RowProblem(3, "ConnectsToSiteNum", "link_to_nothing"),
    }  # fmt: skip
    assert len(notes.held) == 1


def test_old_exports_tell_levels_by_their_parents(tmp_path: Path) -> None:
    found, _ = read(tmp_path, AGENCY | {"TaxonomyLevelName": ""}, PROGRAM | {"TaxonomyLevelName": ""})
    assert [(one.entry.name, one.entry.organization) for one in found] == [("Night Shelter", "Quay Trust")]


def test_a_circle_of_parents_ends(tmp_path: Path) -> None:
    found, _ = read(
        tmp_path,
        PROGRAM | {"ParentAgencyNum": "101"},
        AGENCY | {"ParentAgencyNum": "100"},
        SITE | {"ParentAgencyNum": "200"},
    )
    assert [one.entry.name for one in found] == ["Night Shelter", "Quay Trust"]


def test_other_tables_are_no_export(tmp_path: Path) -> None:
    with pytest.raises(NotADirectory):
        read(tmp_path, {"name": "x", "city": "y"})
    found, notes = read(tmp_path, SITE)
    assert found == []
    assert notes.all() == (RowProblem(0, "", "no_service"),)
