# SPDX-License-Identifier: GPL-3.0-or-later
"""`directory …`: its actions and their arguments, in one table."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

from outreach_app.cli.directory_desk import export, publish, recall, verify, work
from outreach_app.cli.directory_import import FORMS, import_directory
from outreach_app.cli.directory_search import OPTION_ASKS, search
from outreach_app.cli.session import Command
from outreach_app.domain.directory import CHECKS
from outreach_app.domain.words import ASKED_GENDERS

Subparsers = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for what add_subparsers returns


def _moment(text: str) -> datetime:
    """A moment as people write it in files; raises what argparse says as wrong usage."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        message = f"{text!r} is no moment like 2026-11-21T22:40"
        raise argparse.ArgumentTypeError(message) from None


def add_directory_commands(commands: Subparsers[Any], common: argparse.ArgumentParser) -> None:
    """Add the actions of `directory` to the command line."""
    actions = commands.add_parser("directory", help="The directory of services.").add_subparsers(
        required=True, metavar="ACTION"
    )
    _add_import(actions, common)
    _add_search(actions, common)
    exporting = _add(actions, common, "export", "Give the directory back in the standard.", export)
    exporting.add_argument("--to", choices=("hsds",), default="hsds")
    exporting.add_argument("--out", type=Path, required=True, metavar="FILE|DIR|FILE.zip")
    publishing = _add(actions, common, "publish", "Put the directory out as a release.", publish)
    publishing.add_argument("--mailbox", default="", metavar="URL")
    recalling = _add(actions, common, "recall", "Hide an entry here at once, on laptops with the next release.", recall)
    recalling.add_argument("entry_id", metavar="ID")
    recalling.add_argument("--undo", action="store_true", help="bring it back")
    verifying = _add(actions, common, "verify", "Say that an entry was checked today.", verify)
    verifying.add_argument("entry_id", metavar="ID")
    verifying.add_argument("--how", choices=CHECKS, required=True)
    working = _add(actions, common, "work", "What to check next.", work)
    working.add_argument("--limit", type=int, default=100, metavar="N")


def _add_import(actions: Subparsers[Any], common: argparse.ArgumentParser) -> None:
    importing = _add(
        actions, common, "import", "Read a directory, show the difference, take it over.", import_directory
    )
    importing.add_argument("where", nargs="?", default="", metavar="FILE|DIR|URL")
    importing.add_argument(
        "--from", dest="form", choices=FORMS, default="", help="without it, told from what the file begins with"
    )
    importing.add_argument("--mapping", type=Path, metavar="FILE", help="which columns hold what (JSON)")
    importing.add_argument("--source", default="", metavar="NAME", help="the directory's name; without it, the file's")
    importing.add_argument("--accept", action="store_true", help="take the difference over")
    importing.add_argument("--keep-gone", action="store_true", help="what the source holds no more stays in use")
    importing.add_argument("--resume", action="store_true", help="go on with the import that is staged")


def _add_search(actions: Subparsers[Any], common: argparse.ArgumentParser) -> None:
    searching = _add(actions, common, "search", "What the page Find help would show.", search)
    searching.add_argument("text", metavar="TEXT")
    searching.add_argument("--age", type=int, metavar="N")
    searching.add_argument("--gender", default="", metavar="G", help=" | ".join(ASKED_GENDERS) + ", or a word for it")
    searching.add_argument("--open-at", type=_moment, metavar="ISO")
    for code, help_ in OPTION_ASKS.items():
        searching.add_argument(f"--{code.replace('_', '-')}", action="store_true", help=help_)
    searching.add_argument("--language", default="", metavar="L", help="ISO 639 code, or the language's name")
    searching.add_argument("--area", default="", metavar="GROUP", help="a zone group that has postal codes")
    term = searching.add_mutually_exclusive_group()
    term.add_argument("--immediate", dest="term", action="store_const", const="immediate", default="")
    term.add_argument("--long-term", dest="term", action="store_const", const="long_term")
    searching.add_argument("--limit", type=int, default=50, metavar="N")


def _add(
    actions: Subparsers[Any], common: argparse.ArgumentParser, name: str, help_: str, do: Command
) -> argparse.ArgumentParser:
    added: argparse.ArgumentParser = actions.add_parser(name, parents=[common], help=help_, description=help_)
    added.set_defaults(command=do)
    return added
