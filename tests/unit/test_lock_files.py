# SPDX-License-Identifier: GPL-3.0-or-later
"""The lock files: complete, hashed, without addresses, and the two of them agreeing."""

import re
from pathlib import Path

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"
RUN = PACKAGING / "requirements.txt"
WORK = PACKAGING / "requirements-dev.txt"
both = pytest.mark.parametrize("lock_file", [RUN, WORK], ids=lambda path: path.stem)


def entries(lock_file: Path) -> dict[str, list[str]]:
    """Requirement line without its hashes -> hashes."""
    whole = lock_file.read_text("utf-8").replace("\\\n", " ")
    found = {}
    for line in whole.splitlines():
        if line and not line.startswith("#"):
            requirement, *hashes = re.split(r"\s+--hash=", line.strip())
            found[requirement] = hashes
    return found


def asked_for(source: Path) -> set[str]:
    """The package names of a requirements*.in, spelled as lock files do."""
    lines = [line.partition("#")[0].strip() for line in source.read_text("utf-8").splitlines()]
    return {re.split(r"[ ;<>=]", line)[0].lower() for line in lines if line and not line.startswith("-")}


@both
def test_holds_no_address(lock_file: Path) -> None:
    text = lock_file.read_text("utf-8").lower()
    for sign in ("http:", "https", "://", "www.", "--index", "--extra", "--find-links", "--trusted", " @ "):
        assert sign not in text


@both
def test_every_line_is_one_version_with_hashes(lock_file: Path) -> None:
    found = entries(lock_file)
    assert found
    for requirement, hashes in found.items():
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][\w.]*( ; .+)?", requirement), requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest) for digest in hashes), requirement


@both
def test_names_all_that_is_asked_for(lock_file: Path) -> None:
    locked = {requirement.partition("==")[0] for requirement in entries(lock_file)}
    assert asked_for(lock_file.with_suffix(".in")) <= locked


def test_tools_come_on_top_of_the_same_packages() -> None:
    run, work = entries(RUN), entries(WORK)
    for requirement, hashes in run.items():
        exact = requirement.partition(" ;")[0]
        same = [name for name in work if name.partition(" ;")[0] == exact]
        assert same, f"{exact} is locked otherwise among the tools"
        assert sorted(work[same[0]]) == sorted(hashes)


def test_the_program_needs_no_tools() -> None:
    locked = {requirement.partition("==")[0] for requirement in entries(RUN)}
    assert not locked & {"pytest", "mypy", "ruff", "pyinstaller", "uv"}
