# SPDX-License-Identifier: GPL-3.0-or-later
"""A bad day on the command line: one sentence that says what was kept, the exit code that fits, and nothing lost."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from coalitions import NIGHT_CONTACTS, NIGHT_SLIP, Coalition, coalition
from commands import ROOT, Ran, as_program, here
from filelock import FileLock
from vaults import PASSPHRASE, files_below

from outreach_app.bootstrap import Workplace
from outreach_app.store.connection import open_database

HSDS = ROOT / "resources" / "directory" / "training.json"
KEPT = (
    "kept",
    "stays safely",
    "nothing was",
    "was left as it is",
    "nothing of it",
    "nothing is lost",
    "nothing was changed",
)


class Office:
    """A coalition whose vaults are locked, and one worker's night that was counted before the bad day."""

    def __init__(self, tmp_path: Path) -> None:
        made = coalition(tmp_path, laptops=1)
        made.night()
        made.close()
        self.world: Coalition = made
        self.folder = made.folder
        self.passphrase = self.folder / "passphrase.txt"
        self.passphrase.write_text(PASSPHRASE + "\n", encoding="utf-8")
        self.slip = self.folder / "slip.json"
        self.slip.write_bytes(NIGHT_SLIP)

    def vault(self, name: str) -> Path:
        """A vault's folder."""
        return self.folder / name

    def run(self, name: str, *words: object) -> Ran:
        """Run a command on a vault."""
        return here(*words, "--vault", self.vault(name), "--passphrase-file", self.passphrase)

    def facts(self, name: str, *words: object) -> dict[str, Any]:
        """What a command that succeeds says."""
        ran = self.run(name, *words, "--json")
        assert (ran.code, ran.err) == (0, ""), ran
        return ran.facts

    def nights(self) -> int:
        """Contacts that the worker's laptop holds."""
        shifts = self.facts("laptop-1", "shift", "list")["shifts"]
        return sum(shift["contacts"] for shift in shifts)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def says_what_was_kept(sentence: str) -> None:
    """A sentence that names what was kept, or that nothing was changed."""
    assert any(words in sentence.lower() for words in KEPT), sentence


# --- the vault -----------------------------------------------------------------------------------------------


def test_a_wrong_passphrase_changes_nothing_and_waits(office: Office) -> None:
    before = files_below(office.vault("laptop-1"))
    office.passphrase.write_text("another passphrase entirely")
    says_what_was_kept(office.run("laptop-1", "status").complaint(3))
    tries = office.vault("laptop-1") / "tries.json"
    assert json.loads(tries.read_bytes())["wrong"] == 1
    tries.write_text(json.dumps({"wrong": 6, "last": time.time()}))
    assert "Wait" in office.run("laptop-1", "status").complaint(3)
    tries.unlink()
    assert files_below(office.vault("laptop-1")) == before
    office.passphrase.write_text(PASSPHRASE)
    assert office.nights() == NIGHT_CONTACTS


def test_no_vault_and_no_passphrase(office: Office) -> None:
    assert "no vault" in office.run("nowhere", "status").complaint(3)
    assert not office.vault("nowhere").exists()
    assert "--passphrase-file" in here("status", "--vault", office.vault("office")).complaint(2)
    missing = here("status", "--vault", office.vault("office"), "--passphrase-file", office.folder / "none")
    assert "none" in missing.complaint(1)
    folder = here("status", "--vault", office.vault("office"), "--passphrase-file", office.folder)
    assert "folder" in folder.complaint(1)


def test_a_passphrase_by_standard_input(office: Office) -> None:
    words = ("status", "--vault", office.vault("office"), "--passphrase-file", "-", "--json")
    assert here(*words, stdin=PASSPHRASE.encode() + b"\r\nmore").facts["unsent"] == 0
    here(*words, stdin=b"\xff\xfe\xfd").complaint(3)


def test_a_damaged_slot_file_is_served_by_its_twin_and_both_stay_shut(office: Office) -> None:
    folder = office.vault("laptop-1")
    (folder / "slots.json").write_bytes((folder / "slots.json").read_bytes()[:100])
    assert "slots_damaged" in office.facts("laptop-1", "status")["problems"]
    checked = office.run("laptop-1", "check", "--json")
    assert (checked.code, checked.facts) == (1, {"problems": ["slots_damaged"]})
    (folder / "slots.bak").write_bytes(b"")
    before = files_below(folder)
    says_what_was_kept(office.run("laptop-1", "status").complaint(3))
    assert files_below(folder) == before


@pytest.mark.parametrize(
    "hurt",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"SQLite format 3\x00" + bytes(5000)),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        lambda path: path.write_bytes(bytes(4096) + path.read_bytes()[4096:]),
        lambda path: path.unlink(),
    ],
    ids=["empty", "another", "cut", "first page", "gone"],
)
def test_a_damaged_database_is_left_as_it_is(office: Office, hurt: Callable[[Path], object]) -> None:
    database = office.vault("laptop-1") / "vault.db"
    hurt(database)
    before = files_below(office.vault("laptop-1"))
    for command in (("status",), ("shift", "log", office.slip), ("sync", "--mailbox", office.world.mail)):
        assert "vault.db" in office.run("laptop-1", *command).complaint(3)
    assert {name: data for name, data in files_below(office.vault("laptop-1")).items() if data} == {
        name: data for name, data in before.items() if data
    }


def test_a_page_damaged_in_the_middle_is_found_by_check(office: Office) -> None:
    database = office.vault("laptop-1") / "vault.db"
    data = bytearray(database.read_bytes())
    data[-3000] ^= 0x40
    database.write_bytes(data)
    checked = office.run("laptop-1", "check", "--json")
    assert checked.code in {1, 3}
    if checked.code == 1:
        assert checked.facts["problems"]


@pytest.mark.parametrize("what", ["database", "slots"])
def test_a_vault_of_a_newer_version_is_left_as_it_is(office: Office, what: str) -> None:
    folder = office.vault("laptop-1")
    if what == "database":
        place = _opened(office, "laptop-1")
        key = place.vault.key_for("vault")
        place.close()
        connection = open_database(folder / "vault.db", key)
        connection.run("PRAGMA user_version = 99")
        connection.close()
    else:
        for name in ("slots.json", "slots.bak"):
            (folder / name).write_bytes((folder / name).read_bytes().replace(b'"v":1,', b'"v":2,'))
    before = files_below(folder)
    sentence = office.run("laptop-1", "status").complaint(3)
    assert "newer version" in sentence
    says_what_was_kept(sentence)
    assert files_below(folder) == before


def _opened(office: Office, name: str) -> Workplace:
    from vaults import workplace  # noqa: PLC0415 - used here alone

    place = workplace(office.vault(name))
    place.vault.unlock(PASSPHRASE)
    return place


def test_a_vault_in_use_is_named(office: Office) -> None:
    with FileLock(office.vault("laptop-1") / ".lock"):
        assert "using the vault" in office.run("laptop-1", "status").complaint(3)
    assert office.nights() == NIGHT_CONTACTS


# --- the disk ------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes, where one may be mounted."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("a small file system can be mounted by root on Linux alone")
    folder = tmp_path / "small disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)],  # noqa: S607 - the system's own
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)  # noqa: S607 - the system's own


def filled(disk: Path) -> Path:
    """Take all the room that is left; the file that holds it."""
    plug = disk / "plug"
    with plug.open("wb", buffering=0) as stream, contextlib.suppress(OSError):
        while stream.write(bytes(4096)):
            pass
    return plug


def test_a_full_disk_refuses_and_keeps_what_was_counted(office: Office, small_disk: Path) -> None:
    shutil.move(office.vault("laptop-1"), small_disk / "laptop-1")
    office.vault("laptop-1").symlink_to(small_disk / "laptop-1")
    plug = filled(small_disk)
    sentence = office.run("laptop-1", "shift", "log", office.slip).complaint(1)
    assert "full" in sentence
    says_what_was_kept(sentence)
    assert office.nights() == NIGHT_CONTACTS  # reading goes on
    plug.unlink()
    assert office.run("laptop-1", "shift", "log", office.slip).code == 0
    assert office.nights() == 2 * NIGHT_CONTACTS
    assert office.run("laptop-1", "check").code == 0


def test_a_full_mailbox_and_no_room_for_a_report(office: Office, small_disk: Path) -> None:
    plug = filled(small_disk)
    says_what_was_kept(office.run("laptop-1", "sync", "--mailbox", small_disk).complaint(4))
    assert office.facts("laptop-1", "status")["unsent"] == 1
    report = ("report", "--from", "2026-11-01", "--to", "2026-11-30", "--format", "csv", "--out")
    office.run("laptop-1", "sync", "--mailbox", office.world.mail)
    office.run("office", "sync", "--mailbox", office.world.mail)
    assert "full" in office.run("office", *report, small_disk / "report.csv").complaint(1)
    assert list(files_below(small_disk)) == ["plug"]
    plug.unlink()
    assert office.run("office", *report, small_disk / "report.csv").code == 0


def test_founding_on_a_disk_that_fills_up_leaves_no_coalition_without_its_sheet(
    office: Office, small_disk: Path
) -> None:
    found = ("found", "--name", "New", "--sheet", office.folder / "new sheet.txt")
    (small_disk / "plug").write_bytes(bytes(1900 * 1024))
    office.vault("new").symlink_to(small_disk / "new", target_is_directory=True)
    (small_disk / "new").mkdir()
    assert "full" in office.run("new", *found).complaint(1)
    assert not (office.folder / "new sheet.txt").exists()
    (small_disk / "plug").unlink()
    assert office.run("new", *found).code == 0
    assert (office.folder / "new sheet.txt").stat().st_size > 300


def test_a_disk_that_is_full_for_the_sheet_founds_nothing(office: Office, small_disk: Path) -> None:
    filled(small_disk)
    ran = office.run("new", "found", "--name", "New", "--sheet", small_disk / "sheet.txt")
    assert "full" in ran.complaint(1)
    assert not (office.vault("new") / "slots.json").exists()
    assert not (small_disk / "sheet.txt").exists()


def test_a_read_only_disk_refuses_and_says_so(office: Office, small_disk: Path) -> None:
    shutil.move(office.vault("laptop-1"), small_disk / "laptop-1")
    office.vault("laptop-1").symlink_to(small_disk / "laptop-1")
    remount = ["mount", "-o", "remount,ro", str(small_disk)]
    subprocess.run(remount, check=True)
    before = files_below(small_disk)
    for command in (("shift", "log", office.slip), ("sync", "--mailbox", office.world.mail)):
        says_what_was_kept(office.run("laptop-1", *command).complaint(1))
    says_what_was_kept(office.run("office", "sync", "--mailbox", small_disk).complaint(4))
    assert files_below(small_disk) == before


def test_folders_without_the_right_to_write_are_named(office: Office) -> None:
    vault, mail = office.vault("laptop-1"), office.world.mail
    without_writing(mail)
    if os.access(mail, os.W_OK):
        pytest.skip("modes of files stop neither root nor Windows")
    says_what_was_kept(office.run("laptop-1", "sync", "--mailbox", mail).complaint(4))
    assert office.facts("laptop-1", "status")["unsent"] == 1
    without_writing(vault)
    before = files_below(vault)
    says_what_was_kept(office.run("laptop-1", "shift", "log", office.slip).complaint(1))
    assert files_below(vault) == before


def without_writing(folder: Path) -> None:
    """Take the right to write from a folder and all that is in it."""
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o500 if path.is_dir() else 0o400)


# --- the mailbox ---------------------------------------------------------------------------------------------


def test_a_missing_an_empty_and_a_wrong_mailbox(office: Office) -> None:
    for address in (office.folder / "none", f"file://{office.folder}/none", office.slip):
        says_what_was_kept(office.run("laptop-1", "sync", "--mailbox", address).complaint(4))
    says_what_was_kept(office.run("laptop-1", "sync").complaint(1))  # none was chosen
    assert "https" in office.run("laptop-1", "sync", "--mailbox", "https://cloud.example/dav").complaint(1)
    assert office.facts("laptop-1", "status")["unsent"] == 1
    empty = office.folder / "empty"
    empty.mkdir()
    for name, fact, number in (("laptop-1", "sent", 2), ("office", "imported", 1)):
        ran = office.run(name, "sync", "--mailbox", empty, "--json")  # done all the same, and said
        assert (ran.code, ran.facts[fact], ran.facts["problems"]) == (1, number, ["mailbox_empty"])
        says_what_was_kept(ran.err)
    assert office.facts("office", "sync", "--mailbox", empty)["problems"] == []


def test_a_gap_is_named_and_ends_with_one(office: Office) -> None:
    assert office.run("laptop-1", "shift", "log", office.slip).code == 0
    office.facts("laptop-1", "sync", "--mailbox", office.world.mail)
    (first,) = office.world.mail.glob("v1/*/up/*/*/0000000001-*.age")
    first.rename(office.folder / "later.age")
    ran = office.run("office", "sync", "--mailbox", office.world.mail, "--json")
    assert (ran.code, ran.err, len(ran.facts["missing"])) == (1, "", 1)
    assert office.facts("office", "import", office.folder / "later.age")["imported"] == 1
    assert office.facts("office", "sync", "--mailbox", office.world.mail)["imported"] == 1


def test_a_tampered_object_ends_with_five_and_the_others_come_in(office: Office) -> None:
    office.facts("laptop-1", "sync", "--mailbox", office.world.mail)
    (night,) = office.world.mail.glob("v1/*/up/*/*/0000000001-*.age")
    bad = office.folder / "bad.age"
    bad.write_bytes(night.read_bytes()[:-1] + b"x")
    ran = office.run("office", "import", bad, night, office.folder / "none.age", "--json")
    assert ran.code == 5
    assert ran.facts["imported"] == 1
    assert ran.facts["refused"] == [{"object": "bad.age", "reason": "not_for_us"}]
    assert len(ran.err.splitlines()) == 2  # the bad one, and the one that is not there
    assert "kept apart" in ran.err
    assert office.run("office", "import", office.folder / "none.age").code == 1


# --- slips ---------------------------------------------------------------------------------------------------


def slip(**changes: object) -> bytes:
    """The night's slip with changes."""
    return json.dumps({**json.loads(NIGHT_SLIP), **changes}).encode()


def zone(**changes: object) -> bytes:
    """The night's slip with changes in its first zone."""
    zones = json.loads(NIGHT_SLIP)["zones"]
    return slip(zones=[{**zones[0], **changes}, *zones[1:]])


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (zone(items={"M_GOLD": 1}), "zones[0].items.M_GOLD"),
        (zone(zone="Z99"), "zones[0].zone"),
        (zone(hello=-1), "zones[0].hello"),
        (zone(hello=10**30), "zones[0].hello"),
        (zone(visits=1.5), "zones[0].visits"),
        (slip(age={"under18": 1}), "age"),
        (slip(team="South"), "team"),
        (slip(workers=0), "workers"),
        (slip(note="Maria"), "note"),
        (b'{"team": "North", "team": "South"}', "team"),
        (NIGHT_SLIP[:-50], "cut off"),
        (NIGHT_SLIP.decode().encode("utf-16"), "encoding"),
        (b"[" * 100_000, "cut off or not JSON"),
        (b" " * (2 * 1024 * 1024), "too large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_slip_that_cannot_be_true_is_refused_with_the_field(office: Office, data: bytes, named: str) -> None:
    office.slip.write_bytes(data)
    sentence = office.run("laptop-1", "shift", "log", office.slip, "--json").complaint(1)
    assert named in sentence
    says_what_was_kept(sentence)
    assert office.nights() == NIGHT_CONTACTS
    assert office.facts("laptop-1", "status")["unsent"] == 1


def test_one_worker_warns_and_is_taken_in(office: Office) -> None:
    office.slip.write_bytes(slip(workers=1, minutes=203))
    ran = office.run("laptop-1", "shift", "log", office.slip, "--json")
    assert (ran.code, ran.facts["contacts"]) == (0, NIGHT_CONTACTS)
    assert "One worker" in ran.err
    assert office.nights() == 2 * NIGHT_CONTACTS


# --- the directory -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.decode().encode("utf-16-le"), lambda data: b"\x00\xff" + data, lambda _data: b"",
        lambda _data: b"hello",
    ],
    ids=["utf-16", "bytes", "empty", "text"],
)  # fmt: skip
def test_a_directory_that_cannot_be_read_leaves_the_one_there_is(
    office: Office, spoil: Callable[[bytes], bytes]
) -> None:
    assert office.facts("office", "directory", "import", HSDS, "--accept")["added"] == 60
    before = office.facts("office", "directory", "search", "shelter")["total"]
    bad = office.folder / "bad.json"
    bad.write_bytes(spoil(HSDS.read_bytes()))
    sentence = office.run("office", "directory", "import", bad, "--accept").complaint(1)
    says_what_was_kept(sentence)
    assert office.facts("office", "directory", "search", "shelter")["total"] == before


def test_of_a_directory_cut_in_the_middle_the_sound_part_comes_in_and_nothing_leaves(office: Office) -> None:
    assert office.facts("office", "directory", "import", HSDS, "--accept")["added"] == 60
    cut = office.folder / "cut.json"
    cut.write_bytes(HSDS.read_bytes()[: len(HSDS.read_bytes()) // 2])
    ran = office.run("office", "directory", "import", cut, "--source", HSDS.stem, "--accept", "--json")
    assert ran.code == 1, "a nightly job hears of it"
    assert (ran.facts["removed"], ran.facts["partial"], ran.facts["accepted"]) == (0, True, True)
    assert 10 < ran.facts["same"] < 60
    assert [problem["reason"] for problem in ran.facts["problems"]][-1] == "cut_off"
    assert office.facts("office", "directory", "work", "--limit", "500")["work"]


# --- founding, inviting, joining, reporting ------------------------------------------------------------------


def test_founding_refuses_a_sheet_that_is_there_and_a_vault_that_is_there(office: Office) -> None:
    sheet = office.folder / "sheet.txt"
    sheet.write_text("the old sheet")
    says_what_was_kept(office.run("new", "found", "--name", "New", "--sheet", sheet).complaint(1))
    assert sheet.read_text() == "the old sheet"
    assert not office.vault("new").exists()
    before = files_below(office.vault("office"))
    says_what_was_kept(office.run("office", "found", "--name", "N", "--sheet", office.folder / "2.txt").complaint(1))
    assert not (office.folder / "2.txt").exists()
    assert files_below(office.vault("office")) == before


def test_founding_refuses_a_weak_passphrase_a_bad_name_and_a_bad_template(office: Office) -> None:
    sheet = office.folder / "sheet.txt"
    template = office.folder / "template.json"
    template.write_text("{")
    found = ("found", "--sheet", sheet, "--name")
    assert "name" in office.run("new", *found, "").complaint(1)
    assert "cut off" in office.run("new", *found, "New", "--template", template).complaint(1)
    office.passphrase.write_text("password")
    assert "too easy" in office.run("new", *found, "New").complaint(1)
    assert not sheet.exists()
    assert not (office.vault("new") / "slots.json").exists()


def test_inviting_and_joining_gone_wrong(office: Office) -> None:
    out = office.folder / "invitation.txt"
    invite = ("invite", "--role", "worker", "--team", "North", "--out", out)
    code = office.facts("office", *invite)["code"]
    says_what_was_kept(office.run("office", *invite).complaint(1))
    assert "South" in office.run("office", "invite", "--role", "lead", "--team", "South", "--out", "x").complaint(1)
    assert "worker seat" in office.run("laptop-1", *invite[:-1], office.folder / "y").complaint(1)
    assert "code" in office.run("new", "join", out, "--code", "AAAA-AAAA-A").complaint(1)
    text = out.read_text()
    cut, big = office.folder / "cut.txt", office.folder / "big.txt"
    cut.write_text(text[: len(text) // 2])
    big.write_text(text + "x" * 20_000)
    for file in (cut, big, office.slip, office.folder):
        office.run("new", "join", file, "--code", code).complaint(1)
    assert not (office.vault("new") / "slots.json").exists()
    says_what_was_kept(office.run("laptop-1", "join", out, "--code", code).complaint(1))
    assert office.facts("new", "join", out, "--code", code)["role"] == "worker"


def test_a_report_that_cannot_be_written(office: Office) -> None:
    report = ("report", "--format", "csv", "--from", "2026-11-01")
    out = office.folder / "report.csv"
    assert "to" in office.run("office", *report, "--to", "2026-10-01", "--out", out).complaint(1)
    assert "by" in office.run("office", *report, "--to", "2026-12-01", "--by", "person", "--out", out).complaint(1)
    office.run("office", *report, "--to", "2026-12-01", "--out", office.folder / "no" / "report.csv").complaint(1)
    office.run("office", *report, "--to", "2026-12-01", "--out", office.folder).complaint(1)
    assert "worker" in office.run("laptop-1", *report, "--to", "2026-12-01", "--out", out).complaint(1)
    assert not out.exists()


@pytest.mark.parametrize(
    "words",
    [
        ("dance",),
        ("sync", "--mailboks", "x"),
        ("report", "--from", "yesterday", "--to", "2026-11-30", "--format", "csv", "--out", "x"),
        ("report", "--from", "2026-11-01", "--to", "2026-11-30", "--format", "pdf", "--out", "x"),
        ("invite", "--role", "boss", "--out", "x"),
        ("shift",),
        ("import",),
    ],
)
def test_wrong_usage_is_one_line(words: tuple[str, ...]) -> None:
    here(*words).complaint(2)


def test_words_for_people_and_none_when_quiet(office: Office) -> None:
    said = office.run("laptop-1", "status")
    assert (said.code, said.err) == (0, "")
    assert "Not sent yet: 1" in said.out
    assert office.run("laptop-1", "status", "--quiet") == Ran(0, "", "")
    assert office.facts("laptop-1", "status", "--quiet")["unsent"] == 1


def test_a_name_that_a_terminal_cannot_show_is_told_all_the_same(office: Office) -> None:
    ran = as_program(
        "import", os.fsdecode(b"\xff.age"), "--vault", office.vault("office"), "--passphrase-file", office.passphrase,
        cwd=office.folder, settings={"PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert ran.code == 1
    assert "\\udcff.age" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_an_error_nobody_expected_is_a_sentence_without_values(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object, **_more: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("outreach_app.services.slips.SlipService.log", broken)
    ran = office.run("laptop-1", "shift", "log", office.slip)
    assert (ran.code, ran.out) == (1, "")
    assert "secret" not in ran.err
    assert "Traceback" not in ran.err
    assert "kept" in ran.err
