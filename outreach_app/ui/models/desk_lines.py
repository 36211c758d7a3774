# SPDX-License-Identifier: GPL-3.0-or-later
"""The working copy's entries as a long list: name, organization, state, when checked, where from."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject

from outreach_app.domain.desk import DeskLine
from outreach_app.ui.coalition_words import source_name
from outreach_app.ui.models.paged import PagedRows
from outreach_app.ui.models.rows import Column
from outreach_app.ui.words import long_date

translate = QCoreApplication.translate


class DeskLines(PagedRows[DeskLine]):
    """What matters most of an entry's state stands in its cell; the rest stands in the entry."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            (
                Column(translate("directory", "Entry"), lambda line: line.name, wide=220),
                Column(translate("directory", "Organization"), _organization, wide=160),
                Column(translate("directory", "State"), lambda line: _state(line)[0],
                       tone=lambda line: _state(line)[1]),
                Column(translate("directory", "Checked"), _checked,
                       tone=lambda line: "" if line.verified_on else "care"),
                Column(translate("directory", "From"), lambda line: source_name(line.source)),
            ),
            parent,
        )  # fmt: skip


def _organization(line: DeskLine) -> str:
    return "" if line.organization == line.name else line.organization


def _state(line: DeskLine) -> tuple[str, str]:
    for here, words, tone in (
        (line.recalled, translate("directory", "recalled"), "stop"),
        (line.gone, translate("directory", "gone"), "care"),
        (line.guessed, translate("directory", "guessed"), "care"),
        (line.edited, translate("directory", "edited"), "info"),
        (line.confidential, translate("directory", "secret address"), "info"),
    ):
        if here:
            return words, tone
    return "", ""


def _checked(line: DeskLine) -> str:
    return long_date(line.verified_on) if line.verified_on else translate("directory", "never")
