# SPDX-License-Identifier: GPL-3.0-or-later
"""What the rules guess out of words and terms: a table of sentences, and what they leave alone."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Final

import pytest

from outreach_app.domain.derivation import Rules, derive, needs_of_words, read_rules
from outreach_app.domain.directory import Address, Entry, entry_id, read_entry
from outreach_app.domain.directory_import import SourceTerm
from outreach_app.domain.errors import BadField
from outreach_app.domain.reading import Fields
from outreach_app.paths import resource

SHIPPED: Final[dict[str, Any]] = json.loads(resource("directory", "derivation.json").read_bytes())
RULES: Final = read_rules(Fields(SHIPPED))
PLAIN: Final = Entry(id=entry_id("quay", "1"), name="Quay Street")

ELIGIBILITY: Final[tuple[tuple[str, dict[str, object]], ...]] = (
    ("Photo ID required.", {"id_required": "yes"}),
    ("Photo I.D. required.", {"id_required": "yes"}),
    ("Must show a valid government issued photo ID", {"id_required": "yes"}),
    ("Bring photo ID and proof of income", {"id_required": "yes"}),
    ("No ID needed", {"id_required": "no"}),
    ("ID is not required", {"id_required": "no"}),
    ("ID required: no", {"id_required": "no"}),
    ("We don’t require ID.", {"id_required": "no"}),
    ("Clients without ID are accepted", {"id_required": "no"}),
    ("You will not be admitted without ID", {"id_required": "yes"}),
    ("ID requested but not required.", {}),
    ("Identification may be required.", {}),
    ("ID required if over 18", {}),
    ("Helps people replace a lost ID", {"needs": ("id_docs",)}),
    ("No ID needed for adults 18 and over", {"id_required": "no"}),
    ("ID required. No ID needed after midnight.", {}),
    ("We do not require ID or referral.", {"id_required": "no", "self_referral": "yes"}),
    ("No form of identification is required, and pets are welcome.", {"id_required": "no", "pets": "yes"}),
    ("does not accept pets", {"pets": "no"}),
    ("No pets.", {"pets": "no"}),
    ("No pets, walk-ins welcome.", {"pets": "no", "self_referral": "yes"}),
    ("No pets, alcohol or drugs allowed.", {"pets": "no"}),
    ("Pets are not allowed", {"pets": "no"}),
    ("Pets: no", {"pets": "no"}),
    ("Pets welcome", {"pets": "yes"}),
    ("Service animals welcome; no other pets.", {"pets": "no"}),
    ("Do you accept pets?", {}),
    ("Call to ask about pets", {}),
    ("Pets allowed if space is available", {}),
    ("Ages 12-17", {"minimum_age": 12, "maximum_age": 17}),
    ("Youth ages 12 – 17 years", {"minimum_age": 12, "maximum_age": 17}),
    ("Serves ages 18 to 24", {"minimum_age": 18, "maximum_age": 24}),
    ("18 and over", {"minimum_age": 18}),
    ("18+", {"minimum_age": 18}),
    ("Must be 18 or older with valid photo ID", {"id_required": "yes", "minimum_age": 18}),
    ("at least 12 years of age", {"minimum_age": 12}),
    ("Adults only", {"minimum_age": 18}),
    ("No one under 18.", {"minimum_age": 18}),
    ("Not open to anyone under 21", {"minimum_age": 21}),
    ("youth under 21", {"maximum_age": 20}),
    ("Everybody; under 18 with one adult who knows them", {}),
    ("Under 18 the hospital has to report", {}),
    ("Over 18 you sign for yourself", {}),
    ("Must be over 18", {"minimum_age": 18}),
    ("The last hour is for women only", {}),
    ("up to 21 years old", {"maximum_age": 21}),
    ("No one over 24", {"maximum_age": 24}),
    ("Teens 13-17 and young adults 18-24", {}),
    ("Single women and women with children under 12", {"takes_women": "yes", "children_with_adult": "yes"}),
    ("Ages 16-24 and their children", {}),
    ("Stays of up to 30 days; at least 30 days sober", {}),
    ("Under 200% of the federal poverty level", {}),
    ("Open 9 to 5, 24 hours on weekends", {}),
    ("Men only", {"takes_men": "yes", "takes_women": "no"}),
    ("Women and children only", {"takes_men": "no", "takes_women": "yes", "children_with_adult": "yes"}),
    ("Women and children", {"takes_women": "yes", "children_with_adult": "yes"}),
    ("Men, women and children", {"takes_men": "yes", "takes_women": "yes", "children_with_adult": "yes"}),
    ("Not for men", {"takes_men": "no"}),
    ("We can't accept men", {"takes_men": "no"}),
    ("There is no charge for women", {"takes_women": "yes"}),
    ("Transgender women are welcome", {"takes_trans": "yes"}),
    ("Accepts pregnant women", {"takes_women": "yes", "pregnant": "yes"}),
    ("Couples welcome", {"partner_together": "yes"}),
    ("By referral only", {"self_referral": "no"}),
    ("Referral from a case manager required.", {"self_referral": "no"}),
    ("Clients must be referred by an agency", {"self_referral": "no"}),
    ("No referral needed; walk-ins welcome.", {"self_referral": "yes"}),
    ("Walk-ins welcome", {"self_referral": "yes"}),
    ("No walk-ins.", {"self_referral": "no"}),
    ("Walk-ins welcome. By referral only.", {}),
    ("24-hour intake", {"intake_24h": "yes"}),
    ("Intake is available 24 hours a day", {"intake_24h": "yes"}),
    ("Must be sober", {"sober_required": "yes"}),
    ("Sobriety is not required.", {"sober_required": "no"}),
    ("Persons under the influence will not be admitted.", {"sober_required": "yes", "currently_using_fine": "no"}),
    ("Intoxicated guests are welcome", {"currently_using_fine": "yes"}),
    ("Police report required", {"must_talk_to_police": "yes"}),
    ("Survivors are not required to speak with police", {"must_talk_to_police": "no"}),
    ("Accepts people with felonies", {"turns_away_for_record": "no"}),
    ("No felonies", {"turns_away_for_record": "yes"}),
    ("No criminal record check", {"turns_away_for_record": "no"}),
    ("Parental consent is required for minors under 18", {"minors_without_guardian": "no"}),
    ("Unaccompanied minors accepted", {"minors_without_guardian": "yes"}),
    ("Parents will be notified within 72 hours", {"calls_parent": "yes"}),
    ("Mandated reporters on staff", {"reports_to_child_protection": "yes"}),
    ("Cell phones are collected at intake", {"phone_taken_away": "yes"}),
    ("Chapel attendance is mandatory.", {"programme_required": "yes"}),
    ("Religious services are optional", {"programme_required": "no"}),
    ("Not wheelchair accessible", {"step_free": "no"}),
    ("Wheelchair accessible, lockers available, no transportation",
     {"step_free": "yes", "storage": "yes", "collects_people": "no"}),
    ("Survivor-led organization", {"survivor_led": "yes"}),
    ("English and Somali spoken", {"languages": ("en", "so")}),
    ("Bilingual staff (Spanish)", {"languages": ("es",)}),
    ("No Spanish spoken", {}),
    ("We do not\naccept pets", {"pets": "no"}),
    ("No pets\nID required", {"pets": "no", "id_required": "yes"}),
    # Spanish
    ("No se requiere identificación", {"id_required": "no"}),
    ("Se requiere identificación con foto", {"id_required": "yes"}),
    ("Hay que presentar identificación", {"id_required": "yes"}),
    ("Mayores de 18 años", {"minimum_age": 18}),
    ("Menores de 18 años", {"maximum_age": 17}),
    ("Jóvenes de 12 a 17 años", {"minimum_age": 12, "maximum_age": 17}),
    ("Hombres y mujeres mayores de 18", {"takes_men": "yes", "takes_women": "yes", "minimum_age": 18}),
    ("Solo mujeres", {"takes_men": "no", "takes_women": "yes"}),
    ("No se aceptan mascotas", {"pets": "no"}),
    ("Aceptamos mascotas", {"pets": "yes"}),
    ("No se requiere referencia", {"self_referral": "yes"}),
    ("Solo con referencia", {"self_referral": "no"}),
    ("Se permiten niños", {"children_with_adult": "yes"}),
    ("No es necesario hablar con la policía", {"must_talk_to_police": "no"}),
    ("Personas con antecedentes penales son bienvenidas", {"turns_away_for_record": "no"}),
    ("Ingreso las 24 horas", {"intake_24h": "yes"}),
    ("Accesible para sillas de ruedas", {"step_free": "yes"}),
    ("Se habla español", {"languages": ("es",)}),
)  # fmt: skip

NAMES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("Emergency Shelter", ("shelter",)),
    ("Marlow Food Pantry", ("food",)),
    ("Detox and Recovery", ("substance",)),
    ("Free Legal Clinic, Immigration Services", ("legal", "immigration")),
    ("Refugio Santa Clara", ("shelter",)),
    ("Transitional Housing", ("housing",)),
    ("Quay Street Office", ()),
)


def guessed(entry: Entry) -> dict[str, object]:
    """What an entry holds beyond its words."""
    found: dict[str, object] = dict(entry.attributes)
    for key in ("minimum_age", "maximum_age", "languages", "needs"):
        value = getattr(entry, key)
        if value not in (None, ()):
            found[key] = value
    return found


@pytest.mark.parametrize(("sentence", "expected"), ELIGIBILITY, ids=[sentence for sentence, _ in ELIGIBILITY])
def test_what_a_sentence_says(sentence: str, expected: dict[str, object]) -> None:
    found = derive(replace(PLAIN, eligibility=sentence), (), RULES)
    assert guessed(found) == expected
    assert len(found.guessed) == len(expected)


@pytest.mark.parametrize(("name", "needs"), NAMES)
def test_needs_by_name(name: str, needs: tuple[str, ...]) -> None:
    found = derive(replace(PLAIN, name=name), (), RULES)
    assert found.needs == needs
    assert [code for code in found.guessed if code.startswith("need:")] == [f"need:{need}" for need in needs]


@pytest.mark.parametrize(
    ("term", "needs"),
    [(SourceTerm("211HSIS", "BH-1800.8500-050", ""), ("shelter",)),
     (SourceTerm("211HSIS", "BH-18009", ""), ()),
     (SourceTerm("Open Eligibility", "", "Temporary Shelter"), ("shelter",)),
     (SourceTerm("", "", "Food Pantries"), ("food",)),
     (SourceTerm("", "RX-8450", "Unheard of"), ("substance",)),
     (SourceTerm("", "", "Taxes"), ())],
)  # fmt: skip
def test_needs_by_term(term: SourceTerm, needs: tuple[str, ...]) -> None:
    assert derive(PLAIN, (term,), RULES).needs == needs
    assert derive(PLAIN, (term,), RULES) == derive(PLAIN, (term,), RULES)


def test_a_shelter_that_serves_meals_is_a_shelter() -> None:
    entry = replace(PLAIN, name="Night Shelter", description="We serve hot meals and have showers.")
    assert derive(entry, (), RULES).needs == ("shelter",)
    assert derive(replace(entry, name="Quay"), (), RULES).needs == ("food", "clothing")
    later = replace(entry, name="Quay", description="Open since 1974. Ask about shelters and the hospital.")
    assert derive(later, (), RULES).needs == ()


def test_what_is_set_stays_as_it_is() -> None:
    said = replace(
        PLAIN, needs=("legal",), attributes={"pets": "yes"}, languages=("fr",), maximum_age=99,
        eligibility="No pets. ID required. Ages 12-17. Spanish spoken. Emergency shelter.",
    )  # fmt: skip
    found = derive(said, (SourceTerm("", "BD-1800", ""),), RULES)
    assert (found.needs, found.languages, found.minimum_age, found.maximum_age) == (("legal",), ("fr",), None, 99)
    assert found.attributes == {"pets": "yes", "id_required": "yes"}
    assert found.guessed == ("id_required",)
    assert derive(found, (), RULES) == found


def test_nothing_said_gives_the_same_entry() -> None:
    entry = replace(PLAIN, description="Founded in 1974.")
    assert derive(entry, (), RULES) is entry


def test_a_listed_document_is_one_to_bring() -> None:
    assert derive(replace(PLAIN, documents=("Photo ID", "Proof of address")), (), RULES).attributes == {
        "id_required": "yes"
    }
    assert derive(replace(PLAIN, documents=("None",)), (), RULES).attributes == {"id_required": "no"}
    assert derive(replace(PLAIN, description="None"), (), RULES).attributes == {}


def test_a_place_called_confidential_loses_its_address() -> None:
    entry = replace(
        PLAIN, description="Located at a confidential location.", addresses=(Address(street="1 Quay"),), transport="12"
    )
    found = derive(entry, (), RULES)
    assert found.confidential
    assert (found.addresses, found.transport, found.guessed) == ((), "", ("confidential_location",))
    assert read_entry(Fields(found.as_json())) == found


def test_eligibility_speaks_before_other_words() -> None:
    entry = replace(PLAIN, eligibility="18 and over", description="Youth under 21 have an own room.")
    assert (derive(entry, (), RULES).minimum_age, derive(entry, (), RULES).maximum_age) == (18, None)


def test_needs_of_a_column_of_words() -> None:
    assert needs_of_words("Food, Clothing; Legal aid", RULES) == ("food", "clothing", "legal")
    assert needs_of_words("", RULES) == ()


def test_rules_go_round_as_json() -> None:
    assert RULES.as_json() == SHIPPED
    assert read_rules(Fields(RULES.as_json())) == RULES


def test_a_coordinator_can_change_a_rule() -> None:
    rules = _changed(needs={**SHIPPED["needs"], "shelter": ["crash pad"]})
    assert derive(replace(PLAIN, name="Crash pad"), (), rules).needs == ("shelter",)
    assert derive(replace(PLAIN, name="Refugio"), (), rules).needs == ()


@pytest.mark.parametrize(
    ("part", "value", "field"),
    [("needs", {"bed": ["bed"]}, "needs.bed"),
     ("needs", {"shelter": ["(bed|cot"]}, "needs.shelter"),
     ("needs", {"shelter": ["bed]"]}, "needs.shelter"),
     ("needs", {"shelter": [""]}, "needs.shelter"),
     ("needs", {"shelter": ["(a|b|c|d)" * 6]}, "needs.shelter"),
     ("attributes", [{"attribute": "nice", "topics": []}], "attributes[0].attribute"),
     ("attributes", [{"attribute": "pets", "topics": ["pets"], "alone": ["may"]}], "attributes[0].alone"),
     ("attributes", [{"attribute": "pets", "topics": ["pets"], "alone": []}], "attributes[0].alone"),
     ("terms", [{"needs": ["food"]}], "terms[0].name"),
     ("terms", [{"name": "x", "needs": ["x"]}], "terms[0].needs"),
     ("languages", {"spoken": [], "names": {"English": []}}, "languages.names.English"),
     ("v", 0, "v"),
     ("extra", 1, "extra")],
)  # fmt: skip
def test_rules_that_cannot_be_read(part: str, value: object, field: str) -> None:
    with pytest.raises(BadField) as caught:
        _changed(**{part: value})
    assert caught.value.field == field


def _changed(**parts: object) -> Rules:
    return read_rules(Fields({**SHIPPED, **parts}))
