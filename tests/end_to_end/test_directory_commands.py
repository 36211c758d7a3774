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
        try:
            code = run([*words, *self._common])
        except SystemExit as ended:  # wrong usage ends in the parser of arguments
            code = int(ended.code or 0)
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


# --- the desk, command by command ---


def ids(terminal: Terminal, *words: str) -> list[str]:
    """Ids that a search shows."""
    found = terminal.json("directory", "search", *words, "--open-at", "2026-11-20T22:10")["results"]
    return [result["id"] for result in found]


@pytest.fixture
def stocked(terminal: Terminal) -> Terminal:
    """A coalition with the practice directory."""
    terminal.json("directory", "import", str(TRAINING), "--accept")
    return terminal


def test_an_import_waits_staged_until_it_is_taken_over(terminal: Terminal) -> None:
    assert terminal.json("directory", "import", str(TRAINING))["accepted"] is False
    taken = terminal.json("directory", "import", "--resume", "--accept")
    assert (taken["added"], taken["accepted"], taken["source"]) == (60, True, "training")
    code, out, err = terminal.run("directory", "import", "--resume")
    assert (code, out, err.count("\n")) == (1, "", 1)
    for words in ((), (str(TRAINING), "--resume")):
        code, out, err = terminal.run("directory", "import", *words)
        assert (code, out, err.count("\n")) == (2, "", 1)


def test_what_is_gone_is_set_aside_or_kept(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "county.json"
    services = [{"id": name, "name": f"Place {name}", "status": "active"} for name in "abc"]
    path.write_text(json.dumps(services))
    terminal.json("directory", "import", str(path), "--accept")
    path.write_text(json.dumps(services[:2]))
    kept = terminal.json("directory", "import", str(path), "--accept", "--keep-gone")
    assert (kept["gone"], kept["removed"]) == (1, 0)
    assert terminal.json("directory", "search", "place")["total"] == 3
    removed = terminal.json("directory", "import", str(path), "--accept")
    assert (removed["gone"], removed["removed"], removed["same"]) == (1, 1, 2)
    assert terminal.json("directory", "search", "place")["total"] == 2


def test_a_recall_hides_at_once_and_can_be_undone(stocked: Terminal) -> None:
    first = ids(stocked, "harbor youth")[0]
    said = stocked.json("directory", "recall", first)
    assert said["services"] == 59
    assert first not in ids(stocked, "harbor youth")
    assert stocked.json("directory", "recall", first, "--undo")["services"] == 60
    assert first in ids(stocked, "harbor youth")
    code, out, err = stocked.run("directory", "recall", "00000000-0000-4000-8000-000000000000")
    assert (code, out, err.count("\n")) == (1, "", 1)


def test_work_is_done_by_checking(stocked: Terminal) -> None:
    before = stocked.json("directory", "work", "--limit", "5")["work"]
    assert len(before) == 5
    stocked.json("directory", "verify", before[0]["id"], "--how", "call")
    after = stocked.json("directory", "work", "--limit", "200")["work"]
    assert before[0]["id"] not in [item["id"] for item in after if item["reason"] != "guessed"]
    code, out, _ = stocked.run("directory", "work", "--limit", "3")
    assert code == 0
    assert len(out.splitlines()) == 3
    code, _, err = stocked.run("directory", "verify", before[0]["id"], "--how", "hearsay")
    assert (code, err.count("\n")) == (2, 1)


def test_the_directory_goes_out_and_comes_in_again(stocked: Terminal, tmp_path: Path) -> None:
    for name in ("all.json", "all.zip", "tables"):
        out = tmp_path / name
        assert stocked.json("directory", "export", "--to", "hsds", "--out", str(out))["services"] == 60
        again = stocked.json("directory", "import", str(out), "--source", f"copy of {name}")
        assert (again["added"], again["skipped"]) == (60, 0), again["problems"][:3]


def test_publishing_without_a_sync(stocked: Terminal, tmp_path: Path) -> None:
    mail = tmp_path / "mail"
    mail.mkdir()
    said = stocked.json("directory", "publish", "--mailbox", str(mail))
    assert said["services"] == 60
    assert len(list(mail.rglob("*.age"))) == 1
    assert stocked.json("directory", "publish", "--mailbox", str(mail))["release"] == said["release"]
    assert len(list(mail.rglob("*.age"))) == 1
    code, _, err = stocked.run("directory", "publish")
    assert (code, err.count("\n")) == (1, 1)


def test_every_filter_of_a_search(stocked: Terminal) -> None:
    everything = stocked.json("directory", "search", "", "--open-at", "2026-11-20T22:10")
    for option in (
        "--no-id", "--no-police", "--record-ok", "--using-ok", "--sober", "--pregnant", "--children", "--pets",
        "--partner", "--step-free", "--survivor-led", "--immediate", "--long-term",
    ):  # fmt: skip
        found = stocked.json("directory", "search", "", option, "--open-at", "2026-11-20T22:10")
        assert found["total"] + sum(found["hidden"].values()) <= everything["total"], option
        assert found["total"] > 0, option
        changed = (found["total"], found["hidden"], found["results"])
        assert changed != (everything["total"], everything["hidden"], everything["results"]), option
    code, _, err = stocked.run("directory", "search", "", "--area", "nowhere")
    assert (code, err.count("\n")) == (1, 1)
    code, _, err = stocked.run("directory", "search", "", "--immediate", "--long-term")
    assert (code, err.count("\n")) == (2, 1)


def test_a_typing_error_is_said(stocked: Terminal) -> None:
    answer = stocked.json("directory", "search", "harbro")
    assert answer["corrections"] == [{"typed": "harbro", "read_as": "harbor"}]
    assert answer["total"] > 0


def test_a_plain_table_by_its_mapping(terminal: Terminal, tmp_path: Path) -> None:
    table, mapping = tmp_path / "county.csv", tmp_path / "mapping.json"
    table.write_text("Key,Agency,Call\n1,North Pantry,816 555 0101\n2,,816 555 0102\n")
    mapping.write_text(json.dumps({"columns": {"id": ["Key"], "name": ["Agency"], "phones": ["Call"]}}))
    words = ("directory", "import", str(table), "--from", "csv", "--source", "county")
    read = terminal.json(*words, "--mapping", str(mapping), "--accept")
    assert (read["added"], read["skipped"]) == (1, 1)
    assert [problem["row"] for problem in read["problems"]] == [2]
    assert terminal.json(*words)["same"] == 1, "the mapping of a source is remembered"
    for broken in ("[", "[" * 100_000):
        mapping.write_text(broken)
        code, out, err = terminal.run(*words, "--mapping", str(mapping))
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert "did not expect" not in err
