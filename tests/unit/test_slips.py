# SPDX-License-Identifier: GPL-3.0-or-later
"""Paper slips: a whole night in one file, kept and queued whole, or refused whole with the field."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaults import training_profile

from outreach_app.bootstrap import Workplace
from outreach_app.domain.errors import (
    BadField,
    CompanionError,
    DiskFull,
    NegativeCount,
    Unbalanced,
    UnknownMeasure,
    UnknownTeam,
    UnknownZone,
    UnreadableFile,
)
from outreach_app.domain.tally import Cell, measure_total
from outreach_app.services.outgoing import Outgoing
from outreach_app.services.slips import read_slip

NIGHT: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "valid" / "slip_60_contacts.json").read_bytes()
)
SMALL: dict[str, Any] = {
    "team": "North", "date": "2026-11-20", "band": "late", "workers": 2, "minutes": 200,
    "zones": [{"zone": "Z01", "visits": 2, "hello": 3, "talked": 2, "no_thanks": 1, "items": {"M_CARD": 4}}],
    "age": {"under18": 1, "unknown": 4}, "referrals": {"shelter": 2}, "not_met": {"shelter": {"full": 1, "not_now": 2}},
}  # fmt: skip


def written(**changes: Any) -> bytes:
    """The small slip with changes; a value of None leaves the field out."""
    merged = {**SMALL, **changes}
    return json.dumps({name: value for name, value in merged.items() if value is not None}).encode()


def zone(**changes: Any) -> bytes:
    return written(zones=[{**SMALL["zones"][0], **changes}])


def refused(untrusted: bytes) -> CompanionError:
    with pytest.raises(CompanionError) as caught:
        read_slip(untrusted, "slip.json", training_profile())
    return caught.value


def test_a_night_of_real_size_goes_in(office: Workplace) -> None:
    logged = office.slips.log(json.dumps(NIGHT).encode(), "night.json")
    assert logged.line.contacts == 60
    assert (logged.line.content, logged.line.delivery) == ("submitted", "waiting")
    assert logged.warnings == ()
    kept = office.vault.opened.database.shifts.closed(logged.line.shift_id)
    assert len(kept.zones()) == 6
    assert kept.minutes == 210, "205 minutes, rounded"
    assert kept.workers == 2


def test_what_is_written_is_what_is_kept() -> None:
    shift = read_slip(written(), "slip.json", training_profile())
    assert (shift.head.team, shift.head.band, shift.minutes, shift.contacts) == ("North", "late", 195, 5)
    assert shift.counts[Cell("Z01", "S_STOPS", "late")] == 2, "visits fall in the shift's band"
    assert shift.counts[Cell("", "U_*", "shelter", "not_now")] == 2
    assert measure_total(shift.counts, "M_CARD") == 4
    assert shift.breakdowns == {"D_AGE", "R_*", "U_*"}


def test_breakdowns_may_be_absent_and_absent_is_not_zero() -> None:
    shift = read_slip(written(age=None, referrals=None, not_met=None), "slip.json", training_profile())
    assert shift.breakdowns == frozenset()
    assert not [cell for cell in shift.counts if not cell.zone]


@pytest.mark.parametrize("form", ["utf-8", "utf-8-sig"])
def test_a_mark_at_the_beginning_does_not_matter(form: str) -> None:
    assert read_slip(written().decode().encode(form), "slip.json", training_profile()).contacts == 5


def test_one_worker_and_few_contacts_are_warned_of(office: Workplace) -> None:
    few = written(workers=1, zones=[{"zone": "Z01", "hello": 1}], age={"unknown": 1})
    assert office.slips.log(few, "slip.json").warnings == ("one_worker", "few_contacts")
    plain = written(date="2026-11-19", zones=[{"zone": "Z01", "hello": 1}], age=None, referrals=None, not_met=None)
    assert office.slips.log(plain, "slip.json").warnings == ()


@pytest.mark.parametrize(
    ("untrusted", "error", "facts"),
    [(zone(items={"M_GOLD": 1}), UnknownMeasure, {"field": "zones[0].items.M_GOLD", "code": "M_GOLD"}),
     (zone(items={"M_NALOX": 1}), UnknownMeasure, {"field": "zones[0].items.M_NALOX", "code": "M_NALOX"}),
     (zone(zone="Z77"), UnknownZone, {"field": "zones[0].zone", "code": "Z77"}),
     (zone(hello=-1), NegativeCount, {"field": "zones[0].hello"}),
     (zone(items={"M_CARD": -4}), NegativeCount, {"field": "zones[0].items.M_CARD"}),
     (written(age={"under18": -1, "unknown": 6}), NegativeCount, {"field": "age.under18"}),
     (zone(hello=2.5), BadField, {"field": "zones[0].hello", "reason": "not_a_count"}),
     (zone(hello="3"), BadField, {"field": "zones[0].hello", "reason": "not_a_count"}),
     (zone(hello=10**7), BadField, {"field": "zones[0].hello", "reason": "too_large"}),
     (zone(note="by the station"), BadField, {"field": "zones[0].note", "reason": "unknown_key"}),
     (written(name="Jane"), BadField, {"field": "name", "reason": "unknown_key"}),
     (written(zones=SMALL["zones"] * 2), BadField, {"field": "zones", "reason": "twice"}),
     (written(age={"16": 1, "unknown": 4}), BadField, {"field": "age.16", "reason": "unknown_code"}),
     (written(gender={"unknown": 5}), UnknownMeasure, {"field": "gender", "code": "D_GEN"}),
     (written(measures={"C_PHONE": 1}), UnknownMeasure, {"field": "measures.C_PHONE", "code": "C_PHONE"}),
     (written(measures={"C_BRIEF": 1}), UnknownMeasure, {"field": "measures.C_BRIEF", "code": "C_BRIEF"}),
     (written(date="20.11.2026"), BadField, {"field": "date", "reason": "not_a_date"}),
     (written(date=None), BadField, {"field": "date", "reason": "missing"}),
     (written(band="22:30"), BadField, {"field": "band", "reason": "unknown_code"}),
     (written(activity="desk"), BadField, {"field": "activity", "reason": "unknown_code"}),
     (written(minutes=3000), BadField, {"field": "minutes", "reason": "too_large"}),
     (written(not_met={"shelter": {"rude": 1}}), BadField, {"field": "not_met.shelter.rude", "reason": "unknown_code"}),
     (b"[]", BadField, {"field": "file", "reason": "not_an_object"}),
     (written()[:-30], UnreadableFile, {"path": "slip.json", "line": 1, "reason": "not_json"}),
     (b'{\n"team": "North",\n"date" 3}', UnreadableFile, {"path": "slip.json", "line": 3, "reason": "not_json"}),
     (b"", UnreadableFile, {"path": "slip.json", "line": 1, "reason": "not_json"}),
     (written().decode().encode("utf-16"), UnreadableFile, {"path": "slip.json", "line": 0, "reason": "not_utf8"}),
     (b"\xff\xfe\x00", UnreadableFile, {"path": "slip.json", "line": 0, "reason": "not_utf8"}),
     (b"[" * 200_000, UnreadableFile, {"path": "slip.json", "line": 0, "reason": "not_json"})],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_the_field(
    untrusted: bytes, error: type[CompanionError], facts: dict[str, object]
) -> None:
    raised = refused(untrusted)
    assert type(raised) is error
    assert raised.facts() == facts


@pytest.mark.parametrize(
    ("untrusted", "error"),
    [(written(team="South"), UnknownTeam), (written(age={"under18": 1, "unknown": 3}), Unbalanced),
     (written(age={}), Unbalanced), (zone(hello=-1), NegativeCount), (b"{", UnreadableFile)],
)  # fmt: skip
def test_refused_slips_leave_nothing_behind(office: Workplace, untrusted: bytes, error: type[CompanionError]) -> None:
    with pytest.raises(error):
        office.slips.log(untrusted, "slip.json")
    assert office.shifts.list() == ()
    assert office.vault.opened.database.outbox.waiting() == ()


def test_a_failure_half_way_keeps_nothing_so_that_trying_again_counts_once(
    office: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object, **_more: object) -> None:
        raise DiskFull("vault.db")

    with monkeypatch.context() as patch:
        patch.setattr(Outgoing, "queue", full)
        with pytest.raises(DiskFull):
            office.slips.log(written(), "slip.json")
    assert office.shifts.list() == ()
    office.slips.log(written(), "slip.json")
    assert len(office.shifts.list()) == 1


def test_the_same_slip_twice_is_two_shifts_of_different_ids(office: Workplace) -> None:
    ids = {office.slips.log(written(), "slip.json").line.shift_id for _ in range(2)}
    assert len(ids) == 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*SMALL, *SMALL["zones"][0], "Z01", "M_CARD", "x"]), inner, max_size=4)
    ),
    max_leaves=10,
)


@given(st.binary(max_size=200) | JSON.map(json.dumps).map(str.encode))
def test_anything_else_is_refused_in_a_typed_way(untrusted: bytes) -> None:
    refused(untrusted)


@given(st.sampled_from(sorted(SMALL)), JSON)
def test_any_field_may_hold_anything(name: str, value: object) -> None:
    try:
        read_slip(json.dumps({**SMALL, name: value}).encode(), "slip.json", training_profile())
    except CompanionError as error:
        assert error.facts()  # noqa: PT017 - most values are refused, some happen to be fine


def test_a_night_that_has_not_come_yet_and_a_second_one_like_the_first_are_said(office: Workplace) -> None:
    today = office.shifts.today()
    first = office.slips.log(written(date=today.isoformat()), "slip.json")
    again = office.slips.log(written(date=today.isoformat()), "slip.json")
    later = office.slips.log(written(date=(today + timedelta(days=1)).isoformat()), "slip.json")
    assert first.warnings == ()
    assert again.warnings == ("same_night",)
    assert later.warnings == ("in_future",)
