# SPDX-License-Identifier: GPL-3.0-or-later
"""Entry point: no arguments opens the window, a command runs without Qt (`demo` alone starts it, for its pictures)."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str]) -> int:
    """Run the window or one command; returns the exit code."""
    if argv and argv[0] == "demo":
        from outreach_app.ui.demo import main as demo

        return demo(argv[1:])
    if argv:
        from outreach_app.cli.run import run

        return run(argv)
    from outreach_app.ui.application import open_window

    return open_window()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
