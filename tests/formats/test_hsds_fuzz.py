# SPDX-License-Identifier: GPL-3.0-or-later
"""Changed files: typed errors only, in bounded time and memory, and what comes in can be published and given back.

A few hundred of each kind on every run; `HSDS_ROUNDS=10000` makes it ten thousand.
"""

from __future__ import annotations

import copy
import json
import os
import random
import shutil
import time
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from hsds_files import Result, read, read_data, zipped

from outreach_app.domain import strict_json
from outreach_app.domain.directory import read_entry
from outreach_app.domain.directory_import import PROBLEM_REASONS
from outreach_app.domain.errors import CompanionError
from outreach_app.domain.reading import Fields
from outreach_app.formats import hsds_stream

VALID: Final = Path(__file__).parents[1] / "data" / "valid" / "hsds"
TABLES: Final = VALID / "tables"
ROUNDS: Final = int(os.environ.get("HSDS_ROUNDS", "300"))
MOST_MEMORY: Final = 100_000_000
PIECES: Final = (
    b"null",
    b"[",
    b"{",
    b"}",
    b"1e999",
    b"9" * 5000,
    b'"\\ud800"',
    b"-",
    b"NaN",
    b"\x00",
    b'"',
    b"\xff",
    b"[" * 2000,
)
VALUES: Final[tuple[Any, ...]] = (
    None, True, 0, -1, 10**17, 1.5, -2.5e300, "", "x" * 20_000, "\ud800\x00", "2026-13-45", "0001-01-01", "9999-12-31",
    "24:00", "MO-SU", "-9XX", [], {}, [[]], [{}], [1], {"a": {"b": []}}, "1SA", "٣", "²", "yes", "temporarily closed",
)  # fmt: skip


def came_in(reading: Callable[[], Result]) -> bool:
    """Whether anything was read; whatever comes in must be fit to be signed, kept and given back."""
    begin = time.process_time()
    try:
        found = reading()
    except CompanionError:
        return False
    finally:
        assert time.process_time() - begin < 1
    assert {problem.reason for problem in found.problems} <= set(PROBLEM_REASONS)
    for one in found.reads:
        entry = read_entry(Fields(strict_json.decode(strict_json.encode(one.entry.as_json()))))
        assert entry == one.entry
        assert isinstance(json.loads(one.original.decode()), dict)
    return True


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces so small that files of a few thousand bytes are read in many."""
    monkeypatch.setattr(hsds_stream, "PIECE", 512)
    monkeypatch.setattr(hsds_stream, "AT_ONCE", 700)


def changed(data: bytes, chance: random.Random) -> bytes:
    """`data` cut, overwritten, shortened, doubled or filled in at random places."""
    found = bytearray(data)
    kind = chance.randrange(5)
    if kind == 0:
        return bytes(found[: chance.randrange(len(found))])
    for _ in range(chance.randrange(1, 6)):
        if not found:
            break
        at = chance.randrange(len(found))
        if kind == 1:
            found[at] = chance.randrange(256)
        elif kind == 2:
            del found[at : at + chance.randrange(1, 40)]
        elif kind == 3:
            start = chance.randrange(len(found))
            found[at:at] = found[start : start + chance.randrange(1, 200)]
        else:
            found[at:at] = chance.choice(PIECES)
    return bytes(found)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths to everything inside a value."""
    items: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from places(item, (*path, key))


def replaced(value: Any, paths: list[tuple[Any, ...]], chance: random.Random) -> Any:
    """A copy in which some parts are something else."""
    found = copy.deepcopy(value)
    for _ in range(chance.randrange(1, 8)):
        *way, last = chance.choice(paths)
        inside = found
        try:
            for key in way:
                inside = inside[key]
            inside[last] = copy.deepcopy(chance.choice(VALUES))
        except (KeyError, IndexError, TypeError):
            continue
    return found


def test_changed_bytes() -> None:
    chance = random.Random(11)  # noqa: S311 - chooses damage, not secrets
    files = [path.read_bytes() for path in sorted(VALID.glob("*.json"))]
    count = sum(came_in(lambda: read_data(changed(chance.choice(files), chance))) for _ in range(ROUNDS))
    assert 0 < count < ROUNDS


def test_changed_values() -> None:
    chance = random.Random(12)  # noqa: S311 - chooses damage, not secrets
    files = [json.loads((VALID / name).read_bytes()) for name in ("service_list.json", "service_at_location_list.json")]
    known = [list(places(value)) for value in files]
    count = 0
    for number in range(ROUNDS):
        data = json.dumps(replaced(files[number % 2], known[number % 2], chance)).encode()
        count += came_in(partial(read_data, data))
    assert count > ROUNDS // 2


def test_changed_tables(tmp_path: Path) -> None:
    chance = random.Random(13)  # noqa: S311 - chooses damage, not secrets
    shutil.copytree(TABLES, tmp_path / "tables")
    paths = sorted((tmp_path / "tables").iterdir())
    count = 0
    for _ in range(ROUNDS):
        path = chance.choice(paths)
        sound = path.read_bytes()
        path.write_bytes(changed(sound, chance))
        count += came_in(lambda: read(tmp_path / "tables"))
        path.write_bytes(sound)
    assert count > ROUNDS // 2


def test_changed_zips() -> None:
    chance = random.Random(14)  # noqa: S311 - chooses damage, not secrets
    data = zipped({path.name: path.read_bytes() for path in sorted(TABLES.iterdir())})
    count = sum(came_in(lambda: read_data(changed(data, chance))) for _ in range(ROUNDS))
    assert 0 < count < ROUNDS


def test_changed_files_take_little_memory() -> None:
    chance = random.Random(15)  # noqa: S311 - chooses damage, not secrets
    files = [path.read_bytes() for path in sorted(VALID.glob("*.json"))]
    files.append(zipped({path.name: path.read_bytes() for path in sorted(TABLES.iterdir())}))
    tracemalloc.start()
    try:
        for _ in range(ROUNDS // 10):
            came_in(lambda: read_data(changed(chance.choice(files), chance)))
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()
