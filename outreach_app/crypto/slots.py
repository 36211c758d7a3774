# SPDX-License-Identifier: GPL-3.0-or-later
"""Key slots: who can open a vault. Bytes in, bytes out; the files themselves are the store's.

Format (`slots.json`, version 1): canonical JSON {format, v, vault_id, generation, kdf, slots, mac}. The bytes must be
exactly the canonical form of what they say, so that any changed byte either changes the content (and the MAC over it
fails) or is not canonical. Label, role and a person's key lie inside each wrap, filled to one length, so that a locked
laptop shows neither who nor how many of which. Codes of `Refused`: damaged, kdf_bounds, newer_version.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from outreach_app.crypto import derivation, passphrases, sealing
from outreach_app.domain import strict_json
from outreach_app.domain.errors import BadField, Refused, SamePassphrase, TooManySeats, WrongPassphrase
from outreach_app.domain.reading import Fields
from outreach_app.domain.seat import Opened, SeatSecret

FORMAT: Final = "companion-slots"
VERSION: Final = 1
MAX_SEATS: Final = 8
MAX_FILE: Final = 64 * 1024
OFFICE: Final = "office"
KINDS: Final = (passphrases.OWN, passphrases.WORDS, OFFICE)
_WRAP_SIZE: Final = 512
_NONCE: Final = 12


@dataclass(frozen=True)
class Slot:
    """One way in; `sealed` is nonce + ciphertext, or an age file for the office."""

    slot_id: str
    kind: str
    sealed: bytes = field(repr=False)


@dataclass(frozen=True)
class SlotFile:
    """A parsed file whose MAC has not been checked yet, or one to be written."""

    vault_id: str
    generation: int
    salt: bytes
    cost: derivation.Cost
    slots: tuple[Slot, ...] = ()

    def associated(self, slot_id: str, kind: str) -> bytes:
        """What an AEAD slot is bound to."""
        return strict_json.encode([FORMAT, VERSION, self.vault_id, slot_id, kind, _cost_json(self)])


def stretched(file: SlotFile, typed: str) -> tuple[str, bytes]:
    """(kind, stretched key) of a passphrase: the file's one Argon2id run."""
    kind, secret = passphrases.canonical(typed)
    return kind, derivation.stretch(secret, file.salt, file.cost)


def add_seat(file: SlotFile, secret: SeatSecret, kind: str, key: bytes, slot_id: str, nonce: bytes) -> SlotFile:
    """The file with one more passphrase slot; raises `TooManySeats`, `SamePassphrase`."""
    seats = [slot for slot in file.slots if slot.kind != OFFICE]
    if len(seats) >= MAX_SEATS:
        raise TooManySeats(MAX_SEATS)
    if any(_unwrap(file, slot, key) is not None for slot in seats if slot.kind == kind):
        raise SamePassphrase
    plain = strict_json.encode(
        {
            "data_key": secret.data_key.hex(),
            "label": secret.label,
            "role": secret.role,
            "person": secret.person_seed.hex(),
        }
    )
    if len(plain) > _WRAP_SIZE:
        raise BadField("label", "too_long")
    sealed = nonce + ChaCha20Poly1305(_slot_key(key, slot_id)).encrypt(
        nonce, plain.ljust(_WRAP_SIZE), file.associated(slot_id, kind)
    )
    return replace(file, slots=(*file.slots, Slot(slot_id, kind, sealed)))


def set_office(file: SlotFile, data_key: bytes, recipients: Sequence[str], slot_id: str) -> SlotFile:
    """The file with its office slot made anew: the data key sealed to the coalition's recovery and coordinators."""
    kept = tuple(slot for slot in file.slots if slot.kind != OFFICE)
    return replace(file, slots=(*kept, Slot(slot_id, OFFICE, sealing.seal(data_key, recipients))))


def encode(file: SlotFile, data_key: bytes) -> bytes:
    """The file's bytes, with the MAC under a key that only the data key gives."""
    return strict_json.encode({**_content(file), "mac": _mac(file, data_key).hex()})


def parse(untrusted: bytes) -> SlotFile:
    """Everything that can be checked without a passphrase; raises `Refused`."""
    return _parse(untrusted)[0]


def create(
    vault_id: str,
    typed: str,
    seat: SeatSecret,
    office: Sequence[str],
    cost: derivation.Cost,
    random: Callable[[int], bytes],
) -> bytes:
    """A new vault's slot file: one seat and the office; `random(n)` gives n random bytes."""
    file = SlotFile(vault_id, 1, random(derivation.SALT_SIZE), cost)
    kind, key = stretched(file, typed)
    file = add_seat(file, seat, kind, key, random(8).hex(), random(_NONCE))
    return encode(set_office(file, seat.data_key, office, random(8).hex()), seat.data_key)


def open_any(untrusted: Sequence[bytes], typed: str) -> Opened:
    """Try the slot file, then its twin: the twin when the first is damaged, or when no slot opens and the two differ.

    Raises `WrongPassphrase`; `Refused` with the first file's reason when none can be trusted.
    """
    derived: dict[tuple[bytes, derivation.Cost], tuple[str, bytes]] = {}
    refusals: list[tuple[int, Refused]] = []
    wrong = False
    for index, data in enumerate(untrusted):
        if index and data == untrusted[0] and (wrong or refusals):
            continue
        try:
            file = parse(data)
            settings = (file.salt, file.cost)
            if settings not in derived:
                derived[settings] = stretched(file, typed)
            opened, secret = open_with(data, *derived[settings])
        except WrongPassphrase:
            wrong = True
        except Refused as error:
            refusals.append((index, error))
        else:
            damaged = tuple(place for place, _ in refusals) or _other_damaged(untrusted, index, secret.data_key)
            return Opened(secret, opened.vault_id, opened.generation, damaged)
    if wrong:
        raise WrongPassphrase
    raise refusals[0][1] if refusals else Refused("damaged")


def _other_damaged(untrusted: Sequence[bytes], served: int, data_key: bytes) -> tuple[int, ...]:
    found = []
    for index, data in enumerate(untrusted):
        try:
            if index != served:
                check_mac(data, data_key)
        except Refused:
            found.append(index)
    return tuple(found)


def open_with(untrusted: bytes, kind: str, key: bytes) -> tuple[SlotFile, SeatSecret]:
    """Try every passphrase slot; raises `WrongPassphrase` when none opens, `Refused('damaged')` when the MAC fails."""
    file, mac = _parse(untrusted)
    for slot in file.slots:
        if slot.kind == kind and (plain := _unwrap(file, slot, key)) is not None:
            secret = _seat_secret(plain)
            _check_mac(file, secret.data_key, mac)
            return file, secret
    raise WrongPassphrase


def check_mac(untrusted: bytes, data_key: bytes) -> SlotFile:
    """The file, when its MAC holds under a known data key; raises `Refused`."""
    file, mac = _parse(untrusted)
    _check_mac(file, data_key, mac)
    return file


def _parse(untrusted: bytes) -> tuple[SlotFile, bytes]:
    if len(untrusted) > MAX_FILE:
        raise Refused("damaged")
    try:
        value = strict_json.decode(untrusted)
        if strict_json.encode(value) != untrusted:
            raise Refused("damaged")
        fields = Fields(value)
        if fields.text("format") != FORMAT:
            raise Refused("damaged")
        if (version := fields.count("v")) != VERSION:
            raise Refused("newer_version" if version > VERSION else "damaged")
        salt, cost = _read_cost(fields.inner("kdf"))
        file = SlotFile(
            fields.hexadecimal("vault_id", 16),
            fields.count("generation"),
            salt,
            cost,
            tuple(fields.items("slots", _slot)),
        )
        mac = bytes.fromhex(fields.hexadecimal("mac", 32))
        fields.done()
    except (BadField, binascii.Error, ValueError, UnicodeEncodeError):
        raise Refused("damaged") from None
    except Refused as error:
        raise Refused("damaged" if error.reason == "malformed" else error.reason) from None
    return file, mac


def _read_cost(fields: Fields) -> tuple[bytes, derivation.Cost]:
    if fields.text("name") != "argon2id":
        raise Refused("damaged")
    salt = bytes.fromhex(fields.hexadecimal("salt", derivation.SALT_SIZE))
    most = 2**31
    cost = derivation.Cost(
        fields.count("memory_kib", most=most),
        fields.count("passes", most=most),
        fields.count("lanes", most=most),
    )
    fields.done()
    cost.check()
    return salt, cost


def _slot(fields: Fields) -> Slot:
    text = fields.text("sealed", limit=MAX_FILE)
    slot = Slot(fields.hexadecimal("id", 8), fields.code("kind", KINDS), base64.b64decode(text, validate=True))
    if base64.b64encode(slot.sealed).decode() != text:  # spare bits of the last character must be zero
        raise Refused("damaged")
    fields.done()
    return slot


def _content(file: SlotFile) -> dict[str, object]:
    slots = [
        {"id": slot.slot_id, "kind": slot.kind, "sealed": base64.b64encode(slot.sealed).decode()} for slot in file.slots
    ]
    return {
        "format": FORMAT,
        "v": VERSION,
        "vault_id": file.vault_id,
        "generation": file.generation,
        "kdf": _cost_json(file),
        "slots": slots,
    }


def _cost_json(file: SlotFile) -> dict[str, object]:
    cost = file.cost
    return {"name": "argon2id", "salt": file.salt.hex(), "memory_kib": cost.memory_kib, "passes": cost.passes,
            "lanes": cost.lanes}  # fmt: skip


def _mac(file: SlotFile, data_key: bytes) -> bytes:
    return hmac.digest(derivation.expand(data_key, "slots mac"), strict_json.encode(_content(file)), "sha256")


def _check_mac(file: SlotFile, data_key: bytes, mac: bytes) -> None:
    if not hmac.compare_digest(_mac(file, data_key), mac):
        raise Refused("damaged")


def _slot_key(key: bytes, slot_id: str) -> bytes:
    return derivation.expand(key, "slot", salt=bytes.fromhex(slot_id))


def _unwrap(file: SlotFile, slot: Slot, key: bytes) -> bytes | None:
    nonce, sealed = slot.sealed[:_NONCE], slot.sealed[_NONCE:]
    try:
        return ChaCha20Poly1305(_slot_key(key, slot.slot_id)).decrypt(
            nonce, sealed, file.associated(slot.slot_id, slot.kind)
        )
    except (InvalidTag, ValueError):
        return None


def _seat_secret(plain: bytes) -> SeatSecret:
    fields = Fields(strict_json.decode(plain))
    person = bytes.fromhex(fields.text("person"))
    return SeatSecret(
        bytes.fromhex(fields.hexadecimal("data_key", 32)), fields.text("label"), fields.text("role"), person
    )
