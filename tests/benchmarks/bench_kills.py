# SPDX-License-Identifier: GPL-3.0-or-later
"""A hundred kills (SIGKILL) at random points while counting: no acknowledged count lost, none doubled.

The child unlocks and counts as the whole program does. After each kill the vault is opened again: the open shift
resumes, its totals are those of the entries acknowledged and at most the one in flight, and the vault's own check finds
nothing. Printed: how many entries, how many kills fell into a commit. A number of kills may be given.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from counting import MARK, check_totals, live_and_die  # noqa: E402 - found through the path above
from vaults import PASSPHRASE, founded, workplace  # noqa: E402 - found through the path above

KILLS = 100
SEED = 11


def main() -> int:
    """Kill and check; an assertion ends it."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    chance = random.Random(SEED)  # noqa: S311 - points of time for a measurement
    durable, in_commit, in_flight = 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        vault = Path(folder) / "vault"
        place = founded(vault)
        place.shifts.start("North", 2)
        place.close()
        for number in range(1, kills + 1):
            killed = live_and_die(vault, PASSPHRASE, SEED, chance.uniform(0, 0.03))
            in_commit += killed.pending_bytes > 0
            assert killed.found == durable, (killed, durable)
            place = workplace(vault)
            place.vault.unlock(PASSPHRASE)
            current = place.shifts.current()
            assert current is not None
            assert current.resumed
            durable = check_totals(current.totals, SEED, killed)
            assert durable == current.totals[MARK]
            in_flight += durable > killed.acknowledged
            assert place.coalition.check() == ()
            place.close()
            if number % 25 == 0:
                print(f"{number} kills, {durable} entries, none lost, none doubled", flush=True)
    print(f"{kills} kills, {durable} entries; {in_commit} fell into a commit, {in_flight} entries were durable unsaid")
    return 0


if __name__ == "__main__":
    sys.exit(main())
