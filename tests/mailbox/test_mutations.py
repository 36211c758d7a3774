# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes changed at random, some hundreds of each kind in the same way in every run: typed errors only, and soon.

Objects are changed from outside, and from inside by somebody who can seal and sign; slips and invitations as a person
may hand them over.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from coalitions import NIGHT_SLIP, Coalition, coalition, quick_keys

from outreach_app.crypto import invitations, sealing, signing
from outreach_app.crypto import root as root_of_trust
from outreach_app.domain import strict_json
from outreach_app.domain.errors import CompanionError, Refused
from outreach_app.domain.statement import payload_type
from outreach_app.services.objects import Held, ObjectReader
from outreach_app.services.releases import ReleaseContent, read_release
from outreach_app.services.slips import read_slip

SEED = 20261121
ROUNDS = 300
PLANTED = (b"{", b"[" * 50, b'"', b"null", b"-1", b"1e400", b"\\ud800", b"9" * 400, b"true", b",", b":")
ALLOWED_SECONDS = 1.0


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coalition]:
    made = coalition(tmp_path_factory.mktemp("mutations"), laptops=1)
    yield made
    made.close()


def mutated(chance: random.Random, data: bytes) -> bytes:
    """`data` with a few bytes changed, dropped, added, or with something planted that readers stumble over."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        place = chance.randrange(len(changed) + 1)
        match chance.randrange(4):
            case 0:
                changed[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del changed[place : place + chance.choice((1, 2, 10, 1000))]
            case 2:
                changed[place:place] = chance.randbytes(chance.choice((1, 2, 8)))
            case _:
                changed[place:place] = chance.choice(PLANTED)
    return bytes(changed)


def endings(read: Callable[[bytes], object], data: bytes, rounds: int = ROUNDS) -> set[str]:
    """How reading ended over all rounds; anything but a typed error fails, and so does a slow one."""
    chance = random.Random(SEED)  # noqa: S311 - the same in every run
    found = set()
    for _ in range(rounds):
        untrusted = mutated(chance, data)
        started = time.process_time()
        try:
            read(untrusted)
        except Held as held:
            found.add(f"held:{held.reason}")
        except CompanionError as error:
            found.add(error.reason if isinstance(error, Refused) else type(error).__name__)
        else:
            found.add("")
        assert time.process_time() - started < ALLOWED_SECONDS
    return found


@pytest.fixture
def read_object(world: Coalition) -> Callable[[bytes], object]:
    """Read an object of the laptop as the office would, its content too."""
    importing, box = world.office.importing, world.laptops[0].vault.opened.device.box
    state = importing.state()

    def read(data: bytes) -> object:
        sha256 = hashlib.sha256(data).hexdigest()
        found = ObjectReader(signing, sealing).read("n", data, sha256=sha256, box=box, state=state, sequence=1)
        return importing._checked(found)

    return read


def test_objects_changed_from_outside(world: Coalition, read_object: Callable[[bytes], object]) -> None:
    forger = world.forger()
    data = forger.sealed(forger.statement())
    assert read_object(data)
    assert endings(read_object, data) == {"not_for_us"}


def test_envelopes_changed_by_somebody_who_can_seal(world: Coalition, read_object: Callable[[bytes], object]) -> None:
    forger = world.forger()
    key = world.office.vault.opened.keys.age
    signed = sealing.unseal(forger.sealed(forger.statement()), [key])
    found = endings(lambda data: read_object(sealing.seal(data, [key.recipient], pad=False)), signed)
    assert found == {"malformed", "bad_signature"}


def test_payloads_changed_by_somebody_who_can_sign(world: Coalition, read_object: Callable[[bytes], object]) -> None:
    forger = world.forger()
    key = world.office.vault.opened.keys.age

    def read(payload: bytes) -> object:
        signed, _ = signing.sign_dsse(payload_type("shift-summary"), payload, [forger.keys.signing])
        return read_object(sealing.seal(signed, [key.recipient], pad=False))

    assert {"malformed", ""} <= endings(read, forger.statement().payload().rstrip())


def test_slips(world: Coalition) -> None:
    profile = world.office.shifts.profile()
    found = endings(lambda data: read_slip(data, "slip.json", profile), NIGHT_SLIP)
    assert {"UnreadableFile", "BadField"} <= found


def test_invitations_from_outside_and_inside(world: Coalition) -> None:
    text, code = world.invited()

    def read(data: bytes) -> object:
        with quick_keys():
            return invitations.open_sealed(data.decode("utf-8", "replace"), code)

    assert "InvitationUnreadable" in endings(read, text.encode(), rounds=60)
    with quick_keys():
        packed = invitations._pack(invitations.open_sealed(text, code))
    assert "InvitationUnreadable" in endings(invitations._unpack, packed)


def test_releases_and_roots(world: Coalition) -> None:
    vault = world.office.vault.opened
    profile, coalition_id = world.office.shifts.profile(), vault.device.coalition_id
    roster, today = vault.database.coalition.roster(), profile.operating_date(world.clock())
    content = ReleaseContent(7, today, roster, profile, world.office.desk.content())
    data = strict_json.encode(content.as_json(coalition_id))
    assert "malformed" in endings(lambda untrusted: read_release(untrusted, coalition_id), data, rounds=100)
    root = vault.database.coalition.root()
    assert root is not None
    assert endings(root_of_trust.read, root) <= {"", "bad_root", "malformed"}


def test_files_of_mutated_objects_stop_nobody(tmp_path: Path) -> None:
    made = coalition(tmp_path, laptops=1)
    made.night()
    made.sync(made.laptops[0])
    good = made.sent()[-1]
    chance = random.Random(SEED)  # noqa: S311 - the same in every run
    for _ in range(40):
        data = mutated(chance, good.read_bytes())
        name = f"{chance.randrange(9):010d}-{hashlib.sha256(data).hexdigest()}.age"
        good.with_name(name).write_bytes(data)
    report = made.sync(made.office)
    assert report.imported == 1
    assert {reason for _, reason in report.refused} == {"not_for_us"}
    assert made.sync(made.office).refused == []
    made.close()
