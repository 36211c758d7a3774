# SPDX-License-Identifier: GPL-3.0-or-later
"""A count while a release of 10,000 services is built and switched, against the same count while nothing else is done.

Entries are handed to the vault's lane one after the other, as the pad does, and waited for. Building runs on the
directory's lane of the same process; the two share the interpreter, so the figure is how long one waits for the
other. Printed: median and 99th percentile of each, and what building added at the 99th. Allowed: 16 ms there, which
is one frame.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from directories import crowd  # noqa: E402 - found through the path above
from vaults import CHEAP, COALITION, NIGHT, PASSPHRASE, TurnedClock  # noqa: E402 - found through the path above

from benchmarks.bench_entry import entries, percentile  # noqa: E402 - found through the path above
from outreach_app.bootstrap import Workplace, open_workplace  # noqa: E402 - found through the path above
from outreach_app.domain.content import Content  # noqa: E402 - found through the path above
from outreach_app.services.lanes import threads  # noqa: E402 - found through the path above
from outreach_app.ui.application import SWITCH_SECONDS  # noqa: E402 - found through the path above

SERVICES = 10_000
ALONE = 1000
PAUSE = 0.01
"""Seconds between two entries; nobody presses faster."""
ALLOWED_MS = 16.0


def timed(place: Workplace, more: Callable[[int], bool]) -> list[float]:
    """Seconds from handing an entry over to its durability, as long as `more` says so."""
    todo = entries(ALONE)
    times: list[float] = []
    while more(len(times)):
        entry = todo[len(times) % ALONE]
        begin = time.perf_counter()
        place.lanes.vault.submit(partial(place.shifts.record, entry)).result()
        times.append(time.perf_counter() - begin)
        time.sleep(PAUSE)
    return times


def main() -> int:
    """Measure; 1 when the figure is missed."""
    sys.setswitchinterval(SWITCH_SECONDS)
    content = Content(tuple(crowd(SERVICES)))
    with tempfile.TemporaryDirectory() as folder:
        place = open_workplace(Path(folder) / "vault", lanes=threads(), clock=TurnedClock(), cost=CHEAP)
        place.lanes.vault.call(lambda: place.founding.found(COALITION, PASSPHRASE))
        place.lanes.vault.call(lambda: place.shifts.start("North", 2))
        alone = timed(place, lambda done: done < ALONE)
        building = place.lanes.directory.submit(
            lambda: place.directory.open(place.directory.install(99, NIGHT.date(), content))
        )
        meanwhile = timed(place, lambda _done: not building.done())
        building.result()
        place.close()
    for name, taken in (("alone", alone), ("meanwhile", meanwhile)):
        print(
            f"{name}: {len(taken)} entries, median {percentile(taken, 0.5):.2f} ms, "
            f"99th percentile {percentile(taken, 0.99):.2f} ms, slowest {1000 * max(taken):.1f} ms"
        )
    added = percentile(meanwhile, 0.99) - percentile(alone, 0.99)
    print(f"added at the 99th percentile: {added:.1f} ms; allowed {ALLOWED_MS:.0f}")
    return int(added > ALLOWED_MS)


if __name__ == "__main__":
    sys.exit(main())
