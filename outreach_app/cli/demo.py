# SPDX-License-Identifier: GPL-3.0-or-later
"""`demo`: its arguments and its words; the pictures and the window are added by `main.py`, which may start Qt."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from outreach_app import logs
from outreach_app.cli.run import complain, exit_code
from outreach_app.cli.story import PASSPHRASE, Story, tell
from outreach_app.domain.errors import CompanionError
from outreach_app.messages import sentence

DEFAULT_OUT: Final = Path("demo-output")

Pictures = Callable[[Story], int]
Window = Callable[[Path, str], int]


def has_display() -> bool:
    """Whether a window could be seen; on Windows and macOS always."""
    if os.environ.get("QT_QPA_PLATFORM") in {"offscreen", "minimal", "vnc"}:
        return False
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run(argv: Sequence[str], pictures: Pictures, window: Window) -> int:
    """Tell the story, take `pictures` of it, and open `window` on it where there is a display."""
    logs.install()
    arguments = _arguments(argv)

    def say(line: str) -> None:
        if not arguments.json and not arguments.quiet:
            sys.stdout.write(f"· {line}\n")
            sys.stdout.flush()

    try:
        story = tell(arguments.out.absolute(), say)
        taken = pictures(story)
        say(f"{taken} pictures of every page in {story.out / 'pictures'}.")
    except CompanionError as error:
        return complain(sentence(error), exit_code(error))
    except OSError as error:
        return complain(f"The demo could not write to {arguments.out} ({error.strerror}).", 1)
    if arguments.json:
        sys.stdout.write(json.dumps(story.facts(), ensure_ascii=False, sort_keys=True) + "\n")
    say(f'Look at it: --vault "{story.laptop}" (a worker\'s) or --vault "{story.office}" (the office\'s).')
    say(f"Their passphrase, for trainings only: {PASSPHRASE}")
    if arguments.headless or not has_display():
        return 0
    return window(story.laptop, PASSPHRASE)


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="outreach demo", description="The whole story in a training coalition, then the window on it."
    )
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, metavar="DIR", help="where everything is left")
    parser.add_argument("--headless", action="store_true", help="no window, pictures only")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.add_argument("--quiet", action="store_true", help="no words")
    return parser.parse_args(argv)
