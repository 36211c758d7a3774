# SPDX-License-Identifier: GPL-3.0-or-later
"""Exactly what leaves the laptop, as rows: made from the statement's own body, so that nothing can be left unsaid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from outreach_app.domain.shift import ClosedShift


@dataclass(frozen=True)
class LeavingRow:
    """One value of the body: its path (`zones`, `Z01`, `items`, `M_CARD`) and what it says."""

    path: tuple[str, ...]
    value: str | int | bool


@dataclass(frozen=True)
class Leaving:
    """What the close page shows. `size` is the padded payload in bytes; `few` proposes to leave the breakdowns out."""

    shift: ClosedShift
    rows: tuple[LeavingRow, ...]
    size: int
    few: bool


def leaving_rows(body: Mapping[str, object]) -> tuple[LeavingRow, ...]:
    """Every value of a summary's body, in the body's own order."""
    return tuple(_rows(body, ()))


def _rows(value: object, path: tuple[str, ...]) -> Iterator[LeavingRow]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _rows(item, (*path, str(key)))
    elif isinstance(value, list):
        for item in value:
            zone = str(item["zone"])
            yield from _rows({key: part for key, part in item.items() if key != "zone"}, (*path, zone))
    elif isinstance(value, str | int):
        yield LeavingRow(path, value)
