# SPDX-License-Identifier: GPL-3.0-or-later
"""Every promise of the database format, checked from outside, and what comes of a file or a disk that is not sound."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
import time
from pathlib import Path

import pytest
from vaults import decrypted_pages

from outreach_app.domain.errors import (
    CompanionError,
    DatabaseDamaged,
    DiskFault,
    DiskFull,
    DiskReadOnly,
    InvariantBroken,
    VaultLocked,
)
from outreach_app.store import connection as module
from outreach_app.store.connection import Connection, database_error, integrity_problems, open_database

KEY = b"\x0a" * 32
MARKER = "Jane-Marker-0815"


def filled(path: Path, rows: int = 200) -> Path:
    db = open_database(path, KEY)
    with db.transaction():
        db.run("CREATE TABLE t (id INTEGER PRIMARY KEY, word TEXT NOT NULL) STRICT")
        db.run_many("INSERT INTO t VALUES (?, ?)", [(n, f"{MARKER}-{n}") for n in range(rows)])
    db.close()
    return path


def test_what_is_written_is_read_back_under_the_same_key_alone(tmp_path: Path) -> None:
    path = filled(tmp_path / "a.db")
    db = open_database(path, KEY)
    assert db.value("SELECT count(*) FROM t") == 200
    assert db.one("SELECT word FROM t WHERE id = ?", (3,)) == (f"{MARKER}-3",)
    assert db.one("SELECT word FROM t WHERE id = ?", (-1,)) is None
    assert db.value("SELECT word FROM t WHERE id = ?", (-1,)) is None
    db.close()
    with pytest.raises(DatabaseDamaged):
        open_database(path, b"\x0b" * 32)


def test_nothing_readable_lies_on_disk(tmp_path: Path) -> None:
    raw = filled(tmp_path / "a.db").read_bytes()
    assert MARKER.encode() not in raw
    assert b"SQLite format 3" not in raw
    assert b"CREATE TABLE" not in raw
    plain = b"".join(decrypted_pages(tmp_path / "a.db", KEY))
    assert MARKER.encode() in plain, "the attacker's eyes of these tests do see with the key in hand"


@pytest.mark.skipif(os.name != "posix", reason="modes are a thing of POSIX")
def test_the_database_and_its_journal_are_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        filled(tmp_path / "a.db")
    finally:
        os.umask(before)
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("temp_store", 2), ("secure_delete", 1), ("foreign_keys", 1), ("trusted_schema", 0), ("journal_mode", "truncate"),
     ("synchronous", 3), ("cache_size", -8192), ("cipher_status", "1"), ("cipher_page_size", "4096"),
     ("cipher_log_level", "NONE"), ("cipher_memory_security", "0"), ("recursive_triggers", 1)],
)  # fmt: skip
def test_the_promises_hold(tmp_path: Path, pragma: str, value: object) -> None:
    db = open_database(tmp_path / "a.db", KEY)
    assert db.value(f"PRAGMA {pragma}") == value
    db.close()


@pytest.mark.parametrize("broken", ["temp_store", "foreign_keys", "trusted_schema", "synchronous"])
def test_a_promise_that_does_not_hold_stops_the_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    run = Connection.run

    def deaf(self: Connection, sql: str, values: object = ()) -> object:
        return None if broken in sql else run(self, sql, values)  # type: ignore[arg-type]

    monkeypatch.setattr(Connection, "run", deaf)
    with pytest.raises(InvariantBroken, match=broken):
        open_database(tmp_path / "a.db", KEY)


def test_an_unencrypted_library_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Plain:
        Error = sqlite3.Error
        connect = staticmethod(sqlite3.connect)

    monkeypatch.setattr(module, "sqlcipher", Plain)
    with pytest.raises(InvariantBroken):
        open_database(tmp_path / "a.db", KEY)


def test_a_plain_database_put_in_the_place_is_refused(tmp_path: Path) -> None:
    plain = sqlite3.connect(tmp_path / "a.db")
    plain.execute("CREATE TABLE t (id)")
    plain.commit()
    plain.close()
    with pytest.raises(DatabaseDamaged):
        open_database(tmp_path / "a.db", KEY)


@pytest.mark.parametrize("size", [0, 16, 31, 33, 64])
def test_a_key_of_another_length_would_be_taken_as_a_passphrase_and_is_refused(tmp_path: Path, size: int) -> None:
    with pytest.raises(InvariantBroken):
        open_database(tmp_path / "a.db", b"k" * size)
    assert not (tmp_path / "a.db").exists()


def test_a_write_ahead_log_is_never_used(tmp_path: Path) -> None:
    db = open_database(tmp_path / "a.db", KEY)
    db.run("PRAGMA journal_mode = WAL")
    db.close()
    with pytest.raises(InvariantBroken, match="journal_mode"):
        open_database(tmp_path / "a.db", KEY, journal="WAL_LOOKALIKE")
    again = open_database(tmp_path / "a.db", KEY)
    assert again.value("PRAGMA journal_mode") == "truncate"
    again.close()


def half_done(db: Connection) -> None:
    with db.transaction():
        db.run("INSERT INTO t VALUES (5, 'x')")
        raise ZeroDivisionError


def test_a_transaction_is_whole_or_undone(tmp_path: Path) -> None:
    db = open_database(filled(tmp_path / "a.db", 1), KEY)
    with pytest.raises(ZeroDivisionError):
        half_done(db)
    assert db.value("SELECT count(*) FROM t") == 1
    with db.transaction():
        db.run("INSERT INTO t VALUES (5, 'x')")
    assert db.value("SELECT count(*) FROM t") == 2
    db.close()


def test_a_read_only_database_takes_nothing_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(DiskReadOnly):
        open_database(tmp_path / "none.db", KEY, read_only=True)
    assert not (tmp_path / "none.db").exists()
    db = open_database(filled(tmp_path / "a.db"), KEY, read_only=True)
    assert db.value("SELECT count(*) FROM t") == 200
    with pytest.raises(DiskReadOnly):
        db.run("DELETE FROM t")
    db.close()


@pytest.mark.parametrize("name", ["with space.db", "ünï.db", "100%.db", "a?b#c.db", "a&mode=ro.db"])
def test_names_of_every_kind_work(tmp_path: Path, name: str) -> None:
    filled(tmp_path / name)
    assert {path.name for path in tmp_path.iterdir()} == {name, f"{name}-journal"}


def test_any_changed_page_is_found(tmp_path: Path) -> None:
    whole = filled(tmp_path / "a.db").read_bytes()
    assert len(whole) >= 4 * 4096
    for page in range(len(whole) // 4096):
        bad = bytearray(whole)
        bad[page * 4096 + 2000] ^= 1
        path = tmp_path / "bad.db"
        path.write_bytes(bad)
        try:
            db = open_database(path, KEY)
        except DatabaseDamaged:
            continue
        assert integrity_problems(db), page
        with pytest.raises(DatabaseDamaged):
            db.rows("SELECT * FROM t")
        db.close()
    sound = open_database(tmp_path / "a.db", KEY)
    assert integrity_problems(sound) == []
    sound.close()


@pytest.mark.parametrize("size", [100, 4095, 4097, 8192])
def test_a_cut_database_is_damaged_and_left_as_it_is(tmp_path: Path, size: int) -> None:
    path = filled(tmp_path / "a.db")
    cut = path.read_bytes()[:size]
    path.write_bytes(cut)
    try:
        db = open_database(path, KEY)
    except DatabaseDamaged:
        assert path.read_bytes() == cut
        return
    with pytest.raises(DatabaseDamaged):
        db.rows("SELECT * FROM t")
    db.close()


class Failing(sqlite3.OperationalError):
    """An error with one of SQLite's codes, extended codes among them."""

    def __init__(self, code: int, text: str = "planted") -> None:
        super().__init__(text)
        self.sqlite_errorcode = code


@pytest.mark.parametrize(
    ("error", "wanted"),
    [(Failing(sqlite3.SQLITE_FULL), DiskFull), (Failing(sqlite3.SQLITE_IOERR | 12 << 8), DiskFault),
     (Failing(sqlite3.SQLITE_READONLY | 1 << 8), DiskReadOnly), (Failing(sqlite3.SQLITE_CANTOPEN), DiskReadOnly),
     (Failing(sqlite3.SQLITE_CORRUPT | 1 << 8), DatabaseDamaged), (Failing(sqlite3.SQLITE_NOTADB), DatabaseDamaged),
     (Failing(sqlite3.SQLITE_CONSTRAINT), InvariantBroken), (Failing(sqlite3.SQLITE_ERROR), InvariantBroken),
     (sqlite3.DatabaseError("database disk image is malformed"), DatabaseDamaged),
     (sqlite3.OperationalError("database or disk is full"), DiskFull),
     (sqlite3.OperationalError("disk I/O error"), DiskFault),
     (sqlite3.OperationalError("attempt to write a readonly database"), DiskReadOnly)],
)  # fmt: skip
def test_sqlites_errors_become_the_projects(error: sqlite3.Error, wanted: type[CompanionError]) -> None:
    assert type(database_error(error, Path("/v/a.db"))) is wanted
    if wanted is not InvariantBroken:
        assert database_error(error, Path("/v/a.db")).facts()["path"] == "/v/a.db"


def test_errors_never_carry_a_value(tmp_path: Path) -> None:
    db = open_database(filled(tmp_path / "a.db"), KEY)
    with pytest.raises(InvariantBroken) as caught:
        db.run("INSERT INTO t VALUES (?, ?)", (3, MARKER))
    assert MARKER not in str(caught.value.facts())
    with pytest.raises(InvariantBroken) as caught:
        db.run("INSERT INTO t VALUES (?, ?)", (None, None))
    assert MARKER not in str(caught.value.facts())
    db.close()


def test_a_stop_from_another_thread_breaks_off_a_long_statement_and_undoes_what_was_begun(tmp_path: Path) -> None:
    path = filled(tmp_path / "a.db")
    db = open_database(path, KEY)
    running = threading.Event()
    endless = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*), ? FROM n"

    def stop() -> None:
        running.wait()
        time.sleep(0.05)
        db.stop()

    def work_long() -> None:
        with db.transaction():
            db.run("DELETE FROM t")
            running.set()
            db.value(endless, (1,))

    stopper = threading.Thread(target=stop)
    stopper.start()
    with pytest.raises(VaultLocked):
        work_long()
    stopper.join()
    for work in (lambda: db.run("SELECT 1"), lambda: db.run_many("SELECT ?", [(1,)]), lambda: db.rows("SELECT 1")):
        with pytest.raises(VaultLocked):
            work()
    db.close()
    db.stop()
    again = open_database(path, KEY)
    assert again.value("SELECT count(*) FROM t") == 200
    again.close()
