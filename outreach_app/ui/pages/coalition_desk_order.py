# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to be read: in which form, known as what, and for somebody's own table which column holds what."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from outreach_app.domain.desk import OWN_SOURCE, SourceLine, TableLook
from outreach_app.domain.directory import NAME_LIMIT, Entry
from outreach_app.domain.directory_import import ImportOrder
from outreach_app.domain.errors import CompanionError
from outreach_app.services.desk import TRAINING
from outreach_app.ui.coalition_words import FORMS, said, source_name
from outreach_app.ui.desk import Desk
from outreach_app.ui.pages.coalition_desk_mapping import MappingTable
from outreach_app.ui.sentences import sentence
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.choice import Choice, Tick
from outreach_app.ui.widgets.columns import Columns
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.given_text import GivenText
from outreach_app.ui.widgets.labelled import Labelled
from outreach_app.ui.widgets.loose import loosen
from outreach_app.ui.widgets.text import SectionLabel

API, CSV = "api", "csv"
FILE_FORMS: Final = ("hsds", "hsds1", "icarol", "csv")


class OrderForm(Card):
    """`wanted` carries the order; `back_wanted` nothing."""

    wanted = Signal(object)
    back_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.path: Path | None = None
        self.sources: tuple[SourceLine, ...] = ()
        self._known: ImportOrder | None = None
        self._asked = 0
        self.what = GivenText("", "lead")
        self.address = QLineEdit()
        self.address.setMaxLength(2000)
        self.form = Choice(self.tr("Form"))
        self.name = QLineEdit()
        self.name.setMaxLength(NAME_LIMIT)
        self.changed_only = Tick(self.tr("Only what changed since the last time"))
        self.mapping = MappingTable(desk)
        self.earlier = Choice(self.tr("Known already"))
        self.read_button = Button(self.tr("Read it"), "primary")
        self.back_button = Button(self.tr("Back"), icon=desk.theme.icons / "back.svg")
        self.address_field = Labelled(
            self.tr("Address"),
            self.address,
            self.tr("As the keeper of the directory gave it, for example https://…/services"),
        )
        self.form_field = Labelled(self.tr("Form"), self.form)
        self.name_field = Labelled(
            self.tr("Known as"), self.name, self.tr("The next import under this name is compared with this one.")
        )
        self.earlier_field = Labelled(self.tr("Or again one that is known already"), self.earlier)
        self._lay_out()
        self._connect()

    # --- beginning --------------------------------------------------------------------------------------------

    def open_file(self, path: Path, sources: tuple[SourceLine, ...], source: str = "") -> None:
        """A file or a folder; its form is recognised on the lane."""
        self._begin(sources, source or path.stem)
        self.path = path
        self.what.setText(path.name)
        self._show_forms(FILE_FORMS)
        self.mapping.hide()
        self.read_button.setEnabled(False)
        looking = self.desk.workplace.looking
        self.desk.office(lambda: looking.recognise(path), self._recognised, self._unknown)

    def open_address(self, sources: tuple[SourceLine, ...], source: str = "") -> None:
        """An address of an API."""
        self._begin(sources, source)
        self.path = None
        self.what.setText(self.tr("An address of an API"))
        self._show_forms((API,))
        self._show_form()
        self._look_up()
        self.address.setFocus()

    def order(self) -> ImportOrder:
        """What is filled in now."""
        where = f"{self.path}" if self.path is not None else self.address.text().strip()
        form, source = str(self.form.currentData()), self.name.text().strip()
        order = ImportOrder(where, form, source)
        if form == CSV:
            order = replace(order, mapping=self.mapping.mapping())
        line = self._line()
        if form == API and self.changed_only.isChecked() and line is not None:
            order = replace(order, modified_after=f"{line.imported_on.isoformat()}T00:00:00Z")
        return order

    def read_wanted(self) -> None:
        """Begin, or say what is missing; while the file is still being looked at, wait."""
        if not self.read_button.isEnabled():
            return
        self.name_field.say("" if self.name.text().strip() else self.tr("Give the source a name."))
        missing = self.path is None and not self.address.text().strip().lower().startswith(("https://", "http://"))
        self.address_field.say(self.tr("An address begins with https://") if missing else "")
        unnamed = self.form.currentData() == CSV and not self._names()
        self.form_field.say(self.tr("Say which column holds the name.") if unnamed else "")
        for wrong, control in ((missing, self.address), (not self.name.text().strip(), self.name)):
            if wrong:
                control.setFocus()
                return
        if unnamed:
            self.mapping.choices["name"].setFocus()
            return
        self.wanted.emit(self.order())

    def _names(self) -> bool:
        columns = self.mapping.mapping()["columns"]
        return isinstance(columns, dict) and bool(columns.get("name"))

    def _begin(self, sources: tuple[SourceLine, ...], source: str) -> None:
        self.sources = tuple(line for line in sources if line.name not in {OWN_SOURCE, TRAINING})
        self.earlier.clear()
        self.earlier.addItem(self.tr("a new one"), "")
        for line in self.sources:
            self.earlier.addItem(source_name(line.name), line.name)
        self.earlier_field.setVisible(bool(self.sources))
        for field in (self.address_field, self.name_field, self.form_field):
            field.say("")
        self._known = None
        self.name.setText(source)

    def _recognised(self, form: str) -> None:
        self.form.setCurrentIndex(max(0, self.form.findData(form)))
        self.form_field.tell(self.tr("Recognised from the file; change it if that is not right."))
        self._show_form()
        self._look_up()
        self.read_button.setFocus()

    def _unknown(self, error: CompanionError) -> None:
        self.read_button.setEnabled(True)
        self.form_field.tell(self.tr("The form could not be recognised. Choose it."))
        self.form_field.say(sentence(error))
        self._show_form()
        self.form.setFocus()

    # --- while filling in -------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.form.activated.connect(lambda _place: self._show_form())
        self.earlier.activated.connect(self._take_earlier)
        self.name.textChanged.connect(lambda _text: self._look_up())
        self.mapping.changed.connect(self._ask_sample)
        self.read_button.clicked.connect(self.read_wanted)
        self.back_button.clicked.connect(self.back_wanted)
        for line in (self.name, self.address):
            line.returnPressed.connect(self.read_wanted)

    def _take_earlier(self, _place: int) -> None:
        if self.earlier.currentData():
            self.name.setText(str(self.earlier.currentData()))

    def _line(self) -> SourceLine | None:
        return next((line for line in self.sources if line.name == self.name.text().strip()), None)

    def _look_up(self) -> None:
        """A source that is known brings its mapping and its address along."""
        line = self._line()
        self.earlier.setCurrentIndex(max(0, self.earlier.findData(line.name if line else "")))
        self.changed_only.setEnabled(line is not None)
        self.changed_only.setChecked(line is not None and line.form == API)
        if line is None:
            self._known = None
            return
        desk, name = self.desk.workplace.desk, line.name
        self.desk.office(lambda: desk.order_for(name), self._known_order)

    def _known_order(self, order: ImportOrder | None) -> None:
        self._known = order
        if order is not None and self.path is None and not self.address.text():
            self.address.setText(order.where if order.form == API else "")
        if order is not None and order.mapping and self.form.currentData() == CSV:
            self._show_form()

    def _show_forms(self, forms: tuple[str, ...]) -> None:
        self.form.clear()
        for form in forms:
            self.form.addItem(said(FORMS, form), form)

    def _show_form(self) -> None:
        form = str(self.form.currentData())
        self.form_field.setVisible(form != API)
        for part in (self.address_field, self.changed_only):
            part.setVisible(form == API)
        self.mapping.setVisible(form == CSV)
        self.read_button.setEnabled(form != CSV)
        if form == CSV and self.path is not None:
            desk, path = self.desk.workplace.desk, self.path
            self.desk.office(lambda: desk.look(path), self._looked, self._unknown)

    def _looked(self, look: TableLook) -> None:
        self.mapping.show_look(look, self._known.mapping if self._known else None)
        self.read_button.setEnabled(True)
        self._ask_sample()

    def _ask_sample(self) -> None:
        order, looking = self.order(), self.desk.workplace.looking
        self._asked += 1
        asked = self._asked

        def show(entries: tuple[Entry, ...]) -> None:
            if asked == self._asked:
                self.mapping.show_sample(entries)

        self.desk.office(lambda: looking.sample(order), show, lambda _error: self.mapping.show_sample(()))

    # --- layout -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.column.setContentsMargins(20, 16, 20, 20)
        self.column.setSpacing(12)
        self.column.addWidget(SectionLabel(self.tr("What is to be read")))
        self.column.addWidget(self.what)
        self.column.addWidget(self.address_field)
        columns = Columns(760, self.desk.theme.scale)
        columns.add(self.name_field)
        columns.add(self.earlier_field)
        columns.add(self.form_field)
        self.column.addWidget(columns)
        self.column.addWidget(flowing(self.changed_only))
        self.column.addWidget(self.mapping)
        self.column.addWidget(flowing(self.read_button, self.back_button))
        loosen(self)
