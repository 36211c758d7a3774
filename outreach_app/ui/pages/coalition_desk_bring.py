# SPDX-License-Identifier: GPL-3.0-or-later
"""Bring a directory in: what is open, what waits, what it came from; then reading it, then what would change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from outreach_app.domain.desk import OWN_SOURCE, Preview, SourceLine
from outreach_app.domain.directory_import import ImportOrder, ImportReport, Progress
from outreach_app.domain.errors import CompanionError, NoDirectory
from outreach_app.paths import resource
from outreach_app.services.desk import TRAINING
from outreach_app.services.directory import DirectoryHead
from outreach_app.ui.coalition_words import FORMS, said, source_name
from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.files import choose_file, choose_folder
from outreach_app.ui.models.rows import Column, Rows
from outreach_app.ui.pages.coalition_desk_order import API, OrderForm
from outreach_app.ui.pages.coalition_difference import DifferenceView
from outreach_app.ui.pages.coalition_part import Part
from outreach_app.ui.reading import Reading
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.columns import Columns
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.given_text import GivenText
from outreach_app.ui.widgets.state_word import StateWord
from outreach_app.ui.widgets.table import Table
from outreach_app.ui.widgets.table_card import TableCard
from outreach_app.ui.widgets.text import SectionLabel, Text
from outreach_app.ui.words import long_date
from outreach_app.ui.workplace import Workplace

translate = QCoreApplication.translate
IDLE, ORDER, BUSY, DIFFERENCE = "idle", "order", "busy", "difference"
_MILLION: Final = 1_000_000


@dataclass(frozen=True)
class DeskFacts:
    """What the part shows, read in one go. `head` is None where no release is open."""

    head: DirectoryHead | None
    sources: tuple[SourceLine, ...]
    staged: Preview | None


class BringPart(Part):
    """Idle, filling in, reading, or showing a difference. A lock ends the reading; what was read waits."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("Bring in"))
        self.step = IDLE
        self.reading: Reading | None = None
        self.difference: DifferenceView | None = None
        self.sources: tuple[SourceLine, ...] = ()
        self.state = StateWord(desk.theme.icons)
        self.detail, self.what_words = Text("", tone="quiet"), Text("", tone="quiet")
        self._buttons()
        self.waiting_words = GivenText("")
        self.waiting = Card()
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("How far the reading is"))
        self.bar.setTextVisible(False)
        self.far = GivenText("", tone="quiet")
        self.table = Table(desk.theme, self.tr("Sources"), _sources())
        self.form = OrderForm(desk)
        self.form.wanted.connect(self.read)
        self.form.back_wanted.connect(self.go_idle)
        self.idle, self.busy, self.form_buttons = QWidget(), Card(), QWidget()
        self._reading_words = ""
        self._lay_out()
        self._show_step(IDLE)

    def arrive(self) -> None:
        """Read the desk again, unless something is under way."""
        if self.step == IDLE:
            workplace = self.desk.workplace
            self.desk.office(lambda: _facts(workplace), self.show_facts)

    def show_facts(self, facts: DeskFacts) -> None:
        """The release, what waits, the sources, and the training town where there is nothing yet."""
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
        self.training_button.setVisible(not facts.sources)
        self._show_waiting(facts.staged)
        self.table.rows.show(facts.sources)
        for part in (self.table_card, self.sources_head, self.again_button):
            part.setVisible(bool(facts.sources))
        self.table.choose(0)

    # --- what is to be read -----------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """One file."""
        choose_file(self.desk, self, self.tr("A directory as a file"), self.open_path)

    def choose_folder(self) -> None:
        """A folder of tables."""
        choose_folder(self.desk, self, self.tr("A directory as a folder of tables"), self.open_path)

    def open_path(self, path: Path, source: str = "") -> None:
        """Ask what it is known as; its form is recognised."""
        self.form.open_file(path, self.sources, source)
        self._show_step(ORDER)

    def open_address(self, source: str = "") -> None:
        """Ask for the address."""
        self._show_step(ORDER)
        self.form.open_address(self.sources, source)

    def again(self) -> None:
        """Another import of the source that is chosen."""
        line = self.table.record()
        if not isinstance(line, SourceLine):
            return
        if line.form == API:
            self.open_address(line.name)
        else:
            choose_file(self.desk, self, self.tr("A directory as a file"), lambda path: self.open_path(path, line.name))

    def bring_training(self) -> None:
        """The invented town that ships for practice."""
        desk = self.desk.workplace.desk
        self._work(self.tr("Bringing in the training town…"))
        path = resource("directory", "training.json")
        self.desk.office(lambda: desk.import_training(path), self._taken_over, self._failed)

    # --- reading ----------------------------------------------------------------------------------------------

    def read(self, order: ImportOrder) -> None:
        """Read it on its lane into a staged import; the directory stays as it is."""
        desk = self.desk.workplace.desk
        self._read(source_name(order.source), lambda progress, stop: desk.begin(order, progress, stop))

    def go_on(self) -> None:
        """Go on with an import that was stopped."""
        desk = self.desk.workplace.desk
        self._leave_difference()
        self._read("", desk.resume)

    def stop(self) -> None:
        """Stop reading; what is there stays as it is, and what was read waits."""
        if self.reading is not None:
            self.reading.stop()
            self.far.setText(self.tr("Stopping…"))

    def look(self) -> None:
        """Look at the import that waits."""
        desk = self.desk.workplace.desk
        self.desk.office(desk.staged, self._looked)

    def throw_away(self) -> None:
        """Forget the import that waits; the directory stays as it is."""
        desk = self.desk.workplace.desk
        self._leave_difference()
        self.desk.office(desk.discard, lambda _none: self._thrown())

    def accept(self) -> None:
        """Take over what is ticked, then build this laptop's own directory anew."""
        view = self.difference
        if view is None:
            return
        desk, aside, leave = self.desk.workplace.desk, view.sets_aside, view.leave
        self._work(self.tr("Taking it over…"))
        self.desk.office(lambda: desk.accept(leave=leave(), remove_gone=aside), self._taken_over, self._not_taken)

    def go_idle(self) -> None:
        """Back to the beginning, read again."""
        self.reading = None
        self._leave_difference()
        self._show_step(IDLE)
        self.file_button.setFocus()
        self.arrive()

    def _read(self, name: str, read: Callable[[Progress, Callable[[], bool]], Preview]) -> None:
        reading = Reading(read)
        reading.moved.connect(self._moved)
        self.destroyed.connect(reading.stop)
        self.reading = reading
        self._reading_words = self.tr("Reading {name}").format(name=name) if name else self.tr("Reading on")
        self._work(self._reading_words)
        self.stop_button.show()
        self.stop_button.setFocus()
        self.desk.office(reading.run, self._have_read, self._failed)

    def _have_read(self, preview: Preview) -> None:
        stopped = self.reading is not None and self.reading.stopped
        self.reading = None
        if stopped and not preview.complete:
            self.desk.say(self.tr("Stopped. Your directory is as it was; what was read waits."), "info")
            self.go_idle()
        else:
            self._show_difference(preview)

    def _looked(self, preview: Preview | None) -> None:
        if preview is None:
            self.go_idle()
        else:
            self._show_difference(preview)

    def _show_difference(self, preview: Preview) -> None:
        self._leave_difference()
        view = DifferenceView(self.desk, preview)
        view.accept_wanted.connect(self.accept)
        view.leave_wanted.connect(self.throw_away)
        view.later_wanted.connect(self.go_idle)
        view.on_wanted.connect(self.go_on)
        self.difference = view
        self.column.insertWidget(0, view, 1000)
        self._show_step(DIFFERENCE)
        view.segments.focus_chosen()

    def _taken_over(self, report: ImportReport) -> None:
        releases = self.desk.workplace.releases

        def refresh() -> ImportReport:
            releases.refresh_own()
            return report

        self.desk.network(refresh, self._refreshed, self._failed)

    def _refreshed(self, report: ImportReport) -> None:
        told = self.tr("Taken over: {added} new, {changed} changed, {gone} set aside.")
        self.desk.say(told.format(added=report.added, changed=report.changed, gone=report.removed), "good")
        self.go_idle()

    def _thrown(self) -> None:
        self.desk.say(self.tr("Thrown away. Your directory is as it was."), "info")
        self.go_idle()

    def _failed(self, error: CompanionError) -> None:
        self.desk.fail(error)
        self.go_idle()

    def _not_taken(self, error: CompanionError) -> None:
        """The difference stays on screen: nothing of it was taken over."""
        self.desk.fail(error)
        self._show_step(DIFFERENCE)

    def _moved(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        if self.reading is None or self.reading.stopped:
            return
        if total > _MILLION:
            far = self.tr("{done} of {total} MB").format(done=done // _MILLION, total=total // _MILLION)
        elif total:
            far = self.tr("{done} of {total}").format(done=done, total=total)
        else:
            far = self.tr("{done} so far").format(done=done)
        self.far.setText(f"{self._reading_words} · {far}")

    def _work(self, words: str) -> None:
        self.bar.setRange(0, 0)
        self.far.setText(words)
        self._show_step(BUSY)

    def _leave_difference(self) -> None:
        view, self.difference = self.difference, None
        if view is not None:
            self.column.removeWidget(view)
            view.hide()
            view.deleteLater()

    def _show_step(self, step: str) -> None:
        self.step = step
        self.busy.setVisible(step == BUSY)
        self.stop_button.setVisible(step == BUSY and self.reading is not None)
        self.idle.setVisible(step == IDLE)
        self.form.setVisible(step == ORDER)
        if self.difference is not None:
            self.difference.setVisible(step == DIFFERENCE)

    def _show_waiting(self, staged: Preview | None) -> None:
        self.waiting.setVisible(staged is not None)
        self.form_buttons.setVisible(staged is None)
        self.again_button.setEnabled(staged is None)
        self.what_words.setText(
            self.tr("You see what would change before anything is taken over. Read: HSDS 3 and 1.1 as file, package or "
                    "folder, iCarol tables, and any table with columns of its own.")
            if staged is None else self.tr("Decide about the import that waits first.")
        )  # fmt: skip
        if staged is None:
            return
        told = self.tr("An import of {name} waits for you.")
        stopped = self.tr("An import of {name} was stopped before its end.")
        self.waiting_words.setText((told if staged.complete else stopped).format(name=source_name(staged.source)))
        self.on_button.setVisible(not staged.complete)

    # --- layout -----------------------------------------------------------------------------------------------

    def _buttons(self) -> None:
        self.file_button = self._button(self.tr("A file"), self.choose_file, "primary")
        self.folder_button = self._button(self.tr("A folder"), self.choose_folder)
        self.address_button = self._button(self.tr("An address of an API"), self.open_address)
        self.training_button = self._button(self.tr("The training town"), self.bring_training)
        self.stop_button = self._button(self.tr("Stop"), self.stop)
        self.look_button = self._button(self.tr("Look at it"), self.look, "primary")
        self.on_button = self._button(self.tr("Go on reading"), self.go_on)
        self.throw_button = self._button(self.tr("Throw it away"), self.throw_away)
        self.again_button = self._button(self.tr("Import this one again"), self.again)

    def _button(self, words: str, act: Callable[[], None], kind: str = "") -> Button:
        button = Button(words, kind)
        button.clicked.connect(lambda _on=False: act())
        return button

    def _lay_out(self) -> None:
        self.busy.column.setSpacing(12)
        self.busy.column.addWidget(self.far)
        self.busy.column.addWidget(self.bar)
        self.busy.column.addWidget(flowing(self.stop_button))
        self.waiting.column.addWidget(self.waiting_words)
        self.waiting.column.addWidget(flowing(self.look_button, self.on_button, self.throw_button))
        column = QVBoxLayout(self.idle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.waiting)
        columns = Columns(820, self.desk.theme.scale)
        columns.add(self._open(), 2)
        columns.add(self._bring(), 3)
        column.addWidget(columns)
        self.sources_head = SectionLabel(self.tr("Where it came from"))
        column.addWidget(self.sources_head)
        self.table_card = TableCard(self.table, least_lines=2)
        column.addWidget(self.table_card, 1000)
        column.addWidget(flowing(self.again_button))
        for part in (self.table_card, self.sources_head, self.again_button, self.waiting):
            part.hide()
        column.addStretch(1)
        self.column.addWidget(self.busy)
        self.column.addWidget(self.idle, 1000)
        self.column.addWidget(self.form)
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
        card.column.addWidget(SectionLabel(self.tr("What do you have?")))
        card.column.addWidget(self.what_words)
        self.form_buttons = flowing(self.file_button, self.folder_button, self.address_button, self.training_button)
        card.column.addWidget(self.form_buttons)
        card.column.addStretch(1)
        return card


def _facts(workplace: Workplace) -> DeskFacts:
    """On the desk's lane."""
    try:
        head = workplace.directory.head()
    except NoDirectory:
        head = None
    return DeskFacts(head, workplace.desk.sources(), workplace.desk.staged())


def _sources() -> Rows[SourceLine]:
    return Rows((
        Column(translate("coalition", "Source"), lambda line: source_name(line.name), wide=240),
        Column(translate("coalition", "Form"), _form),
        Column(translate("coalition", "Last import"), lambda line: long_date(line.imported_on)),
        Column(translate("coalition", "Entries"), lambda line: f"{line.entries}", trailing=True),
    ))  # fmt: skip


def _form(line: SourceLine) -> str:
    if line.name == OWN_SOURCE:
        return ""
    return translate("coalition", "for practice") if line.name == TRAINING else said(FORMS, line.form)
