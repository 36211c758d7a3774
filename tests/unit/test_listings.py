# SPDX-License-Identifier: GPL-3.0-or-later
"""FULL tonight until six in the morning, and reports about listings that wait for the next sync."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from coalitions import Coalition, coalition
from hypothesis import given
from hypothesis import strategies as st
from vaults import PASSPHRASE, decrypted_pages, without_change_counters

from outreach_app.bootstrap import Workplace
from outreach_app.domain import listing
from outreach_app.domain.errors import BadField, RoleMayNot
from outreach_app.domain.listing import LISTING_CODES, ListingKey, as_body, night_of, read_body
from outreach_app.domain.reading import Fields

HARBOR, NORTHGATE = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))
KEYS = st.builds(
    ListingKey, st.uuids().map(str), st.sampled_from(LISTING_CODES), st.dates(date(2020, 1, 1), date(2030, 1, 1))
)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Coalition]:
    made = coalition(tmp_path, laptops=1)
    yield made
    made.close()


@pytest.fixture
def laptop(world: Coalition) -> Workplace:
    return world.laptops[0]


# --- the body of a statement ---


@given(st.dictionaries(KEYS, st.integers(1, listing.MOST_REPORTS), min_size=1, max_size=30))
def test_a_body_goes_there_and_back_and_says_nothing_of_an_order(rows: dict[ListingKey, int]) -> None:
    backwards = dict(reversed(rows.items()))
    assert as_body(rows) == as_body(backwards)
    assert read_body(Fields(as_body(rows))) == rows


def row(**changes: Any) -> dict[str, Any]:
    return {"entry": HARBOR, "code": "full", "date": "2026-11-20", "count": 1, **changes}


@pytest.mark.parametrize(
    "body",
    [
        {}, {"listings": []}, {"listings": None}, {"listings": {}}, {"listings": [row()], "note": "x"},
        {"listings": [row(), row()]}, {"listings": [row(entry=NORTHGATE), row()]}, {"listings": [row(time="23:10")]},
        {"listings": [row(code="rude")]}, {"listings": [row(entry="Harbor House")]}, {"listings": [row(count=0)]},
        {"listings": [row(count=-1)]}, {"listings": [row(count=10**6)]}, {"listings": [row(date="2026-11-20T23:10")]},
        {"listings": [row(count=True)]},
        {"listings": [row(entry=str(uuid.UUID(int=number))) for number in range(1, listing.MOST_ROWS + 2)]},
    ],
)  # fmt: skip
def test_anything_else_in_a_body_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(BadField):
        read_body(Fields(body))


def test_the_night_ends_at_six() -> None:
    for text, night in (
        ("2026-11-20T23:10", "2026-11-20"), ("2026-11-21T05:59", "2026-11-20"), ("2026-11-21T06:00", "2026-11-21"),
    ):  # fmt: skip
        assert night_of(datetime.fromisoformat(text)) == date.fromisoformat(night)


# --- full tonight ---


def test_full_tonight_is_known_with_its_moment(world: Coalition, laptop: Workplace) -> None:
    laptop.listings.mark_full(HARBOR)
    (moment,) = laptop.listings.full_tonight().values()
    assert moment == world.clock()
    assert str(moment).endswith("-06:00"), "in the coalition's zone"
    laptop.listings.mark_full(NORTHGATE)
    laptop.listings.unmark_full(HARBOR)
    laptop.listings.unmark_full(HARBOR)
    assert set(laptop.listings.full_tonight()) == {NORTHGATE}


def test_after_a_lock_the_moment_is_gone(laptop: Workplace) -> None:
    laptop.listings.mark_full(HARBOR)
    laptop.vault.lock()
    laptop.vault.unlock(PASSPHRASE)
    assert laptop.listings.full_tonight() == {HARBOR: None}


def locked_and_opened(place: Workplace) -> None:
    place.vault.lock()
    place.vault.unlock(PASSPHRASE)


@pytest.mark.parametrize("ask", [lambda place: place.listings.full_tonight(), locked_and_opened])
def test_from_six_on_it_is_deleted(world: Coalition, laptop: Workplace, ask: Callable[[Workplace], object]) -> None:
    laptop.listings.mark_full(HARBOR)
    world.clock.now = datetime(2026, 11, 21, 11, 59, tzinfo=UTC)  # 05:59 there
    assert set(laptop.listings.full_tonight()) == {HARBOR}
    world.clock.turn(minutes=1)
    ask(laptop)
    assert laptop.vault.opened.database.listings.full() == {}


def test_only_ids_and_closed_codes_can_be_kept(laptop: Workplace) -> None:
    for wrong in ("Harbor House", "", HARBOR.upper() + "A", "{" + HARBOR + "}"):
        with pytest.raises(BadField):
            laptop.listings.mark_full(wrong)
        with pytest.raises(BadField):
            laptop.listings.report(wrong, "full")
    with pytest.raises(BadField):
        laptop.listings.report(HARBOR, "they were rude")


# --- reports ---


def test_reports_wait_and_are_sealed_in_one_statement(world: Coalition, laptop: Workplace) -> None:
    for entry, code in ((NORTHGATE, "full"), (HARBOR, "no_answer"), (NORTHGATE, "full"), (HARBOR, "full")):
        laptop.listings.report(entry, code)
    assert laptop.shifts.unsent() == 0, "only shifts are counted as not sent"
    before, _ = laptop.vault.opened.database.outbox.chain()
    world.sync(laptop)
    assert laptop.vault.opened.database.outbox.chain()[0] == before + 1
    assert laptop.vault.opened.database.listings.waiting() == {}
    assert world.sync(world.office).listings == 1
    received = {(line.entry_id, line.code): line.count for line in world.office.listings.received()}
    assert received == {(HARBOR, "full"): 1, (HARBOR, "no_answer"): 1, (NORTHGATE, "full"): 2}
    world.sync(laptop)
    assert laptop.vault.opened.database.outbox.chain()[0] == before + 1, "nothing new, nothing sealed"


def test_a_report_carries_the_shifts_date(world: Coalition, laptop: Workplace) -> None:
    laptop.shifts.start("North", 2)
    world.clock.turn(hours=3)  # past midnight there
    laptop.listings.report(HARBOR, "closed")
    ((_, _, day),) = laptop.vault.opened.database.listings.waiting()
    assert day == date(2026, 11, 20)
    laptop.shifts.close(180, 2)
    laptop.listings.report(NORTHGATE, "closed")
    assert {key.operating_date for key in laptop.vault.opened.database.listings.waiting()} == {
        date(2026, 11, 20), date(2026, 11, 21),
    }  # fmt: skip


def test_hundreds_of_reports_take_several_statements(
    world: Coalition, laptop: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = {ListingKey(str(uuid.UUID(int=number)), "number_wrong", date(2026, 11, 20)): 1 for number in range(900)}
    database = laptop.vault.opened.database
    with database.transaction():
        database.listings.set_waiting(rows)
    before, _ = database.outbox.chain()
    world.sync(laptop)
    assert database.outbox.chain()[0] == before + 3
    world.sync(world.office)
    assert len(world.office.listings.received()) == 900


def test_a_worker_does_not_see_what_others_reported(laptop: Workplace) -> None:
    with pytest.raises(RoleMayNot):
        laptop.listings.received()


def test_the_order_of_calls_cannot_be_read_from_the_file(tmp_path: Path) -> None:
    """Two laptops report the same in another order; with the key in hand the tables' pages are the same."""
    calls = [(str(uuid.UUID(int=number * 7919 + 3)), code) for number in range(20) for code in ("full", "no_answer")]
    pages = []
    for name, ordered in (("one", calls), ("other", calls[::-1])):
        (tmp_path / name).mkdir()
        world = coalition(tmp_path / name, laptops=1)
        laptop = world.laptops[0]
        for entry, code in ordered:
            laptop.listings.report(entry, code)
            laptop.listings.mark_full(entry)
        key = laptop.vault.key_for("vault")
        world.close()
        found = decrypted_pages(world.folder / "laptop-1" / "vault.db", key)
        pages.append([without_change_counters(found[0]), *found[1:]])
    assert pages[0] == pages[1]
