# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole shift from paper slips, written as JSON; see `docs/COMMANDS.md`, `shift log`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from outreach_app.domain.codes import ACTIVITIES, BANDS, NOT_MET, VISITS
from outreach_app.domain.errors import BadField, NegativeCount, UnknownMeasure, UnknownZone, UnreadableFile
from outreach_app.domain.profile import Profile, round_minutes
from outreach_app.domain.reading import Fields
from outreach_app.domain.shift import MOST_MINUTES, MOST_WORKERS, ClosedShift, ShiftHead, ShiftLine, check
from outreach_app.domain.summary import OPTION_FIELDS, read_breakdowns, read_zone_counts
from outreach_app.domain.tally import Cell, Totals, cells
from outreach_app.services.shifts import ShiftService


@dataclass(frozen=True)
class LoggedShift:
    """What `shift log` did; warnings are codes: one_worker, in_future, same_night, few_contacts."""

    line: ShiftLine
    warnings: tuple[str, ...]


class SlipService:
    """Enters, closes and submits a shift in one go."""

    def __init__(self, shifts: ShiftService) -> None:
        self._shifts = shifts

    def log(self, untrusted: bytes, path: str) -> LoggedShift:
        """Take the slips in; refused whole, with the field, when anything in them cannot be true."""
        profile = self._shifts.profile()
        slip = read_slip(untrusted, path, profile)
        check(slip, profile)
        warnings = [code for code, holds in (
            ("one_worker", slip.workers < 2),
            ("in_future", slip.head.operating_date > self._shifts.today()),  # or this laptop's clock is behind
            ("same_night", self._shifts.has_night(slip.head)),
            ("few_contacts", slip.contacts < profile.policies.few_contacts and bool(slip.breakdowns)),
        ) if holds]  # fmt: skip
        return LoggedShift(self._shifts.submit_whole(slip), tuple(warnings))


def read_slip(untrusted: bytes, path: str, profile: Profile) -> ClosedShift:
    """A slip file's content; raises `UnreadableFile`, `BadField`, `UnknownZone`, `UnknownMeasure`, `NegativeCount`."""
    try:
        value = json.loads(untrusted.decode("utf-8-sig"), parse_int=_bounded_int, object_pairs_hook=_no_twins)
    except json.JSONDecodeError as error:
        raise UnreadableFile(path, error.lineno, "not_json") from None
    except UnicodeDecodeError:
        raise UnreadableFile(path, 0, "not_utf8") from None
    except (ValueError, RecursionError):
        raise UnreadableFile(path, 0, "not_json") from None
    try:
        return _read(Fields(value), profile)
    except BadField as error:
        if error.reason == "negative":
            raise NegativeCount(error.field) from None
        raise


def _bounded_int(digits: str) -> int:
    return int(digits[:20])  # anything longer is too large whatever it says


def _no_twins(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    """A name that stands twice is a slip of the pen: taking the last one would lose a count in silence."""
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise BadField(name[:64], "twice")
        found[name] = value
    return found


def _read(fields: Fields, profile: Profile) -> ClosedShift:
    head = ShiftHead(
        shift_id="",
        team=fields.text("team", limit=64),
        operating_date=fields.iso_date("date"),
        band=fields.code("band", BANDS),
        profile_version=profile.version,
        measure_set_version=profile.measure_set.version,
        activity=fields.code("activity", ACTIVITIES) if fields.has("activity") else "street",
    )
    workers, minutes = fields.count("workers", most=MOST_WORKERS), fields.count("minutes", most=MOST_MINUTES)
    if workers < 1:
        raise BadField("workers", "too_small")
    allowed = frozenset(cells(profile))
    counts: Totals = {}
    for zone_counts in fields.items("zones", lambda zone: _read_zone(zone, head.band, profile, allowed)):
        twice = {cell.zone for cell in zone_counts} & {cell.zone for cell in counts}
        if twice:
            raise BadField("zones", "twice")
        counts |= zone_counts
    breakdown_counts, breakdowns = read_breakdowns(fields)
    for name, measure in (*((name, measure) for name, (measure, _) in OPTION_FIELDS.items()), ("not_met", NOT_MET)):
        if measure in breakdowns and not profile.measure_set.counts(measure):
            raise UnknownMeasure(name, measure)
    counts |= breakdown_counts
    for code, count in fields.counts("measures").items():
        if Cell("", code) not in allowed:
            raise UnknownMeasure(f"measures.{code}", code)
        counts[Cell("", code)] = count
    fields.done()
    rounded = round_minutes(timedelta(minutes=minutes))
    return replace(ClosedShift(head, workers, rounded), counts=counts, breakdowns=breakdowns)


def _read_zone(fields: Fields, band: str, profile: Profile, allowed: frozenset[Cell]) -> Totals:
    zone = fields.text("zone", limit=64)
    known = profile.zones_by_code.get(zone)
    if known is None or known.retired:
        raise UnknownZone(fields.path("zone"), zone)
    counts: Totals = {Cell(zone, VISITS, band): fields.optional_count("visits")}
    counts |= read_zone_counts(fields, zone)
    for cell in counts:
        if cell not in allowed:
            raise UnknownMeasure(f"{fields.where}.items.{cell.measure}", cell.measure)
    fields.done()
    return counts
