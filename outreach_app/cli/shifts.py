# SPDX-License-Identifier: GPL-3.0-or-later
"""`shift log`, `shift list`."""

from __future__ import annotations

import argparse
from typing import Final

from outreach_app.cli.session import Outcome, Session, given_bytes

_SLIP_LIMIT: Final = 1024 * 1024
_WARNINGS: Final = {
    "one_worker": "One worker only: was nobody else along? It was taken in as it is.",
    "in_future": "The date lies in the future: is it right, and this laptop's clock? It was taken in as it is.",
    "same_night": "This laptop holds a shift of the same date, band and team already. It was taken in as another one.",
    "few_contacts": "Fewer than five contacts: consider leaving the breakdowns out. It was taken in as it is.",
}


def log(session: Session, arguments: argparse.Namespace) -> Outcome:
    """Enter, close and submit a shift."""
    data = given_bytes(arguments.file, limit=_SLIP_LIMIT)
    done = session.unlocked().slips.log(data, str(arguments.file))
    facts = {"shift_id": done.line.shift_id, "contacts": done.line.contacts, "warnings": list(done.warnings)}
    lines = (f"Shift of {done.line.operating_date} kept: {done.line.contacts} contacts. Not sent yet.",)
    return Outcome(facts, lines, tuple(_WARNINGS[code] for code in done.warnings))


def listing(session: Session, _arguments: argparse.Namespace) -> Outcome:
    """Every shift with its three states."""
    found = session.unlocked().shifts.list()
    rows = [
        {
            "shift_id": line.shift_id,
            "revision": line.revision,
            "date": line.operating_date.isoformat(),
            "band": line.band,
            "team": line.team,
            "content": line.content,
            "delivery": line.delivery,
            "review": line.review,
            "contacts": line.contacts,
        }
        for line in found
    ]
    lines = tuple(
        f"{line.operating_date}  {line.band:<8} {line.team:<12} {line.contacts:>5}  {line.content} · {line.delivery}"
        for line in found
    )
    return Outcome({"shifts": rows}, lines or ("No shifts on this laptop yet.",))
