# SPDX-License-Identifier: GPL-3.0-or-later
"""The directory desk: what is open, where it came from, and bringing another one in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from outreach_app.domain.directory_import import ImportReport
from outreach_app.domain.errors import CompanionError, NoDirectory
from outreach_app.paths import resource
from outreach_app.services.directory import DirectoryHead
from outreach_app.ui.coalition_words import FORMS, said, source_name
from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.files import choose_file, choose_folder
from outreach_app.ui.models.difference import Compared
from outreach_app.ui.models.rows import Column, Rows
from outreach_app.ui.pages.coalition_difference import DifferenceView
from outreach_app.ui.pages.coalition_part import Part
from outreach_app.ui.reading import Reading
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.choice import Choice
from outreach_app.ui.widgets.columns import Columns
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.state_word import StateWord
from outreach_app.ui.widgets.table import Table
from outreach_app.ui.widgets.table_card import TableCard
from outreach_app.ui.widgets.text import SectionLabel, Text
from outreach_app.ui.words import long_date
from outreach_app.ui.workplace import Workplace

translate = QCoreApplication.translate
Source = tuple[str, str, date]


@dataclass(frozen=True)
class DeskFacts:
    """What the part shows, read in one go. `head` is None where no release is open."""

    head: DirectoryHead | None
    sources: tuple[Source, ...]
    working: int


class DirectoryPart(Part):
    """Idle, reading, or showing a difference; a lock ends the reading."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("Directory"))
        self.reading: Reading | None = None
        self.difference: DifferenceView | None = None
        self.sources: tuple[Source, ...] = ()
        icons = desk.theme.icons
        self.state = StateWord(icons)
        self.detail = Text("", tone="quiet")
        self.source = Choice(self.tr("Known as"))
        self.file_button = Button(self.tr("Import a file"), "primary")
        self.file_button.clicked.connect(self.choose_file)
        self.folder_button = Button(self.tr("Import a folder"))
        self.folder_button.clicked.connect(self.choose_folder)
        self.training_button = Button(self.tr("Bring in the training town"))
        self.training_button.clicked.connect(self.bring_training)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("How far the reading is"))
        self.bar.setTextVisible(False)
        self.far = Text("", tone="quiet")
        self.stop_button = Button(self.tr("Stop"))
        self.stop_button.clicked.connect(self.stop)
        self.table = Table(desk.theme, self.tr("Sources"), _sources())
        self.idle, self.busy = QWidget(), Card()
        self._lay_out()
        self._show_step()

    def arrive(self) -> None:
        """Read the desk again, unless something is under way."""
        workplace = self.desk.workplace
        if self.reading is None and self.difference is None:
            self.desk.directory(lambda: _facts(workplace), self.show_facts)

    def show_facts(self, facts: DeskFacts) -> None:
        """The release, the sources, and the training town where there is nothing yet."""
        self.sources = facts.sources
        head = facts.head
        if head is not None and head.entries:
            one = self.tr("1 entry can be searched")
            many = self.tr("{count} entries can be searched").format(count=head.entries)
            self.state.say(one if head.entries == 1 else many, "good")
        else:
            self.state.say(self.tr("No entries yet"), "care")
        told = self.tr("Release {number} of {date}. What you take over goes to the other laptops with your next sync.")
        none = self.tr("Bring a directory in; it goes to the other laptops with your next sync.")
        self.detail.setText(told.format(number=head.number, date=long_date(head.published_on)) if head else none)
        self.training_button.setVisible(not facts.sources and not facts.working)
        chosen = self.source.currentData()
        self.source.clear()
        self.source.addItem(self.tr("A new source, named after its file"), "")
        for name, _form, _day in facts.sources:
            self.source.addItem(self.tr("Again: {name}").format(name=source_name(name)), name)
        self.source.setCurrentIndex(max(0, self.source.findData(chosen)))
        self.table.rows.show(facts.sources)
        self.table_card.setVisible(bool(facts.sources))

    # --- bringing in ------------------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """A JSON file, or a package."""
        choose_file(self.desk, self, self.tr("A directory in HSDS form"), self.read)

    def choose_folder(self) -> None:
        """A folder of tables."""
        choose_folder(self.desk, self, self.tr("A folder with a directory in HSDS form"), self.read)

    def read(self, path: Path) -> None:
        """Read it on its lane; nothing is written."""
        reading = Reading(self.desk.workplace.desk, path, str(self.source.currentData() or ""))
        reading.moved.connect(self._moved)
        self.destroyed.connect(reading.stop)
        self.reading = reading
        self.bar.setRange(0, 0)
        self.far.setText(self.tr("Reading {name}").format(name=path.name))
        self._show_step()
        self.stop_button.setFocus()
        self.desk.directory(reading.run, self._read, self._failed)

    def stop(self) -> None:
        """Stop reading; what is there stays as it is."""
        if self.reading is not None:
            self.reading.stop()
            self.far.setText(self.tr("Stopping…"))

    def bring_training(self) -> None:
        """The invented town that ships for practice."""
        desk = self.desk.workplace.desk
        self._work(self.tr("Bringing in the training town…"))
        path = resource("directory", "training.json")
        self.desk.directory(lambda: desk.import_training(path), self._taken_over, self._failed)

    def accept(self) -> None:
        """Take the difference over, then build this laptop's own directory anew."""
        if self.difference is None:
            return
        desk, difference = self.desk.workplace.desk, self.difference.compared.difference
        self._leave_difference()
        self._work(self.tr("Taking it over…"))
        self.desk.directory(lambda: desk.accept(difference), self._taken_over, self._failed)

    def leave_as_it_is(self) -> None:
        """Nothing is taken over."""
        self._leave_difference()
        self._idle()

    def _read(self, compared: Compared | None) -> None:
        self.reading = None
        if compared is None:
            self.desk.say(self.tr("Stopped. Nothing was changed."), "info")
            self._idle()
            return
        view = DifferenceView(self.desk, compared)
        view.accept_wanted.connect(self.accept)
        view.leave_wanted.connect(self.leave_as_it_is)
        self.difference = view
        self.column.insertWidget(0, view, 1000)
        self._show_step()
        view.segments.focus_chosen()

    def _taken_over(self, report: ImportReport) -> None:
        releases = self.desk.workplace.releases

        def refresh() -> ImportReport:
            releases.refresh_own()
            return report

        self.desk.network(refresh, self._refreshed, self._failed)

    def _refreshed(self, report: ImportReport) -> None:
        said_ = self.tr("Taken over: {added} new, {changed} changed, {gone} set aside.")
        self.desk.say(said_.format(added=report.added, changed=report.changed, gone=report.removed), "good")
        self._idle()

    def _failed(self, error: CompanionError) -> None:
        self.desk.fail(error)
        self._idle()

    def _moved(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _work(self, words: str) -> None:
        """Something that cannot be stopped half-way: it is done whole or not at all."""
        self.bar.setRange(0, 0)
        self.far.setText(words)
        self._show_step(working=True)

    def _idle(self) -> None:
        self.reading = None
        self._show_step()
        self.file_button.setFocus()
        self.arrive()

    def _leave_difference(self) -> None:
        view, self.difference = self.difference, None
        if view is not None:
            self.column.removeWidget(view)
            view.hide()
            view.deleteLater()

    def _show_step(self, *, working: bool = False) -> None:
        busy = working or self.reading is not None
        self.busy.setVisible(busy)
        self.stop_button.setVisible(self.reading is not None)
        self.idle.setVisible(not busy and self.difference is None)

    # --- layout -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.busy.column.setSpacing(12)
        self.busy.column.addWidget(self.far)
        self.busy.column.addWidget(self.bar)
        row = QHBoxLayout()
        row.addWidget(self.stop_button)
        row.addStretch(1)
        self.busy.column.addLayout(row)
        column = QVBoxLayout(self.idle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        columns = Columns(820, self.desk.theme.scale)
        columns.add(self._open(), 2)
        columns.add(self._bring(), 3)
        column.addWidget(columns)
        self.table_card = TableCard(self.table, least_lines=2)
        self.table_card.hide()
        column.addWidget(self.table_card, 1000)
        column.addStretch(1)
        self.column.addWidget(self.busy)
        self.column.addWidget(self.idle, 1000)
        self.column.addStretch(1)

    def _open(self) -> QWidget:
        card = Card()
        card.column.setContentsMargins(20, 16, 20, 20)
        card.column.setSpacing(12)
        card.column.addWidget(SectionLabel(self.tr("The directory now")))
        card.column.addWidget(self.state)
        card.column.addWidget(self.detail)
        card.column.addStretch(1)
        return card

    def _bring(self) -> QWidget:
        card = Card()
        card.column.setContentsMargins(20, 16, 20, 20)
        card.column.setSpacing(12)
        card.column.addWidget(SectionLabel(self.tr("Bring a directory in")))
        card.column.addWidget(
            Text(self.tr("You see what would change, and decide. Form: HSDS, as a JSON file, a package or a folder."),
                 tone="quiet")
        )  # fmt: skip
        card.column.addWidget(self.source)
        card.column.addWidget(flowing(self.file_button, self.folder_button, self.training_button))
        card.column.addStretch(1)
        return card


def _facts(workplace: Workplace) -> DeskFacts:
    """On the directory's lane."""
    try:
        head = workplace.directory.head()
    except NoDirectory:
        head = None
    desk = workplace.desk
    sources = tuple((line.name, line.form, line.imported_on) for line in desk.sources())
    return DeskFacts(head, sources, len(desk.working_entries()))


def _sources() -> Rows[Source]:
    return Rows((
        Column(translate("coalition", "Source"), lambda source: source_name(source[0]), wide=240),
        Column(translate("coalition", "Form"), lambda source: said(FORMS, source[1])),
        Column(translate("coalition", "Last import"), lambda source: long_date(source[2])),
    ))  # fmt: skip
