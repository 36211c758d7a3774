# SPDX-License-Identifier: GPL-3.0-or-later
"""Words that somebody else wrote, in whatever language: they stand at the page's reading edge all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt

from outreach_app.ui.widgets.text import Text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class GivenText(Text):
    """Left to itself a label sets English to the left, even on a page that runs from right to left."""

    def __init__(self, words: str = "", role: str = "", *, tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, role, tone=tone, parent=parent)
        self._to_edge()

    def changeEvent(self, event: QEvent) -> None:
        """Another direction."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._to_edge()

    def _to_edge(self) -> None:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        edge = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(edge | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
