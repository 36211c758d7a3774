# SPDX-License-Identifier: GPL-3.0-or-later
"""Which key went down, by where it lies: counting must not depend on the layout, Caps Lock or an input method.

Scan codes: X11 and Wayland add 8 to the kernel's codes, Windows gives set 1, and both agree on the letter and digit
rows. macOS has no scan codes but virtual key codes that name positions (Apple, `HIToolbox/Events.h`). Where a
platform gives neither, the key's meaning is taken.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

_ROWS: Final = {0x02: "1234567890", 0x10: "QWERTYUIOP", 0x1E: "ASDFGHJKL", 0x2C: "ZXCVBNM"}
_SET_1: Final = {start + place: key for start, row in _ROWS.items() for place, key in enumerate(row)}
_EVDEV: Final = {code + 8: key for code, key in _SET_1.items()}
_APPLE: Final = {
    0: "A", 1: "S", 2: "D", 3: "F", 4: "H", 5: "G", 6: "Z", 7: "X", 8: "C", 9: "V", 11: "B", 12: "Q", 13: "W",
    14: "E", 15: "R", 16: "Y", 17: "T", 18: "1", 19: "2", 20: "3", 21: "4", 22: "6", 23: "5", 25: "9", 26: "7",
    28: "8", 29: "0", 31: "O", 32: "U", 34: "I", 35: "P", 37: "L", 38: "J", 40: "K", 45: "N", 46: "M",
}  # fmt: skip
_NAMED: Final = {
    Qt.Key.Key_Space: "Space", Qt.Key.Key_Return: "Enter", Qt.Key.Key_Enter: "Enter", Qt.Key.Key_Minus: "-",
    Qt.Key.Key_Backspace: "Backspace", Qt.Key.Key_Escape: "Esc", Qt.Key.Key_Tab: "Tab", Qt.Key.Key_Backtab: "Backtab",
}  # fmt: skip
_COMMANDS: Final = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


def key_name(event: QKeyEvent, platform: str | None = None) -> str:
    """`A`…`Z`, `0`…`9`, `-`, Space, Enter, Backspace, Esc, Tab, Backtab; empty for any other key or a command."""
    if event.modifiers() & _COMMANDS:
        return ""
    named = _NAMED.get(Qt.Key(event.key()))
    if named:
        return named
    if event.modifiers() & Qt.KeyboardModifier.KeypadModifier:
        return _meaning(event)
    position = _position(event, platform or QGuiApplication.platformName())
    return _meaning(event) if position is None else position


def _position(event: QKeyEvent, platform: str) -> str | None:
    """The key at this place of the board; empty for a place without one, None where the platform does not say."""
    if platform == "cocoa":
        # Virtual key 0 is A, but also what an event carries that no key made.
        return _APPLE.get(event.nativeVirtualKey(), "") if event.nativeScanCode() else None
    table = {"windows": _SET_1, "xcb": _EVDEV, "wayland": _EVDEV}.get(platform)
    if table is None or not event.nativeScanCode():
        return None
    return table.get(event.nativeScanCode(), "")


def _meaning(event: QKeyEvent) -> str:
    key = event.key()
    return chr(key) if Qt.Key.Key_0 <= key <= Qt.Key.Key_9 or Qt.Key.Key_A <= key <= Qt.Key.Key_Z else ""
