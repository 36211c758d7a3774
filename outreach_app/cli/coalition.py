# SPDX-License-Identifier: GPL-3.0-or-later
"""`found`, `invite`, `join`, `status`, `check`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from outreach_app import bootstrap
from outreach_app.cli.session import Outcome, Session, given_bytes
from outreach_app.domain.errors import FileExists
from outreach_app.files import create_private, disk
from outreach_app.messages import problem, sheet_text

_INVITATION_LIMIT = 8192
_SHEET_ROOM = 4096


def found(session: Session, arguments: argparse.Namespace) -> Outcome:
    """Found a coalition; without a sheet on disk there is none."""
    profile = bootstrap.template(arguments.template) if arguments.template else None
    mailbox = _absolute(arguments.mailbox)
    passphrase = session.passphrase(new=True)
    create_private(arguments.sheet, b" " * _SHEET_ROOM)
    try:
        sheet = session.workplace.founding.begin(arguments.name, passphrase, mailbox=mailbox, profile=profile)
        _write_sheet(arguments.sheet, sheet_text(sheet).encode())
        session.workplace.founding.confirm()
    except BaseException:
        session.workplace.vault.discard()
        arguments.sheet.unlink(missing_ok=True)
        raise
    lines = (
        f"{sheet.coalition} is founded.",
        f"The coalition sheet is in {arguments.sheet}. Print it, lock it away, and delete the file.",
    )
    return Outcome({"coalition_id": sheet.coalition_id, "sheet": str(arguments.sheet)}, lines)


def _write_sheet(path: Path, text: bytes) -> None:
    """Into the room that was taken before: a disk that fills up meanwhile cannot keep the words from being written."""
    with disk(path), path.open("r+b") as stream:
        stream.write(text)
        stream.truncate()
        stream.flush()
        os.fsync(stream.fileno())


def invite(session: Session, arguments: argparse.Namespace) -> Outcome:
    """Make an invitation file and say its code."""
    if arguments.out.exists():
        raise FileExists(str(arguments.out))
    made = session.unlocked().enrolment.invite(arguments.role, arguments.team)
    create_private(arguments.out, (made.text + "\n").encode())
    facts = {"file": str(arguments.out), "code": made.code, "expires": made.expires.isoformat()}
    lines = (
        f"Invitation: {arguments.out}",
        f"Code, to be told apart from the file: {made.code}",
        f"Good until {made.expires.isoformat()}, for one laptop.",
    )
    return Outcome(facts, lines)


def join(session: Session, arguments: argparse.Namespace) -> Outcome:
    """Join with an invitation file and its code."""
    text = given_bytes(arguments.file, limit=_INVITATION_LIMIT).decode("utf-8", "replace")
    workplace = session.workplace
    seat = workplace.enrolment.join(text, arguments.code, session.passphrase(new=True))
    device = workplace.vault.opened.keys.device_id
    facts = {"device": device, "role": seat.role, "team": seat.team}
    return Outcome(facts, (f"This laptop is set up: {seat.role}, {seat.team or 'no team'}. Sync to get its zones.",))


def status(session: Session, _arguments: argparse.Namespace) -> Outcome:
    """What waits, and what is wrong."""
    found_ = session.unlocked().coalition.status()
    facts = {
        "unsent": found_.unsent,
        "not_received": found_.not_received,
        "directory_age_days": found_.directory_age_days,
        "release": found_.release,
        "problems": list(found_.problems),
    }
    age = "none yet" if found_.directory_age_days is None else f"{found_.directory_age_days} days old"
    lines = [f"Not sent yet: {found_.unsent}", f"Directory: {age}"]
    return Outcome(facts, (*lines, *(f"Look at: {problem(code)}" for code in found_.problems)))


def check(session: Session, _arguments: argparse.Namespace) -> Outcome:
    """Integrity of the whole vault; exit 1 when anything is wrong."""
    problems = session.unlocked().coalition.check()
    lines = tuple(f"Problem: {problem}" for problem in problems) or ("Everything holds.",)
    return Outcome({"problems": list(problems)}, lines, code=1 if problems else 0)


def _absolute(mailbox: str) -> str:
    """A relative folder is made absolute: the next command may run elsewhere."""
    return mailbox if not mailbox or "://" in mailbox else str(Path(mailbox).expanduser().absolute())
