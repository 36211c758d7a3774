# SPDX-License-Identifier: GPL-3.0-or-later
"""`directory import`, `directory search`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from outreach_app.bootstrap import Workplace, now_utc
from outreach_app.cli.session import DONE, REFUSED, Command, Outcome, Session
from outreach_app.domain.directory_import import ImportReport
from outreach_app.domain.errors import BadField, NoDirectory
from outreach_app.domain.profile import Profile
from outreach_app.domain.question import Question, asking
from outreach_app.domain.words import ASKED_GENDERS
from outreach_app.messages import reason
from outreach_app.services.desk import HSDS
from outreach_app.services.directory import Answer, Found

Subparsers = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for what add_subparsers returns

_SHOWN_PROBLEMS = 20
_MOST_RESULTS = 1000
_BANDS = {"now": "Takes people now", "call": "Call first", "later": "Later"}


def _moment(text: str) -> datetime:
    """A moment as people write it in files; raises what argparse says as wrong usage."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        message = f"{text!r} is no moment like 2026-11-21T22:40"
        raise argparse.ArgumentTypeError(message) from None


def add_directory_commands(commands: Subparsers[Any], common: argparse.ArgumentParser) -> None:
    """Add `directory import` and `directory search` to the command line."""
    actions = commands.add_parser("directory", help="The directory of services.").add_subparsers(
        required=True, metavar="ACTION"
    )
    importing = _add(actions, common, "import", "Read a directory, show the difference, take it over.", import_file)
    importing.add_argument("file", type=Path, metavar="FILE")
    importing.add_argument("--from", dest="form", choices=(HSDS,), default=HSDS)
    importing.add_argument("--source", default="", metavar="NAME", help="the directory's name; without it, the file's")
    importing.add_argument("--accept", action="store_true", help="take the difference over")
    searching = _add(actions, common, "search", "What the page Find help would show.", search)
    searching.add_argument("text", metavar="TEXT")
    searching.add_argument("--age", type=int, metavar="N")
    searching.add_argument("--gender", default="", metavar="G", help=" | ".join(ASKED_GENDERS) + ", or a word for it")
    searching.add_argument("--open-at", type=_moment, metavar="ISO")
    searching.add_argument("--no-id", action="store_true", help="the person has no ID")
    searching.add_argument("--no-police", action="store_true", help="does not want to talk to police")
    searching.add_argument("--record-ok", action="store_true", help="the person has a record")
    searching.add_argument("--language", default="", metavar="L", help="ISO 639 code, or the language's name")
    searching.add_argument("--limit", type=int, default=50, metavar="N")


def _add(
    actions: Subparsers[Any], common: argparse.ArgumentParser, name: str, help_: str, do: Command
) -> argparse.ArgumentParser:
    added: argparse.ArgumentParser = actions.add_parser(name, parents=[common], help=help_, description=help_)
    added.set_defaults(command=do)
    return added


def import_file(session: Session, arguments: argparse.Namespace) -> Outcome:
    """Read a file; with `--accept` it is in the coordinator's own directory at once, elsewhere after the next sync."""
    workplace = session.unlocked()

    def take() -> ImportReport:
        return workplace.desk.import_file(
            arguments.file,
            arguments.form,
            accept=arguments.accept,
            source=arguments.source,
            on_progress=lambda done, total: session.progress("Reading", done, total),
        )

    report = workplace.lanes.directory.call(take)
    empty = any(problem.reason == "no_service" for problem in report.problems) and not (report.added + report.changed)
    if arguments.accept and not empty:
        workplace.releases.refresh_own()
    facts = {
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
        "skipped": report.skipped,
        "dropped": report.dropped,
        "accepted": arguments.accept and not empty,
        "problems": [problem._asdict() for problem in report.problems],
    }
    lines = _import_lines(report, accepted=arguments.accept)
    if empty:
        lines[-1] = "There is no service in this file: nothing was taken over."
    return Outcome(facts, tuple(lines), code=REFUSED if empty else DONE)


def _import_lines(report: ImportReport, *, accepted: bool) -> list[str]:
    lines = [
        f"{report.added} new, {report.changed} changed, {report.removed} gone, {report.skipped} left out.",
    ]
    if report.dropped:
        lines.append(f"{report.dropped} names or addresses of staff and secret places did not come in.")
    for problem in report.problems[:_SHOWN_PROBLEMS]:
        where = f"Row {problem.row}" if problem.row else "File"
        lines.append(f"{where}: {problem.field} {reason(problem.reason)}".replace(":  ", ": "))
    if len(report.problems) > _SHOWN_PROBLEMS:
        lines.append(f"… and {len(report.problems) - _SHOWN_PROBLEMS} more; --json lists them all.")
    lines.append(
        "Taken over. It goes out with the next sync." if accepted else "Nothing was changed yet: add --accept."
    )
    return lines


def search(session: Session, arguments: argparse.Namespace) -> Outcome:
    """Search the open directory. Nothing of what is asked is kept."""
    workplace = session.unlocked()
    profile = workplace.vault.opened.profile
    if profile is None:
        raise NoDirectory
    answer = workplace.lanes.directory.call(lambda: _answer(workplace, profile, arguments))
    facts = {
        "results": [_result(found) for found in answer.results],
        "hidden": dict(answer.hidden),
        "total": answer.total,
        "understood": [part._asdict() for part in answer.question.parts],
    }
    return Outcome(facts, tuple(_search_lines(answer)))


def _answer(workplace: Workplace, profile: Profile, arguments: argparse.Namespace) -> Answer:
    now = profile.local(now_utc())
    if not 0 < arguments.limit <= _MOST_RESULTS:
        raise BadField("--limit", "too_large" if arguments.limit > 0 else "too_small")

    def understood(text: str) -> Question:
        return workplace.directory.understand(text, now)

    question = _asked(understood(arguments.text), profile, arguments)
    question = replace(
        question,
        gender=_gender(arguments.gender, understood) or question.gender,
        language=_language(arguments.language, understood) or question.language,
    )
    return workplace.directory.search(question, now=now, limit=arguments.limit)


def _gender(given: str, understood: Callable[[str], Question]) -> str:
    code = given if given in ASKED_GENDERS else understood(given).gender
    if given and not code:
        raise BadField("--gender", "unknown_code")
    return code


def _language(given: str, understood: Callable[[str], Question]) -> str:
    code = understood(given).language or given.lower()
    if not (code.isascii() and code.isalpha() and len(code) in (2, 3)) and code:
        raise BadField("--language", "unknown_code")
    return code


def _asked(question: Question, profile: Profile, arguments: argparse.Namespace) -> Question:
    """The question with what the options say; an option outweighs a word."""
    for code in ("no_id", "no_police", "record_ok"):
        if getattr(arguments, code):
            question = asking(question, code)
    if arguments.age is not None:
        if arguments.age < 0:
            raise BadField("--age", "negative")
        question = replace(question, age=arguments.age)
    if arguments.open_at is not None:
        given: datetime = arguments.open_at
        question = replace(question, at=profile.local(given) if given.tzinfo else given.replace(tzinfo=profile.zone))
    return question


def _result(found: Found) -> dict[str, object]:
    entry, verdict = found.entry, found.verdict
    return {
        "id": entry.id,
        "name": entry.name,
        "organization": entry.organization,
        "band": verdict.band,
        "open": verdict.open,
        "intake_until": _clock(verdict.intake_until),
        "next_opening": _clock(verdict.next_opening),
        "verified": entry.verified_on.isoformat() if entry.verified_on else None,
        "why": list(verdict.why),
        "needs": list(entry.needs),
        "phones": [phone.number for phone in entry.phones],
    }


def _clock(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes") if moment else None


def _search_lines(answer: Answer) -> list[str]:
    lines: list[str] = []
    band = ""
    for found in answer.results:
        if found.verdict.band != band:
            band = found.verdict.band
            lines.append(f"{_BANDS[band]}:")
        lines.append("  " + _line(found))
    if not answer.results:
        lines.append("Nothing found. Use fewer words, or another word for it.")
    if answer.hidden:
        hidden = ", ".join(f"{count} {reason}" for reason, count in sorted(answer.hidden.items()))
        lines.append(f"Hidden: {hidden}")
    return lines


def _line(found: Found) -> str:
    entry, verdict = found.entry, found.verdict
    until = f"until {verdict.intake_until:%H:%M}" if verdict.intake_until else ""
    opens = f"opens {verdict.next_opening:%a %H:%M}" if verdict.next_opening else ""
    checked = f"checked {entry.verified_on.isoformat()}" if entry.verified_on else "never checked"
    phone = entry.phones[0].number if entry.phones else ""
    return "  ".join(part for part in (f"{entry.name:<32}", phone, until, opens, checked) if part)
