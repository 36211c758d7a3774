# SPDX-License-Identifier: GPL-3.0-or-later
"""The answer of a search as the lines of a list: bands, and under each its places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from outreach_app.domain.directory import YES, Entry
from outreach_app.domain.finding import CALL, FIND_BANDS, LATER, NOW, Verdict
from outreach_app.domain.question import Question
from outreach_app.services.directory import Found
from outreach_app.ui.find_words import SHORT_NEEDS, find_words, language_name, mismatch_words, why_words
from outreach_app.ui.found import Outcome
from outreach_app.ui.hours_words import opens
from outreach_app.ui.place_words import ages, checked_short, near
from outreach_app.ui.words import clock_time

translate = QCoreApplication.translate
Index = QModelIndex | QPersistentModelIndex
LINE: Final = Qt.ItemDataRole.UserRole
UNFIT: Final = "unfit"
_SETTLED: Final = {"fits_need", "intake_open", "intake_round_the_clock"}
_MOST_NEEDS: Final = 2


@dataclass(frozen=True)
class Heading:
    """The name of a band."""

    band: str
    words: str


@dataclass(frozen=True)
class Place:
    """One place: its name, its state with a tone (good, care, stop, quiet), and a quiet line of facts."""

    found: Found
    state: str
    tone: str
    facts: str

    @property
    def spoken(self) -> str:
        """The line as a screen reader says it."""
        return f"{self.found.entry.name}, {self.state}, {self.facts}"


Line = Heading | Place


class Results(QAbstractListModel):
    """Lines of the newest answer; headings cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Another answer."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def grow(self, lines: tuple[Line, ...]) -> bool:
        """The same answer, gone on with; False, with nothing done, where it begins otherwise by now."""
        known = len(self.lines)
        if not known or len(lines) < known or any(map(_differ, self.lines, lines)):
            return False
        if len(lines) > known:
            self.beginInsertRows(QModelIndex(), known, len(lines) - 1)
            self.lines = lines
            self.endInsertRows()
        self.lines = lines
        return True

    def rowCount(self, parent: Index | None = None) -> int:
        """Lines, headings among them."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The line itself, and its words for a screen reader."""
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == LINE:
            return line
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return line.words if isinstance(line, Heading) else line.spoken
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Places are chosen, headings are passed over."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.place_at(index.row()) is not None:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemNeverHasChildren

    def place_at(self, row: int) -> Place | None:
        """The place in this row."""
        line = self.lines[row] if 0 <= row < len(self.lines) else None
        return line if isinstance(line, Place) else None

    def row_of(self, entry_id: str) -> int:
        """Where an entry stands; the first place where it is gone; -1 where there is none."""
        rows = [row for row, line in enumerate(self.lines) if isinstance(line, Place)]
        same = (row for row in rows if self.place_at(row) and self._entry(row).id == entry_id)
        return next(same, rows[0] if rows else -1)

    def next_place(self, row: int, by: int) -> int:
        """The next place up (-1) or down (1); the same row at the end."""
        step = row + by
        while 0 <= step < len(self.lines):
            if isinstance(self.lines[step], Place):
                return step
            step += by
        return row

    def _entry(self, row: int) -> Entry:
        place = self.place_at(row)
        if place is None:
            raise IndexError(row)
        return place.found.entry


def band_name(band: str) -> str:
    """The heading of a band."""
    return {
        NOW: translate("find", "Takes people now"),
        CALL: translate("find", "Call first, not sure"),
        LATER: translate("find", "Later"),
        UNFIT: translate("find", "Does not fit"),
    }[band]


def _differ(before: Line, after: Line) -> bool:
    """Whether two lines look different or stand for different places; entries are not compared field by field."""
    if isinstance(before, Heading) or isinstance(after, Heading):
        return before != after
    return before.found.entry.id != after.found.entry.id or (before.spoken, before.tone) != (after.spoken, after.tone)


def lines_of(outcome: Outcome, full: Mapping[str, str]) -> tuple[Line, ...]:
    """Bands that hold something, each with its places. `full` gives the words for entries that are full tonight."""
    question = outcome.answer.question
    lines: list[Line] = []
    for band in (*FIND_BANDS, UNFIT):
        results = outcome.unfit if band == UNFIT else outcome.answer.results
        found = [one for one in results if band in {UNFIT, one.verdict.band}]
        if found:
            lines.append(Heading(band, band_name(band)))
            lines += [place_of(one, question, full.get(one.entry.id, ""), fits=band != UNFIT) for one in found]
    return tuple(lines)


def place_of(found: Found, question: Question, full: str, *, fits: bool = True) -> Place:
    """One result in words."""
    if fits:
        state, tone = _state(found.entry, found.verdict, question, full)
    else:
        state, tone = mismatch_words(found.verdict.hidden_by), "stop"
    return Place(found, state, tone, _facts(found, question))


def _state(entry: Entry, verdict: Verdict, question: Question, full: str) -> tuple[str, str]:
    reasons = [code for code in verdict.why if code not in _SETTLED]
    first = why_words(reasons[0], question.language) if reasons else ""
    if verdict.band == NOW:
        return _taking(entry, verdict), "good"
    if verdict.band == CALL:
        return (f"{first} +{len(reasons) - 1}" if len(reasons) > 1 else first), "care"
    if {"temporarily_closed", "full_tonight"} & set(reasons):
        return full or first, "stop"
    return (opens(verdict.next_opening, question.at) if verdict.next_opening is not None else first), "quiet"


def _taking(entry: Entry, verdict: Verdict) -> str:
    if verdict.intake_until is not None:
        return translate("find", "until {time}").format(time=clock_time(verdict.intake_until))
    if entry.says("collects_people") == YES:
        return translate("find", "picks people up")
    return why_words("intake_round_the_clock")


def _facts(found: Found, question: Question) -> str:
    entry = found.entry
    needs = ", ".join(find_words(SHORT_NEEDS, code) for code in entry.needs[:_MOST_NEEDS])
    spoken = language_name(question.language) if question.language in entry.languages else ""
    checked = checked_short(entry.verified_on, question.at.date())
    parts = (needs, ages(entry), spoken, _again(found, question), near(entry, question), checked)
    return " · ".join(part for part in parts if part)


def _again(found: Found, question: Question) -> str:
    """When it opens again, where the state says something else."""
    upcoming = found.verdict.next_opening
    told = {"temporarily_closed", "full_tonight"} & set(found.verdict.why)
    return opens(upcoming, question.at) if upcoming is not None and told else ""
