# SPDX-License-Identifier: GPL-3.0-or-later
"""An object opens with the `age` command and verifies with `openssl`: nobody is locked in."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from coalitions import NIGHT_CONTACTS, Coalition, coalition
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

AGE, OPENSSL = shutil.which("age"), shutil.which("openssl")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Coalition]:
    made = coalition(tmp_path, laptops=1)
    made.night()
    made.sync(made.laptops[0])
    yield made
    made.close()


def opened(world: Coalition, folder: Path) -> bytes:
    """What lies in a night's object, taken out by the `age` command with the office's key."""
    assert AGE is not None
    identity = folder / "identity.txt"
    identity.write_text(world.office.vault.opened.keys.age.secret + "\n")
    done = subprocess.run(
        [AGE, "--decrypt", "--identity", str(identity), str(world.sent()[-1])],
        check=True,
        capture_output=True,
        timeout=60,
    )
    return done.stdout


@pytest.mark.skipif(AGE is None, reason="the age command is not installed here")
def test_age_opens_an_object_and_it_holds_what_was_counted(world: Coalition, tmp_path: Path) -> None:
    signed = json.loads(opened(world, tmp_path))
    statement = json.loads(base64.b64decode(signed["payload"]))
    zones = statement["body"]["zones"]
    assert sum(zone["hello"] + zone["talked"] for zone in zones) == NIGHT_CONTACTS
    assert statement["device_id"] == signed["signatures"][0]["keyid"]
    assert len(base64.b64decode(signed["payload"])) == 4096


@pytest.mark.skipif(AGE is None or OPENSSL is None, reason="age and openssl are not both installed here")
@pytest.mark.parametrize("changed", [False, True])
def test_openssl_verifies_the_signature_and_finds_a_change(world: Coalition, tmp_path: Path, *, changed: bool) -> None:
    assert OPENSSL is not None
    signed = json.loads(opened(world, tmp_path))
    kind, payload = signed["payloadType"].encode(), base64.b64decode(signed["payload"])
    if changed:
        payload = payload.replace(b'"minutes":210', b'"minutes":225')
    message, signature, key = (tmp_path / name for name in ("message", "signature", "key.pem"))
    message.write_bytes(b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload))
    signature.write_bytes(base64.b64decode(signed["signatures"][0]["sig"]))
    public = Ed25519PublicKey.from_public_bytes(world.laptops[0].vault.opened.keys.signing.public)
    key.write_bytes(public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))
    done = subprocess.run(
        [OPENSSL, "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", str(key), "-sigfile", str(signature),
         "-in", str(message)],
        check=False, capture_output=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode == 0) is not changed
