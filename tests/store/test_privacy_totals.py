# SPDX-License-Identifier: GPL-3.0-or-later
"""With the key in hand: neither the order of taps nor one contact's combination can be read from any file.

Two vaults that begin as copies of one are counted in differently, to the same totals: another order, other contacts
made of the same parts, entries taken back, entries refused. Every decrypted page must be the same afterwards, but for
SQLite's change counter and its twin, which count nothing here: SQLite takes the old value from the enciphered bytes.
Residuals, named in `docs/SECURITY.md`: file times, and blocks that the file system freed.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vaults import NIGHT, decrypted_pages, training_profile, without_change_counters

from outreach_app.domain.codes import AGES, NEEDS
from outreach_app.domain.errors import CompanionError
from outreach_app.domain.shift import ClosedShift, ShiftHead
from outreach_app.domain.tally import Cell, Totals, age_cell, cells, inverse, merged
from outreach_app.store.vault_database import open_vault_database

KEY = b"\x0a" * 32
CELLS = cells(training_profile())
HEAD = ShiftHead("ab" * 16, "North", date(2026, 11, 20), "night", 1, 1)
ZONES = ("Z01", "Z02", "Z06")

CONTACTS = st.builds(
    lambda zone, kind, age, quantity: {Cell(zone, kind): quantity, age_cell(age): quantity},
    st.sampled_from(ZONES), st.sampled_from(["C_BRIEF", "C_ENGAGED"]), st.sampled_from(AGES),
    st.sampled_from([1, 1, 1, 2, 5, 127, 129, 40_000]),
)  # fmt: skip
OTHERS = st.builds(
    lambda cell, quantity: {cell: quantity},
    st.sampled_from([Cell(zone, "M_CARD") for zone in ZONES] + [Cell("", "R_*", need) for need in NEEDS[:3]]),
    st.integers(1, 300),
)
ENTRIES = st.lists(CONTACTS | OTHERS, min_size=1, max_size=12)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault database with a shift just opened."""
    path = tmp_path_factory.mktemp("begun") / "vault.db"
    database = open_vault_database(path, KEY, new=True)
    database.shifts.start(HEAD, CELLS, started=NIGHT, planned_return=None, workers=2)
    database.close()
    return path


def counted(begun: Path, folder: Path, entries: list[Totals]) -> Path:
    """A copy of the begun vault after these entries; one that is refused is left out."""
    folder.mkdir()
    path = folder / "vault.db"
    shutil.copy(begun, path)
    database = open_vault_database(path, KEY)
    for entry in entries:
        try:
            database.shifts.record(entry)
        except CompanionError:
            continue
    database.close()
    return path


def content(path: Path) -> list[bytes]:
    pages = decrypted_pages(path, KEY)
    return [without_change_counters(pages[0]), *pages[1:]]


def paired_anew(entries: list[Totals], chance: random.Random) -> list[Totals]:
    """Other contacts with the same totals: every part by itself, in another order, joined at random."""
    parts = [(cell, 1) for cell, count in merged(*entries).items() for _ in range(min(count, 3))]
    rest = {cell: count - min(count, 3) for cell, count in merged(*entries).items() if count > 3}
    chance.shuffle(parts)
    made: list[Totals] = [rest] if rest else []
    for cell, count in parts:
        if made and chance.random() < 0.5:
            made[-1] = merged(made[-1], {cell: count})
        else:
            made.append({cell: count})
    return made


def with_detours(entries: list[Totals], chance: random.Random) -> list[Totals]:
    """The same totals by way of entries taken back and entries that are refused."""
    made: list[Totals] = []
    for entry in entries:
        other: Totals = {Cell("Z03", "C_ENGAGED"): chance.randint(1, 300), age_cell("under18"): 1}
        made += [other, entry, inverse(other)] if chance.random() < 0.5 else [entry]
        if chance.random() < 0.3:
            made.append({Cell("Z04", "M_CARD"): 1, Cell("Z05", "M_CARD"): -1})
    return made


@settings(max_examples=12)
@given(ENTRIES, st.randoms(use_true_random=False))
def test_the_pages_say_the_totals_and_nothing_of_how_they_came_about(
    begun: Path, tmp_path_factory: pytest.TempPathFactory, entries: list[Totals], chance: random.Random
) -> None:
    folder = tmp_path_factory.mktemp("two")
    shuffled = list(entries)
    chance.shuffle(shuffled)
    wanted = content(counted(begun, folder / "one", entries))
    ways = (shuffled, paired_anew(entries, chance), with_detours(shuffled, chance))
    for number, way in enumerate(ways):
        assert content(counted(begun, folder / str(number), way)) == wanted


def test_the_change_counter_does_not_say_how_many_entries_there_were(begun: Path, tmp_path: Path) -> None:
    path = counted(begun, tmp_path / "v", [])
    database = open_vault_database(path, KEY)
    values = []
    for _ in range(5):
        database.shifts.record({Cell("Z01", "C_BRIEF"): 1})
        values.append(int.from_bytes(decrypted_pages(path, KEY)[0][8:12], "big"))
    database.close()
    assert not any(after - before == 1 for before, after in pairwise(values))


def test_the_comparison_sees_a_single_tap_more(begun: Path, tmp_path: Path) -> None:
    entry: Totals = {Cell("Z01", "C_BRIEF"): 1}
    one, two = counted(begun, tmp_path / "1", [entry]), counted(begun, tmp_path / "2", [entry, entry])
    assert content(one) != content(two)


def test_the_comparison_would_see_rows_in_the_order_of_taps(tmp_path: Path) -> None:
    """The design that was not taken: a row per total, made at its first tap."""

    def in_order(name: str, taps: list[str]) -> list[bytes]:
        database = open_vault_database(tmp_path / name, KEY, new=True)
        database.shifts._db.run("CREATE TABLE t (word TEXT PRIMARY KEY, n INTEGER) STRICT, WITHOUT ROWID")
        for word in taps:
            database.shifts._db.run("INSERT INTO t VALUES (?, 1) ON CONFLICT DO UPDATE SET n = n + 1", (word,))
        database.close()
        return content(tmp_path / name)

    assert in_order("a.db", ["a", "b", "c"]) != in_order("b.db", ["c", "b", "a"])


def closed_after(begun: Path, folder: Path, entries: list[Totals]) -> list[bytes]:
    path = counted(begun, folder, entries)
    database = open_vault_database(path, KEY)
    row = database.shifts.open_row()
    assert row is not None
    database.shifts.close(ClosedShift(HEAD, 2, 60, {cell: n for cell, n in row.totals.items() if n}))
    database.close()
    return content(path)


def test_after_closing_neither_the_order_nor_the_clock_is_left(begun: Path, tmp_path: Path) -> None:
    entries: list[Totals] = [
        {Cell(zone, "M_CARD"): n, age_cell(age): 1} for zone in ZONES for n, age in enumerate(AGES, 1)
    ]
    pages = closed_after(begun, tmp_path / "1", entries)
    assert closed_after(begun, tmp_path / "2", entries[::-1]) == pages
    started = NIGHT.isoformat().encode()
    assert started in b"".join(decrypted_pages(begun, KEY))
    assert started not in b"".join(pages)
    assert NIGHT.time().isoformat("minutes").encode() not in b"".join(pages)


def earlier_states(folder: Path) -> Iterator[bytes]:
    """Every page-sized block of every file, decrypted where it can be."""
    for path in folder.iterdir():
        data = path.read_bytes()
        if len(data) % 4096 == 0:
            yield from decrypted_pages(path, KEY)
        else:
            yield data


def test_after_each_entry_no_file_holds_an_earlier_state(begun: Path, tmp_path: Path) -> None:
    chance = random.Random(3)  # noqa: S311 - the same in every run
    path = counted(begun, tmp_path / "v", [])
    database = open_vault_database(path, KEY)
    seen: set[bytes] = set()
    for _ in range(25):
        before = content(path)
        database.shifts.record({Cell(chance.choice(ZONES), "C_BRIEF"): 1, age_cell(chance.choice(AGES)): 1})
        now = content(path)
        changed = {page for page, after in zip(before, now, strict=True) if page != after}
        assert changed, "the entry is on disk before it is answered"
        seen |= changed
        assert {entry.name: entry.stat().st_size for entry in path.parent.iterdir()} == {
            "vault.db": path.stat().st_size, "vault.db-journal": 0,
        }  # fmt: skip
        assert not seen & set(earlier_states(path.parent))
    database.close()
