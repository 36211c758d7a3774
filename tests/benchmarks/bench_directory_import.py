# SPDX-License-Identifier: GPL-3.0-or-later
"""Import of a state's directory (100,000 HSDS services) against parsing the same files with the standard library.

The directory is invented from a seed, about 3.9 KB a service: organization, places, hours, numbers, languages, terms
and keys that nobody knows. It is written as JSON, as tables and as a zip of the tables. Each side runs in a process
of its own, so that seconds and peak memory are its own. Seconds are a clock's, as somebody waits for them: a whole
import works in two processes on two cores, and its memory is both processes' together. Every side runs `ROUNDS` times
in turn, and the quickest counts: whatever else the machine does only makes a run slower. Core seconds are told beside.

Allowed for JSON: the reader at most `SHARE` times the standard library's seconds, a whole import at the desk `WHOLE`
times; and for every form `MEMORY` and `WHOLE_MEMORY` at their peak. Plain tables are parsed so fast that no program in
this language comes near: their ratio is told.

`bench_directory_import.py [number of services] [json]`: with `json` the tables are left out.
"""

from __future__ import annotations

import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import uuid
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT)]

from outreach_app.bootstrap import ShippedRules, look_at_table  # noqa: E402 - found through the path above
from outreach_app.domain.directory_import import ImportOrder, Notes  # noqa: E402 - found through the path above
from outreach_app.formats.hsds import read_hsds  # noqa: E402 - found through the path above
from outreach_app.reading import read_source  # noqa: E402 - found through the path above
from outreach_app.services.desk import DeskService  # noqa: E402 - found through the path above
from outreach_app.store.desk import DeskFolder  # noqa: E402 - found through the path above

SERVICES: Final = 100_000
SHARE: Final = 1.6
MEMORY: Final = 250
"""MiB."""
WHOLE: Final = 3.0
WHOLE_MEMORY: Final = 500
"""MiB, of both processes together."""
ROUNDS: Final = 3
_TEXT: Final = """help people families with food housing rent bills night shelter counseling group program intake call
    before coming bring papers every week staff speak children parents adults veterans clinic free care legal advice bus
    training job school clothes shower laundry kitchen pantry recovery treatment crisis line center community"""
_WORDS: Final = _TEXT.split()
_CITIES: Final = ("Marlow Bend", "Porta", "Quay", "Elm Grove", "Cedar", "Oakfield", "Harbour", "Millbrook")
_NEEDS: Final = ("Emergency Shelter", "Food Pantries", "Crisis Intervention", "Legal Aid", "Substance Use Treatment")


class Run(NamedTuple):
    """How one side went."""

    seconds: float
    """By the clock."""
    cores: float
    """Seconds of all cores."""
    memory: float
    """MiB at the peak, of its processes together."""
    services: int

    def __str__(self) -> str:
        return f"{self.seconds:6.2f} s ({self.cores:.2f} s of cores), {self.memory:5.0f} MiB"


class Invented:
    """A directory made from a seed: the same one each time."""

    def __init__(self, services: int, seed: int = 7) -> None:
        self._services = services
        self._chance = random.Random(seed)  # noqa: S311 - invents a directory, no secrets
        self._organizations = [self._organization(number) for number in range(max(1, services // 4))]
        self._terms = [self._term(number) for number in range(400)]

    def services(self) -> Iterator[dict[str, Any]]:
        """The nested services, in order."""
        for number in range(self._services):
            yield self._service(number)

    def _id(self) -> str:
        return str(uuid.UUID(int=self._chance.getrandbits(128), version=4))

    def _text(self, words: int) -> str:
        return " ".join(self._chance.choices(_WORDS, k=words)).capitalize() + "."

    def _organization(self, number: int) -> dict[str, Any]:
        return {
            "id": self._id(), "name": f"House {number} Trust", "description": self._text(15),
            "website": f"https://house{number}.example.org", "x_member_since": 1990 + number % 30,
        }  # fmt: skip

    def _term(self, number: int) -> dict[str, Any]:
        return {
            "id": self._id(), "code": f"BH-{number:04d}.500", "name": f"{_NEEDS[number % len(_NEEDS)]} {number}",
            "taxonomy": "211 Human Services",
        }  # fmt: skip

    def _service(self, number: int) -> dict[str, Any]:
        chance, key = self._chance, self._id()
        hours = chance.choice((("09:00", "17:00"), ("08:30", "16:30"), ("00:00", "23:59"), ("18:00", "08:00")))
        found: dict[str, Any] = {
            "id": key, "organization_id": "", "name": f"{chance.choice(_NEEDS)} {number}",
            "alternate_name": f"Door {number}", "description": self._text(45), "status": "active",
            "url": f"https://house.example.org/{number}", "email": f"desk{number}@house.example.org",
            "application_process": self._text(14), "eligibility_description": self._text(12),
            "fees_description": "Free.", "minimum_age": chance.choice((None, 16, 18)),
            "assured_date": f"2026-{chance.randrange(1, 11):02d}-{chance.randrange(1, 28):02d}",
            "last_modified": "2026-10-01T09:00:00.000Z", "x_agency_key": number, "x_eligibility_codes": ["A1", "B2"],
            "phones": [self._phone(key) for _ in range(chance.randrange(1, 3))],
            "schedules": [
                {
                    "id": self._id(), "service_id": key, "freq": "WEEKLY", "wkst": "MO", "byday": "MO,TU,WE,TH,FR",
                    "opens_at": hours[0], "closes_at": hours[1],
                }
            ],
            "languages": [
                {"id": self._id(), "service_id": key, "code": code, "name": name}
                for code, name in chance.choice(((("en", "English"),), (("en", "English"), ("es", "Spanish"))))
            ],
            "service_areas": [{"id": self._id(), "service_id": key, "name": chance.choice(_CITIES) + " County"}],
            "required_documents": [{"id": self._id(), "service_id": key, "document": "Photo identification"}],
            "contacts": [
                {"id": self._id(), "service_id": key, "name": "Somebody", "email": "s@example.org", "title": "Intake"}
            ],
            "service_at_locations": [self._place(key) for _ in range(chance.choice((1, 1, 1, 2)))],
            "attributes": [
                {"id": self._id(), "link_id": key, "link_entity": "service", "taxonomy_term": term}
                for term in chance.choices(self._terms, k=2)
            ],
        }  # fmt: skip
        found["organization"] = chance.choice(self._organizations)
        found["organization_id"] = found["organization"]["id"]
        return found

    def _phone(self, service: str) -> dict[str, Any]:
        chance = self._chance
        number = f"(555) {chance.randrange(100, 999)}-{chance.randrange(9999):04d}"
        return {
            "id": self._id(), "service_id": service, "number": number,
            "extension": chance.choice(("", "12")), "type": "voice", "description": chance.choice(("", "Main desk")),
        }  # fmt: skip

    def _place(self, service: str) -> dict[str, Any]:
        chance, location = self._chance, self._id()
        return {
            "id": self._id(), "service_id": service, "location_id": location,
            "location": {
                "id": location, "location_type": "physical", "name": f"House on {chance.choice(_WORDS)} street",
                "latitude": round(chance.uniform(30, 45), 6), "longitude": round(chance.uniform(-120, -70), 6),
                "transportation": "Bus 9",
                "addresses": [
                    {
                        "id": self._id(), "location_id": location, "address_1": f"{chance.randrange(900)} Quay Row",
                        "city": chance.choice(_CITIES), "state_province": "ZZ",
                        "postal_code": f"{chance.randrange(99999):05d}", "country": "US", "address_type": "physical",
                    }
                ],
            },
        }  # fmt: skip


def write_json(services: Iterator[dict[str, Any]], path: Path) -> None:
    """One page that holds them all."""
    with path.open("w", encoding="utf-8") as file:
        file.write('{"total_pages": 1, "contents": [')
        for number, service in enumerate(services):
            file.write((",\n" if number else "\n") + json.dumps(service))
        file.write("\n]}\n")


class Tables:
    """Writes services as tables, rows in their order."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._seen: set[str] = set()
        self._headers: dict[str, list[str]] = {}

    def write(self, services: Iterator[dict[str, Any]]) -> None:
        """All of them, a thousand rows at a time."""
        for service in services:
            self._service(service)
            if len(self._rows["services"]) >= 1000:
                self._flush()
        self._flush()

    def _service(self, service: dict[str, Any]) -> None:
        row = {key: value for key, value in service.items() if not isinstance(value, (list, dict))}
        self._add("services", row)
        self._once("organizations", service["organization"])
        for table in ("phones", "schedules", "languages", "service_areas", "required_documents", "contacts"):
            for part in service[table]:
                self._add(table, part)
        for at in service["service_at_locations"]:
            location = dict(at["location"])
            self._add("service_at_location", {key: at[key] for key in ("id", "service_id", "location_id")})
            for address in location.pop("addresses"):
                self._add("addresses", address)
            self._add("locations", location)
        for attribute in service["attributes"]:
            term = attribute["taxonomy_term"]
            self._once("taxonomy_terms", term)
            row = {key: attribute[key] for key in ("id", "link_id", "link_entity")}
            self._add("attributes", {**row, "taxonomy_term_id": term["id"]})

    def _once(self, table: str, row: dict[str, Any]) -> None:
        if row["id"] not in self._seen:
            self._seen.add(row["id"])
            self._add(table, row)

    def _add(self, table: str, row: dict[str, Any]) -> None:
        self._rows.setdefault(table, []).append(row)

    def _flush(self) -> None:
        for table, rows in self._rows.items():
            new = table not in self._headers
            header = self._headers.setdefault(table, list(rows[0]) if rows else [])
            with (self._folder / f"{table}.csv").open("a", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, header)
                if new:
                    writer.writeheader()
                writer.writerows(rows)
            rows.clear()


def parse_json(path: Path) -> int:
    """The standard library's side for JSON."""
    with path.open(encoding="utf-8") as file:
        return len(json.load(file)["contents"])


def parse_tables(path: Path) -> int:
    """The standard library's side for tables: every row of every file, none kept."""
    rows = 0
    for file in sorted(path.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as stream:
            rows += sum(1 for _ in csv.reader(stream))
    return rows


def parse_zip(path: Path) -> int:
    """The same out of a zip."""
    rows = 0
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            with archive.open(name) as stream:
                rows += sum(1 for _ in csv.reader(line.decode() for line in stream))
    return rows


def read(path: Path) -> int:
    """The reader's side: every service read, none kept."""
    return sum(1 for _ in read_hsds(ImportOrder(str(path), "hsds", "bench"), Notes()))


def whole_import(path: Path) -> int:
    """The whole import at a desk: read, derive, compare with the last import (there is none), stage, take over."""
    with tempfile.TemporaryDirectory() as name:
        today = date(2026, 11, 20)
        desk = DeskService(
            DeskFolder(Path(name)), read_source, ShippedRules(), lambda: bytes(32), lambda: today, look_at_table
        )
        desk.make()
        desk.begin(ImportOrder(str(path), "hsds", "bench"))
        added = desk.accept().added
        desk.close()
    return added


SIDES: Final[dict[str, Callable[[Path], int]]] = {
    "parse_json": parse_json, "parse_tables": parse_tables, "parse_zip": parse_zip, "read": read,
    "import": whole_import,
}  # fmt: skip


def one_side(name: str, path: Path) -> None:
    """Run one side in this process and print its `Run`."""
    usages = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    cores, begin = _core_seconds(), time.perf_counter()
    count = SIDES[name](path)
    seconds, cores = time.perf_counter() - begin, _core_seconds() - cores
    memory = sum(resource.getrusage(who).ru_maxrss for who in usages) / 1024
    print(json.dumps(Run(seconds, cores, memory, count)))


def _core_seconds() -> float:
    """Of this process and of those that it started and that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def measured(name: str, path: Path) -> Run:
    """One side in a process of its own."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__)), "--side", name, str(path)], check=True, capture_output=True, text=True
    )
    return Run(*json.loads(done.stdout))


def in_turn(kind: str, path: Path) -> dict[str, Run]:
    """The quickest run of each side, with the memory of the largest."""
    sides = (f"parse_{kind}", "read", "import")
    rounds = [{side: measured(side, path) for side in sides} for _ in range(ROUNDS)]
    return {
        side: min(one[side] for one in rounds)._replace(memory=max(one[side].memory for one in rounds))
        for side in sides
    }


def main() -> int:
    """Print the figures; 1 where one is over what is allowed."""
    services = int(sys.argv[1]) if len(sys.argv) > 1 else SERVICES
    kinds = (("json", "quay.json"), ("tables", "tables"), ("zip", "quay.zip"))[: 1 if "json" in sys.argv else 3]
    over = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "tables").mkdir()
        write_json(Invented(services).services(), folder / "quay.json")
        if len(kinds) > 1:
            Tables(folder / "tables").write(Invented(services).services())
        with zipfile.ZipFile(folder / "quay.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted((folder / "tables").iterdir()):
                archive.write(path, path.name)
        for kind, file in kinds:
            runs = in_turn(kind, folder / file)
            base = runs[f"parse_{kind}"]
            print(f"{kind}: {services} services")
            print(f"  standard library {base}")
            for side, share, most in (("read", SHARE, MEMORY), ("import", WHOLE, WHOLE_MEMORY)):
                ratio = runs[side].seconds / base.seconds
                print(f"  {side:16} {runs[side]}, ratio {ratio:.2f}")
                over |= runs[side].memory > most or runs[side].services != services
                over |= kind == "json" and ratio > share
            if kind != "json":
                print("  this ratio is told only: to split lines at commas costs so little that no import comes near")
    print(f"allowed for JSON: reading {SHARE}, the whole import {WHOLE} times the standard library")
    print(f"allowed for each: reading {MEMORY} MiB, the whole import {WHOLE_MEMORY} MiB")
    return int(over)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--side"]:
        one_side(sys.argv[2], Path(sys.argv[3]))
    else:
        sys.exit(main())
