# SPDX-License-Identifier: GPL-3.0-or-later
"""The closed codes that may stand in a count, a statement or a report.

Sources: *Wire codes* in the design's decisions; domain vocabulary for needs and reasons. Codes are never reused,
only retired.
"""

from __future__ import annotations

from typing import Final

IMMEDIATE_NEEDS: Final = ("safety", "shelter", "food", "clothing", "medical", "mental", "substance")
LONG_TERM_NEEDS: Final = ("housing", "legal", "immigration", "id_docs", "advocate", "education", "family")
NEEDS: Final = IMMEDIATE_NEEDS + LONG_TERM_NEEDS

NOT_NOW: Final = "not_now"
"""Their own choice: counted apart, outside every unmet-need total and rate."""

REASONS: Final = (
    "none_exists", "full", "closed_now", "too_young", "too_old", "gender", "children_pets", "outside_area",
    "id_required", "record", "police", "language", "transport", "cost", "unsafe", "other", NOT_NOW,
)  # fmt: skip

BANDS: Final = ("day", "evening", "night", "late")

UNKNOWN: Final = "unknown"
AGES: Final = ("under18", "18to24", "25plus", UNKNOWN)
LOOKED_GENDERS: Final = ("woman_girl", "man_boy", UNKNOWN)
TOLD_GENDERS: Final = ("trans_nonbinary",)
GENDERS: Final = LOOKED_GENDERS + TOLD_GENDERS

ROLES: Final = ("worker", "lead", "coordinator", "adviser")
ACTIVITIES: Final = ("street",)

VISITS: Final = "S_STOPS"
HELLO: Final = "C_BRIEF"
TALKED: Final = "C_ENGAGED"
NO_THANKS: Final = "C_DECLINED"
AGE: Final = "D_AGE"
GENDER: Final = "D_GEN"
LANGUAGE: Final = "D_LANG"
REFERRED: Final = "R_*"
NOT_MET: Final = "U_*"
MINUTES: Final = "S_HOURS"
WORKERS: Final = "S_WORKERS"
CONTACT_MEASURES: Final = (HELLO, TALKED)

MAX_COUNT: Final = 1_000_000
"""No cell of one shift holds more; a typing slip of that size is refused, not stored."""
