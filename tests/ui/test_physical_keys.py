# SPDX-License-Identifier: GPL-3.0-or-later
"""Counting keys are places on the board, whatever the layout says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from outreach_app.ui.physical_keys import key_name

NONE = Qt.KeyboardModifier.NoModifier


def press(key: Qt.Key, *, scan: int = 0, virtual: int = 0, modifiers: Qt.KeyboardModifier = NONE) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, scan, virtual, 0)


@pytest.mark.parametrize(
    ("platform", "scan", "name"),
    [
        ("xcb", 54, "C"), ("wayland", 24, "Q"), ("xcb", 19, "0"), ("xcb", 58, "M"),
        ("windows", 46, "C"), ("windows", 16, "Q"), ("windows", 11, "0"), ("windows", 50, "M"),
    ],
)  # fmt: skip
def test_the_place_decides_on_another_layout(platform: str, scan: int, name: str) -> None:
    assert key_name(press(Qt.Key.Key_Cyrillic_ES if hasattr(Qt.Key, "Key_Cyrillic_ES") else Qt.Key.Key_Ccedilla,
                          scan=scan), platform) == name  # fmt: skip


def test_apples_virtual_keys_are_places() -> None:
    assert key_name(press(Qt.Key.Key_Ccedilla, scan=1, virtual=8), "cocoa") == "C"


def test_without_a_scan_code_the_meaning_is_taken() -> None:
    assert key_name(press(Qt.Key.Key_C), "xcb") == "C"
    assert key_name(press(Qt.Key.Key_C), "offscreen") == "C"


def test_named_keys_and_the_number_pad() -> None:
    keypad = Qt.KeyboardModifier.KeypadModifier
    assert key_name(press(Qt.Key.Key_Enter, scan=104, modifiers=keypad), "xcb") == "Enter"
    assert key_name(press(Qt.Key.Key_4, scan=83, modifiers=keypad), "xcb") == "4"
    assert key_name(press(Qt.Key.Key_Minus, scan=20), "xcb") == "-"
    assert key_name(press(Qt.Key.Key_Backtab, modifiers=Qt.KeyboardModifier.ShiftModifier), "xcb") == "Backtab"


def test_commands_and_places_without_a_meaning_are_left_alone() -> None:
    assert key_name(press(Qt.Key.Key_C, scan=54, modifiers=Qt.KeyboardModifier.ControlModifier), "xcb") == ""
    assert key_name(press(Qt.Key.Key_F6, scan=72), "xcb") == ""
