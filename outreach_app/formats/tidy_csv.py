# SPDX-License-Identifier: GPL-3.0-or-later
"""Tidy CSV (RFC 4180, UTF-8 with a byte-order mark so that spreadsheets read it): one figure a row.

A cell that a spreadsheet would run as a formula is written with a leading apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

from outreach_app.domain.report import ReportRow

COLUMNS: Final = ("period", "zone", "measure", "option", "reason", "value", "status")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def report_csv(rows: Sequence[ReportRow]) -> bytes:
    """The file's bytes; `status` is `ok` for every inside figure."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in rows:
        cells = (row.period, row.zone, row.measure, row.option, row.reason)
        writer.writerow([*(safe(cell) for cell in cells), row.value, "ok"])
    return text.getvalue().encode("utf-8-sig")


def safe(cell: str) -> str:
    """`cell` so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
