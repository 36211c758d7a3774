# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening and locking the vault as a person does, on damaged, planted, old and newer files."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from vaults import CHEAP, COALITION, PASSPHRASE, TurnedClock, files_below, workplace

from outreach_app.bootstrap import Workplace
from outreach_app.crypto import derivation, slots
from outreach_app.domain import strict_json
from outreach_app.domain.errors import (
    CompanionError,
    DatabaseDamaged,
    DiskFault,
    DiskFull,
    NoVault,
    SlotsDamaged,
    SlotsRolledBack,
    TooSoon,
    VaultExists,
    VaultInUse,
    VaultLocked,
    VaultNewer,
    WrongPassphrase,
)
from outreach_app.domain.tally import Cell
from outreach_app.store import migrations, vault_folder
from outreach_app.store.connection import open_database

Reopen = Callable[[], Workplace]
SLOTS, TWIN = "slots.json", "slots.bak"


@pytest.fixture
def never_derived(reopen: Reopen, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails the test if Argon2id is run; after `reopen`, which puts something in its place as well."""

    def never(*_given: object) -> bytes:
        raise AssertionError("Argon2id was run")

    monkeypatch.setattr(derivation, "stretch", never)


def edited(path: Path, **values: object) -> None:
    """One part of a slot file planted anew, in its canonical form."""
    path.write_bytes(strict_json.encode({**json.loads(path.read_bytes()), **values}))


def refused(place: Workplace, passphrase: str = PASSPHRASE) -> CompanionError:
    with pytest.raises(CompanionError) as caught:
        place.vault.unlock(passphrase)
    assert place.vault.state() == "locked"
    with pytest.raises(VaultLocked):
        place.vault.seat()
    return caught.value


# --- opening and locking ------------------------------------------------------------------------------------


def test_a_vault_opens_locks_and_opens_again(reopen: Reopen) -> None:
    place = reopen()
    assert place.vault.state() == "locked"
    seat = place.vault.unlock(PASSPHRASE)
    assert (seat.role, seat.coalition, seat.problems) == ("coordinator", COALITION, ())
    assert place.vault.state() == "open"
    assert place.vault.unlock("anything: it is open already") == seat
    place.vault.lock()
    place.vault.lock()
    assert place.vault.state() == "locked"
    assert reopen().vault.unlock(f"  {PASSPHRASE}\n") == seat


def test_locking_forgets_the_keys_whatever_fails_on_the_way(office: Workplace, reopen: Reopen) -> None:
    def fails() -> None:
        raise RuntimeError("planted")

    database = office.vault.opened.database
    office.vault.on_lock.insert(0, fails)
    with pytest.raises(RuntimeError):
        office.vault.lock()
    office.vault.on_lock.remove(fails)
    assert office.vault.state() == "locked"
    with pytest.raises(VaultLocked):
        office.vault.key_for("vault")
    with pytest.raises(CompanionError):
        database.generations()
    reopen().vault.unlock(PASSPHRASE)


def test_what_is_queued_behind_a_lock_finds_no_key(office: Workplace) -> None:
    """An operation of another lane that runs while the vault shuts would open the desk again, for nobody to close."""
    found: list[BaseException] = []

    def queued() -> None:
        try:
            office.desk.content()
        except CompanionError as error:
            found.append(error)

    office.desk.content()
    office.vault.on_lock.append(queued)
    office.vault.lock()
    office.vault.on_lock.remove(queued)
    assert [type(error) for error in found] == [VaultLocked]


def test_a_vault_that_failed_to_open_is_shut(reopen: Reopen) -> None:
    def fails() -> None:
        raise RuntimeError("planted")

    place = reopen()
    place.vault.on_open.insert(0, fails)
    with pytest.raises(RuntimeError):
        place.vault.unlock(PASSPHRASE)
    place.vault.on_open.remove(fails)
    assert place.vault.state() == "locked"
    with pytest.raises(WrongPassphrase):
        place.vault.unlock("any other words")


def test_a_folder_that_cannot_be_looked_into_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(DiskFault):
        workplace(tmp_path / ("n" * 300)).vault.state()


def test_secrets_do_not_show_in_what_is_in_memory(office: Workplace) -> None:
    opened = office.vault.opened
    shown = repr(opened)
    for secret in (opened.data_key, opened.person_seed, opened.device.signing_seed, opened.device.age_secret):
        assert len(secret) == 32
        assert repr(secret)[2:-1] not in shown
        assert secret.hex() not in shown
    assert opened.keys.age.secret not in shown
    assert {field.name for field in fields(opened) if not field.repr} >= {"data_key", "person_seed"}


def test_no_folder_and_an_empty_one_are_no_vault(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        place = workplace(folder)
        assert place.vault.state() == "none"
        with pytest.raises(NoVault):
            place.vault.unlock(PASSPHRASE)
    assert list(tmp_path.iterdir()) == []


def test_two_windows_cannot_use_one_vault(office: Workplace, locked_vault: Path) -> None:
    other = workplace(locked_vault)
    assert isinstance(refused(other), VaultInUse)
    office.vault.lock()
    other.vault.unlock(PASSPHRASE)
    other.close()


# --- wrong passphrases --------------------------------------------------------------------------------------


def test_wrong_tries_wait_longer_each_time_across_restarts(reopen: Reopen, clock: TurnedClock) -> None:
    for wait in (1, 2, 4, 8):
        assert isinstance(refused(reopen(), "not this one"), WrongPassphrase)
        for passed in (0.0, wait - 0.5):
            clock.turn(seconds=passed)
            error = refused(reopen())
            assert isinstance(error, TooSoon)
            assert 1 <= error.seconds <= wait
        clock.turn(seconds=0.5)
    reopen().vault.unlock(PASSPHRASE)


def test_a_try_too_soon_is_not_even_derived(reopen: Reopen, monkeypatch: pytest.MonkeyPatch) -> None:
    refused(reopen(), "not this one")
    monkeypatch.setattr(derivation, "stretch", None)
    assert isinstance(refused(reopen()), TooSoon)


def test_the_right_one_forgets_the_wrong_ones(reopen: Reopen, clock: TurnedClock, locked_vault: Path) -> None:
    for _ in range(3):
        refused(reopen(), "not this one")
        clock.turn(minutes=2)
    assert (locked_vault / "tries.json").exists()
    reopen().vault.unlock(PASSPHRASE)
    assert not (locked_vault / "tries.json").exists()


def test_a_clock_that_stood_wrong_locks_nobody_out(reopen: Reopen, clock: TurnedClock) -> None:
    clock.turn(days=4000)
    refused(reopen(), "not this one")
    clock.turn(days=-4000)
    reopen().vault.unlock(PASSPHRASE)


# --- slot files ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "problem"), [(SLOTS, "slots_damaged"), (TWIN, "twin_damaged")])
@pytest.mark.parametrize("how", ["changed", "cut", "emptied", "missing", "a folder"])
def test_one_damaged_slot_file_is_named_and_never_rewritten(
    reopen: Reopen, locked_vault: Path, name: str, problem: str, how: str
) -> None:
    path = locked_vault / name
    good = path.read_bytes()
    bad = {"changed": good.replace(b'"mac":"', b'"mac":"0', 1)[:-1], "cut": good[:-9], "emptied": b""}.get(how)
    path.unlink()
    if bad is not None:
        path.write_bytes(bad)
    elif how == "a folder":
        path.mkdir()
    place = reopen()
    assert place.vault.unlock(PASSPHRASE).problems == (problem,)
    assert problem in place.coalition.status().problems
    assert problem in place.coalition.check()
    place.vault.lock()
    if bad is None:
        assert not path.is_file()
    else:
        assert path.read_bytes() == bad


def test_with_both_damaged_the_vault_stays_shut_and_nothing_is_changed(reopen: Reopen, locked_vault: Path) -> None:
    for name in (SLOTS, TWIN):
        path = locked_vault / name
        path.write_bytes(path.read_bytes()[:-1])
    before = files_below(locked_vault)
    error = refused(reopen())
    assert isinstance(error, SlotsDamaged)
    assert error.path == str(locked_vault)
    assert files_below(locked_vault) == before


@pytest.mark.usefixtures("never_derived")
def test_weakened_parameters_are_refused_at_once_without_deriving(reopen: Reopen, locked_vault: Path) -> None:
    for name in (SLOTS, TWIN):
        kdf = json.loads((locked_vault / name).read_bytes())["kdf"]
        edited(locked_vault / name, kdf={**kdf, "memory_kib": 64 * 1024 - 1})
    place = reopen()
    started = time.perf_counter()
    assert isinstance(refused(place), SlotsDamaged)
    assert time.perf_counter() - started < 0.5


@pytest.mark.usefixtures("never_derived")
def test_slots_of_a_newer_program_are_named_as_such(reopen: Reopen, locked_vault: Path) -> None:
    for name in (SLOTS, TWIN):
        edited(locked_vault / name, v=2)
    error = refused(reopen())
    assert isinstance(error, VaultNewer)
    assert (error.found, error.known) == (2, 1)


def test_an_older_slot_file_put_back_is_refused(reopen: Reopen, office: Workplace, locked_vault: Path) -> None:
    vault_id, generation, _ = office.vault.opened.database.generations()
    with office.vault.opened.database.transaction():
        office.vault.opened.database.set_generations(vault_id, generation + 1, generation + 1)
    office.vault.lock()
    assert isinstance(refused(reopen()), SlotsRolledBack)


def test_while_slots_are_being_changed_both_generations_open(reopen: Reopen, office: Workplace) -> None:
    vault_id, generation, _ = office.vault.opened.database.generations()
    with office.vault.opened.database.transaction():
        office.vault.opened.database.set_generations(vault_id, generation - 1, generation)
    office.vault.lock()
    reopen().vault.unlock(PASSPHRASE)


def test_slots_of_another_vault_under_the_same_passphrase_do_not_open_this_one(
    reopen: Reopen, locked_vault: Path, tmp_path: Path
) -> None:
    other = workplace(tmp_path / "other")
    other.founding.found("Elsewhere", PASSPHRASE)
    other.close()
    for name in (SLOTS, TWIN):
        (locked_vault / name).write_bytes((tmp_path / "other" / name).read_bytes())
    assert isinstance(refused(reopen()), DatabaseDamaged)


def test_a_copied_database_of_another_vault_does_not_open(
    reopen: Reopen, locked_vault: Path, office: Workplace
) -> None:
    vault_id, generation, following = office.vault.opened.database.generations()
    with office.vault.opened.database.transaction():
        office.vault.opened.database.set_generations("00" * 16, generation, following)
    office.vault.lock()
    assert isinstance(refused(reopen()), SlotsRolledBack)
    assert vault_id != "00" * 16


# --- databases ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["changed", "cut", "emptied", "missing"])
def test_a_damaged_database_is_named_and_left_as_it_is(reopen: Reopen, locked_vault: Path, how: str) -> None:
    path = locked_vault / "vault.db"
    whole = path.read_bytes()
    bad = {"changed": whole[:5000] + b"\0" * 100 + whole[5100:], "cut": whole[:4096], "emptied": b""}.get(how)
    path.unlink()
    if bad is not None:
        path.write_bytes(bad)
    try:
        problems = _problems_after_opening(reopen())
    except DatabaseDamaged:
        problems = ()
        assert path.exists() == (bad is not None)
        if bad is not None:
            assert path.read_bytes() == bad
    else:
        assert problems, "a page that nothing has needed yet is found by check"


def _problems_after_opening(place: Workplace) -> tuple[str, ...]:
    place.vault.unlock(PASSPHRASE)
    return place.coalition.check()


def test_a_database_of_a_newer_program_is_left_as_it_is(reopen: Reopen, office: Workplace, locked_vault: Path) -> None:
    key = office.vault.key_for("vault")
    office.vault.lock()
    known = len(migrations.scripts("vault"))
    database = open_database(locked_vault / "vault.db", key)
    database.run(f"PRAGMA user_version = {known + 3}")
    database.close()
    before = files_below(locked_vault)
    error = refused(reopen())
    assert isinstance(error, VaultNewer)
    assert (error.found, error.known) == (known + 3, known)
    assert files_below(locked_vault) == before


def test_after_a_refusal_the_vault_is_free_again(reopen: Reopen, locked_vault: Path) -> None:
    place = reopen()
    refused(place, "not this one")
    held = vault_folder.VaultFolder(locked_vault)
    held.acquire()
    held.release()


# --- making one ---------------------------------------------------------------------------------------------


def test_a_vault_is_never_made_over_another(reopen: Reopen, locked_vault: Path) -> None:
    before = files_below(locked_vault)
    with pytest.raises(VaultExists):
        reopen().founding.found("Another", PASSPHRASE)
    (locked_vault / SLOTS).unlink()
    with pytest.raises(VaultExists):
        reopen().founding.found("Another", PASSPHRASE)
    assert {name: data for name, data in before.items() if name != SLOTS} == files_below(locked_vault)


def test_of_two_programs_that_found_at_once_one_wins_and_nothing_is_lost(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    first, second = workplace(folder), workplace(folder)
    first.vault.folder.make()
    first.vault.folder.acquire()
    with pytest.raises(VaultInUse):
        second.founding.found("Second", PASSPHRASE)
    first.founding.found("First", PASSPHRASE)
    with pytest.raises(VaultExists):
        second.founding.found("Second", PASSPHRASE)
    first.vault.lock()
    assert second.vault.unlock(PASSPHRASE).coalition == "First"
    second.close()


def test_what_a_killed_founding_left_is_cleared_and_other_peoples_files_are_not(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    folder.mkdir()
    for name in ("vault.db", "desk.db", "directory-1-1.db"):
        (folder / name).write_bytes(b"half made")
    (folder / "photos.db").write_bytes(b"somebody's")
    place = workplace(folder)
    assert place.vault.state() == "none"
    place.founding.found(COALITION, PASSPHRASE)
    place.close()
    assert (folder / "photos.db").read_bytes() == b"somebody's"


@pytest.mark.parametrize("name", [SLOTS, TWIN])
def test_a_disk_that_fills_up_while_founding_leaves_no_vault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    put_in_place = vault_folder.__dict__["replace_private"]

    def full(path: Path, data: bytes) -> None:
        if path.name == name:
            raise DiskFull(str(path))
        put_in_place(path, data)

    place = workplace(tmp_path / "vault")
    with monkeypatch.context() as patch:
        patch.setattr(vault_folder, "replace_private", full)
        with pytest.raises(DiskFull):
            place.founding.found(COALITION, PASSPHRASE)
    assert place.vault.state() == "none"
    place.founding.found(COALITION, PASSPHRASE)
    place.close()


def test_new_slots_have_the_cost_that_was_chosen(locked_vault: Path) -> None:
    assert slots.parse((locked_vault / SLOTS).read_bytes()).cost == CHEAP
    assert (locked_vault / SLOTS).read_bytes() == (locked_vault / TWIN).read_bytes()


def test_an_open_shift_survives_locking(office: Workplace, reopen: Reopen) -> None:
    office.shifts.start("North", 2)
    office.shifts.record({Cell("Z01", "M_CARD"): 3})
    place = reopen()
    place.vault.unlock(PASSPHRASE)
    current = place.shifts.current()
    assert current is not None
    assert current.totals[Cell("Z01", "M_CARD")] == 3
    assert current.resumed
