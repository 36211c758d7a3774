# SPDX-License-Identifier: GPL-3.0-or-later
"""`sync`, `import`."""

from __future__ import annotations

import argparse
from typing import Final

from outreach_app.cli.session import Outcome, Session
from outreach_app.files import read_bytes
from outreach_app.services.importing import ImportReport
from outreach_app.services.sync import SyncReport

_OBJECT_LIMIT: Final = 1024 * 1024


def sync(session: Session, arguments: argparse.Namespace) -> Outcome:
    """Sync once; exit 1 when something new was refused, 5 when only tampered objects came."""
    report = session.unlocked().sync.run(arguments.mailbox or None, session.progress)
    lines = (
        f"Sent {report.sent}.",
        f"Received {report.received}: {report.imported} new, {report.corrected} corrected, {report.duplicates} known.",
        f"Release {report.release}." if report.release else "No release yet.",
    )
    return _outcome(report, lines, {"sent": report.sent, "release": report.release, "admitted": report.admitted})


def import_files(session: Session, arguments: argparse.Namespace) -> Outcome:
    """Take in objects from files."""
    files = [(str(path), read_bytes(path, limit=_OBJECT_LIMIT)) for path in arguments.files]
    report = session.unlocked().importing.take_by_hand(files)
    lines = (f"{report.imported} new, {report.corrected} corrected, {report.duplicates} known.",)
    return _outcome(report, lines, {"sent": 0, "release": 0, "admitted": report.admitted})


def _outcome(report: SyncReport | ImportReport, lines: tuple[str, ...], more: dict[str, object]) -> Outcome:
    facts = {
        **more,
        "received": report.received,
        "imported": report.imported,
        "duplicates": report.duplicates,
        "corrected": report.corrected,
        "missing": report.missing,
        "refused": [{"object": name, "reason": reason} for name, reason in report.refused],
        "held": [{"object": name, "reason": reason} for name, reason in report.held],
    }
    refused = tuple(f"Refused: {name} ({reason}); it is kept apart." for name, reason in report.refused)
    held = tuple(f"Waiting: {name} ({reason})." for name, reason in report.held)
    missing = tuple(f"Missing: {gap}." for gap in report.missing)
    return Outcome(facts, (*lines, *missing, *held), refused, 1 if refused else 0)
