# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes packaging/requirements*.txt from requirements*.in: every version, every hash, no address."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from workbench.environment import RUN, WORK
from workbench.places import Places
from workbench.processes import inside
from workbench.saying import SetUpStopped, step

HEADER = """\
# Locked packages: every file by its hash, for Linux, Windows and macOS, without addresses.
# Made from {source} by `python3 packaging/dev.py lock`; not edited by hand.
"""
OPTIONS = (
    "--universal",
    "--generate-hashes",
    "--python-version=3.11",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--quiet",
)


def make(places: Places, extra: Sequence[str]) -> None:
    """Makes both lock files again. Locked versions stay unless `extra` holds --upgrade or --upgrade-package NAME.

    Raises SetUpStopped; the lock files are then as they were.
    """
    for name in (RUN, WORK):
        with step(f"Locking {name}"):
            _make_one(places, places.packaging / name, extra)


def _make_one(places: Places, lock_file: Path, extra: Sequence[str]) -> None:
    source = lock_file.with_suffix(".in")
    fresh = lock_file.with_suffix(".new")
    if lock_file.exists():
        fresh.write_bytes(lock_file.read_bytes())  # the versions to keep
    command = [
        str(places.python),
        "-m",
        "uv",
        "pip",
        "compile",
        *OPTIONS,
        *extra,
        "--output-file",
        fresh.name,
        source.name,
    ]
    try:
        done = subprocess.run(
            command,
            cwd=places.packaging,
            env=inside(places, os.environ),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise SetUpStopped(f"{lock_file.name} stays as it was: {done.stderr.strip()}")
        text = HEADER.format(source=source.name) + fresh.read_text("utf-8")
        if "://" in text:
            raise SetUpStopped(f"{lock_file.name} stays as it was: the new one would hold an address.")
        fresh.write_text(text, "utf-8", newline="\n")
        fresh.replace(lock_file)
    finally:
        fresh.unlink(missing_ok=True)
