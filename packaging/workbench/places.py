# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the set-up keeps its things inside a clone. Nothing is written outside it."""

import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Places:
    """The clone at `root` (absolute) and the paths that follow from it."""

    root: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The environment's own interpreter, there or not."""
        return self.venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")

    @property
    def stamp(self) -> Path:
        """Written last by a set-up that went through; without it the environment counts as unfinished."""
        return self.venv / "set-up.json"

    @property
    def gate(self) -> Path:
        """The file whose lock keeps two runs apart. Outside the environment, which a set-up empties."""
        return self.root / ".cache" / "set-up.lock"

    @property
    def log(self) -> Path:
        """Everything the package tools said during the last set-up."""
        return self.root / ".cache" / "set-up.log"

    @property
    def libraries_note(self) -> Path:
        """The system libraries missing when Qt was last seen to start: looked into again when they change."""
        return self.venv / "qt-libraries.json"

    @property
    def packaging(self) -> Path:
        return self.root / "packaging"

    @property
    def main(self) -> Path:
        return self.root / "main.py"

    @property
    def translations(self) -> Path:
        return self.root / "translations"

    @property
    def built_translations(self) -> Path:
        return self.root / "build" / "translations"


def of_this_clone() -> Places:
    """The places of the clone this file lies in, from whatever directory it is called."""
    return Places(Path(__file__).resolve().parents[2])
