# SPDX-License-Identifier: GPL-3.0-or-later
"""What the close page shows is what leaves: every value of the statement's body, and nothing beside it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from outreach_app.domain import strict_json
from outreach_app.domain.leaving import leaving_rows
from outreach_app.domain.shift import ClosedShift, ShiftHead
from outreach_app.domain.summary import Summary
from outreach_app.domain.tally import Cell

SHIFT = ClosedShift(
    ShiftHead("ab" * 16, "North", date(2026, 11, 20), "night", 1, 1), 2, 195,
    {
        Cell("Z01", "C_BRIEF"): 3, Cell("Z01", "S_STOPS", "night"): 1, Cell("Z01", "M_CARD"): 0,
        Cell("Z02", "M_CARD"): 12, Cell("", "D_AGE", "under18"): 3, Cell("", "U_*", "shelter", "full"): 1,
        Cell("", "C_PHONE"): 2,
    },
    frozenset({"D_AGE", "U_*", "R_*"}),
)  # fmt: skip
BODY = Summary(SHIFT).as_json()


def values_in(value: Any) -> int:
    """How many numbers and words a JSON value holds; the zone's name is the place of others, null is nothing."""
    if isinstance(value, dict):
        return sum(values_in(inner) for key, inner in value.items() if key != "zone")
    if isinstance(value, list):
        return sum(values_in(inner) for inner in value)
    return 0 if value is None else 1


def test_every_value_of_the_body_is_a_row() -> None:
    rows = leaving_rows(BODY)
    assert len(rows) == values_in(json.loads(strict_json.encode(BODY)))
    found = {row.path: row.value for row in rows}
    assert len(found) == len(rows), "each row names a place of its own"
    assert found[("zones", "Z01", "hello")] == 3
    assert found[("zones", "Z01", "visits", "night")] == 1
    assert found[("zones", "Z01", "items", "M_CARD")] == 0
    assert found[("zones", "Z02", "items", "M_CARD")] == 12
    assert found[("age", "under18")] == 3
    assert found[("not_met", "shelter", "full")] == 1
    assert found[("measures", "C_PHONE")] == 2
    assert found[("withdrawn",)] is False
    assert found[("date",)] == "2026-11-20"


def test_rows_come_in_the_bodys_own_order() -> None:
    first = [row.path[0] for row in leaving_rows(BODY)]
    assert list(dict.fromkeys(first)) == [name for name in BODY if name in set(first)]


def test_what_is_left_out_is_not_shown() -> None:
    assert not {row.path[0] for row in leaving_rows(BODY)} & {"replaces", "gender", "language"}
