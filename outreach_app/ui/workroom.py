# SPDX-License-Identifier: GPL-3.0-or-later
"""What an open vault shows: strip, rail and the pages. Built after unlocking, deleted whole when it locks."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from outreach_app.ui.contents import entries, listed
from outreach_app.ui.desk import Desk
from outreach_app.ui.page import Page
from outreach_app.ui.widgets.message_bar import MessageBar
from outreach_app.ui.widgets.rail import Rail
from outreach_app.ui.widgets.strip import Strip
from outreach_app.ui.words import palette_name, running, unsent

TIGHT: int = 1000
"""Pixels of width per text scale under which the rail stacks its words below its icons."""


class Workroom(QWidget):
    """Shows one page at a time; builds each when it is first asked for."""

    def __init__(self, desk: Desk, width: int) -> None:
        """`width` in pixels, as it will be shown."""
        super().__init__()
        self.desk = desk
        role = desk.seat.role if desk.seat else ""
        self.entries = entries(role)
        self.listed = listed(role)
        self.pages: dict[str, Page] = {}
        self.current = ""
        icons = desk.theme.icons
        self.strip = Strip(icons)
        self.strip.hide_wanted.connect(desk.hide_wanted)
        self.stack = QStackedWidget()
        self.rail = self._new_rail(stacked=self._is_tight(width))
        self.middle = QHBoxLayout()
        self.middle.setSpacing(0)
        self.middle.addWidget(self.rail)
        self.middle.addWidget(self.stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addLayout(self.middle, 1)
        self.bar = MessageBar(self.stack, icons)
        self.minute = QTimer(self, interval=20_000)
        self.minute.timeout.connect(self.show_shift)
        self.minute.start()
        self._listen()
        self.show_shift()
        self.show_palette()

    def go(self, key: str) -> None:
        """Bring a page on top; a key that this seat does not have is left alone."""
        entry = self.entries.get(key)
        if entry is None:
            return
        if self.current and self.current != key:
            self.pages[self.current].leave()
            self.bar.hush()
        if key not in self.pages:
            self.pages[key] = entry.build(self.desk)
            self.stack.addWidget(self.pages[key])
        self.current = key
        self.stack.setCurrentWidget(self.pages[key])
        self.rail.show_page(key)
        self.pages[key].arrive()

    def show_shift(self) -> None:
        """The strip's words for the open shift and for what is not sent."""
        shift = self.desk.open_shift
        self.strip.show_shift(*running(shift, self.desk.now())) if shift else self.strip.show_shift("", "")
        self.strip.show_unsent(unsent(self.desk.unsent) if self.desk.unsent else "")

    def show_palette(self) -> None:
        """The strip's word for the palette."""
        self.strip.show_palette(palette_name(self.desk.theme.palette.code))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the rail where width is short."""
        super().resizeEvent(event)
        if self.isVisible():
            self._fit_rail()

    def _listen(self) -> None:
        desk = self.desk
        desk.go_wanted.connect(self.go)
        desk.said.connect(self.bar.say)
        desk.hushed.connect(self.bar.hush)
        desk.shift_changed.connect(self.show_shift)
        desk.theme.changed.connect(self.show_palette)
        self.strip.palette_wanted.connect(desk.palette_wanted)
        self.strip.sending_wanted.connect(lambda: self.go("sending"))
        for number, entry in enumerate(self.listed, start=1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(lambda page=entry.key: self.go(page))
        for keys in ("Ctrl+F", "/"):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda: self.go("find"))
        QShortcut(QKeySequence("Ctrl+L"), self).activated.connect(desk.leave_now)

    def _new_rail(self, *, stacked: bool) -> Rail:
        rows = [(entry.key, entry.title(), entry.icon) for entry in self.listed]
        rail = Rail(self.desk.theme.icons, rows, stacked=stacked)
        rail.chosen.connect(self.go)
        rail.lock_wanted.connect(self.desk.lock_wanted)
        rail.keys_wanted.connect(self.desk.keys_wanted)
        return rail

    def _is_tight(self, width: int) -> bool:
        return width < TIGHT * self.desk.theme.scale

    def _fit_rail(self) -> None:
        stacked = self._is_tight(self.width())
        if stacked == self.rail.stacked:
            return
        old, self.rail = self.rail, self._new_rail(stacked=stacked)
        self.middle.replaceWidget(old, self.rail)
        old.hide()
        old.deleteLater()
        self.rail.show_page(self.current)
        self.setTabOrder(self.strip.hide_button, self.rail)
