# SPDX-License-Identifier: GPL-3.0-or-later
"""What this laptop signed and sealed, in its chain, until it is acknowledged."""

from __future__ import annotations

from outreach_app.domain.travel import OutboxObject
from outreach_app.store.connection import Connection


class Outbox:
    """Repository of `chain` and `outbox`. Writing happens inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def chain(self) -> tuple[int, str]:
        """(last sequence, head) of this incarnation; (0, '') at its beginning."""
        row = self._db.one("SELECT last_sequence, head FROM chain")
        return (row[0], row[1]) if row else (0, "")

    def add(self, item: OutboxObject) -> None:
        """Queue an object and move the chain's head; the invite key's sequence 0 stands outside the chain."""
        self._db.run(
            "INSERT INTO outbox VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                item.name, item.kind, item.incarnation, item.sequence, item.statement_sha256, item.shift_id,
                item.revision, item.delivery, item.sealed,
            ),
        )  # fmt: skip
        if item.sequence:
            self._db.run(
                "INSERT INTO chain VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE "
                "SET last_sequence = excluded.last_sequence, head = excluded.head",
                (item.sequence, item.statement_sha256),
            )

    def waiting(self) -> tuple[OutboxObject, ...]:
        """Objects the mailbox has not taken yet, in the chain's order."""
        rows = self._db.rows("SELECT * FROM outbox WHERE delivery = 'waiting' ORDER BY incarnation, sequence")
        return tuple(OutboxObject(*row) for row in rows)

    def sent(self) -> tuple[tuple[str, int], ...]:
        """(name, size in bytes) of what the mailbox took and nobody acknowledged yet, in the chain's order."""
        rows = self._db.rows(
            "SELECT name, length(sealed) FROM outbox WHERE delivery = 'sent' ORDER BY incarnation, sequence"
        )
        return tuple((name, size) for name, size in rows)

    def mark_sent(self, name: str) -> None:
        """The mailbox took the bytes."""
        with self._db.transaction():
            self._db.run("UPDATE outbox SET delivery = 'sent' WHERE name = ? AND delivery = 'waiting'", (name,))

    def mark_waiting(self, names: list[str]) -> None:
        """The mailbox lost them: they are put again."""
        with self._db.transaction():
            self._db.run_many(
                "UPDATE outbox SET delivery = 'waiting' WHERE name = ? AND delivery = 'sent'",
                [(name,) for name in names],
            )

    def counts(self) -> dict[str, int]:
        """How many shifts are in each state of delivery."""
        rows = self._db.rows("SELECT delivery, count(*) FROM outbox WHERE kind = 'shift-summary' GROUP BY delivery")
        return dict(rows)
