# SPDX-License-Identifier: GPL-3.0-or-later
"""The vault's folder: private, one process at a time, two slot files, and tries that survive anything."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.errors import CompanionError, DatabaseDamaged, DiskFull, VaultInUse
from outreach_app.files import replace_private
from outreach_app.store import vault_folder
from outreach_app.store.vault_folder import Tries, VaultFolder

KEY = b"\x0a" * 32


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[VaultFolder]:
    made = VaultFolder(tmp_path / "vault")
    made.make()
    yield made
    made.release()


def names(folder: VaultFolder) -> set[str]:
    return {path.name for path in folder.path.iterdir()}


@pytest.mark.skipif(os.name != "posix", reason="modes are a thing of POSIX")
def test_everything_in_it_is_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        folder = VaultFolder(tmp_path / "vault")
        folder.make()
        folder.acquire()
        folder.write_slots(b"{}")
        folder.wrong_try(Tries(), 100.0)
        folder.open_database(KEY, new=True).close()
        folder.release()
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
    assert names(folder) == {".lock", "slots.json", "slots.bak", "tries.json", "vault.db", "vault.db-journal"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.path.iterdir()} == {0o600}


def test_a_vault_is_there_as_long_as_one_slot_file_is(folder: VaultFolder) -> None:
    assert not folder.exists()
    folder.write_slots(b"{}")
    folder.slots.unlink()
    assert folder.exists()
    assert folder.read_slots() == (None, b"{}")
    folder.twin.unlink()
    assert not folder.exists()


def test_an_unreadable_slot_file_is_as_good_as_none(folder: VaultFolder) -> None:
    folder.slots.mkdir()
    folder.twin.write_bytes(b"x" * (64 * 1024 + 1))
    assert folder.read_slots() == (None, None)


def test_at_every_moment_one_slot_file_is_whole(folder: VaultFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write_slots(b"old")

    def full_at(number: int) -> None:
        calls = iter(range(1, 9))

        def replace(path: Path, data: bytes) -> None:
            if next(calls) == number:
                raise DiskFull(str(path))
            replace_private(path, data)

        monkeypatch.setattr(vault_folder, "replace_private", replace)

    full_at(1)
    with pytest.raises(DiskFull):
        folder.write_slots(b"new")
    assert folder.read_slots() == (b"old", b"old")
    full_at(2)
    with pytest.raises(DiskFull):
        folder.write_slots(b"new")
    assert folder.read_slots() == (b"new", b"old")


def test_clearing_touches_the_vaults_own_files_alone(folder: VaultFolder) -> None:
    own = ["vault.db", "vault.db-journal", "desk.db", "desk.db-journal", "directory-7-1.db", "directory-12-2.part",
           "directory-3.db"]  # fmt: skip
    others = ["thesis.db", "directory-2019.db.bak", "my vault.db", "vault.db.bak", "photos.db-journal", "notes.json",
              "directory-.db", "contacts.part"]  # fmt: skip
    for name in own + others:
        (folder.path / name).write_bytes(b"x")
    folder.clear()
    assert names(folder) == set(others)


def test_what_a_kill_left_aside_goes_when_the_folder_is_taken(folder: VaultFolder) -> None:
    kept = [".0123456789abcdef.part.txt", "0123456789abcdef.part", ".notmine.part"]
    for name in [".0123456789abcdef.part", *kept]:
        (folder.path / name).write_bytes(b"an old slot file")
    folder.acquire()
    assert names(folder) == {".lock", *kept}


def test_one_process_at_a_time(folder: VaultFolder) -> None:
    folder.acquire()
    folder.acquire()
    with pytest.raises(VaultInUse) as caught:
        VaultFolder(folder.path).acquire()
    assert caught.value.path == str(folder.path)
    folder.release()
    other = VaultFolder(folder.path)
    other.acquire()
    other.release()


def test_another_program_cannot_take_it_and_a_killed_one_gives_it_back(folder: VaultFolder) -> None:
    program = (
        "import sys; from pathlib import Path; from outreach_app.store.vault_folder import VaultFolder\n"
        "folder = VaultFolder(Path(sys.argv[1])); folder.acquire(); print('taken', flush=True); sys.stdin.read()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", program, str(folder.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdin is not None
    try:
        assert child.stdout.readline().strip() == b"taken"
        with pytest.raises(VaultInUse):
            folder.acquire()
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
        child.stdin.close()
    folder.acquire()


def test_the_database_is_made_once_and_missing_it_is_damage(folder: VaultFolder) -> None:
    with pytest.raises(DatabaseDamaged):
        folder.open_database(KEY)
    assert names(folder) == set()
    folder.open_database(KEY, new=True).close()
    folder.open_database(KEY).close()


# --- wrong tries --------------------------------------------------------------------------------------------


def test_waits_double_up_to_a_minute(folder: VaultFolder) -> None:
    now, waits = 1000.0, []
    for _ in range(9):
        folder.wrong_try(folder.read_tries(), now)
        waits.append(folder.read_tries().wait(now))
        assert folder.read_tries().wait(now + waits[-1]) == 0
        assert folder.read_tries().wait(now + waits[-1] - 0.25) == 0.25
        now += waits[-1]
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    folder.forget_tries()
    assert folder.read_tries() == Tries()
    assert names(folder) == set()


@given(st.integers(0, 10**6), st.floats(-1e12, 1e12), st.floats(0, 1e12))
def test_nobody_waits_longer_than_a_minute_whatever_the_clock_does(wrong: int, last: float, now: float) -> None:
    assert 0 <= Tries(wrong, last).wait(now) <= 60


def test_a_clock_that_stood_in_the_future_locks_nobody_out() -> None:
    assert Tries(9, last=2_000_000_000.0).wait(1_700_000_000.0) == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"null", b"\xff", b"[" * 4000, b'{"wrong":1}', b'{"wrong":"x","last":0}',
     b'{"wrong":null,"last":0}', b'{"wrong":1e999,"last":0}', b'{"wrong":NaN,"last":0}', b'{"wrong":1,"last":"now"}',
     b'{"wrong":1,"last":1' + b"0" * 400 + b"}", b'{"wrong":-5,"last":0}', b'{"wrong":1,"last":Infinity}',
     b'{"wrong":1,"last":-Infinity}', b'{"wrong":1,"last":NaN}', b"x" * 10_000],
)  # fmt: skip
def test_a_planted_tries_file_keeps_nobody_out(folder: VaultFolder, content: bytes) -> None:
    (folder.path / "tries.json").write_bytes(content)
    assert folder.read_tries().wait(1000.0) == 0
    folder.wrong_try(folder.read_tries(), 1000.0)
    assert folder.read_tries().wait(1000.0) > 0


def test_a_folder_in_the_place_of_the_tries_keeps_nobody_out(folder: VaultFolder) -> None:
    (folder.path / "tries.json").mkdir()
    assert folder.read_tries() == Tries()
    folder.wrong_try(Tries(), 1000.0)
    folder.forget_tries()


def test_tries_hold_a_number_and_a_time_and_nothing_else(folder: VaultFolder) -> None:
    folder.wrong_try(Tries(3, 5.0), 1000.0)
    assert json.loads((folder.path / "tries.json").read_bytes()) == {"wrong": 4, "last": 1000.0}


def test_a_disk_that_takes_nothing_does_not_keep_the_right_passphrase_out(
    folder: VaultFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, _data: bytes) -> None:
        raise DiskFull(str(path))

    monkeypatch.setattr(vault_folder, "replace_private", full)
    folder.wrong_try(Tries(), 1000.0)
    assert folder.read_tries() == Tries()


def test_a_disk_fault_at_the_lock_is_the_projects_own_error(
    folder: VaultFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def __init__(self, *_path: object, **_more: object) -> None:
            """Takes what a lock takes."""

        def acquire(self) -> None:
            raise OSError(30, "read-only file system")

    monkeypatch.setattr(vault_folder, "FileLock", Broken)
    with pytest.raises(CompanionError) as caught:
        folder.acquire()
    assert type(caught.value).__name__ == "DiskReadOnly"
