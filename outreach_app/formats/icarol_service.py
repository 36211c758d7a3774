# SPDX-License-Identifier: GPL-3.0-or-later
"""One program of an iCarol export, with its agency and its places → one entry.

The program's own words come first; hours, telephones, languages and the website of its places and its agency fill what
it leaves open. Private numbers and addresses stay outside; a place whose address is private is confidential.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any, Final

from outreach_app.domain.directory import CONFIDENTIAL, LINE_LIMIT, NAME_LIMIT, YES, Address, Entry, Phone
from outreach_app.domain.directory_import import Notes, SourceTerm
from outreach_app.formats.csv_fields import Cells, Plan, phones_in
from outreach_app.formats.hsds_fields import MOST_PARTS, Loose
from outreach_app.formats.icarol_links import Resource

TAXONOMY: Final = "211HSIS"
PLAN: Final = Plan(columns={
    "name": ("PublicName",), "description": ("AgencyDescription", "DisabilitiesAccess"),
    "eligibility": ("Eligibility", "CustomEligibilitybyAge", "CustomEligibilityByGender"),
    "application": ("ApplicationProcess", "IntakeProcedure"), "documents": ("DocumentsRequired",),
    "fees": ("FeeStructureSource", "PaymentMethods"), "languages": ("LanguagesOffered", "LanguagesOfferedList"),
    "opening": ("HoursOfOperation",), "verified_on": ("LastVerifiedOn",), "website": ("WebsiteAddress",),
    "transport": ("BusServiceAccess",), "status": ("AgencyStatus",), "place": (),
    "street": ("PhysicalAddress1", "PhysicalAddress2"), "city": ("PhysicalCity",), "region": ("PhysicalCounty",),
    "state": ("PhysicalStateProvince",), "postal_code": ("PhysicalPostalCode",),
    "mail_street": ("MailingAddress1", "MailingAddress2"), "mail_city": ("MailingCity",),
    "mail_state": ("MailingStateProvince",), "mail_postal_code": ("MailingPostalCode",),
})  # fmt: skip
_AREAS: Final = ("CoverageAreaText", "CoverageArea", "Coverage")
_FILLED: Final = ("opening", "languages", "website", "transport", "area", "postal_codes")
"""Fields that places and the agency fill where the program leaves them open."""
_TRUE: Final = ("true", "yes", "y", "1", "t")
_NUMBERED: Final = tuple(f"Phone{number}" for number in range(1, 6))
_NAMED: Final = {
    "PhoneNumberHotline": "voice", "PhoneTollFree": "voice", "PhoneNumberAfterHours": "voice",
    "PhoneNumberBusinessLine": "voice", "PhoneNumberOutOfArea": "voice", "PhoneTTY": "textphone", "PhoneFax": "fax",
}  # fmt: skip
_KINDS: Final = {"fax": "fax", "tty": "textphone", "tdd": "textphone", "text": "text", "sms": "text"}
_POSTAL: Final = re.compile(r"\b(?:\d{5}(?:-\d{4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d)\b")
_TERMS: Final = re.compile(r"\s*[;|\n]\s*")
_LINKED: Final = re.compile(r"\s*\*\s*")


class ICarolService:
    """A program (or an agency without any) on its way to an entry."""

    def __init__(self, row: Loose, agency: Resource | None, places: Sequence[Resource], notes: Notes) -> None:
        self._row = row
        self._agency = agency
        self._places = places
        self._others = [
            Loose(dict(other.value), other.number, notes) for other in (*places, *((agency,) if agency else ()))
        ]

    def entry(self, *, entry_id: str, source: str) -> Entry | None:
        """The entry; None (with its reason noted) for a program that is no more."""
        own = Cells(self._row, PLAN).entry(entry_id=entry_id, source=source)
        if own is None:
            return None
        agency = self._others[-1] if self._agency else None
        confidential = any(_flag(one.value, "PhysicalAddressIsPrivate") for one in (self._row, *self._place_rows()))
        found: dict[str, Any] = {
            "organization": agency.text("PublicName", limit=NAME_LIMIT) if agency else own.name,
            "phones": tuple(self._phones()),
            "area": self._area(self._row),
            "postal_codes": tuple(_postal_codes(self._row)),
        }
        found["addresses"] = () if confidential else tuple(self._addresses(own))
        if confidential:
            found |= {"confidential": True, "attributes": {**own.attributes, CONFIDENTIAL: YES}, "transport": ""}
        return replace(own, **found | self._filled(replace(own, **found), confidential=confidential))

    def terms(self) -> tuple[SourceTerm, ...]:
        """The program's taxonomy terms, codes and names side by side; those linked with `*` each for itself."""
        codes = _TERMS.split(self._row.text("TaxonomyCodes", limit=LINE_LIMIT * 4))
        names = _TERMS.split(self._row.text("TaxonomyTerms", limit=LINE_LIMIT * 4) or self._row.text("TaxonomyTerm"))
        if len(codes) == 1 and "," in codes[0]:
            codes = [code.strip() for code in codes[0].split(",")]
        found: dict[SourceTerm, None] = {}
        paired = zip_longest(codes, names, fillvalue="") if len(codes) == len(names) else (
            *((code, "") for code in codes), *(("", name) for name in names))  # fmt: skip
        for code, name in paired:
            for part, word in zip_longest(_LINKED.split(code), _LINKED.split(name), fillvalue=""):
                if part or word:
                    found[SourceTerm(TAXONOMY, part, word)] = None
        return tuple(found)[:MOST_PARTS]

    def _place_rows(self) -> list[Loose]:
        return self._others[: len(self._places)]

    def _filled(self, own: Entry, *, confidential: bool) -> dict[str, Any]:
        """What others say of fields that the program leaves open."""
        found: dict[str, Any] = {}
        for row in self._others:
            other = Cells(row, PLAN)
            for key in _FILLED:
                if getattr(own, key) or key in found or (confidential and key == "transport"):
                    continue
                value = self._other(other, row, key)
                if value:
                    found[key] = value
        return found

    def _other(self, other: Cells, row: Loose, key: str) -> object:
        if key == "area":
            return self._area(row)
        if key == "postal_codes":
            return tuple(_postal_codes(row))
        if key == "opening":
            return other.hours("opening")
        return other.languages() if key == "languages" else other.website() if key == "website" else other.text(key)

    def _area(self, row: Loose) -> str:
        return next((text for column in _AREAS if (text := row.text(column))), "")

    def _phones(self) -> Iterator[Phone]:
        """The program's numbers and those of its places; the agency's only where there are none."""
        seen: set[tuple[str, str]] = set()
        for row in (self._row, *self._others):
            if seen and self._agency is not None and row is self._others[-1]:
                return
            for phone in _phones_of(row):
                if (phone.digits, phone.extension) not in seen:
                    seen.add((phone.digits, phone.extension))
                    yield phone

    def _addresses(self, own: Entry) -> Iterator[Address]:
        """Where it is given: its places; its own address, else its agency's, where it names none."""
        found: dict[Address, None] = {}
        for row in self._place_rows():
            found.update(dict.fromkeys(_addresses_of(row, named=True)))
        if not any(one.kind == "physical" for one in found):
            mine = [*_addresses_of(self._row, named=False)]
            if not mine and self._agency is not None and not own.addresses:
                mine = [*_addresses_of(self._others[-1], named=False)]
            found.update(dict.fromkeys(mine))
        yield from found


def is_private(column: str, value: Mapping[str, str], *, confidential: bool) -> bool:
    """Whether a column holds a number or an address that its record calls private, or where a secret place is."""
    for start in ("Physical", "Mailing", "Other"):
        if column.startswith(start) and not column.endswith("IsPrivate"):
            return confidential or _flag(value, f"{start}AddressIsPrivate")
    if column in ("Latitude", "Longitude", "BusServiceAccess"):
        return confidential or _flag(value, "PhysicalAddressIsPrivate")
    if column.startswith("Phone") and not column.endswith("IsPrivate"):
        return any(_flag(value, f"{name}IsPrivate") and column.startswith(name) for name in (*_NUMBERED, *_NAMED))
    return False


def _flag(value: Mapping[str, Any], column: str) -> bool:
    return str(value.get(column, "")).strip().lower() in _TRUE


def _postal_codes(row: Loose) -> Iterator[str]:
    codes = _POSTAL.findall(row.text("Coverage", limit=LINE_LIMIT * 20).upper())
    yield from list(dict.fromkeys(codes))[:MOST_PARTS]


def _phones_of(row: Loose) -> Iterator[Phone]:
    for name in _NUMBERED:
        said = row.text(f"{name}Type").lower()
        kind = next((kind for word, kind in _KINDS.items() if word in said), "voice")
        words = (row.text(f"{name}Name"), row.text(f"{name}Description"))
        yield from _phone(row, name, f"{name}Number", kind, words)
    for name, kind in _NAMED.items():
        yield from _phone(row, name, name, kind, (row.text(f"{name}Description"),))


def _phone(row: Loose, name: str, column: str, kind: str, words: Sequence[str]) -> Iterator[Phone]:
    text = row.text(column)
    if not text or _flag(row.value, f"{name}IsPrivate"):
        return
    found = list(phones_in(text, kind))
    if not found:
        row.problem(column, "not_a_phone")
    for phone in found:
        said = " · ".join(dict.fromkeys(word for word in (*words, phone.description) if word))
        yield replace(phone, description=said[:LINE_LIMIT])


def _addresses_of(row: Loose, *, named: bool) -> Iterator[Address]:
    for address in Cells(row, PLAN).addresses():
        start = "Physical" if address.kind == "physical" else "Mailing"
        if not _flag(row.value, f"{start}AddressIsPrivate"):
            place = row.text("PublicName", limit=NAME_LIMIT) if named and address.kind == "physical" else ""
            yield replace(address, place=place)
