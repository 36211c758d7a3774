# SPDX-License-Identifier: GPL-3.0-or-later
"""Help lines: what a worker can show, and what must stay with the workers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from outreach_app.domain.errors import BadField
from outreach_app.domain.reading import Fields

FOR_THE_PERSON: Final = "for_the_person"
REPORTS: Final = "reports_to_an_authority"
WORKERS_ONLY: Final = "workers_only"
LINE_AUDIENCES: Final = (FOR_THE_PERSON, REPORTS, WORKERS_ONLY)
SHARES: Final = ("no", "limited", "yes", "unknown")
ANSWERS: Final = ("yes", "no", "unknown")

FRESH_DAYS: Final = 90
"""A help line counts as verified for so many days (indicator of the domain)."""

_TEXTS: Final = {
    "chat": 300, "relay": 300, "hours": 300, "more_languages": 300, "operator": 300, "scope": 300,
    "know_first": 2000, "caveat": 2000, "source": 1000, "source_seen": 40,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineNumber:
    """A number to call, with the letters on the keypad or the menu key as its label."""

    number: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class TextNumber:
    """A number to text, and the word to send where one is asked for."""

    number: str
    keyword: str = ""


@dataclass(frozen=True)
class HelpLine:
    """One line. Whatever is not verified is shown as unverified."""

    id: str
    name: str
    call: tuple[LineNumber, ...] = ()
    text: tuple[TextNumber, ...] = ()
    chat: str = ""
    relay: str = ""
    hours: str = ""
    languages: tuple[str, ...] = ()
    more_languages: str = ""
    operator: str = ""
    survivors_answer: str = "unknown"
    audience: str = WORKERS_ONLY
    shares_with_police: str = "unknown"
    never_show_to_person: bool = False
    scope: str = ""
    know_first: str = ""
    caveat: str = ""
    source: str = ""
    source_seen: str = ""
    verified_on: date | None = None
    verify_by: date | None = None

    @property
    def may_be_shown(self) -> bool:
        """Whether *Show to person* opens it: never a line that reports to an authority or is for workers."""
        return self.audience == FOR_THE_PERSON and not self.never_show_to_person

    def fresh(self, today: date) -> bool:
        """Whether it was verified within 90 days and its check-by date has not passed."""
        if self.verified_on is None or not 0 <= (today - self.verified_on).days <= FRESH_DAYS:
            return False
        return self.verify_by is None or today <= self.verify_by

    def as_json(self) -> dict[str, object]:
        """The JSON form that `read_help_line` reads."""
        found: dict[str, object] = {key: getattr(self, key) for key in ("id", "name", *_TEXTS)}
        found |= {
            "call": [{"number": row.number, "label": row.label} for row in self.call],
            "text": [{"number": row.number, "keyword": row.keyword} for row in self.text],
            "languages": list(self.languages),
            "survivors_answer": self.survivors_answer,
            "audience": self.audience,
            "shares_with_police": self.shares_with_police,
            "never_show_to_person": self.never_show_to_person,
            "verified_on": self.verified_on.isoformat() if self.verified_on else None,
            "verify_by": self.verify_by.isoformat() if self.verify_by else None,
        }
        return found


def read_help_lines(fields: Fields) -> tuple[HelpLine, ...]:
    """Help lines from that object; raises `BadField`."""
    fields.count("v", most=1)
    lines = tuple(fields.items("lines", read_help_line))
    fields.done()
    if len({line.id for line in lines}) != len(lines):
        raise BadField("lines", "twice")
    return lines


def read_help_line(fields: Fields) -> HelpLine:
    """One help line from JSON; raises `BadField`."""
    line = HelpLine(
        id=fields.text("id", limit=64),
        name=fields.text("name", limit=300),
        call=tuple(fields.items("call", _call)),
        text=tuple(fields.items("text", _text)),
        languages=tuple(fields.texts("languages", limit=3)),
        survivors_answer=fields.code("survivors_answer", ANSWERS),
        audience=fields.code("audience", LINE_AUDIENCES),
        shares_with_police=fields.code("shares_with_police", SHARES),
        never_show_to_person=fields.flag("never_show_to_person"),
        verified_on=fields.iso_date("verified_on") if fields.has("verified_on") else None,
        verify_by=fields.iso_date("verify_by") if fields.has("verify_by") else None,
        **{key: fields.optional_text(key, limit=limit) for key, limit in _TEXTS.items()},
    )
    fields.done()
    if line.audience == FOR_THE_PERSON and not (line.call or line.text or line.chat):
        raise BadField(fields.path("call"), "missing")
    return line


def _call(fields: Fields) -> LineNumber:
    row = LineNumber(fields.text("number", limit=60), fields.optional_text("label", limit=200))
    fields.done()
    return row


def _text(fields: Fields) -> TextNumber:
    row = TextNumber(fields.text("number", limit=60), fields.optional_text("keyword", limit=60))
    fields.done()
    return row
