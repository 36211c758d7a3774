# SPDX-License-Identifier: GPL-3.0-or-later
"""The quantity being typed, large, in a place that is always there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.ui.restyle import mark
from outreach_app.ui.widgets.text import Figure, Text


class QuantityCard(QFrame):
    """Empty: how to count. Begun: how many, and what comes next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figure = Figure("", "counter")
        self.figure.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.hint = Text("", "quiet")
        self.wait = Text("", "quiet")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.figure)
        row.addWidget(self.hint, 1)
        row.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.wait)
        column.addStretch(1)
        self.show_quantity("", less=False)

    def show_quantity(self, digits: str, *, less: bool) -> None:
        """The digits typed so far, and whether they take away."""
        begun = bool(digits) or less
        self.figure.setText(f"{'−' if less else ''}{digits}")
        self.figure.setVisible(begun)
        mark(self, "lit", begun)
        if less:
            self.hint.setText(self.tr("less: now the key"))
        elif begun:
            self.hint.setText(self.tr("now the key"))
        else:
            self.hint.setText(self.tr("4 then C gives four cards"))
        self.wait.setText(self.tr("A quantity waits three seconds") if begun else self.tr("− then C is one card less"))

    def say_elsewhere(self, elsewhere: bool) -> None:
        """The keys belong to another control now: say how to come back."""
        if elsewhere:
            self.hint.setText(self.tr("F6 goes back to counting"))
        else:
            self.show_quantity("", less=False)
