# SPDX-License-Identifier: GPL-3.0-or-later
"""One HSDS service → one entry.

Source: HSDS 3.0–3.2, `service` with its organization, phones, contacts, service_at_locations, schedules, languages,
service_areas, required_documents, cost_options and attributes inside. A place marked confidential comes in without
any address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

from outreach_app.domain.directory import (
    CONFIDENTIAL,
    LINE_LIMIT,
    MOST_YEARS,
    NAME_LIMIT,
    TEXT_LIMIT,
    YES,
    Address,
    Entry,
    Phone,
)
from outreach_app.domain.directory_import import SourceTerm
from outreach_app.domain.hours import Schedule
from outreach_app.formats.hsds_alike import Alike
from outreach_app.formats.hsds_fields import MOST_PARTS, Loose, clean
from outreach_app.formats.hsds_schedules import read_schedules
from outreach_app.formats.hsds_vocabulary import ATTRIBUTES, FACTS, StreetFacts, read_languages, read_street_facts
from outreach_app.formats.plain_text import plain_text

_GONE: Final = ("inactive", "defunct")
_CLOSED_FOR_NOW: Final = ("temporarily closed", "temporarily_closed")
_PHONE_KINDS: Final = {
    "": "voice", "voice": "voice", "cell": "voice", "mobile": "voice", "hotline": "voice", "phone": "voice",
    "text": "text", "sms": "text", "textphone": "textphone", "tty": "textphone", "tdd": "textphone", "fax": "fax",
}  # fmt: skip
_EXTENSION: Final = re.compile(r"(.*\d)\s*(?:,|;)?\s*(?:ext\.?|extension|x)\s*(\d{1,10})", re.IGNORECASE | re.DOTALL)
_PLAIN_NUMBER: Final = re.compile(r"[\d ()+./-]*")
_POSTAL: Final = re.compile(r"[A-Z0-9][A-Z0-9 -]{1,9}", re.IGNORECASE)
_LISTED_CODES: Final = ("text", "postal_code", "postal_codes", "zip", "zip_code", "zip_codes")
"""`extent_type` values under which `extent` lists postal codes."""
_OWN_TAXONOMIES: Final = (ATTRIBUTES.lower(), FACTS.lower())
_SCHEME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+-]*:(?!\d)")


class Places:
    """Where a service is given: its rows of service_at_locations, and their locations."""

    def __init__(self, row: Loose) -> None:
        self.rows = row.objects("service_at_locations")
        self.locations = [at.inner("location") for at in self.rows]

    def at_rows(self, key: str) -> list[Loose]:
        """The objects under a key of every row."""
        return [part for at in self.rows if key in at.value for part in at.objects(key)]

    def at_locations(self, key: str) -> list[Loose]:
        """The objects under a key of every location."""
        return [part for place in self.locations if key in place.value for part in place.objects(key)]


class ServiceReader:
    """Reads services of one source. Hours and languages that repeat from one service to the next are read once."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._hours: Alike[tuple[tuple[Schedule, ...], tuple[Schedule, ...]]] = Alike(read_schedules)
        self._languages: Alike[tuple[str, ...]] = Alike(read_languages)

    def read(self, row: Loose, *, entry_id: str) -> Entry | None:
        """The entry, or None (with its reason noted) for a service that is no more."""
        status = row.text("status").lower()
        if status in _GONE:
            row.problem("status", "inactive")
            return None
        if status not in ("", "active", *_CLOSED_FOR_NOW):
            row.problem("status", "unknown_code")
        own = [attribute for attribute in row.objects("attributes") if _is_own(attribute.value.get("taxonomy_term"))]
        facts = read_street_facts(own) if own else StreetFacts()
        places = Places(row)
        confidential = facts.attributes.get(CONFIDENTIAL) == YES
        opening, intake = self._hours.read(_schedules(row, places))
        minimum, maximum = _ages(row)
        areas = [*row.objects("service_areas"), *places.at_rows("service_areas")]
        return Entry(
            id=entry_id,
            name=row.text("name", limit=NAME_LIMIT),
            discreet_name=row.text("alternate_name", limit=NAME_LIMIT),
            organization=row.inner("organization").text("name", limit=NAME_LIMIT),
            description=row.text("description", limit=TEXT_LIMIT),
            alert=row.text("alert", limit=TEXT_LIMIT),
            needs=tuple(facts.needs),
            audience=facts.audience,
            phones=tuple(_phones(row, places)),
            ask_for=facts.ask_for or _whom(row),
            addresses=() if confidential else _addresses(places),
            transport="" if confidential else _joined(_texts(places.locations, "transportation")),
            area=_joined(_texts(areas, "name")),
            postal_codes=tuple(_postal_codes(areas)),
            minimum_age=minimum,
            maximum_age=maximum,
            eligibility=row.text("eligibility_description", limit=TEXT_LIMIT),
            application=row.text("application_process", limit=TEXT_LIMIT),
            documents=tuple(_documents(row)),
            fees=_fees(row),
            languages=(
                self._languages.read(row.objects("languages")) or self._languages.read(places.at_locations("languages"))
            ),
            interpretation=row.text("interpretation_services"),
            opening=opening,
            intake=intake,
            inside_by=facts.inside_by,
            attributes=facts.attributes,
            calls_parent_within=facts.calls_parent_within,
            verified_on=row.date("assured_date"),
            website=_website(row),
            source=self._source,
            confidential=confidential,
            temporarily_closed=status in _CLOSED_FOR_NOW,
        )


def read_terms(row: Loose) -> tuple[SourceTerm, ...]:
    """The taxonomy terms of a service, each once; those of the coalition's own vocabulary are no terms of a source.

    They stand in its attributes; directories of other versions hang terms on the service itself.
    """
    found: dict[SourceTerm, None] = {}
    for key in ("attributes", "taxonomy_terms", "taxonomy"):
        items = row.value.get(key)
        for item in items[:MOST_PARTS] if type(items) is list else ():
            inside = item.get("taxonomy_term", item) if type(item) is dict else None
            if type(inside) is dict and not _is_own(inside):
                said = _taxonomy(inside), inside.get("code"), inside.get("name") or inside.get("term")
                term = _known_term(*said) if all(type(part) is str for part in said) else _term(*said)
                if term.code or term.name:
                    found[term] = None
    return tuple(found)


def _term(taxonomy: object, code: object, name: object) -> SourceTerm:
    return SourceTerm(_short(taxonomy), _short(code), _short(name))


_known_term: Final = lru_cache(maxsize=8192)(_term)
"""For texts alone: a number and a flag can be equal and yet read differently."""


def _taxonomy(term: dict[str, Any]) -> object:
    name = term.get("taxonomy")
    if type(name) is not str:
        detail = term.get("taxonomy_detail")
        name = detail.get("name") if type(detail) is dict else None
    return name


def _is_own(term: object) -> bool:
    """Whether a term is the coalition's own; what is no term at all is left to be named as a problem."""
    if type(term) is not dict:
        return term is not None
    name = _taxonomy(term)
    return type(name) is str and name.strip().lower() in _OWN_TAXONOMIES


def _short(value: object) -> str:
    """A term's text; a code that came as a number is its digits."""
    if type(value) is str:
        text = value if value.isprintable() and "&" not in value else clean(plain_text(value))
        return text.strip()[:LINE_LIMIT]
    return str(value) if type(value) in (int, float) else ""


def _website(row: Loose) -> str:
    """The service's own page; one without a scheme is taken for the web."""
    text = row.text("url")
    if not text or " " in text or "." not in text:
        return ""
    if _SCHEME.match(text):
        return text if text.lower().startswith(("http://", "https://")) else ""
    return f"https://{text}"[:LINE_LIMIT]


def _texts(rows: Sequence[Loose], key: str) -> Iterator[str]:
    return (row.text(key, limit=LINE_LIMIT) for row in rows if row.has(key))


def _joined(texts: Iterator[str]) -> str:
    found = " · ".join(dict.fromkeys(texts))
    return found if len(found) <= LINE_LIMIT else found[: LINE_LIMIT - 1] + "…"


def _schedules(row: Loose, places: Places) -> Sequence[Loose]:
    """The service's own hours and those at its locations; a building's hours only where there are no others."""
    return [*row.objects("schedules"), *places.at_rows("schedules")] or places.at_locations("schedules")


def _ages(row: Loose) -> tuple[int | None, int | None]:
    minimum, maximum = row.whole("minimum_age", most=MOST_YEARS), row.whole("maximum_age", most=MOST_YEARS)
    if minimum is not None and maximum is not None and minimum > maximum:
        row.problem("maximum_age", "out_of_range")
        return None, None
    return minimum, maximum


def _phones(row: Loose, places: Places) -> Iterator[Phone]:
    """The service's numbers, then those of its contacts and places; the organization's only where there are none."""
    own: list[Loose] = []
    for holder in (row, *places.rows, *places.locations):
        own += holder.objects("phones")
        for contact in holder.objects("contacts"):
            own += contact.objects("phones")
    seen: set[tuple[str, str]] = set()
    for one in own or row.inner("organization").objects("phones"):
        phone = _phone(one)
        key = ("".join(filter(str.isdecimal, phone.number)), phone.extension)
        if not key[0]:
            one.problem("number", "not_a_phone")
        elif key not in seen:
            seen.add(key)
            yield phone


def _phone(row: Loose) -> Phone:
    number = row.text("number", limit=100).strip("\"' ").removeprefix("tel:")
    extension = row.text("extension", limit=40)
    inside = None if number[-1:] == ")" or _PLAIN_NUMBER.fullmatch(number) else _EXTENSION.fullmatch(number)
    if inside:
        number, extension = inside.group(1), extension or inside.group(2)
    kind = _PHONE_KINDS.get(row.text("type").lower(), "other")
    return Phone(number, extension, row.text("description"), kind)


def _whom(row: Loose) -> str:
    """Whom to ask for: a department or a title, never a person's name."""
    for contact in row.objects("contacts"):
        for key in ("department", "title"):
            if contact.has(key):
                return contact.text(key)
    return ""


def _addresses(places: Places) -> tuple[Address, ...]:
    found: dict[Address, None] = {}
    for place in places.locations:
        for row in place.objects("addresses"):
            address = _address(row, place.text("name"))
            if address is not None:
                found[address] = None
    return tuple(found)


def _address(row: Loose, place: str) -> Address | None:
    kind = row.text("address_type").lower()
    second = row.text("address_2")
    street = f"{row.text('address_1')}, {second}".removeprefix(", ") if second else row.text("address_1")
    address = Address(
        street=street[:LINE_LIMIT],
        city=row.text("city"),
        region=row.text("region"),
        state=row.text("state_province"),
        postal_code=row.text("postal_code", limit=40),
        place=place,
        kind="postal" if kind == "postal" else "physical",
    )
    stands = kind != "virtual" and (address.street or address.city or address.postal_code)
    return address if stands else None


def _postal_codes(areas: Sequence[Loose]) -> Iterator[str]:
    seen: set[str] = set()
    for area in areas:
        if area.text("extent_type").lower() not in _LISTED_CODES:
            continue
        for part in re.split(r"[,;\n]", area.text("extent", limit=TEXT_LIMIT)):
            code = part.strip().upper()
            if _POSTAL.fullmatch(code) and any(letter.isdecimal() for letter in code) and code not in seen:
                seen.add(code)
                yield code


def _documents(row: Loose) -> Iterator[str]:
    for one in row.objects("required_documents"):
        text = one.text("document", limit=TEXT_LIMIT)
        if text:
            yield text


def _fees(row: Loose) -> str:
    """The fees in words; the structured costs where there are no words."""
    words = row.text("fees_description", limit=TEXT_LIMIT)
    if words:
        return words
    costs = []
    for one in row.objects("cost_options"):
        parts = (one.text("option"), one.text("amount"), one.text("currency").upper(), one.text("amount_description"))
        costs.append(" ".join(part for part in parts if part))
    return ("; ".join(cost for cost in costs if cost) or row.text("fees", limit=TEXT_LIMIT))[:TEXT_LIMIT]
