# SPDX-License-Identifier: GPL-3.0-or-later
"""The vault's folder: its slot files, tries and lock, and the names of the databases in it."""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from filelock import FileLock, Timeout

from outreach_app.domain.errors import CompanionError, DiskFault, FileMissing, VaultInUse
from outreach_app.files import disk, disk_error, private_folder, read_bytes, replace_private
from outreach_app.store.vault_database import VaultDatabase, open_vault_database

_SLOT_LIMIT: Final = 64 * 1024
_TRIES_LIMIT: Final = 4096
_LONGEST_WAIT: Final = 60.0
_ASIDE: Final = re.compile(r"\.[0-9a-f]{16}\.part")
_OWN_FILE: Final = re.compile(r"(vault|desk|directory-\d+(-\d+)?)\.(db|part)(-journal)?")


@dataclass(frozen=True)
class Tries:
    """Wrong passphrases so far, and when the last was (seconds since the epoch)."""

    wrong: int = 0
    last: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds to wait before the next try: 1, 2, 4 … 60.

        A last try that lies in the future was written under a clock that stood wrong: waiting for it would lock out
        whoever knows the passphrase, and whoever can set the clock is not held up by waiting anyway.
        """
        if not self.wrong:
            return 0.0
        delay = min(_LONGEST_WAIT, 2.0 ** min(self.wrong - 1, 6))
        since = now - self.last
        return delay - since if 0 <= since < delay else 0.0


class Counted(Protocol):
    """Anything that knows how many tries were wrong."""

    @property
    def wrong(self) -> int: ...


class VaultFolder:
    """One laptop's vault on disk (0700, files 0600); one process at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: FileLock | None = None

    @property
    def slots(self) -> Path:
        """Who can open the vault."""
        return self.path / "slots.json"

    @property
    def twin(self) -> Path:
        """The same, should the first be damaged."""
        return self.path / "slots.bak"

    def exists(self) -> bool:
        """Whether there is a vault here: a slot file, or the twin of one; raises the disk's errors."""
        with disk(self.path):
            return self.slots.exists() or self.twin.exists()

    def read_slots(self) -> tuple[bytes | None, bytes | None]:
        """The bytes of the slot file and of its twin; None where one cannot be read."""
        return _read(self.slots), _read(self.twin)

    def write_slots(self, data: bytes) -> None:
        """Put a slot file in place, then its twin: at every moment one of them is whole."""
        replace_private(self.slots, data)
        replace_private(self.twin, data)

    def make(self) -> None:
        """Create the folder."""
        private_folder(self.path)

    def clear(self) -> None:
        """Remove what an interrupted founding left behind: the vault's own files, nobody else's. Call it acquired."""
        with disk(self.path):
            for path in self.path.iterdir():
                if _OWN_FILE.fullmatch(path.name):
                    path.unlink()

    def unmake(self) -> None:
        """Without its slot files a half-made vault is none; the rest goes when the next one is made."""
        for path in (self.slots, self.twin):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def acquire(self) -> None:
        """Take the folder for this process; raises `VaultInUse`."""
        if self._lock is not None:
            return
        lock = FileLock(self.path / ".lock", timeout=0, mode=0o600)
        try:
            lock.acquire()
        except Timeout:
            raise VaultInUse(str(self.path)) from None
        except OSError as error:
            raise disk_error(error, self.path) from error
        self._lock = lock
        with contextlib.suppress(OSError):
            for path in self.path.iterdir():
                if _ASIDE.fullmatch(path.name):  # a kill between writing aside and putting in place leaves an old state
                    path.unlink()

    def release(self) -> None:
        """Give the folder up."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def open_database(self, key: bytes, *, new: bool = False) -> VaultDatabase:
        """`vault.db` under its key; made if `new`, else `DatabaseDamaged` when it is missing or empty."""
        return open_vault_database(self.path / "vault.db", key, new=new)

    def read_tries(self) -> Tries:
        """The tries file is not authenticated; anything unreadable counts as none."""
        with contextlib.suppress(CompanionError, ValueError, TypeError, KeyError, ArithmeticError, RecursionError):
            value = json.loads(read_bytes(self.path / "tries.json", limit=_TRIES_LIMIT))
            return Tries(max(0, int(value["wrong"])), float(value["last"]))
        return Tries()

    def wrong_try(self, before: Counted, now: float) -> None:
        """Remember a wrong try across restarts; a disk that cannot take it must not keep the right passphrase out."""
        with contextlib.suppress(CompanionError):
            data = json.dumps({"last": now, "wrong": before.wrong + 1}).encode()
            replace_private(self.path / "tries.json", data)

    def forget_tries(self) -> None:
        """The right passphrase was given."""
        with contextlib.suppress(OSError):
            (self.path / "tries.json").unlink(missing_ok=True)


def _read(path: Path) -> bytes | None:
    try:
        return read_bytes(path, limit=_SLOT_LIMIT)
    except (FileMissing, DiskFault):
        return None
