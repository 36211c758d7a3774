# SPDX-License-Identifier: GPL-3.0-or-later
"""A control under its name, with room for what is wrong with it and for a remark."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from outreach_app.ui.widgets.problem import Problem
from outreach_app.ui.widgets.text import Text


class Labelled(QWidget):
    """`name` stands above the control, `problem` below it and takes no room while it is empty."""

    def __init__(self, name: str, control: QWidget, remark: str = "") -> None:
        super().__init__()
        self.name = Text(name, "quiet")
        self.name.setBuddy(control)
        self.control = control
        if not control.accessibleName():
            control.setAccessibleName(name)
        self.problem = Problem()
        self.problem.hide()
        self.remark = Text(remark, "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self.name, control, self.problem):
            column.addWidget(part)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(12)
        self.foot.addWidget(self.remark, 1)
        column.addLayout(self.foot)
        column.addStretch(1)
        self.remark.setVisible(bool(remark))  # shown without a parent, it would be a window of its own
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def add(self, button: QWidget) -> None:
        """Set a control beside the remark."""
        self.foot.addWidget(button)

    def say(self, problem: str) -> None:
        """What is wrong, or nothing."""
        self.problem.setVisible(bool(problem))
        self.problem.say(problem)

    def tell(self, remark: str) -> None:
        """Another remark, or none."""
        self.remark.setText(remark)
        self.remark.setVisible(bool(remark))
