# SPDX-License-Identifier: GPL-3.0-or-later
"""A source read in a process of its own: the same services, notes and errors, and an end when nobody listens."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from outreach_app import reading
from outreach_app.bootstrap import ShippedRules
from outreach_app.domain.directory_import import ImportOrder, Notes, Read
from outreach_app.domain.errors import CompanionError, FileMalformed, FileMissing, UnknownForm
from outreach_app.domain.source_errors import NotAFile, ReadingEnded
from outreach_app.formats.csv_directory import look
from outreach_app.formats.directory_form import recognise
from outreach_app.paths import resource
from outreach_app.reading import read_apart, read_here, read_source

TRAINING = resource("directory", "training.json")
RULES = ShippedRules().shipped()


def ends_suddenly(order: ImportOrder, notes: Notes, rules: object) -> Iterator[Read]:
    """As a system does that has no memory left."""
    yield from read_here(order, notes, rules)
    os.kill(os.getpid(), signal.SIGKILL)


def never_ends(order: ImportOrder, notes: Notes, rules: object) -> Iterator[Read]:
    """Reads the same source again and again."""
    while True:
        yield from read_here(order, notes, rules)


def order_for(path: Path, form: str = "hsds") -> ImportOrder:
    return ImportOrder(str(path), form, "county")


def told(notes: Notes) -> tuple[object, ...]:
    return notes.all(), notes.held, notes.skipped, notes.dropped, notes.partial, notes.cursor, notes.done, notes.total


def failure(path: Path, form: str, read: object) -> CompanionError:
    with pytest.raises(CompanionError) as raised:
        list(read(order_for(path, form), Notes(), RULES))  # type: ignore[operator]
    return raised.value


def test_it_reads_what_is_read_here(tmp_path: Path) -> None:
    value = json.loads(TRAINING.read_bytes())
    rows = value["contents"] if isinstance(value, dict) else value
    rows += [{"id": "x"}, 3, {**rows[0]}]  # no name, no service, an id that repeats
    path = tmp_path / "town.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    here, apart = Notes(), Notes()
    wanted = list(read_here(order_for(path), here, RULES))
    assert list(read_apart(order_for(path), apart, RULES)) == wanted
    assert len(wanted) > 50
    assert told(apart) == told(here)
    assert here.all()


@pytest.mark.parametrize(
    ("content", "form", "kind"),
    [("{ no json", "hsds", FileMalformed), ("[]", "tea leaves", UnknownForm), (None, "hsds", FileMissing)],
)
def test_errors_come_over_as_they_are(
    content: str | None, form: str, kind: type[CompanionError], tmp_path: Path
) -> None:
    path = tmp_path / "broken.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    here, apart = failure(path, form, read_here), failure(path, form, read_apart)
    assert type(here) is type(apart) is kind
    assert apart.facts() == here.facts()


def test_a_process_that_ends_is_an_error_of_its_own() -> None:
    reads = read_apart(order_for(TRAINING), Notes(), RULES, ends_suddenly)
    with pytest.raises(ReadingEnded):
        list(reads)


def test_who_stops_listening_ends_it() -> None:
    reads = read_apart(order_for(TRAINING), Notes(), RULES, never_ends)
    next(reads)
    (process,) = multiprocessing.active_children()
    reads.close()  # type: ignore[attr-defined]
    assert not process.is_alive()


def test_only_large_sources_are_read_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen: list[str] = []
    monkeypatch.setattr(reading, "read_apart", lambda order, _notes, _rules: chosen.append(order.where))
    small, large, folder = tmp_path / "small.json", tmp_path / "large.json", tmp_path / "tables"
    small.write_bytes(TRAINING.read_bytes())
    large.write_bytes(b" " * reading.APART_FROM)
    folder.mkdir()
    (folder / "services.csv").write_bytes(b" " * reading.APART_FROM)
    for path in (small, large, folder):
        read_source(order_for(path), Notes(), RULES)
    read_source(ImportOrder("https://directory.example/api", "api", "county"), Notes(), RULES)
    assert chosen == [str(large), str(folder)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are a thing of POSIX")
def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "services.json"
    os.mkfifo(pipe)
    for ask in (
        lambda: list(read_source(order_for(pipe), Notes(), RULES)),
        lambda: recognise(pipe),
        lambda: look(pipe),
    ):
        with pytest.raises(NotAFile):
            ask()
