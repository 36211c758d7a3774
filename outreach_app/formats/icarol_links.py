# SPDX-License-Identifier: GPL-3.0-or-later
"""Agencies, sites, programs and programs at sites of an iCarol export, and how they hang together.

What agencies, sites and programs at sites say is held packed until their programs come; staff's columns are not held.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from outreach_app.domain.directory_import import Notes
from outreach_app.formats.csv_door import stays_outside

AGENCY: Final = "agency"
SITE: Final = "site"
PROGRAM: Final = "program"
PROGRAM_AT_SITE: Final = "programatsite"
_LEVELS: Final = (AGENCY, SITE, PROGRAM, PROGRAM_AT_SITE)
_TRUE: Final = ("true", "yes", "y", "1", "t")
_EXCLUDES: Final = ("ExcludeFromWebsite", "ExcludeFromDirectory")
_NOT_REFERRED: Final = "do not refer"
_MOST_PLACES: Final = 100
_NOTHING: Final = ("", "0")


@dataclass(frozen=True)
class Resource:
    """One record: its number, its id, its level, and its cells that hold anything."""

    number: int
    key: str
    level: str
    value: Mapping[str, str]

    @property
    def parent(self) -> str:
        """The id of its agency; empty for none."""
        found = self.value.get("ParentAgencyNum", "").strip()
        return "" if found in _NOTHING or found == self.key else found

    @property
    def excluded(self) -> bool:
        """Whether it asks not to be listed."""
        asked = any(self.value.get(column, "").strip().lower() in _TRUE for column in _EXCLUDES)
        return asked or _NOT_REFERRED in self.value.get("AgencyStatus", "").lower()


def level_of(value: Mapping[str, str]) -> str:
    """The level of a record; where none is told, what has no parent is an agency and the rest are programs."""
    said = "".join(letter for letter in value.get("TaxonomyLevelName", "").lower() if letter.isalpha())
    if said in _LEVELS:
        return said
    return AGENCY if value.get("ParentAgencyNum", "").strip() in _NOTHING else PROGRAM


class Links:
    """What hangs on what; filled by a first reading of the file."""

    def __init__(self) -> None:
        self._held: dict[str, bytes] = {}
        self._at: dict[str, list[tuple[str, str]]] = defaultdict(list)
        """Program to (site, program at site)."""
        self._sites: dict[str, list[str]] = defaultdict(list)
        """Agency to its sites."""
        self._with_programs: set[str] = set()

    def add(self, resource: Resource) -> None:
        """Note one record."""
        if resource.level == PROGRAM:
            self._with_programs.add(resource.parent)
            site = resource.value.get("ConnectsToSiteNum", "").strip()
            if site:
                self._at[resource.key].append((site, ""))
            return
        kept = {column: text for column, text in resource.value.items() if not stays_outside(column)}
        self._held.setdefault(resource.key, msgspec.msgpack.encode((resource.number, resource.level, kept)))
        if resource.level == SITE:
            self._sites[resource.parent].append(resource.key)
        elif resource.level == PROGRAM_AT_SITE:
            program = resource.value.get("ConnectsToProgramNum", "").strip()
            self._at[program].append((resource.value.get("ConnectsToSiteNum", "").strip(), resource.key))

    def is_entry(self, resource: Resource) -> bool:
        """Whether an entry is made of it: a program, or an agency without any."""
        return resource.level == PROGRAM or (resource.level == AGENCY and resource.key not in self._with_programs)

    def agency_of(self, resource: Resource) -> Resource | None:
        """The agency of a program."""
        return self._resource(resource.parent) if resource.parent else None

    def places_of(self, resource: Resource, notes: Notes) -> list[Resource]:
        """Sites and programs at sites where it is given, those that may be listed; links to nothing are noted."""
        if resource.level == AGENCY:
            pairs = [(key, "") for key in self._sites.get(resource.key, ())]
        else:
            pairs = self._at.get(resource.key, [])
        if len(pairs) > _MOST_PLACES:
            notes.add(resource.number, "ConnectsToSiteNum", "too_many")
        found = []
        for pair in pairs[:_MOST_PLACES]:
            for key in dict.fromkeys(key for key in pair if key):
                place = self._resource(key)
                if place is None:
                    notes.add(resource.number, "ConnectsToSiteNum", "link_to_nothing")
                elif not place.excluded:
                    found.append(place)
        return found

    def _resource(self, key: str) -> Resource | None:
        packed = self._held.get(key)
        if packed is None:
            return None
        number, level, value = msgspec.msgpack.decode(packed)
        return Resource(number, key, level, value)
