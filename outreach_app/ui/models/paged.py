# SPDX-License-Identifier: GPL-3.0-or-later
"""A long list of which only the pages looked at are held: the scroll bar knows all of it, the memory some of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from outreach_app.ui.models.rows import Column, Index, Rows

R = TypeVar("R")
PAGE: Final = 200
"""Records asked for at a time."""
_KEPT: Final = 12
"""Pages held; the one asked for longest ago goes first."""


class PagedRows(Rows[R]):
    """`wanted` carries the offset of a page that is looked at and not here; `take_page` answers it.

    A list that is asked anew is another one: `generation` tells late answers to the old one apart.
    """

    wanted = Signal(int)

    def __init__(self, columns: Sequence[Column[R]], parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self.total = 0
        self.generation = 0
        self._pages: dict[int, tuple[R, ...]] = {}
        self._asked: set[int] = set()

    def begin(self) -> int:
        """Another list is asked for: what comes back for the one before is dropped. What is shown stays until then."""
        self.generation += 1
        self._asked = set()
        return self.generation

    def take_first(self, generation: int, records: Sequence[R], total: int) -> None:
        """The beginning of the list, and how long it is."""
        if generation != self.generation:
            return
        self.beginResetModel()
        self._pages = {0: tuple(records)}
        self._asked = set()
        self.total = total
        self.records = tuple(records)
        self.endResetModel()

    def take_page(self, generation: int, offset: int, records: Sequence[R]) -> None:
        """A page in the middle."""
        if generation != self.generation or not records:
            return
        while len(self._pages) >= _KEPT:
            del self._pages[next(iter(self._pages))]
        self._pages[offset // PAGE] = tuple(records)
        self._asked.discard(offset // PAGE)
        last = min(self.total, offset + len(records)) - 1
        self.dataChanged.emit(self.index(offset, 0), self.index(last, len(self.columns) - 1))

    def replace(self, row: int, record: R) -> None:
        """One record is another now."""
        page = self._pages.get(row // PAGE)
        if page is not None and row % PAGE < len(page):
            place = row % PAGE
            self._pages[row // PAGE] = (*page[:place], record, *page[place + 1 :])
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        """All of the list, here or not."""
        return 0 if parent is not None and parent.isValid() else self.total

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """As any table's; a line that is not here yet is three dots, and asked for."""
        record = self.record_at(index.row()) if index.isValid() else None
        if record is None:
            if index.isValid() and index.row() < self.total and role == Qt.ItemDataRole.DisplayRole:
                self._ask(index.row())
                return "…"
            return None
        return self.answer(record, index.column(), role)

    def record_at(self, row: int) -> R | None:
        """The record of a line; None where it is not here."""
        page = self._pages.get(row // PAGE, ()) if 0 <= row < self.total else ()
        return page[row % PAGE] if row >= 0 and row % PAGE < len(page) else None

    def held(self) -> tuple[tuple[int, R], ...]:
        """Every record that is here, with its line."""
        return tuple(
            (number * PAGE + place, record)
            for number, page in sorted(self._pages.items())
            for place, record in enumerate(page)
        )

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """The list keeps the order it was asked in."""

    def _ask(self, row: int) -> None:
        number = row // PAGE
        if number not in self._asked:
            self._asked.add(number)
            self.wanted.emit(number * PAGE)
