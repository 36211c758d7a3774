# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of languages as people write them."""

from __future__ import annotations

import pytest

from outreach_app.formats.hsds_vocabulary import LANGUAGES, named_languages


@pytest.mark.parametrize(
    ("text", "codes", "unknown"),
    [("English, Spanish & Somali", ["en", "es", "so"], []), ("English and Spanish", ["en", "es"], []),
     ("inglés y español", ["en", "es"], []), ("en; es", ["en", "es"], []), ("spa/eng", ["es", "en"], []),
     ("Bilingual staff: Spanish", ["es"], []), ("Spanish speaking staff", ["es"], []),
     ("English (limited), Klingon", ["en"], ["klingon"]), ("Mandarin/Cantonese", ["zh"], []),
     ("American Sign Language (ASL)", ["ase"], []), ("Haitian Creole\nK'iche'", ["ht", "quc"], []), ("", [], [])],
)  # fmt: skip
def test_languages_in_a_text(text: str, codes: list[str], unknown: list[str]) -> None:
    assert named_languages(text) == (codes, unknown)


def test_every_code_has_its_shape() -> None:
    assert all(code.isascii() and code.islower() and len(code) in (2, 3) for code in LANGUAGES.values())
