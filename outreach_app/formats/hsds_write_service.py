# SPDX-License-Identifier: GPL-3.0-or-later
"""An entry in use and its original → one HSDS 3.1 service.

It begins from the original; only what the entry says otherwise than the original is laid over it, field by field, so
that local edits, the date of the check, needs and attributes travel and everything else goes back as it came. Without
an HSDS original the same is done over nothing.

What a rule guessed is not written: whoever reads the export guesses for themselves, and no guess turns into somebody's
word on the way. Who checked, and how, is the coalition's own and stays at home.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec

from outreach_app.domain.directory import CONFIDENTIAL, GUESSED_NEED, STREET_ATTRIBUTES, YES, Entry, Phone
from outreach_app.domain.directory_import import Notes
from outreach_app.domain.hours import Schedule
from outreach_app.formats.hsds_door import Door
from outreach_app.formats.hsds_fields import Loose
from outreach_app.formats.hsds_schedules import INTAKE, read_row
from outreach_app.formats.hsds_service import ServiceReader
from outreach_app.formats.hsds_vocabulary import ATTRIBUTES, FACTS, LANGUAGES, read_languages
from outreach_app.formats.hsds_write_places import (
    at_rows,
    each_part,
    hide_places,
    locations,
    set_addresses,
    set_transport,
)
from outreach_app.formats.hsds_write_schedules import schedule_row
from outreach_app.formats.hsds_write_sound import sound, stable_id, standard_only

Object = dict[str, Any]

_TEXTS: Final[Mapping[str, str]] = {
    "name": "name", "discreet_name": "alternate_name", "description": "description", "alert": "alert",
    "eligibility": "eligibility_description", "application": "application_process",
    "interpretation": "interpretation_services", "website": "url", "minimum_age": "minimum_age",
    "maximum_age": "maximum_age",
}  # fmt: skip
"""Fields that are one column each."""
_OWN_FACTS: Final = ("needs", "attributes", "audience", "inside_by", "ask_for", "calls_parent_within")
_CODES_A_ROW: Final = 500
"""Postal codes in one service area: their text stays within what is read."""
_LANGUAGE_NAMES: Final = {code: name for name, code in reversed(LANGUAGES.items())}


class ServiceWriter:
    """Makes services of entries."""

    def __init__(self) -> None:
        self._reader = ServiceReader("")
        self._door = Door()

    def service(self, entry: Entry, original: bytes) -> Object:
        """The service, sound by the standard. `original` is UTF-8 JSON, empty for an entry of our own."""
        service = _begin(entry, original)
        secret = _is_secret(entry)
        if secret:
            self._door.drop(service, confidential=True)
            hide_places(service)
        base = self._read(service, entry.id)
        for fields, lay in _LAYERS:
            if any(_wanted(entry, name) != getattr(base, name) for name in fields):
                lay(service, entry, base)
        found = sound(service, "service", entry.id)
        return standard_only(found, "service") if secret else found

    def _read(self, service: Object, entry_id: str) -> Entry:
        """What the service says so far; a status that takes it out of use is the coordinators' to overrule."""
        status = service.get("status")
        if isinstance(status, str) and status.lower() in ("inactive", "defunct"):
            service.pop("status")
        found = self._reader.read(Loose(service, 0, Notes()), entry_id=entry_id)
        return found if found is not None else Entry(entry_id, "")


def _is_secret(entry: Entry) -> bool:
    return entry.confidential or entry.says(CONFIDENTIAL) == YES


def _begin(entry: Entry, original: bytes) -> Object:
    """A copy of the original where it is an HSDS service, else nothing but the id."""
    value: object = msgspec.json.decode(original) if original else None
    if isinstance(value, dict) and value.get("id") and "name" in value and "row" not in value:
        return value
    return {"id": entry.id, "status": "active"}


def _wanted(entry: Entry, name: str) -> object:
    """A field of the entry without what was guessed."""
    if name == "needs":
        return tuple(need for need in entry.needs if GUESSED_NEED + need not in entry.guessed)
    if name == "attributes":
        return {code: value for code, value in entry.attributes.items() if code not in entry.guessed}
    if name in entry.guessed:
        return {"opening": (), "languages": ()}.get(name)
    return getattr(entry, name)


def _lay_texts(service: Object, entry: Entry, base: Entry) -> None:
    for name, column in _TEXTS.items():
        value = _wanted(entry, name)
        if value != getattr(base, name):
            _set(service, column, value)


def _set(holder: Object, key: str, value: object) -> None:
    if value is None or value == "":
        holder.pop(key, None)
    else:
        holder[key] = value


def _lay_status(service: Object, entry: Entry, _base: Entry) -> None:
    service["status"] = "temporarily closed" if entry.temporarily_closed else "active"


def _lay_check(service: Object, entry: Entry, _base: Entry) -> None:
    _set(service, "assured_date", entry.verified_on.isoformat() if entry.verified_on else "")


def _lay_fees(service: Object, entry: Entry, _base: Entry) -> None:
    _set(service, "fees_description", entry.fees)
    if not entry.fees:
        service.pop("cost_options", None)
        service.pop("fees", None)


def _lay_organization(service: Object, entry: Entry, _base: Entry) -> None:
    known = service.get("organization")
    if not entry.organization:
        service.pop("organization", None)
        service.pop("organization_id", None)
    elif isinstance(known, dict) and known.get("id"):
        known["name"] = entry.organization
    else:
        service["organization"] = {
            "id": stable_id("organization", entry.organization), "name": entry.organization, "description": "",
        }  # fmt: skip


def _lay_phones(service: Object, entry: Entry, _base: Entry) -> None:
    """All numbers at the service itself, each the object that it was where there was one."""
    holders = [service, *at_rows(service), *locations(service)]
    holders += each_part(holders, "contacts")
    known = [(_read_phone(one), one) for one in each_part(holders, "phones")]
    for holder in holders:
        holder.pop("phones", None)
    rows = []
    for number, phone in enumerate(entry.phones):
        as_it_was = next((one for read, one in known if read == phone), None)
        same = next((one for read, one in known if read is not None and read.digits == phone.digits), {})
        rows.append(as_it_was or {**_phone_row(phone), "id": _id_of(same) or stable_id("phone", entry.id, str(number))})
    if rows:
        service["phones"] = rows
    elif isinstance(service.get("organization"), dict):
        service["organization"].pop("phones", None)


def _read_phone(row: Object) -> Phone | None:
    read = ServiceReader("").read(Loose({"name": "-", "phones": [row]}, 0, Notes()), entry_id="")
    return read.phones[0] if read is not None and read.phones else None


def _phone_row(phone: Phone) -> Object:
    found: Object = {"number": phone.number, "type": phone.kind}
    _set(found, "extension", phone.extension)
    _set(found, "description", phone.description)
    return found


def _id_of(row: Object) -> str:
    found = row.get("id")
    return found if isinstance(found, str) else ""


def _lay_addresses(service: Object, entry: Entry, _base: Entry) -> None:
    set_addresses(service, entry)


def _lay_transport(service: Object, entry: Entry, _base: Entry) -> None:
    set_transport(service, entry.transport)


def _lay_area(service: Object, entry: Entry, _base: Entry) -> None:
    """One area of the service's own with the entry's name and codes; areas of another kind (maps) stay unnamed.

    Postal codes of a confidential place stay at home: a single one says where it is.
    """
    others = [
        {key: item for key, item in row.items() if key != "name"}
        for row in each_part([service, *at_rows(service)], "service_areas")
        if str(row.get("extent_type", "")).lower() in ("geojson", "topojson", "kml")
    ]
    for row in at_rows(service):
        row.pop("service_areas", None)
    told = () if _is_secret(entry) else entry.postal_codes
    codes = [told[start : start + _CODES_A_ROW] for start in range(0, len(told), _CODES_A_ROW)]
    rows: list[Object] = [
        {"id": stable_id("area", entry.id, str(number)), "extent": ", ".join(some), "extent_type": "postal_codes"}
        for number, some in enumerate(codes)
    ]
    if entry.area:
        rows = rows or [{"id": stable_id("area", entry.id, "0")}]
        rows[0]["name"] = entry.area
    _set_rows(service, "service_areas", [*rows, *others])


def _set_rows(holder: Object, key: str, rows: Sequence[Object]) -> None:
    if rows:
        holder[key] = list(rows)
    else:
        holder.pop(key, None)


def _lay_documents(service: Object, entry: Entry, _base: Entry) -> None:
    known = {Loose(row, 0, Notes()).text("document", limit=10_000): row
             for row in each_part([service], "required_documents")}  # fmt: skip
    _set_rows(service, "required_documents", [
        known.get(text) or {"id": stable_id("document", entry.id, str(number)), "document": text}
        for number, text in enumerate(entry.documents)
    ])  # fmt: skip


def _lay_languages(service: Object, entry: Entry, _base: Entry) -> None:
    known = {read_languages([Loose(row, 0, Notes())]): row for row in each_part([service], "languages")}
    wanted = () if "languages" in entry.guessed else entry.languages
    if not wanted:
        for place in locations(service):
            place.pop("languages", None)
    _set_rows(service, "languages", [
        known.get((code,)) or {
            "id": stable_id("language", entry.id, code), "name": _LANGUAGE_NAMES.get(code, code).title(), "code": code,
        }
        for code in wanted
    ])  # fmt: skip


def _lay_hours(service: Object, entry: Entry, _base: Entry) -> None:
    """All hours at the service itself; a row that says what it said stays as it came."""
    holders = [service, *at_rows(service), *locations(service)]
    known = [(read_row(Loose(row, 0, Notes())), row) for row in each_part(holders, "schedules")]
    for holder in holders:
        holder.pop("schedules", None)
    rows: list[Object] = []
    opening = () if "opening" in entry.guessed else entry.opening
    for schedules, intake in ((opening, False), (entry.intake, True)):
        fitting = [(read, row) for read, row in known if _is_intake(row) is intake]
        rows += _hour_rows(entry.id, schedules, fitting, intake)
    _set_rows(service, "schedules", rows)


def _is_intake(row: Object) -> bool:
    return Loose(row, 0, Notes()).text("attending_type", limit=1000).lower() == INTAKE


def _hour_rows(
    entry_id: str, schedules: Sequence[Schedule], known: list[tuple[tuple[Schedule, ...], Object]], intake: bool
) -> list[Object]:
    rows: list[Object] = []
    position = 0
    while position < len(schedules):
        fitting = next(
            ((read, row) for read, row in known if read and read == tuple(schedules[position : position + len(read)])),
            None,
        )
        if fitting is not None:
            rows.append(fitting[1])
            position += len(fitting[0])
        else:
            identity = stable_id("schedule", entry_id, INTAKE if intake else "", str(position))
            rows.append({"id": identity, **schedule_row(schedules[position], intake=intake)})
            position += 1
    return rows


def _lay_facts(service: Object, entry: Entry, base: Entry) -> None:
    """The coalition's own attributes anew, those of other taxonomies as they are."""
    others = [row for row in each_part([service], "attributes") if not _is_own(row)]
    if base.ask_for and not entry.ask_for:
        for contact in each_part([service], "contacts"):
            contact.pop("department", None)
            contact.pop("title", None)
    said: list[tuple[str, str, str]] = [(FACTS, "need", need) for need in _needs(entry)]
    said += [(FACTS, code, getattr(entry, code)) for code in ("inside_by", "ask_for", "calls_parent_within")
             if getattr(entry, code)]  # fmt: skip
    if entry.audience != Entry.audience:
        said.append((FACTS, "audience", entry.audience))
    attributes = {code: value for code, value in entry.attributes.items() if code not in entry.guessed}
    if entry.confidential:
        attributes[CONFIDENTIAL] = YES
    said += [(ATTRIBUTES, code, attributes[code]) for code in STREET_ATTRIBUTES if code in attributes]
    _set_rows(service, "attributes", [*(_attribute(entry.id, *one) for one in said), *others])


def _is_own(attribute: Object) -> bool:
    term = attribute.get("taxonomy_term")
    if not isinstance(term, dict):
        return False
    detail = term.get("taxonomy_detail")
    name = term.get("taxonomy") or (detail.get("name") if isinstance(detail, dict) else "")
    return str(name).strip().lower() in (ATTRIBUTES.lower(), FACTS.lower())


def _needs(entry: Entry) -> list[str]:
    return [need for need in entry.needs if GUESSED_NEED + need not in entry.guessed]


def _attribute(entry_id: str, taxonomy: str, code: str, value: str) -> Object:
    name = code.replace("_", " ").capitalize()
    return {
        "id": stable_id("attribute", entry_id, taxonomy, code, value if code == "need" else ""),
        "link_entity": "service",
        "value": value,
        "taxonomy_term": {
            "id": stable_id("term", taxonomy, code), "code": code, "name": name, "description": name,
            "taxonomy": taxonomy,
        },
    }  # fmt: skip


_LAYERS: Final[tuple[tuple[tuple[str, ...], Callable[[Object, Entry, Entry], None]], ...]] = (
    (tuple(_TEXTS), _lay_texts),
    (("temporarily_closed",), _lay_status),
    (("verified_on",), _lay_check),
    (("fees",), _lay_fees),
    (("organization",), _lay_organization),
    (("addresses",), _lay_addresses),
    (("transport",), _lay_transport),
    (("phones",), _lay_phones),
    (("area", "postal_codes"), _lay_area),
    (("documents",), _lay_documents),
    (("languages",), _lay_languages),
    (("opening", "intake"), _lay_hours),
    ((*_OWN_FACTS, "confidential"), _lay_facts),
)
"""Which fields are laid over together, and how."""
