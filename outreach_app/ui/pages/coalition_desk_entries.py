# SPDX-License-Identifier: GPL-3.0-or-later
"""The entries of the working copy: find one, open it, edit it, check it, recall it, or write a new one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.domain.desk import OWN_SOURCE, SHOWN, DeskEntry, DeskLine, DeskPage
from outreach_app.domain.directory import CHECKS, Entry
from outreach_app.domain.errors import CompanionError
from outreach_app.ui.desk import Desk
from outreach_app.ui.desk_words import FILTERS, HOW, desk_words
from outreach_app.ui.dialogs.question import Question
from outreach_app.ui.models.desk_lines import DeskLines
from outreach_app.ui.models.paged import PAGE
from outreach_app.ui.pages.coalition_desk_editor import EntryEditor
from outreach_app.ui.pages.coalition_part import Nothing, Part
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.choice import Choice
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.search_field import SearchField
from outreach_app.ui.widgets.state_word import StateWord
from outreach_app.ui.widgets.table_card import TableCard
from outreach_app.ui.widgets.text import Text
from outreach_app.ui.widgets.tick_table import OpenTable


class EntriesPart(Part):
    """The list, or one entry opened from it. Ctrl+S saves, Esc goes back, Alt+1…3 say how it was checked."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("Entries"))
        self._then: Callable[[], None] | None = None
        self._asking = False
        self._again = False
        self.list, self.foot = QWidget(), QWidget()
        self._make_list()
        self._make_actions()
        self.editor = EntryEditor(desk, self.doing)
        self.editor.changed.connect(self._show_state)
        self.editor.settled.connect(self.settle)
        self.column.addWidget(self.list, 1000)
        self.column.addWidget(self.editor)
        self.column.addStretch(1)
        self._shortcuts()
        self._show_list(shown=True)

    # --- the list ---------------------------------------------------------------------------------------------

    def arrive(self) -> None:
        """The list is read again; an open entry stays as it is."""
        if self.list.isVisibleTo(self):
            self.ask()

    def ask(self) -> None:
        """Read the list's beginning; while an answer is under way, the last question alone is asked after it."""
        if self._asking:
            self._again = True
            return
        self._asking, self._again = True, False
        entries, text, show = self.desk.workplace.entries, self.search.text().strip(), str(self.filter.currentData())
        generation = self.lines.begin()
        self.desk.office(
            lambda: entries.lines(text, show, 0, PAGE), lambda page: self._answer(generation, page), self._no_answer
        )

    def open_line(self, line: object) -> None:
        """Open an entry of the list."""
        if isinstance(line, DeskLine):
            self.open_entry(line.entry_id)

    def open_entry(self, entry_id: str) -> None:
        """Open an entry; one that is open and changed is asked about first."""
        self.leaving(lambda: self._read(entry_id))

    def new_entry(self) -> None:
        """An empty one of our own."""
        entries = self.desk.workplace.entries
        self.desk.office(entries.new_id, self._new)

    def _answer(self, generation: int, page: DeskPage) -> None:
        self._asking = False
        self.lines.take_first(generation, page.lines, page.total)
        self.table.choose(0)
        one = self.tr("1 entry")
        self.count.setText(one if page.total == 1 else self.tr("{count} entries").format(count=page.total))
        asked = bool(self.search.text().strip()) or self.filter.currentData() != "all"
        self.card.setVisible(bool(page.total))
        self.nothing.setVisible(not page.total and not asked)
        self.none_fits.setVisible(not page.total and asked)
        if self._again:
            self.ask()

    def _no_answer(self, error: CompanionError) -> None:
        self._asking = False
        self.desk.fail(error)

    def _ask_page(self, offset: int) -> None:
        entries, text, show = self.desk.workplace.entries, self.search.text().strip(), str(self.filter.currentData())
        generation = self.lines.generation
        self.desk.office(
            lambda: entries.lines(text, show, offset, PAGE),
            lambda page: self.lines.take_page(generation, offset, page.lines),
        )

    # --- one entry --------------------------------------------------------------------------------------------

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save what is filled in, then go on with `then`."""
        if not self.editor.dirty:
            return
        entry = self.editor.draft()
        if entry is None:
            self.desk.say(self.tr("Something is not right yet: see the words in the form."), "care")
            return
        entries = self.desk.workplace.entries
        self.desk.office(lambda: entries.save(entry), lambda _none: self._saved(entry.id, then))

    def verify(self, how: str) -> None:
        """Somebody of this seat checked it today; what was changed is saved with it."""
        opened = self.editor.opened
        if opened is None:
            return
        if self.editor.dirty:
            self.save(lambda: self._verify(opened.entry.id, how))
        else:
            self._verify(opened.entry.id, how)

    def settle(self, field: str, take: str) -> None:
        """One conflict: ours or theirs."""
        opened = self.editor.opened
        if opened is None:
            return
        if self.editor.dirty:
            self.desk.say(self.tr("Save what you changed first, then settle it."), "care")
            return
        entries, entry_id = self.desk.workplace.entries, opened.entry.id
        self.desk.office(lambda: entries.settle(entry_id, field, take), lambda _none: self._changed(entry_id))

    def ask_recall(self) -> None:
        """Say what a recall does, and do it after a yes."""
        opened = self.editor.opened
        if opened is None:
            return
        if opened.recalled_on or opened.gone_on:
            self._restore(opened.entry.id)
            return
        ask = Question(
            self.desk, self.tr("Recall this entry?"),
            self.tr("It is hidden here at once, and on the other laptops with the next release."),
            self.tr("Nothing is deleted: you can bring it back."),
        )  # fmt: skip
        ask.answer(self.tr("Recall it"), lambda: self._recall(opened.entry.id), "primary")
        ask.answer(self.tr("Leave it"))
        ask.open_over(self)

    def back(self) -> None:
        """Back to the list."""
        self.leaving(lambda: self._show_list(shown=True))

    def leaving(self, then: Callable[[], None]) -> None:
        """Go on, after asking about what is not saved."""
        if self.editor.opened is None or not self.editor.dirty:
            then()
            return
        ask = Question(self.desk, self.tr("What you changed is not saved"), self.editor.name.text())
        ask.answer(self.tr("Save it"), lambda: self.save(then), "primary")
        ask.answer(self.tr("Leave without saving"), then)
        ask.answer(self.tr("Stay here"))
        ask.open_over(self)

    def _new(self, entry_id: str) -> None:
        self._show_entry(DeskEntry(Entry(entry_id, ""), OWN_SOURCE, None, (), (), None, None))
        self.editor.fields["name"].setFocus()

    def _read(self, entry_id: str) -> None:
        entries = self.desk.workplace.entries
        self.desk.office(lambda: entries.entry(entry_id), self._show_entry)

    def _show_entry(self, opened: DeskEntry) -> None:
        self.editor.show_entry(opened)
        self._show_list(shown=False)
        self._show_state()
        self.area.verticalScrollBar().setValue(0)
        self.checks[CHECKS[0]].setFocus()

    def _saved(self, entry_id: str, then: Callable[[], None] | None) -> None:
        self.desk.say(self.tr("Saved. The other laptops get it with your next sync."), "good")
        self.editor.dirty = False
        self._refresh()
        if then is not None:
            then()
        else:
            self._read(entry_id)

    def _verify(self, entry_id: str, how: str) -> None:
        entries, seat = self.desk.workplace.entries, self.desk.seat
        label = seat.label if seat else ""
        told = self.tr("Noted: checked today, {how}.").format(how=desk_words(HOW, how))
        self.desk.office(lambda: entries.verify(entry_id, how, by=label), lambda _none: self._changed(entry_id, told))

    def _recall(self, entry_id: str) -> None:
        entries = self.desk.workplace.entries
        told = self.tr("Recalled. It is hidden here now, on the other laptops with the next release.")
        self.desk.office(lambda: entries.recall(entry_id), lambda _none: self._changed(entry_id, told))

    def _restore(self, entry_id: str) -> None:
        entries = self.desk.workplace.entries
        told = self.tr("It is back, here now and on the other laptops with the next release.")
        self.desk.office(lambda: entries.restore(entry_id), lambda _none: self._changed(entry_id, told))

    def _changed(self, entry_id: str, told: str = "") -> None:
        if told:
            self.desk.say(told, "good")
        self._refresh()
        self._read(entry_id)

    def _refresh(self) -> None:
        """This laptop's own directory is built anew behind the scenes."""
        self.desk.network(self.desk.workplace.releases.refresh_own)

    def _show_state(self) -> None:
        opened = self.editor.opened
        kept = opened is not None and (opened.recalled_on is not None or opened.gone_on is not None)
        self.recall_button.say(self.tr("Bring it back") if kept else self.tr("Recall it"))
        fresh = opened is not None and not opened.entry.name
        for button in (*self.checks.values(), self.recall_button):
            button.setEnabled(not fresh)
        self.unsaved.setVisible(self.editor.dirty)
        self.save_button.setEnabled(self.editor.dirty)

    def _show_list(self, *, shown: bool) -> None:
        for part in (self.editor, self.foot):
            part.setVisible(not shown)
        self.list.setVisible(shown)
        if shown:
            self.editor.opened = None
            self.editor.dirty = False
            self.ask()
            self.table.setFocus()

    # --- layout -----------------------------------------------------------------------------------------------

    def _make_list(self) -> None:
        self.search = SearchField(self.tr("Search the entries"))
        self.search.setPlaceholderText(self.tr("Name, organization, words, phone"))
        self.search.textChanged.connect(lambda _text: self.ask())
        self.filter = Choice(self.tr("Which entries"))
        for code in SHOWN:
            self.filter.addItem(desk_words(FILTERS, code), code)
        self.filter.activated.connect(lambda _place: self.ask())
        self.new_button = Button(self.tr("New entry"), icon=self.desk.theme.icons / "add.svg")
        self.new_button.clicked.connect(self.new_entry)
        self.count = Text("", "quiet", wrap=False)
        self.lines = DeskLines()
        self.lines.wanted.connect(self._ask_page)
        self.table = OpenTable(self.desk.theme, self.tr("Entries"), self.lines)
        self.table.opened.connect(self.open_line)
        self.search.moved.connect(lambda by: self.table.choose(max(0, self.table.currentIndex().row() + by)))
        self.search.entered.connect(lambda: self.table.open_row(self.table.currentIndex().row()))
        self.card = TableCard(self.table)
        bring = Button(self.tr("Bring in"), "primary")
        bring.clicked.connect(lambda: self.part_wanted.emit("bring"))
        self.nothing = Nothing(
            self.tr("There are no entries yet"),
            self.tr("Bring a directory in, or write the first entry yourself."),
            bring,
        )
        self.none_fits = Nothing(self.tr("No entry fits"), self.tr("Try fewer letters, or show all entries."))
        column = QVBoxLayout(self.list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.search)
        column.addWidget(flowing(self.filter, self.new_button, self.count, gap=12))
        column.addWidget(self.card, 1000)
        for part in (self.nothing, self.none_fits):
            part.hide()
            column.addWidget(part)
        column.addStretch(1)

    def _make_actions(self) -> None:
        words = {"call": self.tr("Checked by phone"), "visit": self.tr("Checked by a visit"),
                 "website": self.tr("Checked on the website")}  # fmt: skip
        self.checks = {}
        for number, how in enumerate(CHECKS, 1):
            self.checks[how] = Button(words[how], key=f"Alt+{number}")
            self.checks[how].clicked.connect(partial(self.verify, how))
        self.recall_button = Button(self.tr("Recall it"))
        self.recall_button.clicked.connect(self.ask_recall)
        self.doing = flowing(*self.checks.values(), self.recall_button)
        self.save_button = Button(self.tr("Save"), "primary", key="Ctrl+S")
        self.save_button.clicked.connect(lambda _on=False: self.save())
        self.back_button = Button(self.tr("Back to the list"), key="Esc")
        self.back_button.clicked.connect(self.back)
        self.unsaved = StateWord(self.desk.theme.icons, self.tr("not saved"), "care")
        row = QHBoxLayout(self.foot)
        row.setContentsMargins(28, 8, 28, 12)
        row.addWidget(flowing(self.save_button, self.back_button, self.unsaved, gap=12))
        outer = self.layout()
        if outer is not None:
            outer.addWidget(self.foot)

    def _shortcuts(self) -> None:
        keys: list[tuple[str, Callable[[], None]]] = [("Ctrl+S", self.save), ("Esc", self._escape)]
        keys += [(f"Alt+{number}", partial(self.verify, how)) for number, how in enumerate(CHECKS, 1)]
        for key, act in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda do=act: self._when_open(do))

    def _when_open(self, act: Callable[[], None]) -> None:
        if self.editor.opened is not None:
            act()

    def _escape(self) -> None:
        self.back()
