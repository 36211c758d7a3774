# SPDX-License-Identifier: GPL-3.0-or-later
"""Check next: the entries that should be called, one after the other, with the number large and what to ask."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from outreach_app.domain.desk import DeskEntry, WorkItem
from outreach_app.domain.listing import ListingLine
from outreach_app.domain.question import Question as Asked
from outreach_app.ui.desk import Desk
from outreach_app.ui.desk_words import HOW, WORK, checked_words, desk_words, guess_words, report_words
from outreach_app.ui.dialogs.question import Question
from outreach_app.ui.models.rows import Column, Rows
from outreach_app.ui.pages.coalition_part import Nothing, Part
from outreach_app.ui.place_words import phone_words, questions_to_ask
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.columns import Columns
from outreach_app.ui.widgets.even_rows import EvenRows
from outreach_app.ui.widgets.fact_rows import Fact, FactRows
from outreach_app.ui.widgets.given_text import GivenText
from outreach_app.ui.widgets.key_button import KeyButton
from outreach_app.ui.widgets.state_word import StateWord
from outreach_app.ui.widgets.table_card import TableCard
from outreach_app.ui.widgets.text import Text
from outreach_app.ui.widgets.tick_table import OpenTable

translate = QCoreApplication.translate
EDIT, RECALL, SKIP = "E", "R", "N"


class CheckPart(Part):
    """The keys act while nothing is being typed: 1 2 3 checked, E edit, R recall, N next."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("Check next"))
        self.items: tuple[WorkItem, ...] = ()
        self.reports: tuple[ListingLine, ...] = ()
        self._at = 0
        self.said = Text("", "quiet")
        self.table = OpenTable(desk.theme, self.tr("What to check next"), _work(), lines=2)
        self.table.chosen.connect(self._show_item)
        self.table.opened.connect(lambda _item: self.edit())
        self.table.installEventFilter(self)
        self.table_card = TableCard(self.table)
        self.name = GivenText("", "lead")
        self.organization = GivenText("", "quiet")
        self.number = GivenText("", "counter")
        self.why = StateWord(desk.theme.icons)
        self.facts = FactRows(desk.theme.icons, desk.theme.scale)
        self.buttons: dict[str, KeyButton] = {}
        again = Button(self.tr("Entries"))
        again.clicked.connect(lambda: self.part_wanted.emit("entries"))
        self.nothing = Nothing(
            self.tr("Nothing has to be checked now"),
            self.tr("Entries come here when nobody has checked them for 90 days, when teams tell of a wrong number, or "
                    "when something was guessed."), again,
        )  # fmt: skip
        self.board = Columns(820, desk.theme.scale)
        self._lay_out()

    def arrive(self) -> None:
        """Read what laptops told, then what follows from it."""
        self.desk.vault(self.desk.workplace.listings.received, self._ask)

    def checked(self, how: str) -> None:
        """It was checked; on to the next."""
        item = self.item()
        if item is None:
            return
        entries, seat = self.desk.workplace.entries, self.desk.seat
        label, entry_id = seat.label if seat else "", item.entry_id
        told = self.tr("{name}: checked today, {how}.").format(name=item.name, how=desk_words(HOW, how))
        self.desk.office(lambda: entries.verify(entry_id, how, by=label), lambda _none: self._done(entry_id, told))

    def edit(self) -> None:
        """The number, or something else, is wrong: open the entry."""
        item = self.item()
        if item is not None:
            self.part_wanted.emit(f"entries:{item.entry_id}")

    def ask_recall(self) -> None:
        """Say what a recall does, and do it after a yes."""
        item = self.item()
        if item is None:
            return
        ask = Question(
            self.desk, self.tr("Recall this entry?"), item.name,
            self.tr("It is hidden here at once, and on the other laptops with the next release."),
            self.tr("Nothing is deleted: you can bring it back under Entries."),
        )  # fmt: skip
        ask.answer(self.tr("Recall it"), lambda: self._recall(item), "primary")
        ask.answer(self.tr("Leave it"))
        ask.open_over(self)

    def skip(self) -> None:
        """The next one; this one stays on the list."""
        rows = self.table.rows.rowCount()
        if rows:
            self.table.choose((self.table.currentIndex().row() + 1) % rows)

    def item(self) -> WorkItem | None:
        """The entry that is shown."""
        record = self.table.record()
        return record if isinstance(record, WorkItem) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key does what its button does."""
        if not self._pressed(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Also while the list has the keys, which would look for a name that begins so."""
        if watched is self.table and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(event)
        return False

    def _pressed(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier,
        }  # fmt: skip
        button = self.buttons.get(event.text().upper()) if plain else None
        if button is not None:
            button.click()
        return button is not None

    def _ask(self, reports: tuple[ListingLine, ...]) -> None:
        self.reports = reports
        entries = self.desk.workplace.entries
        self.desk.office(lambda: entries.work_list(reports), self.show_items)

    def show_items(self, items: tuple[WorkItem, ...]) -> None:
        """Another list; the one after what was just done is on top."""
        self.items = items
        self.table.rows.show(items)
        self.board.setVisible(bool(items))
        self.said.setVisible(bool(items))
        self.nothing.setVisible(not items)
        one = self.tr("1 entry should be checked.")
        self.said.setText(one if len(items) == 1 else self.tr("{count} entries to check.").format(count=len(items)))
        self.table.choose(min(self._at, len(items) - 1))
        self._show_item(self.table.record())

    def _show_item(self, record: object) -> None:
        if not isinstance(record, WorkItem):
            return
        self.name.setText(record.name)
        self.organization.setText("" if record.organization == record.name else record.organization)
        self.organization.setVisible(bool(self.organization.text()))
        phone = next((one for one in record.phones if one.kind in {"voice", "other"}), None)
        self.number.setText(phone_words(phone) if phone else self.tr("no number known"))
        self.why.say(desk_words(WORK, record.reason), "stop" if record.reason.startswith("reported_") else "care")
        self._show_facts(record, ())
        entries = self.desk.workplace.entries
        self.desk.office(lambda: entries.entry(record.entry_id), partial(self._show_questions, record))

    def _show_questions(self, record: WorkItem, opened: DeskEntry) -> None:
        item = self.item()
        if item is not None and item.entry_id == record.entry_id:
            asked = Asked(at=self.desk.now())
            self._show_facts(record, questions_to_ask(opened.entry, asked, ()))

    def _show_facts(self, record: WorkItem, questions: tuple[str, ...]) -> None:
        others = [phone_words(phone) for phone in record.phones[1:]]
        self.facts.show_facts((
            Fact(self.tr("Teams say"), report_words(record.reports), "care"),
            Fact(self.tr("Guessed"), guess_words(record.guessed), "care"),
            Fact(self.tr("Last"), checked_words(record.verified_on)),
            Fact(self.tr("Ask"), "\n".join(questions)),
            Fact(self.tr("Website"), record.website),
            Fact(self.tr("Other numbers"), "\n".join(others)),
        ))  # fmt: skip

    def _recall(self, item: WorkItem) -> None:
        entries = self.desk.workplace.entries
        told = self.tr("{name} is recalled: hidden here now, on the other laptops with the next release.")
        said = told.format(name=item.name)
        self.desk.office(lambda: entries.recall(item.entry_id), lambda _none: self._done(item.entry_id, said))

    def _done(self, entry_id: str, told: str) -> None:
        """It leaves the list, and the next one is shown at once."""
        self.desk.say(told, "good")
        self._at = max(0, self.table.currentIndex().row())
        self.desk.network(self.desk.workplace.releases.refresh_own)
        self.show_items(tuple(item for item in self.items if item.entry_id != entry_id))
        self.table.setFocus()
        if not self.items:
            self.arrive()

    # --- layout -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        listed = (
            ("1", self.tr("checked by phone"), partial(self.checked, "call")),
            ("2", self.tr("checked on the website"), partial(self.checked, "website")),
            ("3", self.tr("checked by a visit"), partial(self.checked, "visit")),
            (EDIT, self.tr("number wrong, edit it"), self.edit),
            (RECALL, self.tr("recall it"), self.ask_recall),
            (SKIP, self.tr("later, next one"), self.skip),
        )
        for key, words, act in listed:
            self.buttons[key] = KeyButton(key, words)
            self.buttons[key].clicked.connect(lambda _on=False, do=act: do())
        card = Card()
        card.column.setContentsMargins(20, 16, 20, 20)
        card.column.setSpacing(12)
        for part in (self.name, self.organization, self.number, self.why, self.facts):
            card.column.addWidget(part)
        card.column.addStretch(1)
        card.column.addWidget(EvenRows(*self.buttons.values()))
        left = QWidget()
        lists = QVBoxLayout(left)
        lists.setContentsMargins(0, 0, 0, 0)
        lists.addWidget(self.table_card, 1000)
        lists.addStretch(1)
        self.board.add(card, 3)
        self.board.add(left, 2)
        self.column.addWidget(self.said)
        self.column.addWidget(self.board, 1000)
        self.column.addWidget(self.nothing)
        self.nothing.hide()
        self.column.addStretch(1)


def _work() -> Rows[WorkItem]:
    return Rows((
        Column(translate("directory", "Entry"), lambda item: item.name, wide=130),
        Column(translate("directory", "Why"), lambda item: desk_words(WORK, item.reason), wide=130),
    ))  # fmt: skip
