# SPDX-License-Identifier: GPL-3.0-or-later
"""The checklist, how counts travel, and what a vault says about its own health."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from coalitions import Coalition, coalition, quick_keys
from vaults import PASSPHRASE

from outreach_app.domain.errors import BadField, MailboxMissing, MailboxNotAFolder, RoleMayNot, UnsupportedMailbox


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Coalition]:
    made = coalition(tmp_path, laptops=1)
    yield made
    made.close()


def test_the_checklist_follows_what_was_done(world: Coalition) -> None:
    def done() -> list[str]:
        return [item.code for item in world.office.coalition.checklist() if item.done]

    assert done() == ["directory", "first_laptop"]
    world.office.coalition.set_mailbox(str(world.mail))
    world.night()
    world.sync(world.laptops[0])
    world.sync(world.office)
    assert done() == ["mailbox", "directory", "first_laptop", "first_shift"]
    with pytest.raises(RoleMayNot):
        world.laptops[0].coalition.checklist()


def test_the_offices_choice_of_mailbox_goes_out_and_a_laptops_is_its_own(world: Coalition) -> None:
    office, laptop = world.office, world.laptops[0]
    laptop.coalition.set_mailbox(f"file://{world.mail}")
    version = office.shifts.profile().version
    office.coalition.set_mailbox(str(world.mail))
    assert office.shifts.profile().version == version + 1
    office.sync.run()
    laptop.sync.run()
    assert laptop.shifts.profile().mailbox == str(world.mail)
    assert laptop.vault.opened.device.mailbox == f"file://{world.mail}"
    assert list((world.tree / "probe").iterdir()) == []


def test_postal_codes_of_a_zone_group_go_out_and_an_open_shift_keeps_its_profile(world: Coalition) -> None:
    office, laptop = world.office, world.laptops[0]
    zone = office.shifts.profile().zones[0]
    assert office.coalition.areas()[zone.group] == ()
    started = laptop.shifts.start("North", 2)
    office.coalition.set_area(zone.group, ("64127", "64106"))
    office.coalition.set_area(zone.group, ("64106", "64127"))
    assert office.coalition.areas()[zone.group] == ("64106", "64127")
    assert office.shifts.profile().version == started.profile.version + 1
    office.sync.run(str(world.mail))
    laptop.sync.run(str(world.mail))
    assert laptop.shifts.profile().codes_of(zone.code) == {"64106", "64127"}
    current = laptop.shifts.current()
    assert current is not None
    assert current.profile == started.profile
    with pytest.raises(RoleMayNot):
        laptop.coalition.set_area(zone.group, ())
    with pytest.raises(BadField):
        office.coalition.set_area("nowhere", ("64127",))


def test_an_address_that_does_not_work_is_not_kept(world: Coalition, tmp_path: Path) -> None:
    (tmp_path / "note").write_text("hello")
    for address, error in (
        (str(tmp_path / "none"), MailboxMissing),
        (str(tmp_path / "note"), MailboxNotAFolder),
        ("https://cloud.example/dav", UnsupportedMailbox),
    ):
        with pytest.raises(error):
            world.office.coalition.set_mailbox(address)
    assert world.office.vault.opened.device.mailbox == ""


def test_the_status_says_what_waits_and_how_old_things_are(world: Coalition) -> None:
    laptop = world.laptops[0]
    status = laptop.coalition.status()
    assert (status.unsent, status.not_received, status.directory_age_days, status.release) == (0, 0, 0, 2)
    assert status.problems == ("no_mailbox",)
    world.night()
    world.clock.turn(days=12)
    status = laptop.coalition.status()
    assert (status.unsent, status.not_received, status.directory_age_days) == (1, 1, 12)
    world.sync(laptop)
    status = laptop.coalition.status()
    assert (status.unsent, status.not_received) == (0, 1)


def test_the_age_of_a_release_goes_by_the_coalitions_days(world: Coalition) -> None:
    assert world.laptops[0].coalition.status().directory_age_days == 0
    world.clock.turn(hours=2)  # past midnight where the coalition is
    assert world.laptops[0].coalition.status().directory_age_days == 1


def test_a_check_of_a_sound_vault_finds_nothing(world: Coalition) -> None:
    assert world.office.coalition.check() == ()
    world.night()
    world.sync(world.laptops[0])
    assert world.laptops[0].coalition.check() == ()


def test_a_damaged_slot_file_is_named_while_its_twin_serves(world: Coalition) -> None:
    laptop = world.laptops[0]
    laptop.vault.lock()
    (world.folder / "laptop-1" / "slots.json").write_bytes(b"hello")
    with quick_keys():
        laptop.vault.unlock(PASSPHRASE)
    assert "slots_damaged" in laptop.coalition.status().problems
    assert laptop.coalition.check() == ("slots_damaged",)


def test_a_damaged_page_is_found(world: Coalition) -> None:
    laptop = world.laptops[0]
    for _ in range(3):
        world.night()
    laptop.vault.lock()
    database = world.folder / "laptop-1" / "vault.db"
    data = bytearray(database.read_bytes())
    data[-2000] ^= 1
    database.write_bytes(data)
    with quick_keys():
        laptop.vault.unlock(PASSPHRASE)
    assert any(problem.startswith("database: ") for problem in laptop.coalition.check())
