# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a search begins when nothing is asked yet: the needs, one press each."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from outreach_app.domain.codes import IMMEDIATE_NEEDS, LONG_TERM_NEEDS
from outreach_app.ui import words
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.flow import FlowLayout
from outreach_app.ui.widgets.text import SectionLabel, Text


class NeedBoard(QWidget):
    """`chosen` carries a need's code."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, Button] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        for heading, needs in (
            (self.tr("Needed now"), IMMEDIATE_NEEDS),
            (self.tr("Further on"), LONG_TERM_NEEDS),
        ):
            column.addWidget(SectionLabel(heading))
            flow = FlowLayout()
            for need in needs:
                flow.addWidget(self._button(need))
            column.addLayout(flow)
            column.addSpacing(12)
        column.addWidget(Text(self.tr("Or type it as you would say it: bed tonight girl 16 spanish"), tone="quiet"))
        column.addWidget(Text(self.tr("Nothing that you search for is kept."), "quiet"))
        column.addStretch(1)

    def _button(self, need: str) -> Button:
        button = Button(words.need(need))
        button.clicked.connect(lambda: self.chosen.emit(need))
        self.buttons[need] = button
        return button
