# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers and clock times that are typed or stepped; the mouse wheel never changes one."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QHBoxLayout, QPushButton, QSpinBox, QTimeEdit, QWidget


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
        field.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
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
            button.setFixedWidth(52)
            button.clicked.connect(lambda _checked, by=steps: field.stepBy(by))
        row.addWidget(self.fewer)
        row.addWidget(field, 1)
        row.addWidget(self.more)
        self.setFocusProxy(field)


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
