# SPDX-License-Identifier: GPL-3.0-or-later
"""Releases: what a coalition publishes for its laptops."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

INTERIM_TYPE: Final = "application/vnd.outreach-companion.interim-release.v1+json"
INTERIM_FOLDER: Final = "releases/interim"
ROOT_NAME: Final = "releases/metadata/1.root.json"


@dataclass(frozen=True)
class LiveRelease:
    """The release a vault reads: its number, the file its directory lies in, and its date (ISO)."""

    number: int
    directory_file: str
    published_on: str


@dataclass(frozen=True)
class PublishedRelease:
    """A release as it was put into the mailbox."""

    number: int
    content_sha256: str
    name: str
    sealed: bytes = field(repr=False)


def interim_name(number: int, sha256: str) -> str:
    """The object name of an interim release."""
    return f"{INTERIM_FOLDER}/{number:010d}-{sha256}.age"
