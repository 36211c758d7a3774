# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands of dev.py: each says what it needs, brings that about, then runs."""

import os
import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from workbench import environment, lock_files, places, qt_libraries, translations
from workbench.places import Places
from workbench.processes import hand_over, inside, passed_through
from workbench.saying import SetUpStopped, say

Arguments = Sequence[str]


@dataclass(frozen=True)
class Ready:
    """What a command finds when its turn comes; `windows`: the libraries for a window are there."""

    places: Places
    windows: bool

    def environment(self, *, headless: bool) -> dict[str, str]:
        return inside(self.places, os.environ, headless=headless)

    def program(self, *arguments: str) -> list[str]:
        return [str(self.places.python), str(self.places.main), *arguments]


def demo(ready: Ready, arguments: Arguments) -> int:
    """The whole story; without a display Qt draws into memory and main.py leaves pictures."""
    if not ready.windows and "--headless" not in arguments:
        arguments = [*arguments, "--headless"]
    headless = "--headless" in arguments or not has_display(os.environ)
    hand_over([ready.places.python, ready.places.main, "demo", *arguments], ready.environment(headless=headless))


def run(ready: Ready, arguments: Arguments) -> int:
    """main.py itself, in place of this process."""
    hand_over(ready.program(*arguments), ready.environment(headless=False))


def test(ready: Ready, arguments: Arguments) -> int:
    """pytest from the top of the clone; everything at once takes all cores, a file with it its fixtures."""
    os.chdir(ready.places.root)
    wanted = arguments or ("-n", "auto", "--dist", "loadfile", "--max-worker-restart", "0")
    hand_over([ready.places.python, "-m", "pytest", *wanted], ready.environment(headless=True))


def lint(ready: Ready, arguments: Arguments) -> int:
    """Every check, even after one has failed: one run shows all there is to mend."""
    checks = (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"])
    return _each(ready, {" ".join(check): ["-m", *check, *arguments] for check in checks}, headless=True)


def bench(ready: Ready, arguments: Arguments) -> int:
    """Each benchmark as a script of its own; a name in `arguments` picks those whose file name holds it."""
    scripts = sorted((ready.places.root / "tests" / "benchmarks").glob("bench_*.py"))
    chosen = [script for script in scripts if not arguments or any(name in script.stem for name in arguments)]
    if not chosen:
        say("No benchmark of that name in tests/benchmarks.")
        return 1
    return _each(ready, {script.stem: [str(script)] for script in chosen}, headless=True)


def screenshots(ready: Ready, arguments: Arguments) -> int:
    """The headless story leaves a picture of every page."""
    target = ready.places.root / "build" / "screenshots"
    command = ready.program("demo", "--headless", "--out", str(target), *arguments)
    hand_over(command, ready.environment(headless=True))


def package(ready: Ready, arguments: Arguments) -> int:
    """PyInstaller's one-folder form of the program, in dist."""
    os.chdir(ready.places.root)
    specification = ready.places.packaging / "companion.spec"
    builder = [str(ready.places.python), "-m", "PyInstaller", "--noconfirm", "--log-level=WARN"]
    hand_over([*builder, *arguments, str(specification)], ready.environment(headless=True))


def lock(ready: Ready, arguments: Arguments) -> int:
    """The lock files, made again."""
    lock_files.make(ready.places, arguments)
    return 0


@dataclass(frozen=True)
class Command:
    """A command with the lock file it needs, and whether it needs Qt to start."""

    act: Callable[[Ready, Arguments], int]
    lock_file: str
    qt: bool


COMMANDS: Mapping[str, Command] = {
    "demo": Command(demo, environment.RUN, qt=True),
    "run": Command(run, environment.RUN, qt=True),
    "test": Command(test, environment.WORK, qt=True),
    "lint": Command(lint, environment.WORK, qt=False),
    "bench": Command(bench, environment.WORK, qt=True),
    "screenshots": Command(screenshots, environment.RUN, qt=True),
    "package": Command(package, environment.WORK, qt=True),
    "lock": Command(lock, environment.WORK, qt=False),
}


def run_command(arguments: Arguments, usage: str, here: Places | None = None) -> int:
    """Runs one command; 0 done, 1 set-up stopped, 2 wrong usage, 130 interrupted, else its own code."""
    name = arguments[0] if arguments else ""
    if name in {"-h", "--help", "help"}:
        print(textwrap.dedent(usage))
        return 0
    if name not in COMMANDS:
        say(textwrap.dedent(usage))
        return 2
    try:
        return _prepared(COMMANDS[name], name, arguments[1:], here or places.of_this_clone())
    except SetUpStopped as stopped:
        say(str(stopped))
        return 1
    except KeyboardInterrupt:
        say("Stopped. Run the same command to go on.")
        return 130


def _prepared(command: Command, name: str, arguments: Arguments, here: Places) -> int:
    shared = environment.ready(here, command.lock_file)
    os.set_inheritable(shared, True)  # kept by what takes this process's place
    windows = True
    if command.qt and needs_qt(name, arguments):
        if sys.platform == "linux":  # elsewhere Qt's wheels bring all they need
            windows = qt_libraries.check(here)
        translations.build(here)
    return command.act(Ready(here, windows), arguments)


def needs_qt(name: str, arguments: Arguments) -> bool:
    """A command of main.py runs without Qt, on a server too; only its window and its demo start it."""
    return name != "run" or not arguments or arguments[0] == "demo"


def has_display(variables: Mapping[str, str]) -> bool:
    """Whether a window could open here; Windows and macOS always have somewhere to draw."""
    return sys.platform != "linux" or bool(variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY"))


def _each(ready: Ready, programs: Mapping[str, Arguments], *, headless: bool) -> int:
    """Runs Python with each value of `programs`, named by its key; 0 when all of them gave 0."""
    variables = ready.environment(headless=headless) | {"PYTHONPATH": str(ready.places.root)}
    failed = []
    for title, parts in programs.items():
        say(f"== {title}")
        if passed_through([ready.places.python, *parts], variables, ready.places.root) != 0:
            failed.append(title)
    if failed:
        say("Failed: " + ", ".join(failed))
    return 1 if failed else 0
