# SPDX-License-Identifier: GPL-3.0-or-later
"""Every colour of words on every ground that it stands on can be read."""

from __future__ import annotations

import pytest

from outreach_app.ui.palette import DAY, NIGHT, PALETTES, RED, Palette, by_code, contrast, following, luminance

GROUNDS = ("ground", "panel", "raised", "accent_ground")
WORDS = ("text", "quiet", "accent", "good", "care", "stop")


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.code)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("words", WORDS)
def test_words_reach_their_contrast_on_every_ground(palette: Palette, ground: str, words: str) -> None:
    colours = palette.colours()
    least = 7.0 if palette is NIGHT and words == "text" else 4.5
    assert contrast(colours[words], colours[ground]) >= least


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.code)
def test_hide_and_refused_tiles_can_be_read(palette: Palette) -> None:
    for words in ("text", "stop"):
        assert contrast(palette.colours()[words], palette.hide_ground) >= 4.5


def test_no_pure_white_at_night_and_black_ground_in_red() -> None:
    assert "#ffffff" not in NIGHT.colours().values()
    assert RED.ground == "#000000"
    assert (RED.text, RED.accent) == ("#ff5a4a", "#ff5a4a")


def test_red_holds_shades_of_red_only() -> None:
    for colour in RED.colours().values():
        red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
        assert red >= 2 * green or red == green == blue == 0
        assert red >= 2 * blue or red == green == blue == 0


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert luminance("#ff0000") == pytest.approx(0.2126)


def test_f8_walks_through_all_and_comes_back() -> None:
    assert [following(DAY), following(NIGHT), following(RED)] == [NIGHT, RED, DAY]
    assert by_code("of a later version") is DAY
