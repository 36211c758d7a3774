# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of services that repeat: Monday to Friday from nine to five stands in half of a directory, and is read once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeVar

from outreach_app.domain.directory_import import Notes
from outreach_app.formats.hsds_fields import Loose

Result = TypeVar("Result")

_OWN: Final = frozenset(("id", "service_id", "location_id", "service_at_location_id", "organization_id"))
"""Keys that differ from row to row and mean nothing to what is read out of it."""
_MOST: Final = 4096


class Alike(Generic[Result]):
    """`read` of rows, remembered for rows that say the same; rows with a problem are read each time, to be named."""

    def __init__(self, read: Callable[[Sequence[Loose]], Result]) -> None:
        self._read = read
        self._known: dict[object, Result] = {}

    def read(self, rows: Sequence[Loose]) -> Result:
        """What `read` makes of `rows`."""
        try:
            key = tuple([tuple([item for item in row.value.items() if item[0] not in _OWN]) for row in rows])
            known = self._known.get(key)
        except TypeError:
            return self._read(rows)
        if known is not None:
            return known
        aside = Notes()
        found = self._read([Loose(row.value, 0, aside) for row in rows])
        if aside.all():
            return self._read(rows)
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[key] = found
        return found
