# SPDX-License-Identifier: GPL-3.0-or-later
"""A mailbox emptied, rolled back, exchanged or cut off: nothing local is lost, and what it lost is put again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from coalitions import NIGHT_CONTACTS, Coalition, coalition, tree
from vaults import PASSPHRASE, founded

from outreach_app.domain.errors import (
    MailboxFull,
    MailboxMissing,
    MailboxNotAFolder,
    MailboxOffline,
    NoMailbox,
    VaultLocked,
)
from outreach_app.domain.release import INTERIM_FOLDER, ROOT_NAME
from outreach_app.domain.travel import numbered
from outreach_app.mailbox.folder import FolderMailbox
from outreach_app.services.sync import MAILBOX_EMPTY


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Coalition]:
    made = coalition(tmp_path, laptops=1)
    yield made
    made.close()


def emptied(folder: Path) -> None:
    """Everything in a mailbox is gone; the folder is still there."""
    for path in folder.iterdir():
        shutil.rmtree(path)


def test_summaries_that_vanished_before_the_import_are_put_again(world: Coalition) -> None:
    laptop = world.laptops[0]
    for _ in range(2):
        world.night()
    assert world.sync(laptop).sent == 2
    emptied(world.mail)
    assert world.sync(world.office).imported == 0
    assert world.sync(laptop).sent == 3  # both nights and the enrolment before them
    assert world.sync(world.office).imported == 2
    assert world.contacts() == 2 * NIGHT_CONTACTS
    assert world.sync(laptop).sent == 0


def test_the_office_puts_root_and_release_again(world: Coalition) -> None:
    release = world.sync(world.office).release
    emptied(world.mail)
    report = world.sync(world.office)
    assert (report.release, report.installed) == (release, None)
    assert (world.tree / ROOT_NAME).read_bytes() == world.office.vault.opened.database.coalition.root()
    names = [numbered(path.name) for path in (world.tree / INTERIM_FOLDER).iterdir()]
    assert [found[0] for found in names if found] == [release]


def test_a_root_that_somebody_exchanged_is_put_right_by_the_office(world: Coalition) -> None:
    root = world.tree / ROOT_NAME
    real = root.read_bytes()
    root.write_bytes(real[::-1])
    world.sync(world.office)
    assert root.read_bytes() == real


def test_a_mailbox_rolled_back_lets_no_counter_fall(world: Coalition, tmp_path: Path) -> None:
    laptop, earlier = world.laptops[0], tmp_path / "earlier"
    world.night()
    world.sync(laptop)
    shutil.copytree(world.mail, earlier)
    world.night()
    world.sync(laptop)
    world.sync(world.office)
    assert world.contacts() == 2 * NIGHT_CONTACTS
    emptied(world.mail)
    shutil.copytree(earlier, world.mail, dirs_exist_ok=True)
    report = world.sync(world.office)
    assert (report.imported, report.refused, report.missing) == (0, [], [])
    assert world.contacts() == 2 * NIGHT_CONTACTS
    assert world.sync(laptop).sent == 1
    assert world.sync(world.office).received == 0


def test_another_coalitions_folder_gets_a_tree_of_its_own(world: Coalition, tmp_path: Path) -> None:
    strangers = tmp_path / "theirs"
    strangers.mkdir()
    other = founded(tmp_path / "other")
    other.sync.run(str(strangers))
    before = sorted(path for path in tree(strangers, other).rglob("*") if path.is_file())
    world.night()
    for place in (world.laptops[0], world.office, world.laptops[0]):
        report = world.sync(place, strangers)
        assert (report.refused, report.missing) == ([], [])
    assert world.contacts() == NIGHT_CONTACTS
    assert sorted(path for path in tree(strangers, other).rglob("*") if path.is_file()) == before
    assert other.sync.run(str(strangers)).received == 0
    other.close()


def test_another_coalitions_tree_in_our_place_is_refused_and_counts_still_leave(
    world: Coalition, tmp_path: Path
) -> None:
    strangers = tmp_path / "theirs"
    strangers.mkdir()
    other = founded(tmp_path / "other")
    other.sync.run(str(strangers))
    swapped = tmp_path / "swapped"
    shutil.copytree(tree(strangers, other), swapped / "v1" / world.office.vault.opened.device.mailbox_id)
    newcomer = world.joined("newcomer", world.invited())
    report = world.sync(newcomer, swapped)
    assert (report.refused, report.release) == ([(ROOT_NAME, "wrong_root")], 0)
    assert report.sent == 1
    (theirs,) = (swapped / "v1" / world.office.vault.opened.device.mailbox_id / INTERIM_FOLDER).iterdir()
    theirs.rename(theirs.with_name(theirs.name.replace("0000000001", "0000000009")))
    report = world.sync(world.laptops[0], swapped)
    assert [reason for _, reason in report.refused] == ["not_for_us"]
    assert report.release == 2
    other.close()


def test_a_cut_file_in_the_place_of_the_last_object_is_put_again(world: Coalition) -> None:
    world.night()
    world.sync(world.laptops[0])
    path = world.sent()[-1]
    whole = path.read_bytes()
    path.write_bytes(whole[:100])
    assert world.sync(world.laptops[0]).sent == 1
    assert path.read_bytes() == whole


def test_a_kill_between_putting_and_noting_it_puts_the_same_bytes_again(
    world: Coalition, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.night()
    laptop = world.laptops[0]
    with monkeypatch.context() as patched:
        patched.setattr(type(laptop.vault.opened.database.outbox), "mark_sent", _killed)
        with pytest.raises(KeyboardInterrupt):
            world.sync(laptop)
    first = world.sent()
    assert laptop.shifts.unsent() == 1
    assert world.sync(laptop).sent == 1
    assert world.sent() == first
    assert world.sync(world.office).imported == 1


def _killed(*_arguments: object) -> None:
    raise KeyboardInterrupt


def test_a_full_mailbox_keeps_everything_here_and_says_so(world: Coalition, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop = world.laptops[0]
    for _ in range(3):
        world.night()
    real, room = FolderMailbox.put, [2]

    def put(mailbox: FolderMailbox, name: str, data: bytes) -> None:
        if not room[0]:
            raise MailboxFull(mailbox.where)
        room[0] -= 1
        real(mailbox, name, data)

    with monkeypatch.context() as patched:
        patched.setattr(FolderMailbox, "put", put)
        with pytest.raises(MailboxFull):
            world.sync(laptop)
    assert laptop.shifts.unsent() == 1
    assert sorted(line.delivery for line in laptop.shifts.list()) == ["sent", "sent", "waiting"]
    world.sync(world.office)
    assert world.contacts() == 2 * NIGHT_CONTACTS
    assert world.sync(laptop).sent == 1
    world.sync(world.office)
    assert world.contacts() == 3 * NIGHT_CONTACTS


def test_an_office_cut_off_in_the_middle_keeps_what_came_before(
    world: Coalition, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        world.night()
    world.sync(world.laptops[0])
    real, left = FolderMailbox.get, [2]

    def get(mailbox: FolderMailbox, name: str, *, limit: int) -> bytes:
        if name.startswith("up/"):
            if not left[0]:
                raise MailboxOffline(mailbox.where)
            left[0] -= 1
        return real(mailbox, name, limit=limit)

    with monkeypatch.context() as patched:
        patched.setattr(FolderMailbox, "get", get)
        with pytest.raises(MailboxOffline):
            world.sync(world.office)
    world.sync(world.office)
    assert world.contacts() == 3 * NIGHT_CONTACTS


def test_a_stick_that_is_not_there_and_a_file_instead_of_a_folder(world: Coalition, tmp_path: Path) -> None:
    world.night()
    with pytest.raises(MailboxMissing):
        world.sync(world.laptops[0], tmp_path / "stick")
    assert not (tmp_path / "stick").exists()  # a missing stick is not made up
    (tmp_path / "note").write_text("hello")
    with pytest.raises(MailboxNotAFolder):
        world.sync(world.laptops[0], tmp_path / "note")
    with pytest.raises(NoMailbox):
        world.laptops[0].sync.run()
    assert world.laptops[0].shifts.unsent() == 1


def test_a_laptop_locked_in_the_middle_of_a_sync_goes_on_next_time(
    world: Coalition, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        world.night()
    laptop = world.laptops[0]
    real = FolderMailbox.put

    def put(mailbox: FolderMailbox, name: str, data: bytes) -> None:
        real(mailbox, name, data)
        laptop.vault.lock()

    with monkeypatch.context() as patched:
        patched.setattr(FolderMailbox, "put", put)
        with pytest.raises(VaultLocked):
            world.sync(laptop)
    laptop.vault.unlock(PASSPHRASE)
    world.sync(laptop)
    world.sync(world.office)
    assert world.contacts() == 2 * NIGHT_CONTACTS


def test_an_empty_mailbox_is_named_and_everything_is_put_there_again(world: Coalition, tmp_path: Path) -> None:
    world.night()
    assert world.sync(world.laptops[0]).problems == []
    other = tmp_path / "another stick"
    other.mkdir()
    report = world.sync(world.laptops[0], other)
    assert report.problems == [MAILBOX_EMPTY]
    assert report.sent == 2  # the enrolment and the night
    emptied(world.mail)
    assert world.sync(world.office).problems == [MAILBOX_EMPTY]
    assert world.sync(world.office).problems == []


def test_a_coalition_s_first_sync_finds_an_empty_mailbox_right(tmp_path: Path) -> None:
    mail = tmp_path / "mail"
    mail.mkdir()
    office = founded(tmp_path / "office", mailbox=str(mail))
    assert office.sync.run().problems == []
    office.close()
