# SPDX-License-Identifier: GPL-3.0-or-later
"""Imported shifts as a table. A line holds counts and codes; nothing in it is about a person."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject

from outreach_app.domain.profile import Profile
from outreach_app.domain.report import ImportedShift
from outreach_app.ui import words
from outreach_app.ui.coalition_words import hours
from outreach_app.ui.models.rows import Column, Rows
from outreach_app.ui.words import long_date

translate = QCoreApplication.translate


class ImportedShifts(Rows[ImportedShift]):
    """One line a shift, at its highest revision."""

    def __init__(self, profile: Profile | None, parent: QObject | None = None) -> None:
        teams = {team.code: team.name for team in profile.teams} if profile else {}
        bands = [code for code, _ in profile.bands] if profile else []
        super().__init__(
            (
                Column(translate("coalition", "Date"), lambda shift: long_date(shift.operating_date),
                       key=lambda shift: (shift.operating_date, _place(bands, shift.band), shift.shift_id)),
                Column(translate("coalition", "Part of day"), lambda shift: words.band(shift.band),
                       key=lambda shift: _place(bands, shift.band)),
                Column(translate("coalition", "Team"), lambda shift: teams.get(shift.team, shift.team)),
                _count(translate("coalition", "Contacts"), "contacts"),
                _count(translate("coalition", "Visits"), "visits"),
                _count(translate("coalition", "Items"), "items"),
                _count(translate("coalition", "Referrals"), "referrals"),
                Column(translate("coalition", "Hours"), lambda shift: hours(shift.minutes),
                       key=lambda shift: shift.minutes, trailing=True,
                       spoken=lambda shift: words.duration(shift.minutes)),
                _count(translate("coalition", "Workers"), "workers"),
                Column(translate("coalition", "Version"), _version, key=lambda shift: shift.revision, tone=_tone),
            ),
            parent,
        )  # fmt: skip


def _count(heading: str, field: str) -> Column[ImportedShift]:
    def figure(shift: ImportedShift) -> int:
        return int(getattr(shift, field))

    return Column(heading, lambda shift: f"{figure(shift)}", key=figure, trailing=True)


def _place(bands: list[str], band: str) -> int:
    return bands.index(band) if band in bands else len(bands)


def _version(shift: ImportedShift) -> str:
    if shift.withdrawn:
        return translate("coalition", "{number}, withdrawn").format(number=shift.revision)
    if shift.revision > 1:
        return translate("coalition", "{number}, corrected").format(number=shift.revision)
    return f"{shift.revision}"


def _tone(shift: ImportedShift) -> str:
    if shift.withdrawn:
        return "care"
    return "info" if shift.revision > 1 else ""
