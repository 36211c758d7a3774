# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of HSDS 1.0–2.0 → those of HSDS 3, row by row, so that one reader serves both.

Source: the `datapackage.json` of HSDS 1.0, 1.1 and 2.0.1, and the tables that Ohana (Code for America) writes, where a
service names its place itself and lists languages, documents and terms in its own columns. Unknown columns stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from outreach_app.domain.directory_import import Notes
from outreach_app.domain.hours import WEEKDAYS
from outreach_app.formats.hsds_schedules import CLOSED_WORDS, INSTEAD_WORDS
from outreach_app.formats.hsds_tables import Tables
from outreach_app.formats.loose_dates import loose_date

Row = dict[str, str]
Change = Callable[[Row, int], Iterator[Row]]

_SPLIT: Final = re.compile(r"[,;|]")
_TRUE: Final = ("true", "t", "1", "yes", "y")
_DAY_NAMES: Final = dict(zip(
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), WEEKDAYS, strict=True))  # fmt: skip
_MOST_HELD: Final = 64 * 1024 * 1024
"""Letters of eligibility and payment texts held until their services come."""


@dataclass(frozen=True)
class _Part:
    """One old table that a new one is made from."""

    source: str
    renames: Mapping[str, str] = field(default_factory=dict)
    adds: tuple[str, ...] = ()
    """Columns beyond those of the old table."""
    change: Change | None = None
    only_if: str = ""
    """A column without which the old table gives nothing here."""
    whole: bool = True
    """Whether the old table's own columns come along."""


class OldTables:
    """The package as HSDS 3 has it; reads the old one as often as asked."""

    def __init__(self, old: Tables, notes: Notes) -> None:
        self._old = old
        self._notes = notes
        self._parts = self._all_parts()
        self._held: dict[str, dict[str, str]] | None = None
        self._organizations: dict[str, str] | None = None

    def names(self) -> tuple[str, ...]:
        """The new tables for which there is an old one."""
        return tuple(table for table in self._parts if any(self._usable(part) for part in self._parts[table]))

    def header(self, table: str) -> list[str]:
        """The columns of a new table."""
        found: dict[str, None] = {}
        for part in self._parts.get(table, ()):
            if self._usable(part):
                own = self._old.header(part.source) if part.whole else ()
                found.update(dict.fromkeys(part.renames.get(name, name) for name in own))
                found.update(dict.fromkeys(part.adds))
        return list(found)

    def rows(self, table: str) -> Iterator[list[Any]]:
        """The rows of a new table, in its header's order."""
        header = self.header(table)
        for part in self._parts.get(table, ()):
            if not self._usable(part):
                continue
            names = [part.renames.get(name, name) for name in self._old.header(part.source)]
            for number, values in enumerate(self._old.rows(part.source), start=1):
                row = {name: value for name, value in zip(names, values, strict=False) if value}
                for changed in part.change(row, number) if part.change else (row,):
                    yield [changed.get(name, "") for name in header]

    def _usable(self, part: _Part) -> bool:
        return part.source in self._old.names() and (not part.only_if or part.only_if in self._old.header(part.source))

    def _all_parts(self) -> dict[str, list[_Part]]:
        return {
            "organizations": [_Part("organizations", {"url": "website"})],
            "programs": [_Part("programs")],
            "services": [_Part(
                "services",
                {"fees": "fees_description", "eligibility": "eligibility_description", "website": "url",
                 "languages": "language_names", "required_documents": "document_names",
                 "service_areas": "service_area_names"},
                ("eligibility_description", "accepted_payments", "organization_id"),
                self._service,
            )],
            "service_at_locations": [
                _Part("service_at_locations"),
                _Part("services", adds=("id", "service_id", "location_id"), change=_at, only_if="location_id",
                      whole=False),
            ],
            "locations": [_Part("locations", {"accessibility": "accessibility_names", "languages": "language_names"})],
            "addresses": [
                _Part("physical_addresses", adds=("address_type",), change=_of_kind("physical")),
                _Part("addresses", adds=("address_type",), change=_of_kind("physical")),
                _Part("postal_addresses", adds=("address_type",), change=_of_kind("postal")),
            ],
            "phones": [_Part("phones", {"number_type": "type", "department": "description"})],
            "contacts": [_Part("contacts")],
            "schedules": [
                _Part("schedules"),
                _Part("regular_schedules", adds=("freq", "byday"), change=_weekly),
                _Part("holiday_schedules", adds=("freq", "byday", "valid_from", "valid_to", "description"),
                      change=self._holiday),
            ],
            "languages": [
                _Part("languages", {"language": "name"}),
                *_listed("services", "service_id", "languages", "name"),
                *_listed("locations", "location_id", "languages", "name"),
            ],
            "required_documents": [
                _Part("required_documents"), *_listed("services", "service_id", "required_documents", "document"),
            ],
            "service_areas": [
                _Part("service_areas", {"service_area": "name"}),
                *_listed("services", "service_id", "service_areas", "name"),
            ],
            "accessibility": [
                _Part("accessibility", {"accessibility": "description"}),
                *_listed("locations", "location_id", "accessibility", "description"),
            ],
            "taxonomy_terms": [
                _Part("terms", {"taxonomy_id": "id", "vocabulary": "taxonomy"}, ("code",), _term),
            ],
            "attributes": [
                _Part("service_taxonomy", {"service_id": "link_id", "taxonomy_id": "taxonomy_term_id"}),
                *_listed("services", "link_id", "taxonomy_ids", "taxonomy_term_id"),
            ],
            "metadata": [_Part("metadata")],
        }  # fmt: skip

    def _service(self, row: Row, _number: int) -> Iterator[Row]:
        """A service with its eligibility and payments, and with its place's organization where it names none."""
        held = self._texts_of_services()
        key = row.get("id", "")
        for column, texts in held.items():
            if key in texts:
                row.setdefault(column, texts[key])
        if not row.get("organization_id") and row.get("location_id"):
            row["organization_id"] = self._organization_of(row["location_id"])
        yield row

    def _texts_of_services(self) -> dict[str, dict[str, str]]:
        if self._held is None:
            self._held = {
                "eligibility_description": self._texts("eligibility", "eligibility", "; "),
                "accepted_payments": self._texts("payments_accepted", "payment", ", "),
            }
        return self._held

    def _texts(self, table: str, column: str, joiner: str) -> dict[str, str]:
        """Texts by service; one with several gets them joined."""
        found: dict[str, str] = {}
        if table not in self._old.names():
            return found
        header = self._old.header(table)
        left = _MOST_HELD
        for values in self._old.rows(table):
            row = dict(zip(header, values, strict=False))
            key, text = row.get("service_id", ""), row.get(column, "")
            left -= len(text)
            if left < 0:
                self._notes.add(0, table, "too_many")
                break
            if key and text:
                found[key] = f"{found[key]}{joiner}{text}" if key in found else text
        return found

    def _organization_of(self, location: str) -> str:
        if self._organizations is None:
            header = self._old.header("locations")
            rows = (dict(zip(header, values, strict=False)) for values in self._old.rows("locations"))
            self._organizations = {row.get("id", ""): row.get("organization_id", "") for row in rows}
        return self._organizations.get(location, "")

    def _holiday(self, row: Row, number: int) -> Iterator[Row]:
        """Days on which a place is closed, or open at other hours; without both its ends a row says nothing."""
        first, last = (loose_date(row.get(name, "")) for name in ("start_date", "end_date"))
        for name, day in (("start_date", first), ("end_date", last)):
            if day is None:
                self._notes.add(number, f"holiday_schedules.{name}", "not_a_date" if row.get(name) else "missing")
        if first is None or last is None:
            return
        row |= {"valid_from": first.isoformat(), "valid_to": last.isoformat()}
        if row.pop("closed", "").strip().lower() in _TRUE or not (row.get("opens_at") and row.get("closes_at")):
            row.pop("opens_at", None)
            row.pop("closes_at", None)
            yield {**row, "description": CLOSED_WORDS}
        else:
            yield {**row, "freq": "WEEKLY", "byday": ",".join(WEEKDAYS), "description": INSTEAD_WORDS}


def _of_kind(kind: str) -> Change:
    def change(row: Row, _number: int) -> Iterator[Row]:
        yield {"address_type": kind, **row}

    return change


def _at(row: Row, _number: int) -> Iterator[Row]:
    """A service that names its place itself."""
    key, place = row.get("id", ""), row.get("location_id", "")
    if key and place:
        yield {"id": f"{key}@{place}", "service_id": key, "location_id": place}


def _weekly(row: Row, _number: int) -> Iterator[Row]:
    """A weekday as a number (Monday is 1, as HSDS 1.1 has it), or as its name."""
    text = row.pop("weekday", "").strip()
    if text.isascii() and text.isdecimal() and 1 <= int(text[:3]) <= 7:
        yield {**row, "freq": "WEEKLY", "byday": WEEKDAYS[int(text) - 1]}
    else:
        yield {**row, "freq": "WEEKLY", "byday": _DAY_NAMES.get(text.lower(), text)}


def _term(row: Row, _number: int) -> Iterator[Row]:
    """In old packages a term's id is its code."""
    yield {"code": row.get("id", ""), **row}


def _listed(source: str, link: str, column: str, target: str) -> list[_Part]:
    """Rows out of a column that lists several, as in `English, Spanish`."""
    renamed = {"languages": "language_names", "required_documents": "document_names", "service_areas":
               "service_area_names", "accessibility": "accessibility_names"}.get(column, column)  # fmt: skip

    def change(row: Row, _number: int) -> Iterator[Row]:
        for text in _SPLIT.split(row.get(renamed, "")):
            if text.strip() and row.get("id"):
                yield {link: row["id"], target: text.strip()}

    return [_Part(source, {column: renamed}, (link, target), change, only_if=column, whole=False)]
