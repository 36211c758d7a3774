# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures show every page, and change nothing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from outreach_app.ui.palette import DAY, NIGHT
from outreach_app.ui.screenshots import take
from ui.fakes import RESOURCES, FakeWorkplace, open_shift


def test_every_page_is_taken_in_every_look(qapp: QApplication, workplace: FakeWorkplace, tmp_path: Path) -> None:
    workplace.shifts.open = open_shift(workplace.shifts.of)
    taken = take(
        workplace, "open sesame", RESOURCES, tmp_path / "pictures", palettes=(DAY, NIGHT), languages=("pseudo",)
    )
    names = {path.name for path in (tmp_path / "pictures").iterdir()}
    assert len(names) == taken
    wanted = ("unlock", "pad", "pad-needs", "close", "find", "find-answer", "settings", "keys")
    assert {f"{page}-{look}-pseudo.png" for page in wanted for look in ("day", "night")} <= names
    ground = QImage(str(tmp_path / "pictures" / "unlock-night-pseudo.png")).pixelColor(2, 2)
    assert ground.name() == NIGHT.ground


def test_nothing_is_counted_or_sent_for_a_picture(qapp: QApplication, workplace: FakeWorkplace, tmp_path: Path) -> None:
    workplace.shifts.open = open_shift(workplace.shifts.of)
    take(workplace, "open sesame", RESOURCES, tmp_path, palettes=(DAY,))
    assert workplace.shifts.recorded == []
    assert workplace.shifts.submitted == []
    assert workplace.vault.now_state == "locked"
