# SPDX-License-Identifier: GPL-3.0-or-later
"""JSON that two readers cannot read differently: no duplicate keys, no floats, no NaN, no half letters, bounded depth.

The exact bytes are signed and hashed; `encode` makes them once and nothing serialises them again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, Final

from outreach_app.domain.errors import Refused

MAX_DEPTH: Final = 16
_ESCAPED_HALF: Final = re.compile(rb"\\u[dD][89a-fA-F]")


def encode(value: object) -> bytes:
    """Compact UTF-8 JSON with sorted keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def decode(untrusted: bytes) -> object:
    """The value of strict JSON; raises `Refused('malformed')` whatever the bytes are."""
    try:
        value: object = json.loads(
            untrusted.decode("utf-8"),
            object_pairs_hook=_no_twins,
            parse_float=_no_float,
            parse_constant=_no_float,
        )
        _shallow(value, MAX_DEPTH)
        if _ESCAPED_HALF.search(untrusted):
            encode(value)  # half of a surrogate pair can stand in JSON, and nowhere after it
    except (ValueError, RecursionError):
        raise Refused("malformed") from None
    return value


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _no_float(_text: str) -> None:
    raise ValueError


def _shallow(value: object, most: int) -> None:
    """Level by level, as that is several times faster than value by value."""
    level = [value]
    for _ in range(most):
        level = [item for group in level for item in _inside(group)]
        if not level:
            return
    raise ValueError


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
