# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of the rail, in order. A page is added here with one line."""

from __future__ import annotations

from outreach_app.ui.page import Entry
from outreach_app.ui.pages import coalition, find, help_lines, sending, settings, tonight, what_we_write_down

RAIL: tuple[Entry, ...] = (tonight.ENTRY, find.ENTRY, help_lines.ENTRY, coalition.ENTRY, sending.ENTRY, settings.ENTRY)
"""Listed in the rail, and under Ctrl+1…, in this order."""
HIDDEN: tuple[Entry, ...] = (what_we_write_down.ENTRY,)
"""Reached from another page only."""


def listed(role: str) -> tuple[Entry, ...]:
    """The rail of a seat of this role."""
    return tuple(entry for entry in RAIL if entry.for_role(role))


def entries(role: str) -> dict[str, Entry]:
    """Every page that a seat of this role can open, by key."""
    return {entry.key: entry for entry in (*RAIL, *HIDDEN) if entry.for_role(role)}
