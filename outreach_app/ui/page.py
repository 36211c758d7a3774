# SPDX-License-Identifier: GPL-3.0-or-later
"""What a page is: a widget at a desk, and the entry under which the rail lists it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from outreach_app.ui.widgets.scrolled import scrolled
from outreach_app.ui.widgets.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from outreach_app.ui.desk import Desk


class Page(QWidget):
    """One page. Built when first shown, deleted with everything it holds when the vault locks."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def arrive(self) -> None:
        """The page is on top now: read again what may have changed, put the focus where the person starts."""

    def leave(self) -> None:
        """Another page comes on top."""


class Sheet(Page):
    """A page that is read from top to bottom: a title and a column that scrolls when it cannot fit."""

    def __init__(self, desk: Desk, title: str, *, widest: int = 880) -> None:
        """`widest` in pixels at 100 % text: lines of words are kept short enough to read."""
        super().__init__(desk)
        self.setAccessibleName(title)
        column = QWidget()
        column.setMaximumWidth(round(widest * max(1.0, desk.theme.scale)))
        filled = QVBoxLayout(column)
        filled.setContentsMargins(28, 20, 28, 28)
        self.column = QVBoxLayout()
        self.column.setSpacing(12)
        filled.addLayout(self.column)
        filled.addStretch(1)
        self.title = Text(title, "title")
        self.column.addWidget(self.title)
        self.area = scrolled(column)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)


@dataclass(frozen=True)
class Entry:
    """A page in the rail. `title` is translated when shown; `roles` empty means everybody."""

    key: str
    title: Callable[[], str]
    icon: str
    build: Callable[[Desk], Page]
    roles: frozenset[str] = frozenset()

    def for_role(self, role: str) -> bool:
        """Whether a seat of this role has the page."""
        return not self.roles or role in self.roles
