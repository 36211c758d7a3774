# SPDX-License-Identifier: GPL-3.0-or-later
"""A coalition's template: zone of time, bands, teams, zones and policies, beside the measure set it starts with."""

from __future__ import annotations

import json

from outreach_app.domain.errors import BadField, UnreadableFile
from outreach_app.domain.measures import read_measure_set
from outreach_app.domain.profile import Profile, read_profile
from outreach_app.domain.reading import Fields


def read_template(untrusted: bytes, measures: bytes, path: str) -> Profile:
    """The first profile of a coalition, without a name or mailbox yet; only starter measures are on.

    Raises `UnreadableFile` for what is no JSON, `BadField` for a field that cannot be.
    """
    template, measure_set = _decoded(untrusted, path), _decoded(measures, "measures.json")
    starter = read_measure_set(Fields(measure_set)).starter()
    if not isinstance(template, dict):
        raise BadField("file", "not_an_object")
    filled = {**template, "version": 1, "coalition": "-", "measure_set": starter.as_json(), "mailbox": ""}
    return read_profile(Fields(filled))


def _decoded(untrusted: bytes, path: str) -> object:
    try:
        value: object = json.loads(untrusted.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise UnreadableFile(path, error.lineno, "not_json") from None
    except UnicodeDecodeError:
        raise UnreadableFile(path, 0, "not_utf8") from None
    except (ValueError, RecursionError):
        raise UnreadableFile(path, 0, "not_json") from None
    return value
