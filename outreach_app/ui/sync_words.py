# SPDX-License-Identifier: GPL-3.0-or-later
"""What a sync did, in words. One and many are two strings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from outreach_app import messages
from outreach_app.ui import sentences
from outreach_app.ui.widgets.fact_rows import Fact

if TYPE_CHECKING:
    from outreach_app.services.sync import SyncReport
    from outreach_app.ui.words import Table

translate = QCoreApplication.translate

STEPS: Final[Table] = {
    "": QT_TRANSLATE_NOOP("sync", "Looking for the mailbox"),
    "sending": QT_TRANSLATE_NOOP("sync", "Sending"),
    "receiving": QT_TRANSLATE_NOOP("sync", "Fetching what came"),
    "importing": QT_TRANSLATE_NOOP("sync", "Taking in"),
    "publishing": QT_TRANSLATE_NOOP("sync", "Publishing zones, directory and help lines"),
}
MOST_NAMED = 6
"""Refused or waiting things that are named one by one."""


def step(code: str, done: int, total: int) -> str:
    """What is being done now, with how far it is where that can be said."""
    said = translate("sync", str(STEPS[code])) if code in STEPS else code
    return (
        translate("sync", "{what}: {done} of {total}").format(what=said, done=done, total=total) if total > 1 else said
    )


def news(report: SyncReport, before: SyncReport | None) -> str:
    """One sentence for the message bar; empty when nothing came or went."""
    parts = []
    if len(report.problems) > (len(before.problems) if before else 0):
        parts.append(translate("sync", "Something is wrong: see Sending."))
    if report.admitted:
        parts.append(
            _count(report.admitted, translate("sync", "1 laptop joined."), translate("sync", "{count} laptops joined."))
        )
    if report.imported + report.corrected:
        count = report.imported + report.corrected
        parts.append(_count(count, translate("sync", "1 shift came in."), translate("sync", "{count} shifts came in.")))
    if report.sent:
        parts.append(_count(report.sent, translate("sync", "1 sent."), translate("sync", "{count} sent.")))
    if report.installed and (before is None or report.release != before.release):
        parts.append(translate("sync", "The directory, zones and help lines are new."))
    if len(report.refused) > (len(before.refused) if before else 0):
        parts.append(translate("sync", "Something was refused: see Sending."))
    return " ".join(parts)


def facts(report: SyncReport, *, coordinates: bool) -> tuple[Fact, ...]:
    """The whole result as names and words; `coordinates`: what only the office takes in is told, too."""
    found = [
        *(
            Fact(translate("sync", "Look at"), messages.problem(code, sentences.translate), "stop")
            for code in report.problems
        ),
        Fact(translate("sync", "Sent"), _number(report.sent)),
        Fact(translate("sync", "Directory and zones"), _release(report)),
    ]
    if coordinates:
        found += [
            Fact(translate("sync", "New shifts"), _number(report.imported)),
            Fact(translate("sync", "Corrected"), _number(report.corrected)),
            Fact(translate("sync", "Known already"), _number(report.duplicates)),
            Fact(translate("sync", "New laptops"), _number(report.admitted)),
            Fact(translate("sync", "Waiting"), _reasons(report.held), "care"),
            Fact(translate("sync", "Missing"), _missing(report), "care"),
        ]
    elif report.held:
        found.append(Fact(translate("sync", "Waiting"), _reasons(report.held), "care"))
    found.append(Fact(translate("sync", "Refused"), _reasons(report.refused), "stop"))
    return tuple(found)


def _number(count: int) -> str:
    return f"{count}" if count else translate("sync", "nothing")


def _release(report: SyncReport) -> str:
    if report.installed:
        return translate("sync", "new, number {number}").format(number=report.release)
    if report.release:
        return translate("sync", "unchanged, number {number}").format(number=report.release)
    return translate("sync", "none here yet")


def _missing(report: SyncReport) -> str:
    if not report.missing:
        return ""
    return _count(len(report.missing), translate("sync", "1 thing that a laptop sent before"),
                  translate("sync", "{count} things that laptops sent before"))  # fmt: skip


def _reasons(items: list[tuple[str, str]]) -> str:
    """How many for which reason; each is one thing of one laptop."""
    reasons: dict[str, int] = {}
    for _name, code in items:
        reasons[code] = reasons.get(code, 0) + 1
    listed = sorted(reasons.items(), key=lambda pair: -pair[1])
    lines = [
        translate("sync", "{count}: {reason}").format(count=n, reason=messages.reason(code, sentences.translate))
        for code, n in listed
    ]
    if len(lines) > MOST_NAMED:
        lines = [*lines[:MOST_NAMED], translate("sync", "and others")]
    return "\n".join(lines)


def _count(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.format(count=count)
