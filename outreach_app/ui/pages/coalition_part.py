# SPDX-License-Identifier: GPL-3.0-or-later
"""What a part of the Coalition page is: a column that scrolls, and words for when there is nothing yet."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.ui.desk import Desk
from outreach_app.ui.page import Page
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.scrolled import scrolled
from outreach_app.ui.widgets.text import Text

SENDING = "sending"
"""Key of the page on which counts travel."""


class CoalitionPart(Page):
    """`part_wanted` carries the code of another part."""

    part_wanted = Signal(str)

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__(desk)
        self.setAccessibleName(name)


class Part(CoalitionPart):
    """One that scrolls: add to `column`; a table in it takes the height that is left."""

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__(desk, name)
        inside = Inside()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(28, 16, 28, 20)
        self.column.setSpacing(12)
        self.area = scrolled(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)


class Inside(QWidget):
    """What scrolls: never taller than its words and chips need at the width they have.

    Qt asks for the height at the least width; a long form would end in an empty screen.
    """

    def minimumSizeHint(self) -> QSize:
        """The least width, and the height at the width of now."""
        layout = self.layout()
        least = super().minimumSizeHint()
        if layout is None or not layout.hasHeightForWidth():
            return least
        return QSize(least.width(), layout.totalMinimumHeightForWidth(max(self.width(), least.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width asks for another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


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
