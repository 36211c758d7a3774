# SPDX-License-Identifier: GPL-3.0-or-later
"""`sync`, `import`."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Final

from outreach_app.cli.session import REFUSED, TAMPERED, Outcome, Session, given_bytes
from outreach_app.domain.errors import CompanionError
from outreach_app.messages import problem, reason, sentence
from outreach_app.services.importing import ImportReport
from outreach_app.services.sync import SyncReport

_OBJECT_LIMIT: Final = 1024 * 1024


def sync(session: Session, arguments: argparse.Namespace) -> Outcome:
    """Sync once; exit 5 when something new was refused, 1 when something is missing."""
    report = session.unlocked().sync.run(arguments.mailbox or None, session.progress)
    lines = (
        f"Sent {report.sent}.",
        f"Received {report.received}: {report.imported} new, {report.corrected} corrected, {report.duplicates} known.",
        f"Release {report.release}." if report.release else "No release yet.",
        *((f"Laptops let in: {report.admitted}.",) if report.admitted else ()),
    )
    facts = {"sent": report.sent, "release": report.release, "admitted": report.admitted, "problems": report.problems}
    outcome = _outcome(report, lines, facts)
    said = tuple(problem(code) for code in report.problems)
    return replace(outcome, warnings=(*outcome.warnings, *said), code=outcome.code or (REFUSED if said else 0))


def import_files(session: Session, arguments: argparse.Namespace) -> Outcome:
    """Take in objects from files."""
    files, unreadable = [], []
    for path in arguments.files:
        try:
            files.append((str(path), given_bytes(path, limit=_OBJECT_LIMIT)))
        except CompanionError as error:
            unreadable.append(sentence(error))
    workplace = session.unlocked()
    report = workplace.importing.take_by_hand(files)
    lines = (f"{report.imported} new, {report.corrected} corrected, {report.duplicates} known.",)
    facts: dict[str, object] = {"sent": 0, "release": workplace.coalition.status().release, "admitted": report.admitted}
    outcome = _outcome(report, lines, facts)
    return replace(
        outcome, warnings=(*outcome.warnings, *unreadable), code=outcome.code or (REFUSED if unreadable else 0)
    )


def _outcome(report: SyncReport | ImportReport, lines: tuple[str, ...], more: dict[str, object]) -> Outcome:
    facts = {
        **more,
        "received": report.received,
        "imported": report.imported,
        "duplicates": report.duplicates,
        "corrected": report.corrected,
        "missing": report.missing,
        "refused": [{"object": name, "reason": why} for name, why in report.refused],
        "held": [{"object": name, "reason": why} for name, why in report.held],
    }
    refused = tuple(f"Refused: {name}: {reason(why)}. It is kept apart." for name, why in report.refused)
    held = tuple(f"Waiting: {name}: {reason(why)}." for name, why in report.held)
    missing = tuple(f"Missing: {gap}. What follows waits; nothing is lost." for gap in report.missing)
    code = TAMPERED if refused else REFUSED if missing else 0
    return Outcome(facts, (*lines, *missing, *held), refused, code)
