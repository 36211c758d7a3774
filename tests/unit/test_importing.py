# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking objects in: what is checked before a count enters a table, what is kept of what is refused, what is named."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from coalitions import NIGHT_CONTACTS, Coalition, coalition

from outreach_app.domain import summary
from outreach_app.domain.errors import RoleMayNot
from outreach_app.services import importing
from outreach_app.services.importing import ImportReport


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Coalition]:
    made = coalition(tmp_path, laptops=1)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"team": "Strangers"}, "unknown_code"),
        ({"activity": "fishing"}, "unknown_code"),
        ({"zones": [{"zone": "Maria", "visits": {}, "items": {}, "hello": 60}]}, "unknown_code"),
        ({"zones": [{"zone": "Z01", "visits": {"late": 1}, "hello": 60, "items": {"tall-blonde": 1}}]}, "unknown_code"),
        ({"measures": {"=cmd()": 1}}, "unknown_code"),
        ({"measures": {"C_BRIEF": 60}}, "unknown_code"),
        ({"language": {"es": 3}}, "unknown_code"),
        ({"age": {"under18": 59}}, "unbalanced"),
        ({"age": {"under18": 60, "17": 0}}, "malformed"),
        ({"not_met": {"shelter": {"she was drunk": 1}}}, "malformed"),
        ({"note": "hello"}, "malformed"),
        ({"date": "20.11.2026"}, "malformed"),
        ({"minutes": -15}, "malformed"),
        ({"workers": 10_000}, "malformed"),
        ({"revision": 0}, "malformed"),
        ({"band": "dawn"}, "malformed"),
        ({"shift_id": "12"}, "malformed"),
        ({"withdrawn": "no"}, "malformed"),
        ({"zones": [{"zone": "Z01", "visits": {}, "hello": 5, "items": {"C_BRIEF": 60}}]}, "malformed"),
        ({"zones": [{"zone": "Z01", "visits": {}, "items": {}}] * 2}, "malformed"),
    ],
)
def test_a_summary_holds_published_codes_and_true_sums_only(
    world: Coalition, changes: dict[str, object], reason: str
) -> None:
    forger = world.forger()
    path = forger.say(forger.summary(**changes))
    forger.say()
    report = world.sync(world.office)
    assert [why for _, why in report.refused] == [reason]
    assert report.imported == 1  # the next night of the same laptop
    assert world.contacts() == NIGHT_CONTACTS
    database = world.office.vault.opened.database
    kept: Any = database.inbox
    assert kept._db.value("SELECT sealed FROM quarantine") == path.read_bytes()


def test_a_summary_under_a_profile_this_office_does_not_know_yet_waits(world: Coalition) -> None:
    forger = world.forger()
    forger.say(forger.summary(profile_version=9))
    report = world.sync(world.office)
    assert [why for _, why in report.held] == ["newer_version"]
    assert (report.refused, report.missing, world.contacts()) == ([], [], 0)


def test_kinds_of_statements_that_come_later_wait_and_hold_up_their_own_chain_only(world: Coalition) -> None:
    forger = world.forger()
    forger.say({"month": "2026-11"}, kind="month-totals")
    forger.say()
    report = world.sync(world.office)
    assert [why for _, why in report.held] == ["newer_version", "gap"]
    assert (report.refused, report.missing) == ([], [])


def test_another_incarnation_and_another_chain_are_refused(world: Coalition) -> None:
    forger = world.forger()
    forger.say(incarnation=2)
    other = world.forger()
    other.say(previous="ab" * 32)
    reasons = sorted(why for _, why in world.sync(world.office).refused)
    assert reasons == ["broken_chain", "wrong_incarnation"]


def test_more_than_a_batch_in_one_sync(world: Coalition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 4)
    forger = world.forger()
    for _ in range(11):
        forger.say()
    assert world.sync(world.office).imported == 11
    assert world.sync(world.office).received == 0


def test_a_batch_is_taken_in_whole_or_not_at_all(world: Coalition, monkeypatch: pytest.MonkeyPatch) -> None:
    forger = world.forger()
    for _ in range(4):
        forger.say()
    inbox = type(world.office.vault.opened.database.inbox)
    real, left = inbox.move_cursor, [2]

    def move_cursor(repository: Any, cursor: Any) -> None:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        real(repository, cursor)

    with monkeypatch.context() as patched:
        patched.setattr(inbox, "move_cursor", move_cursor)
        with pytest.raises(KeyboardInterrupt):
            world.sync(world.office)
    assert world.imported() == ()
    assert world.sync(world.office).imported == 4


def test_only_writing_runs_on_the_vaults_lane(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = coalition(tmp_path, threaded=True, laptops=1)
    laptop = world.laptops[0]
    laptop.lanes.vault.call(world.night)
    laptop.lanes.network.call(lambda: world.sync(laptop))
    used: set[str] = set()
    real = summary.read_summary

    def read_summary(fields: Any) -> Any:
        used.add(threading.current_thread().name.rpartition("_")[0])
        return real(fields)

    monkeypatch.setattr(importing, "read_summary", read_summary)
    office = world.office
    assert office.lanes.network.call(lambda: world.sync(office)).imported == 1
    assert used == {"network"}
    world.close()


def test_by_hand_a_bad_file_is_told_of_each_time(world: Coalition) -> None:
    bad = [("/media/stick/Anna/bad.age", b"hello"), ("cut.age", b"")]
    for _ in range(2):
        report = world.office.importing.take_by_hand(bad)
        assert report.refused == [("bad.age", "not_for_us"), ("cut.age", "not_for_us")]
    assert world.quarantine() == [("", "not_for_us")] * 2  # a name that somebody gave a file could say anything


def test_by_hand_one_bad_file_does_not_block_the_others(world: Coalition) -> None:
    world.night()
    world.sync(world.laptops[0])
    files = [("bad.age", b"hello"), *((str(path), path.read_bytes()) for path in world.sent()), ("none.age", b"")]
    report = world.office.importing.take_by_hand(files)
    assert (report.received, report.imported, report.duplicates) == (4, 1, 1)
    assert [name for name, _ in report.refused] == ["bad.age", "none.age"]


def test_a_worker_imports_nothing(world: Coalition) -> None:
    with pytest.raises(RoleMayNot):
        world.laptops[0].importing.take_by_hand([("a.age", b"x")])
    with pytest.raises(RoleMayNot):
        world.laptops[0].importing.shifts()


def test_gaps_are_named_around_what_waits() -> None:
    report = ImportReport(present={("b", 4), ("b", 5), ("b", 9), ("other", 6)})
    report.gap("b", 3, 8)
    assert report.missing == ["b:3-3", "b:6-8"]
    report.gap("b", 9, 9)
    report.gap("b", 3, 2)
    assert report.missing == ["b:3-3", "b:6-8"]
