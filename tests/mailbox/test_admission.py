# SPDX-License-Identifier: GPL-3.0-or-later
"""Who becomes a laptop of the coalition: held until admitted, once per invitation, never in somebody else's name."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from coalitions import NIGHT_CONTACTS, Coalition, coalition, quick_keys
from vaults import NIGHT, PASSPHRASE, workplace

from outreach_app.crypto import sealing, signing
from outreach_app.crypto.invitations import open_sealed
from outreach_app.domain.device import Roster
from outreach_app.domain.errors import InvitationExpired, RoleComesLater, RoleMayNot, UnknownTeam, VaultExists
from outreach_app.domain.keys import SigningKey, key_id
from outreach_app.domain.statement import Statement, payload_type
from outreach_app.domain.travel import object_name
from outreach_app.services.coalition import NOT_ADMITTED
from outreach_app.services.enrolment import enrolment_proof

SMALL_ORDER = bytes([1]) + bytes(31)
"""The neutral point: under it a forger can make signatures that verify."""
BEFORE = 3
"""Laptops in the coalition before anything happens here: the office's and two workers'."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Coalition]:
    made = coalition(tmp_path, laptops=1)
    yield made
    made.close()


class Newcomer:
    """Somebody who holds an invitation and its code and writes the enrolment by hand."""

    def __init__(self, world: Coalition, invitation: tuple[str, str], seed: bytes = b"n" * 32) -> None:
        with quick_keys():
            self.invitation = open_sealed(*invitation)
        self.world = world
        self.invite_key = signing.signing_key(self.invitation.invite_seed)
        self.key = signing.signing_key(seed)
        self.recipient = sealing.age_key(seed).recipient
        self.coalition_id = self.invitation.coalition_id.hex()
        self.readers = tuple(
            sealing.recipient(public) for public in (self.invitation.recovery, *self.invitation.coordinators)
        )

    def claim(self, **changes: str) -> dict[str, str]:
        """What an enrolment says of the laptop."""
        claim = {"box": self.invitation.box.hex(), "signing_key": self.key.public.hex(), "recipient": self.recipient}
        return {**claim, **changes}

    def body(self, **changes: str) -> dict[str, str]:
        """The claim with its proof."""
        claim = self.claim(**changes)
        return {**claim, "proof": signing.sign(self.key, enrolment_proof(self.coalition_id, claim)).hex()}

    def put(self, body: dict[str, str] | None = None, keys: tuple[SigningKey, ...] = (), **changes: Any) -> Path:
        """Sign the enrolment with the invitation's key (or others) and lay it into the box."""
        statement = replace(
            Statement(
                kind="enrolment",
                coalition_id=self.coalition_id,
                device_id=self.key.id,
                incarnation=1,
                roster_version=0,
                sequence=0,
                previous="",
                recipients=tuple(sorted(self.readers)),
                body=self.body() if body is None else body,
            ),
            **changes,
        )
        signed, _ = signing.sign_dsse(payload_type(statement.kind), statement.payload(), keys or [self.invite_key])
        data = sealing.seal(signed, self.readers)
        name = object_name(self.invitation.box.hex(), statement.sequence, hashlib.sha256(data).hexdigest())
        path = self.world.tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path


def reasons(world: Coalition) -> list[str]:
    """Why the office's next sync refuses what it refuses."""
    return [reason for _, reason in world.sync(world.office).refused]


def members(world: Coalition) -> int:
    """How many laptops the coalition has."""
    return len(world.office.enrolment.laptops())


def test_a_laptop_is_admitted_by_the_next_sync_and_told_so(world: Coalition) -> None:
    newcomer = world.joined("newcomer", world.invited("lead"))
    world.sync(newcomer)
    report = world.sync(world.office)
    assert (report.admitted, report.refused) == (1, [])
    (laptop,) = [laptop for laptop in world.office.enrolment.laptops() if laptop.role == "lead"]
    assert (laptop.device_id, laptop.team, laptop.state) == (newcomer.vault.opened.keys.device_id, "North", "active")
    assert world.office.enrolment.open_invitations() == ()
    assert world.sync(world.office).admitted == 0
    world.sync(newcomer)
    assert len(newcomer.vault.opened.database.coalition.roster().members) == BEFORE + 1


def test_nights_before_the_admission_are_held_and_count_afterwards(world: Coalition) -> None:
    newcomer = world.joined("newcomer", world.invited())
    world.sync(newcomer)
    world.night(1)
    world.sync(newcomer)
    enrolment, night = world.sent(1)
    enrolment.rename(enrolment.with_suffix(".late"))
    report = world.sync(world.office)
    assert [reason for _, reason in report.held] == ["not_admitted"]
    assert (report.refused, world.quarantine(), report.admitted) == ([], [], 0)
    by_hand = world.office.importing.take_by_hand([(str(night), night.read_bytes())])
    assert [reason for _, reason in by_hand.held] == ["not_admitted"]
    assert by_hand.refused == []
    enrolment.with_suffix(".late").rename(enrolment)
    report = world.sync(world.office)
    assert (report.admitted, report.imported) == (1, 1)
    assert world.contacts() == NIGHT_CONTACTS


def test_an_invitation_admits_one_laptop_and_the_second_is_named(world: Coalition) -> None:
    invitation = world.invited()
    first = world.joined("first", invitation)
    world.sync(first)
    world.sync(world.office)
    second = world.joined("second", invitation)
    world.sync(second)
    world.night(2)
    world.sync(second)
    report = world.sync(world.office)
    assert [reason for _, reason in report.refused] == ["invitation_used", "unknown_signer"]
    assert (report.admitted, members(world)) == (0, BEFORE + 1)
    assert reasons(world) == []  # told once, kept for good
    assert {"invitation_used", "unknown_signer"} <= {reason for _, reason in world.quarantine()}
    assert "refused_invitation_used" in world.office.coalition.status().problems


def test_two_laptops_race_for_one_invitation(world: Coalition) -> None:
    invitation = world.invited()
    for name in ("first", "second"):
        world.sync(world.joined(name, invitation))
    report = world.sync(world.office)
    assert report.admitted == 1
    assert [reason for _, reason in report.refused] == ["invitation_used"]


def test_an_enrolment_brought_twice_changes_nothing(world: Coalition) -> None:
    newcomer = world.joined("newcomer", world.invited())
    world.sync(newcomer)
    world.sync(world.office)
    (enrolment,) = world.sent(1)
    report = world.office.importing.take_by_hand([("a.age", enrolment.read_bytes())])
    assert (report.duplicates, report.refused, members(world)) == (1, [], BEFORE + 1)


def test_an_honest_enrolment_written_by_hand_is_admitted(world: Coalition) -> None:
    Newcomer(world, world.invited()).put()
    assert world.sync(world.office).admitted == 1


def test_an_enrolment_under_a_key_that_anybody_can_forge_is_refused(world: Coalition) -> None:
    newcomer = Newcomer(world, world.invited())
    newcomer.put({**newcomer.body(), "signing_key": SMALL_ORDER.hex()}, device_id=key_id(SMALL_ORDER))
    assert reasons(world) == ["weak_key"]


def test_an_enrolment_that_does_not_prove_its_key_is_refused(world: Coalition) -> None:
    newcomer = Newcomer(world, world.invited())
    other = signing.signing_key(b"o" * 32)
    stolen = newcomer.claim(signing_key=other.public.hex())
    proof = signing.sign(newcomer.key, enrolment_proof(newcomer.coalition_id, stolen)).hex()
    newcomer.put({**stolen, "proof": proof}, device_id=other.id)
    newcomer.put({key: value for key, value in newcomer.body().items() if key != "proof"})
    newcomer.put({**newcomer.body(), "recipient": Newcomer(world, world.invited(), b"p" * 32).recipient})
    assert sorted(reasons(world)) == ["bad_signature", "bad_signature", "malformed"]
    assert members(world) == BEFORE


def test_an_enrolment_may_not_take_another_laptops_id(world: Coalition) -> None:
    newcomer = Newcomer(world, world.invited())
    newcomer.put(device_id=world.office.vault.opened.keys.device_id)
    assert reasons(world) == ["wrong_owner"]
    assert members(world) == BEFORE
    assert world.sync(world.laptops[0]).refused == []  # the roster still reads well on every laptop


def test_a_laptop_cannot_enrol_twice_under_two_boxes(world: Coalition) -> None:
    seed = world.laptops[0].vault.opened.device.signing_seed
    Newcomer(world, world.invited(), seed).put()
    assert reasons(world) == ["already_enrolled"]


def test_a_workers_invitation_cannot_be_spent_on_a_leads_box(world: Coalition) -> None:
    worker, lead = Newcomer(world, world.invited()), Newcomer(world, world.invited("lead"), b"l" * 32)
    worker.put(worker.body(box=lead.invitation.box.hex()))
    assert reasons(world) == ["wrong_owner"]
    lead.put()
    assert world.sync(world.office).admitted == 1
    assert {laptop.role for laptop in world.office.enrolment.laptops()} == {"coordinator", "worker", "lead"}


def test_an_invitations_key_signs_nothing_but_the_enrolment(world: Coalition) -> None:
    newcomer = Newcomer(world, world.invited())
    newcomer.put(kind="shift-summary")
    newcomer.put(sequence=1, previous="ab" * 32)
    newcomer.put(keys=(world.laptops[0].vault.opened.keys.signing, newcomer.invite_key))
    assert reasons(world) == ["wrong_owner"] * 3
    assert members(world) == BEFORE


def test_an_enrolment_in_another_box_is_refused(world: Coalition) -> None:
    one, other = Newcomer(world, world.invited()), Newcomer(world, world.invited(), b"p" * 32)
    path = one.put()
    place = other.put()
    shutil.move(path, place.parent / path.name)
    report = world.sync(world.office)
    assert report.admitted == 1
    assert [reason for _, reason in report.refused] == ["wrong_owner"]


def test_a_recipient_that_nothing_can_be_sealed_to_is_refused(world: Coalition) -> None:
    newcomer = Newcomer(world, world.invited())
    newcomer.put(newcomer.body(recipient="age1" + "q" * 58))
    assert reasons(world) == ["bad_recipient"]


def test_a_revoked_laptop_is_refused_by_hand_and_not_asked_in_the_mailbox(world: Coalition) -> None:
    world.night()
    world.sync(world.laptops[0])
    roster = world.office.vault.opened.database.coalition.roster()
    revoked = tuple(
        replace(member, state="revoked") if member.role == "worker" else member for member in roster.members
    )
    database = world.office.vault.opened.database
    with database.transaction():
        database.coalition.set_roster(Roster(roster.version + 1, revoked))
    assert world.sync(world.office).received == 0
    night = world.sent()[-1]
    report = world.office.importing.take_by_hand([(str(night), night.read_bytes())])
    assert [reason for _, reason in report.refused] == ["revoked_signer"]
    assert world.contacts() == 0


def test_only_a_coordinator_invites_and_only_for_teams_that_exist(world: Coalition) -> None:
    with pytest.raises(UnknownTeam):
        world.office.enrolment.invite("worker", "South")
    with pytest.raises(RoleMayNot):
        world.laptops[0].enrolment.invite("worker", "North")
    with pytest.raises(RoleComesLater):  # a second coordinator needs new root metadata
        world.office.enrolment.invite("coordinator", "")


def test_joining_is_refused_after_the_date_and_over_a_vault(world: Coalition) -> None:
    invitation = world.invited()
    with quick_keys():
        with pytest.raises(VaultExists):
            world.laptops[0].enrolment.join(*invitation, PASSPHRASE)
        late = workplace(world.folder / "late")
        late.enrolment._clock = lambda: NIGHT + timedelta(days=15)
        with pytest.raises(InvitationExpired):
            late.enrolment.join(*invitation, PASSPHRASE)
    assert late.vault.state() == "none"
    assert world.laptops[0].vault.seat().role == "worker"


def test_a_laptop_that_was_not_let_in_is_told_and_nothing_of_it_counts_as_sent(world: Coalition) -> None:
    invitation = world.invited()
    first = world.joined("first", invitation)
    world.sync(first)
    world.sync(world.office)
    second = world.joined("second", invitation)
    assert NOT_ADMITTED in world.sync(second).problems
    world.night(len(world.laptops) - 1)
    assert NOT_ADMITTED in world.sync(second).problems
    assert NOT_ADMITTED in second.coalition.status().problems
    assert [line.delivery for line in second.shifts.list()] == ["waiting"]
    assert NOT_ADMITTED not in world.sync(first).problems
    assert NOT_ADMITTED not in first.coalition.status().problems
