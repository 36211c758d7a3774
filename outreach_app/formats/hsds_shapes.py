# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the services are in an HSDS file: each shape that the standard's API and its tools write.

One service, a page of services (`contents`), an organization with its services inside, a service at a location, a list
of any of these, an object of tables. Locations, taxonomies and bare organizations are HSDS too, but hold no service.

Rows of one service at several locations become one service. Where they stand side by side that is seen while reading;
a list of services at locations is looked through first, and a row further down is fetched from where it stands. Other
repeated ids stay as they are.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from outreach_app.domain.directory_import import Notes
from outreach_app.domain.errors import FileCutOff, FileDamaged, NotADirectory
from outreach_app.formats.hsds_json import MARKS, Bad, OneValue, decode_json
from outreach_app.formats.hsds_stream import STOPPED, VALUE_LIMIT, Astray, CutShort, JsonStream, Opens, file_pieces
from outreach_app.formats.hsds_tables import JsonTables, nested, table_name

_SERVICE_ONLY: Final = frozenset((
    "status", "organization", "organization_id", "program", "program_id", "service_at_locations",
    "eligibility_description", "application_process", "required_documents", "fees_description", "minimum_age",
    "maximum_age", "assured_date", "interpretation_services", "cost_options", "service_areas", "capacities",
))  # fmt: skip
_ORGANIZATION: Final = frozenset((
    "legal_status", "year_incorporated", "tax_status", "website", "organization_identifiers",
    "parent_organization_id", "locations", "programs", "additional_websites", "uri", "logo",
))  # fmt: skip
_LOCATION: Final = frozenset(("location_type", "latitude", "longitude", "addresses", "transportation"))
_TAXONOMY: Final = frozenset(("taxonomy", "taxonomy_detail", "taxonomy_id", "parent_id", "term_uri", "version"))
_API_ROOT: Final = frozenset(("version", "openapi_url"))
_MARKS_OF: Final = (
    ("taxonomy", _TAXONOMY), ("location", frozenset(("location_type",))), ("service", _SERVICE_ONLY),
    ("organization", _ORGANIZATION), ("location", _LOCATION),
)  # fmt: skip
_WRAPPER: Final = "contents"
_MOST_STRANGERS: Final = 10_000
"""Values that are no HSDS after which a file without any is given up."""
_MOST_PLACES: Final = 1000
"""Rows of one service at other places that are fetched for it."""
_ROW: Final = 16 * 1024
"""Bytes read at a time where one row is fetched."""


class JsonServices:
    """The services of one JSON file, in order; anything that is no object comes out too, for its row to be named.

    Iterating raises `NotADirectory` for what is no HSDS at all, and what `decode_json` raises for a file of which
    nothing can be had. A file that stops or breaks in the middle is noted and partial.
    """

    def __init__(self, open_file: Opens, size: int, notes: Notes, *, packed: bool = False) -> None:
        """`packed` for a file in a zip, where nothing can be fetched from further down at once."""
        self.kinds: dict[str, None] = {}
        """What the objects of the file are."""
        self._open = open_file
        self._packed = packed
        self._notes = notes
        self._values = OneValue()
        self._known = False
        notes.total = size

    def __iter__(self) -> Iterator[Any]:
        strangers = objects = 0
        whole = True
        try:
            for row in _side_by_side(self._rows()):
                if isinstance(row, dict) and self._known:
                    objects += 1
                else:
                    strangers += 1
                    if not objects and strangers > _MOST_STRANGERS:
                        raise NotADirectory("hsds")
                yield row
        except (CutShort, Astray):
            whole = False
        if self._values.western:
            self._notes.add(0, "", "read_as_windows_1252")
        if not objects:
            self._say_why(whole=whole)
        if not whole:
            self._notes.add(0, "", "cut_off")
            self._notes.partial = True

    def _stream(self, offset: int = 0) -> JsonStream:
        return JsonStream(self._told(file_pieces(self._open, offset=offset), offset), self._values, offset=offset)

    def _told(self, pieces: Iterator[bytes], offset: int) -> Iterator[bytes]:
        for piece in pieces:
            offset += len(piece)
            self._notes.done = max(self._notes.done, min(offset, self._notes.total))
            yield piece

    def _rows(self) -> Iterator[Any]:
        stream = self._stream()
        byte = stream.next()
        if byte == b"[":
            yield from self._list(stream)
        elif byte == b"{":
            yield from self._object(stream)
        else:
            raise Astray

    def _object(self, stream: JsonStream) -> Iterator[Any]:
        about: dict[str, Any] = {}
        lists: dict[str, int] = {}
        page = False
        for name in stream.members():
            is_list = stream.next() == b"["
            if is_list and name == _WRAPPER:
                page = self._known = True
                yield from self._list(stream)
            elif is_list and (name == "services" or name.lower().endswith(".csv")):
                lists[name] = stream.offset
                stream.skip()
            else:
                about[name] = stream.value()
                if isinstance(about[name], Bad):
                    raise Astray
        if page:
            self._notes.partial = self._notes.partial or _is_one_page(about)
        elif any(table_name(name) == "services" and name != "services" for name in lists):
            self._known = True
            yield from nested(JsonTables(lists, self._stream), self._notes)
        elif "services" in lists:
            yield from self._of_organization(about, self._stream(lists["services"]).elements())
        else:
            yield from self._services(about)

    def _list(self, stream: JsonStream) -> Iterator[Any]:
        begin = stream.offset
        elements = stream.elements()
        first = next(elements, None)
        if first is None:
            return
        elements = itertools.chain((first,), elements)
        if isinstance(first, dict) and _kind(first) == "at_location" and not self._is_recoded():
            elements = self._gathered(elements, begin)
        for element in elements:
            if isinstance(element, dict):
                yield from self._services(element)
            else:
                yield element

    def _services(self, value: dict[str, Any]) -> Iterator[Any]:
        """The services in one object."""
        kind = _kind(value)
        if kind:
            self._known = True
            self.kinds[kind] = None
        if kind in ("service", ""):
            yield value
        elif kind == "at_location":
            service = value.pop("service")
            yield {**service, "service_at_locations": [value]}
        elif kind == "organization":
            inside = value.pop("services", None)
            yield from self._of_organization(value, iter(inside if isinstance(inside, list) else ()))

    def _of_organization(self, about: dict[str, Any], services: Iterator[Any]) -> Iterator[Any]:
        """Each service with its organization inside: with its own copy, since what stays outside is taken out of it."""
        self._known = True
        self.kinds["organization"] = None
        try:
            copy = msgspec.json.encode(about)
        except (UnicodeEncodeError, RecursionError):
            raise Astray from None
        for service in services:
            yield {"organization": msgspec.json.decode(copy), **service} if isinstance(service, dict) else service

    def _gathered(self, elements: Iterator[Any], begin: int) -> Iterator[Any]:
        """Services at locations, those of one service together."""
        further, passed = self._further(begin), set[int]()
        for number, element in enumerate(elements):
            if number in passed:
                continue
            others = []
            for later, offset in further.get(number, ())[:_MOST_PLACES]:
                other = JsonStream(file_pieces(self._open, offset=offset, piece=_ROW), self._values).value()
                if isinstance(other, dict) and isinstance(element, dict) and _same_service(element, other):
                    passed.add(later)
                    others.append(other)
            yield element
            yield from others

    def _further(self, begin: int) -> dict[int, list[tuple[int, int]]]:
        """Number of a service's first row → (number, offset) of the others."""
        first: dict[str, int] = {}
        found: dict[int, list[tuple[int, int]]] = {}
        try:
            for number, (offset, row) in enumerate(self._stream(begin).located()):
                service = row.get("service") if isinstance(row, dict) else None
                if isinstance(service, dict) and isinstance(service.get("id"), str):
                    known = first.setdefault(service["id"], number)
                    if known != number:
                        found.setdefault(known, []).append((number, offset))
        except (CutShort, Astray):
            pass  # what was found holds; the reading itself says that the file stops
        return found

    def _is_recoded(self) -> bool:
        """Whether offsets are none of the file's own."""
        with self._open() as file:
            start = file.read(4)
        return self._packed or any(start.startswith(mark) and name != "utf-8" for mark, name in MARKS)

    def _say_why(self, *, whole: bool) -> None:
        """Raise for a file of which nothing could be had; `whole` if it holds together."""
        try:
            with self._open() as file:
                data = file.read(VALUE_LIMIT)
                lines = sum(piece.count(b"\n") for piece in iter(lambda: file.read(1 << 20), b""))
        except STOPPED:
            raise FileDamaged from None
        if len(data) < VALUE_LIMIT or not whole:
            try:
                decode_json(data)
            except FileCutOff as error:
                raise FileCutOff(error.line + lines) from None
        if not (whole and self._known):
            raise NotADirectory("hsds")


def _kind(value: dict[str, Any]) -> str:
    if isinstance(value.get("service"), dict):
        return "at_location"
    if isinstance(value.get("services"), list):
        return "organization"
    if "id" not in value and "name" not in value:
        return "root" if value.keys() >= _API_ROOT else ""
    for kind, marks in _MARKS_OF:
        if not marks.isdisjoint(value):
            return kind
    return "service" if "id" in value and "name" in value else ""


def _is_one_page(value: dict[str, Any]) -> bool:
    pages = value.get("total_pages")
    return (isinstance(pages, int) and pages > 1) or value.get("last_page") is False or value.get("first_page") is False


def _side_by_side(services: Iterator[Any]) -> Iterator[Any]:
    """Rows of one service at several locations, one after the other, become one service."""
    last: dict[str, Any] | None = None
    stopped: CutShort | Astray | None = None
    try:
        for service in services:
            places = service.get("service_at_locations") if isinstance(service, dict) else None
            if not (isinstance(places, list) and len(places) == 1):
                places = None
            if last is not None and places is not None and _same_but_place(last, service):
                last["service_at_locations"].append(places[0])
                continue
            if last is not None:
                yield last
            last = service if places is not None else None
            if last is None:
                yield service
    except (CutShort, Astray) as error:
        stopped = error
    if last is not None:
        yield last
    if stopped is not None:
        raise stopped


def _same_but_place(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if one.get("id") != other.get("id"):
        return False
    try:
        return {**one, "service_at_locations": ()} == {**other, "service_at_locations": ()}
    except RecursionError:
        return False


def _same_service(one: dict[str, Any], other: dict[str, Any]) -> bool:
    try:
        return bool(one.get("service") == other.get("service"))
    except RecursionError:
        return False
