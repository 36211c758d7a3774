# SPDX-License-Identifier: GPL-3.0-or-later
"""HSDS tables (`services.csv`, `phones.csv`, …) → services with everything inside, as the nested JSON has it.

Source: HSDS 3 `datapackage.json` and its foreign keys. A row that points nowhere is named and left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from outreach_app.formats.hsds_fields import Problems

Row = dict[str, Any]
Tables = Mapping[str, list[Row]]

SERVICES: Final = "services"
_OF_SERVICE: Final = (
    "phones", "schedules", "service_areas", "languages", "funding", "cost_options", "required_documents", "contacts",
)  # fmt: skip
_LINKS: Final = (
    ("service_id", "services"), ("organization_id", "organizations"), ("location_id", "locations"),
    ("service_at_location_id", "service_at_locations"), ("taxonomy_term_id", "taxonomy_terms"),
)  # fmt: skip
"""Columns that point at a table's ids, where this program follows them."""
_OF_LOCATION: Final = ("addresses", "phones", "languages", "accessibility", "contacts", "schedules")


def table_name(name: str) -> str:
    """`service_at_location.csv` → `service_at_locations`: the name a table has inside the JSON form."""
    stem = name.rsplit("/", 1)[-1].lower().removesuffix(".csv")
    return {"service_at_location": "service_at_locations", "service_capacity": "capacities"}.get(stem, stem)


def is_tables(value: object) -> bool:
    """Whether this is the object of tables that the standard's tools write as JSON."""
    return isinstance(value, dict) and any(
        isinstance(key, str) and key.lower() == "services.csv" and isinstance(rows, list) for key, rows in value.items()
    )


def nest(value: Mapping[str, Any], problems: Problems) -> list[Any]:
    """The services of an object of tables, each with what belongs to it inside."""
    tables = {
        table_name(name): [row for row in rows if isinstance(row, dict)]
        for name, rows in value.items()
        if isinstance(rows, list)
    }
    _name_orphans(tables, problems)
    return _Nest(tables).services()


def _name_orphans(tables: Tables, problems: Problems) -> None:
    """Rows that point at what is not there; `row` counts the rows of their table from 1."""
    known = {table: {str(row.get("id")) for row in rows} for table, rows in tables.items()}
    for table, rows in tables.items():
        for column, target in _LINKS:
            for number, row in enumerate(rows, start=1):
                if row.get(column) and str(row[column]) not in known.get(target, ()):
                    problems.add(number, f"{table}.{column}", "link_to_nothing")


class _Nest:
    """Rows by what they point at."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._by: dict[tuple[str, str], dict[str, list[Row]]] = {}

    def services(self) -> list[Any]:
        return [self._service(row) for row in self._tables.get(SERVICES, [])]

    def _service(self, row: Row) -> Row:
        key = row.get("id")
        found = {name: item for name, item in row.items() if item not in (None, "")}
        for name in _OF_SERVICE:
            found[name] = [item for item in self._of(name, "service_id", key) if self._is_own(name, item)]
        found["service_at_locations"] = [self._at(item) for item in self._of("service_at_locations", "service_id", key)]
        found["attributes"] = [self._attribute(item) for item in self._of("attributes", "link_id", key)]
        organization = self._one("organizations", row.get("organization_id"))
        if organization:
            found["organization"] = {
                **organization,
                "phones": self._of("phones", "organization_id", organization["id"]),
            }
        program = self._one("programs", row.get("program_id"))
        if program:
            found["program"] = program
        return {name: item for name, item in found.items() if item != []}

    def _is_own(self, name: str, item: Row) -> bool:
        """A row of hours or a number that names a place as well belongs there."""
        return not (name in ("phones", "schedules") and item.get("service_at_location_id") and self._known_at(item))

    def _known_at(self, item: Row) -> bool:
        return bool(self._one("service_at_locations", item["service_at_location_id"]))

    def _at(self, row: Row) -> Row:
        key = row.get("id")
        found: Row = {"id": key, "description": row.get("description")}
        for name in ("phones", "schedules", "contacts", "service_areas"):
            found[name] = self._of(name, "service_at_location_id", key)
        location = self._one("locations", row.get("location_id"))
        if location:
            inside = {name: self._of(name, "location_id", location["id"]) for name in _OF_LOCATION}
            found["location"] = {**location, **inside}
        return found

    def _attribute(self, row: Row) -> Row:
        term = self._one("taxonomy_terms", row.get("taxonomy_term_id"))
        if term and not term.get("taxonomy"):
            taxonomy = self._one("taxonomies", term.get("taxonomy_id"))
            term = {**term, "taxonomy": taxonomy.get("name") if taxonomy else None}
        return {**row, "taxonomy_term": term} if term else row

    def _one(self, table: str, key: object) -> Row | None:
        rows = self._of(table, "id", key)
        return rows[0] if rows else None

    def _of(self, table: str, column: str, key: object) -> list[Row]:
        """Rows of `table` whose `column` is `key`."""
        index = self._by.get((table, column))
        if index is None:
            index = defaultdict(list)
            for row in self._tables.get(table, []):
                value = row.get(column)
                if isinstance(value, (str, int)) and value != "":
                    index[str(value)].append(row)
            self._by[table, column] = index
        return index.get(str(key), []) if isinstance(key, (str, int)) and key != "" else []
