# SPDX-License-Identifier: GPL-3.0-or-later
"""What a coalition counts: measures and the versioned set of those switched on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from outreach_app.domain.errors import BadField
from outreach_app.domain.reading import Fields

LEVELS: Final = ("zone", "shift", "month", "derived")
GROUPS: Final = ("contacts", "materials", "referrals", "unmet", "looked", "effort", "safety")


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is counted; `key` is the pad's letter, `level` where its total stands."""

    code: str
    group: str
    name: str
    short: str
    definition: str
    unit: str
    level: str
    starter: bool = False
    sensitive: bool = False
    key: str = ""
    sums_to: str = ""
    subset_of: str = ""

    def as_json(self) -> dict[str, object]:
        """The JSON form that `read_measure` reads."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True)
class MeasureSet:
    """The measures a coalition has switched on, under a version that a shift freezes at its start."""

    version: int
    measures: tuple[Measure, ...]

    @cached_property
    def by_code(self) -> dict[str, Measure]:
        """Every measure by its code."""
        return {measure.code: measure for measure in self.measures}

    def counts(self, code: str) -> bool:
        """Whether this set counts the measure: a measure that is off is absent, not zero."""
        return code in self.by_code

    def at_level(self, level: str) -> tuple[Measure, ...]:
        """The measures of one level, in the set's order."""
        return tuple(measure for measure in self.measures if measure.level == level)

    def items(self) -> tuple[Measure, ...]:
        """Materials: what is given, per zone."""
        return tuple(measure for measure in self.at_level("zone") if measure.group == "materials")

    def starter(self) -> MeasureSet:
        """The same set with only the starter measures on."""
        return MeasureSet(self.version, tuple(measure for measure in self.measures if measure.starter))

    def as_json(self) -> dict[str, object]:
        """The JSON form that `read_measure_set` reads."""
        return {"v": 1, "version": self.version, "measures": [measure.as_json() for measure in self.measures]}


def read_measure(fields: Fields) -> Measure:
    """One measure from JSON; raises `BadField`."""
    measure = Measure(
        code=fields.code("code"),
        group=fields.code("group", GROUPS),
        name=fields.text("name"),
        short=fields.text("short"),
        definition=fields.optional_text("definition", limit=1000),
        unit=fields.text("unit"),
        level=fields.code("level", LEVELS),
        starter=fields.flag("starter"),
        sensitive=fields.flag("sensitive"),
        key=fields.optional_text("key", limit=12),
        sums_to=fields.optional_text("sums_to", limit=32),
        subset_of=fields.optional_text("subset_of", limit=32),
    )
    fields.done()
    return measure


def read_measure_set(fields: Fields) -> MeasureSet:
    """A set from JSON; raises `BadField`, also for a code that stands twice."""
    fields.count("v", most=1)
    version = fields.count("version")
    measures = fields.items("measures", read_measure)
    fields.done()
    codes = [measure.code for measure in measures]
    for index, code in enumerate(codes):
        if code in codes[:index]:
            raise BadField(fields.path(f"measures[{index}].code"), "twice")
    return MeasureSet(version, tuple(measures))
