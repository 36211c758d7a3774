# SPDX-License-Identifier: GPL-3.0-or-later
"""The coordinator's page as a person sees it: each part, filled and empty, ready to be looked at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QWidget

from outreach_app.domain.desk import Conflict
from outreach_app.domain.directory import Entry
from outreach_app.domain.directory_import import ImportOrder, RowProblem
from outreach_app.domain.listing import ListingLine
from outreach_app.ui.application import Window
from outreach_app.ui.dialogs.invitation import InvitationDialog
from outreach_app.ui.pages.coalition import CoalitionPage
from outreach_app.ui.pages.coalition_desk_areas import AreasPart
from outreach_app.ui.pages.coalition_desk_bring import BringPart
from outreach_app.ui.pages.coalition_desk_check import CheckPart
from outreach_app.ui.pages.coalition_desk_entries import EntriesPart
from outreach_app.ui.pages.coalition_desk_give import GivePart
from outreach_app.ui.pages.coalition_desk_words import WordsPart
from outreach_app.ui.pages.coalition_directory import DirectoryPart
from outreach_app.ui.pages.coalition_guide import GuidePart
from outreach_app.ui.pages.coalition_laptops import LaptopsPart
from outreach_app.ui.pages.coalition_part import CoalitionPart, Part
from outreach_app.ui.pages.coalition_report import ReportPart
from outreach_app.ui.pages.coalition_shifts import ShiftsPart
from outreach_app.ui.pages.coalition_start import StartPart
from ui.fake_coalition import checklist, imported
from ui.fake_directory import TODAY, practice_entries
from ui.fakes import RESOURCES, FakeWorkplace

P = TypeVar("P", bound=CoalitionPart)
TRAINING = RESOURCES / "directory" / "training.json"


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


D = TypeVar("D", bound=Part)


def desk_part(page: CoalitionPage, kind: type[D]) -> D:
    """Bring a part of the directory desk on top; the desk itself is on top already or was."""
    codes = {BringPart: "bring", EntriesPart: "entries", CheckPart: "check", GivePart: "give", WordsPart: "words",
             AreasPart: "areas"}  # fmt: skip
    directory = part(page, DirectoryPart)
    directory.go(codes[kind])
    settled(directory)
    found = directory.parts[codes[kind]]
    assert isinstance(found, kind)
    return found


def bring_part(made: Window, workplace: FakeWorkplace) -> BringPart:
    return desk_part(coalition(made, workplace), BringPart)


def entries_part(made: Window, workplace: FakeWorkplace) -> EntriesPart:
    return desk_part(coalition(made, workplace), EntriesPart)


def filled(workplace: FakeWorkplace) -> None:
    """The practice town, with one of everything that can be said of an entry."""
    workplace.kept.fill(practice_entries())
    kept = list(workplace.kept.kept.values())
    kept[1].entry = replace(kept[1].entry, discreet_name="Mill Street 4", fees="nothing")
    kept[2].recalled_on = TODAY
    kept[3].gone_on = TODAY
    kept[4].entry = replace(kept[4].entry, guessed=("need:shelter", "id_required", "minimum_age"), verified_on=None)
    kept[5].conflicts = (Conflict("name", "Old Mill Beds", "Old Mill Shelter"), Conflict("fees", "free", "$5 a night"))
    kept[6].entry = replace(kept[6].entry, verified_on=None)


def show_directory(made: Window, workplace: FakeWorkplace) -> QWidget:
    return settled(bring_part(made, workplace))


def show_sources(made: Window, workplace: FakeWorkplace) -> QWidget:
    filled(workplace)
    workplace.kept.fill(practice_entries()[:20], "Region 2-1-1")
    workplace.desk.begin(ImportOrder("/there/town.json", "hsds", "Region 2-1-1"), stop=lambda: True)
    return settled(bring_part(made, workplace))


def show_order(made: Window, workplace: FakeWorkplace) -> QWidget:
    filled(workplace)
    workplace.kept.fill(practice_entries()[:20], "Region 2-1-1")
    workplace.looking.form = "csv"
    found = bring_part(made, workplace)
    found.open_path(Path("/there/our list of places.csv"))
    return settled(found)


def show_address(made: Window, workplace: FakeWorkplace) -> QWidget:
    found = bring_part(made, workplace)
    found.open_address()
    found.form.read_wanted()
    return settled(found)


def changed_town() -> tuple[Entry, ...]:
    """The practice town some months later: entries are new, changed and gone."""
    entries = list(practice_entries())
    entries[0] = replace(entries[0], name=entries[0].name + " House", fees="free")
    entries[1] = replace(entries[1], discreet_name="Mill Street", phones=())
    entries[7] = replace(entries[7], opening=(), eligibility="Anyone who comes to the door. " * 12)
    return (*entries[:50], replace(entries[50], id="00000000-0000-0000-0000-000000000099", name="A new place"))


def difference_part(made: Window, workplace: FakeWorkplace) -> BringPart:
    """Another import of the practice town, months later, waits to be decided about."""
    filled(workplace)
    found = bring_part(made, workplace)
    workplace.desk.coming = changed_town()
    workplace.desk.problems = (RowProblem(3, "phones[0].number", "not_a_phone"), RowProblem(9, "name", "missing"))
    found.read(ImportOrder("/there/town.json", "hsds", "training"))
    settled(found)
    assert found.difference is not None
    found.difference.segments.choose("changed")
    settled(found)
    return found


def show_difference(made: Window, workplace: FakeWorkplace) -> QWidget:
    return difference_part(made, workplace)


def show_problems(made: Window, workplace: FakeWorkplace) -> QWidget:
    found = difference_part(made, workplace)
    assert found.difference is not None
    found.difference.segments.choose("problems")
    return settled(found)


def show_entries(made: Window, workplace: FakeWorkplace) -> QWidget:
    filled(workplace)
    return settled(entries_part(made, workplace))


def show_no_entries(made: Window, workplace: FakeWorkplace) -> QWidget:
    return settled(entries_part(made, workplace))


def show_editor(made: Window, workplace: FakeWorkplace) -> QWidget:
    """With conflicts, guesses and an edit."""
    filled(workplace)
    kept = list(workplace.kept.kept.values())
    kept[5].entry = replace(kept[5].entry, guessed=("need:shelter", "id_required"), fees="free")
    found = entries_part(made, workplace)
    found.open_entry(kept[5].entry.id)
    return settled(found)


def show_check(made: Window, workplace: FakeWorkplace) -> QWidget:
    filled(workplace)
    first = next(iter(workplace.kept.kept))
    workplace.listings.lines = (
        ListingLine(first, "no_answer", TODAY, 3), ListingLine(first, "number_wrong", TODAY, 1),
    )  # fmt: skip
    return settled(desk_part(coalition(made, workplace), CheckPart))


def show_nothing_to_check(made: Window, workplace: FakeWorkplace) -> QWidget:
    return settled(desk_part(coalition(made, workplace), CheckPart))


def show_give(made: Window, workplace: FakeWorkplace) -> QWidget:
    return settled(desk_part(coalition(made, workplace), GivePart))


def show_words(made: Window, workplace: FakeWorkplace) -> QWidget:
    return settled(desk_part(coalition(made, workplace), WordsPart))


def show_rules(made: Window, workplace: FakeWorkplace) -> QWidget:
    found = desk_part(coalition(made, workplace), WordsPart)
    found.segments.choose("rules")
    return settled(found)


def show_areas(made: Window, workplace: FakeWorkplace) -> QWidget:
    workplace.coalition.codes = {"G1": ("64101", "64102", "64105")}
    return settled(desk_part(coalition(made, workplace), AreasPart))


def show_guide(made: Window, workplace: FakeWorkplace) -> QWidget:
    return settled(part(coalition(made, workplace), GuidePart))
