# SPDX-License-Identifier: GPL-3.0-or-later
"""Every code that a search can give has words, and the words say what is meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from outreach_app.domain.codes import NEEDS
from outreach_app.domain.directory import GUESSED_FIELDS, STREET_ATTRIBUTES, Address, Entry
from outreach_app.domain.finding import HIDDEN_REASONS, WHY
from outreach_app.domain.hours import DAY_MINUTES, MONTHLY, OTHER, WEEKDAYS, WEEKLY, Schedule
from outreach_app.domain.question import Part, Question
from outreach_app.domain.words import ASKS, TERMS, Meaning
from outreach_app.ui import find_words, hours_words, place_words
from outreach_app.ui.asked import Asked, question_of, without_words
from ui.fake_directory import directory, practice_entries

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 21, 40, tzinfo=UTC)


def test_every_code_has_words() -> None:
    assert set(NEEDS) <= set(find_words.SHORT_NEEDS)
    assert set(ASKS) <= set(find_words.ASKS)
    assert set(HIDDEN_REASONS) <= set(find_words.HIDDEN)
    assert set(WHY) <= set(find_words.WHY)
    assert set(TERMS) <= set(find_words.TERM_WORDS)
    for attribute in STREET_ATTRIBUTES:
        for value in ("yes", "no"):
            entry = Entry("1", "Place", attributes={attribute: value})
            assert set(entry.may_say_no) <= set(place_words.MAY_SAY_NO)
            assert set(entry.know_first) <= set(place_words.KNOW_FIRST)


def test_nothing_shown_for_an_entry_is_a_bare_code() -> None:
    question = Question(NOW, needs=("shelter",), age=16)
    for entry in practice_entries():
        said = (
            *place_words.may_say_no(entry), *place_words.know_first(entry), *place_words.good_to_know(entry),
            *place_words.also_fine(entry), *place_words.questions_to_ask(entry, question, ("unknown_id_required",)),
            *hours_words.hours(entry.opening, TODAY), *hours_words.hours(entry.intake, TODAY),
        )  # fmt: skip
        assert not any("_" in words for words in said)


def test_age_limits_stand_first_in_what_may_turn_away() -> None:
    entry = Entry("1", "Place", minimum_age=12, maximum_age=17, attributes={"sober_required": "yes"})
    assert place_words.may_say_no(entry) == ("under 12", "over 17", "been drinking or using")
    assert place_words.ages(entry) == "12–17"
    assert place_words.ages(replace(entry, minimum_age=0)) == "to 17"
    assert place_words.ages(replace(entry, maximum_age=None)) == "12 and over"


def test_one_rule_is_said_once() -> None:
    both = Entry("1", "Place", attributes={"sober_required": "yes", "currently_using_fine": "no"})
    assert place_words.may_say_no(both) == ("been drinking or using",)


def test_what_is_hidden_is_added_up_by_reason() -> None:
    assert find_words.hidden_words({"too_young": 3, "id_required": 3, "too_old": 4}) == "7 age, 3 ID"
    assert find_words.hidden_words({}) == ""


def test_the_last_check_is_told_in_days_with_how_and_by_which_seat() -> None:
    entry = Entry("1", "Place", source="River 211")
    assert place_words.checked(entry, TODAY) == "never"
    assert place_words.checked(replace(entry, verified_on=TODAY), TODAY) == "today, says River 211"
    assert place_words.checked(replace(entry, verified_on=date(2026, 11, 20)), TODAY) == "1 day ago, says River 211"
    assert place_words.checked(replace(entry, verified_on=date(2026, 12, 9)), TODAY) == "today, says River 211"
    for how, told in (("call", "by phone"), ("visit", "on a visit"), ("website", "on its website")):
        seen = replace(entry, verified_on=date(2026, 11, 9), verified_how=how, verified_by="Office 1")
        assert place_words.checked(seen, TODAY) == f"12 days ago, {told}, by Office 1"


def test_questions_ask_what_decides_here_and_nobody_knows_and_no_more_than_three() -> None:
    place = Entry("1", "Place", needs=("shelter",))
    asked = place_words.questions_to_ask(place, Question(NOW, language="vi"), ("language_unknown",))
    assert asked[0] == "Do you have a bed tonight?"
    assert "Vietnamese" in asked[1]
    assert len(asked) == 3
    food = Entry("1", "Place", needs=("food",))
    why = ("intake_unknown", "age_unknown", "unknown_pets")
    assert place_words.questions_to_ask(food, Question(NOW, needs=("food",), age=16), why) == (
        "Can somebody come now?", "What ages do you take?", "Can a pet come too?",
    )  # fmt: skip
    known = Entry("1", "Place", attributes=dict.fromkeys(STREET_ATTRIBUTES, "no"))
    assert place_words.questions_to_ask(known, Question(NOW), ()) == ()


def test_what_was_guessed_and_decides_is_asked_on_the_phone() -> None:
    known = dict.fromkeys(STREET_ATTRIBUTES, "no")
    place = Entry("1", "Place", attributes=known, guessed=("id_required", "need:food", "minimum_age", "maximum_age"))
    assert place_words.questions_to_ask(place, Question(NOW, no_id=True), ()) == ("Do you need ID?",)
    assert place_words.guessed(place) == "ID, food, ages"
    assert "no ID needed (guessed)" in place_words.good_to_know(place)
    assert "no need to talk to police" in place_words.good_to_know(place)
    limits = replace(place, minimum_age=18, guessed=("minimum_age", "sober_required"))
    sober = replace(limits, attributes={"sober_required": "yes", "id_required": "yes"})
    assert place_words.may_say_no(sober) == ("under 18 (guessed)", "no ID", "been drinking or using (guessed)")


def test_whatever_a_rule_can_guess_has_words() -> None:
    assert {*STREET_ATTRIBUTES, *GUESSED_FIELDS} == set(place_words.GUESSED)


def test_near_is_said_only_where_the_worker_stands_somewhere() -> None:
    place = Entry("1", "Place", postal_codes=("64101",))
    assert place_words.near(place, Question(NOW)) == ""
    assert place_words.near(place, Question(NOW, near_codes=frozenset({"64101"}))) == "near"
    assert place_words.near(place, Question(NOW, near_codes=frozenset({"64999"}))) == "not near"
    assert place_words.near(Entry("1", "Place"), Question(NOW, near_codes=frozenset({"64999"}))) == "area unknown"


def test_a_secret_place_has_no_street() -> None:
    house = Entry("1", "Place", addresses=(Address(street="5 Ferry Road"),))
    assert place_words.street(house) is not None
    assert place_words.street(replace(house, confidential=True)) is None
    assert place_words.street(replace(house, attributes={"confidential_location": "yes"})) is None
    assert place_words.street(replace(house, addresses=(Address(street="Box 1", kind="postal"),))) is None


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (Schedule(WEEKLY, byday=("MO", "TU", "WE", "TH", "FR"), opens=540, closes=1020), "Mon–Fri 09:00–17:00"),
        (Schedule(WEEKLY, byday=("SA", "WE"), opens=600, closes=780), "Wed, Sat 10:00–13:00"),
        (Schedule(WEEKLY, byday=WEEKDAYS, opens=0, closes=DAY_MINUTES - 1), "day and night"),
        (Schedule(WEEKLY, byday=WEEKDAYS, opens=960, closes=1410), "every day 16:00–23:30"),
        (Schedule(WEEKLY, byday=("SA",), opens=0, closes=DAY_MINUTES), "Sat, day and night"),
        (Schedule(WEEKLY, interval=2, byday=("MO",), opens=540, closes=600), "Mon, every 2 weeks 09:00–10:00"),
        (Schedule(MONTHLY, byday=("1SA",), opens=600, closes=720), "first Sat of the month 10:00–12:00"),
        (Schedule(MONTHLY, byday=("-1FR",), opens=600, closes=720), "last Fri of the month 10:00–12:00"),
        (Schedule(MONTHLY, bymonthday=(15,), opens=600, closes=720), "day 15 of the month 10:00–12:00"),
        (Schedule(OTHER, prose="when the bell rings"), "when the bell rings"),
        (Schedule(WEEKLY, byday=("MO",)), "Other hours; ask on the phone"),
    ],
)
def test_hours_in_words(row: Schedule, words: str) -> None:
    assert hours_words.hours((row,), TODAY) == (words,)


def test_hours_that_have_passed_are_not_known_any_more() -> None:
    row = Schedule(WEEKLY, byday=("MO",), opens=540, closes=600, valid_to=date(2026, 8, 31))
    assert hours_words.hours((row,), TODAY)[0].startswith("Not known since ")
    assert hours_words.hours((row, replace(row, valid_to=None)), TODAY) == ("Mon 09:00–10:00",)
    assert hours_words.hours((), TODAY) == ()


def test_the_next_opening_names_its_day_when_it_is_not_today() -> None:
    assert hours_words.opens(NOW.replace(hour=23, minute=0), NOW) == "opens 23:00"
    assert hours_words.opens(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), NOW) == "opens Mon 09:00"


@pytest.mark.parametrize(
    ("text", "typed", "left"),
    [
        ("bed tonight girl 16", "tonight", "bed girl 16"),
        ("Bed, tonight; GIRL", "girl", "Bed, tonight"),
        ("someone has no ID here", "no id", "someone has here"),
        ("niña cama", "nina", "cama"),
        ("cama nin\u0303a", "nina", "cama"),
        ("bed 11 pm food", "11 pm", "bed food"),
        ("bed 23:30", "23:30", "bed"),
        ("bed bedlam", "bedlam", "bed"),
        ("bed", "shelter", "bed"),
        ("bed", "", "bed"),
    ],
)
def test_a_part_takes_its_own_words_away(text: str, typed: str, left: str) -> None:
    assert without_words(text, typed) == left


def test_every_understood_part_can_be_taken_away_from_what_was_typed() -> None:
    service = directory()
    for text in (
        "bed tonight girl 16 spanish no id dog",
        "cama esta noche chica 17 sin papeles",
        "detox 11 p.m. felony",
    ):
        asked = Asked(text)
        while parts := question_of(asked, service, NOW).parts:
            shorter = asked.without(parts[0])
            assert len(shorter.text) < len(asked.text), (asked.text, parts[0])
            asked = shorter


def test_chips_and_words_make_one_question() -> None:
    service = directory()
    asked = Asked("bed 16").with_meaning(Meaning("gender", "woman_girl")).with_meaning(Meaning("ask", "no_id"))
    question = question_of(asked, service, NOW)
    assert (question.needs, question.age, question.gender, question.no_id) == (("shelter",), 16, "woman_girl", True)
    other = asked.with_meaning(Meaning("gender", "man_boy"))
    assert question_of(other, service, NOW).gender == "man_boy"
    assert other.without(Part("gender", "man_boy", "")).chosen == (Meaning("ask", "no_id"),)
