# SPDX-License-Identifier: GPL-3.0-or-later
"""What an import would change, entry by entry with a tick each, and what was wrong with the file."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject, Qt

from outreach_app import messages
from outreach_app.domain.desk import ADDED, CHANGED, CONFLICT, GONE, EntryChange, FieldChange
from outreach_app.domain.directory_import import RowProblem
from outreach_app.ui import words
from outreach_app.ui.coalition_words import field_name
from outreach_app.ui.field_words import value_words
from outreach_app.ui.models.paged import PagedRows
from outreach_app.ui.models.rows import Column, Index, Rows
from outreach_app.ui.sentences import translate as translate_message
from outreach_app.ui.widgets.fact_rows import Fact

translate = QCoreApplication.translate
TAKEN_WORDS: Final[words.Table] = {
    ADDED: QT_TRANSLATE_NOOP("coalition", "take"),
    CHANGED: QT_TRANSLATE_NOOP("coalition", "take"),
    CONFLICT: QT_TRANSLATE_NOOP("coalition", "take"),
    GONE: QT_TRANSLATE_NOOP("coalition", "set aside"),
}


class Ticks:
    """What is taken over: everything new and changed, nothing that is gone, until somebody says otherwise."""

    def __init__(self) -> None:
        self.taken = {ADDED: True, CHANGED: True, GONE: False}
        self._turned: dict[str, set[str]] = {ADDED: set(), CHANGED: set(), GONE: set()}

    def takes(self, kind: str, entry_id: str) -> bool:
        """Whether this one is taken over."""
        kind = _tick_kind(kind)
        return self.taken[kind] != (entry_id in self._turned[kind])

    def turn(self, kind: str, entry_id: str) -> None:
        """The other way round for this one."""
        self._turned[_tick_kind(kind)] ^= {entry_id}

    def set_all(self, kind: str, *, take: bool) -> None:
        """All of one kind."""
        kind = _tick_kind(kind)
        self.taken[kind] = take
        self._turned[kind] = set()

    def count(self, kind: str, total: int) -> int:
        """How many of `total` are taken."""
        kind = _tick_kind(kind)
        turned = len(self._turned[kind])
        return total - turned if self.taken[kind] else turned


class Changes(PagedRows[EntryChange]):
    """Entries of one kind; the first column is the tick."""

    def __init__(self, kind: str, ticks: Ticks, parent: QObject | None = None) -> None:
        self.kind = kind
        self.ticks = ticks
        told = Column[EntryChange](translate("coalition", "What differs"), _fields, wide=200)
        super().__init__(
            (
                Column(translate("coalition", "Do"), self._tick_words,
                       tone=lambda change: "good" if ticks.takes(kind, change.entry_id) else "quiet"),
                Column(translate("coalition", "Entry"), lambda change: change.name, wide=200),
                *((told,) if kind in {CHANGED, CONFLICT} else ()),
            ),
            parent,
        )  # fmt: skip

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column is a tick, for who hears it."""
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsUserCheckable if index.isValid() and index.column() == 0 else found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """As any table's, and whether the line is ticked."""
        if role == Qt.ItemDataRole.CheckStateRole and index.isValid() and index.column() == 0:
            change = self.record_at(index.row())
            taken = change is not None and self.ticks.takes(self.kind, change.entry_id)
            return Qt.CheckState.Checked if taken else Qt.CheckState.Unchecked
        return super().data(index, role)

    def turn(self, row: int) -> None:
        """Turn the tick of a line."""
        change = self.record_at(row)
        if change is not None:
            self.ticks.turn(self.kind, change.entry_id)
            self.say_again(row, row)

    def say_again(self, first: int = 0, last: int = -1) -> None:
        """Ticks were turned from outside."""
        end = self.total - 1 if last < 0 else last
        if end >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(end, len(self.columns) - 1))

    def _tick_words(self, change: EntryChange) -> str:
        if self.ticks.takes(self.kind, change.entry_id):
            return translate("coalition", str(TAKEN_WORDS[self.kind]))
        return translate("coalition", "leave")


class Problems(Rows[RowProblem]):
    """What was wrong with the file, row by row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            (
                Column(translate("coalition", "Row"), _row, key=lambda problem: problem.row),
                Column(translate("coalition", "Field"), lambda problem: problem.field),
                Column(translate("coalition", "What was wrong"), problem_words, wide=170),
            ),
            parent,
        )


def problem_words(problem: RowProblem) -> str:
    """What was wrong, as a sentence."""
    return messages.reason(problem.reason, translate_message)


def facts(change: EntryChange) -> tuple[Fact, ...]:
    """Each field before and now, and what becomes of an edit made here."""
    return tuple(_fact(one) for one in change.fields)


def _fact(one: FieldChange) -> Fact:
    before, after = value_words(one.field, one.before), value_words(one.field, one.after)
    lines = [f"{before}\n→ {after}" if before != after else after]
    if one.conflict:
        lines.append(translate("coalition", "Changed here too: {ours}").format(ours=value_words(one.field, one.ours)))
        lines.append(translate("coalition", "Yours stays until you settle it under Entries."))
    elif one.local:
        lines.append(translate("coalition", "Your edit stays: {ours}").format(ours=value_words(one.field, one.ours)))
    tone = "care" if one.conflict else "good" if one.local else ""
    return Fact(field_name(one.field), "\n".join(lines), tone)


def _tick_kind(kind: str) -> str:
    """Those that both sides changed are ticked among the changed."""
    return CHANGED if kind == CONFLICT else kind


def _fields(change: EntryChange) -> str:
    return ", ".join(field_name(one.field) for one in change.fields)


def _row(problem: RowProblem) -> str:
    return f"{problem.row}" if problem.row else translate("coalition", "whole file")
