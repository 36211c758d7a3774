# SPDX-License-Identifier: GPL-3.0-or-later
"""Strict reading: every field of its kind, named when it is not, and nothing unknown let through."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.codes import MAX_COUNT
from outreach_app.domain.errors import BadField
from outreach_app.domain.reading import Fields, as_count, as_date

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)

READERS: list[Callable[[Fields], object]] = [
    lambda f: f.text("k"), lambda f: f.flag("k"), lambda f: f.code("k"), lambda f: f.code("k", ("a", "b")),
    lambda f: f.hexadecimal("k", 2), lambda f: f.iso_date("k"), lambda f: f.count("k"), lambda f: f.counts("k"),
    lambda f: f.inner("k"), lambda f: f.items("k", lambda inner: inner), lambda f: f.texts("k"),
    lambda f: f.optional_text("k"), lambda f: f.optional_count("k"), lambda f: f.raw("k"),
]  # fmt: skip


def refused(reading: Callable[[Fields], object], value: object) -> tuple[str, str]:
    with pytest.raises(BadField) as caught:
        reading(Fields({"k": value}, "zones[2]"))
    return caught.value.field, caught.value.reason


@pytest.mark.parametrize(
    ("reading", "value", "reason"),
    [(lambda f: f.text("k"), 1, "not_text"), (lambda f: f.text("k"), None, "missing"),
     (lambda f: f.text("k", limit=2), "abc", "too_long"), (lambda f: f.flag("k"), 1, "not_a_flag"),
     (lambda f: f.flag("k"), "true", "not_a_flag"), (lambda f: f.count("k"), True, "not_a_count"),
     (lambda f: f.count("k"), 1.0, "not_a_count"), (lambda f: f.count("k"), "1", "not_a_count"),
     (lambda f: f.count("k"), -1, "negative"), (lambda f: f.count("k"), MAX_COUNT + 1, "too_large"),
     (lambda f: f.count("k", most=3), 4, "too_large"), (lambda f: f.iso_date("k"), "20261120", "not_a_date"),
     (lambda f: f.iso_date("k"), "2026-02-30", "not_a_date"), (lambda f: f.iso_date("k"), "2026-W47", "not_a_date"),
     (lambda f: f.iso_date("k"), "٢٠٢٦-١١-٢٠", "not_a_date"), (lambda f: f.code("k"), "a b", "unknown_code"),
     (lambda f: f.code("k"), "a\n", "unknown_code"), (lambda f: f.code("k"), "", "unknown_code"),
     (lambda f: f.code("k"), "é", "unknown_code"), (lambda f: f.code("k"), "a" * 33, "unknown_code"),
     (lambda f: f.code("k", ("a",)), "b", "unknown_code"), (lambda f: f.hexadecimal("k", 2), "ABCD", "unknown_code"),
     (lambda f: f.hexadecimal("k", 2), "abc", "unknown_code"),
     (lambda f: f.hexadecimal("k", 2), "ab\n", "unknown_code"),
     (lambda f: f.inner("k"), [], "not_an_object"), (lambda f: f.items("k", Fields.names), {}, "not_a_list"),
     (lambda f: f.counts("k"), [], "not_an_object")],
)  # fmt: skip
def test_a_field_of_the_wrong_kind_is_named_with_the_reason(
    reading: Callable[[Fields], object], value: object, reason: str
) -> None:
    assert refused(reading, value) == ("zones[2].k", reason)


def test_the_path_names_the_very_place() -> None:
    def read(fields: Fields) -> Any:
        return fields.items("zones", lambda zone: zone.counts("items"))

    with pytest.raises(BadField) as caught:
        read(Fields({"zones": [{"items": {}}, {"items": {"M_CARD": -2}}]}))
    assert caught.value.field == "zones[1].items.M_CARD"
    with pytest.raises(BadField) as caught:
        Fields({"names": ["a", 1]}).texts("names")
    assert caught.value.field == "names[1]"
    with pytest.raises(BadField) as caught:
        Fields([])
    assert caught.value.field == "file"


def test_unknown_keys_are_not_let_through_and_null_is_absent() -> None:
    fields = Fields({"known": 1, "note": "Jane was here", "blank": None})
    fields.count("known")
    with pytest.raises(BadField) as caught:
        fields.done()
    assert caught.value.facts() == {"field": "note", "reason": "unknown_key"}
    assert "Jane" not in str(caught.value)
    blank = Fields({"blank": None})
    assert not blank.has("blank")
    blank.done()


def test_what_is_absent_is_empty_where_it_may_be() -> None:
    for fields in (Fields({}), Fields({"k": None})):
        assert fields.optional_text("k") == ""
        assert fields.optional_count("k") == 0
        assert fields.counts("k") == {}
        assert fields.items("k", Fields.names) == []
        assert fields.texts("k") == []


def test_a_key_can_be_read_once() -> None:
    fields = Fields({"k": 1})
    assert fields.count("k") == 1
    with pytest.raises(BadField, match="missing"):
        fields.count("k")


@given(JSON, st.sampled_from(READERS))
def test_any_json_is_read_or_refused_in_a_typed_way(value: object, reading: Callable[[Fields], object]) -> None:
    with contextlib.suppress(BadField):
        reading(Fields({"k": value}))


@given(st.integers())
def test_counts_are_whole_numbers_from_zero_to_a_million(number: int) -> None:
    if 0 <= number <= 1_000_000:
        assert as_count(number, "n") == number
    else:
        with pytest.raises(BadField):
            as_count(number, "n")


@given(st.dates())
def test_dates_go_there_and_back(day: date) -> None:
    assert as_date(day.isoformat(), "d") == day
