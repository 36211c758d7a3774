# SPDX-License-Identifier: GPL-3.0-or-later
"""Counting on disk: each entry one durable transaction, whole or refused, the same as the domain's own arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vaults import NIGHT, training_profile

from outreach_app.domain.codes import MAX_COUNT
from outreach_app.domain.errors import (
    BadField,
    CompanionError,
    InvariantBroken,
    NegativeCount,
    NoOpenShift,
    ShiftIsOpen,
    UnknownShift,
)
from outreach_app.domain.shift import ClosedShift, ShiftHead
from outreach_app.domain.tally import Cell, Totals, apply, cells
from outreach_app.domain.travel import OutboxObject
from outreach_app.store.vault_database import VaultDatabase, open_vault_database

KEY = b"\x0a" * 32
CELLS = cells(training_profile())
HELLO, CARD, AGE = Cell("Z01", "C_BRIEF"), Cell("Z01", "M_CARD"), Cell("", "D_AGE", "unknown")
HEAD = ShiftHead("ab" * 16, "North", date(2026, 11, 20), "night", 1, 1)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[VaultDatabase]:
    database = open_vault_database(tmp_path / "vault.db", KEY, new=True)
    yield database
    database.close()


@pytest.fixture
def counting(vault: VaultDatabase) -> VaultDatabase:
    """A vault with a shift open."""
    begin(vault)
    return vault


def begin(vault: VaultDatabase, head: ShiftHead = HEAD) -> None:
    vault.shifts.start(head, CELLS, started=NIGHT, planned_return=None, workers=2)


def as_another_program_sees(folder: Path) -> Totals:
    """The open totals through a connection of its own: what is durable, not what is in somebody's memory."""
    other = open_vault_database(folder / "vault.db", KEY)
    try:
        row = other.shifts.open_row()
        assert row is not None
        return row.totals
    finally:
        other.close()


def test_every_total_is_there_from_the_start(counting: VaultDatabase) -> None:
    row = counting.shifts.open_row()
    assert row is not None
    assert row.totals == dict.fromkeys(CELLS, 0)
    assert (row.head, row.started, row.planned_return, row.workers) == (HEAD, NIGHT, None, 2)


def test_an_entry_is_durable_before_it_is_answered(counting: VaultDatabase, tmp_path: Path) -> None:
    for number in range(1, 6):
        after = counting.shifts.record({HELLO: 1, AGE: 1, CARD: 4})
        assert after == {HELLO: number, AGE: number, CARD: 4 * number}
        assert {cell: count for cell, count in as_another_program_sees(tmp_path).items() if count} == after


@pytest.mark.parametrize(
    ("change", "error"),
    [({CARD: 1, HELLO: -1}, NegativeCount), ({HELLO: -1, CARD: 1}, NegativeCount), ({CARD: MAX_COUNT + 1}, BadField),
     ({AGE: 5, CARD: MAX_COUNT - 2}, BadField), ({CARD: 2**31}, BadField), ({CARD: 2**62}, BadField),
     ({CARD: 2**63}, BadField), ({CARD: 10**30}, BadField), ({CARD: -(10**30)}, NegativeCount),
     ({CARD: -(2**33)}, NegativeCount), ({CARD: 1, Cell("Z99", "M_CARD"): 1}, InvariantBroken)],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_is_refused_with_nothing_changed(
    counting: VaultDatabase, tmp_path: Path, change: Totals, error: type[CompanionError]
) -> None:
    counting.shifts.record({CARD: 3})
    with pytest.raises(error):
        counting.shifts.record(change)
    assert {cell: count for cell, count in as_another_program_sees(tmp_path).items() if count} == {CARD: 3}
    assert counting.shifts.record({CARD: 1}) == {CARD: 4}, "counting goes on"


def test_a_million_is_the_most_a_total_holds(counting: VaultDatabase) -> None:
    assert counting.shifts.record({CARD: MAX_COUNT}) == {CARD: MAX_COUNT}
    with pytest.raises(BadField) as caught:
        counting.shifts.record({CARD: 1})
    assert caught.value.facts() == {"field": "Z01.M_CARD", "reason": "too_large"}
    assert counting.shifts.record({CARD: -MAX_COUNT}) == {CARD: 0}


ENTRIES = st.lists(
    st.dictionaries(st.sampled_from(CELLS[:6] + CELLS[-3:]), st.integers(-3, 5), min_size=1, max_size=3), max_size=12
)


@settings(max_examples=20)
@given(ENTRIES)
def test_the_disk_counts_as_the_domain_does(tmp_path_factory: pytest.TempPathFactory, entries: list[Totals]) -> None:
    database = open_vault_database(tmp_path_factory.mktemp("v") / "vault.db", KEY, new=True)
    begin(database)
    totals: Totals = dict.fromkeys(CELLS, 0)
    for entry in entries:
        try:
            wanted = apply(totals, entry)
        except CompanionError as error:
            with pytest.raises(type(error)):
                database.shifts.record(entry)
        else:
            assert database.shifts.record(entry) == {cell: wanted[cell] for cell in entry}
            totals = wanted
    row = database.shifts.open_row()
    assert row is not None
    assert row.totals == totals
    database.close()


def test_there_is_one_open_shift(counting: VaultDatabase) -> None:
    with pytest.raises(ShiftIsOpen):
        begin(counting, replace(HEAD, shift_id="cd" * 16))
    assert len(counting.shifts.lines()) == 1


def test_without_an_open_shift_nothing_is_counted(vault: VaultDatabase) -> None:
    assert vault.shifts.open_row() is None
    with pytest.raises(NoOpenShift):
        vault.shifts.record({HELLO: 1})


def closed(totals: Totals) -> ClosedShift:
    return ClosedShift(HEAD, 3, 195, totals, frozenset({"D_AGE"}))


def test_closing_keeps_the_content_and_empties_the_open_tables(counting: VaultDatabase) -> None:
    counting.shifts.record({HELLO: 2, AGE: 2})
    counting.shifts.close(closed({HELLO: 2, AGE: 2, CARD: 0}))
    assert counting.shifts.open_row() is None
    assert counting.shifts.closed(HEAD.shift_id) == closed({HELLO: 2, AGE: 2, CARD: 0})
    with pytest.raises(NoOpenShift):
        counting.shifts.record({HELLO: 1})
    for table in ("open_count", "open_clock"):
        assert counting.shifts._db.value(f"SELECT count(*) FROM {table}") == 0  # noqa: S608 - our own tables
    begin(counting, replace(HEAD, shift_id="cd" * 16))
    assert counting.shifts.record({HELLO: 1}) == {HELLO: 1}, "the next shift begins at zero"


def test_a_shift_that_is_still_open_or_unknown_has_no_content(counting: VaultDatabase) -> None:
    for shift_id in (HEAD.shift_id, "00" * 16):
        with pytest.raises(UnknownShift):
            counting.shifts.closed(shift_id)


def test_submitting_keeps_what_left_and_nothing_else(counting: VaultDatabase) -> None:
    counting.shifts.close(closed({HELLO: 2, AGE: 2}))
    plain = replace(closed({HELLO: 2}), breakdowns=frozenset())
    with counting.transaction():
        counting.shifts.mark_submitted(plain)
    assert counting.shifts.closed(HEAD.shift_id) == plain
    (line,) = counting.shifts.lines()
    assert (line.content, line.contacts, line.delivery, line.review) == ("submitted", 2, "none", "none")


def test_the_three_axes_stand_apart(counting: VaultDatabase) -> None:
    counting.shifts.record({HELLO: 2})
    (line,) = counting.shifts.lines()
    assert (line.content, line.delivery, line.contacts) == ("open", "none", 2)
    counting.shifts.close(closed({HELLO: 2}))
    with counting.transaction():
        counting.shifts.mark_submitted(closed({HELLO: 2}))
        counting.outbox.add(
            OutboxObject("name", "shift-summary", 1, 1, "ef" * 32, HEAD.shift_id, 1, "waiting", b"sealed")
        )
    assert [(line.content, line.delivery) for line in counting.shifts.lines()] == [("submitted", "waiting")]
    counting.outbox.mark_sent("name")
    assert [(line.content, line.delivery) for line in counting.shifts.lines()] == [("submitted", "sent")]
    assert counting.outbox.counts() == {"sent": 1}


def test_a_failure_while_closing_leaves_the_shift_open(counting: VaultDatabase) -> None:
    counting.shifts.record({HELLO: 2})
    with pytest.raises(InvariantBroken):
        counting.shifts.close(closed({HELLO: -1}))
    row = counting.shifts.open_row()
    assert row is not None
    assert row.totals[HELLO] == 2
    assert counting.shifts.record({HELLO: 1}) == {HELLO: 3}


def test_tonight_is_filled_in_from_the_newest_shift(vault: VaultDatabase) -> None:
    assert vault.shifts.last_crew() is None
    assert vault.shifts.last_visits() == {}
    visit = Cell("Z01", "S_STOPS", "night")
    for number, (day, count) in enumerate(((date(2026, 11, 18), 1), (date(2026, 11, 20), 2), (date(2026, 11, 21), 0))):
        with vault.transaction():
            head = replace(HEAD, shift_id=f"{number:032x}", operating_date=day)
            vault.shifts.add_closed(ClosedShift(head, number + 1, 60, {visit: count}))
    assert vault.shifts.last_crew() == ("North", 3)
    assert vault.shifts.last_visits() == {"Z01": date(2026, 11, 20)}


def test_times_come_back_as_they_were_given(vault: VaultDatabase) -> None:
    back = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
    vault.shifts.start(HEAD, CELLS, started=NIGHT, planned_return=back, workers=1)
    row = vault.shifts.open_row()
    assert row is not None
    assert row.planned_return == back
