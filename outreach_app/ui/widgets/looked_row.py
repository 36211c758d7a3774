# SPDX-License-Identifier: GPL-3.0-or-later
"""How old that one looked: lit for ten seconds after a contact, then it counts as unknown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from outreach_app.ui.restyle import mark
from outreach_app.ui.widgets.keycap import KeyCap
from outreach_app.ui.widgets.pressable import Pressable
from outreach_app.ui.widgets.text import Text
from outreach_app.ui.widgets.yielding import YieldingRow


class LookedChoice(Pressable):
    """One of the ages, with its key."""

    def __init__(self, key: str, words: str, *, wrap: bool) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout()
        row.setContentsMargins(8, 2, 12, 2)
        row.setSpacing(8)
        row.addWidget(KeyCap(key))
        row.addWidget(Text(words, wrap=wrap))
        self.fill(row)
        self.setAccessibleName(f"{words}, {key}")


class LookedRow(YieldingRow):
    """`chosen` carries the age's code. It keeps its place when it is not lit."""

    chosen = Signal(str)

    def __init__(self, ages: list[tuple[str, str, str]], *, wrap: bool = False, parent: QWidget | None = None) -> None:
        """`ages` are (code, key, words); `wrap` lets very large words go on in a second line."""
        super().__init__(parent)
        self.ask = Text(self.tr("That one looked"), "quiet", wrap=False)
        self.skip = Text(self.tr("skip = unknown"), "quiet", wrap=False)
        self.choices: dict[str, LookedChoice] = {}
        row = self.row
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(4)
        row.addWidget(self.ask)
        row.addSpacing(8)
        for code, key, words in ages:
            choice = LookedChoice(key, words, wrap=wrap)
            choice.clicked.connect(lambda _checked, age=code: self.chosen.emit(age))
            self.choices[code] = choice
            row.addWidget(choice)
        row.addStretch(1)
        row.addWidget(self.skip)
        self.give_way(self.skip, self.ask)
        self.light(False)

    def light(self, lit: bool, looked: str = "") -> None:
        """Answers are taken while it is lit; `looked` is the one given."""
        mark(self, "lit", lit)
        for code, choice in self.choices.items():
            choice.setEnabled(lit)
            mark(choice, "lit", lit and code == looked)
