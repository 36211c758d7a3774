# SPDX-License-Identifier: GPL-3.0-or-later
"""What the directory answers to what is asked, and on demand the matches that do not fit, each with its reason."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from outreach_app.services.directory import PAGE, Answer, Found
from outreach_app.ui.asked import NOWHERE, Asked, Whereabouts, question_of
from outreach_app.ui.directory_desk import DirectoryDesk


@dataclass(frozen=True)
class Outcome:
    """An answer, and the matches that do not fit where they were wanted too."""

    answer: Answer
    unfit: tuple[Found, ...] = ()


def find(
    asked: Asked,
    directory: DirectoryDesk,
    now: datetime,
    full: AbstractSet[str],
    *,
    with_hidden: bool,
    at: Whereabouts = NOWHERE,
    limit: int = PAGE,
) -> Outcome:
    """Ask the directory for the first `limit` places; runs on its lane. Raises `NoDirectory`."""
    question = question_of(asked, directory, now, at)
    answer = directory.search(question, now=now, limit=limit, full_tonight=full)
    unfit = directory.unfit(question, full_tonight=full) if with_hidden and answer.hidden else ()
    return Outcome(answer, unfit)
