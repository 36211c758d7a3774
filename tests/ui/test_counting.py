# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing shows before it is durable, and what was refused is visibly refused."""

from __future__ import annotations

from PySide6.QtCore import Qt

from outreach_app.domain.errors import DiskFull, NegativeCount
from outreach_app.ui.pages.pad import PadPage
from ui.conftest import Opener, pad_of
from ui.fakes import FakeWorkplace, HeldLane
from ui.hands import press, press_all
from ui.test_pad import bar_text, totals


def held_pad(opener: Opener, workplace: FakeWorkplace) -> tuple[PadPage, HeldLane]:
    """A pad whose commits wait until the test lets them go."""
    pad = pad_of(opener(), workplace)
    lane = HeldLane()
    workplace.lanes.vault = lane
    return pad, lane


def test_a_number_shows_only_after_the_commit(opener: Opener, workplace: FakeWorkplace) -> None:
    pad, lane = held_pad(opener, workplace)
    press_all(pad, "4 C")
    assert pad.board.tiles["M_CARD"].figure.text() == "0"
    assert pad.board.last_words.text() == ""
    lane.let_go()
    assert pad.board.tiles["M_CARD"].figure.text() == "4"
    assert pad.board.last_words.text() == "4 cards"


def test_entries_wait_for_each_other_and_none_is_lost(opener: Opener, workplace: FakeWorkplace) -> None:
    pad, lane = held_pad(opener, workplace)
    press_all(pad, "Space U C Tab C Backspace W")
    while lane.waiting:
        assert len(lane.waiting) == 1
        lane.let_go()
    assert totals(workplace) == {
        "Z02.C_BRIEF": 1, "D_AGE.under18": 1, "Z02.M_CARD": 1, "Z02.S_STOPS.day": 1,
        "Z03.M_WRIST": 1, "Z03.S_STOPS.day": 1,
    }  # fmt: skip


def test_a_refused_entry_is_shown_as_refused(workplace: FakeWorkplace, pad: PadPage) -> None:
    press_all(pad, "2 C")
    workplace.shifts.refusals = [DiskFull("vault")]
    press_all(pad, "4 C")
    tile = pad.board.tiles["M_CARD"]
    assert tile.figure.text() == "2"
    assert tile.property("refused") is True
    assert tile.accessibleDescription().startswith("Not counted")
    assert bar_text(pad).startswith("Not counted: 4 cards.")
    assert pad.board.last_words.text() == "2 cards"
    press_all(pad, "C")
    assert tile.property("refused") is False
    assert totals(workplace) == {"Z02.M_CARD": 3, "Z02.S_STOPS.day": 1}


def test_a_refused_first_entry_leaves_its_visit_to_the_next(workplace: FakeWorkplace, pad: PadPage) -> None:
    workplace.shifts.refusals = [DiskFull("vault")]
    press_all(pad, "Space")
    assert totals(workplace) == {}
    press_all(pad, "Space")
    assert totals(workplace) == {"Z02.C_BRIEF": 1, "D_AGE.unknown": 1, "Z02.S_STOPS.day": 1}


def test_a_refused_age_can_be_given_again(workplace: FakeWorkplace, pad: PadPage) -> None:
    press_all(pad, "Space")
    workplace.shifts.refusals = [DiskFull("vault")]
    press_all(pad, "U")
    assert totals(workplace)["D_AGE.unknown"] == 1
    press_all(pad, "U")
    assert totals(workplace)["D_AGE.under18"] == 1
    press_all(pad, "Backspace")
    assert totals(workplace) == {}


def test_a_refused_take_back_can_be_tried_again(workplace: FakeWorkplace, pad: PadPage) -> None:
    press_all(pad, "4 C")
    workplace.shifts.refusals = [DiskFull("vault")]
    press_all(pad, "Backspace")
    assert bar_text(pad).startswith("Not taken back: 4 cards.")
    assert totals(workplace)["Z02.M_CARD"] == 4
    press_all(pad, "Backspace")
    assert totals(workplace) == {}


def test_what_followed_a_refused_entry_is_refused_with_it(opener: Opener, workplace: FakeWorkplace) -> None:
    pad, lane = held_pad(opener, workplace)
    press_all(pad, "Space C Backspace")
    workplace.shifts.refusals = [DiskFull("vault")]
    lane.let_go()
    assert lane.waiting == []
    assert totals(workplace) == {}
    assert "right after it was not counted either" in bar_text(pad)


def test_less_than_nothing_is_refused(workplace: FakeWorkplace, pad: PadPage) -> None:
    refused: list[object] = []
    pad.counting.refused.connect(refused.append)
    press_all(pad, "- C")
    assert totals(workplace) == {}
    assert isinstance(refused[0].error, NegativeCount)  # type: ignore[attr-defined]
    assert bar_text(pad).startswith("Not counted: 1 card less.")


def test_entries_under_way_are_finished_when_the_vault_locks(opener: Opener, workplace: FakeWorkplace) -> None:
    workplace.vault.now_state = "open"
    pad, lane = held_pad(opener, workplace)
    press_all(pad, "4 C W")
    press(pad, Qt.Key.Key_F9)
    states = []
    while lane.waiting:
        lane.let_go()
        states.append(workplace.vault.now_state)
    assert [list(entry.values()) for entry in workplace.shifts.recorded] == [[4, 1], [1]]
    assert states == ["open", "open", "locked"]
