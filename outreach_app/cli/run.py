# SPDX-License-Identifier: GPL-3.0-or-later
"""One run: parse, do, print. Errors are one line on standard error; exit codes as in `docs/COMMANDS.md`."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Sequence
from typing import Final

from outreach_app import logs
from outreach_app.cli.commands import parser
from outreach_app.cli.session import (
    LOCKED,
    REFUSED,
    TAMPERED,
    UNREACHABLE,
    USAGE,
    Command,
    Outcome,
    Session,
    WrongUsage,
)
from outreach_app.domain import errors
from outreach_app.domain.errors import CompanionError
from outreach_app.messages import sentence

_CODES: Final[tuple[tuple[type[CompanionError], int], ...]] = (
    (errors.NoVault, LOCKED),
    (errors.WrongPassphrase, LOCKED),
    (errors.TooSoon, LOCKED),
    (errors.VaultLocked, LOCKED),
    (errors.VaultInUse, LOCKED),
    (errors.SlotsDamaged, LOCKED),
    (errors.SlotsRolledBack, LOCKED),
    (errors.DatabaseDamaged, LOCKED),
    (errors.VaultNewer, LOCKED),
    (errors.MailboxHostile, TAMPERED),
    (errors.MailboxError, UNREACHABLE),
    (errors.TamperedError, TAMPERED),
)


def exit_code(error: CompanionError) -> int:
    """The exit code of an error: by what it means for whoever runs the command next."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), REFUSED)


def run(argv: Sequence[str]) -> int:
    """Run one command; returns its exit code."""
    logs.install()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a name that the terminal cannot show is still told
    arguments = parser().parse_args(argv)
    command: Command = arguments.command
    session = Session(arguments)
    try:
        try:
            outcome = command(session, arguments)
        finally:
            session.close()
        _show(outcome, arguments.json, arguments.quiet)
    except CompanionError as error:
        return complain(sentence(error), exit_code(error))
    except WrongUsage as error:
        return complain(str(error), USAGE)
    except KeyboardInterrupt:
        return complain("Stopped. What was done before is kept.", REFUSED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except Exception as error:  # noqa: BLE001 - the last line of defence: no traceback, no values, a plain sentence
        logs.unexpected(error)
        return complain("The program failed at something it did not expect. What was done before is kept.", REFUSED)
    return outcome.code


def _show(outcome: Outcome, as_json: bool, quiet: bool) -> None:
    for warning in outcome.warnings:
        sys.stderr.write(f"{warning}\n")
    if as_json:
        sys.stdout.write(json.dumps(outcome.facts, sort_keys=True) + "\n")
    elif not quiet:
        sys.stdout.write("".join(f"{line}\n" for line in outcome.lines))
    sys.stdout.flush()


def complain(text: str, code: int) -> int:
    """One line on standard error; returns the exit code."""
    sys.stderr.write(" ".join(text.splitlines()) + "\n")
    return code
