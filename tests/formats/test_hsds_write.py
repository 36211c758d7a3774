# SPDX-License-Identifier: GPL-3.0-or-later
"""An export read again is what it was: as it came, with edits, with secrets kept; and no half export is ever seen."""

from __future__ import annotations

import json
import tempfile
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from hsds_files import Result, read, read_data
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.codes import NEEDS
from outreach_app.domain.directory import STREET_ATTRIBUTES, Address, Entry, Phone, entry_id
from outreach_app.domain.errors import DiskFull, FileExists
from outreach_app.domain.hours import WEEKDAYS, WEEKLY, Schedule
from outreach_app.formats.hsds_write import write_directory, write_json, write_tables, write_zip

ROOT: Final = Path(__file__).parents[2]
TRAINING: Final = ROOT / "resources" / "directory" / "training.json"
EXAMPLES: Final = ROOT.parent / "shared" / "data"
FORMS: Final = ("json", "tables", "zip")
ID: Final = "6f1c8f0e-0a43-5c1c-9f0d-0d5a3f6f2a10"
OFFICE: Final = Schedule(freq=WEEKLY, byday=("MO", "TU"), opens=540, closes=1020)


def rows_of(found: Result) -> list[tuple[Entry, bytes]]:
    """What an export is given of what was read."""
    return [(one.entry, one.original) for one in found.reads]


def exported(rows: list[tuple[Entry, bytes]], folder: Path, form: str) -> Result:
    """The rows written and read again."""
    path = folder / f"out-{form}"
    assert write_directory(iter(rows), path, form) == len(rows)
    return read(path)


def as_read_again(entry: Entry) -> Entry:
    """An entry of our own as an import names it: id and source are the importer's."""
    return replace(entry, id=entry_id("quay", entry.id), source="quay")


# --- as it came ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_the_training_directory_comes_back(form: str, tmp_path: Path) -> None:
    found = read(TRAINING)
    again = exported(rows_of(found), tmp_path, form)
    assert again.entries == found.entries
    assert again.problems == ()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("version", ["hsds-3.0", "hsds-3.1"])
@pytest.mark.parametrize(
    "name",
    ["service_full.json", "service_list.json", "organization_full.json", "service_at_location_full.json",
     "service_at_location_list.json", "tabular.json", "csv"],
)  # fmt: skip
def test_the_official_examples_come_back(name: str, version: str, form: str, tmp_path: Path) -> None:
    path = EXAMPLES / version / "examples" / name
    if not path.exists():
        pytest.skip("the official examples are not beside the clone (shared/data)")
    found = read(path)
    again = exported(rows_of(found), tmp_path, form)
    assert again.entries == found.entries
    second = exported(rows_of(again), tmp_path, form)
    assert second.entries == found.entries


def test_a_sound_service_goes_out_exactly_as_it_came(tmp_path: Path) -> None:
    found = read(TRAINING)
    write_json(iter(rows_of(found)), tmp_path / "out.json")
    out = json.loads((tmp_path / "out.json").read_bytes())
    assert out["total_items"] == out["size"] == len(out["contents"]) == 60
    for one, (entry, original) in zip(out["contents"], rows_of(found), strict=True):
        assert one["id"] == json.loads(original)["id"]
        if not entry.confidential:
            assert one == json.loads(original)


def test_unknown_keys_come_back_at_every_depth(tmp_path: Path) -> None:
    service = {
        "id": "s1", "name": "Quay", "status": "active", "x-own": [1, {"deep": None}],
        "phones": [{"id": "p1", "number": "816 555 0142", "hours": "late"}],
        "organization": {"id": "o1", "name": "Quay", "description": "", "crew": 4},
    }  # fmt: skip
    (row,) = rows_of(read_data(json.dumps(service).encode()))
    write_json([(replace(row[0], description="New"), row[1])], tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_bytes())["contents"] == [{**service, "description": "New"}]


# --- edits --------------------------------------------------------------------------------------------------------

EDITS: Final[dict[str, Any]] = {
    "name": "New name", "discreet_name": "The blue door", "organization": "New organization", "description": "New",
    "alert": "Ring twice", "needs": ("legal", "shelter"), "audience": "professionals", "ask_for": "Intake desk",
    "phones": (Phone("816 555 0199", "7", "night", "text"), Phone("816 555 0198", "012")),
    "addresses": (Address("1 New St", "Bend", "East", "ZZ", "00009", "New house"), Address("PO 9", kind="postal")),
    "transport": "Bus 9", "area": "East side", "postal_codes": ("00009", "00010"), "minimum_age": 15, "maximum_age": 21,
    "eligibility": "Anybody", "application": "Walk in", "documents": ("None",), "fees": "Nothing",
    "languages": ("es", "prs"), "interpretation": "By phone", "verified_on": date(2026, 11, 20), "inside_by": "21:30",
    "calls_parent_within": "72 hours", "website": "https://new.example.org", "temporarily_closed": True,
    "opening": (OFFICE, Schedule(kind="closed", valid_from=date(2026, 12, 24), valid_to=date(2026, 12, 26))),
    "intake": (Schedule(freq=WEEKLY, byday=WEEKDAYS, opens=1080, closes=480),),
    "attributes": {"pets": "yes", "id_required": "no"},
}  # fmt: skip
EMPTY: Final = Entry("", "")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("field", EDITS)
def test_each_edit_travels_and_nothing_else_changes(field: str, form: str, tmp_path: Path) -> None:
    given = [(replace(entry, **{field: EDITS[field]}) if not entry.confidential else entry, original)
             for entry, original in rows_of(read(TRAINING))[:25]]  # fmt: skip
    assert exported(given, tmp_path, form).entries == tuple(entry for entry, _ in given)


@pytest.mark.parametrize("field", [name for name in EDITS if name != "name"])
def test_each_field_can_be_emptied(field: str, tmp_path: Path) -> None:
    rows = [(entry, original) for entry, original in rows_of(read(TRAINING)) if not entry.confidential]
    given = [(replace(entry, **{field: getattr(EMPTY, field)}), original) for entry, original in rows]
    assert exported(given, tmp_path, "json").entries == tuple(entry for entry, _ in given)


def test_what_an_edit_does_not_touch_keeps_its_ids(tmp_path: Path) -> None:
    (entry, original), *_ = [row for row in rows_of(read(TRAINING)) if len(row[0].phones) > 1]
    changed = replace(entry, phones=(replace(entry.phones[0], description="new"), *entry.phones[1:]))
    write_json([(changed, original)], tmp_path / "out.json")
    (out,) = json.loads((tmp_path / "out.json").read_bytes())["contents"]
    assert [phone["id"] for phone in out["phones"]] == [phone["id"] for phone in json.loads(original)["phones"]]
    assert out["schedules"] == json.loads(original)["schedules"]


def test_a_changed_address_loses_the_coordinates_of_the_old_one(tmp_path: Path) -> None:
    service = {
        "id": "s1", "name": "Quay", "status": "active",
        "service_at_locations": [
            {"id": f"a{number}", "location": {
                "id": f"l{number}", "location_type": "physical", "name": name, "latitude": 1.5, "longitude": 2.5,
                "addresses": [{"id": f"d{number}", "address_1": f"{number} Quay", "city": "Bend", "state_province": "Z",
                               "postal_code": "00001", "country": "US", "address_type": "physical"}]}}
            for number, name in ((1, "Old"), (2, "Other"))
        ],
    }  # fmt: skip
    ((entry, original),) = rows_of(read_data(json.dumps(service).encode()))
    moved = replace(entry, addresses=(replace(entry.addresses[0], street="5 Moved"), entry.addresses[1]))
    write_json([(moved, original)], tmp_path / "out.json")
    (out,) = json.loads((tmp_path / "out.json").read_bytes())["contents"]
    first, second = (row["location"] for row in out["service_at_locations"])
    assert (first["id"], "latitude" in first, first["addresses"][0]["address_1"]) == ("l1", False, "5 Moved")
    assert second == service["service_at_locations"][1]["location"]  # type: ignore[index]


# --- what is nobody else's ----------------------------------------------------------------------------------------


def made_secret() -> list[tuple[Entry, bytes]]:
    """The training directory, each place confidential by a coordinator's edit, with an address under a foreign key."""
    found = []
    for entry, original in rows_of(read(TRAINING)):
        attributes = {**entry.attributes, "confidential_location": "yes"}
        edited = replace(entry, confidential=True, addresses=(), transport="", attributes=attributes,
                         postal_codes=("QX7 7QX",))  # fmt: skip
        found.append((edited, json.dumps({**json.loads(original), "x_where": "9 Hidden Lane"}).encode()))
    return found


@pytest.mark.parametrize("form", ["json", "tables"])
def test_a_confidential_place_is_nowhere(form: str, tmp_path: Path) -> None:
    again = exported(made_secret(), tmp_path, form)
    assert all(entry.confidential and not entry.addresses and not entry.transport for entry in again.entries)
    path = tmp_path / f"out-{form}"
    files = [file for file in path.iterdir() if file.suffix == ".csv"] if path.is_dir() else [path]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    before = rows_of(read(TRAINING))
    assert not [one.street for entry, _ in before for one in entry.addresses if one.street and one.street in text]
    assert not [entry.transport for entry, _ in before if entry.transport and entry.transport in text]
    assert not [word for word in ("9 Hidden Lane", "QX7 7QX", "physical") if word in text]
    assert "addresses.csv" not in [file.name for file in files]


def test_a_confidential_location_is_a_name_for_nothing(tmp_path: Path) -> None:
    write_json(made_secret(), tmp_path / "out.json")
    for service in json.loads((tmp_path / "out.json").read_bytes())["contents"]:
        for row in service.get("service_at_locations", ()):
            assert set(row) <= {"id", "location", "phones", "schedules"}
            assert set(row["location"]) <= {"id", "location_type", "phones", "schedules", "languages"}
            assert row["location"]["location_type"] == "virtual"


def test_the_zip_holds_the_tables(tmp_path: Path) -> None:
    rows = rows_of(read(TRAINING))
    write_tables(rows, tmp_path / "tables")
    write_zip(rows, tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            path.name: path.read_bytes() for path in (tmp_path / "tables").iterdir()
        }


def test_a_guess_is_not_told_as_a_fact(tmp_path: Path) -> None:
    entry = Entry(
        ID, "Quay", needs=("shelter", "food"), attributes={"pets": "yes", "id_required": "no"}, minimum_age=16,
        opening=(OFFICE,), languages=("es",),
        guessed=("need:food", "pets", "minimum_age", "opening", "languages"),
    )  # fmt: skip
    (again,) = exported([(entry, b"")], tmp_path, "json").entries
    assert again == as_read_again(Entry(ID, "Quay", needs=("shelter",), attributes={"id_required": "no"}))


def test_who_checked_stays_at_home(tmp_path: Path) -> None:
    entry = Entry(ID, "Quay", verified_on=date(2026, 11, 20), verified_how="call", verified_by="seat four")
    write_json([(entry, b"")], tmp_path / "out.json")
    assert b"seat four" not in (tmp_path / "out.json").read_bytes()
    assert read(tmp_path / "out.json").entries == (as_read_again(Entry(ID, "Quay", verified_on=date(2026, 11, 20))),)


# --- ids ----------------------------------------------------------------------------------------------------------


def test_two_sources_may_use_the_same_ids(tmp_path: Path) -> None:
    def service(name: str) -> tuple[Entry, bytes]:
        value = {
            "id": f"s-{name}", "name": name, "status": "active",
            "organization": {"id": "o1", "name": f"{name} org", "description": ""},
            "phones": [{"id": "p1", "number": f"816 555 01{len(name)}"}],
            "service_at_locations": [{"id": "a1", "location": {
                "id": "l1", "location_type": "physical", "name": name,
                "addresses": [{"id": "d1", "address_1": name, "city": "Bend", "state_province": "ZZ",
                               "postal_code": "1", "country": "US", "address_type": "physical"}]}}],
        }  # fmt: skip
        return rows_of(read_data(json.dumps(value).encode()))[0]

    rows = [service("Quay"), service("Harbor"), service("Pier")]
    again = exported(rows, tmp_path, "tables")
    assert again.entries == tuple(entry for entry, _ in rows)
    assert again.problems == ()


def test_ids_that_repeat_inside_a_service_cost_nothing(tmp_path: Path) -> None:
    value = {
        "id": "s1", "name": "Quay", "status": "active",
        "phones": [{"id": "p", "number": f"816 555 014{number}"} for number in range(3)],
        "languages": [{"id": "l", "code": code} for code in ("en", "es")],
        "service_at_locations": [
            {"id": "a", "schedules": [{"id": "h", "freq": "WEEKLY", "byday": day, "opens_at": "9", "closes_at": "17"}],
             "location": {"id": "o", "location_type": "physical", "name": day}} for day in ("MO", "TU")],
    }  # fmt: skip
    rows = rows_of(read_data(json.dumps(value).encode()))
    assert len(rows[0][0].phones) == 3
    again = exported(rows, tmp_path, "tables")
    assert (again.entries, again.problems) == ((rows[0][0],), ())


def test_an_id_that_every_service_uses_costs_no_time(tmp_path: Path) -> None:
    rows = [
        (Entry(ID[:-4] + f"{number:04}", "Quay", phones=(Phone("816 555 0142"),)),
         json.dumps({"id": f"s{number}", "name": "Quay", "phones": [{"id": "1", "number": "816 555 0142"}]}).encode())
        for number in range(3000)
    ]  # fmt: skip
    started = time.perf_counter()
    write_tables(rows, tmp_path / "tables")
    assert time.perf_counter() - started < 10
    assert len({line.split(",")[0] for line in (tmp_path / "tables" / "phones.csv").read_text().splitlines()}) == 3001


def test_an_organization_of_our_own_is_one_row(tmp_path: Path) -> None:
    rows = [(Entry(ID[:-1] + str(number), f"Place {number}", organization="Quay"), b"") for number in range(3)]
    assert [entry.organization for entry in exported(rows, tmp_path, "tables").entries] == ["Quay"] * 3
    assert len((tmp_path / "out-tables" / "organizations.csv").read_text().splitlines()) == 2


# --- random entries -----------------------------------------------------------------------------------------------

words = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters="<&\u00ad\x7f"), max_size=20
).map(lambda text: "".join(letter for letter in text if letter.isprintable()).strip())
numbers = st.from_regex(r"816 555 01[0-9]{2}", fullmatch=True)
extensions = st.sampled_from(["", "7", "12", "0012"])
phones = st.builds(Phone, numbers, extensions, words, st.sampled_from(["voice", "text", "textphone", "fax"]))
addresses = st.builds(
    Address, st.sampled_from(["", "1 Quay", "2 Pier, back"]), st.sampled_from(["Bend", "Marlow"]), words, words,
    st.sampled_from(["", "00001"]), st.sampled_from(["", "House", "Hall"]), st.sampled_from(["physical", "postal"]),
)  # fmt: skip
minutes = st.integers(0, 1439)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
weekly = st.builds(
    lambda byday, opens, closes, prose: Schedule(freq=WEEKLY, byday=byday, opens=opens, closes=closes, prose=prose),
    st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=3, unique=True).map(tuple), minutes, minutes,
    st.sampled_from(["", "Ring", "closed holidays"]),
)  # fmt: skip
others = st.sampled_from((
    Schedule(freq="MONTHLY", byday=("1SA", "-1FR"), opens=600, closes=720),
    Schedule(freq="MONTHLY", bymonthday=(1, -1), interval=2, dtstart=date(2026, 1, 1), opens=600, closes=720),
    Schedule(freq="YEARLY", byyearday=(1, -1), opens=0, closes=1440), Schedule(freq="YEARLY", dtstart=date(2026, 7, 4)),
    Schedule(freq="DAILY", interval=3, dtstart=date(2026, 1, 1), opens=0, closes=60, wkst="SU"),
    Schedule(freq="WEEKLY", byday=("TU",), byweekno=(1, -1), count=3, dtstart=date(2026, 1, 6), opens=1, closes=2),
    Schedule(kind="closed", freq="WEEKLY", byday=("SU",)), Schedule(prose="By appointment"),
    Schedule(kind="closed", valid_from=date(2026, 12, 24), valid_to=date(2027, 1, 2), prose="Staff are away"),
    Schedule(kind="instead", valid_from=date(2026, 6, 1), valid_to=date(2026, 8, 31), opens=600, closes=720),
    Schedule(kind="instead", freq="MONTHLY", byday=("2MO",), opens=600, closes=720, prose="Training"),
    Schedule(prose="Call", valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31)),
    Schedule(freq="WEEKLY", byday=("MO",), opens=600), Schedule(freq="OTHER", opens=600, closes=720),
))  # fmt: skip
hours = st.lists(st.one_of(weekly, others), max_size=4, unique=True).map(tuple)
attributes = st.dictionaries(
    st.sampled_from([code for code in STREET_ATTRIBUTES if code != "confidential_location"]),
    st.sampled_from(["yes", "no"]),
)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Entries as a coordinator may write them."""
    ages = sorted(draw(st.lists(st.integers(0, 130), min_size=2, max_size=2)))
    found = draw(st.lists(phones, max_size=3, unique_by=lambda phone: (phone.digits, phone.extension)))
    return Entry(
        ID, draw(words) or "Quay", draw(words), draw(words), draw(words), draw(words),
        tuple(draw(st.lists(st.sampled_from(NEEDS), unique=True, max_size=3))),
        draw(st.sampled_from(["person", "professionals"])), tuple(found), draw(words),
        tuple(draw(st.lists(addresses, max_size=3, unique=True))), draw(words), draw(words),
        tuple(draw(st.lists(st.sampled_from(["00001", "00002", "AB1 2CD"]), unique=True))),
        draw(st.sampled_from([None, ages[0]])), draw(st.sampled_from([None, ages[1]])), draw(words), draw(words),
        tuple(text for text in draw(st.lists(words, max_size=2)) if text), draw(words),
        tuple(draw(st.lists(st.sampled_from(["en", "es", "vi", "prs", "ase"]), unique=True))), draw(words), draw(hours),
        draw(hours), draw(st.sampled_from(["", "21:30", "08:05"])), draw(attributes), draw(words),
        draw(st.one_of(st.none(), days)), website=draw(st.sampled_from(["", "https://quay.example.org/a?b=1"])),
        temporarily_closed=draw(st.booleans()),
    )  # fmt: skip


@given(entries(), st.sampled_from(FORMS))
def test_an_entry_of_our_own_comes_back(entry: Entry, form: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        again = exported([(entry, b"")], Path(folder), form)
    assert again.entries == (as_read_again(entry),)


TRAINED: Final = [row for row in rows_of(read(TRAINING)) if not row[0].confidential]


@given(entries(), st.sampled_from(TRAINED))
def test_an_entry_edited_in_every_field_comes_back(entry: Entry, row: tuple[Entry, bytes]) -> None:
    edited = replace(entry, id=row[0].id, source=row[0].source)
    with tempfile.TemporaryDirectory() as folder:
        again = exported([(edited, row[1])], Path(folder), "json")
    assert again.entries == (edited,)


SOME_KEYS: Final = (
    "id", "name", "phones", "location", "addresses", "number", "organization", "schedules", "value", "taxonomy_term",
    "attributes", "freq", "service_areas", "extent", "x", "",
)  # fmt: skip
scalars = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=8) | st.floats(-1e9, 1e9)
json_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(SOME_KEYS), inner, max_size=5),
    max_leaves=20,
)
KEYS: Final = (
    "status", "phones", "schedules", "service_at_locations", "organization", "attributes", "languages", "service_areas",
    "contacts", "minimum_age", "program", "capacities", "metadata", "url", "other",
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(KEYS), json_values, max_size=6), st.sampled_from(FORMS))
def test_whatever_came_in_goes_out(service: dict[str, Any], form: str) -> None:
    found = read_data(json.dumps({**service, "id": "s1", "name": "Quay"}).encode())
    with tempfile.TemporaryDirectory() as folder:
        again = exported(rows_of(found), Path(folder), form)
    assert [entry.name for entry in again.entries] == [entry.name for entry in found.entries]
    if form == "json":
        assert again.entries == found.entries


# --- files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_a_former_export_is_replaced(form: str, tmp_path: Path) -> None:
    rows = rows_of(read(TRAINING))
    exported(rows, tmp_path, form)
    assert len(exported(rows[:3], tmp_path, form).entries) == 3
    assert [path.name for path in tmp_path.iterdir()] == [f"out-{form}"]


def broken(rows: list[tuple[Entry, bytes]]) -> Iterator[tuple[Entry, bytes]]:
    """Rows that end in a full disk."""
    yield from rows
    raise DiskFull("desk.db")


@pytest.mark.parametrize("form", FORMS)
def test_an_export_that_fails_leaves_the_former_one(form: str, tmp_path: Path) -> None:
    rows = rows_of(read(TRAINING))
    exported(rows, tmp_path, form)
    with pytest.raises(DiskFull):
        write_directory(broken(rows[:3]), tmp_path / f"out-{form}", form)
    assert len(read(tmp_path / f"out-{form}").entries) == 60
    assert [path.name for path in tmp_path.iterdir()] == [f"out-{form}"]


@pytest.mark.parametrize("name", ["letters.txt", "letters.csv"])
def test_a_folder_with_other_things_is_left_alone(name: str, tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / name).write_text("mine", encoding="utf-8")
    with pytest.raises(FileExists):
        write_tables(iter(()), tmp_path / "tables")
    assert [path.name for path in tmp_path.rglob("*")] == ["tables", name]


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_directory_is_an_export_too(form: str, tmp_path: Path) -> None:
    assert exported([], tmp_path, form).entries == ()


def many(count: int) -> Iterator[tuple[Entry, bytes]]:
    """So many services, none of them kept."""
    for number in range(count):
        name = f"{number:012}"
        value = {"id": f"s{name}", "name": f"Place {name}", "description": "A word or two. " * 20, "status": "active",
                 "phones": [{"id": f"p{name}", "number": "816 555 0142"}],
                 "organization": {"id": f"o{number % 50}", "name": f"Org {number % 50}"}}  # fmt: skip
        yield Entry(ID[:-12] + name, f"Place {name}", organization=f"Org {number % 50}"), json.dumps(value).encode()


@pytest.mark.parametrize(("form", "bytes_a_service"), [("json", 50), ("tables", 400)])
def test_services_are_not_held(form: str, bytes_a_service: int, tmp_path: Path) -> None:
    write_directory(many(50), tmp_path / "first", form)
    tracemalloc.start()
    write_directory(many(4000), tmp_path / "out", form)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_500_000 + 4000 * bytes_a_service
