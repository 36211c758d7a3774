# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of one page, one of which is shown: arrows move between them, Tab goes on to what the part holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from outreach_app.ui.widgets.chip import Choosable
from outreach_app.ui.widgets.flow import flowing

if TYPE_CHECKING:
    from collections.abc import Sequence


class Segment(Choosable):
    """One part's name, with a line under the one that is shown."""

    ROOM = QSize(28, 16)


class Segments(QWidget):
    """`chosen` carries the code of the part. Left and right step through them, and wrap around."""

    chosen = Signal(str)

    def __init__(self, name: str, listed: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """`listed` are (code, words)."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.group = QButtonGroup(self)
        self.buttons: dict[str, Segment] = {}
        for code, words in listed:
            button = Segment(words)
            button.toggled.connect(lambda on, part=code: self.chosen.emit(part) if on else None)
            self.group.addButton(button)
            self.buttons[code] = button
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(flowing(*self.buttons.values()))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    @property
    def code(self) -> str:
        """The part that is shown."""
        return next((code for code, button in self.buttons.items() if button.isChecked()), "")

    def choose(self, code: str) -> None:
        """Show a part."""
        self.buttons[code].setChecked(True)

    def step(self, by: int) -> None:
        """The next part (1) or the one before (-1)."""
        codes = [*self.buttons]
        self.choose(codes[(codes.index(self.code) + by) % len(codes)])

    def focus_chosen(self) -> None:
        """Put the focus where the arrows step from."""
        self.buttons[self.code].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End; the arrows are the group's own."""
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
        if event.key() in ends:
            self.choose([*self.buttons][ends[Qt.Key(event.key())]])
            self.focus_chosen()
        else:
            super().keyPressEvent(event)
