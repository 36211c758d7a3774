# SPDX-License-Identifier: GPL-3.0-or-later
"""The environment of dev.py: when it is made, added to or left alone, also when cut off or asked for twice at once."""

import os
import threading
from pathlib import Path

import pytest

from workbench import causes, environment, gate, packages, system
from workbench.environment import RUN, WORK, Stamp, Task
from workbench.places import Places
from workbench.saying import SetUpStopped

CURRENT = {RUN: "aa", WORK: "bb"}


class Maker:
    """Stands where venv and pip are: notes what was asked for, and fails when told to."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.failure: BaseException | None = None
        self.busy = threading.Lock()
        self.met_another = False

    def make(self, places: Places, *, with_pip: bool) -> None:
        places.stamp.unlink(missing_ok=True)
        places.python.parent.mkdir(parents=True, exist_ok=True)
        places.python.touch()
        self.done.append("make" if with_pip else "make without pip")

    def install(self, places: Places, lock_file: Path) -> None:
        self.met_another |= not self.busy.acquire(blocking=False)
        self.done.append(lock_file.name)
        if self.failure is not None:
            raise self.failure
        self.busy.release()


@pytest.fixture
def places(tmp_path: Path) -> Places:
    root = tmp_path / "ein Ordner ü"
    (root / "packaging").mkdir(parents=True)
    for name in (RUN, WORK):
        (root / "packaging" / name).write_text(f"locked {name}", "utf-8")
    return Places(root)


@pytest.fixture
def maker(monkeypatch: pytest.MonkeyPatch) -> Maker:
    maker = Maker()
    monkeypatch.setattr(packages, "brings_pip", lambda places: True)
    monkeypatch.setattr(packages, "make_environment", maker.make)
    monkeypatch.setattr(packages, "install", maker.install)
    return maker


def ready(places: Places, wanted: str = RUN) -> None:
    os.close(environment.ready(places, wanted))


@pytest.mark.parametrize(
    ("locks", "wanted", "python", "task"),
    [
        ({RUN: "aa"}, RUN, "3.11", Task.NOTHING),
        ({RUN: "aa", WORK: "bb"}, RUN, "3.11", Task.NOTHING),
        ({RUN: "aa", WORK: "bb"}, WORK, "3.11", Task.NOTHING),
        ({RUN: "aa"}, WORK, "3.11", Task.ADD),
        ({RUN: "old"}, RUN, "3.11", Task.MAKE),
        ({RUN: "aa", WORK: "old"}, RUN, "3.11", Task.MAKE),
        ({RUN: "aa"}, RUN, "3.13", Task.MAKE),
    ],
)
def test_a_stamp_tells_what_is_left_to_do(locks: dict[str, str], wanted: str, python: str, task: Task) -> None:
    assert Stamp("3.11", locks).task(wanted, python, CURRENT) is task


def test_made_once_then_left_alone(places: Places, maker: Maker) -> None:
    ready(places)
    ready(places)
    assert maker.done == ["make", RUN]


def test_tools_are_added_and_serve_the_program_too(places: Places, maker: Maker) -> None:
    ready(places)
    ready(places, WORK)
    ready(places)
    assert maker.done == ["make", RUN, WORK]


def test_a_changed_lock_file_makes_it_again_with_the_tools_it_had(places: Places, maker: Maker) -> None:
    ready(places, WORK)
    (places.packaging / RUN).write_text("newer", "utf-8")
    ready(places)
    assert maker.done == ["make", WORK, "make", WORK]


@pytest.mark.parametrize("failure", [SetUpStopped("offline"), KeyboardInterrupt()], ids=["refused", "interrupted"])
def test_a_set_up_that_was_cut_off_is_done_again(places: Places, maker: Maker, failure: BaseException) -> None:
    maker.failure = failure
    with pytest.raises(type(failure)):
        environment.ready(places, RUN)
    assert not places.stamp.exists()
    maker.failure = None
    maker.busy.release()
    ready(places)
    assert maker.done == ["make", RUN, "make", RUN]
    assert places.stamp.exists()


def test_a_lost_interpreter_makes_it_again(places: Places, maker: Maker) -> None:
    ready(places)
    places.python.unlink()
    ready(places)
    assert maker.done == ["make", RUN, "make", RUN]


def test_two_at_once_make_it_once(places: Places, maker: Maker) -> None:
    threads = [threading.Thread(target=ready, args=(places,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert maker.done == ["make", RUN]
    assert not maker.met_another


@pytest.mark.parametrize("content", ["", "{", "[]", '{"interpreter": "x"}', '{"interpreter": "x", "locks": 3}'])
def test_an_unreadable_stamp_counts_as_none(tmp_path: Path, content: str) -> None:
    stamp = tmp_path / "set-up.json"
    stamp.write_text(content, "utf-8")
    assert environment.read_stamp(stamp) is None


def test_a_stamp_reads_as_it_was_written(tmp_path: Path) -> None:
    stamp = Stamp("CPython 3.11.7 /ü", CURRENT)
    environment.write_stamp(tmp_path / "set-up.json", stamp)
    assert environment.read_stamp(tmp_path / "set-up.json") == stamp
    assert [path.name for path in tmp_path.iterdir()] == ["set-up.json"]


@pytest.mark.skipif(os.name == "nt", reason="Windows guards running programs itself: only set-ups take the lock there")
def test_a_running_command_keeps_a_set_up_out_and_lets_others_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cache" / "lock"
    running = gate.take(path, alone=False)
    os.close(gate.take(path, alone=False, longest_wait_s=0))
    with pytest.raises(SetUpStopped, match="still uses the environment"):
        gate.take(path, alone=True, longest_wait_s=0)
    os.close(running)
    os.close(gate.take(path, alone=True, longest_wait_s=0))
    assert capsys.readouterr().out == ""


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    with pytest.raises(SetUpStopped, match=r"^The set-up could not write .*a file") as stopped:
        environment.ready(Places(tmp_path / "a file"), RUN)
    assert len(str(stopped.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", causes.REFUSED),
        ("OSError: [Errno 28] No space left on device", causes.FULL),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", causes.UNTRUSTED),
        ("broken by 'NewConnectionError(...)'\nERROR: No matching distribution found for x==1", causes.OFFLINE),
        ("pip._vendor.urllib3.exceptions.ReadTimeoutError: Read timed out.", causes.OFFLINE),
        ("Error: [Errno 13] Permission denied: '/x/.venv'", causes.CLOSED),
        (
            "ERROR: No matching distribution found for pyside6-essentials==6.12.0",
            "no ready-made pyside6-essentials==6.12.0",
        ),
        ("something new", "could not be installed"),
    ],
)
def test_a_failure_becomes_one_sentence(tmp_path: Path, output: str, sentence: str) -> None:
    told = causes.explanation(output, tmp_path / "set-up.log")
    assert sentence in told
    assert told.endswith(f"Details: {tmp_path / 'set-up.log'}")


def test_without_ensurepip_and_pip_the_command_is_named(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "has_module", lambda name: False)
    monkeypatch.setattr(system, "may_install", lambda: False)
    monkeypatch.setattr("shutil.which", lambda program: f"/usr/bin/{program}" if program == "apt-get" else None)
    assert not packages.brings_pip(places)
    with pytest.raises(SetUpStopped, match=r"apt-get install -y python3\.\d+-venv$"):
        packages.make_environment(places, with_pip=False)


def test_without_ensurepip_the_pip_of_this_python_fills_the_environment(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []

    def fake(command: list[str | Path], log: Path) -> tuple[int, str]:
        commands.append([str(part) for part in command])
        return (1, "ensurepip is not available") if "--without-pip" not in command and "venv" in command else (0, "")

    monkeypatch.setattr(packages, "has_module", lambda name: name == "pip")
    monkeypatch.setattr(packages, "logged", fake)
    packages.make_environment(places, with_pip=True)
    packages.install(places, places.packaging / RUN)
    assert ["--without-pip" in command for command in commands] == [False, True, False]
    assert commands[-1][1:5] == ["-m", "pip", "--python", str(places.python)]
    assert "--require-hashes" in commands[-1]


def test_a_folder_left_by_a_removed_package_is_no_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "left_behind" / "__pycache__").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path)
    assert not packages.has_module("left_behind")
    assert packages.has_module("json")
