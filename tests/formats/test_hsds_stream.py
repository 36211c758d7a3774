# SPDX-License-Identifier: GPL-3.0-or-later
"""JSON in pieces: each value comes out as a whole-file reader gives it, and what is broken costs itself alone."""

from __future__ import annotations

import json
import random
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from outreach_app.formats import hsds_stream
from outreach_app.formats.hsds_json import Bad, OneValue
from outreach_app.formats.hsds_stream import Astray, CutShort, JsonStream, file_pieces

SOUND: list[Any] = [
    {"id": "1", "name": "Quay", "x": [1, 2.5, None, True, "a\\b\"}{]["]},
    {"id": "2", "name": "Café 東京 🛶", "deep": {"a": [{"b": {"c": []}}]}},
    {},
    {"text": "} , {", "more": "]} , {\"id\": 5}"},
    [],
    "text, {with} [all]",
    17,
    None,
    [{"id": "inner"}, {"id": "inner"}],
]  # fmt: skip


def stream(data: bytes, size: int = 7) -> JsonStream:
    """A stream whose pieces have `size` bytes."""
    pieces: Iterator[bytes] = (data[at : at + size] for at in range(0, len(data), size))
    return JsonStream(pieces, OneValue())


@pytest.mark.parametrize("size", [1, 2, 7, 64, 1000])
@pytest.mark.parametrize("indent", [None, 0, 3])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_values_come_out_whatever_the_pieces(size: int, indent: int | None, ends: str) -> None:
    text = json.dumps(SOUND * 3, indent=indent, ensure_ascii=size % 2 == 0).replace("\n", ends)
    assert list(stream(text.encode(), size).elements()) == SOUND * 3


@pytest.mark.parametrize("at_once", [60, 200, 5000])
def test_values_come_out_wherever_it_is_cut(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hsds_stream, "PIECE", at_once)
    monkeypatch.setattr(hsds_stream, "AT_ONCE", at_once)
    chance = random.Random(at_once)  # noqa: S311 - makes values, no secrets
    values = [
        {"id": str(number), "t": "".join(chance.choices('ab{}[],"\\ ', k=chance.randrange(30))), "l": [{}, {"a": 1}]}
        for number in range(300)
    ]
    assert list(stream(json.dumps(values).encode(), 97).elements()) == values


def test_members_values_and_places() -> None:
    data = b' { "a" : {"b": 1} , "list": [ {"id": 1}, {"id": 2} ], "c": "x" } '
    found = {}
    one = stream(data)
    for name in one.members():
        if name == "list":
            begin = one.offset
            one.skip()
        else:
            found[name] = one.value()
    assert found == {"a": {"b": 1}, "c": "x"}
    assert [value for _, value in stream(data[begin:]).located()] == [{"id": 1}, {"id": 2}]
    assert all(data[begin + offset :].startswith(b'{"id"') for offset, _ in stream(data[begin:]).located())


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (b'{"id": "3", "name": "un"quoted"}', Bad.BROKEN),
        (b'{"id": "3", "name": "never closed}', Bad.BROKEN),
        (b'{"id": 3 "name": 5}', Bad.BROKEN),
        (b'{"id": nul}', Bad.BROKEN),
        (b'{"id": "3",, "a": 1}', Bad.BROKEN),
        (b"nul", Bad.BROKEN),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, Bad.TOO_DEEP),
        (b"[" * 100_000 + b"]" * 100_000, Bad.TOO_DEEP),
    ],
)
def test_a_broken_value_costs_itself_alone(broken: bytes, reason: Bad) -> None:
    sound = b'{"id": "1", "name": "Quay"}'
    data = b"[" + b",\n".join([sound, sound, broken, sound, sound]) + b"]"
    expected = json.loads(sound)
    assert list(stream(data, 1000).elements()) == [expected, expected, reason, expected, expected]


def test_what_is_no_json_but_is_meant_plainly() -> None:
    data = b'[{"a": NaN, "b": 1e999, "c": "tab\there", "d": "\\ud800", "e": ' + b"9" * 5000 + b'},{"f": "caf\xe9"},]'
    first, second = stream(data, 100).elements()
    assert (first["a"], first["b"], first["c"], first["d"]) == (None, "1e999", "tab\there", "\ud800")
    assert (first["e"], second) == ("9" * 5000, {"f": "café"})


def test_a_comma_forgotten_between_two_values() -> None:
    assert list(stream(b'[{"a": 1} {"b": 1} 5]').elements()) == [{"a": 1}, {"b": 1}, 5]


def test_stopping_and_going_astray() -> None:
    for data in (b'[{"a": 1}, {"b": ', b'[{"a": 1}', b'[{"a": 1}, "te'):
        found = stream(data).elements()
        assert next(found) == {"a": 1}
        with pytest.raises(CutShort):
            next(found)
    for data in (b"[}", b'[{"a": 1}}]', b'[{"a": 1}:{"b": 1}]'):
        with pytest.raises(Astray):
            list(stream(data).elements())


def test_a_value_beyond_all_sense_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hsds_stream, "VALUE_LIMIT", 10_000)
    heavy = json.dumps({"id": "2", "rows": [{"n": number} for number in range(3000)]})
    data = f'[{{"id": "1"}}, {heavy}, {{"id": "3"}}]'.encode()
    assert list(stream(data, 512).elements()) == [{"id": "1"}, Bad.TOO_LONG, {"id": "3"}]
    with pytest.raises(Astray):
        list(stream(b'[{"id": "' + b"x" * 100_000 + b'"}]', 512).elements())


@pytest.mark.parametrize(
    "part", [b'"', b"{", b"[", b'{"a":', b'{"a":"', b'"\\', b"\\", b"},{", b'{"a":1},', b"1,", b" "]
)
def test_hostile_bytes_take_no_time(part: bytes) -> None:
    begin = time.process_time()
    try:
        for _ in stream(b"[" + part * (200_000 // len(part)), 64 * 1024).elements():
            pass
    except (CutShort, Astray):
        pass
    assert time.process_time() - begin < 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-be"])
def test_files_in_each_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "quay.json"
    text = json.dumps(SOUND * 20, ensure_ascii=False)
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    path.write_bytes((mark + text).encode(encoding))
    assert list(JsonStream(file_pieces(lambda: path.open("rb"), piece=101), OneValue()).elements()) == SOUND * 20
    at = len(json.dumps(SOUND[0], ensure_ascii=False).encode()) + 3
    assert JsonStream(file_pieces(lambda: path.open("rb"), offset=at, piece=101), OneValue()).value() == SOUND[1]


def test_a_large_file_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "quay.json"
    row = json.dumps({"id": "1", "name": "Quay", "x": "y" * 3000}).encode()
    with path.open("wb") as file:
        file.write(b"[")
        for _ in range(7000):
            file.write(row + b",\n")
        file.write(row + b"]")
    tracemalloc.start()
    try:
        count = sum(1 for _ in JsonStream(file_pieces(lambda: path.open("rb")), OneValue()).elements())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (count, path.stat().st_size > 20_000_000) == (7001, True)
    assert peak < 4_000_000
