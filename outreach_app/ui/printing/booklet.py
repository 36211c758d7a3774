# SPDX-License-Identifier: GPL-3.0-or-later
"""The booklet "Where to get help": places by need, in two columns, with when each was checked.

It is carried by persons met: no secret address ever stands in it, whatever an entry holds, and our own words name
nobody's trouble.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, Qt

from outreach_app.domain.directory import CONFIDENTIAL, FOR_PERSON, YES, Entry
from outreach_app.domain.finding import STALE_DAYS
from outreach_app.domain.hours import Schedule
from outreach_app.ui import words
from outreach_app.ui.find_words import language_name
from outreach_app.ui.hours_words import hours
from outreach_app.ui.palette import PAPER_SHADE
from outreach_app.ui.place_words import address_words, ages, know_first, may_say_no, phone_words
from outreach_app.ui.printing.columns import Block, ColumnsPdf, Sheet
from outreach_app.ui.words import long_date

translate = QCoreApplication.translate
Groups = Sequence[tuple[str, tuple[Entry, ...]]]
_LONGEST: Final = 240
"""Letters of a passage somebody else wrote: a booklet holds what is needed on the way."""
_MOST_HOURS: Final = 6


@dataclass(frozen=True)
class Booklet:
    """A finished PDF."""

    data: bytes
    pages: int
    places: int


def booklet(groups: Groups, coalition: str, today: date, *, size: str, family: str = "") -> Booklet:
    """Set it on paper of a size (`letter`, `a4`, `a5`). An entry with several needs stands whole under its first one
    here, and by name under the others."""
    shown = [(need, tuple(entry for entry in entries if printable(entry))) for need, entries in groups]
    shown = [(need, entries) for need, entries in shown if entries]
    foot = translate("booklet", "Where to get help · {coalition} · {date} · page {page} of {pages}")
    named = coalition.replace("{", "(").replace("}", ")")
    foot = foot.replace("{coalition}", named).replace("{date}", long_date(today))
    sheet = Sheet(translate("booklet", "Where to get help"), foot, family, size, 9 if size == "a5" else 10)
    blocks = tuple(_blocks(shown, today))
    data, pages = ColumnsPdf(sheet).write(_opening(coalition, today), blocks)
    return Booklet(data, pages, len({entry.id for _, entries in shown for entry in entries}))


def printable(entry: Entry) -> bool:
    """Whether an entry may stand on paper: for persons, and with no secret about where it is."""
    return entry.audience == FOR_PERSON and not entry.confidential and entry.says(CONFIDENTIAL) != YES


def _opening(coalition: str, today: date) -> str:
    told = translate("booklet", "Call before you go: hours and rules change. In danger, call 911.")
    printed = translate("booklet", "{coalition}, {date}").format(coalition=coalition, date=long_date(today))
    head = translate("booklet", "Where to get help")
    return _turned(
        f'<p style="font-size:20px; font-weight:600; margin:0">{escape(head)}</p>'
        f'<p style="margin:0">{escape(printed)}<br/>{escape(told)}</p><hr/>'
    )


def _blocks(groups: Groups, today: date) -> Iterator[Block]:
    seen: set[str] = set()
    for need, entries in groups:
        name = escape(words.need(need))
        yield Block(
            _turned(f'<p style="font-size:13px; font-weight:600; margin:0; background:{PAPER_SHADE}">&nbsp;{name}</p>'),
            heading=True,
        )
        again = [entry for entry in entries if entry.id in seen]
        for entry in entries:
            if entry.id not in seen:
                seen.add(entry.id)
                yield Block(_turned(_entry(entry, today)))
        if again:
            also = translate("booklet", "Also: {names} (see before)").format(names=", ".join(e.name for e in again))
            yield Block(_turned(f'<p style="margin:0"><i>{escape(also)}</i></p>'))


def _entry(entry: Entry, today: date) -> str:
    where = entry.organization if entry.organization and entry.organization != entry.name else ""
    lines = [f'<span style="font-weight:600; font-size:11px">{escape(entry.name)}</span>']
    lines += [escape(where)] if where else []
    numbers = [phone_words(phone) + _for(phone.description) for phone in entry.phones if phone.kind != "fax"]
    lines += [f'<span style="font-weight:600">{escape(number)}</span>' for number in numbers[:3]]
    lines += [escape(line) for line in _told(entry, today) if line]
    lines.append(_checked(entry, today))
    return f'<p style="margin:0">{"<br/>".join(lines)}</p>'


def _told(entry: Entry, today: date) -> Iterator[str]:
    if entry.ask_for:
        yield translate("booklet", "ask for {whom}").format(whom=_short(entry.ask_for))
    for address in entry.addresses:
        if address.kind == "physical":
            yield address_words(address)
    yield _short(entry.transport)
    yield _hours(translate("booklet", "Takes people in"), entry.intake, today)
    yield _hours(translate("booklet", "Open"), entry.opening, today) if not entry.intake else ""
    if entry.inside_by:
        yield translate("booklet", "Be inside by {time}").format(time=entry.inside_by)
    yield _named(translate("booklet", "Ages"), ages(entry))
    yield _named(translate("booklet", "Languages"), ", ".join(language_name(code) for code in entry.languages))
    yield _named(translate("booklet", "May say no if"), ", ".join(may_say_no(entry)))
    yield _named(translate("booklet", "Know first"), ", ".join(know_first(entry)))
    yield _named(translate("booklet", "Bring"), _short(", ".join(entry.documents)))
    yield _named(translate("booklet", "Cost"), _short(entry.fees))
    yield translate("booklet", "Closed for now") if entry.temporarily_closed else ""


def _hours(name: str, schedules: Sequence[Schedule], today: date) -> str:
    rows = hours(schedules, today)[:_MOST_HOURS]
    return _named(name, _short("; ".join(rows)))


def _checked(entry: Entry, today: date) -> str:
    if entry.verified_on is None:
        return f"<i>{escape(translate('booklet', 'Not checked by us: call first'))}</i>"
    told = translate("booklet", "checked {date}").format(date=long_date(entry.verified_on))
    if (today - entry.verified_on).days > STALE_DAYS:
        told = translate("booklet", "{checked}, long ago: call first").format(checked=told)
    return f"<i>{escape(told)}</i>"


def _named(name: str, said: str) -> str:
    return f"{name}: {said}" if said else ""


def _for(description: str) -> str:
    return f" ({_short(description)})" if description else ""


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _turned(html: str) -> str:
    """In the direction of the language on screen."""
    mirrored = QLocale().textDirection() == Qt.LayoutDirection.RightToLeft
    return f'<div dir="rtl">{html}</div>' if mirrored else html
