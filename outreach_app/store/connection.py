# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening a SQLCipher database so that every promise of the vault's format is asserted, not hoped for.

Sources: SQLCipher's and SQLite's PRAGMA documentation, and the *Vault* section of `docs/FORMATS.md`. A key of the wrong
length would silently be taken as a passphrase, so it is checked. `cipher_memory_security` stays off: it slows
search tenfold and the key is in memory either way.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2 as sqlcipher

from outreach_app.domain.errors import (
    CompanionError,
    DatabaseDamaged,
    DiskFault,
    DiskFull,
    DiskReadOnly,
    InvariantBroken,
    VaultLocked,
)
from outreach_app.files import create_private

KEY_SIZE: Final = 32
_CACHE_KIB: Final = 8192
_PLAIN_HEADER: Final = b"SQLite format 3\x00"
_DAMAGED: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

Row = tuple[Any, ...]
DatabaseError = sqlcipher.DatabaseError


class Connection:
    """One open database, used by the thread that opened it. SQL stays inside `store/`.

    Stopped or closed, it raises `VaultLocked`: whoever still goes over rows learns why they end.
    """

    def __init__(self, raw: Any, path: Path) -> None:
        self._raw = raw
        self.path = path
        self._ended = False
        self._ending = threading.Lock()

    def run(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> Any:
        """Execute one statement; SQLite's errors become the project's."""
        self._require()
        try:
            return self._raw.execute(sql, values)
        except sqlcipher.Error as error:
            raise database_error(error, self.path) from error

    def run_many(self, sql: str, rows: Sequence[Sequence[object]] | Iterator[Sequence[object]]) -> None:
        """Execute one statement for many rows."""
        self._require()
        try:
            self._raw.executemany(sql, rows)
        except sqlcipher.Error as error:
            raise database_error(error, self.path) from error

    def rows(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> list[Row]:
        """All rows of a query."""
        self._require()
        try:
            return list(self._raw.execute(sql, values))
        except sqlcipher.Error as error:
            raise database_error(error, self.path) from error

    def one(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> Row | None:
        """The first row of a query, or None."""
        self._require()
        try:
            found: Row | None = self._raw.execute(sql, values).fetchone()
        except sqlcipher.Error as error:
            raise database_error(error, self.path) from error
        return found

    def value(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> Any:
        """The first column of the first row, or None."""
        row = self.one(sql, values)
        return row[0] if row else None

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """One unit of work: committed and durable when the block ends, undone whole when it raises."""
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlcipher.Error):  # also when stopped
                self._raw.execute("ROLLBACK")
            raise

    def stop(self) -> None:
        """From any thread: the statement that runs is broken off, what is begun is undone, nothing more is run."""
        with self._ending:
            if not self._ended:
                self._ended = True
                self._raw.interrupt()

    def close(self) -> None:
        """Release the file; the key goes with the connection."""
        with self._ending, contextlib.suppress(sqlcipher.Error):
            self._ended = True
            self._raw.close()

    def _require(self) -> None:
        if self._ended:
            raise VaultLocked


def database_error(error: Any, path: Path) -> CompanionError:
    """The project's own error for SQLite's."""
    code = (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF
    text = str(error)
    if code == sqlite3.SQLITE_INTERRUPT:
        return VaultLocked()
    if code in _DAMAGED or "malformed" in text or "not a database" in text:
        return DatabaseDamaged(str(path))
    if code == sqlite3.SQLITE_FULL or "disk is full" in text:
        return DiskFull(str(path))
    if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN} or "readonly" in text:
        return DiskReadOnly(str(path))
    if code == sqlite3.SQLITE_IOERR or "disk I/O" in text:
        return DiskFault(str(path), "EIO")
    return InvariantBroken(f"sql: {text}")


def open_database(path: Path, key: bytes, *, read_only: bool = False, journal: str = "TRUNCATE") -> Connection:
    """Open (and, unless `read_only`, create) the database at `path` under a raw 32-byte key.

    `journal` is a rollback-journal mode: a write-ahead log would keep one tap's commit per frame. Raises
    `DatabaseDamaged` also for a wrong key: SQLCipher cannot tell the two apart.
    """
    if len(key) != KEY_SIZE:
        raise InvariantBroken("key length")
    if not read_only and not path.exists():
        create_private(path)
    mode = "ro" if read_only else "rw"
    try:
        raw = sqlcipher.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)
    except sqlcipher.Error as error:
        raise database_error(error, path) from error
    connection = Connection(raw, path)
    try:
        connection.run("PRAGMA cipher_log_level = NONE")
        connection.run(f"PRAGMA key = \"x'{key.hex()}'\"")
        _set_up(connection, read_only, journal)
        _assert_promises(connection, read_only, journal)
    except BaseException:
        connection.close()
        raise
    return connection


def _set_up(connection: Connection, read_only: bool, journal: str) -> None:
    for pragma in ("temp_store = MEMORY", "secure_delete = ON", "foreign_keys = ON", "trusted_schema = OFF",
                   f"cache_size = -{_CACHE_KIB}", "busy_timeout = 5000", "recursive_triggers = ON"):  # fmt: skip
        connection.run(f"PRAGMA {pragma}")
    connection.rows("SELECT count(*) FROM sqlite_schema")  # the key is tried here
    if not read_only:
        connection.run(f"PRAGMA journal_mode = {journal}")
        connection.run("PRAGMA synchronous = EXTRA")


def _assert_promises(connection: Connection, read_only: bool, journal: str) -> None:
    wanted = {
        "cipher_status": "1",
        "temp_store": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
        "trusted_schema": 0,
    }
    if not read_only:
        wanted |= {"journal_mode": journal.lower(), "synchronous": 3}
    for name, value in wanted.items():
        if connection.value(f"PRAGMA {name}") != value:
            raise InvariantBroken(f"pragma {name}")
    with connection.path.open("rb") as stream:
        if stream.read(len(_PLAIN_HEADER)) == _PLAIN_HEADER:
            raise InvariantBroken("plain database")


def integrity_problems(connection: Connection) -> list[str]:
    """What SQLCipher's page check and SQLite's structure check find; empty when sound."""
    found = [str(row[0]) for row in connection.rows("PRAGMA cipher_integrity_check")]
    try:
        found += [str(row[0]) for row in connection.rows("PRAGMA integrity_check") if row[0] != "ok"]
    except DatabaseDamaged:
        found.append("integrity_check")
    return found
