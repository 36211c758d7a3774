# SPDX-License-Identifier: GPL-3.0-or-later
"""A state: a shape, a word and a colour, so that colour never speaks alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from outreach_app.ui.icons import Icon
from outreach_app.ui.restyle import mark
from outreach_app.ui.widgets.text import Text

if TYPE_CHECKING:
    from pathlib import Path

SHAPES: Final = {"good": "check", "care": "warning", "stop": "close", "info": "info", "quiet": "clock"}


class StateWord(QWidget):
    """`tone` is good, care, stop, info or quiet; `icons` is the folder of the family."""

    def __init__(self, icons: Path, words: str = "", tone: str = "info", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self.shape = Icon(icons / f"{SHAPES[tone]}.svg", scale=1.2)
        self.words = Text(words, "strong", wrap=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.shape)
        row.addWidget(self.words)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.say(words, tone)

    def say(self, words: str, tone: str) -> None:
        """Another state."""
        self.words.setText(words)
        self.shape.show_icon(self._icons / f"{SHAPES[tone]}.svg")
        for part in (self.words, self.shape):
            mark(part, "tone", "accent" if tone == "info" else tone)
