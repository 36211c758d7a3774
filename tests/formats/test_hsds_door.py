# SPDX-License-Identifier: GPL-3.0-or-later
"""What stays outside: staff, internal notes, secret places; and what a service says in terms and of its web page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hsds_files import Result, read_data

from outreach_app.domain.directory_import import SourceTerm
from outreach_app.formats.hsds_door import Door

SECRET = {
    "id": "c", "link_entity": "service", "value": "yes",
    "taxonomy_term": {"code": "confidential_location", "taxonomy": "Companion street attributes"},
}  # fmt: skip


def one(**more: Any) -> Result:
    """One service read."""
    return read_data(json.dumps([{"id": "1", "name": "Quay", "status": "active", **more}]).encode())


@pytest.mark.parametrize(
    "key",
    ["assurer_email", "updated_by", "attention", "internal_notes", "InternalNote", "internal-notes", "staff_name",
     "contactEmail", "contact_name", "Verified By", "last_updated_by"],
)  # fmt: skip
@pytest.mark.parametrize("where", ["service", "organization", "location", "schedule"])
def test_staff_and_internal_notes_stay_outside(key: str, where: str) -> None:
    part = {"id": "x", key: "Rosa rosa@quay.example.org", "kept": "yes"}
    parts: dict[str, dict[str, Any]] = {
        "service": part | {"id": "1"},
        "organization": {"organization": {"name": "Trust", **part}},
        "location": {"service_at_locations": [{"location": part}]},
        "schedule": {"schedules": [part]},
    }
    found = one(**parts[where])
    text = found.reads[0].original.decode()
    assert "Rosa" not in text
    assert '"kept":"yes"' in text
    assert found.notes.dropped == 1


def test_a_contact_keeps_its_desk_and_loses_its_person() -> None:
    person = {
        "id": "c1", "name": "Rosa", "email": "rosa@quay.example.org", "First Name": "Rosa", "emailAddress": "r@x.org",
        "title": "Night desk", "department": "Beds", "phones": [{"number": "555 0100"}], "x_room": "4",
    }  # fmt: skip
    found = one(contacts=[person, [dict(person)]], contact=dict(person), phones=[])
    left = {key: person[key] for key in ("id", "title", "department", "phones", "x_room")}
    original = found.originals[found.entries[0].id]
    assert (original["contacts"], original["contact"]) == ([left, [left]], left)
    assert found.notes.dropped == 12
    assert (found.entries[0].ask_for, found.entries[0].phones[0].digits) == ("Beds", "5550100")


def test_what_the_public_may_know_stays() -> None:
    found = one(
        email="beds@quay.example.org",
        organization={"name": "Trust", "email": "all@trust.example.org", "description": "Ask Rosa"},
        funding=[{"source": "City"}],
        x_contact_hours="9-5",
        attributes=[{"taxonomy_term": {"code": "BH-1800.8500", "name": "Shelter", "taxonomy": "211HSIS"}}],
    )
    assert found.notes.dropped == 0
    original = found.originals[found.entries[0].id]
    assert (original["email"], original["organization"]["email"]) == ("beds@quay.example.org", "all@trust.example.org")
    assert original["attributes"][0]["taxonomy_term"]["code"] == "BH-1800.8500"


def test_what_a_field_of_staff_held_before_stays_outside_too() -> None:
    changes = [
        {"resource_type": "contact", "field_name": "email", "previous_value": "r@x.org", "replacement_value": "s@x.o"},
        {"resource_type": "service", "field_name": "assurer_email", "previous_value": "rosa@x.org"},
        {"resource_type": "service", "field_name": "name", "previous_value": "Quay beds", "replacement_value": "Quay"},
    ]  # fmt: skip
    found = one(metadata=changes)
    text = found.reads[0].original.decode()
    assert "@x.o" not in text
    assert "Quay beds" in text
    assert found.notes.dropped == 3


def test_a_secret_place_stays_outside_and_other_services_keep_theirs() -> None:
    place = {"location": {"name": "House", "latitude": 1.5, "addresses": [{"address_1": "3 Secret Row"}]}}
    organization = {"id": "o", "name": "Trust", "locations": [{"name": "3 Secret Row"}]}
    services = [
        {"id": "1", "name": "A", "service_at_locations": [place], "attributes": [SECRET]},
        {"id": "2", "name": "B", "service_at_locations": [place]},
    ]
    found = read_data(json.dumps({**organization, "services": services}).encode())
    secret, open_one = found.reads
    assert (secret.entry.confidential, secret.entry.addresses) == (True, ())
    assert b"Secret" not in secret.original
    assert open_one.entry.addresses[0].street == "3 Secret Row"
    assert open_one.original.count(b"Secret") == 2
    assert found.notes.dropped == 3


def test_a_door_remembers_keys_but_not_without_end() -> None:
    door = Door()
    for number in range(30_000):
        assert door.drop({f"key {number}": 1, "updated_by": "Rosa"}, confidential=False) == 1
    assert door.drop({"id": 1, "name": "Quay"}, confidential=False) == 0


def test_too_deep_for_a_directory() -> None:
    deep: Any = "x"
    for _ in range(40):
        deep = {"inside": deep}
    assert Door().drop({"id": 1, "x": deep}, confidential=False) is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://quay.example.org/beds", "https://quay.example.org/beds"),
        ("HTTP://quay.example.org", "HTTP://quay.example.org"),
        ("quay.example.org", "https://quay.example.org"),
        ("quay.example.org:8080/x", "https://quay.example.org:8080/x"),
        ("mailto:rosa@quay.example.org", ""),
        ("javascript:alert(1).x", ""),
        ("file:///etc/x.y", ""),
        ("ask at the desk.", ""),
        ("none", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_websites(given: str | None, expected: str) -> None:
    assert one(url=given).entries[0].website == expected


def test_terms_of_the_source() -> None:
    attributes = [
        {"taxonomy_term": {"code": "BH-1800", "name": "Homeless Shelter", "taxonomy": "211HSIS"}},
        {"taxonomy_term": {"code": "BH-1800", "name": "Homeless Shelter", "taxonomy": "211HSIS"}},
        {"taxonomy_term": {"code": 101, "name": "Food &amp; meals", "taxonomy_detail": {"name": "Open Eligibility"}}},
        {"taxonomy_term": {"code": "need", "taxonomy": "Companion street facts"}, "value": "food"},
        {"taxonomy_term": {"id": "x"}},
        {"taxonomy_term": None},
    ]
    found = one(attributes=attributes, taxonomy_terms=[{"term": "Beds", "taxonomy": "Ours"}, 5, {"name": "No list"}])
    assert found.reads[0].terms == (
        SourceTerm("211HSIS", "BH-1800", "Homeless Shelter"),
        SourceTerm("Open Eligibility", "101", "Food & meals"),
        SourceTerm("Ours", "", "Beds"),
        SourceTerm("", "", "No list"),
    )
    assert found.entries[0].needs == ("food",)
    assert found.problems == ()
