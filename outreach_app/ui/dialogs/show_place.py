# SPDX-License-Identifier: GPL-3.0-or-later
"""A place as a person met is shown it: the number, large, and where it is. A name only where it gives nothing away."""

from __future__ import annotations

from dataclasses import replace

from outreach_app.domain.directory import FOR_PERSON, Entry
from outreach_app.domain.errors import NotForPersons
from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.full_screen import FullScreen
from outreach_app.ui.find_words import language_name
from outreach_app.ui.place_words import address_words, first_phone, phone_words, secret, street


class ShowPlace(FullScreen):
    """Without a discreet name: number and street alone, without the building's name. Nothing leads to a secret
    place. Raises `NotForPersons` for an entry that is meant for professionals."""

    def __init__(self, desk: Desk, entry: Entry) -> None:
        if entry.audience != FOR_PERSON:
            raise NotForPersons(entry.id)
        super().__init__(desk, self.tr("To show"))
        phone, address = first_phone(entry), street(entry)
        self.add_line(entry.discreet_name, "shown-title")
        self.add_number(phone_words(phone) if phone else "")
        self.add_line(self.tr("ask for {whom}").format(whom=entry.ask_for) if entry.ask_for and phone else "")
        self.add_line(self.tr("be inside by {time}").format(time=entry.inside_by) if entry.inside_by else "")
        self.add_line(address_words(replace(address, place="")) if address else "")
        self.add_line("" if secret(entry) else entry.transport, "shown-small")
        self.add_line(", ".join(language_name(code) for code in entry.languages), "shown-small")
