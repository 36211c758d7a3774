# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds Qt's .qm files from translations/*.ts with the lrelease that comes in the PySide6 wheel."""

import os
from pathlib import Path

from workbench import gate
from workbench.places import Places
from workbench.processes import logged
from workbench.saying import SetUpStopped, step

# The wheel's own entry point knows where the tool lies on each system; a console script would not survive a move.
LRELEASE = "from PySide6.scripts.pyside_tool import lrelease; lrelease()"


def build(places: Places) -> list[Path]:
    """Builds each .qm that is absent or older than its .ts, drops those without one; returns what was built.

    Raises SetUpStopped when a .ts cannot be read.
    """
    with gate.alone(places.gate.with_name("translations.lock")):
        for orphan in places.built_translations.glob("*.qm"):
            if not (places.translations / f"{orphan.stem}.ts").exists():
                orphan.unlink()
        stale = [
            source for source in sorted(places.translations.glob("*.ts")) if _is_stale(source, target(places, source))
        ]
        if stale:
            places.built_translations.mkdir(parents=True, exist_ok=True)
            with step(f"Building translations: {', '.join(source.stem for source in stale)}"):
                for source in stale:
                    _release(places, source)
    return [target(places, source) for source in stale]


def target(places: Places, source: Path) -> Path:
    """Where the built form of `source` lies."""
    return places.built_translations / f"{source.stem}.qm"


def _is_stale(source: Path, built: Path) -> bool:
    return not built.exists() or built.stat().st_mtime < source.stat().st_mtime


def _release(places: Places, source: Path) -> None:
    """Writes beside the place and moves it there: a cut-off build leaves no half file."""
    fresh = target(places, source).with_suffix(".qm.new")
    code, _ = logged([places.python, "-c", LRELEASE, "-silent", source, "-qm", fresh], places.log, os.environ)
    if code != 0 or not fresh.exists():
        raise SetUpStopped(f"The translation {source.name} could not be built. Details: {places.log}")
    fresh.replace(target(places, source))
