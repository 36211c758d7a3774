# SPDX-License-Identifier: GPL-3.0-or-later
"""Give out: the directory in the standard's form for others, and the booklet "Where to get help" as a PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtWidgets import QProgressBar, QWidget

from outreach_app.domain.codes import IMMEDIATE_NEEDS, NEEDS
from outreach_app.domain.errors import CompanionError
from outreach_app.ui import words
from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.files import choose_place
from outreach_app.ui.pages.coalition_part import Part
from outreach_app.ui.printing.booklet import Booklet, booklet
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.choice import Choice
from outreach_app.ui.widgets.columns import Columns
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.labelled import Labelled
from outreach_app.ui.widgets.text import SectionLabel, Text
from outreach_app.ui.writing import refuse_existing, write_new

translate = QCoreApplication.translate
EXPORTS: Final = {
    "json": (QT_TRANSLATE_NOOP("directory", "One file (HSDS 3.1, JSON)"), "directory.json"),
    "zip": (QT_TRANSLATE_NOOP("directory", "Tables in one package (HSDS 3.1, zip)"), "directory.zip"),
    "tables": (QT_TRANSLATE_NOOP("directory", "Tables in a folder (HSDS 3.1, CSV)"), "directory-tables"),
}
PAPERS: Final[words.Table] = {
    "letter": QT_TRANSLATE_NOOP("directory", "Letter"),
    "a4": QT_TRANSLATE_NOOP("directory", "A4"),
    "a5": QT_TRANSLATE_NOOP("directory", "A5, small"),
}
BOOKLET_NAME: Final = "where-to-get-help.pdf"
ALL, NOW = "all", "now"


class GivePart(Part):
    """Both are made off the window's thread, and never over a file that is there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("Give out"))
        self.form = Choice(self.tr("As what"))
        for code, (said, _name) in EXPORTS.items():
            self.form.addItem(translate("directory", str(said)), code)
        self.paper = Choice(self.tr("Paper"))
        for code in PAPERS:
            self.paper.addItem(translate("directory", str(PAPERS[code])), code)
        self.export_button = Button(self.tr("Save the directory"))
        self.export_button.clicked.connect(self.choose_export)
        self.booklet_button = Button(self.tr("Save the booklet"), "primary", icon=desk.theme.icons / "print.svg")
        self.booklet_button.clicked.connect(self.choose_booklet)
        self.about = Choice(self.tr("About"))
        self.about.addItem(self.tr("all needs"), ALL)
        self.about.addItem(self.tr("what is needed at once"), NOW)
        for code in NEEDS:
            self.about.addItem(words.need(code), code)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setAccessibleName(self.tr("Being made"))
        self.busy.hide()
        columns = Columns(820, desk.theme.scale)
        columns.add(self._booklet(), 3)
        columns.add(self._export(), 2)
        self.column.addWidget(columns)
        self.column.addWidget(self.busy)
        self.column.addStretch(1)

    def choose_export(self) -> None:
        """Where the directory goes."""
        name = EXPORTS[str(self.form.currentData())][1]
        choose_place(self.desk, self, self.tr("Save the directory"), name, self.export_to)

    def export_to(self, path: Path) -> None:
        """Write it in the form that is chosen."""
        form, entries = str(self.form.currentData()), self.desk.workplace.entries

        def export() -> tuple[str, int]:
            refuse_existing(path)
            return path.name, entries.export(path, form)

        self._work(started=True)
        self.desk.office(export, self._exported, self._failed)

    def choose_booklet(self) -> None:
        """Where the booklet goes."""
        choose_place(self.desk, self, self.tr("Save the booklet"), BOOKLET_NAME, self.booklet_to)

    def booklet_to(self, path: Path) -> None:
        """Set it and write it. On the network's lane, so that neither counting nor searching waits for the paper."""
        workplace, size, family = self.desk.workplace, str(self.paper.currentData()), self.desk.theme.family
        coalition = self.desk.seat.coalition if self.desk.seat else ""
        today, wanted = self.desk.now().astimezone().date(), self.chosen_needs()

        def make() -> tuple[str, Booklet]:
            refuse_existing(path)
            groups = workplace.lanes.desk.call(workplace.entries.booklet)
            chosen = tuple((need, entries) for need, entries in groups if need in wanted)
            made = booklet(chosen, coalition, today, size=size, family=family)
            return write_new(path, made.data), made

        self._work(started=True)
        self.desk.network(make, self._printed, self._failed)

    def chosen_needs(self) -> frozenset[str]:
        """The needs that the booklet is about."""
        chosen = str(self.about.currentData())
        return {ALL: frozenset(NEEDS), NOW: frozenset(IMMEDIATE_NEEDS)}.get(chosen, frozenset({chosen}))

    def _exported(self, written: tuple[str, int]) -> None:
        self._work(started=False)
        name, count = written
        one, many = self.tr("1 entry saved as {name}."), self.tr("{count} entries saved as {name}.")
        self.desk.say((one if count == 1 else many).format(count=count, name=name), "good")

    def _printed(self, written: tuple[str, Booklet]) -> None:
        self._work(started=False)
        name, made = written
        told = self.tr("Saved as {name}: {places} places on {pages} pages.")
        self.desk.say(told.format(name=name, places=made.places, pages=made.pages), "good")

    def _failed(self, error: CompanionError) -> None:
        self._work(started=False)
        self.desk.fail(error)

    def _work(self, *, started: bool) -> None:
        self.busy.setVisible(started)
        for button in (self.export_button, self.booklet_button):
            button.setEnabled(not started)

    # --- layout -----------------------------------------------------------------------------------------------

    def _booklet(self) -> QWidget:
        card = _card(self.tr("Booklet: where to get help"))
        card.column.addWidget(
            Text(self.tr("Places by need, with numbers, hours and when each was checked. Secret addresses and entries "
                         "for professionals are never in it."), tone="quiet")
        )  # fmt: skip
        columns = Columns(420, self.desk.theme.scale)
        columns.add(Labelled(self.tr("About"), self.about))
        columns.add(Labelled(self.tr("Paper"), self.paper))
        card.column.addWidget(columns)
        card.column.addWidget(flowing(self.booklet_button))
        card.column.addStretch(1)
        return card

    def _export(self) -> QWidget:
        card = _card(self.tr("For other programs"))
        card.column.addWidget(
            Text(self.tr("All entries in the open standard, also what we do not use ourselves. Secret addresses are "
                         "not in it."), tone="quiet")
        )  # fmt: skip
        card.column.addWidget(Labelled(self.tr("As what"), self.form))
        card.column.addWidget(flowing(self.export_button))
        card.column.addStretch(1)
        return card


def _card(head: str) -> Card:
    card = Card()
    card.column.setContentsMargins(20, 16, 20, 20)
    card.column.setSpacing(12)
    card.column.addWidget(SectionLabel(head))
    return card
