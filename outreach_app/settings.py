# SPDX-License-Identifier: GPL-3.0-or-later
"""A leaf: choices about the window that may lie outside the vault. Never a secret, never about the work."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from outreach_app.domain.errors import CompanionError
from outreach_app.files import private_folder, read_bytes, replace_private


@dataclass(frozen=True)
class Settings:
    """Palette code or `auto`; text scale from 1.0 to 3.0; language code, empty for the system's."""

    palette: str = "auto"
    text_scale: float = 1.0
    language: str = ""


def load(path: Path) -> Settings:
    """The settings kept; whatever cannot be read is as if it had never been chosen."""
    with contextlib.suppress(CompanionError, ValueError, TypeError, KeyError, ArithmeticError, RecursionError):
        value = json.loads(read_bytes(path, limit=4096))
        scale = min(3.0, max(1.0, float(value["text_scale"])))
        return Settings(str(value["palette"])[:20], scale, str(value["language"])[:20])
    return Settings()


def save(path: Path, settings: Settings) -> None:
    """Keep the settings; a disk that cannot take them only means that they are chosen again."""
    with contextlib.suppress(CompanionError):
        private_folder(path.parent)
        replace_private(path, json.dumps(asdict(settings)).encode())
