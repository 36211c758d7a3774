# SPDX-License-Identifier: GPL-3.0-or-later
"""Invitations: small, opened by a code that is read aloud, refused whole when anything in them was changed."""

from __future__ import annotations

import base64
import hashlib
import itertools
import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaults import CHEAP

from outreach_app.crypto import derivation, invitations
from outreach_app.crypto.derivation import Cost
from outreach_app.crypto.invitations import ALPHABET, PREFIX, new_code, open_sealed, plain_code, seal
from outreach_app.domain.codes import ROLES
from outreach_app.domain.errors import BadField, InvitationCodeWrong, InvitationUnreadable
from outreach_app.domain.invitation import Invitation

INVITATION = Invitation(
    coalition_id=b"\x01" * 16,
    mailbox_id=b"\x02" * 16,
    root_sha256=b"\x03" * 32,
    box=b"\x04" * 16,
    invite_seed=b"\x05" * 32,
    epoch=1,
    epoch_secret=b"\x06" * 32,
    recovery=b"\x07" * 32,
    coordinators=(b"\x08" * 32,),
    role="worker",
    team="North",
    expires=date(2026, 12, 5),
    mailbox="/media/stick/Łódź mailbox",
)
CODE = new_code(random.Random(5).randrange)  # noqa: S311 - the same in every run
SALT, NONCE = b"\x0a" * 16, b"\x0b" * 12
CODES = st.text(ALPHABET, min_size=8, max_size=8)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of openings: a hash in the place of Argon2id."""

    def stretch(secret: bytes, salt: bytes, cost: Cost) -> bytes:
        cost.check()
        return hashlib.sha256(repr((secret, salt, cost)).encode()).digest()

    monkeypatch.setattr(derivation, "stretch", stretch)


def made(invitation: Invitation = INVITATION) -> str:
    return seal(invitation, CODE, SALT, NONCE, CHEAP)


def raw(text: str) -> bytes:
    body = text.removeprefix(PREFIX)
    return base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))


def spelled(data: bytes) -> str:
    return PREFIX + base64.urlsafe_b64encode(data).decode().rstrip("=")


def checked(plain: str) -> str:
    """The code with its check character."""
    places = iter(ALPHABET.index(char) for char in plain)
    code = new_code(lambda _limit: next(places))
    assert code.replace("-", "")[:8] == plain
    return code


def test_an_invitation_goes_there_and_back_under_its_code() -> None:
    assert open_sealed(made(), CODE) == INVITATION


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("role", ROLES)
def test_every_role_team_and_number_of_coordinators_goes_there_and_back(role: str) -> None:
    for coordinators in ((), (b"\x09" * 32,) * 4):
        for team in ("", "Süd-Łódź"):
            one = replace(INVITATION, role=role, team=team, coordinators=coordinators, mailbox="")
            assert open_sealed(made(one), CODE) == one


@pytest.mark.usefixtures("quick")
def test_it_fits_one_picture() -> None:
    longest = replace(INVITATION, mailbox="m" * 220)
    assert len(raw(made(longest))) <= invitations.MAX_SIZE
    assert open_sealed(made(longest), CODE) == longest


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("length", [400, 70_000])
def test_an_address_that_does_not_fit_is_refused_with_the_field(length: int) -> None:
    for change in ({"mailbox": "m" * length}, {"team": "t" * length}):
        with pytest.raises(BadField) as caught:
            made(replace(INVITATION, **change))  # type: ignore[arg-type]
        assert caught.value.facts() == {"field": "mailbox", "reason": "too_long"}


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(("expires", "reason"), [(date(2015, 1, 15), "too_small"), (date(2400, 1, 1), "too_large")])
def test_a_clock_that_stands_far_off_is_named(expires: date, reason: str) -> None:
    with pytest.raises(BadField) as caught:
        made(replace(INVITATION, expires=expires))
    assert caught.value.facts() == {"field": "expires", "reason": reason}


@pytest.mark.usefixtures("quick")
def test_every_changed_byte_is_refused() -> None:
    data = raw(made())
    for place in range(len(data)):
        for mask in (0x01, 0x80):
            bad = data[:place] + bytes([data[place] ^ mask]) + data[place + 1 :]
            with pytest.raises((InvitationUnreadable, InvitationCodeWrong)):
                open_sealed(spelled(bad), CODE)


@pytest.mark.usefixtures("quick")
def test_every_changed_letter_of_the_text_is_refused() -> None:
    text = made()
    for place, char in enumerate(text):
        for other in {chr(ord(char) ^ 1), chr(ord(char) ^ 0x20), "+", "/", "=", "é", "\x00"} - {char}:
            if other.isspace():
                continue
            with pytest.raises((InvitationUnreadable, InvitationCodeWrong)):
                open_sealed(text[:place] + other + text[place + 1 :], CODE)


@pytest.mark.usefixtures("quick")
def test_a_cut_or_lengthened_text_is_refused() -> None:
    text = made()
    for bad in [text[:size] for size in range(len(text))] + [
        text + "A",
        text + "=",
        text * 2,
        "x" + text,
        text + "A" * 900,
    ]:
        with pytest.raises((InvitationUnreadable, InvitationCodeWrong)):
            open_sealed(bad, CODE)


@pytest.mark.usefixtures("quick")
def test_line_breaks_of_a_mail_program_do_not_matter() -> None:
    text = made()
    folded = "\r\n ".join(text[start : start + 40] for start in range(0, len(text), 40))
    assert open_sealed(f"  {folded}\n", CODE) == INVITATION


@pytest.mark.usefixtures("quick")
def test_a_planted_file_cannot_ask_for_a_cost_off_the_ladder(monkeypatch: pytest.MonkeyPatch) -> None:
    data = raw(made())
    monkeypatch.setattr(derivation, "stretch", None)
    for rung in (len(derivation.LADDER_MIB), 0x7F, 0xFF):
        with pytest.raises(InvitationUnreadable):
            open_sealed(spelled(data[:4] + bytes([rung]) + data[5:]), CODE)


@given(st.binary(max_size=520))
def test_any_bytes_under_the_prefix_are_refused_in_a_typed_way(data: bytes) -> None:
    with pytest.raises((InvitationUnreadable, InvitationCodeWrong)):
        open_sealed(spelled(data), CODE)


@given(st.binary(max_size=400))
def test_whatever_a_sealed_invitation_says_inside_is_read_in_a_typed_way(packed: bytes) -> None:
    try:
        invitations._unpack(packed)
    except InvitationUnreadable:
        return


def test_cut_or_lengthened_contents_are_unreadable() -> None:
    packed = invitations._pack(INVITATION)
    assert invitations._unpack(packed) == INVITATION
    for bad in [packed[:size] for size in range(len(packed))] + [packed + b"\0"]:
        with pytest.raises(InvitationUnreadable):
            invitations._unpack(bad)


# --- the code -----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("quick")
def test_another_valid_code_does_not_open_it() -> None:
    other = new_code(random.Random(6).randrange)  # noqa: S311 - the same in every run
    assert plain_code(other) != plain_code(CODE)
    with pytest.raises(InvitationCodeWrong):
        open_sealed(made(), other)


@given(CODES)
def test_a_code_may_be_typed_small_spaced_or_with_lookalikes(plain: str) -> None:
    code = checked(plain)
    assert plain_code(code) == plain
    assert plain_code(code.lower()) == plain
    assert plain_code(code.replace("-", "")) == plain
    assert plain_code(f" {code.replace('-', ' . ')} ") == plain
    assert plain_code(code.replace("0", "O").replace("1", "l")) == plain
    assert plain_code(code.replace("0", "o").replace("1", "I")) == plain


@given(CODES)
def test_the_check_character_catches_every_single_slip(plain: str) -> None:
    code = checked(plain).replace("-", "")
    for place in range(9):
        for other in ALPHABET:
            if other != code[place]:
                with pytest.raises(InvitationCodeWrong):
                    plain_code(code[:place] + other + code[place + 1 :])


@given(CODES)
def test_the_check_character_catches_every_two_characters_swapped(plain: str) -> None:
    code = checked(plain).replace("-", "")
    for one, two in itertools.combinations(range(9), 2):
        if code[one] != code[two]:
            swapped = list(code)
            swapped[one], swapped[two] = code[two], code[one]
            with pytest.raises(InvitationCodeWrong):
                plain_code("".join(swapped))


@pytest.mark.parametrize("typed", ["", "ABCD-EFGH", "U" * 9, "ABCD-EFGH-J-K", "ÄBCD-EFGH-J", "۱" * 9, "ABCDEFGH" * 50])
def test_what_has_not_the_form_of_a_code_is_wrong(typed: str) -> None:
    with pytest.raises(InvitationCodeWrong):
        plain_code(typed)


def test_a_code_is_forty_bits_of_the_randomness_given() -> None:
    drawn: list[int] = []

    def below(limit: int) -> int:
        drawn.append(limit)
        return limit - 1

    assert new_code(below).startswith("ZZZZ-ZZZZ-")
    assert drawn == [32] * 8


def test_secrets_do_not_show_in_an_invitations_own_words() -> None:
    assert repr(b"\x05" * 32) not in repr(INVITATION)
    assert repr(b"\x06" * 32) not in repr(INVITATION)
