# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening and locking the vault. Runs on the vault's lane; key derivation takes 0.5–1 s and blocks nothing else."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from outreach_app.domain.codes import ROLES
from outreach_app.domain.device import Device
from outreach_app.domain.errors import (
    NoVault,
    Refused,
    RoleMayNot,
    SlotsDamaged,
    SlotsRolledBack,
    TooSoon,
    VaultExists,
    VaultLocked,
    VaultNewer,
    WrongPassphrase,
)
from outreach_app.domain.keys import DeviceKeys
from outreach_app.domain.profile import Profile
from outreach_app.domain.seat import Opened, Seat, SeatSecret
from outreach_app.services.ports import Clock, Random, SealingPort, SigningPort, TriesPort, VaultDatabasePort

_KNOWN_SLOTS = 1


class VaultFolderPort(Protocol):
    """See `store.vault_folder`."""

    @property
    def path(self) -> object: ...
    def exists(self) -> bool: ...
    def make(self) -> None: ...
    def clear(self) -> None: ...
    def acquire(self) -> None: ...
    def release(self) -> None: ...
    def read_slots(self) -> tuple[bytes | None, bytes | None]: ...
    def write_slots(self, data: bytes) -> None: ...
    def open_database(self, key: bytes, *, new: bool = False) -> VaultDatabasePort: ...
    def read_tries(self) -> TriesPort: ...
    def wrong_try(self, before: TriesPort, now: float) -> None: ...
    def forget_tries(self) -> None: ...
    def unmake(self) -> None: ...


class SlotsPort(Protocol):
    """See `crypto.slots`; the cost of key derivation is the adapter's own."""

    def create(self, vault_id: str, typed: str, seat: SeatSecret, office: Sequence[str]) -> bytes: ...
    def open_any(self, untrusted: Sequence[bytes], typed: str) -> Opened: ...


class ExpandPort(Protocol):
    """A key for one purpose from the data key (`crypto.derivation.expand`)."""

    def __call__(self, key: bytes, label: str) -> bytes: ...


@dataclass
class OpenVault:
    """What is in memory while the vault is open."""

    database: VaultDatabasePort
    device: Device
    keys: DeviceKeys
    seat: Seat
    profile: Profile | None
    """The newest profile, for whoever needs the coalition's date without touching the database."""
    data_key: bytes = field(repr=False)
    person_seed: bytes = field(repr=False)

    @property
    def shut_out(self) -> bool:
        """Whether the office let another laptop in with this one's invitation; on the vault's lane."""
        return self.database.coalition.roster().shuts_out(self.keys.device_id, self.device.box)


class VaultService:
    """The one place that holds keys.

    `on_open` hooks run when the vault has opened, `on_lock` once its keys are gone and before its folder is given up.
    """

    def __init__(
        self,
        folder: VaultFolderPort,
        slots: SlotsPort,
        signing: SigningPort,
        sealing: SealingPort,
        expand: ExpandPort,
        clock: Clock,
        random: Random,
    ) -> None:
        self.folder = folder
        self._slots = slots
        self._signing = signing
        self._sealing = sealing
        self._expand = expand
        self._clock = clock
        self._random = random
        self._open: OpenVault | None = None
        self._new = False
        self._unwritten: bytes | None = None
        """The slot file of a vault that is not confirmed yet: a kill before that leaves no vault at all."""
        self.on_open: list[Callable[[], None]] = []
        self.on_lock: list[Callable[[], None]] = []

    def state(self) -> Literal["none", "locked", "open"]:
        """Whether there is a vault, and whether it is open."""
        if self._open is not None:
            return "open"
        return "locked" if self.folder.exists() else "none"

    @property
    def opened(self) -> OpenVault:
        """What is in memory; raises `VaultLocked`."""
        if self._open is None:
            raise VaultLocked
        return self._open

    def seat(self) -> Seat:
        """Who is at the laptop; raises `VaultLocked`."""
        return self.opened.seat

    def require(self, *roles: str) -> OpenVault:
        """The open vault, if this seat has one of the roles; raises `RoleMayNot`."""
        vault = self.opened
        if vault.seat.role not in roles:
            raise RoleMayNot(vault.seat.role)
        return vault

    def key_for(self, label: str) -> bytes:
        """The key of another file of the vault: `directory`, `desk`."""
        return self._expand(self.opened.data_key, label)

    def unlock(self, passphrase: str) -> Seat:
        """Open the vault.

        Raises `NoVault`, `TooSoon`, `WrongPassphrase`, `SlotsDamaged`, `SlotsRolledBack`, `DatabaseDamaged`,
        `VaultNewer`, `VaultInUse` or a disk error; nothing on disk is changed by any of them but the tries.
        """
        if self._open is not None:
            return self._open.seat
        path = str(self.folder.path)
        if not self.folder.exists():
            raise NoVault(path)
        self.folder.acquire()
        try:
            opened = self._open_slots(passphrase, path)
            self._open = self._open_database(opened, path)
        except BaseException:
            self.folder.release()
            raise
        return self._announce(self._open)

    def lock(self) -> None:
        """Drop every key and close the databases.

        The keys go first: the hooks wait for other lanes, and what is queued there behind them must find none, or it
        would open a database again that nobody closes any more.
        """
        if self._open is None:
            return
        vault, self._open, self._new, self._unwritten = self._open, None, False, None
        vault.database.close()
        try:
            for hook in self.on_lock:
                hook()
        finally:
            self.folder.release()

    def discard(self) -> None:
        """Take back the vault that `create` made and that was not locked since: its founding could not be finished."""
        if self._new:
            self.lock()
            self.folder.unmake()

    def create(
        self,
        passphrase: str,
        *,
        label: str,
        device: Device,
        person_seed: bytes,
        fill: Callable[[VaultDatabasePort], None],
        office: Sequence[str],
        bring: Callable[[], None] | None = None,
        confirmed: bool = True,
    ) -> Seat:
        """Make a new vault and leave it open; the slot file comes last, so that a half-made vault is none.

        `office` are the recipients of the office slot; `fill` writes what the vault starts with, `bring` what stands in
        its other files. Not `confirmed`, it has no slot file until `confirm`. Raises `VaultExists`.
        """
        path = str(self.folder.path)
        if self.folder.exists():
            raise VaultExists(path)
        self.folder.make()
        self.folder.acquire()
        try:
            if self.folder.exists():  # another process may have been quicker
                raise VaultExists(path)
            self.folder.clear()
            vault_id = self._random.bytes(16).hex()
            secret = SeatSecret(self._random.bytes(32), label, device.role, person_seed)
            slots = self._slots.create(vault_id, passphrase, secret, office)
            database = self.folder.open_database(self._expand(secret.data_key, "vault"), new=True)
            try:
                with database.transaction():
                    database.set_generations(vault_id, 1, 1)
                    database.coalition.set_device(device)
                    fill(database)
                self._open = self._opened(Opened(secret, vault_id, 1), database)
            except BaseException:
                database.close()
                raise
        except BaseException:
            self.folder.release()
            raise
        self._new = True
        try:
            if bring is not None:
                bring()
            self._unwritten = slots
            if confirmed:
                self.confirm()
        except BaseException:
            self.discard()
            raise
        return self._announce(self._open)

    def confirm(self) -> None:
        """Let a new vault last: its slot file is written, once. Raises a disk error, and can be tried again."""
        if self._unwritten is not None:
            self.folder.write_slots(self._unwritten)
            self._unwritten = None

    def reload(self) -> None:
        """Read the device and the coalition's name again after a change of either."""
        vault = self.opened
        secret = SeatSecret(vault.data_key, vault.seat.label, vault.seat.role, vault.person_seed)
        self._open = self._opened(Opened(secret, "", 0), vault.database, vault.seat.problems)

    def _announce(self, vault: OpenVault) -> Seat:
        try:
            for hook in self.on_open:
                hook()
        except BaseException:  # said to have failed, it may not stand open: the next passphrase would not be looked at
            self.discard()
            self.lock()
            raise
        return vault.seat

    def _open_slots(self, passphrase: str, path: str) -> Opened:
        now = self._clock().timestamp()
        tries = self.folder.read_tries()
        wait = tries.wait(now)
        if wait > 0:
            raise TooSoon(math.ceil(wait))
        files = self.folder.read_slots()
        try:
            opened = self._slots.open_any([data if data is not None else b"" for data in files], passphrase)
        except WrongPassphrase:
            self.folder.wrong_try(tries, now)
            raise
        except Refused as error:
            if error.reason == "newer_version":
                raise VaultNewer(_KNOWN_SLOTS + 1, _KNOWN_SLOTS) from None
            raise SlotsDamaged(path) from None
        if tries.wrong:
            self.folder.forget_tries()
        return opened

    def _open_database(self, opened: Opened, path: str) -> OpenVault:
        database = self.folder.open_database(self._expand(opened.secret.data_key, "vault"))
        try:
            vault_id, generation, following = database.generations()
            if vault_id != opened.vault_id or opened.generation not in {generation, following}:
                raise SlotsRolledBack(path)
            problems = tuple(("slots_damaged", "twin_damaged")[index] for index in opened.damaged)
            return self._opened(opened, database, problems)
        except BaseException:
            database.close()
            raise

    def _opened(self, opened: Opened, database: VaultDatabasePort, problems: tuple[str, ...] = ()) -> OpenVault:
        secret = opened.secret
        device = database.coalition.device()
        profile = database.coalition.profile()
        keys = DeviceKeys(self._signing.signing_key(device.signing_seed), self._sealing.age_key(device.age_secret))
        role = secret.role if secret.role in ROLES else "worker"
        seat = Seat(
            role, secret.label, device.team, profile.coalition if profile else "", device.coalition_id, problems
        )
        return OpenVault(database, device, keys, seat, profile, secret.data_key, secret.person_seed)
