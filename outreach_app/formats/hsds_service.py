# SPDX-License-Identifier: GPL-3.0-or-later
"""One HSDS service → one entry.

Source: HSDS 3.0–3.2, `service` with its organization, phones, contacts, service_at_locations, schedules, languages,
service_areas, required_documents, cost_options and attributes inside. A place marked confidential comes in without
any address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

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
from outreach_app.formats.hsds_fields import Loose
from outreach_app.formats.hsds_schedules import read_schedules
from outreach_app.formats.hsds_vocabulary import read_languages, read_street_facts

_GONE: Final = ("inactive", "defunct")
_CLOSED_FOR_NOW: Final = ("temporarily closed", "temporarily_closed")
_PHONE_KINDS: Final = {
    "": "voice", "voice": "voice", "cell": "voice", "mobile": "voice", "hotline": "voice", "phone": "voice",
    "text": "text", "sms": "text", "textphone": "textphone", "tty": "textphone", "tdd": "textphone", "fax": "fax",
}  # fmt: skip
_EXTENSION: Final = re.compile(r"(.*\d)\s*(?:,|;)?\s*(?:ext\.?|extension|x)\s*(\d{1,10})", re.IGNORECASE | re.DOTALL)
_POSTAL: Final = re.compile(r"[A-Z0-9][A-Z0-9 -]{1,9}", re.IGNORECASE)
_LISTED_CODES: Final = ("text", "postal_code", "postal_codes", "zip", "zip_code", "zip_codes")
"""`extent_type` values under which `extent` lists postal codes."""


def read_service(row: Loose, *, entry_id: str, source: str) -> Entry | None:
    """The entry, or None (with its reason noted) for a service that is no more."""
    status = row.text("status").lower()
    if status in _GONE:
        row.problem("status", "inactive")
        return None
    if status not in ("", "active", *_CLOSED_FOR_NOW):
        row.problem("status", "unknown_code")
    facts = read_street_facts(row.objects("attributes"))
    places = [at.inner("location") for at in row.objects("service_at_locations")]
    confidential = facts.attributes.get(CONFIDENTIAL) == YES
    opening, intake = read_schedules(_schedules(row, places))
    minimum, maximum = _ages(row)
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
        addresses=() if confidential else tuple(dict.fromkeys(chain.from_iterable(map(_addresses, places)))),
        transport="" if confidential else _joined(_texts(places, "transportation")),
        area=_joined(_texts(_areas(row), "name")),
        postal_codes=tuple(_postal_codes(row)),
        minimum_age=minimum,
        maximum_age=maximum,
        eligibility=row.text("eligibility_description", limit=TEXT_LIMIT),
        application=row.text("application_process", limit=TEXT_LIMIT),
        documents=tuple(_documents(row)),
        fees=_fees(row),
        languages=read_languages(row.objects("languages")) or read_languages(_inside(places, "languages")),
        interpretation=row.text("interpretation_services"),
        opening=opening,
        intake=intake,
        inside_by=facts.inside_by,
        attributes=facts.attributes,
        calls_parent_within=facts.calls_parent_within,
        verified_on=row.date("assured_date"),
        source=source,
        confidential=confidential,
        temporarily_closed=status in _CLOSED_FOR_NOW,
    )


def _inside(places: list[Loose], key: str) -> Iterator[Loose]:
    for place in places:
        yield from place.objects(key)


def _texts(rows: list[Loose], key: str) -> Iterator[str]:
    return (row.text(key, limit=LINE_LIMIT) for row in rows if row.has(key))


def _joined(texts: Iterator[str]) -> str:
    found = " · ".join(dict.fromkeys(texts))
    return found if len(found) <= LINE_LIMIT else found[: LINE_LIMIT - 1] + "…"


def _schedules(row: Loose, places: list[Loose]) -> list[Loose]:
    """The service's own hours and those at its locations; a building's hours only where there are no others."""
    own = [*row.objects("schedules")]
    for at in row.objects("service_at_locations"):
        own += at.objects("schedules")
    return own or list(_inside(places, "schedules"))


def _ages(row: Loose) -> tuple[int | None, int | None]:
    minimum, maximum = row.whole("minimum_age", most=MOST_YEARS), row.whole("maximum_age", most=MOST_YEARS)
    if minimum is not None and maximum is not None and minimum > maximum:
        row.problem("maximum_age", "out_of_range")
        return None, None
    return minimum, maximum


def _phones(row: Loose, places: list[Loose]) -> Iterator[Phone]:
    """The service's numbers, then those of its contacts and places; the organization's only where there are none."""
    own = [*row.objects("phones")]
    for holder in (row, *row.objects("service_at_locations"), *places):
        own += holder.objects("phones") if holder is not row else ()
        for contact in holder.objects("contacts"):
            own += contact.objects("phones")
    seen: set[tuple[str, str]] = set()
    for one in own or [*row.inner("organization").objects("phones")]:
        phone = _phone(one)
        if phone is not None and (phone.digits, phone.extension) not in seen:
            seen.add((phone.digits, phone.extension))
            yield phone


def _phone(row: Loose) -> Phone | None:
    number = row.text("number", limit=100).strip("\"' ").removeprefix("tel:")
    extension = row.text("extension", limit=40)
    inside = _EXTENSION.fullmatch(number)
    if inside:
        number, extension = inside.group(1), extension or inside.group(2)
    if not any(letter.isdecimal() for letter in number):
        row.problem("number", "not_a_phone")
        return None
    kind = _PHONE_KINDS.get(row.text("type").lower(), "other")
    return Phone(number, extension, row.text("description"), kind)


def _whom(row: Loose) -> str:
    """Whom to ask for: a department or a title, never a person's name."""
    for contact in row.objects("contacts"):
        for key in ("department", "title"):
            if contact.has(key):
                return contact.text(key)
    return ""


def _addresses(place: Loose) -> Iterator[Address]:
    for row in place.objects("addresses"):
        kind = row.text("address_type").lower()
        street = ", ".join(text for text in (row.text("address_1"), row.text("address_2")) if text)
        address = Address(
            street=street[:LINE_LIMIT],
            city=row.text("city"),
            region=row.text("region"),
            state=row.text("state_province"),
            postal_code=row.text("postal_code", limit=40),
            place=place.text("name"),
            kind="postal" if kind == "postal" else "physical",
        )
        if kind != "virtual" and (address.street or address.city or address.postal_code):
            yield address


def _areas(row: Loose) -> list[Loose]:
    found = [*row.objects("service_areas")]
    for at in row.objects("service_at_locations"):
        found += at.objects("service_areas")
    return found


def _postal_codes(row: Loose) -> Iterator[str]:
    seen: set[str] = set()
    for area in _areas(row):
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
