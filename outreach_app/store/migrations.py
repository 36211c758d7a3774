# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbered, frozen migrations: forward only, one transaction, a newer file refused.

`schema/<database>/NNNN_*.sql` are applied in order; `PRAGMA user_version` holds the last number applied.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from outreach_app.domain.errors import DatabaseDamaged, InvariantBroken, VaultNewer
from outreach_app.files import create_private
from outreach_app.store.connection import Connection, open_database

SCHEMA: Final = Path(__file__).parent / "schema"
_NAME: Final = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")


def scripts(folder: str) -> list[tuple[int, str]]:
    """(number, SQL) of every migration of one database, in order."""
    found = []
    for path in sorted((SCHEMA / folder).glob("*.sql")):
        match = _NAME.fullmatch(path.name)
        if match is None:
            raise InvariantBroken(f"migration {path.name}")
        found.append((int(match.group(1)), path.read_text(encoding="utf-8")))
    if [number for number, _ in found] != list(range(1, len(found) + 1)):
        raise InvariantBroken(f"migrations of {folder}")
    return found


def version(connection: Connection) -> int:
    """The number of the last migration applied."""
    return int(connection.value("PRAGMA user_version"))


def open_migrated(path: Path, key: bytes, folder: str, *, new: bool) -> Connection:
    """A database brought to its newest schema: made, if `new`, and refused if it is there.

    Without `new` a file that is missing or empty is damaged: an empty one in its place would pass for the truth.
    Raises `DatabaseDamaged`, `VaultNewer`, `FileExists`, disk errors.
    """
    if new:
        create_private(path)
    elif not path.is_file():
        raise DatabaseDamaged(str(path))
    connection = open_database(path, key)
    try:
        if not new and version(connection) == 0:
            raise DatabaseDamaged(str(path))
        migrate(connection, folder)
    except BaseException:
        connection.close()
        raise
    return connection


def migrate(connection: Connection, folder: str) -> bool:
    """Bring the database to the newest schema; True when anything changed. Raises `VaultNewer`."""
    known = scripts(folder)
    current = version(connection)
    if current > len(known):
        raise VaultNewer(current, len(known))
    if current == len(known):
        return False
    with connection.transaction():
        for number, sql in known[current:]:
            for statement in statements(sql):
                connection.run(statement)
            connection.run(f"PRAGMA user_version = {number}")
    return True


def statements(sql: str) -> list[str]:
    """The statements of a migration; each ends with a semicolon at the end of a line (triggers end with `END;`)."""
    found, current, inside = [], [], False
    for line in sql.splitlines():
        text = line.split("--", 1)[0].rstrip()
        if not text.strip():
            continue
        current.append(text)
        inside = inside or text.strip().upper().endswith("BEGIN")
        if text.endswith(";") and (not inside or text.strip().upper() == "END;"):
            found.append("\n".join(current))
            current, inside = [], False
    if current:
        raise InvariantBroken("migration without an end")
    return found
