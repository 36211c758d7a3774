# SPDX-License-Identifier: GPL-3.0-or-later
"""What the pages under Coalition call, as the window sees it: laptops, shifts, report, directory desk."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from outreach_app.domain.desk import SourceLine
from outreach_app.domain.device import IssuedInvitation, Member
from outreach_app.domain.directory import Entry
from outreach_app.domain.directory_import import Difference, ImportReport, Progress
from outreach_app.domain.report import ImportedShift, ReportQuery, ReportRow
from outreach_app.services.desk import HSDS
from outreach_app.services.enrolment import MadeInvitation
from outreach_app.ui.entry_desk import JoinDesk


class LaptopDesk(JoinDesk, Protocol):
    """Vault lane. Making an invitation derives a key: about a second."""

    def invite(self, role: str, team: str) -> MadeInvitation: ...
    def laptops(self) -> tuple[Member, ...]: ...
    def open_invitations(self) -> tuple[IssuedInvitation, ...]: ...


class ImportedDesk(Protocol):
    """Vault lane."""

    def shifts(self) -> tuple[ImportedShift, ...]: ...


class ReportDesk(Protocol):
    """Vault lane. `save_csv` returns how many rows were written."""

    def table(self, query: ReportQuery) -> tuple[ReportRow, ...]: ...
    def save_csv(self, query: ReportQuery, path: Path) -> int: ...


class SourceDesk(Protocol):
    """Directory lane. `preview` writes nothing; `accept` takes over whole or not at all."""

    def sources(self) -> tuple[SourceLine, ...]: ...
    def working_entries(self) -> tuple[Entry, ...]: ...
    def preview(
        self, path: Path, form: str = HSDS, *, source: str = "", on_progress: Progress | None = None
    ) -> Difference: ...
    def accept(self, difference: Difference) -> ImportReport: ...
    def import_training(self, path: Path) -> ImportReport: ...


class ReleaseDesk(Protocol):
    """Network lane: it calls the two others itself."""

    def refresh_own(self) -> None: ...
