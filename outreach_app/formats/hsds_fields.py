# SPDX-License-Identifier: GPL-3.0-or-later
"""Tolerant reading of one service's JSON: what is sound comes in, what is not is named by row and field.

Raises nothing; every doubt becomes a `RowProblem`. A directory has millions of fields and few doubts: the usual text
takes one quick look, and the name of a field is put together only when there is a problem with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from outreach_app.domain.directory import LINE_LIMIT
from outreach_app.domain.directory_import import Notes
from outreach_app.domain.hours import YEARS
from outreach_app.formats.plain_text import plain_text

MOST_PARTS: Final = 200
"""Phones, addresses, schedules or attributes kept of one service."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_DATE: Final = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?", re.DOTALL)
_PLAIN_DATE: Final = 10
"""Letters of a date alone, 2026-02-14."""
_WHOLE: Final = re.compile(r"\s*([+-]?\d{1,6})(?:\.\d*)?\s*")

_new: Final = object.__new__


class Loose:
    """One JSON object of a row, read tolerantly; `path` is the field name used in problems."""

    __slots__ = ("_above", "_notes", "_path", "row", "value")

    def __init__(self, value: dict[str, Any], row: int, problems: Notes, path: str = "") -> None:
        self.value = value
        self.row = row
        self._notes = problems
        self._path: str | int = path
        self._above: tuple[Loose, str] | None = None

    def problem(self, key: str, reason: str) -> None:
        """Note a problem with one of this object's fields."""
        self._notes.add(self.row, self._name(key), reason)

    def has(self, key: str) -> bool:
        """Whether the key holds anything."""
        return self.value.get(key) not in (None, "", [], {})

    def text(self, key: str, *, limit: int = LINE_LIMIT) -> str:
        """A cleaned text without HTML; a number is taken as its digits."""
        value = self.value.get(key)
        if value is None:
            return ""
        if type(value) is str and value.isprintable() and len(value) <= limit and "<" not in value and "&" not in value:
            return value.strip()
        return self._dirty_text(key, value, limit)

    def _dirty_text(self, key: str, value: Any, limit: int) -> str:
        if isinstance(value, (dict, list, bool)):
            self.problem(key, "not_text")
            return ""
        found = clean(plain_text(str(value)))
        if len(found) > limit:
            self.problem(key, "too_long")
            found = found[: limit - 1].rstrip() + "…"
        return found

    def whole(self, key: str, *, most: int) -> int | None:
        """A whole number from 0 to `most`; a fraction is cut off."""
        value = self.value.get(key)
        if value is None or value == "":
            return None
        match = _WHOLE.fullmatch(str(value)) if isinstance(value, (int, float, str)) else None
        if match is None or isinstance(value, bool):
            self.problem(key, "not_a_number")
            return None
        if not 0 <= int(match.group(1)) <= most:
            self.problem(key, "out_of_range")
            return None
        return int(match.group(1))

    def date(self, key: str) -> date | None:
        """A date, also out of a longer moment or without its dashes."""
        text = self.text(key)
        if not text:
            return None
        found = _as_date(text)
        if found is None or found.year not in YEARS:
            self.problem(key, "not_a_date")
            return None
        return found

    def inner(self, key: str) -> Loose:
        """The object under a key; an empty one where there is none."""
        value = self.value.get(key)
        if type(value) is not dict:
            if value is not None:
                self.problem(key, "not_an_object")
            value = {}
        part = Loose(value, self.row, self._notes)
        part._path = -1
        part._above = (self, key)
        return part

    def objects(self, key: str) -> Sequence[Loose]:
        """The objects of a list; a single object counts as a list of one."""
        value = self.value.get(key)
        if not value and (value is None or type(value) is list):
            return ()
        rows = [value] if isinstance(value, dict) else value
        if not isinstance(rows, list):
            self.problem(key, "not_a_list")
            return ()
        if len(rows) > MOST_PARTS:
            self.problem(key, "too_many")
        found = []
        for index, item in enumerate(rows[:MOST_PARTS]):
            if type(item) is dict:
                part = _new(Loose)
                part.value = item
                part.row = self.row
                part._notes = self._notes  # noqa: SLF001 - its own kind; the way round __init__ is a third of the cost
                part._path = index  # noqa: SLF001 - as above
                part._above = (self, key)  # noqa: SLF001 - as above
                found.append(part)
            else:
                self.problem(f"{key}[{index}]", "not_an_object")
        return found

    def _name(self, key: str) -> str:
        path = self._where()
        return f"{path}.{key}" if path and key else path or key

    def _where(self) -> str:
        """The name of this object: `phones[2]`, `organization`."""
        if self._above is None:
            return str(self._path)
        above, key = self._above
        name = above._name(key)  # noqa: SLF001 - its own kind
        return name if self._path == -1 else f"{name}[{self._path}]"


def _as_date(text: str) -> date | None:
    try:
        if len(text) == _PLAIN_DATE and text.isascii():
            return date.fromisoformat(text)
        match = _DATE.fullmatch(text)
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None


def clean(text: str) -> str:
    """`text` without control and direction marks, half letters or outer spaces; line ends as LF."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", text)).strip()
