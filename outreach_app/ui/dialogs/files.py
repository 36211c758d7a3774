# SPDX-License-Identifier: GPL-3.0-or-later
"""Choosing a file or a folder in Qt's own dialog: nothing of it lands in a list of recent files.

Qt's dialog keeps the last folder and a history in a settings file of its own; here they are emptied before it can.
Its message boxes would run a loop of their own, above hide and lock: what would bring one up is refused quietly.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSettings, QUrl
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from outreach_app.ui.desk import Desk

_OWNER: Final = "QtProject"
_GROUP: Final = "FileDialog"


class FileDialog(QFileDialog):
    """`suggested` is the name a file to be saved begins with; empty for opening one."""

    def __init__(self, title: str, mode: QFileDialog.FileMode, *, suggested: str = "") -> None:
        _leave_no_trace()
        super().__init__()
        self.setWindowTitle("Companion")
        self.setAccessibleName(title)
        self.setOptions(
            QFileDialog.Option.DontUseNativeDialog | QFileDialog.Option.DontConfirmOverwrite
            | QFileDialog.Option.ReadOnly | QFileDialog.Option.DontUseCustomDirectoryIcons
        )  # fmt: skip
        self.setFileMode(mode)
        self.setNameFilter("*")  # the usual words around it, translated, may be taken for a pattern
        self.setHistory([])
        self.setSidebarUrls([QUrl.fromLocalFile(str(Path.home()))])
        self.setDirectory(str(Path.home()))
        if suggested:
            self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            self.selectFile(suggested)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(True)

    def accept(self) -> None:
        """Only what is there; a folder is entered by Qt itself."""
        chosen = self.selectedFiles()
        opening = self.acceptMode() == QFileDialog.AcceptMode.AcceptOpen
        if chosen and opening and not Path(chosen[0]).exists():
            return
        super().accept()

    def done(self, result: int) -> None:
        """Empty what Qt would remember."""
        self.setHistory([])
        super().done(result)
        _leave_no_trace()


def choose_file(desk: Desk, parent: QWidget, title: str, chosen: Callable[[Path], None]) -> FileDialog:
    """A file to read."""
    return _open(desk, parent, FileDialog(title, QFileDialog.FileMode.ExistingFile), chosen)


def choose_place(desk: Desk, parent: QWidget, title: str, name: str, chosen: Callable[[Path], None]) -> FileDialog:
    """Where a new file is to be saved; it may turn out to be there already."""
    return _open(desk, parent, FileDialog(title, QFileDialog.FileMode.AnyFile, suggested=name), chosen)


def choose_folder(desk: Desk, parent: QWidget, title: str, chosen: Callable[[Path], None]) -> FileDialog:
    """A folder."""
    dialog = FileDialog(title, QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _open(desk, parent, dialog, chosen)


def _open(desk: Desk, parent: QWidget, dialog: FileDialog, chosen: Callable[[Path], None]) -> FileDialog:
    dialog.resize(round(760 * min(desk.theme.scale, 1.5)), round(480 * min(desk.theme.scale, 1.5)))
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    desk.open_dialog(dialog, parent)
    return dialog


def _leave_no_trace() -> None:
    """Qt's settings of its dialogs go nowhere; where the system has a registry, they are taken out again."""
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
    QSettings(QSettings.Scope.UserScope, _OWNER).remove(_GROUP)
