# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a service is, in an export: its rows of service_at_locations with their locations and addresses.

A place whose addresses did not change stays as it came. Where they did, its coordinates and outside numbers go: they
belong to the address that was. A confidential place is a virtual location without any word of where it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any, Final

from outreach_app.domain.directory import Address, Entry
from outreach_app.domain.directory_import import Notes
from outreach_app.formats.hsds_fields import Loose
from outreach_app.formats.hsds_service import ServiceReader
from outreach_app.formats.hsds_write_sound import stable_id

Object = dict[str, Any]

AT: Final = "service_at_locations"
_OF_THE_ADDRESS: Final = ("latitude", "longitude", "external_identifier", "external_identifier_type")
_NOT_WHERE: Final = ("id", "location_type", "phones", "schedules", "languages")
"""All that a confidential location keeps; of its row the phones and hours."""
_ROW_KEPT: Final = ("id", "phones", "schedules", "location")


def at_rows(service: Object) -> list[Object]:
    """The rows of service_at_locations, as a list of objects."""
    rows = service.get(AT)
    return [row for row in (rows if isinstance(rows, list) else [rows]) if isinstance(row, dict)]


def locations(service: Object) -> list[Object]:
    """The locations of those rows."""
    return [row["location"] for row in at_rows(service) if isinstance(row.get("location"), dict)]


def hide_places(service: Object) -> None:
    """Leave nothing that tells where the service is."""
    for row in at_rows(service):
        for key in row.keys() - set(_ROW_KEPT):
            del row[key]
    for place in locations(service):
        for key in place.keys() - set(_NOT_WHERE):
            del place[key]
        place["location_type"] = "virtual"


def set_addresses(service: Object, entry: Entry) -> None:
    """Make the service read as having the entry's addresses."""
    left = locations(service)
    rows: list[Object] = []
    for place, group in groupby(entry.addresses, key=lambda address: address.place):
        addresses = tuple(group)
        known = next((one for one in left if _addresses(one) == addresses), None) or next(
            (one for one in left if Loose(one, 0, Notes()).text("name") == place), None
        )
        if known is None:
            known = {"id": stable_id("location", str(service["id"]), str(len(rows))), "location_type": "physical"}
            rows.append({"id": stable_id("at", str(service["id"]), str(len(rows))), "location": known})
        else:
            left.remove(known)
            rows.append(next(row for row in at_rows(service) if row.get("location") is known))
        _settle(known, place, addresses)
    for place in left:
        place.pop("addresses", None)
    kept = [row for row in at_rows(service) if all(row is not one for one in rows)]
    service[AT] = [*rows, *kept]


def _addresses(place: Object) -> tuple[Address, ...]:
    read = ServiceReader("").read(Loose({"name": "-", AT: [{"location": place}]}, 0, Notes()), entry_id="")
    return read.addresses if read is not None else ()


def _settle(place: Object, name: str, addresses: tuple[Address, ...]) -> None:
    if _addresses(place) == addresses:
        return
    for key in ("addresses", *_OF_THE_ADDRESS):
        place.pop(key, None)
    if name:
        place["name"] = name
    place["addresses"] = [
        address_row(address) | {"id": stable_id("address", str(place["id"]), str(number))}
        for number, address in enumerate(addresses)
    ]


def address_row(address: Address) -> Object:
    """An address without its id; what the standard asks for and nobody knows is an empty text."""
    return {
        "address_1": address.street,
        "city": address.city,
        **({"region": address.region} if address.region else {}),
        "state_province": address.state,
        "postal_code": address.postal_code,
        "country": "",
        "address_type": address.kind,
    }


def set_transport(service: Object, words: str) -> None:
    """Make the service read as having these words on how to get there."""
    places = locations(service)
    for place in places:
        place.pop("transportation", None)
    if not words:
        return
    if not places:
        at = (str(service["id"]), "transport")
        location: Object = {"id": stable_id("location", *at), "location_type": "physical"}
        service[AT] = [
            *at_rows(service),
            {"id": stable_id("at", str(service["id"]), "transport"), "location": location},
        ]
        places = [location]
    places[0]["transportation"] = words


def each_part(holders: Iterable[Object], key: str) -> list[Object]:
    """The objects under a key of several objects."""
    found = []
    for holder in holders:
        rows = holder.get(key)
        found += [row for row in (rows if isinstance(rows, list) else [rows]) if isinstance(row, dict)]
    return found
