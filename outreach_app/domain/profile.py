# SPDX-License-Identifier: GPL-3.0-or-later
"""The profile: zone of time, bands, teams, zones, measures, policies and mailbox, as published for the laptops."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

from outreach_app.domain.codes import BANDS
from outreach_app.domain.errors import BadField
from outreach_app.domain.measures import MeasureSet, read_measure_set
from outreach_app.domain.reading import Fields

SETTINGS: Final = ("street_track", "motel_strip", "truck_stop", "transit_hub", "park_or_camp", "drop_in", "hospital",
                   "mall_or_school", "court_or_jail", "online_or_phone")  # fmt: skip
POSTAL_CODE: Final = re.compile(r"[0-9A-Z][0-9A-Z \-]{1,11}")
MOST_POSTAL_CODES: Final = 500
"""Of one zone group."""
DEFAULT_BANDS: Final = {"day": "06:00", "evening": "18:00", "night": "22:00", "late": "02:00"}


@dataclass(frozen=True, slots=True)
class Team:
    """A team belongs to an organisation, so that exports can be separated by it."""

    code: str
    name: str
    organization: str = ""

    def as_json(self) -> dict[str, object]:
        """The JSON form."""
        return {"code": self.code, "name": self.name, "organization": self.organization}


@dataclass(frozen=True, slots=True)
class Zone:
    """Several blocks or more. The name stays inside vaults; the code travels; only the group is released."""

    code: str
    name: str
    setting: str
    group: str
    target: int = 0
    """Visits wanted a month."""
    late_target: int = 0
    """Of them in the late bands."""
    retired: bool = False

    def as_json(self) -> dict[str, object]:
        """The JSON form."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Policies:
    """What a coalition decides for its laptops; times in minutes or days as named."""

    idle_lock_minutes: int = 5
    few_contacts: int = 5
    """Below this many contacts the close page proposes to leave the breakdowns out."""
    if_found_phone: str = ""

    def as_json(self) -> dict[str, object]:
        """The JSON form."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True)
class Profile:
    """One published version."""

    version: int
    coalition: str
    time_zone: str
    teams: tuple[Team, ...]
    zones: tuple[Zone, ...]
    measure_set: MeasureSet
    bands: tuple[tuple[str, str], ...] = tuple(DEFAULT_BANDS.items())
    policies: Policies = Policies()
    mailbox: str = ""
    areas: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Postal codes of zone groups, where a coordinator gave them: (group, codes), sorted."""

    @cached_property
    def zone(self) -> ZoneInfo:
        """The coalition's zone of time; never the laptop's."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def zones_by_code(self) -> dict[str, Zone]:
        """Zones by code, retired ones too."""
        return {zone.code: zone for zone in self.zones}

    @property
    def active_zones(self) -> tuple[Zone, ...]:
        """Zones that a new shift may choose."""
        return tuple(zone for zone in self.zones if not zone.retired)

    def has_team(self, code: str) -> bool:
        """Whether the team exists."""
        return any(team.code == code for team in self.teams)

    def local(self, moment: datetime) -> datetime:
        """`moment` (aware) in the coalition's zone."""
        return moment.astimezone(self.zone)

    def operating_date(self, start: datetime) -> date:
        """The local date on which a shift began."""
        return self.local(start).date()

    def band(self, moment: datetime) -> str:
        """The band of the day that `moment` (aware) falls in."""
        now = self.local(moment).time()
        starts = sorted((time.fromisoformat(begin), code) for code, begin in self.bands)
        current = starts[-1][1]
        for begin, code in starts:
            if now >= begin:
                current = code
        return current

    def with_mailbox(self, address: str) -> Profile:
        """The next version, with counts travelling over another mailbox."""
        return replace(self, version=self.version + 1, mailbox=address)

    def codes_of(self, zone: str) -> frozenset[str]:
        """Postal codes of the group that a zone belongs to; empty where nobody gave any."""
        known = self.zones_by_code.get(zone)
        return frozenset(dict(self.areas).get(known.group, ())) if known is not None else frozenset()

    def with_area(self, group: str, postal_codes: tuple[str, ...]) -> Profile:
        """The next version, with other postal codes for a zone group; raises `BadField`."""
        if group not in {zone.group for zone in self.zones if zone.group}:
            raise BadField("group", "unknown_code")
        areas = {**dict(self.areas), group: _postal_codes(postal_codes, "postal_codes")}
        kept = tuple(sorted((name, codes) for name, codes in areas.items() if codes))
        return replace(self, version=self.version + 1, areas=kept)

    def as_json(self) -> dict[str, object]:
        """The JSON form that `read_profile` reads; without areas it is the form of before there were any."""
        areas = {"areas": {group: list(codes) for group, codes in self.areas}} if self.areas else {}
        return areas | {
            "v": 1,
            "version": self.version,
            "coalition": self.coalition,
            "time_zone": self.time_zone,
            "bands": dict(self.bands),
            "teams": [team.as_json() for team in self.teams],
            "zones": [zone.as_json() for zone in self.zones],
            "measure_set": self.measure_set.as_json(),
            "policies": self.policies.as_json(),
            "mailbox": self.mailbox,
        }


def round_minutes(outside: timedelta) -> int:
    """Minutes outside, rounded to the nearest quarter of an hour (effort rule of the domain)."""
    minutes = max(0.0, outside.total_seconds() / 60)
    return int(minutes / 15 + 0.5) * 15


def aware(moment: datetime) -> datetime:
    """`moment` in UTC; a naive one is refused."""
    if moment.tzinfo is None:
        raise BadField("time", "not_a_time")
    return moment.astimezone(UTC)


def read_profile(fields: Fields) -> Profile:
    """A profile from JSON; raises `BadField`, also for a team or zone code that stands twice."""
    fields.count("v", most=1)
    profile = Profile(
        version=fields.count("version"),
        coalition=fields.text("coalition"),
        time_zone=_zone_name(fields),
        bands=_bands(fields),
        teams=tuple(fields.items("teams", _team)),
        zones=tuple(fields.items("zones", _zone)),
        measure_set=read_measure_set(fields.inner("measure_set")),
        policies=_policies(fields.inner("policies")),
        mailbox=fields.optional_text("mailbox", limit=1000),
        areas=_areas(fields),
    )
    fields.done()
    _refuse_twice(fields, "teams", [team.code for team in profile.teams])
    _refuse_twice(fields, "zones", [zone.code for zone in profile.zones])
    return profile


def _refuse_twice(fields: Fields, name: str, codes: list[str]) -> None:
    for index, code in enumerate(codes):
        if code in codes[:index]:
            raise BadField(fields.path(f"{name}[{index}].code"), "twice")


def _zone_name(fields: Fields) -> str:
    name = fields.text("time_zone")
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise BadField(fields.path("time_zone"), "unknown_code") from None
    return name


def _bands(fields: Fields) -> tuple[tuple[str, str], ...]:
    inner = fields.inner("bands")
    bands = tuple((code, inner.text(code, limit=5)) for code in BANDS)
    inner.done()
    for code, begin in bands:
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", begin):
            raise BadField(inner.path(code), "not_a_time")
    return bands


def _areas(fields: Fields) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not fields.has("areas"):
        return ()
    inner = fields.inner("areas")
    found = {name: _postal_codes(tuple(inner.texts(name)), inner.path(name)) for name in inner.names()}
    return tuple(sorted(found.items()))


def _postal_codes(given: tuple[str, ...], where: str) -> tuple[str, ...]:
    """Postal codes, sorted, each once; raises `BadField`."""
    found = sorted({code.strip().upper() for code in given if code.strip()})
    if len(found) > MOST_POSTAL_CODES:
        raise BadField(where, "too_many")
    for code in found:
        if not POSTAL_CODE.fullmatch(code):
            raise BadField(where, "unknown_code")
    return tuple(found)


def _team(fields: Fields) -> Team:
    team = Team(fields.code("code"), fields.text("name"), fields.optional_text("organization"))
    fields.done()
    return team


def _zone(fields: Fields) -> Zone:
    zone = Zone(
        code=fields.code("code"),
        name=fields.text("name"),
        setting=fields.code("setting", SETTINGS),
        group=fields.optional_text("group"),
        target=fields.optional_count("target"),
        late_target=fields.optional_count("late_target"),
        retired=fields.flag("retired") if fields.has("retired") else False,
    )
    fields.done()
    return zone


def _policies(fields: Fields) -> Policies:
    policies = Policies(
        idle_lock_minutes=fields.count("idle_lock_minutes", most=240),
        few_contacts=fields.count("few_contacts", most=100),
        if_found_phone=fields.optional_text("if_found_phone", limit=40),
    )
    fields.done()
    return policies
