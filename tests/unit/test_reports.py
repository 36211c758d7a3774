# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside figures: every combination of what is kept apart gives the same totals, and says who may see them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from coalitions import NIGHT_CONTACTS, Coalition, coalition

from outreach_app.domain.errors import BadField, DiskFull, FileMissing, RoleMayNot
from outreach_app.domain.report import DIMENSIONS, ReportQuery, ReportRow

NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))
ALL = [tuple(some) for size in range(4) for some in combinations(DIMENSIONS, size)]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coalition]:
    """Two nights in November and one in December, imported."""
    made = coalition(tmp_path_factory.mktemp("reports"))
    made.night(0)
    made.night(1)
    made.night(0, date="2026-12-01")
    for place in (*made.laptops, made.office):
        made.sync(place)
    yield made
    made.close()


def rows(
    world: Coalition, by: tuple[str, ...] = DIMENSIONS, days: tuple[date, date] = NOVEMBER
) -> tuple[ReportRow, ...]:
    """A table."""
    return world.office.reports.table(ReportQuery(*days, by))


def test_each_figure_stands_once(world: Coalition) -> None:
    found = {(row.zone, row.measure, row.option, row.reason): row.value for row in rows(world)}
    assert len(found) == len(rows(world))
    assert found["Z01", "C_BRIEF", "", ""] == 2 * 9
    assert found["Z02", "M_LEFT", "", ""] == 2 * 20
    assert found["", "D_AGE", "unknown", ""] == 2 * 7
    assert found["", "U_*", "shelter", "full"] == 2 * 3
    assert found["", "S_HOURS", "", ""] == 2 * 210
    assert found["", "S_WORKERS", "", ""] == 2 * 2
    assert found["Z01", "S_STOPS", "late", ""] == 2 * 3


@pytest.mark.parametrize("by", ALL, ids=lambda by: ",".join(by) or "nothing")
def test_every_combination_adds_up_to_the_same_contacts(world: Coalition, by: tuple[str, ...]) -> None:
    found = rows(world, by)
    contacts = sum(row.value for row in found if row.measure in {"C_BRIEF", "C_ENGAGED", "C_TOTAL"})
    assert contacts == 2 * NIGHT_CONTACTS
    assert all(bool(row.zone) <= ("zone" in by) for row in found)
    assert {row.period for row in found} == ({"2026-11"} if "month" in by else {"2026-11-01/2026-11-30"})
    assert ("C_TOTAL" in {row.measure for row in found}) == ("measure" not in by)


def test_months_stay_apart_and_days_are_inside(world: Coalition) -> None:
    both = rows(world, ("month",), (date(2026, 11, 20), date(2026, 12, 1)))
    assert [(row.period, row.value) for row in both] == [("2026-11", 120), ("2026-12", 60)]
    assert rows(world, ("month",), (date(2026, 11, 21), date(2026, 11, 30))) == ()
    assert rows(world, (), (date(2026, 11, 20), date(2026, 11, 20)))[0].value == 120


def test_a_withdrawn_shift_is_in_no_figure(tmp_path: Path) -> None:
    made = coalition(tmp_path, laptops=1)
    forger = made.forger()
    body = forger.summary()
    forger.say(body)
    empty: dict[str, object] = {"zones": [], "age": {}, "referrals": {}, "not_met": {}, "measures": {}}
    forger.say({**body, **empty, "revision": 2, "replaces": forger.head, "withdrawn": True})
    made.sync(made.office)
    assert rows(made) == ()
    made.close()


@pytest.mark.parametrize(
    ("query", "field"),
    [
        (ReportQuery(NOVEMBER[1], NOVEMBER[0]), "to"),
        (ReportQuery(*NOVEMBER, ("zone", "worker")), "by"),
    ],
)
def test_what_cannot_be_asked_is_named(world: Coalition, query: ReportQuery, field: str) -> None:
    with pytest.raises(BadField) as raised:
        world.office.reports.table(query)
    assert raised.value.field == field


def test_a_worker_sees_no_figures(world: Coalition) -> None:
    with pytest.raises(RoleMayNot):
        world.laptops[0].reports.table(ReportQuery(*NOVEMBER))


def test_a_file_is_whole_or_not_there(world: Coalition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "Bericht ü.csv"
    assert world.office.reports.save_csv(ReportQuery(*NOVEMBER), out) == len(rows(world))
    before = out.read_bytes()
    assert len(before.splitlines()) == len(rows(world)) + 1

    def full(_path: Path, _data: bytes) -> None:
        raise DiskFull("out")

    with monkeypatch.context() as patched:
        patched.setattr(world.office.reports, "_save", full)
        with pytest.raises(DiskFull):
            world.office.reports.save_csv(ReportQuery(*NOVEMBER), out)
    assert out.read_bytes() == before
    with pytest.raises(FileMissing):
        world.office.reports.save_csv(ReportQuery(*NOVEMBER), tmp_path / "none" / "a.csv")
