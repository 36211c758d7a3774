# SPDX-License-Identifier: GPL-3.0-or-later
"""A sync asks little of a mailbox, says what it does, and puts again only what may be lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from coalitions import Coalition, coalition

from outreach_app.domain.errors import UnsupportedMailbox, VaultLocked
from outreach_app.mailbox.folder import FolderMailbox


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Coalition]:
    made = coalition(tmp_path)
    yield made
    made.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each verb was asked of any mailbox."""
    counted: Counter[str] = Counter()

    def counting(verb: str, real: Any) -> Any:
        def ask(mailbox: FolderMailbox, *arguments: Any, **more: Any) -> Any:
            counted[verb] += 1
            return real(mailbox, *arguments, **more)

        return ask

    for verb in ("put", "get", "stat", "list", "delete"):
        monkeypatch.setattr(FolderMailbox, verb, counting(verb, getattr(FolderMailbox, verb)))
    return counted


def test_nothing_new_costs_one_request_a_box_and_a_few(world: Coalition, asked: Counter[str]) -> None:
    for _ in range(30):
        world.night()
    world.sync(world.laptops[0])
    world.sync(world.office)
    boxes = len(world.office.enrolment.laptops())
    for place in (world.office, *world.laptops):
        asked.clear()
        world.sync(place)
        assert sum(asked.values()) <= boxes + 16
        assert (asked["put"], asked["delete"]) == (0, 0)


def test_what_was_acknowledged_is_never_asked_for_again(world: Coalition, asked: Counter[str]) -> None:
    world.night()
    laptop = world.laptops[0]
    world.sync(laptop)
    database: Any = laptop.vault.opened.database
    database.outbox._db.run("UPDATE outbox SET delivery = 'received'")
    for path in world.sent():
        path.unlink()
    asked.clear()
    assert world.sync(laptop).sent == 0
    assert asked["stat"] == 0


def test_it_says_what_it_is_doing(world: Coalition) -> None:
    world.night()
    steps: list[str] = []
    for place in (world.laptops[0], world.office):
        place.sync.run(str(world.mail), lambda step, done, total: steps.append(f"{step} {done}/{total}"))
    assert steps == [
        "sending 0/1", "receiving 0/3", "receiving 1/3", "receiving 2/3", "publishing 0/1",
    ]  # fmt: skip


def test_the_offices_own_shifts_count_too(world: Coalition) -> None:
    world.laptops.insert(0, world.office)
    world.night(0)
    report = world.sync(world.office)
    world.laptops.pop(0)
    assert (report.sent, report.imported) == (1, 1)
    assert world.sync(world.office).received == 0


def test_the_states_a_worker_sees(world: Coalition) -> None:
    laptop = world.laptops[0]
    world.night()
    assert ([line.delivery for line in laptop.shifts.list()], laptop.shifts.unsent()) == (["waiting"], 1)
    world.sync(laptop)
    assert ([line.delivery for line in laptop.shifts.list()], laptop.shifts.unsent()) == (["sent"], 0)
    status = laptop.coalition.status()
    assert (status.unsent, status.not_received) == (0, 1)
    for path in world.sent():
        path.unlink()
    world.mail.chmod(0o700)
    laptop.sync._put_again(FolderMailbox(world.mail, laptop.vault.opened.device.mailbox_id))
    assert ([line.delivery for line in laptop.shifts.list()], laptop.shifts.unsent()) == (["waiting"], 1)


def test_a_locked_vault_and_an_unknown_kind_of_mailbox(world: Coalition) -> None:
    with pytest.raises(UnsupportedMailbox):
        world.laptops[0].sync.run("https://cloud.example/dav")
    world.laptops[0].vault.lock()
    with pytest.raises(VaultLocked):
        world.sync(world.laptops[0])
