# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line as a person or a nightly job meets it: as a program of its own, or in this process for speed."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from unittest import mock

from coalitions import quick_keys
from vaults import CHEAP

from main import main
from outreach_app import bootstrap

ROOT: Final = Path(__file__).parent.parent


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def facts(self) -> dict[str, Any]:
        """The one JSON object on standard output; anything else there fails."""
        value = json.loads(self.out)
        assert isinstance(value, dict)
        return value

    def complaint(self, code: int) -> str:
        """The one line on standard error of a command that ended with `code`."""
        assert self.code == code, (self.code, self.err, self.out)
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert "Traceback" not in self.err
        assert self.out == ""
        return lines[0]


def as_program(
    *words: object, cwd: Path, stdin: bytes = b"", settings: Mapping[str, str] | None = None, home: Path | None = None
) -> Ran:
    """Run `main.py` as a program, its warnings as errors, in a plain C locale."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("COMPANION", "PYTHON", "LC_"))},
        "PYTHONWARNINGS": "error",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C",
        "HOME": str(home or cwd),
        **(settings or {}),
    }
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *map(str, words)],
        cwd=cwd,
        env=environment,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=120,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def here(*words: object, stdin: bytes = b"") -> Ran:
    """Run a command in this process: the same entry, a fraction of the time."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    given = io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
    with (
        _logging_kept(),
        quick_keys(),
        mock.patch.object(bootstrap, "_cost", return_value=CHEAP),
        mock.patch.multiple(sys, stdout=out, stderr=err, stdin=given),
    ):
        try:
            code = main(list(map(str, words)))
        except SystemExit as ended:
            code = int(ended.code or 0)
    return Ran(code, _text(out), _text(err))


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    raw = stream.buffer
    assert isinstance(raw, io.BytesIO)
    return raw.getvalue().decode()


@contextmanager
def _logging_kept() -> Iterator[None]:
    root, hook = logging.getLogger(), sys.excepthook
    handlers, level = root.handlers, root.level
    try:
        yield
    finally:
        root.handlers, sys.excepthook = handlers, hook
        root.setLevel(level)


def words_of(facts: Mapping[str, Any], names: Sequence[str]) -> None:
    """The JSON of a command holds at least these names."""
    assert set(names) <= set(facts), facts
