# SPDX-License-Identifier: GPL-3.0-or-later
"""The problems of an import for somebody else: as a table to paste, and as a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from outreach_app.domain.directory_import import RowProblem
from outreach_app.ui.models.difference import problem_words

translate = QCoreApplication.translate
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would reckon with a cell that begins so."""


def as_table(problems: Sequence[RowProblem]) -> str:
    """Lines with tabs: a spreadsheet or a message takes them as they are."""
    return "\n".join("\t".join(_plain(cell) for cell in row) for row in _rows(problems))


def as_csv(problems: Sequence[RowProblem]) -> bytes:
    """The same as a file, with the mark that spreadsheets know UTF-8 by."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows([_plain(cell) for cell in row] for row in _rows(problems))
    return written.getvalue().encode("utf-8-sig")


def _rows(problems: Sequence[RowProblem]) -> Iterator[tuple[str, str, str, str]]:
    yield (
        translate("coalition", "Row"), translate("coalition", "Field"),
        translate("coalition", "Code"), translate("coalition", "What was wrong"),
    )  # fmt: skip
    for problem in problems:
        yield (f"{problem.row or ''}", problem.field, problem.reason, problem_words(problem))


def _plain(cell: str) -> str:
    cell = " ".join(cell.split())
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
