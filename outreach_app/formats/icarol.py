# SPDX-License-Identifier: GPL-3.0-or-later
"""iCarol resource export (CSV) → entries, one by one.

Source: the column names of iCarol's resource exports as public converters read them. `TaxonomyLevelName` tells agency,
site, program and program at site; `ParentAgencyNum`, `ConnectsToProgramNum` and `ConnectsToSiteNum` link them to
`ResourceAgencyNum`. An entry is a program with the places where it is given, or an agency that has no program. The file
is read twice: programs may stand before their agency.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from outreach_app.domain.directory import NAME_LIMIT, entry_id
from outreach_app.domain.directory_import import ImportOrder, Notes, Read
from outreach_app.domain.errors import NotADirectory
from outreach_app.formats.csv_door import stays_outside, through
from outreach_app.formats.csv_rows import CsvRows, Record
from outreach_app.formats.hsds_door import as_json
from outreach_app.formats.hsds_fields import Loose
from outreach_app.formats.icarol_links import Links, Resource, level_of
from outreach_app.formats.icarol_service import ICarolService, is_private

FORM: Final = "icarol"
KEY: Final = "ResourceAgencyNum"
_NEEDED: Final = (KEY, "PublicName")


def read_icarol(order: ImportOrder, notes: Notes) -> Iterator[Read]:
    """The sound programs of the file at `order.where`.

    Raises `FileTooLarge`, `WrongEncoding`, `NotADirectory` for a file without iCarol's columns, the disk's errors.
    """
    rows = CsvRows(Path(order.where), notes, form=FORM, passes=2)
    if not set(_NEEDED) <= set(rows.columns):
        raise NotADirectory(FORM)
    reader = _Reader(order.source, rows, notes)
    links = Links()
    for resource in reader.resources():
        links.add(resource)
    found_any = False
    for resource in reader.resources():
        if links.is_entry(resource):
            found_any = True
            found = reader.read(resource, links)
            if found is None:
                notes.skipped += 1
            else:
                yield found
    if not found_any:
        notes.add(0, "", "no_service")
        notes.partial = True


class _Reader:
    """Reads the records of one file."""

    def __init__(self, source: str, rows: CsvRows, notes: Notes) -> None:
        self._source = source
        self._rows = rows
        self._notes = notes
        self._barred = [column for column in rows.columns if stays_outside(column)]
        self._seen: dict[str, int] = {}

    def resources(self) -> Iterator[Resource]:
        """Every record with an id."""
        for record in self._rows.records():
            value = self._value(record)
            key = value.get(KEY, "").strip()[:NAME_LIMIT]
            if not record.whole:
                continue
            if key:
                yield Resource(record.number, key, level_of(value), value)
            else:
                self._notes.add(record.number, KEY, "missing")

    def read(self, resource: Resource, links: Links) -> Read | None:
        """The entry of a program or an agency; None, with the reason noted, for one that does not come in."""
        times = self._seen[resource.key] = self._seen.get(resource.key, 0) + 1
        if times > 1:
            self._notes.add(resource.number, KEY, "twice")
        key = entry_id(self._source, resource.key, times)
        kept, dropped = through(resource.value, self._barred)
        row = Loose(dict(kept), resource.number, self._notes)
        agency = links.agency_of(resource)
        if resource.parent and agency is None:
            row.problem("ParentAgencyNum", "link_to_nothing")
        if resource.excluded or (agency is not None and agency.excluded):
            row.problem("ExcludeFromDirectory", "excluded")
            return None
        if not row.text("PublicName", limit=NAME_LIMIT):
            row.problem("PublicName", "missing")
            self._notes.held.add(key)
            return None
        service = ICarolService(row, agency, links.places_of(resource, self._notes), self._notes)
        entry = service.entry(entry_id=key, source=self._source)
        if entry is None:
            return None
        private = [column for column in kept if is_private(column, kept, confidential=entry.confidential)]
        kept, hidden = through(kept, private)
        self._notes.dropped += dropped + hidden
        return Read(entry, as_json({"row": kept}), service.terms())

    def _value(self, record: Record) -> dict[str, str]:
        return {column: text for column, text in zip(self._rows.columns, record.cells, strict=False) if text.strip()}
