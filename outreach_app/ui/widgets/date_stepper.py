# SPDX-License-Identifier: GPL-3.0-or-later
"""A date that is typed or stepped by days; the mouse wheel never changes it, and no calendar pops up over the page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QDateEdit, QWidget

from outreach_app.ui.widgets.stepper import _Stepper

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent


class _Date(QDateEdit):
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def focusNextPrevChild(self, forwards: bool) -> bool:
        # Tab leaves the field at once: by itself it would stop at day, month and year
        return QWidget.focusNextPrevChild(self, forwards)

    def stepBy(self, steps: int) -> None:
        self.setDate(self.date().addDays(steps))

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        return QAbstractSpinBox.StepEnabledFlag.StepUpEnabled | QAbstractSpinBox.StepEnabledFlag.StepDownEnabled


class DateStepper(_Stepper):
    """One day; Page Up and Page Down step by ten."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self.field = _Date()
        super().__init__(name, self.field, self.tr("a day earlier"), self.tr("a day later"), parent)
        self.field.setLocale(QLocale())
        self.field.setDisplayFormat("d MMM yyyy")
        self.field.setCalendarPopup(False)
        self.field.setDateRange(QDate(2000, 1, 1), QDate(2199, 12, 31))
        self.field.dateChanged.connect(lambda _date: self.changed.emit())

    def day(self) -> date:
        """The date."""
        found = self.field.date()
        return date(found.year(), found.month(), found.day())

    def set_day(self, day: date) -> None:
        """Show a date."""
        self.field.setDate(QDate(day.year, day.month, day.day))
