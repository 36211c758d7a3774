# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the services are in an HSDS file: each shape that the standard's API and its tools write.

One service, a page of services (`contents`), an organization with its services inside, a service at a location, a list
of any of these, an object of tables. Locations, taxonomies and bare organizations are HSDS too, but hold no service.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from outreach_app.domain.errors import NotADirectory
from outreach_app.formats.hsds_fields import Problems
from outreach_app.formats.hsds_tables import is_tables, nest

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
_WRAPPER: Final = "contents"


@dataclass
class Found:
    """The services of a file, in order; anything that is no object stays in for its row to be named."""

    services: list[Any] = field(default_factory=list)
    partial: bool = False
    kinds: dict[str, None] = field(default_factory=dict)
    """What the objects of the file are."""


def find_services(value: Any, problems: Problems) -> Found:
    """The services in `value`; none for HSDS without any. Raises `NotADirectory` for what is no HSDS at all."""
    found = Found()
    if is_tables(value):
        found.services = nest(value, problems)
        return found
    known = _collect(value, found)
    if not known:
        raise NotADirectory("hsds")
    found.services = list(_merged(found.services))
    return found


def _collect(value: Any, found: Found) -> bool:
    """Take the services out of one value; whether it looked like HSDS."""
    if isinstance(value, dict) and isinstance(value.get(_WRAPPER), list):
        found.partial = found.partial or _is_one_page(value)
        return _collect_rows(value[_WRAPPER], found) or not value[_WRAPPER]
    if isinstance(value, list):
        return _collect_rows(value, found)
    return isinstance(value, dict) and _collect_one(value, found)


def _collect_rows(rows: list[Any], found: Found) -> bool:
    if not any(isinstance(row, dict) and _kind(row) for row in rows):
        return False
    for row in rows:
        if not (isinstance(row, dict) and _collect_one(row, found)):
            found.services.append(row)
    return True


def _collect_one(value: dict[str, Any], found: Found) -> bool:
    kind = _kind(value)
    found.kinds[kind] = None
    if kind == "service":
        found.services.append(dict(value))
    elif kind == "at_location":
        at = {key: item for key, item in value.items() if key != "service"}
        found.services.append({**value["service"], "service_at_locations": [at]})
    elif kind == "organization":
        about = {key: item for key, item in value.items() if key != "services"}
        inside = value.get("services")
        for service in inside if isinstance(inside, list) else ():
            found.services.append({"organization": about, **service} if isinstance(service, dict) else service)
    return bool(kind)


def _kind(value: dict[str, Any]) -> str:
    keys = value.keys()
    if isinstance(value.get("service"), dict):
        return "at_location"
    if isinstance(value.get("services"), list):
        return "organization"
    if "id" not in keys and "name" not in keys:
        return "root" if keys >= _API_ROOT else ""
    for kind, marks in (("taxonomy", _TAXONOMY), ("location", {"location_type"}), ("service", _SERVICE_ONLY),
                        ("organization", _ORGANIZATION), ("location", _LOCATION)):  # fmt: skip
        if keys & marks:
            return kind
    return "service" if {"id", "name"} <= keys else ""


def _is_one_page(value: dict[str, Any]) -> bool:
    pages = value.get("total_pages")
    return (isinstance(pages, int) and pages > 1) or value.get("last_page") is False or value.get("first_page") is False


def _merged(services: list[Any]) -> Iterator[Any]:
    """Rows of one service at several locations become one service; other repeated ids stay as they are."""
    first: dict[str, dict[str, Any]] = {}
    for service in services:
        places = service.get("service_at_locations") if isinstance(service, dict) else None
        if not (isinstance(places, list) and len(places) == 1):
            yield service
            continue
        known = first.setdefault(str(service.get("id")), service)
        if known is service:
            service["service_at_locations"] = [*places]
            yield service
        elif _same_but_place(known, service):
            known["service_at_locations"].append(places[0])
        else:
            yield service


def _same_but_place(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return {**one, "service_at_locations": ()} == {**other, "service_at_locations": ()}
