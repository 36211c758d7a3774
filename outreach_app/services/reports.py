# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside figures for coordinators: a table, and the same as a file. Runs on the vault's lane."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from outreach_app.domain.errors import BadField
from outreach_app.domain.report import DIMENSIONS, ReportQuery, ReportRow, summed
from outreach_app.services.vault import VaultService


class ReportWriter(Protocol):
    """Writes a report file (`formats.tidy_csv`)."""

    def __call__(self, rows: Sequence[ReportRow]) -> bytes: ...


class FileSaver(Protocol):
    """Puts a whole file in place."""

    def __call__(self, path: Path, data: bytes) -> None: ...


class ReportService:
    """Sums what was imported."""

    def __init__(self, vault: VaultService, as_csv: ReportWriter, save: FileSaver) -> None:
        self._vault = vault
        self._as_csv = as_csv
        self._save = save

    def table(self, query: ReportQuery) -> tuple[ReportRow, ...]:
        """The rows of a query; raises `RoleMayNot`, `BadField`."""
        if query.end < query.start:
            raise BadField("to", "before_from")
        unknown = [name for name in query.by if name not in DIMENSIONS]
        if unknown:
            raise BadField("by", "unknown_code")
        counts = self._vault.require("coordinator").database.imported.counts(query.start, query.end)
        return summed(counts, query)

    def save_csv(self, query: ReportQuery, path: Path) -> int:
        """Write the rows as tidy CSV; returns how many."""
        rows = self.table(query)
        self._save(path, self._as_csv(rows))
        return len(rows)
