# SPDX-License-Identifier: GPL-3.0-or-later
"""What the coordinator's page calls, in memory; the directory desk stands in `fake_desk.py`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from outreach_app.domain.device import IssuedInvitation, Member
from outreach_app.domain.errors import CompanionError
from outreach_app.domain.report import CountRow, ImportedShift, ReportQuery, ReportRow, summed
from outreach_app.formats.tidy_csv import report_csv
from outreach_app.services.coalition import CheckItem
from outreach_app.services.enrolment import MadeInvitation
from ui.fake_directory import TODAY
from ui.fake_ways_in import Door, FakeEnrolment

CODE = "ABCD-EFGH-J"
MEMBERS = (
    Member("a1" * 16, "00" * 32, "age1office", "coordinator", "", "active", "b1" * 16),
    Member("a2" * 16, "00" * 32, "age1north", "worker", "T1", "active", "b2" * 16),
    Member("a3" * 16, "00" * 32, "age1south", "lead", "T2", "revoked", "b3" * 16),
)
INVITATIONS = (
    IssuedInvitation("11" * 32, "c1" * 16, "worker", "T2", "2026-12-05"),
    IssuedInvitation("22" * 32, "c2" * 16, "adviser", "", "2026-11-02"),
)


def checklist(*done: str) -> tuple[CheckItem, ...]:
    """The four things to set up, some of them done."""
    return tuple(CheckItem(code, code in done) for code in ("mailbox", "directory", "first_laptop", "first_shift"))


def imported(count: int) -> tuple[ImportedShift, ...]:
    """So many shifts, newest first, no two alike."""
    return tuple(
        ImportedShift(
            f"{number:032x}", 1 + (number % 7 == 3), date.fromordinal(TODAY.toordinal() - number // 2),
            ("day", "evening", "night", "late")[number % 4], ("T1", "T2")[number % 2], "a2" * 16,
            contacts=(number * 37) % 101, visits=number % 13, items=(number * 11) % 90, referrals=number % 5,
            minutes=15 * (1 + number % 30), workers=2 + number % 3, withdrawn=number % 50 == 49,
        )
        for number in range(count)
    )  # fmt: skip


class FakeLaptops(FakeEnrolment):
    """Invites at once; `problem` is raised where a test sets it."""

    def __init__(self, vault: Door) -> None:
        super().__init__(vault)
        self.invited: list[tuple[str, str]] = []

    def invite(self, role: str, team: str) -> MadeInvitation:
        if self.problem is not None:
            raise self.problem
        self.invited.append((role, team))
        return MadeInvitation("a sealed invitation", CODE, date(2026, 12, 5), role, team)

    def laptops(self) -> tuple[Member, ...]:
        return MEMBERS

    def open_invitations(self) -> tuple[IssuedInvitation, ...]:
        return INVITATIONS


class FakeImported:
    """What came in so far."""

    def __init__(self) -> None:
        self.lines: tuple[ImportedShift, ...] = ()

    def shifts(self) -> tuple[ImportedShift, ...]:
        return self.lines


class FakeReports:
    """Sums a few counts by the real rules."""

    def __init__(self) -> None:
        self.counts: tuple[CountRow, ...] = (
            CountRow(date(2026, 11, 3), "Z01", "C_ENGAGED", "", "", 9),
            CountRow(date(2026, 11, 3), "Z02", "C_BRIEF", "", "", 4),
            CountRow(date(2026, 11, 3), "", "U_*", "shelter", "full", 2),
            CountRow(date(2026, 11, 4), "", "S_HOURS", "", "", 195),
            CountRow(date(2026, 10, 20), "Z01", "C_ENGAGED", "", "", 5),
        )

    def table(self, query: ReportQuery) -> tuple[ReportRow, ...]:
        return summed((row for row in self.counts if query.start <= row.operating_date <= query.end), query)

    def save_csv(self, query: ReportQuery, path: Path) -> int:
        rows = self.table(query)
        path.write_bytes(report_csv(rows))
        return len(rows)


class FakeReleases:
    """Counts how often this laptop's own directory was built anew."""

    def __init__(self) -> None:
        self.refreshed = 0
        self.problem: CompanionError | None = None

    def refresh_own(self) -> None:
        if self.problem is not None:
            raise self.problem
        self.refreshed += 1
