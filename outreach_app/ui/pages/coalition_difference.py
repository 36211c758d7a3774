# SPDX-License-Identifier: GPL-3.0-or-later
"""What a staged import would change: every entry with a tick, field by field, before anything is taken over."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from outreach_app.domain.desk import ADDED, CHANGED, CONFLICT, GONE, EntryChange, Preview
from outreach_app.ui.coalition_words import source_name
from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.files import choose_place
from outreach_app.ui.models.difference import Changes, Problems, Ticks, facts
from outreach_app.ui.models.paged import PAGE
from outreach_app.ui.problem_list import as_csv, as_table
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.columns import Columns
from outreach_app.ui.widgets.fact_rows import FactRows
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.given_text import GivenText
from outreach_app.ui.widgets.segments import Segments
from outreach_app.ui.widgets.state_word import StateWord
from outreach_app.ui.widgets.table import Table
from outreach_app.ui.widgets.table_card import TableCard
from outreach_app.ui.widgets.text import Text
from outreach_app.ui.widgets.tick_table import TickTable
from outreach_app.ui.writing import write_new

PROBLEMS: Final = "problems"
KINDS: Final = (ADDED, CHANGED, GONE, CONFLICT)


class DifferenceView(QWidget):
    """`accept_wanted`, `leave_wanted`, `later_wanted` or `on_wanted`; nothing is written before the first."""

    accept_wanted = Signal()
    leave_wanted = Signal()
    later_wanted = Signal()
    on_wanted = Signal()

    def __init__(self, desk: Desk, preview: Preview) -> None:
        super().__init__()
        self.desk = desk
        self.preview = preview
        self.ticks = Ticks()
        self.totals = {ADDED: preview.added, CHANGED: preview.changed, GONE: preview.gone, CONFLICT: preview.conflicts}
        self._buttons()
        self.models = {kind: Changes(kind, self.ticks) for kind in KINDS}
        self.tables: dict[str, Table] = {kind: self._changes(kind) for kind in KINDS}
        self.tables[PROBLEMS] = Table(desk.theme, self.tr("Problems"), Problems(), lines=2)
        self.tables[PROBLEMS].rows.show(preview.problems)
        self.cards = {code: TableCard(table, least_lines=4) for code, table in self.tables.items()}
        self.segments = Segments(self.tr("What would change"), self._parts())
        self.segments.chosen.connect(self.show_table)
        self.taken = Text("", tone="quiet", wrap=False)
        self.none = Text(self.tr("None."), tone="quiet")
        self.detail_name = GivenText("", "lead")
        self.detail = FactRows(desk.theme.icons, desk.theme.scale)
        self.detail_words = Text("", tone="quiet")
        self.detail_card = Card()
        for part in (self.detail_name, self.detail_words, self.detail):
            self.detail_card.column.addWidget(part)
        self.detail_card.column.addStretch(1)
        self._lay_out()
        first = next((kind for kind in (CONFLICT, *KINDS) if self.totals[kind]), PROBLEMS)
        self.segments.choose(first)

    def show_table(self, code: str) -> None:
        """One kind of change, or the problems."""
        for name, card in self.cards.items():
            card.setVisible(name == code and card.table.rows.rowCount() > 0)
        table = self.tables[code]
        self.none.setVisible(table.rows.rowCount() == 0 and not self.totals.get(code))
        for button in (self.copy_button, self.csv_button):
            button.setVisible(code == PROBLEMS and bool(self.preview.problems))
        for button in (self.all_button, self.none_button):
            button.setVisible(code != PROBLEMS and bool(self.totals[code]))
        self.all_button.say(self.tr("Set all of them aside") if code == GONE else self.tr("Take all"))
        self.none_button.say(self.tr("Keep all of them") if code == GONE else self.tr("Leave all"))
        if code != PROBLEMS and not self.models[code].total and self.totals[code]:
            self._ask(code)
        self.show_line(table.record())
        self._count()

    def show_line(self, line: object) -> None:
        """The whole of a line, where the table has room for its beginning only."""
        shown = line if isinstance(line, EntryChange) else None
        self.detail_card.setVisible(shown is not None)
        if shown is None:
            return
        self.detail_name.setText(shown.name)
        self.detail.show_facts(facts(shown))
        self.detail_words.setText({
            ADDED: self.tr("This entry is new."),
            GONE: self.tr("The source does not hold it any more. It stays in your directory unless you set it aside; "
                          "set aside it is kept, and can be brought back."),
        }.get(shown.kind, ""))  # fmt: skip
        self.detail_words.setVisible(bool(self.detail_words.text()))

    def set_all(self, *, take: bool) -> None:
        """Every line of the kind that is shown."""
        kind = self.segments.code
        self.ticks.set_all(kind, take=take)
        for model in self.models.values():
            model.say_again()
        self._count()

    def leave(self) -> frozenset[str]:
        """The ids that are not taken over. For the desk's lane: it reads the lists to their end."""
        changes = self.desk.workplace.desk.changes
        left: set[str] = set()
        for kind in (ADDED, CHANGED, GONE):
            if self.ticks.count(kind, self.totals[kind]) == self.totals[kind]:
                continue
            offset = 0
            while found := changes(kind, offset, PAGE):
                left.update(one.entry_id for one in found if not self.ticks.takes(kind, one.entry_id))
                offset += len(found)
        return frozenset(left)

    @property
    def sets_aside(self) -> bool:
        """Whether anything that is gone was given its own yes."""
        return self.ticks.count(GONE, self.totals[GONE]) > 0

    def copy_problems(self) -> None:
        """As a table, for a message to whoever keeps the source."""
        QGuiApplication.clipboard().setText(as_table(self.preview.problems))
        self.desk.say(self.tr("The problems are copied as a table."), "good")

    def choose_place(self) -> None:
        """Where the list of problems goes."""
        choose_place(self.desk, self, self.tr("Save the problems"), "import-problems.csv", self.save_problems)

    def save_problems(self, path: Path) -> None:
        """Write them; a file that is there already is left as it is."""
        data = as_csv(self.preview.problems)
        self.desk.office(lambda: write_new(path, data), self._saved)

    def _saved(self, name: str) -> None:
        self.desk.say(self.tr("Saved as {name}.").format(name=name), "good")

    def figures(self) -> list[tuple[str, str]]:
        """How much of each, as words with a tone."""
        found = self.preview
        counted = (
            (found.same, "quiet", self.tr("1 as before"), self.tr("{count} as before")),
            (found.skipped, "care", self.tr("1 row left out"), self.tr("{count} rows left out")),
            (found.dropped, "info", self.tr("1 private detail left out"),
             self.tr("{count} private details left out")),
            (found.guessed, "info", self.tr("1 entry with guesses"), self.tr("{count} entries with guesses")),
        )  # fmt: skip
        told = [(one if count == 1 else many.format(count=count), tone) for count, tone, one, many in counted if count]
        if not any(self.totals.values()):
            told.insert(0, (self.tr("Nothing differs from what is there"), "good"))
        if not found.complete:
            told.insert(0, (self.tr("Stopped before its end"), "care"))
        elif found.partial:
            told.insert(0, (self.tr("Not the whole source: nothing counts as gone"), "info"))
        return told

    # --- reading the lists ------------------------------------------------------------------------------------

    def _ask(self, kind: str) -> None:
        model, desk = self.models[kind], self.desk.workplace.desk
        generation, total = model.begin(), self.totals[kind]

        def take(found: tuple[EntryChange, ...]) -> None:
            model.take_first(generation, found, total)
            self.tables[kind].choose(0)
            if self.segments.code == kind:
                self.show_table(kind)

        self.desk.office(lambda: desk.changes(kind, 0, PAGE), take)

    def _ask_page(self, kind: str, offset: int) -> None:
        model, desk = self.models[kind], self.desk.workplace.desk
        generation = model.generation
        self.desk.office(
            lambda: desk.changes(kind, offset, PAGE), lambda found: model.take_page(generation, offset, found)
        )

    def _turn(self, kind: str, row: int) -> None:
        self.models[kind].turn(row)
        for other in (CHANGED, CONFLICT):
            if other != kind:
                self.models[other].say_again()
        self._count()

    def _count(self) -> None:
        kind = self.segments.code
        if kind == PROBLEMS:
            self.taken.setText("")
        else:
            taken = self.ticks.count(kind, self.totals[kind])
            told = self.tr("{taken} of {total} to set aside") if kind == GONE else self.tr("{taken} of {total} taken")
            self.taken.setText(told.format(taken=taken, total=self.totals[kind]))
        self.taken.setVisible(bool(self.taken.text()) and bool(self.totals.get(kind)))
        any_taken = any(self.ticks.count(one, self.totals[one]) for one in (ADDED, CHANGED, GONE))
        self.accept_button.setEnabled(any_taken)

    # --- layout -----------------------------------------------------------------------------------------------

    def _buttons(self) -> None:
        icons = self.desk.theme.icons
        self.accept_button = Button(self.tr("Take over what is ticked"), "primary", icon=icons / "check.svg")
        self.accept_button.clicked.connect(self.accept_wanted)
        self.on_button = Button(self.tr("Go on reading"))
        self.on_button.clicked.connect(self.on_wanted)
        self.leave_button = Button(self.tr("Leave everything as it is"))
        self.leave_button.clicked.connect(self.leave_wanted)
        self.later_button = Button(self.tr("Decide later"), "plain")
        self.later_button.clicked.connect(self.later_wanted)
        self.all_button, self.none_button = Button(""), Button("")
        self.all_button.clicked.connect(lambda: self.set_all(take=True))
        self.none_button.clicked.connect(lambda: self.set_all(take=False))
        self.copy_button = Button(self.tr("Copy as a table"), icon=icons / "copy.svg")
        self.copy_button.clicked.connect(self.copy_problems)
        self.csv_button = Button(self.tr("Save as CSV"))
        self.csv_button.clicked.connect(self.choose_place)

    def _parts(self) -> list[tuple[str, str]]:
        named = (
            (CONFLICT, self.tr("Changed on both sides ({count})")), (ADDED, self.tr("New ({count})")),
            (CHANGED, self.tr("Changed ({count})")), (GONE, self.tr("Gone ({count})")),
        )  # fmt: skip
        listed = [(code, words.format(count=self.totals[code])) for code, words in named if code != CONFLICT]
        if self.totals[CONFLICT]:
            listed.insert(0, (CONFLICT, named[0][1].format(count=self.totals[CONFLICT])))
        return [*listed, (PROBLEMS, self.tr("Problems ({count})").format(count=len(self.preview.problems)))]

    def _changes(self, kind: str) -> TickTable:
        names = {
            ADDED: self.tr("New entries"), CHANGED: self.tr("Changed entries"), GONE: self.tr("Gone entries"),
            CONFLICT: self.tr("Entries changed on both sides"),
        }  # fmt: skip
        model = self.models[kind]
        table = TickTable(self.desk.theme, names[kind], model, lines=2 if kind in {CHANGED, CONFLICT} else 1)
        table.chosen.connect(self.show_line)
        table.ticked.connect(partial(self._turn, kind))
        model.wanted.connect(partial(self._ask_page, kind))
        return table

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        icons = self.desk.theme.icons
        column.addWidget(GivenText(source_name(self.preview.source), "lead"))
        column.addWidget(flowing(*(StateWord(icons, words, tone) for words, tone in self.figures()), gap=16))
        column.addWidget(flowing(self.accept_button, self.on_button, self.leave_button, self.later_button))
        self.on_button.setVisible(not self.preview.complete)
        column.addWidget(self.segments)
        column.addWidget(flowing(self.taken, self.all_button, self.none_button, self.copy_button, self.csv_button))
        columns = Columns(820, self.desk.theme.scale)
        left = QWidget()
        lists = QVBoxLayout(left)
        lists.setContentsMargins(0, 0, 0, 0)
        for card in self.cards.values():
            lists.addWidget(card, 1000)
        lists.addWidget(self.none)
        lists.addStretch(1)
        columns.add(left, 3)
        columns.add(self.detail_card, 2)
        column.addWidget(columns, 1000)
