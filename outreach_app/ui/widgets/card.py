# SPDX-License-Identifier: GPL-3.0-or-later
"""A card: what belongs together, on a ground of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget


class Card(QFrame):
    """Add to `column`. `ground` is panel (none), raised or quiet."""

    def __init__(self, ground: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if ground:
            self.setProperty("ground", ground)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 16, 16, 16)
        self.column.setSpacing(8)
