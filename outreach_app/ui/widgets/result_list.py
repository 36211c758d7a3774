# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of places found: painted, not built of widgets, so that it follows each key within a frame."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from outreach_app.ui.icons import pixmap
from outreach_app.ui.models.results import LINE, Heading, Line, Place, Results
from outreach_app.ui.theme import BODY, LEAST_TARGET, QUIET, Theme
from outreach_app.ui.widgets.state_word import SHAPES

Index = QModelIndex | QPersistentModelIndex
_EDGE: Final = 14
_TOP: Final = 9
_GAP: Final = 8
_PAGE_STEP: Final = 5
_MOVES: Final = {
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End,
}  # fmt: skip
_WRAP: Final = Qt.TextFlag.TextWordWrap


class ResultList(QListView):
    """`opened` on Enter or a click, `chosen` whenever another place is the current one."""

    opened = Signal()
    chosen = Signal(object)
    """The `Place`, or None."""
    left = Signal()
    """Up from the first place."""
    end_reached = Signal()
    """Scrolled so far that the last place is in sight, or nearly."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.results = Results(self)
        self._showing = False
        self.setProperty("role", "results")
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setModel(self.results)
        self.painter = ResultPainter(theme, self)
        self.setItemDelegate(self.painter)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.clicked.connect(lambda _index: self.opened.emit())
        self.verticalScrollBar().valueChanged.connect(self._look_for_end)
        self.selectionModel().currentChanged.connect(lambda _now, _before: self.chosen.emit(self.place()))

    def place(self) -> Place | None:
        """The place that is chosen."""
        return self.results.place_at(self.currentIndex().row())

    def show_lines(self, lines: tuple[Heading | Place, ...], *, grown: bool = False, same: bool = False) -> None:
        """Another answer, its first place chosen: Enter opens what stands on top. To the `same` question asked again
        the place chosen stays, and one that has only grown at its end stays where it was scrolled to."""
        if grown and self.results.grow(lines):
            return  # Qt lays out what came to it; the place chosen and the scroll bar stay
        before, scrolled = self.place(), self.verticalScrollBar().value()
        row = -1
        self._showing = True
        self.painter.forget_lines()
        if not lines:
            self.painter.forget()
        self.results.show_lines(lines)
        if lines:
            row = self.results.row_of(before.found.entry.id if before and same else "")
        self.choose(row)
        self.doItemsLayout()
        if grown:
            self.verticalScrollBar().setValue(scrolled)
        elif row <= 1:
            self.scrollToTop()
        self._showing = False
        if row < 0:
            self.chosen.emit(None)

    def _look_for_end(self, value: int) -> None:
        bar = self.verticalScrollBar()
        if not self._showing and bar.maximum() and value >= bar.maximum() - self.height():
            self.end_reached.emit()

    def choose(self, row: int) -> None:
        """Make a row the current one."""
        index = self.results.index(row)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def move(self, by: int) -> None:  # type: ignore[override]  # a list that moves itself has no use here
        """Up (negative) or down so many places."""
        row = self.currentIndex().row()
        for _ in range(abs(by)):
            row = self.results.next_place(row, 1 if by > 0 else -1)
        self.choose(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines wrap anew at once: Qt would wait a tenth of a second."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.doItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter opens; letters and figures belong to the page."""
        first = self.results.next_place(self.currentIndex().row(), -1) == self.currentIndex().row()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Up and first:
            self.scrollToTop()
            self.left.emit()
        elif event.key() in _MOVES:
            super().keyPressEvent(event)
        else:
            event.ignore()


class ResultPainter(QStyledItemDelegate):
    """Paints a heading, or a place as a card: name, state with its shape, facts. Grows with the text."""

    def __init__(self, theme: Theme, view: ResultList) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._fonts: dict[tuple[int, QFont.Weight], QFont] = {}
        self._colours: dict[tuple[str, str], QColor] = {}
        self._shapes: dict[tuple[str, str, int, float], QPixmap] = {}
        self._measured: dict[tuple[str, str, str, int], dict[str, QRect]] = {}
        self._sizes: dict[int, QSize] = {}
        self._width = 0

    def forget(self) -> None:
        """Another person, or another look: everything is measured anew."""
        self._measured.clear()
        self._fonts.clear()
        self.forget_lines()

    def forget_lines(self) -> None:
        """Other lines: what stood in a row says nothing about what stands there now."""
        self._sizes.clear()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as the list; kept by row, for each page that comes to a long list asks it of every line."""
        width, row = self._view.viewport().width(), index.row()
        if width != self._width:
            self._width = width
            self._sizes.clear()
        size = self._sizes.get(row)
        if size is None:
            size = self._sizes[row] = self._size_of(self._view.results.lines[row], width)
        return size

    def _size_of(self, line: Line, width: int) -> QSize:
        if isinstance(line, Heading):
            return QSize(width, QFontMetrics(self._font(QUIET - 1, QFont.Weight.DemiBold)).height() + 12)
        return QSize(width, self._boxes(line, width)["card"].height() + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line, mirrored where the language is."""
        line = index.data(LINE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(line, Heading):
            self._heading(painter, option.rect, line)
        elif isinstance(line, Place):
            self._place(painter, option, line)
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRect, line: Heading) -> None:
        font = QFont(self._font(QUIET - 1, QFont.Weight.DemiBold))
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 1)
        painter.setFont(font)
        painter.setPen(self._colour("quiet"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(rect.adjusted(0, 2, 0, -2), flags, line.words.upper())

    def _place(self, painter: QPainter, option: QStyleOptionViewItem, line: Place) -> None:
        boxes = {
            name: box.translated(option.rect.topLeft()) for name, box in self._boxes(line, option.rect.width()).items()
        }
        card = boxes["card"]
        self._card(painter, card, option.state)
        if self._view.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            boxes = {name: QStyle.visualRect(Qt.LayoutDirection.RightToLeft, card, box) for name, box in boxes.items()}
        tone = line.tone
        self._text(painter, boxes["name"], self._font(BODY, QFont.Weight.Medium), "text", line.found.entry.name)
        self._text(painter, boxes["facts"], self._font(QUIET), "quiet", line.facts)
        self._text(painter, boxes["state"], self._font(BODY, QFont.Weight.DemiBold), tone, line.state)
        painter.drawPixmap(boxes["shape"].topLeft(), self._shape(tone, boxes["shape"].width()))

    def _shape(self, tone: str, side: int) -> QPixmap:
        colour, ratio = self._colour(tone), self._view.devicePixelRatioF()
        key = (tone, colour.name(), side, ratio)
        if key not in self._shapes:
            self._shapes[key] = pixmap(self._theme.icons / f"{SHAPES[tone]}.svg", colour, side, ratio)
        return self._shapes[key]

    def _card(self, painter: QPainter, card: QRect, state: QStyle.StateFlag) -> None:
        colour = self._colour
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        focused = chosen and self._view.hasFocus()
        line = colour("accent") if chosen else colour("quiet") if hovered else colour("line")
        painter.setPen(QPen(line, 2 if focused else 1))
        painter.setBrush(colour("accent_ground") if chosen else colour("panel"))
        inset = 1.0 if focused else 0.5
        painter.drawRoundedRect(card.toRectF().adjusted(inset, inset, -inset, -inset), 12, 12)

    def _text(self, painter: QPainter, box: QRect, font: QFont, colour: str, words: str) -> None:
        painter.setFont(font)
        painter.setPen(self._colour(colour))
        # leading is the right edge where the painter's language runs from there
        painter.drawText(box, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop | _WRAP, words)

    def _colour(self, token: str) -> QColor:
        """A colour of the palette in force; asked some hundred times a picture."""
        key = (self._theme.palette.code, token)
        if key not in self._colours:
            self._colours[key] = self._theme.colour(token)
        return self._colours[key]

    def _boxes(self, line: Place, width: int) -> dict[str, QRect]:
        """Where everything stands in the line's own card."""
        key = (line.found.entry.name, line.state, line.facts, width)
        if key not in self._measured:
            self._measured[key] = self._measure(line, width)
        return self._measured[key]

    def _measure(self, line: Place, width: int) -> dict[str, QRect]:
        """From left to right: the state beside the name, or under it where both are long."""
        name, state, facts = (
            QFontMetrics(self._font(BODY, QFont.Weight.Medium)), QFontMetrics(self._font(BODY, QFont.Weight.DemiBold)),
            QFontMetrics(self._font(QUIET)),
        )  # fmt: skip
        inner = width - 2 * _EDGE
        side = round(self._theme.px(BODY) * 1.2)
        said = _size(state, line.state, inner - side - 6)
        title = _size(name, line.found.entry.name, inner)
        beside = title.width() + 16 + side + 6 + said.width() <= inner
        boxes = {"name": QRect(QPoint(_EDGE, _TOP), title)}
        y = _TOP + title.height() + 2
        x = width - _EDGE - said.width() if beside else _EDGE + side + 6
        boxes["state"] = QRect(QPoint(x, _TOP if beside else y), said)
        boxes["shape"] = QRect(x - side - 6, boxes["state"].top() + (state.height() - side) // 2, side, side)
        y = y if beside else boxes["state"].bottom() + 3
        boxes["facts"] = QRect(QPoint(_EDGE, y), _size(facts, line.facts, inner))
        height = max(boxes["facts"].bottom() + 1 + _TOP, LEAST_TARGET)
        return boxes | {"card": QRect(0, 0, width, height)}

    def _font(self, size: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        if (size, weight) not in self._fonts:
            font = QFont(self._theme.family) if self._theme.family else QFont()
            font.setPixelSize(self._theme.px(size))
            font.setWeight(weight)
            self._fonts[size, weight] = font
        return self._fonts[size, weight]


def _size(metrics: QFontMetrics, words: str, width: int) -> QSize:
    """The size of words, wrapped to a width."""
    return metrics.boundingRect(QRect(0, 0, width, 10_000), _WRAP, words).size() + QSize(1, 0)
