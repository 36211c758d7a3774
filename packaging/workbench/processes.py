# SPDX-License-Identifier: GPL-3.0-or-later
"""Starting other programs: with a tidy environment, quietly into the log, or in place of this one."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from workbench.places import Places

Command = Sequence[str | Path]

# A caller's Python settings would reach into our environment and mix two sets of packages.
FOREIGN = (
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "PIP_USER",
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_ROOT",
    "__PYVENV_LAUNCHER__",
)


def tidy(environment: Mapping[str, str]) -> dict[str, str]:
    """A copy without what would redirect Python or pip; proxies, certificates and registries stay."""
    return {name: value for name, value in environment.items() if name not in FOREIGN}


def inside(places: Places, environment: Mapping[str, str], *, headless: bool = False) -> dict[str, str]:
    """The environment variables of a program that runs in our virtual environment."""
    result = tidy(environment)
    result["VIRTUAL_ENV"] = str(places.venv)
    result["PATH"] = os.pathsep.join([str(places.python.parent), result.get("PATH", os.defpath)])
    if headless:
        result["QT_QPA_PLATFORM"] = "offscreen"
    return result


def logged(command: Command, log: Path, environment: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Runs `command` with all its output appended to `log`; returns the exit code and that output."""
    log.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [str(part) for part in command],
        env=tidy(os.environ if environment is None else environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        close_fds=False,  # they inherit the lock of the set-up they are part of
        check=False,
    )
    output = done.stdout.decode("utf-8", "replace")
    with log.open("a", encoding="utf-8") as stream:
        stream.write(f"\n$ {' '.join(str(part) for part in command)}\n{output}(exit {done.returncode})\n")
    return done.returncode, output


def passed_through(command: Command, environment: Mapping[str, str], directory: Path | None = None) -> int:
    """Runs `command` on our own standard streams and returns its exit code, 128 + n for a signal n."""
    process = subprocess.Popen([str(part) for part in command], env=dict(environment), cwd=directory)
    while True:
        try:
            code = process.wait()
        except KeyboardInterrupt:
            continue  # the terminal sent it to the program as well: its answer counts
        return code if code >= 0 else 128 - code


def hand_over(command: Command, environment: Mapping[str, str]) -> NoReturn:
    """Puts `command` in the place of this process, so that streams, signals and exit code are its own.

    Windows cannot do that: there this process waits and ends with the command's exit code.
    """
    parts = [str(part) for part in command]
    sys.stdout.flush()
    sys.stderr.flush()
    if sys.platform == "win32":
        sys.exit(passed_through(parts, environment))
    else:
        os.execve(parts[0], parts, dict(environment))  # noqa: S606 - no shell is wanted
