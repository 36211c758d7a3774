# SPDX-License-Identifier: GPL-3.0-or-later
"""How a directory's source is read: by its form's reader, with what it leaves open derived; large ones apart.

A process of its own reads a large source. The window's process keeps its interpreter for the window and the counts,
the second core does half the work, and what a hostile file could do to a parser it does where no key is. Both speak in
messages of plain values (MessagePack): what comes back is decoded strictly, as if it came from anywhere.
"""

from __future__ import annotations

import gc
import multiprocessing
import queue
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from outreach_app.domain.directory import Entry
from outreach_app.domain.directory_import import ImportOrder, Notes, Read, Reader, RowProblem, SourceTerm
from outreach_app.domain.errors import CompanionError, InvariantBroken, UnknownForm
from outreach_app.domain.reading import Fields
from outreach_app.domain.source_errors import ReadingEnded
from outreach_app.files import disk, ordinary

API: Final = "api"
APART_FROM: Final = 4 * 1024 * 1024
"""Bytes from which a source is read apart: to start a process takes as long as reading a fifth of that."""
_TOGETHER: Final = 64
"""Services in one message."""
_WEIGHT: Final = 1024 * 1024
"""Bytes of originals after which a message goes with fewer services."""
_AHEAD: Final = 24
"""Messages read ahead: as much as is read while the other side writes a piece to its disk."""
_SWITCH_SECONDS: Final = 0.001
"""After so long the sending gets its turn: it waits for the pipe, hardly ever for the processor."""
_COLLECTED_AFTER: Final = 50_000
"""Objects between two looks for circles: a reader makes none, and looking at thousands of services costs time."""
_MOST: Final = 1 << 30
"""Bytes of a message at most; one service weighs at most 16 MiB."""
_END_SECONDS: Final = 5.0


class Noted(msgspec.Struct, array_like=True):
    """What a reader noted since the message before."""

    done: int
    total: int
    skipped: int
    dropped: int
    partial: bool
    cursor: str
    problems: list[RowProblem]
    held: list[str]


class Message(msgspec.Struct, array_like=True):
    """Services read, or the end of the reading: `error` names the class of what ended it, `facts` its fields."""

    services: list[tuple[Entry, bytes, tuple[SourceTerm, ...]]]
    noted: Noted
    ended: bool = False
    error: str = ""
    facts: dict[str, Any] = msgspec.field(default_factory=dict)


def readers() -> Mapping[str, Reader]:
    """Every form that a directory is read in. A form's own libraries load when it is read: start-up waits for none."""

    def hsds(order: ImportOrder, notes: Notes) -> Iterator[Read]:
        from outreach_app.formats.hsds import read_hsds

        return read_hsds(order, notes)

    def hsds1(order: ImportOrder, notes: Notes) -> Iterator[Read]:
        from outreach_app.formats.hsds1 import read_hsds1

        return read_hsds1(order, notes)

    def icarol(order: ImportOrder, notes: Notes) -> Iterator[Read]:
        from outreach_app.formats.icarol import read_icarol

        return read_icarol(order, notes)

    def table(order: ImportOrder, notes: Notes) -> Iterator[Read]:
        from outreach_app.formats.csv_directory import read_csv_directory

        return read_csv_directory(order, notes)

    def api(order: ImportOrder, notes: Notes) -> Iterator[Read]:
        from outreach_app.formats.hsds_api import read_api
        from outreach_app.mailbox.directory_api import pages

        return read_api(order, notes, pages)

    return {"hsds": hsds, "hsds1": hsds1, "icarol": icarol, "csv": table, API: api}


def read_source(order: ImportOrder, notes: Notes, rules: object) -> Iterator[Read]:
    """The services of a source, what they leave open derived by `rules` (JSON, see `domain.derivation.read_rules`).

    Raises `UnknownForm`, the disk's and the reader's errors, and `ReadingEnded` where the process that read ended.
    """
    if order.form != API and _size(Path(order.where)) >= APART_FROM:
        return read_apart(order, notes, rules)
    return read_here(order, notes, rules)


def read_here(order: ImportOrder, notes: Notes, rules: object) -> Iterator[Read]:
    """`read_source`, in this process."""
    from outreach_app.domain.derivation import derive, read_rules

    reader = readers().get(order.form)
    if reader is None:
        raise UnknownForm(order.form)
    made = read_rules(Fields(rules))
    for read in reader(order, notes):
        yield Read(derive(read.entry, read.terms, made), read.original, read.terms)


def read_apart(
    order: ImportOrder,
    notes: Notes,
    rules: object,
    read: Callable[[ImportOrder, Notes, object], Iterator[Read]] = read_here,
) -> Iterator[Read]:
    """`read_source`, in a process of its own, which ends with the iteration. `read` is found by its name there."""
    context = multiprocessing.get_context("spawn")  # the others copy a process with threads, keys and a window
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(there, order, rules, read), daemon=True)
    process.start()
    there.close()
    try:
        for message in _messages(here.recv_bytes):
            _take(message.noted, notes)
            for entry, original, terms in message.services:
                yield Read(entry, original, terms)
            if message.error:
                raise _error(message.error, message.facts)
    finally:
        here.close()
        process.terminate()
        process.join(_END_SECONDS)


def _messages(receive: Callable[[int], bytes]) -> Iterator[Message]:
    decoder = msgspec.msgpack.Decoder(Message)
    while True:
        try:
            message = decoder.decode(receive(_MOST))
        except (EOFError, OSError, msgspec.DecodeError):
            raise ReadingEnded from None
        yield message
        if message.ended:
            return


def _take(noted: Noted, notes: Notes) -> None:
    notes.done, notes.total, notes.skipped, notes.dropped = noted.done, noted.total, noted.skipped, noted.dropped
    notes.partial, notes.cursor = noted.partial, noted.cursor
    notes.held.update(noted.held)
    for problem in noted.problems:
        notes.add(*problem)


def _error(name: str, facts: Mapping[str, Any]) -> CompanionError:
    known: dict[str, type[CompanionError]] = {}
    waiting = [CompanionError]
    while waiting:
        kind = waiting.pop()
        known[kind.__name__] = kind
        waiting += kind.__subclasses__()
    try:
        return known[name](**facts)
    except (KeyError, TypeError):
        return InvariantBroken(f"reading apart: {name}")


# --- in the other process -------------------------------------------------------------------------------------


def _work(
    there: Any, order: ImportOrder, rules: object, read: Callable[[ImportOrder, Notes, object], Iterator[Read]]
) -> None:
    gc.set_threshold(_COLLECTED_AFTER)
    sys.setswitchinterval(_SWITCH_SECONDS)
    notes = Notes()
    told = _Told(notes)
    outgoing = _Outgoing(there)
    services: list[tuple[Entry, bytes, tuple[SourceTerm, ...]]] = []
    weight = 0
    try:
        for one in read(order, notes, rules):
            services.append((one.entry, one.original, one.terms))
            weight += len(one.original)
            if len(services) == _TOGETHER or weight >= _WEIGHT:
                outgoing.send(Message(services, told.news()))
                services, weight = [], 0
        outgoing.send(Message(services, told.news(), ended=True))
    except CompanionError as error:
        facts = {name: str(value) if isinstance(value, Path) else value for name, value in error.facts().items()}
        outgoing.send(Message(services, told.news(), ended=True, error=type(error).__name__, facts=facts))
    except BrokenPipeError:
        pass  # nobody listens any more: it was stopped
    finally:
        outgoing.close()
        there.close()


class _Outgoing:
    """Sends beside the reading, which goes on while the other side is busy."""

    def __init__(self, there: Any) -> None:
        self._there = there
        self._encode = msgspec.msgpack.Encoder().encode
        self._waiting: queue.Queue[bytes | None] = queue.Queue(_AHEAD)
        self._gone = False
        self._sender = threading.Thread(target=self._run, name="sending", daemon=True)
        self._sender.start()

    def send(self, message: Message) -> None:
        """Let a message go as soon as it can; raises `BrokenPipeError` once nobody listens any more."""
        if self._gone:
            raise BrokenPipeError
        self._waiting.put(self._encode(message))

    def close(self) -> None:
        """Wait until all has gone."""
        self._waiting.put(None)
        self._sender.join()

    def _run(self) -> None:
        while (message := self._waiting.get()) is not None:
            try:
                if not self._gone:
                    self._there.send_bytes(message)
            except OSError:
                self._gone = True


class _Told:
    """How much was told of the notes already."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._problems = 0
        self._held: set[str] = set()

    def news(self) -> Noted:
        """What came since the call before."""
        notes, told = self._notes, self._problems
        problems = notes.all()[told:]
        self._problems += len(problems)
        held = notes.held - self._held if len(notes.held) > len(self._held) else set()
        self._held |= held
        return Noted(
            notes.done, notes.total, notes.skipped, notes.dropped, notes.partial, notes.cursor,
            [*problems], sorted(held),
        )  # fmt: skip


def _size(where: Path) -> int:
    with disk(ordinary(where)):
        if where.is_dir():
            return sum(path.stat().st_size for path in where.iterdir() if path.is_file())
        return where.stat().st_size
