# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests share: cheap vaults, a clock that a test turns, and eyes on the files with the key in hand."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from outreach_app.bootstrap import Workplace, built_in_template, open_workplace
from outreach_app.crypto.derivation import Cost
from outreach_app.domain.profile import Profile

CHEAP: Final = Cost(memory_kib=64 * 1024)
"""The floor: nothing cheaper is accepted."""
PASSPHRASE: Final = "winter garden lamp 9 rope"
COALITION: Final = "Marlow Bend"
NIGHT: Final = datetime(2026, 11, 21, 4, 30, tzinfo=UTC)
"""A Friday, half past ten at night in the training coalition's zone of time."""

PAGE: Final = 4096
_SALT: Final = 16
_RESERVE: Final = 80  # SQLCipher 4: an IV of 16 bytes and an HMAC of 64 at the end of each page


class TurnedClock:
    """A clock that stands until a test turns it."""

    def __init__(self, now: datetime = NIGHT) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        """Forward (or back) by timedelta's arguments."""
        self.now += timedelta(**by)


def training_profile() -> Profile:
    """The built-in template."""
    return built_in_template()


def workplace(folder: Path, clock: TurnedClock | None = None) -> Workplace:
    """The services over a vault folder that need not be there yet."""
    return open_workplace(folder, clock=clock or TurnedClock(), cost=CHEAP)


def founded(folder: Path, clock: TurnedClock | None = None, *, mailbox: str = "") -> Workplace:
    """A coordinator's open vault."""
    place = workplace(folder, clock)
    place.founding.found(COALITION, PASSPHRASE, mailbox=mailbox)
    return place


def decrypted_pages(path: Path, key: bytes) -> list[bytes]:
    """The plain content of every page of a SQLCipher 4 database under a raw key, without SQLite's help."""
    raw = path.read_bytes()
    found = []
    for start in range(0, len(raw), PAGE):
        page = raw[start : start + PAGE]
        body = page[_SALT if start == 0 else 0 : -_RESERVE]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(page[-_RESERVE : -_RESERVE + 16])).decryptor()
        found.append(decryptor.update(body) + decryptor.finalize())
    return found


def without_change_counters(first_page: bytes) -> bytes:
    """The first page (its salt is gone already) without SQLite's change counter and version-valid-for number."""
    counter, valid_for = 24 - _SALT, 92 - _SALT
    blank = struct.pack(">I", 0)
    return first_page[:counter] + blank + first_page[counter + 4 : valid_for] + blank + first_page[valid_for + 4 :]


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path from there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
