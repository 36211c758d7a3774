# SPDX-License-Identifier: GPL-3.0-or-later
"""Three bands, and what hides an entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from outreach_app.domain.directory import Entry, Phone, entry_id
from outreach_app.domain.finding import (
    CALL,
    HIDDEN_REASONS,
    LATER,
    NOW,
    WHY,
    Moments,
    facts_of,
    inside_by,
    judge,
    mismatch,
    standing,
    usefulness,
    verdict,
)
from outreach_app.domain.hours import WEEKDAYS, WEEKLY, Schedule
from outreach_app.domain.question import WANTED, Part, Question, asking
from outreach_app.domain.ranking import order
from outreach_app.domain.words import ASKED_GENDERS, ASKS

ZONE = ZoneInfo("America/Chicago")
AT = datetime(2026, 5, 15, 22, 10, tzinfo=ZONE)
ALWAYS = (Schedule(freq=WEEKLY, byday=WEEKDAYS, opens=0, closes=1439),)
INTAKE = (Schedule(freq=WEEKLY, byday=WEEKDAYS, opens=16 * 60, closes=23 * 60 + 30),)
KNOWN = {
    "self_referral": "yes", "id_required": "no", "must_talk_to_police": "no", "turns_away_for_record": "no",
    "sober_required": "no", "takes_women": "yes", "takes_men": "yes", "takes_trans": "yes",
    "minors_without_guardian": "yes", "pregnant": "yes", "children_with_adult": "yes", "partner_together": "yes",
    "pets": "yes", "step_free": "yes", "storage": "yes", "survivor_led": "yes", "collects_people": "yes",
}  # fmt: skip
HARBOR = Entry(
    id=entry_id("t", "harbor"),
    name="Harbor",
    needs=("shelter", "food"),
    phones=(Phone("816 555 0142"),),
    minimum_age=12,
    maximum_age=21,
    languages=("en", "es"),
    opening=ALWAYS,
    intake=INTAKE,
    attributes=KNOWN,
    verified_on=date(2026, 5, 1),
)
PLAIN = Question(at=AT)


def with_(entry: Entry = HARBOR, /, **said: str) -> Entry:
    """The entry with other attributes; an empty text makes one unknown."""
    attributes = {code: value for code, value in {**entry.attributes, **said}.items() if value}
    return replace(entry, attributes=attributes)


def test_takes_people_now() -> None:
    verdict = judge(HARBOR, replace(PLAIN, needs=("shelter",)))
    assert verdict.band == NOW
    assert verdict.open == "yes"
    assert verdict.intake_until == AT.replace(hour=23, minute=30)
    assert verdict.why == ("fits_need", "intake_open")
    assert verdict.hidden_by == ""


@pytest.mark.parametrize(
    ("entry", "band", "why"),
    [
        (replace(HARBOR, intake=()), CALL, "intake_unknown"),
        (with_(self_referral=""), CALL, "self_referral_unknown"),
        (with_(self_referral="no"), CALL, "referral_needed"),
        (replace(HARBOR, verified_on=None), CALL, "never_verified"),
        (replace(HARBOR, verified_on=date(2025, 11, 16)), NOW, "intake_open"),
        (replace(HARBOR, verified_on=date(2025, 11, 15)), CALL, "stale"),
        (replace(HARBOR, verified_on=date(2026, 6, 1)), CALL, "never_verified"),
        (replace(HARBOR, temporarily_closed=True), LATER, "temporarily_closed"),
        (replace(HARBOR, inside_by="22:00"), LATER, "inside_by_passed"),
        (replace(HARBOR, inside_by="23:00"), NOW, "intake_open"),
        (replace(HARBOR, inside_by="00:30"), NOW, "intake_open"),
        (
            replace(HARBOR, intake=(Schedule(freq=WEEKLY, byday=("MO",), opens=540, closes=600),)),
            LATER,
            "intake_closed",
        ),
        (
            replace(HARBOR, intake=(), opening=(Schedule(freq=WEEKLY, byday=("MO",), opens=540, closes=600),)),
            LATER,
            "closed",
        ),
        (replace(HARBOR, intake=(), opening=()), CALL, "intake_unknown"),
        (with_(replace(HARBOR, intake=()), intake_24h="yes"), NOW, "intake_round_the_clock"),
        (with_(replace(HARBOR, intake=()), intake_24h="no"), CALL, "intake_unknown"),
    ],
)
def test_bands(entry: Entry, band: str, why: str) -> None:
    verdict = judge(entry, PLAIN)
    assert verdict.band == band
    assert why in verdict.why
    assert set(verdict.why) <= set(WHY)
    assert standing(entry, PLAIN).band == band


def test_open_is_not_the_same_as_taking_people() -> None:
    verdict = judge(HARBOR, replace(PLAIN, at=AT.replace(hour=23, minute=45)))
    assert (verdict.open, verdict.band, verdict.intake_until) == ("yes", LATER, None)
    assert verdict.next_opening == datetime(2026, 5, 16, 16, 0, tzinfo=ZONE)


def test_full_tonight_is_later_and_says_so() -> None:
    verdict = judge(HARBOR, PLAIN, {HARBOR.id})
    assert (verdict.band, verdict.why) == (LATER, ("full_tonight",))


def test_a_place_that_never_closes_opens_never_though_it_is_full() -> None:
    always = replace(HARBOR, inside_by="", attributes={**HARBOR.attributes, "intake_24h": "yes"})
    verdict = judge(always, PLAIN, {always.id})
    assert (verdict.band, verdict.next_opening) == (LATER, None)


def test_be_inside_by_comes_before_the_end_of_intake() -> None:
    assert judge(replace(HARBOR, inside_by="23:00"), PLAIN).intake_until == AT.replace(hour=23, minute=0)


@pytest.mark.parametrize(
    ("limit", "moment", "expected"),
    [
        ("23:30", "2026-05-15 22:00", "2026-05-15 23:30"),
        ("23:30", "2026-05-16 00:30", "2026-05-15 23:30"),
        ("23:30", "2026-05-16 06:00", "2026-05-16 23:30"),
        ("00:30", "2026-05-15 22:00", "2026-05-16 00:30"),
        ("00:30", "2026-05-16 00:10", "2026-05-16 00:30"),
        ("00:00", "2026-05-15 23:59", "2026-05-16 00:00"),
        ("05:00", "2026-05-16 04:00", "2026-05-16 05:00"),
    ],
)
def test_nights_end_in_the_morning(limit: str, moment: str, expected: str) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=ZONE)
    assert inside_by(replace(HARBOR, inside_by=limit), at) == datetime.fromisoformat(expected).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("age", "hidden"),
    [(11, "too_young"), (12, ""), (21, ""), (22, "too_old")],
)
def test_age_limits_hide(age: int, hidden: str) -> None:
    assert judge(HARBOR, replace(PLAIN, age=age)).hidden_by == hidden


def test_no_age_limit_known_is_a_doubt() -> None:
    entry = replace(HARBOR, minimum_age=None, maximum_age=None)
    verdict = judge(entry, replace(PLAIN, age=30))
    assert (verdict.hidden_by, verdict.band) == ("", CALL)
    assert "age_unknown" in verdict.why
    assert judge(replace(HARBOR, maximum_age=None), replace(PLAIN, age=30)).band == NOW


def asking_for(code: str) -> Question:
    """A question in which one thing decides."""
    if code in ASKED_GENDERS:
        return replace(PLAIN, gender=code)
    if code == "minor":
        return replace(PLAIN, age=16)
    return asking(PLAIN, code)


@pytest.mark.parametrize("code", WANTED)
def test_a_mismatch_hides_an_unknown_never_does(code: str) -> None:
    wanted, question = WANTED[code], asking_for(code)
    against = "no" if wanted.value == "yes" else "yes"
    assert judge(with_(**{wanted.attribute: wanted.value}), question).band == NOW
    assert judge(with_(**{wanted.attribute: against}), question).hidden_by == wanted.reason
    unknown = judge(with_(**{wanted.attribute: ""}), question)
    assert (unknown.hidden_by, unknown.band) == ("", CALL)
    assert f"unknown_{wanted.attribute}" in unknown.why
    assert judge(with_(**{wanted.attribute: ""}), PLAIN).band == NOW
    assert wanted.reason in HIDDEN_REASONS


def test_everything_that_can_be_asked_decides_something() -> None:
    assert set(WANTED) == {*ASKS, *ASKED_GENDERS, "minor"}


def test_using_is_fine_settles_what_sober_leaves_open() -> None:
    question = replace(PLAIN, asks=("using_ok",))
    assert judge(with_(sober_required="", currently_using_fine="yes"), question).band == NOW
    assert judge(with_(sober_required="yes", currently_using_fine="yes"), question).hidden_by == ""
    assert judge(with_(sober_required="", currently_using_fine="no"), question).hidden_by == "sober"


@pytest.mark.parametrize(
    ("languages", "band", "why"),
    [(("en", "es"), NOW, "intake_open"), (("en",), CALL, "language_not_listed"), ((), CALL, "language_unknown")],
)
def test_language(languages: tuple[str, ...], band: str, why: str) -> None:
    verdict = judge(replace(HARBOR, languages=languages), replace(PLAIN, language="es"))
    assert (verdict.band, verdict.hidden_by) == (band, "")
    assert why in verdict.why


def test_entries_for_professionals_are_never_a_workers() -> None:
    assert judge(replace(HARBOR, audience="professionals"), PLAIN).hidden_by == "professionals"


def test_facts_say_what_the_entry_says() -> None:
    entry = with_(id_required="yes", pets="no")
    assert mismatch(facts_of(entry), replace(PLAIN, no_id=True)) == "id_required"
    assert mismatch(facts_of(entry), replace(PLAIN, asks=("pets",))) == "children_pets"
    assert mismatch(facts_of(entry), PLAIN) == ""


def test_order_band_then_fit_then_doubts_then_freshness() -> None:
    question = replace(PLAIN, needs=("shelter",))
    entries = {
        "closed": replace(HARBOR, temporarily_closed=True),
        "two doubts": with_(replace(HARBOR, intake=()), self_referral=""),
        "one doubt": replace(HARBOR, intake=()),
        "second need": replace(HARBOR, needs=("food", "shelter")),
        "checked long ago": replace(HARBOR, verified_on=date(2026, 1, 1)),
        "best": HARBOR,
    }
    ranked = sorted(entries, key=lambda name: order(entries[name], standing(entries[name], question), question))
    assert ranked == ["best", "checked long ago", "second need", "one doubt", "two doubts", "closed"]


def test_an_entry_so_named_comes_first_in_its_band() -> None:
    question = Question(at=AT, gender="woman_girl", parts=(Part("gender", "woman_girl", "women"),))
    plain, named = HARBOR, replace(HARBOR, name="House for Women", verified_on=date(2026, 1, 1))
    assert order(named, standing(named, question), question) < order(plain, standing(plain, question), question)
    full = replace(named, temporarily_closed=True)
    assert order(full, standing(full, question), question) > order(plain, standing(plain, question), question)


def test_usefulness_puts_urgent_reachable_well_known_first() -> None:
    entries = {
        "shelter": HARBOR,
        "less known": replace(HARBOR, attributes={}),
        "no phone": replace(HARBOR, phones=()),
        "housing": replace(HARBOR, needs=("housing",)),
        "no need": replace(HARBOR, needs=()),
        "professionals": replace(HARBOR, audience="professionals"),
    }
    assert sorted(entries, key=lambda name: usefulness(entries[name])) == list(entries)


AREA = frozenset(("00001", "00002"))


@pytest.mark.parametrize(
    ("codes", "hidden", "band"),
    [(("00002", "00009"), "", NOW), (("00009",), "outside_area", NOW), ((), "", CALL)],
)
def test_an_area_hides_what_is_known_to_lie_outside(codes: tuple[str, ...], hidden: str, band: str) -> None:
    verdict = judge(replace(HARBOR, postal_codes=codes), replace(PLAIN, area="North", area_codes=AREA))
    assert (verdict.hidden_by, verdict.band) == (hidden, band)
    assert ("area_unknown" in verdict.why) == (not codes)


@pytest.mark.parametrize(
    ("needs", "term", "hidden", "band"),
    [
        (("shelter",), "immediate", "", NOW),
        (("housing",), "immediate", "other_term", NOW),
        (("housing", "food"), "immediate", "", NOW),
        (("housing",), "long_term", "", NOW),
        (("shelter",), "long_term", "other_term", NOW),
        ((), "immediate", "", CALL),
    ],
)
def test_help_for_now_and_help_for_months(needs: tuple[str, ...], term: str, hidden: str, band: str) -> None:
    verdict = judge(replace(HARBOR, needs=needs), replace(PLAIN, term=term))
    assert (verdict.hidden_by, verdict.band) == (hidden, band)
    assert ("need_unknown" in verdict.why) == (not needs)


def test_a_public_holiday_is_a_doubt_and_never_a_closed_door() -> None:
    assert "public_holiday" in judge(HARBOR, PLAIN, holiday=True).why
    assert judge(HARBOR, PLAIN, holiday=True).band == CALL
    for sure in (replace(HARBOR, intake=ALWAYS), with_(intake_24h="yes")):
        assert judge(sure, PLAIN, holiday=True).band == NOW
    said = replace(HARBOR, intake=(replace(INTAKE[0], prose="Open on holidays"),))
    assert judge(said, PLAIN, holiday=True).band == NOW
    shut = replace(PLAIN, at=AT.replace(hour=12))
    assert judge(HARBOR, shut, holiday=True).why == judge(HARBOR, shut).why


def test_near_comes_before_elsewhere_and_unknown_last() -> None:
    question = replace(PLAIN, near_codes=AREA)
    entries = {
        "unknown": HARBOR,
        "elsewhere": replace(HARBOR, postal_codes=("00009",)),
        "near": replace(HARBOR, postal_codes=("00001",)),
    }
    ranked = sorted(entries, key=lambda name: order(entries[name], standing(entries[name], question), question))
    assert ranked == ["near", "elsewhere", "unknown"]


def test_read_differently_comes_after_as_typed_within_a_band() -> None:
    stands = standing(HARBOR, PLAIN)
    assert order(HARBOR, stands, PLAIN) < order(HARBOR, stands, PLAIN, corrected=True)
    closed = replace(HARBOR, temporarily_closed=True)
    assert order(HARBOR, stands, PLAIN, corrected=True) < order(closed, standing(closed, PLAIN), PLAIN)


@pytest.mark.parametrize(
    ("parts", "words", "best"),
    [
        # all words as they stand, all as beginnings, one of them, none
        ((), ("harbor", "light"), ["Harbor Light", "Harbor Lighthouse", "Light of Day", "Quay"]),
        # a word for a need says nothing of places that do not answer it
        ((Part("need", "shelter", "bed"),), (), ["Beds", "Quay", "Bed Outlet"]),
    ],
)
def test_names_in_order(parts: tuple[Part, ...], words: tuple[str, ...], best: list[str]) -> None:
    needs = ("shelter",) if parts else ()
    question = Question(at=AT, parts=parts, words=words, needs=needs)
    entries = [
        replace(HARBOR, name=name, needs=("clothing",) if name == "Bed Outlet" else ("shelter",)) for name in best
    ]
    entries.reverse()
    ranked = sorted(entries, key=lambda one: order(one, standing(one, question), question))
    assert [one.name for one in ranked] == best


def test_hours_are_asked_once_for_a_minute() -> None:
    told = Moments(HARBOR, AT)
    stands = standing(HARBOR, PLAIN, moments=told)
    assert verdict(HARBOR, PLAIN, stands, told) == judge(HARBOR, PLAIN)
