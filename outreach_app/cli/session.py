# SPDX-License-Identifier: GPL-3.0-or-later
"""What every command works with: the vault's services, the passphrase, and where words go."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from outreach_app.bootstrap import Workplace, open_workplace
from outreach_app.domain.errors import DiskFault, UnreadableFile
from outreach_app.files import read_bytes
from outreach_app.paths import default_vault

DONE, REFUSED, USAGE, LOCKED, UNREACHABLE, TAMPERED = 0, 1, 2, 3, 4, 5
"""Exit codes; `docs/COMMANDS.md` says what each means."""
_PASSPHRASE_LIMIT: Final = 4096


@dataclass(frozen=True)
class Outcome:
    """What a command did: `facts` for `--json`, `lines` for people, warnings for standard error, the exit code."""

    facts: Mapping[str, object]
    lines: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    code: int = 0


class WrongUsage(Exception):
    """The arguments cannot be meant so; the text says why."""


Command = Callable[["Session", argparse.Namespace], Outcome]


@dataclass
class Session:
    """One run of a command."""

    arguments: argparse.Namespace
    _workplace: Workplace | None = field(default=None, repr=False)

    @property
    def vault_dir(self) -> Path:
        """The vault's folder: `--vault`, else the platform's."""
        return Path(self.arguments.vault) if self.arguments.vault else default_vault()

    @property
    def workplace(self) -> Workplace:
        """The services over the vault, wired at first use."""
        if self._workplace is None:
            self._workplace = open_workplace(self.vault_dir)
        return self._workplace

    def unlocked(self) -> Workplace:
        """The services, with the vault open."""
        if self.workplace.vault.state() == "locked":
            self.workplace.vault.unlock(self.passphrase())
        elif self.workplace.vault.state() == "none":
            self.workplace.vault.unlock("")  # says that there is none
        return self.workplace

    def passphrase(self, *, new: bool = False) -> str:
        """From `--passphrase-file`, standard input (`-`) or, at a terminal, typed; never an argument."""
        source = self.arguments.passphrase_file
        if source == "-":
            return sys.stdin.buffer.readline(_PASSPHRASE_LIMIT).decode("utf-8", "replace").strip("\r\n")
        if source:
            return given_bytes(Path(source), limit=_PASSPHRASE_LIMIT).decode("utf-8-sig", "replace").strip("\r\n")
        if not sys.stdin.isatty():
            raise WrongUsage("The passphrase is missing: give --passphrase-file FILE, or - for standard input.")
        return getpass.getpass("New passphrase: " if new else "Passphrase: ")

    def progress(self, step: str, done: int, total: int) -> None:
        """To standard error when it is a terminal."""
        if sys.stderr.isatty() and not self.arguments.quiet:
            sys.stderr.write(f"\r{step} {done}/{total}\x1b[K")
            if done >= total:
                sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def close(self) -> None:
        """Lock the vault."""
        if self._workplace is not None:
            self._workplace.close()


def given_bytes(path: Path, *, limit: int) -> bytes:
    """The bytes of a file that a person named; raises `FileMissing`, `UnreadableFile` and the disk's errors."""
    try:
        return read_bytes(path, limit=limit)
    except DiskFault as fault:
        why = {"EFBIG": "too_large", "EISDIR": "a_folder"}.get(fault.reason)
        if why is None:
            raise
        raise UnreadableFile(str(path), 0, why) from None
