# SPDX-License-Identifier: GPL-3.0-or-later
"""Logs: what happened, never whom or where. More lines here than in the filter."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app import logs
from outreach_app.crypto import sealing

KEY = sealing.age_key(b"\x07" * 32)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What reaches standard error once the program's logging is installed."""
    stream = io.StringIO()
    root = logging.getLogger()
    handlers, level, hook = root.handlers, root.level, sys.excepthook
    monkeypatch.setattr(sys, "stderr", stream)
    logs.install()
    yield stream
    root.handlers, sys.excepthook = handlers, hook
    root.setLevel(level)


@pytest.mark.parametrize(
    ("line", "cleaned"),
    [(f"cannot open with {KEY.secret}", "cannot open with <key>"), (KEY.secret.lower(), "<key>"),
     (f"sealed to {KEY.recipient}.", "sealed to <recipient>."), ("device " + "ab" * 16, "device <id>"),
     ("hash " + "AB" * 32, "hash <id>"), ("key=x'" + "0f" * 32 + "'", "key=x'<id>'"),
     ("GET https://user:pass@cloud.example/dav?token=1 failed", "GET <address> failed"),
     ("s3://bucket/prefix/object", "<address>"), ("file:///home/jane/vault", "<address>"),
     ("no such file: '/home/jane/Documents/vault.db'", "no such file: '<path>'"),
     ("C:\\Users\\Jane\\vault.db is locked", "<path> is locked"), ("\\\\server\\share\\x", "\\<path>"),
     ("mail jane.doe+work@example.org now", "mail <mail> now"), ("call +1 816 555 0142", "call <number>"),
     ("call (816) 555-0142.", "call (<number>."), ("step 3 of 12", "step 3 of 12"), ("took 1234 ms", "took 1234 ms"),
     ("2 shifts, 3 sent", "2 shifts, 3 sent"), ("", "")],
)  # fmt: skip
def test_lines_are_cleaned(line: str, cleaned: str) -> None:
    assert logs.cleaned(line) == cleaned


@pytest.mark.parametrize("name", ["/home/Jane Doe/vault/slots.json", "C:\\Users\\Jane Doe\\AppData\\vault.db",
                                  "/media/usb stick/Marlow Bend/v1", "~/Jane/vault.db", "/home/O'Jane/Doe's/x",
                                  "file:///home/Jane Doe/Marlow/x", "/run/user/1000/Łódź/x"])  # fmt: skip
def test_no_part_of_a_path_is_left_that_names_somebody(name: str) -> None:
    for around in ("{}", "cannot open {}", "cannot open '{}'", 'File "{}", line 3', "({})", "[Errno 2] no: {}"):
        line = logs.cleaned(around.format(name))
        for word in ("Jane", "Doe", "Marlow", "Łódź"):
            assert word not in line, line


@given(st.sampled_from([KEY.secret, KEY.recipient, "ab" * 16, "jane@example.org", "https://cloud.example/x",
                        "+1 816 555 0142"]),
       st.text(" .,;:()'\"\n-=", max_size=3), st.text(" .,;:()'\"\n=", max_size=3))  # fmt: skip
def test_secrets_are_found_whatever_stands_around_them(secret: str, before: str, after: str) -> None:
    assert secret not in logs.cleaned(f"said{before or ' '}{secret}{after or ' '}end")


@given(st.text(max_size=200))
def test_cleaning_ends_and_is_stable(text: str) -> None:
    once = logs.cleaned(text)
    assert logs.cleaned(once) == once


def test_arguments_are_merged_before_they_are_cleaned(said: io.StringIO) -> None:
    logging.getLogger("library").warning("opened %s for %s", "/home/jane/vault.db", "jane@example.org")
    assert said.getvalue() == "WARNING library: opened <path> for <mail>\n"


def test_a_traceback_and_its_values_never_show(said: io.StringIO) -> None:
    secret = "seven loud gulls"
    try:
        raise ValueError(f"wrong: {secret}")
    except ValueError:
        logging.getLogger("library").exception("failed")
    logging.getLogger("library").error("failed", exc_info=ValueError(secret), stack_info=True)
    assert secret not in said.getvalue()
    assert "Traceback" not in said.getvalue()
    assert "Stack (most recent" not in said.getvalue()


def test_only_warnings_and_worse_are_said(said: io.StringIO) -> None:
    for name in ("httpx", "PIL", "", "companion"):
        logging.getLogger(name).info("searching for bed tonight girl 16")
        logging.getLogger(name).debug("searching for bed tonight girl 16")
    assert said.getvalue() == ""


def test_an_unexpected_error_is_its_type_and_place(said: io.StringIO) -> None:
    def inner(word: str) -> None:
        raise RuntimeError(word)

    try:
        inner("Jane Doe at /home/jane")
    except RuntimeError as error:
        logs.unexpected(error)
    line = said.getvalue()
    assert line.startswith("ERROR companion: unexpected: RuntimeError at test_logs.py:")
    assert "Jane" not in line
    assert "/" not in line


def test_an_error_that_nobody_caught_goes_the_same_way(said: io.StringIO) -> None:
    try:
        raise KeyError("Jane Doe")
    except KeyError as error:
        sys.excepthook(KeyError, error, error.__traceback__)
    assert said.getvalue().startswith("ERROR companion: unexpected: KeyError at test_logs.py:")
    assert "Jane" not in said.getvalue()


def test_installing_twice_says_things_once(said: io.StringIO) -> None:
    sys.stderr = said
    logs.install()
    logging.getLogger("library").warning("once")
    assert said.getvalue().count("once") == 1
