# SPDX-License-Identifier: GPL-3.0-or-later
"""Copying one field of a place: number, address or website, each with its key."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from outreach_app.domain.directory import Entry
from outreach_app.ui.place_words import address_words, first_phone, street
from outreach_app.ui.widgets.flow import FlowLayout
from outreach_app.ui.widgets.key_button import KeyButton

NUMBER, ADDRESS, WEBSITE = "C", "A", "W"
COPIED: Final = {
    NUMBER: (QT_TRANSLATE_NOOP("CopyRow", "copy number"), QT_TRANSLATE_NOOP("CopyRow", "number copied")),
    ADDRESS: (QT_TRANSLATE_NOOP("CopyRow", "copy address"), QT_TRANSLATE_NOOP("CopyRow", "address copied")),
    WEBSITE: (QT_TRANSLATE_NOOP("CopyRow", "copy website"), QT_TRANSLATE_NOOP("CopyRow", "website copied")),
}
"""By key: what it does, and what is said while the clipboard holds it."""


class CopyRow(QWidget):
    """`wanted` carries the key of what is to be copied; only what the place has is offered."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, KeyButton] = {}
        self.texts: dict[str, str] = {}
        row = FlowLayout(self, gap=4, down=0)
        for key, words in COPIED.items():
            button = KeyButton(key, QCoreApplication.translate("CopyRow", str(words[0])))
            button.clicked.connect(lambda _checked, chosen=key: self.wanted.emit(chosen))
            self.buttons[key] = button
            row.addWidget(button)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say_copied(self, copied: str) -> None:
        """The key of what the clipboard holds; empty for nothing of this place."""
        for key, button in self.buttons.items():
            button.say(QCoreApplication.translate("CopyRow", str(COPIED[key][key == copied])))
        if copied:
            said = self.buttons[copied].words.text()
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def show_entry(self, entry: Entry) -> None:
        """Another place."""
        phone, address = first_phone(entry), street(entry)
        self.say_copied("")
        self.texts = {
            NUMBER: phone.number if phone else "",
            ADDRESS: address_words(address) if address else "",
            WEBSITE: entry.website,
        }
        for key, button in self.buttons.items():
            button.setVisible(bool(self.texts[key]))
        self.setVisible(any(self.texts.values()))
