# SPDX-License-Identifier: GPL-3.0-or-later
"""The strip on top: how long the shift runs, the palette, what is not sent, and Hide. No team, no zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from outreach_app.ui.icons import Icon
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.pressable import Pressable
from outreach_app.ui.widgets.state_word import StateWord
from outreach_app.ui.widgets.text import Text
from outreach_app.ui.widgets.yielding import YieldingRow

if TYPE_CHECKING:
    from pathlib import Path


class StripButton(Pressable):
    """A quiet button with an icon, words and its key."""

    def __init__(self, icon: Path, words: str, key: str) -> None:
        super().__init__()
        self.words = Text(words, "quiet", wrap=False)
        row = QHBoxLayout()
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(8)
        row.addWidget(Icon(icon))
        row.addWidget(self.words)
        row.addWidget(Text(key, "quiet", wrap=False))
        self.fill(row)
        self.key = key
        self.say(words)

    def say(self, words: str) -> None:
        """Other words."""
        self.words.setText(words)
        self.setAccessibleName(f"{words}, {self.key}")


class UnsentButton(Pressable):
    """How many shifts are not sent: a state that leads to the page where it changes."""

    def __init__(self, icons: Path) -> None:
        super().__init__()
        self.setProperty("kind", "quiet")
        self.state = StateWord(icons, "", "care")
        self.words = self.state.words
        row = QHBoxLayout()
        row.setContentsMargins(8, 4, 8, 4)
        row.addWidget(self.state)
        self.fill(row)

    def say(self, words: str) -> None:
        """Words for what is not sent yet; empty hides the button."""
        self.state.say(words, "care")
        self.setAccessibleName(words)
        self.setVisible(bool(words))


class Strip(YieldingRow):
    """Told what to show; knows nothing by itself."""

    palette_wanted = Signal()
    hide_wanted = Signal()
    sending_wanted = Signal()

    def __init__(self, icons: Path) -> None:
        super().__init__()
        self.shift = Text("", wrap=False)
        self.back = Text("", "quiet", wrap=False)
        self.palette_button = StripButton(icons / "palette.svg", "", "F8")
        self.palette_button.clicked.connect(self.palette_wanted)
        self.unsent = UnsentButton(icons)
        self.unsent.clicked.connect(self.sending_wanted)
        self.hide_button = Button(self.tr("Hide"), "hide", icon=icons / "hide.svg", key=self.tr("hold Esc"))
        self.hide_button.clicked.connect(self.hide_wanted)
        row = self.row
        row.setContentsMargins(20, 4, 16, 4)
        row.setSpacing(16)
        row.addWidget(self.shift)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.palette_button)
        row.addWidget(self.unsent)
        row.addWidget(self.hide_button)
        self.give_way(self.palette_button, self.back)

    def show_shift(self, running: str, back: str) -> None:
        """`running` as in "On shift 1 h 40", `back` as in "back 02:30"; empty where there is nothing to say."""
        self.shift.setText(running)
        self.back.setText(back)

    def show_unsent(self, words: str) -> None:
        """Words for what is not sent yet; empty hides them."""
        self.unsent.say(words)

    def show_palette(self, words: str) -> None:
        """The palette in force."""
        self.palette_button.say(words)
