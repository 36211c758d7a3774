# SPDX-License-Identifier: GPL-3.0-or-later
"""What is copied of a place: kept out of histories where the system offers that, and gone after twenty seconds.

It goes earlier with the next person, at lock and at hide. What somebody copied elsewhere meanwhile is left alone.
Marks: `x-kde-passwordManagerHint` (Klipper and other Linux histories), the registered clipboard formats of Windows
that keep a copy out of history, monitors and the cloud (Microsoft, "Clipboard Formats"), and the type named at
nspasteboard.org, which reaches a Mac's histories only where Qt passes foreign types on.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

KEPT_MS: Final = 20_000
_WINDOWS: Final = 'application/x-qt-windows-mime;value="{name}"'
MARKS: Final = {
    "x-kde-passwordManagerHint": b"secret",
    _WINDOWS.format(name="ExcludeClipboardContentFromMonitorProcessing"): b"1",
    _WINDOWS.format(name="CanIncludeInClipboardHistory"): bytes(4),
    _WINDOWS.format(name="CanUploadToCloudClipboard"): bytes(4),
    "org.nspasteboard.ConcealedType": b"1",
}
"""What says to a clipboard's history: not this one. The two of four bytes are the number 0, for *no*."""


class Clipboard(QObject):
    """Copies one thing at a time and takes it back."""

    forgotten = Signal()
    """What was copied here is not held any more."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._copied = ""
        self.timer = QTimer(self, singleShot=True, interval=KEPT_MS)
        self.timer.timeout.connect(self.forget)

    def copy(self, text: str) -> None:
        """Put `text` on the clipboard for twenty seconds."""
        held = QMimeData()
        held.setText(text)
        for kind, value in MARKS.items():
            held.setData(kind, value)
        QGuiApplication.clipboard().setMimeData(held)
        self._copied = text
        self.timer.start()

    def forget(self) -> None:
        """Empty the clipboard if it still holds what was copied here."""
        self.timer.stop()
        if self._copied and QGuiApplication.clipboard().text() == self._copied:
            QGuiApplication.clipboard().clear()
        self._copied = ""
        self.forgotten.emit()

    end = forget
    """The vault is locked."""
