# SPDX-License-Identifier: GPL-3.0-or-later
"""The national guide: entries for professionals, read as a matrix of type and topic, as printed in 2015.

They never stand in a worker's search; they live under Coalition. A topic's mark is yes, no, or absent where the guide
has no such column for that section.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from outreach_app.domain.directory import FOR_PROFESSIONALS
from outreach_app.domain.errors import BadField
from outreach_app.domain.reading import Fields


@dataclass(frozen=True)
class GuideEntry:
    """One entry as printed."""

    id: str
    section: str
    type: str
    name: str
    description: str
    marks: Mapping[str, bool | None]
    """Topic to marked, not marked, or None where the section has no such column."""
    changed_since: str = ""
    """What is known to have changed since the printing, in words; empty where nothing is."""

    @property
    def kind(self) -> str:
        """The row of the matrix: the type, or the section where it has none."""
        return self.type or self.section

    def as_json(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "id": self.id, "section": self.section, "type": self.type, "name": self.name,
            "description": self.description, "marks": dict(self.marks), "changed_since": self.changed_since,
        }  # fmt: skip


@dataclass(frozen=True)
class Guide:
    """All entries, and the topics in the order of the columns."""

    entries: tuple[GuideEntry, ...] = ()
    topics: tuple[str, ...] = ()
    source: str = ""
    as_printed: str = ""
    """The year of the printing, shown on every entry."""
    verified: bool = False

    @property
    def types(self) -> tuple[str, ...]:
        """The rows of the matrix, in the order in which they appear."""
        return tuple(dict.fromkeys(entry.kind for entry in self.entries))

    def as_json(self) -> dict[str, object]:
        """The JSON form that `read_guide` reads."""
        return {
            "v": 1, "source": self.source, "as_printed": self.as_printed, "verified": self.verified,
            "audience": FOR_PROFESSIONALS, "topics": list(self.topics),
            "entries": [entry.as_json() for entry in self.entries],
        }  # fmt: skip


def read_guide(fields: Fields) -> Guide:
    """A guide from JSON; raises `BadField`."""
    if fields.has("v"):
        fields.count("v", most=1)
    if fields.has("audience"):
        fields.code("audience", (FOR_PROFESSIONALS,))
    topics = tuple(fields.texts("topics", limit=40))
    guide = Guide(
        entries=tuple(fields.items("entries", lambda inner: _entry(inner, topics))),
        topics=topics,
        source=fields.optional_text("source", limit=500),
        as_printed=fields.optional_text("as_printed", limit=40),
        verified=fields.flag("verified") if fields.has("verified") else False,
    )
    fields.done()
    ids = [entry.id for entry in guide.entries]
    if len(set(ids)) != len(ids):
        raise BadField("entries", "twice")
    return guide


def _entry(fields: Fields, topics: tuple[str, ...]) -> GuideEntry:
    entry = GuideEntry(
        id=fields.text("id", limit=64),
        section=fields.text("section", limit=300),
        type=fields.optional_text("type", limit=100),
        name=fields.text("name", limit=300),
        description=fields.text("description", limit=4000),
        marks=_marks(fields, topics),
        changed_since=fields.optional_text("changed_since", limit=1000),
    )
    fields.done()
    return entry


def _marks(fields: Fields, topics: tuple[str, ...]) -> dict[str, bool | None]:
    inner = fields.inner("marks")
    found = {topic: inner.flag(topic) if inner.has(topic) else None for topic in topics}
    inner.done()
    return found
