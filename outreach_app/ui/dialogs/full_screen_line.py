# SPDX-License-Identifier: GPL-3.0-or-later
"""A help line as a person met is shown it: the number as large as the screen allows, and no word that gives
anything away to whoever looks over a shoulder."""

from __future__ import annotations

from outreach_app.domain.errors import NotForPersons
from outreach_app.domain.material import HelpLine
from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.full_screen import FullScreen
from outreach_app.ui.line_words import hours_words, languages_words, plain, text_words, title_to_show


class FullScreenLine(FullScreen):
    """Raises `NotForPersons` for a line that reports to an authority or is for workers."""

    def __init__(self, desk: Desk, line: HelpLine) -> None:
        if not line.may_be_shown:
            raise NotForPersons(line.id)
        super().__init__(desk, title_to_show(line))
        self.add_line(title_to_show(line), "shown-title")
        for row in line.call:
            self.add_number(row.number)
            self.add_line(plain(row.label))
        for text in line.text:
            self.add_line(text_words(text))
        if not line.call:
            self.add_line(line.chat)
        if line.hours != "24/7":
            self.add_line(hours_words(line))
        self.add_line(languages_words(line), "shown-small")
        self.add_line(plain(line.know_first), "shown-small")
        self.add_line(plain(line.name), "quiet")
