# SPDX-License-Identifier: GPL-3.0-or-later
"""The disk is full, takes nothing or fails in the middle: visibly refused, nothing lost, nothing counted in secret.

Full and read-only disks are real ones (a small tmpfs), where this runs as root on Linux. Failures at hundreds of
points of a commit come from a limit on the size of files, which makes each write beyond it fail.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from vaults import PASSPHRASE, TurnedClock, workplace

from outreach_app.bootstrap import Workplace
from outreach_app.domain.errors import CompanionError, DiskFault, DiskFull, DiskReadOnly
from outreach_app.domain.shift import ClosedShift
from outreach_app.domain.tally import Cell, Totals, age_cell
from outreach_app.store.vault_database import VaultDatabase, open_vault_database

if sys.platform != "win32":
    import resource

HELLO = Cell("Z01", "C_BRIEF")
CONTACT: Totals = {HELLO: 1, age_cell(): 1}


def _mount(folder: Path, options: str) -> bool:
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)],  # noqa: S607 - the system's own
        capture_output=True, check=False,
    )  # fmt: skip
    return done.returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path, locked_vault: Path) -> Iterator[Path]:
    """A disk of two megabytes with the vault on it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0 or not _mount(disk, "size=2m,mode=700"):
        pytest.skip("only root may mount a small disk")
    try:
        shutil.copytree(locked_vault, disk / "vault")
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)  # noqa: S607 - the system's own


def fill(disk: Path, leave: int = 0) -> Path:
    """Fill the disk up but for so many bytes; the file to delete to make room again."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as stream, suppress(OSError):
        while True:
            stream.write(bytes(4096))
    if leave:
        with filler.open("r+b") as stream:
            stream.truncate(filler.stat().st_size - leave)
    return filler


def totals_of(place: Workplace) -> Totals:
    current = place.shifts.current()
    assert current is not None
    return {cell: count for cell, count in current.totals.items() if count}


@pytest.mark.parametrize("leave", [0, 4096])
def test_on_a_full_disk_counting_is_refused_and_goes_on_when_there_is_room(small_disk: Path, leave: int) -> None:
    place = workplace(small_disk / "vault")
    place.vault.unlock(PASSPHRASE)
    place.shifts.start("North", 2)
    place.shifts.record(CONTACT)
    filler = fill(small_disk, leave)
    for _ in range(3):
        with pytest.raises(DiskFull) as caught:
            place.shifts.record(CONTACT | {Cell("Z06", "S_STOPS", "night"): 1, Cell("", "R_*", "food"): 1})
        assert caught.value.path.endswith("vault.db")
        assert totals_of(place) == CONTACT
    with pytest.raises(DiskFull):
        place.shifts.close(60, 2)
    assert totals_of(place) == CONTACT
    filler.unlink()
    assert place.shifts.record(CONTACT) == dict.fromkeys(CONTACT, 2)
    place.shifts.close(60, 2)
    assert place.coalition.check() == ()
    place.close()


def test_a_vault_on_a_full_disk_opens_and_shows_what_was_counted(small_disk: Path) -> None:
    place = workplace(small_disk / "vault")
    place.vault.unlock(PASSPHRASE)
    place.shifts.start("North", 2)
    place.shifts.record(CONTACT)
    place.close()
    fill(small_disk)
    place = workplace(small_disk / "vault")
    with pytest.raises(CompanionError):
        place.vault.unlock("not this one")
    clock = TurnedClock()
    clock.turn(minutes=5)
    place = workplace(small_disk / "vault", clock)
    place.vault.unlock(PASSPHRASE)
    assert totals_of(place) == CONTACT
    with pytest.raises(DiskFull):
        place.shifts.record(CONTACT)
    place.close()


def test_founding_on_a_full_disk_leaves_no_vault(small_disk: Path) -> None:
    filler = fill(small_disk, 60_000)
    place = workplace(small_disk / "new")
    with pytest.raises(DiskFull):
        place.founding.found("Marlow Bend", PASSPHRASE)
    assert place.vault.state() == "none"
    filler.unlink()
    place.founding.found("Marlow Bend", PASSPHRASE)
    place.close()


def test_a_disk_that_became_read_only_refuses_and_loses_nothing(small_disk: Path) -> None:
    place = workplace(small_disk / "vault")
    place.vault.unlock(PASSPHRASE)
    place.shifts.start("North", 2)
    place.shifts.record(CONTACT)
    place.close()
    _remount(small_disk, "ro")
    try:
        with pytest.raises(DiskReadOnly):
            workplace(small_disk / "vault").vault.unlock(PASSPHRASE)
        with pytest.raises(DiskReadOnly):
            workplace(small_disk / "new").founding.found("Marlow Bend", PASSPHRASE)
    finally:
        _remount(small_disk, "rw")
    place = workplace(small_disk / "vault")
    place.vault.unlock(PASSPHRASE)
    assert totals_of(place) == CONTACT
    place.close()


def _remount(disk: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(disk)], check=True)  # noqa: S607 - the system's own


# --- failures at every point --------------------------------------------------------------------------------


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """Every write at or beyond `size` bytes into any file fails; Python ignores the signal that comes with it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def points(path: Path) -> list[int]:
    """Around every page's beginning in the database and around the places a journal of few pages is written in."""
    size = path.stat().st_size
    pages = [page * 4096 + shift for page in range(size // 4096 + 2) for shift in (-1, 0, 1, 2048)]
    journal = [512, 516, 520, 4612, 4616, 4620, 8716, 8720, 12820, 16924]
    return sorted({place for place in (*pages, *journal) if place >= 0})


def reopened(path: Path, key: bytes) -> Totals:
    database = open_vault_database(path, key)
    row = database.shifts.open_row()
    assert row is not None
    assert database.problems() == []
    database.close()
    return {cell: count for cell, count in row.totals.items() if count}


@pytest.mark.skipif(sys.platform == "win32", reason="limits are a thing of POSIX")
def test_a_write_that_fails_at_any_point_is_refused_whole(office: Workplace, locked_vault: Path) -> None:
    office.shifts.start("North", 2)
    key, path = office.vault.key_for("vault"), locked_vault / "vault.db"
    office.vault.lock()
    database: VaultDatabase = open_vault_database(path, key)
    wanted: Totals = {}
    entry: Totals = CONTACT | {Cell("Z06", "S_STOPS", "night"): 1, Cell("", "U_*", "shelter", "full"): 1}
    refused = 0
    tried = points(path)
    assert len(tried) > 150
    for number, place in enumerate(tried):
        try:
            with no_file_beyond(place):
                after = database.shifts.record(entry)
        except (DiskFault, DiskFull):
            refused += 1
        else:
            wanted = {cell: wanted.get(cell, 0) + 1 for cell in entry}
            assert after == wanted
        row = database.shifts.open_row()
        assert row is not None
        assert {cell: count for cell, count in row.totals.items() if count} == wanted, place
        if number % 20 == 0:
            database.close()
            assert reopened(path, key) == wanted, place
            database = open_vault_database(path, key)
    assert 20 < refused < len(tried)
    database.shifts.record(CONTACT)
    database.close()
    assert reopened(path, key)[HELLO] == wanted[HELLO] + 1


@pytest.mark.skipif(sys.platform == "win32", reason="limits are a thing of POSIX")
def test_closing_that_fails_at_any_point_leaves_the_shift_open(
    office: Workplace, locked_vault: Path, tmp_path: Path
) -> None:
    head = office.shifts.start("North", 2).head
    office.shifts.record(CONTACT)
    key = office.vault.key_for("vault")
    office.vault.lock()
    copy, refused = tmp_path / "copy.db", 0
    for place in points(locked_vault / "vault.db")[::6]:
        shutil.copy(locked_vault / "vault.db", copy)
        (tmp_path / "copy.db-journal").unlink(missing_ok=True)
        database = open_vault_database(copy, key)
        closed = ClosedShift(head, 2, 60, CONTACT)
        try:
            with no_file_beyond(place):
                database.shifts.close(closed)
        except (DiskFault, DiskFull):
            refused += 1
            database.close()
            assert reopened(copy, key) == CONTACT, place
        else:
            assert database.shifts.open_row() is None
            assert database.shifts.closed(head.shift_id) == closed
            database.close()
    assert refused > 10
