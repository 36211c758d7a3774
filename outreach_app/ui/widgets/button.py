# SPDX-License-Identifier: GPL-3.0-or-later
"""Plain buttons, with an icon or a key cap where they have one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from outreach_app.ui.icons import Icon
from outreach_app.ui.widgets.keycap import KeyCap
from outreach_app.ui.widgets.pressable import Pressable
from outreach_app.ui.widgets.text import Text

if TYPE_CHECKING:
    from pathlib import Path


class Button(Pressable):
    """Kinds: primary (one a screen), plain, quiet, hide, or none. A key is only shown: who owns it acts on it."""

    def __init__(
        self,
        words: str,
        kind: str = "",
        *,
        icon: Path | None = None,
        key: str = "",
        key_first: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.words = Text(words, "strong" if kind in {"primary", "hide"} else "", wrap=False)
        if kind:
            self.setProperty("kind", kind)
        if kind == "plain":
            self.words.setProperty("tone", "accent")
        row = QHBoxLayout()
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(8)
        if kind == "quiet":
            self.words.setProperty("role", "quiet")
            row.setContentsMargins(8, 4, 8, 4)
        row.addStretch(1)
        if key and key_first:
            row.addWidget(KeyCap(key))
        if icon is not None:
            picture = Icon(icon)
            if kind == "plain":
                picture.setProperty("tone", "accent")
            row.addWidget(picture)
        row.addWidget(self.words)
        if key and not key_first:
            row.addWidget(KeyCap(key))
        row.addStretch(1)
        self.fill(row)
        self.setAccessibleName(f"{words}, {key}" if key else words)

    def say(self, words: str) -> None:
        """Other words on the same button."""
        self.words.setText(words)
        self.setAccessibleName(words)


def press_on_return(button: QPushButton) -> None:
    """Make the button what Enter does in its window."""
    button.setAutoDefault(True)
    button.setDefault(True)
