# SPDX-License-Identifier: GPL-3.0-or-later
"""Every column of every database is declared, and tables about shifts hold counts, closed codes, dates and ids only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from outreach_app.store import migrations
from outreach_app.store.columns import LISTING_TABLES, SHIFT_KINDS, SHIFT_TABLES, VAULT, Kind
from outreach_app.store.connection import Connection, open_database
from outreach_app.store.directory_columns import DESK, DIRECTORY

KEY = b"\x0a" * 32
DECLARED: dict[str, dict[str, dict[str, Kind]]] = {"vault": VAULT, "directory": DIRECTORY, "desk": DESK}


def walk(db: Connection) -> dict[str, set[str]]:
    """The columns of every table; a full-text index's own shadow tables stand for the index."""
    tables = db.rows("SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'")
    return {
        name: {column for (column,) in db.rows("SELECT name FROM pragma_table_info(?)", (name,))}
        for name, kind in tables
        if kind != "shadow"
    }


def undeclared(db: Connection, declared: dict[str, dict[str, Kind]]) -> set[str]:
    """Columns that stand on one side only, as `table.column`."""
    there = {f"{table}.{column}" for table, columns in walk(db).items() for column in columns}
    said = {f"{table}.{column}" for table, columns in declared.items() for column in columns}
    return there ^ said


@pytest.fixture
def fresh(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Connection]:
    db = open_database(tmp_path / "a.db", KEY)
    migrations.migrate(db, request.param)
    yield db
    db.close()


@pytest.mark.parametrize(("fresh", "folder"), [(name, name) for name in DECLARED], indirect=["fresh"])
def test_every_column_is_declared_and_every_declaration_is_a_column(fresh: Connection, folder: str) -> None:
    assert walk(fresh)
    assert undeclared(fresh, DECLARED[folder]) == set()


def test_every_database_is_walked() -> None:
    assert {path.name for path in migrations.SCHEMA.iterdir()} == set(DECLARED)


@pytest.mark.parametrize("fresh", ["vault"], indirect=True)
def test_the_walk_finds_a_column_more(fresh: Connection) -> None:
    fresh.run("ALTER TABLE shift ADD COLUMN note TEXT")
    fresh.run("CREATE TABLE contact (id INTEGER PRIMARY KEY, seen_at TEXT) STRICT")
    assert undeclared(fresh, VAULT) == {"shift.note", "contact.id", "contact.seen_at"}


def test_tables_about_shifts_hold_nothing_else() -> None:
    about = {name for name in VAULT if "shift" in name or "count" in name or "breakdown" in name}
    assert about == set(SHIFT_TABLES)
    for table in SHIFT_TABLES:
        assert set(VAULT[table].values()) <= SHIFT_KINDS, table
    assert set(SHIFT_KINDS) == {Kind.COUNT, Kind.CODE, Kind.DATE, Kind.ID}


def test_tables_about_listings_hold_ids_codes_dates_and_counts_alone() -> None:
    assert {name for name in VAULT if "listing" in name or "full" in name} == set(LISTING_TABLES)
    for table in LISTING_TABLES:
        assert set(VAULT[table].values()) <= SHIFT_KINDS, table
    assert set(VAULT["full_tonight"]) == {"entry_id", "operating_date"}


def test_clock_times_live_in_one_table() -> None:
    clocks = {table for table, columns in VAULT.items() if Kind.CLOCK in columns.values()}
    assert clocks == {"open_clock"}
    for declared in (DIRECTORY, DESK):
        assert not any(Kind.CLOCK in columns.values() for columns in declared.values())


@pytest.mark.parametrize("fresh", ["vault"], indirect=True)
def test_counts_are_numbers_and_words_are_text_in_the_schema_too(fresh: Connection) -> None:
    kinds = {
        Kind.COUNT: {"INTEGER"}, Kind.CODE: {"TEXT"}, Kind.DATE: {"TEXT"}, Kind.ID: {"TEXT", "BLOB"},
        Kind.SEALED: {"BLOB"}, Kind.PUBLISHED: {"TEXT"}, Kind.SEAT: {"TEXT"}, Kind.CLOCK: {"TEXT"},
    }  # fmt: skip
    for table, columns in VAULT.items():
        types: dict[str, str] = dict(fresh.rows("SELECT name, type FROM pragma_table_info(?)", (table,)))
        for column, kind in columns.items():
            assert types[column] in kinds[kind], f"{table}.{column}"


def test_no_table_has_a_row_per_contact_or_tap() -> None:
    for table, columns in VAULT.items():
        for name in (table, *columns):
            assert not any(word in name for word in ("contact", "tap", "event", "note", "person", "history")), name
