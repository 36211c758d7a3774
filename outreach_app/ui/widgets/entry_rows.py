# SPDX-License-Identifier: GPL-3.0-or-later
"""Phones and addresses as an entry's fields: a row each, rows can be added and removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from outreach_app.domain.directory import ADDRESS_KINDS, LINE_LIMIT, PHONE_KINDS, Address, Phone
from outreach_app.ui.theme import Theme
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.choice import Choice
from outreach_app.ui.widgets.entry_field import EntryField, FieldProblem
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.text import Text
from outreach_app.ui.words import Table

translate = QCoreApplication.translate
_KINDS: Final[Table] = {
    "voice": QT_TRANSLATE_NOOP("directory", "call"),
    "text": QT_TRANSLATE_NOOP("directory", "text message"),
    "textphone": QT_TRANSLATE_NOOP("directory", "textphone"),
    "fax": QT_TRANSLATE_NOOP("directory", "fax"),
    "other": QT_TRANSLATE_NOOP("directory", "other"),
    "physical": QT_TRANSLATE_NOOP("directory", "where it is"),
    "postal": QT_TRANSLATE_NOOP("directory", "for letters"),
}
_WORDS: Final[Table] = {
    "number": QT_TRANSLATE_NOOP("directory", "Number"),
    "extension": QT_TRANSLATE_NOOP("directory", "Extension"),
    "description": QT_TRANSLATE_NOOP("directory", "What for"),
    "place": QT_TRANSLATE_NOOP("directory", "Building"),
    "street": QT_TRANSLATE_NOOP("directory", "Street"),
    "city": QT_TRANSLATE_NOOP("directory", "City"),
    "region": QT_TRANSLATE_NOOP("directory", "Part of town, county"),
    "state": QT_TRANSLATE_NOOP("directory", "State"),
    "postal_code": QT_TRANSLATE_NOOP("directory", "Postal code"),
    "kind": QT_TRANSLATE_NOOP("directory", "Kind"),
}
Slots = tuple[tuple[str, int, int, int], ...]
"""(name, line, column, columns) of a row's controls, in the order of Tab."""
_PHONE: Final[Slots] = (("number", 0, 0, 2), ("extension", 0, 2, 1), ("kind", 0, 3, 2), ("description", 0, 5, 3))
_ADDRESS: Final[Slots] = (
    ("place", 0, 0, 3), ("street", 0, 3, 5), ("city", 2, 0, 3), ("region", 2, 3, 2), ("state", 2, 5, 1),
    ("postal_code", 2, 6, 2), ("kind", 4, 0, 3),
)  # fmt: skip
_LIMITS: Final = {"number": 100, "extension": 40}


class FormRow(QWidget):
    """One phone or address; large text sets its controls below each other."""

    def __init__(self, slots: Slots, codes: tuple[str, ...], owner: RowsField) -> None:
        super().__init__()
        self.lines: dict[str, QLineEdit] = {}
        self.kind = Choice(_said("kind"))
        for code in codes:
            self.kind.addItem(translate("directory", str(_KINDS[code])), code)
        self.kind.activated.connect(lambda _place: owner.changed.emit())
        self.kind.setMinimumContentsLength(6)
        self.remove = Button(translate("directory", "Remove"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        for number, (name, line, column, span) in enumerate(slots):
            control: QWidget = self.kind
            if name != "kind":
                control = self.lines[name] = QLineEdit()
                self.lines[name].setMaxLength(_LIMITS.get(name, LINE_LIMIT))
                self.lines[name].textEdited.connect(lambda _text: owner.changed.emit())
                control.setMinimumWidth(60)
            control.setAccessibleName(_said(name))
            where = (2 * number, 0, 1, 8) if owner.stacked else (line, column, 1, span)
            grid.addWidget(Text(_said(name), "quiet"), *where)
            grid.addWidget(control, where[0] + 1, *where[1:])
        for column in range(8):
            grid.setColumnStretch(column, 1)
        line, column, span = (2 * len(slots), 0, 8) if owner.stacked else owner.REMOVE
        grid.addWidget(flowing(self.remove), line, column, 1, span)


class RowsField(EntryField):
    """Rows of one kind."""

    SLOTS: Slots = ()
    REMOVE = (0, 0, 1)
    """Line, column and columns of the button that removes a row."""
    CODES: tuple[str, ...] = ()

    def __init__(self, theme: Theme, more: str) -> None:
        super().__init__()
        self.stacked = theme.scale > 1.5
        self.rows: list[FormRow] = []
        self.holder = QVBoxLayout()
        self.holder.setSpacing(16)
        self.more = Button(more, icon=theme.icons / "add.svg")
        self.more.clicked.connect(self._add_one)
        self.inside.addLayout(self.holder)
        self.inside.addWidget(flowing(self.more))

    def name_as(self, name: str) -> None:
        """Each control has its own."""

    def show_rows(self, listed: tuple[Mapping[str, str], ...]) -> None:
        """Other rows, each as its texts."""
        for row in [*self.rows]:
            self._take_out(row)
        for texts in listed:
            self._add(texts)

    def texts(self) -> tuple[dict[str, str], ...]:
        """What is filled in, row by row; rows with nothing are left out."""
        found = []
        for row in self.rows:
            texts = {name: " ".join(line.text().split()) for name, line in row.lines.items()}
            if any(texts.values()):
                found.append(texts | {"kind": str(row.kind.currentData())})
        return tuple(found)

    def _add_one(self) -> None:
        row = self._add({})
        next(iter(row.lines.values())).setFocus()

    def _add(self, texts: Mapping[str, str]) -> FormRow:
        row = FormRow(self.SLOTS, self.CODES, self)
        for name, line in row.lines.items():
            line.setText(texts.get(name, ""))
            line.setCursorPosition(0)
        row.kind.setCurrentIndex(max(0, row.kind.findData(texts.get("kind", self.CODES[0]))))
        row.remove.setAccessibleName(
            translate("directory", "Remove {row}").format(row=next((t for t in texts.values() if t), ""))
        )
        row.remove.clicked.connect(lambda: self._removed(row))
        self.rows.append(row)
        self.holder.addWidget(row)
        return row

    def _removed(self, row: FormRow) -> None:
        self._take_out(row)
        self.changed.emit()
        self.more.setFocus()

    def _take_out(self, row: FormRow) -> None:
        self.rows.remove(row)
        self.holder.removeWidget(row)
        row.hide()
        row.deleteLater()


class PhonesField(RowsField):
    """The first one that can be called is the one shown large."""

    SLOTS = _PHONE
    REMOVE = (1, 8, 1)
    CODES = PHONE_KINDS

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, translate("directory", "Another phone"))

    def show_value(self, value: object) -> None:
        """A tuple of phones."""
        phones = [one for one in value if isinstance(one, Phone)] if isinstance(value, tuple) else []
        self.show_rows(tuple({name: getattr(phone, name) for name in phone.__slots__} for phone in phones))

    def value(self) -> object:
        """A tuple of phones."""
        found = []
        for texts in self.texts():
            phone = replace(Phone(texts["number"]), **texts)
            if not phone.digits:
                raise FieldProblem(translate("directory", "A phone needs a number."))
            found.append(phone)
        return tuple(found)


class AddressesField(RowsField):
    """Where it is."""

    SLOTS = _ADDRESS
    REMOVE = (5, 3, 2)
    CODES = ADDRESS_KINDS

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, translate("directory", "Another address"))

    def show_value(self, value: object) -> None:
        """A tuple of addresses."""
        places = [one for one in value if isinstance(one, Address)] if isinstance(value, tuple) else []
        self.show_rows(tuple({name: getattr(place, name) for name in place.__slots__} for place in places))

    def value(self) -> object:
        """A tuple of addresses."""
        return tuple(Address(**texts) for texts in self.texts())


def _said(name: str) -> str:
    return translate("directory", str(_WORDS[name]))
