# SPDX-License-Identifier: GPL-3.0-or-later
"""dev.py and its commands: readable for old Pythons, quiet on standard output, honest exit codes, Qt's libraries."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import dev
from workbench import commands, environment, processes, qt_libraries, system, translations
from workbench.places import Places, of_this_clone
from workbench.qt_libraries import Library
from workbench.saying import SetUpStopped

PACKAGING = Path(dev.__file__).parent
SOURCES = [PACKAGING / "dev.py", *sorted((PACKAGING / "workbench").glob("*.py"))]
posix_only = pytest.mark.skipif(os.name == "nt", reason="symbolic links and signals as on POSIX systems")
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="Qt's wheels need system libraries on Linux only")

THERE = Library("libc.so.6", "libc6", "glibc", "glibc")
GONE = Library("libnot-there.so.9", "libnot-there9", "not-there", "not-there-arch")
GONE_WINDOW = Library("libnot-there-x.so.9", "libnot-there-x9", "not-there", "not-there-arch", needs=qt_libraries.X11)


@pytest.fixture
def clone(tmp_path: Path) -> Places:
    """A clone whose environment counts as ready: its Python is the one that runs this test."""
    here = Places(tmp_path / "ein Ordner ü")
    here.packaging.mkdir(parents=True)
    for name in (environment.RUN, environment.WORK):
        (here.packaging / name).write_text("nothing\n", "utf-8")
    here.python.parent.mkdir(parents=True)
    if os.name == "nt":
        here.python.touch()  # links need a privilege there; the tests that start it are for POSIX systems
    else:
        here.python.symlink_to(sys.executable)
    current = environment.digests(here)
    environment.write_stamp(here.stamp, environment.Stamp(environment.interpreter(), current))
    return here


def run_dev(here: Places, *arguments: str, directory: Path) -> subprocess.CompletedProcess[str]:
    """What dev.py does with `arguments` in the clone `here`, as a process of its own."""
    start = "import sys, pathlib; from workbench import commands, places; "
    start += "sys.exit(commands.run_command(sys.argv[2:], 'usage', places.Places(pathlib.Path(sys.argv[1]))))"
    return subprocess.run(
        [sys.executable, "-c", start, str(here.root), *arguments],
        env={**os.environ, "PYTHONPATH": str(PACKAGING), "PYTHONUTF8": "1"},
        cwd=directory,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_an_old_python_can_read_the_script() -> None:
    ast.parse((PACKAGING / "dev.py").read_text("utf-8"), feature_version=(3, 8))


@pytest.mark.parametrize("newer", ["python3.12", None])
def test_an_old_python_gets_one_sentence(monkeypatch: pytest.MonkeyPatch, newer: str | None) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 8, 18))
    monkeypatch.setattr("shutil.which", lambda name: sys.executable if name == newer else None)
    sentence = dev.too_old()
    assert sentence.startswith("Python 3.8 is too old: this needs Python 3.11 or newer.")
    assert (newer or "Nothing was changed") in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_nothing_but_the_standard_library_is_imported(source: Path) -> None:
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            assert name.partition(".")[0] in sys.stdlib_module_names | {"workbench"}, name


def test_every_command_is_in_the_usage() -> None:
    for name in commands.COMMANDS:
        assert f"packaging/dev.py {name} " in (dev.__doc__ or "")


def test_the_clone_is_found_from_the_script() -> None:
    assert of_this_clone().packaging == PACKAGING.resolve()


@pytest.mark.parametrize("arguments", [[], ["dance"]])
def test_wrong_usage_says_what_there_is(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run_command(arguments, usage="    the commands") == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "the commands\n")


@posix_only
def test_run_leaves_streams_directory_and_exit_code_to_the_command(clone: Places, tmp_path: Path) -> None:
    clone.main.write_text("import os, sys; print(sys.argv[1:], os.getcwd()); sys.exit(7)", "utf-8")
    done = run_dev(clone, "run", "status", "--json", "ö", directory=tmp_path)
    assert done.stdout == f"{['status', '--json', 'ö']} {tmp_path}\n"
    assert (done.returncode, done.stderr) == (7, "")


@posix_only
def test_a_failed_check_does_not_hide_the_next(clone: Places, tmp_path: Path) -> None:
    benchmarks = clone.root / "tests" / "benchmarks"
    benchmarks.mkdir(parents=True)
    (benchmarks / "bench_a.py").write_text("import sys; print('a ran'); sys.exit(3)", "utf-8")
    (benchmarks / "bench_b.py").write_text("print('b ran')", "utf-8")
    done = commands.bench(commands.Ready(clone, windows=True), [])
    assert done == 1
    assert commands.bench(commands.Ready(clone, windows=True), ["_b"]) == 0
    assert commands.bench(commands.Ready(clone, windows=True), ["none such"]) == 1


@posix_only
def test_an_end_by_signal_becomes_its_usual_exit_code() -> None:
    suicide = "import os, signal; os.kill(os.getpid(), signal.SIGTERM)"
    assert processes.passed_through([sys.executable, "-c", suicide], os.environ) == 128 + 15


def test_a_callers_python_settings_stay_outside(clone: Places) -> None:
    given = {"PYTHONPATH": "/x", "PYTHONHOME": "/y", "PIP_TARGET": "/z", "HTTPS_PROXY": "p", "PATH": "/bin"}
    result = processes.inside(clone, given, headless=True)
    assert not {"PYTHONPATH", "PYTHONHOME", "PIP_TARGET"} & set(result)
    assert result["HTTPS_PROXY"] == "p"
    assert result["PATH"] == os.pathsep.join([str(clone.python.parent), "/bin"])
    assert result["QT_QPA_PLATFORM"] == "offscreen"


@pytest.mark.parametrize(
    ("name", "arguments", "needed"),
    [("run", ["status"], False), ("run", [], True), ("run", ["demo"], True), ("test", ["x"], True)],
)
def test_a_command_line_without_a_window_needs_no_qt(name: str, arguments: list[str], needed: bool) -> None:
    assert commands.needs_qt(name, arguments) is needed


@linux_only
def test_a_display_is_x11_or_wayland() -> None:
    assert commands.has_display({"DISPLAY": ":0"})
    assert commands.has_display({"WAYLAND_DISPLAY": "wayland-0"})
    assert not commands.has_display({"DISPLAY": ""})


@linux_only
def test_what_cannot_be_loaded_is_found() -> None:
    assert qt_libraries.absent([THERE, GONE]) == [GONE]


def test_packages_are_named_once_for_each_package_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    assert qt_libraries.packages([GONE, GONE_WINDOW], "dnf") == ["not-there"]
    monkeypatch.setattr("shutil.which", lambda program: "/usr/bin/dnf" if program == "dnf" else None)
    assert qt_libraries.typed([GONE, GONE_WINDOW]) == "sudo dnf install -y not-there"
    monkeypatch.setattr("shutil.which", lambda program: None)
    assert qt_libraries.typed([GONE]).count("sudo") == len(system.TYPED) + 1  # apt-get's has two


@pytest.mark.parametrize(
    ("missing", "variables", "opens"),
    [
        ([], {"DISPLAY": ":0"}, True),
        ([GONE_WINDOW], {"DISPLAY": ":0"}, False),
        ([GONE_WINDOW], {"WAYLAND_DISPLAY": "wayland-0"}, True),
    ],
)
def test_one_way_to_open_a_window_is_enough(missing: list[Library], variables: dict[str, str], opens: bool) -> None:
    assert qt_libraries.window_opens(missing, variables) is opens


class Computer:
    """A computer that lacks libraries, where Qt starts or not, and where installing is allowed or not."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, missing: list[Library], *, root: bool, reason: str) -> None:
        self.missing = missing
        self.installed: list[str] = []
        monkeypatch.setattr(qt_libraries, "absent", lambda: list(self.missing))
        monkeypatch.setattr(qt_libraries, "why_not_offscreen", lambda places: reason)
        monkeypatch.setattr(system, "may_install", lambda: root)
        monkeypatch.setattr(system, "_apt_get", self.install)

    def install(self, packages: list[str], log: Path) -> None:
        self.installed += packages
        self.missing = []


def test_missing_libraries_are_installed_where_that_is_allowed(clone: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    computer = Computer(monkeypatch, [GONE, GONE_WINDOW], root=True, reason="")
    assert qt_libraries.check(clone)
    assert computer.installed == ["libnot-there-x9", "libnot-there9"]


def test_without_permission_the_command_is_said_once_and_the_rest_works(
    clone: Places, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    Computer(monkeypatch, [GONE_WINDOW], root=False, reason="")
    assert not qt_libraries.check(clone)
    assert not qt_libraries.check(clone)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("Missing for windows on X11") == 1
    assert json.loads(clone.libraries_note.read_text("utf-8")) == [GONE_WINDOW.soname]


def test_without_what_qt_needs_to_start_it_stops(clone: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    Computer(monkeypatch, [GONE], root=False, reason="ImportError: libnot-there.so.9")
    for _ in range(2):
        with pytest.raises(SetUpStopped, match=r"(?s)Qt cannot start on this computer.*libnot-there9"):
            qt_libraries.check(clone)


def test_translations_are_built_when_they_changed_and_dropped_when_gone(
    clone: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Places, "python", property(lambda self: Path(sys.executable)))
    assert translations.build(clone) == []
    clone.translations.mkdir()
    source = clone.translations / "outreach_app_xx.ts"
    source.write_text(
        '<!DOCTYPE TS><TS version="2.1" language="de"><context><name>Strip</name><message><source>Hide</source>'
        "<translation>Verbergen</translation></message></context></TS>",
        "utf-8",
    )
    built = clone.built_translations / "outreach_app_xx.qm"
    assert translations.build(clone) == [built]
    assert built.stat().st_size > 0
    assert translations.build(clone) == []
    os.utime(source, (built.stat().st_mtime + 10,) * 2)
    assert translations.build(clone) == [built]
    source.write_text("<TS", "utf-8")
    os.utime(source, (built.stat().st_mtime + 20,) * 2)
    with pytest.raises(SetUpStopped, match=r"outreach_app_xx\.ts could not be built"):
        translations.build(clone)
    source.unlink()
    assert translations.build(clone) == []
    assert not built.exists()
