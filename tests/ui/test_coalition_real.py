# SPDX-License-Identifier: GPL-3.0-or-later
"""The coordinator's page over the real services: a coalition founded, a laptop invited in the window, a directory
brought in, a night imported through a folder, and the figures saved as a file."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.bootstrap import Workplace, lowest_cost, open_workplace, today_utc
from outreach_app.services.lanes import threads
from outreach_app.ui.application import Window, build
from outreach_app.ui.choices import Choices
from outreach_app.ui.dialogs.invitation import InvitationDialog
from outreach_app.ui.pages.coalition import CoalitionPage
from outreach_app.ui.pages.coalition_directory import DirectoryPart
from outreach_app.ui.pages.coalition_guide import GuidePart
from outreach_app.ui.pages.coalition_laptops import LaptopsPart
from outreach_app.ui.pages.coalition_report import ReportPart
from outreach_app.ui.pages.coalition_shifts import ShiftsPart
from outreach_app.ui.pages.coalition_start import StartPart
from ui.coalition_screens import part
from ui.fakes import RESOURCES

PASSPHRASE = "winter garden lamp 9 rope"
SLIP = RESOURCES / "training" / "night_slip.json"
PATIENCE = 20_000


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Workplace]:
    """The coordinator's laptop, founded, with a folder that the counts travel through."""
    (tmp_path / "mail").mkdir()
    place = open_workplace(tmp_path / "office", lanes=threads(), cost=lowest_cost())
    place.lanes.vault.call(lambda: place.founding.found("Marlow Bend", PASSPHRASE, mailbox=str(tmp_path / "mail")))
    yield place
    place.close()


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, office: Workplace) -> Iterator[Window]:
    """The window over it."""
    made = build(office, Choices(palette="day"), RESOURCES)
    made.window.show()
    qtbot.waitUntil(lambda: made.window.workroom is not None, timeout=PATIENCE)  # the vault is open already
    yield made
    qapp.removeEventFilter(made.watch)
    made.watch.deleteLater()
    made.desk.leave()
    made.window.hide()
    made.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_from_founding_to_a_saved_report(qtbot: QtBot, window: Window, office: Workplace, tmp_path: Path) -> None:
    def until(reached: Callable[[], bool]) -> None:
        qtbot.waitUntil(reached, timeout=PATIENCE)

    window.desk.go("coalition")
    assert window.window.workroom is not None
    page = window.window.workroom.pages["coalition"]
    assert isinstance(page, CoalitionPage)

    start = part(page, StartPart)
    until(lambda: len(start.rows) == 4)
    assert start.rows["mailbox"].state.words.text() == "set up"
    assert start.rows["directory"].state.words.text() == "to do"  # help lines alone are no directory
    assert start.rows["first_laptop"].state.words.text() == "to do"

    directory = part(page, DirectoryPart)
    until(directory.training_button.isVisible)
    directory.training_button.click()
    until(lambda: directory.state.words.text() == "60 entries can be searched")

    part(page, StartPart).arrive()
    until(lambda: start.rows["directory"].state.words.text() == "brought in")

    guide = part(page, GuidePart)
    until(lambda: guide.table is not None and guide.table.rows.rowCount() == 35)

    text, code = invited(page, window, until, tmp_path / "north.txt")
    office.lanes.network.call(office.sync.run)
    send_a_night(tmp_path, text, code)
    office.lanes.network.call(office.sync.run)

    laptops = part(page, LaptopsPart)
    laptops.arrive()
    until(lambda: laptops.table is not None and [one.state for one in laptops.table.rows.records] == ["in use"] * 2)
    shifts = part(page, ShiftsPart)
    until(lambda: shifts.table is not None and shifts.table.rows.rowCount() == 1)
    assert shifts.said.text().startswith("1 shift · ")

    report = part(page, ReportPart)
    until(lambda: report.profile is not None)
    until(lambda: report.table is not None and report.table.rows.rowCount() > 20)
    report.save_to(tmp_path / "figures.csv")
    until((tmp_path / "figures.csv").exists)
    with (tmp_path / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert report.table is not None
    until(lambda: report.table is not None and report.table.rows.rowCount() == len(rows))
    contacts = sum(int(row["value"]) for row in rows if row["measure"] in {"C_BRIEF", "C_ENGAGED"})
    assert shifts.said.text() == f"1 shift · {contacts} contacts"


def invited(
    page: CoalitionPage, window: Window, until: Callable[[Callable[[], bool]], None], path: Path
) -> tuple[str, str]:
    """Invite in the window, and save the file; returns its text and the code read aloud."""
    laptops = part(page, LaptopsPart)
    until(lambda: laptops.team.count() > 0)
    laptops.invite_button.click()
    assert not laptops.invite_button.isEnabled()
    until(lambda: bool(window.desk.dialogs))
    dialog = window.desk.dialogs[-1]
    assert isinstance(dialog, InvitationDialog)
    dialog.save_to(path)
    until(path.exists)
    code = dialog.code.text()
    dialog.accept()
    return path.read_text(encoding="utf-8"), code


def send_a_night(tmp_path: Path, text: str, code: str) -> None:
    """Another laptop joins, counts a night from paper slips, and sends it."""
    laptop = open_workplace(tmp_path / "laptop", cost=lowest_cost())
    laptop.enrolment.join(text, code, PASSPHRASE + " two")
    laptop.sync.run()
    slip = json.loads(SLIP.read_bytes()) | {"date": (today_utc() - timedelta(days=1)).isoformat()}
    laptop.slips.log(json.dumps(slip).encode(), SLIP.name)
    laptop.sync.run()
    laptop.close()
