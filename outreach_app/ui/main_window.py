# SPDX-License-Identifier: GPL-3.0-or-later
"""The window: the front (locked, or no vault yet) or the workroom, and above both the cover.

Locking deletes the workroom with every page, dialog and text in it; nothing is merely hidden.
"""

from __future__ import annotations

import importlib
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from outreach_app.ui.hide import Cover, Watch
from outreach_app.ui.pages.unlock import UnlockPage
from outreach_app.ui.palette import following

if TYPE_CHECKING:
    from outreach_app.ui.desk import Desk
    from outreach_app.ui.page import Page
    from outreach_app.ui.workroom import Workroom


READ_AHEAD_MS = 100
"""After this the lock screen has been painted, and reading the pages' code takes nothing from it."""


WARM_MS = 400
"""After this the first page has been painted and read, and warming the directory up takes nothing from it."""


class MainWindow(QMainWindow):
    """Neutral from outside: its title and icon say Companion, and nothing of the work."""

    def __init__(self, desk: Desk, watch: Watch) -> None:
        super().__init__()
        self.desk = desk
        self.watch = watch
        self.setWindowTitle("Companion")
        self.setMinimumSize(1024, 600)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.stack = QStackedWidget()
        self.setCentralWidget(self.stack)
        self.cover = Cover(self)
        self.front: Page | None = None
        self.workroom: Workroom | None = None
        watch.hide_wanted.connect(self.disappear)
        watch.lock_wanted.connect(self.lock)
        desk.hide_wanted.connect(self.disappear)
        desk.lock_wanted.connect(self.lock)
        desk.seated.connect(self.open_workroom)
        desk.theme.scaled.connect(self.lay_out_anew)
        desk.profile_known.connect(lambda: watch.guard(desk.idle_minutes))
        desk.palette_wanted.connect(self.next_palette)
        desk.keys_wanted.connect(self.show_keys)
        QShortcut(QKeySequence("F8"), self).activated.connect(self.next_palette)
        QShortcut(QKeySequence("F1"), self).activated.connect(self.show_keys)
        desk.vault(desk.workplace.vault.state, self.show_front)

    def show_front(self, state: str) -> None:
        """The lock screen; the welcome where there is no vault yet; a training's vault is open already."""
        if state == "open":
            self.desk.vault(self.desk.workplace.vault.seat, self.desk.take_seat)
        else:
            self._set_front(self._welcome() if state == "none" else UnlockPage(self.desk))
            QTimer.singleShot(READ_AHEAD_MS, _read_ahead)

    def _welcome(self) -> Page:
        from outreach_app.ui.pages.welcome import WelcomePage

        return WelcomePage(self.desk)

    def open_workroom(self, page: str = "") -> None:
        """The vault is open: its pages, beginning with Tonight."""
        self.cover.hide()
        self._drop_workroom()
        # Imported here: the lock screen must not wait for pages that nobody has opened yet.
        from outreach_app.ui.workroom import Workroom

        self.workroom = Workroom(self.desk, self.width())
        self.stack.addWidget(self.workroom)
        self.stack.setCurrentWidget(self.workroom)
        self._set_front(None)
        self.watch.guard(self.desk.idle_minutes)
        self.workroom.go(page or self.workroom.listed[0].key)
        QTimer.singleShot(WARM_MS, self._warm)

    def lay_out_anew(self) -> None:
        """Another text size: the pages are built again, on the one that is shown."""
        if self.workroom is not None:
            self.open_workroom(self.workroom.current)

    def lock(self) -> None:
        """Delete what is shown, then shut the vault behind it. Counts under way are finished first, on their lane."""
        self.watch.guard(0)
        nothing_open = self.workroom is None and not self.desk.dialogs
        if nothing_open and isinstance(self.front, UnlockPage) and not self.front.opening:
            self.front.forget()
            return
        self.desk.leave()
        if self.workroom is not None:
            self._set_front(UnlockPage(self.desk))
            self._drop_workroom()
        elif isinstance(self.front, UnlockPage):
            self.front.forget()
        self.desk.vault(self._shut, self._shut_behind)

    def disappear(self) -> None:
        """Blank, lock, leave the desktop, in this order."""
        self.cover.blank()
        self.showMinimized()
        self.lock()
        QTimer.singleShot(0, self.cover.hide)

    def next_palette(self) -> None:
        """Day, Night, Red, and again."""
        palette = following(self.desk.theme.palette)
        self.desk.choices.choose(palette=palette.code)
        self.desk.theme.choose(palette=palette)

    def show_keys(self) -> None:
        """Every key on one screen."""
        from outreach_app.ui.dialogs.keys import KeysDialog

        if self.workroom is not None and not self.desk.dialogs:
            self.desk.open_dialog(KeysDialog(self.desk), self)

    def changeEvent(self, event: QEvent) -> None:
        """Back on the desktop: the lock screen may be seen again."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and not self.isMinimized():
            self.cover.hide()
            if isinstance(self.front, UnlockPage):
                self.front.arrive()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing locks as well."""
        self.lock()
        super().closeEvent(event)

    def _warm(self) -> None:
        """So that the first search does not wait for what is loaded once; nobody hears of it when it does not work."""
        if self.workroom is not None:
            directory, now = self.desk.workplace.directory, self.desk.local(self.desk.now())
            self.desk.directory(lambda: directory.warm(now), failure=lambda _error: None)

    def _shut(self) -> str:
        vault = self.desk.workplace.vault
        vault.lock()
        return vault.state()

    def _shut_behind(self, state: str) -> None:
        """A vault that came to be while the welcome was shown is locked now like any other."""
        if state != "none" and not isinstance(self.front, UnlockPage):
            self.show_front(state)

    def _set_front(self, page: Page | None) -> None:
        old, self.front = self.front, page
        if page is not None:
            self.stack.addWidget(page)
            self.stack.setCurrentWidget(page)
            page.arrive()
        if old is not None:
            old.deleteLater()

    def _drop_workroom(self) -> None:
        room, self.workroom = self.workroom, None
        if room is not None:
            room.deleteLater()


def _read_ahead() -> None:
    """Read the pages' code while the passphrase is typed and the key derived."""
    threading.Thread(target=importlib.import_module, args=("outreach_app.ui.workroom",), daemon=True).start()
