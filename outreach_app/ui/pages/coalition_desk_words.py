# SPDX-License-Identifier: GPL-3.0-or-later
"""Words and rules: what a typed word means in Find help, and what is guessed from a source's words, as tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit

from outreach_app.domain.errors import BadField, CompanionError
from outreach_app.domain.words import fold
from outreach_app.ui.desk import Desk
from outreach_app.ui.desk_words import desk_words
from outreach_app.ui.dialogs.question import Question
from outreach_app.ui.models.rows import Column, Rows
from outreach_app.ui.pages.coalition_part import Part
from outreach_app.ui.phrase_books import TERM_KEYS, WORD, PhraseBook, PhraseRow, RuleBook, WordBook
from outreach_app.ui.phrase_words import LOOKED_FOR, Meanings, meaning_words, rule_meanings, word_meanings
from outreach_app.ui.sentences import sentence
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.choice import Choice
from outreach_app.ui.widgets.columns import Columns
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.labelled import Labelled
from outreach_app.ui.widgets.problem import Problem
from outreach_app.ui.widgets.search_field import SearchField
from outreach_app.ui.widgets.segments import Segments
from outreach_app.ui.widgets.table_card import TableCard
from outreach_app.ui.widgets.text import Text
from outreach_app.ui.widgets.tick_table import OpenTable

translate = QCoreApplication.translate
WORDS, RULES = "words", "rules"
_LONGEST: Final = {WORDS: 60, RULES: 600}


class WordsPart(Part):
    """One list at a time; every change is kept at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("Words and rules"))
        self.books: dict[str, PhraseBook] = {WORDS: WordBook(), RULES: RuleBook()}
        self.meanings: dict[str, Meanings] = {WORDS: word_meanings(), RULES: rule_meanings()}
        self.held: Mapping[str, Any] = {}
        self.rows: tuple[PhraseRow, ...] = ()
        self.segments = Segments(self.tr("Which list"), [
            (WORDS, self.tr("Words typed in Find help")), (RULES, self.tr("Rules that guess")),
        ])  # fmt: skip
        self.told = Text("", tone="quiet")
        self.phrase = QLineEdit()
        self.phrase.returnPressed.connect(self.add_or_change)
        self.tables = {which: self._table(which) for which in (WORDS, RULES)}
        self.cards = {which: TableCard(table, least_lines=3) for which, table in self.tables.items()}
        self.search = SearchField(self.tr("Search the list"))
        self.search.setPlaceholderText(self.tr("Search the list"))
        self.search.textChanged.connect(lambda _text: self._filter())
        self.search.moved.connect(lambda by: self.table.choose(max(0, self.table.currentIndex().row() + by)))
        self.by = Choice(self.tr("Looked for in"))
        for code in (WORD, *TERM_KEYS):
            self.by.addItem(desk_words(LOOKED_FOR, code), code)
        self.meaning = Choice(self.tr("Means"))
        self.problem = Problem()
        self.problem.hide()
        self._buttons()
        self._lay_out()
        self.segments.chosen.connect(lambda _code: self._another())
        self.segments.choose(WORDS)

    def arrive(self) -> None:
        """Read the list again."""
        entries, which = self.desk.workplace.entries, self.segments.code
        read: Callable[[], object] = entries.words if which == WORDS else entries.rules
        self.desk.office(read, lambda held: self._show(which, held))

    def add(self) -> None:
        """One more row, as filled in."""
        row = self._filled_in()
        if row is not None and self._allowed(row, None):
            self._keep(self._book.having(self.held, row), row, self.tr("Added: {phrase}"))

    def change(self) -> None:
        """The row that is chosen, as filled in."""
        old, row = self._row(), self._filled_in()
        if old is None or row is None or not self._allowed(row, old):
            return
        held = self._book.without(self.held, old)
        self._keep(self._book.having(held, row), row, self.tr("Changed: {phrase}"))

    def remove(self) -> None:
        """The row that is chosen goes."""
        row = self._row()
        if row is not None:
            self._keep(self._book.without(self.held, row), None, self.tr("Removed: {phrase}"), row.phrase)

    def add_or_change(self) -> None:
        """Enter in the phrase: a phrase of the chosen row is changed, another one is added."""
        old = self._row()
        if old is not None and fold(old.phrase) == fold(self.phrase.text()):
            self.change()
        else:
            self.add()

    def ask_reset(self) -> None:
        """Back to what ships, after a yes."""
        ask = Question(
            self.desk,
            self.tr("Back to the list as it came?"),
            self.tr("What was added, changed or removed in this list is lost."),
        )
        ask.answer(self.tr("Back to the list as it came"), self.reset, "primary")
        ask.answer(self.tr("Leave it"))
        ask.open_over(self)

    def reset(self) -> None:
        """The list that came with the program."""
        self._keep(None, None, self.tr("The list is as it came."))

    @property
    def table(self) -> OpenTable:
        """The list that is shown."""
        return self.tables[self.segments.code]

    @property
    def _book(self) -> PhraseBook:
        return self.books[self.segments.code]

    def _row(self) -> PhraseRow | None:
        record = self.table.record()
        return record if isinstance(record, PhraseRow) else None

    def _filled_in(self) -> PhraseRow | None:
        phrase, old = " ".join(self.phrase.text().split()), self._row()
        by = str(self.by.currentData()) if self.segments.code == RULES else WORD
        meaning = str(self.meaning.currentData())
        if not fold(phrase):
            self._wrong(self.tr("Write the word or phrase."))
            return None
        if by == WORD and meaning.startswith("not:"):
            self._wrong(self.tr("From words in the text a rule finds a no by itself: choose what it is about."))
            return None
        if by in TERM_KEYS and meaning.startswith("language:"):
            self._wrong(self.tr("A language is found by words in the text."))
            return None
        return PhraseRow(phrase, meaning, by, old.place if old is not None and by == WORD else -1)

    def _allowed(self, row: PhraseRow, instead_of: PhraseRow | None) -> bool:
        clash = self._book.clash(self.held, row, instead_of)
        if clash is None:
            return True
        told = self.tr("“{phrase}” is on the list already and means {meaning}.")
        self._wrong(told.format(phrase=clash.phrase, meaning=self._said(clash)))
        return False

    def _wrong(self, words: str) -> None:
        self.problem.setVisible(bool(words))
        self.problem.say(words)
        if words:
            self.phrase.setFocus()

    def _keep(self, held: dict[str, Any] | None, row: PhraseRow | None, told: str, phrase: str = "") -> None:
        entries, which = self.desk.workplace.entries, self.segments.code
        keep: Callable[[object | None], None] = entries.set_words if which == WORDS else entries.set_rules
        said = told.format(phrase=row.phrase if row else phrase)

        def kept(_none: None) -> None:
            self._wrong("")
            self.desk.say(said, "good")
            self.desk.network(self.desk.workplace.releases.refresh_own)
            if held is None:
                self.arrive()
            else:
                self._show(which, held, row)

        self.desk.office(lambda: keep(held), kept, self._refused)

    def _refused(self, error: CompanionError) -> None:
        """What the service found: said at the row, which stays filled in."""
        if isinstance(error, BadField):
            self._wrong(self.tr("This cannot be kept: {why}").format(why=sentence(error)))
        else:
            self.desk.fail(error)

    def _another(self) -> None:
        self.search.forget()
        self._wrong("")
        self._show_kind()
        self.arrive()

    def _show(self, which: str, held: object, row: PhraseRow | None = None) -> None:
        if which != self.segments.code or not isinstance(held, Mapping):
            return
        self.held = held
        self.rows = self._book.rows(held)
        if row is not None and self.search.text() and row.phrase.casefold().find(self.search.text().casefold()) < 0:
            self.search.forget()
        self._filter(row)

    def _filter(self, wanted: PhraseRow | None = None) -> None:
        text = self.search.text().strip().casefold()
        shown = [row for row in self.rows if text in row.phrase.casefold() or text in self._said(row).casefold()]
        self.table.rows.show(shown)
        places = [
            place
            for place, row in enumerate(shown)
            if wanted is not None and (row.phrase, row.meaning) == (wanted.phrase, wanted.meaning)
        ]
        self.table.choose(places[0] if places else 0)

    def _chosen(self, record: object) -> None:
        if not isinstance(record, PhraseRow):
            return
        self._wrong("")
        self.phrase.setText(record.phrase)
        self.phrase.setCursorPosition(0)
        self.by.setCurrentIndex(max(0, self.by.findData(record.by)))
        if self.meaning.findData(record.meaning) < 0:
            self.meaning.addItem(self._said(record), record.meaning)
        self.meaning.setCurrentIndex(self.meaning.findData(record.meaning))

    def _said(self, row: PhraseRow) -> str:
        return meaning_words(dict(self.meanings[self.segments.code]), row.meaning)

    def _show_kind(self) -> None:
        which = self.segments.code
        self.phrase.setMaxLength(_LONGEST[which])
        self.by_field.setVisible(which == RULES)
        for name, card in self.cards.items():
            card.setVisible(name == which)
        self.meaning.clear()
        for code, words in self.meanings[which]:
            self.meaning.addItem(words, code)
        self.told.setText(
            self.tr("What is typed in Find help is understood by this list. Teams get it with their next sync.")
            if which == WORDS
            else self.tr("What a source leaves open is guessed by these rules at the next import, and marked so.")
        )

    # --- layout -----------------------------------------------------------------------------------------------

    def _table(self, which: str) -> OpenTable:
        columns = [
            Column[PhraseRow](self.tr("Word or phrase"), lambda row: row.phrase, wide=160),
            Column[PhraseRow](self.tr("Means"), self._said, wide=160),
        ]
        if which == RULES:
            by = self.tr("Looked for in")
            columns.append(Column(by, lambda row: desk_words(LOOKED_FOR, row.by)))
        table = OpenTable(self.desk.theme, self.tr("Phrases"), Rows(columns), lines=2 if which == RULES else 1)
        table.chosen.connect(self._chosen)
        table.opened.connect(lambda _row: self.phrase.setFocus())
        return table

    def _buttons(self) -> None:
        self.add_button = Button(self.tr("Add as new"), "primary")
        self.change_button = Button(self.tr("Change this one"))
        self.remove_button = Button(self.tr("Remove it"))
        self.reset_button = Button(self.tr("Back to the list as it came"))
        for button, act in (
            (self.add_button, self.add), (self.change_button, self.change), (self.remove_button, self.remove),
            (self.reset_button, self.ask_reset),
        ):  # fmt: skip
            button.clicked.connect(lambda _on=False, do=act: do())

    def _lay_out(self) -> None:
        self.column.addWidget(self.segments)
        self.column.addWidget(self.told)
        self.column.addWidget(self.search)
        for shown in self.cards.values():
            self.column.addWidget(shown, 1000)
        card = Card()
        columns = Columns(760, self.desk.theme.scale)
        self.by_field = Labelled(self.tr("Looked for in"), self.by)
        columns.add(Labelled(self.tr("Word or phrase"), self.phrase))
        columns.add(self.by_field)
        columns.add(Labelled(self.tr("Means"), self.meaning))
        card.column.addWidget(columns)
        card.column.addWidget(self.problem)
        card.column.addWidget(flowing(self.add_button, self.change_button, self.remove_button, self.reset_button))
        self.column.addWidget(card)
        self.column.addStretch(1)
