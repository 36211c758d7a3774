# SPDX-License-Identifier: GPL-3.0-or-later
"""Founding: a name, a passphrase, the sheet; and what an invitation and an enrolment may say."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyrage
import pytest
from vaults import COALITION, NIGHT, PASSPHRASE, TurnedClock, founded, training_profile, workplace

from outreach_app.bootstrap import Workplace
from outreach_app.crypto import invitations, root, sheet, signing
from outreach_app.domain.errors import (
    BadField,
    InvitationCodeWrong,
    InvitationUnreadable,
    SheetWordsWrong,
    WeakPassphrase,
)
from outreach_app.domain.sheet import CoalitionSheet
from outreach_app.domain.statement import payload_type, read_statement


@pytest.fixture(scope="module")
def coalition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workplace, CoalitionSheet]]:
    """An office that was just founded, with its sheet."""
    clock = TurnedClock()
    place = workplace(tmp_path_factory.mktemp("office") / "vault", clock)
    made = place.founding.found(f"  {COALITION} ", PASSPHRASE, mailbox="/media/stick")
    yield place, made
    place.close()


def test_founding_makes_a_coordinator_a_profile_and_a_sheet(coalition: tuple[Workplace, CoalitionSheet]) -> None:
    place, made = coalition
    seat = place.vault.seat()
    assert (seat.role, seat.coalition, seat.coalition_id) == ("coordinator", COALITION, made.coalition_id)
    assert made.coalition == COALITION
    assert made.founded_on == date(2026, 11, 20), "the coalition's date, not the laptop's"
    profile = place.shifts.profile()
    assert (profile.coalition, profile.version, profile.mailbox) == (COALITION, 1, "/media/stick")
    assert [member.role for member in place.enrolment.laptops()] == ["coordinator"]
    assert {item.code: item.done for item in place.coalition.checklist()} == {
        "mailbox": True, "directory": True, "first_laptop": False, "first_shift": False,
    }  # fmt: skip


def test_the_sheet_gives_the_keys_that_the_root_names(coalition: tuple[Workplace, CoalitionSheet]) -> None:
    place, made = coalition
    keys = sheet.coalition_keys(made.words)
    metadata = place.vault.opened.database.coalition.root()
    assert metadata is not None
    trusted = root.read(metadata)
    assert keys.root.public in trusted.root_keys
    assert signing.signing_key(place.vault.opened.person_seed).public in trusted.root_keys
    assert trusted.recovery_recipient == keys.recovery.recipient == place.vault.opened.device.recovery_recipient
    assert trusted.publishers == (place.vault.opened.keys.signing.public,)


def test_the_sheet_opens_the_vaults_office_slot(coalition: tuple[Workplace, CoalitionSheet]) -> None:
    place, made = coalition
    recovery = pyrage.x25519.Identity.from_str(sheet.coalition_keys(made.words).recovery.secret)
    first, _ = place.vault.folder.read_slots()
    assert first is not None
    (office,) = [slot for slot in json.loads(first)["slots"] if slot["kind"] == "office"]
    assert pyrage.decrypt(base64.b64decode(office["sealed"]), [recovery]) == place.vault.opened.data_key


def test_the_words_are_not_in_the_vault(coalition: tuple[Workplace, CoalitionSheet]) -> None:
    _, made = coalition
    assert not [word for word in made.words if word in repr(made).replace(made.coalition_id, "")]


def test_proving_takes_the_words_asked_for(coalition: tuple[Workplace, CoalitionSheet]) -> None:
    place, made = coalition
    asked = {place.founding.positions() for _ in range(200)}
    assert all(1 <= first < second <= 24 for first, second in asked)
    assert {place_ for pair in asked for place_ in pair} == set(range(1, 25))
    place.founding.prove(made, {1: f" {made.words[0].upper()} ", 24: made.words[23]})
    with pytest.raises(SheetWordsWrong):
        place.founding.prove(made, {1: made.words[0], 2: made.words[1] + "x"})


@pytest.mark.parametrize(("name", "reason"), [("", "missing"), ("   ", "missing"), ("n" * 81, "too_long")])
def test_a_name_is_asked_for(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(BadField) as caught:
        workplace(tmp_path / "vault").founding.found(name, PASSPHRASE)
    assert caught.value.facts() == {"field": "name", "reason": reason}
    assert not (tmp_path / "vault").exists()


@pytest.mark.parametrize("weak", ["", "short", f"{COALITION} 2026", "passwordpassword"])
def test_a_weak_passphrase_founds_nothing(tmp_path: Path, weak: str) -> None:
    place = workplace(tmp_path / "vault")
    with pytest.raises(WeakPassphrase):
        place.founding.found(COALITION, weak)
    assert place.founding.judge_passphrase(weak, about=tuple(COALITION.lower().split()))
    assert not (tmp_path / "vault").exists()


def test_the_words_offered_are_good(tmp_path: Path) -> None:
    founding = workplace(tmp_path / "vault").founding
    offered = {founding.suggest_passphrase() for _ in range(5)}
    assert len(offered) == 5
    assert {founding.judge_passphrase(words) for words in offered} == {""}


def test_two_coalitions_share_nothing(tmp_path: Path) -> None:
    places = [founded(tmp_path / name) for name in ("one", "two")]
    devices = [place.vault.opened.device for place in places]
    for field in (
        "coalition_id",
        "mailbox_id",
        "box",
        "signing_seed",
        "age_secret",
        "root_sha256",
        "recovery_recipient",
    ):
        assert getattr(devices[0], field) != getattr(devices[1], field), field
    assert places[0].vault.opened.data_key != places[1].vault.opened.data_key
    for place in places:
        place.close()


def test_a_template_brings_its_own_zones(tmp_path: Path) -> None:
    place = workplace(tmp_path / "vault")
    zones = training_profile().zones[:2]
    place.founding.found(COALITION, PASSPHRASE, profile=replace(training_profile(), zones=zones, version=9))
    assert place.shifts.profile().zones == zones
    assert place.shifts.profile().version == 1
    place.close()


# --- joining ------------------------------------------------------------------------------------------------


def joined(office: Workplace, folder: Path, role: str, team: str) -> Workplace:
    made = office.enrolment.invite(role, team)
    laptop = workplace(folder)
    laptop.enrolment.join(made.text, made.code.lower().replace("-", " "), "wobbling pelicans under 47 bridges")
    return laptop


@pytest.mark.parametrize(
    ("role", "team", "signs"), [("worker", "North", False), ("lead", "North", True), ("adviser", "", True)]
)
def test_a_seat_is_what_the_invitation_says_and_only_workers_have_no_key_of_their_own(
    office: Workplace, tmp_path: Path, role: str, team: str, *, signs: bool
) -> None:
    laptop = joined(office, tmp_path / "laptop", role, team)
    seat = laptop.vault.seat()
    assert (seat.role, seat.team, seat.label) == (role, team, team or role)
    assert bool(laptop.vault.opened.person_seed) is signs
    assert seat.coalition_id == office.vault.seat().coalition_id
    laptop.close()


def test_a_wrong_or_cut_invitation_makes_no_vault(office: Workplace, tmp_path: Path) -> None:
    made = office.enrolment.invite("worker", "North")
    laptop = workplace(tmp_path / "laptop")
    other = invitations.new_code(lambda limit: limit - 1)
    for text, code, error in (
        (made.text, other, InvitationCodeWrong),
        (made.text, made.code[:-1], InvitationCodeWrong),
        (made.text[:-20], made.code, (InvitationCodeWrong, InvitationUnreadable)),
        (made.text[10:], made.code, InvitationUnreadable),
        ("", made.code, InvitationUnreadable),
    ):  # fmt: skip
        with pytest.raises(error):
            laptop.enrolment.join(text, code, "wobbling pelicans under 47 bridges")
    assert not (tmp_path / "laptop").exists()


def test_a_weak_passphrase_joins_nothing_and_the_invitation_stays_good(office: Workplace, tmp_path: Path) -> None:
    made = office.enrolment.invite("worker", "North")
    laptop = workplace(tmp_path / "laptop")
    with pytest.raises(WeakPassphrase):
        laptop.enrolment.join(made.text, made.code, "short")
    laptop.enrolment.join(made.text, made.code, "wobbling pelicans under 47 bridges")
    laptop.close()


def test_the_code_is_neither_in_the_text_nor_kept(office: Workplace) -> None:
    made = office.enrolment.invite("worker", "North")
    plain = made.code.replace("-", "")
    assert plain not in made.text
    assert made.code not in repr(made)
    assert made.expires == date(2026, 12, 5)
    kept = office.enrolment.open_invitations()[-1]
    assert not {made.code, plain} & {str(value) for value in vars(kept).values()}
    seed = invitations.open_sealed(made.text, made.code).invite_seed
    assert signing.signing_key(seed).public.hex() == kept.invite_key, "of the invitation's key the office keeps half"


def test_an_invitation_lasts_two_weeks_by_the_day(office: Workplace, tmp_path: Path) -> None:
    made = office.enrolment.invite("worker", "North")
    late = TurnedClock(NIGHT)
    late.turn(days=14)
    laptop = workplace(tmp_path / "laptop", late)
    laptop.enrolment.join(made.text, made.code, "wobbling pelicans under 47 bridges")
    laptop.close()


def enrolment_of(laptop: Workplace, office: Workplace) -> tuple[Any, dict[str, Any]]:
    """The statement that a joined laptop queued, opened as the office would."""
    (item,) = laptop.vault.opened.database.outbox.waiting()
    assert (item.kind, item.sequence) == ("enrolment", 0)
    keys = office.vault.opened.keys.age
    envelope = json.loads(pyrage.decrypt(item.sealed, [pyrage.x25519.Identity.from_str(keys.secret)]))
    signed = signing.verify_dsse(
        json.dumps(envelope).encode(), lambda _keyid: bytes.fromhex(office.enrolment.open_invitations()[-1].invite_key)
    )
    statement = read_statement(signed.payload, payload_type("enrolment"))
    return statement, dict(statement.body)


def test_an_enrolment_says_its_keys_and_box_and_nothing_else(office: Workplace, tmp_path: Path) -> None:
    laptop = joined(office, tmp_path / "laptop", "worker", "North")
    statement, body = enrolment_of(laptop, office)
    shapes = {"box": r"[0-9a-f]{32}", "signing_key": r"[0-9a-f]{64}", "recipient": r"age1[0-9a-z]{58}",
              "proof": r"[0-9a-f]{128}"}  # fmt: skip
    assert set(body) == set(shapes)
    for name, shape in shapes.items():
        assert re.fullmatch(shape, body[name]), name
    device = office.vault.opened.device
    assert set(statement.recipients) == {device.recovery_recipient, office.vault.opened.keys.age.recipient}
    assert statement.device_id == laptop.vault.opened.keys.device_id
    assert body["box"] == laptop.vault.opened.device.box
    laptop.close()


@pytest.mark.parametrize("step", ["make", "set_materials"])
def test_a_kill_while_founding_leaves_no_vault(tmp_path: Path, step: str) -> None:
    """A vault without its desk could never publish, and nobody has seen its sheet: it must not be one."""
    script = (
        "import os, sys; from pathlib import Path; from vaults import PASSPHRASE, workplace;"
        "from outreach_app.services.desk import DeskService;"
        f"DeskService.{step} = lambda *given: os._exit(9);"
        "workplace(Path(sys.argv[1])).founding.found('Marlow Bend', PASSPHRASE)"
    )
    killed = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "vault")],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        check=False,
    )
    assert killed.returncode == 9
    assert (tmp_path / "vault" / "vault.db").exists()
    place = workplace(tmp_path / "vault")
    assert place.vault.state() == "none"
    place.founding.found(COALITION, PASSPHRASE)
    assert place.desk.content().lines
    place.close()


def test_nothing_lasts_before_the_sheet_is_kept(tmp_path: Path) -> None:
    place = workplace(tmp_path / "vault")
    place.founding.begin(COALITION, PASSPHRASE)
    assert place.vault.state() == "open"
    assert not (tmp_path / "vault" / "slots.json").exists()
    place.vault.lock()  # as a kill or a dead battery would
    assert place.vault.state() == "none"
    place.founding.begin(COALITION, PASSPHRASE)
    place.founding.confirm()
    place.founding.confirm()  # kept on paper and in a file: once is enough
    place.vault.lock()
    assert place.vault.unlock(PASSPHRASE).coalition == COALITION
    place.close()
