# SPDX-License-Identifier: GPL-3.0-or-later
"""Strict reading of decoded JSON objects: every key known, every value of its kind, the field named when not.

Used for whatever a person or another laptop wrote. Raises `BadField` only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import TypeVar

from outreach_app.domain.codes import MAX_COUNT
from outreach_app.domain.errors import BadField

T = TypeVar("T")
_HEX = re.compile(r"[0-9a-f]+")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_*\-]{0,31}")


class Fields:
    """One JSON object being read; `where` is the path named in errors, as in `zones[2].items`."""

    def __init__(self, value: object, where: str = "") -> None:
        if not isinstance(value, dict):
            raise BadField(where or "file", "not_an_object")
        self._rest: dict[str, object] = dict(value)
        self.where = where

    def path(self, key: str) -> str:
        """The full name of a field of this object."""
        return f"{self.where}.{key}" if self.where else key

    def has(self, key: str) -> bool:
        """Whether the key is there, unread, and not null."""
        return self._rest.get(key) is not None

    def raw(self, key: str) -> object:
        """The value as decoded; raises for a missing key."""
        value = self._rest.pop(key, None)
        if value is None:
            raise BadField(self.path(key), "missing")
        return value

    def text(self, key: str, *, limit: int = 200) -> str:
        """A text of at most `limit` characters."""
        value = self.raw(key)
        if not isinstance(value, str):
            raise BadField(self.path(key), "not_text")
        if len(value) > limit:
            raise BadField(self.path(key), "too_long")
        return value

    def optional_text(self, key: str, *, limit: int = 200) -> str:
        """A text, or an empty one where the key is absent or null."""
        return self.text(key, limit=limit) if self.has(key) else ""

    def flag(self, key: str) -> bool:
        """True or false."""
        value = self.raw(key)
        if not isinstance(value, bool):
            raise BadField(self.path(key), "not_a_flag")
        return value

    def code(self, key: str, allowed: Collection[str] | None = None) -> str:
        """A closed code; without `allowed`, anything of a code's shape."""
        value = self.text(key, limit=64)
        if (value not in allowed) if allowed is not None else not _CODE.fullmatch(value):
            raise BadField(self.path(key), "unknown_code")
        return value

    def hexadecimal(self, key: str, size: int) -> str:
        """`size` bytes as lower-case hex."""
        value = self.text(key, limit=2 * size)
        if len(value) != 2 * size or not _HEX.fullmatch(value):
            raise BadField(self.path(key), "unknown_code")
        return value

    def iso_date(self, key: str) -> date:
        """A date written YYYY-MM-DD."""
        return as_date(self.text(key, limit=10), self.path(key))

    def count(self, key: str, *, most: int = MAX_COUNT) -> int:
        """A whole number from 0 to `most`."""
        value = self.raw(key)
        if type(value) is int and 0 <= value <= most:  # nearly always: no name is put together for nothing
            return value
        return as_count(value, self.path(key), most=most)

    def optional_count(self, key: str) -> int:
        """A whole number, 0 where the key is absent."""
        return self.count(key) if self.has(key) else 0

    def counts(self, key: str) -> dict[str, int]:
        """An object of counts by code, empty where absent."""
        value = self._rest.pop(key, None)
        if value is None:
            return {}
        inner = Fields(value, self.path(key))
        return {name: inner.count(name) for name in inner.names()}

    def inner(self, key: str) -> Fields:
        """An object inside this one."""
        return Fields(self.raw(key), self.path(key))

    def items(self, key: str, read: Callable[[Fields], T]) -> list[T]:
        """A list of objects, each read by `read`; empty where absent."""
        return [read(Fields(value, where)) for value, where in self._list(key)]

    def texts(self, key: str, *, limit: int = 200) -> list[str]:
        """A list of texts; empty where absent."""
        found: list[str] = []
        for value, where in self._list(key):
            if not isinstance(value, str) or len(value) > limit:
                raise BadField(where, "not_text")
            found.append(value)
        return found

    def names(self) -> list[str]:
        """The keys not read yet."""
        return list(self._rest)

    def done(self) -> None:
        """Nothing unknown may be left: an unknown key could carry what must never be stored."""
        left = [key for key, value in self._rest.items() if value is not None]
        if left:
            raise BadField(self.path(left[0]), "unknown_key")

    def _list(self, key: str) -> Iterator[tuple[object, str]]:
        if not self.has(key):
            self._rest.pop(key, None)
            return
        value = self.raw(key)
        if not isinstance(value, list):
            raise BadField(self.path(key), "not_a_list")
        for index, item in enumerate(value):
            yield item, f"{self.path(key)}[{index}]"


def as_count(value: object, where: str, *, most: int = MAX_COUNT) -> int:
    """`value` as a whole number from 0 to `most`; a bool or a float is none."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadField(where, "not_a_count")
    if value < 0:
        raise BadField(where, "negative")
    if value > most:
        raise BadField(where, "too_large")
    return value


def as_date(value: str, where: str) -> date:
    """`value` as a date, only in the long ISO form."""
    try:
        found = date.fromisoformat(value)
    except ValueError:
        raise BadField(where, "not_a_date") from None
    if found.isoformat() != value:
        raise BadField(where, "not_a_date")
    return found
