# SPDX-License-Identifier: GPL-3.0-or-later
"""`directory import` and `directory search` as a coordinator types them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from outreach_app import bootstrap
from outreach_app.cli.run import run
from outreach_app.crypto import derivation

DATA = Path(__file__).parents[1] / "data"
TRAINING = Path(__file__).parents[2] / "resources" / "directory" / "training.json"


class Terminal:
    """One vault and its passphrase; runs commands and keeps what they print."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        secret = folder / "secret"
        secret.write_text("copper lantern orchard willow thunder basket\n")
        self._common = ["--vault", str(folder / "vault"), "--passphrase-file", str(secret)]
        self.run("found", "--name", "Marlow Bend", "--sheet", str(folder / "sheet.txt"))

    def run(self, *words: str) -> tuple[int, str, str]:
        """Exit code, standard output, standard error."""
        code = run([*words, *self._common])
        captured = self._capsys.readouterr()
        return code, captured.out, captured.err

    def json(self, *words: str) -> dict[str, Any]:
        """What a command that succeeds answers with `--json`."""
        code, out, err = self.run(*words, "--json")
        assert (code, err) == (0, "")
        answer: dict[str, Any] = json.loads(out)
        return answer


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A coalition that was just founded; its passphrase costs as little to try as the format allows."""
    lowest = derivation.Cost(memory_kib=derivation.LADDER_MIB[0] * derivation.MIB)
    monkeypatch.setattr(bootstrap, "_cost", lambda _fixed: lowest)
    return Terminal(tmp_path, capsys)


def test_a_directory_is_brought_in_and_found(terminal: Terminal) -> None:
    shown = terminal.json("directory", "import", str(TRAINING))
    assert (shown["added"], shown["changed"], shown["removed"], shown["accepted"]) == (60, 0, 0, False)
    assert terminal.json("directory", "search", "")["total"] == 0
    assert terminal.json("directory", "import", str(TRAINING), "--accept")["added"] == 60
    assert terminal.json("directory", "import", str(TRAINING))["added"] == 0

    asked = ("directory", "search", "bed spanish", "--age", "16", "--gender", "girl")
    answer = terminal.json(*asked, "--open-at", "2026-11-20T22:10", "--limit", "3")
    assert len(answer["results"]) == 3
    assert answer["total"] > 3
    assert answer["hidden"]["too_young"] >= 1
    first = answer["results"][0]
    assert {"id", "name", "organization", "band", "open", "intake_until", "verified", "why"} <= set(first)
    assert first["band"] == "now"
    assert [part["code"] for part in answer["understood"]] == ["shelter", "es"]

    code, out, _ = terminal.run(*asked, "--open-at", "2026-11-20T22:10")
    assert code == 0
    assert out.index("Takes people now") < out.index("Harbor Youth Shelter") < out.index("Hidden: ")
    no_id = terminal.json(
        "directory", "search", "bed", "--no-id", "--no-police", "--record-ok", "--open-at", "2026-11-20T19:00"
    )
    assert no_id["hidden"]["id_required"] >= 1


def test_what_is_wrong_is_said_in_one_line(terminal: Terminal, tmp_path: Path) -> None:
    invalid = DATA / "invalid" / "hsds"
    report = terminal.json("directory", "import", str(invalid / "dirty.json"))
    assert (report["added"], report["skipped"]) == (6, 4)
    assert {"row": 3, "field": "id", "reason": "missing"} in report["problems"]
    code, out, _ = terminal.run("directory", "import", str(invalid / "dirty.json"))
    assert code == 0
    assert "Row 3: id is missing" in out
    assert "Nothing was changed yet" in out
    for name in ("cut_off.json", "shift_jis.json", "not_hsds.json", "stray_comma.json", "nothing.json"):
        code, out, err = terminal.run("directory", "import", str(invalid / name), "--accept")
        assert (code, out) == (1, "")
        assert err.count("\n") == 1
        assert "Traceback" not in err
    assert terminal.json("directory", "search", "")["total"] == 0
    for words in (("--limit", "0"), ("--age", "-1"), ("--gender", "pigeon"), ("--language", "elvish")):
        code, _, err = terminal.run("directory", "search", "bed", *words)
        assert (code, err.count("\n")) == (1, 1)
