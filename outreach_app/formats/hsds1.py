# SPDX-License-Identifier: GPL-3.0-or-later
"""HSDS 1.0–2.0 data packages (a folder or a zip of CSV files) → entries, one by one.

The files are named by `datapackage.json` or by themselves (`service.csv` as well as `services.csv`). What they hold is
brought into the tables of HSDS 3 (`hsds1_tables`), so that links, hours and phones are read in one place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from outreach_app.domain.directory_import import ImportOrder, Notes, Read
from outreach_app.domain.errors import NotADirectory
from outreach_app.files import disk
from outreach_app.formats.hsds1_tables import OldTables
from outreach_app.formats.hsds_package import CsvPackage, FolderTables, ZipTables, described_names, is_zip
from outreach_app.formats.hsds_rows import ServiceRows
from outreach_app.formats.hsds_tables import nested

FORM: Final = "hsds1"
SIZE_LIMIT: Final = 2 * 1024 * 1024 * 1024
"""Bytes of all files together, unpacked."""
_NAMES: Final = {
    "organization": "organizations", "program": "programs", "service": "services", "location": "locations",
    "services_at_location": "service_at_locations", "services_at_locations": "service_at_locations",
    "service_at_location": "service_at_locations", "physical_address": "physical_addresses",
    "postal_address": "postal_addresses", "mail_address": "postal_addresses", "mail_addresses": "postal_addresses",
    "address": "addresses", "phone": "phones", "contact": "contacts", "schedule": "schedules",
    "regular_schedule": "regular_schedules", "holiday_schedule": "holiday_schedules", "language": "languages",
    "required_document": "required_documents", "service_area": "service_areas",
    "accessibility_for_disabilities": "accessibility", "services_taxonomy": "service_taxonomy",
    "service_taxonomies": "service_taxonomy", "service_attribute": "service_taxonomy",
    "service_attributes": "service_taxonomy", "service_categories": "service_taxonomy",
    "taxonomy": "terms", "taxonomies": "terms",
    "taxonomy_term": "terms", "taxonomy_terms": "terms", "category": "terms", "categories": "terms",
    "eligibilities": "eligibility", "payment_accepted": "payments_accepted",
}  # fmt: skip
"""Names of old tables in the singular and by habit → the one used here."""


def read_hsds1(order: ImportOrder, notes: Notes) -> Iterator[Read]:
    """The sound services of the folder or zip at `order.where`.

    Raises for the whole package only: `FileTooLarge`, `WrongEncoding`, `FileDamaged`, `NotADirectory`, and the disk's
    errors.
    """
    rows = ServiceRows(order.source, notes)
    number = 0
    with _package(Path(order.where), notes) as package:
        for number, value in enumerate(nested(OldTables(package, notes), notes), start=1):
            found = rows.read(number, value)
            if found is not None:
                yield found
    if number == 0:
        notes.add(0, "", "no_service")
        notes.partial = True


def _package(path: Path, notes: Notes) -> CsvPackage:
    with disk(path):
        is_folder = path.is_dir()
    try:
        if is_folder:
            return _OldFolder(path, notes, limit=SIZE_LIMIT)
        if is_zip(path):
            return _OldZip(path, notes, limit=SIZE_LIMIT)
    except NotADirectory:
        pass
    raise NotADirectory(FORM)


class _OldFolder(FolderTables):
    """A folder whose files are named as old packages name them."""

    def _description(self, files: Mapping[str, int]) -> bytes:
        return _described(super()._description(files), files)


class _OldZip(ZipTables):
    """The same out of a zip."""

    def _description(self, files: Mapping[str, int]) -> bytes:
        return _described(super()._description(files), files)


def _described(given: bytes, files: Mapping[str, int]) -> bytes:
    """A description that gives every file its table's name."""
    said = {file: name.lower() for file, name in described_names(given).items()}
    names = {}
    for file in files:
        stem = said.get(file) or file.lower().removesuffix(".csv")
        names[file] = _NAMES.get(stem, stem)
    return json.dumps({"resources": [{"path": file, "name": name} for file, name in names.items()]}).encode()
