# SPDX-License-Identifier: GPL-3.0-or-later
"""A report file that spreadsheets read as it is meant: one figure a row, and nothing in it that they would run."""

from __future__ import annotations

import csv
import io

import pytest

from outreach_app.domain.report import ReportRow
from outreach_app.formats.tidy_csv import COLUMNS, report_csv, safe, unit

ROWS = (
    ReportRow("2026-11", "Z01", "C_BRIEF", "", "", 29),
    ReportRow("2026-11", "", "U_*", "shelter", "full", 0),
    ReportRow("2026-11-01/2026-11-30", "Zürich „West“, neu", "C_TOTAL", "", "", 1_000_000),
)


def read_back(data: bytes) -> list[dict[str, str]]:
    """The rows by their columns, as a reader of RFC 4180 sees them."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_it_reads_back_as_it_was_written() -> None:
    rows = read_back(report_csv(ROWS))
    assert all(tuple(row) == COLUMNS for row in rows)
    for row, written in zip(rows, ROWS, strict=True):
        assert (row["period"], row["zone"], row["measure"]) == (written.period, written.zone, written.measure)
        assert (row["option"], row["reason"]) == (written.option, written.reason)
        assert (row["value"], row["status"]) == (str(written.value), "ok")  # a true nought is written, never left blank


def test_it_begins_with_a_byte_order_mark_and_ends_its_lines_as_the_standard_says() -> None:
    data = report_csv(ROWS)
    assert data.startswith(b"\xef\xbb\xbfperiod,")
    assert data.count(b"\r\n") == len(ROWS) + 1
    assert data.replace(b"\r\n", b"").count(b"\n") == 0


def test_no_rows_is_a_head_alone() -> None:
    assert report_csv(()).decode("utf-8-sig") == ",".join(COLUMNS) + "\r\n"


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(begin: str) -> None:
    formula = f"{begin}HYPERLINK(1)"
    row = ReportRow(formula, formula, formula, formula, formula, 1)
    (cells,) = read_back(report_csv((row,)))
    assert {cells[name] for name in ("period", "zone", "measure", "option", "reason")} == {"'" + formula}


@pytest.mark.parametrize("plain", ["", "Z01", "a=b", "2026-11", "U_*"])
def test_a_plain_cell_stays_as_it_is(plain: str) -> None:
    assert safe(plain) == plain


def test_every_figure_says_what_it_counts() -> None:
    wanted = {
        "S_HOURS": "minutes",
        "S_STOPS": "visits",
        "C_BRIEF": "contacts",
        "D_AGE": "contacts",
        "M_CARD": "items",
        "R_*": "referrals",
        "R_WARM": "referrals",
        "U_*": "requests",
        "S_PARTNER": "counts",
    }
    assert {code: unit(code) for code in wanted} == wanted
