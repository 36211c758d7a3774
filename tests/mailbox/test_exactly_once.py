# SPDX-License-Identifier: GPL-3.0-or-later
"""Each night counts exactly once, whatever is repeated, doubled, reordered, held up or brought by hand."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from coalitions import NIGHT_CONTACTS, Coalition, coalition, tree

from outreach_app.services.importing import ImportReport


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Coalition]:
    made = coalition(tmp_path)
    yield made
    made.close()


def by_hand(world: Coalition, *files: Path) -> ImportReport:
    """Import files as from a stick."""
    return world.office.importing.take_by_hand([(str(file), file.read_bytes()) for file in files])


def test_two_laptops_arrive_and_repeating_the_sync_changes_nothing(world: Coalition) -> None:
    for number, laptop in enumerate(world.laptops):
        world.night(number)
        assert world.sync(laptop).sent == 1
    report = world.sync(world.office)
    assert (report.received, report.imported, report.duplicates) == (2, 2, 0)
    before = world.imported()
    for _ in range(2):
        again = world.sync(world.office)
        assert (again.received, again.imported, again.sent) == (0, 0, 0)
        for laptop in world.laptops:
            assert world.sync(laptop).sent == 0
    assert world.imported() == before
    assert world.contacts() == 2 * NIGHT_CONTACTS


def test_two_mailboxes_with_the_same_objects_count_once(world: Coalition, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    world.night()
    world.sync(world.laptops[0])
    assert world.sync(world.laptops[0], stick).sent == 2  # the enrolment too: the stick may be all the office ever sees
    assert world.sync(world.office, stick).imported == 1
    report = world.sync(world.office)
    assert (report.imported, report.duplicates, report.received) == (0, 0, 0)
    assert world.contacts() == NIGHT_CONTACTS


def test_files_from_a_stick_after_the_sync_change_nothing(world: Coalition) -> None:
    world.night()
    world.sync(world.laptops[0])
    world.sync(world.office)
    report = by_hand(world, *world.sent())
    assert (report.received, report.imported, report.duplicates, report.refused) == (2, 0, 2, [])
    assert world.contacts() == NIGHT_CONTACTS


def test_files_from_a_stick_come_in_any_order_and_under_any_name(world: Coalition, tmp_path: Path) -> None:
    for _ in range(3):
        world.night()
    newcomer = world.joined("laptop-3", world.invited())
    world.sync(newcomer)
    world.night(2)
    for laptop in (world.laptops[0], newcomer):
        world.sync(laptop)
    stick = []
    for number, path in enumerate(reversed([*world.sent(0), *world.sent(2)])):
        stick.append(tmp_path / f"photo {number}.age")
        shutil.copy(path, stick[-1])
    report = by_hand(world, *stick)
    assert (report.imported, report.admitted, report.refused, report.held) == (4, 1, [], [])
    assert world.contacts() == 4 * NIGHT_CONTACTS
    assert world.sync(world.office).imported == 0


def test_the_same_object_under_two_names_counts_once(world: Coalition) -> None:
    world.night()
    world.sync(world.laptops[0])
    real = world.sent()[-1]
    copy = real.with_name(real.name.replace("0000000001", "0000000007"))
    shutil.copy(real, copy)
    report = world.sync(world.office)
    assert report.imported == 1
    assert [reason for _, reason in report.refused] == ["wrong_place"]
    assert world.sync(world.office).refused == []
    assert world.contacts() == NIGHT_CONTACTS


@pytest.mark.parametrize("wrong_first", [True, False])
def test_a_copy_in_a_wrong_place_never_keeps_the_real_one_out(world: Coalition, *, wrong_first: bool) -> None:
    world.night()
    world.sync(world.laptops[0])
    real = world.sent()[-1]
    other = tree(world.mail, world.office) / "up" / world.laptops[1].vault.opened.device.box / "000000"
    hidden = world.folder / "hidden"
    if wrong_first:
        real.rename(hidden)
    shutil.copy(hidden if wrong_first else real, other / real.name)
    report = world.sync(world.office)
    assert [reason for _, reason in report.refused] == ["wrong_owner"]
    assert report.refused[0][0] == f"up/{other.parent.name}/000000/{real.name}"
    if wrong_first:
        hidden.rename(real)
        world.sync(world.office)
    assert world.contacts() == NIGHT_CONTACTS


def test_a_correction_replaces_what_was_counted(world: Coalition) -> None:
    forger = world.forger()
    first = forger.summary()
    forger.say(first)
    head = forger.head
    forger.say({**first, "revision": 2, "replaces": head, "workers": 3})
    report = world.sync(world.office)
    assert (report.imported, report.corrected) == (1, 1)
    (shift,) = world.imported()
    assert (shift.revision, shift.workers, shift.contacts) == (2, 3, NIGHT_CONTACTS)


def test_corrections_of_two_laptops_in_any_order_of_arrival(world: Coalition) -> None:
    forgers = [world.forger(0), world.forger(1)]
    files: list[list[Path]] = []
    for forger in forgers:
        body = forger.summary()
        files.append([forger.say(body)])
        head = forger.head
        files[-1].append(forger.say({**body, "revision": 2, "replaces": head, "workers": 4}))
    for path in [path for paths in files for path in paths]:
        path.rename(path.with_suffix(".later"))
    arrivals = [(1, 1), (0, 0), (1, 0), (0, 1)]  # laptop 2's correction comes before what it corrects
    for laptop, place in arrivals:
        path = files[laptop][place]
        path.with_suffix(".later").rename(path)
        world.sync(world.office)
        world.sync(world.office)
    assert sorted((shift.revision, shift.workers) for shift in world.imported()) == [(2, 4), (2, 4)]
    assert world.contacts() == 2 * NIGHT_CONTACTS


def test_a_withdrawn_shift_no_longer_counts_and_stays_named(world: Coalition) -> None:
    forger = world.forger()
    body = forger.summary()
    forger.say(body)
    world.sync(world.office)
    empty: dict[str, object] = {"zones": [], "age": {}, "referrals": {}, "not_met": {}, "measures": {}}
    forger.say({**body, **empty, "revision": 2, "replaces": forger.head, "withdrawn": True})
    assert world.sync(world.office).corrected == 1
    (shift,) = world.imported()
    assert shift.withdrawn
    assert world.contacts() == 0


def test_withdrawing_with_counts_left_in_it_is_refused(world: Coalition) -> None:
    forger = world.forger()
    body = forger.summary()
    forger.say(body)
    forger.say({**body, "revision": 2, "replaces": forger.head, "withdrawn": True})
    report = world.sync(world.office)
    assert [reason for _, reason in report.refused] == ["malformed"]
    assert world.contacts() == NIGHT_CONTACTS


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"revision": 2, "replaces": "ab" * 32}, "wrong_replaces"), ({"workers": 9}, "revision_twice")],
)
def test_a_correction_must_name_what_it_corrects(world: Coalition, changes: dict[str, object], reason: str) -> None:
    forger = world.forger()
    body = forger.summary()
    forger.say(body)
    forger.say({**body, **changes})
    report = world.sync(world.office)
    assert [why for _, why in report.refused] == [reason]
    (shift,) = world.imported()
    assert (shift.revision, shift.workers) == (1, 2)


def test_an_older_revision_that_comes_late_is_known(world: Coalition) -> None:
    forger = world.forger()
    body = forger.summary()
    forger.say(body)
    first = forger.head
    forger.say({**body, "revision": 2, "replaces": first, "workers": 3})
    forger.say({**body, "revision": 1})
    report = world.sync(world.office)
    assert (report.imported, report.corrected, report.duplicates, report.refused) == (1, 1, 1, [])
    assert [shift.revision for shift in world.imported()] == [2]


def test_a_shift_of_another_laptop_is_refused_and_named(world: Coalition) -> None:
    shift_id = world.night(0)
    world.sync(world.laptops[0])
    world.sync(world.office)
    thief = world.forger(1)
    thief.say(thief.summary(shift_id=shift_id, revision=7, workers=9))
    thief.say()
    report = world.sync(world.office)
    assert [reason for _, reason in report.refused] == ["other_laptops_shift"]
    assert report.imported == 1  # the thief's own next night still counts
    assert {shift.workers for shift in world.imported()} == {2}
    assert world.contacts() == 2 * NIGHT_CONTACTS


def test_gaps_are_named_and_filled_later(world: Coalition) -> None:
    for _ in range(6):
        world.night()
    world.sync(world.laptops[0])
    sent = {int(path.name[:10]): path for path in world.sent()}
    for sequence in (2, 3, 5):
        sent[sequence].rename(sent[sequence].with_suffix(".lost"))
    report = world.sync(world.office)
    box = world.laptops[0].vault.opened.device.box
    assert report.missing == [f"{box}:2-3", f"{box}:5-5"]
    assert [reason for _, reason in report.held] == ["gap", "gap"]
    assert report.imported == 1
    for sequence in (2, 3, 5):
        sent[sequence].with_suffix(".lost").rename(sent[sequence])
    healed = world.sync(world.office)
    assert (healed.imported, healed.missing, healed.held) == (5, [], [])
    assert world.contacts() == 6 * NIGHT_CONTACTS


def test_a_lost_last_object_of_a_folder_does_not_hide_the_next_folder(world: Coalition) -> None:
    forger = world.forger()
    # a chain that stands just before the edge: the office has seen everything up to 254
    database = world.office.vault.opened.database
    cursor = database.inbox.cursor(forger.device.box)
    assert cursor is not None
    with database.transaction():
        database.inbox.move_cursor(type(cursor)(cursor.box, cursor.device_id, 1, 254, "ab" * 32))
    forger.last, forger.head = 254, "ab" * 32
    lost = forger.say()
    kept = forger.say()
    assert (lost.parent.name, kept.parent.name) == ("000000", "000001")
    lost.rename(lost.with_suffix(".lost"))
    report = world.sync(world.office)
    assert report.missing == [f"{forger.device.box}:255-255"]
    lost.with_suffix(".lost").rename(lost)
    assert world.sync(world.office).imported == 2


def test_one_bad_object_blocks_neither_its_own_box_nor_another(world: Coalition) -> None:
    forger = world.forger(0)
    forger.say(forger.summary(team="Strangers"))
    forger.say()
    world.night(1)
    world.sync(world.laptops[1])
    report = world.sync(world.office)
    assert [reason for _, reason in report.refused] == ["unknown_code"]
    assert report.imported == 2


def test_the_same_sequence_with_another_content_is_flagged(world: Coalition) -> None:
    forger = world.forger()
    forger.say()
    twin = world.forger()
    assert world.sync(world.office).imported == 1
    twin.say(twin.summary(workers=3, shift_id="cd" * 16))
    report = world.sync(world.office)
    assert [reason for _, reason in report.refused] == ["equivocation"]
    assert [shift.workers for shift in world.imported()] == [2]
    assert world.sync(world.office).refused == []
    assert ("equivocation") in [reason for _, reason in world.quarantine()]


def test_both_sides_of_an_equivocation_in_one_sync(world: Coalition) -> None:
    world.forger().say()
    twin = world.forger()
    twin.say(twin.summary(workers=3, shift_id="cd" * 16))
    report = world.sync(world.office)
    assert report.imported == 1
    assert [reason for _, reason in report.refused] == ["equivocation"]


def test_a_half_uploaded_object_is_not_there_yet(world: Coalition) -> None:
    world.night()
    world.sync(world.laptops[0])
    path = world.sent()[-1]
    whole = path.read_bytes()
    path.write_bytes(whole[:1000])
    report = world.sync(world.office)
    assert [reason for _, reason in report.held] == ["not_whole"]
    assert (report.imported, report.refused, world.quarantine()) == (0, [], [])
    path.write_bytes(whole)
    assert world.sync(world.office).imported == 1


def test_names_that_are_no_objects_are_ignored(world: Coalition) -> None:
    world.night()
    world.sync(world.laptops[0])
    path = world.sent()[-1]
    folder = path.parent
    for name in (
        f"{path.stem} (conflicted copy 2026-11-20).age", "desktop.ini", ".DS_Store", "1-ab.age", f"{path.name}.part",
        f"{path.name}~", f"9{path.name}", path.name.upper(), "0000000002-" + "g" * 64 + ".age",
    ):  # fmt: skip
        (folder / name).write_bytes(path.read_bytes())
    (folder / ("0000000002-" + "a" * 64 + ".age")).mkdir()
    (folder.parent / "notes.txt").write_text("hello")
    report = world.sync(world.office)
    assert (report.received, report.imported, report.refused, report.held) == (1, 1, [], [])


def test_far_too_large_and_unreadable_objects_stop_nobody(world: Coalition, monkeypatch: pytest.MonkeyPatch) -> None:
    world.night(0)
    world.night(1)
    for laptop in world.laptops:
        world.sync(laptop)
    big, shut = (world.sent(0)[-1].with_name(f"000000000{place}-{'a' * 64}.age") for place in (0, 1))
    big.write_bytes(b"x" * (200 * 1024))
    shut.write_bytes(b"x")
    real_open = Path.open

    def guarded(path: Path, *arguments: Any, **more: Any) -> Any:
        if path == shut:  # tests may run as root, whom no file mode stops
            raise PermissionError(errno.EACCES, "shut")
        return real_open(path, *arguments, **more)

    monkeypatch.setattr(Path, "open", guarded)
    report = world.sync(world.office)
    assert report.imported == 2
    assert sorted(reason for _, reason in report.held) == ["too_large", "unreadable"]
