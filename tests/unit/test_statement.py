# SPDX-License-Identifier: GPL-3.0-or-later
"""Statements: everything that binds one inside the signature, three sizes only, and strict reading."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.errors import Refused
from outreach_app.domain.statement import (
    MAX_RECIPIENTS,
    PADDED_SIZES,
    TYPES,
    Statement,
    padded,
    payload_type,
    read_statement,
)

ONE = Statement("shift-summary", "ab" * 16, "cd" * 16, 1, 2, 7, "ef" * 32, ("age1a", "age1b"), {"shift_id": "00" * 16})
KIND = payload_type("shift-summary")


def refused(untrusted: bytes, expected: str = KIND) -> str:
    with pytest.raises(Refused) as caught:
        read_statement(untrusted, expected)
    return caught.value.reason


def changed(**values: Any) -> bytes:
    return json.dumps({**json.loads(ONE.payload()), **values}).encode()


@given(
    st.sampled_from(TYPES), st.integers(0, 9), st.integers(0, 2**53),
    st.lists(st.text("abc", min_size=1, max_size=5), max_size=MAX_RECIPIENTS, unique=True),
)  # fmt: skip
def test_a_statement_goes_there_and_back(kind: str, incarnation: int, sequence: int, recipients: list[str]) -> None:
    made = replace(
        ONE, kind=kind, incarnation=incarnation, sequence=sequence, recipients=tuple(sorted(recipients)),
        previous="ab" * 32 if sequence else "",
    )  # fmt: skip
    assert read_statement(made.payload(), payload_type(kind)) == made


def test_the_first_of_a_chain_has_no_predecessor() -> None:
    first = replace(ONE, previous="")
    assert json.loads(first.payload())["prev"] is None
    assert read_statement(first.payload(), KIND) == first


@pytest.mark.parametrize(("size", "filled"), [(0, 4096), (4096, 4096), (4097, 16384), (16385, 65536), (65536, 65536)])
def test_there_are_three_sizes(size: int, filled: int) -> None:
    assert len(padded(b"x" * size)) == filled
    assert padded(b"x" * size).rstrip(b" ") == b"x" * size


def test_what_fits_no_size_is_refused() -> None:
    with pytest.raises(Refused, match="too_large"):
        padded(b"x" * (PADDED_SIZES[-1] + 1))


def test_sizes_say_little() -> None:
    assert {len(replace(ONE, body={"n": "x" * size}).payload()) for size in range(0, 3000, 100)} == {4096}


def test_a_newer_version_is_named_before_anything_else_is_looked_at() -> None:
    assert refused(b'{"v":2}', payload_type("shift-summary", 2)) == "newer_version"
    assert refused(changed(v=3, more="x", type="unheard-of")) == "newer_version"


def test_the_type_inside_is_the_type_that_was_signed() -> None:
    for kind in TYPES:
        if kind != ONE.kind:
            assert refused(ONE.payload(), payload_type(kind)) == "wrong_type"


@pytest.mark.parametrize(
    "untrusted",
    [changed(more=1), changed(body=[]), changed(body=None), changed(body="x"), changed(type="gossip"), changed(seq=-1),
     changed(seq="7"), changed(seq=True), changed(seq=2**53 + 1), changed(prev="ab"), changed(coalition_id="x"),
     changed(device_id="CD" * 16), changed(incarnation=None), changed(recipients=["age1b", "age1a"]),
     changed(recipients=["age1a", "age1a"]), changed(recipients="age1a"), changed(recipients=["x" * 81]),
     changed(recipients=[f"age1{n:02}" for n in range(MAX_RECIPIENTS + 1)]), changed(v=None), changed(v="1"),
     ONE.payload().replace(b'"seq":7', b'"seq":7,"seq":8'), b"", b"[]", ONE.payload().rstrip()[:-1]],
)  # fmt: skip
def test_what_is_not_exactly_a_statement_is_malformed(untrusted: bytes) -> None:
    assert refused(untrusted) == "malformed"


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_a_typed_way(untrusted: bytes) -> None:
    refused(untrusted)
