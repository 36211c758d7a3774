# SPDX-License-Identifier: GPL-3.0-or-later
"""A table in the house's own hand: calm lines, states with a shape, columns as wide as what they hold."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPen,
    QPolygonF,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from outreach_app.ui.icons import pixmap
from outreach_app.ui.models.rows import REPEATED, TONE, Rows
from outreach_app.ui.theme import BODY, LEAST_TARGET, QUIET, Theme
from outreach_app.ui.widgets.state_word import SHAPES

Index = QModelIndex | QPersistentModelIndex
SIDE: Final = 12
"""Pixels between a cell's edge and its words."""
ABSENT: Final = "absent"
"""Tone of a cell that cannot hold anything: hatched."""
_HATCH: Final = Qt.BrushStyle.BDiagPattern
_FAINT: Final = 130
"""Of 255: seen as a ground, not read as a mark."""
_PLAIN: Final = frozenset({"", "quiet", ABSENT})


class Table(QTableView):
    """`chosen` carries the record of the current line, or None; `fitted` comes after widths or heights changed."""

    chosen = Signal(object)
    fitted = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        rows: Rows[Any],
        *,
        sortable: bool = False,
        lines: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        """A wide column wraps to so many `lines`; what needs more is shortened, and told whole beside the table."""
        super().__init__(parent)
        self.theme = theme
        self.rows = rows
        self.lines = lines
        self.setAccessibleName(name)
        self.setProperty("role", "records")
        self.setModel(rows)
        rows.setParent(self)
        self.setItemDelegate(CellPainter(theme, self))
        self.setHorizontalHeader(Headings(theme, self))
        header = self.horizontalHeader()
        header.setSectionsClickable(sortable)
        header.setSortIndicatorShown(sortable)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.sortIndicatorChanged.connect(rows.sort)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self._natural: list[int] = []
        self.verticalScrollBar().valueChanged.connect(
            lambda _place: self.viewport().update()
        )  # the top line is another
        rows.modelReset.connect(self.measure)
        theme.changed.connect(self.measure)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.measure()

    def measure(self) -> None:
        """How wide each column wants to be, and how tall a line is."""
        body = QFontMetrics(font(self.theme, BODY, figures=True))
        bold = QFontMetrics(font(self.theme, BODY, QFont.Weight.DemiBold, figures=True))
        head = QFontMetrics(font(self.theme, QUIET, QFont.Weight.DemiBold))
        self._natural = []
        for column in self.rows.columns:
            metrics = bold if column.tone else body
            held = {column.words(record) for record in self.rows.records}
            longest = max((metrics.horizontalAdvance(words) for words in held), default=0)
            longest += metrics.height() + 6 if column.tone else 0
            titled = head.horizontalAdvance(column.heading) + 2
            self._natural.append(max(longest + 1, titled) + 2 * SIDE)
        tall = body.lineSpacing() * self.lines + 16
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(max(LEAST_TARGET, tall))
        self.horizontalHeader().setFixedHeight(max(LEAST_TARGET, head.height() + 20))
        self.fit()

    def fit(self) -> None:
        """Share the width: what is left goes to the wide columns, else to all; a wide one gives way first."""
        widths, columns = [*self._natural], self.rows.columns
        spare = self.viewport().width() - sum(widths)
        wide = [place for place, column in enumerate(columns) if column.wide]
        if spare < 0 and wide and self.lines > 1:
            spare += self._give_way(widths, wide, -spare)
        sharing = wide or range(len(columns))
        for done, place in enumerate(sharing):
            share = spare // (len(sharing) - done)
            least = round(columns[place].wide * self.theme.scale)
            floor = min(least, widths[place]) if columns[place].wide and self.lines > 1 else widths[place]
            kept = max(floor, widths[place] + share)
            spare -= kept - widths[place]
            widths[place] = kept
        for place, width in enumerate(widths):
            self.setColumnWidth(place, width)
        self.fitted.emit()

    def _give_way(self, widths: list[int], wide: list[int], missing: int) -> int:
        """Take what is missing from the widest columns first, down to what each keeps; returns how much was found."""
        floors = {place: min(widths[place], round(self.rows.columns[place].wide * self.theme.scale)) for place in wide}
        found = 0
        while found < missing:
            giving = [place for place in wide if widths[place] > floors[place]]
            if not giving:
                break
            widest = max(giving, key=lambda place: widths[place])
            others = max((widths[place] for place in giving if place != widest), default=0)
            cut = min(missing - found, widths[widest] - max(floors[widest], min(others, widths[widest] - 1)))
            widths[widest] -= cut
            found += cut
        return found

    def height_of(self, lines: int) -> int:
        """Pixels that the headings and so many lines take, with the bar where the columns need one."""
        header = self.horizontalHeader()
        bar = self.horizontalScrollBar().sizeHint().height() if header.length() > self.viewport().width() else 0
        return header.height() + self.verticalHeader().defaultSectionSize() * lines + bar

    def put_in_order(self, column: int, order: Qt.SortOrder) -> None:
        """Sort by a column, as a press on its heading would."""
        header = self.horizontalHeader()
        if (header.sortIndicatorSection(), header.sortIndicatorOrder()) == (column, order):
            self.rows.sort(column, order)
        else:
            header.setSortIndicator(column, order)

    def choose(self, row: int) -> None:
        """Make a line the current one."""
        if 0 <= row < self.rows.rowCount():
            self.selectRow(row)
            self.setCurrentIndex(self.rows.index(row, 0))

    def record(self) -> object:
        """The record of the current line."""
        return self.rows.record_at(self.currentIndex().row())

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.rows.record_at(now.row()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns follow the width."""
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and last line; the rest is Qt's own."""
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.rows.rowCount() - 1}
        if event.key() in ends:
            self.choose(ends[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class CellPainter(QStyledItemDelegate):
    """Paints one cell: its ground, its state's shape, its words."""

    def __init__(self, theme: Theme, table: Table) -> None:
        super().__init__(table)
        self._theme = theme
        self._table = table

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """The table sets sizes; this is asked by accessibility tools only."""
        return QSize(self._table.columnWidth(index.column()), self._table.rowHeight(index.row()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell, mirrored where the language is."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        self._ground(painter, option.rect, index, chosen=chosen)
        tone = str(index.data(TONE) or "")
        words = str(index.data() or "")
        box = option.rect.adjusted(SIDE, 4, -SIDE, -4)
        if tone == ABSENT:
            hatch = self._theme.colour("quiet")
            hatch.setAlpha(_FAINT)
            painter.fillRect(option.rect.adjusted(0, 1, 0, -1), QBrush(hatch, _HATCH))
        if tone not in _PLAIN:
            box = self._shape(painter, box, tone)
        on_top = index.row() == self._table.rowAt(0)
        if words and (chosen or on_top or not index.data(REPEATED)):
            weight = QFont.Weight.DemiBold if tone not in _PLAIN else QFont.Weight.Normal
            self._words(painter, box, words, tone or "text", weight, index)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, index: Index, *, chosen: bool) -> None:
        colour = self._theme.colour
        if chosen:
            painter.fillRect(rect, colour("accent_ground"))
        below = index.sibling(index.row() + 1, index.column())
        if not below.data(REPEATED):
            painter.fillRect(QRect(rect.bottomLeft(), QSize(rect.width(), 1)), colour("line"))

    def _shape(self, painter: QPainter, box: QRect, tone: str) -> QRect:
        """The state's shape at the cell's edge; returns the room beside it."""
        side = round(self._theme.px(BODY) * 1.2)
        where = QRect(box.left(), box.center().y() - side // 2, side, side)
        rest = box.adjusted(side + 6, 0, 0, 0)
        if self._table.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            where.moveRight(box.right())
            rest = box.adjusted(0, 0, -side - 6, 0)
        colour = self._theme.colour("accent" if tone == "info" else tone)
        picture = pixmap(self._theme.icons / f"{SHAPES[tone]}.svg", colour, side, self._table.devicePixelRatioF())
        painter.drawPixmap(where.topLeft(), picture)
        return rest

    def _words(self, painter: QPainter, box: QRect, words: str, tone: str, weight: QFont.Weight, index: Index) -> None:
        painter.setFont(font(self._theme, BODY, weight, figures=True))
        painter.setPen(self._theme.colour("accent" if tone == "info" else tone))
        column = self._table.rows.columns[index.column()]
        if column.wide:
            words = shortened(words, painter.font(), box.width(), self._table.lines)
        flags = Qt.AlignmentFlag.AlignTrailing if column.trailing else Qt.AlignmentFlag.AlignLeading
        wrap = Qt.TextFlag.TextWordWrap if column.wide and self._table.lines > 1 else Qt.TextFlag.TextSingleLine
        # leading is the right edge where the painter's language runs from there
        painter.drawText(box, flags | Qt.AlignmentFlag.AlignVCenter | wrap, words)


class Headings(QHeaderView):
    """The headings, with a small mark on the column that gives the order."""

    def __init__(self, theme: Theme, table: Table) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._theme = theme
        self._table = table
        self.setHighlightSections(False)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Words, and up or down where this column is sorted by."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sorting = self.isSortIndicatorShown() and self.sortIndicatorSection() == section
        painter.fillRect(rect, self._theme.colour("panel"))
        painter.fillRect(QRect(rect.bottomLeft(), QSize(rect.width(), 1)), self._theme.colour("line"))
        face = font(self._theme, QUIET, QFont.Weight.DemiBold)
        painter.setFont(face)
        painter.setPen(self._theme.colour("text" if sorting else "quiet"))
        column = self._table.rows.columns[section]
        words, trailing = column.heading, column.trailing
        box = rect.adjusted(SIDE, 0, -SIDE, 0)
        edge = Qt.AlignmentFlag.AlignTrailing if trailing else Qt.AlignmentFlag.AlignLeading
        painter.drawText(box, edge | Qt.AlignmentFlag.AlignVCenter, words)
        if sorting:
            self._mark(painter, box, QFontMetrics(face).horizontalAdvance(words), trailing=trailing)
        painter.restore()

    def _mark(self, painter: QPainter, box: QRect, width: int, *, trailing: bool) -> None:
        reach = self._theme.px(QUIET) * 0.3
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        at_right = trailing != mirrored
        x = box.right() - width - 2 * reach if at_right else box.left() + width + 2 * reach
        y, up = box.center().y(), self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
        tip = -reach / 2 if up else reach / 2
        painter.setPen(QPen(self._theme.colour("accent"), 1.8 * self._theme.scale, Qt.PenStyle.SolidLine,
                            Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))  # fmt: skip
        painter.drawPolyline(QPolygonF([QPointF(x - reach, y - tip), QPointF(x, y + tip), QPointF(x + reach, y - tip)]))


def font(theme: Theme, size: int, weight: QFont.Weight = QFont.Weight.Normal, *, figures: bool = False) -> QFont:
    """The house's face at a size; `figures` of one width, so that columns of numbers line up."""
    face = QFont(theme.family) if theme.family else QFont()
    face.setPixelSize(theme.px(size))
    face.setWeight(weight)
    if figures:
        face.setFeature(QFont.Tag("tnum"), 1)
    return face


def shortened(words: str, face: QFont, width: int, lines: int) -> str:
    """`words` wrapped to a width and ended with an ellipsis where they need more than so many lines."""
    layout = QTextLayout(words, face)
    layout.setTextOption(QTextOption())
    starts: list[int] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    if len(starts) <= lines:
        return words
    last = starts[lines - 1]
    return words[:last] + QFontMetricsF(face).elidedText(words[last:], Qt.TextElideMode.ElideRight, width)
