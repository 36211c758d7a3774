# SPDX-License-Identifier: GPL-3.0-or-later
"""Tonight on a laptop that has joined and not yet received its zones and counters: what to do first."""

from __future__ import annotations

from outreach_app.ui.desk import Desk
from outreach_app.ui.page import Sheet
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.text import Text


class NotReadyPage(Sheet):
    """Leads to Sending."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("Almost ready"))
        self.sending = Button(self.tr("Open Sending"), "primary", icon=desk.theme.icons / "send.svg")
        self.sending.clicked.connect(lambda: desk.go("sending"))
        self.column.addWidget(Text(self.tr("Your zones and counters have not come yet."), "lead"))
        self.column.addWidget(
            Text(
                self.tr(
                    "They come from the office with a sync, once it has let this laptop in. Companion looks for them "
                    "every few minutes while it is open."
                )
            )
        )
        self.column.addWidget(flowing(self.sending))

    def arrive(self) -> None:
        """One Enter goes there."""
        self.sending.setFocus()
