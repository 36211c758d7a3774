# SPDX-License-Identifier: GPL-3.0-or-later
"""A question before something is done: what would happen in plain words, and a button for each answer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.dialog import Dialog
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.text import Text


class Question(Dialog):
    """Esc is the last answer that does nothing. Each answer closes the dialog first."""

    def __init__(self, desk: Desk, title: str, *sentences: str) -> None:
        super().__init__(desk, title, width=560, height=300)
        self.answers: list[Button] = []
        for sentence in sentences:
            self.column.addWidget(Text(sentence))
        self.column.addStretch(1)

    def answer(self, words: str, act: Callable[[], None] | None = None, kind: str = "") -> Button:
        """Another answer; without an act it only closes."""
        button = Button(words, kind)
        button.setAutoDefault(True)
        button.clicked.connect(lambda: self._answered(act))
        self.answers.append(button)
        self.add_button(button)
        return button

    def open_over(self, page: QWidget) -> None:
        """Ask; the first answer has the keys."""
        self.desk.open_dialog(self, page)
        if self.answers:
            self.answers[0].setFocus()

    def _answered(self, act: Callable[[], None] | None) -> None:
        self.accept()
        if act is not None:
            act()
