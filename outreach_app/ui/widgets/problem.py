# SPDX-License-Identifier: GPL-3.0-or-later
"""A sentence in place: what is wrong with what was just filled in, heard as well as seen."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from outreach_app.ui.restyle import mark
from outreach_app.ui.widgets.text import Text


class Problem(Text):
    """Empty while nothing is wrong; keeps one line free, so that a short sentence moves nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", tone="stop", parent=parent)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)

    def say(self, words: str, tone: str = "stop") -> None:
        """Another sentence, or none. `tone` is stop, care, good or quiet."""
        mark(self, "tone", tone)
        self.setText(words)
        self.setMinimumHeight(self.fontMetrics().height())
        if words:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
            QTimer.singleShot(0, self, self.come_into_view)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A longer sentence takes more lines once it is laid out."""
        super().resizeEvent(event)
        if self.text():
            QTimer.singleShot(0, self, self.come_into_view)

    def come_into_view(self) -> None:
        """Large text may have put the sentence below the edge."""
        inside: QWidget | None = self.parentWidget()
        while inside is not None and not isinstance(inside, QScrollArea):
            inside = inside.parentWidget()
        if isinstance(inside, QScrollArea):
            inside.ensureWidgetVisible(self, 0, 12)
