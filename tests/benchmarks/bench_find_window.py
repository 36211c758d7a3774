# SPDX-License-Identifier: GPL-3.0-or-later
"""Typing and scrolling in Find help over 10,000 and 100,000 places: how long the window's own thread is held.

The real page over the real directory, its lane a thread of its own, offscreen. A timer ticks each millisecond; what
it comes late is how long the event loop was away, and for each key or step the longest of that is taken: so long
another key, a scroll or a picture could have waited. Beside it the longest stretch of the thread's own work, which
does not count what other programs and the lane took meanwhile. Printed: median, 95th percentile and longest of these,
and the time from a question to its list. Allowed is a frame of 16 ms of own work at the 95th percentile; on a machine
with nothing else to do the pauses themselves keep to it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer  # noqa: E402 - found through the path above
from PySide6.QtTest import QTest  # noqa: E402 - found through the path above
from ui.fakes import NOW, RESOURCES, FakeWorkplace, open_shift  # noqa: E402 - found through the path above

from benchmarks.bench_search import Invented, service_in  # noqa: E402 - found through the path above
from outreach_app.domain.content import Content  # noqa: E402 - found through the path above
from outreach_app.services.lanes import ThreadLane  # noqa: E402 - found through the path above
from outreach_app.ui.application import SWITCH_SECONDS, Window, application, build  # noqa: E402 - found through the path above
from outreach_app.ui.choices import Choices  # noqa: E402 - found through the path above
from outreach_app.ui.pages.find import FindPage  # noqa: E402 - found through the path above

SIZES = (10_000, 100_000)
TYPED = ("bed tonight girl 16 spanish", "shelter", "harbor house", "detox no id", "816 555 0142", "comida", "co", "so")
BETWEEN_KEYS = 0.06
"""Seconds from one key to the next: a quick hand."""
PAGES_DOWN = 15
TICK_MS = 1
LONGEST_WAIT = 5.0
ALLOWED_MS = 16.0


class Held(NamedTuple):
    """The longest pause of the event loop, and the longest stretch of its thread's own work, in milliseconds."""

    pause: float
    work: float


class Pauses:
    """How long the event loop was away."""

    def __init__(self) -> None:
        self.longest = Held(0.0, 0.0)
        self._last = time.perf_counter(), time.thread_time()
        self.timer = QTimer(interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self._tick)
        self.timer.start()

    def take(self) -> Held:
        """The longest since this was last asked."""
        longest, self.longest = self.longest, Held(0.0, 0.0)
        return longest

    def _tick(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        pause, work = (now - self._last[0]) * 1000 - TICK_MS, (worked - self._last[1]) * 1000
        self.longest = Held(max(self.longest.pause, pause), max(self.longest.work, work))
        self._last = now, worked


def percentile(times: list[float], share: float) -> float:
    """The value that so large a share does not exceed."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def turn(seconds: float, until: Callable[[], bool] = lambda: False) -> None:
    """Let the event loop run."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end and not until():
        loop = QEventLoop()
        QTimer.singleShot(1, loop.quit)
        loop.exec()


def opened(size: int, folder: Path) -> Iterator[tuple[Window, FindPage]]:
    """The window on Find help over a directory of so many places."""
    service = service_in(folder)
    lane = ThreadLane("directory")
    lane.call(lambda: service.open(service.install(1, NOW.date(), Content(Invented(size)))))
    workplace = FakeWorkplace()
    workplace.directory = service  # type: ignore[assignment]
    workplace.lanes.directory = lane
    workplace.shifts.open = open_shift(workplace.shifts.of)
    made = build(workplace, Choices("night"), RESOURCES, now=lambda: NOW)
    made.window.show()
    made.desk.take_seat(workplace.vault.seat())
    made.desk.go("find")
    room = made.window.workroom
    page = room.pages["find"] if room else None
    if isinstance(page, FindPage):
        turn(0.5)
        yield made, page
    made.window.lock()
    lane.call(service.close)
    lane.stop()


def typing(page: FindPage, pauses: Pauses) -> list[float]:
    """Type every question letter by letter; milliseconds from each whole question to its list."""
    answered: list[float] = []
    shown: list[object] = []
    held: list[Held] = []
    page.searching.answered.connect(shown.append)
    for text in TYPED:
        pauses.take()
        for letter in text:
            QTest.keyClicks(page.field, letter)
            turn(BETWEEN_KEYS)
            held.append(pauses.take())
        begun, before = time.perf_counter(), len(shown)
        page.searching.ask_again()
        turn(LONGEST_WAIT, lambda before=before: len(shown) > before)  # type: ignore[misc]
        answered.append((time.perf_counter() - begun) * 1000)
        pauses.take()
        page.next_person()  # a key of its own: Ctrl+N
        turn(BETWEEN_KEYS)
        held.append(pauses.take())
    report(f"{len(held)} keys", held)
    return answered


def scrolling(page: FindPage, pauses: Pauses) -> None:
    """A question that many places fit, down to its end as far as hands go."""
    page.field.setText("shelter")
    turn(LONGEST_WAIT, lambda: bool(page.list.results.lines))
    turn(BETWEEN_KEYS)
    held: list[Held] = []
    bar = page.list.verticalScrollBar()
    pauses.take()
    for step in range(2 * PAGES_DOWN):
        if step % 2:
            bar.setValue(bar.maximum())
        else:
            QTest.keyClick(page.list, Qt.Key.Key_PageDown)
        turn(BETWEEN_KEYS)
        held.append(pauses.take())
    report(f"{len(held)} steps down to {len(page.list.results.lines):,} lines", held)


def report(what: str, held: list[Held]) -> None:
    """One line of figures each for the pauses and for the work in them."""
    print(f"  {what}")
    for name, times in (("pause", [one.pause for one in held]), ("own work", [one.work for one in held])):
        print(f"    {name}: {percentile(times, 0.5):.1f} ms at the median, {percentile(times, 0.95):.1f} at p95, "
              f"{max(times):.1f} at most")  # fmt: skip
    worst.append(percentile([one.work for one in held], 0.95))


worst: list[float] = []


def main() -> int:
    """Measure every size; 1 where a part holds the thread longer than allowed."""
    application(["companion"])
    sys.setswitchinterval(SWITCH_SECONDS)  # as the program does
    for size in (int(text) for text in sys.argv[1:]) if len(sys.argv) > 1 else SIZES:
        with tempfile.TemporaryDirectory() as folder:
            for _made, page in opened(size, Path(folder)):
                print(f"{size:,} places")
                pauses = Pauses()
                answered = typing(page, pauses)
                print(f"  from the question to the list: p95 {percentile(answered, 0.95):.1f} ms")
                scrolling(page, pauses)
                pauses.timer.stop()
    return int(max(worst) > ALLOWED_MS)


if __name__ == "__main__":
    sys.exit(main())
