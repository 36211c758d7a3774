# SPDX-License-Identifier: GPL-3.0-or-later
"""The first question of a founding: what the coalition is called."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QLineEdit

from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.steps import Step
from outreach_app.ui.restyle import mark
from outreach_app.ui.widgets.text import Text

LONGEST = 80
"""Letters; the service takes no more."""


class NameStep(Step):
    """Emits `chosen` once there is a name."""

    chosen = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            QCoreApplication.translate("NameStep", "What is your coalition called?"),
            QCoreApplication.translate("NameStep", "Continue"),
            QCoreApplication.translate("NameStep", "Cancel"),
        )
        self.line = QLineEdit()
        self.line.setAccessibleName(self.title)
        self.line.setMaxLength(LONGEST)
        self.line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.line.textChanged.connect(self._typed)
        self.following.clicked.connect(self.go_on)
        self.column.addWidget(
            Text(self.tr("The name stands on the coalition sheet and on reports, never outside the encrypted vault."))
        )
        self.column.addWidget(self.line)
        self.column.addWidget(self.problem)
        self.column.addSpacing(round(12 * desk.theme.scale))
        self.column.addWidget(
            Text(
                self.tr(
                    "Then come a passphrase and a sheet with 24 words to print. Have a printer or a USB stick at hand. "
                    "All of it takes about five minutes."
                ),
                tone="quiet",
            )
        )
        self.column.addStretch(1)

    def arrive(self) -> None:
        """Ready to type."""
        self.line.setFocus()

    def forget(self) -> None:
        """The name too."""
        self.line.setText("")

    def text(self) -> str:
        """The name as it was meant."""
        return self.line.text().strip()

    def go_on(self) -> None:
        """With a name; without one, say so."""
        if self.text():
            self.chosen.emit()
            return
        self.problem.say(self.tr("Type the name of the coalition."))
        mark(self.line, "wrong", True)
        self.line.setFocus()

    def _typed(self) -> None:
        self.problem.say("")
        mark(self.line, "wrong", False)
