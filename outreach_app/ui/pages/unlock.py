# SPDX-License-Identifier: GPL-3.0-or-later
"""The lock screen: a neutral name and icon, a passphrase, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from outreach_app.domain.errors import CompanionError, TooSoon, WrongPassphrase
from outreach_app.ui.icons import Icon
from outreach_app.ui.page import Page
from outreach_app.ui.sentences import sentence
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.passphrase_field import PassphraseField
from outreach_app.ui.widgets.text import Text

if TYPE_CHECKING:
    from outreach_app.ui.desk import Desk


class UnlockPage(Page):
    """Opens the vault. What goes wrong is said in a place of its own that is there from the beginning."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setAccessibleName(self.tr("Locked"))
        self._seconds = 0
        self.name = Text("Companion", "title", wrap=False)
        self.passphrase = PassphraseField(self.tr("Passphrase"))
        self.passphrase.line.setPlaceholderText(self.tr("Passphrase"))
        self.passphrase.entered.connect(self.open)
        self.passphrase.changed.connect(self._typed)
        self.open_button = Button(self.tr("Open"), "primary", key=self.tr("Enter"))
        self.open_button.clicked.connect(self.open)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setAccessibleName(self.tr("Opening"))
        self.problem = Text("", tone="stop")
        self.problem.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self.second = QTimer(self, interval=1000)
        self.second.timeout.connect(self._count_down)
        self._lay_out()
        self._work(busy=False)

    def arrive(self) -> None:
        """Ready to type."""
        self.passphrase.setFocus()

    @property
    def opening(self) -> bool:
        """A key is being derived."""
        return not self.passphrase.isEnabled()

    def open(self) -> None:
        """Try the passphrase; the window stays live while the key is derived."""
        typed = self.passphrase.text()
        if not typed or self.second.isActive() or not self.open_button.isEnabled():
            return
        self._work(busy=True)
        self.problem.setText("")
        self.desk.vault(lambda: self.desk.workplace.vault.unlock(typed), self.desk.take_seat, self.refuse)

    def refuse(self, error: CompanionError) -> None:
        """Say why, in place; the passphrase is typed anew only where it was wrong."""
        self._work(busy=False)
        self.problem.setText(sentence(error))
        if isinstance(error, TooSoon):
            self._wait(error.seconds)
        if isinstance(error, WrongPassphrase):
            self.passphrase.clear()
            self.passphrase.say_wrong(True)
        self.passphrase.setFocus()

    def forget(self) -> None:
        """Nothing that was typed stays."""
        self.passphrase.clear()
        self.problem.setText("")
        self._work(busy=False)

    def _wait(self, seconds: int) -> None:
        self._seconds = seconds
        self.open_button.setEnabled(seconds <= 0)
        if seconds > 0:
            self.second.start()

    def _count_down(self) -> None:
        self._seconds -= 1
        if self._seconds > 0:
            self.problem.setText(sentence(TooSoon(self._seconds)))
            return
        self.second.stop()
        self.problem.setText("")
        self.open_button.setEnabled(True)

    def _typed(self) -> None:
        if self.passphrase.text() and not self.second.isActive():
            self.problem.setText("")

    def _work(self, *, busy: bool) -> None:
        self.passphrase.setEnabled(not busy)
        self.open_button.setEnabled(not busy)
        policy = self.busy.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.busy.setSizePolicy(policy)
        self.busy.setVisible(busy)

    def _lay_out(self) -> None:
        scale = self.desk.theme.scale
        inside = QWidget()
        inside.setFixedWidth(round(440 * min(scale, 2.0)))
        column = QVBoxLayout(inside)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(12)
        mark = Icon(self.desk.theme.icons / "lock.svg", scale=1.8)
        mark.setProperty("tone", "accent")
        head.addWidget(mark)
        head.addWidget(self.name)
        head.addStretch(1)
        column.addLayout(head)
        column.addSpacing(8)
        column.addWidget(self.passphrase)
        column.addWidget(self.open_button)
        column.addWidget(self.busy)
        self.problem.setMinimumHeight(round(84 * scale))
        column.addWidget(self.problem)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(inside, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)
