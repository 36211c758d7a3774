# SPDX-License-Identifier: GPL-3.0-or-later
"""What the directory answers to what is asked, and on demand the matches that do not fit, each with its reason."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from outreach_app.domain.errors import UnknownEntry
from outreach_app.domain.finding import FIND_BANDS
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
    keep: str = "",
) -> Outcome:
    """Ask the directory for the first `limit` places, and for the one with the id `keep`, which somebody has open, even
    if it would come later by now; runs on its lane. Raises `NoDirectory`."""
    question = question_of(asked, directory, now, at)
    answer = directory.search(question, now=now, limit=limit, full_tonight=full)
    if keep and all(found.entry.id != keep for found in answer.results):
        answer = _with_kept(answer, directory, keep, full)
    unfit = directory.unfit(answer.question, full_tonight=full) if with_hidden and answer.hidden else ()
    return Outcome(answer, unfit)


def _with_kept(answer: Answer, directory: DirectoryDesk, keep: str, full: AbstractSet[str]) -> Answer:
    """The answer with one place more, at the end of its band; a place recalled meanwhile stays away."""
    try:
        kept = directory.verdict(keep, answer.question, full)
    except UnknownEntry:
        return answer
    results = sorted((*answer.results, kept), key=lambda found: FIND_BANDS.index(found.verdict.band))
    return replace(answer, results=tuple(results))
