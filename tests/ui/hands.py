# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person's hands do: keys and clicks, typed and at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

NAMED = {
    "Space": Qt.Key.Key_Space, "Enter": Qt.Key.Key_Return, "Backspace": Qt.Key.Key_Backspace, "Esc": Qt.Key.Key_Escape,
    "Tab": Qt.Key.Key_Tab, "Backtab": Qt.Key.Key_Backtab, "-": Qt.Key.Key_Minus,
}  # fmt: skip


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """One key, down and up."""
    QTest.keyClick(widget, key, modifiers)


def press_all(widget: QWidget, keys: str) -> None:
    """Keys by name, given apart by blanks."""
    for name in keys.split():
        press(widget, NAMED.get(name) or Qt.Key(ord(name)))


def write(widget: QWidget, words: str) -> None:
    """Words, letter by letter."""
    QTest.keyClicks(widget, words)


def click(widget: QWidget) -> None:
    """The left button, in the middle."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
