# SPDX-License-Identifier: GPL-3.0-or-later
"""Which column of somebody's table holds what: our fields beside their columns, and how the first rows would read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from outreach_app.domain.desk import TableLook
from outreach_app.domain.directory import STREET_ATTRIBUTES, Entry
from outreach_app.ui import words
from outreach_app.ui.coalition_words import field_name, said
from outreach_app.ui.desk import Desk
from outreach_app.ui.field_words import value_words
from outreach_app.ui.hours_words import day_name
from outreach_app.ui.models.rows import Column, Rows
from outreach_app.ui.widgets.choice import Choice
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.given_text import GivenText
from outreach_app.ui.widgets.state_word import StateWord
from outreach_app.ui.widgets.table import Table
from outreach_app.ui.widgets.table_card import TableCard
from outreach_app.ui.widgets.text import SectionLabel, Text

translate = QCoreApplication.translate
DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHOWN: Final = (
    "name", "organization", "phones", "street", "city", "state", "postal_code", "needs", "opening", "intake",
    "eligibility", "description", "languages", "fees", "documents", "website", "verified_on", "id",
)  # fmt: skip
"""The fields that a directory needs most: always asked about. Others are asked about where a column seems to hold them,
or somebody wants them."""
MORE: Final = (
    "discreet_name", "alert", "audience", "fax", "textphone", "place", "region", "mail_street", "mail_city",
    "mail_state", "mail_postal_code", "transport", "area", "postal_codes", "minimum_age", "maximum_age", "ages",
    "application", "interpretation", "inside_by", "ask_for", "status",
    *(f"opening_{day}" for day in DAYS), *(f"intake_{day}" for day in DAYS), *STREET_ATTRIBUTES,
)  # fmt: skip
LARGE: Final = 1.5
"""Text scale from which on a field's controls stand below each other."""
_SAMPLED: Final = ("organization", "phones", "addresses", "needs", "opening", "languages")


class MappingTable(QWidget):
    """`changed` after a person chose another column."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.choices: dict[str, Choice] = {}
        self._options: dict[str, list[tuple[str, ...]]] = {}
        self.marks: dict[str, StateWord] = {}
        self.samples: dict[str, GivenText] = {}
        self.guessed: set[str] = set()
        self._kept: dict[str, object] = {}
        self.more = Choice(self.tr("Another field"))
        self.more.activated.connect(self._add_more)
        self._look: TableLook | None = None
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(16)
        self.grid.setVerticalSpacing(8)
        for place, share in ((0, 1),) if desk.theme.scale > LARGE else ((1, 2), (3, 3)):
            self.grid.setColumnStretch(place, share)
        self.table = Table(desk.theme, self.tr("The first rows as they would read"), _sampled())
        self.card = TableCard(self.table, least_lines=2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(SectionLabel(self.tr("Which column holds what")))
        column.addLayout(self.grid)
        column.addWidget(flowing(self.more))
        self.outside = GivenText("", "quiet")
        column.addWidget(self.outside)
        self.sample_head = SectionLabel(self.tr("The first rows as they would read"))
        column.addWidget(self.sample_head)
        column.addWidget(self.card)

    def show_look(self, look: TableLook, known: Mapping[str, object] | None) -> None:
        """Another table; `known` is how it was read the last time, where it was."""
        self._look = look
        self._kept = dict(known or look.mapping)
        chosen = _columns(self._kept)
        self.guessed = set(chosen) if known is None else set()
        while self.grid.count():
            item = self.grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.choices, self.marks, self.samples, self._options = {}, {}, {}, {}
        for name in (*SHOWN, *(name for name in chosen if name not in SHOWN)):
            self._add(name, chosen.get(name, ()))
        self.outside.setText(self.tr("Never brought in: {columns}").format(columns=", ".join(look.outside)))
        self.outside.setVisible(bool(look.outside))
        self.more.clear()
        self.more.addItem(self.tr("another field…"), "")
        for name in MORE:
            if name not in self.choices:
                self.more.addItem(field_words_of(name), name)

    def mapping(self) -> dict[str, object]:
        """What is chosen, in the form that is saved with the source; what was not touched stays as it came."""
        before = _columns(self._kept)
        found: dict[str, dict[str, object]] = {"columns": {}, "attributes": {}}
        for name in self.choices:
            kind = "attributes" if name in STREET_ATTRIBUTES else "columns"
            columns = self.columns_of(name)
            if columns:
                held = self._kept.get(kind)
                came = held.get(name) if isinstance(held, Mapping) else None
                found[kind][name] = came if came is not None and columns == before.get(name) else list(columns)
        return self._kept | {key: value for key, value in found.items() if value or key in self._kept}

    def columns_of(self, name: str) -> tuple[str, ...]:
        """The columns that are chosen for a field."""
        return self._options[name][max(0, self.choices[name].currentIndex())]

    def choose(self, name: str, column: str) -> None:
        """Choose a column for a field, as a person would."""
        self.choices[name].setCurrentIndex(self._options[name].index((column,)))
        self._chosen(name)

    def show_sample(self, entries: tuple[Entry, ...]) -> None:
        """The first rows, read."""
        self.table.rows.show(entries)
        for part in (self.card, self.sample_head):
            part.setVisible(bool(entries))

    def _add(self, name: str, chosen: tuple[str, ...]) -> None:
        row = len(self.choices)
        choice = Choice(self.tr("Column for: {field}").format(field=field_words_of(name)))
        outside = self._look.outside if self._look else ()
        columns = [column for column in self._look.columns if column not in outside] if self._look else []
        options: list[tuple[str, ...]] = [(), *((chosen,) if len(chosen) > 1 else ()), *((one,) for one in columns)]
        for option in options:
            choice.addItem(" + ".join(option) or self.tr("not in this table"))
        self._options[name] = options
        choice.setCurrentIndex(options.index(chosen) if chosen in options else 0)
        choice.setMinimumContentsLength(12)
        choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.activated.connect(lambda _place: self._chosen(name))
        mark = StateWord(self.desk.theme.icons, self.tr("guessed"), "care")
        sample = GivenText(self._sample(chosen), "quiet")
        self.choices[name], self.marks[name], self.samples[name] = choice, mark, sample
        label = Text(field_words_of(name))
        if self.desk.theme.scale > LARGE:  # what may not grow would hold the whole column to its own width
            for place, widget in enumerate((label, choice, flowing(mark), sample)):
                self.grid.addWidget(widget, 4 * row + place, 0)
        else:
            for place, widget in enumerate((label, choice, mark, sample)):
                self.grid.addWidget(widget, row, place)
        mark.setVisible(name in self.guessed and bool(chosen))

    def _add_more(self, _place: int) -> None:
        name = str(self.more.currentData())
        if name:
            self.more.removeItem(self.more.currentIndex())
            self._add(name, ())
            self.choices[name].setFocus()
        self.more.setCurrentIndex(0)

    def _chosen(self, name: str) -> None:
        self.marks[name].hide()
        self.samples[name].setText(self._sample(self.columns_of(name)))
        self.changed.emit()

    def _sample(self, columns: Sequence[str]) -> str:
        """The first values that are not empty, for recognising a column."""
        if self._look is None or not columns:
            return ""
        places = [self._look.columns.index(column) for column in columns if column in self._look.columns]
        values = (" ".join(row[place] for place in places if place < len(row)).strip() for row in self._look.rows)
        found = [value for value in values if value][:2]
        return "  ·  ".join(value if len(value) <= 60 else value[:59] + "…" for value in found)


def field_words_of(name: str) -> str:
    """A field that a column can fill; parts of an address have words of their own."""
    kind, _, day = name.partition("_")
    if day in DAYS:
        return f"{field_name(kind)}: {day_name(DAYS.index(day))}"
    return said(_PARTS, name) if name in _PARTS else field_name(name)


_PARTS: Final[words.Table] = {
    "street": QT_TRANSLATE_NOOP("coalition", "Street"),
    "city": QT_TRANSLATE_NOOP("coalition", "City"),
    "state": QT_TRANSLATE_NOOP("coalition", "State"),
    "region": QT_TRANSLATE_NOOP("coalition", "Part of town, county"),
    "postal_code": QT_TRANSLATE_NOOP("coalition", "Postal code"),
    "place": QT_TRANSLATE_NOOP("coalition", "Name of the building"),
    "mail_street": QT_TRANSLATE_NOOP("coalition", "Street, for letters"),
    "mail_city": QT_TRANSLATE_NOOP("coalition", "City, for letters"),
    "mail_state": QT_TRANSLATE_NOOP("coalition", "State, for letters"),
    "mail_postal_code": QT_TRANSLATE_NOOP("coalition", "Postal code, for letters"),
    "fax": QT_TRANSLATE_NOOP("coalition", "Fax"),
    "textphone": QT_TRANSLATE_NOOP("coalition", "Textphone"),
    "ages": QT_TRANSLATE_NOOP("coalition", "Ages, as 12–17"),
    "status": QT_TRANSLATE_NOOP("coalition", "In use or not"),
    "id": QT_TRANSLATE_NOOP("coalition", "Number in the source"),
}


def _columns(mapping: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    """Field or attribute to the columns that hold it."""
    found: dict[str, tuple[str, ...]] = {}
    for kind in ("columns", "attributes"):
        held = mapping.get(kind)
        for name, columns in held.items() if isinstance(held, Mapping) else ():
            found[str(name)] = tuple(
                str(column.get("column", "")) if isinstance(column, Mapping) else str(column) for column in columns
            )
    return found


def _sampled() -> Rows[Entry]:
    def told(name: str) -> Column[Entry]:
        return Column(field_name(name), lambda entry: value_words(name, entry.as_json().get(name)), wide=120)

    return Rows((
        Column(field_name("name"), lambda entry: entry.name, wide=160), *(told(name) for name in _SAMPLED),
    ))  # fmt: skip
