# SPDX-License-Identifier: GPL-3.0-or-later
"""JSON that is signed: one spelling, and no bytes that two readers could take differently."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain import strict_json
from outreach_app.domain.errors import Refused

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_what_is_encoded_is_read_back_and_has_one_spelling(value: object) -> None:
    data = strict_json.encode(value)
    assert strict_json.decode(data) == value
    assert strict_json.encode(strict_json.decode(data)) == data


def test_the_spelling_is_compact_sorted_utf8() -> None:
    assert strict_json.encode({"b": [1, None], "a": "é"}) == '{"a":"é","b":[1,null]}'.encode()
    with pytest.raises(ValueError, match="JSON compliant"):
        strict_json.encode(float("nan"))


@pytest.mark.parametrize(
    "untrusted",
    [b'{"a":1,"a":1}', b'{"x":{"a":1,"b":2,"a":3}}', b"1.0", b"[1e3]", b'{"n":-0.0}', b"NaN", b"[Infinity]",
     b"-Infinity",
     b"", b"{", b'{"a":1}x', b"\xff", b'"\xc3"', b'\xef\xbb\xbf{"a":1}', '{"a":1}'.encode("utf-16"), b'"\\ud800"',
     b'{"\\udfff":1}', b'["ok",{"a":"\\udc00\\ud800"}]', b"1" * 5000, b"[" * 100_000, b'{"a":' * 50_000,
     b"'a'", b"// {}"],
)  # fmt: skip
def test_what_could_be_read_differently_is_refused(untrusted: bytes) -> None:
    with pytest.raises(Refused, match="malformed"):
        strict_json.decode(untrusted)


def test_a_whole_surrogate_pair_is_a_letter() -> None:
    assert strict_json.decode(b'"\\ud83d\\ude80"') == "\U0001f680"


def test_depth_is_bounded_at_the_limit() -> None:
    def nested(depth: int) -> bytes:
        return b"[" * depth + b"]" * depth

    assert strict_json.decode(nested(strict_json.MAX_DEPTH)) is not None
    with pytest.raises(Refused):
        strict_json.decode(nested(strict_json.MAX_DEPTH + 1))


@given(st.binary(max_size=300))
def test_any_bytes_give_a_value_or_a_typed_refusal(untrusted: bytes) -> None:
    try:
        value = strict_json.decode(untrusted)
    except Refused:
        return
    assert value == json.loads(untrusted)
