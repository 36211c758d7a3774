# SPDX-License-Identifier: GPL-3.0-or-later
"""The coalition sheet: its 24 words, what they are for, and the ways to keep them."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from outreach_app.domain.errors import CompanionError
from outreach_app.domain.sheet import CoalitionSheet
from outreach_app.files import create_private
from outreach_app.messages import sheet_text
from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.files import choose_place
from outreach_app.ui.dialogs.steps import Step
from outreach_app.ui.printing.plain import print_text
from outreach_app.ui.sentences import sentence, translate
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.state_word import StateWord
from outreach_app.ui.widgets.text import Text
from outreach_app.ui.widgets.word_grid import WordGrid


class SheetStep(Step):
    """Emits `kept` once the sheet was printed or saved. Its words are in no other place."""

    kept = Signal()

    def __init__(self, desk: Desk, dialog: QWidget, sheet: CoalitionSheet) -> None:
        super().__init__(
            QCoreApplication.translate("SheetStep", "The coalition sheet"),
            QCoreApplication.translate("SheetStep", "Continue"),
        )
        self.desk = desk
        self._dialog = dialog
        self._text = sheet_text(sheet, translate)
        self.words = WordGrid(4, desk.theme.scale)
        self.words.show_words(sheet.words)
        self.print_button = Button(self.tr("Print"), icon=desk.theme.icons / "print.svg")
        self.print_button.clicked.connect(self.choose_printer)
        self.save_button = Button(self.tr("Save as file"), icon=desk.theme.icons / "usb.svg")
        self.save_button.clicked.connect(self.choose_file)
        self.state = StateWord(desk.theme.icons, self.tr("Not printed or saved yet"), "care")
        self.column.addWidget(
            Text(
                self.tr(
                    "If this laptop is lost, these 24 words bring the coalition back. Whoever holds them can read its "
                    "counts: lock the paper away where two people can reach it."
                )
            )
        )
        card = Card()
        card.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # the words are English, and so is their order
        card.column.setContentsMargins(20, 16, 20, 16)
        card.column.addWidget(self.words)
        self.column.addWidget(card)
        self.column.addWidget(flowing(self.print_button, self.save_button, self.state))
        self.column.addWidget(self.problem)
        self.column.addStretch(1)

    def arrive(self) -> None:
        """Paper first."""
        self.print_button.setFocus()

    def forget(self) -> None:
        """No word stays."""
        self._text = ""
        self.words.forget()

    def choose_printer(self) -> None:
        """Which printer."""
        dialog = QPrintDialog()  # brings a printer of its own, which lives as long as it does
        dialog.setWindowTitle("Companion")
        dialog.setAccessibleName(self.tr("Print"))
        dialog.accepted.connect(self._print)
        self.desk.open_dialog(dialog, self._dialog)

    def choose_file(self) -> None:
        """Where the file goes: best a stick that is locked away."""
        choose_place(self.desk, self._dialog, self.tr("Save as file"), "sheet.txt", self.save)

    def save(self, path: Path) -> None:
        """A new private file; one that is there already is never replaced."""
        data = self._text.encode()
        self.desk.vault(partial(create_private, path, data), lambda _none: self._saved(path), self._not_saved)

    def _print(self, printer: QPrinter) -> None:
        print_text(self._text, printer)
        self._keep(self.tr("Printed"))

    def _saved(self, path: Path) -> None:
        self._keep(self.tr("Saved as {name}").format(name=path.name))

    def _keep(self, words: str) -> None:
        self.problem.say("")
        self.state.say(words, "good")
        self.following.setFocus()
        self.kept.emit()

    def _not_saved(self, error: CompanionError) -> None:
        self.problem.say(sentence(error))
        self.save_button.setFocus()
