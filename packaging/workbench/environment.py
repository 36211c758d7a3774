# SPDX-License-Identifier: GPL-3.0-or-later
"""The virtual environment: ready, to be added to, or to be made again.

A stamp says which interpreter and which lock files it was made from. It is written last and under a lock, so a
set-up that was cut off is simply done again, and two at once wait for each other.
"""

import contextlib
import hashlib
import json
import os
import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from workbench import gate, packages
from workbench.places import Places
from workbench.saying import SetUpStopped, step

RUN = "requirements.txt"
WORK = "requirements-dev.txt"  # holds everything of RUN in the same versions, and the tools
COVERS = {RUN: (RUN,), WORK: (RUN, WORK)}


class Task(Enum):
    """What has to be done before the environment can be used."""

    NOTHING = "nothing"
    ADD = "add"
    MAKE = "make"


@dataclass(frozen=True)
class Stamp:
    """What an environment was made from: the interpreter, and the sha256 of each lock file installed."""

    interpreter: str
    locks: Mapping[str, str]

    def task(self, wanted: str, interpreter: str, current: Mapping[str, str]) -> Task:
        """What brings the environment to hold the lock file `wanted`.

        A lock file that changed since means making it again: installing over it would keep what was dropped.
        """
        changed = any(current.get(name) != digest for name, digest in self.locks.items())
        if changed or self.interpreter != interpreter:
            return Task.MAKE
        return Task.NOTHING if wanted in self.locks else Task.ADD


def ready(places: Places, wanted: str) -> int:
    """Makes sure that the environment holds the lock file `wanted`.

    Returns the descriptor of a shared lock: while it is open no other run touches the environment.
    Raises SetUpStopped.
    """
    try:
        while True:
            shared = gate.take(places.gate, alone=False)
            if _task(places, wanted) is Task.NOTHING:
                return shared
            os.close(shared)
            with gate.alone(places.gate):
                _bring_up(places, wanted)
    except OSError as error:
        raise SetUpStopped(f"The set-up could not write {error.filename or places.root}: {error.strerror}.") from error


def _task(places: Places, wanted: str) -> Task:
    stamp = read_stamp(places.stamp)
    if stamp is None or not places.python.exists():
        return Task.MAKE
    return stamp.task(wanted, interpreter(), digests(places))


def _bring_up(places: Places, wanted: str) -> None:
    """Does the task; called with the lock held, and asks again: another run may have been first."""
    task = _task(places, wanted)
    if task is Task.NOTHING:
        return
    with contextlib.suppress(FileNotFoundError):
        places.log.unlink()
    before = read_stamp(places.stamp)
    if task is Task.MAKE:
        # Somebody who has the tools keeps them when the lock file changes.
        wanted = WORK if before is not None and WORK in before.locks else wanted
        with_pip = packages.brings_pip(places)
        with step("Making the virtual environment .venv"):
            packages.make_environment(places, with_pip=with_pip)
    with step("Installing the locked packages" + (" and tools" if wanted == WORK else "")):
        packages.install(places, places.packaging / wanted)
    current = digests(places)
    write_stamp(places.stamp, Stamp(interpreter(), {name: current[name] for name in COVERS[wanted]}))


def interpreter() -> str:
    """Names the Python an environment depends on: the same inside the environment and outside."""
    kind = platform.python_implementation()
    return f"{kind} {platform.python_version()} {platform.machine()} {sys.base_prefix}"


def digests(places: Places) -> dict[str, str]:
    """The sha256 of each lock file, as hexadecimal digits."""
    return {name: hashlib.sha256((places.packaging / name).read_bytes()).hexdigest() for name in (RUN, WORK)}


def read_stamp(path: Path) -> Stamp | None:
    """The stamp, or None where there is none that can be read."""
    try:
        content = json.loads(path.read_text("utf-8"))
        return Stamp(str(content["interpreter"]), dict(content["locks"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_stamp(path: Path, stamp: Stamp) -> None:
    """Writes the stamp in one go: it is there whole, or not at all."""
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({"interpreter": stamp.interpreter, "locks": dict(stamp.locks)}, indent=1), "utf-8")
    fresh.replace(path)
