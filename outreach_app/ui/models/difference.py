# SPDX-License-Identifier: GPL-3.0-or-later
"""What an import would change, line by line: entries added, changed field by field, gone, and what was wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject

from outreach_app import messages
from outreach_app.domain.directory import Entry
from outreach_app.domain.directory_import import Difference, RowProblem, changed_fields
from outreach_app.ui import words
from outreach_app.ui.coalition_words import FIELDS, said
from outreach_app.ui.field_words import field_words
from outreach_app.ui.models.rows import Column, Rows
from outreach_app.ui.sentences import translate as translate_message

translate = QCoreApplication.translate
ADDED, CHANGED, GONE = "added", "changed", "gone"
KINDS: Final[words.Table] = {
    ADDED: QT_TRANSLATE_NOOP("coalition", "new"),
    CHANGED: QT_TRANSLATE_NOOP("coalition", "changed"),
    GONE: QT_TRANSLATE_NOOP("coalition", "gone"),
}
_TONES: Final = {ADDED: "good", CHANGED: "info", GONE: "care"}


@dataclass(frozen=True)
class ChangeLine:
    """An entry that is new or gone, or one field of one that changed."""

    kind: str
    name: str
    field: str = ""
    old: Entry | None = None
    new: Entry | None = None

    @property
    def before(self) -> str:
        """The field as it was."""
        return field_words(self.old, self.new, self.field)

    @property
    def now(self) -> str:
        """The field as it is in the file."""
        return field_words(self.new, self.old, self.field)


@dataclass(frozen=True)
class Compared:
    """A difference, and its lines ready to be read."""

    difference: Difference
    lines: tuple[ChangeLine, ...]


class Changes(Rows[ChangeLine]):
    """New entries first, then changed ones field by field, then what is gone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            (
                Column(translate("coalition", "What"), lambda line: said(KINDS, line.kind),
                       tone=lambda line: _TONES[line.kind]),
                Column(translate("coalition", "Entry"), lambda line: line.name, wide=170),
                Column(translate("coalition", "Field"), lambda line: said(FIELDS, line.field)),
                Column(translate("coalition", "Before"), lambda line: line.before, wide=170),
                Column(translate("coalition", "Now"), lambda line: line.now, wide=170),
            ),
            parent,
        )  # fmt: skip


class Problems(Rows[RowProblem]):
    """What was wrong with the file, row by row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            (
                Column(translate("coalition", "Row"), _row, key=lambda problem: problem.row),
                Column(translate("coalition", "Field"), lambda problem: problem.field),
                Column(translate("coalition", "What was wrong"),
                       lambda problem: messages.reason(problem.reason, translate_message), wide=170),
            ),
            parent,
        )  # fmt: skip


def compared(difference: Difference, working: Sequence[Entry]) -> Compared:
    """The difference against the working copy; no widget and no translation, so that a lane may do it."""
    before = {entry.id: entry for entry in working}
    now = {entry.id: entry for entry in difference.read.entries}
    return Compared(difference, tuple(_lines(difference, before, now)))


def _lines(difference: Difference, before: Mapping[str, Entry], now: Mapping[str, Entry]) -> Iterator[ChangeLine]:
    for entry_id in difference.added:
        yield ChangeLine(ADDED, now[entry_id].name)
    for entry_id in difference.changed:
        yield from _changed(before.get(entry_id), now[entry_id])
    for entry_id in difference.gone:
        yield ChangeLine(GONE, before[entry_id].name if entry_id in before else entry_id)


def _changed(old: Entry | None, new: Entry) -> Iterator[ChangeLine]:
    if old is None:
        yield ChangeLine(CHANGED, new.name)
        return
    for field in changed_fields(old, new):
        yield ChangeLine(CHANGED, new.name, field, old, new)


def _row(problem: RowProblem) -> str:
    return f"{problem.row}" if problem.row else translate("coalition", "whole file")
