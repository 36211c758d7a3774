# SPDX-License-Identifier: GPL-3.0-or-later
"""The national guide as its matrix: entries under their type, and a mark under each topic."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject

from outreach_app.domain.guide import Guide, GuideEntry
from outreach_app.ui.coalition_words import KINDS, TOPICS, said
from outreach_app.ui.models.rows import Column, Rows

translate = QCoreApplication.translate


class GuideMatrix(Rows[GuideEntry]):
    """Yes is a tick with its word, no a word alone, and a topic that the section does not have says so."""

    def __init__(self, guide: Guide, parent: QObject | None = None) -> None:
        topics = tuple(_topic(topic) for topic in guide.topics)
        super().__init__(
            (
                Column(translate("coalition", "Type"), lambda entry: said(KINDS, entry.kind), once=True),
                Column(translate("coalition", "Entry"), lambda entry: entry.name, wide=240),
                *topics,
                Column(translate("coalition", "Since then"), _since, tone=lambda e: "care" if e.changed_since else ""),
            ),
            parent,
        )
        self.show(guide.entries)


def _topic(topic: str) -> Column[GuideEntry]:
    def marked(entry: GuideEntry) -> bool | None:
        return entry.marks.get(topic)

    return Column(said(TOPICS, topic), _say(marked, short=True), tone=_tone(marked), spoken=_say(marked, short=False))


def _say(marked: Callable[[GuideEntry], bool | None], *, short: bool) -> Callable[[GuideEntry], str]:
    def say(entry: GuideEntry) -> str:
        mark = marked(entry)
        if mark is None:
            return "" if short else translate("coalition", "this section has no such column")
        return translate("coalition", "yes") if mark else translate("coalition", "no")

    return say


def _tone(marked: Callable[[GuideEntry], bool | None]) -> Callable[[GuideEntry], str]:
    def tone(entry: GuideEntry) -> str:
        mark = marked(entry)
        return "absent" if mark is None else "good" if mark else "quiet"

    return tone


def _since(entry: GuideEntry) -> str:
    return translate("coalition", "changed") if entry.changed_since else ""
