# SPDX-License-Identifier: GPL-3.0-or-later
"""Invitations and joining, before anything travels."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from coalitions import Coalition, coalition, quick_keys
from vaults import NIGHT

from outreach_app.crypto import signing
from outreach_app.crypto.invitations import MAX_SIZE, open_sealed
from outreach_app.domain.errors import BadField


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Coalition]:
    made = coalition(tmp_path, laptops=0)
    yield made
    made.close()


def test_an_invitation_fits_a_picture_and_names_its_terms(world: Coalition) -> None:
    with quick_keys():
        made = world.office.enrolment.invite("lead", "North")
        opened = open_sealed(made.text, made.code)
    assert (made.role, made.team, made.expires) == ("lead", "North", (NIGHT + timedelta(days=14)).date())
    assert len(made.text) < MAX_SIZE * 4 / 3 + 40
    assert (opened.role, opened.team, opened.expires) == (made.role, made.team, made.expires)
    assert opened.coalition_id.hex() == world.office.vault.opened.device.coalition_id


def test_the_office_keeps_the_public_half_only(world: Coalition) -> None:
    invitation = world.invited()
    with quick_keys():
        seed = open_sealed(*invitation).invite_seed
    (issued,) = world.office.enrolment.open_invitations()
    assert bytes.fromhex(issued.invite_key) == signing.signing_key(seed).public


def test_each_invitation_has_a_box_a_key_and_a_code_of_its_own(world: Coalition) -> None:
    first, second = world.invited(), world.invited()
    assert first[1] != second[1]
    one, other = world.office.enrolment.open_invitations()
    assert (one.box, one.invite_key) != (other.box, other.invite_key)


def test_an_address_too_long_for_an_invitation_is_named(world: Coalition, tmp_path: Path) -> None:
    long = tmp_path
    for _ in range(4):
        long /= "x" * 60
    long.mkdir(parents=True)
    world.office.coalition.set_mailbox(str(long))
    with pytest.raises(BadField) as raised:
        world.office.enrolment.invite("worker", "North")
    assert (raised.value.field, raised.value.reason) == ("mailbox", "too_long")
    assert world.office.enrolment.open_invitations() == ()


def test_roles_and_teams_are_checked(world: Coalition) -> None:
    with pytest.raises(BadField):
        world.office.enrolment.invite("boss", "North")
    with quick_keys():
        assert world.office.enrolment.invite("adviser", "").team == ""


def test_a_laptop_joins_with_the_mailbox_of_its_invitation(world: Coalition) -> None:
    world.office.coalition.set_mailbox(str(world.mail))
    place = world.joined("a", world.invited())
    assert place.vault.opened.device.mailbox == str(world.mail)
    assert place.sync.run().sent == 1
