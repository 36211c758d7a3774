# SPDX-License-Identifier: GPL-3.0-or-later
"""From starting the process to the painted unlock screen, against a bare QApplication with one window.

Each is a whole process, offscreen, taken in turn; the figure to hold is a ratio of at most 2.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from outreach_app.bootstrap import lowest_cost, open_workplace

ROUNDS = 11
ROOT = Path(__file__).resolve().parents[2]

BARE = """
import os
from PySide6.QtWidgets import QApplication, QWidget
qt = QApplication([])
window = QWidget()
window.resize(1280, 760)
window.show()
qt.processEvents()
os._exit(0)
"""

OURS = """
import os, sys, time
from pathlib import Path
from PySide6.QtWidgets import QApplication, QLineEdit
import main

def until_painted(*_):
    qt = QApplication.instance()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        qt.processEvents()
        if any(field.isVisible() for window in qt.topLevelWidgets() for field in window.findChildren(QLineEdit)):
            qt.processEvents()
            os._exit(0)
        time.sleep(0.001)
    os._exit(1)

QApplication.exec = until_painted
main.window(Path(sys.argv[1]))
"""


def seconds(code: str, *arguments: str) -> float:
    """Wall time of one process."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, *arguments], check=True, env=environment, cwd=ROOT)
    return time.perf_counter() - started


def main() -> None:
    """Print medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        vault = Path(folder) / "vault"
        made = open_workplace(vault, cost=lowest_cost())
        made.founding.found("Benchmark", "correct horse battery staple")
        made.close()
        bare, ours = [], []
        for _ in range(ROUNDS):
            bare.append(seconds(BARE))
            ours.append(seconds(OURS, str(vault)))
    first, second = statistics.median(bare), statistics.median(ours)
    shown = f"{second * 1000:.0f} ms, bare window {first * 1000:.0f} ms, ratio {second / first:.2f}"
    print(f"start to unlock screen: {shown} (allowed 2)")


if __name__ == "__main__":
    main()
