# SPDX-License-Identifier: GPL-3.0-or-later
"""After a whole night with planted words: none in any file, nothing written elsewhere, nothing open to others."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from vaults import decrypted_pages, files_below

ROOT = Path(__file__).parents[2]
NAME = "Zyxwanda Quillfeather"
TYPED: dict[str, Any] = {
    "office_passphrase": "seven loud gulls over 31 roofs",
    "laptop_passphrase": "wobbling pelicans under 47 bridges",
    "wrong_passphrases": ["wobbling pelicans under 48 bridges", "grumbling walrus 9"],
    "wrong_code": "ZQXJ-ZQXJ-7",
    "searches": [f"bed tonight girl 16 spanish {NAME}", "xylophonist@mailbox.example", "room 447193 motel"],
    "note": f"met {NAME} behind the station, plate QXJ 44-719-W",
}
MARKERS: list[str] = [
    "Zyxwanda", "zyxwanda", "Quillfeather", "quillfeather", "xylophonist", "447193", "44-719-W", "behind the station",
    TYPED["office_passphrase"], TYPED["laptop_passphrase"], *TYPED["wrong_passphrases"], "loud gulls", "pelicans",
    "walrus",
]  # fmt: skip


@dataclass(frozen=True)
class Night:
    """The folders after the night, and what the process said."""

    place: Path
    home: Path
    temporary: Path
    said: dict[str, Any]
    output: bytes
    before: dict[str, float]

    def data(self) -> dict[str, bytes]:
        return files_below(self.place)


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    top = tmp_path_factory.mktemp("night")
    place, home, temporary, given = (top / name for name in ("place", "home", "tmp", "given"))
    for folder in (place, home, temporary, given):
        folder.mkdir()
    (given / "passphrase").write_text(str(TYPED["laptop_passphrase"]))
    (given / "slip.json").write_text(json.dumps({"team": "North", "date": "2026-11-20", "note": TYPED["note"]}))
    typed = {**TYPED, "passphrase_file": str(given / "passphrase"), "slip_file": str(given / "slip.json")}
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "SYSTEMROOT", "LD_LIBRARY_PATH"}}
    environment = {
        **kept, "HOME": str(home), "USERPROFILE": str(home), "APPDATA": str(home), "LOCALAPPDATA": str(home),
        "TMPDIR": str(temporary), "TMP": str(temporary), "TEMP": str(temporary), "SQLITE_TMPDIR": str(temporary),
        "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1", "PYTHONWARNINGS": "error",
    }  # fmt: skip
    before = changed_at(top)
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "scripted_night.py"), str(place)],
        input=json.dumps(typed).encode(), capture_output=True, env=environment, cwd=top, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    *_, last = done.stdout.splitlines()
    return Night(place, home, temporary, json.loads(last), done.stdout.removesuffix(last + b"\n") + done.stderr, before)


def changed_at(folder: Path) -> dict[str, float]:
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime for path in folder.rglob("*")}


def spellings(marker: str) -> list[bytes]:
    return [marker.encode(), marker.encode("utf-16-le"), marker.encode("utf-16-be"), marker.encode().hex().encode()]


def test_the_night_was_a_real_one(night: Night) -> None:
    assert night.said["imported"] == 1
    assert night.said["codes"] == [0, 1, 0]


@pytest.mark.parametrize("marker", MARKERS)
def test_no_file_holds_what_was_typed(night: Night, marker: str) -> None:
    everywhere = night.data() | files_below(night.home) | files_below(night.temporary)
    for name, data in everywhere.items():
        for spelled in spellings(marker):
            assert spelled not in data, name
            assert spelled not in os.fsencode(name)


def test_not_even_with_the_key_in_hand(night: Night) -> None:
    names = []
    for who, keys in night.said["keys"].items():
        for path in sorted((night.place / who).glob("*.db")):
            label = path.stem.split("-")[0]
            plain = b"".join(decrypted_pages(path, bytes.fromhex(keys[label])))
            assert b"CREATE TABLE" in plain, "it was deciphered"
            names.append(f"{who}/{label}")
            secrets = [*MARKERS, night.said["code"], night.said["code"].replace("-", ""), *night.said["started"]]
            for marker in secrets:
                assert not [spelled for spelled in spellings(marker) if spelled in plain], (path.name, marker)
    assert names == ["office/desk", "office/directory", "office/vault", "laptop/directory", "laptop/vault"]


def test_neither_code_nor_sheet_lies_anywhere(night: Night) -> None:
    code, words = night.said["code"], night.said["sheet"]
    for name, data in night.data().items():
        assert code.encode() not in data, name
        assert code.replace("-", "").encode() not in data, name
        assert " ".join(words).encode() not in data, name


def test_nothing_typed_is_said_on_any_stream(night: Night) -> None:
    for marker in MARKERS:
        assert marker.encode() not in night.output


def test_nothing_is_written_outside_the_folders_given(night: Night) -> None:
    assert sorted(path.name for path in night.place.iterdir()) == ["laptop", "mailbox", "office"]
    assert list(night.temporary.iterdir()) == []
    assert [path.name for path in night.home.rglob("*") if path.is_file()] == ["settings.json"]
    top = night.place.parent
    outside = {
        name: at for name, at in changed_at(top).items() if not name.startswith(("place", "home"))
    }  # fmt: skip
    assert outside == {name: at for name, at in night.before.items() if not name.startswith(("place", "home"))}


def test_names_of_files_are_neutral(night: Night) -> None:
    expected = re.compile(
        r"(office|laptop)/(\.lock|slots\.(json|bak)|(vault|desk|directory-\d+-\d+)\.db(-journal)?)"
        r"|mailbox/v1/[0-9a-f]{32}/(up/[0-9a-f]{32}/\d{6}|releases/interim)/\d{10}-[0-9a-f]{64}\.age"
        r"|mailbox/v1/[0-9a-f]{32}/releases/metadata/1\.root\.json"
    )
    for name in night.data():
        assert expected.fullmatch(name), name
    for path in night.home.rglob("*"):
        assert not re.search("outreach|shift|victim|traffick", path.name, re.IGNORECASE)


def test_no_file_is_a_readable_database_and_no_journal_holds_anything(night: Night) -> None:
    for name, data in night.data().items():
        assert not data.startswith(b"SQLite format 3"), name
        assert b"CREATE TABLE" not in data, name
        if name.endswith("-journal"):
            assert data == b"", name


@pytest.mark.skipif(os.name != "posix", reason="modes are a thing of POSIX")
def test_vault_files_are_0600_and_folders_0700(night: Night) -> None:
    for vault in (night.place / "office", night.place / "laptop"):
        assert stat.S_IMODE(vault.stat().st_mode) == 0o700
        for path in vault.rglob("*"):
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path.name
    for path in night.home.rglob("settings.json"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_mailbox_holds_nothing_readable_but_the_root(night: Night) -> None:
    for name, data in night.data().items():
        if name.startswith("mailbox/") and name.endswith(".age"):
            assert data.startswith(b"age-encryption.org/v1\n"), name
            for word in (b"North", b"Z01", b"Marlow", b"shift", b"C_BRIEF", b"Harbor"):
                assert word not in data, name
    (root,) = [data for name, data in night.data().items() if name.endswith("1.root.json")]
    assert b"Marlow" not in root
    assert b"North" not in root
