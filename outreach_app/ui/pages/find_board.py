# SPDX-License-Identifier: GPL-3.0-or-later
"""How Find help is laid out: the field and its buttons, what is looked for, the list and beside it the card.

In a narrow window, or with large text, the chips or the card stand over the list.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from outreach_app.ui.theme import Theme
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.entry_card import EntryCard
from outreach_app.ui.widgets.keycap import KeyCap
from outreach_app.ui.widgets.leave_board import LeaveBoard
from outreach_app.ui.widgets.looking_for import LookingFor
from outreach_app.ui.widgets.more_chips import MoreChips
from outreach_app.ui.widgets.need_board import NeedBoard
from outreach_app.ui.widgets.result_list import ResultList
from outreach_app.ui.widgets.scrolled import scrolled
from outreach_app.ui.widgets.search_field import SearchField
from outreach_app.ui.widgets.text import Text

SIDE_BY_SIDE: Final = 740
"""Pixels of width per text scale from which on list and card stand beside each other."""
ROOMY: Final = 940
"""Pixels of width per text scale from which on the buttons beside the field show their keys."""
LIST_LEAST: Final = 300
"""Pixels at 100 % text that the list keeps."""
EDGE: Final = 28
SCROLL_BAR: Final = 12
QWIDGETSIZE_MAX: Final = (1 << 24) - 1
"""What Qt takes for no limit."""


class FindBoard(QWidget):
    """The widgets of the page; `card_open` and the question's state decide which of them are seen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.card_open = False
        self.asking = False
        """Whether anything is asked: what is looked for is shown then."""
        self.leaving = False
        """Whether the board of those who take people now lies over list and card."""
        words = self.tr("What is needed, for whom, when")
        self.field = SearchField(words)
        self.field.setPlaceholderText(words)
        self.more_button = Button(self.tr("More"), icon=theme.icons / "add.svg")
        self.more_button.setCheckable(True)
        self.leave_button = Button(self.tr("Leave now"), key="Ctrl+L")
        self.next_button = Button(self.tr("Next person"), key="Ctrl+N")
        self.looking = LookingFor(theme.icons)
        self.more = MoreChips()
        self.more_area = scrolled(self.more)
        self.needs = NeedBoard()
        self.leave = LeaveBoard(theme)
        self.leave_area = scrolled(self.leave)
        self.list = ResultList(theme, self.tr("Places"))
        self.empty = Text("", "lead")
        self.card = EntryCard(theme)
        self._lay_out()

    @property
    def beside(self) -> bool:
        """Whether list and card stand beside each other."""
        return self.width() >= SIDE_BY_SIDE * self.theme.scale

    def show_start(self) -> None:
        """Nothing is asked: the needs."""
        self._show(self.start, asking=False)

    def show_list(self) -> None:
        """An answer."""
        self._show(self.list, asking=True)

    def show_nothing(self, words: str) -> None:
        """Why there is no list."""
        self.empty.setText(words)
        self._show(self.nothing, asking=True)

    def fit(self) -> None:
        """Show what there is room for."""
        beside = self.beside
        some = self.left.currentWidget() is self.list
        over = self.card_open and some and not beside and not self.leaving
        more = self.more_button.isChecked() and not over
        for widget in (self.field, self.more_button, self.next_button):
            widget.setVisible(not over)
        self.leave_button.setVisible(not over and (beside or not self.asking))
        self.looking.setVisible(not over and self.asking)
        self._fit_more(shown=more, beside=beside)
        self.body.setVisible((beside or not more) and not self.leaving)
        self.leave_area.setVisible((beside or not more) and self.leaving)
        self.left.setVisible(not over)
        self.card.setVisible(some and (beside or over))
        self.card.stand_alone(not beside)
        self.more_button.words.setVisible(beside)
        roomy = self.width() >= ROOMY * self.theme.scale
        for button in (self.leave_button, self.next_button):
            for cap in button.findChildren(KeyCap):
                cap.setVisible(roomy)

    def _show(self, widget: QWidget, *, asking: bool) -> None:
        self.asking = asking
        self.left.setCurrentWidget(widget)
        self.fit()

    def _fit_more(self, *, shown: bool, beside: bool) -> None:
        """As tall as the chips, up to two fifths of the page; alone, all that is left of it."""
        if not shown and self.more_area.isHidden():
            return  # the whole page would be laid out anew for it, at each key
        self.more_area.setVisible(shown)
        wanted = self.more.heightForWidth(self.width() - 2 * EDGE - SCROLL_BAR)
        least, most = (min(wanted, self.height() * 2 // 5),) * 2 if beside else (0, QWIDGETSIZE_MAX)
        self.more_area.setMinimumHeight(least)
        self.more_area.setMaximumHeight(most)
        self.outer.setStretchFactor(self.more_area, 0 if beside else 1)

    def _lay_out(self) -> None:
        self.nothing = QWidget()
        column = QVBoxLayout(self.nothing)
        column.setContentsMargins(0, 16, 0, 0)
        column.addWidget(self.empty)
        column.addStretch(1)
        self.start = scrolled(self.needs)
        self.left = QStackedWidget()
        for widget in (self.start, self.list, self.nothing):
            self.left.addWidget(widget)
        self.left.setMinimumWidth(round(LIST_LEAST * self.theme.scale))
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.field, 1)
        top.addWidget(self.more_button)
        top.addWidget(self.leave_button)
        top.addWidget(self.next_button)
        self.body = QWidget()
        halves = QHBoxLayout(self.body)
        halves.setContentsMargins(0, 0, 0, 0)
        halves.setSpacing(16)
        halves.addWidget(self.left, 9)
        halves.addWidget(self.card, 11)
        self.outer = outer = QVBoxLayout(self)
        outer.setContentsMargins(EDGE, 20, EDGE, 16)
        outer.setSpacing(8)
        outer.addLayout(top)
        outer.addWidget(self.looking)
        outer.addWidget(self.more_area)
        outer.addWidget(self.leave_area, 1)
        outer.addWidget(self.body, 1)
