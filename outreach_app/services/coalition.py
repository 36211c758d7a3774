# SPDX-License-Identifier: GPL-3.0-or-later
"""The coordinator's checklist after founding, how counts travel, and what the vault says about its own health."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from outreach_app.domain.errors import NoProfile
from outreach_app.domain.profile import Profile
from outreach_app.services.lanes import Lane
from outreach_app.services.ports import Clock, Mailboxes
from outreach_app.services.vault import VaultService

DIRECTORY_DAMAGED: Final = "directory_damaged"
NOT_ADMITTED: Final = "not_admitted"


@dataclass(frozen=True)
class CheckItem:
    """One thing that can wait; codes: mailbox, directory, first_laptop, first_shift."""

    code: str
    done: bool


@dataclass(frozen=True)
class Status:
    """What waits and how old things are. Problems are codes."""

    unsent: int
    not_received: int
    directory_age_days: int | None
    release: int
    problems: tuple[str, ...]


class CoalitionService:
    """Runs on the vault's lane; `directory_damaged` says whether the live release could not be opened."""

    def __init__(
        self,
        vault: VaultService,
        mailboxes: Mailboxes,
        lane: Lane,
        clock: Clock,
        directory_damaged: Callable[[], bool],
    ) -> None:
        self._directory_damaged = directory_damaged
        self._vault = vault
        self._mailboxes = mailboxes
        self._lane = lane
        self._clock = clock

    def checklist(self) -> tuple[CheckItem, ...]:
        """What is set up already."""
        vault = self._vault.require("coordinator")
        coalition = vault.database.coalition
        return (
            CheckItem("mailbox", bool(vault.device.mailbox)),
            CheckItem("directory", coalition.live_release() is not None),
            CheckItem("first_laptop", len(coalition.roster().members) > 1),
            CheckItem("first_shift", bool(vault.database.imported.lines())),
        )

    def mailbox(self) -> str:
        """The address that counts travel over; empty where none was chosen."""
        return self._vault.opened.device.mailbox

    def set_mailbox(self, address: str) -> None:
        """Let counts travel over this address from now on, after trying it; raises a `MailboxError`.

        Called on the network's lane. A coordinator's choice stands in the next release, another laptop's is its own:
        a shared folder has a different path on every laptop.
        """
        device = self._lane.call(lambda: self._vault.opened.device)
        self._mailboxes(address, device.mailbox_id).probe()

        def keep() -> None:
            database = self._vault.opened.database
            profile = database.coalition.profile()
            with database.transaction():
                database.coalition.set_mailbox(address)
                if profile is not None and device.role == "coordinator":
                    database.coalition.add_profile(profile.with_mailbox(address))
            self._vault.reload()

        self._lane.call(keep)

    def areas(self) -> Mapping[str, tuple[str, ...]]:
        """Postal codes of every zone group, empty where nobody gave any; raises `NoProfile`."""
        profile = self._profile()
        known = dict(profile.areas)
        groups = sorted({zone.group for zone in profile.zones if zone.group})
        return {group: known.get(group, ()) for group in groups}

    def set_area(self, group: str, postal_codes: tuple[str, ...]) -> None:
        """Give a zone group its postal codes: a new version of the profile, which goes out with the next release.

        An open shift keeps the version it began with. Raises `BadField`, `RoleMayNot`.
        """
        vault = self._vault.require("coordinator")
        profile = self._profile()
        changed = profile.with_area(group, postal_codes)
        if changed.areas == profile.areas:
            return
        with vault.database.transaction():
            vault.database.coalition.add_profile(changed)
        self._vault.reload()

    def _profile(self) -> Profile:
        profile = self._vault.opened.database.coalition.profile()
        if profile is None:
            raise NoProfile
        return profile

    def status(self) -> Status:
        """What waits here, and what is wrong."""
        vault = self._vault.opened
        counts = vault.database.outbox.counts()
        closed = sum(1 for line in vault.database.shifts.lines() if line.content == "closed")
        live = vault.database.coalition.live_release()
        profile = vault.database.coalition.profile()
        today = profile.operating_date(self._clock()) if profile else self._clock().date()
        age = (today - date.fromisoformat(live.published_on)).days if live else None
        problems = list(vault.seat.problems)
        if not vault.device.mailbox:
            problems.append("no_mailbox")
        if live is None:
            problems.append("no_release")
        if self._directory_damaged():
            problems.append(DIRECTORY_DAMAGED)
        if vault.shut_out:
            problems.append(NOT_ADMITTED)
        if vault.seat.coordinates:
            problems += sorted({f"refused_{item.reason}" for item in vault.database.inbox.quarantined()})
        waiting = counts.get("waiting", 0) + closed
        return Status(waiting, waiting + counts.get("sent", 0), age, live.number if live else 0, tuple(problems))

    def check(self) -> tuple[str, ...]:
        """Every problem an integrity check of the vault finds, as codes; empty when sound."""
        vault = self._vault.opened
        found = list(vault.seat.problems)
        found += [f"database: {line}" for line in vault.database.problems()]
        if self._directory_damaged():
            found.append(DIRECTORY_DAMAGED)
        last, head = vault.database.outbox.chain()
        if bool(last) != bool(head):
            found.append("chain")
        return tuple(found)
