# SPDX-License-Identifier: GPL-3.0-or-later
"""Python's collector of unused objects, kept to the window's thread.

Widgets, models and the callbacks that hold them form rings, which only the collector takes apart. By itself it runs on
whichever thread allocates next, a lane's too, and a widget that is deleted there takes the program down (Qt: widgets
belong to the thread that made them). So it is switched off, and asked from here while the event loop has a moment.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

LOOK_MS: Final = 500
OLDEST: Final = 2
"""The generation that holds everything kept for long: looking through it takes longer than a frame."""
OVERDUE: Final = 10
"""So many times over its threshold the oldest generation does not wait for the hands to rest any more."""


class Collecting(QObject):
    """Collects on the thread of `parent` for as long as that lives; a second one changes nothing."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.resting: Callable[[], bool] = lambda: True
        """Whether nobody types or scrolls just now; set by whoever sees the keys."""
        gc.disable()
        gc.freeze()  # what is there by now stays: it need not be looked through each time
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        collect_due(resting=self.resting())


def collect_due(*, resting: bool = True) -> int:
    """Collect the generations that are due by Python's own thresholds; the highest one collected, -1 for none.

    While the hands are not `resting` the oldest one waits, until it is long overdue.
    """
    due = -1
    for generation, (count, threshold) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)):
        waits = generation == OLDEST and not resting
        if count > (threshold * OVERDUE if waits else threshold):
            due = generation
    if due >= 0:
        gc.collect(due)
    return due
