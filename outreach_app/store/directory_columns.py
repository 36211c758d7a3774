# SPDX-License-Identifier: GPL-3.0-or-later
"""What each column of the directory's and the desk's databases may hold: coalition-published text and its keys.

Nothing about shifts, searches or persons met stands in either.
"""

from __future__ import annotations

from typing import Final

from outreach_app.store.columns import Kind

DIRECTORY: Final[dict[str, dict[str, Kind]]] = {
    "release": {
        "one": Kind.COUNT, "number": Kind.COUNT, "published_on": Kind.PUBLISHED, "entries": Kind.COUNT,
        "for_persons": Kind.COUNT, "lines": Kind.COUNT, "guide": Kind.PUBLISHED, "words": Kind.PUBLISHED,
    },
    "entry": {"arrival": Kind.COUNT, "body": Kind.PUBLISHED},
    "entry_place": {"entry_id": Kind.ID, "place": Kind.COUNT},
    "placing": {"one": Kind.COUNT, "arrivals": Kind.PUBLISHED, "words": Kind.PUBLISHED},
    "word": {"word": Kind.PUBLISHED, "everywhere": Kind.PUBLISHED, "named": Kind.PUBLISHED},
    "beginning": {"letters": Kind.PUBLISHED, "everywhere": Kind.PUBLISHED, "named": Kind.PUBLISHED},
    "fact": {"kind": Kind.CODE, "code": Kind.PUBLISHED, "places": Kind.PUBLISHED},
    "week": {"series": Kind.CODE, "slot": Kind.COUNT, "places": Kind.PUBLISHED},
    "irregular": {"first_day": Kind.COUNT, "last_day": Kind.COUNT, "places": Kind.PUBLISHED},
    "help_line": {"place_in_order": Kind.COUNT, "line_id": Kind.ID, "body": Kind.PUBLISHED},
}  # fmt: skip

_LISTED: Final = {
    "digest": Kind.ID, "original_digest": Kind.ID, "sought": Kind.PUBLISHED, "name": Kind.PUBLISHED,
    "organization": Kind.PUBLISHED, "verified_on": Kind.PUBLISHED, "guessed": Kind.COUNT, "confidential": Kind.COUNT,
}  # fmt: skip

DESK: Final[dict[str, dict[str, Kind]]] = {
    "source": {
        "name": Kind.PUBLISHED, "form": Kind.CODE, "imported_on": Kind.PUBLISHED, "location": Kind.PUBLISHED,
        "mapping": Kind.PUBLISHED, "reached": Kind.PUBLISHED,
    },
    "original_block": {"number": Kind.COUNT, "packed": Kind.PUBLISHED},
    "record": {
        "number": Kind.COUNT, "block": Kind.COUNT, "place_in_block": Kind.COUNT, "terms": Kind.PUBLISHED,
        "body": Kind.PUBLISHED,
    },
    "entry": {
        "entry_id": Kind.ID, "source": Kind.PUBLISHED, "record": Kind.COUNT, **_LISTED, "own": Kind.PUBLISHED,
        "recalled_on": Kind.PUBLISHED, "gone_on": Kind.PUBLISHED,
    },
    "conflict": {"entry_id": Kind.ID, "field": Kind.CODE, "theirs": Kind.PUBLISHED},
    "staging": {
        "one": Kind.COUNT, "source": Kind.PUBLISHED, "form": Kind.CODE, "location": Kind.PUBLISHED,
        "mapping": Kind.PUBLISHED, "modified_after": Kind.PUBLISHED, "reading_point": Kind.PUBLISHED,
        "begun_on": Kind.PUBLISHED, "complete": Kind.COUNT, "partial": Kind.COUNT, "skipped": Kind.COUNT,
        "dropped": Kind.COUNT, "problems": Kind.PUBLISHED,
    },
    "staged": {
        "number": Kind.COUNT, "entry_id": Kind.ID, "kind": Kind.CODE, "conflicts": Kind.COUNT, "fresh": Kind.COUNT,
        "record": Kind.COUNT, **_LISTED,
    },
    "staged_held": {"entry_id": Kind.ID},
    "staged_gone": {"entry_id": Kind.ID},
    "own_list": {"name": Kind.CODE, "body": Kind.PUBLISHED},
    "working_copy": {"one": Kind.COUNT, "sha256": Kind.ID},
    "help_line": {"place_in_order": Kind.COUNT, "line_id": Kind.ID, "body": Kind.PUBLISHED},
    "guide": {"one": Kind.COUNT, "body": Kind.PUBLISHED},
}  # fmt: skip
