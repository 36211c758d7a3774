# SPDX-License-Identifier: GPL-3.0-or-later
"""The objects of HSDS 3.1 as an export needs them: their columns, their tables, and what stands inside what.

Source: the schemas of HSDS 3.1 (Open Referral, CC BY-SA 4.0); the names are the standard's, nothing else is taken over.
In `_KINDS` a column with `#` is a number, any other a text; `!` stands behind what the standard requires.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final


@dataclass(frozen=True)
class Part:
    """Objects inside an object."""

    kind: str
    many: bool
    required: bool


@dataclass(frozen=True)
class Kind:
    """An object of the standard and its table."""

    name: str
    table: str
    columns: tuple[str, ...]
    numbers: frozenset[str]
    required: tuple[str, ...]
    """Columns that must be there beside the id."""
    parts: Mapping[str, Part]

    @property
    def file(self) -> str:
        """Its file in a tabular package, named as in the standard's own examples."""
        return f"{self.table}.csv"

    @cached_property
    def texts(self) -> frozenset[str]:
        """Columns that take any text."""
        closed = {column for name, column in ENUMS if name == self.name}
        return frozenset(self.columns) - self.numbers - closed

    @cached_property
    def links(self) -> dict[str, str]:
        """Columns that hold another object's id → that object's kind."""
        ids = {f"{name}_id": name for name in _LINKED}
        return {column: ids[column] for column in self.columns if column in ids}


_LINKED: Final = (
    "organization", "program", "service", "location", "service_at_location", "contact", "phone", "taxonomy_term",
    "taxonomy", "unit",
)  # fmt: skip

ENUMS: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("service", "status"): ("active", "inactive", "defunct", "temporarily closed"),
    ("location", "location_type"): ("physical", "postal", "virtual"),
    ("address", "address_type"): ("physical", "postal", "virtual"),
    ("schedule", "freq"): ("WEEKLY", "MONTHLY"),
    ("schedule", "wkst"): ("MO", "TU", "WE", "TH", "FR", "SA", "SU"),
}
"""Closed lists; the first is taken where one is required and none is given."""

_MARKS: Final = {"attributes": "attribute*", "metadata": "metadata*"}
_KINDS: Final[tuple[tuple[str, str, str, dict[str, str]], ...]] = (
    ("organization", "organizations",
     ("id name! alternate_name description! email website tax_status tax_id year_incorporated# legal_status logo uri"
     " parent_organization_id"),
     {"additional_websites": "url*", "funding": "funding*", "contacts": "contact*", "phones": "phone*",
      "locations": "location*", "programs": "program*", "organization_identifiers": "organization_identifier*",
      **_MARKS}),
    ("program", "programs", "id organization_id name! alternate_name description!", _MARKS),
    ("service", "services",
     ("id organization_id program_id name! alternate_name description url email status! interpretation_services"
     " application_process fees_description wait_time fees accreditations eligibility_description minimum_age#"
     " maximum_age# assured_date assurer_email licenses alert last_modified"),
     {"additional_urls": "url*", "phones": "phone*", "schedules": "schedule*", "service_areas": "service_area*",
      "service_at_locations": "service_at_location*", "languages": "language*", "organization": "organization",
      "funding": "funding*", "cost_options": "cost_option*", "program": "program",
      "required_documents": "required_document*", "contacts": "contact*", "capacities": "service_capacity*", **_MARKS}),
    ("service_at_location", "service_at_location", "id service_id location_id description",
     {"service_areas": "service_area*", "contacts": "contact*", "phones": "phone*", "schedules": "schedule*",
      "location": "location", **_MARKS}),
    ("location", "locations",
     ("id location_type! url organization_id name alternate_name description transportation latitude# longitude#"
     " external_identifier external_identifier_type"),
     {"languages": "language*", "addresses": "address*", "contacts": "contact*", "accessibility": "accessibility*",
      "phones": "phone*", "schedules": "schedule*", **_MARKS}),
    ("address", "addresses",
     "id location_id attention address_1! address_2 city! region state_province! postal_code! country! address_type!",
     _MARKS),
    ("phone", "phones",
     "id location_id service_id organization_id contact_id service_at_location_id number! extension# type description",
     {"languages": "language*", **_MARKS}),
    ("contact", "contacts",
     "id organization_id service_id service_at_location_id location_id name title department email",
     {"phones": "phone*", **_MARKS}),
    ("schedule", "schedules",
     ("id service_id location_id service_at_location_id valid_from valid_to dtstart timezone# until count# wkst freq"
     " interval# byday byweekno bymonthday byyearday description opens_at closes_at schedule_link attending_type"
      " notes"),
     _MARKS),
    ("service_area", "service_areas",
     "id service_id service_at_location_id name description extent extent_type uri", _MARKS),
    ("language", "languages", "id service_id location_id phone_id name code note", _MARKS),
    ("required_document", "required_documents", "id service_id document uri", _MARKS),
    ("cost_option", "cost_options",
     "id service_id valid_from valid_to option currency amount# amount_description", _MARKS),
    ("funding", "funding", "id organization_id service_id source", _MARKS),
    ("accessibility", "accessibility", "id location_id description details url", _MARKS),
    ("service_capacity", "service_capacity",
     "id service_id unit_id available#! maximum# description updated!", {"unit": "unit!", **_MARKS}),
    ("unit", "units", "id name! scheme identifier uri", _MARKS),
    ("url", "url", "id label url! organization_id service_id", _MARKS),
    ("organization_identifier", "organization_identifiers",
     "id organization_id identifier_scheme identifier_type! identifier!", _MARKS),
    ("taxonomy", "taxonomies", "id name! description! uri version", {"metadata": "metadata*"}),
    ("taxonomy_term", "taxonomy_terms",
     "id code name! description! parent_id taxonomy language taxonomy_id term_uri",
     {"taxonomy_detail": "taxonomy", "metadata": "metadata*"}),
    ("attribute", "attributes", "id link_id taxonomy_term_id link_type link_entity value label",
     {"taxonomy_term": "taxonomy_term", "metadata": "metadata*"}),
    ("metadata", "metadata",
     ("id resource_id resource_type last_action_date! last_action_type! field_name! previous_value! replacement_value!"
     " updated_by!"), {}),
)  # fmt: skip


def _kind(name: str, table: str, columns: str, parts: Mapping[str, str]) -> Kind:
    marked = columns.split()
    names = tuple(column.rstrip("#!") for column in marked)
    return Kind(
        name=name,
        table=table,
        columns=names,
        numbers=frozenset(name for name, mark in zip(names, marked, strict=True) if "#" in mark),
        required=tuple(name for name, mark in zip(names, marked, strict=True) if "!" in mark),
        parts={key: Part(text.rstrip("*!"), "*" in text, "!" in text) for key, text in parts.items()},
    )


KINDS: Final[Mapping[str, Kind]] = {name: _kind(name, *rest) for name, *rest in _KINDS}  # type: ignore[arg-type]
"""By name, in an order in which an object's table comes after those that it points at."""
