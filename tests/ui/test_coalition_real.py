# SPDX-License-Identifier: GPL-3.0-or-later
"""The coordinator's page over the real services: a coalition founded, a laptop invited in the window, a directory
brought in, a night imported through a folder, and the figures saved as a file."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.bootstrap import Workplace, lowest_cost, open_workplace, today_utc
from outreach_app.services.lanes import threads
from outreach_app.ui.application import Window, build
from outreach_app.ui.choices import Choices
from outreach_app.ui.dialogs.invitation import InvitationDialog
from outreach_app.ui.dialogs.question import Question
from outreach_app.ui.pages.coalition import CoalitionPage
from outreach_app.ui.pages.coalition_desk_bring import BringPart
from outreach_app.ui.pages.coalition_desk_entries import EntriesPart
from outreach_app.ui.pages.coalition_desk_give import GivePart
from outreach_app.ui.pages.coalition_difference import DifferenceView
from outreach_app.ui.pages.coalition_directory import DirectoryPart
from outreach_app.ui.pages.coalition_guide import GuidePart
from outreach_app.ui.pages.coalition_laptops import LaptopsPart
from outreach_app.ui.pages.coalition_report import ReportPart
from outreach_app.ui.pages.coalition_shifts import ShiftsPart
from outreach_app.ui.pages.coalition_start import StartPart
from outreach_app.ui.widgets.entry_field import LineField
from ui.coalition_screens import desk_part, part
from ui.fakes import RESOURCES
from ui.hands import write

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

    part(page, DirectoryPart)
    bring = desk_part(page, BringPart)
    until(bring.training_button.isVisible)
    bring.training_button.click()
    until(lambda: bring.state.words.text() == "60 entries can be searched")

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


FIRST = """Agency,Service,Tel,Street,City,Cost,Hours
Harbor Center,Harbor beds,816 555 0101,1 Ferry Street,Marlow Bend,free,24 hours a day
Mill House,Mill kitchen,816 555 0102,2 Mill Street,Marlow Bend,,Mon-Fri 9am-5pm
Old Depot,Depot showers,816 555 0103,3 Depot Road,Marlow Bend,$1,
"""
SECOND = FIRST.replace("free", "$5 a night").replace("816 555 0102", "816 555 0199")


def test_a_table_is_brought_in_edited_settled_checked_recalled_and_given_out(
    qtbot: QtBot, window: Window, office: Workplace, tmp_path: Path
) -> None:
    def until(reached: Callable[[], bool]) -> None:
        qtbot.waitUntil(reached, timeout=PATIENCE)

    window.desk.go("coalition")
    assert window.window.workroom is not None
    page = window.window.workroom.pages["coalition"]
    assert isinstance(page, CoalitionPage)
    part(page, DirectoryPart)
    bring = desk_part(page, BringPart)
    until(bring.training_button.isVisible)

    # the table is recognised, its columns guessed, corrected, and a part of it taken over
    read(bring, until, tmp_path / "places.csv", FIRST)
    view = difference(bring, until)
    assert (view.preview.added, view.preview.gone) == (3, 0)
    until(lambda: view.models["added"].record_at(2) is not None)
    shower = next(row for row in range(3) if "showers" in str(view.models["added"].index(row, 1).data()))
    view.tables["added"].ticked.emit(shower)  # type: ignore[attr-defined]  # each list of changes has ticks
    view.accept_button.click()
    until(lambda: bring.state.words.text() == "2 entries can be searched")

    # one of the two is edited
    entries = desk_part(page, EntriesPart)
    open_one(entries, until, "beds")
    fees = entries.editor.fields["fees"]
    assert isinstance(fees, LineField)
    fees.line.selectAll()
    write(fees.line, "nothing the first night")
    entries.save()
    until(lambda: "fees" in (entries.editor.opened.edited if entries.editor.opened else ()))

    # the source changes the same field: the edit stays until it is settled
    bring = desk_part(page, BringPart)
    read(bring, until, tmp_path / "places.csv", SECOND)
    view = difference(bring, until)
    assert (view.preview.added, view.preview.changed, view.preview.conflicts) == (1, 2, 1)
    view.segments.choose("added")
    view.none_button.click()
    view.accept_button.click()
    until(lambda: bring.step == "idle" and bring.sources[0].entries == 2)
    entries = desk_part(page, EntriesPart)
    entries.back()
    open_one(entries, until, "beds")
    assert fees.line.text() == "nothing the first night"
    until(entries.editor.conflicts.isVisible)
    entries.editor.settled.emit("fees", "theirs")
    until(lambda: not entries.editor.conflicts.isVisible())
    assert fees.line.text() == "$5 a night"

    # checked by this seat today, then given out with what the check says
    entries.verify("call")
    until(lambda: bool(entries.editor.opened and entries.editor.opened.entry.verified_how == "call"))
    opened = entries.editor.opened
    assert opened is not None
    assert opened.entry.verified_by == (window.desk.seat.label if window.desk.seat else "")
    give = desk_part(page, GivePart)
    give.export_to(tmp_path / "out.json")
    until((tmp_path / "out.json").exists)
    until(give.export_button.isEnabled)
    assert "Harbor beds" in (tmp_path / "out.json").read_text(encoding="utf-8")
    give.booklet_to(tmp_path / "help.pdf")
    until(lambda: give.booklet_button.isEnabled() and (tmp_path / "help.pdf").exists())
    document = pypdfium2.PdfDocument((tmp_path / "help.pdf").read_bytes())
    told = " ".join(pdf_page.get_textpage().get_text_bounded() for pdf_page in document)
    document.close()
    assert "816 555 0101" in told

    # recalled: hidden here at once
    entries = desk_part(page, EntriesPart)
    assert found(office, "harbor beds")
    entries.ask_recall()
    question = window.desk.dialogs[-1]
    assert isinstance(question, Question)
    question.answers[0].click()
    until(lambda: not found(office, "harbor beds"))
    until(lambda: entries.recall_button.words.text() == "Bring it back")


def read(bring: BringPart, until: Callable[[Callable[[], bool]], None], path: Path, text: str) -> None:
    """Choose a table, correct its columns, and read it."""
    path.write_text(text, encoding="utf-8")
    bring.open_path(path)
    mapping = bring.form.mapping
    until(lambda: mapping.isVisible() and bring.form.read_button.isEnabled())
    for name, column in (("name", "Service"), ("organization", "Agency"), ("fees", "Cost")):
        mapping.choose(name, column)
    until(lambda: {entry.name for entry in mapping.table.rows.records} >= {"Harbor beds", "Mill kitchen"})
    until(bring.form.read_button.isEnabled)
    bring.form.read_button.click()


def difference(bring: BringPart, until: Callable[[Callable[[], bool]], None]) -> DifferenceView:
    """What the import would change, once it is read."""
    until(lambda: bring.difference is not None)
    assert bring.difference is not None
    return bring.difference


def open_one(entries: EntriesPart, until: Callable[[Callable[[], bool]], None], words: str) -> None:
    """Search for an entry and open it with Enter."""
    entries.search.setText(words)
    until(lambda: entries.lines.rowCount() == 1)
    entries.search.entered.emit()
    until(lambda: entries.editor.opened is not None)


def found(office: Workplace, words: str) -> bool:
    """Whether a worker's search on this laptop shows it."""
    search = office.directory.search
    now = datetime.now(UTC)
    answer = office.lanes.directory.call(lambda: search(words, now=now))
    return any(one.entry.name == "Harbor beds" for one in answer.results)


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
