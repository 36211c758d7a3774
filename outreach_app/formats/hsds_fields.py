# SPDX-License-Identifier: GPL-3.0-or-later
"""Tolerant reading of one service's JSON: what is sound comes in, what is not is named by row and field.

Raises nothing; every doubt becomes a `RowProblem`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from outreach_app.domain.directory import LINE_LIMIT
from outreach_app.domain.directory_import import RowProblem
from outreach_app.domain.hours import YEARS

MOST_PROBLEMS: Final = 10_000
"""Problems kept of one file; a file that has more is beyond reading line by line."""
MOST_PARTS: Final = 200
"""Phones, addresses, schedules or attributes kept of one service."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_DATE: Final = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?", re.DOTALL)
_WHOLE: Final = re.compile(r"\s*([+-]?\d{1,6})(?:\.\d*)?\s*")


class Problems:
    """The problems of one file, each once, in the order found."""

    def __init__(self) -> None:
        self._found: dict[RowProblem, None] = {}

    def add(self, row: int, field: str, reason: str) -> None:
        """Note one; past the limit only that there are more."""
        if len(self._found) < MOST_PROBLEMS:
            self._found[RowProblem(row, field[:200], reason)] = None
        else:
            self._found[RowProblem(0, "", "more_problems")] = None

    def all(self) -> tuple[RowProblem, ...]:
        """What was found."""
        return tuple(self._found)


class Loose:
    """One JSON object of a row, read tolerantly; `path` is the field name used in problems."""

    def __init__(self, value: dict[str, Any], row: int, problems: Problems, path: str = "") -> None:
        self.value = value
        self.row = row
        self._problems = problems
        self._path = path

    def problem(self, key: str, reason: str) -> None:
        """Note a problem with one of this object's fields."""
        self._problems.add(self.row, self._name(key), reason)

    def has(self, key: str) -> bool:
        """Whether the key holds anything."""
        return self.value.get(key) not in (None, "", [], {})

    def text(self, key: str, *, limit: int = LINE_LIMIT) -> str:
        """A cleaned text; a number is taken as its digits."""
        value = self.value.get(key)
        if value is None:
            return ""
        if isinstance(value, (dict, list, bool)):
            self.problem(key, "not_text")
            return ""
        found = clean(str(value))
        if len(found) > limit:
            self.problem(key, "too_long")
            found = found[: limit - 1].rstrip() + "…"
        return found

    def whole(self, key: str, *, most: int) -> int | None:
        """A whole number from 0 to `most`; a fraction is cut off."""
        value = self.value.get(key)
        if value in (None, ""):
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
        match = _DATE.fullmatch(text)
        try:
            found = date(*(int(part) for part in match.groups())) if match else None
        except ValueError:
            found = None
        if found is None or found.year not in YEARS:
            self.problem(key, "not_a_date")
            return None
        return found

    def inner(self, key: str) -> Loose:
        """The object under a key; an empty one where there is none."""
        value = self.value.get(key)
        if value is not None and not isinstance(value, dict):
            self.problem(key, "not_an_object")
        return Loose(value if isinstance(value, dict) else {}, self.row, self._problems, self._name(key))

    def objects(self, key: str) -> Iterator[Loose]:
        """The objects of a list; a single object counts as a list of one."""
        value = self.value.get(key)
        if value is None:
            return
        rows = [value] if isinstance(value, dict) else value
        if not isinstance(rows, list):
            self.problem(key, "not_a_list")
            return
        if len(rows) > MOST_PARTS:
            self.problem(key, "too_many")
        for index, item in enumerate(rows[:MOST_PARTS]):
            name = f"{key}[{index}]"
            if isinstance(item, dict):
                yield Loose(item, self.row, self._problems, self._name(name))
            else:
                self.problem(name, "not_an_object")

    def _name(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key


def clean(text: str) -> str:
    """`text` without control and direction marks, half letters or outer spaces; line ends as LF."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", text)).strip()
