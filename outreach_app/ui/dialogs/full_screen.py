# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole screen for one thing that a person met is shown: large words, nothing of the program around them.

A tap of Esc leaves; holding it hides, as everywhere.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QAbstractSlider, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.ui.desk import Desk
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.fitted_line import FittedLine
from outreach_app.ui.widgets.loose import loosen
from outreach_app.ui.widgets.scrolled import scrolled
from outreach_app.ui.widgets.text import Text

_STEPS = {
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
}


class FullScreen(QDialog):
    """Add to `column`; it stands in the middle, and scrolls where it cannot fit."""

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self.desk = desk
        self.setWindowTitle("Companion")
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        inside = QWidget()
        inside.setMaximumWidth(round(1100 * desk.theme.scale))
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(28, 28, 28, 16)
        self.column.setSpacing(16)
        middle = QWidget()
        centred = QVBoxLayout(middle)
        centred.setContentsMargins(0, 0, 0, 0)
        centred.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(inside, 100)
        row.addStretch(1)
        centred.addLayout(row)
        centred.addStretch(2)
        self.close_button = Button(self.tr("Back"), "plain", icon=desk.theme.icons / "back.svg", key=self.tr("Esc"))
        self.close_button.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setContentsMargins(28, 0, 28, 16)
        foot.addWidget(self.close_button)
        foot.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.area = scrolled(middle)
        outer.addWidget(self.area, 1)
        outer.addLayout(foot)

    def add_number(self, number: str) -> None:
        """A number, as large as the screen allows."""
        if number:
            scale = self.desk.theme.scale
            self.column.addWidget(FittedLine(number, least=round(30 * scale), most=round(150 * min(scale, 2.0))))

    def add_line(self, words: str, role: str = "shown-line") -> None:
        """Words in the middle; roles shown-title, shown-line, shown-small. Empty words are left out."""
        if words:
            text = Text(words, role)
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.column.addWidget(text)
            loosen(text)

    def showEvent(self, event: QShowEvent) -> None:
        """Over the whole screen, task bar included."""
        super().showEvent(event)
        if not self.windowState() & Qt.WindowState.WindowFullScreen:
            self.setWindowState(Qt.WindowState.WindowFullScreen)
        self.setFocus()  # nothing is lit for whoever looks at it

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows scroll where it does not fit; Esc leaves."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.area.verticalScrollBar().triggerAction(step)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A second way back for a hand on the touch pad."""
        super().mouseDoubleClickEvent(event)
        self.accept()
