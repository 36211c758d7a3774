# SPDX-License-Identifier: GPL-3.0-or-later
"""One entry of the directory: a service as an outreach worker reads it.

What the street decides on is an attribute, yes or no; one that is absent is unknown and is shown as unknown. The JSON
form travels in signed releases and is read strictly.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Final

from outreach_app.domain.codes import NEEDS
from outreach_app.domain.errors import BadField
from outreach_app.domain.hours import Hours, Schedule, read_schedule
from outreach_app.domain.reading import Fields
from outreach_app.domain.words import fold

YES: Final = "yes"
NO: Final = "no"

STREET_ATTRIBUTES: Final = (
    "must_talk_to_police", "turns_away_for_record", "id_required", "sober_required", "currently_using_fine",
    "calls_parent", "reports_to_child_protection", "shares_with_police", "minors_without_guardian", "takes_men",
    "takes_women", "takes_trans", "pregnant", "children_with_adult", "partner_together", "pets", "collects_people",
    "phone_taken_away", "programme_required", "faith_based", "step_free", "storage", "survivor_led", "intake_24h",
    "self_referral", "confidential_location",
)  # fmt: skip
CONFIDENTIAL: Final = "confidential_location"

FOR_PERSON: Final = "person"
FOR_PROFESSIONALS: Final = "professionals"
AUDIENCES: Final = (FOR_PERSON, FOR_PROFESSIONALS)

CHECKS: Final = ("call", "visit", "website")
"""How an entry was checked."""
GUESSED_NEED: Final = "need:"
GUESSED_FIELDS: Final = ("minimum_age", "maximum_age", "opening", "languages")
"""Fields beside needs and street attributes that a rule may fill."""

PHONE_KINDS: Final = ("voice", "text", "textphone", "fax", "other")
ADDRESS_KINDS: Final = ("physical", "postal")

_MAY_SAY_NO: Final = (
    ("must_talk_to_police", YES), ("turns_away_for_record", YES), ("id_required", YES), ("sober_required", YES),
    ("programme_required", YES), ("currently_using_fine", NO), ("minors_without_guardian", NO), ("takes_men", NO),
    ("takes_women", NO), ("takes_trans", NO), ("pregnant", NO), ("children_with_adult", NO), ("partner_together", NO),
    ("pets", NO), ("step_free", NO), ("self_referral", NO),
)  # fmt: skip
_KNOW_FIRST: Final = (
    "calls_parent", "reports_to_child_protection", "shares_with_police", "phone_taken_away", "faith_based",
)  # fmt: skip

NAME_LIMIT: Final = 300
LINE_LIMIT: Final = 500
TEXT_LIMIT: Final = 10_000
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
CLOCK: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
MOST_YEARS: Final = 130


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as printed; an extension is text."""

    number: str
    extension: str = ""
    description: str = ""
    kind: str = "voice"

    @property
    def digits(self) -> str:
        """The number's digits alone."""
        return "".join(letter for letter in self.number if letter.isdecimal())


@dataclass(frozen=True, slots=True)
class Address:
    """Where a place is. `place` is the building's name, `region` a part of the city or a county."""

    street: str = ""
    city: str = ""
    region: str = ""
    state: str = ""
    postal_code: str = ""
    place: str = ""
    kind: str = "physical"


@dataclass(frozen=True)
class Entry:
    """A service. `id` is a UUID made from its source and its id there."""

    id: str
    name: str
    discreet_name: str = ""
    """What a screen shown to the person may say (HSDS `alternate_name`)."""
    organization: str = ""
    description: str = ""
    alert: str = ""
    needs: tuple[str, ...] = ()
    audience: str = FOR_PERSON
    phones: tuple[Phone, ...] = ()
    ask_for: str = ""
    addresses: tuple[Address, ...] = ()
    transport: str = ""
    area: str = ""
    postal_codes: tuple[str, ...] = ()
    minimum_age: int | None = None
    maximum_age: int | None = None
    """Whole years, both inclusive."""
    eligibility: str = ""
    application: str = ""
    documents: tuple[str, ...] = ()
    fees: str = ""
    languages: tuple[str, ...] = ()
    """ISO 639 codes of languages spoken there."""
    interpretation: str = ""
    opening: tuple[Schedule, ...] = ()
    intake: tuple[Schedule, ...] = ()
    """When people are taken in: open is not the same as taking people now."""
    inside_by: str = ""
    """HH:MM by which one must be inside."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Street attribute to yes or no; absent is unknown."""
    calls_parent_within: str = ""
    verified_on: date | None = None
    """When somebody last checked (HSDS `assured_date`)."""
    verified_how: str = ""
    """One of `CHECKS`; empty where nobody said."""
    verified_by: str = ""
    """The label of the seat that checked, never a person's name."""
    website: str = ""
    guessed: tuple[str, ...] = ()
    """What a rule guessed: `need:<code>`, a street attribute, or a field's name."""
    source: str = ""
    confidential: bool = False
    temporarily_closed: bool = False

    @cached_property
    def name_words(self) -> tuple[str, ...]:
        """The words of its names and its organization's, folded."""
        return fold(f"{self.name} {self.discreet_name} {self.organization}")

    @cached_property
    def name_line(self) -> str:
        """The same words in a line, a space before and after each: quick to look through."""
        return f" {' '.join(self.name_words)} "

    @cached_property
    def opening_hours(self) -> Hours:
        """The opening hours, ready to be asked."""
        return Hours(self.opening)

    @cached_property
    def intake_hours(self) -> Hours:
        """The intake hours, ready to be asked."""
        return Hours(self.intake)

    def says(self, attribute: str) -> str:
        """yes, no, or an empty text for unknown."""
        return self.attributes.get(attribute, "")

    @property
    def may_say_no(self) -> tuple[str, ...]:
        """Attributes that can turn a person away, as they stand here; age limits stand apart."""
        return tuple(code for code, value in _MAY_SAY_NO if self.says(code) == value)

    @property
    def know_first(self) -> tuple[str, ...]:
        """Attributes that a person should know of before going."""
        return tuple(code for code in _KNOW_FIRST if self.says(code) == YES)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Street attributes of which nothing is known: what to ask on the phone."""
        return tuple(code for code in STREET_ATTRIBUTES if code not in self.attributes)

    def as_json(self) -> dict[str, object]:
        """The JSON form that `read_entry` reads; what is empty is left out."""
        found: dict[str, object] = {"id": self.id, "name": self.name}
        for key in _PLAIN:  # this runs for every service of an import
            if value := getattr(self, key):
                found[key] = value
        for key, form in _FORMS.items():
            if value := getattr(self, key):
                found[key] = form(value)
        for key in ("minimum_age", "maximum_age"):
            if (age := getattr(self, key)) is not None:
                found[key] = age
        if self.audience != FOR_PERSON:
            found["audience"] = self.audience
        return found


_TEXTS: Final[Mapping[str, int]] = {
    "discreet_name": NAME_LIMIT, "organization": NAME_LIMIT, "description": TEXT_LIMIT, "alert": TEXT_LIMIT,
    "ask_for": LINE_LIMIT, "transport": LINE_LIMIT, "area": LINE_LIMIT, "eligibility": TEXT_LIMIT,
    "application": TEXT_LIMIT, "fees": TEXT_LIMIT, "interpretation": LINE_LIMIT, "inside_by": 5,
    "calls_parent_within": LINE_LIMIT, "verified_by": NAME_LIMIT, "website": LINE_LIMIT, "source": NAME_LIMIT,
}  # fmt: skip
"""Text fields with their limits in characters."""
_PLAIN: Final = (*_TEXTS, "verified_how", "confidential", "temporarily_closed")


@lru_cache(maxsize=4096)
def _schedule_as_json(schedule: Schedule) -> dict[str, object]:
    """The same few rows of hours stand in most entries."""
    return schedule.as_json()


_FORMS: Final[Mapping[str, Callable[[Any], object]]] = {
    "needs": list, "postal_codes": list, "documents": list, "languages": list, "guessed": list,
    "attributes": lambda given: dict(sorted(given.items())),
    "verified_on": date.isoformat,
    "phones": lambda rows: [_slots_as_json(row, kind="voice") for row in rows],
    "addresses": lambda rows: [_slots_as_json(row, kind="physical") for row in rows],
    "opening": lambda rows: [dict(_schedule_as_json(row)) for row in rows],
    "intake": lambda rows: [dict(_schedule_as_json(row)) for row in rows],
}  # fmt: skip
"""What is not a text or a number, and how it is written."""


def entry_id(source: str, source_id: str, occurrence: int = 1) -> str:
    """The id of an entry: UUIDv5 of the source's name and the id there; a repeated id gets `#2`, `#3`, …"""
    name = source_id if occurrence == 1 else f"{source_id}#{occurrence}"
    return str(uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, source), name))


def read_entry(fields: Fields) -> Entry:
    """An entry from the JSON of `Entry.as_json`; raises `BadField`."""
    entry = Entry(
        id=_entry_id(fields),
        name=fields.text("name", limit=NAME_LIMIT),
        needs=_codes(fields, "needs", NEEDS),
        audience=fields.code("audience", AUDIENCES) if fields.has("audience") else FOR_PERSON,
        phones=tuple(fields.items("phones", _phone)),
        addresses=tuple(fields.items("addresses", _address)),
        postal_codes=tuple(fields.texts("postal_codes", limit=20)),
        minimum_age=_age(fields, "minimum_age"),
        maximum_age=_age(fields, "maximum_age"),
        documents=tuple(fields.texts("documents", limit=TEXT_LIMIT)),
        languages=_languages(fields),
        opening=tuple(fields.items("opening", read_schedule)),
        intake=tuple(fields.items("intake", read_schedule)),
        attributes=_attributes(fields),
        verified_on=fields.iso_date("verified_on") if fields.has("verified_on") else None,
        verified_how=fields.code("verified_how", CHECKS) if fields.has("verified_how") else "",
        guessed=_guessed(fields),
        confidential=fields.flag("confidential") if fields.has("confidential") else False,
        temporarily_closed=fields.flag("temporarily_closed") if fields.has("temporarily_closed") else False,
        **{key: fields.optional_text(key, limit=limit) for key, limit in _TEXTS.items()},
    )
    fields.done()
    if entry.inside_by and not CLOCK.fullmatch(entry.inside_by):
        raise BadField(fields.path("inside_by"), "not_a_time")
    if entry.confidential and entry.addresses:
        raise BadField(fields.path("addresses"), "unknown_key")
    return entry


def _slots_as_json(row: Phone | Address, *, kind: str) -> dict[str, object]:
    found = {key: getattr(row, key) for key in row.__slots__ if getattr(row, key)}
    if found["kind"] == kind:
        del found["kind"]
    return found


def _entry_id(fields: Fields) -> str:
    text = fields.text("id", limit=36)
    try:
        if str(uuid.UUID(text)) == text:
            return text
    except ValueError:
        pass
    raise BadField(fields.path("id"), "unknown_code")


def _codes(fields: Fields, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    found = tuple(fields.texts(key, limit=40))
    if not set(found) <= set(allowed):
        raise BadField(fields.path(key), "unknown_code")
    if len(set(found)) != len(found):
        raise BadField(fields.path(key), "twice")
    return found


def _guessed(fields: Fields) -> tuple[str, ...]:
    found = tuple(fields.texts("guessed", limit=60))
    allowed = {*GUESSED_FIELDS, *STREET_ATTRIBUTES, *(GUESSED_NEED + need for need in NEEDS)}
    if not set(found) <= allowed:
        raise BadField(fields.path("guessed"), "unknown_code")
    return found


def _languages(fields: Fields) -> tuple[str, ...]:
    found = tuple(fields.texts("languages", limit=3))
    if not all(_LANGUAGE.fullmatch(code) for code in found):
        raise BadField(fields.path("languages"), "unknown_code")
    return found


def _age(fields: Fields, key: str) -> int | None:
    return fields.count(key, most=MOST_YEARS) if fields.has(key) else None


def _attributes(fields: Fields) -> dict[str, str]:
    if not fields.has("attributes"):
        return {}
    inner = fields.inner("attributes")
    found = {code: inner.code(code, (YES, NO)) for code in STREET_ATTRIBUTES if inner.has(code)}
    inner.done()
    return found


def _phone(fields: Fields) -> Phone:
    phone = Phone(
        number=fields.text("number", limit=100),
        extension=fields.optional_text("extension", limit=40),
        description=fields.optional_text("description", limit=LINE_LIMIT),
        kind=fields.code("kind", PHONE_KINDS) if fields.has("kind") else "voice",
    )
    fields.done()
    return phone


def _address(fields: Fields) -> Address:
    keys = ("street", "city", "region", "state", "postal_code", "place")
    texts = {key: fields.optional_text(key, limit=LINE_LIMIT) for key in keys}
    address = Address(**texts, kind=fields.code("kind", ADDRESS_KINDS) if fields.has("kind") else "physical")
    fields.done()
    return address
