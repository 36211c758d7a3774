# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing a file that a person asked for, on a lane: whole or not at all, and never over one that is there."""

from __future__ import annotations

from pathlib import Path

from outreach_app.domain.errors import FileExists
from outreach_app.files import create_private


def write_new(path: Path, data: bytes) -> str:
    """Write `data`; returns the file's name. Raises `FileExists` and the disk's errors."""
    refuse_existing(path)
    create_private(path, data)
    return path.name


def refuse_existing(path: Path) -> None:
    """Raise `FileExists` where something is there already."""
    if path.exists():
        raise FileExists(str(path))
