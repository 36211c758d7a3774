# SPDX-License-Identifier: GPL-3.0-or-later
"""The national guide as a matrix of type and topic, and the directory's entries for professionals."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from outreach_app.domain.directory import Entry
from outreach_app.domain.errors import CompanionError, NoDirectory
from outreach_app.domain.guide import Guide, GuideEntry
from outreach_app.ui.coalition_words import KINDS, TOPICS, said
from outreach_app.ui.desk import Desk
from outreach_app.ui.models.guide import GuideMatrix
from outreach_app.ui.models.rows import Column, Rows
from outreach_app.ui.pages.coalition_part import Nothing, Part
from outreach_app.ui.place_words import first_phone, phone_words
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.card import Card
from outreach_app.ui.widgets.fact_rows import Fact, FactRows
from outreach_app.ui.widgets.flow import flowing
from outreach_app.ui.widgets.given_text import GivenText
from outreach_app.ui.widgets.state_word import StateWord
from outreach_app.ui.widgets.table import Table
from outreach_app.ui.widgets.table_card import TableCard
from outreach_app.ui.widgets.text import SectionLabel, Text

translate = QCoreApplication.translate


class GuidePart(Part):
    """The line chosen is told whole under the table."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("National guide"))
        self.guide = Guide()
        self.table: Table | None = None
        directory = Button(self.tr("Directory"), "primary")
        directory.clicked.connect(lambda: self.part_wanted.emit("directory"))
        self.nothing = Nothing(
            self.tr("The guide is not here yet"),
            self.tr("It comes with the first directory: bring one in, or sync."),
            directory,
        )
        self.about = Text("", tone="quiet")
        self.detail = GuideDetail(desk)
        self.professionals = Table(desk.theme, self.tr("For professionals, from your directory"), _professionals())
        self.professionals_card = TableCard(self.professionals, least_lines=3)
        self.professionals_head = SectionLabel(self.tr("For professionals, from your directory"))
        self.legend = flowing(
            StateWord(desk.theme.icons, self.tr("yes: marked in the guide"), "good"),
            Text(self.tr("no: not marked"), tone="quiet", wrap=False),
            Text(self.tr("hatched: this section has no such column"), tone="quiet", wrap=False),
        )
        self._shown: tuple[QWidget, ...] = (self.about, self.legend, self.detail)
        for widget in (self.nothing, *self._shown, self.professionals_head, self.professionals_card):
            self.column.addWidget(widget)
            widget.hide()
        self.column.addStretch(1)

    def arrive(self) -> None:
        """Read again what a release may have changed."""
        directory = self.desk.workplace.directory
        self.desk.directory(lambda: (directory.guide(), directory.for_professionals()), self._show, self._failed)

    def _show(self, read: tuple[Guide, tuple[Entry, ...]]) -> None:
        guide, entries = read
        if guide != self.guide:
            self._fill(guide)
        self.nothing.setVisible(not guide.entries)
        for widget in self._shown:
            widget.setVisible(bool(guide.entries))
        self.professionals.rows.show(entries)
        for part in (self.professionals_head, self.professionals_card):
            part.setVisible(bool(entries))

    def _fill(self, guide: Guide) -> None:
        """Another guide: its topics are the columns, so the table is built anew."""
        for card in self.findChildren(TableCard):
            if card.table is self.table:
                self.column.removeWidget(card)
                card.deleteLater()
        self.guide = guide
        self.table = Table(self.desk.theme, self.tr("National guide"), GuideMatrix(guide), lines=2)
        self.table.chosen.connect(self._chosen)
        self.column.insertWidget(2, TableCard(self.table, least_lines=4), 1000)
        told = self.tr("{count} national entries for professionals, as printed {year}. Nobody has checked them since.")
        checked = self.tr("{count} national entries for professionals, as printed {year}.")
        self.about.setText(
            (checked if guide.verified else told).format(count=len(guide.entries), year=guide.as_printed)
        )
        self.table.choose(0)

    def _chosen(self, entry: object) -> None:
        if isinstance(entry, GuideEntry):
            self.detail.show_entry(entry, self.guide)

    def _failed(self, error: CompanionError) -> None:
        if isinstance(error, NoDirectory):
            self.nothing.show()
        else:
            self.desk.fail(error)


class GuideDetail(Card):
    """One entry whole: what it is, its marks in words, and what is known to have changed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.name = GivenText("", "lead")
        self.printed = Text("", "quiet")
        self.facts = FactRows(desk.theme.icons, desk.theme.scale)
        self.words = GivenText("")
        for widget in (self.name, self.printed, self.words, self.facts):
            self.column.addWidget(widget)

    def show_entry(self, entry: GuideEntry, guide: Guide) -> None:
        """Another entry."""
        self.setAccessibleName(entry.name)
        self.name.setText(entry.name)
        printed = self.tr("{kind} · as printed {year}")
        self.printed.setText(printed.format(kind=said(KINDS, entry.kind), year=guide.as_printed))
        self.words.setText(entry.description)
        marked = [said(TOPICS, topic) for topic in guide.topics if entry.marks.get(topic)]
        self.facts.show_facts(
            (
                Fact(self.tr("Marked"), ", ".join(marked) or self.tr("nothing")),
                Fact(self.tr("Since then"), entry.changed_since, "care"),
            )
        )


def _professionals() -> Rows[Entry]:
    return Rows((
        Column(translate("coalition", "Entry"), lambda entry: entry.name, wide=200),
        Column(translate("coalition", "Organization"), lambda entry: entry.organization, wide=200),
        Column(translate("coalition", "Phone"), _phone),
    ))  # fmt: skip


def _phone(entry: Entry) -> str:
    phone = first_phone(entry)
    return phone_words(phone) if phone else translate("coalition", "no number known")
