# SPDX-License-Identifier: GPL-3.0-or-later
"""A service as it came → one that the schemas of HSDS 3.1 accept, with nothing lost.

Known keys get the type that the standard asks for; what cannot have it moves to a key of its own beginning with `x_`.
What is required and missing is filled with an empty text or a zero, an id with a stable UUIDv5. Keys that the standard
does not know stay as they came.
"""

from __future__ import annotations

import math
import re
import uuid
from typing import Any, Final

from outreach_app.formats.hsds_write_shape import ENUMS, KINDS, Kind

Object = dict[str, Any]

MOVED: Final = "x_"
_NUMBER: Final = re.compile(r"\s*[+-]?\d{1,15}(\.\d{1,15})?\s*")


def stable_id(*names: str) -> str:
    """The UUIDv5 of a thing named by its place in the directory."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(("outreach-companion", *names))))


def sound(given: Object, kind_name: str, at: str) -> Object:
    """`given` as the standard's object `kind_name`; `at` names its place for an id that is missing."""
    kind = KINDS[kind_name]
    if kind_name == "phone":
        given = _with_plain_extension(given)
    found: Object = {"id": _identity(given.get("id"), kind_name, at)}
    for key, value in given.items():
        if key == "id" or value is None:
            continue
        if key in kind.texts and type(value) is str:
            found[key] = value
        elif key in kind.parts:
            found.update(_part(kind, key, value, found["id"]))
        elif key in kind.columns:
            found.update(_column(kind, key, value))
        else:
            found[key] = value
    _fill(kind, found)
    return found


def standard_only(given: Object, kind_name: str) -> Object:
    """A sound object without any key that the standard does not know: nobody can tell what such a key says."""
    kind = KINDS[kind_name]
    found: Object = {}
    for key, value in given.items():
        if key in kind.columns:
            found[key] = value
        elif key in kind.parts:
            inner = kind.parts[key].kind
            rows = [standard_only(row, inner) for row in (value if kind.parts[key].many else [value])]
            found[key] = rows if kind.parts[key].many else rows[0]
    return found


def _identity(value: object, kind: str, at: str) -> str:
    if isinstance(value, str) and value.strip():
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return stable_id(kind, at)


def _part(kind: Kind, key: str, value: Any, parent: str) -> Object:
    """The objects under a key; anything between them that is no object moves."""
    part = kind.parts[key]
    if isinstance(value, list) and not part.many:
        return {MOVED + key: value}
    rows = value if isinstance(value, list) else [value]
    good = [
        sound(row, part.kind, f"{parent}/{key}/{number}") for number, row in enumerate(rows) if isinstance(row, dict)
    ]
    others = [row for row in rows if not isinstance(row, dict)]
    found: Object = {MOVED + key: others} if others and others != [""] else {}
    if part.many:
        found[key] = good
    elif good:
        found[key] = good[0]
    return found


def _with_plain_extension(phone: Object) -> Object:
    """The standard wants an extension to be a number; one that is none (012, A) is said behind the phone number."""
    extension = phone.get("extension")
    if not isinstance(extension, str) or not extension.strip() or str(_as_number(extension)) == extension.strip():
        return phone
    number = f"{phone.get('number', '')} ext {extension.strip()}"
    return {key: item for key, item in phone.items() if key != "extension"} | {"number": number}


def _column(kind: Kind, key: str, value: Any) -> Object:
    if key in kind.numbers:
        number = _as_number(value)
        if number is not None:
            return {key: number}
        return {} if value == "" else {MOVED + key: value}
    if isinstance(value, (dict, list, bool)):
        return {MOVED + key: value}
    text = str(value)
    allowed = ENUMS.get((kind.name, key))
    if allowed is None:
        return {key: text}
    plain = text.strip().replace("_", " ").lower()
    fitting = next((code for code in allowed if code.lower() == plain), None)
    if fitting is not None:
        return {key: fitting}
    return {MOVED + key: text} if text else {}


def _as_number(value: object) -> int | float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return value if math.isfinite(value) else None
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        return None
    return float(value) if "." in value else int(value)


def _fill(kind: Kind, found: Object) -> None:
    for key in kind.required:
        if key not in found:
            allowed = ENUMS.get((kind.name, key))
            found[key] = 0 if key in kind.numbers else allowed[0] if allowed else ""
    for key, part in kind.parts.items():
        if part.required and key not in found:
            found[key] = sound({}, part.kind, f"{found['id']}/{key}")
