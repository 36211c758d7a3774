# SPDX-License-Identifier: GPL-3.0-or-later
"""A place as a person met is shown it: the number, large, and where it is. A name only where it gives nothing away."""

from __future__ import annotations

from dataclasses import replace

from outreach_app.domain.directory import Entry
from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.full_screen import FullScreen
from outreach_app.ui.find_words import language_name
from outreach_app.ui.widgets.entry_card import address_words, first_phone, phone_words


class ShowPlace(FullScreen):
    """Without a discreet name: number and street alone, without the building's name. A secret
    address is not in the entry at all."""

    def __init__(self, desk: Desk, entry: Entry) -> None:
        super().__init__(desk, self.tr("To show"))
        phone = first_phone(entry)
        address = next((one for one in entry.addresses if one.kind == "physical"), None)
        self.add_line(entry.discreet_name, "shown-title")
        self.add_number(phone_words(phone) if phone else "")
        self.add_line(self.tr("ask for {whom}").format(whom=entry.ask_for) if entry.ask_for and phone else "")
        self.add_line(self.tr("be inside by {time}").format(time=entry.inside_by) if entry.inside_by else "")
        self.add_line(address_words(replace(address, place="")) if address else "")
        self.add_line(entry.transport, "shown-small")
        self.add_line(", ".join(language_name(code) for code in entry.languages), "shown-small")
