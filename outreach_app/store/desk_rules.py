# SPDX-License-Identifier: GPL-3.0-or-later
"""New rules over what the desk holds: what the old ones guessed goes, and is guessed anew from its source's terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from outreach_app.domain.directory import Entry
from outreach_app.domain.directory_import import Progress, SourceTerm
from outreach_app.domain.merging import merge, without_guesses
from outreach_app.store.connection import Connection
from outreach_app.store.desk_records import Records, decoded, decoded_terms, encoded, listed
from outreach_app.store.desk_takeover import keep_edited

_PIECE: Final = 500
Derive = Callable[[Entry, Sequence[SourceTerm]], Entry]


def derive_again(connection: Connection, records: Records, derive: Derive, on_progress: Progress | None) -> None:
    """Inside the caller's transaction: every record as the rules read it now; a coordinator's edits stay."""
    total = int(connection.value("SELECT count(*) FROM record"))
    done = 0
    for piece in _pieces(connection):
        for number, terms, body in piece:
            before = decoded(body)
            after = derive(without_guesses(before), decoded_terms(terms))
            if after != before:
                _replace(connection, records, number, before, after)
        done += len(piece)
        if on_progress is not None:
            on_progress(done, total)


def _pieces(connection: Connection) -> Iterator[list[tuple[int, bytes, bytes]]]:
    last = 0
    while piece := connection.rows(
        "SELECT number, terms, body FROM record WHERE number > ? ORDER BY number LIMIT ?", (last, _PIECE)
    ):
        yield [(number, bytes(terms), bytes(body)) for number, terms, body in piece]
        last = piece[-1][0]


def _replace(connection: Connection, records: Records, number: int, before: Entry, after: Entry) -> None:
    body = encoded(after)
    connection.run("UPDATE record SET body = ? WHERE number = ?", (body, number))
    row = listed(after, body, b"")
    for table in ("entry", "staged"):
        connection.run(
            f"UPDATE {table} SET digest = ?, verified_on = ?, guessed = ?, confidential = ? "
            "WHERE entry_id = ? AND record = ?",
            (row.digest, row.verified_on, row.guessed, row.confidential, after.id, number),
        )
    own = connection.value("SELECT own FROM entry WHERE entry_id = ? AND record = ?", (after.id, number))
    if own is not None:
        keep_edited(connection, records, merge(before, after, decoded(own)).entry, number)
