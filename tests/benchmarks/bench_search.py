# SPDX-License-Identifier: GPL-3.0-or-later
"""Keystroke → ranked first page, against plain unencrypted FTS5 with `ORDER BY rank LIMIT 50` in the same run.

Synthetic directories of 60 and 10,000 services whose words fall off as in real text (the commonest in a third of the
entries); queries are typed letter by letter. Prints the 95th percentile and the ratio.
"""

from __future__ import annotations

import json
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from outreach_app.domain.codes import NEEDS
from outreach_app.domain.content import Content
from outreach_app.domain.directory import STREET_ATTRIBUTES, Address, Entry, Phone, entry_id
from outreach_app.domain.hours import WEEKDAYS, WEEKLY, Schedule
from outreach_app.domain.reading import Fields
from outreach_app.domain.words import Words, read_words
from outreach_app.services.directory import DirectoryService
from outreach_app.store.directory_build import searched
from outreach_app.store.directory_file import DirectoryFolder

SIZES = (60, 10_000)
NOW = datetime(2026, 5, 15, 22, 10, tzinfo=ZoneInfo("America/Chicago"))
WORDS = Path(__file__).parents[2] / "resources" / "directory" / "words.json"
TYPED = ("bed tonight girl 16 spanish", "shelter", "harbor house", "detox no id", "st anne kitchen", "816 555 0142",
         "comida", "record legal help", "c", "co", "so", "women pets")  # fmt: skip
SYLLABLES = ("har", "bor", "mill", "er", "st", "an", "ne", "cor", "ner", "ri", "ver", "so", "la", "ce", "da", "no",
             "va", "hope", "bri", "dge", "co", "mm", "on", "way", "light", "gate")  # fmt: skip


def shipped_words() -> Words:
    """The words that the product understands."""
    return read_words(Fields(json.loads(WORDS.read_bytes())))


def vocabulary(chance: random.Random) -> tuple[list[str], list[float]]:
    """Invented words and how often each is drawn: the n-th about 1/n as often as the first."""
    names = {"".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(6000)}
    words = sorted(names)
    chance.shuffle(words)
    return words, [1 / (place + 2) for place in range(len(words))]


def synthetic(size: int) -> tuple[Entry, ...]:
    """An invented directory, the same in every run."""
    chance = random.Random(size)  # noqa: S311 - data for a measurement
    words, weights = vocabulary(chance)

    def some(least: int, most: int) -> str:
        return " ".join(chance.choices(words, weights, k=chance.randint(least, most)))

    def schedule() -> Schedule:
        days = tuple(chance.sample(WEEKDAYS, chance.randint(2, 7)))
        return Schedule(
            freq=WEEKLY, byday=days, opens=60 * chance.randint(0, 20), closes=60 * chance.randint(0, 23) + 30
        )

    def one(number: int) -> Entry:
        known = chance.sample(STREET_ATTRIBUTES, chance.randint(4, 20))
        return Entry(
            id=entry_id("bench", str(number)),
            name=some(2, 4).title(),
            organization=some(2, 3).title(),
            description=some(25, 60),
            needs=tuple(chance.sample(NEEDS, chance.randint(1, 3))),
            phones=(Phone(f"816 555 {chance.randint(0, 9999):04d}"),),
            addresses=(
                Address(
                    f"{chance.randint(1, 900)} {some(1, 2)}", "Marlow Bend", "", "ZZ", f"{chance.randint(1, 99):05d}"
                ),
            ),
            minimum_age=chance.choice((None, 12, 16, 18)),
            languages=tuple(chance.sample(("en", "es", "vi", "so"), chance.randint(1, 2))),
            eligibility=some(5, 12),
            opening=tuple(schedule() for _ in range(chance.randint(1, 3))),
            intake=(schedule(),) if chance.random() < 0.5 else (),
            attributes={code: chance.choice(("yes", "no")) for code in known},
            verified_on=date.fromordinal(NOW.date().toordinal() - chance.randint(0, 400)),
        )

    return tuple(one(number) for number in range(size))


def keystrokes() -> list[str]:
    """Every text that stands in the field while the queries are typed."""
    return [text[:length] for text in TYPED for length in range(1, len(text) + 1) if text[:length].strip()]


def percentile(times: list[float], share: float) -> float:
    """The value below which `share` of the times lie, in milliseconds."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] * 1000


def timed(search: Callable[[str], object]) -> list[float]:
    """Seconds of each keystroke, after one round that warms caches."""
    for text in keystrokes():
        search(text)
    times = []
    for text in keystrokes():
        begin = time.perf_counter()
        search(text)
        times.append(time.perf_counter() - begin)
    return times


def plain_search(entries: tuple[Entry, ...]) -> Callable[[str], object]:
    """The baseline: the same text in plain SQLite, in memory, ranked by bm25."""
    words = shipped_words()
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE find USING fts5 (a, b, c, d, e, f, prefix = '1 2 3')")
    database.executemany("INSERT INTO find VALUES (?, ?, ?, ?, ?, ?)", (searched(entry, words) for entry in entries))
    database.execute("INSERT INTO find (find) VALUES ('optimize')")

    def search(text: str) -> object:
        query = " ".join(f'"{word}"*' for word in text.split())
        return database.execute("SELECT rowid FROM find WHERE find MATCH ? ORDER BY rank LIMIT 50", (query,)).fetchall()

    return search


def measure(size: int, folder: Path) -> None:
    """Build, open, search, print."""
    entries = synthetic(size)
    words = shipped_words()
    service = DirectoryService(DirectoryFolder(folder, words), words, lambda: bytes(32))
    begin = time.perf_counter()
    name = service.install(size, NOW.date(), Content(entries))
    built = time.perf_counter() - begin
    begin = time.perf_counter()
    service.open(name)
    opened = time.perf_counter() - begin
    ours = timed(lambda text: service.search(text, now=NOW, limit=50))
    plain = timed(plain_search(entries))
    service.close()
    ratio = percentile(ours, 0.95) / percentile(plain, 0.95)
    print(
        f"{size:>6} services: build {built:.2f} s, open {1000 * opened:.1f} ms, "
        f"search p50 {percentile(ours, 0.5):.2f} ms, "
        f"p95 {percentile(ours, 0.95):.2f} ms; plain FTS5 p95 {percentile(plain, 0.95):.2f} ms; ratio {ratio:.2f}"
    )


def main() -> int:
    """Measure every size."""
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            measure(size, Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
