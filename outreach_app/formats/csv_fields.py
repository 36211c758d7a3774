# SPDX-License-Identifier: GPL-3.0-or-later
"""One row of columns → one entry, by a plan that says which columns feed which field.

Used for plain tables and for iCarol. Problems are named by the column. Several columns may feed one field; they are
joined. What is not certain is left out and named, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from outreach_app.domain.codes import NEEDS
from outreach_app.domain.directory import (
    CLOCK,
    CONFIDENTIAL,
    FOR_PERSON,
    FOR_PROFESSIONALS,
    LINE_LIMIT,
    MOST_YEARS,
    NAME_LIMIT,
    NO,
    STREET_ATTRIBUTES,
    TEXT_LIMIT,
    YES,
    Address,
    Entry,
    Phone,
)
from outreach_app.domain.directory_import import SourceTerm
from outreach_app.domain.hours import WEEKDAYS, Schedule
from outreach_app.formats.hsds_fields import MOST_PARTS, Loose
from outreach_app.formats.hsds_vocabulary import named_languages
from outreach_app.formats.loose_dates import loose_date
from outreach_app.formats.prose_hours import read_prose

TEXTS: Final[Mapping[str, int]] = {
    "discreet_name": NAME_LIMIT, "organization": NAME_LIMIT, "description": TEXT_LIMIT, "alert": TEXT_LIMIT,
    "ask_for": LINE_LIMIT, "area": LINE_LIMIT, "eligibility": TEXT_LIMIT, "application": TEXT_LIMIT,
    "fees": TEXT_LIMIT, "interpretation": LINE_LIMIT, "calls_parent_within": LINE_LIMIT,
}  # fmt: skip
"""Fields that are taken over as they stand."""
DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ADDRESS: Final = ("place", "street", "city", "region", "state", "postal_code")
POSTAL: Final = tuple(f"mail_{part}" for part in ADDRESS[1:])
PLACES: Final = (*ADDRESS, *POSTAL, "transport")
"""Fields that tell where a place is."""
FIELDS: Final = (
    "id", "name", *TEXTS, "needs", "audience", "phones", "fax", "textphone", *ADDRESS, *POSTAL, "transport",
    "postal_codes", "minimum_age", "maximum_age", "ages", "documents", "languages", "opening", "intake",
    *(f"opening_{day}" for day in DAYS), *(f"intake_{day}" for day in DAYS), "inside_by", "verified_on", "website",
    "status",
)  # fmt: skip
"""Fields that columns can feed; street attributes have columns of their own."""
YES_WORDS: Final = ("yes", "y", "true", "t", "1", "x", "si", "sí", "✓", "✔", "available", "allowed", "required")
NO_WORDS: Final = ("no", "n", "false", "f", "0", "-", "none", "not available", "not allowed", "not required")
_GONE: Final = ("inactive", "defunct", "deleted", "closed permanently", "archived", "inactivo", "cerrado")
_CLOSED: Final = ("temporarily closed", "closed temporarily", "suspended", "cerrado temporalmente", "on hold")
_WORKERS: Final = ("professionals", "professional", "providers", "workers", "staff", "profesionales", "agencies only")
_JOINERS: Final = {"name": " – ", "street": ", ", "description": "\n\n", "eligibility": "\n", "application": "\n"}
_EXTENSION: Final = re.compile(
    r"(.*?\d)[\s,;]*(?:ext(?:ension|\.)?|x|#|opt(?:ion)?\.?)\s*:?\s*(\d{1,10})\b(.*)", re.IGNORECASE | re.DOTALL
)
_NUMBER: Final = re.compile(r"\+?[\d(][\d().\-/ \u2010-\u2015]{1,24}\d|\d{3,}")
_APART: Final = re.compile(r"\s*(?:[;|\n•]|,(?!\s*(?:ext|x)\b)|\bor\b|/(?=\s))\s*", re.IGNORECASE)
_LISTED: Final = re.compile(r"\s*[,;|\n•]\s*")
_AGES: Final = re.compile(r"\s*(\d{1,3})\s*(?:-|–|—|to|a)\s*(\d{1,3})\s*(?:years?|yrs?|años)?\s*", re.IGNORECASE)
_ONE_AGE: Final = re.compile(r"\s*(\d{1,3})\s*(\+|and (?:over|older|up)|y más|or older)\s*", re.IGNORECASE)
_POSTAL: Final = re.compile(r"[A-Z0-9][A-Z0-9 -]{1,9}")


@dataclass(frozen=True)
class AttributeColumn:
    """A column that answers a street attribute; cells are compared in small letters."""

    column: str
    yes: tuple[str, ...] = YES_WORDS
    no: tuple[str, ...] = NO_WORDS


@dataclass(frozen=True)
class Plan:
    """Which columns feed which field."""

    columns: Mapping[str, tuple[str, ...]]
    joiners: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, tuple[AttributeColumn, ...]] = field(default_factory=dict)
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words of the needs column, in small letters, to needs; other words go to the rules as terms."""
    audience: Mapping[str, str] = field(default_factory=dict)


class Cells:
    """One row under a plan."""

    def __init__(self, row: Loose, plan: Plan) -> None:
        self._row = row
        self._plan = plan

    def entry(self, *, entry_id: str, source: str) -> Entry | None:
        """The entry; None (with its reason noted) for one that is no more. The row has a name."""
        status = self.text("status").lower()
        if status in _GONE:
            self.problem("status", "inactive")
            return None
        attributes = self._attributes()
        confidential = attributes.get(CONFIDENTIAL) == YES
        minimum, maximum = self._ages()
        texts: dict[str, Any] = {key: self.text(key, limit) for key, limit in TEXTS.items()}
        return Entry(
            id=entry_id,
            name=self.text("name", NAME_LIMIT),
            needs=self._needs()[0],
            audience=self._audience(),
            phones=tuple(self._phones()),
            addresses=() if confidential else tuple(self.addresses()),
            transport="" if confidential else self.text("transport"),
            postal_codes=tuple(self._postal_codes()),
            minimum_age=minimum,
            maximum_age=maximum,
            documents=tuple(self._listed("documents", _LISTED)),
            languages=self.languages(),
            opening=self.hours("opening"),
            intake=self.hours("intake"),
            inside_by=self._clock("inside_by"),
            attributes=attributes,
            verified_on=self._date("verified_on"),
            website=self.website(),
            source=source,
            confidential=confidential,
            temporarily_closed=status in _CLOSED,
            **texts,
        )

    def terms(self) -> tuple[SourceTerm, ...]:
        """Words of the needs column that neither are needs nor stand in the plan's table: the rules read them."""
        return tuple(SourceTerm("", "", word) for word in self._needs()[1])

    def text(self, key: str, limit: int = LINE_LIMIT) -> str:
        """What the columns of a field say, joined."""
        columns = self._plan.columns.get(key, ())
        parts = dict.fromkeys(text for column in columns if (text := self._row.text(column, limit=limit)))
        if len(parts) < 2:
            return next(iter(parts), "")
        found = self._plan.joiners.get(key, _JOINERS.get(key, ", ")).join(parts)
        if len(found) > limit:
            self.problem(key, "too_long")
            found = found[: limit - 1].rstrip() + "…"
        return found

    def problem(self, key: str, reason: str) -> None:
        """Note a problem with the first column of a field."""
        columns = self._plan.columns.get(key, ())
        self._row.problem(columns[0] if columns else key, reason)

    def _listed(self, key: str, apart: re.Pattern[str]) -> list[str]:
        parts = [part for part in apart.split(self.text(key, TEXT_LIMIT)) if part]
        if len(parts) > MOST_PARTS:
            self.problem(key, "too_many")
        return list(dict.fromkeys(part[:LINE_LIMIT] for part in parts[:MOST_PARTS]))

    def _needs(self) -> tuple[tuple[str, ...], list[str]]:
        found: set[str] = set()
        other = []
        for word in self._listed("needs", _LISTED):
            plain = word.lower()
            needs = self._plan.needs.get(plain, (plain,) if plain in NEEDS else ())
            found.update(needs)
            if not needs and plain not in self._plan.needs:
                other.append(word)
        return tuple(need for need in NEEDS if need in found), other

    def _audience(self) -> str:
        said = self.text("audience").lower()
        return self._plan.audience.get(said, FOR_PROFESSIONALS if said in _WORKERS else FOR_PERSON)

    def _attributes(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for code in STREET_ATTRIBUTES:
            said = set()
            for one in self._plan.attributes.get(code, ()):
                cell = self._row.text(one.column).lower()
                if cell in one.yes or cell in one.no:
                    said.add(YES if cell in one.yes else NO)
                elif cell and cell not in ("unknown", "?", "n/a", "na"):
                    self._row.problem(one.column, "unknown_code")
            if len(said) == 1:
                found[code] = said.pop()
        return found

    def _phones(self) -> Iterator[Phone]:
        seen: set[tuple[str, str]] = set()
        for key, kind in (("phones", "voice"), ("textphone", "textphone"), ("fax", "fax")):
            for column in self._plan.columns.get(key, ()):
                text = self._row.text(column)
                found = list(phones_in(text, kind))
                if text and not found:
                    self._row.problem(column, "not_a_phone")
                for phone in found:
                    if (phone.digits, phone.extension) not in seen:
                        seen.add((phone.digits, phone.extension))
                        yield phone

    def addresses(self) -> Iterator[Address]:
        """The street address and the postal one."""
        for keys, kind in ((ADDRESS, "physical"), (("", *POSTAL), "postal")):
            place, street, city, region, state, code = (self.text(key) if key else "" for key in keys)
            if street or city or code:
                yield Address(street, city, region, state, code[:40], place, kind)

    def _postal_codes(self) -> Iterator[str]:
        for part in self._listed("postal_codes", _LISTED):
            code = part.upper()
            if _POSTAL.fullmatch(code) and any(letter.isdecimal() for letter in code):
                yield code
            else:
                self.problem("postal_codes", "unknown_code")

    def _ages(self) -> tuple[int | None, int | None]:
        minimum, maximum = (self._age(key) for key in ("minimum_age", "maximum_age"))
        text = self.text("ages")
        if text and minimum is None and maximum is None:
            if match := _AGES.fullmatch(text):
                minimum, maximum = int(match[1]), int(match[2])
            elif match := _ONE_AGE.fullmatch(text):
                minimum = int(match[1])
            elif text.isdecimal():
                self.problem("ages", "not_a_number")
        if (minimum or 0) > (MOST_YEARS if maximum is None else maximum) or (maximum or 0) > MOST_YEARS:
            self.problem("ages" if text else "maximum_age", "out_of_range")
            return None, None
        return minimum, maximum

    def _age(self, key: str) -> int | None:
        columns = self._plan.columns.get(key, ())
        return self._row.whole(columns[0], most=MOST_YEARS) if columns else None

    def languages(self) -> tuple[str, ...]:
        """Codes of the languages named."""
        found, unknown = named_languages(self.text("languages", TEXT_LIMIT))
        if unknown:
            self.problem("languages", "unknown_code")
        return tuple(found[:MOST_PARTS])

    def hours(self, key: str) -> tuple[Schedule, ...]:
        """Hours from prose, or from a column for each weekday; what is not certain is kept as words."""
        days = [(name, self.text(f"{key}_{day}")) for name, day in zip(WEEKDAYS, DAYS, strict=True)]
        said = [f"{DAYS[WEEKDAYS.index(name)]} {text}" for name, text in days if text]
        text = "; ".join((*said, *((self.text(key, 1000),) if self.text(key) else ())))
        if not text:
            return ()
        found = read_prose(text)
        return found or (Schedule(prose=text[:1000]),)

    def _clock(self, key: str) -> str:
        text = self.text(key)
        if not text:
            return ""
        rows = read_prose(f"daily 12:01 am - {text}")
        plain = text.zfill(5)
        if CLOCK.fullmatch(plain):
            return plain
        if len(rows) == 1 and 0 <= rows[0].closes < 24 * 60:
            return f"{rows[0].closes // 60:02}:{rows[0].closes % 60:02}"
        self.problem(key, "not_a_time")
        return ""

    def _date(self, key: str) -> date | None:
        text = self.text(key)
        found = loose_date(text) if text else None
        if text and found is None:
            self.problem(key, "not_a_date")
        return found

    def website(self) -> str:
        """The first address of a page; an e-mail address is none."""
        columns: Sequence[str] = self._plan.columns.get("website", ())
        texts = [self._row.text(column).split() for column in columns]
        return next((words[0].rstrip(",;") for words in texts if words and "." in words[0] and "@" not in words[0]), "")


def phones_in(text: str, kind: str = "voice") -> Iterator[Phone]:
    """The numbers in a text, each with its extension and the words around it."""
    for part in _APART.split(text):
        extension = ""
        match = _EXTENSION.fullmatch(part)
        if match:
            part, extension = f"{match[1]} {match[3]}", match[2]  # noqa: PLW2901 - the part without its extension
        number = _NUMBER.search(part)
        if number is None:
            continue
        words = f"{part[: number.start()]} {part[number.end() :]}".strip(" :-–().,")
        yield Phone(number.group().strip()[:100], extension, " ".join(words.split())[:LINE_LIMIT], kind)
