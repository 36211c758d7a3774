# SPDX-License-Identifier: GPL-3.0-or-later
"""A count and a search while a release of 10,000 services is built and switched, and while nothing else is done.

Entries are handed to the vault's lane one after the other, as the pad does, and searches to the directory's, as typing
does, and waited for. Building runs on the network's lane of the same process; they share the interpreter, so the
figure is how long one waits for the other. Printed: median and 99th percentile of each. Allowed: 16 ms added to a count
at the 99th percentile, which is one frame, and three times as long for a search there.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future
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


TYPED = ("s", "shelter", "shelter tonight", "food", "detox medicaid", "bed for two with a dog", "legal", "showr")
SEARCHES = 400
"""Enough for a 99th percentile: so many are timed alone, and releases are built until there are as many meanwhile."""
ALLOWED_TIMES = 3.0


def timed(once: Callable[[int], object], more: Callable[[int], bool]) -> list[float]:
    """Seconds from handing an operation over to its outcome, as long as `more` says so."""
    times: list[float] = []
    while more(len(times)):
        begin = time.perf_counter()
        once(len(times))
        times.append(time.perf_counter() - begin)
        time.sleep(PAUSE)
    return times


def counts(place: Workplace) -> Callable[[int], object]:
    """Enter the `n`-th entry and wait until it is durable."""
    todo = entries(ALONE)
    return lambda n: place.lanes.vault.submit(partial(place.shifts.record, todo[n % ALONE])).result()


def searches(place: Workplace) -> Callable[[int], object]:
    """Ask the `n`-th question and wait for the answer."""

    def ask(number: int) -> object:
        typed = TYPED[number % len(TYPED)]
        return place.lanes.directory.submit(partial(place.directory.search, typed, now=NIGHT)).result()

    return ask


def built(place: Workplace, content: Content) -> None:
    """On the network's lane, as a sync does it: built, switched, the old file removed."""
    name = place.directory.install(99, NIGHT.date(), content)
    place.lanes.directory.call(lambda: place.directory.open(name))
    place.lanes.directory.call(lambda: place.directory.keep_only(name))


def meanwhile(place: Workplace, content: Content, once: Callable[[int], object], least: int) -> list[float]:
    """What `timed` says while releases are built, until there are at least so many."""
    times: list[float] = []
    while len(times) < least:
        building = place.lanes.network.submit(partial(built, place, content))
        times += timed(once, partial(_goes_on, building))
        building.result()
    return times


def _goes_on(building: Future[None], _done: int) -> bool:
    return not building.done()


def told(name: str, alone: list[float], during: list[float]) -> tuple[float, float]:
    """Print both; the 99th percentiles in milliseconds."""
    for which, taken in (("alone", alone), ("meanwhile", during)):
        print(
            f"{name} {which}: {len(taken)}, median {percentile(taken, 0.5):.2f} ms, "
            f"99th percentile {percentile(taken, 0.99):.2f} ms, slowest {1000 * max(taken):.1f} ms"
        )
    return percentile(alone, 0.99), percentile(during, 0.99)


def main() -> int:
    """Measure; 1 when a figure is missed."""
    sys.setswitchinterval(SWITCH_SECONDS)
    content = Content(tuple(crowd(SERVICES)))
    with tempfile.TemporaryDirectory() as folder:
        place = open_workplace(Path(folder) / "vault", lanes=threads(), clock=TurnedClock(), cost=CHEAP)
        place.lanes.vault.call(lambda: place.founding.found(COALITION, PASSPHRASE))
        place.lanes.vault.call(lambda: place.shifts.start("North", 2))
        place.lanes.network.call(lambda: built(place, content))
        count, search = counts(place), searches(place)
        timed(search, lambda done: done < len(TYPED))
        counted = timed(count, lambda done: done < ALONE), meanwhile(place, content, count, SEARCHES)
        searched = timed(search, lambda done: done < SEARCHES), meanwhile(place, content, search, SEARCHES)
        place.close()
    alone, during = told("count", *counted)
    added = during - alone
    print(f"added at the 99th percentile: {added:.1f} ms; allowed {ALLOWED_MS:.0f}")
    alone, during = told("search", *searched)
    print(f"{during / alone:.1f} times as long at the 99th percentile; allowed {ALLOWED_TIMES:.0f}")
    return int(added > ALLOWED_MS or during > ALLOWED_TIMES * alone)


if __name__ == "__main__":
    sys.exit(main())
