# SPDX-License-Identifier: GPL-3.0-or-later
"""Blocks of text set into two columns on pages of paper, in a PDF: headings stay with what follows them.

No widget and no window: it may run on any thread once there is an application.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen, QTextDocument, QTextOption

DPI: Final = 300
SIZES: Final = {
    "letter": QPageSize.PageSizeId.Letter, "a4": QPageSize.PageSizeId.A4, "a5": QPageSize.PageSizeId.A5,
}  # fmt: skip
_POINT: Final = DPI / 72
_MARGIN_MM: Final = 12.0
_GAP: Final = 16.0
"""Points between the columns."""
_FOOT: Final = 22.0
"""Points at the foot for the page's number."""
_FOOT_SIZE: Final = 8
_AFTER: Final = 7.0
"""Points between two blocks."""


@dataclass(frozen=True)
class Block:
    """A piece of text, as HTML made by ourselves of escaped words (sizes in px, each a point on paper).

    A heading is never the last of its column.
    """

    html: str
    heading: bool = False


@dataclass(frozen=True)
class Sheet:
    """What stands on every page, and how it is set. `points` is the size of the text."""

    title: str
    foot: str
    """With a place for `{page}` and `{pages}`."""
    family: str = ""
    size: str = "letter"
    points: int = 10


@dataclass
class _Placed:
    page: int
    column: int
    top: float
    text: QTextDocument


class ColumnsPdf:
    """Two columns a page, the first page with the title over both."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._data = QByteArray()
        self._buffer = QBuffer(self._data)
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = QPdfWriter(self._buffer)
        self._writer.setCreator("Companion")
        self._writer.setTitle(sheet.title)
        self._writer.setResolution(DPI)
        margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
        self._writer.setPageLayout(
            QPageLayout(QPageSize(SIZES[sheet.size]), QPageLayout.Orientation.Portrait, margins,
                        QPageLayout.Unit.Millimeter)
        )  # fmt: skip
        self._room = QSizeF(self._writer.width() / _POINT, self._writer.height() / _POINT - _FOOT)
        self._column = (self._room.width() - _GAP) / 2

    def write(self, opening: str, blocks: Sequence[Block]) -> tuple[bytes, int]:
        """The PDF and how many pages it has. `opening` is HTML that stands over both columns of the first page."""
        head = self._document(opening, self._room.width())
        placed = list(self._place(blocks, head.size().height() + _AFTER))
        pages = max((one.page for one in placed), default=0) + 1
        painter = QPainter(self._writer)
        painter.scale(_POINT, _POINT)
        head.drawContents(painter)
        for page in range(pages):
            if page:
                self._writer.newPage()
            self._paint(painter, [one for one in placed if one.page == page])
            self._paint_foot(painter, page + 1, pages)
        painter.end()
        self._buffer.close()
        return bytes(self._data.data()), pages

    def _place(self, blocks: Iterable[Block], first_top: float) -> Iterator[_Placed]:
        """Down a column, then the next one, then the next page."""
        page, column, top = 0, 0, first_top
        waiting: list[tuple[Block, QTextDocument]] = []
        for block in blocks:
            waiting.append((block, self._document(block.html, self._column)))
            if block.heading:
                continue
            needed = sum(text.size().height() + _AFTER for _, text in waiting)
            if top + needed > self._room.height() and top > self._top(page, first_top):
                page, column = (page, 1) if column == 0 else (page + 1, 0)
                top = self._top(page, first_top)
            for one, text in waiting:
                before = _AFTER if one.heading and top > self._top(page, first_top) else 0.0
                yield _Placed(page, column, top + before, text)
                top += before + text.size().height() + _AFTER
            waiting = []

    def _top(self, page: int, first_top: float) -> float:
        return first_top if page == 0 else 0.0

    def _document(self, html: str, width: float) -> QTextDocument:
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setUseDesignMetrics(True)
        document.setDefaultFont(self._font(self._sheet.points))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        document.setHtml(html)
        document.setTextWidth(width)
        return document

    def _font(self, points: int) -> QFont:
        """One unit of the page is a point, so a pixel of a font is one, too."""
        font = QFont(self._sheet.family) if self._sheet.family else QFont()
        font.setPixelSize(points)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def _paint(self, painter: QPainter, placed: Iterable[_Placed]) -> None:
        for one in placed:
            painter.save()
            painter.translate(QPointF(one.column * (self._column + _GAP), one.top))
            one.text.drawContents(painter)
            painter.restore()

    def _paint_foot(self, painter: QPainter, page: int, pages: int) -> None:
        top = self._room.height()
        painter.setPen(QPen(Qt.GlobalColor.black, 0.4))
        painter.drawLine(QPointF(0, top + 6), QPointF(self._room.width(), top + 6))
        painter.setFont(self._font(_FOOT_SIZE))
        words = self._sheet.foot.format(page=page, pages=pages)
        painter.drawText(QRectF(0, top + 9, self._room.width(), _FOOT - 9), int(Qt.AlignmentFlag.AlignLeading), words)
