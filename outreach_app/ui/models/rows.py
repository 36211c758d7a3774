# SPDX-License-Identifier: GPL-3.0-or-later
"""Records as the lines of a table that is read and sorted, never edited. A table's own module names its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
TONE: Final = Qt.ItemDataRole.UserRole
"""Tone of a cell that is a state: it stands with a shape. Empty for plain words."""
REPEATED: Final = Qt.ItemDataRole.UserRole + 1
"""Whether a cell says what the one above says already, and so is passed over when read down."""
START: Final = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
END: Final = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Column(Generic[R]):
    """What a column shows of a record.

    `key` is what it sorts by (its words without one); `tone` makes it a state; a `trailing` column holds figures; a
    `once` column is left blank where it repeats the line above; a `wide` one takes the room that is left, and keeps so
    many pixels at 100 % text where there is none.
    """

    heading: str
    words: Callable[[R], str]
    key: Callable[[R], Any] | None = None
    tone: Callable[[R], str] | None = None
    trailing: bool = False
    once: bool = False
    wide: int = 0
    spoken: Callable[[R], str] | None = None
    """As a screen reader says it, where the words are too short to be understood alone."""

    def sort_key(self, record: R) -> Any:
        """What the record sorts by in this column."""
        return self.key(record) if self.key else self.words(record).casefold()


class Rows(QAbstractTableModel, Generic[R]):
    """The records now shown, in their order."""

    def __init__(self, columns: Sequence[Column[R]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.records: tuple[R, ...] = ()
        self._sorted: tuple[int, Qt.SortOrder] | None = None

    def show(self, records: Iterable[R]) -> None:
        """Other records; they are put in the order chosen before."""
        self.beginResetModel()
        self.records = tuple(records)
        if self._sorted is not None:
            self.records = tuple(self.records[place] for place in self._order(*self._sorted))
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many records."""
        return 0 if parent is not None and parent.isValid() else len(self.records)

    def columnCount(self, parent: Index | None = None) -> int:
        """How many columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words, alignment, tone, and what a screen reader says."""
        if not index.isValid() or index.row() >= len(self.records):
            return None
        record, column = self.records[index.row()], self.columns[index.column()]
        if role == REPEATED:
            return column.once and self._repeats(index.row(), index.column())
        return self.answer(record, index.column(), role)

    def answer(self, record: R, place: int, role: int) -> object:
        """What a cell says of a record; None for what tables of this house do not say."""
        answer = _ANSWERS.get(role)
        return answer(record, self.columns[place]) if answer else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The headings of the columns; lines have none."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.columns[section].heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return END if self.columns[section].trailing else START
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Lines can be chosen and read."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the records in order by a column; equal ones stay as they stood."""
        if not 0 <= column < len(self.columns):
            return
        self.layoutAboutToBeChanged.emit()
        self._sorted = (column, order)
        places = self._order(column, order)
        gone_to = {old: new for new, old in enumerate(places)}
        before = self.persistentIndexList()
        self.records = tuple(self.records[place] for place in places)
        after = [self.index(gone_to[index.row()], index.column()) for index in before]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def record_at(self, row: int) -> R | None:
        """The record of a line; None where there is none."""
        return self.records[row] if 0 <= row < len(self.records) else None

    def _repeats(self, row: int, place: int) -> bool:
        """Whether this cell and those that it belongs to, before it, say what stands above."""
        leading = [column for column in self.columns[: place + 1] if column.once]
        if row == 0:
            return False
        above, here = self.records[row - 1], self.records[row]
        return all(column.words(above) == column.words(here) for column in leading)

    def _order(self, column: int, order: Qt.SortOrder) -> list[int]:
        by = self.columns[column].sort_key
        backwards = order == Qt.SortOrder.DescendingOrder
        return sorted(range(len(self.records)), key=lambda place: by(self.records[place]), reverse=backwards)


def _spoken(record: Any, column: Column[Any]) -> str:
    said = column.spoken(record) if column.spoken else column.words(record)
    return f"{column.heading}: {said}" if said else column.heading


_ANSWERS: Final[dict[int, Callable[[Any, Column[Any]], object]]] = {
    Qt.ItemDataRole.DisplayRole: lambda record, column: column.words(record),
    Qt.ItemDataRole.AccessibleTextRole: _spoken,
    Qt.ItemDataRole.TextAlignmentRole: lambda _record, column: END if column.trailing else START,
    TONE: lambda record, column: column.tone(record) if column.tone else "",
}
