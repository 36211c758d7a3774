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
        "for_persons": Kind.COUNT, "lines": Kind.COUNT, "guide": Kind.PUBLISHED,
    },
    "entry": {
        "place_in_order": Kind.COUNT, "entry_id": Kind.ID, "minimum_age": Kind.COUNT, "maximum_age": Kind.COUNT,
        "yes": Kind.COUNT, "no": Kind.COUNT, "body": Kind.PUBLISHED,
    },
    "help_line": {"place_in_order": Kind.COUNT, "line_id": Kind.ID, "body": Kind.PUBLISHED},
    "find": {
        "name": Kind.PUBLISHED, "organization": Kind.PUBLISHED, "place": Kind.PUBLISHED, "phone": Kind.PUBLISHED,
        "needs": Kind.PUBLISHED, "description": Kind.PUBLISHED,
    },
}  # fmt: skip

DESK: Final[dict[str, dict[str, Kind]]] = {
    "source": {"name": Kind.PUBLISHED, "form": Kind.CODE, "imported_on": Kind.PUBLISHED},
    "entry": {
        "entry_id": Kind.ID, "source": Kind.PUBLISHED, "body": Kind.PUBLISHED, "imported": Kind.PUBLISHED,
        "original": Kind.PUBLISHED, "gone_on": Kind.PUBLISHED,
    },
    "help_line": {"place_in_order": Kind.COUNT, "line_id": Kind.ID, "body": Kind.PUBLISHED},
    "guide": {"one": Kind.COUNT, "body": Kind.PUBLISHED},
}  # fmt: skip
