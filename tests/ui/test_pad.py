# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole grammar of the pad, as a person uses it: keys into the page, clicks onto its controls."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from outreach_app.domain.tally import Cell
from outreach_app.ui.main_window import MainWindow
from outreach_app.ui.pages.pad import PadPage
from ui.conftest import Opener, Ticks, pad_of
from ui.fakes import FakeWorkplace, open_shift
from ui.hands import click, press, press_all


def totals(workplace: FakeWorkplace) -> dict[str, int]:
    """What the vault holds, cells of nothing left away."""
    assert workplace.shifts.open is not None
    return {cell.name(): count for cell, count in workplace.shifts.open.totals.items() if count}


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("Space", {"Z02.C_BRIEF": 1, "D_AGE.unknown": 1, "Z02.S_STOPS.day": 1}),
        ("Enter", {"Z02.C_ENGAGED": 1, "D_AGE.unknown": 1, "Z02.S_STOPS.day": 1}),
        ("X", {"Z02.C_DECLINED": 1, "Z02.S_STOPS.day": 1}),
        ("4 C", {"Z02.M_CARD": 4, "Z02.S_STOPS.day": 1}),
        ("1 2 W", {"Z02.M_WRIST": 12, "Z02.S_STOPS.day": 1}),
        ("K F 2 0 L", {"Z02.M_HYGIENE": 1, "Z02.M_FOOD": 1, "Z02.M_LEFT": 20, "Z02.S_STOPS.day": 1}),
        ("4 C - C", {"Z02.M_CARD": 3, "Z02.S_STOPS.day": 1}),
        ("4 C - 3 C", {"Z02.M_CARD": 1, "Z02.S_STOPS.day": 1}),
        ("4 C - - C", {"Z02.M_CARD": 5, "Z02.S_STOPS.day": 1}),
        ("4 C Backspace", {}),
        ("4 Backspace C", {"Z02.M_CARD": 1, "Z02.S_STOPS.day": 1}),
        ("Space U", {"Z02.C_BRIEF": 1, "D_AGE.under18": 1, "Z02.S_STOPS.day": 1}),
        ("Space U Y", {"Z02.C_BRIEF": 1, "D_AGE.18to24": 1, "Z02.S_STOPS.day": 1}),
        ("3 Enter A", {"Z02.C_ENGAGED": 3, "D_AGE.25plus": 3, "Z02.S_STOPS.day": 1}),
        ("Space U Backspace", {}),
        ("U", {}),
        ("0", {"Z02.S_STOPS.day": 1}),
        ("0 0", {"Z02.S_STOPS.day": 2}),
        ("0 - 0", {}),
        ("1 0 C", {"Z02.M_CARD": 10, "Z02.S_STOPS.day": 1}),
        ("0 Space", {"Z02.C_BRIEF": 1, "D_AGE.unknown": 1, "Z02.S_STOPS.day": 1}),
        ("R 2", {"R_*.shelter": 1, "Z02.S_STOPS.day": 1}),
        ("4 R 2", {"R_*.shelter": 4, "Z02.S_STOPS.day": 1}),
        ("R 1 Enter", {"R_*.safety": 1, "Z02.S_STOPS.day": 1}),
        ("R 1 4", {"R_*.family": 1, "Z02.S_STOPS.day": 1}),
        ("R Enter", {}),
        ("R Esc", {}),
        ("R 1 Backspace Backspace", {}),
        ("R 0 9", {"R_*.legal": 1, "Z02.S_STOPS.day": 1}),
        ("N 2 2", {"U_*.shelter.full": 1, "Z02.S_STOPS.day": 1}),
        ("N 1 0 1 7", {"U_*.immigration.not_now": 1, "Z02.S_STOPS.day": 1}),
        ("N 2 Enter", {}),
        ("N 2 2 - N 2 2", {"Z02.S_STOPS.day": 1}),
        ("Space U - Space U", {"Z02.S_STOPS.day": 1}),
        ("Space Space U - Space 4", {"Z02.C_BRIEF": 1, "D_AGE.under18": 1, "Z02.S_STOPS.day": 1}),
        ("Tab C", {"Z03.M_CARD": 1, "Z03.S_STOPS.day": 1}),
        ("Backtab C", {"Z01.M_CARD": 1, "Z01.S_STOPS.day": 1}),
        ("Tab Tab Tab Tab Tab C", {"Z01.M_CARD": 1, "Z01.S_STOPS.day": 1}),
        ("Tab Tab", {}),
        ("C Tab C", {"Z02.M_CARD": 1, "Z02.S_STOPS.day": 1, "Z03.M_CARD": 1, "Z03.S_STOPS.day": 1}),
        ("C Tab Backspace", {"Z02.M_CARD": 1, "Z02.S_STOPS.day": 1}),
        ("C W Backspace Backspace", {}),
        ("Q", {}),
    ],
)  # fmt: skip
def test_keys_count(workplace: FakeWorkplace, pad: PadPage, keys: str, expected: dict[str, int]) -> None:
    press_all(pad, keys)
    assert totals(workplace) == expected


def test_the_contacts_always_balance(workplace: FakeWorkplace, pad: PadPage) -> None:
    press_all(pad, "Space U 3 Enter Y X Space - Enter Y Backspace Space A Backspace")
    found = totals(workplace)
    ages = sum(count for name, count in found.items() if name.startswith("D_AGE"))
    assert ages == found["Z02.C_BRIEF"] + found["Z02.C_ENGAGED"]


def test_a_tile_shows_the_total_of_the_shift(pad: PadPage) -> None:
    press_all(pad, "4 C Tab 2 C")
    tile = pad.board.tiles["M_CARD"]
    assert tile.figure.text() == "6"
    assert tile.accessibleName() == "Card, 6, C"
    assert tile.accessibleDescription() == "here 2"
    assert pad.board.visits.text() == "visits 2"


def test_a_quantity_shows_large_and_dies_after_three_seconds(workplace: FakeWorkplace, pad: PadPage) -> None:
    press_all(pad, "1 2")
    assert pad.board.quantity.figure.text() == "12"
    assert pad.board.quantity.figure.font().pixelSize() >= 30
    assert pad.keys.quantity_timer.isActive()
    assert pad.keys.quantity_timer.interval() == 3000
    pad.keys.quantity_timer.timeout.emit()
    assert not pad.board.quantity.figure.isVisible()
    press_all(pad, "C")
    assert totals(workplace)["Z02.M_CARD"] == 1


def test_a_number_that_can_go_on_waits_one_second(workplace: FakeWorkplace, pad: PadPage) -> None:
    press_all(pad, "R 1")
    assert pad.list.isVisible()
    assert pad.list.typed.text() == "1"
    assert pad.keys.number_timer.interval() == 1000
    pad.keys.number_timer.timeout.emit()
    assert not pad.list.isVisible()
    assert totals(workplace)["R_*.safety"] == 1


def test_the_looked_row_is_lit_for_ten_seconds(workplace: FakeWorkplace, pad: PadPage, ticks: Ticks) -> None:
    row = pad.board.looked
    assert not row.choices["under18"].isEnabled()
    press_all(pad, "Space")
    assert row.choices["under18"].isEnabled()
    ticks.now += 10.5
    pad.show_memory()
    assert not row.choices["under18"].isEnabled()
    press_all(pad, "U")
    assert totals(workplace)["D_AGE.unknown"] == 1


def test_taking_back_ends_after_two_minutes(workplace: FakeWorkplace, pad: PadPage, ticks: Ticks) -> None:
    press_all(pad, "4 C")
    assert pad.board.last_words.text() == "4 cards"
    assert pad.board.last.accessibleName() == "Backspace takes back: 4 cards"
    ticks.now += 121
    pad.show_memory()
    assert pad.board.last_words.text() == ""
    assert not pad.board.last.isEnabled()
    press_all(pad, "Backspace")
    assert totals(workplace)["Z02.M_CARD"] == 4


def test_a_key_held_down_counts_once(workplace: FakeWorkplace, pad: PadPage) -> None:
    press = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_C, Qt.KeyboardModifier.NoModifier, "c")
    again = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_C, Qt.KeyboardModifier.NoModifier, "c", autorep=True)
    for event in (press, again, again):
        QApplication.sendEvent(pad, event)
    assert totals(workplace)["Z02.M_CARD"] == 1


def test_the_wheel_does_nothing(workplace: FakeWorkplace, pad: PadPage) -> None:
    for target in (pad, pad.board.tiles["M_CARD"], pad.board.zones):
        event = QWheelEvent(
            QPointF(5, 5), QPointF(5, 5), QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(target, event)
    assert totals(workplace) == {}
    assert pad.counting.zone == "Z02"


def test_the_mouse_counts_too_and_leaves_the_keys_with_the_pad(workplace: FakeWorkplace, pad: PadPage) -> None:
    click(pad.board.zones.chips["Z01"])
    click(pad.board.tiles["C_BRIEF"])
    click(pad.board.looked.choices["under18"])
    click(pad.board.less)
    assert pad.board.quantity.figure.text() == "−"
    click(pad.board.less)
    click(pad.board.asked["R_*"])
    click(pad.list.rows[1])
    click(pad.board.nobody)
    assert pad.hasFocus()
    expected = {"Z01.C_BRIEF": 1, "D_AGE.under18": 1, "R_*.shelter": 1, "Z01.S_STOPS.day": 2}
    assert totals(workplace) == expected
    click(pad.board.last)
    assert totals(workplace) == expected | {"Z01.S_STOPS.day": 1}


def test_the_same_stop_chosen_again_is_a_new_visit(workplace: FakeWorkplace, pad: PadPage) -> None:
    press_all(pad, "C")
    click(pad.board.zones.chips["Z02"])
    press_all(pad, "C")
    assert totals(workplace)["Z02.S_STOPS.day"] == 2


def test_without_a_stop_nothing_is_counted_and_it_is_said(workplace: FakeWorkplace, pad: PadPage) -> None:
    pad.counting.zone = ""
    press_all(pad, "4 C 0")
    assert totals(workplace) == {}
    assert "Choose the stop first" in bar_text(pad)


def test_more_says_when_nothing_else_is_counted(pad: PadPage) -> None:
    press_all(pad, "M")
    assert pad.list.isVisible()
    assert "A coordinator can switch more on" in pad.list.empty.text()
    press_all(pad, "Esc")
    assert not pad.list.isVisible()


def test_f6_goes_to_the_controls_and_back(pad: PadPage) -> None:
    press(pad, Qt.Key.Key_F6)
    assert pad.board.zones.chips["Z01"].hasFocus()
    assert pad.board.quantity.hint.text() == "F6 goes back to counting"
    press(pad.board.zones.chips["Z01"], Qt.Key.Key_Tab)
    assert pad.board.zones.chips["Z02"].hasFocus()
    assert pad.counting.zone == "Z02"
    press(pad.board.zones.chips["Z02"], Qt.Key.Key_F6)
    assert pad.hasFocus()


def test_twelve_stops_all_within_reach(opener: Opener, workplace: FakeWorkplace) -> None:
    twelve = FakeWorkplace(zones=12)
    workplace.shifts = twelve.shifts
    pad = pad_of(opener(size=(1024, 600)), workplace)
    bar = pad.board.zones
    assert bar.more.isVisible()
    last = bar.hidden_zones()[-1]
    places = {code: chip.geometry() for code, chip in bar.chips.items() if chip.isVisible()}
    for _ in range(10):
        press_all(pad, "Tab")
    assert pad.counting.zone == last == "Z12"
    assert bar.more.text().startswith("South gate")
    assert {code: chip.geometry() for code, chip in bar.chips.items() if chip.isVisible()} == places
    click(bar.more)
    press_all(pad, "1 1")
    assert pad.counting.zone == "Z11"


def test_nothing_moves_while_counting(pad: PadPage) -> None:
    def places() -> dict[str, object]:
        QApplication.processEvents()
        board = pad.board
        tiles = {tile.accessibleName().split(",")[0]: tile.mapTo(pad, QPoint(0, 0)) for tile in board.all_tiles()}
        return tiles | {"looked": board.looked.geometry(), "quantity": board.quantity.geometry()}

    before = places()
    press_all(pad, "9 9 9 C Space U 4")
    assert places() == before


def test_a_screen_reader_hears_the_new_total(pad: PadPage) -> None:
    press_all(pad, "4 C")
    assert pad.spoken == "4 cards. 4"
    press_all(pad, "2 C")
    assert pad.spoken == "2 cards. 6"
    press_all(pad, "Backspace")
    assert pad.spoken == "Taken back: 2 cards"


def test_a_resumed_shift_shows_what_was_counted(opener: Opener, workplace: FakeWorkplace) -> None:
    workplace.shifts.open = open_shift(workplace.shifts.of, counts={Cell("Z01", "M_CARD"): 7}, resumed=True)
    pad = pad_of(opener(), workplace)
    assert pad.board.tiles["M_CARD"].figure.text() == "7"
    assert "A shift was still open, begun at 16:00" in bar_text(pad)


def bar_text(pad: PadPage) -> str:
    """The sentence in the message bar."""
    window = pad.window()
    assert isinstance(window, MainWindow)
    assert window.workroom is not None
    assert window.workroom.bar.isVisible()
    return window.workroom.bar.words.text()
