# SPDX-License-Identifier: GPL-3.0-or-later
"""A leaf: where things are. Folders and files on the machine carry the neutral name only."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

import platformdirs

APP_NAME: Final = "Companion"


def project_root() -> Path:
    """The folder that holds `resources/`: the checkout, or what the installer unpacked."""
    bundled = getattr(sys, "_MEIPASS", None)
    return Path(bundled) if bundled else Path(__file__).resolve().parent.parent


def resource(*parts: str) -> Path:
    """A file or folder under `resources/`."""
    return project_root().joinpath("resources", *parts)


def translations_folder() -> Path:
    """Where the built `.qm` files lie."""
    return project_root() / "build" / "translations"


def default_vault() -> Path:
    """The platform's data folder for this laptop's vault."""
    override = os.environ.get("COMPANION_VAULT")
    return Path(override) if override else Path(platformdirs.user_data_dir(APP_NAME, appauthor=False)) / "vault"


def settings_file() -> Path:
    """Where choices such as palette and text size are kept."""
    return Path(platformdirs.user_config_dir(APP_NAME, appauthor=False)) / "settings.json"
