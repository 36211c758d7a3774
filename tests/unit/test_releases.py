# SPDX-License-Identifier: GPL-3.0-or-later
"""Releases: the highest that verifies is installed, nothing lower, nothing half, and counting goes on meanwhile."""

from __future__ import annotations

import hashlib
import pkgutil
import shutil
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from coalitions import Coalition, coalition, quick_keys
from vaults import PASSPHRASE, workplace

from outreach_app.bootstrap import Workplace
from outreach_app.crypto import sealing, signing
from outreach_app.domain import strict_json
from outreach_app.domain.content import Content
from outreach_app.domain.device import Roster
from outreach_app.domain.errors import (
    CompanionError,
    DiskFull,
    NoDirectory,
    NoProfile,
    Refused,
    UnknownEntry,
    VaultLocked,
)
from outreach_app.domain.keys import SigningKey
from outreach_app.domain.release import INTERIM_FOLDER, INTERIM_TYPE, interim_name
from outreach_app.domain.tally import Cell
from outreach_app.paths import resource
from outreach_app.services.directory import DirectoryService
from outreach_app.services.releases import MAX_RELEASE, ReleaseContent, read_release


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Coalition]:
    made = coalition(tmp_path, laptops=1)
    yield made
    made.close()


class Press:
    """Somebody who can seal to the coalition's epoch key, as every laptop can, and sign with any key."""

    def __init__(self, world: Coalition) -> None:
        self.world = world
        vault = world.office.vault.opened
        profile = vault.profile
        assert profile is not None
        self.key = vault.keys.signing
        self.coalition_id = vault.device.coalition_id
        _, secret = max(vault.database.coalition.epochs().items())
        self.epoch = sealing.age_key(secret).recipient
        roster = vault.database.coalition.roster()
        self.content = ReleaseContent(7, profile.operating_date(world.clock()), roster, profile, Content())

    def body(self, number: int = 7, **changes: object) -> dict[str, object]:
        """What a release says, with changes."""
        return {**replace(self.content, number=number).as_json(self.coalition_id), **changes}

    def sealed(self, body: dict[str, object], key: SigningKey | None = None, kind: str = INTERIM_TYPE) -> bytes:
        """The signed and sealed bytes."""
        signed, _ = signing.sign_dsse(kind, strict_json.encode(body), [key or self.key])
        return self.packed(zlib.compress(signed))

    def packed(self, packed: bytes, reader: str = "") -> bytes:
        """Anything in the place of a packed release."""
        return sealing.seal(packed, [reader or self.epoch], pad=False)

    def put(self, data: bytes, number: int = 7, sha256: str = "") -> Path:
        """Lay it into the mailbox."""
        path = self.world.tree / interim_name(number, sha256 or hashlib.sha256(data).hexdigest())
        path.write_bytes(data)
        return path


def number_of(place: Workplace) -> int:
    """The number of the release a vault reads."""
    live = place.vault.opened.database.coalition.live_release()
    return live.number if live else 0


def test_roster_profile_directory_and_materials_arrive(world: Coalition) -> None:
    office, laptop = world.office, world.laptops[0]
    office.desk.import_file(resource("directory", "training.json"), accept=True, source="training")
    profile = office.shifts.profile()
    with office.vault.opened.database.transaction():
        office.vault.opened.database.coalition.add_profile(replace(profile, version=2, coalition="Marlow Bend West"))
    report = world.sync(office)
    assert report.installed == report.release == 3
    assert world.sync(laptop).installed == 3
    assert len(laptop.directory.search("shelter", now=world.clock()).results) > 3
    assert laptop.directory.head().entries == 60
    assert [line.id for line in laptop.directory.lines()] == [line.id for line in office.directory.lines()]
    assert laptop.directory.guide() == office.directory.guide()
    assert laptop.vault.seat().coalition == "Marlow Bend West"
    assert laptop.shifts.profile().version == 2
    assert laptop.vault.opened.database.coalition.roster() == office.vault.opened.database.coalition.roster()
    assert {path.name for path in (world.folder / "laptop-1").glob("directory-*")} == {"directory-3-1.db"}


def test_the_office_publishes_on_change_only(world: Coalition) -> None:
    folder = world.tree / INTERIM_FOLDER
    before = sorted(folder.iterdir())
    for _ in range(2):
        world.clock.turn(days=1)
        report = world.sync(world.office)
        assert (report.installed, report.release) == (None, 2)
    assert sorted(folder.iterdir()) == before
    world.office.desk.import_file(resource("directory", "training.json"), accept=True, source="training")
    assert world.sync(world.office).installed == 3
    assert len(list(folder.iterdir())) == len(before) + 1


def test_a_number_seen_outside_is_never_given_to_other_content(
    world: Coalition, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = world.office
    office.desk.import_file(resource("directory", "training.json"), accept=True, source="training")
    with monkeypatch.context() as patched:
        patched.setattr(DirectoryService, "install", _fail)
        with pytest.raises(DiskFull):
            world.sync(office)  # put, but not installed here: as after a kill
    (put,) = [path for path in (world.tree / INTERIM_FOLDER).iterdir() if path.name.startswith("0000000003")]
    assert number_of(office) == 2
    report = world.sync(office)
    assert (report.installed, report.release, number_of(office)) == (None, 3, 3)
    assert office.directory.head().entries == 60
    assert [path for path in (world.tree / INTERIM_FOLDER).iterdir() if path.name.startswith("0000000003")] == [put]


def test_an_office_rolled_back_goes_on_above_what_it_published(world: Coalition, tmp_path: Path) -> None:
    office, laptop = world.office, world.laptops[0]
    invitation = world.invited()
    earlier = tmp_path / "earlier"
    office.vault.lock()
    shutil.copytree(world.folder / "office", earlier)
    with quick_keys():
        office.vault.unlock(PASSPHRASE)
    newcomer = world.joined("newcomer", invitation)
    world.sync(newcomer)
    assert (world.sync(office).admitted, number_of(office)) == (1, 3)
    with office.vault.opened.database.transaction():
        profile = replace(office.shifts.profile(), version=2, coalition="East")
        office.vault.opened.database.coalition.add_profile(profile)
    world.sync(office)
    assert world.sync(laptop).installed == 4
    world.night()
    world.sync(laptop)
    press = Press(world)
    press.put(press.sealed(press.body(99), laptop.vault.opened.keys.signing), 99)  # a worker cannot drive it up

    revived = workplace(earlier, world.clock)
    with quick_keys():
        revived.vault.unlock(PASSPHRASE)
    report = world.sync(revived)
    assert (report.installed, report.refused, report.admitted) == (5, [], 1)
    again = world.sync(revived)  # now it knows the profile under which that night was counted
    assert (again.imported, again.held, again.missing, again.installed) == (1, [], [], None)
    assert revived.vault.seat().coalition == "East"
    assert {member.device_id for member in revived.enrolment.laptops()} == {
        member.device_id for member in office.enrolment.laptops()
    }
    assert world.sync(laptop).installed == 5
    revived.close()


def _fail(*_arguments: Any, **_more: Any) -> Any:
    raise DiskFull("directory")


def test_the_highest_that_verifies_is_installed(world: Coalition) -> None:
    press = Press(world)
    worker = world.laptops[0].vault.opened.keys.signing
    press.put(press.sealed(press.body(6)), 6)
    press.put(press.sealed(press.body(7)), 7)
    press.put(press.sealed(press.body(8), worker), 8)
    report = world.sync(world.laptops[0])
    assert (report.installed, [reason for _, reason in report.refused]) == (7, ["unknown_signer"])


def _bad(press: Press) -> dict[str, tuple[bytes, str]]:
    worker = press.world.laptops[0].vault.opened.keys.signing
    weak = {**press.body(9), "roster": {"version": 1, "members": "everybody"}}
    good = press.sealed(press.body(9))
    return {
        "signed by a worker": (press.sealed(press.body(9), worker), "unknown_signer"),
        "of another coalition": (press.sealed(press.body(9, coalition_id="dd" * 16)), "other_coalition"),
        "of another number than its name": (press.sealed(press.body(4)), "wrong_number"),
        "of another type": (press.sealed(press.body(9), kind="application/x"), "wrong_type"),
        "with a field more": (press.sealed(press.body(9, note="hello")), "malformed"),
        "with a roster that is none": (press.sealed(weak), "malformed"),
        "sealed to somebody else": (press.packed(b"x", sealing.age_key(b"q" * 32).recipient), "not_for_us"),
        "not packed": (press.packed(b"hello"), "malformed"),
        "a bomb": (press.packed(zlib.compress(bytes(200 * 1024 * 1024), 9)), "too_large"),
        "packed but cut": (press.packed(zlib.compress(b"hello" * 1000)[:-9]), "malformed"),
        "flipped": (good[:-5] + bytes([good[-5] ^ 1]) + good[-4:], "not_for_us"),
        "older than any": (press.sealed(press.body(9, published_on="yesterday")), "malformed"),
    }


def test_each_bad_release_is_refused_for_its_reason_and_the_next_one_is_taken(world: Coalition) -> None:
    press, laptop = Press(world), world.laptops[0]
    press.put(press.sealed(press.body(3)), 3)
    for name, (data, reason) in _bad(press).items():
        path = press.put(data, 9)
        report = world.sync(laptop)
        assert [why for _, why in report.refused] == [reason], name
        assert (report.release, number_of(laptop)) == (3, 3), name
        path.unlink()


def test_a_half_uploaded_newer_or_far_too_large_release_waits(world: Coalition) -> None:
    press, laptop = Press(world), world.laptops[0]
    good = press.sealed(press.body(9))
    half = press.put(good[: len(good) // 2], 9, hashlib.sha256(good).hexdigest())
    big = press.put(bytes(MAX_RELEASE + 1), 8)
    press.put(press.sealed(press.body(7, v=2)), 7)
    report = world.sync(laptop)
    assert [why for _, why in report.held] == ["not_whole", "too_large", "newer_version"]
    assert (report.refused, report.release) == ([], 2)
    half.write_bytes(good)
    big.unlink()
    assert world.sync(laptop).installed == 9


def test_a_lower_number_or_a_mailbox_rolled_back_installs_nothing(world: Coalition, tmp_path: Path) -> None:
    press, laptop = Press(world), world.laptops[0]
    earlier = tmp_path / "earlier"
    shutil.copytree(world.mail, earlier)
    press.put(press.sealed(press.body(9)), 9)
    assert world.sync(laptop).installed == 9
    press.put(press.sealed(press.body(8)), 8)
    for mail in (world.mail, earlier):
        report = world.sync(laptop, mail)
        assert (report.installed, report.release, report.refused) == (None, 9, [])


def test_a_roster_never_goes_back(world: Coalition) -> None:
    press, laptop = Press(world), world.laptops[0]
    before = laptop.vault.opened.database.coalition.roster()
    press.content = replace(press.content, roster=Roster(1, before.members[:1]))
    press.put(press.sealed(press.body(9)), 9)
    assert world.sync(laptop).installed == 9
    assert laptop.vault.opened.database.coalition.roster() == before


def test_a_directory_that_was_lost_or_damaged_comes_again(world: Coalition) -> None:
    laptop = world.laptops[0]
    for hurt in (Path.unlink, lambda path: path.write_bytes(b"x" * 8192)):
        laptop.vault.lock()
        hurt(world.folder / "laptop-1" / "directory-2-1.db")
        with quick_keys():
            laptop.vault.unlock(PASSPHRASE)
        with pytest.raises(NoDirectory):
            laptop.directory.head()
        assert "directory_damaged" in laptop.coalition.status().problems
        assert "directory_damaged" in laptop.coalition.check()
        assert world.sync(laptop).installed == 2
        assert laptop.directory.head().number == 2
        assert "directory_damaged" not in laptop.coalition.status().problems


POINTS: dict[str, tuple[str, str]] = {
    "while building": ("outreach_app.store.directory_build", "_check"),
    "built, not in place yet": ("pathlib.Path", "replace"),
    "inside the switch": ("outreach_app.store.coalition_tables.Coalition", "point_to"),
    "switched, not opened yet": ("outreach_app.services.directory.DirectoryService", "open"),
    "opened, the old one still there": ("outreach_app.services.directory.DirectoryService", "keep_only"),
}
"""Where a process may be killed while it installs: just before these are done."""


@pytest.mark.parametrize("point", POINTS)
def test_killed_while_installing_no_half_directory_is_live(
    world: Coalition, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    office, laptop = world.office, world.laptops[0]
    office.desk.import_file(resource("directory", "training.json"), accept=True, source="training")
    world.sync(office)
    left = world.folder / "as the kill left it"
    where, name = POINTS[point]
    real = getattr(pkgutil.resolve_name(where.replace(".Path", ":Path")), name)

    def copied_first(*arguments: Any, **more: Any) -> Any:
        if not left.exists():
            shutil.copytree(world.folder / "laptop-1", left, ignore=shutil.ignore_patterns(".lock"))
        return real(*arguments, **more)

    with monkeypatch.context() as patched:
        patched.setattr(f"{where}.{name}", copied_first)
        world.sync(laptop)
    revived = workplace(left, world.clock)
    with quick_keys():
        revived.vault.unlock(PASSPHRASE)
    assert (number_of(revived), revived.directory.head().entries) in {(2, 0), (3, 60)}
    assert revived.directory.head().number == number_of(revived)
    world.sync(revived)
    assert (number_of(revived), revived.directory.head().entries) == (3, 60)
    assert revived.coalition.check() == ()
    assert {path.name for path in left.glob("directory-*")} == {"directory-3-1.db"}
    revived.close()


def test_before_any_release_counting_waits_and_nothing_breaks(world: Coalition) -> None:
    newcomer = world.joined("newcomer", world.invited())
    with pytest.raises(NoProfile):
        newcomer.shifts.start("North", 2)
    with pytest.raises(NoDirectory):
        newcomer.directory.search("bed", now=world.clock())
    shutil.rmtree(world.tree / "releases")
    report = world.sync(newcomer)
    assert (report.sent, report.release, report.refused) == (1, 0, [])
    assert "no_release" in newcomer.coalition.status().problems


def test_installing_neither_loses_nor_delays_a_count(tmp_path: Path) -> None:
    world = coalition(tmp_path, threaded=True, laptops=1)
    office, laptop = world.office, world.laptops[0]
    office.lanes.desk.call(
        lambda: office.desk.import_file(resource("directory", "training.json"), accept=True, source="training")
    )
    on_network(office, lambda: world.sync(office))
    vault = laptop.lanes.vault
    vault.call(lambda: laptop.shifts.start("North", 2))
    counted, waits = 0, []
    installing = laptop.lanes.network.submit(lambda: world.sync(laptop))
    while not installing.done() or counted < 50:
        started = time.perf_counter()
        totals = vault.call(lambda: laptop.shifts.record({Cell("Z01", "C_BRIEF"): 1}))
        waits.append(time.perf_counter() - started)
        counted += 1
        assert totals == {Cell("Z01", "C_BRIEF"): counted}
    assert installing.result().installed == 3
    assert max(waits) < 1.0  # the whole install takes longer on a slow disk; a count only waits for a count
    current = vault.call(laptop.shifts.current)
    assert current is not None
    assert current.totals[Cell("Z01", "C_BRIEF")] == counted
    assert laptop.lanes.directory.call(laptop.directory.head).entries == 60
    world.close()


def on_network(place: Workplace, operation: Callable[[], object]) -> None:
    """Run on a place's network lane and wait."""
    place.lanes.network.submit(operation).result()


@pytest.mark.parametrize(
    "untrusted", [b"", b"[]", b"{}", b'{"v":1}', b'{"v":1,"coalition_id":"x"}', b"\xff", b"[" * 9999]
)
def test_reading_a_body_raises_typed_errors_only(untrusted: bytes) -> None:
    with pytest.raises(Refused):
        read_release(untrusted, "c0" * 16)


def test_a_worker_cannot_publish(world: Coalition) -> None:
    with pytest.raises(CompanionError):
        world.laptops[0].releases.refresh_own()


def test_a_vault_locked_and_opened_while_a_release_is_built_keeps_the_one_it_had(
    world: Coalition, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening sweeps away the file of every release but the live one, the one just built among them."""
    laptop, build = world.laptops[0], DirectoryService.install
    before = number_of(laptop)

    def interrupted(self: DirectoryService, *given: Any) -> str:
        name = build(self, *given)
        laptop.vault.lock()
        laptop.vault.unlock(PASSPHRASE)
        return name

    world.office.desk.import_file(resource("directory", "training.json"), accept=True, source="training")
    world.sync(world.office)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(DirectoryService, "install", interrupted)
        with pytest.raises(VaultLocked):
            world.sync(laptop)
    assert number_of(laptop) == before
    assert laptop.directory.is_open
    assert world.sync(laptop).installed == before + 1
    assert not laptop.directory.damaged


def test_refreshing_again_builds_only_what_changed(world: Coalition, monkeypatch: pytest.MonkeyPatch) -> None:
    office, built = world.office, []
    real = DirectoryService.install

    def counted(self: DirectoryService, *given: Any) -> str:
        built.append(given[0])
        return real(self, *given)

    monkeypatch.setattr(DirectoryService, "install", counted)
    office.desk.import_file(resource("directory", "training.json"), accept=True, source="training")
    for _ in range(3):
        office.releases.refresh_own()
    assert len(built) == 1
    gone = office.entries.lines().lines[0].entry_id
    office.entries.recall(gone)
    with pytest.raises(UnknownEntry):
        office.directory.entry(gone)
    office.releases.refresh_own()
    assert (len(built), office.directory.head().entries) == (2, 59)
    world.sync(office)
    world.sync(office)
    assert len(built) == 2, "what is published is open already"
    world.sync(world.laptops[0])
    with pytest.raises(UnknownEntry):
        world.laptops[0].directory.entry(gone)


def test_a_recall_holds_after_a_restart_before_anything_was_built(world: Coalition) -> None:
    office = world.office
    office.desk.import_file(resource("directory", "training.json"), accept=True, source="training")
    office.releases.refresh_own()
    recalled = office.entries.lines().lines[0].entry_id
    office.entries.recall(recalled)
    office.vault.lock()
    with quick_keys():
        office.vault.unlock(PASSPHRASE)
    with pytest.raises(UnknownEntry):
        office.directory.entry(recalled)


def test_a_release_of_pieces_reads_as_it_was_written(world: Coalition) -> None:
    office = world.office
    office.desk.import_file(resource("directory", "training.json"), accept=True, source="training")
    profile = office.shifts.profile()
    roster = office.vault.opened.database.coalition.roster()
    release = ReleaseContent(7, date(2026, 11, 20), roster, profile, office.desk.content())
    coalition_id = office.vault.opened.device.coalition_id
    payload = release.payload(coalition_id)
    assert payload == strict_json.encode(release.as_json(coalition_id))
    again = read_release(payload, coalition_id)
    assert tuple(again.content.entries) == tuple(release.content.entries)
