# SPDX-License-Identifier: GPL-3.0-or-later
"""Plain text on paper, black on white whatever the palette, in letters of one width so that columns stand."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase, QTextDocument
from PySide6.QtPrintSupport import QPrinter

POINTS = 11


def print_text(text: str, printer: QPrinter) -> None:
    """Print; the printer's name for the job is the neutral one."""
    printer.setDocName("Companion")
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSize(POINTS)
    document = QTextDocument()
    document.setDefaultFont(font)
    document.setDefaultStyleSheet("body { color: black; }")
    document.setPlainText(text)
    document.print_(printer)
