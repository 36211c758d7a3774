# SPDX-License-Identifier: GPL-3.0-or-later
"""Places that said tonight that they are full, as this laptop knows them: until 06:00, and never sent anywhere.

The vault keeps them. The time of the call is known as long as the program runs; after a restart the place is FULL
tonight all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from outreach_app.ui.desk import Desk
from outreach_app.ui.words import clock_time


class FullPlaces(QObject):
    """Read again after every change, and whenever a page asks: the night may have ended."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._told: Mapping[str, datetime | None] = {}

    @property
    def ids(self) -> frozenset[str]:
        """Entries that are full tonight."""
        return frozenset(self._told)

    def read(self) -> None:
        """Ask the vault; where it cannot tell, what was known stays."""
        self.desk.vault(self.desk.workplace.listings.full_tonight, self._know, lambda _error: None)

    def mark(self, entry_id: str) -> None:
        """The place said so just now."""
        listings = self.desk.workplace.listings
        self._change(lambda: listings.mark_full(entry_id))

    def unmark(self, entry_id: str) -> None:
        """It has room again, or that was a mistake."""
        listings = self.desk.workplace.listings
        self._change(lambda: listings.unmark_full(entry_id))

    def words(self) -> dict[str, str]:
        """What the list says of each, with the time of the call where that is known."""
        timed, plain = self.tr("FULL tonight, you {time}"), self.tr("FULL tonight")
        return {
            entry_id: plain if at is None else timed.format(time=clock_time(self.desk.local(at)))
            for entry_id, at in self._told.items()
        }

    def _change(self, change: Callable[[], None]) -> None:
        listings = self.desk.workplace.listings

        def changed() -> Mapping[str, datetime | None]:
            change()
            return listings.full_tonight()

        self.desk.vault(changed, self._know)

    def _know(self, told: Mapping[str, datetime | None]) -> None:
        if dict(told) != dict(self._told):
            self._told = dict(told)
            self.changed.emit()
