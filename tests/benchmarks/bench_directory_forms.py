# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules, plain tables, iCarol and old packages at the size of a state, and ten thousand damaged files of each form.

Rules: microseconds of one core per entry over 100,000 entries, with words of their own and with sentences that repeat
as those of a directory do. Allowed: 60. Tables: rows a second and the highest memory of the process.
"""

from __future__ import annotations

import gc
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from damaged_tables import CSV, ICAROL, changed, changed_package  # noqa: E402 - found through the path above

from outreach_app.domain.derivation import Rules, derive, read_rules  # noqa: E402 - as above
from outreach_app.domain.directory import Entry  # noqa: E402 - as above
from outreach_app.domain.directory_import import ImportOrder, Notes, Reader, SourceTerm  # noqa: E402 - as above
from outreach_app.domain.errors import CompanionError  # noqa: E402 - as above
from outreach_app.domain.reading import Fields  # noqa: E402 - as above
from outreach_app.formats.csv_directory import read_csv_directory  # noqa: E402 - as above
from outreach_app.formats.hsds1 import read_hsds1  # noqa: E402 - as above
from outreach_app.formats.icarol import read_icarol  # noqa: E402 - as above

ENTRIES = 100_000
DAMAGED = 10_000
ALLOWED = 60.0
SAID = (
    "Walk-ins welcome.", "By referral only.", "Photo ID required.", "No ID needed.", "Women and children only.",
    "Must be 18 or older.", "Ages 12-17.", "Call for an appointment.", "No pets.", "Wheelchair accessible.",
    "Spanish spoken.", "No fee.", "Residents of the county.", "Open to everyone.", "24-hour intake.", "Must be sober.",
)  # fmt: skip
WORDS = tuple(
    f"the agency has given support to residents of {place} county since then and works with partners across the region"
    for place in ("this", "that", "another")
)
FILLING = [word for line in WORDS for word in line.split()]


def entries(chance: random.Random, *, repeated: bool) -> list[Entry]:
    """Entries of about 500 letters; a third of their sentences say something that the rules look for."""
    found = []
    for number in range(ENTRIES):
        told = [" ".join(chance.choices(FILLING, k=14)).capitalize() + "." for _ in range(4)]
        said = chance.choices(SAID, k=3)
        if not repeated:
            said = [f"{text[:-1]}, {' '.join(chance.choices(FILLING, k=3))} {number}." for text in said]
        found.append(
            Entry(
                id=str(number),
                name=f"Quay Street {chance.choice(('Shelter', 'Pantry', 'Clinic', 'House', 'Office'))} {number}",
                description=" ".join((*told, said[0])),
                eligibility=said[1],
                application=said[2],
                documents=("Photo ID",) * chance.randrange(2),
            )
        )
    return found


def rules_take(rules: Rules, chance: random.Random, *, repeated: bool) -> float:
    """Microseconds per entry."""
    found = entries(chance, repeated=repeated)
    terms = [(SourceTerm("211HSIS", f"BH-1800.{number}", "Beds"),) for number in range(500)]
    gc.collect()
    gc.freeze()  # an import holds none of them: the collector must not look at all of them again and again
    begin = time.process_time()
    for number, entry in enumerate(found):
        derive(entry, terms[number % 500], rules)
    taken = time.process_time() - begin
    gc.unfreeze()
    return taken / ENTRIES * 1e6


def table(chance: random.Random) -> Iterator[str]:
    """The lines of a plain table."""
    head, first, *_ = CSV.split("\n7,", 1)
    yield head + "\n"
    rest = ("7," + first).split("\n8,")[0].split(",", 1)[1]
    for number in range(ENTRIES):
        yield f"{number},{rest.replace('Night Shelter', f'Shelter {chance.randrange(10**6)}')}\n"


def export(chance: random.Random) -> Iterator[str]:
    """The lines of an iCarol export: an agency, three programs, a site and a program at it, over and over."""
    head, agency, program, site, at, *_ = ICAROL.split("\n")
    yield head + "\n"
    for number in range(1, ENTRIES // 6):
        yield agency.replace("100,", f"{number}00,", 1) + "\n"
        for turn in (1, 2, 3):
            name = f"Shelter {chance.randrange(10**6)}"
            yield (
                program.replace("101,", f"{number}0{turn},", 1)
                .replace(",100,", f",{number}00,", 1)
                .replace("Night Shelter", name)
                + "\n"
            )
        yield site.replace("200,", f"{number}10,", 1).replace(",100,", f",{number}00,", 1) + "\n"
        yield at.replace("300,", f"{number}20,", 1).replace(",200,101", f",{number}10,{number}01") + "\n"


def reading(reader: Reader, form: str, lines: Iterator[str]) -> str:
    """How fast a file is read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            stream.writelines(lines)
        notes = Notes()
        begin = time.process_time()
        count = sum(1 for _ in reader(ImportOrder(str(path), form, "county"), notes))
        seconds = time.process_time() - begin
        size = path.stat().st_size
    return f"{count:7} entries of {size / 1e6:5.1f} MB in {seconds:5.1f} s ({count / seconds:6.0f} a second)"


def damaged(reader: Reader, form: str, damage: Callable[[random.Random], bytes]) -> str:
    """Ten thousand damaged files: how many were refused, how many entries came in, the slowest."""
    chance = random.Random(13)  # noqa: S311 - chooses damage, not secrets
    refused = came_in = 0
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        for _ in range(DAMAGED):
            path.write_bytes(damage(chance))
            begin = time.perf_counter()
            try:
                came_in += sum(1 for _ in reader(ImportOrder(str(path), form, "quay"), Notes()))
            except CompanionError:
                refused += 1
            slowest = max(slowest, time.perf_counter() - begin)
    return f"{DAMAGED} damaged files: {refused} refused, {came_in} entries came in, slowest {slowest * 1000:.0f} ms"


def main() -> int:
    """Print the figures; 1 where the rules take longer than allowed."""
    path = ROOT / "resources" / "directory" / "derivation.json"
    rules = read_rules(Fields(json.loads(path.read_bytes())))
    chance = random.Random(7)  # noqa: S311 - chooses words, not secrets
    own = rules_take(rules, chance, repeated=False)
    repeated = rules_take(rules, chance, repeated=True)
    print(f"rules: {repeated:.0f} µs an entry, {own:.0f} µs where no sentence comes twice (allowed {ALLOWED:.0f})")
    print("csv:    ", reading(read_csv_directory, "csv", table(chance)))
    print("icarol: ", reading(read_icarol, "icarol", export(chance)))
    print(
        f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most, with 100,000 entries held"
    )
    print("csv:    ", damaged(read_csv_directory, "csv", lambda chance: changed(CSV.encode(), chance)))
    print("icarol: ", damaged(read_icarol, "icarol", lambda chance: changed(ICAROL.encode(), chance)))
    print("hsds1:  ", damaged(read_hsds1, "hsds1", changed_package))
    return int(repeated > ALLOWED)


if __name__ == "__main__":
    sys.exit(main())
