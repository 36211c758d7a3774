# SPDX-License-Identifier: GPL-3.0-or-later
"""One entry whole, to be edited: sections of fields, what the source says beside what was changed here, conflicts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from outreach_app.domain.desk import OURS, OWN_SOURCE, THEIRS, DeskEntry
from outreach_app.domain.directory import (
    AUDIENCES,
    CONFIDENTIAL,
    GUESSED_FIELDS,
    GUESSED_NEED,
    LINE_LIMIT,
    NAME_LIMIT,
    NO,
    STREET_ATTRIBUTES,
    TEXT_LIMIT,
    YES,
    Entry,
)
from outreach_app.domain.directory_import import changed_fields
from outreach_app.ui.coalition_words import field_name, source_name
from outreach_app.ui.desk import Desk
from outreach_app.ui.desk_words import AUDIENCES as AUDIENCE_WORDS
from outreach_app.ui.desk_words import checked_words, desk_words, guess_words
from outreach_app.ui.field_words import value_words
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.columns import Columns
from outreach_app.ui.widgets.entry_codes import AttributesField, ChipsField, LanguagesField, NeedsField
from outreach_app.ui.widgets.entry_field import (
    AgeField,
    BlockField,
    ChoiceField,
    ClockField,
    EntryField,
    FieldProblem,
    LineField,
    ListField,
    TickField,
)
from outreach_app.ui.widgets.entry_hours import HoursField
from outreach_app.ui.widgets.entry_rows import AddressesField, PhonesField
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.given_text import GivenText
from outreach_app.ui.widgets.labelled import Labelled
from outreach_app.ui.widgets.loose import loosen
from outreach_app.ui.widgets.state_word import StateWord
from outreach_app.ui.widgets.text import SectionLabel, Text
from outreach_app.ui.words import long_date

_BESIDE: Final = 720
"""Pixels of width at 100 % text from which two fields stand beside each other."""


class EntryEditor(QWidget):
    """`changed` after any change by hand; `settled` carries a conflict's field and whose value to take."""

    changed = Signal()
    settled = Signal(str, str)

    def __init__(self, desk: Desk, actions: QWidget) -> None:
        """`actions` stand under the entry's name."""
        super().__init__()
        self.desk = desk
        self.opened: DeskEntry | None = None
        self.dirty = False
        self.cleared: set[str] = set()
        self.fields: dict[str, EntryField] = {}
        self.places: dict[str, Labelled] = {}
        self.take_back: dict[str, Button] = {}
        self.name = GivenText("", "title")
        self.from_where = GivenText("", "quiet")
        self.states = QVBoxLayout()
        self.conflicts = Card()
        self.conflicts.hide()
        self.right_button = Button(self.tr("What was guessed is right"))
        self.right_button.clicked.connect(self.confirm_guesses)
        self._make_fields()
        self._lay_out(actions)

    # --- showing ----------------------------------------------------------------------------------------------

    def show_entry(self, opened: DeskEntry) -> None:
        """Another entry, or the same one read again."""
        self.opened, self.dirty, self.cleared = opened, False, set()
        entry = opened.entry
        for name, field in self.fields.items():
            field.show_value(getattr(entry, name))
            self.places[name].say("")
        self._show_head()
        self._show_source()
        self._show_conflicts()
        self._show_guesses(entry.guessed)
        self._show_secret()

    def draft(self) -> Entry | None:
        """The entry as filled in; None where something is wrong, which is then said at its field."""
        if self.opened is None:
            return None
        values: dict[str, Any] = {}
        wrong: list[str] = []
        for name, field in self.fields.items():
            try:
                values[name] = field.value()
                self.places[name].say("")
            except FieldProblem as problem:
                self.places[name].say(problem.words)
                wrong.append(name)
        if not wrong and (ages := self._ages_wrong(values)):
            self.places["maximum_age"].say(ages)
            wrong.append("maximum_age")
        if wrong:
            self.fields[wrong[0]].setFocus()
            return None
        return self._with_marks(replace(self.opened.entry, **self._secret(values)))

    def confirm_guesses(self) -> None:
        """Everything that a rule guessed is right as it stands."""
        if self.opened is not None:
            self.cleared.update(self.opened.entry.guessed)
            self._show_guesses(())
            self._touch()

    def _with_marks(self, entry: Entry) -> Entry:
        """Whatever a person set is not guessed any more."""
        before = self.opened.entry if self.opened else entry
        touched = {name for name in GUESSED_FIELDS if getattr(before, name) != getattr(entry, name)}
        turned = {code for code in STREET_ATTRIBUTES if before.says(code) != entry.says(code)}
        needs = {GUESSED_NEED + code for code in {*before.needs} ^ {*entry.needs}}
        gone = self.cleared | touched | turned | needs
        return replace(entry, guessed=tuple(mark for mark in entry.guessed if mark not in gone))

    def _secret(self, values: dict[str, Any]) -> dict[str, Any]:
        """A secret address is no address at all."""
        attributes = dict(values["attributes"])
        if values["confidential"]:
            return values | {"addresses": (), "attributes": attributes | {CONFIDENTIAL: YES}}
        if attributes.get(CONFIDENTIAL) == YES:
            attributes[CONFIDENTIAL] = NO
        return values | {"attributes": attributes}

    def _ages_wrong(self, values: dict[str, Any]) -> str:
        least, most = values["minimum_age"], values["maximum_age"]
        turned = least is not None and most is not None and least > most
        return self.tr("The oldest is younger than the youngest.") if turned else ""

    def _show_head(self) -> None:
        opened = self.opened
        if opened is None:
            return
        entry = opened.entry
        self.name.setText(entry.name or self.tr("New entry"))
        told = [source_name(opened.source), checked_words(entry.verified_on, entry.verified_how)]
        if entry.verified_by:
            told.append(self.tr("by {seat}").format(seat=entry.verified_by))
        self.from_where.setText(" · ".join(told))
        while self.states.count():
            item = self.states.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        words = [StateWord(self.desk.theme.icons, said, tone) for said, tone in self._state_words(opened)]
        if words:
            self.states.addWidget(flowing(*words, gap=16))

    def _state_words(self, opened: DeskEntry) -> Iterator[tuple[str, str]]:
        if opened.recalled_on:
            yield self.tr("Recalled on {date}").format(date=long_date(opened.recalled_on)), "stop"
        if opened.gone_on:
            yield self.tr("Gone from its source since {date}").format(date=long_date(opened.gone_on)), "care"
        if opened.entry.confidential:
            yield self.tr("Secret address"), "info"
        if opened.edited and opened.source != OWN_SOURCE:
            yield self.tr("Edited here"), "info"

    def _show_guesses(self, guessed: tuple[str, ...]) -> None:
        for field in (self.fields["needs"], self.fields["attributes"]):
            if isinstance(field, NeedsField | AttributesField):
                field.show_guesses(guessed)
        self.guesses.setText(self.tr("Guessed from the source's words: {what}.").format(what=guess_words(guessed)))
        self.guess_card.setVisible(bool(guessed))
        for name in ("minimum_age", "maximum_age", "opening", "languages"):
            place = self.places[name]
            if name in guessed:
                place.tell(self.tr("guessed"))
            elif not self.take_back[name].isVisibleTo(self):
                place.tell("")

    def _show_source(self) -> None:
        """Beside each field that was edited: what the source has."""
        opened = self.opened
        imported = opened.imported if opened else None
        differs = changed_fields(imported, opened.entry) if opened and imported else ()
        for name, place in self.places.items():
            edited = imported is not None and name in differs
            self.take_back[name].setVisible(edited)
            said = self._source_words(name, imported) if edited and imported else ""
            place.tell(self.tr("In the source: {value}").format(value=said) if edited else "")

    def _source_words(self, name: str, imported: Entry) -> str:
        before = imported.as_json()
        if name != "attributes" or self.opened is None:
            return value_words(name, before.get(name))
        ours = self.opened.entry
        different = [code for code in STREET_ATTRIBUTES if ours.says(code) != imported.says(code)]
        return ", ".join(f"{field_name(code)}: {value_words(code, imported.says(code))}" for code in different)

    def _take_source(self, name: str) -> None:
        if self.opened is not None and self.opened.imported is not None:
            self.fields[name].show_value(getattr(self.opened.imported, name))
            self.take_back[name].hide()
            self.places[name].tell("")
            self._show_secret()
            self._touch()

    def _show_conflicts(self) -> None:
        layout = self.conflicts.column
        while layout.count():
            item = layout.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        found = self.opened.conflicts if self.opened else ()
        self.conflicts.setVisible(bool(found))
        if not found:
            return
        told = self.tr("Changed here and in the source. Settle it:")
        layout.addWidget(StateWord(self.desk.theme.icons, told, "care"))
        for conflict in found:
            row = Columns(_BESIDE, self.desk.theme.scale)
            name = field_name(conflict.field)
            for whose, value, words in (
                (OURS, conflict.ours, self.tr("Keep ours")), (THEIRS, conflict.theirs, self.tr("Take theirs")),
            ):  # fmt: skip
                side = Card("quiet")
                head = self.tr("{field}, here") if whose == OURS else self.tr("{field}, in the source")
                side.column.addWidget(SectionLabel(head.format(field=name)))
                side.column.addWidget(GivenText(value_words(conflict.field, value)))
                button = Button(words)
                button.setAccessibleName(f"{words}: {name}")
                button.clicked.connect(lambda _on=False, f=conflict.field, w=whose: self.settled.emit(f, w))
                side.column.addWidget(flowing(button))
                side.column.addStretch(1)
                row.add(side)
            loosen(row)
            layout.addWidget(row)

    def _show_secret(self) -> None:
        """A secret address has no rows to fill in."""
        secret = bool(self.fields["confidential"].value())
        self.places["addresses"].setVisible(not secret)

    def _clear(self, guess: str) -> None:
        self.cleared.add(guess)

    def _touch(self, name: str = "") -> None:
        self.dirty = True
        if name:
            self.places[name].say("")
        if name == "confidential":
            self._show_secret()
        self.changed.emit()

    # --- the fields -------------------------------------------------------------------------------------------

    def _make_fields(self) -> None:
        theme = self.desk.theme
        made: dict[str, Callable[[], EntryField]] = {
            "name": lambda: LineField(NAME_LIMIT, needed=True), "discreet_name": lambda: LineField(NAME_LIMIT),
            "organization": lambda: LineField(NAME_LIMIT),
            "audience": lambda: ChoiceField(AUDIENCES, partial(desk_words, AUDIENCE_WORDS)),
            "needs": NeedsField, "description": lambda: BlockField(4), "alert": lambda: BlockField(2),
            "temporarily_closed": lambda: TickField(self.tr("Closed for now")),
            "phones": lambda: PhonesField(theme), "ask_for": lambda: LineField(LINE_LIMIT),
            "website": lambda: LineField(LINE_LIMIT),
            "confidential": lambda: TickField(self.tr("The address is secret: phone only, never printed")),
            "addresses": lambda: AddressesField(theme), "transport": lambda: LineField(LINE_LIMIT),
            "area": lambda: LineField(LINE_LIMIT), "postal_codes": lambda: ListField(2, limit=20, commas=True),
            "intake": lambda: HoursField(field_name("intake"), theme),
            "opening": lambda: HoursField(field_name("opening"), theme), "inside_by": ClockField,
            "minimum_age": AgeField, "maximum_age": AgeField, "languages": LanguagesField,
            "interpretation": lambda: LineField(LINE_LIMIT), "eligibility": lambda: BlockField(3),
            "attributes": lambda: AttributesField(theme), "calls_parent_within": lambda: LineField(LINE_LIMIT),
            "application": lambda: BlockField(2), "documents": lambda: ListField(3, limit=TEXT_LIMIT),
            "fees": lambda: LineField(TEXT_LIMIT),
        }  # fmt: skip
        for name, make in made.items():
            field = make()
            field.name_as(field_name(name))
            field.changed.connect(partial(self._touch, name))
            place = Labelled(field_name(name), field)
            button = Button(self.tr("Take the source's"))
            button.setAccessibleName(self.tr("Take the source's: {field}").format(field=field_name(name)))
            button.clicked.connect(partial(self._take_source, name))
            button.hide()
            place.add(button)
            self.fields[name], self.places[name], self.take_back[name] = field, place, button
        for name in ("temporarily_closed", "confidential", "attributes"):
            self.places[name].name.hide()
        needs, attributes = self.fields["needs"], self.fields["attributes"]
        if isinstance(needs, ChipsField):
            needs.turned.connect(lambda code: self._clear(GUESSED_NEED + code))
        if isinstance(attributes, AttributesField):
            attributes.turned.connect(self._clear)

    def _lay_out(self, actions: QWidget) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.name)
        column.addWidget(self.from_where)
        column.addLayout(self.states)
        column.addWidget(actions)
        column.addWidget(self.conflicts)
        self.guess_card = Card()
        self.guesses = Text("")
        self.guess_card.column.addWidget(self.guesses)
        self.guess_card.column.addWidget(flowing(self.right_button))
        column.addWidget(self.guess_card)
        for head, rows in self._sections():
            card = Card()
            card.column.setContentsMargins(20, 16, 20, 20)
            card.column.setSpacing(12)
            card.column.addWidget(SectionLabel(head))
            for row in rows:
                card.column.addWidget(self._row(row))
            column.addWidget(card)
        column.addStretch(1)
        loosen(self)

    def _row(self, names: tuple[str, ...]) -> QWidget:
        if len(names) == 1:
            return self.places[names[0]]
        columns = Columns(_BESIDE, self.desk.theme.scale)
        for name in names:
            columns.add(self.places[name])
        return columns

    def _sections(self) -> tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]:
        return (
            (self.tr("What it is"), (
                ("name", "organization"), ("discreet_name", "audience"), ("needs",), ("description",), ("alert",),
                ("temporarily_closed",),
            )),
            (self.tr("How to reach it"), (
                ("phones",), ("ask_for", "website"), ("confidential",), ("addresses",), ("transport",),
                ("area", "postal_codes"),
            )),
            (self.tr("When"), (("intake",), ("inside_by",), ("opening",))),
            (self.tr("For whom"), (
                ("minimum_age", "maximum_age"), ("languages",), ("interpretation",), ("eligibility",),
            )),
            (self.tr("What the street asks"), (("attributes",), ("calls_parent_within",))),
            (self.tr("Papers and cost"), (("application",), ("documents", "fees"))),
        )  # fmt: skip
