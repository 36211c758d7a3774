# SPDX-License-Identifier: GPL-3.0-or-later
"""The coalition sheet's words and the root of trust they stand for."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.crypto import root, sheet, signing
from outreach_app.domain.errors import Refused, SheetWordsWrong

NOW = datetime(2026, 11, 21, 4, 30, 12, 345, tzinfo=UTC)
WORDS = sheet.words(b"\x2a" * 32)
KEYS = sheet.coalition_keys(WORDS)
FOUNDER, PUBLISHER = signing.signing_key(b"\x31" * 32), signing.signing_key(b"\x32" * 32)


def metadata() -> bytes:
    return root.found("ab" * 16, KEYS.recovery.recipient, FOUNDER, KEYS.root, PUBLISHER, NOW)


def test_24_words_give_the_same_keys_every_time() -> None:
    assert len(WORDS) == 24
    assert sheet.coalition_keys(WORDS) == KEYS
    assert sheet.coalition_keys(sheet.words(b"\x2b" * 32)) != KEYS
    assert KEYS.root.seed.hex() not in repr(KEYS)


def test_the_reference_words_of_bip39() -> None:
    # test vectors of BIP-39: 256 bits of zeros and of ones
    assert " ".join(sheet.words(bytes(32))) == "abandon " * 23 + "art"
    assert " ".join(sheet.words(b"\xff" * 32)) == "zoo " * 23 + "vote"


@given(st.integers(0, 23), st.sampled_from(["zoo", "ability", "", "nothing", "\ud800"]))
def test_a_wrong_word_is_found(place: int, word: str) -> None:
    wrong = (*WORDS[:place], word, *WORDS[place + 1 :])
    if wrong == WORDS:
        return
    try:
        keys = sheet.coalition_keys(wrong)
    except SheetWordsWrong:
        return
    assert keys != KEYS  # eight check bits: one word in 256 fits by chance, and gives other keys


@pytest.mark.parametrize("words", [(), WORDS[:23], (*WORDS, "zoo"), ("",) * 24])
def test_another_number_of_words_is_wrong(words: tuple[str, ...]) -> None:
    with pytest.raises(SheetWordsWrong):
        sheet.coalition_keys(words)


def test_the_root_says_who_may_publish() -> None:
    read = root.read(metadata())
    assert (read.version, read.coalition_id) == (1, "ab" * 16)
    assert read.recovery_recipient == KEYS.recovery.recipient
    assert read.publishers == (PUBLISHER.public,)
    assert set(read.root_keys) == {FOUNDER.public, KEYS.root.public}


def test_the_root_is_made_again_byte_for_byte_and_expires_in_two_years() -> None:
    assert metadata() == metadata()
    expires = datetime.fromisoformat(json.loads(metadata())["signed"]["expires"])
    assert expires - NOW <= timedelta(days=730)
    assert expires - NOW > timedelta(days=729)


def test_a_changed_root_is_refused() -> None:
    def changed(**values: Any) -> bytes:
        content = json.loads(metadata())
        content["signed"].update(values)
        return json.dumps(content).encode()

    for bad in (
        changed(version=2),
        changed(**{"x-companion-recovery": KEYS.recovery.recipient.replace("a", "b")}),
        changed(**{"x-companion-coalition": "cd" * 16}),
        changed(expires="2099-01-01T00:00:00Z"),
        changed(consistent_snapshot=False),
    ):
        with pytest.raises(Refused, match="bad_root"):
            root.read(bad)


def test_a_root_of_somebody_elses_making_does_not_verify_under_its_own_claim() -> None:
    content = json.loads(metadata())
    content["signatures"] = [{**entry, "sig": "00" * 64} for entry in content["signatures"]]
    with pytest.raises(Refused, match="bad_root"):
        root.read(json.dumps(content).encode())
    content["signatures"] = []
    with pytest.raises(Refused, match="bad_root"):
        root.read(json.dumps(content).encode())


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_a_typed_way(untrusted: bytes) -> None:
    with pytest.raises(Refused):
        root.read(untrusted)


@pytest.mark.parametrize("untrusted", [b"{}", b"[]", b"null", b'{"signed":{"_type":"root"}}', b"[" * 100_000])
def test_json_that_is_no_metadata_is_refused_in_a_typed_way(untrusted: bytes) -> None:
    with pytest.raises(Refused):
        root.read(untrusted)


def test_metadata_of_another_role_is_refused() -> None:
    content = json.loads(metadata())
    content["signed"]["_type"] = "targets"
    content["signed"]["targets"] = {}
    with pytest.raises(Refused):
        root.read(json.dumps(content).encode())


def test_fields_that_the_root_must_carry_cannot_be_left_out() -> None:
    content = json.loads(metadata())
    for name in ("x-companion-recovery", "x-companion-coalition"):
        left = {key: value for key, value in content["signed"].items() if key != name}
        with pytest.raises(Refused):
            root.read(json.dumps({**content, "signed": left}).encode())
