# SPDX-License-Identifier: GPL-3.0-or-later
"""While a directory is built or brought in, a search answers, a count is kept and the vault locks."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from coalitions import Coalition, coalition, quick_keys
from desks import place
from test_releases import number_of
from vaults import PASSPHRASE

from outreach_app.bootstrap import Workplace
from outreach_app.domain.directory_import import ImportOrder, Read
from outreach_app.domain.errors import UnknownForm, VaultLocked
from outreach_app.domain.tally import Cell
from outreach_app.paths import resource
from outreach_app.services.attended import Attended
from outreach_app.store import directory_build

LONG = 20.0
"""Seconds after which a test gives up waiting."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Coalition]:
    """Every place with threads of its own."""
    made = coalition(tmp_path, threaded=True, laptops=1)
    yield made
    made.close()


class Held:
    """A build that is as good as done and waits until the test lets it go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.go = threading.Event(), threading.Event()
        check = directory_build._check

        def waiting(*given: Any) -> None:
            self.reached.set()
            assert self.go.wait(LONG)
            check(*given)

        monkeypatch.setattr(directory_build, "_check", waiting)


@pytest.fixture
def held(world: Coalition, monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    """The next builds are held; the training town is published before."""
    office = world.office
    office.lanes.desk.call(lambda: office.desk.import_training(resource("directory", "training.json")))
    office.lanes.network.call(lambda: world.sync(office))
    made = Held(monkeypatch)
    yield made
    made.go.set()


def searched(world: Coalition, where: Workplace) -> int:
    """How many places a search for a bed finds, asked as the window asks."""
    asked = where.lanes.directory.submit(lambda: where.directory.search("bed", now=world.clock()))
    return asked.result(LONG).total


def live(where: Workplace) -> int:
    """The number of the live release."""
    return where.lanes.vault.call(lambda: number_of(where))


def files(world: Coalition, name: str) -> set[str]:
    """A place's directory files, half-built ones too."""
    return {path.name for path in (world.folder / name).glob("directory-*")}


def test_a_laptop_searches_and_counts_while_a_release_is_built(world: Coalition, held: Held) -> None:
    laptop = world.laptops[0]
    laptop.lanes.vault.call(lambda: laptop.shifts.start("North", 2))
    installing = laptop.lanes.network.submit(lambda: world.sync(laptop))
    assert held.reached.wait(LONG)
    assert searched(world, laptop) == 0  # the release before holds nothing yet
    cell = Cell("Z01", "C_BRIEF")
    assert laptop.lanes.vault.submit(lambda: laptop.shifts.record({cell: 1})).result(LONG) == {cell: 1}
    assert files(world, "laptop-1") == {"directory-2-1.db", "directory-3-1.part"}
    held.go.set()
    assert installing.result(LONG).installed == 3
    assert searched(world, laptop) > 0
    assert files(world, "laptop-1") == {"directory-3-1.db"}


def test_the_office_searches_what_is_open_while_the_same_number_is_built_anew(world: Coalition, held: Held) -> None:
    office = world.office
    before = searched(world, office)
    assert before > 0
    open_file = files(world, "office").pop()
    gone = office.lanes.directory.call(lambda: office.directory.search("bed", now=world.clock())).results[0].entry.id
    office.lanes.desk.call(lambda: office.entries.recall(gone))
    rebuilding = office.lanes.network.submit(office.releases.refresh_own)
    assert held.reached.wait(LONG)
    assert searched(world, office) == before - 1  # hidden at once, in the file that is still open
    assert office.lanes.desk.submit(office.desk.sources).result(LONG)[0].entries == 60
    held.go.set()
    rebuilding.result(LONG)
    assert searched(world, office) == before - 1
    assert office.directory.head().entries == 59
    assert len(files(world, "office")) == 1
    assert open_file not in files(world, "office")


def test_a_rebuild_of_the_number_that_is_open_takes_another_name(world: Coalition, held: Held) -> None:
    office = world.office
    held.go.set()
    names = []
    for line in office.lanes.desk.call(office.entries.lines).lines[:3]:
        office.lanes.desk.call(partial(office.entries.recall, line.entry_id))
        office.lanes.network.call(office.releases.refresh_own)
        names.append(files(world, "office"))
    assert names == [{"directory-4-1.db"}, {"directory-4-2.db"}, {"directory-4-1.db"}]
    pointed = office.lanes.vault.call(office.vault.opened.database.coalition.live_release)
    assert pointed is not None
    assert {pointed.directory_file} == names[-1]


@pytest.mark.parametrize("opened_again", [False, True])
def test_locking_does_not_wait_for_a_build_and_discards_it(world: Coalition, held: Held, opened_again: bool) -> None:
    laptop = world.laptops[0]
    installing = laptop.lanes.network.submit(lambda: world.sync(laptop))
    assert held.reached.wait(LONG)
    laptop.lanes.vault.submit(laptop.vault.lock).result(LONG)

    def unlock() -> None:
        with quick_keys():
            laptop.lanes.vault.call(lambda: laptop.vault.unlock(PASSPHRASE))
        assert laptop.lanes.directory.call(lambda: laptop.directory.is_open)

    if opened_again:
        unlock()
        assert files(world, "laptop-1") == {"directory-2-1.db", "directory-3-1.part"}, "swept under its builder"
    held.go.set()
    with pytest.raises(VaultLocked):
        installing.result(LONG)
    assert files(world, "laptop-1") == {"directory-2-1.db"}
    if not opened_again:
        unlock()
    assert (live(laptop), searched(world, laptop)) == (2, 0)
    assert laptop.lanes.network.call(lambda: world.sync(laptop)).installed == 3
    assert searched(world, laptop) > 0


class Endless:
    """A source that never ends; says when it is well under way."""

    def __init__(self) -> None:
        self.under_way = threading.Event()

    def __call__(self, *_given: object) -> Iterator[Read]:
        for number in count():
            yield place(number)
            if number == 5000:
                self.under_way.set()


def test_an_import_keeps_nobody_waiting_and_ends_with_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = Endless()
    monkeypatch.setattr("outreach_app.bootstrap.read_source", endless)
    world = coalition(tmp_path, threaded=True, laptops=0)
    office = world.office
    reading = office.lanes.desk.submit(lambda: office.desk.begin(ImportOrder("far away", "hsds", "county")))
    assert endless.under_way.wait(LONG)
    assert searched(world, office) == 0
    assert not reading.done()
    office.lanes.vault.submit(office.vault.lock).result(LONG)
    with pytest.raises(VaultLocked):
        reading.result(LONG)
    with quick_keys():
        office.lanes.vault.call(lambda: office.vault.unlock(PASSPHRASE))
    staged = office.lanes.desk.call(office.desk.staged)
    assert staged is not None
    assert (staged.source, staged.complete) == ("county", False)
    assert staged.added >= 4096, "what was committed of it waits"
    world.close()


def test_locking_does_not_wait_for_an_address_that_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, answer = threading.Event(), threading.Event()

    def silent(*_given: object) -> Iterator[Read]:
        yield place(1)
        asked.set()
        assert answer.wait(LONG)

    monkeypatch.setattr("outreach_app.bootstrap.read_source", silent)
    world = coalition(tmp_path, threaded=True, laptops=0)
    office = world.office
    reading = office.lanes.desk.submit(lambda: office.desk.begin(ImportOrder("https://county.test", "api", "county")))
    assert asked.wait(LONG)
    office.lanes.vault.submit(office.vault.lock).result(LONG / 2)
    with pytest.raises(VaultLocked):
        reading.result(LONG / 2)
    answer.set()
    world.close()


def test_locking_breaks_off_what_the_desk_is_at(world: Coalition, monkeypatch: pytest.MonkeyPatch) -> None:
    office = world.office
    office.lanes.desk.call(lambda: office.desk.import_training(resource("directory", "training.json")))
    begun, go = threading.Event(), threading.Event()

    def slow_export(rows: Iterator[object], *_given: object) -> int:
        begun.set()
        assert go.wait(LONG)
        return len([*rows])

    monkeypatch.setattr(office.entries, "_write", slow_export)
    exporting = office.lanes.desk.submit(lambda: office.entries.export(world.folder / "out", "json"))
    assert begun.wait(LONG)
    locking = office.lanes.vault.submit(office.vault.lock)
    assert office.desk._ending.wait(LONG)
    go.set()
    locking.result(LONG)
    with pytest.raises(VaultLocked):
        exporting.result(LONG)


def test_what_is_attended_comes_and_fails_as_without() -> None:
    def failing() -> Iterator[int]:
        yield from range(3)
        raise UnknownForm("x")

    assert list(Attended(iter(range(5)), threading.Event())) == [0, 1, 2, 3, 4]
    items = iter(Attended(failing(), threading.Event()))
    assert [next(items), next(items), next(items)] == [0, 1, 2]
    with pytest.raises(UnknownForm):
        next(items)
