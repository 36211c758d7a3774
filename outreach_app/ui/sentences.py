# SPDX-License-Identifier: GPL-3.0-or-later
"""The window's one door to `messages`: an error's sentence, in the language on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from outreach_app.domain.errors import CompanionError


def sentence(error: CompanionError) -> str:
    """What happened, what was kept, what to do next."""
    from outreach_app import messages  # the lock screen shows before anything has gone wrong

    return messages.sentence(error, translate)


def translate(text: str) -> str:
    """A sentence of `messages` in the language on screen."""
    return QCoreApplication.translate("messages", text)
