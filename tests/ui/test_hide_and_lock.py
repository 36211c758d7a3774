# SPDX-License-Identifier: GPL-3.0-or-later
"""Hide, lock and idle: from anywhere, above anything, and nothing is left behind."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from outreach_app.domain.measures import Measure, MeasureSet
from outreach_app.ui.application import Window
from outreach_app.ui.dialogs.dialog import Dialog
from outreach_app.ui.pages.pad import PadPage
from outreach_app.ui.pages.unlock import UnlockPage
from outreach_app.ui.widgets.button import Button
from ui.conftest import Opener, Ticks, pad_of, tonight
from ui.fakes import FakeWorkplace, measure_set, profile
from ui.hands import click, press

MARKER = "planted-marker"


def hold_esc(made: Window, target: QWidget) -> None:
    """Esc goes down and stays down for as long as it takes."""
    QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier))
    if made.watch.held.isActive():
        made.watch.held.timeout.emit()


def is_locked(made: Window) -> bool:
    return made.window.workroom is None and isinstance(made.window.front, UnlockPage)


def assert_hidden(made: Window, workplace: FakeWorkplace) -> None:
    assert made.window.isMinimized()
    assert made.window.workroom is None
    assert isinstance(made.window.front, UnlockPage)
    assert workplace.vault.now_state == "locked"
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not made.window] == []


def test_holding_esc_hides(opened: Window, workplace: FakeWorkplace) -> None:
    assert opened.watch.held.interval() == 700
    hold_esc(opened, opened.window)
    assert_hidden(opened, workplace)


def test_a_short_esc_does_not(opened: Window) -> None:
    press(opened.window, Qt.Key.Key_Escape)
    assert not opened.watch.held.isActive()
    assert opened.window.workroom is not None


def test_holding_begins_with_the_first_press_only(opened: Window) -> None:
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(opened.window, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, none, "", autorep=True))
    assert not opened.watch.held.isActive()


def test_f12_and_the_button_hide(opener: Opener, workplace: FakeWorkplace) -> None:
    for way in ("key", "button"):
        made = opener()
        made.desk.take_seat(workplace.vault.seat())
        room = made.window.workroom
        assert room is not None
        if way == "key":
            press(made.window, Qt.Key.Key_F12)
        else:
            click(room.strip.hide_button)
        assert_hidden(made, workplace)
        made.window.hide()


@pytest.mark.parametrize("key", ["F12", "Esc"])
def test_hide_works_above_a_dialog_with_a_text_field(opened: Window, workplace: FakeWorkplace, key: str) -> None:
    dialog = Dialog(opened.desk, "Anything")
    field = QLineEdit()
    dialog.column.addWidget(field)
    opened.desk.open_dialog(dialog, opened.window)
    assert dialog.isVisible()
    if key == "F12":
        press(field, Qt.Key.Key_F12)
    else:
        hold_esc(opened, field)
    assert_hidden(opened, workplace)
    assert opened.desk.dialogs == []


def test_hide_works_above_a_popup(opened: Window, workplace: FakeWorkplace) -> None:
    menu = QMenu(opened.window)
    menu.addAction("Anything")
    menu.popup(opened.window.mapToGlobal(opened.window.rect().center()))
    press(menu, Qt.Key.Key_F12)
    assert_hidden(opened, workplace)


def test_a_shortcut_cannot_take_the_keys_away(opened: Window, workplace: FakeWorkplace) -> None:
    override = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_F12, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(opened.window, override)
    assert_hidden(opened, workplace)


def test_the_cover_is_painted_before_anything_else(opened: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    window = opened.window
    monkeypatch.setattr(window.cover, "repaint", lambda: order.append("cover"))
    monkeypatch.setattr(window, "showMinimized", lambda: order.append("minimise"))
    monkeypatch.setattr(window, "lock", lambda: order.append("lock"))
    window.disappear()
    assert order == ["cover", "minimise", "lock"]
    assert window.cover.geometry() == window.rect()


def test_coming_back_shows_the_lock_screen(qtbot: QtBot, opened: Window) -> None:
    opened.window.disappear()
    opened.window.showNormal()
    qtbot.waitUntil(lambda: not opened.window.cover.isVisible())
    assert isinstance(opened.window.front, UnlockPage)
    assert opened.window.windowTitle() == "Companion"


def test_f9_locks_from_a_text_field(opened: Window, workplace: FakeWorkplace) -> None:
    room = opened.window.workroom
    assert room is not None
    press(room.strip.hide_button, Qt.Key.Key_F9)
    assert opened.window.workroom is None
    assert workplace.vault.now_state == "locked"
    assert not opened.window.isMinimized()


def test_idle_locks_at_the_policys_minutes(opened: Window, workplace: FakeWorkplace, ticks: Ticks) -> None:
    ticks.now += 5 * 60 - 1
    opened.watch.check_idle()
    assert not is_locked(opened)
    ticks.now += 1
    opened.watch.check_idle()
    assert is_locked(opened)
    assert workplace.vault.now_state == "locked"


def test_a_key_puts_the_idle_lock_off(opened: Window, ticks: Ticks) -> None:
    ticks.now += 4 * 60
    press(opened.window, Qt.Key.Key_Shift)
    ticks.now += 4 * 60
    opened.watch.check_idle()
    assert opened.window.workroom is not None


def test_the_first_key_after_a_sleep_finds_the_window_locked(opened: Window, ticks: Ticks) -> None:
    ticks.now += 3600
    press(opened.window, Qt.Key.Key_C)
    assert opened.window.workroom is None


def test_locking_leaves_no_text_in_the_widget_tree(qtbot: QtBot, opener: Opener, workplace: FakeWorkplace) -> None:
    plant(workplace)
    made = opener()
    pad = pad_of(made, workplace)
    room = made.window.workroom
    assert room is not None
    press(pad, Qt.Key.Key_C)
    made.desk.say(f"{MARKER} in a message")
    dialog = Dialog(made.desk, f"{MARKER} in a dialog")
    dialog.column.addWidget(QLineEdit(MARKER))
    dialog.add_button(Button(MARKER))
    made.desk.open_dialog(dialog, made.window)
    assert found_markers()
    made.window.lock()
    del pad, room, dialog
    qtbot.waitUntil(lambda: made.window.findChildren(PadPage) == [])
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert found_markers() == []


def test_results_that_come_after_the_lock_change_nothing(opener: Opener, workplace: FakeWorkplace) -> None:
    made = opener()
    made.desk.take_seat(workplace.vault.seat())
    page = tonight(made)
    made.window.lock()
    seen: list[object] = []
    made.desk.said.connect(seen.append)
    page.read()
    assert made.desk.seat is None
    assert made.window.workroom is None


def plant(workplace: FakeWorkplace) -> None:
    """Zones and measures named by the marker."""
    measures = measure_set()
    named = tuple(
        Measure(**{name: getattr(measure, name) for name in Measure.__slots__} | {"short": f"{MARKER} {measure.short}"})
        for measure in measures.measures
    )
    of = profile(6, MeasureSet(measures.version, named))
    zones = tuple(type(zone)(zone.code, f"{MARKER} {zone.code}", zone.setting, zone.group) for zone in of.zones)
    workplace.shifts.of = type(of)(of.version, MARKER, of.time_zone, of.teams, zones, of.measure_set)


def found_markers() -> list[str]:
    """Where the marker stands in any text of any widget that is alive."""
    found = []
    for widget in QApplication.allWidgets():
        for name in ("text", "toPlainText", "accessibleName", "accessibleDescription", "windowTitle", "toolTip"):
            read = getattr(widget, name, None)
            if callable(read) and MARKER in str(read()):
                found.append(f"{type(widget).__name__}.{name}")
    return found
