# SPDX-License-Identifier: GPL-3.0-or-later
"""age: opened by any age program, the number of readers hidden, and typed refusals for whatever else comes."""

from __future__ import annotations

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.crypto import sealing
from outreach_app.domain.errors import InvariantBroken, Refused

KEYS = [sealing.age_key(bytes([number + 1]) * 32) for number in range(16)]


def stanzas(sealed: bytes) -> int:
    return sealed.split(b"\n---", 1)[0].count(b"-> X25519 ")


def test_an_identity_is_spelled_as_the_age_program_spells_it() -> None:
    key = KEYS[0]
    identity = pyrage.x25519.Identity.from_str(key.secret)
    assert str(identity.to_public()) == key.recipient
    assert key.secret.startswith("AGE-SECRET-KEY-1")
    assert sealing.secret_bytes(key) == b"\x01" * 32
    assert sealing.recipient(sealing.recipient_bytes(key.recipient)) == key.recipient
    assert key.secret not in repr(key)


@given(st.binary(min_size=32, max_size=32))
def test_identities_go_there_and_back(secret: bytes) -> None:
    key = sealing.age_key(secret)
    assert sealing.secret_bytes(key) == secret
    sealing.check_recipient(key.recipient)


@pytest.mark.parametrize("readers", range(1, 17))
def test_every_reader_opens_it_and_their_number_is_hidden(readers: int) -> None:
    sealed = sealing.seal(b"counts", [key.recipient for key in KEYS[:readers]])
    assert stanzas(sealed) == next(size for size in (4, 8, 16) if size >= readers)
    for key in KEYS[:readers]:
        assert pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(key.secret)]) == b"counts"
        assert sealing.unseal(sealed, [key]) == b"counts"
    if readers < 16:
        with pytest.raises(Refused, match="not_for_us"):
            sealing.unseal(sealed, KEYS[readers:])


def test_without_padding_there_is_a_stanza_per_reader_alone() -> None:
    assert stanzas(sealing.seal(b"", [KEYS[0].recipient], pad=False)) == 1


def test_the_same_bytes_sealed_twice_look_different() -> None:
    assert sealing.seal(b"a", [KEYS[0].recipient]) != sealing.seal(b"a", [KEYS[0].recipient])


@pytest.mark.parametrize(
    "recipients", [[], [key.recipient for key in KEYS] + [KEYS[0].recipient]], ids=["none", "seventeen"]
)
def test_no_readers_and_too_many_are_refused(recipients: list[str]) -> None:
    with pytest.raises(Refused, match="too_many_recipients"):
        sealing.seal(b"a", recipients)


@pytest.mark.parametrize(
    "text",
    ["", "age1", KEYS[0].recipient[:-1], KEYS[0].recipient + "q", KEYS[0].recipient.replace("age1", "bge1"),
     KEYS[0].secret, "ssh-ed25519 AAAA", "age1\ud800", "é" * 62, "age1" + "q" * 58],
)  # fmt: skip
def test_what_is_no_recipient_is_refused(text: str) -> None:
    for use in (sealing.check_recipient, sealing.recipient_bytes, lambda one: sealing.seal(b"a", [one])):
        with pytest.raises(Refused, match="bad_recipient"):
            use(text)


def test_any_changed_byte_is_refused() -> None:
    sealed = sealing.seal(b"counts", [KEYS[0].recipient])
    for place in range(len(sealed)):
        bad = sealed[:place] + bytes([sealed[place] ^ (1 << place % 8)]) + sealed[place + 1 :]
        with pytest.raises(Refused, match="not_for_us"):
            sealing.unseal(bad, [KEYS[0]])


def test_cut_and_lengthened_objects_are_refused() -> None:
    sealed = sealing.seal(b"counts" * 20, [KEYS[0].recipient])
    for bad in [sealed[:size] for size in range(0, len(sealed), 7)] + [sealed + b"x", b"x" + sealed]:
        with pytest.raises(Refused, match="not_for_us"):
            sealing.unseal(bad, [KEYS[0]])


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_a_typed_way(untrusted: bytes) -> None:
    with pytest.raises(Refused):
        sealing.unseal(untrusted, KEYS[:1])


def test_a_file_under_a_passphrase_is_not_for_us() -> None:
    with pytest.raises(Refused, match="not_for_us"):
        sealing.unseal(
            b"age-encryption.org/v1\n-> scrypt " + b"A" * 22 + b" 30\n" + b"A" * 43 + b"\n--- " + b"A" * 43, KEYS
        )


def test_too_large_an_object_is_not_even_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MAX_SEALED", 100)
    with pytest.raises(Refused, match="too_large"):
        sealing.unseal(b"a" * 101, KEYS)


def test_an_identity_has_32_bytes() -> None:
    with pytest.raises(InvariantBroken):
        sealing.age_key(bytes(31))
