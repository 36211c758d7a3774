# SPDX-License-Identifier: GPL-3.0-or-later
"""Why pip or venv failed, in one sentence, from what it printed."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

from workbench import system

Sentence = Callable[[re.Match[str]], str]

REFUSED = "A downloaded package is not the one that was locked; it was refused. Try another network."
FULL = "The disk is full: the packages need about 700 MB."
UNTRUSTED = "The package registry's certificate is not trusted here, so nothing was downloaded."
OFFLINE = "The package registry cannot be reached. Connect this computer to the internet once, then try again."
CLOSED = "The environment .venv cannot be written: the folder is read-only, or a program still runs from it."


def explanation(output: str, log: Path) -> str:
    """One sentence for `output`, and where all of it stands."""
    for pattern, sentence in CAUSES:
        match = re.search(pattern, output, re.IGNORECASE)
        if match:
            return f"{sentence(match)} Details: {log}"
    return f"The packages could not be installed. Details: {log}"


def _always(sentence: str) -> Sentence:
    return lambda _match: sentence


def _no_build(match: re.Match[str]) -> str:
    return f"There is no ready-made {match[1]} for this computer ({computer()}). Nothing was installed."


def computer() -> str:
    """System, processor, C library where there is one, and Python: what decides which wheels fit."""
    parts = (sys.platform, *system.processor_and_c_library(), f"Python {sys.version.split()[0]}")
    return ", ".join(part for part in parts if part)


# The first that is found decides: a lost connection also ends in "no matching distribution".
CAUSES: tuple[tuple[str, Sentence], ...] = (
    (r"DO NOT MATCH THE HASHES", _always(REFUSED)),
    (r"No space left on device|\[Errno 28\]", _always(FULL)),
    (r"CERTIFICATE_VERIFY_FAILED|SSLError", _always(UNTRUSTED)),
    (r"NewConnectionError|NameResolutionError|name resolution|ProxyError|Network is unreachable", _always(OFFLINE)),
    (r"ConnectTimeout|ReadTimeout|timed out|Connection (?:refused|reset|broken|aborted)", _always(OFFLINE)),
    (r"IncompleteRead|HTTP error \d+", _always(OFFLINE)),
    (r"No matching distribution found for ([\w.=-]+)", _no_build),
    (r"Permission denied|Read-only file system|PermissionError|\[WinError (?:5|32)\]", _always(CLOSED)),
)
