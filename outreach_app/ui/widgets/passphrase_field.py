# SPDX-License-Identifier: GPL-3.0-or-later
"""A passphrase being typed: hidden or shown, with a word when Caps Lock is on."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from outreach_app.ui.restyle import mark
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.text import Text


class PassphraseField(QWidget):
    """`entered` on Enter. The Caps Lock word has its own line, kept free, so that nothing moves when it comes."""

    entered = Signal()
    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase | Qt.InputMethodHint.ImhSensitiveData
        )  # fmt: skip
        self.line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.line.returnPressed.connect(self.entered)
        self.line.textChanged.connect(self._typed)
        self.line.installEventFilter(self)
        self.show_button = Button(self.tr("Show"))
        self.show_button.setCheckable(True)
        self.show_button.toggled.connect(self.show_typing)
        self.caps = Text("", "quiet", tone="care", wrap=False)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.show_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.caps)
        self.setFocusProxy(self.line)

    def text(self) -> str:
        """What was typed."""
        return self.line.text()

    def clear(self) -> None:
        """Forget what was typed, and hide typing again."""
        self.line.clear()
        self.show_button.setChecked(False)

    def say_wrong(self, wrong: bool) -> None:
        """Mark the field; the sentence beside it says why."""
        mark(self.line, "wrong", wrong)

    def show_typing(self, shown: bool) -> None:
        """Letters or dots."""
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.show_button.say(self.tr("Hide typing") if shown else self.tr("Show"))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Caps Lock shows itself in the letters typed: no platform tells it otherwise."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._notice_caps(event)
        if event.type() == QEvent.Type.FocusOut:
            self.caps.setText("")
        return False

    def _notice_caps(self, event: QKeyEvent) -> None:
        letter = event.text()
        if event.key() == Qt.Key.Key_CapsLock and sys.platform != "darwin":
            self.caps.setText("")
        if len(letter) != 1 or letter.lower() == letter.upper():
            return
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.caps.setText(self.tr("Caps Lock is on") if letter.isupper() != shifted else "")

    def _typed(self) -> None:
        self.say_wrong(False)
        self.changed.emit()
