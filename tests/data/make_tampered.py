# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes `tampered/` anew, byte for byte: `python tests/data/make_tampered.py [FOLDER]`.

Each file is one way in which an object, a root or an invitation can lie; `manifest.json` says which error it must
raise, and holds what the reader knows (its keys, the roster, the open invitations). Everything is written here from
the published formats (age, DSSE, JSON), not by the program that reads it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from age_writer import public_of, seeded, to_passphrase, to_readers
from bech32 import bech32_encode, convertbits
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

COALITION = seeded("coalition", 16).hex()
BOX, OTHER_BOX, OPEN_BOX = (seeded(f"box {place}", 16).hex() for place in range(3))
SUMMARY = "application/vnd.outreach-companion.shift-summary.v1+json"
FOLDER = Path(__file__).parent / "tampered"


class Key:
    """An Ed25519 key pair by a label."""

    def __init__(self, label: str) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seeded(label))
        self.public = self._private.public_key().public_bytes_raw()
        self.id = hashlib.sha256(self.public).hexdigest()[:32]

    def sign(self, message: bytes) -> bytes:
        """A signature, the same in every run (RFC 8032)."""
        return self._private.sign(message)


LAPTOP, REVOKED, STRANGER, INVITE = Key("laptop"), Key("revoked"), Key("stranger"), Key("invite")
OFFICE_SECRET, ELSEWHERE_SECRET = seeded("office age"), seeded("elsewhere age")


def recipient(secret: bytes) -> str:
    """`age1…` of an identity's public key."""
    words = convertbits(public_of(secret), 8, 5)
    assert words is not None
    return bech32_encode("age", words)


OFFICE, ELSEWHERE = recipient(OFFICE_SECRET), recipient(ELSEWHERE_SECRET)


def compact(value: object) -> bytes:
    """JSON as the program writes it."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def statement(**changes: object) -> dict[str, object]:
    """A summary's statement that is sound unless changed."""
    body = {
        "shift_id": seeded("shift", 16).hex(), "revision": 1, "replaces": None, "withdrawn": False,
        "date": "2026-11-20", "band": "late", "team": "North", "activity": "street", "profile_version": 1,
        "measure_set_version": 1, "workers": 2, "minutes": 195,
        "zones": [{"zone": "Z01", "visits": {"late": 1}, "hello": 2, "talked": 3, "no_thanks": 0, "items": {}}],
        "age": {"unknown": 5}, "referrals": {}, "not_met": {}, "measures": {},
    }  # fmt: skip
    sound = {
        "v": 1, "type": "shift-summary", "coalition_id": COALITION, "device_id": LAPTOP.id, "incarnation": 1,
        "roster_version": 1, "seq": 1, "prev": None, "recipients": [OFFICE], "body": body,
    }  # fmt: skip
    return {**sound, **changes}


def dsse(signed: bytes, *, kind: str = SUMMARY, keys: Sequence[Key] = (LAPTOP,), **changes: Any) -> dict[str, Any]:
    """A DSSE around payload bytes; `changes` replace its fields after signing."""
    message = b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(signed), signed)
    signatures = [{"keyid": key.id, "sig": base64.b64encode(key.sign(message)).decode()} for key in keys]
    sound = {"payload": base64.b64encode(signed).decode(), "payloadType": kind, "signatures": signatures}
    return {**sound, **changes}


def padded(value: Mapping[str, object]) -> bytes:
    """A payload as it is signed: filled with spaces to 4 KiB."""
    return compact(dict(value)).ljust(4096)


def said(**changes: object) -> bytes:
    """The signed bytes of a sound statement with changes."""
    return compact(dsse(padded(statement(**changes))))


class Collection:
    """The files and their rows in the manifest."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.rows: list[dict[str, object]] = []

    def add(
        self, name: str, plain: bytes, error: str, *, sealed: bytes | None = None, named: bytes | None = None,
        box: str = BOX, sequence: int = 1, zeros: int = 0,
    ) -> None:  # fmt: skip
        """Keep `plain` sealed to the office (or `sealed` itself) beside the error it must raise.

        The name promises the hash of `named`, or of the bytes themselves; `zeros` are added when it is read.
        """
        data = to_readers(plain, [public_of(OFFICE_SECRET)], name) if sealed is None else sealed
        promised = data if named is None else named
        self.files[f"{name}.age"] = data
        self.rows.append(
            {
                "file": f"{name}.age", "error": error, "box": box, "sequence": sequence, "zeros": zeros,
                "sha256": hashlib.sha256(promised).hexdigest(),
            }
        )  # fmt: skip


def bytes_and_signatures(kept: Collection) -> None:
    """What goes wrong before anything inside may be looked at."""
    good = said()
    sealed = to_readers(good, [public_of(OFFICE_SECRET)], "good")
    flipped = sealed[:-9] + bytes([sealed[-9] ^ 1]) + sealed[-8:]
    elsewhere = to_readers(good, [public_of(ELSEWHERE_SECRET)], "elsewhere")
    kept.add("good", good, "")
    kept.add("far_too_large", good, "too_large", zeros=170_000)
    kept.add("cut", b"", "held:not_whole", sealed=sealed[: len(sealed) // 2], named=sealed)
    kept.add("flipped", b"", "held:not_whole", sealed=flipped, named=sealed)
    kept.add("flipped_and_renamed", b"", "not_for_us", sealed=flipped)
    kept.add("sealed_to_somebody_else", b"", "not_for_us", sealed=elsewhere)
    kept.add("sealed_to_a_passphrase", b"", "not_for_us", sealed=to_passphrase(good, b"secret", "passphrase"))
    kept.add("nothing", b"", "not_for_us", sealed=b"")
    kept.add("no_dsse", b"hello", "malformed")
    kept.add("dsse_with_a_name_twice", good.replace(b'{"payload":', b'{"payloadType":"x","payload":', 1), "malformed")
    kept.add("dsse_with_more_in_it", compact(dsse(padded(statement()), note="hello")), "malformed")
    kept.add("dsse_with_broken_base64", compact(dsse(padded(statement()), payload="!!!!")), "malformed")
    kept.add("unsigned", compact(dsse(padded(statement()), keys=())), "malformed")
    kept.add("signed_twice_by_one", compact(dsse(padded(statement()), keys=(LAPTOP, LAPTOP))), "malformed")
    many = [Key(f"many {place}") for place in range(5)]
    kept.add("five_signatures", compact(dsse(padded(statement()), keys=many)), "malformed")
    broken = dsse(padded(statement()))
    broken["signatures"][0]["sig"] = base64.b64encode(bytes(64)).decode()
    kept.add("signature_of_zeros", compact(broken), "bad_signature")
    changed = base64.b64encode(padded(statement(seq=2))).decode()
    kept.add("changed_after_signing", compact(dsse(padded(statement()), payload=changed)), "bad_signature")
    kind = SUMMARY.replace("shift-summary", "review")
    kept.add("type_changed_after_signing", compact(dsse(padded(statement()), payloadType=kind)), "bad_signature")
    kept.add("unknown_signer", compact(dsse(padded(statement()), keys=(STRANGER,))), "unknown_signer")
    kept.add(
        "not_admitted_yet", compact(dsse(padded(statement()), keys=(STRANGER,))), "held:not_admitted", box=OPEN_BOX
    )
    kept.add("revoked_signer", compact(dsse(padded(statement()), keys=(REVOKED,))), "revoked_signer")
    kept.add("second_signature_unknown", compact(dsse(padded(statement()), keys=(LAPTOP, STRANGER))), "unknown_signer")


def statements(kept: Collection) -> None:
    """What is well signed and still may not come in."""

    def payload(name: str, data: bytes, error: str, kind: str = SUMMARY) -> None:
        kept.add(name, compact(dsse(data, kind=kind)), error)

    sound = padded(statement())
    payload("payload_no_json", b"{".ljust(4096), "malformed")
    payload("payload_in_another_encoding", "{}".encode("utf-16"), "malformed")
    payload("payload_with_a_name_twice", sound.replace(b'{"body"', b'{"seq":1,"body"', 1), "malformed")
    payload("payload_with_a_fraction", sound.replace(b'"seq":1', b'"seq":1.0', 1), "malformed")
    payload("payload_too_deep", b"[" * 40 + b"]" * 40, "malformed")
    payload("payload_with_half_a_letter", sound.replace(b'"North"', b'"\\ud800"', 1), "malformed")
    payload("payload_with_a_number_without_end", sound.replace(b'"seq":1', b'"seq":' + b"9" * 400, 1), "malformed")
    payload("newer_version", padded(statement(v=2)), "held:newer_version", SUMMARY.replace("v1", "v2"))
    payload("another_type_than_signed", sound, "wrong_type", SUMMARY.replace("shift-summary", "review"))
    kept.add("unknown_type", said(type="gossip"), "malformed")
    kept.add("one_field_more", said(note="hello"), "malformed")
    kept.add("one_field_less", compact(dsse(padded({k: v for k, v in statement().items() if k != "seq"}))), "malformed")
    kept.add("sequence_below_zero", said(seq=-1), "malformed")
    kept.add("sequence_too_large", said(seq=2**53 + 1), "malformed")
    kept.add("recipients_not_sorted", said(recipients=sorted([OFFICE, ELSEWHERE], reverse=True)), "malformed")
    kept.add("a_recipient_twice", said(recipients=[OFFICE, OFFICE]), "malformed")
    kept.add("another_coalition", said(coalition_id=seeded("another", 16).hex()), "other_coalition")
    kept.add("forwarded", said(recipients=[ELSEWHERE]), "other_recipient")
    kept.add("in_another_box", said(), "wrong_owner", box=OTHER_BOX)
    kept.add("in_anothers_name", said(device_id=REVOKED.id), "wrong_owner")
    kept.add("under_another_number", said(), "wrong_place", sequence=2)
    kept.add("newer_roster", said(roster_version=2), "held:newer_roster")
    invited = statement(type="enrolment", seq=0, roster_version=0, device_id=STRANGER.id, body={"box": OPEN_BOX})
    kind = SUMMARY.replace("shift-summary", "enrolment")
    enrolment = compact(dsse(padded(invited), kind=kind, keys=(INVITE,)))
    kept.add("enrolment_in_another_box", enrolment, "wrong_owner", box=OTHER_BOX, sequence=0)
    stolen = compact(dsse(padded({**invited, "body": {"box": BOX}}), kind=kind, keys=(INVITE,)))
    kept.add("enrolment_for_another_box", stolen, "wrong_owner", box=OPEN_BOX, sequence=0)
    both = compact(dsse(padded(invited), kind=kind, keys=(INVITE, LAPTOP)))
    kept.add("enrolment_signed_by_two", both, "wrong_owner", box=OPEN_BOX, sequence=0)
    kept.add("summary_under_an_invitation", compact(dsse(sound, keys=(INVITE,))), "wrong_owner", box=OPEN_BOX)


def reader() -> dict[str, object]:
    """What the office knows when it reads them."""

    def member(key: Key, box: str, state: str) -> dict[str, str]:
        return {"device_id": key.id, "signing_key": key.public.hex(), "recipient": ELSEWHERE, "role": "worker",
                "team": "North", "state": state, "box": box}  # fmt: skip

    members = [member(LAPTOP, BOX, "active"), member(REVOKED, OTHER_BOX, "revoked")]
    return {
        "coalition_id": COALITION,
        "age_secret": OFFICE_SECRET.hex(),
        "roster": {"version": 1, "members": members},
        "invitation": {"key": INVITE.public.hex(), "box": OPEN_BOX},
    }


def main(folder: Path) -> None:
    """Write every file and the manifest."""
    kept = Collection()
    bytes_and_signatures(kept)
    statements(kept)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in kept.files.items():
        (folder / name).write_bytes(data)
    manifest = {"reader": reader(), "objects": kept.rows}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
