# SPDX-License-Identifier: GPL-3.0-or-later
"""What of somebody's data does not come in: names and addresses of staff, and where a confidential place is.

Everything else of a service is kept as it came, unknown keys included, so that an export can give it back.
"""

from __future__ import annotations

import json
from typing import Any, Final

MOST_DEPTH: Final = 32
"""HSDS nests about eight levels; more is no directory."""
_STAFF: Final = frozenset(("assurer_email", "updated_by", "attention"))
_CONTACT: Final = frozenset(("name", "email"))
_PLACE: Final = frozenset(
    ("addresses", "latitude", "longitude", "transportation", "external_identifier", "metadata", "locations", "extent")
)


def as_kept(service: dict[str, Any], *, confidential: bool) -> tuple[str, int] | None:
    """(JSON text of the service without what stays outside, how many values did); None if nested too deep."""
    door = _Door(_STAFF | (_PLACE if confidential else frozenset()))
    kept = door.through(service, MOST_DEPTH)
    return None if door.too_deep else (json.dumps(kept, separators=(",", ":")), door.dropped)


class _Door:
    """Copies a value without what is barred, and counts that."""

    def __init__(self, barred: frozenset[str]) -> None:
        self._barred = barred
        self.dropped = 0
        self.too_deep = False

    def through(self, value: Any, left: int, *, contact: bool = False) -> Any:
        if left == 0:
            self.too_deep = True
            return None
        if isinstance(value, dict):
            barred = self._barred | _CONTACT if contact else self._barred
            return {
                key: self._kept(key, item, left)
                for key, item in value.items()
                if not self._stays_out(key, item, barred)
            }
        if isinstance(value, list):
            return [self.through(item, left - 1, contact=contact) for item in value]
        return value

    def _kept(self, key: str, item: Any, left: int) -> Any:
        return self.through(item, left - 1, contact=key == "contacts")

    def _stays_out(self, key: str, item: Any, barred: frozenset[str]) -> bool:
        if key not in barred:
            return False
        if item not in (None, "", [], {}):
            self.dropped += 1
        return True
