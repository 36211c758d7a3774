# SPDX-License-Identifier: GPL-3.0-or-later
"""Ed25519 keys that must not be trusted, and DSSE envelopes that must not be read."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.crypto import signing
from outreach_app.domain.errors import InvariantBroken, Refused
from outreach_app.domain.keys import SigningKey

PRIME = 2**255 - 19
D = -121665 * pow(121666, -1, PRIME) % PRIME
ORDER = 2**252 + 27742317777372353535851937790883648493

KEY, OTHER = signing.signing_key(b"\x01" * 32), signing.signing_key(b"\x02" * 32)
KIND, PAYLOAD = "application/vnd.outreach-companion.shift-summary.v1+json", b'{"v":1}   '

Point = tuple[int, int]


def added(one: Point, two: Point) -> Point:
    """The sum of two points of edwards25519 (RFC 8032, section 5.1.4, in plain coordinates)."""
    (x1, y1), (x2, y2) = one, two
    product = D * x1 * x2 * y1 * y2 % PRIME
    x3 = (x1 * y2 + x2 * y1) * pow(1 + product, -1, PRIME) % PRIME
    y3 = (y1 * y2 + x1 * x2) * pow(1 - product, -1, PRIME) % PRIME
    return x3, y3


def times(factor: int, point: Point) -> Point:
    total: Point = (0, 1)
    while factor:
        if factor & 1:
            total = added(total, point)
        point = added(point, point)
        factor >>= 1
    return total


def point_with(y: int) -> Point | None:
    """A point with this y, if there is one."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if x * x % PRIME != square:
        x = x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    return (x, y) if x * x % PRIME == square else None


def small_order_points() -> set[Point]:
    """The whole torsion subgroup: a point of order eight is what a random point's multiple by the large order is."""
    for y in range(2, 200):
        point = point_with(y)
        if point is not None:
            torsion = times(ORDER, point)
            group = {times(factor, torsion) for factor in range(8)}
            if len(group) == 8:
                return group
    raise AssertionError("no generator found")


def encoded(y: int, sign: int) -> bytes:
    return (y | sign << 255).to_bytes(32, "little")


def weak_encodings() -> list[bytes]:
    """Every 32 bytes that decode to a point of small order, canonical or not, either sign bit."""
    ys = {y for _, y in small_order_points()}
    return [encoded(y, sign) for small in ys for y in (small, small + PRIME) if y < 2**255 for sign in (0, 1)]


def test_the_eight_points_of_small_order_are_the_ones_refused() -> None:
    points = small_order_points()
    assert len(points) == 8
    assert all(times(8, point) == (0, 1) for point in points)
    assert {y for _, y in points} == signing.SMALL_ORDER_Y


@pytest.mark.parametrize("public", weak_encodings(), ids=lambda public: public.hex()[:8] + public.hex()[-4:])
def test_keys_of_small_order_are_refused(public: bytes) -> None:
    with pytest.raises(Refused, match="weak_key"):
        signing.check_public_key(public)
    with pytest.raises(Refused, match="weak_key"):
        signing.verify(public, bytes(64), b"anything")


def test_such_a_key_would_verify_a_forgery() -> None:
    # R = the neutral element, S = 0: holds for any message whose hash the key's order divides
    forged = encoded(1, 0) + bytes(32)
    neutral = Ed25519PublicKey.from_public_bytes(encoded(1, 0))
    try:
        neutral.verify(forged, b"never signed by anybody")
    except InvalidSignature:
        pytest.skip("this build of the library refuses the forgery by itself")
    with pytest.raises(Refused):
        signing.verify(encoded(1, 0), forged, b"never signed by anybody")


@pytest.mark.parametrize("extra", range(19))
def test_non_canonical_keys_are_refused(extra: int) -> None:
    for sign in (0, 1):
        with pytest.raises(Refused, match="weak_key"):
            signing.check_public_key(encoded(PRIME + extra, sign))


@pytest.mark.parametrize("public", [b"", bytes(31), bytes(33), KEY.public + b"\0", KEY.public[:-1]])
def test_keys_of_another_length_are_refused(public: bytes) -> None:
    with pytest.raises(Refused, match="weak_key"):
        signing.check_public_key(public)


@given(st.binary(min_size=32, max_size=32))
def test_real_keys_are_taken(seed: bytes) -> None:
    key = signing.signing_key(seed)
    signing.check_public_key(key.public)
    signing.verify(key.public, signing.sign(key, b"m"), b"m")


def test_a_seed_has_32_bytes() -> None:
    with pytest.raises(InvariantBroken):
        signing.signing_key(bytes(31))


def test_a_signature_holds_for_its_message_and_key_alone() -> None:
    signature = signing.sign(KEY, b"message")
    signing.verify(KEY.public, signature, b"message")
    scalar = int.from_bytes(signature[32:], "little")
    malleable = signature[:32] + (scalar + ORDER).to_bytes(32, "little")
    for public, made, message in (
        (OTHER.public, signature, b"message"),
        (KEY.public, signature, b"messagf"),
        (KEY.public, signature[:-1], b"message"),
        (KEY.public, b"", b"message"),
        (KEY.public, malleable, b"message"),
        (KEY.public, signature[:-1] + bytes([signature[-1] ^ 1]), b"message"),
    ):
        with pytest.raises(Refused, match="bad_signature"):
            signing.verify(public, made, message)


def test_rfc_8032_test_vector_2() -> None:
    key = signing.signing_key(bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))
    assert key.public.hex() == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    wanted = (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert signing.sign(key, b"\x72").hex() == wanted


# --- DSSE ---------------------------------------------------------------------------------------------------


def known(keyid: str) -> bytes:
    for key in (KEY, OTHER):
        if key.id == keyid:
            return key.public
    raise Refused("unknown_signer")


def envelope(*keys: SigningKey) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(signing.sign_dsse(KIND, PAYLOAD, list(keys) or [KEY])[0])
    return content


def refused(untrusted: bytes, reason: str) -> None:
    with pytest.raises(Refused) as caught:
        signing.verify_dsse(untrusted, known)
    assert caught.value.reason == reason


def changed(**values: object) -> bytes:
    return json.dumps({**envelope(), **values}).encode()


def test_pae_by_the_example_of_its_specification() -> None:
    assert signing.pae("http://example.com/HelloWorld", b"hello world") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )
    assert signing.pae("é", b"") == b"DSSEv1 2 \xc3\xa9 0 "


def test_an_envelope_gives_its_exact_bytes_back() -> None:
    data, head = signing.sign_dsse(KIND, PAYLOAD, [KEY, OTHER])
    signed = signing.verify_dsse(data, known)
    assert (signed.payload, signed.payload_type) == (PAYLOAD, KIND)
    assert signed.signers == (KEY.id, OTHER.id)
    assert signed.head == head == hashlib.sha256(signing.pae(KIND, PAYLOAD)).hexdigest()


def test_another_payload_or_type_does_not_verify() -> None:
    refused(changed(payload=base64.b64encode(PAYLOAD + b" ").decode()), "bad_signature")
    refused(changed(payloadType=KIND.replace("shift-summary", "review")), "bad_signature")
    # moving a byte between type and payload: the lengths in the encoding stop it
    refused(changed(payloadType=KIND + " ", payload=base64.b64encode(PAYLOAD[1:]).decode()), "bad_signature")


def test_every_signature_must_hold_not_just_one() -> None:
    content = envelope(KEY, OTHER)
    content["signatures"][1]["sig"] = content["signatures"][0]["sig"]
    refused(json.dumps(content).encode(), "bad_signature")
    content["signatures"][1]["keyid"] = "ab" * 16
    refused(json.dumps(content).encode(), "unknown_signer")


@pytest.mark.parametrize(
    "untrusted",
    [changed(signatures=[]), changed(signatures=envelope()["signatures"] * 2),
     changed(signatures=[envelope()["signatures"][0] | {"keyid": f"{n:032x}"} for n in range(5)]),
     changed(signatures={}), changed(signatures=None), changed(signatures=[1]), changed(more=1),
     changed(signatures=[{**envelope()["signatures"][0], "cert": "x"}]), changed(signatures=[{"keyid": KEY.id}]),
     changed(signatures=[{"keyid": KEY.id.upper(), "sig": "AA=="}]),
     changed(signatures=[{"keyid": "ab", "sig": "AA=="}]),
     changed(signatures=[{"keyid": KEY.id, "sig": "not base64!"}]), changed(signatures=[{"keyid": KEY.id, "sig": "é"}]),
     changed(payload="not base64!"), changed(payload=7), changed(payload=None), changed(payload="é"),
     changed(payloadType=3), changed(payloadType="x" * 300), changed(payloadType="\ud800"), changed(v=1.5),
     json.dumps(envelope()).encode().replace(b'"payloadType"', b'"payload":"e30=","payloadType"'),
     b"", b"[]", b"{}", b"null", b"\xff\xfe", json.dumps(envelope()).encode()[:-1]],
)  # fmt: skip
def test_what_is_not_exactly_an_envelope_is_malformed(untrusted: bytes) -> None:
    refused(untrusted, "malformed")


def test_any_changed_byte_is_refused_in_a_typed_way_or_changes_nothing_signed() -> None:
    data, head = signing.sign_dsse(KIND, PAYLOAD, [KEY])
    for place in range(len(data)):
        for mask in (0x01, 0x04, 0x20, 0x80):
            bad = data[:place] + bytes([data[place] ^ mask]) + data[place + 1 :]
            try:
                signed = signing.verify_dsse(bad, known)
            except Refused:
                continue
            # spare bits at the end of base64: the bytes that were signed are the same
            assert (signed.head, signed.payload, signed.payload_type) == (head, PAYLOAD, KIND)


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_in_a_typed_way(untrusted: bytes) -> None:
    with pytest.raises(Refused):
        signing.verify_dsse(untrusted, known)


def test_a_key_of_small_order_is_refused_inside_an_envelope_too() -> None:
    weak = encoded(1, 0)
    content = envelope()
    content["signatures"] = [{"keyid": "ab" * 16, "sig": base64.b64encode(encoded(1, 0) + bytes(32)).decode()}]
    with pytest.raises(Refused, match="weak_key"):
        signing.verify_dsse(json.dumps(content).encode(), lambda _keyid: weak)
