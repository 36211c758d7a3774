# SPDX-License-Identifier: GPL-3.0-or-later
"""Building a release's directory file aside: written, checked, synced, and only then put in place under its name.

A kill at any step leaves the old files as they were and at most a part file, which the next build removes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from outreach_app.domain.content import Content
from outreach_app.domain.directory import FOR_PERSON, Entry
from outreach_app.domain.errors import DatabaseDamaged
from outreach_app.domain.finding import facts_of, usefulness
from outreach_app.domain.words import LANGUAGE, NEED, Words, fold
from outreach_app.files import disk, private_folder, sync_folder
from outreach_app.store.connection import Connection, integrity_problems, open_database
from outreach_app.store.migrations import migrate

NO_NEED: Final = "needxnone"
_JOURNAL: Final = "MEMORY"
"""A part file that a kill leaves behind is thrown away whole, so it needs no journal on disk."""


def file_name(number: int) -> str:
    """The name of a release's file."""
    return f"directory-{number}.db"


def need_token(need: str) -> str:
    """The token under which an entry's need is indexed; no typed word looks like it."""
    return "needx" + need.replace("_", "")


def build_directory(
    folder: Path, key: bytes, *, number: int, published_on: date, content: Content, words: Words
) -> str:
    """Build release `number` in `folder` and return its file's name; a file of that name is replaced.

    `key` is the raw 32-byte key of the directory. Raises the disk's errors, or `DatabaseDamaged` when what was
    written does not read back.
    """
    private_folder(folder)
    final = folder / file_name(number)
    aside = final.with_suffix(".part")
    _remove(aside)
    try:
        _write(aside, key, number, published_on, content, words)
        _check(aside, key, len(content.entries))
        with disk(final):
            aside.replace(final)
    finally:
        _remove(aside)
    sync_folder(folder)
    return final.name


def _remove(path: Path) -> None:
    with disk(path):
        path.unlink(missing_ok=True)


def _write(path: Path, key: bytes, number: int, published_on: date, content: Content, words: Words) -> None:
    connection = open_database(path, key, journal=_JOURNAL)
    try:
        migrate(connection, "directory")
        with connection.transaction():
            _write_release(connection, number, published_on, content)
            _write_entries(connection, sorted(content.entries, key=usefulness), words)
            _write_lines(connection, content)
    finally:
        connection.close()


def _check(path: Path, key: bytes, entries: int) -> None:
    connection = open_database(path, key, read_only=True)
    try:
        found = connection.value("SELECT count(*) FROM entry")
        if found != entries or integrity_problems(connection):
            raise DatabaseDamaged(str(path))
    finally:
        connection.close()


def _write_release(connection: Connection, number: int, published_on: date, content: Content) -> None:
    for_persons = sum(entry.audience == FOR_PERSON for entry in content.entries)
    row = (number, published_on.isoformat(), len(content.entries), for_persons, len(content.lines))
    connection.run("INSERT INTO release VALUES (1, ?, ?, ?, ?, ?, ?)", (*row, _text(content.guide.as_json())))


def _write_entries(connection: Connection, entries: list[Entry], words: Words) -> None:
    connection.run_many("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)", _rows(entries))
    sql = "INSERT INTO find (rowid, name, organization, place, phone, needs, description) VALUES (?, ?, ?, ?, ?, ?, ?)"
    connection.run_many(sql, ((place, *searched(entry, words)) for place, entry in enumerate(entries, start=1)))
    connection.run("INSERT INTO find (find) VALUES ('optimize')")


def _rows(entries: list[Entry]) -> Iterator[tuple[object, ...]]:
    for place, entry in enumerate(entries, start=1):
        yield (place, entry.id, *facts_of(entry), _text(entry.as_json()))


def _write_lines(connection: Connection, content: Content) -> None:
    rows = [(place, line.id, _text(line.as_json())) for place, line in enumerate(content.lines, start=1)]
    connection.run_many("INSERT INTO help_line VALUES (?, ?, ?)", rows)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def searched(entry: Entry, words: Words) -> tuple[str, str, str, str, str, str]:
    """What is indexed of an entry, folded: name, organization, place, phone, needs and description."""
    tokens = [need_token(need) for need in entry.needs] or [NO_NEED]
    meanings = [(NEED, need) for need in entry.needs] + [(LANGUAGE, code) for code in entry.languages]
    for kind, code in meanings:
        tokens += words.of(kind, code)
    return (
        _folded(entry.name, entry.discreet_name),
        _folded(entry.organization),
        _folded(entry.area, *entry.postal_codes, *_places(entry)),
        " ".join(_digits(entry)),
        " ".join(tokens),
        _folded(entry.description, entry.alert, entry.eligibility, entry.application),
    )


def _folded(*texts: str) -> str:
    return " ".join(word for text in texts for word in fold(text))


def _places(entry: Entry) -> Iterator[str]:
    for address in entry.addresses:
        yield from (address.place, address.street, address.city, address.region, address.postal_code)


def _digits(entry: Entry) -> Iterator[str]:
    """A number whole, without a country code in front, and its last seven and four figures, beside its groups."""
    for phone in entry.phones:
        digits = phone.digits
        yield from dict.fromkeys((digits, digits[-10:], digits[-7:], digits[-4:], *fold(phone.number)))
