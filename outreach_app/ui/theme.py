# SPDX-License-Identifier: GPL-3.0-or-later
"""The look in force: one palette and one text scale, poured into the style sheet.

The sheets in `resources/styles` (one for the frame, one a group of pages) hold `@token@` for a palette's colours,
`@px:N@` for a text size of N pixels at 100 %, `@target@` for the least height of
anything that is pressed, `@field@` for that of a line to type in. Nothing
else in the window knows a colour.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from outreach_app.ui.palette import DAY, Palette

if TYPE_CHECKING:
    from pathlib import Path

SCALES: Final = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
"""Text sizes on offer."""
QUIET, BODY, INPUT, TITLE, COUNTER = 13, 15, 18, 22, 30
"""Text sizes in pixels at 100 %."""
LEAST_TARGET: Final = 44
"""Pixels; nothing that is pressed is smaller (either way), whatever the scale."""
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SIZE = re.compile(r"@px:(\d+)@")
_TOKEN = re.compile(r"@([a-z_]+)@")


class Theme(QObject):
    """Palette and text scale, and their style sheet; `changed` after either was."""

    changed = Signal()
    scaled = Signal()
    """The text size is another: what was laid out by the old one is laid out anew."""

    def __init__(self, resources: Path, palette: Palette = DAY, scale: float = 1.0) -> None:
        super().__init__()
        sheets = sorted((resources / "styles").glob("*.qss"))
        self._template = _COMMENT.sub("", "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets))
        self.icons = resources / "icons"
        self.family = load_family(resources / "fonts")
        self.palette = palette
        self.scale = scale

    def px(self, size: int) -> int:
        """A text size at the scale in force."""
        return round(size * self.scale)

    @property
    def target(self) -> int:
        """The least height of a control: a line of body text with room, never under 44."""
        return max(LEAST_TARGET, round(self.px(BODY) * 1.35) + 18)

    def colour(self, token: str) -> QColor:
        """One colour of the palette, by its token."""
        return QColor(self.palette.colours()[token])

    def choose(self, palette: Palette | None = None, scale: float | None = None) -> None:
        """Another palette or text scale, shown at once."""
        before = (self.palette, self.scale)
        self.palette = palette or self.palette
        self.scale = min(max(scale or self.scale, SCALES[0]), SCALES[-1])
        if before == (self.palette, self.scale):
            return  # pouring a look takes a fifth of a second
        application = QApplication.instance()
        if isinstance(application, QApplication):
            self.apply(application)
        self.changed.emit()
        if self.scale != before[1]:
            self.scaled.emit()

    def apply(self, application: QApplication) -> None:
        """Pour the look over the application. The palette goes first: windows are born in its ground, with no flash."""
        font = QFont(self.family) if self.family else QFont()
        font.setPixelSize(self.px(BODY))
        application.setFont(font)
        application.setPalette(qt_palette(self.palette))
        application.setStyleSheet(self.style_sheet())

    def style_sheet(self) -> str:
        """The template with every placeholder filled; an unknown one is a KeyError."""
        values = self.palette.colours() | {
            "target": f"{self.target}px",
            "field": f"{max(32, round(self.px(INPUT) * 1.35))}px",
            "family": f'"{self.family}"' if self.family else '"sans-serif"',
        }
        sized = _SIZE.sub(lambda match: f"{self.px(int(match[1]))}px", self._template)
        return _TOKEN.sub(lambda match: values[match[1]], sized)


def load_family(fonts: Path) -> str:
    """Load the bundled family; empty when there is none, then the system's stands in."""
    families: list[str] = []
    for path in sorted([*fonts.glob("*.ttf"), *fonts.glob("*.otf")]):
        families += QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
    return families[0] if families else ""


def qt_palette(palette: Palette) -> QPalette:
    """The same colours for what Qt paints before, or without, a style sheet."""
    roles = {
        QPalette.ColorRole.Window: palette.ground, QPalette.ColorRole.Base: palette.panel,
        QPalette.ColorRole.AlternateBase: palette.raised, QPalette.ColorRole.Button: palette.raised,
        QPalette.ColorRole.WindowText: palette.text, QPalette.ColorRole.Text: palette.text,
        QPalette.ColorRole.ButtonText: palette.text, QPalette.ColorRole.ToolTipBase: palette.panel,
        QPalette.ColorRole.ToolTipText: palette.text, QPalette.ColorRole.Highlight: palette.accent_ground,
        QPalette.ColorRole.HighlightedText: palette.text, QPalette.ColorRole.PlaceholderText: palette.quiet,
        QPalette.ColorRole.Accent: palette.accent, QPalette.ColorRole.Link: palette.accent,
        QPalette.ColorRole.Mid: palette.line, QPalette.ColorRole.Dark: palette.line,
    }  # fmt: skip
    found = QPalette()
    for role, colour in roles.items():
        found.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        found.setColor(QPalette.ColorGroup.Disabled, role, QColor(palette.quiet))
    return found
