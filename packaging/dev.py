# SPDX-License-Identifier: GPL-3.0-or-later
"""One command from a clean clone: sets its own environment up, then runs, tests or builds the program.

    python3 packaging/dev.py demo [--out DIR] [--headless]   the whole story, then the window on it
    python3 packaging/dev.py run [ARGS...]                   main.py ARGS; standard output is main.py's alone
    python3 packaging/dev.py test [PYTEST ARGS...]           all tests, without a display
    python3 packaging/dev.py lint                            ruff, its format and mypy
    python3 packaging/dev.py bench                           the figures of tests/benchmarks
    python3 packaging/dev.py screenshots                     every page as a picture, in build/screenshots/pictures
    python3 packaging/dev.py package                         the program as a folder to hand out, in dist
    python3 packaging/dev.py lock [--upgrade]                makes the locked requirements again

Standard library only. This file also has to be readable for a Python that is too old for the rest, so that
it can say so in one sentence: no syntax newer than 3.8 here, and no import from workbench at the top.
"""

import shutil
import subprocess
import sys

OLDEST = (3, 11)
NEWER_NAMES = ("python3.14", "python3.13", "python3.12", "python3.11")


def main() -> int:
    """Runs the command of the command line; its exit code is the result."""
    if sys.version_info < OLDEST:
        sys.stderr.write(too_old() + "\n")
        return 1
    from workbench.commands import run_command  # noqa: PLC0415 - only a new enough Python can read it

    return run_command(sys.argv[1:], usage=(__doc__ or "").split("\n\n")[1])


def too_old() -> str:
    """The sentence for a Python before 3.11; it names a newer one where this machine has it."""
    here = "Python %d.%d is too old: this needs Python 3.11 or newer." % sys.version_info[:2]  # noqa: UP031
    for name in NEWER_NAMES:
        found = shutil.which(name)
        if found and subprocess.call([found, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            return here + " This machine has one: start the same command with " + name + "."
    return here + " Nothing was changed."


if __name__ == "__main__":
    sys.exit(main())
