# SPDX-License-Identifier: GPL-3.0-or-later
"""Every kept way of lying raises the error its manifest names, and the collection can be made anew byte for byte."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from coalitions import DATA

from outreach_app.crypto import sealing, signing
from outreach_app.domain.device import Device, IssuedInvitation, read_roster
from outreach_app.domain.errors import Refused
from outreach_app.domain.reading import Fields
from outreach_app.services.objects import Held, ObjectReader, ReaderState

TAMPERED = DATA / "tampered"
MANIFEST: dict[str, Any] = json.loads((TAMPERED / "manifest.json").read_text(encoding="utf-8"))


def reader_state() -> ReaderState:
    """The office as the manifest describes it."""
    reader = MANIFEST["reader"]
    secret = bytes.fromhex(reader["age_secret"])
    device = Device(
        coalition_id=reader["coalition_id"],
        mailbox_id="00" * 16,
        root_sha256="00" * 32,
        role="coordinator",
        team="",
        signing_seed=bytes(32),
        age_secret=secret,
        box="00" * 16,
        incarnation=1,
        recovery_recipient="",
        mailbox="",
    )
    invitation = IssuedInvitation(
        reader["invitation"]["key"], reader["invitation"]["box"], "worker", "North", "2026-12-01"
    )
    roster = read_roster(Fields(reader["roster"]))
    return ReaderState(device, sealing.age_key(secret), roster, {invitation.invite_key_id: invitation})


@pytest.mark.parametrize("row", MANIFEST["objects"], ids=lambda row: str(row["file"]))
def test_each_raises_what_the_manifest_says(row: dict[str, Any]) -> None:
    data = (TAMPERED / row["file"]).read_bytes() + bytes(row["zeros"])
    found = ""
    try:
        read = ObjectReader(signing, sealing).read(
            row["file"],
            data,
            sha256=row["sha256"],
            box=row["box"],
            state=reader_state(),
            sequence=row["sequence"],
        )
        assert read.statement.body["minutes"] == 195
    except Held as held:
        found = f"held:{held.reason}"
    except Refused as refused:
        found = refused.reason
    assert found == row["error"]


def test_no_file_is_left_out_of_the_manifest() -> None:
    files = {path.name for path in TAMPERED.iterdir()} - {"manifest.json"}
    assert files == {row["file"] for row in MANIFEST["objects"]}


def test_they_are_made_anew_byte_for_byte(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(DATA / "make_tampered.py"), str(tmp_path)], check=True, timeout=60)
    for path in sorted(TAMPERED.iterdir()):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name
