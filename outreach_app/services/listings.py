# SPDX-License-Identifier: GPL-3.0-or-later
"""What a call showed: FULL tonight on this laptop, and reports about listings for the office. Runs on the vault's lane.

On disk stand the entry and the date alone. The clock time of a call lives in memory until the vault locks.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from outreach_app.domain.errors import BadField, NoProfile
from outreach_app.domain.listing import (
    LISTING_CODES,
    LISTING_REPORT,
    MOST_REPORTS,
    MOST_ROWS,
    ListingKey,
    ListingLine,
    as_body,
    night_of,
)
from outreach_app.domain.profile import Profile
from outreach_app.services.outgoing import Outgoing
from outreach_app.services.ports import Clock
from outreach_app.services.vault import VaultService


class ListingService:
    """What is known of listings tonight, and what is reported of them."""

    def __init__(self, vault: VaultService, outgoing: Outgoing, clock: Clock) -> None:
        self._vault = vault
        self._outgoing = outgoing
        self._clock = clock
        self._called: dict[str, datetime] = {}

    def full_tonight(self) -> Mapping[str, datetime | None]:
        """Entries that said tonight that they are full, with the moment of the call (in the coalition's zone) where
        it is still known; from six in the morning on there is none."""
        full = self._full_now()
        return MappingProxyType({entry_id: self._called.get(entry_id) for entry_id in full})

    def mark_full(self, entry_id: str) -> None:
        """This entry is full tonight."""
        _check_id(entry_id)
        now = self._now()
        self._set_full({**self._full_now(), entry_id: night_of(now)})
        self._called[entry_id] = now

    def unmark_full(self, entry_id: str) -> None:
        """It is not full after all."""
        full = self._full_now()
        if entry_id in full:
            self._set_full({known: night for known, night in full.items() if known != entry_id})
        self._called.pop(entry_id, None)

    def report(self, entry_id: str, code: str) -> None:
        """Tell the office something of this listing with the next sync; `code` is one of `LISTING_CODES`."""
        _check_id(entry_id)
        if code not in LISTING_CODES:
            raise BadField("code", "unknown_code")
        database = self._vault.opened.database
        key = ListingKey(entry_id, code, self._operating_date())
        with database.transaction():
            waiting = database.listings.waiting()
            waiting[key] = min(waiting.get(key, 0) + 1, MOST_REPORTS)
            database.listings.set_waiting(waiting)

    def seal(self) -> None:
        """Seal and queue the reports that wait, in one statement (several where there are hundreds)."""
        vault = self._vault.opened
        with vault.database.transaction():
            waiting = vault.database.listings.waiting()
            keys = sorted(waiting)
            for first in range(0, len(keys), MOST_ROWS):
                rows = {key: waiting[key] for key in keys[first : first + MOST_ROWS]}
                self._outgoing.queue(vault, LISTING_REPORT, as_body(rows))
            if keys:
                vault.database.listings.set_waiting({})

    def received(self) -> tuple[ListingLine, ...]:
        """What all laptops reported, by entry, code and date; raises `RoleMayNot`."""
        return self._vault.require("coordinator").database.listings.received()

    def opened(self) -> None:
        """With the vault: what is over since six in the morning goes."""
        if self._vault.opened.profile is not None:
            self._full_now()

    def forget(self) -> None:
        """With the vault's locking: no clock time stays in memory."""
        self._called.clear()

    def _full_now(self) -> dict[str, date]:
        """What is full tonight; what was it in an earlier night is deleted."""
        night = night_of(self._now())
        held = self._vault.opened.database.listings.full()
        full = {entry_id: day for entry_id, day in held.items() if day == night}
        if full != held:
            self._set_full(full)
        self._called = {entry_id: moment for entry_id, moment in self._called.items() if entry_id in full}
        return full

    def _set_full(self, full: Mapping[str, date]) -> None:
        database = self._vault.opened.database
        with database.transaction():
            database.listings.set_full(full)

    def _operating_date(self) -> date:
        """Of the open shift, else the coalition's date."""
        row = self._vault.opened.database.shifts.open_row()
        return row.head.operating_date if row is not None else self._profile().operating_date(self._clock())

    def _now(self) -> datetime:
        return self._profile().local(self._clock())

    def _profile(self) -> Profile:
        profile = self._vault.opened.profile
        if profile is None:
            raise NoProfile
        return profile


def _check_id(entry_id: str) -> None:
    """An entry's id and nothing else: free text could carry what must never be stored."""
    try:
        if str(uuid.UUID(entry_id)) == entry_id:
            return
    except ValueError:
        pass
    raise BadField("entry", "unknown_code")
