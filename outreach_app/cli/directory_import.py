# SPDX-License-Identifier: GPL-3.0-or-later
"""`directory import`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from outreach_app.bootstrap import Workplace
from outreach_app.cli.session import DONE, REFUSED, Outcome, Session, WrongUsage, given_bytes
from outreach_app.domain.desk import Preview
from outreach_app.domain.directory_import import ImportOrder
from outreach_app.domain.errors import UnreadableFile
from outreach_app.messages import reason
from outreach_app.services.desk import API, HSDS

CSV: Final = "csv"
FORMS: Final = (HSDS, "hsds1", "icarol", CSV, API)
_SHOWN_PROBLEMS: Final = 20
_MAPPING_LIMIT: Final = 4 * 1024 * 1024
_ADDRESSES: Final = ("http://", "https://")


def import_directory(session: Session, arguments: argparse.Namespace) -> Outcome:
    """Read a source, or go on with the staged one; with `--accept` it is in the coordinator's own directory at once.

    Without it the import stays staged: `--resume --accept` takes it over.
    """
    if bool(arguments.where) == arguments.resume:
        raise WrongUsage("Give a file, a folder or an address, or --resume for the import that is staged.")
    workplace = session.unlocked()
    preview = workplace.lanes.desk.call(lambda: _read(session, workplace, arguments))
    empty = any(problem.reason == "no_service" for problem in preview.problems) and not (
        preview.added + preview.changed
    )
    taken = arguments.accept and not empty
    if taken:
        remove_gone = not arguments.keep_gone
        workplace.lanes.desk.call(lambda: workplace.desk.accept(remove_gone=remove_gone))
        workplace.releases.refresh_own()
    lines = _lines(preview, taken=taken, keep_gone=arguments.keep_gone)
    if empty:
        lines[-1] = "There is no service in this file: nothing was taken over."
    facts = _facts(preview, taken=taken, keep_gone=arguments.keep_gone)
    cut_off = any(problem.reason == "cut_off" for problem in preview.problems)
    return Outcome(facts, tuple(lines), code=REFUSED if empty or cut_off or not preview.complete else DONE)


def _read(session: Session, workplace: Workplace, arguments: argparse.Namespace) -> Preview:
    def told(done: int, total: int) -> None:
        session.progress("Reading", done, total)

    if arguments.resume:
        return workplace.desk.resume(told)
    form = arguments.form or _form(workplace, arguments)
    order = ImportOrder(arguments.where, form, arguments.source, _mapping(arguments))
    return workplace.desk.begin(_with_known_mapping(workplace, order), told)


def _form(workplace: Workplace, arguments: argparse.Namespace) -> str:
    """The form of an address, or of a file by what it begins with; a mapping is for a plain table alone."""
    if arguments.where.lower().startswith(_ADDRESSES):
        return API
    return CSV if arguments.mapping is not None else workplace.looking.recognise(Path(arguments.where))


def _mapping(arguments: argparse.Namespace) -> Mapping[str, object] | None:
    if arguments.mapping is None:
        return None
    try:
        value = json.loads(given_bytes(arguments.mapping, limit=_MAPPING_LIMIT))
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise UnreadableFile(str(arguments.mapping), 0, "not_json")
    return value


def _with_known_mapping(workplace: Workplace, order: ImportOrder) -> ImportOrder:
    """The mapping under which a source came in before holds for it again."""
    known = workplace.desk.order_for(order.source) if order.source and order.mapping is None else None
    same = known is not None and known.form == order.form
    return replace(order, mapping=known.mapping) if known is not None and same else order


def _facts(preview: Preview, *, taken: bool, keep_gone: bool) -> dict[str, object]:
    return {
        "source": preview.source,
        "added": preview.added,
        "changed": preview.changed,
        "removed": 0 if keep_gone else preview.gone,
        "gone": preview.gone,
        "conflicts": preview.conflicts,
        "same": preview.same,
        "skipped": preview.skipped,
        "dropped": preview.dropped,
        "guessed": preview.guessed,
        "complete": preview.complete,
        "partial": preview.partial,
        "accepted": taken,
        "problems": [problem._asdict() for problem in preview.problems],
    }


def _lines(preview: Preview, *, taken: bool, keep_gone: bool) -> list[str]:
    lines = [f"{preview.added} new, {preview.changed} changed, {preview.gone} gone, {preview.skipped} left out."]
    if preview.conflicts:
        lines.append(f"{preview.conflicts} were changed here and there: what was set here stays until you settle it.")
    if preview.guessed:
        lines.append(f"In {preview.guessed} something was guessed from terms and words; it is marked.")
    if preview.dropped:
        lines.append(f"{preview.dropped} names or addresses of staff and secret places did not come in.")
    for problem in preview.problems[:_SHOWN_PROBLEMS]:
        where = f"Row {problem.row}" if problem.row else "File"
        lines.append(f"{where}: {problem.field} {reason(problem.reason)}".replace(":  ", ": "))
    if len(preview.problems) > _SHOWN_PROBLEMS:
        lines.append(f"… and {len(preview.problems) - _SHOWN_PROBLEMS} more; --json lists them all.")
    if taken and preview.gone:
        lines.append("What is gone stays in use." if keep_gone else "What is gone was set aside; it is kept.")
    if not preview.complete:
        lines.append("It was cut off. What was read is kept: --resume goes on.")
    lines.append(
        "Taken over. It goes out with the next sync."
        if taken
        else "Nothing was changed yet: add --accept, or take it over with --resume --accept."
    )
    return lines
