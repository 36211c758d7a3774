# SPDX-License-Identifier: GPL-3.0-or-later
"""The body of a `shift-summary` statement, and the same shape as a person writes it from paper slips.

The wire form is final: see *What a summary holds* in `docs/FORMATS.md`. Blank is not zero: a breakdown that is not
counted is absent, one that is counted is there even when empty.
"""

from __future__ import annotations

from dataclasses import dataclass

from outreach_app.domain import codes
from outreach_app.domain.codes import (
    AGE,
    GENDER,
    HELLO,
    LANGUAGE,
    NO_THANKS,
    NOT_MET,
    REFERRED,
    TALKED,
    VISITS,
)
from outreach_app.domain.errors import BadField
from outreach_app.domain.reading import Fields
from outreach_app.domain.shift import MOST_MINUTES, MOST_WORKERS, ClosedShift, ShiftHead
from outreach_app.domain.tally import LANGUAGES, Cell, Totals

OPTION_FIELDS = {"age": (AGE, codes.AGES), "gender": (GENDER, codes.GENDERS), "language": (LANGUAGE, LANGUAGES),
                 "referrals": (REFERRED, codes.NEEDS)}  # fmt: skip
_ZONE_COUNTS = {"hello": HELLO, "talked": TALKED, "no_thanks": NO_THANKS}


@dataclass(frozen=True)
class Summary:
    """A shift as it travels; `replaces` is the hash of the statement that a correction replaces, or empty."""

    shift: ClosedShift
    replaces: str = ""

    def as_json(self) -> dict[str, object]:
        """The statement's body."""
        head = self.shift.head
        body: dict[str, object] = {
            "shift_id": head.shift_id,
            "revision": self.shift.revision,
            "replaces": self.replaces or None,
            "withdrawn": self.shift.withdrawn,
            "date": head.operating_date.isoformat(),
            "band": head.band,
            "team": head.team,
            "activity": head.activity,
            "profile_version": head.profile_version,
            "measure_set_version": head.measure_set_version,
            "workers": self.shift.workers,
            "minutes": self.shift.minutes,
            "zones": [_zone_json(self.shift, zone) for zone in self.shift.zones()],
        }
        body.update(_breakdowns_json(self.shift))
        body["measures"] = {
            cell.measure: count for cell, count in sorted(self.shift.counts.items())
            if not cell.zone and not cell.option
        }  # fmt: skip
        return body


def read_summary(fields: Fields) -> Summary:
    """A summary's body from another laptop; raises `BadField`. Codes are checked for shape, not against a profile."""
    head = ShiftHead(
        shift_id=fields.hexadecimal("shift_id", 16),
        team=fields.code("team"),
        operating_date=fields.iso_date("date"),
        band=fields.code("band", codes.BANDS),
        profile_version=fields.count("profile_version"),
        measure_set_version=fields.count("measure_set_version"),
        activity=fields.code("activity"),
    )
    revision = fields.count("revision", most=10_000)
    if revision < 1:
        raise BadField("revision", "too_small")
    replaces = fields.hexadecimal("replaces", 32) if fields.has("replaces") else ""
    withdrawn = fields.flag("withdrawn")
    workers, minutes = fields.count("workers", most=MOST_WORKERS), fields.count("minutes", most=MOST_MINUTES)
    counts: Totals = {}
    zones: set[str] = set()
    for zone, zone_counts in fields.items("zones", lambda zone: _read_zone(zone, head.band)):
        if zone in zones:
            raise BadField("zones", "twice")
        zones.add(zone)
        counts |= zone_counts
    more, breakdowns = read_breakdowns(fields)
    counts |= more | {Cell("", code): count for code, count in fields.counts("measures").items()}
    fields.done()
    if withdrawn and any(counts.values()):
        raise BadField("zones", "too_large")  # withdrawing is an empty revision
    shift = ClosedShift(head, workers, minutes, counts, breakdowns, revision, withdrawn)
    return Summary(shift, replaces)


def read_breakdowns(fields: Fields) -> tuple[Totals, frozenset[str]]:
    """Age, gender, language, referrals and needs not met; those absent are not counted."""
    counts: Totals = {}
    present: set[str] = set()
    for name, (measure, options) in OPTION_FIELDS.items():
        if not fields.has(name):
            continue
        present.add(measure)
        for option, count in fields.counts(name).items():
            if option not in options:
                raise BadField(f"{fields.path(name)}.{option}", "unknown_code")
            counts[Cell("", measure, option)] = count
    if fields.has("not_met"):
        present.add(NOT_MET)
        counts |= _read_not_met(fields.inner("not_met"))
    return counts, frozenset(present)


def _zone_json(shift: ClosedShift, zone: str) -> dict[str, object]:
    mine = {cell: count for cell, count in shift.counts.items() if cell.zone == zone}
    row: dict[str, object] = {"zone": zone}
    row["visits"] = {cell.option: count for cell, count in sorted(mine.items()) if cell.measure == VISITS and count}
    for name, measure in _ZONE_COUNTS.items():
        if Cell(zone, measure) in mine:
            row[name] = mine[Cell(zone, measure)]
    row["items"] = {
        cell.measure: count for cell, count in sorted(mine.items())
        if cell.measure != VISITS and cell.measure not in _ZONE_COUNTS.values()
    }  # fmt: skip
    return row


def _breakdowns_json(shift: ClosedShift) -> dict[str, object]:
    body: dict[str, object] = {}
    for name, (measure, _) in OPTION_FIELDS.items():
        if measure in shift.breakdowns:
            body[name] = {cell.option: count for cell, count in sorted(shift.counts.items())
                          if cell.measure == measure and count}  # fmt: skip
    if NOT_MET in shift.breakdowns:
        needs: dict[str, dict[str, int]] = {}
        for cell, count in sorted(shift.counts.items()):
            if cell.measure == NOT_MET and count:
                needs.setdefault(cell.option, {})[cell.reason] = count
        body["not_met"] = needs
    return body


def _read_zone(fields: Fields, _band: str) -> tuple[str, Totals]:
    zone = fields.code("zone")
    counts: Totals = {}
    for band, count in fields.counts("visits").items():
        if band not in codes.BANDS:
            raise BadField(f"{fields.path('visits')}.{band}", "unknown_code")
        counts[Cell(zone, VISITS, band)] = count
    counts |= read_zone_counts(fields, zone)
    fields.done()
    return zone, counts


def read_zone_counts(fields: Fields, zone: str) -> Totals:
    """Quick hellos, talks, no-thanks and items of one zone."""
    counts: Totals = {}
    for name, measure in _ZONE_COUNTS.items():
        if fields.has(name):
            counts[Cell(zone, measure)] = fields.count(name)
    for code, count in fields.counts("items").items():
        if code == VISITS or code in _ZONE_COUNTS.values():
            raise BadField(f"{fields.path('items')}.{code}", "twice")  # it has a field of its own
        counts[Cell(zone, code)] = count
    return counts


def _read_not_met(fields: Fields) -> Totals:
    counts: Totals = {}
    for need in fields.names():
        if need not in codes.NEEDS:
            raise BadField(fields.path(need), "unknown_code")
        for reason, count in fields.counts(need).items():
            if reason not in codes.REASONS:
                raise BadField(f"{fields.path(need)}.{reason}", "unknown_code")
            counts[Cell("", NOT_MET, need, reason)] = count
    return counts
