# SPDX-License-Identifier: GPL-3.0-or-later
"""Fields of an entry being edited: each shows a value of its own kind and gives it back, or says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from outreach_app.domain.directory import MOST_YEARS, TEXT_LIMIT
from outreach_app.ui.hours_words import clock
from outreach_app.ui.typed_hours import NotHours, read_clock
from outreach_app.ui.widgets.choice import Choice, Tick


class FieldProblem(Exception):
    """What is wrong with what was filled in, in words."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class EntryField(QWidget):
    """`changed` after a person changed it; `value` raises `FieldProblem`."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(0, 0, 0, 0)
        self.inside.setSpacing(8)

    def show_value(self, value: object) -> None:
        """Show another value; nothing is `changed` by it."""
        raise NotImplementedError

    def value(self) -> object:
        """What is filled in."""
        raise NotImplementedError

    def name_as(self, name: str) -> None:
        """The accessible name of the control in it."""
        raise NotImplementedError


class LineField(EntryField):
    """One line of words."""

    def __init__(self, limit: int, *, needed: bool = False) -> None:
        super().__init__()
        self.needed = needed
        self.line = QLineEdit()
        self.line.setMaxLength(limit)
        self.line.textEdited.connect(lambda _text: self.changed.emit())
        self.inside.addWidget(self.line)
        self.setFocusProxy(self.line)

    def show_value(self, value: object) -> None:
        """A text."""
        self.line.setText(f"{value or ''}")
        self.line.setCursorPosition(0)

    def value(self) -> object:
        """The text without blanks around it."""
        text = self.line.text().strip()
        if self.needed and not text:
            raise FieldProblem(self.tr("This cannot stay empty."))
        return text

    def name_as(self, name: str) -> None:
        """The line's."""
        self.line.setAccessibleName(name)


class BlockField(EntryField):
    """Some lines of words; Tab leaves it."""

    def __init__(self, lines: int = 3, limit: int = TEXT_LIMIT) -> None:
        super().__init__()
        self.limit = limit
        self.lines = lines
        self.block = QPlainTextEdit()
        self.block.setTabChangesFocus(True)
        self.block.textChanged.connect(self._typed)
        self._shown = ""
        self.inside.addWidget(self.block)
        self.setFocusProxy(self.block)
        self._size()

    def show_value(self, value: object) -> None:
        """A text."""
        self._shown = f"{value or ''}"
        self.block.setPlainText(self._shown)

    def value(self) -> object:
        """The text."""
        text = self.block.toPlainText().strip()
        if len(text) > self.limit:
            raise FieldProblem(self.tr("This is too long: at most {count} letters.").format(count=self.limit))
        return text

    def name_as(self, name: str) -> None:
        """The block's."""
        self.block.setAccessibleName(name)

    def _typed(self) -> None:
        if self.block.toPlainText() != self._shown:
            self._shown = self.block.toPlainText()
            self.changed.emit()

    def _size(self) -> None:
        self.block.setFixedHeight(self.block.fontMetrics().lineSpacing() * self.lines + 30)


class ListField(BlockField):
    """One thing a line, or apart by commas where `commas` says so."""

    def __init__(self, lines: int = 2, *, limit: int, commas: bool = False) -> None:
        super().__init__(lines)
        self.each = limit
        self.commas = commas

    def show_value(self, value: object) -> None:
        """A tuple of texts."""
        texts = [f"{one}" for one in value] if isinstance(value, tuple) else []
        super().show_value((", " if self.commas else "\n").join(texts))

    def value(self) -> object:
        """A tuple of texts, each once."""
        parts = re.split(r"[\n,;]" if self.commas else r"\n", self.block.toPlainText())
        found = tuple(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))
        for one in found:
            if len(one) > self.each:
                raise FieldProblem(self.tr("“{text}…” is too long.").format(text=one[:20]))
        return found


class AgeField(LineField):
    """A whole number of years, or nothing."""

    def __init__(self) -> None:
        super().__init__(3)
        self.line.setMaximumWidth(120)

    def show_value(self, value: object) -> None:
        """Years, or None."""
        self.line.setText("" if value is None else f"{value}")

    def value(self) -> object:
        """Years, or None."""
        text = self.line.text().strip()
        if not text:
            return None
        if not text.isdecimal() or int(text) > MOST_YEARS:
            raise FieldProblem(self.tr("A number of years, or nothing."))
        return int(text)


class ClockField(LineField):
    """A clock time, or nothing."""

    def __init__(self) -> None:
        super().__init__(8)
        self.line.setMaximumWidth(160)
        self.line.setPlaceholderText("23:30")

    def value(self) -> object:
        """HH:MM, or an empty text."""
        text = self.line.text().strip()
        if not text:
            return ""
        try:
            minutes = read_clock(text)
        except NotHours:
            minutes = -1
        if not 0 <= minutes < 24 * 60:
            raise FieldProblem(self.tr("A time as 23:30, or nothing."))
        return clock(minutes) if minutes != 24 * 60 - 1 else "23:59"


class TickField(EntryField):
    """Yes or no."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.tick = Tick(words)
        self.tick.clicked.connect(lambda _on: self.changed.emit())
        self.inside.addWidget(self.tick)
        self.setFocusProxy(self.tick)

    def show_value(self, value: object) -> None:
        """True or false."""
        self.tick.setChecked(bool(value))

    def value(self) -> object:
        """True or false."""
        return self.tick.isChecked()

    def name_as(self, name: str) -> None:
        """The words of the tick are its name."""


class ChoiceField(EntryField):
    """One of a short list of codes."""

    def __init__(self, codes: tuple[str, ...], words: Callable[[str], str]) -> None:
        super().__init__()
        self.choice = Choice("")
        for code in codes:
            self.choice.addItem(words(code), code)
        self.choice.activated.connect(lambda _place: self.changed.emit())
        self.inside.addWidget(self.choice)
        self.setFocusProxy(self.choice)

    def show_value(self, value: object) -> None:
        """A code."""
        self.choice.setCurrentIndex(max(0, self.choice.findData(value)))

    def value(self) -> object:
        """The code."""
        return self.choice.currentData()

    def name_as(self, name: str) -> None:
        """The list's."""
        self.choice.setAccessibleName(name)
