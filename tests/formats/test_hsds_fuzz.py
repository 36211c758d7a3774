# SPDX-License-Identifier: GPL-3.0-or-later
"""Ten thousand changed files: typed errors only, in bounded time, and what comes in can be published."""

from __future__ import annotations

import copy
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from outreach_app.domain import strict_json
from outreach_app.domain.directory import read_entry
from outreach_app.domain.directory_import import PROBLEM_REASONS
from outreach_app.domain.errors import CompanionError
from outreach_app.domain.reading import Fields
from outreach_app.formats.hsds import read_hsds

VALID: Final = Path(__file__).parents[1] / "data" / "valid" / "hsds"
BYTE_ROUNDS: Final = 5_000
VALUE_ROUNDS: Final = 5_000
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


def read_and_check(data: bytes) -> bool:
    """Whether the file was read; whatever comes in must be fit to be signed and kept."""
    begin = time.perf_counter()
    try:
        found = read_hsds(data, source="quay")
    except CompanionError:
        return False
    finally:
        assert time.perf_counter() - begin < 1
    for entry in found.entries:
        assert read_entry(Fields(strict_json.decode(strict_json.encode(entry.as_json())))) == entry
        json.loads(found.originals[entry.id])
    assert {problem.reason for problem in found.problems} <= set(PROBLEM_REASONS)
    return True


def changed(data: bytes, chance: random.Random) -> bytes:
    """`data` cut, overwritten, shortened, doubled or filled in at random places."""
    found = bytearray(data)
    kind = chance.randrange(5)
    if kind == 0:
        return bytes(found[: chance.randrange(len(found))])
    for _ in range(chance.randrange(1, 6)):
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
    read = sum(read_and_check(changed(chance.choice(files), chance)) for _ in range(BYTE_ROUNDS))
    assert 0 < read < BYTE_ROUNDS


def test_changed_values() -> None:
    chance = random.Random(12)  # noqa: S311 - chooses damage, not secrets
    files = [json.loads((VALID / name).read_bytes()) for name in ("service_list.json", "service_at_location_list.json")]
    known = [list(places(value)) for value in files]
    read = 0
    for number in range(VALUE_ROUNDS):
        value = replaced(files[number % 2], known[number % 2], chance)
        read += read_and_check(json.dumps(value).encode())
    assert read > VALUE_ROUNDS // 2
