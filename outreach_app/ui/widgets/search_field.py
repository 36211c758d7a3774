# SPDX-License-Identifier: GPL-3.0-or-later
"""The field in which help is searched: arrows move in the list below while the words stay under the fingers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -5, Qt.Key.Key_PageDown: 5}
_LONGEST = 200
"""Letters; nobody types a longer question."""


class SearchField(QLineEdit):
    """`moved` by so many places, `entered` on Enter. What was typed is not learnt, and not brought back by undo."""

    moved = Signal(int)
    entered = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "search")
        self.setAccessibleName(name)
        self.setMaxLength(_LONGEST)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhSensitiveData)

    def forget(self) -> None:
        """Empty it for good: unlike `clear`, this leaves nothing for undo."""
        self.setText("")

    def replace(self, text: str) -> None:
        """Other words, the cursor behind them."""
        self.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, Down and Enter are not for the field itself."""
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if step:
            self.moved.emit(step)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        else:
            super().keyPressEvent(event)
