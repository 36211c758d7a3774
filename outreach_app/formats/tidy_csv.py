# SPDX-License-Identifier: GPL-3.0-or-later
"""Tidy CSV (RFC 4180, UTF-8 with a byte-order mark so that spreadsheets read it): one figure a row.

A cell that a spreadsheet would run as a formula is written with a leading apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

from outreach_app.domain.codes import MINUTES, NO_THANKS, NOT_MET, REFERRED, VISITS, WORKERS
from outreach_app.domain.report import ReportRow

COLUMNS: Final = ("period", "zone", "measure", "option", "reason", "value", "unit", "status")
_UNITS: Final = {MINUTES: "minutes", WORKERS: "workers", VISITS: "visits", NO_THANKS: "approaches", NOT_MET: "requests",
                 REFERRED: "referrals"}  # fmt: skip
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def report_csv(rows: Sequence[ReportRow]) -> bytes:
    """The file's bytes; `status` is `ok` for every inside figure."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in rows:
        cells = (row.period, row.zone, row.measure, row.option, row.reason)
        writer.writerow([*(safe(cell) for cell in cells), row.value, unit(row.measure), "ok"])
    return text.getvalue().encode("utf-8-sig")


def unit(measure: str) -> str:
    """What a figure counts; hours outside are given in minutes."""
    if measure.startswith("M_"):
        return "items"
    if measure in _UNITS:
        return _UNITS[measure]
    if measure.startswith("R_"):
        return "referrals"
    return "contacts" if measure.startswith(("C_", "D_")) else "counts"


def safe(cell: str) -> str:
    """`cell` so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
