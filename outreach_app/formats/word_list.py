# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of words that a search understands (JSON) → the domain's, strictly."""

from __future__ import annotations

from outreach_app.domain.reading import Fields
from outreach_app.domain.words import Words, read_words
from outreach_app.formats.hsds_json import decode_json


def words_from(data: bytes) -> Words:
    """The words in `data`; raises `FileCutOff`, `FileMalformed`, `WrongEncoding`, `FileTooLarge`, `BadField`."""
    return read_words(Fields(decode_json(data).value))
