# SPDX-License-Identifier: GPL-3.0-or-later
"""From an entry to its durability: `ShiftService.record` against a bare SQLCipher commit of the same rows.

Both write to copies of one vault in one folder, in the same journal mode with the same pragmas, taking turns entry by
entry, so that whatever else the machine does falls on both. Printed: median and 99th percentile of each, and their
ratios. Allowed: 1.5 at the median.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from vaults import TurnedClock, founded  # noqa: E402 - found through the path above

from outreach_app.domain.codes import AGES  # noqa: E402 - found through the path above
from outreach_app.domain.tally import Cell, age_cell  # noqa: E402 - found through the path above

ENTRIES = 2000
WARM_UP = 100
ALLOWED = 1.5
PRAGMAS = ("temp_store = MEMORY", "secure_delete = ON", "foreign_keys = ON", "trusted_schema = OFF",
           "cache_size = -8192", "journal_mode = TRUNCATE", "synchronous = EXTRA")  # fmt: skip

Entry = Mapping[Cell, int]


def entries(count: int) -> list[Entry]:
    """What a night is made of: contacts with their age, items, now and then a first entry at a stop."""
    chance = random.Random(1)  # noqa: S311 - data for a measurement
    made: list[Entry] = []
    for _ in range(count):
        zone = f"Z0{chance.randint(1, 6)}"
        contact = {Cell(zone, chance.choice(["C_BRIEF", "C_ENGAGED"])): 1, age_cell(chance.choice(AGES)): 1}
        item = {Cell(zone, "M_CARD"): chance.choice([1, 4])}
        entry = dict(chance.choice([contact, contact, item]))
        if chance.random() < 0.1:
            entry[Cell(zone, "S_STOPS", "night")] = 1
        made.append(entry)
    return made


def bare(path: Path, key: bytes) -> Callable[[Entry], object]:
    """The baseline: one connection, one prepared statement, one commit for each entry."""
    database = sqlcipher.connect(str(path), isolation_level=None)
    database.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for pragma in PRAGMAS:
        database.execute(f"PRAGMA {pragma}").fetchall()
    slots = {
        Cell(*row[:4]): row[4] for row in database.execute("SELECT zone, measure, option, reason, slot FROM open_count")
    }

    def commit(entry: Entry) -> object:
        database.execute("BEGIN IMMEDIATE")
        for cell, change in entry.items():
            database.execute("UPDATE open_count SET raised = raised + ? WHERE slot = ?", (change, slots[cell]))
        return database.execute("COMMIT")

    return commit


def percentile(times: list[float], share: float) -> float:
    """The value that `share` of the times stay under, in milliseconds."""
    return 1000 * sorted(times)[int(share * (len(times) - 1))]


def main() -> int:
    """Measure; 1 when the ratio is missed."""
    with tempfile.TemporaryDirectory() as folder:
        place = founded(Path(folder) / "vault", TurnedClock())
        place.shifts.start("North", 2)
        copy = Path(folder) / "bare.db"
        shutil.copy(Path(folder) / "vault" / "vault.db", copy)
        ways = {"ours": place.shifts.record, "bare": bare(copy, place.vault.key_for("vault"))}
        times: dict[str, list[float]] = {name: [] for name in ways}
        for number, entry in enumerate(entries(ENTRIES + WARM_UP)):
            order = list(ways) if number % 2 else list(ways)[::-1]
            for name in order:
                begin = time.perf_counter()
                ways[name](entry)
                if number >= WARM_UP:
                    times[name].append(time.perf_counter() - begin)
        place.close()
    ratios = {share: percentile(times["ours"], share) / percentile(times["bare"], share) for share in (0.5, 0.99)}
    for name, taken in times.items():
        print(f"{name}: median {percentile(taken, 0.5):.3f} ms, 99th percentile {percentile(taken, 0.99):.3f} ms")
    print(f"ratio: median {ratios[0.5]:.2f}, 99th percentile {ratios[0.99]:.2f}; allowed {ALLOWED} at the median")
    return int(ratios[0.5] > ALLOWED)


if __name__ == "__main__":
    sys.exit(main())
