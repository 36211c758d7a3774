# SPDX-License-Identifier: GPL-3.0-or-later
"""F1: every key, on one screen, with its second way where a laptop needs Fn for the first."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.dialog import Dialog
from outreach_app.ui.widgets.button import Button, press_on_return
from outreach_app.ui.widgets.keycap import KeyCap
from outreach_app.ui.widgets.text import SectionLabel, Text


class KeysDialog(Dialog):
    """Read and closed; Esc, Enter or the button."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("Keys"), width=860, height=620)
        columns = QHBoxLayout()
        columns.setSpacing(28)
        for groups in (self._everywhere(), self._counting()):
            grid = QGridLayout()
            grid.setHorizontalSpacing(16)
            grid.setVerticalSpacing(8)
            grid.setColumnStretch(1, 1)
            for title, keys in groups:
                grid.setRowMinimumHeight(grid.rowCount(), 12)
                grid.addWidget(SectionLabel(title), grid.rowCount(), 0, 1, 2)
                for caps, words in keys:
                    _add(grid, caps, words)
            grid.setRowStretch(grid.rowCount(), 1)
            columns.addLayout(grid, 1)
        self.column.addLayout(columns)
        self.column.addStretch(1)
        close = Button(self.tr("Close"), "primary")
        close.clicked.connect(self.accept)
        press_on_return(close)
        self.add_button(close)

    def _everywhere(self) -> list[tuple[str, list[tuple[tuple[str, ...], str]]]]:
        hold = self.tr("hold Esc")
        return [
            (self.tr("Hide and lock"), [
                ((hold, "F12"), self.tr("hide at once, or the Hide button")),
                (("F9",), self.tr("lock, or Lock at the foot of the rail")),
            ]),
            (self.tr("Everywhere"), [
                (("Ctrl+1…6",), self.tr("the pages, in their order")),
                (("/", "Ctrl+F"), self.tr("find help")),
                (("Ctrl+L",), self.tr("leaving tonight: who takes people now")),
                (("Ctrl+N",), self.tr("next person: clears what was typed")),
                (("F8",), self.tr("palette, or its button on top")),
                (("F1",), self.tr("these keys, or Keys in the rail")),
                (("Tab",), self.tr("next control")),
                (("Esc",), self.tr("close or leave")),
            ]),
        ]  # fmt: skip

    def _counting(self) -> list[tuple[str, list[tuple[tuple[str, ...], str]]]]:
        return [
            (self.tr("Counting"), [
                (("Tab", "Shift+Tab"), self.tr("next stop, stop before")),
                (("4", "C"), self.tr("four cards")),
                (("−", "C"), self.tr("one card less")),
                (("Backspace",), self.tr("takes back the last entry")),
                (("0",), self.tr("nobody out")),
                (("Space", "Enter", "X"), self.tr("quick hello, we talked, no thanks")),
                (("U", "Y", "A"), self.tr("how old that one looked")),
                (("R", "N"), self.tr("referred, could not get it: then a number")),
                (("F6", "Ctrl+Tab"), self.tr("to the other controls and back")),
            ]),
        ]  # fmt: skip


def _add(grid: QGridLayout, caps: tuple[str, ...], words: str) -> None:
    row = grid.rowCount()
    keys = QHBoxLayout()
    keys.setSpacing(4)
    for cap in caps:
        keys.addWidget(KeyCap(cap))
    keys.addStretch(1)
    grid.addLayout(keys, row, 0, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(Text(words), row, 1, Qt.AlignmentFlag.AlignVCenter)
