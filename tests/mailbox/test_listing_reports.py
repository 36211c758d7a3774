# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports about listings travel as summaries do: once, in their place, from whom they say, and nothing else in them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from coalitions import NIGHT_CONTACTS, Coalition, coalition

from outreach_app.domain.listing import LISTING_REPORT
from outreach_app.domain.statement import payload_type

HARBOR = str(uuid.UUID(int=1))
ROW: dict[str, Any] = {"entry": HARBOR, "code": "full", "date": "2026-11-20", "count": 2}
BODY: dict[str, Any] = {"listings": [ROW]}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Coalition]:
    made = coalition(tmp_path)
    yield made
    made.close()


def counted(world: Coalition) -> int:
    return sum(line.count for line in world.office.listings.received())


def test_once_however_often_it_comes(world: Coalition, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    world.laptops[0].listings.report(HARBOR, "full")
    world.sync(world.laptops[0])
    world.sync(world.laptops[0], stick)
    assert world.sync(world.office).listings == 1
    files = world.sent()
    for _ in range(2):
        assert world.sync(world.office, stick).listings == 0
        report = world.office.importing.take_by_hand([(path.name, path.read_bytes()) for path in files])
        assert report.listings == 0
    assert counted(world) == 1


def test_two_laptops_add_up_and_nights_count_beside_them(world: Coalition) -> None:
    for number, laptop in enumerate(world.laptops):
        world.night(number)
        laptop.listings.report(HARBOR, "full")
        world.sync(laptop)
    report = world.sync(world.office)
    assert (report.imported, report.listings) == (2, 2)
    assert world.contacts() == 2 * NIGHT_CONTACTS
    (line,) = world.office.listings.received()
    assert (line.entry_id, line.code, line.count) == (HARBOR, "full", 2)


def test_a_coordinators_own_reports_come_in_too(world: Coalition) -> None:
    world.office.listings.report(HARBOR, "moved")
    world.sync(world.office)
    world.sync(world.office)
    assert counted(world) == 1


@pytest.mark.parametrize(
    "body",
    [{"listings": []}, {**BODY, "note": "hello"}, {"listings": [{**ROW, "at": "23:10"}]}, {"listings": [ROW, ROW]},
     {"listings": [{**ROW, "code": "angry"}]}, {"listings": [{**ROW, "entry": "Harbor House"}]}],
)  # fmt: skip
def test_a_body_with_anything_else_is_refused_and_the_next_one_counts(world: Coalition, body: dict[str, Any]) -> None:
    forger = world.forger()
    forger.say(body, kind=LISTING_REPORT)
    forger.say(BODY, kind=LISTING_REPORT)
    report = world.sync(world.office)
    assert [reason for _, reason in report.refused] == ["malformed"]
    assert counted(world) == 2


def test_one_type_does_not_pass_for_another(world: Coalition) -> None:
    forger = world.forger()
    statement = forger.statement(BODY, kind=LISTING_REPORT)
    forger.lay(forger.sealed(statement, kind=payload_type("shift-summary")), statement.sequence)
    assert [reason for _, reason in world.sync(world.office).refused] == ["wrong_type"]
    world.forger(1).say(BODY)  # rows of listings under the name of a summary
    assert [reason for _, reason in world.sync(world.office).refused] == ["malformed"]
    assert counted(world) == 0


def test_changed_bytes_and_another_laptops_box_count_nothing(world: Coalition) -> None:
    forger = world.forger()
    statement = forger.statement(BODY, kind=LISTING_REPORT)
    data = forger.sealed(statement)
    forger.lay(data, statement.sequence, box=world.laptops[1].vault.opened.device.box)
    flipped = data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]
    forger.lay(flipped, statement.sequence)
    report = world.sync(world.office)
    assert sorted(reason for _, reason in report.refused) == ["not_for_us", "wrong_owner"]
    assert counted(world) == 0


def test_said_twice_at_one_place_counts_once(world: Coalition) -> None:
    forger = world.forger()
    first = forger.statement(BODY, kind=LISTING_REPORT)
    other = forger.statement({"listings": [{**ROW, "count": 9}]}, kind=LISTING_REPORT)
    forger.lay(forger.sealed(first), first.sequence)
    world.sync(world.office)
    forger.lay(forger.sealed(other), other.sequence)
    assert [reason for _, reason in world.sync(world.office).refused] == ["equivocation"]
    assert counted(world) == 2
