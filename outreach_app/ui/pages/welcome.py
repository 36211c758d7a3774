# SPDX-License-Identifier: GPL-3.0-or-later
"""No vault on this laptop yet: found a coalition, or join one with an invitation."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.ui.desk import Desk
from outreach_app.ui.icons import Icon
from outreach_app.ui.page import Page
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.columns import Columns
from outreach_app.ui.widgets.scrolled import scrolled
from outreach_app.ui.widgets.text import Text


class WelcomePage(Page):
    """Two ways in. Each hands over to its dialog."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setAccessibleName(self.tr("Welcome"))
        self.join_button = Button(self.tr("Join with an invitation"), "primary")
        self.join_button.clicked.connect(self.join)
        self.found_button = Button(self.tr("Found a coalition"))
        self.found_button.clicked.connect(self.found)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(28, 28, 28, 28)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(Text("Companion", "title"))
        column.addWidget(Text(self.tr("Nothing is set up on this laptop yet. Which of the two are you?"), "lead"))
        column.addSpacing(16)
        column.addWidget(self._ways())
        column.addSpacing(16)
        column.addWidget(
            Text(self.tr("Everything stays on this laptop, encrypted, until you send a summary."), "quiet")
        )
        column.addStretch(3)
        inside.setMaximumWidth(round(960 * desk.theme.scale))
        around = QWidget()
        middle = QHBoxLayout(around)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(1)
        middle.addWidget(inside, 20)
        middle.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(around))

    def arrive(self) -> None:
        """The way most people take is one Enter away."""
        self.join_button.setFocus()

    def join(self) -> None:
        """An invitation from the coordinator."""
        from outreach_app.ui.dialogs.join import JoinDialog

        self.desk.open_dialog(JoinDialog(self.desk), self)

    def found(self) -> None:
        """A new coalition, with this laptop as its first."""
        from outreach_app.ui.dialogs.founding import FoundingDialog

        self.desk.open_dialog(FoundingDialog(self.desk), self)

    def _ways(self) -> QWidget:
        columns = Columns(720, self.desk.theme.scale)
        ways = (
            ("person", self.tr("My coalition gave me an invitation"),
             self.tr("You have a file or a text, and a short code that somebody read to you. "
                     "It takes two minutes."),
             self.join_button),
            ("coalition", self.tr("I am setting up a coalition"),
             self.tr("Two questions, then a sheet to print and keep safe. "
                     "Other laptops join with invitations from this one."),
             self.found_button),
        )  # fmt: skip
        for icon, head, words, button in ways:
            card = Card()
            card.column.setContentsMargins(20, 20, 20, 20)
            row = QHBoxLayout()
            row.setSpacing(12)
            picture = Icon(self.desk.theme.icons / f"{icon}.svg", scale=1.6)
            picture.setProperty("tone", "accent")
            row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Text(head, "lead"), 1)
            card.column.addLayout(row)
            card.column.addWidget(Text(words, tone="quiet"))
            card.column.addStretch(1)
            card.column.addSpacing(8)
            card.column.addWidget(button)
            columns.add(card)
        return columns
