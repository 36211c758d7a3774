# SPDX-License-Identifier: GPL-3.0-or-later
"""Damaged tables of every form: typed errors only, in bounded time, and what comes in can be published."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from damaged_tables import CSV, ICAROL, changed, changed_package

from outreach_app.domain import strict_json
from outreach_app.domain.derivation import derive, read_rules
from outreach_app.domain.directory import read_entry
from outreach_app.domain.directory_import import PROBLEM_REASONS, ImportOrder, Notes, Reader
from outreach_app.domain.errors import CompanionError
from outreach_app.domain.reading import Fields
from outreach_app.formats.csv_directory import look, read_csv_directory
from outreach_app.formats.hsds1 import read_hsds1
from outreach_app.formats.icarol import read_icarol
from outreach_app.paths import resource

ROUNDS: Final = 300
RULES: Final = read_rules(Fields(json.loads(resource("directory", "derivation.json").read_bytes())))
Damage = Callable[[random.Random], bytes]

FORMS: Final[tuple[tuple[str, Reader, Damage], ...]] = (
    ("csv", read_csv_directory, lambda chance: changed(CSV.encode(), chance)),
    ("csv", read_csv_directory, lambda chance: changed(CSV.encode("utf-16"), chance)),
    ("csv", read_csv_directory, lambda chance: changed(CSV.encode("cp1252"), chance)),
    ("icarol", read_icarol, lambda chance: changed(ICAROL.encode(), chance)),
    ("hsds1", read_hsds1, changed_package),
)


def read_and_check(path: Path, form: str, reader: Reader) -> int:
    """How many entries came in; each must be fit to be signed and kept."""
    notes = Notes()
    begin = time.perf_counter()
    found = 0
    try:
        for one in reader(ImportOrder(str(path), form, "quay"), notes):
            found += 1
            entry = derive(one.entry, one.terms, RULES)
            assert read_entry(Fields(strict_json.decode(strict_json.encode(entry.as_json())))) == entry
            assert isinstance(json.loads(one.original), dict)
        if form == "csv":
            look(path)
    except CompanionError:
        pass
    assert time.perf_counter() - begin < 5
    assert {problem.reason for problem in notes.all()} <= set(PROBLEM_REASONS)
    return found


@pytest.mark.parametrize(
    ("form", "reader", "damage"), FORMS, ids=["utf-8", "utf-16", "windows-1252", "icarol", "hsds1"]
)
def test_damaged_tables(tmp_path: Path, form: str, reader: Reader, damage: Damage) -> None:
    chance = random.Random(13)  # noqa: S311 - chooses damage, not secrets
    path = tmp_path / "table"
    came_in = 0
    for _ in range(ROUNDS):
        path.write_bytes(damage(chance))
        came_in += read_and_check(path, form, reader)
    assert came_in > ROUNDS // 3
