# SPDX-License-Identifier: GPL-3.0-or-later
"""A directory's form, told from how it begins."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from outreach_app.domain.errors import FileDamaged, FileMissing
from outreach_app.formats.directory_form import recognise


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("town.json", b'[{"id": "a"}]', "hsds"), ("town.txt", b'\xef\xbb\xbf\n {"contents": []}', "hsds"),
        ("list.csv", b"Name,Phone\nHarbor,816 555 0101\n", "csv"), ("list", b"", "csv"),
        ("out.csv", b'"ResourceAgencyNum","PublicName","TaxonomyLevelName"\n', "icarol"),
        ("wide.csv", "Name;TaxonomyLevelName\n".encode("utf-16"), "icarol"),
    ],
)  # fmt: skip
def test_a_file_is_told_from_its_beginning(tmp_path: Path, name: str, data: bytes, form: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert recognise(tmp_path / name) == form


@pytest.mark.parametrize(
    ("tables", "form"),
    [
        (("services.csv", "schedules.csv", "addresses.csv"), "hsds"),
        (("services.csv", "regular_schedules.csv", "physical_addresses.csv"), "hsds1"),
        (("service.csv", "mail_addresses.csv"), "hsds1"), ((), "hsds"),
    ],
)  # fmt: skip
def test_tables_are_told_from_their_names_in_a_folder_and_in_a_zip(
    tmp_path: Path, tables: tuple[str, ...], form: str
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with zipfile.ZipFile(tmp_path / "package.zip", "w") as archive:
        archive.writestr("inside/readme.txt", "tables")
        for name in tables:
            (folder / name).write_text("id\n", encoding="utf-8")
            archive.writestr(f"inside/{name}", "id\n")
    assert recognise(folder) == form
    assert recognise(tmp_path / "package.zip") == form


def test_a_description_names_tables_that_their_files_do_not(tmp_path: Path) -> None:
    description = {"resources": [{"name": "services", "path": "a.csv"}, {"name": "regular_schedules", "path": "b.csv"}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(description), encoding="utf-8")
    (tmp_path / "a.csv").write_text("id\n", encoding="utf-8")
    assert recognise(tmp_path) == "hsds1"
    (tmp_path / "datapackage.json").write_text("[", encoding="utf-8")
    assert recognise(tmp_path) == "hsds"


def test_what_is_not_there_and_what_is_no_zip(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        recognise(tmp_path / "nothing.json")
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 no more")
    with pytest.raises(FileDamaged):
        recognise(tmp_path / "broken.zip")
