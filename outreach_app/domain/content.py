# SPDX-License-Identifier: GPL-3.0-or-later
"""What a release carries for finding help: entries, help lines, the national guide, the coalition's own word list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from outreach_app.domain.directory import Entry, read_entry
from outreach_app.domain.errors import BadField
from outreach_app.domain.guide import Guide, read_guide
from outreach_app.domain.material import HelpLine, read_help_line
from outreach_app.domain.reading import Fields
from outreach_app.domain.words import Words, read_words

NO_GUIDE: Final = Guide()


class Entries(Protocol):
    """Entries that can be gone over again and again, and counted beforehand; they need not all be in memory."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Entry]: ...


@dataclass(frozen=True)
class Content:
    """Directory and materials of one release."""

    entries: Entries = ()
    lines: tuple[HelpLine, ...] = ()
    guide: Guide = NO_GUIDE
    words: Words | None = None
    """The coalition's own word list; None where the shipped one holds."""

    def as_json(self) -> dict[str, object]:
        """The JSON form that `read_content` reads; it holds no fractions and nests shallowly, so it can be signed."""
        own = {} if self.words is None else {"words": self.words.as_json()}
        return own | {
            "v": 1,
            "entries": [entry.as_json() for entry in self.entries],
            "lines": [line.as_json() for line in self.lines],
            "guide": self.guide.as_json(),
        }


def read_content(fields: Fields) -> Content:
    """Content from JSON; raises `BadField`."""
    fields.count("v", most=1)
    content = Content(
        entries=tuple(fields.items("entries", read_entry)),
        lines=tuple(fields.items("lines", read_help_line)),
        guide=read_guide(fields.inner("guide")) if fields.has("guide") else NO_GUIDE,
        words=read_words(fields.inner("words")) if fields.has("words") else None,
    )
    fields.done()
    for name, ids in (
        ("entries", [entry.id for entry in content.entries]),
        ("lines", [line.id for line in content.lines]),
    ):
        if len(set(ids)) != len(ids):
            raise BadField(fields.path(name), "twice")
    return content
