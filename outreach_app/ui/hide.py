# SPDX-License-Identifier: GPL-3.0-or-later
"""Hide, lock and idle: one filter over every event of the application, so that nothing can stand in the way.

The filter sees a key before any dialog, popup, text field or shortcut does. Holding Esc hides after 0.7 s; until then
Esc does what it does everywhere (closes a dialog), so nothing has to be decided when it goes down. Losing sight of
its release hides: the safe side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

HOLD_MS: Final = 700
REST_SECONDS: Final = 2.0
"""Without a key or a touch for so long, what takes longer than a frame is in nobody's way."""
_KEYS: Final = {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride}
_ACTIVITY: Final = {
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TabletPress,
}  # fmt: skip


class Watch(QObject):
    """Emits what the window must do at once, whatever has the focus."""

    hide_wanted = Signal()
    lock_wanted = Signal()

    def __init__(self, application: QCoreApplication, ticks: Callable[[], float]) -> None:
        """`ticks` gives seconds of a clock that goes on while the laptop sleeps."""
        super().__init__(application)
        self._ticks = ticks
        self._last = ticks()
        self.idle_minutes = 0
        self.held = QTimer(self, singleShot=True, interval=HOLD_MS)
        self.held.timeout.connect(self.hide_wanted)
        self.idle = QTimer(self, interval=1000)
        self.idle.timeout.connect(self.check_idle)
        application.installEventFilter(self)

    def guard(self, minutes: int) -> None:
        """Lock after this many minutes without a key or a touch; 0 while there is nothing to lock."""
        self.idle_minutes = minutes
        self._last = self._ticks()
        if minutes:
            self.idle.start()
        else:
            self.idle.stop()

    def resting(self) -> bool:
        """Whether no key and no touch came for a moment."""
        return self._ticks() - self._last >= REST_SECONDS

    def check_idle(self) -> None:
        """Lock when the time is over; asked every second, and at once after a sleep."""
        if self.idle_minutes and self._ticks() - self._last >= self.idle_minutes * 60:
            self.idle.stop()
            self.lock_wanted.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Takes F12 and F9 for itself, looks on at everything else."""
        kind = event.type()
        if kind in _ACTIVITY:
            self.check_idle()
            self._last = self._ticks()
        if kind in _KEYS and isinstance(event, QKeyEvent):
            return self._pressed(event)
        if kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            self._released(event)
        return False

    def _pressed(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_F12:
            self.hide_wanted.emit()
            return True
        if event.key() == Qt.Key.Key_F9:
            self.lock_wanted.emit()
            return True
        if event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat() and not self.held.isActive():
            self.held.start()
        return False

    def _released(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat():
            self.held.stop()


class Cover(QWidget):
    """A plain ground over the whole window, painted before anything else is done."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.hide()

    def blank(self) -> None:
        """Cover the window now, and take every other window of the program off the screen."""
        window = self.window()
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        self.repaint()
        while (popup := QApplication.activePopupWidget()) is not None and popup.close():
            pass
        for other in QApplication.topLevelWidgets():
            if other is not window and other.isVisible():
                other.hide()
