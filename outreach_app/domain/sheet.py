# SPDX-License-Identifier: GPL-3.0-or-later
"""The coalition sheet: what is printed once and kept in a safe place; never stored by the program."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class CoalitionSheet:
    """A coalition's name, id and its 24 words, as founded."""

    coalition: str
    coalition_id: str
    founded_on: date
    words: tuple[str, ...] = field(repr=False)

    def rows(self) -> tuple[str, ...]:
        """The numbered words in six rows of four, read down the columns."""
        return tuple(
            "   ".join(f"{place:2}. {self.words[place - 1]:<9}" for place in range(row, 25, 6)).rstrip()
            for row in range(1, 7)
        )
