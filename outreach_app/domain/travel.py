# SPDX-License-Identifier: GPL-3.0-or-later
"""What lies in the outbox and the inbox: sealed objects by their place in a device's chain."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

FOLDER_SIZE: Final = 256
_OBJECT: Final = re.compile(r"(\d{10})-([0-9a-f]{64})\.age", re.ASCII)
_FOLDER: Final = re.compile(r"up/[0-9a-f]{32}/\d{6}", re.ASCII)


@dataclass(frozen=True)
class OutboxObject:
    """Encrypted once; these very bytes are sent until acknowledged. `statement_sha256` is the chain's head."""

    name: str
    kind: str
    incarnation: int
    sequence: int
    statement_sha256: str
    shift_id: str
    revision: int
    delivery: str
    sealed: bytes = field(repr=False)


@dataclass(frozen=True)
class Cursor:
    """Where a coordinator stands in one laptop's box."""

    box: str
    device_id: str
    incarnation: int
    last_sequence: int
    head: str


@dataclass(frozen=True)
class Accepted:
    """A statement that was taken in, as it was signed."""

    box: str
    sequence: int
    object_sha256: str
    statement_sha256: str
    kind: str
    signed: bytes = field(repr=False)


def box_folder(box: str, sequence: int) -> str:
    """The mailbox folder that holds a sequence number: at most 256 objects each."""
    return f"up/{box}/{sequence // FOLDER_SIZE:06d}"


def object_name(box: str, sequence: int, sha256: str) -> str:
    """The full name of a statement's object."""
    return f"{box_folder(box, sequence)}/{sequence:010d}-{sha256}.age"


def numbered(file_name: str) -> tuple[int, str] | None:
    """(number, sha256) of an object's file name; None for anything else, as a vendor's "conflicted copy" is."""
    match = _OBJECT.fullmatch(file_name)
    return (int(match.group(1)), match.group(2)) if match else None


def own_name(name: str) -> str:
    """What of an object's name or path this program itself gave it: a file on a stick may be called after anybody."""
    *folders, file_name = re.split(r"[/\\]", name)
    if not _OBJECT.fullmatch(file_name):
        return ""
    folder = "/".join(folders[-3:])
    return f"{folder}/{file_name}" if _FOLDER.fullmatch(folder) else file_name
