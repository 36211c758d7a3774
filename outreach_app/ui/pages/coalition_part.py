# SPDX-License-Identifier: GPL-3.0-or-later
"""What a part of the Coalition page is: a column that scrolls, and words for when there is nothing yet."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.ui.desk import Desk
from outreach_app.ui.page import Page
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.scrolled import scrolled
from outreach_app.ui.widgets.text import Text

SENDING = "sending"
"""Key of the page on which counts travel."""


class Part(Page):
    """`part_wanted` carries the code of another part. Add to `column`; a table in it takes the height that is left."""

    part_wanted = Signal(str)

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__(desk)
        self.setAccessibleName(name)
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(28, 16, 28, 20)
        self.column.setSpacing(12)
        self.area = scrolled(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)


class Nothing(Card):
    """Why a part is empty, and what to do first."""

    def __init__(self, head: str, sentence: str, *buttons: Button) -> None:
        super().__init__("quiet")
        self.column.setContentsMargins(20, 20, 20, 20)
        self.column.addWidget(Text(head, "lead"))
        self.sentence = Text(sentence, tone="quiet")
        self.column.addWidget(self.sentence)
        if buttons:
            row = QHBoxLayout()
            row.setSpacing(8)
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
            self.column.addSpacing(8)
            self.column.addLayout(row)
