# SPDX-License-Identifier: GPL-3.0-or-later
"""A kill at any step of an import leaves the old working copy or the whole new one, and what was staged can go on."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from desks import KEY, DeskAtWork, desk_at_work, place

from outreach_app.domain.directory import entry_id
from outreach_app.domain.directory_import import ImportOrder, Read
from outreach_app.store import desk_staging
from outreach_app.store.connection import Connection, integrity_problems, open_database

SERVICES = 700
POINTS = 40


def before() -> list[Read]:
    return [place(number) for number in range(SERVICES)]


def after() -> list[Read]:
    """Some the same, most changed, some gone, some new."""
    same = [place(number) for number in range(50)]
    return same + [place(number, fees="new") for number in range(50, SERVICES + 100) if number % 50]


def facts(desk: DeskAtWork) -> list[tuple[str, str, str]]:
    return sorted((entry.id, entry.fees, entry.alert) for entry in desk.service.content().entries)


def made(folder: Path) -> DeskAtWork:
    """A desk with a first import and two edits."""
    desk = desk_at_work(folder)
    desk.take(*before())
    for number in (3, 70):
        entry = desk.entries.entry(entry_id("county", str(number))).entry
        desk.entries.save(replace(entry, alert="ours"))
    return desk


def go_through(desk: DeskAtWork) -> None:
    """Import, stop, go on, accept."""
    desk.reader.reads = after()
    stops = iter([False, False, False, True])
    desk.service.begin(ImportOrder("/x/county.json", "hsds", "county"), stop=lambda: next(stops))
    desk.service.resume()
    desk.service.accept(remove_gone=True)


def test_a_kill_at_any_statement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_staging, "PIECE", 128)
    (tmp_path / "desk").mkdir()
    desk = made(tmp_path / "desk")
    old = facts(desk)
    shutil.copytree(tmp_path / "desk", tmp_path / "again")
    asked = [0]
    real_run, real_many = Connection.run, Connection.run_many
    points: set[int] = set()

    def left(self: Connection) -> None:
        asked[0] += 1
        if asked[0] in points and self.path == tmp_path / "again" / "desk.db":
            shutil.copytree(tmp_path / "again", tmp_path / f"killed-{asked[0]}")

    def run(self: Connection, *given: Any) -> Any:
        left(self)
        return real_run(self, *given)

    def run_many(self: Connection, *given: Any) -> None:
        left(self)
        real_many(self, *given)

    monkeypatch.setattr(Connection, "run", run)
    monkeypatch.setattr(Connection, "run_many", run_many)
    go_through(desk)
    steps, new = asked[0], facts(desk)
    desk.service.close()
    assert new != old
    assert steps > 2 * POINTS

    points |= {*range(1, steps, steps // POINTS), *range(steps - 25, steps + 1)}
    asked[0] = 0
    again = desk_at_work(tmp_path / "again", new=False)
    asked[0] = 0
    go_through(again)
    shutil.copytree(tmp_path / "again", tmp_path / "killed-at the end")
    again.service.close()
    points.clear()

    folders = sorted(tmp_path.glob("killed-*"))
    assert len(folders) >= POINTS
    outcomes = [outcome(folder, old, new) for folder in folders]
    assert {"old", "new", "staged"} <= set(outcomes)


def outcome(folder: Path, old: object, new: object) -> str:
    """What a kill left; whatever it is, the import can be made whole from there."""
    found = desk_at_work(folder, new=False)
    known, staged = facts(found), found.service.staged()
    assert known in (old, new), folder.name
    found.reader.reads = after()
    if known == old:
        if staged is None:
            found.service.begin(ImportOrder("/x/county.json", "hsds", "county"))
        else:
            found.service.resume()
        found.service.accept(remove_gone=True)
        assert facts(found) == new, folder.name
    else:
        assert staged is None, folder.name
    found.service.close()
    connection = open_database(folder / "desk.db", KEY)
    assert integrity_problems(connection) == [], folder.name
    unused = "SELECT count(*) FROM record WHERE number NOT IN (SELECT record FROM entry WHERE record IS NOT NULL)"
    assert connection.value(unused) == 0, folder.name
    connection.close()
    return "new" if known == new else "old" if staged is None else "staged"
