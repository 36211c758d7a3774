# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person chose about the window: palette, text size, language. Never a secret, never about the work."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from typing import TYPE_CHECKING, Final

from outreach_app.ui.palette import DAY, NIGHT, Palette, by_code

if TYPE_CHECKING:
    from collections.abc import Callable

BY_THE_HOUR: Final = "auto"
EVENING, MORNING = time(18), time(6)
"""Until the profile is open, night begins and ends at these local hours."""


@dataclass
class Choices:
    """Palette code (or `auto`), text scale (1.0 to 3.0), language code (empty: the system's)."""

    palette: str = BY_THE_HOUR
    text_scale: float = 1.0
    language: str = ""
    developer: bool = False
    """Offer the invented languages; never kept."""
    keep: Callable[[Choices], None] = field(default=lambda _choices: None, repr=False, compare=False)

    def choose(
        self, *, palette: str | None = None, text_scale: float | None = None, language: str | None = None
    ) -> None:
        """Change and keep."""
        self.palette = self.palette if palette is None else palette
        self.text_scale = self.text_scale if text_scale is None else text_scale
        self.language = self.language if language is None else language
        self.keep(self)

    def palette_at(self, hour: time, evening: time = EVENING, morning: time = MORNING) -> Palette:
        """The palette to show at this local hour."""
        if self.palette != BY_THE_HOUR:
            return by_code(self.palette)
        by_day = morning <= hour < evening if morning < evening else not evening <= hour < morning
        return DAY if by_day else NIGHT
