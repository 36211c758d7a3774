# SPDX-License-Identifier: GPL-3.0-or-later
"""Public holidays by the directory's zone of time."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from outreach_app.formats.public_holidays import country_of, public_holidays


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("America/Chicago", "US"), ("US/Central", "US"), ("America/Indiana/Knox", "US"), ("Europe/Berlin", "DE"),
        ("Europe/Amsterdam", "NL"), ("America/Sao_Paulo", "BR"), ("Brazil/East", "BR"), ("Asia/Kathmandu", "NP"),
        ("Asia/Katmandu", "NP"), ("Australia/Lord_Howe", "AU"), ("UTC", ""), ("Etc/UTC", ""), ("CET", ""), ("EST", ""),
        ("Nowhere/At_All", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_country_of_a_zone(zone: str, country: str) -> None:
    assert country_of(zone) == country


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        ("America/Chicago", date(2026, 12, 25), True),
        ("America/Chicago", date(2026, 7, 4), True),
        ("America/Chicago", date(2026, 7, 3), True),  # a Saturday's holiday is kept on the Friday
        ("America/Chicago", date(2026, 11, 26), True),
        ("America/Chicago", date(2026, 11, 25), False),
        ("Europe/Berlin", date(2026, 12, 26), True),
        ("Europe/Berlin", date(2026, 7, 4), False),
        ("America/Sao_Paulo", date(2026, 9, 7), True),
        ("Etc/UTC", date(2026, 12, 25), False),
        ("America/Chicago", date(1, 1, 1), False),
    ],
)
def test_holidays(zone: str, day: date, expected: bool) -> None:
    assert public_holidays(zone)(day) is expected


def test_the_library_is_loaded_by_the_first_question_only() -> None:
    script = (
        "import sys; from datetime import date; from outreach_app.formats.public_holidays import public_holidays\n"
        "ask = public_holidays('America/Chicago'); assert 'holidays' not in sys.modules\n"
        "assert ask(date(2026, 1, 1)); assert 'holidays' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
