# SPDX-License-Identifier: GPL-3.0-or-later
"""The style sheet is filled whole, and is the only place that knows a look."""

from __future__ import annotations

import re
from datetime import time
from pathlib import Path

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from outreach_app.ui.choices import Choices
from outreach_app.ui.palette import DAY, NIGHT, PALETTES, RED, Palette
from outreach_app.ui.theme import SCALES, Theme
from ui.fakes import RESOURCES

UI = Path(__file__).parents[2] / "outreach_app" / "ui"


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.code)
@pytest.mark.parametrize("scale", SCALES)
def test_every_placeholder_is_filled(qapp: QApplication, palette: Palette, scale: float) -> None:
    sheet = Theme(RESOURCES, palette, scale).style_sheet()
    assert "@" not in sheet
    assert palette.accent in sheet


def test_an_unknown_placeholder_is_an_error(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "app.qss").write_text("QWidget { color: @colour_of_magic@; }", encoding="utf-8")
    with pytest.raises(KeyError):
        Theme(tmp_path).style_sheet()


def test_text_sizes_follow_the_scale(qapp: QApplication) -> None:
    theme = Theme(RESOURCES, DAY, 2.0)
    assert theme.px(15) == 30
    assert "font-size: 30px" in theme.style_sheet()
    assert Theme(RESOURCES, DAY, 1.0).target == 44
    assert theme.target > 44


def test_the_bundled_family_is_used(qapp: QApplication) -> None:
    assert Theme(RESOURCES).family.startswith("Inter")


def test_no_colour_and_no_style_sheet_outside_the_theme() -> None:
    for path in UI.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if path.name != "palette.py":
            assert not re.search(r"#[0-9a-fA-F]{6}\b", text), path
        if path.name != "theme.py":
            assert "setStyleSheet" not in text, path
    for sheet in (RESOURCES / "styles").glob("*.qss"):
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b", sheet.read_text(encoding="utf-8")), sheet


def test_windows_are_born_in_the_ground(qapp: QApplication) -> None:
    theme = Theme(RESOURCES, NIGHT)
    theme.apply(qapp)
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == NIGHT.ground


@pytest.mark.parametrize(
    ("chosen", "hour", "expected"),
    [
        ("auto", time(12), DAY), ("auto", time(18), NIGHT), ("auto", time(3), NIGHT), ("auto", time(6), DAY),
        ("day", time(23), DAY), ("red", time(12), RED),
    ],
)  # fmt: skip
def test_night_comes_by_itself_and_a_choice_stays(chosen: str, hour: time, expected: Palette) -> None:
    assert Choices(palette=chosen).palette_at(hour) is expected


def test_an_evening_after_midnight_is_an_evening() -> None:
    choices = Choices()
    assert choices.palette_at(time(0, 30), evening=time(0, 15), morning=time(9)) is NIGHT
    assert choices.palette_at(time(23), evening=time(0, 15), morning=time(9)) is DAY
