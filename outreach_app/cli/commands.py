# SPDX-License-Identifier: GPL-3.0-or-later
"""Every command and its arguments, in one table."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import NoReturn

from outreach_app import __version__
from outreach_app.cli import coalition, directory, reports, shifts, sync
from outreach_app.cli.session import Command
from outreach_app.domain.codes import ROLES
from outreach_app.domain.report import DIMENSIONS

Subparsers = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for what add_subparsers returns


class OneLine(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line, as every other error is said."""

    def error(self, message: str) -> NoReturn:
        """End with exit code 2."""
        sys.stderr.write(f"{self.prog}: {' '.join(message.split())}. Look at {self.prog} --help\n")
        sys.exit(2)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    common = _common()
    top: argparse.ArgumentParser = OneLine(
        prog="outreach", description="Companion, without its window. Without a command the window opens."
    )
    top.add_argument("--version", action="version", version=f"Companion {__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _coalition(commands, common)
    _shifts(commands, common)
    _sync(commands, common)
    directory.add_directory_commands(commands, common)
    _reports(commands, common)
    return top


def _date(text: str) -> date:
    """A day as people write it in files; raises what argparse says as wrong usage."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"{text!r} is no date like 2026-11-21"
        raise argparse.ArgumentTypeError(message) from None


def _common() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--vault", metavar="DIR", default="", help="the vault's folder")
    common.add_argument("--passphrase-file", metavar="FILE", default="", help="a file, or - for standard input")
    common.add_argument("--json", action="store_true", help="one JSON object on standard output")
    common.add_argument("--quiet", action="store_true", help="no words, no progress")
    return common


def _add(
    commands: Subparsers[argparse.ArgumentParser], common: argparse.ArgumentParser, name: str, help_: str, do: Command
) -> argparse.ArgumentParser:
    added: argparse.ArgumentParser = commands.add_parser(name, parents=[common], help=help_, description=help_)
    added.set_defaults(command=do)
    return added


def _coalition(commands: Subparsers[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    found = _add(commands, common, "found", "Found a coalition and write its sheet.", coalition.found)
    found.add_argument("--name", required=True)
    found.add_argument("--template", type=Path, help="zones, teams and policies as JSON; built in: team North, Z01…Z06")
    found.add_argument("--mailbox", default="", metavar="URL")
    found.add_argument("--sheet", type=Path, required=True, metavar="FILE")
    invite = _add(commands, common, "invite", "Make a one-time invitation and its code.", coalition.invite)
    invite.add_argument("--role", required=True, choices=ROLES)
    invite.add_argument("--team", default="")
    invite.add_argument("--out", type=Path, required=True, metavar="FILE")
    join = _add(commands, common, "join", "Make this laptop's vault from an invitation.", coalition.join)
    join.add_argument("file", type=Path, metavar="FILE")
    join.add_argument("--code", required=True)
    _add(commands, common, "status", "What waits, how old things are, what is wrong.", coalition.status)
    _add(commands, common, "check", "Check the whole vault.", coalition.check)


def _shifts(commands: Subparsers[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    group = commands.add_parser("shift", help="Shifts of this laptop.").add_subparsers(required=True, metavar="ACTION")
    log = _add(group, common, "log", "Enter, close and submit a shift from paper slips (JSON).", shifts.log)
    log.add_argument("file", type=Path, metavar="FILE")
    _add(group, common, "list", "Every shift and its states.", shifts.listing)


def _sync(commands: Subparsers[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    run = _add(commands, common, "sync", "Send, fetch the newest release and, at a coordinator's, import.", sync.sync)
    run.add_argument("--mailbox", default="", metavar="URL")
    by_hand = _add(commands, common, "import", "Take in objects that came on a stick.", sync.import_files)
    by_hand.add_argument("files", nargs="+", type=Path, metavar="FILE")


def _reports(commands: Subparsers[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    report = _add(commands, common, "report", "Write inside figures to a file.", reports.report)
    report.add_argument("--from", dest="start", type=_date, required=True, metavar="D")
    report.add_argument("--to", dest="end", type=_date, required=True, metavar="D")
    report.add_argument("--by", default=",".join(DIMENSIONS), help="zone,month,measure or some of them")
    report.add_argument("--format", choices=("csv",), required=True)
    report.add_argument("--out", type=Path, required=True, metavar="FILE")
