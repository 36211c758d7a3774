# SPDX-License-Identifier: GPL-3.0-or-later
"""Where everything on the pad lies. Fixed places: totals change, nothing else does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from outreach_app.domain.codes import CONTACT_MEASURES, NO_THANKS, NOT_MET, REFERRED
from outreach_app.ui import words
from outreach_app.ui.counting import Counting
from outreach_app.ui.pad_keys import AGE_KEYS, PadKeys
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.even_rows import EvenRows
from outreach_app.ui.widgets.keycap import KeyHint
from outreach_app.ui.widgets.looked_row import LookedRow
from outreach_app.ui.widgets.quantity_card import QuantityCard
from outreach_app.ui.widgets.scrolled import scrolled
from outreach_app.ui.widgets.text import SectionLabel, Text
from outreach_app.ui.widgets.tile import CounterTile
from outreach_app.ui.widgets.yielding import YieldingRow
from outreach_app.ui.widgets.zone_bar import ZoneBar

TALLEST, TALL = 120, 100
"""Pixels of a large and of a plain counter at 100 % text, where there is room."""
PEOPLE = (*CONTACT_MEASURES, NO_THANKS)
"""The three tiles of the first row."""


LARGE, LARGEST = 1.75, 2.0
"""Text scales: margins give way to words from the first, words wrap above the second."""


class StillArea(QScrollArea):
    """Scrolls by its bar or by Tab where text is very large; the wheel does nothing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A hand on the touchpad must not move the counters."""
        event.accept()


class PadBoard(QObject):
    """The pad's controls, laid out on `page`. `tiles` count at a stop, `asked` for the shift."""

    def __init__(self, page: QWidget, keys: PadKeys, zones: list[tuple[str, str]], scale: float) -> None:
        super().__init__(page)
        self.page = page
        self.scale = scale
        self.tight = scale >= LARGE
        self.gap = 2 if self.tight else 8
        self.keys = keys
        self.tiles: dict[str, CounterTile] = {}
        self.asked: dict[str, CounterTile] = {}
        self.zones = ZoneBar(zones, least=1 if scale > LARGEST else 3)
        self.nobody = self._button(self.tr("nobody out"), "0", keys.nobody_out)
        self.visits = Text("", "quiet", wrap=False)
        self.looked = LookedRow([(age, key, words.age(age)) for key, age in AGE_KEYS.items()], wrap=scale > LARGEST)
        self.quantity = QuantityCard()
        self.last = self._button(self.tr("takes back"), self.tr("Backspace"), keys.back)
        self.last_words = Text("", "quiet")
        self.less = self._button(self.tr("one less"), "−", keys.one_less)
        self.less.setCheckable(True)
        self.find = self._button(self.tr("find help"), "/")
        self.leave = self._button(self.tr("leave now"), "Ctrl+L")
        self.close = self._button(self.tr("Close shift"), "Ctrl+E")
        self._lay_out()

    def all_tiles(self) -> tuple[CounterTile, ...]:
        """Every counter."""
        return (*self.tiles.values(), *self.asked.values())

    def first_control(self) -> QWidget:
        """Where F6 goes."""
        return next((chip for chip in self.zones.chips.values() if chip.isVisible()), self.nobody)

    def foot_of_stops(self) -> int:
        """Pixels from the page's top down to where the counters begin."""
        bar = self.zones
        return bar.mapTo(self.page, QPoint(0, bar.height())).y() + 4

    def show_last(self, entry: str) -> None:
        """What Backspace would take back; nothing when there is nothing."""
        self.last.setEnabled(bool(entry))
        self.last_words.setText(entry)
        self.last.setAccessibleName(self.tr("Backspace takes back: {entry}").format(entry=entry))

    def show_shift_totals(self, counting: Counting) -> None:
        """What is counted for the whole shift."""
        for code, tile in self.asked.items():
            tile.show_total(counting.total(code))
        self.visits.setText(self.tr("visits {count}").format(count=counting.visits))

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(28, 8, 28, 4)
        column.setSpacing(2 if self.tight else 4)
        column.addWidget(self._stops())
        column.addSpacing(self.gap)
        column.addWidget(SectionLabel(self.tr("People")))
        column.addWidget(self._people(), 4)
        column.addSpacing(4)
        column.addWidget(self.looked)
        column.addSpacing(self.gap)
        column.addWidget(SectionLabel(self.tr("Gave")))
        column.addWidget(self._gave(), 3)
        column.addSpacing(self.gap)
        column.addWidget(SectionLabel(self.tr("Asked for")))
        column.addWidget(self._asked_for(), 3)
        column.addStretch(1)
        column.addWidget(self._foot())
        area = scrolled(inside, StillArea())
        outer = QVBoxLayout(self.page)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def _stops(self) -> QWidget:
        stops = YieldingRow()
        hint = KeyHint("Tab", self.tr("next"))
        heading = SectionLabel(self.tr("Here"))
        stops.row.setContentsMargins(0, 0, 0, 0)
        stops.row.setSpacing(12)
        stops.row.addWidget(heading)
        stops.row.addWidget(self.zones, 1)
        stops.row.addWidget(hint)
        stops.row.addWidget(self.nobody)
        stops.row.addWidget(self.visits)
        stops.give_way(hint, self.visits, heading)
        return stops

    def _people(self) -> QWidget:
        by_code = {measure.code: key for key, measure in self.keys.keyed.items()}
        tiles = [self._tile(by_code[code], code, large=True) for code in PEOPLE if code in by_code]
        for code in CONTACT_MEASURES:
            if code in self.tiles:
                self.tiles[code].light(True)
        return EvenRows(*tiles)

    def _gave(self) -> QWidget:
        items = [(key, measure.code) for key, measure in self.keys.keyed.items() if measure.group == "materials"]
        more = CounterTile("M", self.tr("More…"), tight=self.tight)
        more.clicked.connect(self.keys.more)
        return EvenRows(*(self._tile(key, code) for key, code in items), self._still(more))

    def _asked_for(self) -> QWidget:
        for code, key, act in ((REFERRED, "R", self.keys.refer), (NOT_MET, "N", self.keys.not_met)):
            measure = self.keys.measures.by_code.get(code)
            if measure is not None:
                tile = CounterTile(key, words.first_capital(measure.short), tight=self.tight)
                tile.clicked.connect(act)
                self.asked[code] = self._still(tile)
        self.quantity.setMaximumHeight(round(TALL * self.scale))
        return EvenRows(*self.asked.values(), self.quantity)

    def _foot(self) -> QWidget:
        foot = YieldingRow()
        foot.row.setContentsMargins(0, 4, 0, 0)
        foot.row.setSpacing(8)
        foot.row.addWidget(self.last)
        foot.row.addWidget(self.last_words, 1)
        foot.row.addWidget(self.less)
        foot.row.addWidget(self.find)
        foot.row.addWidget(self.leave)
        foot.row.addWidget(self.close)
        self.last_words.setMinimumWidth(
            self.last_words.fontMetrics().averageCharWidth() * (4 if self.scale > LARGEST else 16)
        )
        foot.give_way(self.leave, self.find, self.less)
        return foot

    def _tile(self, key: str, code: str, *, large: bool = False) -> CounterTile:
        tile = CounterTile(
            key, words.first_capital(self.keys.measures.by_code[code].short), large=large, tight=self.tight
        )
        tile.clicked.connect(lambda: self.keys.count(code))
        self.tiles[code] = tile
        return self._still(tile, large=large)

    def _still(self, tile: CounterTile, *, large: bool = False) -> CounterTile:
        """A click counts and leaves the keys with the pad."""
        tile.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        tile.setMaximumHeight(round((TALLEST if large else TALL) * self.scale))
        return tile

    def _button(self, text: str, key: str, act: Callable[[], None] | None = None) -> Button:
        button = Button(text, "quiet", key=key, key_first=True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if act is not None:
            button.clicked.connect(lambda _checked: act())
        return button
