# SPDX-License-Identifier: GPL-3.0-or-later
"""An invented directory as a metropolitan area has one: some 3,000 services of organisations in a city and three
counties, in English and Spanish, with names that are easily confused. The same in every run.

Beside the crowd stand a few dozen landmarks: services written by hand, each with facts that a test can count on.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from outreach_app.domain.directory import FOR_PROFESSIONALS, Address, Entry, Phone, entry_id
from outreach_app.domain.hours import MONTHLY, WEEKDAYS, WEEKLY, Schedule

ZONE: Final = ZoneInfo("America/Chicago")
BUILT: Final = date(2026, 5, 12)
NIGHT: Final = datetime(2026, 5, 15, 22, 10, tzinfo=ZONE)
"""A Friday night."""
DAY: Final = datetime(2026, 5, 12, 10, 30, tzinfo=ZONE)
"""A Tuesday morning."""
SIZE: Final = 3000

ALWAYS: Final = Schedule(WEEKLY, byday=WEEKDAYS, opens=0, closes=1439)
OFFICE: Final = Schedule(WEEKLY, byday=WEEKDAYS[:5], opens=9 * 60, closes=17 * 60)
EVENING: Final = Schedule(WEEKLY, byday=WEEKDAYS, opens=17 * 60, closes=23 * 60 + 30)
MEALS: Final = Schedule(WEEKLY, byday=("TU", "TH", "SA"), opens=10 * 60, closes=13 * 60)
SATURDAYS: Final = Schedule(MONTHLY, byday=("1SA", "3SA"), opens=9 * 60, closes=12 * 60)

CITIES: Final = (
    ("Marlow Bend", "Marlow County", range(1, 20)), ("Tilden", "Tilden County", range(20, 26)),
    ("Ashby", "Ashby County", range(26, 31)), ("Old Mill", "Marlow County", range(31, 35)),
    ("Corvine Heights", "Marlow County", range(35, 39)), ("Port Sable", "Ashby County", range(39, 43)),
    ("Quarry Hill", "Tilden County", range(43, 47)), ("Santa Rosalia", "Marlow County", range(47, 50)),
    ("Larkfield", "Tilden County", range(50, 53)), ("East Marlow", "Marlow County", range(53, 58)),
)  # fmt: skip
STREETS: Final = ("Prospect", "Orchard", "Division", "Main", "Quay", "Cedar", "Chapel", "Union", "Foundry", "Harbor",
                  "Mill", "Ninth", "Lincoln", "Railroad", "Juniper", "Washington")  # fmt: skip
FIRST: Final = ("Hope", "New Hope", "Hopewell", "Harbor", "Safe Harbor", "Harborview", "Haven", "Grace", "Northgate",
                "Northside", "North Star", "Cornerstone", "Keystone", "Bridge", "New Bridge", "Beacon", "Lighthouse",
                "Lantern", "St. Anne", "St. Ann", "Santa Ana", "St. Mark", "St. Martin", "Trinity", "Riverside",
                "Riverbend", "Maple", "Open Door", "Open Hands", "Nueva Vida", "Casa Esperanza", "Casa Maria",
                "Puente", "Common Ground", "Crossroads", "Crosswinds", "Phoenix", "Horizon", "New Horizons",
                "Catholic", "Lutheran", "Methodist", "United", "Tri-County", "Metro", "Valley", "Pioneer",
                "Prairie", "Sunrise", "Sunflower")  # fmt: skip
SECOND: Final = ("House", "Center", "Services", "Family Services", "Community Center", "Ministries", "Mission",
                 "Outreach", "Alliance", "Project", "Network", "Foundation", "Partners", "Clinic", "Charities",
                 "Resource Center", "Women's Center", "Youth Services", "Legal Aid", "Health")  # fmt: skip


class Kind(NamedTuple):
    """A kind of service: its name, words for it, when it is used, and who it is for."""

    needs: tuple[str, ...]
    names: tuple[str, ...]
    texts: tuple[str, ...]
    hours: tuple[tuple[Schedule, ...], ...]


KINDS: Final = (
    Kind(("shelter",), ("Emergency Shelter", "Overnight Shelter", "Night Beds", "Family Shelter", "Albergue"),
         ("Emergency shelter for single adults, first come. Dinner and breakfast, showers.",
          "Overnight beds for women and children fleeing violence.",
          "Refugio de emergencia para mujeres. Camas, cena y regaderas.",
          "Temporary shelter for youth without a place to stay."), ((ALWAYS,), (EVENING,), ())),
    Kind(("safety", "advocate"), ("Crisis Advocacy", "Domestic Violence Program", "Safety Planning", "Safe House"),
         ("Advocates answer day and night and plan a way out with you.",
          "Confidential help for people who are hurt, stalked or trafficked.",
          "Ayuda confidencial para quien sufre violencia en casa."), ((ALWAYS,), (OFFICE,))),
    Kind(("food",), ("Food Pantry", "Community Meals", "Soup Kitchen", "Mobile Pantry", "Despensa"),
         ("Groceries for the household once a week, no questions.",
          "Hot lunch for anyone who comes.",
          "Despensa de alimentos y comida caliente para familias."), ((MEALS,), (OFFICE,), (SATURDAYS,))),
    Kind(("clothing",), ("Clothing Closet", "Hygiene Station", "Showers and Laundry", "Ropero"),
         ("Coats, shoes and underwear, free.", "Showers, soap, towels and a washing machine.",
          "Ropa y articulos de higiene gratis."), ((MEALS,), (OFFICE,), (SATURDAYS,))),
    Kind(("medical",), ("Free Clinic", "Community Health Center", "STI Testing", "Prenatal Care", "Dental Clinic"),
         ("Doctors and nurses see you without insurance. Sliding fee.",
          "Testing and treatment for infections, walk in.",
          "Atencion medica sin seguro; se habla espanol."), ((OFFICE,), (MEALS,))),
    Kind(("mental",), ("Counseling", "Crisis Stabilization", "Trauma Therapy", "Support Group"),
         ("Therapists trained in trauma; first talk within a week.",
          "A calm place for a mental health crisis, up to 72 hours.",
          "Consejeria y terapia en espanol."), ((OFFICE,), (ALWAYS,))),
    Kind(("substance",), ("Detox", "Recovery Program", "Medication Assisted Treatment", "Needle Exchange"),
         ("Medical detox beds, then residential treatment.",
          "Methadone and buprenorphine, intake each morning.",
          "Clean syringes, naloxone, no judgement."), ((ALWAYS,), (OFFICE,))),
    Kind(("housing",), ("Transitional Housing", "Rapid Rehousing", "Rental Assistance", "Permanent Supportive Housing"),
         ("Apartments for up to two years with a case manager.", "Deposit and first rent.",
          "Vivienda transitoria para familias."), ((OFFICE,), ())),
    Kind(("legal",), ("Legal Aid", "Record Clearing Clinic", "Protection Orders", "Court Advocacy"),
         ("Lawyers for protection orders, custody and eviction.", "We ask the court to clear old convictions.",
          "Abogados gratuitos, tambien en espanol."), ((OFFICE,), (SATURDAYS,))),
    Kind(("immigration", "legal"), ("Immigration Legal Services", "T and U Visa Help", "Citizenship Classes"),
         ("Visas for survivors, asylum, work permits.", "Abogados de inmigracion."), ((OFFICE,),)),
    Kind(("id_docs",), ("ID and Birth Certificates", "Documents Desk", "State ID Vouchers"),
         ("Help with birth certificates, state ID and social security cards.",
          "Actas de nacimiento e identificacion."), ((OFFICE,), (MEALS,))),
    Kind(("education",), ("GED Classes", "Job Training", "Employment Center", "English Classes"),
         ("Job search, resumes and interview clothes.", "Evening classes for the GED."), ((OFFICE,), (EVENING,))),
    Kind(("family",), ("Child Care", "Parenting Classes", "Diaper Bank", "Travelers Aid"),
         ("Diapers, formula and car seats.", "Bus tickets home after a call to somebody there.",
          "Guarderia para familias de bajos ingresos."), ((OFFICE,), (SATURDAYS,))),
)  # fmt: skip
OPEN_DOOR: Final = {"self_referral": "yes", "id_required": "no", "must_talk_to_police": "no"}


def landmarks() -> Iterator[Entry]:
    """Services that tests look for; each is checked lately and can be called by the person."""

    def one(name: str, need: str, text: str, *, hours: Schedule = ALWAYS, **more: object) -> Entry:
        said = {**OPEN_DOOR, **dict(more.pop("attributes", {}))}  # type: ignore[call-overload]
        plain = Entry(
            id=entry_id("landmark", name),
            name=name,
            needs=tuple(need.split()),
            description=text,
            phones=(Phone("816 555 0100"),),
            addresses=(Address("1 Quay Row", "Marlow Bend", "Marlow County", "ZZ", "00001"),),
            languages=("en",),
            opening=(hours,),
            intake=(hours,),
            attributes=said,
            verified_on=BUILT - timedelta(days=10),
        )
        return replace(plain, **more)  # type: ignore[arg-type]

    women = {"takes_women": "yes", "takes_men": "no"}
    youth = {"takes_women": "yes", "takes_men": "yes", "takes_trans": "yes", "minors_without_guardian": "yes"}
    yield one(
        "Larkspur Youth Beds",
        "shelter",
        "Beds for teenagers tonight.",
        minimum_age=12,
        maximum_age=20,
        languages=("en", "es"),
        attributes=youth,
        organization="Larkspur Trust",
    )
    yield one(
        "Wrenfield House",
        "shelter safety",
        "For women and their children.",
        minimum_age=18,
        languages=("en", "es"),
        attributes={**women, "children_with_adult": "yes", "pregnant": "yes", "pets": "no"},
    )
    yield one(
        "Dogwood Night Shelter",
        "shelter",
        "Bring your dog.",
        minimum_age=18,
        attributes={"pets": "yes", "takes_men": "yes", "takes_women": "yes", "partner_together": "yes"},
    )
    yield one(
        "Kestrel Low Barrier Shelter",
        "shelter",
        "Come as you are.",
        minimum_age=18,
        attributes={
            "sober_required": "no",
            "currently_using_fine": "yes",
            "takes_men": "yes",
            "takes_trans": "yes",
            "turns_away_for_record": "no",
        },
    )
    yield one("Tamarack Sober House", "housing substance", "Clean and quiet.", attributes={"sober_required": "yes"})
    yield one("Juniper Detox Center", "substance", "Withdrawal under a doctor's eye.", phones=(Phone("816 555 0142"),))
    yield one("Bluestem Methadone Clinic", "substance", "Dosing from six.", hours=OFFICE)
    yield one("Sparrow Syringe Exchange", "substance", "Needles and naloxone.", hours=EVENING)
    yield one(
        "St. Anne's Kitchen",
        "food",
        "Supper for whoever is hungry.",
        hours=EVENING,
        addresses=(Address("14 Chapel Street", "Old Mill", "Marlow County", "ZZ", "00031"),),
    )
    yield one(
        "Bread of Tilden Pantry",
        "food",
        "Groceries.",
        hours=MEALS,
        addresses=(Address("9 Union Street", "Tilden", "Tilden County", "ZZ", "00020"),),
    )
    yield one("Comedor La Paloma", "food", "Comida caliente cada noche.", hours=EVENING, languages=("es",))
    yield one("Second Coat Closet", "clothing", "Winter coats and boots.", hours=OFFICE)
    yield one("Clearwater Showers", "clothing", "Hot water, towels.", hours=OFFICE)
    yield one("Magnolia Free Clinic", "medical", "A nurse sees you today.", hours=OFFICE, languages=("en", "es"))
    yield one("Osprey STI Testing", "medical", "HIV and hepatitis tests.", hours=OFFICE)
    yield one(
        "Sycamore Prenatal Care", "medical", "Checks and ultrasound.", hours=OFFICE, attributes={"pregnant": "yes"}
    )
    yield one("Willow Crisis Line House", "mental", "Somebody awake all night.")
    yield one("Heron Trauma Therapy", "mental", "Long talks.", hours=OFFICE, languages=("en", "es", "vi"))
    yield one("Aspen Legal Clinic", "legal", "Warrants, old records.", hours=OFFICE, attributes={"survivor_led": "yes"})
    yield one("Expunge Marlow", "legal", "We clear records.", hours=OFFICE)
    yield one(
        "Protection Order Desk",
        "legal",
        "At the courthouse.",
        hours=OFFICE,
        addresses=(Address("2 Division Street", "Ashby", "Ashby County", "ZZ", "00026"),),
    )
    yield one("Puerta Abierta Inmigración", "immigration legal", "Visas T y U.", hours=OFFICE, languages=("es", "en"))
    yield one("Papers First", "id_docs", "Birth certificates, state cards.", hours=OFFICE)
    yield one(
        "Thistle Survivor Mentors",
        "advocate",
        "Women who were there themselves.",
        attributes={"survivor_led": "yes", **women},
    )
    yield one(
        "Marigold Child Care",
        "family",
        "Drop in, by the hour.",
        hours=OFFICE,
        attributes={"children_with_adult": "yes"},
    )
    yield one("Homeward Bus Tickets", "family", "A way home.", hours=OFFICE)
    yield one("Oriole GED School", "education", "Evening classes.", hours=EVENING)
    yield one("Foundry Job Training", "education", "Welding and wages.", hours=OFFICE)
    yield one("Quillfeather House", "housing", "Rooms for two years.", hours=OFFICE, attributes=women)
    yield one(
        "Zephyr Safe Passage",
        "safety",
        "Somebody comes and collects you.",
        attributes={"collects_people": "yes", **youth},
    )
    yield one(
        "Ironwood Men's Shelter",
        "shelter",
        "Sixty cots.",
        minimum_age=18,
        attributes={"takes_men": "yes", "takes_women": "no", "storage": "yes"},
    )
    yield one(
        "Prism House",
        "shelter",
        "Trans and queer adults.",
        minimum_age=18,
        attributes={"takes_trans": "yes", "step_free": "yes"},
    )
    yield one(
        "Sable Coast Shelter",
        "shelter",
        "On the waterfront.",
        minimum_age=18,
        attributes={"step_free": "yes"},
        addresses=(Address("70 Quay Street", "Port Sable", "Ashby County", "ZZ", "00039"),),
        postal_codes=("00039", "00040"),
    )
    yield one("Hanoi Family Help", "family", "Vietnamese spoken.", hours=OFFICE, languages=("vi",))


def crowd(size: int = SIZE) -> Iterator[Entry]:
    """Everything else."""
    chance = random.Random(3)  # noqa: S311 - invented data, the same each time
    for number in range(size):
        first = chance.choice(FIRST)
        city, county, codes = chance.choice(CITIES)
        organization = f"{first} {chance.choice(SECOND)}"
        if chance.random() < 0.3:
            organization = f"{city} {chance.choice(SECOND)}"
        kind = chance.choice(KINDS)
        name = chance.choice(kind.names)
        code = f"{chance.choice(codes):05d}"
        hours = chance.choice(kind.hours)
        known = chance.random()
        attributes = {
            attribute: chance.choice(("yes", "no"))
            for attribute in ("id_required", "must_talk_to_police", "turns_away_for_record", "sober_required", "pets",
                              "takes_men", "takes_women", "takes_trans", "pregnant", "children_with_adult",
                              "minors_without_guardian", "partner_together", "step_free")
            if chance.random() < known
        }  # fmt: skip
        if chance.random() < 0.6:
            attributes["self_referral"] = chance.choice(("yes", "yes", "yes", "no"))
        yield Entry(
            id=entry_id("crowd", str(number)),
            name=f"{first} {name}" if chance.random() < 0.5 else name,
            organization=organization,
            description=" ".join(chance.sample(kind.texts, chance.randint(1, len(kind.texts)))),
            needs=kind.needs if chance.random() < 0.8 else (),
            phones=(Phone(f"816 {chance.randint(200, 999)} {chance.randint(1000, 9999)}"),),
            addresses=(
                Address(f"{chance.randint(1, 2000)} {chance.choice(STREETS)} Street", city, county, "ZZ", code),
            ),
            postal_codes=(code,) if chance.random() < 0.6 else (),
            area=county if chance.random() < 0.4 else "",
            minimum_age=chance.choice((None, None, 18, 18, 13)),
            languages=chance.choice((("en",), ("en",), ("en", "es"), ())),
            opening=hours,
            intake=hours if chance.random() < 0.4 else (),
            attributes=attributes,
            verified_on=BUILT - timedelta(days=chance.randint(1, 400)) if chance.random() < 0.8 else None,
            audience=FOR_PROFESSIONALS if chance.random() < 0.02 else "person",
        )


def metropolitan() -> tuple[Entry, ...]:
    """The whole directory."""
    return (*crowd(), *landmarks())
