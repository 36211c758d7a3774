# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers and clock times that are typed or stepped; the mouse wheel never changes one."""

from __future__ import annotations

import re
from datetime import timedelta

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QHBoxLayout, QPushButton, QSizePolicy, QSpinBox, QTimeEdit, QWidget

from outreach_app.domain.profile import round_minutes
from outreach_app.ui.widgets.pressable import target
from outreach_app.ui.words import duration


class _Number(QSpinBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _Time(QTimeEdit):
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def stepBy(self, steps: int) -> None:
        self.setTime(self.time().addSecs(steps * 15 * 60))

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        return QAbstractSpinBox.StepEnabledFlag.StepUpEnabled | QAbstractSpinBox.StepEnabledFlag.StepDownEnabled


class _Stepper(QWidget):
    def __init__(self, name: str, field: QAbstractSpinBox, fewer: str, more: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        field.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.fewer, self.more = QPushButton("\N{MINUS SIGN}"), QPushButton("+")
        for button, words, steps in ((self.fewer, fewer, -1), (self.more, more, 1)):
            button.setAccessibleName(f"{name}: {words}")
            button.setAutoRepeat(True)
            button.setAutoDefault(False)
            button.setProperty("kind", "step")
            button.setMinimumSize(52, target(self))
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
            button.clicked.connect(lambda _checked, by=steps: field.stepBy(by))
        row.addWidget(self.fewer)
        row.addWidget(field, 1)
        row.addWidget(self.more)


class NumberStepper(_Stepper):
    """A whole number from `least` to `most`, in steps; `suffix` names the unit."""

    changed = Signal(int)

    def __init__(
        self, name: str, least: int, most: int, *, step: int = 1, suffix: str = "", parent: QWidget | None = None
    ) -> None:
        self.field = _Number()
        super().__init__(name, self.field, self.tr("less"), self.tr("more"), parent)
        self.field.setRange(least, most)
        self.field.setSingleStep(step)
        self.field.setSuffix(suffix)
        self.field.valueChanged.connect(self.changed)

    def value(self) -> int:
        """The number."""
        return self.field.value()

    def set_value(self, value: int) -> None:
        """Show a number."""
        self.field.setValue(value)


class _Minutes(_Number):
    """Minutes shown as 1 h 45; typed as 105 or 1:45."""

    def textFromValue(self, value: int) -> str:
        return duration(value)

    def valueFromText(self, text: str) -> int:
        parts = [int(part) for part in re.findall(r"[0-9]+", text)]
        return parts[0] * 60 + parts[1] if len(parts) > 1 else sum(parts)

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        numbers = re.findall(r"[0-9]+", text)
        ready = 1 <= len(numbers) <= 2 and self.valueFromText(text) <= self.maximum()
        return (QValidator.State.Acceptable if ready else QValidator.State.Intermediate), text, place


class MinuteStepper(_Stepper):
    """Time in quarters of an hour, up to `most` minutes."""

    changed = Signal(int)

    def __init__(self, name: str, most: int, parent: QWidget | None = None) -> None:
        self.field = _Minutes()
        super().__init__(name, self.field, self.tr("less"), self.tr("more"), parent)
        self.field.setRange(0, most)
        self.field.setSingleStep(15)
        self.field.editingFinished.connect(self._round)
        self.field.valueChanged.connect(self.changed)

    def value(self) -> int:
        """Minutes, rounded to 15."""
        return round_minutes(timedelta(minutes=self.field.value()))

    def set_value(self, value: int) -> None:
        """Show minutes."""
        self.field.setValue(value)

    def _round(self) -> None:
        self.field.setValue(self.value())


class TimeStepper(_Stepper):
    """A clock time in quarters of an hour."""

    changed = Signal(QTime)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self.field = _Time()
        super().__init__(name, self.field, self.tr("earlier"), self.tr("later"), parent)
        self.field.setDisplayFormat("HH:mm")
        self.field.timeChanged.connect(self.changed)

    def time(self) -> QTime:
        """The clock time."""
        return self.field.time()

    def set_time(self, time: QTime) -> None:
        """Show a clock time."""
        self.field.setTime(time)
