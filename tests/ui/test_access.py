# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page by keyboard, by ear and by an unsteady hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from outreach_app.ui.application import Window
from outreach_app.ui.languages import MIRROR, PSEUDO
from outreach_app.ui.pages.tonight import TonightPage
from outreach_app.ui.pages.welcome import WelcomePage
from outreach_app.ui.theme import LEAST_TARGET
from ui.conftest import Opener, pad_of, tonight
from ui.fakes import FakeWorkplace
from ui.hands import press, press_all

CONTROLS = (QAbstractButton, QLineEdit, QAbstractSpinBox, QComboBox, QAbstractItemView)


def show_unlock(made: Window, workplace: FakeWorkplace) -> QWidget:
    return made.window


def show_start(made: Window, workplace: FakeWorkplace) -> QWidget:
    made.desk.take_seat(workplace.vault.seat())
    return made.window


def show_pad(made: Window, workplace: FakeWorkplace) -> QWidget:
    pad_of(made, workplace)
    return made.window


def show_list(made: Window, workplace: FakeWorkplace) -> QWidget:
    pad_of(made, workplace).keys.refer()
    return made.window


def show_close(made: Window, workplace: FakeWorkplace) -> QWidget:
    pad = pad_of(made, workplace)
    pad.keys.press("Space")
    pad.close_wanted.emit()
    return made.window


def show_settings(made: Window, workplace: FakeWorkplace) -> QWidget:
    made.desk.take_seat(workplace.vault.seat())
    made.desk.go("settings")
    return made.window


def show_keys(made: Window, workplace: FakeWorkplace) -> QWidget:
    made.desk.take_seat(workplace.vault.seat())
    made.window.show_keys()
    return made.desk.dialogs[0]


def show_welcome(made: Window, workplace: FakeWorkplace) -> QWidget:
    made.window.show_front("none")
    return made.window


Show = Callable[[Window, FakeWorkplace], QWidget]
PAGES: list[Show] = [
    show_unlock, show_start, show_pad, show_list, show_close, show_settings, show_keys, show_welcome,
]  # fmt: skip
each_page = pytest.mark.parametrize("show", PAGES, ids=lambda show: show.__name__.removeprefix("show_"))


def visible(root: QWidget, kinds: tuple[type[QWidget], ...]) -> Iterator[QWidget]:
    """Widgets that a person can see or reach now; parts inside a control of Qt's own are the control's."""
    for widget in root.findChildren(QWidget):
        inside = widget.parentWidget()
        part = isinstance(inside, QAbstractSpinBox | QComboBox | QAbstractItemView)
        if isinstance(widget, kinds) and widget.isVisible() and not part and not covered(widget):
            yield widget


def covered(widget: QWidget) -> bool:
    """Lies under the numbered list of the pad."""
    page = widget.window().findChild(TonightPage)
    found = getattr(page.step, "list", None) if page is not None else None
    if found is None or not found.isVisible() or found.isAncestorOf(widget) or widget is found:
        return False
    here = widget.mapTo(widget.window(), QPoint(2, 2))
    return bool(found.parentWidget().isAncestorOf(widget)) and bool(
        found.rect().contains(found.mapFrom(widget.window(), here))
    )


@each_page
def test_every_control_has_a_name(opener: Opener, workplace: FakeWorkplace, show: Show) -> None:
    root = show(opener(), workplace)
    QApplication.processEvents()
    for control in visible(root, CONTROLS):
        interface = QAccessible.queryAccessibleInterface(control)
        assert interface.text(QAccessible.Text.Name).strip(), control


@each_page
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_whatever_is_pressed_is_large_enough(
    opener: Opener, workplace: FakeWorkplace, show: Show, scale: float
) -> None:
    root = show(opener(scale=scale), workplace)
    QApplication.processEvents()
    for control in visible(root, (QAbstractButton, QLineEdit, QAbstractSpinBox, QComboBox)):
        assert control.height() >= LEAST_TARGET, control
        assert control.width() >= LEAST_TARGET, control


@each_page
def test_tab_reaches_every_control_and_comes_round(opener: Opener, workplace: FakeWorkplace, show: Show) -> None:
    root = show(opener(), workplace)
    QApplication.processEvents()
    wanted = {
        control for control in visible(root, CONTROLS)
        if control.isEnabled() and control.focusPolicy() & Qt.FocusPolicy.TabFocus
    }  # fmt: skip
    start = next(iter(wanted))
    start.setFocus()
    reached: list[QWidget] = []
    for _ in range(200):
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in reached and focused is start:
            break
        reached.append(focused)
        focused.focusNextPrevChild(True)
    chosen_by_arrows = {
        button for control in reached if isinstance(control, QAbstractButton) and (group := control.group())
        for button in group.buttons()
    }  # fmt: skip
    assert wanted - set(reached) - chosen_by_arrows == set()


def test_tab_goes_in_reading_order_on_the_pad(opener: Opener, workplace: FakeWorkplace) -> None:
    pad = pad_of(opener(), workplace)
    order: list[str] = []
    pad.change_side()
    for _ in range(18):
        focused = QApplication.focusWidget()
        assert focused is not None
        order.append(focused.accessibleName().split(",")[0])
        focused.focusNextPrevChild(True)
    stops = ["Prospect", "Truck stop", "Motels", "Depot", "Riverside", "Old market"]
    tiles = ["Quick hello", "We talked", "No thanks today", "Card", "Wristband", "Kit", "Food", "Left at a place"]
    assert order == [*stops, "nobody out", *tiles, "More…", "Referred", "Could not get it"]


def test_the_keys_of_pages_and_palette(opened: Window) -> None:
    room = opened.window.workroom
    assert room is not None
    number = [entry.key for entry in room.listed].index("settings") + 1
    press(opened.window, Qt.Key(ord(str(number))), Qt.KeyboardModifier.ControlModifier)
    assert room.current == "settings"
    before = opened.desk.theme.palette.code
    press(opened.window, Qt.Key.Key_F8)
    assert (before, opened.desk.theme.palette.code) == ("night", "red")
    assert room.strip.palette_button.words.text() == "Red"
    press(opened.window, Qt.Key.Key_F1)
    assert len(opened.desk.dialogs) == 1
    press(opened.desk.dialogs[0], Qt.Key.Key_Escape)
    assert opened.desk.dialogs == []


# --- languages and large text ------------------------------------------------------------------------------------

KEY_WORDS = {"Tab", "Space", "Enter", "Backspace", "Esc", "Companion"}
FROM_THE_PROFILE = {
    "Card", "Wristband", "Kit", "Food, water", "Left at a place", "Quick hello", "We talked", "No thanks today",
    "Referred", "Could not get it", "Prospect", "Truck stop", "Motels", "Depot", "Riverside", "Old market", "North",
    "South",
}  # fmt: skip


def texts(root: QWidget) -> Iterator[tuple[QWidget, str]]:
    """Every text that is shown."""
    for widget in visible(root, (QLabel, QAbstractButton, QLineEdit)):
        words = widget.placeholderText() if isinstance(widget, QLineEdit) else widget.text()  # type: ignore[attr-defined]
        if words.strip():
            yield widget, words


@each_page
def test_no_sentence_was_forgotten_by_the_translator(opener: Opener, workplace: FakeWorkplace, show: Show) -> None:
    root = show(opener(language=PSEUDO), workplace)
    QApplication.processEvents()
    for widget, words in texts(root):
        if widget.metaObject().className() == "KeyCap" or words in KEY_WORDS | FROM_THE_PROFILE:
            continue
        if not any(letter.isalpha() for letter in words) or words in {"F1", "F8", "F9", "English"}:
            continue
        assert words.startswith("["), words


@each_page
@pytest.mark.parametrize(("language", "scale"), [("", 1.0), ("", 2.0), (PSEUDO, 1.0), (MIRROR, 1.0)])
@pytest.mark.parametrize("size", [(1280, 800), (1024, 600)])
def test_no_words_are_cut(
    opener: Opener, workplace: FakeWorkplace, show: Show, language: str, scale: float, size: tuple[int, int]
) -> None:
    root = show(opener(language=language, scale=scale, size=size), workplace)
    for _ in range(3):
        QApplication.processEvents()
    for widget, words in texts(root):
        if not isinstance(widget, QLabel):
            continue
        needed = widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint().height()
        assert widget.height() >= needed - 1, words
        if not widget.wordWrap():
            assert widget.width() >= widget.sizeHint().width() - 1, words


@each_page
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_wider_than_the_window(opener: Opener, workplace: FakeWorkplace, show: Show, scale: float) -> None:
    root = show(opener(scale=scale, size=(1280, 800)), workplace)
    QApplication.processEvents()
    for area in root.findChildren(QScrollArea):
        inside = area.widget()
        if area.isVisible() and inside is not None:
            assert inside.width() <= area.viewport().width(), area


def test_right_to_left_mirrors_the_frame(opener: Opener, workplace: FakeWorkplace) -> None:
    made = opener(language=MIRROR)
    pad = pad_of(made, workplace)
    room = made.window.workroom
    assert room is not None
    assert room.rail.x() > room.stack.x()
    first, last = pad.board.tiles["C_BRIEF"], pad.board.tiles["C_DECLINED"]
    assert first.x() > last.x()
    assert pad.board.zones.chips["Z01"].x() > pad.board.zones.chips["Z02"].x()


def test_the_pad_fits_without_scrolling(opener: Opener, workplace: FakeWorkplace) -> None:
    for scale, size in ((1.0, (1024, 600)), (2.0, (1280, 800))):
        made = opener(scale=scale, size=size)
        pad = pad_of(made, workplace)
        press_all(pad, "4 C")
        QApplication.processEvents()
        area = pad.findChildren(QScrollArea)[0]
        assert area.verticalScrollBar().maximum() == 0, (scale, size)
        made.window.hide()


def test_another_text_size_lays_the_page_out_anew(opened: Window) -> None:
    opened.desk.go("settings")
    opened.desk.theme.choose(scale=2.0)
    room = opened.window.workroom
    assert room is not None
    assert room.current == "settings"
    assert opened.desk.theme.px(15) == 30
    opened.desk.theme.choose(scale=1.0)


def test_the_welcome_is_a_page_too(opener: Opener) -> None:
    made = opener()
    made.window.show_front("none")
    assert isinstance(made.window.front, WelcomePage)


def test_tonight_is_the_page_after_unlocking(opened: Window) -> None:
    assert tonight(opened).isVisible()
