# SPDX-License-Identifier: GPL-3.0-or-later
"""Nested services → rows of the standard's tables.

What belongs to several services (organizations, programs, locations, terms) is one row. An id that comes back with
other content gets a UUIDv5 of its own, so that no service reads as another's. An object that stands in several places
of one service is one row with a link to each.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import blake2b
from typing import Any, Final

import msgspec

from outreach_app.formats.hsds_write_shape import KINDS, Kind
from outreach_app.formats.hsds_write_sound import stable_id

Object = dict[str, Any]
TakesRow = Callable[[Kind, Object], None]

_SHARED: Final = frozenset(("organization", "program", "location", "taxonomy", "taxonomy_term", "unit"))
_REFERRED: Final[dict[tuple[str, str], str]] = {
    ("service", "organization"): "organization_id", ("service", "program"): "program_id",
    ("service_at_location", "location"): "location_id", ("attribute", "taxonomy_term"): "taxonomy_term_id",
    ("taxonomy_term", "taxonomy_detail"): "taxonomy_id", ("service_capacity", "unit"): "unit_id",
}  # fmt: skip
"""Parts that an object points at; all others point back at the object that they stand in."""
_ASIDE: Final = frozenset((("organization", "locations"), ("organization", "programs")))
"""Said again under the organization: the first word holds."""


class Rows:
    """Takes services apart; `take` gets every row, those pointed at before those that point."""

    def __init__(self, take: TakesRow) -> None:
        self._take = take
        self._shared: dict[int, int] = {}
        """Of a kind and id, and of the content: hashes, for there are many."""
        self._seen: set[int] = set()
        self._here: dict[tuple[str, str], Object] = {}
        """Rows of the service in hand, by kind and id."""
        self._alike: dict[tuple[str, str, bytes], Object] = {}
        """The latest of them of a kind, an id as it came, and a content."""
        self._times: dict[tuple[str, str], int] = {}
        self._renamed: dict[tuple[str, str], str] = {}
        """Kind and id as it came of this service's objects that stand in the tables under another id."""
        self._services = 0

    def add(self, service: Object) -> None:
        """The rows of a service that is sound (`hsds_write_sound`)."""
        self._here, self._alike, self._times, self._renamed = {}, {}, {}, {}
        self._services += 1
        self._visit(KINDS["service"], service, {})
        for (name, _), row in self._here.items():
            self._relink(KINDS[name], row)
            self._take(KINDS[name], row)

    def _relink(self, kind: Kind, row: Object) -> None:
        """Links that came as columns follow what they point at."""
        if self._renamed:
            for column, target in kind.links.items():
                row_link = (target, row.get(column, ""))
                if row_link in self._renamed and row_link not in self._here:
                    row[column] = self._renamed[row_link]

    def _visit(self, kind: Kind, given: Object, links: Object) -> str:
        """Note an object's row and those of its parts; its id in the tables."""
        if kind.name in _SHARED:
            return self._visit_shared(kind, given, links)
        mark = (kind.name, given["id"], msgspec.json.encode(given))
        known = self._alike.get(mark)
        if known is not None and all(known.get(column, link) == link for column, link in links.items()):
            known.update(links)
            return str(known["id"])
        identity = self._own_id(kind, given["id"])
        if identity != given["id"]:
            self._renamed[kind.name, given["id"]] = identity
        self._alike[mark] = self._row(kind, {**given, "id": identity}, links)
        return identity

    def _visit_shared(self, kind: Kind, given: Object, links: Object) -> str:
        content = msgspec.json.encode(given, order="deterministic")
        identity = str(given["id"])
        if self._shared.get(hash((kind.name, identity)), hash(content)) != hash(content):
            identity = stable_id(kind.name, identity, blake2b(content, digest_size=16).hexdigest())
            self._renamed[kind.name, given["id"]] = identity
        if hash((kind.name, identity)) not in self._shared:
            self._shared[hash((kind.name, identity))] = hash(content)
            self._row(kind, {**given, "id": identity}, links)
        return identity

    def _own_id(self, kind: Kind, given: str) -> str:
        """The id, or another where a row has it already; what is kept is small, for there are millions."""
        identity = given
        while (mark := hash((kind.name, identity))) in self._seen:
            times = self._times[kind.name, given] = self._times.get((kind.name, given), 0) + 1
            identity = stable_id(kind.name, given, str(self._services), str(times))
        self._seen.add(mark)
        return identity

    def _row(self, kind: Kind, given: Object, links: Object) -> Object:
        row = {key: _cell(value) for key, value in given.items() if key not in kind.parts}
        for key, part in kind.parts.items():
            column = _REFERRED.get((kind.name, key))
            if column is not None and key in given:
                row[column] = self._visit(KINDS[part.kind], given[key], {})
        row.update(links)
        self._here[kind.name, row["id"]] = row
        for key, part in kind.parts.items():
            if (kind.name, key) in _REFERRED or key not in given:
                continue
            inner = KINDS[part.kind]
            for one in given[key] if part.many else [given[key]]:
                if (kind.name, key) not in _ASIDE or hash((inner.name, str(one["id"]))) not in self._shared:
                    self._visit(inner, one, _link(kind, inner, row["id"]))
        return row


def _link(holder: Kind, inner: Kind, identity: str) -> Object:
    if inner.name == "attribute":
        return {"link_id": identity, "link_entity": holder.name}
    if inner.name == "metadata":
        return {"resource_id": identity, "resource_type": holder.name}
    return {f"{holder.name}_id": identity}


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list, bool)) else value
