# SPDX-License-Identifier: GPL-3.0-or-later
"""The three palettes and the contrast between their colours.

Contrast is WCAG 2's relative-luminance ratio (1:1 to 21:1). The figures every palette must reach stand in
`tests/ui/test_palette.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as `#rrggbb`; `code` is what settings hold. Grounds first, then what stands on them."""

    code: str
    dark: bool
    ground: str
    panel: str
    raised: str
    line: str
    text: str
    quiet: str
    accent: str
    accent_ground: str
    good: str
    care: str
    stop: str
    hide_ground: str

    def colours(self) -> dict[str, str]:
        """Every colour by its token name, as style sheets write it."""
        return {
            field.name: str(getattr(self, field.name))
            for field in fields(self) if field.name not in {"code", "dark"}
        }  # fmt: skip


DAY: Final = Palette(
    "day", dark=False,
    ground="#f6f5f2", panel="#ffffff", raised="#eeece7", line="#d6d2ca", text="#1d2328", quiet="#5a6570",
    accent="#1d6478", accent_ground="#dcecf0", good="#2c6b2f", care="#8a5a00", stop="#a3341f", hide_ground="#f3dcd7",
)  # fmt: skip

NIGHT: Final = Palette(
    "night", dark=True,
    ground="#14171a", panel="#1c2126", raised="#242a30", line="#323a42", text="#d9dee3", quiet="#9aa5b0",
    accent="#7fb8c9", accent_ground="#1f3a44", good="#9ccf9a", care="#e3bd7a", stop="#e39a8b", hide_ground="#4a2a2a",
)  # fmt: skip

RED: Final = Palette(
    "red", dark=True,
    ground="#000000", panel="#0d0302", raised="#160504", line="#4a1610", text="#ff5a4a", quiet="#e85142",
    accent="#ff5a4a", accent_ground="#2b0a07", good="#ff6d5e", care="#ff6354", stop="#ff5a4a", hide_ground="#2b0a07",
)  # fmt: skip

PALETTES: Final = (DAY, NIGHT, RED)

PAPER_SHADE: Final = "#dddddd"
"""The ground of a heading on paper: light enough for black letters and for any printer."""
"""In the order in which F8 walks through them."""


def by_code(code: str) -> Palette:
    """The palette of that code; Day for one that this version does not know."""
    return next((palette for palette in PALETTES if palette.code == code), DAY)


def following(palette: Palette) -> Palette:
    """The next one for F8."""
    return PALETTES[(PALETTES.index(palette) + 1) % len(PALETTES)]


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 (black) to 1 (white), after WCAG 2."""
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """The ratio between two colours, 1 to 21, the order of no matter."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
