# SPDX-License-Identifier: GPL-3.0-or-later
"""The coordinator's page as a person sees it: each part, filled and empty, ready to be looked at."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QWidget

from outreach_app.ui.application import Window
from outreach_app.ui.dialogs.invitation import InvitationDialog
from outreach_app.ui.pages.coalition import CoalitionPage
from outreach_app.ui.pages.coalition_directory import DirectoryPart
from outreach_app.ui.pages.coalition_guide import GuidePart
from outreach_app.ui.pages.coalition_laptops import LaptopsPart
from outreach_app.ui.pages.coalition_part import Part
from outreach_app.ui.pages.coalition_report import ReportPart
from outreach_app.ui.pages.coalition_shifts import ShiftsPart
from outreach_app.ui.pages.coalition_start import StartPart
from ui.fake_coalition import checklist, imported
from ui.fakes import RESOURCES, FakeWorkplace

P = TypeVar("P", bound=Part)
TRAINING = RESOURCES / "directory" / "training.json"
DIRTY = Path(__file__).parents[1] / "data"


def settled(root: QWidget) -> QWidget:
    """Words that wrap need a few turns until everything has its place."""
    for _ in range(4):
        QApplication.processEvents()
    return root


def coalition(made: Window, workplace: FakeWorkplace) -> CoalitionPage:
    """Unlocked as a coordinator, on the page."""
    workplace.vault.role = "coordinator"
    made.desk.take_seat(workplace.vault.seat())
    made.desk.go("coalition")
    settled(made.window)
    assert made.window.workroom is not None
    page = made.window.workroom.pages["coalition"]
    assert isinstance(page, CoalitionPage)
    return page


def part(page: CoalitionPage, kind: type[P]) -> P:
    """Bring a part on top."""
    codes = {StartPart: "start", LaptopsPart: "laptops", ShiftsPart: "shifts", ReportPart: "report",
             DirectoryPart: "directory", GuidePart: "guide"}  # fmt: skip
    page.go(codes[kind])
    settled(page)
    found = page.parts[codes[kind]]
    assert isinstance(found, kind)
    return found


def show_checklist(made: Window, workplace: FakeWorkplace) -> QWidget:
    workplace.coalition.items = checklist("mailbox", "directory")
    return settled(coalition(made, workplace))


def show_laptops(made: Window, workplace: FakeWorkplace) -> QWidget:
    return settled(part(coalition(made, workplace), LaptopsPart))


def show_invitation(made: Window, workplace: FakeWorkplace) -> QWidget:
    part(coalition(made, workplace), LaptopsPart).invite()
    settled(made.window)
    dialog = made.desk.dialogs[-1]
    assert isinstance(dialog, InvitationDialog)
    return dialog


def show_no_shifts(made: Window, workplace: FakeWorkplace) -> QWidget:
    return settled(part(coalition(made, workplace), ShiftsPart))


def show_shifts(made: Window, workplace: FakeWorkplace) -> QWidget:
    workplace.importing.lines = imported(200)
    return settled(part(coalition(made, workplace), ShiftsPart))


def show_report(made: Window, workplace: FakeWorkplace) -> QWidget:
    return settled(part(coalition(made, workplace), ReportPart))


def show_no_report(made: Window, workplace: FakeWorkplace) -> QWidget:
    workplace.reports.counts = ()
    return settled(part(coalition(made, workplace), ReportPart))


def show_directory(made: Window, workplace: FakeWorkplace) -> QWidget:
    return settled(part(coalition(made, workplace), DirectoryPart))


def show_difference(made: Window, workplace: FakeWorkplace) -> QWidget:
    found = part(coalition(made, workplace), DirectoryPart)
    found.bring_training()
    settled(found)
    found.source.setCurrentIndex(1)
    found.read(TRAINING)  # its dates were moved when it came in, so that there is something to see
    return settled(found)


def show_guide(made: Window, workplace: FakeWorkplace) -> QWidget:
    return settled(part(coalition(made, workplace), GuidePart))
