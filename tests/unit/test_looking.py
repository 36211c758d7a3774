# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking at a directory before it is read: only its beginning, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from outreach_app.domain.directory import Entry
from outreach_app.domain.directory_import import ImportOrder, Notes, Read
from outreach_app.domain.errors import UnknownForm
from outreach_app.services.looking import LookingService


def test_only_the_first_rows_are_read() -> None:
    read: list[int] = []

    def endless(order: ImportOrder, notes: Notes) -> Iterator[Read]:
        for number in range(1_000_000):
            read.append(number)
            yield Read(Entry(f"00000000-0000-0000-0000-{number:012d}", f"{order.source} {number}"), b"{}")

    service = LookingService({"csv": endless}, lambda path: path.suffix)
    sample = service.sample(ImportOrder("list.csv", "csv", "Town"), limit=3)
    assert [entry.name for entry in sample] == ["Town 0", "Town 1", "Town 2"]
    assert read == [0, 1, 2]
    assert service.recognise(Path("list.csv")) == ".csv"


def test_a_form_that_nobody_reads_is_named() -> None:
    service = LookingService({}, lambda path: "")
    with pytest.raises(UnknownForm):
        service.sample(ImportOrder("list.xml", "xml", "Town"))
