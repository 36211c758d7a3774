# SPDX-License-Identifier: GPL-3.0-or-later
"""The message bar: one sentence over the foot of the page. It covers, it never pushes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from outreach_app.ui.icons import Icon
from outreach_app.ui.restyle import mark
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.state_word import SHAPES
from outreach_app.ui.widgets.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from outreach_app.ui.saying import Saying

SHOWN_MS: Final = 8000
"""Good news leaves by itself; what needs care stays until it is closed."""


class MessageBar(QFrame):
    """Lies over the foot of `over`, as wide as it, and grows upwards with its sentence."""

    def __init__(self, over: QWidget, icons: Path) -> None:
        super().__init__(over)
        self._over = over
        self._icons = icons
        self.shape = Icon(icons / "info.svg")
        self.words = Text()
        self.close_button = Button(self.tr("Close"), "plain")
        self.close_button.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(12)
        row.addWidget(self.shape)
        row.addWidget(self.words, 1)
        row.addWidget(self.close_button)
        self.timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self.timer.timeout.connect(self.hide)
        over.installEventFilter(self)
        self.hide()

    def say(self, saying: Saying) -> None:
        """Show a sentence, in place of the one before."""
        tone = saying.tone
        self.words.setText(saying.text)
        self.shape.show_icon(self._icons / f"{SHAPES[tone]}.svg")
        mark(self.shape, "tone", "accent" if tone == "info" else tone)
        mark(self, "tone", tone)
        self.place()
        self.show()
        self.raise_()
        self.timer.stop()
        if tone in {"info", "good"}:
            self.timer.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, saying.text))

    def hush(self) -> None:
        """Leave, unless something did not work: that stays until it is closed."""
        if self.property("tone") != "stop":
            self.hide()

    def place(self) -> None:
        """Over the foot, whatever size the page has now."""
        over = self._over
        width = over.width() - 32
        height = max(self.sizeHint().height(), self.heightForWidth(width))
        self.setGeometry(16, over.height() - height - 8, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the foot when the page is resized."""
        if event.type() == QEvent.Type.Resize and watched is self._over:
            self.place()
        return False
