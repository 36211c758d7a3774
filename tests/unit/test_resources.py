# SPDX-License-Identifier: GPL-3.0-or-later
"""What ships in resources/: the training directory, the national guide, help lines, measures, icons, fonts."""

from __future__ import annotations

import json
import re
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from outreach_app.domain.codes import NEEDS
from outreach_app.domain.directory import STREET_ATTRIBUTES
from outreach_app.domain.guide import read_guide
from outreach_app.domain.material import read_help_lines
from outreach_app.domain.measures import read_measure_set
from outreach_app.domain.reading import Fields

RESOURCES = Path(__file__).parents[2] / "resources"
Record = dict[str, Any]

BANNED = re.compile(r"traffick|victim|rescu|declin|refus|!", re.IGNORECASE)
PROPER_NAMES = ("National Human Trafficking Hotline",)
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
DAYS = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"}
LANGUAGE = re.compile(r"[a-z]{2,3}")
PRINTED = date(2026, 11, 15)
FACTS = {"need", "inside_by", "ask_for", "calls_parent_within", "audience"}

REPORTING = {
    "NCMEC, National Center for Missing & Exploited Children",
    "DHS / HSI tip line",
    "Missouri child abuse and neglect hotline",
}
TIP_LINE = "DHS / HSI tip line"

PAD_KEYS = {
    "C_BRIEF": "Space", "C_ENGAGED": "Return", "C_DECLINED": "X", "M_CARD": "C", "M_WRIST": "W",
    "M_HYGIENE": "K", "M_FOOD": "F", "M_LEFT": "L", "R_*": "R", "U_*": "N",
}  # fmt: skip
STARTER_ZONE = {
    "C_BRIEF", "C_ENGAGED", "C_DECLINED", "M_CARD", "M_WRIST", "M_HYGIENE", "M_FOOD", "M_LEFT", "S_STOPS",
}  # fmt: skip
STARTER_SHIFT = {"R_*", "U_*", "D_AGE", "S_HOURS", "S_WORKERS"}
OTHER_MEASURES = {
    "C_TOTAL", "C_FIRST", "C_PHONE", "M_WRITTEN", "M_CLOTH", "M_SAFER", "M_NALOX", "M_TRANS", "R_WARM", "R_SAMEDAY",
    "D_GEN", "D_LANG", "S_PARTNER", "X_911", "X_MANDREP", "X_INCIDENT",
}  # fmt: skip

ICONS = {
    "tonight", "find", "help-lines", "review", "coalition", "settings", "hide", "lock", "palette", "send", "usb", "add",
    "close", "check", "warning", "info", "back", "copy", "print", "person", "clock", "place", "shield",
}  # fmt: skip
SVG = "{http://www.w3.org/2000/svg}"


def load(path: str) -> Any:
    """A JSON file below resources/."""
    return json.loads((RESOURCES / path).read_text(encoding="utf-8"))


def words_in(value: object) -> Iterator[str]:
    """Every text inside a JSON value; ids are left out."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "id":
                yield from words_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from words_in(item)
    elif isinstance(value, str):
        yield value


def attributes(service: Record, taxonomy: str) -> list[tuple[str, str]]:
    """(code, value) of one taxonomy."""
    return [
        (one["taxonomy_term"]["code"], one["value"])
        for one in service["attributes"]
        if one["taxonomy_term"]["taxonomy"] == taxonomy
    ]


def street(service: Record) -> dict[str, str]:
    """The street attributes of a service."""
    return dict(attributes(service, "Companion street attributes"))


def facts(service: Record, code: str) -> list[str]:
    """The values of one street fact."""
    return [value for found, value in attributes(service, "Companion street facts") if found == code]


def location(service: Record) -> Record:
    """The one location of a service."""
    (at,) = service["service_at_locations"]
    place: Record = at["location"]
    return place


@pytest.fixture(scope="module")
def services() -> list[Record]:
    """The services of the training directory."""
    found: list[Record] = load("directory/training.json")["contents"]
    return found


@pytest.fixture(scope="module")
def lines() -> list[Record]:
    """The help lines."""
    found: list[Record] = load("materials/help_lines.json")["lines"]
    return found


def test_training_directory_is_one_page_of_sixty(services: list[Record]) -> None:
    page = load("directory/training.json")
    assert (page["total_items"], page["size"], page["total_pages"], page["page_number"]) == (60, 60, 1, 1)
    assert (page["first_page"], page["last_page"], page["empty"]) == (True, True, False)
    assert len(services) == 60
    assert [service["name"] for service in services] == sorted(service["name"] for service in services)
    assert 35 <= len({service["organization"]["id"] for service in services}) <= 45
    assert (RESOURCES / "directory" / "training.json").stat().st_size < 400_000


def test_training_ids_are_stable_and_stand_once(services: list[Record]) -> None:
    own = [service["id"] for service in services]
    for service in services:
        for part in ("attributes", "phones", "schedules", "languages"):
            own += [one["id"] for one in service[part]]
        own += [at["id"] for at in service["service_at_locations"]]
    assert len(set(own)) == len(own)
    assert {uuid.UUID(one).version for one in own} == {5}
    names = {(service["organization"]["id"], service["organization"]["name"]) for service in services}
    assert len({one for one, _ in names}) == len({name for _, name in names}) == len(names)


def test_training_attributes_use_the_vocabulary(services: list[Record]) -> None:
    for service in services:
        known = attributes(service, "Companion street attributes")
        told = attributes(service, "Companion street facts")
        assert len(known) + len(told) == len(service["attributes"])
        assert {code for code, _ in known} <= set(STREET_ATTRIBUTES)
        assert len({code for code, _ in known}) == len(known), "an attribute stands twice"
        assert {value for _, value in known} <= {"yes", "no", "unknown"}
        assert {code for code, _ in told} <= FACTS
        assert facts(service, "need")
        assert set(facts(service, "need")) <= set(NEEDS)
        assert all(CLOCK.fullmatch(value) for value in facts(service, "inside_by"))
        assert all(one["link_entity"] == "service" for one in service["attributes"])
    assert {code for service in services for code in street(service)} >= set(STREET_ATTRIBUTES)
    needs = Counter(need for service in services for need in facts(service, "need"))
    assert set(needs) == set(NEEDS)
    assert min(needs.values()) >= 2


def test_training_numbers_and_names_reach_nobody(services: list[Record]) -> None:
    numbers = [phone["number"] for service in services for phone in service["phones"]]
    assert all(re.fullmatch(r"816 555 01\d\d", number) for number in numbers)
    assert all(service["phones"] for service in services)
    everything = " ".join(text for service in services for text in words_in(service))
    assert set(re.findall(r"[\w-]+\.(?:org|com|net|gov|us|info)\b", everything)) == {"example.org"}
    assert not set(re.findall(r"\d{3}[-. ]\d{3}[-. ]\d{4}", everything)) - set(numbers)
    for service in services:
        for address in location(service).get("addresses", []):
            assert (address["city"], address["state_province"]) == ("Marlow Bend", "ZZ")
        assert service["organization"]["description"].endswith("Invented for practice.")


def test_training_confidential_places_give_no_address(services: list[Record]) -> None:
    kept = [service for service in services if street(service).get("confidential_location") == "yes"]
    assert len(kept) >= 3
    for service in services:
        place = location(service)
        assert (place["location_type"] == "physical") == bool(place.get("addresses"))
    for service in kept:
        assert location(service)["location_type"] == "virtual"
        others = [one for one in services if one["organization"]["id"] == service["organization"]["id"]]
        streets = {address["address_1"] for one in others for address in location(one).get("addresses", [])}
        assert not any(street_name in text for street_name in streets for text in words_in(service))


def test_training_hours_are_readable_and_hold_the_traps(services: list[Record]) -> None:
    rows = [row for service in services for row in service["schedules"]]
    timed = [row for row in rows if "opens_at" in row]
    for row in timed:
        assert row["freq"] == "WEEKLY"
        assert CLOCK.fullmatch(row["opens_at"])
        assert CLOCK.fullmatch(row["closes_at"])
        assert set(row["byday"].split(",")) <= DAYS
        assert row.get("attending_type", "intake") == "intake"
    assert not any("timezone" in row for row in rows)
    assert any(row["closes_at"] < row["opens_at"] for row in timed), "open over midnight"
    assert any((row["opens_at"], row["closes_at"]) == ("00:00", "23:59") for row in timed)
    assert any(row.get("valid_to", "9999") < PRINTED.isoformat() for row in timed), "a period that has passed"
    assert any("description" in row for row in rows if row not in timed), "hours in words only"
    assert any(not service["schedules"] for service in services), "hours unknown"
    apart = [one for one in services if {row.get("attending_type") for row in one["schedules"]} == {None, "intake"}]
    assert len(apart) >= 20


def test_training_dates_spread_from_fresh_to_stale(services: list[Record]) -> None:
    checked = [date.fromisoformat(one["assured_date"]) for one in services if "assured_date" in one]
    assert all(PRINTED - timedelta(days=300) <= day < PRINTED for day in checked)
    ages = [(PRINTED - day).days for day in checked]
    assert sum(age <= 90 for age in ages) >= 20
    assert sum(90 < age <= 180 for age in ages) >= 8
    assert sum(age > 180 for age in ages) >= 6
    assert len(checked) <= 56, "some were never checked"


def test_training_directory_is_worth_practising_on(services: list[Record]) -> None:
    spoken = {language["code"] for service in services for language in service["languages"]}
    assert spoken >= {"en", "es", "vi", "fr"}
    assert sum(facts(service, "audience") == ["professionals"] for service in services) == 3
    assert {value for service in services for value in facts(service, "audience")} == {"professionals"}
    for code, least in (("faith_based", 3), ("calls_parent", 3), ("id_required", 3), ("phone_taken_away", 3),
                        ("sober_required", 3), ("survivor_led", 2), ("collects_people", 5)):  # fmt: skip
        assert sum(street(service).get(code) == "yes" for service in services) >= least, code
    assert sum("unknown" in street(service).values() for service in services) >= 10
    assert any(service["status"] == "temporarily closed" for service in services)
    for service in services:
        for part in ("description", "eligibility_description", "application_process", "fees_description"):
            assert len(service[part]) >= 4, (service["name"], part)
        low, high = service.get("minimum_age", 0), service.get("maximum_age", 130)
        assert 0 <= low <= high <= 130


def test_training_parents_are_called_within_a_told_time(services: list[Record]) -> None:
    told = [service for service in services if facts(service, "calls_parent_within")]
    assert len(told) >= 3
    assert all(street(service)["calls_parent"] == "yes" for service in told)


def test_national_guide_holds_all_entries_and_marks() -> None:
    guide = read_guide(Fields(load("directory/national_guide_2015.json")))
    assert len(guide.entries) == 35
    assert (guide.as_printed, guide.verified) == ("2015", False)
    assert {uuid.UUID(entry.id).version for entry in guide.entries} == {5}
    kinds = ("tta_provider", "researcher", "practitioner")
    topics = ("victimization", "juvenile", "outreach")
    assert guide.topics == kinds + topics
    assert Counter(entry.kind for entry in guide.entries) == {
        "Federal": 9, "Non-Federal": 4, "Training and Technical Assistance": 6,
        "Promising Practices and Models": 7, "Guidance and Publications": 9,
    }  # fmt: skip
    for entry in guide.entries:
        there, absent = (kinds, topics) if entry.type else (topics, kinds)
        assert all(isinstance(entry.marks[topic], bool) for topic in there)
        assert all(entry.marks[topic] is None for topic in absent)
        assert any(entry.marks.values())
        assert 40 < len(entry.description) < 400
    (hotline,) = [entry for entry in guide.entries if "NHTRC" in entry.name]
    assert "National Human Trafficking Hotline" in hotline.changed_since


def test_help_lines_are_all_there_and_unverified(lines: list[Record]) -> None:
    assert len(lines) == 15
    assert len({line["id"] for line in lines}) == 15
    assert {uuid.UUID(line["id"]).version for line in lines} == {5}
    for line in lines:
        assert (line["verified_on"], line["verify_by"]) == (None, None)
        assert line["survivors_answer"] in {"unknown", "yes", "no"}
        assert line["shares_with_police"] in {"no", "limited", "yes", "unknown"}
        assert line["call"]
        assert line["source"]
        assert len(line["know_first"]) > 20
        assert len(line["caveat"]) > 20
        for way in line["call"] + line["text"]:
            assert re.fullmatch(r"[\d-]+", way["number"]), line["name"]
        assert all(LANGUAGE.fullmatch(code) for code in line["languages"])


def test_help_lines_that_report_are_told_apart(lines: list[Record]) -> None:
    audience = {line["name"]: line["audience"] for line in lines}
    assert {name for name, value in audience.items() if value == "reports_to_an_authority"} == REPORTING
    assert {value for name, value in audience.items() if name not in REPORTING} == {"for_the_person"}
    assert {line["name"] for line in lines if line["never_show_to_person"]} == {TIP_LINE}
    assert {line["name"] for line in lines if line["shares_with_police"] == "yes"} == REPORTING
    assert [line["name"] in REPORTING for line in lines] == [False] * 12 + [True] * 3
    assert lines[-1]["name"] == TIP_LINE
    assert lines[0]["name"] == "National Human Trafficking Hotline"
    assert lines[1]["name"].startswith("988")


def test_help_lines_read_strictly_and_open_to_the_person_by_audience() -> None:
    read = read_help_lines(Fields(load("materials/help_lines.json")))
    assert {line.name for line in read if not line.may_be_shown} == REPORTING
    assert not any(line.fresh(PRINTED) for line in read)


def test_help_line_that_closes_at_night_says_so(lines: list[Record]) -> None:
    (line,) = [line for line in lines if line["name"] == "Trans Lifeline"]
    assert "24/7" not in line["hours"]
    assert "Closed at night" in line["know_first"]


def test_what_a_person_may_read_holds_no_banned_word(services: list[Record], lines: list[Record]) -> None:
    shown = [text for service in services for text in words_in(service)]
    for line in lines:
        if line["audience"] == "for_the_person" and line["name"] not in PROPER_NAMES:
            shown.append(line["name"])
        shown += [line["know_first"], line["hours"], line["more_languages"], line["relay"]]
        shown += [way["label"] for way in line["call"]] + [way["keyword"] for way in line["text"]]
    assert [text for text in shown if BANNED.search(text)] == []


def test_measures_keep_codes_keys_and_starter_rows() -> None:
    found = read_measure_set(Fields(load("templates/measures.json")))
    assert found.version == 1
    assert set(found.by_code) == STARTER_ZONE | STARTER_SHIFT | OTHER_MEASURES
    assert {one.code for one in found.at_level("zone") if one.starter} == STARTER_ZONE
    assert {one.code for one in found.at_level("shift") if one.starter} == STARTER_SHIFT
    assert {one.code for one in found.starter().measures} == STARTER_ZONE | STARTER_SHIFT
    assert {one.code: one.key for one in found.measures if one.key} == PAD_KEYS
    assert {one.code for one in found.at_level("month")} == {"X_911", "X_MANDREP", "X_INCIDENT"}
    assert {one.code for one in found.at_level("derived")} == {"C_TOTAL"}


def test_measures_balance_as_counting_demands() -> None:
    found = read_measure_set(Fields(load("templates/measures.json")))
    assert {one.code for one in found.measures if one.sums_to} == {"D_AGE", "D_GEN"}
    for one in found.measures:
        assert one.sums_to in {"", "C_TOTAL"}
        assert one.subset_of == "" or one.subset_of in found.by_code
        assert not BANNED.search(one.name + one.short + one.definition)
        assert one.short == one.short.lower()
    assert {one.code for one in found.measures if one.subset_of == "R_*"} == {"R_WARM", "R_SAMEDAY"}
    calm = {one.code for one in found.measures if not one.sensitive and one.group != "materials"}
    assert calm == {"C_DECLINED", "S_HOURS", "S_WORKERS", "S_STOPS", "S_PARTNER"}


def test_icons_are_one_family() -> None:
    drawings = {path.stem: path for path in (RESOURCES / "icons").glob("*.svg")}
    assert set(drawings) == ICONS | {"companion"}
    for name, path in drawings.items():
        root = ET.parse(path).getroot()  # noqa: S314 - our own files
        assert root.tag == f"{SVG}svg"
        assert root.get("viewBox") == "0 0 24 24"
        assert len(root)
        if name == "companion":
            continue
        family = ("none", "currentColor", "1.75", "round", "round")
        keys = ("fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin")
        assert tuple(root.get(key) for key in keys) == family
        assert {one.get("fill", "none") for one in root.iter()} <= {"none", "currentColor"}


def test_app_icon_comes_in_every_size() -> None:
    for side in (16, 32, 64, 128, 256):
        raw = (RESOURCES / "icons" / f"companion-{side}.png").read_bytes()
        assert raw[:8] == b"\x89PNG\r\n\x1a\n"
        assert (int.from_bytes(raw[16:20], "big"), int.from_bytes(raw[20:24], "big")) == (side, side)
        assert b"tEXt" not in raw, "a picture that names who made it"
    raw = (RESOURCES / "icons" / "companion.ico").read_bytes()
    assert raw[:6] == b"\x00\x00\x01\x00\x05\x00"


def test_fonts_are_there_with_their_licence() -> None:
    fonts = {path.name: path for path in (RESOURCES / "fonts").glob("*.otf")}
    assert set(fonts) == {f"Inter-{weight}.otf" for weight in ("Regular", "Medium", "SemiBold", "Bold")}
    assert all(path.read_bytes()[:4] == b"OTTO" for path in fonts.values())
    assert sum(path.stat().st_size for path in fonts.values()) < 2_000_000
    assert "SIL OPEN FONT LICENSE" in (RESOURCES / "fonts" / "OFL.txt").read_text(encoding="utf-8")


def test_notice_names_every_folder() -> None:
    notice = (RESOURCES / "NOTICE.md").read_text(encoding="utf-8")
    for folder in (path for path in RESOURCES.iterdir() if path.is_dir()):
        assert f"`{folder.name}/" in notice, folder.name
