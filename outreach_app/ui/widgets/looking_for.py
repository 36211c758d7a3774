# SPDX-License-Identifier: GPL-3.0-or-later
"""What is being looked for, as a sentence whose parts can be taken away; what is hidden and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from outreach_app.ui.icons import Icon
from outreach_app.ui.widgets.button import Button
from outreach_app.ui.widgets.flow import FlowLayout
from outreach_app.ui.widgets.pressable import Pressable, target
from outreach_app.ui.widgets.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from outreach_app.domain.question import Correction, Part


class PartButton(Pressable):
    """One part; pressing it takes it away."""

    dropped = Signal(object)

    def __init__(self, icons: Path) -> None:
        super().__init__()
        self.part: Part | None = None
        self.words = Text("", wrap=False)
        row = QHBoxLayout()
        row.setContentsMargins(6, 2, 6, 2)
        row.setSpacing(4)
        row.addWidget(self.words)
        cross = Icon(icons / "close.svg", scale=0.9)
        cross.setProperty("tone", "quiet")
        row.addWidget(cross)
        self.fill(row)
        self.clicked.connect(lambda: self.dropped.emit(self.part))

    def say(self, part: Part, words: str) -> None:
        """Stand for another part."""
        self.part = part
        self.words.setText(words)
        self.setAccessibleName(self.tr("{part}, take away").format(part=words))


class CorrectionButton(Pressable):
    """A word that was read as another one; pressing it searches the word as it was typed."""

    refused = Signal(str)

    def __init__(self, icons: Path) -> None:
        super().__init__()
        self.typed = ""
        self.words = Text("", "quiet", wrap=False)
        row = QHBoxLayout()
        row.setContentsMargins(6, 2, 6, 2)
        row.setSpacing(4)
        row.addWidget(self.words)
        cross = Icon(icons / "close.svg", scale=0.9)
        cross.setProperty("tone", "quiet")
        row.addWidget(cross)
        self.fill(row)
        self.clicked.connect(lambda: self.refused.emit(self.typed))

    def say(self, typed: str, read_as: Sequence[str]) -> None:
        """Stand for another word."""
        self.typed = typed
        said = self.tr("{typed} read as {read}").format(typed=typed, read=", ".join(read_as))
        self.words.setText(said)
        self.setAccessibleName(self.tr("{correction}, search it as typed").format(correction=said))


class LookingFor(QWidget):
    """`part_dropped` carries the `Part` that was pressed, `correction_refused` the word that was meant as typed."""

    part_dropped = Signal(object)
    correction_refused = Signal(str)
    hidden_wanted = Signal(bool)

    def __init__(self, icons: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._parts: tuple[tuple[Part, str], ...] = ()
        self._kept: list[PartButton] = []
        self._corrections: dict[str, list[str]] = {}
        self._kept_corrections: list[CorrectionButton] = []
        self.lead = Text(self.tr("Looking for:"), "quiet", wrap=False)
        self.sentence = QWidget()
        self.flow = FlowLayout(self.sentence, gap=4)
        self.flow.addWidget(self.lead)
        self.hidden = Text("", "quiet", wrap=False)
        self.show_hidden = Button(self.tr("show"), "plain")
        self.show_hidden.setCheckable(True)
        self.show_hidden.toggled.connect(self._toggle)
        self.trailing = QWidget()
        row = QHBoxLayout(self.trailing)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addStrut(target(self))
        row.addWidget(self.hidden)
        row.addWidget(self.show_hidden)
        self.halves = QHBoxLayout(self)
        self.halves.setContentsMargins(0, 0, 0, 0)
        self.halves.setSpacing(8)
        self.halves.addWidget(self.sentence, 1)
        self.halves.addWidget(self.trailing, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignTrailing)
        self.say((), "", "")

    @property
    def buttons(self) -> list[PartButton]:
        """The parts that are shown."""
        return self._kept[: len(self._parts)]

    @property
    def corrections(self) -> list[CorrectionButton]:
        """The corrections that are shown."""
        return self._kept_corrections[: len(self._corrections)]

    def say(
        self,
        parts: tuple[tuple[Part, str], ...],
        hidden: str,
        found: str,
        corrections: tuple[Correction, ...] = (),
    ) -> None:
        """`parts` with their words, `hidden` as in "7 age, 3 ID", `found` how many places there are."""
        self._parts = parts
        self._corrections = {}
        for correction in corrections:
            self._corrections.setdefault(correction.typed, []).append(correction.read_as)
        self._fill()
        self._fill_corrections()
        hint = self.tr("hidden: {reasons}").format(reasons=hidden) if hidden else ""
        self.hidden.setText(" · ".join(part for part in (found, hint) if part))
        self.show_hidden.setVisible(bool(hidden))
        self._fit()

    def forget(self) -> None:
        """Nothing is asked any more."""
        self.show_hidden.setChecked(False)
        self.say((), "", "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Under each other where they do not fit beside each other."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        tight = self.flow.sizeHint().width() + 8 + self.trailing.sizeHint().width() > self.width()
        way = QBoxLayout.Direction.TopToBottom if tight else QBoxLayout.Direction.LeftToRight
        if self.halves.direction() != way:
            self.halves.setDirection(way)

    def _fill(self) -> None:
        """Buttons are kept and said anew: making them takes longer than a key may."""
        self.lead.setVisible(bool(self._parts))
        while len(self._kept) < len(self._parts):
            button = PartButton(self._icons)
            button.dropped.connect(self.part_dropped)
            self._kept.append(button)
            self.flow.addWidget(button)
        for place, button in enumerate(self._kept):
            button.setVisible(place < len(self._parts))
        for button, (part, words) in zip(self._kept, self._parts, strict=False):
            button.say(part, words)

    def _fill_corrections(self) -> None:
        while len(self._kept_corrections) < len(self._corrections):
            button = CorrectionButton(self._icons)
            button.refused.connect(self.correction_refused)
            self._kept_corrections.append(button)
        shown = len(self._corrections)
        for button in self._kept_corrections[:shown]:
            self.flow.removeWidget(button)  # they stand behind the parts, however many those are
            self.flow.addWidget(button)
        for place, button in enumerate(self._kept_corrections):
            button.setVisible(place < shown)
        for button, (typed, read_as) in zip(self._kept_corrections, self._corrections.items(), strict=False):
            button.say(typed, read_as)

    def _toggle(self, shown: bool) -> None:
        self.show_hidden.say(self.tr("leave out") if shown else self.tr("show"))
        self.hidden_wanted.emit(shown)
