# SPDX-License-Identifier: GPL-3.0-or-later
"""The end of a founding: two words of the sheet typed back from the paper."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QLineEdit

from outreach_app.ui.dialogs.steps import Step
from outreach_app.ui.restyle import mark
from outreach_app.ui.widgets.text import Text

LONGEST = 16


class ProofStep(Step):
    """Emits `typed` with {place: word}."""

    typed = Signal(object)

    def __init__(self, places: tuple[int, int]) -> None:
        super().__init__(
            QCoreApplication.translate("ProofStep", "Two words from the sheet"),
            QCoreApplication.translate("ProofStep", "Finish"),
            QCoreApplication.translate("ProofStep", "Back to the sheet"),
        )
        self.column.addWidget(
            Text(self.tr("Take the paper or the file, and type these two words from it. Then your coalition is open."))
        )
        self.lines: dict[int, QLineEdit] = {}
        for place in places:
            name = self.tr("Word number {number}").format(number=place)
            line = QLineEdit()
            line.setAccessibleName(name)
            line.setMaxLength(LONGEST)
            line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
            line.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhSensitiveData)
            line.textChanged.connect(self._changed)
            self.lines[place] = line
            self.column.addWidget(Text(name, "quiet"))
            self.column.addWidget(line)
        self.column.addWidget(self.problem)
        self.column.addStretch(1)
        self.following.clicked.connect(self.go_on)

    def arrive(self) -> None:
        """The first word that is missing."""
        next((line for line in self.lines.values() if not line.text()), self.following).setFocus()

    def forget(self) -> None:
        """Nothing typed stays."""
        for line in self.lines.values():
            line.setText("")

    def go_on(self) -> None:
        """Both words, else the one that is missing."""
        empty = [line for line in self.lines.values() if not line.text().strip()]
        if empty:
            self.problem.say(self.tr("Type both words."))
            empty[0].setFocus()
            return
        self.typed.emit({place: line.text() for place, line in self.lines.items()})

    def say_wrong(self) -> None:
        """Mark both: which one it was is not told."""
        for line in self.lines.values():
            mark(line, "wrong", True)
        next(iter(self.lines.values())).setFocus()

    def _changed(self) -> None:
        self.problem.say("")
        for line in self.lines.values():
            mark(line, "wrong", False)
