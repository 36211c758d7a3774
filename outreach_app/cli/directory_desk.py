# SPDX-License-Identifier: GPL-3.0-or-later
"""`directory export | publish | recall | verify | work`: what a coordinator does at the desk."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

from outreach_app.bootstrap import Workplace
from outreach_app.cli.session import Outcome, Session
from outreach_app.domain.desk import WorkItem
from outreach_app.domain.errors import BadField

_MOST_WORK: Final = 10_000
_WHY: Final = {
    "reported_number_wrong": "somebody reported a wrong number",
    "reported_closed": "somebody reported it closed",
    "reported_moved": "somebody reported that it moved",
    "reported": "somebody reported a call that did not work",
    "never": "never checked",
    "stale": "not checked for more than 180 days",
    "guessed": "something in it is guessed",
    "ageing": "not checked for more than 90 days",
}


def export(session: Session, arguments: argparse.Namespace) -> Outcome:
    """Write what would be published as HSDS 3.1; the name says the form."""
    workplace = session.unlocked()
    out: Path = arguments.out
    form = "zip" if out.suffix.lower() == ".zip" else "tables" if out.is_dir() or not out.suffix else "json"
    services = workplace.lanes.desk.call(lambda: workplace.entries.export(out, form))
    return Outcome({**_counted(workplace, services), "out": str(out)}, (f"{services} services written.",))


def publish(session: Session, arguments: argparse.Namespace) -> Outcome:
    """Put the directory out now, without waiting for the next sync."""
    workplace = session.unlocked()
    release = workplace.sync.publish(arguments.mailbox or None)
    services = workplace.lanes.directory.call(lambda: workplace.directory.head().entries)
    return Outcome(_counted(workplace, services), (f"Release {release} is out: {services} services.",))


def recall(session: Session, arguments: argparse.Namespace) -> Outcome:
    """Hide an entry at once, or bring it back."""
    workplace = session.unlocked()
    act: Callable[[str], None] = workplace.entries.restore if arguments.undo else workplace.entries.recall
    workplace.lanes.desk.call(lambda: act(arguments.entry_id))
    workplace.releases.refresh_own()
    said = "It is back." if arguments.undo else "It is hidden here."
    return Outcome(_now(workplace), (f"{said} Other laptops hear of it with the next sync.",))


def verify(session: Session, arguments: argparse.Namespace) -> Outcome:
    """Keep that an entry was checked today, by whom as the seat's label."""
    workplace = session.unlocked()
    seat = workplace.vault.seat()
    workplace.lanes.desk.call(
        lambda: workplace.entries.verify(arguments.entry_id, arguments.how, by=seat.label or seat.role)
    )
    workplace.releases.refresh_own()
    return Outcome(_now(workplace), ("Checked today. It goes out with the next sync.",))


def work(session: Session, arguments: argparse.Namespace) -> Outcome:
    """What to check next, the most urgent first."""
    if not 0 < arguments.limit <= _MOST_WORK:
        raise BadField("--limit", "too_large" if arguments.limit > 0 else "too_small")
    workplace = session.unlocked()
    reports = workplace.lanes.vault.call(workplace.listings.received)
    items = workplace.lanes.desk.call(lambda: workplace.entries.work_list(reports, arguments.limit))
    return Outcome({"work": [_fact(item) for item in items]}, tuple(_line(item) for item in items))


def _counted(workplace: Workplace, services: int) -> dict[str, object]:
    return {"services": services, "release": workplace.lanes.vault.call(workplace.coalition.status).release}


def _now(workplace: Workplace) -> dict[str, object]:
    return _counted(workplace, workplace.lanes.directory.call(lambda: workplace.directory.head().entries))


def _fact(item: WorkItem) -> dict[str, object]:
    return {
        "id": item.entry_id,
        "name": item.name,
        "organization": item.organization,
        "phones": [phone.number for phone in item.phones],
        "website": item.website,
        "verified": item.verified_on.isoformat() if item.verified_on else None,
        "reports": dict(item.reports),
        "guessed": list(item.guessed),
        "reason": item.reason,
    }


def _line(item: WorkItem) -> str:
    phone = item.phones[0].number if item.phones else ""
    return "  ".join(part for part in (f"{item.name:<32}", phone, _WHY[item.reason], item.entry_id) if part)
