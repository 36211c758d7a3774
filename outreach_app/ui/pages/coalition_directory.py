# SPDX-License-Identifier: GPL-3.0-or-later
"""The directory desk: its parts under one row of names, each built when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from outreach_app.ui.desk import Desk
from outreach_app.ui.pages.coalition_desk_areas import AreasPart
from outreach_app.ui.pages.coalition_desk_bring import BringPart
from outreach_app.ui.pages.coalition_desk_check import CheckPart
from outreach_app.ui.pages.coalition_desk_entries import EntriesPart
from outreach_app.ui.pages.coalition_desk_give import GivePart
from outreach_app.ui.pages.coalition_desk_words import WordsPart
from outreach_app.ui.pages.coalition_part import CoalitionPart, Part
from outreach_app.ui.restyle import mark
from outreach_app.ui.widgets.segments import Segments

BRING, ENTRIES, CHECK, GIVE, WORDS, AREAS = "bring", "entries", "check", "give", "words", "areas"
_BUILD: Final[dict[str, Callable[[Desk], Part]]] = {
    BRING: BringPart, ENTRIES: EntriesPart, CHECK: CheckPart, GIVE: GivePart, WORDS: WordsPart, AREAS: AreasPart,
}  # fmt: skip


class DirectoryPart(CoalitionPart):
    """Alt+Page Down and Alt+Page Up step through the parts of the desk from anywhere in them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("Directory"))
        self.parts: dict[str, Part] = {}
        self.stack = QStackedWidget()
        self.segments = Segments(
            self.tr("Parts of the directory desk"),
            [
                (BRING, self.tr("Bring in")), (ENTRIES, self.tr("Entries")), (CHECK, self.tr("Check next")),
                (GIVE, self.tr("Give out")), (WORDS, self.tr("Words and rules")), (AREAS, self.tr("Areas")),
            ],
        )  # fmt: skip
        for button in self.segments.buttons.values():
            mark(button, "kind", "second")
        for keys, by in (("Alt+PgDown", 1), ("Alt+PgUp", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda step=by: self._step(step))
        head = QWidget()
        names = QVBoxLayout(head)
        names.setContentsMargins(28, 8, 28, 0)
        names.addWidget(self.segments)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(head)
        outer.addWidget(self.stack, 1)
        self.segments.choose(BRING)
        self.segments.chosen.connect(self.show_part)

    def arrive(self) -> None:
        """The part that was shown last, read again."""
        self.show_part(self.segments.code)

    def show_part(self, code: str) -> None:
        """Bring a part on top."""
        if code not in self.parts:
            part = _BUILD[code](self.desk)
            part.part_wanted.connect(self.go)
            self.parts[code] = part
            self.stack.addWidget(part)
        self.stack.setCurrentWidget(self.parts[code])
        self.parts[code].arrive()

    def go(self, code: str) -> None:
        """A part that another one leads to; `entries:ID` opens an entry there. Other names are the page's."""
        name, _, entry_id = code.partition(":")
        if name not in self.segments.buttons:
            self.part_wanted.emit(code)
            return
        self.segments.choose(name)
        part = self.parts[name]
        if entry_id and isinstance(part, EntriesPart):
            part.open_entry(entry_id)
        else:
            self.segments.focus_chosen()

    def _step(self, by: int) -> None:
        self.segments.step(by)
        self.segments.focus_chosen()
