# SPDX-License-Identifier: GPL-3.0-or-later
"""All that is known about a help line, for the worker: who answers, what they pass on, who checked it."""

from __future__ import annotations

from datetime import date

from outreach_app.domain.material import HelpLine
from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.dialog import Dialog
from outreach_app.ui.line_words import (
    ANSWERS,
    AUDIENCES,
    SHARES,
    hours_words,
    languages_words,
    line_words,
    text_words,
    verified_words,
    why_not_shown,
)
from outreach_app.ui.widgets.button import Button, press_on_return
from outreach_app.ui.widgets.fact_rows import Fact, FactRows


class AboutLine(Dialog):
    """Read and closed."""

    def __init__(self, desk: Desk, line: HelpLine, today: date) -> None:
        super().__init__(desk, line.name, width=760, height=560)
        self.facts = FactRows(desk.theme.icons, desk.theme.scale)
        self.facts.show_facts(self._facts(line, today))
        self.column.addWidget(self.facts)
        self.column.addStretch(1)
        close = Button(self.tr("Close"), "primary")
        close.clicked.connect(self.accept)
        press_on_return(close)
        self.add_button(close)

    def _facts(self, line: HelpLine, today: date) -> tuple[Fact, ...]:
        state, tone = verified_words(line, today)
        shares = {"no": "good", "yes": "stop"}.get(line.shares_with_police, "care")
        seen = self.tr("as seen {when}").format(when=line.source_seen) if line.source_seen else ""
        return (
            Fact(self.tr("Never shown"), "" if line.may_be_shown else why_not_shown(line), "stop"),
            Fact(self.tr("Know first"), line.know_first, "care"),
            Fact(self.tr("Police"), line_words(SHARES, line.shares_with_police), shares),
            Fact(self.tr("Checked"), state, tone),
            Fact(self.tr("Call"), "\n".join(" · ".join(p for p in (row.number, row.label) if p) for row in line.call)),
            Fact(self.tr("Text"), "\n".join(text_words(text) for text in line.text)),
            Fact(self.tr("Chat"), line.chat),
            Fact(self.tr("Relay"), line.relay),
            Fact(self.tr("Hours"), hours_words(line)),
            Fact(self.tr("Languages"), languages_words(line)),
            Fact(self.tr("For"), line_words(AUDIENCES, line.audience)),
            Fact(self.tr("Run by"), line.operator),
            Fact(self.tr("Survivors answer"), line_words(ANSWERS, line.survivors_answer)),
            Fact(self.tr("Where"), line.scope),
            Fact(self.tr("For you"), line.caveat),
            Fact(self.tr("From"), " · ".join(part for part in (line.source, seen) if part)),
        )
