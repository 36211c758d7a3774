# SPDX-License-Identifier: GPL-3.0-or-later
"""The invitation, from a file or pasted, and the code that somebody read aloud."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from outreach_app.domain.errors import CompanionError, InvitationCodeWrong, InvitationUnreadable
from outreach_app.files import read_bytes
from outreach_app.ui import spoken_code
from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.files import choose_file
from outreach_app.ui.dialogs.steps import Step
from outreach_app.ui.restyle import mark
from outreach_app.ui.sentences import sentence
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.state_word import StateWord
from outreach_app.ui.widgets.text import Text

LARGEST: Final = 64 * 1024
"""Bytes; an invitation has about 700. A file much larger is something else."""


class InvitationStep(Step):
    """Emits `chosen` with both parts filled in; whether they fit is known once the passphrase is there."""

    chosen = Signal()

    def __init__(self, desk: Desk, dialog: QWidget) -> None:
        super().__init__(
            QCoreApplication.translate("InvitationStep", "Your invitation"),
            QCoreApplication.translate("InvitationStep", "Continue"),
            QCoreApplication.translate("InvitationStep", "Cancel"),
        )
        self.desk = desk
        self._dialog = dialog
        self.file_button = Button(self.tr("Choose the file"), icon=desk.theme.icons / "usb.svg")
        self.file_button.clicked.connect(self.choose)
        self.state = StateWord(desk.theme.icons, "", "good")
        self.state.hide()
        self.box = QPlainTextEdit()
        self.box.setAccessibleName(self.tr("Text of the invitation"))
        self.box.setPlaceholderText(self.tr("or paste its text here"))
        self.box.setTabChangesFocus(True)
        self.box.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.box.setFixedHeight(round(96 * desk.theme.scale))
        self.box.textChanged.connect(self._pasted)
        self.line = QLineEdit()
        self.line.setAccessibleName(self.tr("The code that was read to you"))
        self.line.setPlaceholderText("ABCD-EFGH-J")
        self.line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhSensitiveData)
        self.line.setMaximumWidth(round(260 * desk.theme.scale))
        self.line.textEdited.connect(self._code_typed)
        self.following.clicked.connect(self.go_on)
        self.column.addWidget(Text(self.tr("The file or text came from your coordinator, on a stick or by mail.")))
        self.column.addWidget(flowing(self.file_button, self.state))
        self.column.addWidget(self.box)
        self.column.addWidget(Text(self.tr("The code that was read to you, by phone or face to face"), "quiet"))
        self.column.addWidget(self.line)
        self.column.addWidget(self.problem)
        self.column.addStretch(1)

    def arrive(self) -> None:
        """Whatever is missing."""
        if not self.text():
            self.file_button.setFocus()
        elif not spoken_code.whole(self.line.text()):
            self.line.setFocus()
        else:
            self.following.setFocus()

    def forget(self) -> None:
        """Neither part stays."""
        self.box.setPlainText("")
        self.line.setText("")
        self.state.say("", "good")

    def text(self) -> str:
        """The invitation."""
        return self.box.toPlainText().strip()

    def code(self) -> str:
        """The code, in its groups."""
        return spoken_code.tidy(self.line.text())

    def choose(self) -> None:
        """In Qt's own dialog."""
        choose_file(self.desk, self._dialog, self.tr("Choose the file"), self.read)

    def read(self, path: Path) -> None:
        """Fill the text in from a file, off this thread: it may lie on a slow stick."""
        self.desk.vault(lambda: _invitation(path), partial(self._read, path.name), self.refuse)

    def go_on(self) -> None:
        """With both parts, else say which one is missing."""
        if not self.text():
            self.problem.say(self.tr("Choose the invitation file, or paste its text."))
            self.file_button.setFocus()
        elif not spoken_code.whole(self.line.text()):
            self.problem.say(self.tr("The code has nine letters and figures, as in ABCD-EFGH-J."))
            mark(self.line, "wrong", True)
            self.line.setFocus()
        else:
            self.chosen.emit()

    def refuse(self, error: CompanionError) -> None:
        """Say in place why this invitation does not open."""
        self.problem.say(sentence(error))
        if isinstance(error, InvitationCodeWrong):
            mark(self.line, "wrong", True)
            self.line.setFocus()
            self.line.selectAll()
        else:
            self.file_button.setFocus()

    def _read(self, name: str, text: str) -> None:
        self.box.setPlainText(text)
        self.state.say(self.tr("From {name}").format(name=name), "good")
        self.state.show()
        self.line.setFocus()

    def _pasted(self) -> None:
        self.problem.say("")
        self.state.hide()

    def _code_typed(self, typed: str) -> None:
        """Groups come by themselves; in the middle of what is there nothing jumps."""
        self.problem.say("")
        mark(self.line, "wrong", False)
        if self.line.cursorPosition() == len(typed):
            self.line.setText(spoken_code.tidy(typed))


def _invitation(path: Path) -> str:
    """The text in a file; raises `InvitationUnreadable` for one that is no text, `DiskFault` for a huge one."""
    try:
        return read_bytes(path, limit=LARGEST).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvitationUnreadable from None
