# SPDX-License-Identifier: GPL-3.0-or-later
"""A dialog that goes step by step, each with its own question and buttons.

Steps stay as they were filled in until the dialog ends; then, and when the vault is locked in between, each forgets
everything before it is deleted.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QProgressBar, QPushButton, QScrollArea, QVBoxLayout, QWidget

from outreach_app.ui.desk import Desk
from outreach_app.ui.dialogs.dialog import Dialog
from outreach_app.ui.widgets.button import Button, press_on_return
from outreach_app.ui.widgets.problem import Problem
from outreach_app.ui.widgets.text import Text


class Step(QWidget):
    """Add to `column`; `following` is what Enter does, `back` (where there is one) stands at the other end."""

    def __init__(self, title: str, following: str, back: str = "") -> None:
        super().__init__()
        self.title = title
        self.setAccessibleName(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)
        self.problem = Problem()
        self.following = Button(following, "primary")
        self.back = Button(back) if back else None

    def arrive(self) -> None:
        """It is shown now: the focus goes where the person starts."""

    def forget(self) -> None:
        """Nothing that was typed or shown stays."""


class StepsDialog(Dialog):
    """Shows one step of `last`; `work` shows that something is under way and holds the rest still."""

    def __init__(self, desk: Desk, title: str, last: int, *, width: int = 680, height: int = 560) -> None:
        super().__init__(desk, title, width=width, height=height)
        self._last = last
        self.step: Step | None = None
        self.steps: list[Step] = []
        self.place = Text("", "quiet", wrap=False)
        self.column.insertWidget(0, self.place)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy_words = Text("", "quiet")
        self.working = QWidget()
        waiting = QVBoxLayout(self.working)
        waiting.setContentsMargins(28, 0, 28, 0)
        waiting.setSpacing(4)
        waiting.addWidget(self.busy_words)
        waiting.addWidget(self.busy)
        self.working.hide()
        self.area = self.findChildren(QScrollArea)[0]
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)
        outer = self.layout()
        if isinstance(outer, QVBoxLayout):
            outer.insertWidget(1, self.working)

    def show_step(self, step: Step, number: int) -> None:
        """Bring a step on top, the `number`th (from 1) of the dialog."""
        if self.step is not None:
            for part in self._parts(self.step):
                part.hide()
        if step not in self.steps:
            self._take_in(step)
        self.step = step
        self.heading.setText(step.title)
        self.place.setText(self.tr("Step {number} of {last}").format(number=number, last=self._last))
        for part in self._parts(step):
            part.show()
        press_on_return(step.following)
        self.work("")
        step.arrive()
        QTimer.singleShot(0, self, self._to_top)

    def work(self, words: str) -> None:
        """What is under way, in words; empty when it is over. The window stays live all the while."""
        self.busy_words.setText(words)
        self.busy.setAccessibleName(words)
        self.working.setVisible(bool(words))
        for part in self._parts(self.step) if self.step else ():
            part.setEnabled(not words)

    @property
    def under_way(self) -> bool:
        """Something is being worked on."""
        return not self.working.isHidden()

    def reject(self) -> None:
        """Esc leaves what is under way alone."""
        if not self.under_way:
            super().reject()

    def done(self, result: int) -> None:
        """However it ends: nothing that was typed or shown stays."""
        for step in self.steps:
            step.forget()
        super().done(result)

    def showEvent(self, event: QShowEvent) -> None:
        """The focus of the first step, once there is a window that can have it."""
        super().showEvent(event)
        if self.step is not None:
            self.step.arrive()

    def _to_top(self) -> None:
        self.area.verticalScrollBar().setValue(0)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        inside = self.area.widget()
        if now is not None and inside is not None and inside.isAncestorOf(now):
            QTimer.singleShot(0, self, self._show_focused)

    def _show_focused(self) -> None:
        focused, inside = self.focusWidget(), self.area.widget()
        if focused is not None and inside is not None and inside.isAncestorOf(focused):
            self.area.ensureWidgetVisible(focused, 0, 28)

    def _take_in(self, step: Step) -> None:
        self.steps.append(step)
        self.column.addWidget(step, 1)
        if step.back is not None:
            self.foot.insertWidget(0, step.back)
        self.add_button(step.following)
        buttons = [*step.findChildren(QPushButton), step.following, step.back]
        for button in buttons:
            if button is not None:
                button.setAutoDefault(True)  # Enter presses the button that has the focus, not the one at the foot

    def _parts(self, step: Step) -> list[QWidget]:
        return [part for part in (step, step.back, step.following) if part is not None]
