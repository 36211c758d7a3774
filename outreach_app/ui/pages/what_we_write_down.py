# SPDX-License-Identifier: GPL-3.0-or-later
""" "Are you writing about me?": the answer on one screen, to be read together with the person who asks."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout

from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.full_screen import FullScreen
from outreach_app.ui.page import Entry, Sheet
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.loose import loosen
from outreach_app.ui.widgets.written_down import WrittenDown


class WrittenDownScreen(FullScreen):
    """The same on the whole screen, larger."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("What we write down"))
        self.add_line(self.tr("What we write down"), "shown-title")
        written = WrittenDown(desk.theme.icons, desk.theme.scale, "shown-read")
        self.column.addWidget(written)
        loosen(written)


class WrittenDownPage(Sheet):
    """Reached from Settings, Tonight and the keys."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("What we write down"), widest=1160)
        self.column.addWidget(WrittenDown(desk.theme.icons, desk.theme.scale))
        self.show_button = Button(
            self.tr("Show on the whole screen"), "primary", icon=desk.theme.icons / "person.svg", key=self.tr("Enter")
        )
        self.show_button.setAutoDefault(True)
        self.show_button.clicked.connect(self.show_screen)
        row = QHBoxLayout()
        row.addWidget(self.show_button)
        row.addStretch(1)
        self.column.addLayout(row)

    def arrive(self) -> None:
        """Enter shows it."""
        self.show_button.setFocus()

    def show_screen(self) -> None:
        """To be read by a person met."""
        self.desk.open_dialog(WrittenDownScreen(self.desk), self)


ENTRY = Entry(
    "written", lambda: QCoreApplication.translate("contents", "What we write down"), "shield", WrittenDownPage
)
