# SPDX-License-Identifier: GPL-3.0-or-later
"""`vault.db`: opened once, its repositories side by side, one unit of work for all of them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from outreach_app.domain.errors import InvariantBroken
from outreach_app.store.coalition_tables import Coalition
from outreach_app.store.connection import Connection, integrity_problems
from outreach_app.store.inbox import ImportedShifts, Inbox
from outreach_app.store.listings import Listings
from outreach_app.store.migrations import open_migrated
from outreach_app.store.outbox import Outbox
from outreach_app.store.own_shifts import OwnShifts


class VaultDatabase:
    """The small database of one laptop; used by the thread that opened it."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self.shifts = OwnShifts(connection)
        self.outbox = Outbox(connection)
        self.inbox = Inbox(connection)
        self.imported = ImportedShifts(connection)
        self.coalition = Coalition(connection)
        self.listings = Listings(connection)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """One unit of work over all repositories."""
        with self._db.transaction():
            yield

    def generations(self) -> tuple[str, int, int]:
        """(vault id, generation, next generation) of the slot file that belongs to this database."""
        row = self._db.one("SELECT vault_id, generation, next_generation FROM vault")
        if row is None:
            raise InvariantBroken("vault without an id")
        return row[0], row[1], row[2]

    def set_generations(self, vault_id: str, generation: int, following: int) -> None:
        """Write which slot file belongs here."""
        self._db.run("INSERT OR REPLACE INTO vault VALUES (1, ?, ?, ?)", (vault_id, generation, following))

    def problems(self) -> list[str]:
        """What an integrity check finds."""
        return integrity_problems(self._db)

    def close(self) -> None:
        """Release the file."""
        self._db.close()


def open_vault_database(path: Path, key: bytes, *, new: bool = False) -> VaultDatabase:
    """`vault.db`, made if `new`; see `migrations.open_migrated` for what is raised."""
    return VaultDatabase(open_migrated(path, key, "vault", new=new))
