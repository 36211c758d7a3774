# SPDX-License-Identifier: GPL-3.0-or-later
"""Migrations: forward only, whole or not at all, and the same schema however old the file was."""

from __future__ import annotations

from pathlib import Path

import pytest

from outreach_app.domain.errors import DatabaseDamaged, FileExists, InvariantBroken, VaultNewer
from outreach_app.store import migrations
from outreach_app.store.connection import Connection, open_database
from outreach_app.store.migrations import migrate, open_migrated, scripts, statements, version

KEY = b"\x0a" * 32
FOLDERS = sorted(path.name for path in migrations.SCHEMA.iterdir())


def schema(db: Connection) -> list[tuple[object, ...]]:
    return sorted(db.rows("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'"))


@pytest.fixture
def invented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A schema folder of this test's own."""
    monkeypatch.setattr(migrations, "SCHEMA", tmp_path / "schema")
    folder = tmp_path / "schema" / "vault"
    folder.mkdir(parents=True)
    (folder / "0001_first.sql").write_text("CREATE TABLE a (id INTEGER) STRICT;\n")
    return folder


def test_each_database_has_its_schema() -> None:
    assert FOLDERS == ["desk", "directory", "vault"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_migrated_schema_equals_a_fresh_one_from_every_version(tmp_path: Path, folder: str) -> None:
    fresh = open_database(tmp_path / "fresh.db", KEY)
    migrate(fresh, folder)
    known = scripts(folder)
    for start in range(len(known) + 1):
        old = open_database(tmp_path / f"old{start}.db", KEY)
        for number, sql in known[:start]:
            for statement in statements(sql):
                old.run(statement)
            old.run(f"PRAGMA user_version = {number}")
        assert migrate(old, folder) is (start < len(known))
        assert schema(old) == schema(fresh)
        assert version(old) == len(known)
        assert migrate(old, folder) is False
        old.close()
    fresh.close()


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_table_is_strict(tmp_path: Path, folder: str) -> None:
    db = open_database(tmp_path / "a.db", KEY)
    migrate(db, folder)
    loose = db.rows("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict "
                    "AND name NOT LIKE 'sqlite_%'")  # fmt: skip
    assert loose == []
    db.close()


def test_a_newer_file_is_refused_and_left_as_it_is(tmp_path: Path, invented: Path) -> None:
    db = open_migrated(tmp_path / "a.db", KEY, "vault", new=True)
    db.run("PRAGMA user_version = 7")
    db.close()
    before = (tmp_path / "a.db").read_bytes()
    with pytest.raises(VaultNewer) as caught:
        open_migrated(tmp_path / "a.db", KEY, "vault", new=False)
    assert caught.value.facts() == {"found": 7, "known": 1}
    assert (tmp_path / "a.db").read_bytes() == before


@pytest.mark.parametrize(
    "sql",
    ["CREATE TABLE b (id INTEGER) STRICT;\nCREATE TABLE a (id INTEGER);\n", "CREATE TABLE b (x);\nnonsense;\n",
     "INSERT INTO a VALUES (9);\nINSERT INTO a VALUES ('word');\n"],
)  # fmt: skip
def test_a_failing_migration_leaves_the_old_version_whole(tmp_path: Path, invented: Path, sql: str) -> None:
    db = open_migrated(tmp_path / "a.db", KEY, "vault", new=True)
    db.run("INSERT INTO a VALUES (1)")
    before = schema(db)
    db.close()
    (invented / "0002_second.sql").write_text("CREATE TABLE kept (id INTEGER) STRICT;\n")
    (invented / "0003_third.sql").write_text(sql)
    with pytest.raises(InvariantBroken):
        open_migrated(tmp_path / "a.db", KEY, "vault", new=False)
    again = open_database(tmp_path / "a.db", KEY)
    assert (version(again), schema(again), again.rows("SELECT id FROM a")) == (1, before, [(1,)])
    again.close()


def test_several_migrations_are_applied_in_order(tmp_path: Path, invented: Path) -> None:
    (invented / "0002_second.sql").write_text("ALTER TABLE a ADD COLUMN word TEXT; -- a comment; with a semicolon\n")
    (invented / "0003_third.sql").write_text("UPDATE a SET word = 'new';\n")
    db = open_database(tmp_path / "a.db", KEY)
    assert migrate(db, "vault")
    assert version(db) == 3
    db.close()


@pytest.mark.parametrize("name", ["0003_gap.sql", "002_short.sql", "0002-dash.sql", "0001_again.sql", "0002_Big.sql"])
def test_names_that_do_not_count_up_are_a_bug(invented: Path, name: str) -> None:
    (invented / name).write_text("CREATE TABLE b (id INTEGER) STRICT;\n")
    with pytest.raises(InvariantBroken):
        scripts("vault")


def test_statements_are_parted_at_their_ends() -> None:
    sql = (
        "-- a comment; with a semicolon\nCREATE TABLE a (\n  id INTEGER\n) STRICT;\n\n"
        "CREATE TRIGGER t AFTER INSERT ON a\nBEGIN\n  DELETE FROM a;\n  SELECT 1;\nEND;\nCREATE INDEX i ON a (id);\n"
    )
    assert [text.split()[1] for text in statements(sql)] == ["TABLE", "TRIGGER", "INDEX"]
    with pytest.raises(InvariantBroken):
        statements("CREATE TABLE a (id)")


def test_a_trigger_of_a_migration_works(tmp_path: Path, invented: Path) -> None:
    (invented / "0002_trigger.sql").write_text(
        "CREATE TRIGGER t AFTER INSERT ON a\nBEGIN\n  UPDATE a SET id = id + 1;\nEND;\nCREATE INDEX i ON a (id);\n"
    )
    db = open_migrated(tmp_path / "a.db", KEY, "vault", new=True)
    db.run("INSERT INTO a VALUES (1)")
    assert db.rows("SELECT id FROM a") == [(2,)]
    db.close()


def test_a_missing_or_empty_database_is_damage_and_not_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    with pytest.raises(DatabaseDamaged):
        open_migrated(path, KEY, "vault", new=False)
    assert not path.exists()
    for content in (b"", b"\0"):
        path.write_bytes(content)
        with pytest.raises(DatabaseDamaged):
            open_migrated(path, KEY, "vault", new=False)
        assert path.read_bytes() == content


def test_a_new_database_is_never_put_over_another(tmp_path: Path) -> None:
    open_migrated(tmp_path / "a.db", KEY, "vault", new=True).close()
    before = (tmp_path / "a.db").read_bytes()
    with pytest.raises(FileExists):
        open_migrated(tmp_path / "a.db", KEY, "vault", new=True)
    assert (tmp_path / "a.db").read_bytes() == before
