# SPDX-License-Identifier: GPL-3.0-or-later
"""What of somebody's data does not come in: staff's names and addresses, internal notes, where a secret place is.

Everything else of a service is kept as it came, unknown keys included, so that an export can give it back. A
service's or an organization's own public e-mail address is no staff member's: it stays.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Any, Final

import msgspec

MOST_DEPTH: Final = 32
"""HSDS nests about eight levels; more is no directory."""

_STAFF: Final = frozenset((
    "assureremail", "updatedby", "attention", "internalnote", "internalnotes", "internalcomments", "staffnotes",
    "privatenotes", "staffname", "staffemail", "assurername", "contactname", "contactemail", "createdby", "modifiedby",
    "lastmodifiedby", "lastupdatedby", "verifiedby", "verifiername", "verifieremail",
))  # fmt: skip
"""Keys as they read in small letters alone; HSDS itself has the first three."""
_CONTACT: Final = frozenset(("name", "email", "firstname", "lastname", "fullname", "emailaddress"))
_CONTACTS: Final = frozenset(("contacts", "contact"))
_HISTORY: Final = frozenset(("previousvalue", "replacementvalue"))
"""HSDS `metadata` repeats what a field held: also when the field was a name or an address of staff."""
_PLACE: Final = frozenset((
    "addresses", "latitude", "longitude", "transportation", "external_identifier", "metadata", "locations", "extent",
))  # fmt: skip
_EMPTY: Final[tuple[object, ...]] = (None, "", [], {})
_MOST_KEYS: Final = 20_000
_NOT_LETTERS: Final = re.compile(r"[^a-z]+")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


class Door:
    """Takes out of services what stays outside, in place. Keys once seen to be harmless are remembered."""

    def __init__(self) -> None:
        self._harmless: set[str] = set()

    def drop(self, service: dict[str, Any], *, confidential: bool) -> int | None:
        """How many values were taken out; None for a service nested too deep, left as it is."""
        dropped = 0
        level: list[Any] = [service]
        for _ in range(MOST_DEPTH):
            out, level = self._through(level, confidential=confidential)
            dropped += out
            if not level:
                return dropped
        return None

    def _through(self, level: list[Any], *, confidential: bool) -> tuple[int, list[Any]]:
        """How many values were taken out of these, and what lies one level below."""
        dropped = 0
        below: list[Any] = []
        for part in level:
            if type(part) is dict:
                if confidential or not self._harmless.issuperset(part):
                    dropped += self._judge(part, confidential=confidential)
                for item in part.values():
                    kind = type(item)
                    if kind is str:  # nearly all of them
                        continue
                    if kind is dict:
                        below.append(item)
                    elif kind is list:
                        below += item
            elif type(part) is list:
                below += part
        return dropped, below

    def _judge(self, part: dict[str, Any], *, confidential: bool) -> int:
        dropped = _take_out(part, _PLACE & part.keys()) if confidential else 0
        for key in part.keys() - self._harmless:
            name = _letters(key)
            if name in _STAFF:
                dropped += _take_out(part, (key,))
            elif name in _CONTACTS:
                dropped += _without_persons(part[key])
            elif name in _HISTORY:
                dropped += _take_out(part, (key,)) if _of_a_person(part) else 0
            elif len(self._harmless) < _MOST_KEYS:
                self._harmless.add(key)
        return dropped


def as_json(service: dict[str, Any]) -> bytes:
    """A service as UTF-8 JSON; half letters become U+FFFD. Raises `RecursionError`."""
    try:
        return msgspec.json.encode(service)
    except UnicodeEncodeError:
        return msgspec.json.encode(_whole_letters(service))


@functools.lru_cache(maxsize=4096)
def _letters(key: str) -> str:
    return _NOT_LETTERS.sub("", key.lower())


def _take_out(part: dict[str, Any], keys: Iterable[str]) -> int:
    return sum(part.pop(key) not in _EMPTY for key in keys)


def _without_persons(contacts: Any) -> int:
    """Names and addresses out of contacts; the department, the title and the phones stay."""
    rows = contacts if isinstance(contacts, list) else [contacts]
    dropped = 0
    for _ in range(MOST_DEPTH):
        below: list[Any] = []
        for row in rows:
            if isinstance(row, dict):
                dropped += _take_out(row, [key for key in row if _letters(key) in _CONTACT])
            elif isinstance(row, list):
                below += row
        if not below:
            break
        rows = below
    return dropped


def _of_a_person(change: dict[str, Any]) -> bool:
    """Whether a row of `metadata` tells of a field that holds a person."""
    field, kind = change.get("field_name"), change.get("resource_type")
    name = _letters(field) if isinstance(field, str) else ""
    of_contact = isinstance(kind, str) and _letters(kind) in _CONTACTS
    return name in _STAFF or (of_contact and name in _CONTACT)


def _whole_letters(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole_letters(item) for item in value]
    if isinstance(value, dict):
        return {_whole_letters(key): _whole_letters(item) for key, item in value.items()}
    return value
