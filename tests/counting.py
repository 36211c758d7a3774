# SPDX-License-Identifier: GPL-3.0-or-later
"""A laptop that counts in a process of its own until it is killed, and what a restart must find.

    python counting.py VAULT SEED

On standard input comes the passphrase, or `key ` and the database's raw key as hex, which is quicker.

Entry n of a seed is always the same, so that totals can be foretold. The child says `start m` (the number of entries
it found durable, from a counter of its own in the shift) and then each entry's number once `record` has returned.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from outreach_app.domain.codes import AGES
from outreach_app.domain.tally import Cell, Totals, age_cell, contacts, merged
from outreach_app.store.vault_database import open_vault_database

ROOT: Final = Path(__file__).parents[1]
KEY: Final = "key "
MARK: Final = Cell("Z06", "M_LEFT")
"""Raised by one with every entry: how many entries are durable."""


def entry(seed: int, number: int) -> Totals:
    """Entry `number` (from 1): a contact with its age, sometimes items and a referral, and always the mark."""
    chance = random.Random(seed * 1_000_003 + number)  # noqa: S311 - the same in parent and child
    zone = f"Z0{chance.randint(1, 5)}"
    changes: Totals = {Cell(zone, chance.choice(["C_BRIEF", "C_ENGAGED"])): 1, age_cell(chance.choice(AGES)): 1}
    if chance.random() < 0.5:
        changes[Cell(zone, "M_CARD")] = chance.choice([1, 4, 20])
    if chance.random() < 0.2:
        changes[Cell("", "R_*", "shelter")] = 1
    return changes | {MARK: 1}


def foretold(seed: int, entries: int) -> Totals:
    """The totals after so many entries; totals at zero left away."""
    return merged(*(entry(seed, number) for number in range(1, entries + 1)))


@dataclass(frozen=True)
class Killed:
    """One life of the child: how many entries it had acknowledged, and how many it found at its start."""

    found: int
    acknowledged: int
    pending_bytes: int
    """Size of the journal that the kill left: above zero, it fell into a commit."""


def live_and_die(vault: Path, secret: str, seed: int, after_seconds: float) -> Killed:
    """Let a child count and kill it (SIGKILL) so long after its first entry."""
    child = subprocess.Popen(
        [sys.executable, __file__, str(vault), str(seed)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert child.stdin is not None
    assert child.stdout is not None
    with child:
        child.stdin.write(secret.encode())
        child.stdin.close()
        first = child.stdout.readline().split()
        if len(first) != 2:
            raise AssertionError(f"the child said {first}")
        found = int(first[1])
        child.stdout.readline()
        deadline = time.perf_counter() + after_seconds
        while time.perf_counter() < deadline:
            pass  # a kill between two ticks of the scheduler falls anywhere; sleeping would fall on them
        child.kill()
        numbers = child.stdout.read().split(b"\n")
    acknowledged = int(numbers[-2]) if len(numbers) > 1 else found + 1
    return Killed(found, acknowledged, (vault / "vault.db-journal").stat().st_size)


def check_totals(totals: Totals, seed: int, killed: Killed) -> int:
    """What must hold after a kill; returns how many entries are durable. One may have been in flight."""
    durable = totals[MARK]
    assert killed.acknowledged <= durable <= killed.acknowledged + 1, (killed, durable)
    assert {cell: count for cell, count in totals.items() if count} == foretold(seed, durable)
    assert contacts(totals) == durable
    return durable


def main(vault: Path, seed: int) -> None:
    """Count until killed."""
    record, number = begin(vault, sys.stdin.read())
    sys.stdout.write(f"start {number}\n")
    sys.stdout.flush()
    while True:
        number += 1
        record(entry(seed, number))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


def begin(vault: Path, secret: str) -> tuple[Callable[[Totals], object], int]:
    """How to record, and how many entries there are: with a key by the store alone, else as the whole program does."""
    if secret.startswith(KEY):
        database = open_vault_database(vault / "vault.db", bytes.fromhex(secret.removeprefix(KEY)))
        row = database.shifts.open_row()
        assert row is not None
        return database.shifts.record, row.totals[MARK]
    from outreach_app.bootstrap import open_workplace  # noqa: PLC0415 - slow to load, and needed in one case only

    place = open_workplace(vault)
    place.vault.unlock(secret)
    current = place.shifts.current()
    assert current is not None
    return place.shifts.record, current.totals[MARK]


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
