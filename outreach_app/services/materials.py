# SPDX-License-Identifier: GPL-3.0-or-later
"""Help lines for workers: which may be shown to a person, in which order, and which never."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from outreach_app.domain.errors import NotForPersons, UnknownEntry
from outreach_app.domain.material import HelpLine


class MaterialsService:
    """Works on the lines of the open release; `lines` gives them, `today` the coalition's date."""

    def __init__(self, lines: Callable[[], tuple[HelpLine, ...]], today: Callable[[], date]) -> None:
        self._lines = lines
        self._today = today

    def for_persons(self, language: str = "") -> tuple[HelpLine, ...]:
        """Lines that may be shown, those that speak `language` first, else in the order published."""
        shown = [line for line in self._lines() if line.may_be_shown]
        return tuple(sorted(shown, key=lambda line: bool(language) and language not in line.languages))

    def for_workers(self) -> tuple[HelpLine, ...]:
        """Lines that report to an authority or are for workers only: listed apart, never shown to a person."""
        return tuple(line for line in self._lines() if not line.may_be_shown)

    def line(self, line_id: str) -> HelpLine:
        """One line; raises `UnknownEntry`."""
        for line in self._lines():
            if line.id == line_id:
                return line
        raise UnknownEntry(line_id)

    def to_show(self, line_id: str) -> HelpLine:
        """A line to be shown to a person, full screen; raises `NotForPersons` for one that may not."""
        line = self.line(line_id)
        if not line.may_be_shown:
            raise NotForPersons(line_id)
        return line

    def unverified(self) -> tuple[HelpLine, ...]:
        """Lines that nobody checked within 90 days, or whose check-by date has passed."""
        return tuple(line for line in self._lines() if not line.fresh(self._today()))
