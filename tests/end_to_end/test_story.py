# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole story on the command line: founded, joined, counted, carried through a folder, imported, reported."""

from __future__ import annotations

import csv
import json
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from coalitions import NIGHT_CONTACTS, NIGHT_SLIP
from commands import ROOT, Ran, as_program, words_of

PASSPHRASE = "Lämmer grasen über 9 Hügel"
"""With letters beyond ASCII: it comes by file and by standard input alike."""

SYNC = ("sent", "received", "imported", "duplicates", "corrected", "missing", "refused", "release")


class Desk:
    """A folder in which commands are run, and the passphrase beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.passphrase = folder / "Passwort ü.txt"
        self.passphrase.write_text(PASSPHRASE + "\n", encoding="utf-8")

    def run(self, vault: str, *words: object, by_stdin: bool = False) -> dict[str, Any]:
        """Run a command that must succeed and say one JSON object and nothing else."""
        source = "-" if by_stdin else self.passphrase
        ran = self.plain(*words, "--vault", vault, "--passphrase-file", source, "--json", by_stdin=by_stdin)
        assert (ran.code, ran.err) == (0, ""), ran
        return ran.facts

    def plain(self, *words: object, by_stdin: bool = False) -> Ran:
        """Run any command."""
        stdin = (PASSPHRASE + "\n").encode() if by_stdin else b""
        return as_program(*words, cwd=self.folder, stdin=stdin)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "Büro am Fluß 事務所")


def test_the_whole_story(desk: Desk) -> None:
    (desk.folder / "slip.json").write_bytes(NIGHT_SLIP)
    (desk.folder / "Post").mkdir()

    founded = desk.run("office", "found", "--name", "Förde", "--mailbox", "Post", "--sheet", "Blatt ü.txt")
    words_of(founded, ("coalition_id", "sheet"))
    sheet = desk.folder / "Blatt ü.txt"
    assert len(founded["coalition_id"]) == 32
    assert founded["coalition_id"] in sheet.read_text(encoding="utf-8")
    if sys.platform != "win32":
        assert stat.S_IMODE(sheet.stat().st_mode) == 0o600

    training = ROOT / "resources" / "directory" / "training.json"
    taken = desk.run("office", "directory", "import", training, "--accept")
    words_of(taken, ("added", "changed", "removed", "skipped", "problems"))
    assert taken["added"] == 60
    first = desk.run("office", "sync")
    words_of(first, SYNC)
    assert first["release"] >= 1

    laptops = ("laptop 1", "laptop 2")
    for number, laptop in enumerate(laptops):
        made = desk.run(
            "office", "invite", "--role", "worker", "--team", "North", "--out", f"{laptop}.txt", by_stdin=number == 0
        )
        words_of(made, ("file", "code", "expires"))
        joined = desk.run(laptop, "join", f"{laptop}.txt", "--code", made["code"])
        words_of(joined, ("device", "role", "team"))
        assert (joined["role"], joined["team"]) == ("worker", "North")
        assert desk.run(laptop, "sync")["release"] == first["release"]
        logged = desk.run(laptop, "shift", "log", "slip.json")
        words_of(logged, ("shift_id", "contacts"))
        assert logged["contacts"] == NIGHT_CONTACTS
        assert desk.run(laptop, "sync", by_stdin=True)["sent"] == 1

    found = desk.run("laptop 1", "directory", "search", "bed tonight girl 16 spanish", "--limit", "5")
    words_of(found, ("results", "hidden", "total"))
    words_of(found["results"][0], ("id", "name", "organization", "band", "open", "intake_until", "verified", "why"))
    (shift,) = desk.run("laptop 1", "shift", "list")["shifts"]
    words_of(shift, ("shift_id", "revision", "content", "delivery", "review"))
    assert (shift["content"], shift["delivery"], shift["contacts"]) == ("submitted", "sent", NIGHT_CONTACTS)
    status = desk.run("laptop 1", "status")
    words_of(status, ("unsent", "not_received", "directory_age_days", "problems"))
    assert (status["unsent"], status["not_received"], status["problems"]) == (0, 1, [])

    imported = desk.run("office", "sync")
    assert (imported["imported"], imported["admitted"], imported["refused"], imported["missing"]) == (2, 2, [], [])
    again = desk.run("office", "sync")
    assert (again["imported"], again["received"], again["release"]) == (0, 0, imported["release"])
    objects = sorted(path for path in (desk.folder / "Post").rglob("*.age") if path.parent.parent.parent.name == "up")
    by_hand = desk.run("office", "import", *objects)
    words_of(by_hand, SYNC)
    assert (by_hand["imported"], by_hand["duplicates"], by_hand["refused"]) == (0, 4, [])

    reported = desk.run(
        "office", "report", "--from", "2026-11-01", "--to", "2026-11-30", "--format", "csv", "--out", "Bericht.csv"
    )
    words_of(reported, ("rows", "suppressed", "withheld", "ledger"))
    raw = (desk.folder / "Bericht.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert len(rows) == reported["rows"]
    contacts = sum(int(row["value"]) for row in rows if row["measure"] in {"C_BRIEF", "C_ENGAGED"})
    assert contacts == 2 * NIGHT_CONTACTS
    assert desk.run("office", "check") == {"problems": []}

    leaks = [path for path in desk.folder.rglob("*") if path.is_file() and _tells(path)]
    assert leaks == [sheet]  # nothing else on the disk names the coalition in the clear


def _tells(path: Path) -> bool:
    return "Förde".encode() in path.read_bytes()


def test_help_and_version_need_nothing(desk: Desk) -> None:
    version = desk.plain("--version")
    assert (version.code, version.err) == (0, "")
    assert version.out.startswith("Companion ")
    text = desk.plain("--help")
    assert (text.code, text.err) == (0, "")
    for command in ("found", "invite", "join", "shift", "sync", "import", "status", "directory", "report", "check"):
        assert command in text.out
    assert json.dumps(sorted(path.name for path in desk.folder.iterdir())) == '["Passwort \\u00fc.txt"]'
