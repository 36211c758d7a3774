# SPDX-License-Identifier: GPL-3.0-or-later
"""Areas: the postal codes of each zone group, so that what is near comes first and what serves elsewhere is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout

from outreach_app.domain.profile import Profile
from outreach_app.ui.desk import Desk
from outreach_app.ui.pages.coalition_part import Nothing, Part
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.given_text import GivenText
from outreach_app.ui.widgets.labelled import Labelled
from outreach_app.ui.widgets.text import Text

translate = QCoreApplication.translate
_LONGEST: Final = 20
_CODE: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z \-]*")


class AreasPart(Part):
    """A box for each zone group; a list is pasted in as it is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("Areas"))
        self.boxes: dict[str, AreaBox] = {}
        self.told = Text(
            self.tr("Say which postal codes each group of zones lies in. Find help then shows near places first, and "
                    "tells of places that serve another area. Teams get it with their next sync."), tone="quiet",
        )  # fmt: skip
        self.nothing = Nothing(
            self.tr("No zone belongs to a group yet"), self.tr("Zone groups come with the coalition's zones.")
        )
        self.list = QVBoxLayout()
        self.list.setSpacing(12)
        self.column.addWidget(self.told)
        self.column.addWidget(self.nothing)
        self.nothing.hide()
        self.column.addLayout(self.list)
        self.column.addStretch(1)

    def arrive(self) -> None:
        """Read again; what was typed and not saved stays."""
        workplace = self.desk.workplace
        self.desk.vault(lambda: (workplace.shifts.profile(), workplace.coalition.areas()), self.show_areas)

    def show_areas(self, read: tuple[Profile, Mapping[str, tuple[str, ...]]]) -> None:
        """A box for each group, with the zones that belong to it."""
        profile, areas = read
        zones: dict[str, list[str]] = {}
        for zone in profile.active_zones:
            if zone.group:
                zones.setdefault(zone.group, []).append(zone.name)
        self.nothing.setVisible(not zones)
        self.told.setVisible(bool(zones))
        for group, names in zones.items():
            if group not in self.boxes:
                self.boxes[group] = AreaBox(group, names)
                self.boxes[group].save_button.clicked.connect(partial(self.save, group))
                self.list.addWidget(self.boxes[group])
            if not self.boxes[group].dirty:
                self.boxes[group].show_codes(areas.get(group, ()))

    def save(self, group: str) -> None:
        """Keep the codes of one group."""
        box, coalition = self.boxes[group], self.desk.workplace.coalition
        codes, wrong = read_codes(box.field.toPlainText())
        if wrong:
            box.place.say(self.tr("Not a postal code: {code}").format(code=wrong))
            box.field.setFocus()
            return
        box.place.say("")
        self.desk.vault(lambda: coalition.set_area(group, codes), lambda _none: self._saved(group, codes))

    def _saved(self, group: str, codes: tuple[str, ...]) -> None:
        self.boxes[group].show_codes(codes)
        told = self.tr("Saved: {count} postal codes for {group}.")
        self.desk.say(told.format(count=len(codes), group=group), "good")


class AreaBox(Card):
    """One zone group."""

    def __init__(self, group: str, zones: list[str]) -> None:
        super().__init__()
        self.dirty = False
        self.field = QPlainTextEdit()
        self.field.setTabChangesFocus(True)
        self.field.setAccessibleName(self.tr("Postal codes of {group}").format(group=group))
        self.field.setPlaceholderText(self.tr("for example: 64101, 64102, 64105"))
        self.field.setFixedHeight(self.field.fontMetrics().lineSpacing() * 3 + 30)
        self.field.textChanged.connect(self._typed)
        self.place = Labelled(self.tr("Postal codes"), self.field)
        self.save_button = Button(self.tr("Save"))
        self.save_button.setAccessibleName(self.tr("Save the postal codes of {group}").format(group=group))
        self.count = Text("", "quiet", wrap=False)
        self._shown = ""
        self.column.addWidget(GivenText(group, "lead"))
        self.column.addWidget(GivenText(", ".join(zones), "quiet"))
        self.column.addWidget(self.place)
        self.column.addWidget(flowing(self.save_button, self.count, gap=12))

    def show_codes(self, codes: tuple[str, ...]) -> None:
        """The codes as they are kept."""
        self._shown = ", ".join(codes)
        self.field.setPlainText(self._shown)
        self.dirty = False
        self._count()

    def _typed(self) -> None:
        self.dirty = self.field.toPlainText() != self._shown
        self._count()

    def _count(self) -> None:
        codes, _ = read_codes(self.field.toPlainText())
        one, many = self.tr("1 postal code"), self.tr("{count} postal codes")
        self.count.setText(one if len(codes) == 1 else many.format(count=len(codes)))


def read_codes(text: str) -> tuple[tuple[str, ...], str]:
    """The postal codes of a pasted list, each once; and the first part that is none, or an empty text."""
    parts = [" ".join(part.split()).upper() for part in re.split(r"[\n\r,;\t]+", text)]
    found: dict[str, None] = {}
    for part in parts:
        for code in part.split() if re.fullmatch(r"[\d\- ]+", part) else [part]:
            if not code:
                continue
            if len(code) > _LONGEST or not _CODE.fullmatch(code) or not any(letter.isdigit() for letter in code):
                return tuple(found), code[:40]
            found[code] = None
    return tuple(found), ""
