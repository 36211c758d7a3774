# SPDX-License-Identifier: GPL-3.0-or-later
"""The window's services, wired on a thread of their own while the lock screen is shown already.

The adapters take longer to load than the lock screen may take to show. Until they are there only one thing is asked:
whether there is a vault. Whatever else is asked for waits, on its own lane, until the wiring is done.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from outreach_app.services.lanes import Lanes, ThreadLane, threads

if TYPE_CHECKING:
    from concurrent.futures import Future

    from outreach_app.bootstrap import Workplace

SLOT_FILES = ("slots.json", "slots.bak")


class OpeningWorkplace:
    """Looks like a `bootstrap.Workplace`; every service but the vault's state comes with the wiring."""

    def __init__(self, vault_dir: Path) -> None:
        self._vault_dir = vault_dir
        self._wiring = ThreadLane("wiring")
        self._wired: Future[Workplace] | None = None
        self.lanes: Lanes = threads()
        self.vault = OpeningVault(self)

    def wire(self) -> Future[Workplace]:
        """Begin to load, behind whatever is shown; once."""
        if self._wired is None:
            self._wired = self._wiring.submit(partial(_wire, self._vault_dir, self.lanes))
        return self._wired

    @property
    def arrived(self) -> Workplace:
        """The real services; waits for them, so it is asked for on a lane only."""
        return self.wire().result()

    @property
    def is_there(self) -> bool:
        """Whether the wiring is done."""
        return self._wired is not None and self._wired.done()

    def has_vault(self) -> bool:
        """Whether there is a vault: a slot file or its twin."""
        return any((self._vault_dir / name).exists() for name in SLOT_FILES)

    def close(self) -> None:
        """Lock, and end the lanes; what was never wired needs no locking."""
        self._wiring.stop()
        if self._wired is None:
            self.lanes.stop()
        else:
            self.arrived.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.arrived, name)


class OpeningVault:
    """Knows whether there is a vault before anything is loaded; all else is the real service's."""

    def __init__(self, workplace: OpeningWorkplace) -> None:
        self._workplace = workplace

    def state(self) -> Literal["none", "locked", "open"]:
        """See `services.vault.VaultService.state`."""
        if self._workplace.is_there:
            return self._workplace.arrived.vault.state()
        return "locked" if self._workplace.has_vault() else "none"

    def __getattr__(self, name: str) -> Any:
        return getattr(self._workplace.arrived.vault, name)


def _wire(vault_dir: Path, lanes: Lanes) -> Workplace:
    from outreach_app.bootstrap import open_workplace

    return open_workplace(vault_dir, lanes=lanes)
