# SPDX-License-Identifier: GPL-3.0-or-later
"""The rail: the pages of this seat, from top to bottom, with lock and keys at its foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.ui.icons import Icon
from outreach_app.ui.restyle import mark
from outreach_app.ui.widgets.pressable import Pressable
from outreach_app.ui.widgets.scrolled import scrolled
from outreach_app.ui.widgets.text import Text

if TYPE_CHECKING:
    from pathlib import Path


class RailItem(Pressable):
    """Icon and words; beside each other, or stacked where large text leaves no room for width."""

    def __init__(self, icon: Path, words: str, key: str, *, stacked: bool, quiet: bool = False) -> None:
        super().__init__()
        self.setCheckable(not quiet)
        self.picture = Icon(icon)
        self.words = Text(words, "quiet" if quiet or stacked else "", wrap=False)
        box: QVBoxLayout | QHBoxLayout
        if stacked:
            box = QVBoxLayout()
            box.setContentsMargins(8, 8, 8, 8)
            box.setSpacing(4)
            box.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignHCenter)
            box.addWidget(self.words, 0, Qt.AlignmentFlag.AlignHCenter)
        else:
            box = QHBoxLayout()
            box.setContentsMargins(12, 8, 12, 8)
            box.setSpacing(12)
            box.addWidget(self.picture)
            box.addWidget(self.words)
            box.addStretch(1)
        if quiet and not stacked:
            box.addWidget(Text(key, "quiet", wrap=False))
        self.fill(box)
        self.setAccessibleName(words)
        self.setAccessibleDescription(key)
        self.setToolTip(f"{words}  {key}")

    def light(self, lit: bool) -> None:
        """This is the page on top."""
        self.setChecked(lit)
        mark(self, "lit", lit)


class Rail(QFrame):
    """`chosen` carries the key of a page; `lock_wanted` and `keys_wanted` come from the foot."""

    chosen = Signal(str)
    lock_wanted = Signal()
    keys_wanted = Signal()

    def __init__(self, icons: Path, entries: list[tuple[str, str, str]], *, stacked: bool) -> None:
        """`entries` are (key, words, icon name) in order."""
        super().__init__()
        self.items: dict[str, RailItem] = {}
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(8, 12, 8, 12)
        column.setSpacing(4)
        for number, (key, words, icon) in enumerate(entries, start=1):
            item = RailItem(icons / f"{icon}.svg", words, f"Ctrl+{number}", stacked=stacked)
            item.clicked.connect(lambda _checked, page=key: self.chosen.emit(page))
            self.items[key] = item
            column.addWidget(item)
        column.addStretch(1)
        self.keys = RailItem(icons / "info.svg", self.tr("Keys"), "F1", stacked=stacked, quiet=True)
        self.keys.clicked.connect(self.keys_wanted)
        self.lock = RailItem(icons / "lock.svg", self.tr("Lock"), "F9", stacked=stacked, quiet=True)
        self.lock.clicked.connect(self.lock_wanted)
        column.addWidget(self.keys)
        column.addWidget(self.lock)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inside))
        self.stacked = stacked
        self._fit()

    def show_page(self, key: str) -> None:
        """Light the page on top."""
        for name, item in self.items.items():
            item.light(name == key)

    def changeEvent(self, event: QEvent) -> None:
        """As wide as its words at this text size; the line stands towards the page."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LayoutDirectionChange, QEvent.Type.StyleChange} and hasattr(self, "stacked"):
            self._fit()

    def _fit(self) -> None:
        mark(self, "mirrored", self.layoutDirection() == Qt.LayoutDirection.RightToLeft)
        widest = max(item.sizeHint().width() for item in (*self.items.values(), self.keys, self.lock))
        self.setFixedWidth(widest + 20 if self.stacked else max(widest + 48, 190))
