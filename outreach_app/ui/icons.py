# SPDX-License-Identifier: GPL-3.0-or-later
"""Icons: one family of SVG line drawings, painted in the colour of the text beside them.

Each file draws with `currentColor`; it is rendered at the screen's own resolution, so it stays sharp at any scale.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

if TYPE_CHECKING:
    from pathlib import Path


@lru_cache(maxsize=256)
def drawing(path: Path, colour: str) -> bytes:
    """The icon's SVG with its colour filled in; raises OSError when there is no such icon."""
    return path.read_text(encoding="utf-8").replace("currentColor", colour).encode()


def pixmap(path: Path, colour: QColor, side: int, ratio: float = 1.0) -> QPixmap:
    """`side` logical pixels square, at a device pixel ratio; drawn once and kept."""
    return _drawn(path, colour.name(), side, ratio)


@lru_cache(maxsize=256)
def _drawn(path: Path, colour: str, side: int, ratio: float) -> QPixmap:
    picture = QPixmap(QSize(side, side) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawing(path, colour))).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return picture


def icon(path: Path, colour: QColor, side: int, ratio: float = 1.0) -> QIcon:
    """The same as an icon, for buttons and for the window itself."""
    return QIcon(pixmap(path, colour, side, ratio))


class Icon(QLabel):
    """One icon, as tall as a line of its text size, in the text colour that the style sheet gives it.

    Decoration beside words: a screen reader passes over it.
    """

    def __init__(self, path: Path, parent: QWidget | None = None, *, scale: float = 1.35) -> None:
        super().__init__(parent)
        self._path = path
        self._scale = scale
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_icon(self, path: Path) -> None:
        """Another drawing of the family."""
        if path != self._path:
            self._path = path
            self.update()

    def sizeHint(self) -> QSize:
        """As tall as the text beside it, and a little more."""
        self.ensurePolished()
        side = round(self.fontInfo().pixelSize() * self._scale)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """An icon never shrinks."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Render in the colour of the moment; a missing drawing leaves the place empty."""
        if not self._path.is_file():
            return
        side = min(self.width(), self.height())
        picture = pixmap(self._path, self.palette().color(self.foregroundRole()), side, self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, picture)
        painter.end()
