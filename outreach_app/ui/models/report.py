# SPDX-License-Identifier: GPL-3.0-or-later
"""A report's lines, with names instead of codes; the columns are those that the query keeps apart."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject

from outreach_app.domain.profile import Profile
from outreach_app.domain.report import ReportQuery, ReportRow
from outreach_app.ui.coalition_words import measure_name, month, option_name, value
from outreach_app.ui.models.rows import Column, Rows

translate = QCoreApplication.translate


class ReportLines(Rows[ReportRow]):
    """In the order of the file: period, zone, measure."""

    def __init__(self, profile: Profile, parent: QObject | None = None) -> None:
        self.profile = profile
        super().__init__(self._columns(ReportQuery.by), parent)

    def show_report(self, query: ReportQuery, lines: tuple[ReportRow, ...]) -> None:
        """The answer to a query."""
        self.beginResetModel()
        self.columns = self._columns(query.by)
        self.records = lines
        self.endResetModel()

    def _columns(self, by: tuple[str, ...]) -> tuple[Column[ReportRow], ...]:
        measures = self.profile.measure_set
        period = translate("coalition", "Month") if "month" in by else translate("coalition", "Dates")
        columns = [Column[ReportRow](period, lambda row: month(row.period), once=True)]
        if "zone" in by:
            columns.append(Column(translate("coalition", "Zone"), self._zone, once=True))
        columns.append(
            Column(translate("coalition", "Counted"), lambda row: measure_name(measures, row.measure), once=True,
                   wide=0 if "measure" in by else 240)
        )  # fmt: skip
        if "measure" in by:
            columns.append(
                Column(translate("coalition", "Of which"),
                       lambda row: option_name(row.measure, row.option, row.reason), wide=240)
            )  # fmt: skip
        figure = translate("coalition", "Count")
        return (*columns, Column(figure, lambda row: value(row.measure, row.value), trailing=True))

    def _zone(self, row: ReportRow) -> str:
        if not row.zone:
            return translate("coalition", "whole shift")
        known = self.profile.zones_by_code.get(row.zone)
        return f"{row.zone} · {known.name}" if known else row.zone
