# SPDX-License-Identifier: GPL-3.0-or-later
"""The national guide's file (JSON) → the domain's guide, strictly."""

from __future__ import annotations

from outreach_app.domain.guide import Guide, read_guide
from outreach_app.domain.reading import Fields
from outreach_app.formats.hsds_json import decode_json


def guide_from(data: bytes) -> Guide:
    """The guide in `data`; raises `FileCutOff`, `FileMalformed`, `WrongEncoding`, `FileTooLarge`, `BadField`."""
    return read_guide(Fields(decode_json(data).value))
