# SPDX-License-Identifier: GPL-3.0-or-later
"""A file of help lines (JSON) → the domain's, strictly: a line that reports to an authority must say so."""

from __future__ import annotations

from outreach_app.domain.material import HelpLine, read_help_lines
from outreach_app.domain.reading import Fields
from outreach_app.formats.hsds_json import decode_json


def help_lines_from(data: bytes) -> tuple[HelpLine, ...]:
    """The lines in `data`; raises `FileCutOff`, `FileMalformed`, `WrongEncoding`, `FileTooLarge`, `BadField`."""
    return read_help_lines(Fields(decode_json(data).value))
