# SPDX-License-Identifier: GPL-3.0-or-later
"""The slot file under attack: every byte of it, its parameters, its twin; and what a locked laptop shows."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaults import CHEAP

from outreach_app.crypto import derivation, sealing, slots
from outreach_app.crypto.derivation import Cost
from outreach_app.domain import strict_json
from outreach_app.domain.errors import BadField, Refused, SamePassphrase, TooManySeats, WrongPassphrase
from outreach_app.domain.seat import SeatSecret

TYPED = "seven loud gulls over 31 roofs"
SECRET = SeatSecret(b"\x17" * 32, "North", "lead", b"\x23" * 32)
OFFICE = [sealing.age_key(b"\x05" * 32).recipient, sealing.age_key(b"\x06" * 32).recipient]


def counted_bytes() -> Any:
    """Stand-in randomness: never twice the same, the same in every run."""
    state = {"n": 0}

    def draw(size: int) -> bytes:
        state["n"] += 1
        return hashlib.shake_128(b"slots %d" % state["n"]).digest(size)

    return draw


def _quick(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    cost.check()
    return hashlib.sha256(repr((secret, salt, cost)).encode()).digest()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of openings: a hash in the place of Argon2id, depending on everything it depends on."""
    monkeypatch.setattr(derivation, "stretch", _quick)


@pytest.fixture
def never_derived(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Cost]]:
    """Fails the test if Argon2id was run."""
    runs: list[Cost] = []

    def spy(_secret: bytes, _salt: bytes, cost: Cost) -> bytes:
        runs.append(cost)
        return bytes(32)

    monkeypatch.setattr(derivation, "stretch", spy)
    yield runs
    assert not runs


def made(cost: Cost = CHEAP) -> bytes:
    return slots.create("ab" * 16, TYPED, SECRET, OFFICE, cost, counted_bytes())


def edited(data: bytes, *path: str, value: object) -> bytes:
    """The file with one value replaced, written in its canonical form again."""
    content: Any = json.loads(data)
    inner = content
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return strict_json.encode(content)


def assert_shut(files: list[bytes]) -> None:
    with pytest.raises((Refused, WrongPassphrase)):
        slots.open_any(files, TYPED)


def test_a_new_file_opens_with_its_passphrase_and_gives_the_whole_secret() -> None:
    data = made()
    opened = slots.open_any([data, data], TYPED)
    assert opened.secret == SECRET
    assert (opened.vault_id, opened.generation, opened.damaged) == ("ab" * 16, 1, ())
    with pytest.raises(WrongPassphrase):
        slots.open_any([data, data], TYPED + "x")


def test_a_wrong_passphrase_on_equal_twins_costs_one_derivation(monkeypatch: pytest.MonkeyPatch) -> None:
    data = made()
    runs: list[bytes] = []

    def spy(secret: bytes, salt: bytes, cost: Cost) -> bytes:
        runs.append(secret)
        return _quick(secret, salt, cost)

    monkeypatch.setattr(derivation, "stretch", spy)
    with pytest.raises(WrongPassphrase):
        slots.open_any([data, data], TYPED)
    assert len(runs) == 1


@pytest.mark.usefixtures("quick")
def test_any_changed_byte_is_found_and_the_twin_serves() -> None:
    good = made()
    for place in range(len(good)):
        for mask in (1 << place % 8, 0x20):  # one bit, and the case of a letter
            bad = good[:place] + bytes([good[place] ^ mask]) + good[place + 1 :]
            opened = slots.open_any([bad, good], TYPED)
            assert (opened.secret, opened.damaged) == (SECRET, (0,)), (place, mask)
            opened = slots.open_any([good, bad], TYPED)
            assert (opened.secret, opened.damaged) == (SECRET, (1,)), (place, mask)
            assert_shut([bad, bad])


@pytest.mark.usefixtures("quick")
def test_cut_lengthened_and_shifted_files_are_found() -> None:
    good = made()
    for place in range(len(good)):
        for bad in (
            good[:place],
            good[:place] + good[place + 1 :],
            good[:place] + good[place : place + 1] + good[place:],
        ):
            if bad != good:
                assert slots.open_any([bad, good], TYPED).damaged == (0,), place
                assert_shut([bad, bad])
    for bad in (b"", good + b"\n", b" " + good, good + good, b"\xef\xbb\xbf" + good, good.replace(b":", b": ", 1)):
        assert slots.open_any([bad, good], TYPED).damaged == (0,)
        assert_shut([bad, b""])


@given(st.binary(max_size=400))
def test_whatever_the_bytes_are_they_are_refused_in_a_typed_way(data: bytes) -> None:
    with pytest.raises(Refused):
        slots.open_any([data, b""], TYPED)


def test_a_file_larger_than_the_limit_is_not_even_parsed() -> None:
    with pytest.raises(Refused, match="damaged"):
        slots.parse(b" " * (slots.MAX_FILE + 1))


@pytest.mark.parametrize(
    ("name", "value"),
    [("memory_kib", 64 * 1024 - 1), ("memory_kib", 0), ("memory_kib", 1024 * 1024 + 1), ("passes", 2), ("passes", 11),
     ("lanes", 0), ("lanes", 17), ("passes", 2**31), ("passes", 2**31 + 1), ("memory_kib", -1), ("lanes", True),
     ("name", "argon2i"), ("name", "scrypt"), ("salt", "00" * 8)],
)  # fmt: skip
def test_parameters_out_of_bounds_are_refused_at_once(never_derived: list[Cost], name: str, value: object) -> None:
    bad = edited(made_quickly(), "kdf", name, value=value)
    started = time.perf_counter()
    with pytest.raises(Refused):
        slots.open_any([bad, bad], TYPED)
    assert time.perf_counter() - started < 0.5
    assert not never_derived


def made_quickly() -> bytes:
    """A well-formed file without any derivation; its slots open to nobody."""
    file = slots.SlotFile("ab" * 16, 1, bytes(16), CHEAP)
    file = slots.add_seat(file, SECRET, "passphrase", bytes(32), "01" * 8, bytes(12))
    return slots.encode(file, SECRET.data_key)


def test_the_floor_itself_is_accepted() -> None:
    assert slots.parse(made_quickly()).cost == CHEAP


@pytest.mark.usefixtures("never_derived")
def test_a_file_of_a_newer_version_is_named_as_such() -> None:
    newer = edited(made_quickly(), "v", value=2)
    with pytest.raises(Refused, match="newer_version"):
        slots.open_any([newer, newer], TYPED)


@pytest.mark.usefixtures("quick")
def test_a_slot_cannot_be_moved_to_another_vault_or_under_another_id_or_kind() -> None:
    good = made()
    seat = json.loads(good)["slots"][0]
    for change in ({"id": "99" * 8}, {"kind": "words"}, {"kind": "office"}):
        moved = edited(good, "slots", value=[{**seat, **change}, *json.loads(good)["slots"][1:]])
        assert_shut([moved, moved])
    other = edited(good, "vault_id", value="cd" * 16)
    assert_shut([other, other])
    weaker = edited(good, "kdf", "passes", value=4)
    assert_shut([weaker, weaker])


@pytest.mark.usefixtures("quick")
def test_dropping_adding_or_reordering_slots_breaks_the_file() -> None:
    good = made()
    seat, office = json.loads(good)["slots"]
    for listed in ([seat], [office, seat], [seat, seat, office], [seat, office, {**seat, "id": "77" * 8}]):
        bad = edited(good, "slots", value=listed)
        assert slots.open_any([bad, good], TYPED).damaged == (0,)
        assert_shut([bad, bad])
    older = edited(good, "generation", value=0)
    assert_shut([older, older])


@pytest.mark.usefixtures("quick")
def test_two_passphrases_open_their_own_seats_and_equal_ones_are_refused() -> None:
    file, kind, key, own = opened_file(made())
    other = SeatSecret(own.data_key, "adviser", "adviser", b"\x42" * 32)
    other_kind, other_key = slots.stretched(file, "abandon zoo legal winner thank year")
    both = slots.add_seat(file, other, other_kind, other_key, "0a" * 8, b"\x01" * 12)
    data = slots.encode(both, own.data_key)
    assert slots.open_any([data], TYPED).secret == own
    assert slots.open_any([data], "ABANDON-zoo-lega-winn-than-year").secret == other
    with pytest.raises(SamePassphrase):
        slots.add_seat(both, other, kind, key, "0b" * 8, b"\x02" * 12)
    with pytest.raises(SamePassphrase):
        slots.add_seat(both, own, *slots.stretched(both, "abandon.zoo.legal.winner.thank.year"), "0c" * 8, bytes(12))


def opened_file(data: bytes) -> tuple[slots.SlotFile, str, bytes, SeatSecret]:
    kind, key = slots.stretched(slots.parse(data), TYPED)
    file, secret = slots.open_with(data, kind, key)
    return file, kind, key, secret


@pytest.mark.usefixtures("quick")
def test_there_are_eight_seats_and_the_office_takes_none() -> None:
    file, _, _, own = opened_file(made())
    for number in range(2, 9):
        key = hashlib.sha256(b"%d" % number).digest()
        file = slots.add_seat(file, own, "passphrase", key, bytes([number]).hex() * 8, bytes(12))
    with pytest.raises(TooManySeats) as caught:
        slots.add_seat(file, own, "passphrase", b"\x99" * 32, "99" * 8, bytes(12))
    assert caught.value.limit == 8
    assert slots.set_office(file, own.data_key, OFFICE, "ee" * 8).slots[-1].kind == "office"
    assert slots.open_any([slots.encode(file, own.data_key)], TYPED).secret == own


@pytest.mark.usefixtures("quick")
def test_a_locked_file_shows_neither_who_nor_how_many_of_which() -> None:
    file = slots.SlotFile("ab" * 16, 1, bytes(16), CHEAP)
    seats = [
        SeatSecret(b"\x17" * 32, "worker", "worker"),
        SeatSecret(b"\x17" * 32, "Łódź Süd, the second team of the harbour", "lead", b"\x31" * 32),
        SeatSecret(b"\x17" * 32, "c", "coordinator", b"\x32" * 32),
        SeatSecret(b"\x17" * 32, "adviser", "adviser", b"\x33" * 32),
    ]
    for number, seat in enumerate(seats):
        file = slots.add_seat(file, seat, "passphrase", bytes([number]) * 32, bytes([number]).hex() * 8, bytes(12))
    data = slots.encode(slots.set_office(file, b"\x17" * 32, OFFICE, "ee" * 8), b"\x17" * 32)
    wraps = {len(slot.sealed) for slot in slots.parse(data).slots if slot.kind != "office"}
    assert len(wraps) == 1
    shown = set(json.loads(data))
    assert shown == {"format", "v", "vault_id", "generation", "kdf", "slots", "mac"}
    assert {frozenset(slot) for slot in json.loads(data)["slots"]} == {frozenset({"id", "kind", "sealed"})}
    for word in (b"worker", b"lead", b"coordinator", b"adviser", b"harbour", b"\x31" * 8, b"31" * 8):
        assert word not in data


@pytest.mark.parametrize("readers", [1, 2, 3, 4, 5, 8, 9, 16])
def test_the_office_slot_opens_for_every_office_key_and_hides_how_many_there_are(readers: int) -> None:
    keys = [sealing.age_key(bytes([number + 1]) * 32) for number in range(readers)]
    file = slots.SlotFile("ab" * 16, 1, bytes(16), CHEAP)
    (slot,) = slots.set_office(file, SECRET.data_key, [key.recipient for key in keys], "ee" * 8).slots
    assert all(sealing.unseal(slot.sealed, [key]) == SECRET.data_key for key in keys)
    assert slot.sealed.count(b"-> X25519 ") == next(size for size in (4, 8, 16) if size >= readers)


def test_making_the_office_slot_anew_replaces_the_old_one() -> None:
    file = slots.set_office(slots.SlotFile("ab" * 16, 1, bytes(16), CHEAP), SECRET.data_key, OFFICE, "e1" * 8)
    again = slots.set_office(file, SECRET.data_key, OFFICE[:1], "e2" * 8)
    assert [slot.slot_id for slot in again.slots] == ["e2" * 8]


def test_a_label_that_does_not_fit_is_refused_not_cut() -> None:
    file = slots.SlotFile("ab" * 16, 1, bytes(16), CHEAP)
    with pytest.raises(BadField, match="too_long"):
        slots.add_seat(file, replace(SECRET, label="n" * 400), "passphrase", bytes(32), "01" * 8, bytes(12))


@pytest.mark.usefixtures("quick")
def test_a_sound_file_of_another_vault_does_not_open_as_this_one() -> None:
    other = slots.create("cd" * 16, "other words entirely, 77", SECRET, OFFICE, CHEAP, counted_bytes())
    with pytest.raises(WrongPassphrase):
        slots.open_any([other, other], TYPED)


def test_secrets_do_not_show_in_their_own_words() -> None:
    file, _, _, secret = opened_file(made())
    assert "17171717" not in repr(secret).replace("\\x", "")
    assert "23" * 4 not in repr(secret).replace("\\x", "")
    assert "sealed" not in repr(file)
