# SPDX-License-Identifier: GPL-3.0-or-later
"""HSDS tables (`services.csv`, `phones.csv`, …) → services with everything inside, as the nested JSON has it.

Source: HSDS 3 `datapackage.json` and its foreign keys. A row that points nowhere is named and left out.

Tables may be larger than memory and in any order. So the services are told off in groups of `GROUP`; every row of the
other tables is packed to the groups that need it (`hsds_packed`), and the services are then read again and put
together group by group.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Protocol

from outreach_app.domain.directory_import import Notes
from outreach_app.formats.hsds_packed import Packed
from outreach_app.formats.hsds_stream import JsonStream

Row = dict[str, Any]

GROUP: Final = 250
"""Services put together at a time."""
SERVICES: Final = "services"
_PLACES: Final = "service_at_locations"
_OF_SERVICE: Final = (
    "phones", "schedules", "service_areas", "languages", "funding", "cost_options", "required_documents", "contacts",
    "capacities", "urls",
)  # fmt: skip
_NAMES: Final = {"urls": "additional_urls", "capacities": "capacities"}
_LINKS: Final = (
    ("service_id", SERVICES), ("organization_id", "organizations"), ("location_id", "locations"),
    ("service_at_location_id", _PLACES), ("taxonomy_term_id", "taxonomy_terms"), ("contact_id", "contacts"),
)  # fmt: skip
"""Columns that point at a table's ids, where this program follows them."""
_OF_LOCATION: Final = ("addresses", "phones", "languages", "accessibility", "contacts", "schedules")
_OF_PLACE: Final = ("phones", "schedules", "contacts", "service_areas")
_SHARED: Final = ("organizations", "programs", "locations")
"""Tables whose rows go to each group that has a service of theirs."""
_TERMS: Final = ("taxonomies", "taxonomy_terms")
"""Tables kept whole: every group may need any of their rows."""
_MOST_TERMS: Final = 200_000
_BATCH: Final = 1000
"""Rows looked at together."""


class Tables(Protocol):
    """A package of tables, each of which can be read more than once."""

    def names(self) -> tuple[str, ...]:
        """Which tables there are, as `table_name` names them."""

    def header(self, table: str) -> list[str]:
        """The columns of a table; JSON adds to them while its rows are read."""

    def rows(self, table: str) -> Iterator[list[Any]]:
        """Rows in the header's order; one may be shorter."""


def table_name(name: str) -> str:
    """`service_at_location.csv` → `service_at_locations`: the name a table has inside the JSON form."""
    stem = name.rsplit("/", 1)[-1].lower().removesuffix(".csv")
    return {"service_at_location": _PLACES, "service_capacity": "capacities"}.get(stem, stem)


class JsonTables:
    """The object of tables that the standard's tools write as JSON: lists by name, each at its `offset`."""

    def __init__(self, lists: Mapping[str, int], stream: Callable[[int], JsonStream]) -> None:
        self._offsets = {table_name(name): offset for name, offset in lists.items()}
        self._stream = stream
        self._headers: dict[str, list[str]] = {}

    def names(self) -> tuple[str, ...]:
        return tuple(self._offsets)

    def header(self, table: str) -> list[str]:
        return self._headers.setdefault(table, [])

    def rows(self, table: str) -> Iterator[list[Any]]:
        header = self.header(table)
        known = set(header)
        for row in self._stream(self._offsets[table]).elements():
            if isinstance(row, dict):
                for name in row.keys() - known:
                    known.add(name)
                    header.append(name)
                yield [row.get(name) for name in header]


def nested(tables: Tables, notes: Notes) -> Iterator[Row]:
    """The services of the tables, in order, each with what belongs to it inside."""
    package = _Package(tables, notes)
    package.survey()
    yield from package.services()


class _Package:
    """Whose group each row belongs to. Groups are bits of a number, so that a shared row can be in several."""

    def __init__(self, tables: Tables, notes: Notes) -> None:
        self._tables = tables
        self._notes = notes
        self._names = tables.names()
        self._known: dict[str, dict[str, int]] = {name: {} for name in ("programs", *dict(_LINKS).values())}
        self._wanted: dict[str, dict[str, int]] = {name: {} for name in _SHARED}
        self._terms: dict[str, list[list[Any]]] = {name: [] for name in _TERMS}
        self._packed = Packed(notes)
        self._same: dict[int, int] = {}
        """Each number once: they are large, and most rows have the same."""
        self._nest: _Nest | None = None

    def survey(self) -> None:
        """Read every table once and pack its rows to their groups."""
        self._services()
        first = [name for name in (_PLACES, *_TERMS, *_SHARED, "contacts") if name in self._names]
        rest = [name for name in self._names if name not in first and name != SERVICES]
        for table in (*first, *rest):
            self._table(table)
            if table == "locations" or (table == _PLACES and "locations" not in self._names):
                self._places_without_location()
        header = self._tables.header(SERVICES)
        for column, target in _LINKS:
            if column not in header:
                self._known[target] = {}

    def services(self) -> Iterator[Row]:
        """The services, group by group."""
        batches = _batches(self._tables.rows(SERVICES), GROUP)
        for number, rows in enumerate(batches):
            self._groups_of(SERVICES, rows, number * GROUP)
            yield from self._group(number, rows)

    def _group(self, number: int, rows: list[list[Any]]) -> Iterator[Row]:
        if self._nest is None:
            terms = {table: self._named(table, lists) for table, lists in self._terms.items()}
            self._nest = _Nest(terms, {table: self._tables.header(table) for table in self._names})
        packed = {table: self._named(table, lists) for table, lists in self._packed.take(number).items()}
        return self._nest.beside({**packed, SERVICES: self._named(SERVICES, rows)}).services()

    def _named(self, table: str, rows: list[list[Any]]) -> list[Row]:
        header = self._tables.header(table)
        return [
            dict(zip(header, row, strict=False))
            if "" not in row and None not in row
            else {name: item for name, item in zip(header, row, strict=False) if item or item not in (None, "")}
            for row in rows
        ]

    def _services(self) -> None:
        """Tell the services off, and note which shared rows each group wants."""
        ids = self._known[SERVICES]
        for number, rows in enumerate(_batches(self._tables.rows(SERVICES), GROUP)):
            group = 1 << number
            for key in self._column(SERVICES, rows, "id"):
                ids[key] = ids.get(key, 0) | group
            for column, table in (("organization_id", "organizations"), ("program_id", "programs")):
                wanted = self._wanted[table]
                for key in self._column(SERVICES, rows, column):
                    wanted[key] = wanted.get(key, 0) | group

    def _column(self, table: str, rows: list[list[Any]], name: str) -> list[str]:
        """What rows hold in a column, as text; nothing where the table has no such column."""
        header = self._tables.header(table)
        if name not in header:
            return []
        place = header.index(name)
        return ["" if place >= len(row) or row[place] is None else str(row[place]) for row in rows]

    def _table(self, table: str) -> None:
        own = self._known.get(table)
        if table == "contacts" and not self._phones_of_contacts():
            own = None
        first = 0
        for rows in _batches(self._tables.rows(table), _BATCH):
            groups = self._groups_of(table, rows, first)
            first += len(rows)
            if own is not None:
                keys = self._column(table, rows, "id") or [""] * len(rows)
                if table in _SHARED:  # who wants it decides, not its own links
                    groups = [self._wanted[table].pop(key, 0) | own.get(key, 0) for key in keys]
                for key, group in zip(keys, groups, strict=True):
                    found = group | own.get(key, 0)
                    own[key] = self._same.setdefault(found, found)
                if table == _PLACES:
                    wanted = self._wanted["locations"]
                    for key, group in zip(self._column(table, rows, "location_id"), groups, strict=False):
                        found = group | wanted.get(key, 0)
                        wanted[key] = self._same.setdefault(found, found)
            if table not in _TERMS:
                self._pack(table, rows, groups)
            elif len(self._terms[table]) < _MOST_TERMS:
                self._terms[table] += rows

    def _pack(self, table: str, rows: list[list[Any]], groups: list[int]) -> None:
        """Rows that stand together mostly belong together: one pack for each group."""
        if groups.count(groups[0]) == len(groups):
            self._packed.add(table, rows, groups[0])
            return
        by: dict[int, list[list[Any]]] = defaultdict(list)
        for row, group in zip(rows, groups, strict=True):
            by[group].append(row)
        for group, together in by.items():
            self._packed.add(table, together, group)

    def _phones_of_contacts(self) -> bool:
        header = self._tables.header("phones") if "phones" in self._names else ["id"]
        return not header or "contact_id" in header

    def _places_without_location(self) -> None:
        """Locations are read after the rows that point at them: look again where one is not there."""
        if not self._wanted["locations"].keys() - {""}:
            return
        first = 1
        for rows in _batches(self._tables.rows(_PLACES), _BATCH):
            for number, key in enumerate(self._column(_PLACES, rows, "location_id"), start=first):
                if key and key not in self._known["locations"]:
                    self._notes.add(number, f"{_PLACES}.location_id", "link_to_nothing")
            first += len(rows)

    def _groups_of(self, table: str, rows: list[list[Any]], before: int) -> list[int]:
        """The groups of what each row points at; a link to nothing is noted. `before` rows stand above these."""
        found = [0] * len(rows)
        later = (table, *_LATER.get(table, ()))
        for column, target in (*_LINKS, ("link_id", SERVICES)):
            if column == "contact_id" and "contacts" not in self._names:
                continue
            known = self._known[target]
            strict = target not in later and column != "link_id"
            for number, key in enumerate(self._column(table, rows, column)):
                if key:
                    groups = known.get(key)
                    if groups is not None:
                        found[number] |= groups
                    elif strict:
                        self._notes.add(before + number + 1, f"{table}.{column}", "link_to_nothing")
        return found


_LATER: Final = {_PLACES: ("locations",)}
"""Links that cannot be judged while the table is read, since what they point at is read after it."""


def _batches(rows: Iterator[list[Any]], size: int) -> Iterator[list[list[Any]]]:
    while batch := list(itertools.islice(rows, size)):
        yield batch


class _Nest:
    """Rows by what they point at."""

    def __init__(self, tables: Mapping[str, list[Row]], headers: Mapping[str, list[str]]) -> None:
        self._tables = tables
        self._headers = headers
        self._by: dict[tuple[str, str], dict[str, list[Row]]] = {}
        self._of_service = self._with("service_id", _OF_SERVICE)
        self._of_place = self._with("service_at_location_id", _OF_PLACE)
        self._of_location = self._with("location_id", _OF_LOCATION)
        self._phones_of_contacts = bool(self._with("contact_id", ("phones",)))

    def _with(self, column: str, names: tuple[str, ...]) -> list[str]:
        """Those tables that have rows here and this column."""
        return [name for name in names if name in self._tables and column in self._headers.get(name, ())]

    def beside(self, tables: Mapping[str, list[Row]]) -> _Nest:
        """These rows and others; what was looked up among these already is kept."""
        found = _Nest({**self._tables, **tables}, self._headers)
        for name in _TERMS:
            self._of(name, "id", "")
            found._by[name, "id"] = self._by[name, "id"]
        return found

    def services(self) -> Iterator[Row]:
        """The services, each with its parts."""
        return map(self._service, self._tables.get(SERVICES, []))

    def _service(self, found: Row) -> Row:
        key = found.get("id")
        for name in self._of_service:
            parts = self._of(name, "service_id", key)
            if parts and name in ("phones", "schedules"):
                parts = [item for item in parts if not self._known_at(item)]
            if parts:
                found[_NAMES.get(name, name)] = parts
        places = self._of(_PLACES, "service_id", key)
        if places:
            found[_PLACES] = [self._at(item) for item in places]
        attributes = self._of("attributes", "link_id", key)
        if attributes:
            found["attributes"] = [self._attribute(item) for item in attributes]
        for contact in found.get("contacts", ()) if self._phones_of_contacts else ():
            self._contact(contact)
        organization = self._one("organizations", found.get("organization_id"))
        if organization:
            phones = self._of("phones", "organization_id", organization["id"])
            found["organization"] = {**organization, **({"phones": _copies(phones)} if phones else {})}
        program = self._one("programs", found.get("program_id"))
        if program:
            found["program"] = dict(program)
        return found

    def _known_at(self, item: Row) -> bool:
        """A row of hours or a number that names a place as well belongs there."""
        at = item.get("service_at_location_id")
        return bool(at and self._one(_PLACES, at))

    def _at(self, row: Row) -> Row:
        key = row.get("id")
        found: Row = dict(row)
        for name in self._of_place:
            parts = self._of(name, "service_at_location_id", key)
            if parts:
                found[name] = _copies(parts)
        location = self._one("locations", row.get("location_id"))
        if location:
            found["location"] = inside = dict(location)
            for name in self._of_location:
                parts = self._of(name, "location_id", location["id"])
                if parts:
                    inside[name] = _copies(parts)
        return found

    def _contact(self, row: Row) -> None:
        phones = self._of("phones", "contact_id", row.get("id"))
        if phones:
            row["phones"] = _copies(phones)

    def _attribute(self, row: Row) -> Row:
        term = self._one("taxonomy_terms", row.get("taxonomy_term_id"))
        if term and not term.get("taxonomy"):
            taxonomy = self._one("taxonomies", term.get("taxonomy_id"))
            term = {**term, "taxonomy": taxonomy.get("name")} if taxonomy else term
        return {**row, "taxonomy_term": dict(term)} if term else row

    def _one(self, table: str, key: object) -> Row | None:
        rows = self._of(table, "id", key)
        return rows[0] if rows else None

    def _of(self, table: str, column: str, key: object) -> list[Row]:
        """Rows of `table` whose `column` is `key`."""
        index = self._by.get((table, column))
        if index is None:
            index = self._by[table, column] = self._index(table, column)
        return index.get(str(key), []) if index and key is not None else []

    def _index(self, table: str, column: str) -> dict[str, list[Row]]:
        index: dict[str, list[Row]] = defaultdict(list)
        for row in self._tables.get(table, ()):
            value = row.get(column)
            if value is not None and isinstance(value, (str, int)):
                index[value if type(value) is str else str(value)].append(row)
        return dict(index)


def _copies(rows: list[Row]) -> list[Row]:
    """Own copies: what stays outside is taken out of each service by itself."""
    return [dict(row) for row in rows]
