# SPDX-License-Identifier: GPL-3.0-or-later
"""Making the virtual environment and filling it with locked packages, with ensurepip or without."""

import importlib.util
import sys
from pathlib import Path

from workbench import system
from workbench.causes import explanation
from workbench.places import Places
from workbench.processes import logged
from workbench.saying import SetUpStopped

# Debian and Ubuntu ship Python without ensurepip and put it into a package of its own.
SPLIT_OFF = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"


def brings_pip(places: Places) -> bool:
    """Whether this Python can put a pip into an environment; on Debian the package for it is installed if allowed."""
    return has_module("ensurepip") or system.install([SPLIT_OFF], places.log, then=lambda: has_module("ensurepip"))


def make_environment(places: Places, *, with_pip: bool) -> None:
    """Makes an empty virtual environment in place of what is there. Raises SetUpStopped.

    Without a pip of its own, this Python's pip fills it.
    """
    places.stamp.unlink(missing_ok=True)
    if with_pip:
        code, output = logged([sys.executable, "-m", "venv", "--clear", places.venv], places.log)
        if code == 0:
            return
        if "ensurepip" not in output:  # its failure leaves the other way open
            raise SetUpStopped(explanation(output, places.log))
    if not has_module("pip"):
        command = system.command_for({"apt": [SPLIT_OFF], "dnf": ["python3-pip"], "pacman": ["python-pip"]})
        raise SetUpStopped(f"This Python has neither ensurepip nor pip. To install it:\n    {command}")
    code, output = logged([sys.executable, "-m", "venv", "--clear", "--without-pip", places.venv], places.log)
    if code != 0:
        raise SetUpStopped(explanation(output, places.log))


def install(places: Places, lock_file: Path) -> None:
    """Installs what `lock_file` names into the environment, every file checked against its hash.

    Wheels only: nothing is compiled here and no package runs code of its own while it is installed.
    Raises SetUpStopped.
    """
    code, output = logged(
        [
            *pip_of(places),
            "install",
            "--require-hashes",
            "--only-binary=:all:",
            "--no-input",
            "--disable-pip-version-check",
            "--requirement",
            lock_file,
        ],
        places.log,
    )
    if code != 0:
        raise SetUpStopped(explanation(output, places.log))


def pip_of(places: Places) -> list[str | Path]:
    """The command that runs pip for the environment: its own pip, else this Python's."""
    own = list(places.venv.glob("lib/python*/site-packages/pip")) + list(places.venv.glob("Lib/site-packages/pip"))
    if own:
        return [places.python, "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", places.python]


def has_module(name: str) -> bool:
    """Whether this Python has `name`, looked up afresh: an installation may just have brought it."""
    importlib.invalidate_caches()
    found = importlib.util.find_spec(name)
    return found is not None and found.origin is not None  # a folder left behind by a removed package has no origin
