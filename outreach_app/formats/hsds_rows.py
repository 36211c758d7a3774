# SPDX-License-Identifier: GPL-3.0-or-later
"""One nested HSDS service → what an import takes over: the entry, the service as it came, its taxonomy terms."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from outreach_app.domain.directory import NAME_LIMIT
from outreach_app.domain.directory_import import Notes, Read
from outreach_app.formats.hsds_door import Door, as_json
from outreach_app.formats.hsds_fields import Loose, clean
from outreach_app.formats.hsds_json import Bad
from outreach_app.formats.hsds_service import ServiceReader, read_terms


class ServiceRows:
    """Reads the services of one source, each once; ids that repeat are numbered. `notes` hears of every doubt."""

    def __init__(self, source: str, notes: Notes) -> None:
        self._services = ServiceReader(source)
        self._notes = notes
        self._seen: dict[str, int] = {}
        self._door = Door()
        self._ids = hashlib.sha1(uuid.uuid5(uuid.NAMESPACE_URL, source).bytes, usedforsecurity=False)

    def read(self, number: int, value: Any) -> Read | None:
        """The service of row `number` (from 1); None, with its reason noted, for one that does not come in.

        `value` is the reader's from now on: what stays outside is taken out of it.
        """
        found = self._read(number, value)
        if found is None:
            self._notes.skipped += 1
        return found

    def _read(self, number: int, value: Any) -> Read | None:
        if not isinstance(value, dict):
            self._notes.add(number, "", value.value if isinstance(value, Bad) else "not_an_object")
            self._notes.partial = self._notes.partial or isinstance(value, Bad)
            return None
        row = Loose(value, number, self._notes)
        key = self._identity(row)
        if not key:
            return None
        if not row.text("name", limit=NAME_LIMIT):
            row.problem("name", "missing")
            self._notes.held.add(key)
            return None
        entry = self._services.read(row, entry_id=key)
        if entry is None:
            return None
        terms = read_terms(row)
        dropped = self._door.drop(value, confidential=entry.confidential)
        if dropped is None:
            row.problem("", "too_deep")
            self._notes.held.add(key)
            return None
        self._notes.dropped += dropped
        return Read(entry, as_json(value), terms)

    def _identity(self, row: Loose) -> str:
        """The entry's id, as `domain.directory.entry_id` makes it; a repeated id is noted and numbered."""
        given = row.value.get("id")
        if isinstance(given, (str, int, float)) and not isinstance(given, bool):
            given = clean(str(given))
        else:
            given = row.text("id")
        if not given:
            row.problem("id", "missing")
            return ""
        if len(given) > NAME_LIMIT:
            row.problem("id", "too_long")
            given = given[: NAME_LIMIT - 1].rstrip() + "…"
        times = self._seen.get(given, 0) + 1
        self._seen[given] = times
        if times > 1:
            row.problem("id", "twice")
            given = f"{given}#{times}"
        digest = self._ids.copy()
        digest.update(given.encode())
        name = digest.hexdigest()
        # version 5 and the variant of RFC 4122 take the places of six bits
        return f"{name[:8]}-{name[8:12]}-5{name[13:16]}-{'89ab'[int(name[16], 16) & 3]}{name[17:20]}-{name[20:32]}"
