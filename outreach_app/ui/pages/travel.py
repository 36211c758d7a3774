# SPDX-License-Identifier: GPL-3.0-or-later
"""How counts travel on this laptop: the folder in use, and choosing another one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QProgressBar, QVBoxLayout, QWidget

from outreach_app.domain.errors import CompanionError
from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.files import choose_folder
from outreach_app.ui.restyle import mark
from outreach_app.ui.sentences import sentence
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.given_text import GivenText
from outreach_app.ui.widgets.problem import Problem
from outreach_app.ui.widgets.state_word import StateWord
from outreach_app.ui.widgets.text import SectionLabel, Text


class PathLine(QLineEdit):
    """Enter is for the path alone: in a dialog it would press the button at the foot as well."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See QLineEdit."""
        super().keyPressEvent(event)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()


class TravelCard(Card):
    """Call `read` when it comes on top. `changed` after another folder was tried and taken."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        icons = desk.theme.icons
        self.state = StateWord(icons, "", "quiet")
        self.address = GivenText()
        self.change_button = Button(self.tr("Choose another"))
        self.change_button.clicked.connect(self.edit)
        self.line = PathLine()
        self.line.setAccessibleName(self.tr("Path of the folder"))
        self.line.setPlaceholderText(self.tr("Path of the folder"))
        self.line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.line.textChanged.connect(self._typed)
        self.line.returnPressed.connect(self.use)
        self.browse_button = Button(self.tr("Look for it"))
        self.browse_button.clicked.connect(self.browse)
        self.use_button = Button(self.tr("Use this folder"))
        self.use_button.clicked.connect(self.use)
        self.cancel_button = Button(self.tr("Cancel"), "quiet")
        self.cancel_button.clicked.connect(self.leave_as_is)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setAccessibleName(self.tr("Trying the folder"))
        self.busy.hide()
        self.problem = Problem()
        self._lay_out()
        self._edit(editing=False)

    def read(self) -> None:
        """What is in use now."""
        self.desk.vault(self.desk.workplace.coalition.mailbox, self.show_address)

    def show_address(self, address: str) -> None:
        """The folder in use; without one there is only the question for it."""
        self.address.setText(address)
        self.address.setVisible(bool(address))
        if address:
            self.state.say(self.tr("A folder"), "good")
        else:
            self.state.say(self.tr("No folder chosen yet"), "care")
        self.change_button.say(self.tr("Choose another") if address else self.tr("Choose a folder"))

    def edit(self) -> None:
        """Type a path, or look for it."""
        self.line.setText(self.address.text())
        self._edit(editing=True)
        self.line.setFocus()
        self.line.selectAll()

    def leave_as_is(self) -> None:
        """Nothing was changed."""
        self._edit(editing=False)
        self.change_button.setFocus()

    def browse(self) -> None:
        """In Qt's own dialog."""
        choose_folder(self.desk, self.window(), self.tr("Choose a folder"), self._found)

    def use(self) -> None:
        """Try the folder (writing, reading, taking away again), then keep it; off this thread."""
        address = self.line.text().strip()
        if not address:
            self.problem.say(self.tr("Type the path of the folder, or look for it."))
            self.line.setFocus()
            return
        self._work(busy=True)
        coalition = self.desk.workplace.coalition
        self.desk.network(lambda: coalition.set_mailbox(address), lambda _none: self._taken(), self._refused)

    def _found(self, path: Path) -> None:
        self.line.setText(str(path))
        self.use_button.setFocus()

    def _taken(self) -> None:
        self._work(busy=False)
        self._edit(editing=False)
        self.change_button.setFocus()
        self.read()
        self.changed.emit()

    def _refused(self, error: CompanionError) -> None:
        self._work(busy=False)
        self.problem.say(sentence(error))
        mark(self.line, "wrong", True)
        self.line.setFocus()

    def _typed(self) -> None:
        self.problem.say("")
        mark(self.line, "wrong", False)

    def _work(self, *, busy: bool) -> None:
        self.busy.setVisible(busy)
        for control in (self.line, self.browse_button, self.use_button, self.cancel_button):
            control.setEnabled(not busy)

    def _edit(self, *, editing: bool) -> None:
        self.shown.setVisible(not editing)
        self.editing.setVisible(editing)
        self.problem.say("")

    def _lay_out(self) -> None:
        self.column.addWidget(SectionLabel(self.tr("How counts travel")))
        self.shown = QWidget()
        shown = QVBoxLayout(self.shown)
        shown.setContentsMargins(0, 0, 0, 0)
        shown.setSpacing(8)
        shown.addWidget(self.state)
        shown.addWidget(self.address)
        shown.addWidget(flowing(self.change_button))
        self.editing = QWidget()
        editing = QVBoxLayout(self.editing)
        editing.setContentsMargins(0, 0, 0, 0)
        editing.setSpacing(8)
        editing.addWidget(
            Text(self.tr("The folder that your coalition shares, or a USB stick. Everything in it is sealed."))
        )
        editing.addWidget(self.line)
        editing.addWidget(self.busy)
        editing.addWidget(self.problem)
        editing.addWidget(flowing(self.use_button, self.browse_button, self.cancel_button))
        self.column.addWidget(self.shown)
        self.column.addWidget(self.editing)
