# SPDX-License-Identifier: GPL-3.0-or-later
"""The stops of the shift as chips in one line; those that do not fit stand behind the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from outreach_app.ui.widgets.chip import Chip

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

GAP = 8


class ZoneBar(QWidget):
    """`chosen` carries a zone's code. Chips keep their places; a stop that does not fit shows on the last one."""

    chosen = Signal(str)
    more_wanted = Signal()

    def __init__(self, zones: list[tuple[str, str]], *, least: int = 3, parent: QWidget | None = None) -> None:
        """`zones` are (code, name); `least` how many chips it holds room for, whatever else stands in its line."""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._names = dict(zones)
        self._least = least
        self.zone = ""
        self.chips: dict[str, Chip] = {}
        for code, name in zones:
            chip = Chip(name, self)
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            chip.clicked.connect(lambda _checked, zone=code: self._press(zone))
            self.chips[code] = chip
        self.more = Chip(self.tr("+ more"), self)
        self.more.setAccessibleName(self.tr("More stops"))
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.clicked.connect(self._press_more)

    def show_zone(self, code: str) -> None:
        """Light the stop that was chosen."""
        self.zone = code
        for zone, chip in self.chips.items():
            chip.setChecked(zone == code)
        self._place()

    def sizeHint(self) -> QSize:
        """One line of chips."""
        height = self.more.sizeHint().height()
        return QSize(sum(chip.sizeHint().width() + GAP for chip in self.chips.values()), height)

    def minimumSizeHint(self) -> QSize:
        """A few stops, and the chip for the others."""
        widest = sorted(chip.sizeHint().width() for chip in self.chips.values())[-self._least :]
        more = self.more.sizeHint()
        return QSize(sum(widest) + more.width() + len(widest) * GAP, more.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit as many chips as the width allows."""
        super().resizeEvent(event)
        self._place()

    def hidden_zones(self) -> list[str]:
        """Codes of the stops behind the last chip."""
        return [code for code, chip in self.chips.items() if chip.isHidden()]

    def _press(self, zone: str) -> None:
        self.show_zone(self.zone)  # the page decides what is lit
        self.chosen.emit(zone)

    def _press_more(self) -> None:
        self.show_zone(self.zone)
        self.more_wanted.emit()

    def _place(self) -> None:
        widths = {code: chip.sizeHint().width() for code, chip in self.chips.items()}
        shown = self._fitting(widths)
        behind = [code for code in self.chips if code not in shown]
        name = f"{self._names[self.zone]} +" if self.zone in behind else self.tr("+ more")
        self.more.setText(name.replace("&", "&&"))
        self.more.setChecked(self.zone in behind)
        self.more.setVisible(bool(behind))
        x = 0
        for code, chip in self.chips.items():
            chip.setVisible(code in shown)
            if code in shown:
                x = self._put(chip, x, widths[code])
        self._put(self.more, x, min(self.more.sizeHint().width(), max(44, self.width() - x)))

    def _put(self, chip: Chip, x: int, width: int) -> int:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = self.width() - x - width if mirrored else x
        chip.setGeometry(left, 0, width, self.height())
        return x + width + GAP

    def _fitting(self, widths: dict[str, int]) -> list[str]:
        """The first stops that fit, with room kept for the widest name that may come on the last chip."""
        if sum(widths.values()) + GAP * (len(widths) - 1) <= self.width():
            return list(widths)
        plain = self.more.fontMetrics().horizontalAdvance(self.tr("+ more")) + 48
        shown = list(widths)
        while shown:
            behind = max([plain, *(width + 16 for code, width in widths.items() if code not in shown)])
            if sum(widths[code] + GAP for code in shown) + behind <= self.width():
                break
            shown.pop()
        return shown
